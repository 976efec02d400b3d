package score

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// A model that was written and read again scores as it did, to the bit, with
// what labels taught it.
func TestStoredModelScoresTheSame(t *testing.T) {
	w := two()
	for _, labelled := range []bool{false, true} {
		m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
		if labelled {
			l := Label{Same: true}
			copy(l.Levels[:], []uint8{2, 1, 3, 1, 2})
			m = m.Taught([]Label{l, l, l}, nil)
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		back := new(Model)
		if err := json.Unmarshal(b, back); err != nil {
			t.Fatal(err)
		}
		adjust := make([]float32, 16)
		adjust[1] = 1.25
		for _, p := range w.patterns() {
			want, class := m.Probability(&p.Levels, adjust)
			got, c := back.Probability(&p.Levels, adjust)
			if got != want || c != class {
				t.Fatalf("levels %v: %v of class %d, was %v of class %d", p.Levels, got, c, want, class)
			}
		}
	}
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	w := two()
	m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
	good, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, from, to string }{
		{"cut short", `"Rounds"`, ""},
		{"no classes", `"Classes":[`, `"Klasses":[`},
		{"a probability above 1", `"Prob":[[[1,`, `"Prob":[[[7,`},
		{"no shares", `"Share":[`, `"Sh":[`},
	} {
		bad := strings.Replace(string(good), c.from, c.to, 1)
		if c.to == "" {
			bad = string(good)[:strings.Index(string(good), c.from)]
		}
		if bad == string(good) {
			t.Fatalf("%s: nothing was changed", c.what)
		}
		err := json.Unmarshal([]byte(bad), new(Model))
		if err == nil || c.to != "" && !errors.Is(err, errModel) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
