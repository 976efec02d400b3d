package phone

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
)

// automaton answers several patterns of a numbering plan in one pass over
// digits: a deterministic finite automaton, each state with the set of the
// patterns that end there. State 0 is the dead one, state 1 the start.
type automaton struct {
	next [][10]uint16
	ends []uint16 // bit i: pattern i matches the digits read so far
}

// The automata of the plans have some hundreds of states; a pattern beyond
// this is left to the library.
const maxStates = 1 << 15

// compile makes an automaton of regular expressions over digits, each matching
// from the first digit on. A pattern that is empty matches nothing. Anchors
// count as met, so that what has some inside may match too much. It returns
// nil when a pattern cannot be read or becomes too large.
func compile(patterns ...string) *automaton {
	progs := make([]*syntax.Prog, len(patterns))
	for i, p := range patterns {
		if p == "" {
			continue
		}
		re, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			return nil
		}
		if progs[i], err = syntax.Compile(re.Simplify()); err != nil {
			return nil
		}
	}
	b := &subsets{progs: progs, index: map[string]uint16{}, a: &automaton{next: make([][10]uint16, 1), ends: make([]uint16, 1)}}
	var first []place
	for i, p := range progs {
		if p != nil {
			first = b.follow(first, place{uint16(i), uint32(p.Start)})
		}
	}
	b.state(first)
	for s := 1; s < len(b.a.next); s++ {
		if len(b.a.next) > maxStates {
			return nil
		}
		for d := range 10 {
			b.a.next[s][d] = b.state(b.step(b.sets[s-1], '0'+rune(d)))
		}
	}
	return b.a
}

// place is an instruction of one of the patterns.
type place struct {
	pattern uint16
	pc      uint32
}

// subsets makes states of sets of places.
type subsets struct {
	progs []*syntax.Prog
	sets  [][]place
	index map[string]uint16
	a     *automaton
}

// follow adds to set what is reached from p without reading a digit.
func (b *subsets) follow(set []place, p place) []place {
	if slices.Contains(set, p) {
		return set
	}
	set = append(set, p)
	switch in := &b.progs[p.pattern].Inst[p.pc]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		set = b.follow(set, place{p.pattern, in.Out})
		set = b.follow(set, place{p.pattern, in.Arg})
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		set = b.follow(set, place{p.pattern, in.Out})
	}
	return set
}

func (b *subsets) step(set []place, digit rune) []place {
	var to []place
	for _, p := range set {
		switch in := &b.progs[p.pattern].Inst[p.pc]; in.Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if in.MatchRune(digit) {
				to = b.follow(to, place{p.pattern, in.Out})
			}
		}
	}
	return to
}

// state returns the state of a set, a new one when it is seen first.
func (b *subsets) state(set []place) uint16 {
	set = slices.DeleteFunc(set, func(p place) bool {
		switch b.progs[p.pattern].Inst[p.pc].Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL, syntax.InstMatch:
			return false
		}
		return true
	})
	if len(set) == 0 {
		return 0
	}
	slices.SortFunc(set, func(x, y place) int {
		return (int(x.pattern)<<20 + int(x.pc)) - (int(y.pattern)<<20 + int(y.pc))
	})
	var key []byte
	var ends uint16
	for _, p := range set {
		key = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint16(key, p.pattern), p.pc)
		if b.progs[p.pattern].Inst[p.pc].Op == syntax.InstMatch {
			ends |= 1 << p.pattern
		}
	}
	if s, ok := b.index[string(key)]; ok {
		return s
	}
	s := uint16(len(b.a.next))
	b.index[string(key)] = s
	b.sets = append(b.sets, set)
	b.a.next = append(b.a.next, [10]uint16{})
	b.a.ends = append(b.a.ends, ends)
	return s
}

// match returns the patterns that match all of the digits. It does not allocate.
func (a *automaton) match(digits string) uint16 {
	s := uint16(1)
	if len(a.next) < 2 {
		return 0
	}
	for i := 0; i < len(digits) && s != 0; i++ {
		s = a.next[s][digits[i]-'0']
	}
	return a.ends[s]
}

// begins reports whether a pattern matches some first digits, or none at all.
// It does not allocate.
func (a *automaton) begins(digits string) bool {
	s := uint16(1)
	if len(a.next) < 2 {
		return false
	}
	for i := 0; a.ends[s] == 0; i++ {
		if i == len(digits) || s == 0 {
			return false
		}
		s = a.next[s][digits[i]-'0']
	}
	return true
}
