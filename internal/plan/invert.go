package plan

import (
	"slices"

	"github.com/onefold/onefold/connectors"
)

// Invert returns the group that takes this one back, from its changes with the
// images that they really had after them.
func (g *Group) Invert() *Group {
	inverse := &Group{ID: g.ID, Master: g.Master, Losers: g.Losers, Why: "taken back", Fate: g.Fate}
	for _, c := range slices.Backward(g.Changes) {
		inverse.Changes = append(inverse.Changes, c.Invert())
	}
	return inverse
}

// Invert returns the change that takes this one back.
func (c *Change) Invert() Change {
	i := Change{Group: c.Group, Table: c.Table, Schema: c.Schema, Keys: c.Keys, Kind: Undone, Place: c.Place, Why: string(c.Kind)}
	switch c.Op {
	case connectors.InsertRow:
		i.Op, i.Before = connectors.DeleteRow, c.After
	case connectors.DeleteRow:
		i.Op, i.After = connectors.InsertRow, c.Before
	default:
		i.Op, i.Before, i.After = connectors.UpdateRow, c.Before.With(c.After), Row{}
		for name := range c.After {
			if c.Before[name] != c.After[name] {
				i.After[name] = c.Before[name]
			}
		}
	}
	return i
}
