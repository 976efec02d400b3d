package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Names of the encodings, as IANA registers them, in lower case.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1250 = "windows-1250"
	Windows1252 = "windows-1252"
	ISO1        = "iso-8859-1"
	ISO2        = "iso-8859-2"
	ISO15       = "iso-8859-15"
	ISO16       = "iso-8859-16"
	MacRoman    = "macintosh"
	CP850       = "ibm850" // only when asked for
	CP852       = "ibm852" // only when asked for
)

// Names returns every encoding that can be asked for.
func Names() []string {
	return []string{UTF8, UTF16LE, UTF16BE, Windows1250, Windows1252, ISO1, ISO2, ISO15, ISO16, MacRoman, CP850, CP852}
}

// Parse returns the canonical name of an encoding however it is written, or
// false.
func Parse(s string) (string, bool) {
	s = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
	switch s {
	case "utf8", "utf8bom", "utf8sig", "ascii", "usascii":
		return UTF8, true
	case "utf16le", "utf16", "unicode":
		return UTF16LE, true
	case "utf16be":
		return UTF16BE, true
	case "windows1250", "cp1250", "win1250":
		return Windows1250, true
	case "windows1252", "cp1252", "win1252", "ansi":
		return Windows1252, true
	case "iso88591", "88591", "latin1":
		return ISO1, true
	case "iso88592", "88592", "latin2":
		return ISO2, true
	case "iso885915", "885915", "latin9":
		return ISO15, true
	case "iso885916", "885916", "latin10":
		return ISO16, true
	case "macintosh", "macroman", "mac":
		return MacRoman, true
	case "ibm850", "cp850", "850":
		return CP850, true
	case "ibm852", "cp852", "852":
		return CP852, true
	}
	return "", false
}

func table(name string) *charmap.Charmap {
	switch name {
	case Windows1250:
		return charmap.Windows1250
	case Windows1252:
		return charmap.Windows1252
	case ISO1:
		return charmap.ISO8859_1
	case ISO2:
		return charmap.ISO8859_2
	case ISO15:
		return charmap.ISO8859_15
	case ISO16:
		return charmap.ISO8859_16
	case MacRoman:
		return charmap.Macintosh
	case CP850:
		return charmap.CodePage850
	case CP852:
		return charmap.CodePage852
	}
	return nil
}

// BOM returns the byte order mark of an encoding; empty where it has none.
func BOM(name string) []byte {
	switch name {
	case UTF8:
		return []byte{0xEF, 0xBB, 0xBF}
	case UTF16LE:
		return []byte{0xFF, 0xFE}
	case UTF16BE:
		return []byte{0xFE, 0xFF}
	}
	return nil
}

// Encoder writes UTF-8 in another encoding.
type Encoder struct {
	name  string
	table *charmap.Charmap
	// Fallbacks counts characters that were written as their nearest kin: comma
	// for cedilla, plain for typographic punctuation, ? for U+FFFD.
	Fallbacks int64
}

// NewEncoder returns an encoder to the encoding of this canonical name.
func NewEncoder(name string) *Encoder { return &Encoder{name: name, table: table(name)} }

// Append appends s in the encoding to dst. ok is false when a character has
// neither a place in the encoding nor a fallback; dst is then returned
// unchanged. It does not allocate beyond growing dst.
func (e *Encoder) Append(dst, s []byte) (out []byte, ok bool) {
	if e.name == UTF8 {
		return append(dst, s...), true
	}
	start := len(dst)
	for i := 0; i < len(s); {
		if e.table != nil && s[i] < utf8.RuneSelf {
			dst = append(dst, s[i])
			i++
			continue
		}
		r, n := utf8.DecodeRune(s[i:])
		i += n
		switch e.name {
		case UTF16LE, UTF16BE:
			dst = e.append16(dst, r)
			continue
		}
		b, found := e.table.EncodeRune(r)
		if found {
			dst = append(dst, b)
			continue
		}
		if dst, ok = e.fallback(dst, r); !ok {
			return dst[:start], false
		}
	}
	return dst, true
}

func (e *Encoder) append16(dst []byte, r rune) []byte {
	put := func(u uint16) {
		if e.name == UTF16LE {
			dst = append(dst, byte(u), byte(u>>8))
		} else {
			dst = append(dst, byte(u>>8), byte(u))
		}
	}
	if r >= 0x10000 {
		r -= 0x10000
		put(0xD800 | uint16(r>>10))
		put(0xDC00 | uint16(r&0x3FF))
	} else {
		put(uint16(r))
	}
	return dst
}

// fallback writes the nearest characters that every table has.
func (e *Encoder) fallback(dst []byte, r rune) ([]byte, bool) {
	var kin rune
	plain := ""
	switch r {
	case 'ș':
		kin = 'ş'
	case 'ț':
		kin = 'ţ'
	case 'Ș':
		kin = 'Ş'
	case 'Ț':
		kin = 'Ţ'
	case 'ş':
		kin = 'ș'
	case 'ţ':
		kin = 'ț'
	case 'Ş':
		kin = 'Ș'
	case 'Ţ':
		kin = 'Ț'
	case '’', '‘', '′':
		plain = "'"
	case '“', '”', '„', '«', '»':
		plain = `"`
	case '–', '—', '‑', '‐', '−':
		plain = "-"
	case '…':
		plain = "..."
	case '\u00a0', '\u202f', '\u2009':
		plain = " "
	case utf8.RuneError:
		plain = "?"
	default:
		return dst, false
	}
	if plain == "" {
		b, ok := e.table.EncodeRune(kin)
		if !ok {
			return dst, false
		}
		e.Fallbacks++
		return append(dst, b), true
	}
	e.Fallbacks++
	return append(dst, plain...), true
}
