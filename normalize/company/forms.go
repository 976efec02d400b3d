package company

import (
	"embed"
	"strings"
	"sync"
)

//go:embed tables/*.txt
var tables embed.FS

// form is one legal form.
type form struct {
	usual   string // usual spelling
	country string // ISO 3166-1 alpha-2, "" where several countries use it
	weak    bool   // the letters are a word or a name too
	leads   bool   // stands at the start too
}

type formTable struct {
	written map[string]form // words folded without points, joined by _
	begins  map[string]bool // first words
	longest int             // words in the longest
}

// forms reads the table, once.
var forms = sync.OnceValue(func() *formTable {
	t := &formTable{written: make(map[string]form, 1024), begins: make(map[string]bool, 512)}
	b, err := tables.ReadFile("tables/forms.txt")
	if err != nil {
		panic(err) // embedded at build time
	}
	for line := range strings.Lines(string(b)) {
		country, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || line[0] == '#' {
			continue
		}
		if country == "XX" {
			country = ""
		}
		for entry := range strings.SplitSeq(list, ";") {
			usual, written, _ := strings.Cut(strings.TrimSpace(entry), "=")
			for _, w := range strings.Fields(written) {
				f := form{usual: usual, country: country}
				w, f.leads = strings.CutPrefix(w, "<")
				w, f.weak = strings.CutPrefix(w, "~")
				if have, ok := t.written[w]; ok {
					if have.country != country {
						have.country = ""
						t.written[w] = have
					}
					continue
				}
				t.written[w] = f
				begin, _, _ := strings.Cut(w, "_")
				t.begins[begin], t.begins[w] = true, true
				t.longest = max(t.longest, strings.Count(w, "_")+1)
			}
		}
	}
	return t
})
