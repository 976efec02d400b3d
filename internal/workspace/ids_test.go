package workspace

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
)

// keep runs a source with these keys and cluster labels to its end, and
// returns the id of each row.
func keep(t *testing.T, w *Workspace, source string, keys []string, labels ...uint32) ([]string, Changes) {
	t.Helper()
	run, err := w.Begin(t.Context(), Run{Command: "test", Source: source})
	if err != nil {
		t.Fatal(err)
	}
	groups := record.GroupsOf(labels, len(labels))
	a, err := w.AssignIDs(t.Context(), run, source, func(r record.Row) string { return keys[r] }, groups)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(t.Context(), run, a, nil); err != nil {
		t.Fatal(err)
	}
	return ofRows(a, groups), a.Changes
}

func ofRows(a *Assignment, groups record.Groups) []string {
	ids := make([]string, len(groups.Members))
	for r, g := range groups.Of() {
		ids[r] = a.IDs[g]
	}
	return ids
}

// Ids are a promise to users: this table must not change.
func TestIDsWithoutHistory(t *testing.T) {
	h := new(history)
	keys := []string{"17", "4", "x@example.org"}
	groups := record.GroupsOf([]uint32{0, 0, 1}, 3)
	a := assign(h, func(r record.Row) string { return keys[r] }, groups, 1)
	want := []string{"cm95htn1cxqhd", "cc7ydqba4vwnx"}
	if !slices.Equal(a.IDs, want) {
		t.Errorf("ids %q, want %q", a.IDs, want)
	}
	if !a.Changes.First || a.Changes.New != 3 || a.Changes.Grown.Count != 0 {
		t.Errorf("changes of a first run: %+v", a.Changes)
	}
}

func TestIDsGoOn(t *testing.T) {
	w := open(t, t.TempDir())
	ids1, _ := keep(t, w, "s", []string{"a", "b", "c", "d", "e"}, 0, 0, 0, 1, 2)
	abc, d, e := ids1[0], ids1[3], ids1[4]

	// Another order, and the cluster gains a record with a smaller key.
	ids2, ch := keep(t, w, "s", []string{"e", "A", "c", "d", "b", "a"}, 2, 0, 0, 1, 0, 0)
	if want := []string{e, abc, abc, d, abc, abc}; !slices.Equal(ids2, want) {
		t.Errorf("grown: %q, want %q", ids2, want)
	}
	if ch.First || ch.New != 1 || ch.Grown.Count != 1 || ch.Grown.List[0].ID != abc || ch.Grown.List[0].Records != 1 ||
		ch.Merged.Count != 0 || ch.Split.Count != 0 {
		t.Errorf("grown: changes %+v", ch)
	}

	// d joins: the larger part keeps its id.
	ids3, ch := keep(t, w, "s", []string{"A", "a", "b", "c", "d", "e"}, 0, 0, 0, 0, 0, 1)
	if ids3[4] != abc || ids3[5] != e {
		t.Errorf("merged: %q, want %q for all but the last", ids3, abc)
	}
	if ch.Merged.Count != 1 || ch.Merged.List[0].ID != abc || !slices.Equal(ch.Merged.List[0].Others, []string{d}) || ch.Merged.List[0].Records != 5 {
		t.Errorf("merged: changes %+v", ch)
	}

	// d and a leave again: d has its old id, which follows from its key; the
	// id of a is that of the cluster it left, so a needs another.
	keys4 := []string{"A", "a", "b", "c", "d", "e"}
	ids4, ch := keep(t, w, "s", keys4, 0, 1, 0, 0, 2, 3)
	if ids4[0] != abc || ids4[4] != d || ids4[1] == abc || ids4[1] == d {
		t.Errorf("split: %q", ids4)
	}
	if ch.Split.Count != 1 || ch.Split.List[0].ID != abc || len(ch.Split.List[0].Others) != 2 || ch.Split.List[0].Records != 2 {
		t.Errorf("split: changes %+v", ch)
	}
	// And it keeps that other id.
	ids5, ch := keep(t, w, "s", keys4, 0, 1, 0, 0, 2, 3)
	if !slices.Equal(ids5, ids4) || ch.New+ch.Vanished+ch.Split.Count+ch.Merged.Count+ch.Grown.Count != 0 {
		t.Errorf("unchanged: %q, %+v; want %q", ids5, ch, ids4)
	}

	// Another source has a history of its own.
	if _, ch := keep(t, w, "other", keys4, 0, 1, 2, 3, 4, 5); !ch.First {
		t.Error("another source has the same history")
	}
}

func TestTiesKeepTheOldestID(t *testing.T) {
	w := open(t, t.TempDir())
	// "z" is older than "a".
	old, _ := keep(t, w, "s", []string{"z"}, 0)
	keep(t, w, "s", []string{"z", "a"}, 0, 1)
	merged, _ := keep(t, w, "s", []string{"a", "z"}, 0, 0)
	if merged[0] != old[0] {
		t.Errorf("merged %q, want the older %q", merged[0], old[0])
	}
	// An even split: the part with the smallest key goes on.
	split, _ := keep(t, w, "s", []string{"z", "a"}, 0, 1)
	if split[1] != old[0] || split[0] == old[0] {
		t.Errorf("split %q, want %q to go on with a", split, old[0])
	}
}

func TestEqualKeysStillGiveDistinctIDs(t *testing.T) {
	w := open(t, t.TempDir())
	keys := []string{"a", "a", "a", "b"}
	first, _ := keep(t, w, "s", keys, 0, 1, 2, 3)
	if len(slices.Compact(slices.Sorted(slices.Values(first)))) != 4 {
		t.Errorf("ids %q are not distinct", first)
	}
	second, ch := keep(t, w, "s", keys, 0, 1, 2, 3)
	slices.Sort(first)
	slices.Sort(second)
	if !slices.Equal(first, second) || ch.New != 0 {
		t.Errorf("second run %q, want %q; %+v", second, first, ch)
	}
}

// However clusters change from run to run, ids are a function of the
// partition: distinct for distinct clusters, the same when nothing changes,
// the same for shuffled rows; and a cluster that only gained records keeps
// its id.
func TestIDsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := new(history)
		last := map[string]string{} // id of each key
		for run := uint32(1); run <= 4; run++ {
			n := rapid.IntRange(1, 12).Draw(t, "records")
			keys := make([]string, n)
			labels := make([]uint32, n)
			from := rapid.IntRange(0, 3).Draw(t, "from")
			for i := range keys {
				keys[i] = fmt.Sprint("k", from+i)
				labels[i] = uint32(rapid.IntRange(0, min(4, n-1)).Draw(t, "label"))
			}
			a, ids := assignTo(h, keys, labels, run)
			if len(slices.Compact(slices.Sorted(slices.Values(a.IDs)))) != len(a.IDs) {
				t.Fatalf("ids %q are not distinct", a.IDs)
			}
			for lo := range n {
				rows := groupOf(labels, lo)
				if grewOnly(rows, keys, last) && last[had(rows, keys, last)] != ids[lo] {
					t.Fatalf("cluster of %s went from %s to %s", keys[lo], last[had(rows, keys, last)], ids[lo])
				}
			}

			perm := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Perm(n)
			keys2, labels2 := make([]string, n), make([]uint32, n)
			for i, p := range perm {
				keys2[i], labels2[i] = keys[p], labels[p]
			}
			_, shuffled := assignTo(h, keys2, labels2, run)
			for i, p := range perm {
				if shuffled[i] != ids[p] {
					t.Fatalf("%s is in %s, shuffled in %s", keys[p], ids[p], shuffled[i])
				}
			}
			stored := new(history)
			if err := stored.decode(a.next.encode(0, a.next.len())); err != nil {
				t.Fatal(err)
			}
			if again, ids2 := assignTo(stored, keys, labels, run+1); !slices.Equal(ids, ids2) || again.Changes.New+again.Changes.Vanished != 0 {
				t.Fatalf("the same again: %q, want %q", ids2, ids)
			}
			h = stored
			clear(last)
			for i, k := range keys {
				last[k] = ids[i]
			}
		}
	})
}

func assignTo(h *history, keys []string, labels []uint32, run uint32) (*Assignment, []string) {
	groups := record.GroupsOf(labels, len(labels))
	a := assign(h, func(r record.Row) string { return keys[r] }, groups, run)
	return a, ofRows(a, groups)
}

func groupOf(labels []uint32, row int) (rows []int) {
	for i, l := range labels {
		if l == labels[row] {
			rows = append(rows, i)
		}
	}
	return rows
}

// had returns the key of a record of rows that was there the last time.
func had(rows []int, keys []string, last map[string]string) string {
	for _, r := range rows {
		if last[keys[r]] != "" {
			return keys[r]
		}
	}
	return ""
}

// grewOnly says whether rows are exactly one cluster of the last time and
// records that are new.
func grewOnly(rows []int, keys []string, last map[string]string) bool {
	id := last[had(rows, keys, last)]
	if id == "" {
		return false
	}
	in := map[string]bool{}
	for _, r := range rows {
		in[keys[r]] = true
		if l := last[keys[r]]; l != "" && l != id {
			return false
		}
	}
	for k, l := range last {
		if l == id && !in[k] {
			return false
		}
	}
	return true
}

func FuzzHistory(f *testing.F) {
	h := new(history)
	h.add(3, 3, 1)
	h.add(7, 3, 1)
	h.add(9, 12, 2)
	f.Add(h.encode(0, 3))
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		h := new(history)
		if h.decode(b) != nil {
			return
		}
		again := new(history)
		if err := again.decode(h.encode(0, h.len())); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(h.hash, again.hash) || !slices.Equal(h.id, again.id) || !slices.Equal(h.born, again.born) {
			t.Error("decode of encode is not the same")
		}
	})
}

// A million records, 40 % of them in clusters, with a history that differs in
// one record of fifty. The budget is 3 CPU-seconds and bounded memory.
func BenchmarkAssignIDs(b *testing.B) {
	const n = 1_000_000
	keys, labels := make([]string, n), make([]uint32, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("003%012d", i)
		labels[i] = uint32(i * 4 / 5)
	}
	w, err := Open(b.Context(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	key := func(r record.Row) string { return keys[r] }
	for b.Loop() {
		run, err := w.Begin(b.Context(), Run{})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		a, err := w.AssignIDs(b.Context(), run, "s", key, record.GroupsOf(labels, n))
		if err != nil {
			b.Fatal(err)
		}
		assigned := time.Now()
		if err := w.Finish(b.Context(), run, a, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(assigned.Sub(start).Seconds(), "assign-s")
		b.ReportMetric(time.Since(assigned).Seconds(), "store-s")
		for i := int(run.ID); i < n; i += 50 {
			labels[i] = uint32(n - 1 - i%1000)
		}
	}
}
