package sqlite_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/record"

	"pgregory.net/rapid"
)

// Conditions choose the rows that they say, Nulls and long lists included.
func TestConditionsChoose(t *testing.T) {
	path := create(t, "CREATE TABLE t (a INTEGER, b TEXT);")
	var insert strings.Builder
	type row struct{ a, b record.Value }
	var rows []row
	texts := []record.Value{{}, record.TextValue(""), record.TextValue("x"), record.TextValue("X"), record.TextValue("xy%"), record.TextValue("1")}
	for a := range 5 {
		for _, b := range texts {
			r := row{record.IntValue(int64(a)), b}
			if a == 0 {
				r.a = record.Value{}
			}
			rows = append(rows, r)
			sql := func(v record.Value) string {
				if v.IsNull() {
					return "NULL"
				}
				return "'" + v.Text + "'"
			}
			fmt.Fprintf(&insert, "INSERT INTO t VALUES (%s, %s);", sql(r.a), sql(r.b))
		}
	}
	execute(t, path, insert.String())
	db := open(t, path)
	number := rapid.Custom(func(t *rapid.T) record.Value {
		n := rapid.IntRange(-1, 6).Draw(t, "number")
		switch {
		case n < 0:
			return record.Value{}
		case n > 4:
			return record.TextValue("1")
		}
		return record.IntValue(int64(n))
	})
	text := rapid.SampledFrom(append(texts, record.IntValue(1)))
	same := func(x, y record.Value) bool { return x.IsNull() == y.IsNull() && x.Text == y.Text }
	rapid.Check(t, func(rt *rapid.T) {
		var where []connectors.Condition
		var holds []func(row) bool
		for range rapid.IntRange(0, 3).Draw(rt, "conditions") {
			var list [][]record.Value
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				values := rapid.SliceOfN(number, 0, 6).Draw(rt, "a")
				where = append(where, connectors.In("a", values...))
				holds = append(holds, func(r row) bool {
					return slices.ContainsFunc(values, func(v record.Value) bool { return same(v, r.a) })
				})
			case 1:
				values := rapid.SliceOfN(text, 0, 6).Draw(rt, "b")
				where = append(where, connectors.In("b", values...))
				holds = append(holds, func(r row) bool {
					return slices.ContainsFunc(values, func(v record.Value) bool { return same(v, r.b) })
				})
			case 2:
				for range rapid.SampledFrom([]int{0, 1, 2, 3, 7, 1500}).Draw(rt, "keys") {
					list = append(list, []record.Value{text.Draw(rt, "b"), number.Draw(rt, "a")})
				}
				if len(list) > 512 && slices.ContainsFunc(where, func(c connectors.Condition) bool { return len(c.Tuples) > 512 }) {
					list = list[:9]
				}
				where = append(where, connectors.KeyIn([]string{"b", "a"}, list...))
				holds = append(holds, func(r row) bool {
					return slices.ContainsFunc(list, func(k []record.Value) bool { return same(k[0], r.b) && same(k[1], r.a) })
				})
			case 3:
				where = append(where, connectors.IsNull("b"))
				holds = append(holds, func(r row) bool { return r.b.IsNull() })
			case 4:
				where = append(where, connectors.NotNull("a"))
				holds = append(holds, func(r row) bool { return !r.a.IsNull() })
			default:
				prefix := rapid.SampledFrom([]string{"", "x", "xy", "xy%", "%"}).Draw(rt, "prefix")
				where = append(where, connectors.HasPrefix("b", prefix))
				holds = append(holds, func(r row) bool { return !r.b.IsNull() && strings.HasPrefix(r.b.Text, prefix) })
			}
		}
		want := int64(0)
		for _, r := range rows {
			if !slices.ContainsFunc(holds, func(f func(row) bool) bool { return !f(r) }) {
				want++
			}
		}
		if got, err := db.Count(t.Context(), connectortest.Table("t"), where...); err != nil || got != want {
			rt.Fatalf("%d rows, %v; want %d", got, err, want)
		}
	})
}
