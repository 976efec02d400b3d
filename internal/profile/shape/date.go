package shape

// DateInfo is what a date shape tells.
type DateInfo struct {
	Year       int  // 0 unknown
	Month, Day int  // 0 unknown
	A, B       int  // the two numbers of an ambiguous numeric date, in order; 0 otherwise
	Time       bool // has a time of day
	Compact    bool // 8 digits without separators
	YearOnly   bool
}

// Date reads the date shape of s: ISO, numeric with . / - in any order of day
// and month, 8 digits without separators, or with the name of a month in
// French, Romanian or English.
func Date(s string) (DateInfo, bool) {
	var num [3]int
	var width [3]int
	n, i := 0, 0
	month := 0
	sep := byte(0)
	for i < len(s) && n < 3 && !(month > 0 && n == 2) {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			v, w := 0, 0
			for i < len(s) && '0' <= s[i] && s[i] <= '9' && w < 9 {
				v, w, i = v*10+int(s[i]-'0'), w+1, i+1
			}
			num[n], width[n] = v, w
			n++
			if n == 1 && w == 8 && (i == len(s) || s[i] == 'T' || s[i] == ' ') {
				return compact(v, s[i:])
			}
		case c == '-' || c == '/' || c == '.' || c == ' ' || c == ',':
			if n == 0 && month == 0 {
				return DateInfo{}, false
			}
			if sep == 0 {
				sep = c
			}
			i++
			continue
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80:
			m, w := monthName(s[i:])
			if m == 0 {
				if ord := ordinal(s[i:]); n == 1 && ord > 0 {
					i += ord
					continue
				}
				if w := wordLen(s[i:]); n == 3 && s[i] == 'T' || w == 2 && n > 0 && equalFold(s[i:i+w], "de") {
					i += w
					continue
				}
				if day := weekday(s[i:]); n == 0 && day > 0 {
					i += day
					for i < len(s) && (s[i] == ',' || s[i] == ' ' || s[i] == '.') {
						i++
					}
					continue
				}
				return DateInfo{}, false
			}
			if month > 0 {
				return DateInfo{}, false
			}
			month = m
			i += w
			if n == 2 {
				return DateInfo{}, false
			}
			if n == 1 && i < len(s) && s[i] == '.' {
				i++
			}
		default:
			return DateInfo{}, false
		}
	}
	if month > 0 {
		return named(num, width, n, month, s[i:])
	}
	if n != 3 || sep == 0 {
		return DateInfo{}, false
	}
	rest := s[i:]
	if !timeRest(rest) {
		return DateInfo{}, false
	}
	d := DateInfo{Time: hasTime(rest)}
	switch {
	case width[0] == 4 && width[1] <= 2 && width[2] <= 2:
		d.Year, d.Month, d.Day = num[0], num[1], num[2]
	case (width[2] == 4 || width[2] == 2) && width[0] <= 2 && width[1] <= 2 && sep != ' ':
		d.Year = fullYear(num[2], width[2])
		d.A, d.B = num[0], num[1]
		if d.A > 12 {
			d.Day, d.Month = d.A, d.B
		} else if d.B > 12 {
			d.Month, d.Day = d.A, d.B
		} else {
			return d, d.A > 0 && d.B > 0 && plausible(d.Year)
		}
	default:
		return DateInfo{}, false
	}
	return d, plausible(d.Year) && d.Month <= 12 && d.Day <= 31 && (d.Month >= 1 && d.Day >= 1 || d.Month == 0 && d.Day == 0)
}

func named(num, width [3]int, n, month int, rest string) (DateInfo, bool) {
	d := DateInfo{Month: month}
	switch {
	case n == 1 && width[0] == 4:
		d.Year = num[0]
	case n == 2 && width[1] >= 2:
		d.Day, d.Year = num[0], fullYear(num[1], width[1])
		if width[0] == 4 {
			d.Year, d.Day = num[0], num[1]
		}
	default:
		return d, false
	}
	d.Time = hasTime(rest)
	return d, plausible(d.Year) && d.Day <= 31 && timeRest(rest)
}

func compact(v int, rest string) (DateInfo, bool) {
	d := DateInfo{Year: v / 10000, Month: v / 100 % 100, Day: v % 100, Compact: true, Time: hasTime(rest)}
	if plausible(d.Year) && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= 31 {
		return d, timeRest(rest)
	}
	d = DateInfo{Year: v % 10000, A: v / 1000000, B: v / 10000 % 100, Compact: true}
	if d.A > 12 {
		d.Day, d.Month = d.A, d.B
	} else if d.B > 12 {
		d.Month, d.Day = d.A, d.B
	}
	return d, plausible(d.Year) && d.A >= 1 && d.B >= 1 && d.A <= 31 && d.B <= 31 && (d.A <= 12 || d.B <= 12) && rest == ""
}

func fullYear(v, width int) int {
	if width == 2 {
		if v < 50 {
			return 2000 + v
		}
		return 1900 + v
	}
	return v
}

func plausible(year int) bool { return year >= 1000 && year <= 2199 }

func hasTime(rest string) bool {
	for i := range len(rest) {
		if rest[i] == ':' || rest[i] == 'h' {
			return true
		}
	}
	return false
}

// timeRest reports whether rest can follow a date: nothing, or a time of day.
func timeRest(rest string) bool {
	if len(rest) > 24 {
		return false
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case '0' <= c && c <= '9', c == ' ', c == ':', c == '.', c == 'T', c == 'Z', c == '+', c == '-', c == ',', c == 'h',
			c == 'A', c == 'P', c == 'M', c == 'a', c == 'p', c == 'm', c == 'U', c == 'C', c == 'G':
		default:
			return false
		}
	}
	return rest == "" || hasTime(rest) || rest == "." || rest == " " || rest == " г."
}

// months are the beginnings of month names in English, French, Romanian,
// Spanish, German and Italian, without diacritics; longer ones come first
// where one is the beginning of the other.
var months = [...]struct {
	name  string
	month int
}{
	{"jan", 1},
	{"ian", 1},
	{"gen", 1},
	{"ene", 1},
	{"feb", 2},
	{"fev", 2},
	{"fév", 2},
	{"fbr", 2},
	{"mart", 3},
	{"mars", 3},
	{"mar", 3},
	{"mär", 3},
	{"apr", 4},
	{"avr", 4},
	{"abr", 4},
	{"mai", 5},
	{"may", 5},
	{"mag", 5},
	{"jun", 6},
	{"juin", 6},
	{"iun", 6},
	{"giu", 6},
	{"jul", 7},
	{"juil", 7},
	{"iul", 7},
	{"lug", 7},
	{"aug", 8},
	{"aou", 8},
	{"aoû", 8},
	{"ago", 8},
	{"sep", 9},
	{"set", 9},
	{"oct", 10},
	{"okt", 10},
	{"ott", 10},
	{"nov", 11},
	{"noi", 11},
	{"dec", 12},
	{"déc", 12},
	{"dez", 12},
	{"dic", 12},
}

func wordLen(s string) int {
	i := 0
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] >= 0x80) {
		i++
	}
	return i
}

func monthName(s string) (month, width int) {
	w := wordLen(s)
	if w < 3 || w > 11 {
		return 0, 0
	}
	for _, m := range months {
		if w >= len(m.name) && equalFold(s[:len(m.name)], m.name) && known(s[:w], m.name) {
			return m.month, w
		}
	}
	return 0, 0
}

// known keeps words that only begin like a month from being one ("Marie").
func known(word, begin string) bool {
	if len(word) <= len(begin)+1 {
		return true
	}
	for _, m := range full {
		if equalFold(word, m) {
			return true
		}
	}
	return false
}

var full = [...]string{
	"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "sept",
	"janvier", "février", "fevrier", "avril", "juillet", "juil", "août", "aout", "septembre", "octobre", "novembre", "décembre", "decembre",
	"ianuarie", "februarie", "martie", "aprilie", "iunie", "iulie", "septembrie", "octombrie", "noiembrie", "decembrie",
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
	"januar", "februar", "märz", "oktober", "dezember", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x := a[i]
		if 'A' <= x && x <= 'Z' {
			x += 'a' - 'A'
		}
		if x != b[i] {
			return false
		}
	}
	return true
}

func ordinal(s string) int {
	w := wordLen(s)
	switch s[:w] {
	case "st", "nd", "rd", "th", "er":
		return w
	}
	return 0
}

var weekdays = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mie", "joi", "vin", "sâm", "dum"}

func weekday(s string) int {
	w := wordLen(s)
	if w < 3 || w > 9 {
		return 0
	}
	for _, d := range weekdays {
		if len(s) >= len(d) && equalFold(s[:len(d)], d) {
			return w
		}
	}
	return 0
}

// Year reads s as a bare year of birth or foundation.
func Year(s string) (int, bool) {
	if len(s) != 4 || s[0] != '1' && s[0] != '2' {
		return 0, false
	}
	y := 0
	for i := range 4 {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		y = y*10 + int(s[i]-'0')
	}
	return y, y >= 1850 && y <= 2099
}
