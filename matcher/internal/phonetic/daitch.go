package phonetic

// rule is how a spelling is coded: at the start, before a vowel, elsewhere.
// Several codes are alternatives, apart by |.
type rule struct {
	spelling             string
	start, vowel, inside string
}

// daitch returns the rules of spellings that begin with a letter, longer ones
// before their own beginnings. Daitch and Mokotoff (1985); of two alternatives
// the chart's second is first, as the usual implementations have it.
func daitch(c byte) []rule { return daitchRules[c-'A'] }

var daitchRules = [26][]rule{
	0:         {{"AI", "0", "1", ""}, {"AJ", "0", "1", ""}, {"AY", "0", "1", ""}, {"AU", "0", "7", ""}, {"A", "0", "", ""}},
	'B' - 'A': {{"B", "7", "7", "7"}},
	'C' - 'A': {
		{"CHS", "5", "54", "54"},
		{"CSZ", "4", "4", "4"},
		{"CZS", "4", "4", "4"},
		{"CH", "4|5", "4|5", "4|5"},
		{"CK", "5|45", "5|45", "5|45"},
		{"CS", "4", "4", "4"},
		{"CZ", "4", "4", "4"},
		{"C", "4|5", "4|5", "4|5"},
	},
	'D' - 'A': {
		{"DRZ", "4", "4", "4"},
		{"DRS", "4", "4", "4"},
		{"DSH", "4", "4", "4"},
		{"DSZ", "4", "4", "4"},
		{"DZH", "4", "4", "4"},
		{"DZS", "4", "4", "4"},
		{"DS", "4", "4", "4"},
		{"DZ", "4", "4", "4"},
		{"DT", "3", "3", "3"},
		{"D", "3", "3", "3"},
	},
	'E' - 'A': {{"EI", "0", "1", ""}, {"EJ", "0", "1", ""}, {"EY", "0", "1", ""}, {"EU", "1", "1", ""}, {"E", "0", "", ""}},
	'F' - 'A': {{"FB", "7", "7", "7"}, {"F", "7", "7", "7"}},
	'G' - 'A': {{"G", "5", "5", "5"}},
	'H' - 'A': {{"H", "5", "5", ""}},
	'I' - 'A': {{"IA", "1", "", ""}, {"IE", "1", "", ""}, {"IO", "1", "", ""}, {"IU", "1", "", ""}, {"I", "0", "", ""}},
	'J' - 'A': {{"J", "1|4", "|4", "|4"}},
	'K' - 'A': {{"KS", "5", "54", "54"}, {"KH", "5", "5", "5"}, {"K", "5", "5", "5"}},
	'L' - 'A': {{"L", "8", "8", "8"}},
	'M' - 'A': {{"MN", "66", "66", "66"}, {"M", "6", "6", "6"}},
	'N' - 'A': {{"NM", "66", "66", "66"}, {"N", "6", "6", "6"}},
	'O' - 'A': {{"OI", "0", "1", ""}, {"OJ", "0", "1", ""}, {"OY", "0", "1", ""}, {"O", "0", "", ""}},
	'P' - 'A': {{"PF", "7", "7", "7"}, {"PH", "7", "7", "7"}, {"P", "7", "7", "7"}},
	'Q' - 'A': {{"Q", "5", "5", "5"}},
	'R' - 'A': {{"RZ", "4|94", "4|94", "4|94"}, {"RS", "4|94", "4|94", "4|94"}, {"R", "9", "9", "9"}},
	'S' - 'A': {
		{"SCHTSCH", "2", "4", "4"},
		{"SCHTSH", "2", "4", "4"},
		{"SCHTCH", "2", "4", "4"},
		{"SHTCH", "2", "4", "4"},
		{"SHTSH", "2", "4", "4"},
		{"STSCH", "2", "4", "4"},
		{"SCHT", "2", "43", "43"},
		{"SCHD", "2", "43", "43"},
		{"SHCH", "2", "4", "4"},
		{"STCH", "2", "4", "4"},
		{"STRZ", "2", "4", "4"},
		{"STRS", "2", "4", "4"},
		{"STSH", "2", "4", "4"},
		{"SZCZ", "2", "4", "4"},
		{"SZCS", "2", "4", "4"},
		{"SCH", "4", "4", "4"},
		{"SHT", "2", "43", "43"},
		{"SZT", "2", "43", "43"},
		{"SHD", "2", "43", "43"},
		{"SZD", "2", "43", "43"},
		{"SH", "4", "4", "4"},
		{"SC", "2", "4", "4"},
		{"ST", "2", "43", "43"},
		{"SD", "2", "43", "43"},
		{"SZ", "4", "4", "4"},
		{"S", "4", "4", "4"},
	},
	'T' - 'A': {
		{"TTSCH", "4", "4", "4"},
		{"TTCH", "4", "4", "4"},
		{"TTSZ", "4", "4", "4"},
		{"TSCH", "4", "4", "4"},
		{"TCH", "4", "4", "4"},
		{"TRZ", "4", "4", "4"},
		{"TRS", "4", "4", "4"},
		{"TSH", "4", "4", "4"},
		{"TTS", "4", "4", "4"},
		{"TTZ", "4", "4", "4"},
		{"TZS", "4", "4", "4"},
		{"TSZ", "4", "4", "4"},
		{"TH", "3", "3", "3"},
		{"TS", "4", "4", "4"},
		{"TC", "4", "4", "4"},
		{"TZ", "4", "4", "4"},
		{"T", "3", "3", "3"},
	},
	'U' - 'A': {{"UI", "0", "1", ""}, {"UJ", "0", "1", ""}, {"UY", "0", "1", ""}, {"UE", "0", "", ""}, {"U", "0", "", ""}},
	'V' - 'A': {{"V", "7", "7", "7"}},
	'W' - 'A': {{"W", "7", "7", "7"}},
	'X' - 'A': {{"X", "5", "54", "54"}},
	'Y' - 'A': {{"Y", "1", "", ""}},
	'Z' - 'A': {
		{"ZHDZH", "2", "4", "4"},
		{"ZDZH", "2", "4", "4"},
		{"ZSCH", "4", "4", "4"},
		{"ZDZ", "2", "4", "4"},
		{"ZHD", "2", "43", "43"},
		{"ZSH", "4", "4", "4"},
		{"ZD", "2", "43", "43"},
		{"ZH", "4", "4", "4"},
		{"ZS", "4", "4", "4"},
		{"Z", "4", "4", "4"},
	},
}

// cedilla stands for the Romanian ț, which is coded as t and as ts.
const cedilla = '!'

// maxBranches bounds the codes of one word.
const maxBranches = 32

// branch is one way to code a word.
type branch struct {
	code [6]byte
	n    int
	last string // the code that was added last, added or not
}

func (b *branch) add(code string, force bool) {
	if force || len(b.last) < len(code) || b.last[len(b.last)-len(code):] != code {
		b.n += copy(b.code[b.n:], code)
	}
	b.last = code
}

// DaitchMokotoff appends the codes of w, six digits each: more than one where
// a spelling can be spoken in several ways, at most 32. A word without a Latin
// letter has none. Does not allocate beside dst.
func DaitchMokotoff(dst [][6]byte, w string) [][6]byte {
	var buf [most]byte
	s := buf[:0]
	for _, r := range w {
		c := base(r)
		switch {
		case c == 0 || len(s) == most:
			continue
		case r == 'ț' || r == 'Ț' || r == 'ţ' || r == 'Ţ':
			c = cedilla
		}
		s = append(s, c)
	}
	if len(s) == 0 {
		return dst
	}
	var branches, grown [maxBranches]branch
	count := 1
	for i := 0; i < len(s); {
		codes, size := "3|4", 1
		if s[i] != cedilla {
			for _, r := range daitch(s[i]) {
				if !has(s, i, r.spelling) {
					continue
				}
				size = len(r.spelling)
				switch {
				case i == 0:
					codes = r.start
				case in(at(s, i+size), vowels):
					codes = r.vowel
				default:
					codes = r.inside
				}
				break
			}
		}
		force := i > 0 && (s[i-1] == 'M' && s[i] == 'N' || s[i-1] == 'N' && s[i] == 'M')
		n := 0
		for b := range count {
			for rest, more := codes, true; more; {
				var code string
				code, rest, more = cutBar(rest)
				next := branches[b]
				next.add(code, force)
				if n < maxBranches && !known(grown[:n], &next) {
					grown[n] = next
					n++
				}
			}
		}
		branches, count = grown, n
		i += size
	}
	first := len(dst)
next:
	for b := range count {
		x := branches[b]
		for ; x.n < len(x.code); x.n++ {
			x.code[x.n] = '0'
		}
		for _, seen := range dst[first:] {
			if seen == x.code {
				continue next
			}
		}
		dst = append(dst, x.code)
	}
	return dst
}

// known reports whether a branch is among others.
func known(bs []branch, b *branch) bool {
	for i := range bs {
		if bs[i] == *b {
			return true
		}
	}
	return false
}

// cutBar returns what stands before the first bar and what stands behind it.
func cutBar(s string) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == '|' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}
