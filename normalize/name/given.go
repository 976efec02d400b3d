package name

import "sync"

type givenTables struct {
	groups   map[string][]string
	variants map[string][]string
}

// groups reads the tables of short forms, once.
var groups = sync.OnceValue(func() *givenTables {
	t := &givenTables{groups: make(map[string][]string, 4096), variants: make(map[string][]string, 1024)}
	add := func(m map[string][]string, word, group string) {
		for _, have := range m[word] {
			if have == group {
				return
			}
		}
		m[word] = append(m[word], group)
	}
	for _, file := range []string{"nicknames_en", "nicknames_fr", "nicknames_ro"} {
		for _, e := range entries(file) {
			add(t.groups, e.head, e.head)
			for _, w := range e.words {
				add(t.groups, w, e.head)
			}
		}
	}
	direct := make(map[string][]string, 1024)
	for _, e := range entries("variants") {
		add(direct, e.head, e.head)
		for _, w := range e.words {
			add(direct, w, e.head)
		}
	}
	for w, gs := range direct {
		for _, g := range gs {
			add(t.variants, w, g)
		}
	}
	// A short form has the variants of the names that it stands for.
	for w, names := range t.groups {
		for _, n := range names {
			for _, g := range direct[n] {
				add(t.variants, w, g)
			}
		}
	}
	return t
})

// Equivalents returns the groups of given names that a folded name ("bill")
// may stand for, each called by its main name ("william"). Two names are
// equivalent if and only if their groups intersect. A name without short forms
// or spellings has none. The slice is shared: do not change it.
func Equivalents(folded string) []string { return groups().groups[folded] }

// Variants returns the names across languages that a folded given name or
// short form may be ("ștefan" and "étienne" are variants of "stephen"), each
// called by one of its forms: a weaker likeness than Equivalents. The slice is
// shared: do not change it.
func Variants(folded string) []string { return groups().variants[folded] }

// Gender returns 'm' or 'f' for a folded given name that is mostly one, and 0
// where it is both or not known.
func Gender(folded string) byte {
	switch lexicon().words[folded] & (male | female) {
	case male:
		return 'm'
	case female:
		return 'f'
	}
	return 0
}

// IsGiven reports whether a folded word is a common given name or short form.
func IsGiven(folded string) bool { return lexicon().words[folded]&given != 0 }

// IsFamily reports whether a folded word is a common family name. A word can
// be both: "martin", "james".
func IsFamily(folded string) bool { return lexicon().words[folded]&family != 0 }
