package name

import (
	"embed"
	"strings"
	"sync"
)

//go:embed tables/*.txt
var tables embed.FS

// class is what the tables say of a word; a word can be several things.
type class uint32

const (
	title          class = 1 << iota // a civility or title: mme, dr
	weakTitle                        // a title that is a name too: major, earl
	givenTitle                       // a title that stands before a given name: sir, queen
	ambiguousM                       // M. is Monsieur or an initial
	suffix                           // jr, phd
	weakSuffix                       // a suffix that is a name too, unless in capitals: ma, do
	roman                            // the Roman numerals that are initials too
	particle                         // belongs to the family name behind it
	strongParticle                   // a particle that is no given name
	lowParticle                      // a particle that keeps its small letter
	joins                            // y, e, i between two family names
	and                              // joins two people
	born                             // née
	noble                            // baron
	of                               // of, de in a title of nobility
	given
	family
	male
	female
)

var classes = map[string]class{
	"title": title, "weak_title": weakTitle, "given_title": givenTitle | title, "m": ambiguousM | title,
	"suffix": suffix, "weak_suffix": weakSuffix, "roman": weakSuffix | roman,
	"particle": particle, "strong_particle": particle | strongParticle, "low_particle": lowParticle,
	"joins": joins, "and": and, "born": born, "noble": noble, "of": of,
	"male": male | given, "female": female | given, "unisex": male | female | given, "family": family,
}

type lexiconTables struct {
	words  map[string]class
	prefix map[string]string // compact civility → its usual spelling
	suffix map[string]string // compact suffix → its usual spelling
	mac    map[string]bool   // macdonald: Mac takes a capital behind it
}

// lexicon reads the tables of words, once.
var lexicon = sync.OnceValue(func() *lexiconTables {
	t := &lexiconTables{
		words: make(map[string]class, 8192), prefix: map[string]string{}, suffix: map[string]string{}, mac: map[string]bool{},
	}
	for _, file := range []string{"words", "given", "family"} {
		for _, e := range entries(file) {
			if e.head == "mac" {
				for _, w := range e.words {
					t.mac[w] = true
					t.words[w] |= family
				}
				continue
			}
			c := classes[e.head]
			if i := strings.IndexByte(e.head, ' '); c == 0 && i > 0 { // "title Mme: mme madame"
				c = classes[e.head[:i]]
				into := t.prefix
				if e.head[:i] == "suffix" {
					into = t.suffix
				}
				for _, w := range e.words {
					into[w] = e.head[i+1:]
				}
			}
			for _, w := range e.words {
				t.words[w] |= c
			}
		}
	}
	for _, file := range []string{"nicknames_en", "nicknames_fr", "nicknames_ro"} {
		for _, e := range entries(file) {
			for _, w := range e.words {
				t.words[w] |= given
			}
			t.words[e.head] |= given
		}
	}
	for w, c := range t.words { // a short form takes no part in the order where it is a surname too
		if c&(given|family) == given|family && c&(male|female) == 0 {
			t.words[w] = c &^ given
		}
	}
	return t
})

type entry struct {
	head  string
	words []string
}

// entries reads a table: "head: word word; head: word …", # begins a line of
// comment. A head without colon goes on with the words of the one before.
func entries(file string) []entry {
	b, err := tables.ReadFile("tables/" + file + ".txt")
	if err != nil {
		panic(err) // embedded at build time
	}
	var out []entry
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		for part := range strings.SplitSeq(line, ";") {
			head, words, ok := strings.Cut(part, ":")
			if !ok {
				if last := len(out) - 1; last >= 0 {
					out[last].words = append(out[last].words, strings.Fields(part)...)
				}
				continue
			}
			out = append(out, entry{head: strings.TrimSpace(head), words: strings.Fields(words)})
		}
	}
	return out
}
