package stats

import "slices"

// HHI is the Herfindahl–Hirschman index, the sum of squared shares: 1 for one holder,
// 1/n for n equal ones, 0 for nothing.
func HHI(amounts []int64) float64 {
	total := total(amounts)
	if total == 0 {
		return 0
	}
	var sum Sum
	for _, x := range sortedCopy(amounts) {
		s := float64(x) / total
		sum.Add(float64(s * s))
	}
	return sum.Value()
}

// Gini is the Gini coefficient, 0 for equal amounts and close to 1 for one holder
// among many: Σ(2i-n-1)x_i/(nΣx) over ascending x.
func Gini(amounts []int64) float64 {
	total := total(amounts)
	if total == 0 {
		return 0
	}
	n := float64(len(amounts))
	var sum Sum
	for i, x := range sortedCopy(amounts) {
		sum.Add(float64((2*float64(i+1) - n - 1) * float64(x)))
	}
	return sum.Value() / (n * total)
}

// Nakamoto is the least number of holders that together hold more than a share of the
// total (B. Srinivasan and L. Lee, Quantifying decentralization, 2017), 0 for nothing.
func Nakamoto(amounts []int64, share float64) int {
	total := total(amounts)
	if total == 0 {
		return 0
	}
	sorted := sortedCopy(amounts)
	have := 0.0
	for i := len(sorted) - 1; i >= 0; i-- {
		if have += float64(sorted[i]); have > float64(share*total) {
			return len(sorted) - i
		}
	}
	return len(sorted)
}

// Lorenz returns the Lorenz curve: the poorest x of holders hold y of the total.
func Lorenz(amounts []int64) (x, y []float64) {
	sorted, total := sortedCopy(amounts), total(amounts)
	x, y = []float64{0}, []float64{0}
	have := 0.0
	for i, v := range sorted {
		have += float64(v)
		x = append(x, float64(i+1)/float64(len(sorted)))
		if total > 0 {
			y = append(y, have/total)
		} else {
			y = append(y, 0)
		}
	}
	return x, y
}

func total(amounts []int64) float64 {
	sum := 0.0
	for _, x := range sortedCopy(amounts) {
		sum += float64(x)
	}
	return sum
}

func sortedCopy(amounts []int64) []int64 {
	out := slices.Clone(amounts)
	slices.Sort(out)
	return out
}
