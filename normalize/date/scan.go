package date

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

//go:embed words.txt
var wordsText string

// word is all that a word can mean in a date.
type word struct {
	month, weekday uint8 // 1-based, 0 none
	flags          flag
}

type flag uint16

const (
	isNoise flag = 1 << iota
	isOrdinal
	isAM
	isPM
	isNoon
	isMidnight
	isHour
	isMinute
	isYear
	isSecond
	isDayMark
	isMonthMark
	isYearMark
	isZone
)

var words = sync.OnceValue(func() map[string]word {
	m := make(map[string]word, 1200)
	named := map[string]flag{"-": isNoise, "o": isOrdinal, "am": isAM, "pm": isPM, "noon": isNoon, "midnight": isMidnight, "h": isHour, "min": isMinute, "y": isYear}
	for line := range strings.Lines(wordsText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		for _, text := range fields[1:] {
			key, _ := appendWord(nil, text)
			w := m[string(key)]
			switch n, err := strconv.Atoi(fields[0][1:]); {
			case err == nil && fields[0][0] == 'm':
				if w.month == 0 {
					w.month = uint8(n)
				}
			case err == nil && fields[0][0] == 'd':
				if w.weekday == 0 {
					w.weekday = uint8(n)
				}
			default:
				w.flags |= named[fields[0]]
			}
			m[string(key)] = w
		}
	}
	return m
})

// zone returns the offset, in seconds, of the abbreviations that name one
// offset in practice.
func zone(s string) (seconds int, ok bool) {
	switch s {
	case "z", "utc", "gmt", "ut", "wet":
		return 0, true
	case "cet", "bst", "west":
		return 3600, true
	case "cest", "eet":
		return 2 * 3600, true
	case "eest", "msk":
		return 3 * 3600, true
	case "edt":
		return -4 * 3600, true
	case "est", "cdt":
		return -5 * 3600, true
	case "cst", "mdt":
		return -6 * 3600, true
	case "mst", "pdt":
		return -7 * 3600, true
	case "pst":
		return -8 * 3600, true
	}
	return 0, false
}

type token struct {
	number bool
	used   bool
	before byte // what stands before: 0 nothing, ' ' or the strongest of : / - . , ' +
	spaced bool // there is a space before
	digits uint8
	value  int // of a number; offset in seconds of a zone
	word   word
	from   uint8 // bytes of the input
	to     uint8
}

const maxTokens = 24

type parser struct {
	o      Options
	s      string
	tokens [maxTokens]token
	n      int
}

// scan cuts s into numbers and known words. It returns false at a word that
// has no meaning in a date.
func (p *parser) scan(s string) bool {
	p.s = s
	var before byte
	var spaced, number, letter bool
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			if p.n == maxTokens {
				return false
			}
			t := token{number: true, before: before, spaced: spaced, from: uint8(i)}
			for i < len(s) {
				r, w := utf8.DecodeRuneInString(s[i:])
				v := digit(r)
				if v < 0 || t.digits > 17 {
					break
				}
				t.value = t.value*10 + v
				t.digits++
				i += w
			}
			if t.digits == 0 || t.digits > 17 {
				return false
			}
			t.to = uint8(i)
			p.tokens[p.n] = t
			p.n++
			number = true
		case unicode.IsLetter(r) || unicode.IsMark(r):
			if p.n == maxTokens {
				return false
			}
			t := token{before: before, spaced: spaced, from: uint8(i)}
			if mark, ok := han(r); ok {
				t.word.flags = mark
				i += w
			} else {
				var buf [64]byte
				key, width := appendWord(buf[:0], s[i:])
				if width == 0 {
					return false
				}
				i += width
				known := false
				if t.word, known = words()[string(key)]; !known {
					// a.m., p.m.
					rest := strings.TrimLeft(s[i:], ". ")
					switch {
					case (string(key) == "a" || string(key) == "p") && len(rest) > 0 && (rest[0] == 'm' || rest[0] == 'M') && (len(rest) == 1 || !unicode.IsLetter(rune(rest[1]))):
						t.word.flags = isAM
						if key[0] == 'p' {
							t.word.flags = isPM
						}
						i = len(s) - len(rest) + 1
					default:
						seconds, ok := zone(string(key))
						if !ok {
							return false
						}
						t.word.flags, t.value = isZone, seconds
					}
				} else if string(key) == "a" && i+1 < len(s) && s[i] == '.' && (s[i+1] == 'm' || s[i+1] == 'M') {
					t.word = word{flags: isAM}
					i += 2
				}
				letter = true
			}
			t.to = uint8(i)
			p.tokens[p.n] = t
			p.n++
		default:
			b := byte(' ')
			switch r {
			case ':', '/', '.', ',', '+', '\'', '-':
				b = byte(r)
			case '’':
				b = '\''
			case '–', '—', '‑', '−':
				b = '-'
			case '_', '|', '[', ']', '(', ')', '@', ';', '\\', 'º', '°', '،', '„', '"':
			default:
				if !unicode.IsSpace(r) {
					return false
				}
			}
			if b == ' ' {
				spaced = true
			}
			if before == 0 || before == ' ' || b == '+' || b == ':' {
				before = b
			}
			i += w
			continue
		}
		before, spaced = 0, false
	}
	return number || letter
}

// digit returns the value of a decimal digit of any script, or -1.
func digit(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case r < 0x80 || !unicode.IsDigit(r):
		return -1
	}
	// Unicode keeps the ten digits of a script together, the zero first. Only
	// scripts whose dates are understood are listed.
	for _, zero := range [...]rune{0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0E50, 0x0ED0, 0xFF10} {
		if zero <= r && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// appendWord appends the folded word that s begins with, and returns how many
// bytes of s it takes. Scripts that fold has no plain letters for keep theirs,
// with their vowel signs.
func appendWord(dst []byte, s string) ([]byte, int) {
	i := 0
	for i < len(s) {
		r, w := utf8.DecodeRuneInString(s[i:])
		if _, ok := han(r); ok {
			break
		}
		switch {
		case r < 0x80 && (r|0x20 < 'a' || r|0x20 > 'z'):
			// Thai writes months with points, Slavic names have apostrophes,
			// Portuguese weekdays a hyphen; a hyphen before a digit separates.
			next, _ := utf8.DecodeRuneInString(s[i+1:])
			switch {
			case r == '.' && 0x0E00 <= next && next < 0x0E80 && i > 0:
				dst = append(dst, '.')
			case r == '\'' && next >= 0x400 && next < 0x530:
			case r == '-' && strings.HasPrefix(s[i:], "-feira"):
			default:
				return dst, i
			}
		case r < 0x590:
			if unicode.IsDigit(r) {
				return dst, i
			}
			n := len(dst)
			var ok bool
			if dst, ok = fold.Letter(dst, r); !ok || len(dst) == n && !unicode.IsMark(r) && !unicode.IsLetter(r) {
				if r == '’' {
					break
				}
				return dst, i
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			dst = utf8.AppendRune(dst, r)
		default:
			return dst, i
		}
		i += w
		if len(dst) > 56 {
			return dst, i
		}
	}
	return dst, i
}

// han gives the meaning of the characters that Chinese and Japanese dates are
// marked with.
func han(r rune) (flag, bool) {
	if r < 0x4E00 || r > 0x9FFF {
		return 0, false
	}
	switch r {
	case '年':
		return isYearMark, true
	case '月':
		return isMonthMark, true
	case '日', '号', '號':
		return isDayMark, true
	case '時', '时', '点', '點':
		return isHour, true
	case '分':
		return isMinute, true
	case '秒':
		return isSecond, true
	case '晚', '後', '后', '下':
		return isPM, true
	case '前', '早', '上':
		return isAM, true
	case '午', '曜', '星', '期', '週', '周', '一', '二', '三', '四', '五', '六', '土', '火', '水', '木', '金':
		return isNoise, true
	}
	return 0, false
}
