package connectors

import (
	"strconv"
	"strings"
)

// Guess is something found out by looking: how sure it is, and what else it
// may be.
type Guess struct {
	Value        string
	Given        bool     // said by the caller, or by a mark in the file
	Confidence   float64  // 0 to 1
	Alternatives []string // best first
}

// Known returns a Guess that is certain.
func Known(v string) Guess { return Guess{Value: v, Given: true, Confidence: 1} }

// Info is what a source found out about itself. Fields that do not apply are
// zero.
type Info struct {
	Name        string // the reference as given, "-" for standard input
	Format      string // name of the connector
	Compression string // "gzip", "zstd" or ""
	Encoding    Guess
	BOM         bool
	Delimiter   Guess
	Quote       Guess // "none" when nothing is quoted
	Escape      Guess // "double" or "backslash"
	Header      Guess // "yes" or "no"
	LineEnd     string
	SepLine     bool  // the file starts with sep=
	TitleLines  int64 // lines in front of the header that were passed over

	LeftOut []string // columns of a database that are not read

	// Known after Read.
	Records     int64 // records sent to the receiver
	Rejected    int64
	Lines       int64 // physical lines
	BlankLines  int64
	ShortRows   int64 // records whose missing last fields are Null
	TrimmedRows int64 // records with superfluous empty cells
	StrayQuotes int64 // cells with a quote where none can be
	BadBytes    int64 // bytes that the encoding does not have, read as U+FFFD
	NULBytes    int64
	Size        int64  // bytes of input, compressed if it is
	SHA256      string // of these bytes, lower-case hexadecimal; of a database, of the values
	Deleted     int64  // rows of a database that count as deleted and were left out
	DeletedBy   string // the condition that says so, as SQL
}

// Fact is one labelled finding, for display.
type Fact struct {
	Label string
	Value string
	Note  string // confidence and alternatives where unsure
}

// unsure is the confidence below which alternatives are told.
const unsure = 0.95

// Facts lists what is known, in a fixed order, without what is zero.
func (i Info) Facts() []Fact {
	var facts []Fact
	text := func(label, v string) {
		if v != "" {
			facts = append(facts, Fact{Label: label, Value: v})
		}
	}
	guess := func(label string, g Guess) {
		if g.Value == "" {
			return
		}
		f := Fact{Label: label, Value: g.Value}
		if g.Confidence < unsure {
			f.Note = "confidence " + strconv.FormatFloat(g.Confidence, 'f', 2, 64)
			if len(g.Alternatives) > 0 {
				f.Note += ", or " + strings.Join(g.Alternatives, ", ")
			}
		}
		facts = append(facts, f)
	}
	count := func(label string, n int64) {
		if n != 0 {
			facts = append(facts, Fact{Label: label, Value: strconv.FormatInt(n, 10)})
		}
	}
	text("format", i.Format)
	text("compression", i.Compression)
	guess("encoding", i.Encoding)
	if i.BOM {
		text("byte order mark", "yes")
	}
	guess("delimiter", i.Delimiter)
	guess("quote", i.Quote)
	guess("escape", i.Escape)
	guess("header", i.Header)
	text("line end", i.LineEnd)
	if i.SepLine {
		text("sep= line", "yes")
	}
	count("title lines", i.TitleLines)
	count("records", i.Records)
	count("rejected records", i.Rejected)
	count("blank lines", i.BlankLines)
	count("short records", i.ShortRows)
	count("records with extra empty cells", i.TrimmedRows)
	count("cells with stray quotes", i.StrayQuotes)
	count("bytes not in the encoding", i.BadBytes)
	count("NUL bytes", i.NULBytes)
	if i.Deleted > 0 {
		facts = append(facts, Fact{Label: "rows left out as deleted", Value: strconv.FormatInt(i.Deleted, 10), Note: i.DeletedBy})
	}
	text("columns left out", strings.Join(i.LeftOut, ", "))
	count("bytes", i.Size)
	text("sha256", i.SHA256)
	return facts
}
