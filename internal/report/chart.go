package report

import "math"

// bar is one stacked bar of the weight histogram, in the drawing's units.
type bar struct {
	X, Width float64
	Parts    []barPart
}

type barPart struct {
	Class     string
	Y, Height float64
}

type tick struct {
	X     float64
	Label string
}

// histogram is the drawing of Run.Weights.
type histogram struct {
	Width, Height, Base float64
	Bars                []bar
	Ticks               []tick
	Lines               []tick // thresholds
}

const (
	chartWidth, chartHeight   = 720.0, 260.0
	chartTop, chartBase       = 34.0, 220.0
	chartLeft, chartRight     = 20.0, 700.0
	maxBins, minimalBarHeight = 120, 1.5
)

// draw lays out the histogram. Heights follow the square root of the counts.
func draw(bins []WeightBin, d Decision, l Lang) *histogram {
	if len(bins) == 0 {
		return nil
	}
	bins = coarsen(bins, maxBins)
	low, high := bins[0].Low, bins[len(bins)-1].High
	most := 0
	for _, b := range bins {
		most = max(most, b.Match+b.Review+b.NonMatch)
	}
	if most == 0 || !(high > low) || math.IsInf(high-low, 0) {
		return nil
	}
	at := func(w float64) float64 {
		return math.Round(10*(chartLeft+(w-low)/(high-low)*(chartRight-chartLeft))) / 10
	}
	h := &histogram{Width: chartWidth, Height: chartHeight, Base: chartBase}
	for _, b := range bins {
		total := b.Match + b.Review + b.NonMatch
		if total == 0 {
			continue
		}
		tall := max(math.Sqrt(float64(total)/float64(most))*(chartBase-chartTop), minimalBarHeight)
		x := bar{X: at(b.Low) + .5, Width: max(at(b.High)-at(b.Low)-1, .5)}
		y := chartBase
		for _, p := range [...]struct {
			class string
			n     int
		}{{"non", b.NonMatch}, {"rev", b.Review}, {"mat", b.Match}} {
			if p.n > 0 {
				part := tall * float64(p.n) / float64(total)
				y -= part
				x.Parts = append(x.Parts, barPart{p.class, math.Round(100*y) / 100, math.Round(100*part) / 100})
			}
		}
		h.Bars = append(h.Bars, x)
	}
	step := 5.0
	for (high-low)/step > 12 {
		step *= 2
	}
	for w := math.Ceil(low/step) * step; w <= high; w += step {
		h.Ticks = append(h.Ticks, tick{at(w), l.signed(w, 0)})
	}
	for _, w := range []float64{d.ReviewWeight, d.MatchWeight} {
		if w > low && w < high {
			h.Lines = append(h.Lines, tick{at(w), l.weight(w)})
		}
	}
	return h
}

// coarsen joins neighbouring bins until there are at most n.
func coarsen(bins []WeightBin, n int) []WeightBin {
	join := (len(bins) + n - 1) / n
	if join <= 1 {
		return bins
	}
	var out []WeightBin
	for i, b := range bins {
		if i%join == 0 {
			out = append(out, b)
			continue
		}
		last := &out[len(out)-1]
		last.High = b.High
		last.Match += b.Match
		last.Review += b.Review
		last.NonMatch += b.NonMatch
	}
	return out
}
