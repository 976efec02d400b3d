package compare

import (
	"math"
	"strings"

	"github.com/onefold/onefold/matcher/compare/derive"
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
		{Name: "same", Prior: .50},
		{Name: "same, shared by some records", Prior: .06},
		{Name: "same, shared by many records", Prior: .02},
		{Name: "same, shared by a crowd of records", Prior: .01},
		{Name: "a typing error apart", Prior: .08},
		{Name: "", Prior: .06},
		{Name: "similar", Prior: .03},
		{Name: "different", Prior: .24},
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
	set  *derive.Multi
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

func newContact(id uint32, spec Spec, set *derive.Multi) *contact {
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
	if c.set.Single() {
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
	if kernel.Distance(v, w, limit, &s.Kernel) <= limit {
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
