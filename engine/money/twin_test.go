package money

import (
	"math"
	"math/big"

	"pgregory.net/rapid"
)

// The twins compute with package math/big what the package computes with words.

// edges are the integers at which words wrap, carry or change sign.
var edges = []int64{
	0, 1, -1, 2, -2, 3, -3, 10, 1<<31 - 1, 1 << 31, 1<<32 - 1, 1 << 32, -1 << 32, 1e9, 1e18,
	1<<62 - 1, 1 << 62, -1 << 62, math.MaxInt64 - 1, math.MaxInt64, math.MinInt64 + 1, math.MinInt64,
}

// limbs are the words at which products carry and Knuth's guess is off.
var limbs = []uint64{
	0, 1, 2, 3, 1<<32 - 1, 1 << 32, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64 - 1, math.MaxUint64,
}

func anyInt() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64(), rapid.Int64Range(-100, 100))
}

func anyLimb() *rapid.Generator[uint64] {
	return rapid.OneOf(rapid.SampledFrom(limbs), rapid.Uint64())
}

func anyWide() *rapid.Generator[Wide] {
	return rapid.Custom(func(t *rapid.T) Wide {
		hi := rapid.OneOf(rapid.Just(uint64(0)), anyLimb()).Draw(t, "hi")
		return Wide{hi, anyLimb().Draw(t, "lo")}
	})
}

func anyRounding() *rapid.Generator[Rounding] { return rapid.SampledFrom([]Rounding{Down, Up}) }

// anyRatio draws fractions, not all in lowest terms.
func anyRatio() *rapid.Generator[Ratio] {
	return rapid.Custom(func(t *rapid.T) Ratio {
		den := anyInt().Filter(func(d int64) bool { return d > 0 })
		return Ratio{anyInt().Draw(t, "num"), den.Draw(t, "den")}
	})
}

func bigOf(a Wide) *big.Int {
	x := new(big.Int).SetUint64(a.Hi)
	return x.Add(x.Mul(x, two64), new(big.Int).SetUint64(a.Lo))
}

var two64 = new(big.Int).Add(new(big.Int).SetUint64(math.MaxUint64), big.NewInt(1))

// wide reads a decimal that fits 128 bits.
func wide(text string) Wide {
	x, ok := new(big.Int).SetString(text, 10)
	if !ok || x.BitLen() > 128 {
		panic("not a Wide: " + text)
	}
	hi, lo := new(big.Int).QuoRem(x, two64, new(big.Int))
	return Wide{hi.Uint64(), lo.Uint64()}
}

// quotient is a*b/c rounded down or up; c is not zero. Euclidean division rounds
// down when the divisor is positive.
func quotient(a, b, c *big.Int, r Rounding) *big.Int {
	p := new(big.Int).Mul(a, b)
	if d := new(big.Int).Abs(c); r == Down {
		return p.Div(p.Mul(p, big.NewInt(int64(c.Sign()))), d)
	} else { // up: the negative of the negative rounded down
		p.Div(p.Mul(p, big.NewInt(int64(-c.Sign()))), d)
		return p.Neg(p)
	}
}

func ratOf(r Ratio) *big.Rat { return big.NewRat(r.Num, r.Den) }
