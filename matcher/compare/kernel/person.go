package kernel

import "strings"

// Person is a person of a list: family name, then given names or initials.
type Person struct{ Family, Given string }

// Spelled is the letters from which a family name may have one error.
const Spelled = 5

// Related reports whether two family names may be one.
func (x *Person) Related(y *Person, s *Scratch) bool {
	if x.Family == y.Family {
		return true
	}
	short, long := x.Family, y.Family
	if len(short) > len(long) {
		short, long = long, short
	}
	if strings.IndexByte(short, '?') >= 0 || strings.IndexByte(long, '?') >= 0 {
		return unreadable(short, long)
	}
	if len(short) >= 4 && len(long) > len(short)+2 && (strings.HasSuffix(long, short) || strings.HasPrefix(long, short)) {
		return true // a double name
	}
	return len(short) >= Spelled && Distance(short, long, 1, s) <= 1
}

// unreadable compares two names in which a question mark stands for any letter.
func unreadable(x, y string) bool {
	if len(x) != len(y) {
		return false
	}
	read := 0
	for i := range len(x) {
		switch {
		case x[i] == y[i] && x[i] != '?':
			read++
		case x[i] != '?' && y[i] != '?':
			return false
		}
	}
	return read > 1
}

// SameGiven reports whether given names or initials may be of one person.
func (x *Person) SameGiven(y *Person) bool {
	return x.Given == "" || y.Given == "" || sameGiven(x.Given, y.Given)
}

func sameGiven(x, y string) bool {
	// One may leave out the first of several given names.
	return x[0] == y[0] || letter(x, y[0]) || letter(y, x[0])
}

// Overlap reports whether values that name no person in common share half of
// their words: they may be names of groups.
func Overlap(a, b []Person) bool {
	if len(a) != 1 || len(b) != 1 {
		return false
	}
	both, words := 0, 0
	one := func(w string) {
		words++
		if len(w) > 2 && (w == b[0].Family || HasToken(b[0].Given, w)) {
			both++
		}
	}
	one(a[0].Family)
	for w := range strings.FieldsSeq(a[0].Given) {
		one(w)
	}
	return both > 1 && 2*both >= words
}

// letter reports whether a word after the first begins with c.
func letter(words string, c byte) bool {
	for i := 1; i < len(words); i++ {
		if words[i-1] == ' ' && words[i] == c {
			return true
		}
	}
	return false
}
