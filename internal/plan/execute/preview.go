package execute

import (
	"context"
	"errors"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
)

// Prospect is what taking a run back would do.
type Prospect struct {
	Run       string          `json:"run"`
	Groups    int64           `json:"groups"`
	Losers    int64           `json:"losers"`
	Rows      int64           `json:"rows"`
	Conflicts []apply.Skipped `json:"conflicts,omitempty"` // groups that would be left as they are
}

// Preview says what TakeBack would do. It changes neither the target nor the
// state.
func Preview(ctx context.Context, db connectors.Database, of *apply.Info, groups []string, o Options) (p *Prospect, err error) {
	log, err := ledger.Open(ctx, o.Apply.State, o.Ledger)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	v, err := log.Vault()
	if err != nil {
		return nil, err
	}
	st, err := apply.StateOf(o.Apply.State, of.Run, v)
	if err != nil {
		return nil, err
	}
	wanted, err := Wanted(st, groups)
	if err != nil {
		return nil, err
	}
	is := make(map[string]bool, len(wanted))
	for _, g := range wanted {
		is[g] = true
	}
	p = &Prospect{Run: of.Run}
	back := apply.Info{Kind: apply.Undo, Of: of.Run, Table: of.Table, Schema: of.Schema}
	err = apply.Inverse(o.Apply.State, of.Run, v, func(g string) bool { return is[g] }, func(groups []*plan.Group) error {
		for _, g := range groups {
			p.Groups++
			p.Losers += int64(len(g.Losers))
			p.Rows += int64(len(g.Changes))
		}
		conflicts, err := apply.Rehearse(ctx, db, back, o.Apply.OnConflict, groups)
		p.Conflicts = append(p.Conflicts, conflicts...)
		return err
	})
	return p, err
}
