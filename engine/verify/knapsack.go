package verify

import (
	"math"
	"math/big"
	"math/bits"
)

// leastPrice is the least sum of prices over sets of members whose coverage reaches
// need: a table over coverage, filled member by member (Bellman, 1957). Cells that
// the members so far cannot reach, or from which the rest cannot reach need, are left
// out.
func leastPrice(coverage, prices []int64, need int64) int64 {
	const never = math.MaxInt64
	best := make([]int64, need+1)
	for i := range best {
		best[i] = never
	}
	best[0] = 0
	reach, rest := int64(0), int64(0)
	for _, c := range coverage {
		rest += min(c, need)
	}
	for k, c := range coverage {
		c = min(c, need)
		rest -= c
		reach = min(need, reach+c)
		for h := reach; h >= max(1, need-rest); h-- {
			if from := best[max(0, h-c)]; from != never && from+prices[k] < best[h] {
				best[h] = from + prices[k]
			}
		}
	}
	return best[need]
}

// floorShare is cost·share/Scale, rounded down; share is at most Scale.
func floorShare(cost int64, share uint32) int64 {
	hi, lo := bits.Mul64(uint64(cost), uint64(share))
	q, _ := bits.Div64(hi, lo, Scale)
	return int64(q)
}

// floorTimes is w·r, rounded down.
func floorTimes(w int64, r *big.Rat) int64 {
	x := new(big.Int).Mul(big.NewInt(w), r.Num())
	return x.Quo(x, r.Denom()).Int64()
}

// times is a·b for amounts that are not negative, and whether it stays below most.
func times(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo <= most
}

// grow adds to a sum of amounts, and reports whether it stays below most.
func grow(sum *int64, x int64) bool {
	if x > most-*sum {
		return false
	}
	*sum += x
	return true
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// ascending reports whether numbers are strictly ascending and in [0, n).
func ascending(numbers []int32, n int) bool {
	last := int32(-1)
	for _, x := range numbers {
		if x <= last || int(x) >= n {
			return false
		}
		last = x
	}
	return true
}
