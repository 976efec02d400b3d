package csvfile

import (
	"bytes"
	"io"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/csvfile/internal/heading"
	"github.com/onefold/onefold/connectors/csvfile/internal/shape"
)

// sniffed is what the beginning of a file tells of its dialect.
type sniffed struct {
	dialect   Dialect
	delimiter connectors.Guess
	quote     connectors.Guess
	escape    connectors.Guess
	header    connectors.Guess
	mixedEnds bool
	skip      int64      // lines in front of the first record
	width     int        // cells that a record should have
	first     [][]byte   // cells of the first record
	rows      [][][]byte // some records behind it
}

const (
	sniffRows  = 200
	sniffText  = 256 << 10
	sniffOpen  = 50 // open quotes after which a dialect is given up
	sniffTries = ",;\t|"
)

// sniff finds the dialect of text, which is the beginning of a file as UTF-8;
// whole says that it is all of it.
func sniff(text []byte, whole bool, g given, header connectors.Switch) sniffed {
	var s sniffed
	s.dialect = Dialect{LineEnd: "\n"}
	s.delimiter.Confidence, s.quote.Confidence = 1, 1
	text = text[:min(len(text), sniffText)]
	if rest, sep, ok := sepLine(text); ok {
		s.dialect.SepLine = true
		s.skip = 1
		if g.delimiter == 0 {
			g.delimiter = sep
		}
		text = rest
	}
	lineEnds(&s, text)
	if !whole { // the last line may be cut
		if i := bytes.LastIndexAny(text, "\r\n"); i > 0 {
			text = text[:i+1]
		}
	}
	s.dialect.Quote = '"'
	s.quote = connectors.Guess{Value: `"`, Confidence: 1}
	if g.quoteSet {
		s.dialect.Quote = g.quote
		s.quote = connectors.Known(quoteName(g.quote))
	}
	s.escape = connectors.Guess{Value: "double", Confidence: 1}
	if g.escapeSet {
		s.dialect.Backslash = g.escapeBackslash
		s.escape = connectors.Known(escapeName(g.escapeBackslash))
	}
	pickDelimiter(&s, text, g)
	if !g.quoteSet && apostrophes(text, s.dialect.Delimiter) {
		s.dialect.Quote = '\''
		s.quote = connectors.Guess{Value: "'", Confidence: 0.9, Alternatives: []string{"none"}}
		pickDelimiter(&s, text, g)
	}
	if !g.escapeSet && s.dialect.Quote != 0 && backslashes(text, s.dialect) {
		s.dialect.Backslash = true
		s.escape = connectors.Guess{Value: "backslash", Confidence: 0.9, Alternatives: []string{"double"}}
		pickDelimiter(&s, text, g)
	}
	s.dialect.Padded = padded(text, s.dialect)
	if s.mixedEnds {
		loneCR(&s, text)
	}
	t := try(text, s.dialect, sniffRows)
	bare := s
	start := titles(t)
	begin(&s, t, start)
	s.dialect.QuoteAll = t.quoted > 0 && t.quoted*10 >= t.filled*9 && t.filled > 1
	decideHeader(&s, header)
	if start > 0 && !s.dialect.Header {
		// Without a header behind them they are no titles: nothing may vanish.
		quoteAll := s.dialect.QuoteAll
		s = bare
		begin(&s, t, 0)
		s.dialect.QuoteAll = quoteAll
		decideHeader(&s, connectors.No)
		s.header.Given = header == connectors.No
	}
	return s
}

// sepLine reads the line with which spreadsheets are told the delimiter.
func sepLine(text []byte) (rest []byte, sep byte, ok bool) {
	k := bytes.IndexAny(text, "\r\n")
	if k < 0 {
		k = len(text)
	}
	line := bytes.Trim(text[:k], `"`)
	if len(line) != 5 || !strings.EqualFold(string(line[:4]), "sep=") {
		return text, 0, false
	}
	if k < len(text) && text[k] == '\r' {
		k++
	}
	if k < len(text) && text[k] == '\n' {
		k++
	}
	return text[k:], line[4], true
}

// lineEnds counts the kinds of line ends outside of quotes and takes the most
// usual one.
func lineEnds(s *sniffed, text []byte) {
	var crlf, lf, cr int
	quoted := byte(0)
	for i, c := range text {
		next := byte('\n')
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch c {
		case '"', '\'':
			if quoted == 0 && (i == 0 || borders(text[i-1])) && next != c {
				quoted = c
			} else if quoted == c && borders(next) {
				quoted = 0
			}
		case '\n':
			if quoted == 0 && (i == 0 || text[i-1] != '\r') {
				lf++
			}
		case '\r':
			switch {
			case quoted != 0:
			case next == '\n' && i+1 < len(text):
				crlf++
			case i+1 < len(text) || crlf == 0: // else cut between the two
				cr++
			}
		}
	}
	switch {
	case crlf > 0 && crlf >= lf && crlf >= cr:
		s.dialect.LineEnd = "\r\n"
	case cr > 0 && cr > lf:
		s.dialect.LineEnd = "\r"
	}
	s.dialect.LoneCR = cr > 0 && lf+crlf == 0
	s.mixedEnds = min(crlf, lf)+min(crlf, cr)+min(lf, cr) > 0
}

// loneCR decides whether single carriage returns among other line ends end
// lines: they do where that leaves no fewer records of the usual width.
func loneCR(s *sniffed, text []byte) {
	d := s.dialect
	without := try(text, d, sniffRows*10)
	d.LoneCR = true
	with := try(text, d, sniffRows*10)
	if with.rows > without.rows && with.width == without.width && with.width > 1 && with.odd <= without.odd {
		s.dialect.LoneCR = true
	}
	if !s.dialect.LoneCR {
		crlf := bytes.Count(text, []byte("\r\n"))
		s.mixedEnds = crlf > 0 && crlf < bytes.Count(text, []byte{'\n'})
		if s.dialect.LineEnd == "\r" {
			s.dialect.LineEnd = "\n"
		}
	}
}

// trial is a file read in one dialect.
type trial struct {
	rows   int
	width  int     // cells of most records
	odd    int     // records of another width
	clean  float64 // share of cells that look like one value
	quoted int     // cells in quotes
	filled int     // cells that are not empty
	broken int64   // line of the first open quote, 0 without one
	widths []int
	lines  []int64
	cells  [][][]byte
}

func try(text []byte, d Dialect, limit int) trial {
	var t trial
	// The sniffing parser does not know the width, so it can't suspect quotes.
	p := &parser{from: bytes.NewReader(nil), d: d, limit: len(text) + 1, buf: text, end: len(text), line: 1, err: io.EOF}
	p.class[d.Delimiter] |= classDelimiter
	p.class['\n'] = classEnd
	if d.LoneCR {
		p.class['\r'] = classEnd
	}
	count := make(map[int]int)
	clean, cells, open := 0.0, 0, 0
	for t.rows < limit && open < sniffOpen {
		o := p.step()
		if o == gotEnd {
			break
		}
		if o != gotRecord {
			if o == gotOpenQuote {
				clean -= 2
				if open++; open == 1 {
					t.broken = p.line
				}
			}
			continue
		}
		row := make([][]byte, len(p.cells))
		for i, c := range p.cells {
			row[i] = bytes.Clone(p.value(c))
			if c.quoted {
				t.quoted++
			}
			if c.hi > c.lo || c.quoted {
				t.filled++
			}
			cells++
			switch shape.Of(row[i]) {
			case shape.Text:
				if c.quoted {
					clean++
				} else {
					clean += 0.4
				}
			default:
				clean++
			}
		}
		clean -= 2 * float64(p.stray)
		p.stray = 0
		t.rows++
		t.widths = append(t.widths, len(row))
		t.lines = append(t.lines, p.line)
		t.cells = append(t.cells, row)
		count[len(row)]++
	}
	most := 0
	for w, n := range count {
		if n > most || n == most && w > t.width {
			most, t.width = n, w
		}
	}
	t.odd = t.rows - most
	if cells > 0 {
		t.clean = max(0, clean/float64(cells))
	}
	return t
}

// worth says how well a delimiter explains the file: that records are of one
// width, that the first one is too, and that cells look like single values.
func (t trial) worth() float64 {
	if t.rows == 0 || t.width < 2 {
		return 0
	}
	steady := float64(t.rows-t.odd) / float64(t.rows)
	w := float64(t.width)
	score := steady * steady * t.clean * (w - 1) / w
	if t.widths[0] != t.width {
		if t.rows-t.odd < 3 {
			score *= 0.3
		} else {
			score *= 0.7
		}
	}
	return score
}

func pickDelimiter(s *sniffed, text []byte, g given) {
	if g.delimiter != 0 {
		s.dialect.Delimiter = g.delimiter
		s.delimiter = connectors.Known(delimiterName(g.delimiter))
		return
	}
	var best, second float64
	var pick, other byte = ',', 0
	for i := range len(sniffTries) {
		d := s.dialect
		d.Delimiter = sniffTries[i]
		if d.Delimiter == d.Quote || bytes.IndexByte(text, d.Delimiter) < 0 {
			continue
		}
		w := try(text, d, sniffRows).worth()
		switch {
		case w > best:
			best, second, pick, other = w, best, d.Delimiter, pick
		case w > second:
			second, other = w, d.Delimiter
		}
	}
	s.dialect.Delimiter = pick
	s.delimiter = connectors.Guess{Value: delimiterName(pick), Confidence: 1}
	if best > 0 && second > 0 {
		s.delimiter.Confidence = best / (best + second)
		if second < best/2 {
			s.delimiter.Confidence = max(s.delimiter.Confidence, 0.95)
		}
		s.delimiter.Alternatives = []string{delimiterName(other)}
	}
	d := s.dialect
	if t := try(text, d, sniffRows); t.rows > 0 && t.widths[0] == 1 && (best < 0.15 || prose(t)) {
		// One column: the delimiter is one that is not in the text.
		for i := range len(sniffTries) {
			if c := sniffTries[i]; bytes.IndexByte(text, c) < 0 {
				s.dialect.Delimiter = c
				s.delimiter = connectors.Guess{Value: delimiterName(c), Confidence: 1}
				if best > 0 {
					s.delimiter.Confidence, s.delimiter.Alternatives = 0.6, []string{delimiterName(pick)}
				}
				break
			}
		}
	}
}

// prose tells whether what looks like a delimiter is a comma of the text: below
// a single name, it is always followed by a space.
func prose(t trial) bool {
	if t.width != 2 || t.rows < 2 || len(t.cells[0]) != 1 || !heading.Known(string(t.cells[0][0])) {
		return false
	}
	for _, row := range t.cells[1:] {
		if len(row) == 2 && !bytes.HasPrefix(row[1], []byte{' '}) {
			return false
		}
	}
	return true
}

// padded tells whether quotes stand behind a delimiter and a space, and none
// directly behind a delimiter.
func padded(text []byte, d Dialect) bool {
	direct := bytes.Count(text, []byte{d.Delimiter, d.Quote})
	spaced := bytes.Count(text, []byte{d.Delimiter, ' ', d.Quote})
	return d.Quote != 0 && d.Delimiter != ' ' && spaced > direct
}

// borders tells whether a byte may stand between cells.
func borders(c byte) bool {
	return c == '\n' || c == '\r' || strings.IndexByte(sniffTries, c) >= 0
}

// apostrophes tells whether cells are quoted with ' rather than with ".
func apostrophes(text []byte, delimiter byte) bool {
	single, half := enclosed(text, delimiter, '\'')
	if single < 2 || single <= 2*half {
		return false
	}
	double, _ := enclosed(text, delimiter, '"')
	return single > 3*double
}

// enclosed counts the cells between two quotes, and those with only one.
func enclosed(text []byte, delimiter, quote byte) (both, half int) {
	for line := range bytes.Lines(text) {
		for cell := range bytes.SplitSeq(bytes.TrimRight(line, "\r\n"), []byte{delimiter}) {
			opens, closes := bytes.HasPrefix(cell, []byte{quote}), bytes.HasSuffix(cell, []byte{quote})
			switch {
			case opens && closes && len(cell) > 1:
				both++
			case opens || closes:
				half++
			}
		}
	}
	return both, half
}

// backslashes tells whether quotes inside of quotes are escaped by a
// backslash: \" in front of something that can't follow a closing quote.
func backslashes(text []byte, d Dialect) bool {
	escaped, doubled := 0, 0
	for i := 1; i+1 < len(text); i++ {
		if text[i] != d.Quote {
			continue
		}
		next := text[i+1]
		switch {
		case text[i-1] == '\\' && next != d.Delimiter && next != '\n' && next != '\r':
			escaped++
		case next == d.Quote && text[i-1] != d.Delimiter && text[i-1] != '\n' && text[i-1] != '\r' && text[i-1] != '\\':
			doubled++
			i++
		}
	}
	return escaped > doubled
}

// begin makes the table begin at a record.
func begin(s *sniffed, t trial, start int) {
	if t.rows == 0 {
		return
	}
	s.skip += t.lines[start] - 1
	if t.broken > 0 && t.broken < t.lines[start] { // it is to be rejected when read
		s.skip += t.broken - t.lines[start]
	}
	s.first = t.cells[start]
	s.rows = t.cells[start+1:]
	s.width = len(s.first)
	// A header that misses a name is as wide as most records behind it, unless
	// these only end in a superfluous delimiter.
	wide := 0
	for _, row := range s.rows {
		if len(row) == t.width && t.width > s.width && filled(row[s.width:]) > 0 {
			wide++
		}
	}
	if wide*2 > len(s.rows) {
		s.width = t.width
	}
}
