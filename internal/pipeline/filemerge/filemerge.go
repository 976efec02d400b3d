package filemerge

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/choose"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/record"
)

// Faults that callers tell apart.
var (
	ErrDrift    = errors.New("the file is not what it was")
	ErrRejected = errors.New("some records cannot be read, and would be lost")
	ErrPacked   = errors.New("merging in a compressed file is not supported")
)

// original is the file of a run's directory with the bytes that were.
const original = "original"

// Options say what to plan.
type Options struct {
	Job        pipeline.Options // of the source: Source is the path
	Groups     []build.Input
	Clusters   string // SHA-256 of the clusters
	PolicyHash string
	Model      string
	Tool       string
	Out        string // directory of the plan
}

// open reads a file and understands it.
func open(ctx context.Context, o pipeline.Options) (*pipeline.Job, error) {
	j, err := pipeline.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	switch {
	case len(j.Rejected) > 0:
		err = fmt.Errorf("%s: %d records: %w", j.Source, len(j.Rejected), ErrRejected)
	case j.Info.Compression != "":
		err = fmt.Errorf("%s: %w", j.Source, ErrPacked)
	default:
		err = j.Understand(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// image returns a record as a row of a plan.
func image(j *pipeline.Job, r record.Row) plan.Row {
	row := make(plan.Row, len(j.Table.Columns))
	for i, name := range j.Table.Schema.Names() {
		c := j.Table.Columns[i]
		if c.State(r) == record.Null {
			row[name] = record.Value{}
		} else {
			row[name] = record.TextValue(c.Value(r))
		}
	}
	return row
}

// Plan makes the plan of a merge in a file.
func Plan(ctx context.Context, o Options) (h *plan.Header, err error) {
	path, err := filepath.Abs(o.Job.Source)
	if err != nil {
		return nil, err
	}
	j, err := open(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	chooser, err := choose.New(j)
	if err != nil {
		return nil, err
	}
	st, err := workspace.Atomic(o.Out, plan.Files()...)
	if err != nil {
		return nil, err
	}
	defer st.Abort()
	h = &plan.Header{
		Made: o.Job.Now().UTC(), Tool: o.Tool, Source: path, Label: o.Job.Connectors.Label(path), Engine: "file", Table: filepath.Base(path), FormatOf: j.Info.Format,
		Inputs: map[string]string{"clusters": o.Clusters, "source": j.Info.SHA256, "policy": o.PolicyHash},
	}
	if o.Model != "" {
		h.Inputs["model"] = o.Model
	}
	key := j.Table.Schema.Names()
	if k := j.Inference.Key.Field; k >= 0 {
		key = key[k : k+1]
	}
	h.Key = key
	w, err := plan.NewWriter(st, h)
	if err != nil {
		return nil, err
	}
	err = func() error {
		for _, in := range o.Groups {
			if in.Master != "" && !slices.Contains(in.IDs, in.Master) {
				return fmt.Errorf("group %q, master %q: %w", in.ID, in.Master, build.ErrMaster)
			}
			g, err := group(j, chooser, in, key)
			if err != nil {
				return err
			}
			if err := w.Group(g); err != nil {
				return err
			}
		}
		return ctx.Err()
	}()
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return h, st.Commit()
}

func group(j *pipeline.Job, chooser *choose.Chooser, in build.Input, key []string) (*plan.Group, error) {
	images := map[string]plan.Row{}
	for _, id := range in.IDs {
		r, ok := chooser.Row(id)
		if !ok {
			return nil, fmt.Errorf("%s has no %s: %w", filepath.Base(j.Source), id, build.ErrMissing)
		}
		images[id] = image(j, r)
	}
	c, err := chooser.Choose(in, images)
	if err != nil {
		return nil, err
	}
	g := &plan.Group{ID: in.ID, Master: c.Master, Why: c.Why, Fields: c.Fields, Guards: c.Notes, Refused: c.Skip, Fate: "deleted"}
	change := plan.Change{Table: filepath.Base(j.Source), Keys: key, Before: images[c.Master], Op: "update", Kind: plan.Master, Why: "values of the group", After: plan.Row{}}
	for _, f := range c.Fields {
		if change.Before[f.Field] != f.Value {
			change.After[f.Field] = f.Value
		}
	}
	if len(change.After) > 0 && g.Refused == "" {
		g.Changes = append(g.Changes, change)
	}
	for _, id := range in.IDs {
		if id == c.Master {
			continue
		}
		g.Losers = append(g.Losers, id)
		if g.Refused == "" {
			g.Changes = append(g.Changes, plan.Change{
				Table: change.Table, Keys: key, Op: "delete", Kind: plan.Loser, Why: "became the master", Before: images[id], Into: images[c.Master].Part(key),
			})
		}
	}
	return g, nil
}

// Apply writes the file of a plan anew. Applying it again does nothing.
func Apply(ctx context.Context, dir string, h *plan.Header, jo pipeline.Options, o execute.Options) (*apply.Result, error) {
	if err := plan.Verify(dir, h); err != nil {
		return nil, err
	}
	res := &apply.Result{Groups: h.Counts.Groups}
	run, info, err := runOf(o.Apply.State, h)
	if err != nil {
		return nil, err
	}
	res.Run = run
	if info != nil && info.After != "" && len(info.Undone) < len(info.Groups) {
		if sum, err := sumOf(h.Source); err != nil {
			return nil, err
		} else if sum != h.Inputs["source"] || info.After == sum {
			res.Already = res.Groups
			return res, nil
		}
	}
	next := apply.Info{Run: run, Kind: apply.Merge, Plan: h.Hash, Source: h.Source, Label: h.Label, Table: h.Table, Began: o.Now().UTC(), File: true}
	err = execute.File(ctx, next, o, func() ([]apply.Done, error) {
		if sum, err := sumOf(h.Source); err != nil {
			return nil, err
		} else if sum != h.Inputs["source"] {
			return nil, fmt.Errorf("%s was changed since the plan was made: %w", h.Source, ErrDrift)
		}
		var done []apply.Done
		err := plan.Groups(dir, func(g *plan.Group) error {
			if g.Refused != "" {
				res.Skipped = append(res.Skipped, apply.Skipped{Group: g.ID, Reason: g.Refused})
				return nil
			}
			next.Groups = append(next.Groups, g.ID)
			done = append(done, apply.Done{Group: g})
			return nil
		})
		if err != nil {
			return nil, err
		}
		if err := apply.WriteInfo(o.Apply.State, next); err != nil {
			return nil, err
		}
		at := apply.Dir(o.Apply.State, run)
		if err := keep(h.Source, dir, at); err != nil {
			return nil, err
		}
		if err := rewrite(ctx, jo, at, h.Source, nil, func(after string) error {
			next.After = after
			return apply.WriteInfo(o.Apply.State, next)
		}); err != nil {
			return nil, err
		}
		for _, d := range done {
			res.Applied++
			res.Counts.Add(d.Group)
		}
		return done, nil
	})
	return res, err
}

// runOf returns the run of a plan: the one that it has, unless it was taken back.
func runOf(state string, h *plan.Header) (string, *apply.Info, error) {
	base := "m-" + h.Hash[:12]
	name := base
	for n := 2; ; n++ {
		info, err := apply.ReadInfo(state, name)
		if errors.Is(err, apply.ErrNoRun) {
			return name, nil, nil
		}
		if err != nil {
			return "", nil, err
		}
		if len(info.Undone) < len(info.Groups) || len(info.Groups) == 0 {
			return name, info, nil
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// keep copies the file and the plan into the directory of the run, durable.
func keep(source, dir, at string) error {
	for name, from := range map[string]string{original: source, plan.GroupsFile: filepath.Join(dir, plan.GroupsFile), plan.ChangesFile: filepath.Join(dir, plan.ChangesFile)} {
		if err := copyFile(from, filepath.Join(at, name), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string, mode os.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy %s: %w", filepath.Base(from), err)
	}
	defer in.Close()
	return replace(to, mode, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	}, nil)
}

// replace writes a file in one move; ready is called when it is durable, before
// it takes its place.
func replace(path string, mode os.FileMode, write func(io.Writer) error, ready func() error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".onefold-")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriterSize(f, 1<<16)
	err = write(b)
	err = errors.Join(err, b.Flush(), f.Chmod(mode), f.Sync(), f.Close())
	if err == nil && ready != nil {
		err = ready()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return os.Rename(f.Name(), path)
}

// rewrite makes the file from the bytes that were and the groups that hold.
func rewrite(ctx context.Context, jo pipeline.Options, at, path string, without []string, ready func(sum string) error) error {
	mode := os.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	sum := sha256.New()
	set := map[string]plan.Row{}
	gone := map[string]bool{}
	holds := 0
	err := plan.Groups(at, func(g *plan.Group) error {
		if g.Refused != "" || slices.Contains(without, g.ID) {
			return nil
		}
		holds++
		for i := range g.Changes {
			if c := &g.Changes[i]; c.Op == "update" {
				set[g.Master] = c.After
			}
		}
		for _, l := range g.Losers {
			gone[l] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	done := func() error { return ready(hex.EncodeToString(sum.Sum(nil))) }
	if holds == 0 { // to the byte what was
		in, err := os.Open(filepath.Join(at, original))
		if err != nil {
			return fmt.Errorf("read the original: %w", err)
		}
		defer in.Close()
		return replace(path, mode, func(w io.Writer) error {
			_, err := io.Copy(io.MultiWriter(w, sum), in)
			return err
		}, done)
	}
	jo.Source = filepath.Join(at, original)
	j, err := open(ctx, jo)
	if err != nil {
		return err
	}
	defer j.Close()
	names := j.Table.Schema.Names()
	return replace(path, mode, func(w io.Writer) error {
		out, err := j.NewWriter(io.MultiWriter(w, sum), names)
		if err != nil {
			return err
		}
		values, states := make([]string, len(names)), make([]record.State, len(names))
		for r := range record.Row(j.Table.Len()) {
			id := j.IDOf(r)
			if gone[id] {
				continue
			}
			for i, c := range j.Table.Columns {
				values[i], states[i] = c.Value(r), c.State(r)
			}
			for i, name := range names {
				if v, ok := set[id][name]; ok {
					values[i], states[i] = v.Text, record.Present
					if v.IsNull() || v.Text == "" {
						states[i] = record.Empty
					}
				}
			}
			if err := out.Write(values, states); err != nil {
				return err
			}
		}
		return out.Close()
	}, done)
}

// TakeBack takes groups of a run back, all with none named.
func TakeBack(ctx context.Context, info *apply.Info, groups []string, jo pipeline.Options, o execute.Options) (*apply.Result, error) {
	var wanted []string
	for _, g := range info.Groups {
		if (len(groups) == 0 || slices.Contains(groups, g)) && !slices.Contains(info.Undone, g) {
			wanted = append(wanted, g)
		}
	}
	for _, g := range groups {
		if !slices.Contains(info.Groups, g) {
			return nil, fmt.Errorf("%q: %w", g, execute.ErrNoGroup)
		}
	}
	res := &apply.Result{Groups: int64(len(wanted))}
	if len(wanted) == 0 {
		return res, nil
	}
	var err error
	if res.Run, err = apply.NextRun(o.Apply.State, "u-"+info.Run); err != nil {
		return nil, err
	}
	back := apply.Info{Run: res.Run, Kind: apply.Undo, Of: info.Run, Plan: info.Plan, Source: info.Source, Label: info.Label, Table: info.Table, Began: o.Now().UTC().Truncate(time.Second), File: true}
	err = execute.File(ctx, back, o, func() ([]apply.Done, error) {
		if sum, err := sumOf(info.Source); err != nil {
			return nil, err
		} else if sum != info.After && o.Apply.OnConflict != apply.TakeOld {
			return nil, fmt.Errorf("%s was changed since it was merged: %w", info.Source, ErrDrift)
		}
		at := apply.Dir(o.Apply.State, info.Run)
		next := *info
		next.Undone = append(slices.Clone(info.Undone), wanted...)
		err := rewrite(ctx, jo, at, info.Source, next.Undone, func(after string) error {
			next.After = after
			return errors.Join(apply.WriteInfo(o.Apply.State, back), apply.WriteInfo(o.Apply.State, next))
		})
		if err != nil {
			return nil, err
		}
		var done []apply.Done
		err = plan.Groups(at, func(g *plan.Group) error {
			if slices.Contains(wanted, g.ID) {
				res.Applied++
				res.Counts.Losers += int64(len(g.Losers))
				done = append(done, apply.Done{Group: g})
			}
			return nil
		})
		return done, err
	})
	return res, err
}
