package verify

import (
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// ratioOf is one number of the case over another.
func (x *tokenCase) ratioOf(num, den string) *big.Rat {
	n, d := x.in.rat(num), x.in.rat(den)
	if n.Sign() <= 0 || d.Sign() <= 0 {
		x.in.complain(num, "a rate is positive")
		return big.NewRat(1, 1)
	}
	return n.Quo(n, d)
}

// fixedPoint reads a rate of a fixed point of so many decimals.
func (x *tokenCase) fixedPoint(key string, decimals int64) *big.Rat {
	n := x.in.big(key)
	if n.Sign() <= 0 {
		x.in.complain(key, "a rate is positive")
		return big.NewRat(1, 1)
	}
	return new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals), nil))
}

// next is the rate after one in such a fixed point.
func next(rate *big.Rat, decimals int64) *big.Rat {
	step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals), nil))
	return step.Add(step, rate)
}

// amountsOver is one amount of the case over another: a rate, which units do not
// coarsen, in the shortest fraction that is as good.
func (x *tokenCase) amountsOver(num, den string) *big.Rat {
	if x.amount(num) <= 0 || x.amount(den) <= 0 {
		x.beyond = true
		return big.NewRat(1, 1)
	}
	rate := x.ratioOf(num, den)
	if rate.Num().IsInt64() && rate.Denom().IsInt64() {
		return rate
	}
	hair := new(big.Rat).Mul(rate, big.NewRat(1, 1_000_000_000_000_000_000))
	return simplest(rate, hair.Add(hair, rate))
}

// byAmounts is an exit whose rates are those of backing over supply.
func (x *tokenCase) byAmounts(name, tokens, value, supply, valueThen, supplyThen string) (journey, error) {
	p, err := x.terms(name, x.amountsOver(value, supply))
	return journey{p: p, tokens: x.amount(tokens), supply: x.amount(supply), backing: x.amount(valueThen), then: x.amount(supplyThen)}, err
}

// byRates is an exit at a rate, settled at a rate from first up to but not including
// last, where last is the next that the token's fixed point knows; without last, at
// exactly first. The supply is one at which such a rate is whole.
func (x *tokenCase) byRates(name string, tokens money.Gwei, opening, first, last *big.Rat) (journey, error) {
	p, err := x.terms(name, opening)
	if err != nil {
		return journey{}, err
	}
	rate := first
	if last != nil {
		rate = simplest(first, last)
	}
	if !rate.Denom().IsInt64() {
		return journey{}, errRate
	}
	times := (tokens-1)/money.Gwei(rate.Denom().Int64()) + 1
	supply := new(big.Int).Mul(rate.Denom(), big.NewInt(int64(times)))
	backing := new(big.Int).Mul(rate.Num(), big.NewInt(int64(times)))
	if !supply.IsInt64() || !backing.IsInt64() || tokens <= 0 {
		return journey{}, errRate
	}
	n := money.Gwei(supply.Int64())
	return journey{p: p, tokens: tokens, supply: n, backing: money.Gwei(backing.Int64()), then: n}, nil
}

// simplest is the fraction of the least denominator in [first, last), both positive
// (Stern and Brocot).
func simplest(first, last *big.Rat) *big.Rat {
	whole := new(big.Int).Quo(first.Num(), first.Denom())
	floor := new(big.Rat).SetInt(whole)
	if floor.Cmp(first) == 0 {
		return floor
	}
	next := new(big.Rat).Add(floor, big.NewRat(1, 1))
	if next.Cmp(last) < 0 {
		return next
	}
	// Both lie between two whole numbers: the fraction is whole + 1/y with the simplest y
	// above 1/(last-whole) and up to 1/(first-whole).
	low := new(big.Rat).Inv(new(big.Rat).Sub(last, floor))
	high := new(big.Rat).Inv(new(big.Rat).Sub(first, floor))
	return floor.Add(floor, new(big.Rat).Inv(simplestAbove(low, high)))
}

// simplestAbove is the same in (low, high].
func simplestAbove(low, high *big.Rat) *big.Rat {
	whole := new(big.Int).Quo(low.Num(), low.Denom())
	floor := new(big.Rat).SetInt(whole)
	next := new(big.Rat).Add(floor, big.NewRat(1, 1))
	if next.Cmp(high) <= 0 {
		return next
	}
	// high lies below the next whole number, and low is at or above the one before.
	first := new(big.Rat).Inv(new(big.Rat).Sub(high, floor))
	if low.Cmp(floor) == 0 {
		return floor.Add(floor, new(big.Rat).Inv(new(big.Rat).SetInt(ceiling(first))))
	}
	last := new(big.Rat).Inv(new(big.Rat).Sub(low, floor))
	return floor.Add(floor, new(big.Rat).Inv(simplest(first, last)))
}

func ceiling(x *big.Rat) *big.Int {
	n, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		n.Add(n, big.NewInt(1))
	}
	return n
}
