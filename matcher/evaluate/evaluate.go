package evaluate

import (
	"fmt"

	"github.com/onefold/onefold/record"
)

// Ratio is a share with its 95 % interval, all in [0, 1].
type Ratio struct {
	Value, Low, High float64
}

// Pairs are the pairwise measures. Counts are exact.
type Pairs struct {
	TP, FP, FN            uint64
	Precision, Recall, F1 Ratio
}

// BCubed are the B³ measures of Bagga and Baldwin, "Algorithms for scoring
// coreference chains", LREC 1998: the mean over records of the share of its
// predicted cluster that is right (precision) and of its true cluster that
// was found (recall).
type BCubed struct {
	Precision, Recall, F1 Ratio
}

// Result is a prediction measured against the truth, over the records that
// both of them label.
type Result struct {
	Records          int // labelled by both
	Predicted, Truth Partition
	Exact            int // true clusters that were predicted exactly, singletons too
	OnlyPredicted    int // records without truth, left out
	OnlyTruth        int // records without prediction, left out
	BlankPredicted   int // records with a blank cluster in the prediction, left out
	BlankTruth       int // records with a blank cluster in the truth, left out
	Components       int // independent units behind the intervals
	Pairs            Pairs
	BCubed           BCubed
}

// Partition describes one set of labels, over the records that both label.
type Partition struct {
	Clusters   int
	Singletons int
	Largest    int
}

// Compare measures a prediction against the truth. It takes time and memory
// in proportion to the records.
//
// With no pair predicted, precision is 1, as nothing wrong was said; with no
// pair to find, recall is 1.
func Compare(predicted, truth *Labels) (Result, error) {
	var res Result
	p, t := join(predicted, truth, &res)
	res.Records = len(p)
	if len(p) == 0 {
		return res, fmt.Errorf("no id is in both files: %w", ErrNothingInCommon)
	}
	measure(p, t, &res)
	return res, nil
}

// join returns the two labels of each record that has both, renumbered
// densely from 0.
func join(predicted, truth *Labels, res *Result) (p, t []uint32) {
	rowOf := rowsOf(truth)
	find := index(truth)
	pn := make([]uint32, predicted.Clusters.Values.Len())
	tn := make([]uint32, truth.Clusters.Values.Len())
	var pNext, tNext uint32
	both := 0
	for r := range record.Row(predicted.Len()) {
		code := find(predicted.IDs.Values.Bytes(record.Row(predicted.IDs.Of[r])))
		if int(code) >= len(rowOf) || rowOf[code] == 0 {
			res.OnlyPredicted++
			continue
		}
		both++
		pc, tc := predicted.Clusters.Of[r], truth.Clusters.Of[rowOf[code]-1]
		if pc == 0 {
			res.BlankPredicted++
		}
		if tc == 0 {
			res.BlankTruth++
		}
		if pc == 0 || tc == 0 {
			continue
		}
		if pn[pc] == 0 {
			pNext++
			pn[pc] = pNext
		}
		if tn[tc] == 0 {
			tNext++
			tn[tc] = tNext
		}
		p = append(p, pn[pc]-1)
		t = append(t, tn[tc]-1)
	}
	res.OnlyTruth = truth.Len() - both
	return p, t
}

// sums are what a component adds to the measures. All of them add up.
type sums struct {
	records    float64
	tp, pp, tt float64 // pairs: true positives, predicted, true
	bp, br     float64 // sums over records of B³ precision and recall
}

func pairsOf(n uint32) uint64 { return uint64(n) * uint64(n-1) / 2 }

// measure fills in the measures of two dense labellings of the same records.
func measure(p, t []uint32, res *Result) {
	pred := record.GroupsOf(p, len(p))
	pSize, tSize := sizes(p), sizes(t)
	res.Predicted, res.Truth = describe(pSize), describe(tSize)

	// Clusters that share a record belong to one component.
	comp := newForest(len(tSize))
	for i := range pred.Len() {
		rows := pred.Group(i)
		for _, r := range rows[1:] {
			comp.union(t[rows[0]], t[r])
		}
	}
	unit := comp.number()
	units := make([]sums, comp.sets)
	res.Components = comp.sets

	var tp, pp, tt uint64
	shared := make([]uint32, len(tSize)) // records that the cluster at hand shares with each true one
	for i := range pred.Len() {
		rows := pred.Group(i)
		u := &units[unit[t[rows[0]]]]
		for _, r := range rows {
			shared[t[r]]++
		}
		n := uint32(len(rows))
		pp += pairsOf(n)
		u.pp += float64(pairsOf(n))
		u.records += float64(n)
		for _, r := range rows {
			k := shared[t[r]]
			if k == 0 {
				continue // counted at an earlier row of the same true cluster
			}
			shared[t[r]] = 0
			tp += pairsOf(k)
			u.tp += float64(pairsOf(k))
			u.bp += float64(k) * float64(k) / float64(n)
			u.br += float64(k) * float64(k) / float64(tSize[t[r]])
			if k == n && n == tSize[t[r]] {
				res.Exact++
			}
		}
	}
	for c, n := range tSize {
		tt += pairsOf(n)
		units[unit[c]].tt += float64(pairsOf(n))
	}
	res.Pairs = Pairs{TP: tp, FP: pp - tp, FN: tt - tp}
	intervals(units, res)
}

func sizes(labels []uint32) []uint32 {
	var size []uint32
	for _, l := range labels {
		for int(l) >= len(size) {
			size = append(size, 0)
		}
		size[l]++
	}
	return size
}

func describe(size []uint32) Partition {
	d := Partition{Clusters: len(size)}
	for _, n := range size {
		if n == 1 {
			d.Singletons++
		}
		d.Largest = max(d.Largest, int(n))
	}
	return d
}

// LeftOut returns how many records could not be compared.
func (r *Result) LeftOut() int {
	return r.OnlyPredicted + r.OnlyTruth + r.BlankPredicted + r.BlankTruth
}
