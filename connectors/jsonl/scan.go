package jsonl

import "unicode/utf8"

// kind is what a JSON value is.
type kind uint8

const (
	kindString kind = 1 << iota
	kindNumber
	kindBool
	kindNull
	kindNested
)

// status is how scanning a value ended.
type status uint8

const (
	scanOK   status = iota
	scanMore        // the text ends inside of the value
	scanBad         // not JSON
)

// maxDepth bounds the nesting of arrays and objects.
const maxDepth = 500

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// value scans the value at b[i] and returns where it ends. It does not
// allocate.
func value(b []byte, i, depth int) (end int, k kind, st status) {
	if i >= len(b) {
		return i, 0, scanMore
	}
	switch c := b[i]; {
	case c == '"':
		end, _, st = text(b, i)
		return end, kindString, st
	case c == '{' || c == '[':
		end, st = nested(b, i, depth)
		return end, kindNested, st
	case c == '-' || c >= '0' && c <= '9':
		end, st = number(b, i)
		return end, kindNumber, st
	case c == 't':
		end, st = word(b, i, "true")
		return end, kindBool, st
	case c == 'f':
		end, st = word(b, i, "false")
		return end, kindBool, st
	case c == 'n':
		end, st = word(b, i, "null")
		return end, kindNull, st
	}
	return i, 0, scanBad
}

func word(b []byte, i int, w string) (int, status) {
	for j := range len(w) {
		if i+j >= len(b) {
			return i, scanMore
		}
		if b[i+j] != w[j] {
			return i, scanBad
		}
	}
	return i + len(w), scanOK
}

// text scans a string; escaped says whether it has escapes.
func text(b []byte, i int) (end int, escaped bool, st status) {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, escaped, scanOK
		case c < 0x20:
			return i, escaped, scanBad
		case c == '\\':
			escaped = true
			i++
			if i >= len(b) {
				return i, escaped, scanMore
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for range 4 {
					if i++; i >= len(b) {
						return i, escaped, scanMore
					}
					if hex(b[i]) < 0 {
						return i, escaped, scanBad
					}
				}
			default:
				return i, escaped, scanBad
			}
		}
	}
	return i, escaped, scanMore
}

func hex(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

func digits(b []byte, i int) int {
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return i
}

// number scans a number. One that reaches the end of the text is whole.
func number(b []byte, i int) (int, status) {
	if b[i] == '-' {
		i++
	}
	j := digits(b, i)
	switch {
	case j == i && j == len(b):
		return j, scanMore
	case j == i, j > i+1 && b[i] == '0':
		return j, scanBad
	}
	if j < len(b) && b[j] == '.' {
		i = j + 1
		if j = digits(b, i); j == i {
			return j, ifEnd(b, j)
		}
	}
	if j < len(b) && (b[j] == 'e' || b[j] == 'E') {
		i = j + 1
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if j = digits(b, i); j == i {
			return j, ifEnd(b, j)
		}
	}
	return j, scanOK
}

func ifEnd(b []byte, i int) status {
	if i == len(b) {
		return scanMore
	}
	return scanBad
}

func nested(b []byte, i, depth int) (int, status) {
	if depth > maxDepth {
		return i, scanBad
	}
	object := b[i] == '{'
	closing := byte(']')
	if object {
		closing = '}'
	}
	i = space(b, i+1)
	if i < len(b) && b[i] == closing {
		return i + 1, scanOK
	}
	for {
		var st status
		if object {
			i = space(b, i)
			if i >= len(b) {
				return i, scanMore
			}
			if b[i] != '"' {
				return i, scanBad
			}
			if i, _, st = text(b, i); st != scanOK {
				return i, st
			}
			i = space(b, i)
			if i >= len(b) {
				return i, scanMore
			}
			if b[i] != ':' {
				return i, scanBad
			}
			i++
		}
		i = space(b, i)
		if i, _, st = value(b, i, depth+1); st != scanOK {
			return i, st
		}
		i = space(b, i)
		if i >= len(b) {
			return i, scanMore
		}
		switch b[i] {
		case closing:
			return i + 1, scanOK
		case ',':
			i++
		default:
			return i, scanBad
		}
	}
}

// unescape appends the text of a scanned string, quotes left out.
func unescape(dst, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			dst = append(dst, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			c := unit(s[i+1:])
			i += 4
			if c >= 0xD800 && c < 0xDC00 && i+6 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
				if low := unit(s[i+3:]); low >= 0xDC00 && low < 0xE000 {
					c = 0x10000 + (c-0xD800)<<10 + (low - 0xDC00)
					i += 6
				}
			}
			dst = utf8.AppendRune(dst, c) // half a pair becomes U+FFFD
		default:
			dst = append(dst, s[i])
		}
	}
	return dst
}

func unit(s []byte) rune {
	return hex(s[0])<<12 | hex(s[1])<<8 | hex(s[2])<<4 | hex(s[3])
}

// compact appends a scanned value without the white space between its parts.
func compact(dst, s []byte) []byte {
	inside := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inside && c == '\\':
			dst = append(dst, c)
			i++
			c = s[i]
		case c == '"':
			inside = !inside
		case !inside && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			continue
		}
		dst = append(dst, c)
	}
	return dst
}
