package comparison

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest/server"
)

var servers server.Pool

func TestMain(m *testing.M) { m.Run(); servers.Stop() }

// Each key is in the span of its range, and in no other.
func TestSpans(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		width := rapid.Int64Range(1, 1<<40).Draw(r, "width")
		keys := rapid.SliceOfN(rapid.Int64(), 1, 20).Draw(r, "keys")
		if rapid.Bool().Draw(r, "near") {
			for i := range keys {
				keys[i] %= 5 * width
			}
		}
		var ranges []int64
		for _, k := range keys[:len(keys)/2] {
			ranges = append(ranges, k/width)
		}
		slices.Sort(ranges)
		ranges = slices.Compact(ranges)
		all := spans(ranges, width)
		for _, k := range append(keys, 0, width, -width, width-1, 1-width, math.MaxInt64, math.MinInt64+1) {
			in := 0
			for _, s := range all {
				if s[0] <= k && k <= s[1] {
					in++
				}
			}
			want := 0
			if slices.Contains(ranges, k/width) {
				want = 1
			}
			if in != want {
				r.Fatalf("key %d is in %d of %v, want %d", k, in, all, want)
			}
		}
	})
}

// counting counts the rows that are read.
type counting struct {
	connectors.Tx
	connectors.Digester
	rows *int64
}

func (c counting) Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error {
	return c.Tx.Select(ctx, q, func(i connectors.Image) error {
		*c.rows++
		return each(i)
	})
}

func open(t *testing.T, s *server.Server, url string) (Database, *int64) {
	t.Helper()
	db, err := all.OpenDatabase(t.Context(), url, connectors.Options{Getenv: s.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	cat, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin(t.Context(), connectors.TxOptions{Isolation: connectors.Snapshot, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	d := Database{Catalogue: cat, Engine: db.Abilities().Engine}
	rows := new(int64)
	d.Reader = counting{tx, tx.(connectors.Digester), rows}
	return d, rows
}

// Servers digest ranges of keys: what comes out is the same, and only ranges
// that differ are read.
func TestDigests(t *testing.T) {
	for _, engine := range []string{"postgres", "mariadb"} {
		t.Run(engine, func(t *testing.T) {
			s := servers.Postgres
			if engine == "mariadb" {
				s = servers.MariaDB
			}
			on := s(t)
			var urls [2]string
			for i := range urls {
				name := on.Database(t)
				urls[i] = on.URL(name)
				var sql strings.Builder
				sql.WriteString("CREATE TABLE t (id bigint PRIMARY KEY, v varchar(40), w varchar(40), n decimal(10,2), d timestamp NULL, b boolean);\nINSERT INTO t VALUES ")
				for k := -6000; k < 34000; k++ {
					if k > -6000 {
						sql.WriteString(", ")
					}
					fmt.Fprintf(&sql, "(%d, 'é%d', NULL, %d.5, '2024-05-06 07:08:09', true)", k, k, k)
				}
				sql.WriteString(";\n")
				if i == 1 {
					sql.WriteString(`UPDATE t SET v = 'x' WHERE id = -1;
UPDATE t SET v = NULL, w = v WHERE id = 9000;
UPDATE t SET w = '' WHERE id = 9001;
DELETE FROM t WHERE id = 20000;
INSERT INTO t VALUES (9000000, 'far', NULL, 0, NULL, false);
`)
				}
				on.Exec(t, name, sql.String())
			}
			a, readA := open(t, on, urls[0])
			b, readB := open(t, on, urls[1])
			p := Pairs(a.Catalogue, b.Catalogue)[0]
			compared := func() (Table, []string) {
				var told []string
				out, err := Databases(t.Context(), a, b, p, Options{Each: func(d Difference) error {
					told = append(told, fmt.Sprint(d.Kind, d.Key, d.Column))
					return nil
				}})
				if err != nil {
					t.Fatal(err)
				}
				return out, told
			}
			got, told := compared()
			if *readA > 20_000 || *readB > 20_000 || *readA < 5000 {
				t.Errorf("read %d and %d of 40,000 rows", *readA, *readB)
			}
			a.Engine = ""
			want, wanted := compared()
			if d := cmp.Diff(want, got) + cmp.Diff(wanted, told); d != "" {
				t.Error(d)
			}
			if got.Changed != 3 || got.Missing != 1 || got.Extra != 1 || got.RowsA != 40_000 || got.RowsB != 40_000 {
				t.Errorf("%+v", got)
			}
		})
	}
}
