package block

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"
)

// table is rows of values, a column a kind.
type table struct {
	kinds []record.Kind
	rows  [][]string
}

func (x *table) attributes() []Attribute {
	var attrs []Attribute
	for i, k := range x.kinds {
		c := record.NewCoder(len(x.rows))
		for _, r := range x.rows {
			c.Add([]byte(r[i]))
		}
		attrs = append(attrs, Attribute{Name: string(k), Kind: k, Columns: []*record.Codes{c.Codes()}})
	}
	return attrs
}

// rank orders rows by what they hold; the last column is an id of its own.
func (x *table) rank() []uint32 {
	order := make([]int, len(x.rows))
	for i := range order {
		order[i] = i
	}
	hash := func(i int) uint64 { return xxh3.HashString(fmt.Sprint(x.rows[i])) }
	slices.SortFunc(order, func(a, b int) int {
		if ha, hb := hash(a), hash(b); ha < hb {
			return -1
		} else if ha > hb {
			return 1
		}
		return 0
	})
	rank := make([]uint32, len(order))
	for i, r := range order {
		rank[r] = uint32(i)
	}
	return rank
}

func (x *table) index(t interface{ Fatal(...any) }, cfg Config) *Index {
	ix, err := NewIndex(context.Background(), x.attributes(), x.rank(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Choose(context.Background(), cfg.Workers); err != nil {
		t.Fatal(err)
	}
	return ix
}

// pairs collects the candidate pairs, sorted.
func pairs(t interface{ Fatal(...any) }, ix *Index, workers int, only func(record.Row) bool) []record.Pair {
	var mu sync.Mutex
	var out []record.Pair
	err := ix.Pairs(context.Background(), workers, only, func(_ int, ps []record.Pair) error {
		mu.Lock()
		defer mu.Unlock()
		out = append(out, ps...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(out, func(a, b record.Pair) int {
		if a.A != b.A {
			return int(a.A) - int(b.A)
		}
		return int(a.B) - int(b.B)
	})
	return out
}

var surnames = []string{"popescu", "ionescu", "dupont", "martin", "smith", "jones", "le gall", "moreau", "radu", "stan"}

// people makes n rows of few surnames, so that blocks are large; id is unique.
func people(n int, seed uint64) *table {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := &table{kinds: []record.Kind{record.GivenName, record.FamilyName, record.Phone, record.BirthDate, record.City, record.Created}}
	for i := range n {
		row := []string{
			fmt.Sprintf("%s%c", []string{"jean", "ana", "maria", "ion", "paul"}[rng.IntN(5)], 'a'+rune(rng.IntN(20))),
			surnames[rng.IntN(len(surnames))],
			fmt.Sprintf("+331990%05d", rng.IntN(n)),
			fmt.Sprintf("19%02d-%02d-%02d", 40+rng.IntN(60), 1+rng.IntN(12), 1+rng.IntN(28)),
			fmt.Sprintf("city%c", 'a'+rune(rng.IntN(26))),
			fmt.Sprint(i),
		}
		for k := range 5 {
			if rng.IntN(6) == 0 {
				row[k] = ""
			}
		}
		x.rows = append(x.rows, row)
	}
	return x
}

var config = Config{MaxBlock: 50, MaxCandidates: 20, Workers: 2}

// Few records are all compared.
func TestFewRecordsAreAllCompared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "rows")
		x := people(n, rapid.Uint64().Draw(t, "seed"))
		workers := rapid.IntRange(1, 4).Draw(t, "workers")
		got := pairs(t, x.index(t, config), workers, nil)
		if len(got) != n*(n-1)/2 {
			t.Fatalf("%d pairs of %d rows", len(got), n)
		}
		for i, p := range got {
			if p.A >= p.B || i > 0 && got[i-1] == p {
				t.Fatalf("pair %v after %v", p, got[max(0, i-1)])
			}
		}
	})
}

// Each pair comes once, the smaller row first, whoever proposed it; Has knows
// it; and a subset of rows gives just the pairs that it proposes.
func TestPairsComeOnce(t *testing.T) {
	const n = 4000
	x := people(n, 7)
	ix := x.index(t, config)
	got := pairs(t, ix, 3, nil)
	if len(got) == 0 || len(got) > n*wide*2*config.MaxCandidates {
		t.Fatalf("%d pairs of %d rows", len(got), n)
	}
	if int64(len(got)) > ix.Count() {
		t.Errorf("%d pairs out of %d places", len(got), ix.Count())
	}
	seen := map[record.Pair]bool{}
	for _, p := range got {
		if p.A >= p.B || seen[p] || int(p.B) >= n {
			t.Fatalf("pair %v", p)
		}
		seen[p] = true
		if !ix.Has(p) {
			t.Fatalf("pair %v is not known", p)
		}
		shared := 0
		ix.Shared(p, func(rule int) {
			if ix.Rules[rule].Name == "" {
				t.Fatal("a rule without a name")
			}
			shared++
		})
		if shared == 0 {
			t.Fatalf("pair %v shares no block", p)
		}
	}
	room := newRoom(n, config.MaxCandidates)
	for r := range record.Row(n) {
		if l := ix.lists.of(r); len(l) > room.most {
			t.Fatalf("a record keeps %d neighbours", len(l))
		}
	}
	odd := func(r record.Row) bool { return r%2 == 1 }
	part := pairs(t, ix, 3, odd)
	for i, p := range part {
		if !seen[p] || !odd(p.A) && !odd(p.B) || i > 0 && part[i-1] == p {
			t.Fatalf("pair %v of the odd rows", p)
		}
	}
	if len(part) == 0 || len(part) >= len(got) {
		t.Errorf("%d pairs of the odd rows, %d of all", len(part), len(got))
	}
}

// The same content gives the same pairs, in any order and with any number of
// workers.
func TestPairsFollowContent(t *testing.T) {
	t.Run("all rules", func(t *testing.T) { pairsFollowContent(t, chooseAbove-1) })
	t.Run("chosen rules", func(t *testing.T) { pairsFollowContent(t, 2*chooseAbove) })
}

func pairsFollowContent(t *testing.T, n int) {
	x := people(n, 11)
	id := x.kinds[len(x.kinds)-1:]
	if id[0] != record.Created {
		t.Fatal("the last column must be an id")
	}
	name := func(x *table, ps []record.Pair) []string {
		var out []string
		for _, p := range ps {
			a, b := x.rows[p.A][5], x.rows[p.B][5]
			out = append(out, min(a, b)+" "+max(a, b))
		}
		slices.Sort(out)
		return out
	}
	want := name(x, pairs(t, x.index(t, config), 1, nil))
	for _, workers := range []int{1, 2, 8} {
		y := &table{kinds: x.kinds, rows: slices.Clone(x.rows)}
		rand.New(rand.NewPCG(13, uint64(workers))).Shuffle(n, func(i, j int) { y.rows[i], y.rows[j] = y.rows[j], y.rows[i] })
		cfg := config
		cfg.Workers = workers
		if got := name(y, pairs(t, y.index(t, cfg), workers, nil)); !slices.Equal(got, want) {
			t.Errorf("%d workers, shuffled: %d pairs, want %d", workers, len(got), len(want))
		}
	}
}

// Duplicates that share anything telling are found among thousands: blocks
// that were too large are refined, not dropped.
func TestDuplicatesAreFound(t *testing.T) {
	const n, twice = 3000, 300
	for _, c := range []struct {
		what   string
		change func(row []string)
	}{
		{"nothing", func([]string) {}},
		{"the given name", func(r []string) { r[0] = "q" + r[0] }},
		{"the spelling of both names", func(r []string) { r[0] += "h"; r[1] += "e" }},
		{"the phone", func(r []string) { r[2] = "" }},
		{"the birth date and the city", func(r []string) { r[3], r[4] = "", "elsewhere" }},
		{"both names in each other's column", func(r []string) { r[0], r[1] = r[1], r[0] }},
	} {
		x := people(n, 17)
		full := 0
		var planted []record.Pair
		for i := 0; full < twice; i++ {
			if slices.Contains(x.rows[i], "") {
				continue
			}
			row := slices.Clone(x.rows[i])
			c.change(row)
			row[5] = fmt.Sprint("twin of ", i)
			planted = append(planted, record.Pair{A: record.Row(i), B: record.Row(len(x.rows))})
			x.rows = append(x.rows, row)
			full++
		}
		ix := x.index(t, config)
		found := 0
		for _, p := range planted {
			if ix.Has(p) {
				found++
			}
		}
		if found*100 < twice*97 {
			t.Errorf("%s changed: %d of %d found", c.what, found, twice)
		}
	}
}

// A value that hundreds share and nothing else tells apart cannot be compared
// in full; that is counted, never silent.
func TestSkippedIsCounted(t *testing.T) {
	const n, crowd = 2000, 400
	x := &table{kinds: []record.Kind{record.Email, record.Created}}
	for i := range n {
		v := fmt.Sprintf("somebody%d@a.example", i)
		if i < crowd {
			v = "info@a.example"
		}
		x.rows = append(x.rows, []string{v, fmt.Sprint(i)})
	}
	ix := x.index(t, config)
	var skipped int64
	for _, r := range ix.Rules {
		if r.Skipped > 0 && r.Refined == 0 {
			t.Errorf("%s: %d pairs skipped, no block was too large", r.Name, r.Skipped)
		}
		if r.Name == "e-mail" {
			skipped = r.Skipped
		}
	}
	compared := 0
	for _, p := range pairs(t, ix, 2, nil) {
		if p.B < crowd {
			compared++
		}
	}
	if want := int64(crowd * (crowd - 1) / 2); int64(compared)+skipped < want {
		t.Errorf("%d pairs share a mailbox: %d compared, %d said to be skipped", want, compared, skipped)
	}
}

// Whatever the data, blocking ends, proposes pairs of rows that there are, and
// counts what it did.
func TestAnyData(t *testing.T) {
	kinds := []record.Kind{
		record.GivenName, record.FamilyName, record.Person, record.Company, record.Email, record.Phone, record.URL, record.VAT,
		record.BirthDate, record.Street, record.Postcode, record.City, record.Text, record.Category,
	}
	rapid.Check(t, func(t *rapid.T) {
		x := &table{kinds: rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, 4, rapid.ID[record.Kind]).Draw(t, "kinds")}
		word := rapid.OneOf(rapid.StringN(0, 6, -1), rapid.SampledFrom([]string{"", "a", "jean", "jean pierre", "1980-01-02", "x@y.example", "12 rue x", "a\x1fb"}))
		values := rapid.SliceOfN(word, 1, 12).Draw(t, "values")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		n := rapid.SampledFrom([]int{0, 1, 5, AllPairs + 200}).Draw(t, "rows")
		for range n {
			row := make([]string, len(x.kinds))
			for k := range row {
				row[k] = values[rng.IntN(len(values))]
			}
			x.rows = append(x.rows, row)
		}
		cfg := Config{MaxBlock: rapid.IntRange(2, 60).Draw(t, "block"), MaxCandidates: rapid.IntRange(1, 30).Draw(t, "keep"), Workers: 2}
		ix := x.index(t, cfg)
		last := record.Pair{}
		for i, p := range pairs(t, ix, 2, nil) {
			if p.A >= p.B || int(p.B) >= n || i > 0 && p == last {
				t.Fatalf("pair %v of %d rows", p, n)
			}
			last = p
		}
		if n > AllPairs && ix.Count() > int64(n*newRoom(n, cfg.MaxCandidates).most) {
			t.Fatalf("%d places for %d rows", ix.Count(), n)
		}
		for _, r := range ix.Rules {
			if r.Blocks < 0 || r.Pairs < int64(r.Blocks) || r.Rows < 2*int64(r.Blocks) || r.Skipped < 0 {
				t.Fatalf("%+v", r)
			}
		}
	})
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	x := people(2000, 19)
	if _, err := NewIndex(ctx, x.attributes(), x.rank(), config); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	ix := x.index(t, config)
	if err := ix.Choose(ctx, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	fault := errors.New("fault")
	ix = x.index(t, config)
	if err := ix.Pairs(context.Background(), 2, nil, func(int, []record.Pair) error { return fault }); !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
}

// A record keeps more neighbours in a short list and where much speaks for all
// of them, less of those that one block alone proposes in a long one.
func TestRoom(t *testing.T) {
	const keep = 10
	logn := func(n int) float32 { return Weight(n, 2) }
	bits := func(n int, times ...float32) (b []float32) {
		for range 200 / len(times) {
			for _, k := range times {
				b = append(b, k*logn(n))
			}
		}
		slices.SortFunc(b, func(x, y float32) int { return cmp.Compare(y, x) })
		return b
	}
	for _, c := range []struct {
		what string
		n    int
		bits []float32
		want int
	}{
		{"none", longList, nil, 0},
		{"fewer than there is room for", longList, bits(longList, 2)[:7], 7},
		{"long list", longList, bits(longList, 2), keep},
		{"longer", 40 * longList, bits(40*longList, 2), keep},
		{"short list", shortList, bits(shortList, 2), 2 * keep},
		{"one block alone, long list", longList, bits(longList, .9), keep / 2},
		{"one block alone, short list", shortList, bits(shortList, .9), 2 * keep},
		{"large cluster", longList, bits(longList, 9), wide * keep},
		{"cluster of 15", longList, append(bits(longList, 9)[:15], bits(longList, 7)...), 15},
	} {
		if got := Keep(c.bits, c.n, keep); got != c.want {
			t.Errorf("%s: keeps %d, want %d", c.what, got, c.want)
		}
	}
}

// What is chosen are the best, whatever the order that they are met in.
func TestBestAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "met")
		keep := rapid.IntRange(1, n).Draw(t, "keep")
		bits := rapid.SliceOfN(rapid.Uint32Range(1, 5), n, n).Draw(t, "bits")
		x := &Index{rank: make([]uint32, n)}
		near := make([]met, n)
		for i, r := range rapid.Permutation(slices.Collect(indices(n))).Draw(t, "rank") {
			x.rank[i] = uint32(r)
			near[i] = met{record.Row(i), bits[i]}
		}
		want := slices.Clone(near)
		slices.SortFunc(want, func(a, b met) int {
			return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(x.rank[a.row], x.rank[b.row]))
		})
		got := (&finder{x: x}).best(near, keep)
		byRow := func(a, b met) int { return cmp.Compare(a.row, b.row) }
		slices.SortFunc(got, byRow)
		want = want[:keep]
		slices.SortFunc(want, byRow)
		if !slices.Equal(got, want) {
			t.Fatalf("kept %v, want %v", got, want)
		}
	})
}

func indices(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Entries of equal keys meet, in blocks or among what is too large, each once.
func TestGroupsAreWhole(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 29))
	for _, n := range []int{0, 1, 2, part, 20 * part} {
		var entries []entry
		want := map[uint32][]record.Row{}
		for row := range record.Row(n) {
			k := rng.Uint32N(uint32(n/3+1)) * 0x9E3779B1
			if row%9 == 0 {
				k = 7 // one key that very many have
			}
			entries = append(entries, entryOf(k, row))
			want[k] = append(want[k], row)
		}
		g, s, info := &grouper{most: 10}, newStore(10), Rule{}
		large := g.group(entries, 0, &info, s, nil)
		got := map[string]bool{}
		for size := 2; size <= 10; size++ {
			for m := range slices.Chunk(s.members[size], size) {
				slices.Sort(m)
				got[fmt.Sprint(m)] = true
			}
		}
		blocks, over := 0, 0
		for k, rows := range want {
			switch {
			case len(rows) > 10:
				over += len(rows)
				for _, r := range rows {
					if !slices.Contains(large, entryOf(k, r)) {
						t.Fatalf("row %d is lost", r)
					}
				}
			case len(rows) > 1:
				blocks++
				if !got[fmt.Sprint(rows)] {
					t.Fatalf("no block %v", rows)
				}
			}
		}
		if info.Blocks != blocks || len(got) != blocks || len(large) != over {
			t.Errorf("%d rows: %d blocks, want %d; %d too large, want %d", n, info.Blocks, blocks, len(large), over)
		}
	}
}

// Choosing neighbours does not allocate once warm.
func TestNeighboursDoNotAllocate(t *testing.T) {
	x := people(3000, 41)
	ix, err := NewIndex(context.Background(), x.attributes(), x.rank(), config)
	if err != nil {
		t.Fatal(err)
	}
	f := ix.newFinder(newRoom(3000, config.MaxCandidates))
	var near []record.Row
	for r := range record.Row(3000) {
		near = f.neighbours(near[:0], r, nil)
	}
	if n := testing.AllocsPerRun(3, func() {
		for r := range record.Row(3000) {
			near = f.neighbours(near[:0], r, nil)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
