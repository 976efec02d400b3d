package comparison

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// rows is a side in memory. A cell of "∅" is Null.
type rows struct {
	head  string
	class map[string]connectors.TypeClass
	key   string
	cells []string
	fail  error
}

func (r rows) Columns() []Column {
	var columns []Column
	for name := range strings.SplitSeq(r.head, ",") {
		columns = append(columns, Column{name, r.class[name]})
	}
	return columns
}

func (r rows) Key() []string {
	if r.key == "" {
		return nil
	}
	return strings.Split(r.key, ",")
}

func (r rows) KeepsNull() bool { return true }

func (r rows) Read(_ context.Context, columns []string, each func([]record.Value) error) error {
	head := strings.Split(r.head, ",")
	for _, row := range r.cells {
		cells := strings.Split(row, ",")
		values := make([]record.Value, len(columns))
		for i, name := range columns {
			if c := cells[slices.Index(head, name)]; c != "∅" {
				values[i] = record.TextValue(c)
			}
		}
		if err := each(values); err != nil {
			return err
		}
	}
	return r.fail
}

func told(t testing.TB, a, b Side, o Options) (Table, []string) {
	t.Helper()
	var all []string
	o.Each = func(d Difference) error {
		all = append(all, fmt.Sprintf("%s %s %s", d.Kind, d.Key, d.Column))
		return nil
	}
	out, err := Tables(t.Context(), "t", a, b, o)
	if err != nil {
		t.Fatal(err)
	}
	if n := out.Same + out.Changed + out.Missing + out.Merged; n != out.RowsA {
		t.Errorf("%d rows of A, %d accounted for", out.RowsA, n)
	}
	if n := out.Same + out.Changed + out.Extra + out.Stayed; n != out.RowsB {
		t.Errorf("%d rows of B, %d accounted for", out.RowsB, n)
	}
	return out, all
}

func TestRows(t *testing.T) {
	ids := Answers{Own: IDs{"2": "1", "3": "1", "7": "70"}}
	for _, c := range []struct {
		name string
		a, b []string
		o    Options
		want Table
		told []string
	}{
		{"equal in another order", []string{"1,x", "2,y", "10,z"}, []string{"10,z", "2,y", "1,x"}, Options{}, Table{Same: 3}, nil},
		{"empty", nil, nil, Options{}, Table{}, nil},
		{"all missing", []string{"1,x"}, nil, Options{}, Table{Missing: 1}, []string{"missing 1 "}},
		{"all extra", nil, []string{"1,x"}, Options{}, Table{Extra: 1}, []string{"extra 1 "}},
		{"changed, by size of the key", []string{"9,x", "10,x"}, []string{"9,y", "10,y"}, Options{}, Table{Changed: 2}, []string{"changed 9 v", "changed 10 v"}},
		{"null is not empty", []string{"1,∅"}, []string{"1,"}, Options{}, Table{Changed: 1}, []string{"changed 1 v"}},
		{"ignored", []string{"1,x"}, []string{"1,y"}, Options{Ignore: []string{"V"}}, Table{Same: 1}, nil},
		{"key twice", []string{"1,x", "1,y", "1,y"}, []string{"1,y", "1,z"}, Options{}, Table{Same: 1, Changed: 1, Missing: 1}, []string{"changed 1 v", "missing 1 "}},
		{"merged", []string{"1,x", "2,y", "3,z"}, []string{"1,x"}, Options{IDs: ids}, Table{Same: 1, Merged: 2}, nil},
		{"merged, and the master is gone", []string{"1,x", "2,y"}, nil, Options{IDs: ids}, Table{Missing: 2}, []string{"missing 1 ", "missing 2 "}},
		{"not merged after all", []string{"1,x", "2,y"}, []string{"1,x", "2,y"}, Options{IDs: ids}, Table{Same: 1, Merged: 1, Stayed: 1}, nil},
		{"renumbered", []string{"7,x"}, []string{"70,x"}, Options{IDs: ids}, Table{Same: 1, Renumbered: 1}, nil},
		{"renumbered and changed", []string{"7,x"}, []string{"70,y"}, Options{IDs: ids}, Table{Changed: 1, Renumbered: 1}, []string{"changed 7 v"}},
		{"two became a new one", []string{"2,x", "3,y"}, []string{"1,x"}, Options{IDs: ids}, Table{Same: 1, Merged: 1, Renumbered: 1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := rows{head: "id,v", key: "id", cells: c.a}, rows{head: "id,v", key: "id", cells: c.b}
			got, all := told(t, a, b, c.o)
			got.Columns, got.Name, got.Key, got.RowsA, got.RowsB = nil, "", nil, 0, 0
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.told, all); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReferences(t *testing.T) {
	ids := IDs{"2": "1"}
	o := Options{IDs: Answers{Links: []Link{{Column: "contact", IDs: ids}, {Column: "parent", Type: "kind", Types: []string{"C"}, IDs: ids}}}}
	a := rows{head: "id,contact,kind,parent", key: "id", cells: []string{"1,2,C,2", "2,2,D,2", "3,1,C,5", "4,2,C,2"}}
	b := rows{head: "id,contact,kind,parent", key: "id", cells: []string{"1,1,C,1", "2,1,D,2", "3,1,C,5", "4,2,C,1"}}
	got, all := told(t, a, b, o)
	if got.Same != 3 || !slices.Equal(all, []string{"changed 4 contact"}) {
		t.Errorf("%+v, told %q", got, all)
	}
	// In a key they lead to the row of the master; one that still has the old
	// id is extra, not one that stayed.
	o = Options{IDs: Answers{Links: []Link{{Column: "contact", IDs: ids}}}}
	a = rows{head: "contact,tag", key: "contact,tag", cells: []string{"1,a", "2,a", "2,b"}}
	b = rows{head: "contact,tag", key: "contact,tag", cells: []string{"1,a", "1,b", "2,a"}}
	got, all = told(t, a, b, o)
	if got.Same != 2 || got.Merged != 1 || !slices.Equal(all, []string{"extra 2:a "}) {
		t.Errorf("%+v, told %q", got, all)
	}
	// A row that is a part of the record stays where the record stays.
	o.IDs.Links[0].Part = true
	a = rows{head: "contact,v", key: "contact", cells: []string{"1,a", "2,a"}}
	b = rows{head: "contact,v", key: "contact", cells: []string{"1,a", "2,old"}}
	if got, all = told(t, a, b, o); got.Stayed != 1 || got.Merged != 1 || len(all) > 0 {
		t.Errorf("%+v, told %q", got, all)
	}
}

func TestColumns(t *testing.T) {
	a := rows{head: "ID,name,gone", key: "ID", cells: []string{"1,x,?"}}
	b := rows{head: "name,id,new", key: "id", cells: []string{"x,1,?"}}
	got, all := told(t, a, b, Options{})
	if got.Same != 1 || !slices.Equal(all, []string{"missing_column  gone", "extra_column  new"}) || got.Differences() != 2 {
		t.Errorf("%+v, told %q", got, all)
	}
	if _, err := Tables(t.Context(), "t", a, b, Options{Key: []string{"gone"}}); !errors.Is(err, ErrColumn) {
		t.Errorf("a key that B does not have: %v", err)
	}
}

func TestContent(t *testing.T) {
	a := rows{head: "x,y", cells: []string{"1,a", "1,a", "2,b", "3,∅"}}
	b := rows{head: "y,x", cells: []string{"a,1", "b,2", "c,2", ",3"}}
	got, all := told(t, a, b, Options{})
	if got.Same != 2 || got.Missing != 2 || got.Extra != 2 || len(all) != 4 || len(got.Key) != 0 {
		t.Errorf("%+v, told %q", got, all)
	}
}

func TestValues(t *testing.T) {
	var all []Difference
	o := Options{Values: true, Each: func(d Difference) error { all = append(all, d); return nil }}
	a := rows{head: "id,u,v,w", key: "id", cells: []string{"1,same,before,∅"}}
	b := rows{head: "id,u,v,w", key: "id", cells: []string{"1,same,after,new"}}
	if _, err := Tables(t.Context(), "t", a, b, o); err != nil {
		t.Fatal(err)
	}
	want := []Difference{
		{Kind: Changed, Table: "t", Key: "1", Column: "v", A: "before", B: "after"},
		{Kind: Changed, Table: "t", Key: "1", Column: "w", B: "new"},
	}
	if d := cmp.Diff(want, all); d != "" {
		t.Error(d)
	}
}

// An error of a side ends the comparison, and leaves no file behind.
func TestFailure(t *testing.T) {
	broken := errors.New("broken")
	dir := t.TempDir()
	a := rows{head: "id,v", key: "id"}
	for i := range 1000 {
		a.cells = append(a.cells, strconv.Itoa(i)+",x")
	}
	b := a
	b.fail = broken
	for _, sides := range [][2]Side{{a, b}, {b, a}} {
		if _, err := Tables(t.Context(), "t", sides[0], sides[1], Options{Memory: 4096, Temp: dir}); !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
	}
	full := errors.New("full")
	if _, err := Tables(t.Context(), "t", a, rows{head: "id,v", key: "id"}, Options{Memory: 4096, Temp: dir, Each: func(Difference) error { return full }}); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// What a comparison says is what maps of the rows say, on disk or not.
func TestAgainstMaps(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		side := func(label string) (rows, map[string]string) {
			m := rapid.MapOf(rapid.StringMatching("[a-c]{0,3}|[0-9]{1,3}"), rapid.StringMatching("[xy]?|∅")).Draw(r, label)
			s := rows{head: "id,v", key: "id"}
			for _, k := range rapid.Permutation(keys(m)).Draw(r, label+" order") {
				s.cells = append(s.cells, k+","+m[k])
			}
			return s, m
		}
		a, ma := side("a")
		b, mb := side("b")
		now := IDs{}
		for _, k := range keys(ma) {
			if rapid.IntRange(0, 4).Draw(r, "mapped") == 0 {
				if to := rapid.SampledFrom(keys(ma)).Draw(r, "to"); to != k {
					now[k] = to
				}
			}
		}
		now = now.flat()
		o := Options{IDs: Answers{Own: now}, Memory: rapid.SampledFrom([]int{0, 60, 200}).Draw(r, "memory"), Temp: dir}
		got, _ := told(t, a, b, o)
		var want Table
		for k, v := range ma {
			w, ok := mb[now.Now(k)]
			switch {
			case !ok:
				want.Missing++
			case now.Now(k) != k:
				want.Merged++ // the master is in A: it was drawn from there
			case w == v:
				want.Same++
			default:
				want.Changed++
			}
		}
		for k := range mb {
			_, merged := now[k]
			_, had := ma[k]
			switch {
			case merged:
				want.Stayed++
			case !had:
				want.Extra++
			}
		}
		for _, f := range [][2]int64{
			{got.Same, want.Same},
			{got.Changed, want.Changed},
			{got.Missing, want.Missing},
			{got.Extra, want.Extra},
			{got.Merged, want.Merged},
			{got.Stayed, want.Stayed},
		} {
			if f[0] != f[1] {
				r.Fatalf("got %+v, want %+v", got, want)
			}
		}
	})
}

func keys(m map[string]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

func TestForms(t *testing.T) {
	num, boolean, moment, other := connectors.ClassDecimal, connectors.ClassBoolean, connectors.ClassTimestamp, connectors.ClassText
	for _, c := range []struct {
		class connectors.TypeClass
		a, b  string
		same  bool
	}{
		{num, "1.50", "1.5", true},
		{num, "007", "7", true},
		{num, "-0.00", "0", true},
		{num, "1e3", "1000", true},
		{num, "1.5e-3", "0.0015", true},
		{num, "+5", "5", true},
		{num, "1.5", "1.51", false},
		{num, "-1", "1", false},
		{num, "nan", "0", false},
		{num, "1e999999999", "1e999999998", false},
		{num, ".", "0", false},
		{num, "12345678901234567890.10", "12345678901234567890.1", true},
		{boolean, "t", "1", true},
		{boolean, "FALSE", "0", true},
		{boolean, "true", "0", false},
		{moment, "2024-05-06T07:08:09Z", "2024-05-06 07:08:09+00", true},
		{moment, "2024-05-06 09:08:09.500+02:00", "2024-05-06 07:08:09.5", true},
		{moment, "2024-05-06 00:30:00+02", "2024-05-05 22:30:00", true},
		{moment, "2024-05-06 00:00:00", "2024-05-06", true},
		{moment, "2024-05-06 00:00:01", "2024-05-06", false},
		{moment, "0000-00-00", "0000-00-00 00:00:00", true},
		{connectors.ClassUUID, "{0A1B2C3D-0000-0000-0000-000000000000}", "0a1b2c3d-0000-0000-0000-000000000000", true},
		{connectors.ClassJSON, `{"b": 1, "a": [1,2]}`, `{"a":[1,2],"b":1}`, true},
		{connectors.ClassJSON, `{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{connectors.ClassBytes, `\xAB01`, "ab01", true},
		{other, "1.50", "1.5", false},
		{other, "A", "a", false},
	} {
		f := formOf(c.class, "")
		if x, y := f.write(record.TextValue(c.a)), f.write(record.TextValue(c.b)); (x == y) != c.same {
			t.Errorf("%s: %q and %q become %q and %q", c.class, c.a, c.b, x, y)
		}
	}
	raw, _ := hex.DecodeString("0a1b2c3d000000000000000000000000")
	if got := asUUID.write(record.BytesValue(raw)); got != "0a1b2c3d-0000-0000-0000-000000000000" {
		t.Errorf("bytes of a UUID become %q", got)
	}
}

// A value that was brought to its form stays as it is.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"1.50", "1e10", "-0", "2024-05-06T07:08:09+02:00", "2024-05-06 00:00", "true", `{"a":1}`, `\xab`, "+.5", "0000-00000 0د+0Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for form := asText; form <= asBytes; form++ {
			once := form.write(record.TextValue(s))
			if twice := form.write(record.TextValue(once)); twice != once && form != asBytes && form != asUUID {
				t.Errorf("form %d: %q becomes %q, and that %q", form, s, once, twice)
			}
		}
	})
}

func TestReadIDs(t *testing.T) {
	got, err := ReadIDs(strings.NewReader("old_id,new_id,source\n1,2,crm\n2,3,crm\n8,9,crm\n9,8,crm\n7,8,crm\n1,5,erp\n"), "m.csv")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]IDs{"crm": {"1": "3", "2": "3"}, "erp": {"1": "5"}}, got); d != "" {
		t.Error(d)
	}
	for in, want := range map[string]string{
		"":                            "m.csv:1: the header has no old_id and new_id",
		"id,new_id\n1,2\n":            "m.csv:1: the header has no old_id and new_id",
		"old_id,new_id\n1,2\n,3\n":    "m.csv:3: an id is empty",
		"old_id,new_id\n1,2\n1,3\n":   "m.csv:3: an old id has two new ones",
		"old_id,new_id\n1,2\n1,3,4\n": "m.csv:3: wrong number of fields",
	} {
		if _, err := ReadIDs(strings.NewReader(in), "m.csv"); !errors.Is(err, ErrIDMap) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

// Whatever is read, no id leads to itself, and none to one that leads on.
func FuzzReadIDs(f *testing.F) {
	f.Add("old_id,new_id,source\n1,2,crm\n2,3,crm\n")
	f.Add("old_id,new_id\na,b\nb,a\n")
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ReadIDs(strings.NewReader(s), "m.csv")
		if err != nil {
			return
		}
		for _, ids := range all {
			for old, now := range ids {
				if old == now || ids.Now(now) != now {
					t.Errorf("%q leads to %q, and that to %q", old, now, ids.Now(now))
				}
			}
		}
	})
}

func TestTotals(t *testing.T) {
	p := Place{Table: "orders", Column: "contact", Type: "kind", Types: []string{"C"}, Money: []string{"amount"}}
	head := "contact,kind,amount"
	a := rows{head: head, cells: []string{"1,C,0.10", "2,C,0.2", "3,C,5", "4,D,7", "∅,C,1", "5,C,∅"}}
	b := rows{head: head, cells: []string{"1,C,0.25", "1,C,0.05", "3,C,4.99", "4,D,8", "5,C,0", "6,C,0"}}
	var all []string
	o := Options{Values: true, Memory: 50, Each: func(d Difference) error {
		all = append(all, fmt.Sprintf("%s %s %s %s→%s", d.Kind, d.Key, d.Column, d.A, d.B))
		return nil
	}}
	got, err := Totals(t.Context(), p, a, b, IDs{"2": "1"}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := Total{Place: "orders.contact", RowsA: 4, RowsB: 5, Records: 4, Differing: 1, Sums: []Sum{{Column: "amount", A: "5.3", B: "5.29", Differing: 1}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"total 3 amount 5→4.99", "total 6 contact 0→1"}, all); d != "" {
		t.Error(d)
	}
}

// Rows that a merge has to join count once, and only those.
func TestTotalsOfLinks(t *testing.T) {
	p := Place{Table: "tags", Column: "contact", Money: []string{"amount"}, Unique: []string{"contact", "tag"}}
	a := rows{head: "contact,tag,amount", cells: []string{"1,a,1", "2,a,2", "2,b,3", "1,∅,4", "2,∅,5", "3,a,6"}}
	b := rows{head: "contact,tag,amount", cells: []string{"1,a,1", "1,b,3", "1,∅,4", "1,∅,5", "4,a,6"}}
	got, err := Totals(t.Context(), p, a, b, IDs{"2": "1"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(Total{Place: "tags.contact", RowsA: 5, RowsB: 5, Records: 3, Differing: 2, Sums: []Sum{}}, got); d != "" {
		t.Error(d)
	}
}

// A sum is that of fractions, however it is grouped.
func TestSum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`-?[0-9]{1,15}(\.[0-9]{1,9})?`)).Draw(r, "texts")
		cut := rapid.IntRange(0, len(texts)).Draw(r, "cut")
		want := new(big.Rat)
		var all, left, right, joined sum
		for i, s := range texts {
			x, _ := new(big.Rat).SetString(s)
			want.Add(want, x)
			all.add(s)
			if i < cut {
				left.add(s)
			} else {
				right.add(s)
			}
		}
		joined.add(left.String())
		joined.add(right.String())
		if all.String() != joined.String() {
			r.Fatalf("%s in one, %s in two", all.String(), joined.String())
		}
		if got, _ := new(big.Rat).SetString(all.String()); got.Cmp(want) != 0 {
			r.Fatalf("sum %s, want %s", all.String(), want)
		}
	})
	var s sum
	for _, v := range []string{"1", "nan", "∞"} {
		s.add(v)
	}
	var again sum
	again.add(s.String())
	if s.String() != "1 + not numbers: 2" || again.String() != s.String() {
		t.Errorf("sum %q, then %q", s.String(), again.String())
	}
}
