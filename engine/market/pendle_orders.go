package market

import "github.com/restakesim/restakesim/engine/money"

// Sizes for an amount of SY. They are exact: from the root of the curve they are moved to
// where the settled amount fits and that of the next unit would not.

// PTFor is the most principal tokens that so much SY buys; 0 where it buys none.
func (m *Pendle) PTFor(sy money.Gwei) money.Gwei {
	if !m.quotes() || sy <= 0 {
		return 0
	}
	return largestFit(floor(m.curve.BoughtFor(m.inAsset(sy)), 1), func(n money.Gwei) bool {
		f, err := m.PayForPT(n)
		return err == nil && f.SY <= sy
	})
}

// YTFor is the most yield tokens that so much SY buys; 0 where it buys none.
func (m *Pendle) YTFor(sy money.Gwei) money.Gwei {
	if !m.quotes() || sy <= 0 {
		return 0
	}
	return largestFit(floor(m.curve.YieldBoughtFor(m.inAsset(sy)), 1), func(n money.Gwei) bool {
		f, err := m.PayForYT(n)
		return err == nil && f.SY <= sy
	})
}

// PTToSell is the fewest principal tokens whose sale brings at least so much SY; ErrDepth
// where no sale does.
func (m *Pendle) PTToSell(sy money.Gwei) (money.Gwei, error) {
	if !m.quotes() {
		return 0, ErrExpired
	}
	if sy <= 0 {
		return 0, ErrTooSmall
	}
	brings := func(n money.Gwei) bool {
		f, err := m.SellPTFor(n)
		return err == nil && f.SY >= sy
	}
	n := largestFit(floor(m.curve.SoldFor(m.inAsset(sy)), 1), func(n money.Gwei) bool { return !brings(n) }) + 1
	if !brings(n) {
		return 0, ErrDepth
	}
	return n, nil
}

// SellPTWithin is the largest part of pt whose sale brings at least so much asset per
// principal token on average; 0 if none does.
func (m *Pendle) SellPTWithin(pt money.Gwei, price float64) money.Gwei {
	if !m.quotes() || pt <= 0 {
		return 0
	}
	return largestFit(min(pt, floor(m.curve.SoldWithin(price), 1)), func(n money.Gwei) bool {
		f, err := m.SellPTFor(n)
		return n <= pt && err == nil && m.inAsset(f.SY+1) >= float64(price*float64(n))
	})
}

// BestSale is the most principal tokens that are worth selling at once: of more, the
// whole brings less.
func (m *Pendle) BestSale() money.Gwei {
	if !m.quotes() {
		return 0
	}
	return floor(m.curve.BestSale(), 1)
}

func (m *Pendle) quotes() bool { return !m.Expired() && m.curve.PT > 0 && m.curve.Asset > 0 }

func (m *Pendle) inAsset(sy money.Gwei) float64 {
	return float64(float64(sy) * (float64(m.index) / IndexOne))
}

// largestFit is the largest size that fits where all smaller ones do, 0 if none does. It
// starts near the answer, moves away in doubling steps until it has it between two sizes,
// and halves: the cheaper a unit is, the more of them rounding may be off.
func largestFit(near money.Gwei, fits func(money.Gwei) bool) money.Gwei {
	lo, hi := near, near
	if near > 0 && fits(near) {
		for step := money.Gwei(1); fits(hi); step *= 2 {
			if lo, hi = hi, hi+step; hi >= largest {
				return lo
			}
		}
	} else {
		for step := money.Gwei(1); lo > 0 && !fits(lo); step *= 2 {
			lo, hi = max(0, lo-step), lo
		}
	}
	for hi-lo > 1 {
		if x := lo + (hi-lo)/2; fits(x) {
			lo = x
		} else {
			hi = x
		}
	}
	return lo
}
