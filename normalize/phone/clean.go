package phone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tidy makes plain text of a cell: valid UTF-8, ASCII digits, one kind of
// space, hyphen and plus, nothing invisible. It returns s itself where there is
// nothing to do.
func tidy(s string) string {
	dirty := false
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] == '\t' || s[i] == '\r' {
			dirty = true
			break
		}
	}
	if dirty {
		var b strings.Builder
		b.Grow(len(s))
		for _, r := range s {
			switch {
			case '0' <= r && r <= '9', 'a' <= r && r <= 'z':
				b.WriteByte(byte(r))
			case r == '+' || r == '＋' || r == '﹢':
				b.WriteByte('+')
			case unicode.Is(unicode.Pd, r) || r == '−':
				b.WriteByte('-')
			case r == '\n' || r == '\u2028' || r == '\u2029':
				b.WriteByte('\n')
			case unicode.IsSpace(r):
				b.WriteByte(' ')
			case unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			case unicode.Is(unicode.Nd, r):
				b.WriteByte('0' + digit(r))
			case r == '／':
				b.WriteByte('/')
			case r == '（':
				b.WriteByte('(')
			case r == '）':
				b.WriteByte(')')
			default:
				b.WriteRune(r)
			}
		}
		s = b.String()
	}
	return strings.Trim(s, " \n,;'\"*|.:-_/\\=")
}

// digit returns the value of a decimal digit of any script. Unicode lays them
// out in runs of ten from zero.
func digit(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10)
		}
	}
	return 0
}

func onlyDigits(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if '0' <= s[i] && s[i] <= '9' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func countDigits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}

// strip removes labels and what else is no part of a number: letters, a trunk
// zero in brackets after a country code, a trailing plus. Letters of a vanity
// number (1-800-FLOWERS) stay.
func strip(s string) string {
	if i := strings.Index(s, ";"); i > 0 && (strings.Contains(s, ";phone-context=") || strings.Contains(s, ";isub=")) {
		s = rfc3966(s)
	}
	if vanity(s) {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			b.WriteByte(byte(r))
		case r == '+':
			if b.Len() > 0 && countDigits(b.String()) > 0 {
				b.WriteByte(' ')
			} else {
				b.WriteByte('+')
			}
		case r == '(' || r == ')' || r == '.' || r == '-' || r == '/' || r == '*' || r == '#':
			b.WriteByte(byte(r))
		default:
			b.WriteByte(' ')
		}
	}
	out := b.String()
	plus := strings.IndexByte(out, '+')
	first := strings.IndexAny(out, "0123456789")
	international := plus >= 0 && plus < first
	if first < 0 {
		return ""
	}
	if international {
		out = out[plus:]
	} else if p := strings.LastIndexByte(out[:first], '('); p >= 0 && strings.IndexByte(out[first:], ')') >= 0 {
		out = out[p:]
	} else {
		out = out[first:]
	}
	digits := onlyDigits(out)
	if international || strings.HasPrefix(digits, "00") {
		for _, trunk := range [...]string{"(0)", "( 0 )", "(0 )", "( 0)"} {
			out = strings.Replace(out, trunk, " ", 1)
		}
	}
	out = strings.ReplaceAll(strings.ReplaceAll(out, "( )", ""), "()", "")
	return strings.TrimRight(out, " .-/(*#")
}

// rfc3966 makes plain text of tel:local;phone-context=+prefix.
func rfc3966(s string) string {
	parts := strings.Split(s, ";")
	for _, p := range parts[1:] {
		if ctx, ok := strings.CutPrefix(strings.ToLower(p), "phone-context=+"); ok && onlyDigits(ctx) != "" {
			return "+" + onlyDigits(ctx) + " " + strings.TrimPrefix(strings.ToLower(parts[0]), "tel:")
		}
	}
	return parts[0]
}

// vanity reports whether letters of s stand for digits: after some digits, in
// capitals, and enough of both for a number of North America.
func vanity(s string) bool {
	letters, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case 'A' <= c && c <= 'Z':
			if digits < 3 {
				return false
			}
			letters++
		case c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '+':
		default:
			return false
		}
	}
	return letters >= 3 && digits >= 3 && digits < 8 && letters+digits >= 10 && letters+digits <= 13
}

// extensionWords stand before an extension, longest first; lower case.
// Compiled for Onefold.
var extensionWords = [...]string{
	";ext=", "extension", "interior", "interne", "intérieur", "interieur", "extensie", "durchwahl", "extn", "anexo", "poste", "exts",
	"ext", "int", "dw", "x", "#", "p.", "доб",
}

// extension cuts the extension off a number, when there is one: one of the
// words after at least five digits of number, and one to eight digits after it.
func extension(s string) (body, ext string) {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s
	}
	for _, w := range extensionWords {
		i := strings.LastIndex(lower, w)
		if i <= 0 || countDigits(lower[:i]) < 5 {
			continue
		}
		if w[0] >= 'a' && letter(lower[i-1]) {
			continue // the end of another word
		}
		rest := strings.TrimLeft(lower[i+len(w):], " .:=-#°n")
		digits := onlyDigits(rest)
		if tail := strings.TrimRight(rest, " )].,;"); digits != tail || len(digits) < 1 || len(digits) > 8 {
			continue
		}
		return strings.TrimRight(s[:i], " ,;.-([/"), digits
	}
	return s, ""
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80 }

// invented reports whether digits were typed to fill the field: one digit
// alone, perhaps after a prefix of two, or a run up or down the keyboard.
func invented(d string) bool {
	if len(d) < 6 {
		return len(d) > 0 && same(d)
	}
	if same(d) || len(d) >= 9 && d[0] == '0' && (same(d[1:]) || same(d[2:])) || len(d) >= 9 && same(d[1:]) {
		return true
	}
	switch d {
	case "0123456789", "01234567890", "1234567890", "123456789", "12345678", "1234567", "123456", "012345678", "01234567", "0987654321", "987654321", "9876543210", "0102030405":
		return true
	}
	return false
}

func same(d string) bool {
	for i := 1; i < len(d); i++ {
		if d[i] != d[0] {
			return false
		}
	}
	return true
}
