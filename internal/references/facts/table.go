package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/embed"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
	"github.com/onefold/onefold/record"
)

// How many distinct values are kept, and how much is looked into.
const (
	KeepColumn = 4096    // of a column
	KeepKey    = 1 << 20 // of the target's key
	keepPart   = 1024    // of a type of a pair, of a path in JSON, of a type of a string
	maxTypes   = 2000    // types of a pair or of strings
	maxPaths   = 64      // paths of a JSON column
	maxTexts   = 256     // distinct short texts of a column
	MaxValue   = 64      // bytes of a value that may be an id
)

// Table is what is known of one table.
type Table struct {
	Def     *connectors.Table
	Name    *naming.Table
	Columns []*Column
	Key     *Column // the column that names its rows; nil without one
	Rows    int64
	Sampled bool
	Pairs   []*Pair
	Parent  *Table                              // another one that has all its wide keys; nil without
	FKs     map[string][]*connectors.ForeignKey // by column
}

func (t *Table) Column(name string) *Column {
	for _, c := range t.Columns {
		if c.Def.Name == name {
			return c
		}
	}
	return nil
}

// Column is what is known of one column that may hold ids or types.
type Column struct {
	Table                 *Table
	Def                   *connectors.Column
	Name                  naming.Column
	Set                   *sketch.Set // of short values
	Filled                int64       // rows with a value that is neither null, empty, 0 nor -1
	Wide                  int64       // of these, ids that no other table has by chance
	Hits                  int64       // of these, keys of the target asked for
	Longest               int
	Texts                 map[string]int64 // rows of each short text; nil when there are too many
	Typed                 map[string]*Part // by what stands in front of the id, its separator included
	TypedRows             int64
	Lists                 *Part
	ListRows, ListSingles int64 // rows with a list; rows with one id and no more
	Separator             string
	Paths                 map[string]*Part // in JSON, by path and type
	JSONRows              int64
}

// Part is a share of a column's values.
type Part struct {
	Set              *sketch.Set
	Rows             int64
	Hits             int64  // of these, rows that point at the target asked for
	Path, Name, Kind string // in JSON, or of a string
}

// Pair is a column that says what the id in another column is of, or the name
// of an attribute and its value.
type Pair struct {
	Kind, ID *Column
	Score    float64 // of the names, 0 to 1
	Attr     bool
	ByType   map[string]*Part
}

// Rows reads the rows of a database; a connectors.Reader does. All calls should
// see the database as it was at one moment.
type Rows interface {
	Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error
	Count(ctx context.Context, table connectors.TableName, where ...connectors.Condition) (int64, error)
}

// New returns a table of the catalogue of which nothing is known yet.
func New(def *connectors.Table, names *naming.Names) *Table {
	t := &Table{Def: def, Name: names.Table(def.Name.Name), FKs: map[string][]*connectors.ForeignKey{}}
	for i := range def.ForeignKeys {
		for _, c := range def.ForeignKeys[i].Columns {
			t.FKs[c] = append(t.FKs[c], &def.ForeignKeys[i])
		}
	}
	for i := range def.Columns {
		if c := &def.Columns[i]; candidate(c) {
			t.Columns = append(t.Columns, &Column{Table: t, Def: c, Name: names.Column(c.Name), Set: sketch.New(KeepColumn), Texts: map[string]int64{}})
		}
	}
	t.Key = t.Column(keyName(t))
	t.Pairs = t.pairs()
	return t
}

// candidate tells whether a column may hold ids or types at all.
func candidate(c *connectors.Column) bool {
	switch c.Class {
	case connectors.ClassInteger, connectors.ClassText, connectors.ClassUUID, connectors.ClassJSON, connectors.ClassArray,
		connectors.ClassEnum, connectors.ClassOther, connectors.ClassDecimal, connectors.ClassBytes:
		return true
	}
	return false
}

// Empty tells whether a value stands for none.
func Empty(v record.Value) bool {
	return v.IsNull() || v.Text == "" || v.Text == "0" || v.Text == "-1"
}

// Gather reads the table once, up to limit rows. keys are those of the target
// that rows are counted for; nil counts none.
func (t *Table) Gather(ctx context.Context, rows Rows, limit int, keys *sketch.Set) error {
	if len(t.Columns) == 0 {
		return nil
	}
	q := connectors.Query{Table: t.Def.Name, Limit: limit}
	at := map[*Column]int{}
	for i, c := range t.Columns {
		q.Columns = append(q.Columns, c.Def.Name)
		at[c] = i
	}
	err := rows.Select(ctx, q, func(im connectors.Image) error {
		t.Rows++
		for i, c := range t.Columns {
			if v := im.Values[i]; !Empty(v) {
				c.Note(v, keys)
			}
		}
		for _, p := range t.Pairs {
			k, id := im.Values[at[p.Kind]], im.Values[at[p.ID]]
			if !k.IsNull() && k.Text != "" && !Empty(id) {
				p.Add(k.Text, id.Text, keys)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", t.Def.Name, err)
	}
	t.Sampled = limit > 0 && t.Rows >= int64(limit)
	return nil
}

// Note puts a value that is not empty in.
func (c *Column) Note(v record.Value, keys *sketch.Set) {
	c.Filled++
	text := v.Text
	if len(text) <= MaxValue {
		c.Longest = max(c.Longest, len(text))
		c.Set.Add(text)
		c.Hits += hit(keys, text)
		if embed.Wide(text) || embed.Coded(text) || v.Kind == record.ValueBytes && len(text) == 16 { // a UUID as bytes
			c.Wide++
		}
		if c.Texts != nil {
			c.Texts[text]++
			if len(c.Texts) > maxTexts {
				c.Texts = nil
			}
		}
	}
	switch c.Def.Class {
	case connectors.ClassInteger, connectors.ClassUUID, connectors.ClassDecimal, connectors.ClassEnum, connectors.ClassBytes:
		return
	}
	if first := strings.TrimLeft(text, " \n\t"); first != "" && (first[0] == '{' || first[0] == '[') {
		if embed.JSON(text, func(f embed.Found) { c.addFound(f, keys) }) {
			c.JSONRows++
			return
		}
	}
	if ids, ok := embed.List(text); ok {
		c.ListRows++
		if c.Lists == nil {
			c.Lists = &Part{Set: sketch.New(KeepColumn)}
			c.Separator = separator(text)
		}
		c.Lists.Rows++
		points := int64(0)
		for _, id := range ids {
			c.Lists.Set.Add(id)
			points = max(points, hit(keys, id))
		}
		c.Lists.Hits += points
		return
	}
	if embed.ID(text) {
		c.ListSingles++
	}
	if kind, id, ok := embed.Typed(text); ok {
		c.TypedRows++
		if c.Typed == nil {
			c.Typed = map[string]*Part{}
		}
		addPart(c.Typed, text[:len(text)-len(id)], id, maxTypes, keys).kindIs(kind)
	}
}

func separator(list string) string {
	if i := strings.IndexAny(list, ",;|/\n"); i >= 0 {
		return list[i : i+1]
	}
	return ""
}

func (p *Part) kindIs(kind string) {
	if p != nil {
		p.Kind = kind
	}
}

func (c *Column) addFound(f embed.Found, keys *sketch.Set) {
	if c.Paths == nil {
		c.Paths = map[string]*Part{}
	}
	if p := addPart(c.Paths, f.Path+"\x00"+f.Type, f.ID, maxPaths, keys); p != nil {
		p.Path, p.Name, p.Kind = f.Path, f.Name, f.Type
	}
}

// Add puts the id of a row of this type in.
func (p *Pair) Add(kind, id string, keys *sketch.Set) {
	if len(id) <= MaxValue && len(kind) <= 2*MaxValue {
		addPart(p.ByType, kind, id, maxTypes, keys)
	}
}

// addPart puts an id into the part of that name, or returns nil when there
// would be too many parts.
func addPart(parts map[string]*Part, name, id string, limit int, keys *sketch.Set) *Part {
	p := parts[name]
	if p == nil {
		if len(parts) >= limit {
			return nil
		}
		p = &Part{Set: sketch.New(keepPart)}
		parts[name] = p
	}
	p.Rows++
	p.Set.Add(id)
	p.Hits += hit(keys, id)
	return p
}

// hit returns how many rows a value stands for that is one of the keys: 1, or
// more where only a sample of the keys was kept, or 0.
func hit(keys *sketch.Set, id string) int64 {
	if keys == nil {
		return 0
	}
	if has, _ := keys.Has(id); has {
		return keys.Weight()
	}
	return 0
}

// keyName returns the column that names rows of the table: the key, or of a
// key of several columns the one that is the row's own, or a unique column.
func keyName(t *Table) string {
	if len(t.Def.Key) == 1 {
		return t.Def.Key[0]
	}
	if len(t.Def.Key) > 1 {
		own := slices.DeleteFunc(slices.Clone(t.Def.Key), func(c string) bool { return len(t.FKs[c]) > 0 })
		if len(own) == 1 {
			return own[0]
		}
		for _, c := range own { // tenant, id
			if strings.EqualFold(c, "id") || strings.EqualFold(c, strings.Join(t.Name.Noun, "_")+"_id") {
				return c
			}
		}
		return ""
	}
	for _, u := range t.Def.Uniques {
		if len(u.Columns) == 1 && !u.Partial && !u.Expressions {
			if c := t.Def.Column(u.Columns[0]); c != nil && !c.Nullable {
				return c.Name
			}
		}
	}
	for _, c := range t.Def.Columns {
		if strings.EqualFold(c.Name, "id") {
			return c.Name
		}
	}
	return ""
}

// IsWide tells whether most values are wide ids.
func (c *Column) IsWide() bool {
	return c.Filled > 0 && 2*c.Wide > c.Filled
}

// Fits tells how well values of the column's type can be keys of the table: 0
// for not at all, 1 for well.
func (c *Column) Fits(to *Table) float64 {
	a, b := c.Def, to.Key.Def
	number := func(d *connectors.Column) bool {
		return d.Class == connectors.ClassInteger || d.Class == connectors.ClassDecimal
	}
	switch {
	case a.Class == b.Class && !number(a):
		if a.Class == connectors.ClassText && a.Length > 0 && to.Key.Longest > a.Length {
			return 0
		}
		return 1
	case number(a) && number(b):
		return 1
	case number(a), a.Class == connectors.ClassUUID, a.Class == connectors.ClassBytes, a.Class == connectors.ClassEnum:
		return 0
	case number(b) && (a.Length == 36 || a.Length == 17 || a.Length == 24 || a.Length == 26):
		return 0 // made for ids of another form
	case a.Class == connectors.ClassJSON, a.Class == connectors.ClassArray:
		return 0
	case b.Class == connectors.ClassUUID && a.Length > 0 && a.Length < 32:
		return 0
	case a.Class == connectors.ClassOther || b.Class == connectors.ClassOther:
		return 0.8
	}
	return 0.4 // an id kept as text
}

// Coverage returns the share of a table's records that a set has.
func (t *Table) Coverage(set *sketch.Set) float64 {
	in, _ := t.Key.Set.Within(set)
	_, all := t.Key.Set.Within(t.Key.Set)
	if !set.Exact() { // of the keys that both would keep
		contained, of := set.Within(t.Key.Set)
		return min(1, share(contained, of)*float64(set.Distinct())/float64(max(1, t.Key.Set.Distinct())))
	}
	return share(in, all)
}

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
