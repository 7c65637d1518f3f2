package stats

import "slices"

// The measures below take what each holder has, in any unit and order; no amount may
// be negative. Amounts are added in ascending order, so a permutation of the holders
// gives the same bits.

// HHI is the Herfindahl–Hirschman index, the sum of squared shares: 1 for one holder,
// 1/n for n equal ones, 0 for nothing.
func HHI(amounts []int64) float64 {
	sorted, total := ascending(amounts)
	if total == 0 {
		return 0
	}
	var sum Sum
	for _, x := range sorted {
		share := float64(x) / total
		sum.Add(float64(share * share))
	}
	return sum.Value()
}

// Gini is the Gini coefficient of n holders, from 0 for equal amounts to 1 − 1/n for
// one that has all: Σ(2i−n−1)·x_i / (n·Σx) over ascending x (P. Dixon et al.,
// Bootstrapping the Gini coefficient of inequality, Ecology 68, 1987).
func Gini(amounts []int64) float64 {
	sorted, total := ascending(amounts)
	if total == 0 {
		return 0
	}
	n := len(sorted)
	var sum Sum
	for i, x := range sorted {
		sum.Add(float64(float64(2*i+1-n) * float64(x)))
	}
	return sum.Value() / float64(float64(n)*total)
}

// Nakamoto is the least number of holders that together have more than a share of the
// total, 0 for nothing (B. Srinivasan and L. Lee, Quantifying decentralization, 2017).
// Having exactly the share is not enough; a difference below 1e-12 of the total counts
// as none, since shares such as one third have no exact float.
func Nakamoto(amounts []int64, share float64) int {
	sorted, total := ascending(amounts)
	if total == 0 {
		return 0
	}
	have := 0.0
	for i, x := range slices.Backward(sorted) {
		if have += float64(x); have/total > share+1e-12 {
			return len(sorted) - i
		}
	}
	return len(sorted)
}

// Lorenz returns the Lorenz curve from (0, 0) to (1, 1): the share x of holders that
// have least together have the share y of the total. Where there is nothing to share, y
// is 0 throughout.
func Lorenz(amounts []int64) (x, y []float64) {
	sorted, total := ascending(amounts)
	x, y = make([]float64, len(sorted)+1), make([]float64, len(sorted)+1)
	have := 0.0
	for i, v := range sorted {
		have += float64(v)
		x[i+1] = float64(i+1) / float64(len(sorted))
		if total > 0 {
			y[i+1] = have / total
		}
	}
	return x, y
}

// ascending returns the sorted amounts and their sum.
func ascending(amounts []int64) (sorted []int64, total float64) {
	sorted = slices.Clone(amounts)
	slices.Sort(sorted)
	for _, x := range sorted {
		total += float64(x)
	}
	return sorted, total
}
