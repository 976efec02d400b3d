package people

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// Separator stands between the people of a key.
const Separator = "\x1f"

// Key returns the key of a value that lists people, such as the authors of a
// paper: each as the last word of the family name and then the given names or
// initials, folded, in alphabetical order. "Ullman, J. D.; Widom, J.",
// "J.D. Ullman and J. Widom" and "Widom J, Ullman JD" give the same key. It is
// "" where nobody is named.
func Key(s string) string {
	if strings.IndexByte(s, '&') >= 0 && strings.IndexByte(s, ';') > 0 {
		s = html.UnescapeString(s)
	}
	var keys []string
	add := func(family, given string) {
		if k := onePerson(family, given); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for part := range splitPeople(s) {
		segments := segmentsOf(part)
		switch {
		case len(segments) == 2 && len(strings.Fields(segments[0])) == 1 && !initials(segments[0]):
			add(segments[0], segments[1]) // Ullman, Jeffrey D.
		case alternate(segments):
			for i := 0; i < len(segments); i += 2 {
				add(segments[i], segments[i+1]) // Ullman, J. D., Widom, J.
			}
		default:
			for _, seg := range segments {
				add(familyLast(seg))
			}
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, Separator)
}

// splitPeople yields what stands between the separators that are no comma.
func splitPeople(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for p := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == '|' || r == '&' || r == '\n' || r == '/' }) {
			words := strings.Fields(p)
			from := 0
			for i := 0; i <= len(words); i++ {
				if i < len(words) && !joinsPeople(words[i]) && !(i > 0 && others(words[i-1], words[i])) {
					continue
				}
				if i > from && !yield(strings.Join(words[from:i], " ")) {
					return
				}
				from = i + 1
			}
		}
	}
}

// joinsPeople says that a word stands between two people, in the languages of
// the product and German.
func joinsPeople(w string) bool {
	switch strings.ToLower(strings.Trim(w, ",")) {
	case "and", "et", "si", "și", "şi", "und", "others":
		return true
	}
	return false
}

// others says that two words stand for those who are not named: et al.
func others(a, b string) bool {
	return strings.EqualFold(a, "et") && (strings.EqualFold(b, "al") || strings.EqualFold(b, "al."))
}

// segmentsOf splits at commas, and leaves out what only follows a name.
func segmentsOf(part string) []string {
	var out []string
	for seg := range strings.SplitSeq(part, ",") {
		words := strings.Fields(seg)
		for len(words) > 0 && afterName(words[len(words)-1]) {
			words = words[:len(words)-1]
		}
		if len(words) > 0 {
			out = append(out, strings.Join(words, " "))
		}
	}
	return out
}

// afterName says that a word follows a name and is none.
func afterName(w string) bool {
	switch strings.ToLower(strings.Trim(w, ".")) {
	case "", "jr", "sr", "ii", "iii", "iv", "ph.d", "phd", "m.d", "md", "mba", "cpa", "esq":
		return true
	}
	return false
}

// alternate reports whether segments are a family name and initials in turn.
func alternate(segments []string) bool {
	if len(segments) < 2 || len(segments)%2 == 1 {
		return false
	}
	for i, seg := range segments {
		if initials(seg) != (i%2 == 1) {
			return false
		}
	}
	return true
}

// initials reports whether every word is one of initials: "J.", "J.D.", "JD".
func initials(seg string) bool {
	for w := range strings.FieldsSeq(seg) {
		if !initialsWord(w) {
			return false
		}
	}
	return seg != ""
}

func initialsWord(w string) bool {
	letters, upper, dots := 0, 0, 0
	for _, r := range w {
		switch {
		case r == '.':
			dots++
		case r == '-':
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		default:
			return false
		}
	}
	return letters > 0 && (letters == 1 || dots >= letters && letters <= 4 || upper == letters && letters <= 3)
}

// familyLast splits a name written in the usual order, or with the family name
// first where only initials follow it.
func familyLast(seg string) (family, given string) {
	words := strings.Fields(seg)
	if len(words) == 0 {
		return "", ""
	}
	last := len(words) - 1
	if last > 0 && initialsWord(words[last]) && !initialsWord(words[0]) {
		at := last
		for at > 1 && initialsWord(words[at-1]) {
			at--
		}
		return words[at-1], strings.Join(words[at:], " ")
	}
	return words[last], strings.Join(words[:last], " ")
}

// onePerson returns the key of one person: initials apart, the family name in
// one word.
func onePerson(family, given string) string {
	words := strings.Fields(family)
	if len(words) == 0 {
		return ""
	}
	f := familyKey(words[len(words)-1])
	if f == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(f)
	for w := range strings.FieldsSeq(given) {
		together := initialsWord(w) && utf8.RuneCountInString(w) > 1 && !strings.Contains(w, ".")
		for part := range strings.FieldsSeq(fold.String(w)) {
			if !together {
				b.WriteString(" " + part)
				continue
			}
			for _, r := range part {
				b.WriteString(" " + string(r)) // JD
			}
		}
	}
	return b.String()
}

// familyKey folds a family name to one word. A question mark among its letters
// stays: it stands for a letter that some system could not write.
func familyKey(w string) string {
	var b strings.Builder
	letters := false
	for k, part := range strings.Split(w, "?") {
		if k > 0 {
			b.WriteByte('?')
		}
		f := strings.ReplaceAll(fold.String(part), " ", "")
		letters = letters || f != ""
		b.WriteString(f)
	}
	if !letters {
		return ""
	}
	return b.String()
}
