package decisions

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Verdict is what was decided of a pair.
type Verdict uint8

// The verdicts.
const (
	Unsure Verdict = iota
	Same
	Different
)

// String returns the word that files have.
func (v Verdict) String() string { return [...]string{"unsure", "same", "different"}[v] }

// words are the ways in which people and other tools write a verdict, folded.
var words = map[string]Verdict{
	"same": Same, "match": Same, "yes": Same, "y": Same, "true": Same, "1": Same, "merge": Same, "duplicate": Same, "one": Same, "link": Same,
	"oui": Same, "o": Same, "identique": Same, "identiques": Same, "meme": Same, "doublon": Same, "vrai": Same,
	"da": Same, "d": Same, "identic": Same, "identice": Same, "acelasi": Same, "aceeasi": Same, "duplicat": Same, "adevarat": Same,
	"different": Different, "distinct": Different, "no": Different, "n": Different, "false": Different, "0": Different, "apart": Different,
	"nomatch": Different, "nonmatch": Different, "notmatch": Different, "notsame": Different, "notduplicate": Different, "separate": Different, "unlink": Different,
	"non": Different, "differents": Different, "differente": Different, "differentes": Different, "distincts": Different, "faux": Different,
	"nu": Different, "diferit": Different, "diferiti": Different, "diferite": Different, "fals": Different,
	"unsure": Unsure, "u": Unsure, "maybe": Unsure, "unknown": Unsure, "uncertain": Unsure, "?": Unsure, "review": Unsure, "undecided": Unsure,
	"incertain": Unsure, "doute": Unsure, "peutetre": Unsure, "inconnu": Unsure, "nesigur": Unsure, "poate": Unsure, "necunoscut": Unsure,
}

var unaccented = strings.NewReplacer("é", "e", "ê", "e", "è", "e", "ă", "a", "â", "a", "î", "i", "ș", "s", "ş", "s", "ț", "t", "ţ", "t", "-", "", "_", "", " ", "")

// ParseVerdict reads a verdict in English, French or Romanian, however it is
// cased.
func ParseVerdict(s string) (Verdict, bool) {
	v, ok := words[unaccented.Replace(strings.ToLower(strings.TrimSpace(s)))]
	return v, ok
}

// Decision is one row of a file.
type Decision struct {
	A, B    string // ids of the two records
	Verdict Verdict
	Reason  string
	Author  string
	Made    time.Time // zero when it is not told
	Expires time.Time // last day on which it holds, at midnight UTC; zero: for ever
	Source  string    // base name of the source it is about; "" is any
	File    string    // where it stands
	Line    int
}

// Place returns FILE:LINE.
func (d *Decision) Place() string { return fmt.Sprintf("%s:%d", d.File, d.Line) }

// By says in words who decided it, when and why.
func (d *Decision) By() string {
	var b strings.Builder
	b.WriteString("decided")
	if d.Author != "" {
		b.WriteString(" by " + d.Author)
	}
	if !d.Made.IsZero() {
		b.WriteString(" on " + d.Made.Format(time.DateOnly))
	}
	if d.Reason != "" {
		b.WriteString(": " + d.Reason)
	}
	return b.String()
}

// pair returns the two ids, the smaller first.
func (d *Decision) pair() [2]string { return [2]string{min(d.A, d.B), max(d.A, d.B)} }

// like reports whether two rows say the same, wherever they stand.
func (d *Decision) like(o *Decision) bool {
	return d.pair() == o.pair() && d.Verdict == o.Verdict && d.Reason == o.Reason && d.Author == o.Author &&
		d.Made.Equal(o.Made) && d.Expires.Equal(o.Expires) && d.Source == o.Source
}

// expired reports whether a decision holds no more.
func (d *Decision) expired(now time.Time) bool {
	return !d.Expires.IsZero() && !now.Before(d.Expires.AddDate(0, 0, 1))
}

func byPair(a, b *Decision) int {
	p, q := a.pair(), b.pair()
	return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
}

// parseDay reads 2026-01-31, or a time of RFC 3339.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, nil
	}
	return time.Time{}, errors.New("is no date")
}

// formatDay is the reverse of parseDay.
func formatDay(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339Nano)
}
