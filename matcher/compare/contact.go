package compare

import (
	"math"
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of values that reach or name a person or company: e-mails,
// phones, ids, web addresses. Agreement is split by how many records share the
// value, so that what a switchboard or a family mailbox is worth is learned
// from the data and not assumed.
const (
	contactRare = 1 + iota
	contactFew
	contactMany
	contactCrowd
	contactClose
	contactPart
	contactNear
	contactElse
)

func contactLevels(kind record.Kind) []LevelSpec {
	l := []LevelSpec{
		{"same", .50},
		{"same, shared by some records", .06},
		{"same, shared by many records", .02},
		{"same, shared by a crowd of records", .01},
		{"a typing error apart", .08},
		{"", .06},
		{"similar", .03},
		{"different", .24},
	}
	switch kind {
	case record.Email:
		l[contactPart-1].Name = "same name part, other domain"
	case record.Phone:
		l[contactPart-1].Name = "same last seven digits"
	case record.URL:
		l[contactPart-1].Name = "one contains the other"
	default:
		// Somebody has checked an official number: two of them are two owners,
		// unless one was mistyped.
		for i, m := range [...]float64{.78, .04, .01, .01, .08, .01, .01, .06} {
			l[i].Prior = m
		}
		l[contactPart-1].Name = "one contains the other"
	}
	return l
}

// contact compares sets of values: a record may have several, in one cell or
// in several columns; the best agreement between any two counts.
type contact struct {
	spec Spec
	kind record.Kind
	id   uint32
	set  *Multi
	rows view // while every record has at most one value
	at   []mark
	// names are the given and family names, for e-mails that are made of them.
	names [2]*text
}

// mark is what settles most comparisons of two values at a glance.
type mark struct {
	sig  uint64
	part uint32 // an id of the value's comparable part, 0 if there is none
	size uint32 // bytes
}

func newContact(id uint32, spec Spec, set *Multi) *contact {
	c := &contact{spec: spec, kind: spec.Kind, id: id, set: set, rows: view{set.Codes.Of, 1}}
	c.spec.Levels = contactLevels(spec.Kind)
	c.at = make([]mark, len(set.Codes.Count))
	index := map[string]uint32{}
	for code := range set.Codes.Count {
		v := set.Codes.Value(record.Code(code))
		c.at[code] = mark{sig: kernel.Signature(v), size: uint32(len(v))}
		switch spec.Kind {
		case record.Email:
			i := strings.LastIndexByte(v, '@')
			if i < 4 {
				continue
			}
			v = v[:i]
		case record.Phone:
			if len(v) < 8 {
				continue
			}
			v = v[len(v)-7:]
		default:
			continue
		}
		k, ok := index[v]
		if !ok {
			k = uint32(len(index) + 1)
			index[v] = k
		}
		c.at[code].part = k
	}
	return c
}

func (c *contact) Spec() *Spec { return &c.spec }

// SharedBy is the number of records from which a value is called shared: more
// than one person's duplicates usually come to.
const SharedBy = 12

// bucket returns the level of agreement on a value that n records have.
func bucket(n uint32) Level {
	switch {
	case n <= 4:
		return contactRare
	case n <= SharedBy:
		return contactFew
	case n <= 60:
		return contactMany
	}
	return contactCrowd
}

func (c *contact) Chance() []float64 {
	ch := make([]float64, contactElse+1)
	for code, n := range c.set.Codes.Count {
		if code > 0 {
			ch[bucket(n)] += float64(n) * float64(n-1) / 2
		}
	}
	for l := contactClose; l <= contactElse; l++ {
		ch[l] = math.NaN()
	}
	return ch
}

func (c *contact) Levels(pairs []record.Pair, out []Level, _ []float32, s *Scratch) {
	if c.set.starts == nil {
		for i, p := range pairs {
			a, b := c.rows.of(p.A), c.rows.of(p.B)
			if a == 0 || b == 0 {
				out[i] = Missing
				continue
			}
			l, mute := c.told(p, a, b, s)
			if mute {
				l = Missing
			}
			out[i] = l
		}
		return
	}
	for i, p := range pairs {
		as, bs := c.set.Row(p.A), c.set.Row(p.B)
		if len(as) == 0 || len(bs) == 0 {
			out[i] = Missing
			continue
		}
		best, muted := Level(contactElse), false
		for _, a := range as {
			for _, b := range bs {
				l, mute := c.told(p, a, b, s)
				muted = muted || mute
				if !mute {
					best = min(best, l)
				}
			}
		}
		if muted && best == contactElse {
			best = Missing
		}
		out[i] = best
	}
}

// told is one, and whether it says nothing: namesakes write their names alike,
// and that the name part agrees says nothing that the name has not said.
func (c *contact) told(p record.Pair, a, b record.Code, s *Scratch) (l Level, mute bool) {
	l = c.one(a, b, s)
	return l, (l == contactPart || l == contactClose) && c.kind == record.Email && (c.named(p, a) || c.named(p, b))
}

func (c *contact) one(a, b record.Code, s *Scratch) Level {
	if a == b {
		return bucket(c.set.Codes.Count[a])
	}
	x, y := &c.at[a], &c.at[b]
	if x.part != 0 && x.part == y.part {
		return contactPart
	}
	limit := 1
	if c.kind == record.Email {
		limit = 2
	}
	far := popcount(x.sig^y.sig) > 6*limit
	if far && c.kind != record.URL || x.size < 5 || y.size < 5 {
		return contactElse
	}
	v, w := c.set.Codes.Value(a), c.set.Codes.Value(b)
	if c.kind == record.URL && (strings.HasPrefix(v, w) || strings.HasPrefix(w, v)) {
		return contactPart
	}
	if far {
		return contactElse
	}
	if kernel.Distance(v, w, limit, &s.Scratch) <= limit {
		if c.kind == record.Email && kernel.LettersEqual(v, w) {
			return contactElse // ana12@ and ana13@ are two people more often than one
		}
		return contactClose
	}
	return contactElse
}

// named reports whether the name part of e-mail e holds nothing but parts of
// the names of one of the records.
func (c *contact) named(p record.Pair, e record.Code) bool {
	v := c.set.Codes.Value(e)
	v = v[:max(0, strings.LastIndexByte(v, '@'))] // a value of no e-mail has no name part
	for i := 0; i < len(v); i++ {
		if v[i] >= '0' && v[i] <= '9' {
			return false
		}
	}
	for _, t := range c.names {
		for _, r := range [2]record.Row{p.A, p.B} {
			if n := codeOf(t, r); n != 0 {
				for w := range strings.SplitSeq(t.value(n), " ") {
					if len(w) > 2 && strings.Contains(v, w) {
						return true
					}
				}
			}
		}
	}
	return false
}

// Multi is a field of which a record may have several values.
type Multi struct {
	Codes  *record.Codes // distinct values; Of is used only while every record has at most one
	starts []uint32      // nil while every record has at most one
	codes  []record.Code
}

// Row returns the codes of the values of row r, which the caller must not change.
func (m *Multi) Row(r record.Row) []record.Code {
	if m.starts == nil {
		if m.Codes.Of[r] == 0 {
			return nil
		}
		return m.Codes.Of[r : r+1]
	}
	return m.codes[m.starts[r]:m.starts[r+1]]
}

// NewMulti unites columns whose cells may hold several values separated by sep.
func NewMulti(columns []*record.Codes, sep string) *Multi {
	if len(columns) == 1 {
		single := true
		for c := range columns[0].Count {
			if strings.Contains(columns[0].Value(record.Code(c)), sep) {
				single = false
				break
			}
		}
		if single {
			return &Multi{Codes: columns[0]}
		}
	}
	coder := record.NewCoder(0)
	parts := make([][][]record.Code, len(columns)) // column → code → codes of its parts
	for k, col := range columns {
		parts[k] = make([][]record.Code, len(col.Count))
		for c := 1; c < len(col.Count); c++ {
			for v := range strings.SplitSeq(col.Value(record.Code(c)), sep) {
				if code := coder.Intern([]byte(v)); code != 0 {
					parts[k][c] = append(parts[k][c], code)
				}
			}
		}
	}
	n := columns[0].Len()
	m := &Multi{Codes: coder.Codes(), starts: make([]uint32, n+1)}
	for r := range n {
		lo := len(m.codes)
		for k, col := range columns {
		next:
			for _, code := range parts[k][col.Of[r]] {
				for _, had := range m.codes[lo:] {
					if had == code {
						continue next
					}
				}
				m.codes = append(m.codes, code)
				m.Codes.Count[code]++
			}
		}
		m.starts[r+1] = uint32(len(m.codes))
	}
	return m
}
