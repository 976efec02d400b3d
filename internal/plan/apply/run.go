package apply

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/journal"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/seal"
)

// Kind is what a run does.
type Kind string

// Kinds of runs.
const (
	Merge Kind = "merge"
	Undo  Kind = "undo"
)

// Info is run.json.
type Info struct {
	Run    string    `json:"run"`
	Kind   Kind      `json:"kind"`
	Of     string    `json:"of,omitempty"` // the run that is taken back
	Plan   string    `json:"plan,omitempty"`
	Source string    `json:"source"` // URL without a password, or path
	Label  string    `json:"label"`
	Table  string    `json:"table"`
	Schema string    `json:"schema,omitempty"`
	Began  time.Time `json:"began"`
	File   bool      `json:"file,omitempty"`   // the source is a file
	After  string    `json:"after,omitempty"`  // SHA-256 of the file after the run
	Undone []string  `json:"undone,omitempty"` // groups of a file that were taken back
	Groups []string  `json:"groups,omitempty"` // of a file
}

// ErrNoRun says that the state knows no such run.
var ErrNoRun = errors.New("there is no such run")

// dirOf is where runs are kept.
func dirOf(state string) string { return filepath.Join(state, "runs") }

// Runs returns the runs of a state, in order of their beginning.
func Runs(state string) ([]Info, error) {
	entries, err := os.ReadDir(dirOf(state))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the runs: %w", err)
	}
	var all []Info
	for _, e := range entries {
		if i, err := ReadInfo(state, e.Name()); err == nil {
			all = append(all, *i)
		}
	}
	slices.SortStableFunc(all, func(a, b Info) int { return a.Began.Compare(b.Began) })
	return all, nil
}

// ReadInfo reads run.json; ErrNoRun where there is none.
func ReadInfo(state, run string) (*Info, error) {
	if run == "" || strings.ContainsAny(run, `/\`) {
		return nil, ErrNoRun
	}
	b, err := os.ReadFile(filepath.Join(dirOf(state), run, "run.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoRun
	}
	if err != nil {
		return nil, fmt.Errorf("read run.json: %w", err)
	}
	i := new(Info)
	if err := json.Unmarshal(b, i); err != nil {
		return nil, fmt.Errorf("run.json of %s: %w", run, err)
	}
	return i, nil
}

// Dir returns the directory of a run.
func Dir(state, run string) string { return filepath.Join(dirOf(state), run) }

// WriteInfo makes the directory of a run.
func WriteInfo(state string, i Info) error {
	dir := Dir(state, i.Run)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the run's directory: %w", err)
	}
	b, err := json.MarshalIndent(i, "", "  ")
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, "run.json.new")
	if err := os.WriteFile(temp, b, 0o600); err != nil {
		return fmt.Errorf("write run.json: %w", err)
	}
	return os.Rename(temp, filepath.Join(dir, "run.json"))
}

// Options say how groups are done.
type Options struct {
	State            string
	Vault            *seal.Vault
	LockTimeout      time.Duration
	StatementTimeout time.Duration
	PerSecond        float64 // most groups in a second; 0 is no limit
	NoMarker         bool
	OnConflict       OnConflict
	Now              func() time.Time
	Progress         func(done, total int64)
	// Batch is told of groups that are done, each batch once its images after are
	// durable.
	Batch func(ctx context.Context, done []Done) error
}

// Done is a group that was done.
type Done struct {
	Group   *plan.Group // with the images that its rows really had
	Already bool        // by an earlier call
}

// Result is what a run did.
type Result struct {
	Run     string
	Counts  plan.Counts // of what was applied, now or before
	Groups  int64       // of the plan
	Applied int64       // now
	Already int64       // before
	Skipped []Skipped   // neither
}

// Runner does the groups of one run.
type Runner struct {
	Options
	DB   connectors.Database
	Info Info

	cat     *connectors.Catalogue
	journal *journal.Journal
	known   map[string]bool // groups that are done
	last    time.Time
}

// batchGroups is how many groups share a sync of the journal.
const batchGroups = 128

func (r *Runner) target() connectors.TableName {
	return connectors.TableName{Schema: r.Info.Schema, Name: r.Info.Table}
}

// line is a record of the journal.
type line struct {
	// Done is the group, where Changes are as they really were. It comes first, so
	// that doneOf finds it without reading the rest.
	Done    string        `json:"done,omitempty"`
	Do      *plan.Group   `json:"do,omitempty"`
	Changes []plan.Change `json:"changes,omitempty"`
	Noted   bool          `json:"noted,omitempty"` // Batch knows of all that was done before
}

// Open makes the run known, opens its journal and finds out what of it is done.
// Close ends it.
func Open(ctx context.Context, db connectors.Database, info Info, o Options) (*Runner, error) {
	r := &Runner{Options: o, DB: db, Info: info, known: map[string]bool{}}
	var err error
	if r.cat, err = db.Catalogue(ctx); err != nil {
		return nil, err
	}
	if db.Abilities().ReadOnly {
		return nil, &connectors.DatabaseError{Doing: "apply", Kind: connectors.ErrReadOnly}
	}
	if err := WriteInfo(o.State, info); err != nil {
		return nil, err
	}
	r.journal, err = journal.Open(filepath.Join(Dir(o.State, info.Run), "journal"), journal.Options{Compress: true, Vault: o.Vault})
	if err != nil {
		return nil, err
	}
	if err := r.recover(ctx); err != nil {
		return nil, errors.Join(err, r.journal.Close())
	}
	return r, nil
}

// Close ends the run.
func (r *Runner) Close() error { return r.journal.Close() }

// recover finds groups that were begun and of which nobody knows whether they
// were committed, and asks the target.
func (r *Runner) recover(ctx context.Context) error {
	begun := map[string]*plan.Group{}
	var late []Done // of which Batch may not know
	err := replay(r.State, r.Info.Run, r.Vault, func(l *line) error {
		switch {
		case l.Noted:
			late = late[:0]
			return nil
		case l.Done != "":
			r.known[l.Done] = true
			delete(begun, l.Done)
			l.Do.Changes = l.Changes
			late = append(late, Done{Group: l.Do})
			return nil
		}
		l.Do.Changes = l.Changes
		begun[l.Do.ID] = l.Do
		return nil
	})
	if err != nil {
		return err
	}
	marks := map[string]bool{}
	if !r.NoMarker {
		if err := r.DB.EnsureMarker(ctx); err != nil {
			return err
		}
		list, err := r.DB.Marked(ctx, r.Info.Run)
		if err != nil {
			return err
		}
		for _, m := range list {
			marks[m] = true
		}
	}
	for id, g := range begun {
		if !marks[id] && !(r.NoMarker && r.looksDone(ctx, g)) {
			continue
		}
		changes, err := r.reread(ctx, g.Changes)
		if err != nil {
			return err
		}
		g.Changes = changes
		if err := r.note(line{Done: id, Do: g, Changes: changes}); err != nil {
			return err
		}
		r.known[id] = true
		late = append(late, Done{Group: g})
	}
	if !r.NoMarker {
		// The target has the last word: it may have been restored from a backup.
		r.known = marks
	}
	if len(late) == 0 {
		return nil
	}
	if err := r.journal.Sync(); err != nil {
		return err
	}
	return r.tell(ctx, late)
}

// tell tells Batch of groups that are done, and notes that it knows.
func (r *Runner) tell(ctx context.Context, done []Done) error {
	if r.Batch == nil {
		return nil
	}
	if err := r.Batch(ctx, done); err != nil {
		return err
	}
	b, err := json.Marshal(line{Noted: true})
	if err == nil {
		err = r.journal.Append(b)
	}
	if err == nil {
		err = r.journal.Sync()
	}
	return err
}

// looksDone tells whether all rows are what a group makes of them.
func (r *Runner) looksDone(ctx context.Context, g *plan.Group) bool {
	for i := range g.Changes {
		c := &g.Changes[i]
		want := c.Result()
		key := c.Key()
		if want != nil {
			key = want.Part(c.Keys)
		}
		im := key.Image()
		found := 0
		err := r.DB.Select(ctx, connectors.Query{Table: c.Name(), Where: []connectors.Condition{connectors.KeyIn(im.Columns, im.Values)}}, func(im connectors.Image) error {
			found++
			if t := r.cat.Table(c.Name()); want == nil || len(differ(t, c.After, plan.RowOf(im))) > 0 {
				found = -1 << 20
			}
			return nil
		})
		if err != nil || (want == nil) != (found == 0) || found < 0 {
			return false
		}
	}
	return true
}

func (r *Runner) note(l line) error {
	b, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	if r.Vault == nil {
		return r.journal.Append(b)
	}
	return r.journal.AppendSealed(r.Vault.Subject(r.Info.Label, l.Do.Master), b)
}

// replay calls each with every record of a run's journal that can be opened.
func replay(state, run string, v *seal.Vault, each func(*line) error) error {
	return replayed(state, run, v, func([]byte) bool { return true }, each)
}

// doneOf returns the group that a record says is done, or "".
func doneOf(content []byte) string {
	if !bytes.HasPrefix(content, []byte(`{"done":"`)) {
		return ""
	}
	d := json.NewDecoder(bytes.NewReader(content))
	for range 2 {
		if _, err := d.Token(); err != nil {
			return ""
		}
	}
	t, err := d.Token()
	if err != nil {
		return ""
	}
	id, _ := t.(string)
	return id
}

// replayDone calls each with the groups that are done, in order.
func replayDone(state, run string, v *seal.Vault, each func(group string)) error {
	return replayed(state, run, v, func(content []byte) bool {
		if id := doneOf(content); id != "" {
			each(id)
		}
		return false
	}, nil)
}

// replayed is replay of the records that are wanted.
func replayed(state, run string, v *seal.Vault, wanted func(content []byte) bool, each func(*line) error) error {
	return journal.Replay(filepath.Join(Dir(state, run), "journal"), v, func(rec journal.Record) error {
		if rec.Content == nil || !wanted(rec.Content) {
			return nil // its subject was forgotten
		}
		l := new(line)
		if err := json.Unmarshal(rec.Content, l); err != nil {
			return fmt.Errorf("the journal of run %s: %w", run, err)
		}
		return each(l)
	})
}

// Do does groups, in batches. It ends at a group's end when ctx does, with the
// error of ctx.
func (r *Runner) Do(ctx context.Context, groups []*plan.Group, res *Result) error {
	for len(groups) > 0 {
		n := min(len(groups), batchGroups)
		if r.PerSecond > 0 {
			n = min(n, max(1, int(r.PerSecond)))
		}
		if err := r.batch(ctx, groups[:n], res); err != nil {
			return err
		}
		groups = groups[n:]
	}
	return nil
}

func (r *Runner) batch(ctx context.Context, groups []*plan.Group, res *Result) (err error) {
	var todo []*plan.Group
	for _, g := range groups {
		switch {
		case g.Refused != "":
			res.Skipped = append(res.Skipped, Skipped{Group: g.ID, Reason: g.Refused})
		case r.known[g.ID]:
			res.Already++
			res.Counts.Add(g)
		default:
			todo = append(todo, g)
		}
	}
	for _, g := range todo {
		if err := r.note(line{Do: g, Changes: g.Changes}); err != nil {
			return err
		}
	}
	if len(todo) > 0 {
		if err := r.journal.Sync(); err != nil {
			return err
		}
	}
	var done []Done
	defer func() {
		if len(done) == 0 {
			return
		}
		failed := r.journal.Sync()
		if failed == nil {
			failed = r.tell(context.WithoutCancel(ctx), done)
		}
		err = errors.Join(err, failed)
	}()
	for _, g := range todo {
		if err := r.pace(ctx); err != nil {
			return err
		}
		changes, err := r.group(ctx, g)
		var s *Skipped
		if errors.As(err, &s) {
			res.Skipped = append(res.Skipped, *s)
			continue
		}
		if err != nil {
			return err
		}
		was := *g
		was.Changes = changes
		if err := r.note(line{Done: g.ID, Do: &was, Changes: changes}); err != nil {
			return err
		}
		r.known[g.ID] = true
		res.Applied++
		res.Counts.Add(g)
		done = append(done, Done{Group: &was})
		if r.Progress != nil {
			r.Progress(res.Applied+res.Already+int64(len(res.Skipped)), res.Groups)
		}
	}
	return nil
}

// pace waits until the next group may begin.
func (r *Runner) pace(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.PerSecond <= 0 {
		return nil
	}
	now := time.Now()
	if wait := r.last.Add(time.Duration(float64(time.Second) / r.PerSecond)).Sub(now); wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
	}
	r.last = time.Now()
	return nil
}
