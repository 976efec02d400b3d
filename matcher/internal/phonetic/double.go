package phonetic

// maxDouble is how many sounds DoubleMetaphone writes.
const maxDouble = 4

// DoubleMetaphone appends to primary the first four sounds of a name as they
// are spoken in English, and to alternate those of the language that its
// spelling seems to come from; both are the same for most. Philips (2000). Does
// not allocate beside what it appends to.
func DoubleMetaphone(primary, alternate []byte, w string) (_, _ []byte) {
	var buf [most]byte
	s := buf[:0]
	for _, r := range w {
		c := base(r)
		switch {
		case len(s) == most:
		case r == 'ç' || r == 'Ç':
			s = append(s, 'S')
		case c != 0:
			s = append(s, c)
		case r == ' ' && len(s) > 0:
			s = append(s, ' ')
		}
	}
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	if len(s) == 0 {
		return itself(primary, w), itself(alternate, w)
	}
	d := double{s: s, last: len(s) - 1}
	for i := range s {
		d.slavic = d.slavic || s[i] == 'W' || s[i] == 'K' || has(s, i, "CZ")
	}
	if d.any(0, "GN", "KN", "PN", "WR", "PS") {
		d.i = 1
	}
	for d.i <= d.last && (d.np < maxDouble || d.na < maxDouble) {
		d.step()
	}
	return append(primary, d.p[:d.np]...), append(alternate, d.a[:d.na]...)
}

// double is a word on its way through DoubleMetaphone.
type double struct {
	s       []byte
	i, last int
	slavic  bool // spelt as Slavic or Germanic names are
	p, a    [maxDouble]byte
	np, na  int
}

// put adds sounds, to both codes or different ones to each, and goes on.
func (d *double) put(primary, alternate string, step int) {
	d.np += copy(d.p[d.np:], primary)
	d.na += copy(d.a[d.na:], alternate)
	d.i += step
}

func (d *double) both(sounds string, step int) { d.put(sounds, sounds, step) }

// any reports whether one of some spellings stands at a place.
func (d *double) any(at int, of ...string) bool {
	for _, t := range of {
		if has(d.s, at, t) {
			return true
		}
	}
	return false
}

// is reports whether the letter at a place counted from here is one of a set.
func (d *double) is(from int, set string) bool { return in(at(d.s, d.i+from), set) }

func (d *double) vowel(i int) bool { return in(at(d.s, i), "AEIOUY") }

// foreign says that a word begins as Dutch and German names do.
func (d *double) foreign() bool { return d.any(0, "VAN ", "VON ", "SCH") }

// past returns 2 where the next letter is one of a set, which is spoken with this one.
func (d *double) past(set string) int {
	if d.is(1, set) {
		return 2
	}
	return 1
}

func (d *double) step() {
	i := d.i
	switch c := d.s[i]; c {
	case 'A', 'E', 'I', 'O', 'U', 'Y':
		if i == 0 {
			d.both("A", 0)
		}
		d.i++
	case 'B':
		d.both("P", d.past("B"))
	case 'C':
		d.c()
	case 'D':
		switch {
		case d.is(1, "G") && d.is(2, "EIY"):
			d.both("J", 3)
		case d.is(1, "G"):
			d.both("TK", 2)
		default:
			d.both("T", d.past("TD"))
		}
	case 'F', 'V':
		d.both("F", d.past(string(rune(c))))
	case 'G':
		d.g()
	case 'H':
		if (i == 0 || d.vowel(i-1)) && d.vowel(i+1) {
			d.both("H", 2)
		} else {
			d.i++
		}
	case 'J':
		d.j()
	case 'K', 'Q':
		d.both("K", d.past(string(rune(c))))
	case 'L':
		d.l()
	case 'M':
		step := d.past("M")
		if d.any(i-1, "UMB") && (i+1 == d.last || d.any(i+2, "ER")) {
			step = 2
		}
		d.both("M", step)
	case 'N':
		d.both("N", d.past("N"))
	case 'P':
		if d.is(1, "H") {
			d.both("F", 2)
		} else {
			d.both("P", d.past("PB"))
		}
	case 'R':
		if i == d.last && !d.slavic && d.any(i-2, "IE") && !d.any(i-4, "ME", "MA") {
			d.put("", "R", d.past("R"))
		} else {
			d.both("R", d.past("R"))
		}
	case 'S':
		d.sibilant()
	case 'T':
		switch {
		case d.any(i, "TION", "TIA", "TCH"):
			d.both("X", 3)
		case d.any(i, "TH", "TTH"):
			if d.any(i+2, "OM", "AM") || d.foreign() {
				d.both("T", 2)
			} else {
				d.put("0", "T", 2)
			}
		default:
			d.both("T", d.past("TD"))
		}
	case 'W':
		d.w()
	case 'X':
		switch {
		case i == 0:
			d.both("S", 1)
		case i == d.last && (d.any(i-3, "IAU", "EAU") || d.any(i-2, "AU", "OU")):
			d.i += d.past("CX")
		default:
			d.both("KS", d.past("CX"))
		}
	case 'Z':
		switch {
		case d.is(1, "H"):
			d.both("J", 2)
		case d.any(i+1, "ZO", "ZI", "ZA") || d.slavic && i > 0 && !d.is(-1, "T"):
			d.put("S", "TS", d.past("Z"))
		default:
			d.both("S", d.past("Z"))
		}
	default: // a space
		d.i++
	}
}

func (d *double) c() {
	i := d.i
	switch {
	case d.any(i, "CHIA"),
		i > 1 && !d.vowel(i-2) && d.any(i-1, "ACH") && (!d.is(2, "IE") || d.any(i-2, "BACHER", "MACHER")):
		d.both("K", 2)
	case i == 0 && d.any(i, "CAESAR"):
		d.both("S", 2)
	case d.is(1, "H"):
		d.ch()
	case d.is(1, "Z") && !d.any(i-2, "WICZ"):
		d.put("S", "X", 2)
	case d.any(i+1, "CIA"):
		d.both("X", 3)
	case d.is(1, "C") && !(i == 1 && d.s[0] == 'M'):
		switch {
		case !d.is(2, "IEH") || d.any(i+2, "HU"):
			d.both("K", 2)
		case i == 1 && d.is(-1, "A") || d.any(i-1, "UCCEE", "UCCES"):
			d.both("KS", 3)
		default:
			d.both("X", 3)
		}
	case d.is(1, "KGQ"):
		d.both("K", 2)
	case d.is(1, "IEY"):
		if d.any(i, "CIO", "CIE", "CIA") {
			d.put("S", "X", 2)
		} else {
			d.both("S", 2)
		}
	case d.any(i+1, " C", " Q", " G"):
		d.both("K", 3)
	case d.is(1, "CKQ") && !d.any(i+1, "CE", "CI"):
		d.both("K", 2)
	default:
		d.both("K", 1)
	}
}

func (d *double) ch() {
	i := d.i
	greek := i == 0 && d.any(1, "HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM") && !d.any(0, "CHORE")
	germanic := d.foreign() || d.any(i-2, "ORCHES", "ARCHIT", "ORCHID") || d.is(2, "TS") ||
		(i == 0 || d.is(-1, "AOUE")) && (d.is(2, "LRNMBHFVW ") || i+1 == d.last)
	switch {
	case i > 0 && d.any(i, "CHAE"):
		d.put("K", "X", 2)
	case greek || germanic:
		d.both("K", 2)
	case i == 0:
		d.both("X", 2)
	case d.any(0, "MC"):
		d.both("K", 2)
	default:
		d.put("X", "K", 2)
	}
}

func (d *double) g() {
	i := d.i
	switch {
	case d.is(1, "H"):
		d.gh()
	case d.is(1, "N"):
		switch {
		case i == 1 && d.vowel(0) && !d.slavic:
			d.put("KN", "N", 2)
		case !d.any(i+2, "EY") && !d.slavic:
			d.put("N", "KN", 2)
		default:
			d.both("KN", 2)
		}
	case d.any(i+1, "LI") && !d.slavic:
		d.put("KL", "L", 2)
	case i == 0 && d.any(1, "Y", "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER"),
		d.any(i+1, "ER", "Y") && !d.any(0, "DANGER", "RANGER", "MANGER") && !d.is(-1, "EI") && !d.any(i-1, "RGY", "OGY"):
		d.put("K", "J", 2)
	case d.is(1, "EIY") || d.any(i-1, "AGGI", "OGGI"):
		switch {
		case d.foreign() || d.any(i+1, "ET"):
			d.both("K", 2)
		case d.any(i+1, "IER"):
			d.both("J", 2)
		default:
			d.put("J", "K", 2)
		}
	default:
		d.both("K", d.past("G"))
	}
}

func (d *double) gh() {
	i := d.i
	switch {
	case i > 0 && !d.vowel(i-1):
		d.both("K", 2)
	case i == 0 && d.is(2, "I"):
		d.both("J", 2)
	case i == 0:
		d.both("K", 2)
	case d.is(-2, "BHD") || d.is(-3, "BHD") || d.is(-4, "BH"):
		d.i += 2
	case i > 2 && d.is(-1, "U") && d.is(-3, "CGLRT"):
		d.both("F", 2)
	case !d.is(-1, "I"):
		d.both("K", 2)
	default:
		d.i += 2
	}
}

func (d *double) j() {
	i := d.i
	switch {
	case d.any(i, "JOSE") || d.any(0, "SAN "):
		if i == 0 && at(d.s, i+4) == ' ' || len(d.s) == 4 || d.any(0, "SAN ") {
			d.both("H", 1)
		} else {
			d.put("J", "H", 1)
		}
		return
	case i == 0:
		d.put("J", "A", 0)
	case d.vowel(i-1) && !d.slavic && d.is(1, "AO"):
		d.put("J", "H", 0)
	case i == d.last:
		d.put("J", "", 0)
	case !d.is(1, "LTKSNMBZ") && !d.is(-1, "SKL"):
		d.both("J", 0)
	}
	d.i += d.past("J")
}

func (d *double) l() {
	i, n := d.i, len(d.s)
	switch {
	case !d.is(1, "L"):
		d.both("L", 1)
	case i == n-3 && d.any(i-1, "ILLO", "ILLA", "ALLE"),
		(d.any(n-2, "AS", "OS") || d.any(n-1, "A", "O")) && d.any(i-1, "ALLE"):
		d.put("L", "", 2) // Spanish: cabrillo, gallegos
	default:
		d.both("L", 2)
	}
}

func (d *double) sibilant() {
	i := d.i
	switch {
	case d.any(i-1, "ISL", "YSL"):
		d.i++
	case i == 0 && d.any(i, "SUGAR"):
		d.put("X", "S", 1)
	case d.is(1, "H"):
		if d.any(i+1, "HEIM", "HOEK", "HOLM", "HOLZ") {
			d.both("S", 2)
		} else {
			d.both("X", 2)
		}
	case d.any(i, "SIO", "SIA"):
		if d.slavic {
			d.both("S", 3)
		} else {
			d.put("S", "X", 3)
		}
	case i == 0 && d.is(1, "MNLW") || d.is(1, "Z"):
		d.put("S", "X", d.past("Z"))
	case d.is(1, "C"):
		switch {
		case d.is(2, "H") && d.any(i+3, "ER", "EN"):
			d.put("X", "SK", 3)
		case d.is(2, "H") && d.any(i+3, "OO", "UY", "ED", "EM"):
			d.both("SK", 3)
		case d.is(2, "H") && i == 0 && !d.vowel(3) && at(d.s, 3) != 'W':
			d.put("X", "S", 3)
		case d.is(2, "H"):
			d.both("X", 3)
		case d.is(2, "IEY"):
			d.both("S", 3)
		default:
			d.both("SK", 3)
		}
	case i == d.last && d.any(i-2, "AI", "OI"):
		d.put("", "S", d.past("SZ"))
	default:
		d.both("S", d.past("SZ"))
	}
}

func (d *double) w() {
	i := d.i
	switch {
	case d.is(1, "R"):
		d.both("R", 2)
	case i == 0 && d.vowel(i+1):
		d.put("A", "F", 1)
	case i == 0 && d.is(1, "H"):
		d.both("A", 1)
	case i == d.last && d.vowel(i-1), d.any(i-1, "EWSKI", "EWSKY", "OWSKI", "OWSKY"), d.any(0, "SCH"):
		d.put("", "F", 1)
	case d.any(i, "WICZ", "WITZ"):
		d.put("TS", "FX", 4)
	default:
		d.i++
	}
}
