package market

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// splitLife is a market under random use, beside a plain account of what yield tokens have
// earned: a fraction per person, to which each rise of the index is applied by a loop.
type splitLife struct {
	*splitVenue
	now     clock.Time
	rate    int64 // of SY now; it may fall
	top     int64 // the highest there has been
	earned  map[ledger.Account]*big.Rat
	credits int64
	dust    int64 // units that roundings may have left in the vault
	expired bool
	at      float64 // the implied rate that quotes must start from
}

func newSplitLife(t *rapid.T) *splitLife {
	terms := PendleTerms{ScalarRoot: rapid.Float64Range(3, 30).Draw(t, "scalar root"),
		LnFeeRoot: rapid.SampledFrom([]float64{0, 0.003, math.Log(1.05)}).Draw(t, "fee"), ReserveShare: rapid.SampledFrom([]float64{0, 0.8, 1}).Draw(t, "reserve"), ParFirst: true}
	x := &splitLife{splitVenue: newSplitVenue(t, terms, clock.Time(rapid.IntRange(1, 80).Draw(t, "days"))*clock.Time(clock.Day), rapid.Float64Range(0.01, 0.4).Draw(t, "rate")),
		rate: int64(rapid.Float64Range(0.8, 2).Draw(t, "index") * IndexOne), earned: map[ledger.Account]*big.Rat{}}
	x.top, x.at = x.rate, x.m.LnRate()
	x.must(x.m.At(x.Book, 0, x.rate))
	x.provide(money.Gwei(logUniform(7, 15).Draw(t, "PT")), money.Gwei(logUniform(7, 15).Draw(t, "SY")))
	x.dust++
	for i := range ledger.Account(splitPeople) {
		x.earned[x.people+i] = new(big.Rat)
	}
	return x
}

func (x *splitLife) person(t *rapid.T) ledger.Account {
	return x.people + ledger.Account(rapid.IntRange(0, splitPeople-1).Draw(t, "who"))
}

// of draws a part of what somebody holds, and at times a bit more.
func (x *splitLife) of(t *rapid.T, held money.Gwei) money.Gwei {
	return money.Gwei(logUniform(-5, 0.02).Draw(t, "part") * float64(held))
}

// try runs an operation; a refusal must be one of those allowed and leave all as it was.
func (x *splitLife) try(t *rapid.T, operation func() error, allowed ...error) bool {
	before, rate := x.all(), x.m.LnRate()
	var due []money.Gwei
	for i := range ledger.Account(splitPeople) {
		due = append(due, x.m.Earned(x.people+i))
	}
	err := operation()
	requireAmong(t, err, allowed...)
	if err == nil {
		return true
	}
	for i := range ledger.Account(splitPeople) {
		if x.m.Earned(x.people+i) != due[i] {
			t.Fatalf("%v, and %d earned instead of %d", err, x.m.Earned(x.people+i), due[i])
		}
	}
	if !slices.Equal(before, x.all()) || rate != x.m.LnRate() {
		t.Fatalf("%v, but something has changed", err)
	}
	return false
}

func (x *splitLife) mint(t *rapid.T) {
	who := x.person(t)
	var pairs money.Gwei
	sy := money.Gwei(logUniform(0, 15).Draw(t, "SY"))
	if x.try(t, func() (err error) { pairs, err = x.m.Mint(x.Book, who, sy); return err }, ErrExpired, ErrTooSmall) {
		x.touched()
		if worth := float64(sy) * float64(x.top) / IndexOne; float64(pairs) > worth*(1+1e-15) || float64(pairs) < worth*(1-1e-15)-1 {
			t.Fatalf("%d pairs for %v of asset", pairs, worth)
		}
	}
}

func (x *splitLife) redeem(t *rapid.T) {
	who := x.person(t)
	pairs := x.of(t, min(x.Balance(who, splitPT), x.Balance(who, splitYT)))
	if x.try(t, func() error { _, err := x.m.RedeemPairs(x.Book, who, pairs); return err }, ErrExpired, ErrTooSmall, ledger.ErrInsufficient) {
		x.touched()
	}
}

func (x *splitLife) redeemPT(t *rapid.T) {
	who := x.person(t)
	pt := x.of(t, x.Balance(who, splitPT))
	var sy money.Gwei
	if x.try(t, func() (err error) { sy, err = x.m.RedeemPT(x.Book, who, pt); return err }, ErrNotExpired, ErrTooSmall, ledger.ErrInsufficient) {
		x.dust += 2
		if worth := float64(sy) * float64(x.top) / IndexOne; worth > float64(pt)*(1+1e-15) || worth < float64(pt)*(1-1e-15)-float64(x.top)/IndexOne {
			t.Fatalf("%d principal tokens redeem for %v of asset", pt, worth)
		}
	}
}

// tradeRefusals are those that whoever trades may meet.
var tradeRefusals = []error{ErrExpired, ErrTooSmall, ErrDepth, ErrProportion, ErrBelowPar, ErrLimit, ledger.ErrInsufficient}

// traded notes a trade: yield tokens were credited, the implied rate moved, towards more
// or less.
func (x *splitLife) traded(t *rapid.T, up bool) {
	x.touched()
	if rate := x.m.LnRate(); x.m.pt > 1000 && x.m.sy > 1000 && (up && rate < x.at-1e-9 || !up && rate > x.at+1e-9) {
		// A trade of few units moves the rate by less than their rounding.
		if b := float64(min(x.m.pt, x.m.sy)); math.Abs(rate-x.at)*x.m.curve.Years*x.m.curve.scalar > 8/b {
			t.Fatalf("the implied rate moves from %v to %v", x.at, rate)
		}
	}
	x.at = x.m.LnRate()
}

func (x *splitLife) buyPT(t *rapid.T) {
	who := x.person(t)
	pt, most := x.of(t, x.m.pt), money.Gwei(logUniform(3, 16).Draw(t, "most"))
	before := x.Balance(who, splitSY)
	if x.try(t, func() error { _, err := x.m.BuyPT(x.Book, who, pt, most); return err }, tradeRefusals...) {
		x.traded(t, false)
		if paid := before - x.Balance(who, splitSY); paid > most {
			t.Fatalf("%d paid, at most %d was allowed", paid, most)
		}
	}
}

func (x *splitLife) sellPT(t *rapid.T) {
	who := x.person(t)
	pt := x.of(t, x.Balance(who, splitPT))
	if x.try(t, func() error { _, err := x.m.SellPT(x.Book, who, pt, 0); return err }, tradeRefusals...) {
		x.traded(t, true)
	}
}

func (x *splitLife) buyYT(t *rapid.T) {
	who := x.person(t)
	yt := x.of(t, x.m.pt+x.m.sy)
	if x.try(t, func() error { _, err := x.m.BuyYT(x.Book, who, yt, math.MaxInt64); return err }, tradeRefusals...) {
		x.traded(t, true)
	}
}

func (x *splitLife) sellYT(t *rapid.T) {
	who := x.person(t)
	yt := x.of(t, x.Balance(who, splitYT))
	if x.try(t, func() error { _, err := x.m.SellYT(x.Book, who, yt, 0); return err }, tradeRefusals...) {
		x.traded(t, false)
	}
}

func (x *splitLife) add(t *rapid.T) {
	who := x.person(t)
	pt, sy := x.of(t, x.Balance(who, splitPT)), money.Gwei(logUniform(0, 15).Draw(t, "SY"))
	each := func(of money.Gwei) float64 { return float64(of) / float64(x.Supply(splitShare)) }
	sharePT, shareSY, supply := each(x.m.pt), each(x.m.sy), x.Supply(splitShare)
	if x.try(t, func() error { _, _, _, err := x.m.AddLiquidity(x.Book, who, pt, sy); return err }, ErrExpired, ErrTooSmall, ErrDepth, ledger.ErrInsufficient) && supply > 0 {
		if each(x.m.pt) < sharePT*(1-1e-15) || each(x.m.sy) < shareSY*(1-1e-15) {
			t.Fatalf("a share's part falls from %v and %v to %v and %v", sharePT, shareSY, each(x.m.pt), each(x.m.sy))
		}
	}
}

func (x *splitLife) remove(t *rapid.T) {
	who := x.person(t)
	shares := x.of(t, x.Balance(who, splitShare))
	x.try(t, func() error { _, _, err := x.m.RemoveLiquidity(x.Book, who, shares); return err }, ErrTooSmall, ledger.ErrInsufficient)
}

func (x *splitLife) claim(t *rapid.T) {
	who := x.person(t)
	due, fees := x.m.Earned(who), x.Balance(x.treasury, splitSY)
	var paid money.Gwei
	if x.try(t, func() (err error) { paid, err = x.m.Claim(x.Book, who); return err }, ErrTooSmall) {
		x.touched()
		if fee := x.Balance(x.treasury, splitSY) - fees; paid+fee != due || fee != due/20 {
			t.Fatalf("%d paid and %d kept of %d", paid, fee, due)
		}
		x.earned[who].Sub(x.earned[who], new(big.Rat).SetInt64(int64(due)))
	}
}

// touched allows for the roundings of an operation: a credit and a mint or redemption.
func (x *splitLife) touched() { x.credits, x.dust = x.credits+1, x.dust+2 }

// wait lets time pass and the index drift; it may fall, which the market must not follow.
func (x *splitLife) wait(t *rapid.T) {
	x.now = x.now.Add(clock.Span(rapid.IntRange(0, int(20*clock.Day)).Draw(t, "seconds")))
	x.rate = int64(float64(x.rate) * rapid.Float64Range(0.99, 1.03).Draw(t, "index"))
	if x.rate > x.top && !x.expired {
		gain := new(big.Rat).Sub(big.NewRat(IndexOne, x.top), big.NewRat(IndexOne, x.rate))
		for who, e := range x.earned {
			e.Add(e, new(big.Rat).Mul(gain, new(big.Rat).SetInt64(int64(x.Balance(who, splitYT)))))
		}
	}
	x.top = max(x.top, x.rate)
	x.expired = x.expired || x.now >= x.m.Expiry()
	x.must(x.m.At(x.Book, x.now, x.rate))
	if !x.expired && x.m.pt > 0 && math.Abs(x.m.Price()-math.Exp(-x.at*x.m.Expiry().Sub(x.now).Years())) > 1e-14 {
		t.Fatalf("price %v at an implied rate of %v", x.m.Price(), x.at)
	}
}

// TestLifeOfASplit: whatever happens, in any order, all tokens are backed, yield tokens
// have earned what the plain account says, and a refusal changes nothing. What is left
// behind in the vault is rounding.
func TestLifeOfASplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newSplitLife(t)
		t.Repeat(map[string]func(*rapid.T){"mint": x.mint, "redeem": x.redeem, "redeem PT": x.redeemPT, "buy PT": x.buyPT, "sell PT": x.sellPT,
			"buy YT": x.buyYT, "sell YT": x.sellYT, "add": x.add, "remove": x.remove, "claim": x.claim, "wait": x.wait, "": x.check})
	})
}

func (x *splitLife) check(t *rapid.T) {
	x.sound()
	if x.m.Expired() != x.expired {
		t.Fatalf("expired: %v", x.m.Expired())
	}
	sum := new(big.Rat)
	for i := range ledger.Account(splitPeople) {
		who := x.people + i
		plain := x.earned[who]
		sum.Add(sum, plain)
		short := new(big.Rat).Sub(plain, new(big.Rat).SetInt64(int64(x.m.Earned(who))))
		if short.Sign() < 0 || short.Cmp(big.NewRat(x.credits+1, 1)) >= 0 {
			t.Fatalf("account %d has earned %d, plainly %s", who, x.m.Earned(who), plain.FloatString(3))
		}
	}
	// Principal tokens' part of the vault: at the last index that yield tokens share in.
	principal := new(big.Rat).Mul(big.NewRat(int64(x.Supply(splitPT)), 1), big.NewRat(IndexOne, x.m.yieldIndex()))
	spare := new(big.Rat).Sub(new(big.Rat).SetInt64(int64(x.Balance(x.vault, splitSY))), principal.Add(principal, sum))
	if spare.Sign() < 0 || spare.Cmp(big.NewRat(x.dust, 1)) > 0 {
		t.Fatalf("the vault holds %s more than it owes after %d roundings", spare.FloatString(3), x.dust)
	}
}
