package sides

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/csvfile"
	"github.com/onefold/onefold/internal/comparison"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/idmap"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/find"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// Comparing is one run of onefold compare.
type Comparing struct {
	App      *app.App
	Policy   *config.Policy
	Answers  []references.Answer
	Progress *term.Progress
	IDMap    string // file; "" is the state where --state names one
	RowsOnly bool
	Options  comparison.Options

	sides  [2]opened
	labels [2]string // databases by which sources of the id map may be named
	named  string    // the table of the command line, "" for all
	ids    map[string]comparison.IDs
	rows   atomic.Int64
}

// opened is a side: a database, or a source that is no whole table.
type opened struct {
	db     connectors.Database
	tx     connectors.Tx
	base   comparison.Database
	table  *connectors.Table // nil for all tables
	source connectors.Source
}

// Open opens both sides and the id map. After an error nothing is open.
func (c *Comparing) Open(ctx context.Context, a, b string) error {
	if err := c.idMap(ctx); err != nil {
		if errors.Is(err, comparison.ErrIDMap) {
			return (&term.Error{Why: err, Code: term.Usage}).WithHint("onefold idmap -o FILE writes one")
		}
		return err
	}
	for i, ref := range []string{a, b} {
		if err := c.openSide(ctx, i, ref); err != nil {
			c.Close(ctx)
			return err
		}
	}
	if err := c.pair(a); err != nil {
		c.Close(ctx)
		return err
	}
	return nil
}

func (c *Comparing) openSide(ctx context.Context, i int, ref string) error {
	a, s := c.App, &c.sides[i]
	if src := c.Policy.Sources[ref]; src != nil && src.Path != "" {
		ref = src.Path
	}
	registry := all.New()
	if !registry.IsURL(ref) || chooses(ref) {
		o, progress, err := a.Sources(&app.SourceFlags{Deleted: true}, c.Policy)
		if err != nil {
			return err
		}
		progress.Close()
		s.source, err = registry.Open(ctx, ref, o.Read)
		return err
	}
	db, table, err := a.Database(ctx, ref, c.Policy)
	if err != nil {
		return err
	}
	s.db = db
	c.labels[i] = registry.Label(withoutQuery(ref))
	if s.base.Catalogue, err = db.Catalogue(ctx); err != nil {
		return err
	}
	if table.Name != "" {
		if s.table = s.base.Catalogue.Table(table); s.table == nil {
			return term.Usagef("the database has no table %q", table.Name).WithHint("onefold compare without table= lists them all")
		}
	}
	if s.tx, err = db.Begin(ctx, connectors.TxOptions{Isolation: connectors.Snapshot, ReadOnly: true}); err != nil {
		return err
	}
	s.base.Reader, s.base.Engine = s.tx, db.Abilities().Engine
	return nil
}

// pair settles which table is compared with what.
func (c *Comparing) pair(a string) error {
	x, y := &c.sides[0], &c.sides[1]
	for _, s := range [][2]*opened{{x, y}, {y, x}} {
		one, other := s[0], s[1]
		if one.db == nil || one.table != nil {
			continue
		}
		switch {
		case other.source != nil:
			return term.Usagef("a database is compared with a file: the URL has to name a table").WithHint("add ?table=NAME to the URL")
		case other.table != nil:
			if one.table = comparison.Counterpart(other.table.Name, one.base.Catalogue); one.table == nil {
				return term.Usagef("only one of the databases has a table %q", other.table.Name.Name)
			}
		}
	}
	switch {
	case x.table != nil:
		c.named = x.table.Name.Name
	case y.table != nil:
		c.named = y.table.Name.Name
	case x.source != nil:
		c.named = all.New().Label(a)
	case len(c.Options.Key) > 0:
		return term.Usagef("--key is about one table: the URLs have to name it").WithHint("add ?table=NAME to the URLs")
	}
	return nil
}

// Close ends what Open began.
func (c *Comparing) Close(ctx context.Context) {
	for i := range c.sides {
		s := &c.sides[i]
		if s.tx != nil {
			_ = s.tx.Rollback(ctx)
		}
		if s.db != nil {
			_ = s.db.Close()
		}
		if s.source != nil {
			_ = s.source.Close()
		}
	}
}

// idMap reads the id map: of a file, or of the state that --state names.
func (c *Comparing) idMap(ctx context.Context) error {
	a := c.App
	if c.IDMap == "" {
		if a.Globals.State == "" {
			return nil
		}
		return c.stateIDs(ctx)
	}
	in, err := a.Open(ctx, c.IDMap)
	if err != nil {
		return err
	}
	defer in.Close()
	c.ids, err = comparison.ReadIDs(in, c.IDMap)
	return err
}

// idsOf returns the ids of a table: those of the source that is named like it.
// A map of one source is about the table that the command line names.
func (c *Comparing) idsOf(table string) (comparison.IDs, error) {
	var found []string
	for source := range c.ids {
		if source == table || strings.HasSuffix(source, "."+table) {
			found = append(found, source)
		}
	}
	slices.Sort(found)
	if len(found) > 1 {
		exact := slices.DeleteFunc(slices.Clone(found), func(s string) bool { return s != c.labels[0]+"."+table && s != c.labels[1]+"."+table })
		if len(exact) != 1 {
			return nil, term.Usagef("the id map has %d sources for %s: %s", len(found), table, strings.Join(found, ", ")).
				WithHint("give a map of one source: onefold idmap -o idmap.csv --source %s", found[0])
		}
		found = exact
	}
	switch {
	case len(found) == 1:
		return c.ids[found[0]], nil
	case len(c.ids) == 1 && c.named == table:
		for _, ids := range c.ids {
			return ids, nil
		}
	}
	return nil, nil
}

// stateIDs reads the id map of the state.
func (c *Comparing) stateIDs(ctx context.Context) error {
	w, err := workspace.Peek(ctx, c.App.StateDir())
	if err != nil {
		return err
	}
	defer w.Close()
	facts, err := idmap.Flat(ctx, w, "")
	c.ids = map[string]comparison.IDs{}
	for _, f := range facts {
		if c.ids[f.Source] == nil {
			c.ids[f.Source] = comparison.IDs{}
		}
		c.ids[f.Source][f.Old] = f.New
	}
	return err
}

// Run compares.
func (c *Comparing) Run(ctx context.Context, each func(comparison.Difference) error) (*comparison.Result, error) {
	o := c.Options
	o.Each = each
	o.Progress = func(n int64) { c.Progress.Report("read rows", c.rows.Add(n), 0) }
	x, y := &c.sides[0], &c.sides[1]
	if c.named == "" {
		return c.databases(ctx, comparison.Pairs(x.base.Catalogue, y.base.Catalogue), o)
	}
	if x.db != nil && y.db != nil {
		return c.databases(ctx, []comparison.Pair{{Name: x.table.Name.String(), A: x.table, B: y.table}}, o)
	}
	ids, err := c.idsOf(c.named)
	if err != nil {
		return nil, err
	}
	o.IDs.Own = ids
	if x.db != nil && len(c.ids) > 0 {
		refs, err := c.references(ctx, connectors.TableName{})
		if err != nil {
			return nil, err
		}
		if o.IDs.Links, err = c.links(x.table, refs); err != nil {
			return nil, err
		}
	}
	t, err := comparison.Tables(ctx, c.named, x.side(), y.side(), o)
	if err != nil {
		return nil, err
	}
	return comparison.NewResult([]comparison.Table{t}), nil
}

// Write compares, and writes differences as CSV while they are found.
func (c *Comparing) Write(ctx context.Context, out io.Writer) (*comparison.Result, error) {
	w := csv.NewWriter(out)
	columns := 4
	if c.Options.Values {
		columns = 6
	}
	if err := w.Write([]string{"kind", "table", "key", "column", "a", "b"}[:columns]); err != nil {
		return nil, err
	}
	result, err := c.Run(ctx, func(d comparison.Difference) error {
		return w.Write([]string{string(d.Kind), d.Table, d.Key, d.Column, d.A, d.B}[:columns])
	})
	if err != nil {
		return nil, err
	}
	w.Flush()
	return result, w.Error()
}

func (s *opened) side() comparison.Side {
	if s.db != nil {
		return comparison.TableSide{Reader: s.tx, Table: s.table}
	}
	return comparison.SourceSide{Source: s.source, Nulls: s.source.Info().Format != csvfile.Name}
}

// databases compares tables of two databases, and what hangs on their records.
func (c *Comparing) databases(ctx context.Context, pairs []comparison.Pair, o comparison.Options) (*comparison.Result, error) {
	a, b := c.sides[0].base, c.sides[1].base
	var refs []references.Reference
	var err error
	if len(c.ids) > 0 || c.named != "" && !c.RowsOnly {
		var target connectors.TableName // all that the id map may be about
		if len(c.ids) == 0 {
			target = pairs[0].A.Name
		}
		if refs, err = c.references(ctx, target); err != nil {
			return nil, err
		}
	}
	tables := make([]comparison.Table, 0, len(pairs))
	known := 0
	for _, p := range pairs {
		o := o
		if p.A != nil {
			if o.IDs.Own, err = c.idsOf(p.A.Name.Name); err != nil {
				return nil, err
			}
			if o.IDs.Links, err = c.links(p.A, refs); err != nil {
				return nil, err
			}
			if len(o.IDs.Own) > 0 {
				known++
			}
		}
		t, err := comparison.Databases(ctx, a, b, p, o)
		if err != nil {
			return nil, fmt.Errorf("compare %s: %w", p.Name, err)
		}
		if p.A != nil && p.B != nil && !c.RowsOnly && (c.named != "" || len(o.IDs.Own) > 0) {
			if t.Totals, err = comparison.DatabaseTotals(ctx, a, b, p.A.Name, refs, o.IDs.Own, o); err != nil {
				return nil, fmt.Errorf("compare what refers to %s: %w", p.Name, err)
			}
		}
		tables = append(tables, t)
	}
	if len(c.ids) > 0 && known == 0 {
		c.App.Term.Warn("the id map is about no table that was compared")
		c.App.Term.Hint("its sources are named after tables, such as crm.contacts; a map of one source is taken for the table that the URLs name")
	}
	return comparison.NewResult(tables), nil
}

func (c *Comparing) links(t *connectors.Table, refs []references.Reference) (links []comparison.Link, err error) {
	return comparison.Links(t, refs, func(target connectors.TableName) comparison.IDs {
		ids, failed := c.idsOf(target.Name)
		err = errors.Join(err, failed)
		return ids
	}), err
}

// references finds what points at the target in A, and keeps what a merge
// follows.
func (c *Comparing) references(ctx context.Context, target connectors.TableName) ([]references.Reference, error) {
	r, err := find.References(ctx, c.sides[0].db, find.Options{
		Target: target, Answers: c.Answers,
		Progress: func(done, total int) { c.Progress.Report("look for references", int64(done), int64(total)) },
	})
	if errors.Is(err, find.ErrNoKey) {
		return nil, nil // nothing can point at it
	}
	if err != nil {
		return nil, err
	}
	return r.Used(), nil
}

// chooses tells whether a URL asks for something else than whole tables.
func chooses(ref string) bool {
	_, query, _ := strings.Cut(ref, "?")
	for part := range strings.SplitSeq(query, "&") {
		if name, _, _ := strings.Cut(part, "="); name == "query" || name == "where" || name == "deleted" {
			return true
		}
	}
	return false
}

func withoutQuery(ref string) string {
	where, _, _ := strings.Cut(ref, "?")
	return where
}
