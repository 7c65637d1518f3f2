package market

import (
	"errors"
	"math"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// TestYieldByHand follows 110 pairs through a rise of a tenth, the yield fee of 5 %,
// expiry, and another rise, which is the treasury's.
func TestYieldByHand(t *testing.T) {
	v := halfAYear(t)
	who := v.people + 1
	start := v.Balance(who, splitSY)
	pairs, err := v.m.Mint(v.Book, who, 110*money.ETH)
	if v.must(err); pairs != 110*money.ETH {
		t.Fatalf("%d pairs", pairs)
	}
	if _, err := v.m.RedeemPT(v.Book, who, 1); err != ErrNotExpired {
		t.Errorf("redeemed early: %v", err)
	}
	earning, err := v.m.Eligible(v.Book, who)
	if v.must(err); earning != 110*money.ETH-5500*money.ETH/1000 {
		t.Errorf("%d earn points", earning)
	}
	v.must(v.m.At(v.Book, v.m.Expiry()-1, IndexOne/10*11))
	if got := v.m.Earned(who); got != 10*money.ETH { // 110 - 110/1.1
		t.Errorf("earned %d", got)
	}
	paid, err := v.m.Claim(v.Book, who)
	if v.must(err); paid != 9500*money.ETH/1000 || v.Balance(v.treasury, splitSY) != 500*money.ETH/1000 {
		t.Errorf("%d paid, %d kept", paid, v.Balance(v.treasury, splitSY))
	}
	v.must(v.m.At(v.Book, v.m.Expiry(), IndexOne)) // what SY loses, the index does not follow
	if v.m.Earned(who) != 0 || v.m.Price() != 1 {
		t.Errorf("earned %d, price %v", v.m.Earned(who), v.m.Price())
	}
	v.must(v.m.At(v.Book, v.m.Expiry()+5, IndexOne/100*121))
	sy, err := v.m.RedeemPT(v.Book, who, 110*money.ETH)
	late := v.Balance(v.treasury, splitSY) - 500*money.ETH/1000
	if v.must(err); sy != 90_909_090_909 || late != 9_090_909_090 { // 110/1.21, and 110/1.1 less that
		t.Errorf("%d redeemed, %d for the treasury", sy, late)
	}
	if v.m.Earned(who) != 0 || v.Balance(who, splitSY) != start-110*money.ETH+paid+sy {
		t.Error("yield tokens are worth something after expiry")
	}
	v.sound()
}

// TestExpiryEndsTrade: from the second of expiry on everything but redemption, claims and
// the removal of liquidity is refused.
func TestExpiryEndsTrade(t *testing.T) {
	v := halfAYear(t)
	who := v.people
	v.must(v.m.At(v.Book, v.m.Expiry()-1, IndexOne))
	_, err := v.m.Mint(v.Book, who, 100*money.ETH)
	v.must(err)
	_, err = v.m.BuyPT(v.Book, who, money.ETH, math.MaxInt64)
	v.must(err)
	v.must(v.m.At(v.Book, v.m.Expiry(), IndexOne))
	before := v.all()
	for name, operation := range map[string]func() error{
		"buy PT":  func() error { _, err := v.m.BuyPT(v.Book, who, 1e9, math.MaxInt64); return err },
		"sell PT": func() error { _, err := v.m.SellPT(v.Book, who, 1e9, 0); return err },
		"buy YT":  func() error { _, err := v.m.BuyYT(v.Book, who, 1e9, math.MaxInt64); return err },
		"sell YT": func() error { _, err := v.m.SellYT(v.Book, who, 1e9, 0); return err },
		"mint":    func() error { _, err := v.m.Mint(v.Book, who, 1e9); return err },
		"redeem":  func() error { _, err := v.m.RedeemPairs(v.Book, who, 1e9); return err },
		"add":     func() error { _, _, _, err := v.m.AddLiquidity(v.Book, who, 1e9, 1e9); return err },
		"size":    func() error { _, err := v.m.PTToSell(1e9); return err },
	} {
		if err := operation(); err != ErrExpired {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i, x := range v.all() {
		if x != before[i] {
			t.Fatal("a refusal has moved something")
		}
	}
	if v.m.PTFor(1e9) != 0 || v.m.YTFor(1e9) != 0 || v.m.BestSale() != 0 || v.m.SellPTWithin(1e9, 0.5) != 0 {
		t.Error("sizes of trades that cannot be")
	}
	own, err := v.m.Eligible(v.Book, who)
	all, err2 := v.m.EligibleFee(v.Book)
	if own != 0 || all != v.Balance(v.pool, splitSY)+v.Balance(v.vault, splitSY) || errors.Join(err, err2) != nil {
		t.Errorf("%d and %d earn points", own, all)
	}
	pt, _, err := v.m.RemoveLiquidity(v.Book, who, v.Balance(who, splitShare))
	if v.must(err); pt < 990*money.ETH {
		t.Errorf("%d principal tokens from the pool", pt)
	}
	_, err = v.m.RedeemPT(v.Book, who, v.Balance(who, splitPT))
	v.must(err)
	if left := v.Balance(v.vault, splitSY); left > 2 {
		t.Errorf("%d SY left behind", left)
	}
	v.sound()
}
