package references

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/naming"
)

// add keeps a reference; of two for one place the surer one stays.
func (f *finder) add(r Reference) {
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
		if r.Kind == Column || r.Kind == ForeignKey || r.Kind == SharedKey {
			id = r.Schema + "." + r.Table + "\x00" + strings.Join(r.Columns, ",") + "\x00" + r.TargetSchema + "." + r.Target
		}
		if r.Kind == JSON || r.Kind == Attribute {
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
		r.Level = LevelOf(r.Confidence)
		t := f.byName[connectors.TableName{Schema: r.Schema, Name: r.Table}]
		r.constraints(t.def)
		r.Role = f.roleOf(r, t)
		r.Policy, r.Reason = policyOf(r)
	}
}

// constraints writes down what the catalogue forbids or does at the place.
func (r *Reference) constraints(def *connectors.Table) {
	has := func(columns []string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(r.Columns, c) })
	}
	for _, u := range def.Uniques {
		if has(u.Columns) && !slices.ContainsFunc(r.Uniques, func(x []string) bool { return slices.Equal(x, u.Columns) }) {
			r.Uniques = append(r.Uniques, u.Columns)
		}
	}
	for _, e := range def.Exclusions {
		if has(e.Columns) {
			r.Exclusions = append(r.Exclusions, e.Name)
		}
	}
	for _, g := range def.Triggers {
		if !g.Disabled && (slices.Contains(g.Events, "update") || slices.Contains(g.Events, "delete")) {
			r.Triggers = append(r.Triggers, g.Name)
		}
	}
}

// roleOf tells the part that rows with the reference play.
func (f *finder) roleOf(r *Reference, t *table) Role {
	about := strings.Join(t.name.Tokens, " ")
	switch {
	case t.name.History || t.name.Copy || hasBeforeAfter(t):
		return History
	case r.Kind == SharedKey:
		return Part
	case r.Table == r.Target && r.Schema == r.TargetSchema:
		return Self
	case f.isJoin(r, t):
		return Join
	case r.Kind == Attribute && !strings.Contains(about, "attribute"), containsAny(about, "setting", "config", "preference", "default", "option", "parameter", "property"):
		return Setting
	case r.Kind == Attribute, len(t.def.Columns) <= 10 && slices.ContainsFunc(t.pairs, func(p *pair) bool { return p.attr }):
		return Values
	}
	return Child
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// hasBeforeAfter tells whether a table keeps a value as it was beside what it became.
func hasBeforeAfter(t *table) bool {
	before, after := false, false
	for _, c := range t.def.Columns {
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

// isJoin tells whether rows of the table only link: besides the place, another
// reference that together with it is unique or all there is, and bookkeeping.
func (f *finder) isJoin(r *Reference, t *table) bool {
	if r.Kind == JSON || r.Kind == Array || r.Kind == List || r.Kind == Path || r.Kind == Attribute {
		return false // one row holds many
	}
	links, rest := map[string]bool{}, 0
	for _, c := range t.def.Columns {
		words := naming.Split(c.Name)
		name := f.names.Column(c.Name)
		_, kind := naming.IsKind(c.Name)
		switch {
		case slices.Contains(r.Columns, c.Name):
			links[c.Name] = true
		case len(t.def.Key) == 1 && t.def.Key[0] == c.Name, len(words) > 0 && bookkeeping[words[0]]:
		case len(t.fks[c.Name]) > 0, name.Strong && !name.Foreign, kind:
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
	return len(links) <= len(r.Columns)+2 && (rest == 0 || t.name.Link && rest <= 3)
}

// policyOf returns what a merge does with the rows, and why.
func policyOf(r *Reference) (Policy, string) {
	unique := slices.ContainsFunc(r.Uniques, func(u []string) bool { return len(u) > 0 })
	switch {
	case r.Kind == SharedKey && r.Role != History:
		return Fold, "the row is a part of the record: it is folded into the master's, or takes its key"
	case r.Role == History && !r.Evidence.Declared:
		return Leave, "history keeps the id that was true when it was written"
	case r.Role == History:
		return Move, "history with a foreign key follows, or the key would forbid the loser to go"
	case r.Role == Join:
		return MoveOrDrop, "the row only links: where the master has the same link it is superfluous, otherwise it moves"
	case r.Role == Self:
		return Move, "records that stood below or beside the loser stand by the master; a record never points at itself"
	case r.Role == Setting:
		return Move, "a setting that named the loser names the master"
	case unique:
		return Move, "the row moves; where a unique constraint forbids it, it is merged with the master's row"
	}
	return Move, "the row belongs to the record and moves with it"
}

// count makes exact what was only read in part.
func (f *finder) count(ctx context.Context, rows Rows) error {
	for i := range f.refs {
		r := &f.refs[i]
		if !r.Evidence.Sampled || r.Kind != ForeignKey {
			continue
		}
		n, err := rows.Count(ctx, connectors.TableName{Schema: r.Schema, Name: r.Table}, connectors.NotNull(r.Columns[len(r.Columns)-1]))
		if err != nil {
			return fmt.Errorf("count %s: %w", r.Place(), err)
		}
		r.Rows = n
	}
	return nil
}

func percent(in, all int) string {
	if in == all {
		return "all"
	}
	return strconv.FormatFloat(100*ratio(in, all), 'f', 0, 64) + " %"
}
