package references

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

// Rows reads the rows of a database; a connectors.Reader does. All calls should
// see the database as it was at one moment.
type Rows interface {
	Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error
	Count(ctx context.Context, table connectors.TableName, where ...connectors.Condition) (int64, error)
}

// Options say what to look for.
type Options struct {
	Target     connectors.TableName // zero: whatever points at any table
	SampleRows int                  // rows that are read of a large table; 0 is DefaultSampleRows
	Answers    []Answer             // what people said before
	Progress   func(done, total int)
}

// DefaultSampleRows is how many rows of a table are read without being told.
// The target's keys are all read.
const DefaultSampleRows = 200_000

// Errors of Discover.
var (
	ErrNoTarget = errors.New("there is no such table")
	ErrNoKey    = errors.New("the table has no key that others could point at")
)

// Find opens a snapshot of the database and runs Discover on it.
func Find(ctx context.Context, db connectors.Database, o Options) (*Result, error) {
	cat, err := db.Catalogue(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	tx, err := db.Begin(ctx, connectors.TxOptions{Isolation: connectors.Snapshot, ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("begin a snapshot: %w", err)
	}
	res, err := Discover(ctx, cat, tx, o)
	return res, errors.Join(err, tx.Rollback(context.WithoutCancel(ctx)))
}

// finder is one run of Discover.
type finder struct {
	tables  []*table
	byName  map[connectors.TableName]*table
	names   *naming.Names
	asked   *table // nil: all
	habit   float64
	vocab   map[string]map[*table]int // core of a column's name → tables it points at, and in how many places
	wide    map[uint64][]*table       // wide keys
	lookups map[*table]map[string][]string
	matches map[string][]tableMatch
	kinds   map[string][]kindOf
	taken   map[*column]bool // columns that a declared key or a pair has
	refs    []Reference
}

// Discover finds what points at the target. The catalogue is that of rows.
func Discover(ctx context.Context, cat *connectors.Catalogue, rows Rows, o Options) (*Result, error) {
	f := &finder{
		byName: map[connectors.TableName]*table{}, vocab: map[string]map[*table]int{}, wide: map[uint64][]*table{},
		lookups: map[*table]map[string][]string{}, matches: map[string][]tableMatch{}, taken: map[*column]bool{}, kinds: map[string][]kindOf{},
	}
	f.load(cat)
	if o.Target.Name != "" {
		f.asked = f.byName[o.Target]
		switch {
		case f.asked == nil:
			return nil, fmt.Errorf("%s: %w", o.Target, ErrNoTarget)
		case f.asked.key == nil:
			return nil, fmt.Errorf("%s: %w", o.Target, ErrNoKey)
		}
	}
	if err := f.read(ctx, rows, o); err != nil {
		return nil, err
	}
	f.study()
	if err := f.readLookups(ctx, rows); err != nil {
		return nil, err
	}
	families := f.families()
	f.declared(families)
	f.pairs(families)
	f.inside(families)
	f.columns(families)
	f.finish()
	if err := f.answer(o.Answers); err != nil {
		return nil, err
	}
	if err := f.count(ctx, rows); err != nil {
		return nil, err
	}
	sortReferences(f.refs)
	return &Result{Target: o.Target.Name, Tables: len(f.tables), References: f.refs}, nil
}

// load makes tables of the catalogue: those that hold rows of their own.
func (f *finder) load(cat *connectors.Catalogue) {
	var names []string
	keys := map[string]string{}
	for i := range cat.Tables {
		def := &cat.Tables[i]
		if !def.Writable() || def.PartitionOf.Name != "" || strings.HasPrefix(def.Name.Name, "onefold_") || strings.HasPrefix(def.Name.Name, "sqlite_") {
			continue
		}
		t := &table{def: def, fks: map[string][]*connectors.ForeignKey{}}
		for j := range def.ForeignKeys {
			for _, c := range def.ForeignKeys[j].Columns {
				t.fks[c] = append(t.fks[c], &def.ForeignKeys[j])
			}
		}
		f.tables = append(f.tables, t)
		f.byName[def.Name] = t
		names = append(names, def.Name.Name)
		if len(def.Key) == 1 {
			keys[def.Name.Name] = def.Key[0]
		}
	}
	f.names = naming.New(names, keys)
	for _, t := range f.tables {
		t.name = f.names.Table(t.def.Name.Name)
		for j := range t.def.Columns {
			def := &t.def.Columns[j]
			if candidate(def) {
				t.columns = append(t.columns, &column{
					table: t, def: def, name: f.names.Column(def.Name), set: sketch.New(keepColumn), texts: map[string]int64{},
				})
			}
		}
		t.key = t.column(keyName(t))
		t.pairs = f.pairsOf(t)
	}
}

// keyName returns the column that names rows of the table: the key, or of a
// key of several columns the one that points nowhere, or a unique column.
func keyName(t *table) string {
	switch own := slices.DeleteFunc(slices.Clone(t.def.Key), func(c string) bool { return len(t.fks[c]) > 0 }); {
	case len(t.def.Key) == 1:
		return t.def.Key[0]
	case len(own) == 1 && len(t.def.Key) > 1:
		return own[0]
	case len(t.def.Key) > 1:
		return ""
	}
	for _, u := range t.def.Uniques {
		if len(u.Columns) == 1 && !u.Partial && !u.Expressions {
			if c := t.def.Column(u.Columns[0]); c != nil && !c.Nullable {
				return c.Name
			}
		}
	}
	for _, c := range t.def.Columns {
		if strings.EqualFold(c.Name, "id") {
			return c.Name
		}
	}
	return ""
}

// read gathers the facts of all tables, the asked one's keys first.
func (f *finder) read(ctx context.Context, rows Rows, o Options) error {
	limit := o.SampleRows
	if limit <= 0 {
		limit = DefaultSampleRows
	}
	var keys *sketch.Set
	if f.asked != nil {
		keys = sketch.New(keepKey)
		q := connectors.Query{Table: f.asked.def.Name, Columns: []string{f.asked.key.def.Name}}
		err := rows.Select(ctx, q, func(im connectors.Image) error {
			if !empty(im.Values[0]) {
				keys.Add(im.Values[0].Text)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read the keys of %s: %w", f.asked.def.Name, err)
		}
	}
	for i, t := range f.tables {
		if err := t.gather(ctx, rows, limit, keys); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(i+1, len(f.tables))
		}
	}
	if f.asked != nil {
		f.asked.key.set = keys
	}
	return nil
}

// study learns what holds for the whole database: how much is declared, which
// names declared keys have, whose wide keys are whose.
func (f *finder) study() {
	declared, marked := 0, 0
	for _, t := range f.tables {
		for _, c := range t.columns {
			if c == t.key || !c.name.Marked || c.name.Foreign {
				continue
			}
			marked++
			if len(t.fks[c.def.Name]) > 0 {
				declared++
			}
		}
		for i := range t.def.ForeignKeys {
			fk := &t.def.ForeignKeys[i]
			c, to := t.column(fk.Columns[len(fk.Columns)-1]), f.byName[fk.Target]
			if c != nil && to != nil {
				f.taken[c] = true
				f.learn(c, to)
			}
		}
		if k := t.key; k != nil && k.isWide() && len(t.fks[k.def.Name]) == 0 {
			k.set.Each(func(h uint64) { f.wide[h] = append(f.wide[h], t) })
		}
	}
	for _, t := range f.tables {
		t.parent = f.parentOf(t)
	}
	if marked >= 10 {
		f.habit = float64(declared) / float64(marked)
	}
}

// parentOf returns the table that a table's wide keys are of: one that has all
// of them, and more, or a shorter name.
func (f *finder) parentOf(t *table) *table {
	if t.key == nil || !t.key.isWide() {
		return nil
	}
	hits, all := map[*table]int{}, 0
	t.key.set.Each(func(h uint64) {
		all++
		for _, x := range f.wide[h] {
			hits[x]++
		}
	})
	for _, x := range f.tables {
		if n := hits[x]; x != t && n > 0 && 10*n >= 9*all && !x.name.History && !x.name.Copy &&
			(x.rows > t.rows || x.rows == t.rows && len(x.def.Name.Name) < len(t.def.Name.Name)) {
			return x
		}
	}
	return nil
}

// learn remembers that columns of this name point at the table.
func (f *finder) learn(c *column, to *table) {
	word := c.name.Word()
	if word == "" || to == c.table || naming.IsHolder(c.name.Core) {
		return
	}
	if f.vocab[word] == nil {
		f.vocab[word] = map[*table]int{}
	}
	f.vocab[word][to]++
}

// known returns in how many places columns of this name point at the table,
// when they hardly ever point elsewhere.
func (f *finder) known(word string, to *table) int {
	all := 0
	for _, n := range f.vocab[word] {
		all += n
	}
	if n := f.vocab[word][to]; 10*n >= 8*all {
		return n
	}
	return 0
}

// isWide tells whether most values are wide ids.
func (c *column) isWide() bool {
	return c.filled > 0 && 2*c.wide > c.filled
}
