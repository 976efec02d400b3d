package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// blockedSizes are the numbers of generated contacts that are blocked: pairs
// must grow with the records, not with their square.
var blockedSizes = [...]int{200_000, 1_000_000}

// blocking measures how many of the true pairs are proposed, and how many are
// compared in the end: pairs inside what hangs together are compared too. It
// prints figures and never fails on one.
func (b *bench) blocking(ctx context.Context, own bool, seed int, names []string) error {
	t := table{head: []string{"set", "records", "true pairs", "proposed", "reachable", "compared", "candidates a record", "rules", "refined", "pairs skipped", "CPU s"}}
	generated := len(names) == 0
	bibliography := generated || slices.Contains(names, "dblp_acm")
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "dblp_acm" })
	var chosen []set
	if generated || len(names) > 0 {
		var err error
		if chosen, err = choose(names); err != nil {
			return err
		}
	}
	for _, s := range chosen {
		if !s.own && (own || b.shared == "") {
			continue
		}
		c, err := b.prepare(s)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", s.name, err)
		}
		if err := b.blocked(ctx, &t, s.name, c, true); err != nil {
			return fmt.Errorf("measure %s: %w", s.name, err)
		}
	}
	if bibliography && !own && b.shared != "" {
		c, err := b.oneList("dblp_acm")
		if err != nil {
			return fmt.Errorf("prepare dblp_acm: %w", err)
		}
		if err := b.blocked(ctx, &t, "dblp_acm, as one list", c, true); err != nil {
			return fmt.Errorf("measure dblp_acm: %w", err)
		}
	}
	for _, size := range blockedSizes {
		if !generated || own || b.shared == "" {
			continue
		}
		c, err := b.contacts(ctx, size, seed)
		if err != nil {
			return err
		}
		if err := b.blocked(ctx, &t, fmt.Sprintf("generated, seed %d", seed), c, false); err != nil {
			return fmt.Errorf("measure %d contacts: %w", size, err)
		}
	}
	t.print(b.out)
	fmt.Fprint(b.out, `
proposed: by blocking, directly. reachable: or joined by proposed true pairs, so that scoring can complete them.
compared: proposed, or completed inside a component of likely pairs; left out for generated contacts, which are only blocked.
`)
	return nil
}

// blocked adds the figures of a set. Only when matched is set are its pairs
// scored as well.
func (b *bench) blocked(ctx context.Context, t *table, name string, c *cut, matched bool) error {
	j, err := pipeline.Open(ctx, pipeline.Options{Source: c.records, Connectors: all.New(), Registry: normalize.Standard()})
	if err != nil {
		return err
	}
	defer j.Close()
	if err := j.Understand(ctx); err != nil {
		return err
	}
	truth, err := readTruth(c.truth)
	if err != nil {
		return err
	}
	clusters := map[string][]record.Row{}
	n := j.Table.Len()
	for r := range record.Row(n) {
		if t := truth[j.IDOf(r)]; t != "" {
			clusters[t] = append(clusters[t], r)
		}
	}
	in, cfg := j.MatchInput()
	l := matcher.NewLinker(in, cfg)
	cfg = l.Config()
	attrs := make([]block.Attribute, len(in.Fields))
	for i, f := range in.Fields {
		attrs[i] = block.Attribute{Name: f.Name, Kind: f.Kind, Columns: f.Columns, Variants: f.Variants}
	}
	began := busy()
	index, err := block.NewIndex(ctx, attrs, l.Rank(), block.Config{MaxBlock: cfg.MaxBlock, MaxCandidates: cfg.MaxCandidates, Workers: cfg.Workers})
	if err != nil {
		return err
	}
	if err := index.Choose(ctx, cfg.Workers); err != nil {
		return err
	}
	took := busy() - began
	var pairs int64
	if err := index.Pairs(ctx, 1, nil, func(_ int, ps []record.Pair) error { pairs += int64(len(ps)); return nil }); err != nil {
		return err
	}
	compared := func(record.Pair) bool { return false }
	if matched {
		if err := j.Match(ctx); err != nil {
			return err
		}
		res := j.Result()
		compared = func(p record.Pair) bool {
			_, scored := slices.BinarySearchFunc(res.Edges, p, func(e matcher.Edge, p record.Pair) int {
				return cmp.Or(cmp.Compare(e.A, p.A), cmp.Compare(e.B, p.B))
			})
			return scored || res.Index.Has(p)
		}
	}
	f := completeness(clusters, index.Has, compared)
	var refined, skipped int64
	for _, r := range index.Rules {
		refined += int64(r.Refined)
		skipped += r.Skipped
	}
	done := "–"
	if matched {
		done = f4(f.compared)
	}
	t.add(name, fmt.Sprint(n), fmt.Sprint(f.pairs), f4(f.proposed), f4(f.reachable), done, fmt.Sprintf("%.1f", float64(pairs)/float64(max(1, n))),
		fmt.Sprint(len(index.Chosen)), fmt.Sprint(refined), fmt.Sprint(skipped), seconds(took))
	return nil
}

// complete says what share of the true pairs was proposed, is reachable, and was
// compared.
type complete struct {
	pairs                         int
	proposed, reachable, compared float64
}

// completeness counts true pairs. A pair is reachable when proposed pairs of its
// cluster join the two.
func completeness(clusters map[string][]record.Row, proposed, compared func(record.Pair) bool) (f complete) {
	var direct, within, done int
	for _, rows := range clusters {
		label := make([]int, len(rows))
		for i := range label {
			label[i] = i
		}
		for i := range rows {
			for k := i + 1; k < len(rows); k++ {
				f.pairs++
				p := record.Pair{A: min(rows[i], rows[k]), B: max(rows[i], rows[k])}
				if compared(p) {
					done++
				}
				if !proposed(p) {
					continue
				}
				direct++
				if from, to := label[k], label[i]; from != to {
					for x := range label {
						if label[x] == from {
							label[x] = to
						}
					}
				}
			}
		}
		size := map[int]int{}
		for _, x := range label {
			size[x]++
		}
		for _, k := range size {
			within += k * (k - 1) / 2
		}
	}
	all := float64(max(1, f.pairs))
	f.proposed, f.reachable, f.compared = float64(direct)/all, float64(within)/all, float64(done)/all
	return f
}

// oneList makes one list of the two tables of a linkage, A and B before their
// ids, with what its true pairs join as clusters.
func (b *bench) oneList(name string) (_ *cut, err error) {
	c := b.cut("blocking", name)
	if err := os.MkdirAll(filepath.Dir(c.records), 0o755); err != nil {
		return nil, err
	}
	dir := filepath.Join(b.shared, "data", name)
	_, pairs, err := readAll(filepath.Join(dir, "pairs.csv"))
	if err != nil {
		return nil, err
	}
	cluster := map[string]string{}
	find := func(id string) string {
		for cluster[id] != "" {
			id = cluster[id]
		}
		return id
	}
	for _, p := range pairs {
		if x, y := find("A"+p[0]), find("B"+p[1]); x != y {
			cluster[y] = x
		}
	}
	var records, truth strings.Builder
	w, t := csv.NewWriter(&records), csv.NewWriter(&truth)
	_ = t.Write([]string{"id", "cluster"}) // a builder takes everything
	for _, side := range []string{"A", "B"} {
		head, rows, err := readAll(filepath.Join(dir, "table"+side+".csv"))
		if err != nil {
			return nil, err
		}
		id := slices.Index(head, "id")
		if id < 0 {
			return nil, fmt.Errorf("table%s.csv of %s has no column id", side, name)
		}
		if side == "A" {
			_ = w.Write(head)
		}
		for _, r := range rows {
			r[id] = side + r[id]
			_ = w.Write(r)
			_ = t.Write([]string{r[id], find(r[id])})
			c.rows++
		}
	}
	w.Flush()
	t.Flush()
	if err := os.WriteFile(c.records, []byte(records.String()), 0o644); err != nil {
		return nil, err
	}
	return c, os.WriteFile(c.truth, []byte(truth.String()), 0o644)
}
