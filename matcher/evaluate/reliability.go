package evaluate

import (
	"errors"
	"io"
	"strconv"

	"github.com/onefold/onefold/record"
)

// Band is a range of probability [From, To), the last one closed.
type Band struct {
	From, To float64
	Pairs    int
	True     int     // pairs that the truth puts together
	Expected float64 // sum of the probabilities: the true pairs that were promised
	Observed Ratio   // True / Pairs, with Wilson's 95 % interval
}

// Reliability says how far probabilities can be believed.
type Reliability struct {
	Pairs   int // with truth for both records
	Unknown int // left out: no truth for one of the records
	Bands   []Band

	Matches        int     // pairs decided to be a match
	ExpectedFalse  float64 // false ones among them, by their probabilities
	ObservedFalse  int     // false ones among them, by the truth
	Undecided      int     // all other pairs
	ExpectedMissed float64 // true ones among the undecided, by their probabilities
	ObservedMissed int     // true ones among the undecided, by the truth
	Brier          float64 // mean of (probability − truth)², 0 is best
}

// edges are the bounds of the bands: narrow where decisions are made.
var edges = [...]float64{0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1}

// Calibrate reads scored pairs, a CSV file with the columns id_a, id_b,
// probability and decision, and source_a and source_b where the truth is that of
// several sources, and holds them against the truth. name stands for
// the file in errors, which are *FileError.
func Calibrate(r io.Reader, name string, truth *Labels) (Reliability, error) {
	var rel Reliability
	want := []string{"id_a", "id_b", "probability", "decision"}
	t, head, err := begin(r, name, want...)
	if err != nil {
		return rel, err
	}
	sources := find(head, "source_a") >= 0 && find(head, "source_b") >= 0
	if sources {
		want = append(want, "source_a", "source_b")
	}
	if err := t.choose(head, want...); err != nil {
		return rel, err
	}
	lookup := index(truth)
	rowOf := rowsOf(truth)
	cluster := func(id string) record.Code {
		code := lookup(bytesOf(id))
		if int(code) >= len(rowOf) || rowOf[code] == 0 {
			return 0
		}
		return truth.Clusters.Of[rowOf[code]-1]
	}
	rel.Bands = make([]Band, len(edges)-1)
	for i := range rel.Bands {
		rel.Bands[i].From, rel.Bands[i].To = edges[i], edges[i+1]
	}
	for {
		row, err := t.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return rel, err
		}
		p, err := strconv.ParseFloat(row[2], 64)
		if err != nil || !(p >= 0 && p <= 1) {
			return rel, t.fault(errors.New("the probability is not a number from 0 to 1"), "write it with a decimal point")
		}
		if sources {
			row[0], row[1] = nameOf(row[4], row[0]), nameOf(row[5], row[1])
		}
		a, b := cluster(row[0]), cluster(row[1])
		if a == 0 || b == 0 {
			rel.Unknown++
			continue
		}
		rel.add(p, a == b, row[3] == "match")
	}
	for i := range rel.Bands {
		b := &rel.Bands[i]
		if b.Pairs > 0 {
			n := float64(b.Pairs)
			b.Observed = wilson(float64(b.True)/n, 0, n, n, 1)
		}
	}
	if rel.Pairs > 0 {
		rel.Brier /= float64(rel.Pairs)
	}
	return rel, nil
}

func (rel *Reliability) add(p float64, same, match bool) {
	i := len(rel.Bands) - 1
	for i > 0 && p < rel.Bands[i].From {
		i--
	}
	b := &rel.Bands[i]
	b.Pairs++
	b.Expected += p
	rel.Pairs++
	y := 0.0
	if same {
		b.True++
		y = 1
	}
	rel.Brier += (p - y) * (p - y)
	switch {
	case match:
		rel.Matches++
		rel.ExpectedFalse += 1 - p
		if !same {
			rel.ObservedFalse++
		}
	default:
		rel.Undecided++
		rel.ExpectedMissed += p
		if same {
			rel.ObservedMissed++
		}
	}
}
