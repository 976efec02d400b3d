package sight

import (
	"testing"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

func TestPick(t *testing.T) {
	res := &matcher.Result{
		Groups: record.GroupsOf([]uint32{0, 0, 0, 1, 2, 3}, 6),
		Model:  &score.Model{Classes: []score.Class{{Name: "unrelated"}, {Name: "match"}, {Name: "household"}, {Name: "locals"}}},
		Edges: []matcher.Edge{
			{Pair: record.Pair{A: 0, B: 1}, Bits: 9, Class: 1},
			{Pair: record.Pair{A: 0, B: 2}, Bits: 4, Class: 1},
			{Pair: record.Pair{A: 1, B: 2}, Bits: 3, Class: 1},
			{Pair: record.Pair{A: 2, B: 3}, Bits: -1, Class: 1},
			{Pair: record.Pair{A: 3, B: 4}, Bits: -5, Class: 2},
			{Pair: record.Pair{A: 4, B: 5}, Bits: -6, Class: 3},
		},
	}
	p := Pick(res, -3)
	if len(p.Merged) != 1 || p.Merged[0].Pair != (record.Pair{A: 0, B: 2}) {
		t.Errorf("merged %v: the group is as sure as the best link of its least sure record", p.Merged)
	}
	if len(p.Doubtful) != 1 || p.Doubtful[0].A != 2 {
		t.Errorf("doubtful %v", p.Doubtful)
	}
	if len(p.Apart) != 1 || p.Apart[0].A != 3 || p.KeptApart != 1 {
		t.Errorf("apart %v of %d: locals are not alike", p.Apart, p.KeptApart)
	}
}

func TestSpread(t *testing.T) {
	es := make([]matcher.Edge, 40)
	for i := range es {
		es[i].Bits = float32(i)
	}
	got := spread(es, 16)
	if len(got) != 16 || got[7].Bits != 7 || got[15].Bits != 39 {
		t.Errorf("%d, from %v to %v", len(got), got[0].Bits, got[15].Bits)
	}
}
