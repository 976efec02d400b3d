package execute_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/plan/execute"
)

// TestRealDatabases merges in the databases in ONEFOLD_SHARED and takes it back.
func TestRealDatabases(t *testing.T) {
	shared := os.Getenv("ONEFOLD_SHARED")
	if shared == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	dir := filepath.Join(shared, "crm")
	for _, c := range []struct {
		dump, table string
		start       func(testing.TB) *server.Server
	}{
		{"odoo16_before_merge.sql.xz", "res_partner", pool.Postgres},
		{"suitecrm.sql.xz", "contacts", pool.MariaDB},
		{"suitecrm.sql.xz", "accounts", pool.MariaDB},
	} {
		t.Run(c.table, func(t *testing.T) {
			s := c.start(t)
			there(t, loaded(t, s, filepath.Join(dir, c.dump)), c.table)
		})
	}
}

func there(t *testing.T, db connectors.Database, table string) {
	ctx := t.Context()
	var ids []string
	cat, err := db.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	def := cat.Table(connectors.TableName{Name: table})
	err = db.Select(ctx, connectors.Query{Table: def.Name, Ordered: true, Columns: def.Key}, func(i connectors.Image) error {
		ids = append(ids, def.ID(i.Values))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var groups []build.Input
	for i := 0; i+2 < len(ids) && len(groups) < 200; i += 3 {
		groups = append(groups, build.Input{ID: fmt.Sprint("g", len(groups)), IDs: ids[i : i+2+len(groups)%2]})
	}
	before, err := contents(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	dir, state := t.TempDir(), t.TempDir()
	h, err := planned(ctx, db, def.Name, groups, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d groups, %d refused, %+v", len(groups), h.Counts.Refused, h.Counts)
	refused := map[string]int{}
	if err := plan.Groups(dir, func(g *plan.Group) error { refused[g.Refused]++; return nil }); err != nil {
		t.Fatal(err)
	}
	t.Logf("refused: %v", refused)
	for _, w := range h.Warnings {
		t.Log(w)
	}
	res, err := execute.Merge(ctx, db, dir, h, options(state))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("applied %d, skipped %d", res.Applied, len(res.Skipped))
	reasons := map[string]int{}
	for _, k := range res.Skipped {
		reasons[k.Reason]++
	}
	for r, n := range reasons {
		t.Logf("%d × %s", n, r)
	}
	if res.Applied < res.Groups*9/10 {
		t.Errorf("only %d of %d groups were merged", res.Applied, res.Groups)
	}
	info, err := apply.ReadInfo(state, res.Run)
	if err != nil {
		t.Fatal(err)
	}
	back, err := execute.TakeBack(ctx, db, info, nil, options(state))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range back.Skipped {
		t.Errorf("not taken back: %+v", k)
	}
	got, err := contents(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	for name := range before {
		if !slices.Equal(got[name], before[name]) {
			t.Errorf("table %s is not what it was: %d rows, %d before", name, len(got[name]), len(before[name]))
		}
	}
}

// loaded opens a database with a compressed dump in it.
func loaded(t *testing.T, s *server.Server, dump string) connectors.Database {
	t.Helper()
	if _, err := exec.LookPath("xz"); err != nil {
		t.Skip("there is no xz")
	}
	name := s.Database(t)
	unpack := exec.Command("xz", "-dc", dump)
	sql, err := unpack.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := unpack.Start(); err != nil {
		t.Fatal(err)
	}
	s.Load(t, name, sql)
	if err := unpack.Wait(); err != nil {
		t.Fatal(err)
	}
	db, err := all.OpenDatabase(context.Background(), s.URL(name), connectors.Options{Getenv: s.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
