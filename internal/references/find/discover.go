package find

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

// Options say what to look for.
type Options struct {
	Target     connectors.TableName // zero: whatever points at any table
	SampleRows int                  // rows that are read of a large table; 0 is DefaultSampleRows
	Answers    []references.Answer  // what people said before
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

// References opens a snapshot of the database and runs Discover on it.
func References(ctx context.Context, db connectors.Database, o Options) (*references.Result, error) {
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

// places are the tables in which columns of a name point at one table.
type places map[*facts.Table]bool

// finder is one run of Discover.
type finder struct {
	tables  []*facts.Table
	byName  map[connectors.TableName]*facts.Table
	names   *naming.Names
	asked   *facts.Table // nil: all
	keys    *sketch.Set  // of the table asked for, all of them
	habit   float64
	vocab   map[string]map[*facts.Table]places // what names have in common → tables that columns of such names point at
	byHash  map[uint64][]*facts.Table          // wide keys
	lookups map[*facts.Table]map[string][]string
	matches map[string][]tableMatch
	kinds   map[string][]kindOf
	taken   map[*facts.Column]bool // columns that a declared key or a pair has
	refs    []references.Reference
}

// Discover finds what points at the target. The catalogue is that of rows.
func Discover(ctx context.Context, cat *connectors.Catalogue, rows facts.Rows, o Options) (*references.Result, error) {
	f := &finder{
		byName: map[connectors.TableName]*facts.Table{}, vocab: map[string]map[*facts.Table]places{}, byHash: map[uint64][]*facts.Table{},
		lookups: map[*facts.Table]map[string][]string{}, matches: map[string][]tableMatch{}, taken: map[*facts.Column]bool{}, kinds: map[string][]kindOf{},
	}
	f.load(cat)
	if o.Target.Name != "" {
		f.asked = f.target(o.Target)
		switch {
		case f.asked == nil:
			return nil, fmt.Errorf("%s: %w", o.Target, ErrNoTarget)
		case f.asked.Key == nil:
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
	f.judgePairs(families)
	f.inside(families)
	f.undeclared(families)
	f.alternates(families)
	f.finish()
	if err := f.answer(o.Answers); err != nil {
		return nil, err
	}
	if err := f.count(ctx, rows); err != nil {
		return nil, err
	}
	references.SortReferences(f.refs)
	target := ""
	if f.asked != nil {
		target = f.asked.Def.Name.Name
	}
	return &references.Result{Target: target, Tables: len(f.tables), References: f.refs}, nil
}

// target returns the table of a name, in the case of letters that people use.
func (f *finder) target(name connectors.TableName) *facts.Table {
	if t := f.byName[name]; t != nil {
		return t
	}
	var found *facts.Table
	for _, t := range f.tables {
		if strings.EqualFold(t.Def.Name.Name, name.Name) && strings.EqualFold(t.Def.Name.Schema, name.Schema) {
			if found != nil {
				return nil // either could be meant
			}
			found = t
		}
	}
	return found
}

// load makes tables of the catalogue: those that hold rows of their own.
func (f *finder) load(cat *connectors.Catalogue) {
	var defs []*connectors.Table
	var names []string
	keys := map[string]string{}
	for i := range cat.Tables {
		def := &cat.Tables[i]
		if !def.Writable() || def.PartitionOf.Name != "" || strings.HasPrefix(def.Name.Name, "onefold_") || strings.HasPrefix(def.Name.Name, "sqlite_") {
			continue
		}
		defs = append(defs, def)
		names = append(names, def.Name.Name)
		if len(def.Key) == 1 {
			keys[def.Name.Name] = def.Key[0]
		}
	}
	f.names = naming.New(names, keys)
	for _, def := range defs {
		t := facts.New(def, f.names)
		f.tables = append(f.tables, t)
		f.byName[def.Name] = t
	}
}

// read gathers the facts of all tables, the asked one's keys first.
func (f *finder) read(ctx context.Context, rows facts.Rows, o Options) error {
	limit := o.SampleRows
	if limit <= 0 {
		limit = DefaultSampleRows
	}
	var keys *sketch.Set
	if f.asked != nil {
		keys = sketch.New(facts.KeepKey)
		q := connectors.Query{Table: f.asked.Def.Name, Columns: []string{f.asked.Key.Def.Name}}
		err := rows.Select(ctx, q, func(im connectors.Image) error {
			if !facts.Empty(im.Values[0]) {
				keys.Add(im.Values[0].Text)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read the keys of %s: %w", f.asked.Def.Name, err)
		}
	}
	for i, t := range f.tables {
		if err := t.Gather(ctx, rows, limit, keys); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(i+1, len(f.tables))
		}
	}
	if f.asked != nil {
		f.asked.Key.Set, f.keys = keys, keys
	}
	return f.unseen(ctx, rows)
}

// study learns what holds for the whole database: how much is declared, which
// names declared keys have, whose wide keys are whose.
func (f *finder) study() {
	declared, marked := 0, 0
	for _, t := range f.tables {
		for _, c := range t.Columns {
			if c == t.Key || !c.Name.Marked || c.Name.Foreign {
				continue
			}
			marked++
			if len(t.FKs[c.Def.Name]) > 0 {
				declared++
			}
		}
		for i := range t.Def.ForeignKeys {
			fk := &t.Def.ForeignKeys[i]
			c, to := t.Column(fk.Columns[len(fk.Columns)-1]), f.byName[fk.Target]
			if c != nil && to != nil {
				f.taken[c] = true
				f.learn(c, to)
			}
		}
		if k := t.Key; k != nil && k.IsWide() && len(t.FKs[k.Def.Name]) == 0 {
			k.Set.Each(func(h uint64) { f.byHash[h] = append(f.byHash[h], t) })
		}
	}
	for _, t := range f.tables {
		t.Parent = f.parentOf(t)
	}
	if marked >= 10 {
		f.habit = float64(declared) / float64(marked)
	}
}

// parentOf returns the table that a table's wide keys are of: one that has all
// of them, and more, or a shorter name.
func (f *finder) parentOf(t *facts.Table) *facts.Table {
	if t.Key == nil || !t.Key.IsWide() {
		return nil
	}
	hits, all := map[*facts.Table]int{}, 0
	t.Key.Set.Each(func(h uint64) {
		all++
		for _, x := range f.byHash[h] {
			hits[x]++
		}
	})
	for _, x := range f.tables {
		if n := hits[x]; x != t && n > 0 && 10*n >= 9*all && !x.Name.History && !x.Name.Copy &&
			(x.Rows > t.Rows || x.Rows == t.Rows && len(x.Def.Name.Name) < len(t.Def.Name.Name)) {
			return x
		}
	}
	return nil
}

// learn remembers that columns of this name point at the table.
func (f *finder) learn(c *facts.Column, to *facts.Table) {
	word := c.Name.Word()
	if word == "" || to == c.Table || naming.IsHolder(c.Name.Core) {
		return
	}
	if f.vocab[word] == nil {
		f.vocab[word] = map[*facts.Table]places{}
	}
	if f.vocab[word][to] == nil {
		f.vocab[word][to] = places{}
	}
	f.vocab[word][to][c.Table] = true
}

// known returns in how many tables other than this one columns of this name
// point at the table, when they hardly ever point elsewhere.
func (f *finder) known(word string, to, from *facts.Table) int {
	all := 0
	for _, in := range f.vocab[word] {
		all += len(in)
	}
	in := f.vocab[word][to]
	if 10*len(in) < 8*all {
		return 0
	}
	if in[from] {
		return len(in) - 1
	}
	return len(in)
}
