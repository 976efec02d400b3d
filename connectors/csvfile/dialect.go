package csvfile

import (
	"fmt"
	"strings"

	"github.com/onefold/onefold/connectors"
)

// Dialect is how a file is written.
type Dialect struct {
	Delimiter byte
	Quote     byte // 0: nothing is quoted
	Backslash bool // a quote inside of quotes is written \" and a backslash \\
	LoneCR    bool // a carriage return alone ends a line
	Padded    bool // spaces in front of a quote are no part of the cell; writers put none
	LineEnd   string
	Header    bool
	QuoteAll  bool   // every cell is quoted, not only those that need it
	SepLine   bool   // the file starts with sep= and the delimiter
	Encoding  string // canonical name
	BOM       bool
}

// RFC4180 is what is written when there is nothing to copy.
func RFC4180() Dialect {
	return Dialect{Delimiter: ',', Quote: '"', LineEnd: "\n", Header: true, Encoding: "utf-8"}
}

func delimiterName(b byte) string {
	switch b {
	case '\t':
		return "tab"
	case ' ':
		return "space"
	}
	return string(rune(b))
}

func quoteName(b byte) string {
	if b == 0 {
		return "none"
	}
	return string(rune(b))
}

func escapeName(backslash bool) string {
	if backslash {
		return "backslash"
	}
	return "double"
}

func lineEndName(s string, mixed bool) string {
	name := strings.NewReplacer("\r", "CR", "\n", "LF").Replace(s)
	if mixed {
		return "mixed, mostly " + name
	}
	return name
}

// given are the parts of the dialect that the caller has set.
type given struct {
	delimiter       byte
	quote           byte
	quoteSet        bool
	escapeSet       bool
	escapeBackslash bool
}

func parseOptions(o connectors.Options) (given, error) {
	var g given
	switch d := o.Delimiter; {
	case d == "":
	case d == "tab" || d == `\t`:
		g.delimiter = '\t'
	case d == "space":
		g.delimiter = ' '
	case len(d) == 1 && d[0] < 0x80 && !strings.ContainsAny(d, "\r\n\"\x00"):
		g.delimiter = d[0]
	default:
		return g, optionFault("delimiter", "one ASCII character or the word tab")
	}
	switch q := o.Quote; {
	case q == "":
	case q == "none":
		g.quoteSet = true
	case len(q) == 1 && q[0] < 0x80 && q[0] > ' ':
		g.quote, g.quoteSet = q[0], true
	default:
		return g, optionFault("quote", "one ASCII character or the word none")
	}
	if g.quote != 0 && g.quote == g.delimiter {
		return g, optionFault("quote", "a character other than the delimiter")
	}
	switch o.Escape {
	case "":
	case "double", "doubled":
		g.escapeSet = true
	case "backslash", `\`:
		g.escapeSet, g.escapeBackslash = true, true
	default:
		return g, optionFault("escape", "double or backslash")
	}
	return g, nil
}

func optionFault(name, want string) error {
	return &connectors.Fault{Cause: name + " is not understood", Hint: fmt.Sprintf("give %s as %s", name, want), Err: connectors.ErrOption}
}
