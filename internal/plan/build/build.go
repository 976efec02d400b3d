package build

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// Input is one group as somebody wants it merged.
type Input struct {
	ID     string
	IDs    []string // of its records
	Master string   // "" leaves the choice to the policy
}

// Choice is what survivorship says of a group.
type Choice struct {
	Master string
	Why    string
	Fields []plan.FieldValue // those that the master does not have by itself
	Skip   string            // why the group should not be merged; "" otherwise
	Notes  []string
}

// Chooser says which record of a group survives and which values it has. images
// are the records as the snapshot has them, by id.
type Chooser interface {
	Choose(in Input, images map[string]plan.Row) (Choice, error)
}

// Fate says what becomes of losers.
type Fate string

// Fates of losers.
const (
	Auto   Fate = ""       // marked where the table has a column for the record that took the place, or a mark of deletion; deleted otherwise
	Delete Fate = "delete" // always deleted
	Keep   Fate = "keep"   // always marked; a group that cannot be is refused
)

// Options say what to plan.
type Options struct {
	Rows      connectors.Reader // a snapshot
	Catalogue *connectors.Catalogue
	Target    connectors.TableName
	Inputs    []Input
	Choose    Chooser
	Used      []references.Reference // those that are followed
	Fate      Fate
	// Nested finds what points at another table, whose rows may be folded; may be
	// nil for foreign keys alone.
	Nested   func(ctx context.Context, table connectors.TableName) ([]references.Reference, error)
	Progress func(done, total int)
}

// Faults of the input.
var (
	ErrMissing = errors.New("records are not there")
	ErrTwice   = errors.New("the same record is in the clusters twice")
	ErrMaster  = errors.New("a master is not in its group")
	ErrID      = errors.New("not an id of this table")
)

// chunkRecords is how many records are read at once.
const chunkRecords = 1000

// builder makes one plan.
type builder struct {
	Options
	target  *connectors.Table
	key     string // column of the target's key
	places  []*place
	fks     map[connectors.TableName][]follower // what points at a table, declared or found
	asked   map[connectors.TableName]bool
	overlay map[string]plan.Row // rows that several groups may touch, as the last one left them; nil is gone
	shared  map[connectors.TableName]bool
	late    map[late][][]record.Value // keys of rows that a group made point at what a later one may have
	warned  map[string]bool
	header  *plan.Header
	replace string // column of the target for the record that took the place
	mark    *connectors.DeletionMark
}

// late names a tuple at a place.
type late struct {
	place int
	tuple string
}

// Build plans every group and gives it to each, in order of the input.
func Build(ctx context.Context, o Options, h *plan.Header, each func(*plan.Group) error) error {
	b := &builder{
		Options: o, header: h, fks: map[connectors.TableName][]follower{}, asked: map[connectors.TableName]bool{},
		overlay: map[string]plan.Row{}, shared: map[connectors.TableName]bool{}, warned: map[string]bool{}, late: map[late][][]record.Value{},
	}
	if b.target = o.Catalogue.Table(o.Target); b.target == nil {
		return fmt.Errorf("table %s: %w", o.Target, connectors.ErrNoTable)
	}
	switch {
	case len(b.target.Key) != 1:
		return fmt.Errorf("table %s: merging needs a key of one column: %w", o.Target, connectors.ErrNoKey)
	case !b.target.Writable():
		return fmt.Errorf("%s is a %s, which takes no writes: %w", o.Target, b.target.Kind, connectors.ErrUnsupported)
	case b.target.NoRollback:
		return fmt.Errorf("table %s cannot take changes back: %w", o.Target, connectors.ErrUnsupported)
	}
	b.key = b.target.Key[0]
	h.Key = b.target.Key
	if err := check(b.target, o.Inputs); err != nil {
		return err
	}
	b.study()
	if err := b.setPlaces(); err != nil {
		return err
	}
	if err := b.scan(ctx); err != nil {
		return err
	}
	for at := 0; at < len(o.Inputs); {
		end, n := at, 0
		for end < len(o.Inputs) && (n == 0 || n+len(o.Inputs[end].IDs) <= chunkRecords) {
			n += len(o.Inputs[end].IDs)
			end++
		}
		if err := b.chunk(ctx, o.Inputs[at:end], each); err != nil {
			return err
		}
		at = end
		if o.Progress != nil {
			o.Progress(at, len(o.Inputs))
		}
	}
	return nil
}

// check looks for faults that show without reading a row.
func check(t *connectors.Table, inputs []Input) error {
	seen := map[string]bool{}
	for _, in := range inputs {
		for _, id := range in.IDs {
			if _, ok := t.ParseID(id); !ok {
				return fmt.Errorf("%q: %w", id, ErrID)
			}
			if seen[id] {
				return fmt.Errorf("%q: %w", id, ErrTwice)
			}
			seen[id] = true
		}
		if in.Master != "" && !slices.Contains(in.IDs, in.Master) {
			return fmt.Errorf("group %q, master %q: %w", in.ID, in.Master, ErrMaster)
		}
	}
	return nil
}

// replacing are names of columns for the record that took the place.
var replacing = []string{"replacedby", "replacedbyid", "mergedinto", "mergedintoid", "mergedto", "mergedtoid", "duplicateof", "duplicateofid", "supersededby", "supersededbyid", "survivorid", "masterid", "masterrecordid", "canonicalid", "mergedwith", "mergetargetid"}

func flat(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "") }

// study looks at what the target has for losers that stay.
func (b *builder) study() {
	for _, name := range replacing {
		for i := range b.target.Columns {
			c := &b.target.Columns[i]
			if b.replace == "" && flat(c.Name) == name && c.Writable() && c.Nullable {
				b.replace = c.Name
			}
		}
	}
	b.mark = markOf(b.target)
}

func markOf(t *connectors.Table) *connectors.DeletionMark {
	if m, ok := t.DeletionMark(); ok && t.Column(m.Column).Writable() {
		return &m
	}
	return nil
}

// stays tells whether losers stay, and how that is called.
func (b *builder) stays() (bool, string) {
	switch {
	case b.Fate == Delete:
		return false, "deleted"
	case b.replace != "":
		return true, "replaced"
	case b.mark != nil && (b.Fate == Keep || !b.mark.Active):
		return true, "marked"
	}
	return false, "deleted"
}

// warn notes something for people, once.
func (b *builder) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !b.warned[text] {
		b.warned[text] = true
		b.header.Warnings = append(b.header.Warnings, text)
	}
}

// marked returns the value of a deletion mark that says so, in the form in which
// the database has the one that was.
func marked(t *connectors.Table, m *connectors.DeletionMark, was, now record.Value) record.Value {
	c := t.Column(m.Column)
	switch {
	case m.Moment:
		return now
	case was.Kind == record.ValueBool:
		return record.BoolValue(!m.Active)
	case was.Kind == record.ValueInt:
	case c.Class == connectors.ClassBoolean:
		return record.BoolValue(!m.Active)
	}
	if m.Active {
		return record.IntValue(0)
	}
	return record.IntValue(1)
}

// isMarked tells whether a row counts as deleted.
func isMarked(m *connectors.DeletionMark, r plan.Row) bool {
	if m == nil {
		return false
	}
	v := r[m.Column]
	if m.Moment {
		return !v.IsNull()
	}
	if v.IsNull() {
		return false
	}
	return truth(v) != m.Active
}

func truth(v record.Value) bool {
	switch strings.ToLower(v.Text) {
	case "", "0", "false", "f", "n", "no", "off":
		return false
	}
	return !v.IsNull()
}
