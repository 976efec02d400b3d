package profile

import (
	"fmt"

	"github.com/onefold/onefold/record"
)

// The roles of ids that are not the key.
const (
	RoleReference    = "reference"     // an id that points at another object
	RoleAlternateKey = "alternate_key" // a second id of the same records
)

// chooseKey picks the column that holds the source's own record id: filled and
// different in every record, with a header or values that ids have. Other ids
// become references, identifiers or text.
func chooseKey(cs []*column, fields []Field, o Options) KeyChoice {
	best := -1
	for i, c := range cs {
		if o.ID != "" && c.name == o.ID || fields[i].Declared && fields[i].Kind == record.RecordID {
			best = i
			fields[i].Kind, fields[i].Declared, fields[i].Confidence, fields[i].Reason = record.RecordID, true, 1, "declared"
			break
		}
		if fields[i].Kind != record.RecordID || !c.facts.unique() && c.facts.rows > 0 {
			continue
		}
		if best < 0 || c.keyScore() > cs[best].keyScore() {
			best = i
		}
	}
	for i, c := range cs {
		if i != best && !fields[i].Declared {
			c.demote(&fields[i])
		}
	}
	if best < 0 {
		return KeyChoice{Field: -1, Reason: "no column is filled, different in every record, and like a record id; the record number serves as the id"}
	}
	k := KeyChoice{Field: best, Name: cs[best].name, Reason: "declared"}
	if fields[best].Declared {
		return k
	}
	what := "codes"
	switch {
	case cs[best].facts.sequence():
		what = "a sequence of numbers"
	case cs[best].facts.share(fInteger) > .9:
		what = "whole numbers"
	}
	k.Reason = fmt.Sprintf("every one of %d records has its own value, and the values are %s", cs[best].facts.rows, what)
	if cs[best].facts.rows == 0 {
		k.Reason = "there are no records to look at"
	}
	if cs[best].head.Meanings[record.RecordID] > 0 {
		k.Reason = fmt.Sprintf("header %q; %s", k.Name, k.Reason)
	}
	fields[best].Reason = k.Reason
	return k
}

// keyScore prefers an id of the record itself to one of another object.
func (c *column) keyScore() float64 {
	s := c.score[record.RecordID]
	if c.head.Foreign {
		s -= 4
	}
	return s
}

// demote gives an id that is not the key a kind of its own.
func (c *column) demote(f *Field) {
	codes := c.facts.sampled == 0 || c.facts.share(fCode) > .5
	if c.head.ID && c.head.Foreign && codes && f.Kind != record.Owner {
		f.Kind, f.Role = record.Category, RoleReference
		f.Reason = fmt.Sprintf("header %q names an id of another object", c.name)
		return
	}
	if f.Kind != record.RecordID {
		return
	}
	if c.facts.unique() || c.facts.sampled == 0 {
		f.Kind, f.Role = record.Text, RoleAlternateKey
		f.Reason += "; another column is the record id"
		return
	}
	c.take(f, record.Identifier)
	f.Reason = fmt.Sprintf("header %q, but %d filled records share %d values, so it is no record id", c.name, c.facts.filled, c.facts.distinct)
}
