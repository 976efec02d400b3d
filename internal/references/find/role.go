package find

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/record"
)

// add keeps a reference; of two for one place the surer one stays.
func (f *finder) add(r references.Reference) {
	r.Evidence.Share = ratio(int(r.Evidence.Contained), int(r.Evidence.Values))
	f.refs = append(f.refs, r)
}

// finish drops what was told twice, and says for each place its part, what a
// merge does with it and why, and what the catalogue forbids there.
func (f *finder) finish() {
	best := map[string]int{}
	kept := f.refs[:0]
	for _, r := range f.refs {
		id := r.Schema + "." + r.Place() + "\x00" + r.TargetSchema + "." + r.Target + "\x00" + r.Format
		if r.Kind == references.Column || r.Kind == references.ForeignKey || r.Kind == references.SharedKey {
			id = r.Schema + "." + r.Table + "\x00" + strings.Join(r.Columns, ",") + "\x00" + r.TargetSchema + "." + r.Target
		}
		if r.Kind == references.JSON || r.Kind == references.Attribute {
			id += strings.Join(r.TypeValues, ",")
		}
		if i, ok := best[id]; ok {
			if r.Confidence > kept[i].Confidence {
				kept[i] = r
			}
			continue
		}
		best[id] = len(kept)
		kept = append(kept, r)
	}
	f.refs = kept
	for i := range f.refs {
		r := &f.refs[i]
		r.Confidence = float64(int(r.Confidence*1000+0.5)) / 1000
		r.Level = references.LevelOf(r.Confidence)
		t := f.byName[connectors.TableName{Schema: r.Schema, Name: r.Table}]
		r.Constrain(t.Def)
		r.Role = f.roleOf(r, t)
		r.Policy, r.Reason = references.PolicyOf(r)
		if c := t.Def.Column(r.Columns[len(r.Columns)-1]); c != nil && c.Generated {
			r.Policy, r.Reason = references.Leave, "the database computes the column: it follows by itself"
		}
	}
}

// roleOf tells the part that rows with the reference play.
func (f *finder) roleOf(r *references.Reference, t *facts.Table) references.Role {
	about := strings.Join(t.Name.Tokens, " ")
	switch {
	case t.Name.History || t.Name.Copy || hasBeforeAfter(t):
		return references.History
	case r.Kind == references.SharedKey:
		return references.Part
	case r.Table == r.Target && r.Schema == r.TargetSchema:
		return references.Self
	case f.isJoin(r, t):
		return references.Join
	case r.Kind == references.Attribute && !strings.Contains(about, "attribute"), containsAny(about, "setting", "config", "preference", "default", "option", "parameter", "property"):
		return references.Setting
	case r.Kind == references.Attribute, len(t.Def.Columns) <= 10 && slices.ContainsFunc(t.Pairs, func(p *facts.Pair) bool { return p.Attr }):
		return references.Values
	}
	return references.Child
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// hasBeforeAfter tells whether a table keeps a value as it was beside what it became.
func hasBeforeAfter(t *facts.Table) bool {
	before, after := false, false
	for _, c := range t.Def.Columns {
		words := naming.Split(c.Name)
		if len(words) > 1 {
			before = before || slices.ContainsFunc(words, func(w string) bool { return w == "old" || w == "before" || w == "previous" })
			after = after || slices.ContainsFunc(words, func(w string) bool { return w == "new" || w == "after" })
		}
	}
	return before && after
}

// bookkeeping are columns that a row has whatever it is for.
var bookkeeping = map[string]bool{
	"created": true, "modified": true, "updated": true, "date": true, "deleted": true, "create": true, "write": true, "timestamp": true,
	"creation": true, "sort": true, "position": true, "sequence": true, "order": true, "primary": true, "active": true, "rank": true,
	"is": true, "role": true, "type": true,
}

// linkWords are words of the names of tables that only link.
var linkWords = map[string]bool{"rel": true, "link": true, "map": true, "mapping": true, "xref": true, "join": true, "bridge": true, "assoc": true, "association": true, "membership": true, "follower": true}

// isJoin tells whether rows of the table only link: besides the place, another
// reference that together with it is unique or all there is, and bookkeeping.
func (f *finder) isJoin(r *references.Reference, t *facts.Table) bool {
	if r.Kind == references.JSON || r.Kind == references.Array || r.Kind == references.List || r.Kind == references.Path || r.Kind == references.Attribute {
		return false // one row holds many
	}
	links, rest := map[string]bool{}, 0
	for _, c := range t.Def.Columns {
		words := naming.Split(c.Name)
		name := f.names.Column(c.Name)
		_, kind := naming.IsKind(c.Name)
		switch {
		case slices.Contains(r.Columns, c.Name):
			links[c.Name] = true
		case len(t.Def.Key) == 1 && t.Def.Key[0] == c.Name, len(words) > 0 && bookkeeping[words[0]]:
		case len(t.FKs[c.Name]) > 0, name.Strong && !name.Foreign, kind:
			links[c.Name] = true
		default:
			rest++
		}
	}
	if len(links) == len(r.Columns) {
		return false
	}
	for _, u := range r.Uniques {
		if len(u) >= 2 && rest <= 2 && !slices.ContainsFunc(u, func(c string) bool { return !links[c] }) {
			return true
		}
	}
	// Rows with a number of their own may be many for the same two records: visits, orders.
	numbered := len(t.Def.Key) == 1 && !slices.Contains(r.Columns, t.Def.Key[0])
	named := t.Name.Link || slices.ContainsFunc(t.Name.Tokens, func(w string) bool { return linkWords[w] })
	return len(links) <= len(r.Columns)+2 && (rest == 0 && (!numbered || named) || t.Name.Link && rest <= 3)
}

// counter counts rows exactly; a connectors.Reader does.
type counter interface {
	Contained(ctx context.Context, of, in connectors.ColumnOf) (connectors.Containment, error)
}

// count makes exact what was only read in part.
func (f *finder) count(ctx context.Context, rows facts.Rows) error {
	exact, ok := rows.(counter)
	for i := range f.refs {
		r := &f.refs[i]
		if !r.Evidence.Sampled || f.asked == nil {
			continue
		}
		table := connectors.TableName{Schema: r.Schema, Name: r.Table}
		of := connectors.ColumnOf{Table: table, Column: r.Columns[len(r.Columns)-1]}
		var err error
		switch {
		case r.Kind == references.ForeignKey && r.Through == "":
			r.Rows, err = rows.Count(ctx, table, connectors.NotNull(of.Column))
		case !ok || (r.Kind == references.Polymorphic && len(r.TypeValues) == 0):
		case r.Kind == references.Polymorphic, r.Kind == references.Column, r.Kind == references.SharedKey, r.Kind == references.ForeignKey:
			if r.Kind == references.Polymorphic {
				types := make([]record.Value, len(r.TypeValues))
				for i, v := range r.TypeValues {
					types[i] = record.TextValue(v)
				}
				of.Where = []connectors.Condition{connectors.In(r.Columns[0], types...)}
			}
			var c connectors.Containment
			in := connectors.ColumnOf{Table: f.asked.Def.Name, Column: f.asked.Key.Def.Name}
			if r.Kind == references.Column {
				in.Column = r.TargetColumns[0]
			}
			c, err = exact.Contained(ctx, of, in)
			r.Rows = c.RowsContained
		}
		if err != nil {
			return fmt.Errorf("count %s: %w", r.Place(), err)
		}
	}
	return nil
}

func percent(in, all int) string {
	if in == all {
		return "all"
	}
	return strconv.FormatFloat(100*ratio(in, all), 'f', 0, 64) + " %"
}
