package survivorship

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/value"
)

func TestSecondarySlots(t *testing.T) {
	fields := table(t, `
id:key | email:email | email2:email | q | u:updated_at
1 | a@x.fr  | b@x.fr | 1 | 2020
2 | A@X.fr  | c@x.fr |   | 2022
3 | d@x.fr  |        |   | 2021
`)
	rule := Rule{Name: "secondary_slots", Slots: []string{"email2"}}
	values, g := golden(t, Config{Fields: map[string]Rule{"email": rule}}, fields)
	if values["email"] != "a@x.fr" || values["email2"] != "b@x.fr" {
		t.Errorf("got %v", values)
	}
	want := []Extra{{1, "c@x.fr", 1}, {1, "d@x.fr", 2}}
	if !reflect.DeepEqual(g.Extras, want) || len(g.Findings) != 2 || g.Findings[0].Reason != "slots_full" {
		t.Errorf("extras %v, findings %v", g.Extras, g.Findings)
	}
}

func TestSecondarySlotsEmptiesWhatWasPromoted(t *testing.T) {
	fields := table(t, "id:key|email:email|email2:email|u:updated_at\n1||a@x.fr|2020\n2|a@x.fr||2022")
	rule := Rule{Name: "secondary_slots", Slots: []string{"email2"}}
	values, _ := golden(t, Config{Fields: map[string]Rule{"email": rule}}, fields)
	if values["email"] != "a@x.fr" || values["email2"] != "" {
		t.Errorf("got %v, want the value once", values)
	}
}

func TestToNote(t *testing.T) {
	fields := table(t, "id:key|job|note|u:updated_at\n1|CEO|hello|2024\n2|Boss||2020\n3|ceo||2019")
	rule := Rule{Name: "to_note", Note: "note", Separator: "; "}
	values, g := golden(t, Config{Fields: map[string]Rule{"job": rule}}, fields)
	if values["job"] != "CEO" || values["note"] != "hello; job: Boss" {
		t.Errorf("got %v", values)
	}
	if from := g.Values[2].From; !slices.Equal(from, []record.Row{0, 1}) || !g.Foreign(2) {
		t.Errorf("the note comes from %v", from)
	}
}

func TestKindsGroupsAndWrite(t *testing.T) {
	fields := table(t, "id:key|tel:phone|street:street:address:billing|u:updated_at\n1|1||2020\n2|2|b|2019")
	fields[2].Group = "site"
	fields[1].Standard = func(r record.Row) string { return "+33 " + fields[1].Column.Value(r) }
	values, _ := golden(t, Config{
		Kinds:  map[record.Kind]Rule{record.Phone: {Name: "oldest"}},
		Groups: map[string]Rule{"site": {Name: "master"}},
		Write:  WriteStandard,
	}, fields)
	if values["tel"] != "+33 2" || values["street"] != "b" {
		t.Errorf("got %v", values)
	}
}

func TestNullStaysNull(t *testing.T) {
	fields := table(t, "id:key|x|q\n1|∅|1\n2||")
	_, g := golden(t, Config{}, fields)
	if v := g.Values[1]; v.State != record.Null || v.Text != "" {
		t.Errorf("got %+v", v)
	}
}

func TestConsentFollowsTheFieldsName(t *testing.T) {
	for name, want := range map[string]string{
		"newsletter": "false", "opt_in": "false", "HasOptedOutOfEmail": "true", "Ne pas appeler": "true", "do_not_call": "true", "Exclusive offers": "false",
	} {
		fields := table(t, "id:key|x:consent\n1|false\n2|true")
		fields[1].Name = name
		if _, g := golden(t, Config{}, fields); g.Values[1].Text != want {
			t.Errorf("%s: got %s, want %s", name, g.Values[1].Text, want)
		}
	}
}

// TestExpressionsAreBounded: no formula takes the run hostage.
func TestExpressionsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("id:key|x|q\n")
	for i := range 300 {
		fmt.Fprintf(&b, "%d|v%d|1\n", i, i)
	}
	text := strings.TrimSpace(b.String())
	for _, e := range []string{
		`string(all(records, all(records, all(records, all(records, true)))))`,
		`reduce(1..40, #acc + #acc, "aaaaaaaa")`,
		`string(len(map(1..90000, map(1..90000, #))))`,
		`let r = 1..50000; string(all(r, all(r, # > 0)))`,
		`replace(replace(replace(join(values, ""), "", "xxxxxxxxxx"), "", "xxxxxxxxxx"), "", join(values, ""))`,
		`reduce(values, #acc + #acc + #, "")`,
	} {
		r, err := New(Config{Fields: map[string]Rule{"x": {Name: "expression", Expression: e}}}, table(t, text))
		if err != nil {
			t.Errorf("%s: %v", e, err)
			continue
		}
		start := time.Now()
		g := r.Resolve(group(300))
		if d := time.Since(start); d > time.Minute { // a formula is given up after 5 s; far more means that nothing stops it
			t.Errorf("%s took %v", e, d)
		}
		if len(g.Findings) != 1 || g.Findings[0].Reason != "expression_failed" {
			t.Errorf("%s: findings %v", e, g.Findings)
		}
	}
	for _, e := range []string{"repeat('a', 9)", "valeu", "1 +", strings.Repeat("1+", 3000) + "1", `now()`} {
		if _, err := New(Config{Fields: map[string]Rule{"x": {Name: "expression", Expression: e}}}, table(t, text)); err == nil {
			t.Errorf("%.20s must not compile", e)
		}
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	fields := table(t, "id:key|email|phone:phone:contact\n1|a|b")
	_, err := New(Config{
		Master:  []Criterion{{By: "most_complete"}, {By: "max", Field: "revenu"}, {By: "newest"}},
		Default: &Rule{Name: "sum", Separator: ";"},
		Kinds:   map[record.Kind]Rule{record.Phone: {Name: "constant"}},
		Groups:  map[string]Rule{"adress": {Name: "master"}},
		Fields: map[string]Rule{
			"emial": {Name: "oldest"},
			"email": {Name: "overwrite_if", If: "value", Then: &Rule{Name: "sum", With: []string{"phone"}}},
		},
		Write: "pretty",
	}, fields)
	faults, ok := errors.AsType[Faults](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	var paths []string
	for _, f := range faults {
		paths = append(paths, f.Path)
	}
	for _, want := range []string{"write", "master.1.field", "master.2.by", "default.separator", "kinds.phone", "groups.adress", "fields.emial", "fields.email.if", "fields.email.then.with"} {
		if !slices.Contains(paths, want) {
			t.Errorf("no fault at %s among %v", want, paths)
		}
	}
}

func TestCompareIDs(t *testing.T) {
	sorted := []string{"", "1", "01", "2", "9", "10", "100", "C-2", "C-10", "a", "a2", "a10", "a10b", "b"}
	for i, a := range sorted {
		for j, b := range sorted {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := value.CompareIDs(a, b); got != want && !(a == "1" && b == "01") && !(a == "01" && b == "1") {
				t.Errorf("value.CompareIDs(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
	if value.CompareIDs("1", "01") == 0 {
		t.Error("ids that differ must have an order")
	}
}

func TestParseTime(t *testing.T) {
	for _, s := range []string{"2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31", "2000-03-01"} {
		want, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		if got := value.ParseTime(s); got != want.UnixMilli() {
			t.Errorf("value.ParseTime(%s) = %d, want %d", s, got, want.UnixMilli())
		}
	}
	for in, same := range map[string]string{
		"2024": "2024-01-01", "2024-05": "2024-05-01", "2024-05-01T10:00": "2024-05-01 10:00:00",
		"2024-05-01T10:00:00+02:00": "2024-05-01T08:00:00Z", "2024-05-01T10:00:00.250-0130": "2024-05-01T11:30:00.25Z",
	} {
		if value.ParseTime(in) != value.ParseTime(same) || value.ParseTime(in) == value.NoTime {
			t.Errorf("%s is not %s", in, same)
		}
	}
	for _, s := range []string{"", "24", "2024-13-01", "2024-1-1", "01/02/2024", "2024-01-01x", "2024-01-01T", "2024-01-01T25", "20240101", "2024-01-01T10:00:00+2"} {
		if value.ParseTime(s) != value.NoTime {
			t.Errorf("%q is a time", s)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]string{
		"1": "1", "-1.50": "-1.5", "1 234,5": "1234.5", "1\u202f000": "1000", "+3": "3", "−4": "-4", "5.": "5", "0,1": "0.1",
	} {
		if n, ok := value.ParseNumber(in); !ok || value.Decimal(n) != want {
			t.Errorf("value.ParseNumber(%q) = %v, %v", in, n, ok)
		}
	}
	for _, in := range []string{"", " ", "-", "1.2.3", "1,000.5", "1e9", "0x1", "12a", "a", ".", strings.Repeat("9", 70)} {
		if n, ok := value.ParseNumber(in); ok {
			t.Errorf("value.ParseNumber(%q) = %v", in, n)
		}
	}
	if got := value.Decimal(big.NewRat(1, 3)); got != "0.3333333333" {
		t.Errorf("a third is %s", got)
	}
}

// drawFields makes up to six records of many kinds, with blanks and ties.
func drawFields(t *rapid.T) []Field {
	n := rapid.IntRange(1, 6).Draw(t, "records")
	values := func(words ...string) func() string {
		return func() string { return rapid.SampledFrom(append(words, "", "n/a")).Draw(t, "value") }
	}
	columns := []struct {
		head string
		draw func() string
	}{
		{"x", values("a", "A", "é", "bad", "bb", "b;a", "Bob", "12", "2,5")},
		{"num:number", values("1", "2", "1.50", "-3", "many")},
		{"day:date", values("2020-01-01", "2021-05", "2019", "soon")},
		{"flag:boolean", values("yes", "no", "maybe")},
		{"ok:consent", values("yes", "no", "pending", "?")},
		{"street:street:address", values("1 a", "2 b", "1 A")},
		{"city:city:address", values("Lyon", "LYON", "Iași")},
		{"src:source", values("crm", "erp")},
		{"c:created_at", values("2020-01-01", "2021-01-01")},
		{"u:updated_at", values("2022-01-01", "2023-01-01T10:00:00Z")},
		{"note", values("n1", "n2")},
	}
	lines := []string{"id:key"}
	for range n {
		lines = append(lines, "")
	}
	for i, id := range rapid.Permutation([]string{"1", "2", "10", "a1", "a02", "b"}).Draw(t, "ids")[:n] {
		lines[i+1] = id
	}
	for _, c := range columns {
		lines[0] += "|" + c.head
		for i := range n {
			lines[i+1] += "|" + c.draw()
		}
	}
	var tb testing.T
	return table(&tb, strings.Join(lines, "\n"))
}

// drawConfig gives every field a random rule that it can have.
func drawConfig(t *rapid.T) (cfg Config, made map[string]bool) {
	made = make(map[string]bool)
	cfg.Fields = make(map[string]Rule)
	cfg.Master = []Criterion{{By: rapid.SampledFrom([]string{"most_complete", "newest_modified", "oldest_created", "lowest_id", "newest_created", "oldest_modified"}).Draw(t, "master")}}
	for _, name := range []string{"x", "num", "day", "flag", "ok", "street", "note"} {
		info := rapid.SampledFrom(policy.RuleTable()).Draw(t, "rule")
		r := Rule{Name: info.Name}
		for _, key := range info.Takes {
			switch key {
			case "values":
				r.Values = []string{"erp", "a", "bb"}
			case "then":
				r.Then = &Rule{Name: rapid.SampledFrom([]string{"longest", "most_common", "master", "newest", "master_fill"}).Draw(t, "then")}
			case "slots", "note", "picks":
				r.Name = "master_fill"
			case "expression":
				r.Expression = `len(values) > 1 ? values[1] : value`
			case "value":
				r.Value = "fixed"
			case "if":
				r.If = "shorter"
			}
		}
		if r.Name == "master_fill" {
			r = Rule{Name: "master_fill"}
		}
		if r.Name == "group" {
			r = Rule{Name: "longest"}
		}
		if rapid.Bool().Draw(t, "blank") && (info.How == policy.Picks || info.How == policy.Wraps) {
			r.Blank = "counts"
		}
		made[name] = info.How == policy.Makes
		cfg.Fields[name] = r
	}
	return cfg, made
}

type told struct {
	Master, Why, Skip string
	Values            []string
	Findings          int
}

// tell describes a golden record without rows, for comparison across orders.
func tell(r *Resolver, g Golden) told {
	out := told{r.plan.rowID(g.Master), g.Why, g.Skip, nil, len(g.Findings)}
	for _, v := range g.Values {
		s := v.Text + "/" + v.State.String() + "/" + v.Rule
		for _, row := range v.From {
			s += "/" + r.plan.rowID(row)
		}
		out.Values = append(out.Values, s)
	}
	return out
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := drawFields(t)
		cfg, made := drawConfig(t)
		r, err := New(cfg, fields)
		if err != nil {
			t.Fatal(err)
		}
		rows := group(fields[0].Column.Len())
		g := r.Resolve(rows)
		if !slices.Contains(rows, g.Master) || g.Why == "" {
			t.Fatalf("master %d by %q", g.Master, g.Why)
		}
		for i, v := range g.Values {
			for _, row := range v.From {
				if !slices.Contains(rows, row) {
					t.Fatalf("%s comes from outside of the group", fields[i].Name)
				}
			}
			if made[fields[i].Name] {
				continue
			}
			if len(v.From) != 1 || fields[i].Column.Value(v.From[0]) != v.Text || fields[i].Column.State(v.From[0]) != v.State {
				t.Fatalf("%s: %+v is not what its record holds", fields[i].Name, v)
			}
		}
		first := tell(r, g)
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		if again := tell(r, r.Clone().Resolve(shuffled)); !reflect.DeepEqual(first, again) {
			t.Fatalf("the order of rows matters:\n%v\n%v", first, again)
		}
		for _, row := range rows {
			one := r.Resolve([]record.Row{row})
			if one.Master != row || one.Skip != "" || len(one.Findings) > 0 {
				t.Fatalf("a group of one: %+v", one)
			}
			for i, v := range one.Values {
				if v.Text != fields[i].Column.Value(row) || v.State != fields[i].Column.State(row) || one.Foreign(i) {
					t.Fatalf("a group of one changed %s", fields[i].Name)
				}
			}
		}
	})
}

// TestPermutedTable stores the records in another order: ids decide, not places.
func TestPermutedTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := drawFields(t)
		cfg, _ := drawConfig(t)
		n := fields[0].Column.Len()
		order := rapid.Permutation(group(n)).Draw(t, "order")
		var other []Field
		for _, f := range fields {
			col, coder := new(record.Column), record.NewCoder(n)
			for _, row := range order {
				col.Append(f.Column.Bytes(row))
				coder.Add([]byte(key(f.Kind, f.Column.Value(row))))
			}
			g := f
			g.Column, g.Normal = col, coder.Codes()
			g.Valid = func(row record.Row) bool { return !strings.Contains(col.Value(row), "bad") }
			other = append(other, g)
		}
		a, err := New(cfg, fields)
		if err != nil {
			t.Fatal(err)
		}
		b, err := New(cfg, other)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := tell(a, a.Resolve(group(n))), tell(b, b.Resolve(group(n))); !reflect.DeepEqual(x, y) {
			t.Fatalf("the order of the file matters:\n%v\n%v", x, y)
		}
	})
}

func TestWithoutIDs(t *testing.T) {
	fields := table(t, "x|q\na|\nb|1")
	r, err := New(Config{}, fields)
	if err != nil {
		t.Fatal(err)
	}
	if g := r.Resolve(group(2)); g.Master != 1 || r.plan.rowID(g.Master) != "2" {
		t.Errorf("master is %s", r.plan.rowID(g.Master))
	}
	if g := r.Resolve(nil); len(g.Values) != 2 {
		t.Errorf("an empty group has %d values", len(g.Values))
	}
	if _, err := New(Config{}, nil); err != nil {
		t.Error(err)
	}
}

func TestClones(t *testing.T) {
	fields := table(t, "id:key|x|q\n1|JEAN|1\n2|Jean|\n3|b|")
	r, err := New(Config{Fields: map[string]Rule{"x": {Name: "expression", Expression: "values[1]"}}}, fields)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		c := r.Clone()
		wg.Go(func() {
			for range 200 {
				if g := c.Resolve(group(3)); g.Values[1].Text != "b" && g.Values[1].Text != "Jean" {
					t.Errorf("got %q", g.Values[1].Text)
				}
			}
		})
	}
	wg.Wait()
}

// TestResolveAllocates keeps the default policy off the heap.
func TestResolveAllocates(t *testing.T) {
	fields := table(t, "id:key|name:person|street:street:address|city:city:address|c:created_at|u:updated_at|ok:consent\n1|JEAN|a|b|2020|2021|yes\n2|Jean||b|2019|2022|no\n3|Jean|||2018||")
	r, err := New(Config{}, fields)
	if err != nil {
		t.Fatal(err)
	}
	rows := group(3)
	if n := testing.AllocsPerRun(100, func() { r.Resolve(rows) }); n > 20 {
		t.Errorf("%v allocations a group", n)
	}
	one := rows[:1]
	if n := testing.AllocsPerRun(100, func() { r.Resolve(one) }); n > 0 {
		t.Errorf("%v allocations a group of one", n)
	}
}

func BenchmarkResolve(b *testing.B) {
	fields := table(b, "id:key|name:person|email:email|tel:phone|street:street:address|city:city:address|c:created_at|u:updated_at|ok:consent|a|b|d\n1|JEAN|j@x|1|a|b|2020-01-01|2021-01-01|yes|a|b|c\n2|Jean||2||b|2019-01-01|2022-01-01|no|a|c|\n3|Jean||||||2020-01-01||a||d")
	r, err := New(Config{}, fields)
	if err != nil {
		b.Fatal(err)
	}
	rows := group(3)
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(rows)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-05-01T10:00:00+02:00", "1 234,5", "a10", "", "−4", "9999-99-99"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		_ = value.ParseTime(a)
		if n, ok := value.ParseNumber(a); ok {
			if _, ok := value.ParseNumber(value.Decimal(n)); !ok {
				t.Errorf("%q gives %s, which is no number", a, value.Decimal(n))
			}
		}
		if value.CompareIDs(a, b) != -value.CompareIDs(b, a) || (value.CompareIDs(a, b) == 0) != (a == b) {
			t.Errorf("value.CompareIDs(%q, %q) is no order", a, b)
		}
		_ = value.Word(a)
		value.TextFormat(a)
	})
}
