package evaluate

import "math"

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// intervals fills in the ratios and their 95 % intervals.
//
// Pairs are not independent of each other, components are. So each measure is
// a ratio of sums over components, its variance comes from the residuals of
// the components (Cochran, Sampling Techniques, 3rd ed. 1977, section 6.4),
// and the interval is Wilson's with the number of independent trials that
// would give the same variance (Franco, Little, Louis and Slud, "Comparative
// study of confidence intervals for proportions in complex sample surveys",
// Journal of Survey Statistics and Methodology 7, 2019). Unlike a bootstrap it
// needs no seed, and it stays inside [0, 1].
func intervals(units []sums, res *Result) {
	ratios(units, res)
	res.BCubed.Precision = ratio(units, func(u *sums) (float64, float64) { return u.bp, u.records })
	res.BCubed.Recall = ratio(units, func(u *sums) (float64, float64) { return u.br, u.records })

	// B³ F1 is not a ratio of sums; its residuals are those of precision and
	// recall, weighted by the derivatives of the harmonic mean.
	p, r := res.BCubed.Precision.Value, res.BCubed.Recall.Value
	f := 2 * p * r / (p + r)
	dp, dr := 2*r*r/((p+r)*(p+r)), 2*p*p/((p+r)*(p+r))
	var n, squares, spread float64
	for i := range units {
		u := &units[i]
		z := dp*(u.bp-p*u.records) + dr*(u.br-r*u.records)
		spread += z * z
		n += u.records
		squares += u.records * u.records
	}
	res.BCubed.F1 = wilson(f, spread, n, squares, float64(len(units)))
}

// ratios fills in the ratios of pairs.
func ratios(units []sums, res *Result) {
	res.Pairs.Precision = ratio(units, func(u *sums) (float64, float64) { return u.tp, u.pp })
	res.Pairs.Recall = ratio(units, func(u *sums) (float64, float64) { return u.tp, u.tt })
	res.Pairs.F1 = ratio(units, func(u *sums) (float64, float64) { return 2 * u.tp, u.pp + u.tt })
}

// ratio returns Σa/Σb over the units with its interval; 1 when Σb is 0.
func ratio(units []sums, of func(*sums) (a, b float64)) Ratio {
	var sa, sb, squares, used float64
	for i := range units {
		a, b := of(&units[i])
		sa += a
		sb += b
		squares += b * b
		if b > 0 {
			used++
		}
	}
	if sb == 0 {
		return Ratio{Value: 1, Low: 0, High: 1}
	}
	q := sa / sb
	var spread float64
	for i := range units {
		a, b := of(&units[i])
		spread += (a - q*b) * (a - q*b)
	}
	return wilson(q, spread, sb, squares, used)
}

// wilson returns the interval of a share q whose units left residuals with
// the sum of squares spread. Σb and Σb² of the units' denominators give the
// effective number of trials where no residual does.
func wilson(q, spread, sb, squares, units float64) Ratio {
	trials := sb * sb / squares
	if units > 1 && spread > 0 && q > 0 && q < 1 {
		trials = min(q*(1-q)*sb*sb*(units-1)/(units*spread), sb)
	}
	z2 := z95 * z95 / trials
	mid := (q + z2/2) / (1 + z2)
	half := z95 / (1 + z2) * math.Sqrt(q*(1-q)/trials+z2/(4*trials))
	return Ratio{Value: q, Low: clamp(min(mid-half, q)), High: clamp(max(mid+half, q))}
}

func clamp(x float64) float64 { return min(max(x, 0), 1) }
