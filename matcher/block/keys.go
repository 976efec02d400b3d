package block

import (
	"context"
	"errors"
	"slices"

	"github.com/onefold/onefold/record"
)

// Key names a block: the rule, and the hash that its records share.
type Key uint64

var errRule = errors.New("a blocking rule that these fields don't have")

// Keys gives the keys of a record's blocks, a record at a time, where no process
// sees all records. Not safe for concurrent use.
type Keys struct {
	rules []*keyed
	large map[Key]bool
	hs    [maxDepth + 1][]uint32
}

// keyed is a rule and those that refine it.
type keyed struct {
	atoms []*atom
	mixed bool
	way   uint32
	kids  []*keyed
}

// NewKeys prepares the keys of the records in attrs, which may be any part of
// all records: Words of the attributes, chosen and large must then tell of all.
// chosen are the rules and large the blocks that are refined, as Index.Chosen
// and Index.Large have them.
func NewKeys(attrs []Attribute, chosen []Chosen, large map[Key]bool) (*Keys, error) {
	atoms, _, _, err := makeAtoms(context.Background(), attrs, 1)
	if err != nil {
		return nil, err
	}
	k := &Keys{large: large}
	at := map[uint32]*keyed{}
	for _, c := range chosen {
		r := &keyed{mixed: c.Mixed, way: c.way()}
		for _, id := range c.Atoms {
			if id < 0 || id >= len(atoms) {
				return nil, errRule
			}
			r.atoms = append(r.atoms, atoms[id])
		}
		if len(r.atoms) == 0 || len(r.atoms) > maxDepth || r.mixed && len(r.atoms) != 2 {
			return nil, errRule
		}
		at[r.way] = r
		if len(c.Atoms) > 2 {
			over := at[Chosen{Atoms: c.Atoms[:len(c.Atoms)-1]}.way()]
			if over == nil {
				return nil, errRule
			}
			over.kids = append(over.kids, r)
		} else {
			k.rules = append(k.rules, r)
		}
	}
	return k, nil
}

// Of calls emit with each key of a row. A block that stayed too large has its
// key too: who makes the blocks must bound them.
func (k *Keys) Of(r record.Row, emit func(Key)) {
	for _, ru := range k.rules {
		a := ru.atoms[0]
		if ru.mixed {
			k.walk(ru, sums(k.hs[0][:0], a, ru.atoms[1], r), r, 0, emit)
			continue
		}
		hs := append(k.hs[0][:0], a.of(r)...)
		if len(ru.atoms) == 2 {
			hs = mixed(k.hs[1][:0], hs, ru.atoms[1], r)
			k.hs[1] = hs
		}
		k.walk(ru, hs, r, len(ru.atoms), emit)
	}
}

func (k *Keys) walk(ru *keyed, hs []uint32, r record.Row, depth int, emit func(Key)) {
	refine := false
	for i, h := range hs {
		key := Key(ru.way)<<32 | Key(h)
		if k.large[key] && len(ru.kids) > 0 {
			refine = true
		}
		if !k.large[key] || len(ru.kids) == 0 {
			emit(key)
			hs[i] = 0
		}
	}
	if !refine {
		return
	}
	hs = slices.DeleteFunc(hs, func(h uint32) bool { return h == 0 })
	for _, kid := range ru.kids {
		next := mixed(k.hs[depth][:0], hs, kid.atoms[depth], r)
		k.hs[depth] = next
		k.walk(kid, next, r, depth+1, emit)
	}
}

// mixed appends hashes under one atom more.
func mixed(dst, hs []uint32, a *atom, r record.Row) []uint32 {
	for _, x := range hs {
		for _, y := range a.of(r) {
			dst = append(dst, mix(x, y))
		}
	}
	return dst
}
