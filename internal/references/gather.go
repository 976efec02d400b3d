package references

import (
	"context"
	"fmt"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/embed"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
	"github.com/onefold/onefold/record"
)

// How many distinct values are kept, and how much is looked into.
const (
	keepColumn = 4096    // of a column
	keepKey    = 1 << 20 // of the target's key
	keepPart   = 1024    // of a type of a pair, of a path in JSON, of a type of a string
	maxTypes   = 2000    // types of a pair or of strings
	maxPaths   = 64      // paths of a JSON column
	maxTexts   = 256     // distinct short texts of a column
	maxValue   = 64      // bytes of a value that may be an id
)

// table is what is known of one table.
type table struct {
	def     *connectors.Table
	name    *naming.Table
	columns []*column
	key     *column // the column that names its rows; nil without one
	rows    int64
	sampled bool
	pairs   []*pair
	parent  *table                              // another one that has all its wide keys; nil without
	fks     map[string][]*connectors.ForeignKey // by column
}

func (t *table) column(name string) *column {
	for _, c := range t.columns {
		if c.def.Name == name {
			return c
		}
	}
	return nil
}

// column is what is known of one column that may hold ids or types.
type column struct {
	table                 *table
	def                   *connectors.Column
	name                  naming.Column
	set                   *sketch.Set // of short values
	filled                int64       // rows with a value that is neither null, empty, 0 nor -1
	wide                  int64       // of these, ids that no other table has by chance
	hits                  int64       // of these, keys of the target asked for
	longest               int
	texts                 map[string]int64 // rows of each short text; nil when there are too many
	typed                 map[string]*part // by what stands in front of the id, its separator included
	typedRows             int64
	lists                 *part
	listRows, listSingles int64
	separator             string
	paths                 map[string]*part // in JSON, by path and type
	jsonRows              int64
}

// part is a share of a column's values.
type part struct {
	set              *sketch.Set
	rows             int64
	hits             int64  // of these, rows that point at the target asked for
	path, name, kind string // in JSON
}

// pair is a column that says what the id in another column is of, or the name
// of an attribute and its value.
type pair struct {
	kind, id *column
	score    float64 // of the names, 0 to 1
	attr     bool
	byType   map[string]*part
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

// empty tells whether a value stands for none.
func empty(v record.Value) bool {
	return v.IsNull() || v.Text == "" || v.Text == "0" || v.Text == "-1"
}

// gather reads the table once, up to limit rows. keys are those of the target
// that rows are counted for; nil counts none.
func (t *table) gather(ctx context.Context, rows Rows, limit int, keys *sketch.Set) error {
	if len(t.columns) == 0 {
		return nil
	}
	q := connectors.Query{Table: t.def.Name, Limit: limit}
	at := map[*column]int{}
	for i, c := range t.columns {
		q.Columns = append(q.Columns, c.def.Name)
		at[c] = i
	}
	err := rows.Select(ctx, q, func(im connectors.Image) error {
		t.rows++
		for i, c := range t.columns {
			if v := im.Values[i]; !empty(v) {
				c.add(v, keys)
			}
		}
		for _, p := range t.pairs {
			k, id := im.Values[at[p.kind]], im.Values[at[p.id]]
			if !k.IsNull() && k.Text != "" && !empty(id) {
				p.add(k.Text, id.Text, keys)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", t.def.Name, err)
	}
	t.sampled = limit > 0 && t.rows >= int64(limit)
	return nil
}

func (c *column) add(v record.Value, keys *sketch.Set) {
	c.filled++
	text := v.Text
	if len(text) <= maxValue {
		c.longest = max(c.longest, len(text))
		c.set.Add(text)
		c.hits += hit(keys, text)
		if embed.Wide(text) || embed.Coded(text) {
			c.wide++
		}
		if c.texts != nil {
			c.texts[text]++
			if len(c.texts) > maxTexts {
				c.texts = nil
			}
		}
	}
	switch c.def.Class {
	case connectors.ClassInteger, connectors.ClassUUID, connectors.ClassDecimal, connectors.ClassEnum, connectors.ClassBytes:
		return
	}
	if first := strings.TrimLeft(text, " \n\t"); first != "" && (first[0] == '{' || first[0] == '[') {
		if embed.JSON(text, func(f embed.Found) { c.addFound(f, keys) }) {
			c.jsonRows++
			return
		}
	}
	if ids, ok := embed.List(text); ok {
		c.listRows++
		if c.lists == nil {
			c.lists = &part{set: sketch.New(keepColumn)}
			c.separator = separator(text)
		}
		c.lists.rows++
		points := int64(0)
		for _, id := range ids {
			c.lists.set.Add(id)
			points = max(points, hit(keys, id))
		}
		c.lists.hits += points
		return
	}
	if embed.ID(text) {
		c.listSingles++
	}
	if kind, id, ok := embed.Typed(text); ok {
		c.typedRows++
		if c.typed == nil {
			c.typed = map[string]*part{}
		}
		addPart(c.typed, text[:len(text)-len(id)], id, maxTypes, keys).kindIs(kind)
	}
}

func separator(list string) string {
	if i := strings.IndexAny(list, ",;|/\n"); i >= 0 {
		return list[i : i+1]
	}
	return ""
}

func (p *part) kindIs(kind string) {
	if p != nil {
		p.kind = kind
	}
}

func (c *column) addFound(f embed.Found, keys *sketch.Set) {
	if c.paths == nil {
		c.paths = map[string]*part{}
	}
	if p := addPart(c.paths, f.Path+"\x00"+f.Type, f.ID, maxPaths, keys); p != nil {
		p.path, p.name, p.kind = f.Path, f.Name, f.Type
	}
}

func (p *pair) add(kind, id string, keys *sketch.Set) {
	if len(id) <= maxValue && len(kind) <= 2*maxValue {
		addPart(p.byType, kind, id, maxTypes, keys)
	}
}

// addPart puts an id into the part of that name, or returns nil when there
// would be too many parts.
func addPart(parts map[string]*part, name, id string, limit int, keys *sketch.Set) *part {
	p := parts[name]
	if p == nil {
		if len(parts) >= limit {
			return nil
		}
		p = &part{set: sketch.New(keepPart)}
		parts[name] = p
	}
	p.rows++
	p.set.Add(id)
	p.hits += hit(keys, id)
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
