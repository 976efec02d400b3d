package merging

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/choose"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/find"
	"github.com/onefold/onefold/internal/workspace"
)

// Options say what to plan.
type Options struct {
	Job        pipeline.Options // of the source: Source is its URL
	DB         connectors.Database
	Table      connectors.TableName
	Groups     []build.Input
	Clusters   string // SHA-256 of the clusters
	PolicyHash string
	Model      string // hash of what the clusters were made by; "" where nobody knows
	Answers    []references.Answer
	Fate       build.Fate
	Tool       string
	Out        string // directory of the plan
	Progress   func(what string, done, total int)
}

// Unanswered are references that somebody has to answer before a merge.
type Unanswered struct {
	References []references.Reference
}

// Error names them.
func (u *Unanswered) Error() string {
	names := make([]string, len(u.References))
	for i := range u.References {
		names[i] = u.References[i].Place()
	}
	const most = 12
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	return "nobody has said whether these places point at records: " + strings.Join(names, ", ") + more
}

// Plan makes the plan and writes it, whole or not at all. It creates nothing in
// the database.
func Plan(ctx context.Context, o Options) (h *plan.Header, err error) {
	refs, err := find.References(ctx, o.DB, find.Options{Target: o.Table, Answers: o.Answers, Progress: func(done, total int) { o.Progress("read tables", done, total) }})
	if err != nil {
		return nil, err
	}
	if open := refs.Unanswered(); len(open) > 0 {
		return nil, &Unanswered{open}
	}
	o.Job.Read.Deleted = true
	job, err := pipeline.Open(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	defer job.Close()
	if err := job.Understand(ctx); err != nil {
		return nil, err
	}
	chooser, err := choose.New(job)
	if err != nil {
		return nil, err
	}
	cat, err := o.DB.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := o.DB.Begin(ctx, connectors.TxOptions{Isolation: connectors.Snapshot, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback(context.WithoutCancel(ctx))) }()
	st, err := workspace.Atomic(o.Out, plan.Files()...)
	if err != nil {
		return nil, err
	}
	defer st.Abort()
	used := refs.Used()
	h = &plan.Header{
		Made: o.Job.Now().UTC(), Tool: o.Tool, Source: Absolute(o.Job.Source), Label: o.Job.Connectors.Label(o.Job.Source),
		Engine: o.DB.Abilities().Engine, Table: o.Table.Name, Schema: o.Table.Schema,
		Inputs: map[string]string{"clusters": o.Clusters, "source": job.Info.SHA256, "policy": o.PolicyHash, "references": hashOf(used)},
	}
	if o.Model != "" {
		h.Inputs["model"] = o.Model
	}
	w, err := plan.NewWriter(st, h)
	if err != nil {
		return nil, err
	}
	err = build.Build(ctx, build.Options{
		Rows: tx, Catalogue: cat, Target: o.Table, Inputs: o.Groups, Choose: chooser, Used: used, Fate: o.Fate,
		Nested: func(ctx context.Context, t connectors.TableName) ([]references.Reference, error) {
			r, err := find.Discover(ctx, cat, tx, find.Options{Target: t, Answers: about(o.Answers)})
			if errors.Is(err, find.ErrNoKey) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			return r.Used(), nil
		},
		Progress: func(done, total int) { o.Progress("plan groups", done, total) },
	}, h, w.Group)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return h, st.Commit()
}

// about leaves out answers that discovery for another table could not place.
func about(answers []references.Answer) []references.Answer {
	return slices.DeleteFunc(slices.Clone(answers), func(a references.Answer) bool { return a.Target == "" || !a.Wrong })
}

func hashOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Absolute makes the path of a database file absolute, so that the URL holds in
// another directory.
func Absolute(ref string) string {
	scheme, rest, ok := strings.Cut(ref, ":")
	if !ok || !strings.HasPrefix(strings.ToLower(scheme), "sqlite") || strings.HasPrefix(rest, "/") {
		return ref
	}
	path, query, has := strings.Cut(rest, "?")
	abs, err := filepath.Abs(path)
	if err != nil {
		return ref
	}
	if has {
		query = "?" + query
	}
	return scheme + ":" + filepath.ToSlash(abs) + query
}
