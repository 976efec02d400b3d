package shape

import "bytes"

// Shape is what a cell looks like, as far as telling headers and delimiters
// needs it.
type Shape uint8

// The shapes.
const (
	Empty Shape = iota
	Number
	Date
	Email
	Phone
	Code // letters and digits mixed: ids, postcodes
	Word // letters
	Text // anything else
)

// Of tells the shape of a cell's value.
func Of(b []byte) Shape {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return Empty
	}
	var digits, letters, seps, spaces, other int
	at := -1
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= 0x80:
			letters++
		case c == '.' || c == ',' || c == '-' || c == '/' || c == ':':
			seps++
		case c == ' ':
			spaces++
		case c == '@':
			at = i
			other++
		case c == '+' || c == '(' || c == ')' || c == '_' || c == '\'' || c == '&' || c == '%':
			seps++
		default:
			other++
		}
	}
	switch {
	case at > 0 && other == 1 && spaces == 0 && bytes.IndexByte(b[at:], '.') > 1:
		return Email
	case other > 0:
		return Text
	case letters == 0 && digits > 0:
		if seps == 2 && spaces == 0 && digits >= 4 && digits <= 8 && isDate(b) {
			return Date
		}
		if b[0] == '+' || digits >= 8 && (spaces >= 2 || seps >= 3) {
			return Phone
		}
		if seps+spaces <= 3 {
			return Number
		}
		return Phone
	case digits >= 6 && letters <= 3 && isDate(b[:min(len(b), 10)]): // 2024-05-01T10:00:00Z
		return Date
	case letters > 0 && digits > 0 && spaces == 0:
		return Code
	case letters > 0 && digits == 0:
		return Word
	}
	return Text
}

// isDate tells whether b is three numbers between the same two signs.
func isDate(b []byte) bool {
	parts, run := 1, 0
	var sep byte
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			if run++; run > 4 {
				return false
			}
		case run > 0 && (c == '-' || c == '/' || c == '.') && (sep == 0 || c == sep):
			sep, run = c, 0
			parts++
		default:
			return false
		}
	}
	return parts == 3 && run > 0
}

// Typed tells whether values of this shape are data rather than names.
func (s Shape) Typed() bool {
	return s == Number || s == Date || s == Email || s == Phone
}
