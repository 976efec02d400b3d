package execute_test

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/find"
)

var pool server.Pool

func TestMain(m *testing.M) {
	code := m.Run()
	pool.Stop()
	os.Exit(code)
}

// lowest chooses the first id as the master, which takes what it does not have.
type lowest struct{}

func (lowest) Choose(in build.Input, images map[string]plan.Row) (build.Choice, error) {
	c := build.Choice{Master: in.IDs[0], Why: "first"}
	for _, f := range []string{"name", "mail", "score", "parent_id"} {
		if !images[c.Master][f].IsNull() {
			continue
		}
		for _, id := range in.IDs[1:] {
			if v := images[id][f]; !v.IsNull() {
				c.Fields = append(c.Fields, plan.FieldValue{Field: f, Value: v, Rule: "master_fill", From: []string{id}})
				break
			}
		}
	}
	return c, nil
}

// planned makes a plan as the command does, but for survivorship.
func planned(ctx context.Context, db connectors.Database, table connectors.TableName, groups []build.Input, dir string) (*plan.Header, error) {
	res, err := find.References(ctx, db, find.Options{Target: table})
	if err != nil {
		return nil, err
	}
	for i := range res.References { // whoever made the schema says that all is as it seems
		if r := &res.References[i]; r.Confidence >= references.AtLeastDoubtful {
			r.Take(&references.Answer{})
		}
	}
	cat, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := db.Begin(ctx, connectors.TxOptions{Isolation: connectors.Snapshot, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback(ctx)
	h := &plan.Header{Made: time.Unix(1.7e9, 0), Label: "crm", Table: table.Name, Schema: table.Schema}
	w, err := plan.NewWriter(folder(dir), h)
	if err != nil {
		return nil, err
	}
	err = build.Build(ctx, build.Options{Rows: tx, Catalogue: cat, Target: table, Inputs: groups, Choose: lowest{}, Used: res.Used()}, h, w.Group)
	return h, errors.Join(err, w.Close())
}

type folder string

func (f folder) Create(name string) (*os.File, error) {
	return os.Create(filepath.Join(string(f), name))
}

func options(state string) execute.Options {
	return execute.Options{Apply: apply.Options{State: state, Now: time.Now}, Actor: "test", Now: time.Now, Ledger: ledger.Options{}}
}

// contents returns every row of every table, sorted.
func contents(ctx context.Context, db connectors.Database) (map[string][]string, error) {
	db.Refresh()
	cat, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string][]string{}
	for _, t := range cat.Tables {
		if strings.HasPrefix(t.Name.Name, "onefold_") {
			continue
		}
		rows := []string{}
		err := db.Select(ctx, connectors.Query{Table: t.Name}, func(i connectors.Image) error {
			rows = append(rows, fmt.Sprint(i.Values))
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.Sort(rows)
		all[t.Name.Name] = rows
	}
	return all, nil
}

func same(t *rapid.T, what string, got, want map[string][]string) {
	for name := range want {
		if !slices.Equal(got[name], want[name]) {
			t.Fatalf("%s: table %s is\n%s\nwant\n%s", what, name, strings.Join(got[name], "\n"), strings.Join(want[name], "\n"))
		}
	}
}

// Whatever is merged can be taken back, and nothing is lost meanwhile.
func TestTakeBackIsTheInverse(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		n := 0
		dir := t.TempDir()
		property(t, "sqlite", func(rt *rapid.T, sql []string) string {
			n++
			path := filepath.Join(dir, fmt.Sprintf("%d.db", n))
			conn, err := new(sqlite.Driver).Open(path)
			if err != nil {
				rt.Fatal(err)
			}
			if _, err := conn.(driver.ExecerContext).ExecContext(context.Background(), strings.Join(sql, ";\n"), nil); err != nil {
				rt.Fatal(err)
			}
			if err := conn.Close(); err != nil {
				rt.Fatal(err)
			}
			return "sqlite:" + path
		})
	})
	for engine, start := range map[string]func(testing.TB) *server.Server{"postgres": pool.Postgres, "mariadb": pool.MariaDB} {
		t.Run(engine, func(t *testing.T) {
			s := start(t)
			s.Env(t)
			property(t, engine, func(_ *rapid.T, sql []string) string {
				name := s.Database(t)
				s.Exec(t, name, strings.Join(sql, ";\n")+";")
				return s.URL(name)
			})
		})
	}
}

func property(t *testing.T, engine string, make func(*rapid.T, []string) string) {
	ctx, root, n := t.Context(), t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, engine)
		n++
		dir, state := filepath.Join(root, fmt.Sprint(n)), filepath.Join(root, fmt.Sprint(n), "state")
		if err := os.MkdirAll(state, 0o700); err != nil {
			t.Fatal(err)
		}
		url := make(t, append(s.ddl, s.rows...))
		db, err := all.OpenDatabase(ctx, url, connectors.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		before, err := contents(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		groups := drawGroups(t, s.contacts)
		h, err := planned(ctx, db, connectors.TableName{Name: "contacts"}, groups, dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := contents(ctx, db); len(got) != len(before) {
			t.Fatal("planning made a table")
		} else {
			same(t, "planned", got, before)
		}
		res, err := execute.Merge(ctx, db, dir, h, options(state))
		if err != nil {
			t.Fatalf("%+v: %v", res, err)
		}
		if len(res.Skipped) > 0 {
			t.Fatalf("skipped: %+v\n%s", res.Skipped, strings.Join(s.ddl, "\n"))
		}
		after, err := contents(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		nothingLost(t, ctx, db, s, groups, before, after, &res.Counts)
		again, err := execute.Merge(ctx, db, dir, h, options(state))
		if err != nil || again.Applied != 0 {
			t.Fatalf("applied twice: %+v, %v", again, err)
		}
		twice, _ := contents(ctx, db)
		same(t, "applied twice", twice, after)
		info, err := apply.ReadInfo(state, res.Run)
		if err != nil {
			t.Fatal(err)
		}
		back, err := execute.TakeBack(ctx, db, info, nil, options(state))
		if err != nil || len(back.Skipped) > 0 {
			t.Fatalf("taken back: %+v, %v", back, err)
		}
		got, _ := contents(ctx, db)
		same(t, "taken back", got, before)
		if back, err = execute.TakeBack(ctx, db, info, nil, options(state)); err != nil || back.Applied > 0 {
			t.Fatalf("taken back twice: %+v, %v", back, err)
		}
	})
}

func drawGroups(t *rapid.T, contacts int) []build.Input {
	var groups []build.Input
	ids := rapid.Permutation(numbers(contacts)).Draw(t, "ids")
	for len(ids) > 1 && len(groups) < 3 {
		n := rapid.IntRange(2, min(4, len(ids))).Draw(t, "size")
		groups = append(groups, build.Input{ID: fmt.Sprint("g", len(groups)), IDs: ids[:n]})
		ids = ids[n:]
	}
	return groups
}

func numbers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(i + 1)
	}
	return all
}

// nothingLost checks that no row points at a loser, that every row that is gone is
// explained, and that sums are what they were.
func nothingLost(t *rapid.T, ctx context.Context, db connectors.Database, s *schema, groups []build.Input, before, after map[string][]string, c *plan.Counts) {
	loser := map[string]bool{}
	for _, g := range groups {
		for _, id := range g.IDs[1:] {
			loser[id] = true
		}
	}
	for _, p := range s.pointers {
		err := db.Select(ctx, connectors.Query{Table: connectors.TableName{Name: p.table}}, func(i connectors.Image) error {
			row := plan.RowOf(i)
			v := row[p.column]
			if v.IsNull() || p.kind != "" && row[p.kind].Text != "contacts" {
				return nil
			}
			ids := []string{strings.TrimPrefix(v.Text, p.typed)}
			if p.list {
				var list []json.Number
				if err := json.Unmarshal([]byte(v.Text), &list); err != nil {
					return err
				}
				ids = ids[:0]
				for _, n := range list {
					ids = append(ids, n.String())
				}
			}
			for _, id := range ids {
				if loser[id] {
					return fmt.Errorf("%s.%s still points at %s", p.table, p.column, id)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("%v\n%s", err, strings.Join(s.rows, "\n"))
		}
	}
	gone := int64(0)
	for name := range before {
		gone += int64(len(before[name]) - len(after[name]))
	}
	if explained := c.Losers + c.Merged + c.Dropped + c.Conflicts; gone != explained {
		t.Fatalf("%d rows are gone, %d are explained: %+v", gone, explained, c)
	}
	for _, name := range s.sums {
		if len(before[name]) == len(after[name]) != true {
			t.Fatalf("rows of %s are gone, which nothing keeps apart\n%v\n%v", name, before[name], after[name])
		}
	}
}
