package market

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// halfAYear is a market with a pool of a thousand principal tokens and as much SY, half a
// year before expiry, at an index of one.
func halfAYear(t rapid.TB) *splitVenue {
	v := newSplitVenue(t, plainPendle, clock.Time(clock.Year/2), 0.2)
	v.must(v.m.At(v.Book, 0, IndexOne))
	v.provide(1000*money.ETH, 1000*money.ETH)
	return v
}

// TestSettledTradesFollowTheCurve: the implied rate, what is paid and the pool afterwards
// are the curve's, up to roundings in favour of the pool; liquidity moves no rate.
func TestSettledTradesFollowTheCurve(t *testing.T) {
	v := halfAYear(t)
	who := v.people + 1
	_, err := v.m.Mint(v.Book, who, 500*money.ETH)
	v.must(err)
	for _, n := range []money.Gwei{25e9, -70e9, 123_456_789, -1_000_000_007} {
		curve := v.m.Curve()
		want, err := curve.Trade(float64(n))
		v.must(err)
		before, pool := v.Balance(who, splitSY), v.Balance(v.pool, splitSY)
		var f PendleFill
		if n > 0 {
			f, err = v.m.BuyPT(v.Book, who, n, math.MaxInt64)
		} else {
			f, err = v.m.SellPT(v.Book, who, -n, 0)
		}
		v.must(err)
		got := float64(v.Balance(who, splitSY) - before)
		if got > want.Asset || got < want.Asset-2 || math.Abs(v.m.LnRate()-want.LnRate) > 1e-10 {
			t.Errorf("%d: %v at an implied rate of %v, the curve says %+v", n, got, v.m.LnRate(), want)
		}
		if left := v.Balance(v.pool, splitSY); left != pool-money.Gwei(got)-f.Reserve || f.Reserve != money.Gwei(want.Reserve) || f.Fee != money.Gwei(want.Fee) {
			t.Errorf("%d: the pool holds %d after %d, %+v", n, left, pool, f)
		}
	}
	rate := v.m.LnRate()
	_, _, lp, err := v.m.AddLiquidity(v.Book, who, 100*money.ETH, 50*money.ETH)
	v.must(err)
	_, _, err = v.m.RemoveLiquidity(v.Book, who, lp/2)
	if v.must(err); v.m.LnRate() != rate {
		t.Errorf("liquidity moves the implied rate from %v to %v", rate, v.m.LnRate())
	}
}

// TestPendleLimits: what is quoted is within its own limit, and one unit less is not.
func TestPendleLimits(t *testing.T) {
	v := halfAYear(t)
	who, size := v.people, 10*money.ETH
	for name, kind := range map[string]struct {
		ask  func(money.Gwei) (PendleFill, error)
		deal func(*ledger.Book, ledger.Account, money.Gwei, money.Gwei) (PendleFill, error)
		less money.Gwei // by which a limit is too narrow
	}{
		"buy PT": {v.m.PayForPT, v.m.BuyPT, -1}, "sell PT": {v.m.SellPTFor, v.m.SellPT, 1},
		"buy YT": {v.m.PayForYT, v.m.BuyYT, -1}, "sell YT": {v.m.SellYTFor, v.m.SellYT, 1},
	} {
		_, err := v.m.MintPairs(v.Book, who, size)
		v.must(err)
		f, err := kind.ask(size)
		v.must(err)
		before, rate := v.all(), v.m.LnRate()
		if _, err := kind.deal(v.Book, who, size, f.SY+kind.less); err != ErrLimit || !slices.Equal(before, v.all()) || rate != v.m.LnRate() {
			t.Errorf("%s beyond its limit: %v", name, err)
		}
		if got, err := kind.deal(v.Book, who, size, f.SY); err != nil || got != f {
			t.Errorf("%s at its limit: %+v, %v, quoted %+v", name, got, err, f)
		}
	}
}

// TestYieldTradesAreTheirLegs: a purchase of yield tokens costs the SY of the pairs less
// what their principal tokens bring, a sale brings the pairs' SY less what those cost.
func TestYieldTradesAreTheirLegs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := halfAYear(t)
		index := rapid.Int64Range(IndexOne, 2*IndexOne).Draw(t, "index")
		v.must(v.m.At(v.Book, 7, index))
		y := money.Gwei(logUniform(2, 11.5).Draw(t, "YT"))
		whole := func(r money.Rounding) money.Gwei {
			sy, err := money.MulDiv(int64(y), IndexOne, index, r)
			v.must(err)
			return money.Gwei(sy)
		}
		sold, err := v.m.SellPTFor(y)
		v.must(err)
		buy, err := v.m.PayForYT(y)
		if v.must(err); buy.SY != whole(money.Up)-sold.SY || buy.Fee != sold.Fee {
			t.Fatalf("%d YT cost %+v, their principal tokens bring %+v", y, buy, sold)
		}
		bought, err := v.m.PayForPT(y)
		v.must(err)
		sell, err := v.m.SellYTFor(y)
		if err == nil && sell.SY != whole(money.Down)-bought.SY {
			t.Fatalf("%d YT bring %+v, their principal tokens cost %+v", y, sell, bought)
		}
		requireAmong(t, err, ErrTooSmall)
	})
}

// TestExactSizes: the sizes for an amount of SY fit, and one unit more, or less, does not.
func TestExactSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newSplitVenue(t, plainPendle, clock.Time(clock.Year), rapid.Float64Range(0.01, 0.4).Draw(t, "rate"))
		now := clock.Time(clock.Year) - clock.Time(logUniform(0, 7).Draw(t, "left"))
		v.must(v.m.At(v.Book, now, rapid.Int64Range(IndexOne/2, 3*IndexOne).Draw(t, "index")))
		v.provide(money.Gwei(logUniform(6, 15).Draw(t, "PT")), money.Gwei(logUniform(6, 15).Draw(t, "SY")))
		sy := money.Gwei(logUniform(0, 15).Draw(t, "sy"))
		costs := func(f PendleFill, err error) bool { return err == nil && f.SY <= sy }
		if n := v.m.PTFor(sy); n > 0 && !costs(v.m.PayForPT(n)) || costs(v.m.PayForPT(n+1)) {
			t.Fatalf("%d PT are not the most for %d", n, sy)
		}
		if n := v.m.YTFor(sy); n > 0 && !costs(v.m.PayForYT(n)) || costs(v.m.PayForYT(n+1)) {
			t.Fatalf("%d YT are not the most for %d", n, sy)
		}
		brings := func(f PendleFill, err error) bool { return err == nil && f.SY >= sy }
		n, err := v.m.PTToSell(sy)
		if err == nil && (!brings(v.m.SellPTFor(n)) || brings(v.m.SellPTFor(n-1))) {
			t.Fatalf("%d PT are not the fewest for %d", n, sy)
		}
		if err != nil && brings(v.m.SellPTFor(v.m.BestSale())) {
			t.Fatalf("%v, but %d PT bring %d", err, v.m.BestSale(), sy)
		}
	})
}

// TestNoRoundTripEarnsOnTheLedger: whoever trades, splits and provides at one moment and
// ends with the tokens that he began with has no more SY than before.
func TestNoRoundTripEarnsOnTheLedger(t *testing.T) {
	tried, trips := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		tried++
		x := newSplitLife(t)
		who := x.people + 1
		_, err := x.m.Mint(x.Book, who, money.Gwei(logUniform(8, 15).Draw(t, "pairs")))
		v := x.splitVenue
		v.must(err)
		sy, pt, yt := v.Balance(who, splitSY), v.Balance(who, splitPT), v.Balance(who, splitYT)
		for range rapid.IntRange(1, 8).Draw(t, "operations") {
			size := x.of(t, min(pt, v.m.pt, v.m.sy))
			rapid.SampledFrom([]func(){
				func() { _, _ = v.m.BuyPT(v.Book, who, size, math.MaxInt64) }, func() { _, _ = v.m.SellPT(v.Book, who, size, 0) },
				func() { _, _ = v.m.BuyYT(v.Book, who, size, math.MaxInt64) }, func() { _, _ = v.m.SellYT(v.Book, who, size, 0) },
				func() { _, _, _, _ = v.m.AddLiquidity(v.Book, who, size, size) }, func() { _, _, _ = v.m.RemoveLiquidity(v.Book, who, size) },
				func() { _, _ = v.m.Mint(v.Book, who, size) }, func() { _, _ = v.m.RedeemPairs(v.Book, who, size) },
			}).Draw(t, "operation")()
		}
		if shares := v.Balance(who, splitShare); shares > 0 {
			_, _, err := v.m.RemoveLiquidity(v.Book, who, shares)
			v.must(err)
		}
		if !x.settleTo(who, splitYT, yt, v.m.BuyYT, v.m.SellYT) || !x.settleTo(who, splitPT, pt, v.m.BuyPT, v.m.SellPT) {
			return // the pool is not deep enough to go back
		}
		if got := v.Balance(who, splitSY); got > sy {
			t.Fatalf("%d SY gained of %d", got-sy, sy)
		}
		trips++
		v.sound()
	})
	if trips < tried/5 {
		t.Errorf("%d round trips of %d", trips, tried)
	}
}

// settleTo trades until an account holds so much of a token.
func (x *splitLife) settleTo(who ledger.Account, token ledger.Asset, want money.Gwei, buy, sell func(*ledger.Book, ledger.Account, money.Gwei, money.Gwei) (PendleFill, error)) bool {
	var err error
	if held := x.Balance(who, token); held < want {
		_, err = buy(x.Book, who, want-held, math.MaxInt64)
	} else if held > want {
		_, err = sell(x.Book, who, held-want, 0)
	}
	return err == nil
}

func TestPendleSettingsOutOfRange(t *testing.T) {
	good, fee := plainPendle, money.Ratio{Num: 1, Den: 20}
	for name, bad := range map[string]PendleTerms{"scalar": {LnFeeRoot: 0.003}, "fee": {ScalarRoot: 5, LnFeeRoot: -1}, "reserve": {ScalarRoot: 5, ReserveShare: 1.1},
		"no number": {ScalarRoot: math.NaN()}, "infinite": {ScalarRoot: math.Inf(1)}} {
		if _, err := NewPendle(PendleListing{}, bad, 1, 0.1, fee); !errors.Is(err, ErrSetting) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []money.Ratio{{}, {Num: 2, Den: 1}, {Num: -1, Den: 1}} {
		if _, err := NewPendle(PendleListing{}, good, 1, 0.1, bad); !errors.Is(err, ErrSetting) {
			t.Errorf("yield fee %v: %v", bad, err)
		}
	}
	if _, err := NewPendle(PendleListing{}, good, 1, math.NaN(), fee); !errors.Is(err, ErrSetting) {
		t.Errorf("rate: %v", err)
	}
	v := newSplitVenue(t, good, 1, 0.1)
	if err := v.m.At(v.Book, 0, 0); !errors.Is(err, ErrSetting) {
		t.Errorf("index: %v", err)
	}
}
