package profile

import (
	"math"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onefold/onefold/internal/profile/shape"
	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// DescribeOptions say how to describe. The zero DescribeOptions are usable.
type DescribeOptions struct {
	Registry normalize.Registry // for validity; nil leaves validity out
	Today    time.Time          // for dates in the future; zero leaves them out
	Top      int                // values, patterns and reasons listed; 0 means 10
	Sample   int                // distinct values checked for patterns and validity; 0 means 20,000
}

// Profile is what is in a source. It holds values of the source, for the eyes
// of those who may see it.
type Profile struct {
	Rows         int            `json:"rows"`
	Key          KeyChoice      `json:"key"`
	Region       string         `json:"region"`
	RegionReason string         `json:"region_reason,omitempty"`
	Language     string         `json:"language"`
	Groups       []Group        `json:"groups"`
	Fields       []FieldProfile `json:"fields"`
}

// FieldProfile is what is in one column.
type FieldProfile struct {
	Field
	Present  int       `json:"present"` // rows with a value
	Empty    int       `json:"empty"`   // rows with a blank
	Null     int       `json:"null"`    // rows without the field
	Fill     float64   `json:"fill"`    // present by all rows, 0–1
	Distinct int       `json:"distinct"`
	Singles  int       `json:"singles"` // values that one row alone has
	Top      []Count   `json:"top"`
	Patterns []Count   `json:"patterns"` // A capital, a small letter, 9 digit; + repeats a letter
	Length   Length    `json:"length"`
	Validity *Validity `json:"validity,omitempty"` // nil for kinds without rules
	Dates    *Dates    `json:"dates,omitempty"`    // nil for kinds that are no dates
	Findings []Finding `json:"findings"`           // suspicious values, most rows first
	Sampled  bool      `json:"sampled"`            // patterns and validity come from a sample of the distinct values
}

// Count is a value, pattern or reason and the rows that have it.
type Count struct {
	Value string  `json:"value"`
	Rows  int     `json:"rows"`
	Share float64 `json:"share"` // of the rows looked at, 0–1
}

// Length is in runes, of the rows with a value.
type Length struct {
	Min  int     `json:"min"`
	Mean float64 `json:"mean"`
	Max  int     `json:"max"`
}

// Validity says how many values keep the rules of their kind.
type Validity struct {
	Checked int     `json:"checked"` // rows
	Valid   int     `json:"valid"`   // rows
	Share   float64 `json:"share"`   // 0–1
	Reasons []Count `json:"reasons"` // why values are invalid
}

// Dates are the ends of a column of dates, as YYYY-MM-DD.
type Dates struct {
	Oldest string `json:"oldest"`
	Newest string `json:"newest"`
	Rows   int    `json:"rows"`   // rows with a date that could be read
	Recent int    `json:"recent"` // of them, within the 365 days before Today
}

// Finding is one thing about a column that a steward should look at.
type Finding struct {
	Code     string  `json:"code"` // stable word: placeholder, shared_value, future_date, …
	Text     string  `json:"text"` // plain English
	Rows     int     `json:"rows"`
	Examples []Count `json:"examples"`
}

// Describe counts what is in the columns that in was inferred from. Each
// distinct value is looked at once.
func Describe(cols []ColumnData, in Inference, o DescribeOptions) Profile {
	if o.Top <= 0 {
		o.Top = 10
	}
	if o.Sample <= 0 {
		o.Sample = defaultSample
	}
	p := Profile{
		Key: in.Key, Region: in.Region, RegionReason: in.RegionReason, Language: in.Language,
		Groups: in.Groups, Fields: make([]FieldProfile, len(cols)),
	}
	t := words.Load()
	var country *record.Codes
	for _, i := range in.ByKind(record.Country) {
		if in.Fields[i].Role == "" || country == nil {
			country = cols[i].Codes
		}
	}
	for i, c := range cols {
		p.Rows = max(p.Rows, c.Codes.Len())
		d := describer{o: o, t: t, codes: c.Codes, p: &p.Fields[i], suspects: newSuspects(o.Top)}
		d.p.Field = in.Fields[i]
		if k := d.p.Kind; o.Registry != nil && country != nil && (k == record.Phone || k == record.Postcode || k == record.Region) {
			d.countries = countriesOf(c.Codes, country, t)
		}
		d.run(c.Raw)
	}
	return p
}

type describer struct {
	o        DescribeOptions
	t        *words.Tables
	codes    *record.Codes
	p        *FieldProfile
	suspects *suspects
	folded   []byte
	mask     []byte

	countries []iso // country of each code's records; nil without a country column
}

// iso is an ISO 3166-1 alpha-2 code as a number; 0 is none.
type iso uint16

func (c iso) String() string { return string([]byte{byte(c >> 8), byte(c)}) }

// countriesOf returns the country that the records of each value are from, the
// first in the alphabet where they differ, so that no order of rows matters.
func countriesOf(c, country *record.Codes, t *words.Tables) []iso {
	of := make([]iso, country.Distinct()+1)
	var folded []byte
	for code := record.Code(1); int(code) < len(of); code++ {
		folded = words.Fold(folded[:0], country.Value(code), 80)
		if s := t.CountryOf(folded); s != "" {
			of[code] = iso(s[0])<<8 | iso(s[1])
		}
	}
	from := make([]iso, c.Distinct()+1)
	for r, code := range c.Of {
		if x := of[country.Of[r]]; x != 0 && (from[code] == 0 || x < from[code]) {
			from[code] = x
		}
	}
	return from
}

func (d *describer) run(raw *record.Column) {
	p, c := d.p, d.codes
	p.Present, p.Distinct = c.Filled(), c.Distinct()
	p.Empty = c.Len() - p.Present
	if raw != nil && p.Empty > 0 {
		for r := range record.Row(raw.Len()) {
			if raw.State(r) == record.Null {
				p.Null++
			}
		}
		p.Empty -= p.Null
	}
	if c.Len() > 0 {
		p.Fill = float64(p.Present) / float64(c.Len())
	}
	limit := ^uint64(0)
	if p.Distinct > d.o.Sample {
		limit, p.Sampled = limit/uint64(p.Distinct)*uint64(d.o.Sample), true
	}
	norm := d.o.Registry[p.Kind]
	masks, reasons := map[string]int{}, map[string]int{}
	valid := Validity{}
	masked, runes := 0, 0
	top := best{n: d.o.Top}
	shared := d.sharedThreshold()
	for code := record.Code(1); int(code) <= p.Distinct; code++ {
		v, rows := c.Value(code), int(c.Count[code])
		if rows == 0 {
			continue
		}
		if rows == 1 {
			p.Singles++
		}
		top.add(v, rows)
		n := utf8.RuneCountInString(v)
		if p.Length.Max == 0 || n < p.Length.Min {
			p.Length.Min = n
		}
		p.Length.Max = max(p.Length.Max, n)
		runes += n * rows
		d.suspect(v, rows, shared)
		if limit != ^uint64(0) && sampleHash(c.Values.Bytes(record.Row(code))) > limit {
			continue
		}
		d.mask = appendMask(d.mask[:0], v)
		masks[string(d.mask)] += rows
		masked += rows
		if norm != nil {
			valid.Checked += rows
			ctx := p.Context
			if d.countries != nil && d.countries[code] != 0 {
				ctx.Region = d.countries[code].String()
			}
			if got := norm.Normalize(v, ctx); got.Valid {
				valid.Valid += rows
			} else {
				reasons[got.Reason] += rows
			}
		}
	}
	if p.Present > 0 {
		p.Length.Mean = float64(runes) / float64(p.Present)
	}
	p.Top = top.list(p.Present)
	p.Patterns = topOf(masks, d.o.Top, masked)
	if norm != nil && valid.Checked > 0 {
		valid.Share = float64(valid.Valid) / float64(valid.Checked)
		valid.Reasons = topOf(reasons, d.o.Top, valid.Checked)
		p.Validity = &valid
	}
	d.finish()
}

// sharedThreshold returns how many rows one value must be on to stand out: more
// than the longest count to expect, with odds of one in a hundred, among so many
// values whose counts fall off geometrically with their mean. Zero where values
// are meant to be shared.
func (d *describer) sharedThreshold() int {
	switch d.p.Kind {
	case record.Email, record.Phone, record.Person, record.Street, record.Address, record.IBAN, record.Identifier,
		record.VAT, record.SIREN, record.SIRET, record.ROCUI, record.BirthDate, record.URL, record.RecordID:
	default:
		return 0
	}
	const least = 5 // below it, a family is as likely
	if d.p.Distinct < 2 {
		return 0
	}
	mean := float64(d.p.Present) / float64(d.p.Distinct)
	if mean <= 1 {
		return least
	}
	return max(least, int(math.Ceil(1+math.Log(.01/float64(d.p.Distinct))/math.Log(1-1/mean))))
}

// appendMask appends the pattern of v: A for a run of capitals or one, a for small
// letters, 9 for each digit, one space for blanks, other signs as they are.
func appendMask(dst []byte, v string) []byte {
	last := byte(0)
	for _, r := range v {
		if len(dst) > 40 {
			return append(dst, "…"...)
		}
		m := byte(0)
		switch {
		case '0' <= r && r <= '9':
			dst, last = append(dst, '9'), '9'
			continue
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xa0:
			m = ' '
		case isUpper(r):
			m = 'A'
		case isLetter(r):
			m = 'a'
		default:
			dst, last = utf8.AppendRune(dst, r), 0
			continue
		}
		switch {
		case m != last:
			dst = append(dst, m)
		case m != ' ' && dst[len(dst)-1] != '+':
			dst = append(dst, '+')
		}
		last = m
	}
	return dst
}

// best keeps the n values with the most rows, ties in the order of their bytes.
type best struct {
	n    int
	have []Count
}

func (b *best) add(v string, rows int) {
	if len(b.have) == b.n {
		last := b.have[b.n-1]
		if rows < last.Rows || rows == last.Rows && v >= last.Value {
			return
		}
		b.have = b.have[:b.n-1]
	}
	i := sort.Search(len(b.have), func(i int) bool {
		return b.have[i].Rows < rows || b.have[i].Rows == rows && b.have[i].Value > v
	})
	b.have = append(b.have, Count{})
	copy(b.have[i+1:], b.have[i:])
	b.have[i] = Count{Value: strings.Clone(v), Rows: rows}
}

func (b *best) list(of int) []Count {
	for i := range b.have {
		b.have[i].Share = float64(b.have[i].Rows) / float64(max(of, 1))
	}
	if b.have == nil {
		return []Count{}
	}
	return b.have
}

func topOf(m map[string]int, n, of int) []Count {
	b := best{n: n}
	for v, rows := range m {
		b.add(v, rows)
	}
	return b.list(of)
}

// dateOf reads a value as a date under the order that the column decided.
func dateOf(v string, order normalize.Order) (y, m, d int, ok bool) {
	v = strings.TrimSpace(v)
	info, ok := shape.Date(v)
	if !ok {
		if y, ok := shape.Year(v); ok {
			return y, 0, 0, true
		}
		return 0, 0, 0, false
	}
	if info.Month == 0 && info.A > 0 {
		info.Day, info.Month = info.A, info.B
		if order == normalize.MonthDay {
			info.Day, info.Month = info.B, info.A
		}
	}
	return info.Year, info.Month, info.Day, true
}
