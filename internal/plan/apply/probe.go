package apply

import (
	"context"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/record"
)

// probe asks every place again for rows that point at losers of some groups. It
// returns the groups with rows that came after the plan was made.
func (r *Runner) probe(ctx context.Context, probes []plan.Probe, groups []*plan.Group) (map[string]string, error) {
	late := map[string]string{}
	for i := range probes {
		p := &probes[i]
		t := r.cat.Table(connectors.TableName{Schema: p.Schema, Name: p.Table})
		if t == nil || t.Column(p.Column) == nil {
			continue
		}
		of := map[string]*plan.Group{}
		var values []record.Value
		for _, g := range groups {
			for _, v := range r.losers(g, p) {
				if v.IsNull() {
					continue
				}
				heads := p.Prefix
				if len(heads) == 0 {
					heads = []string{""}
				}
				for _, head := range heads {
					text := head + v.Text
					of[text] = g
					if head == "" {
						values = append(values, v)
					} else {
						values = append(values, record.TextValue(text))
					}
				}
			}
		}
		if len(values) == 0 {
			continue
		}
		known := map[string]bool{}
		for _, g := range groups {
			for k := range g.Changes {
				if c := &g.Changes[k]; c.Table == p.Table && c.Schema == p.Schema {
					known[keyOf(c.Key(), p.Keys)] = true // another group may have it in hand
				}
			}
		}
		where := []connectors.Condition{connectors.In(p.Column, values...)}
		if p.Type != "" {
			where = append(where, connectors.In(p.Type, p.Types...))
		}
		columns := append(slices.Clone(p.Keys), p.Column)
		slices.Sort(columns)
		columns = slices.Compact(columns)
		err := r.DB.Select(ctx, connectors.Query{Table: t.Name, Columns: columns, Where: where}, func(im connectors.Image) error {
			row := plan.RowOf(im)
			g := of[row[p.Column].Text]
			if g == nil {
				g = of[strings.ToLower(row[p.Column].Text)]
			}
			if g != nil && !known[keyOf(row, p.Keys)] {
				late[g.ID] = "rows of " + t.Name.String() + " point at a loser since the plan was made"
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return late, nil
}

// losers returns what a place holds where it points at a loser.
func (r *Runner) losers(g *plan.Group, p *plan.Probe) []record.Value {
	t := r.cat.Table(r.target())
	var values []record.Value
	for i := range g.Changes {
		c := &g.Changes[i]
		if c.Name() != t.Name || c.Kind != plan.Loser {
			continue
		}
		column := p.Target
		if column == "" {
			column = t.Key[0]
		}
		values = append(values, c.Before[column])
	}
	return values
}
