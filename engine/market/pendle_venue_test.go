package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// splitVenue is a market for principal and yield tokens with people.
type splitVenue struct {
	*ledger.Book
	t                     rapid.TB
	m                     *Pendle
	pool, vault, treasury ledger.Account
	people                ledger.Account
}

const (
	splitSY ledger.Asset = iota
	splitPT
	splitYT
	splitShare
)

const splitPeople = 5

// plainPendle are terms much like those of the markets of 2024.
var plainPendle = PendleTerms{ScalarRoot: 5, LnFeeRoot: 0.003, ReserveShare: 0.8, ParFirst: true}

func newSplitVenue(t rapid.TB, terms PendleTerms, expiry clock.Time, lnRate float64) *splitVenue {
	t.Helper()
	v := &splitVenue{t: t, Book: ledger.New([]ledger.AssetSpec{{Name: "SY", Decimals: 9}, {Name: "PT", Decimals: 9},
		{Name: "YT", Decimals: 9}, {Name: "LP", Decimals: 9}}, 16)}
	v.pool, v.vault, v.treasury = v.Open("pool", 1), v.Open("vault", 1), v.Open("treasury", 1)
	v.people = v.Open("people", splitPeople)
	var err error
	v.m, err = NewPendle(PendleListing{Pool: v.pool, Vault: v.vault, Treasury: v.treasury, SY: splitSY, PT: splitPT, YT: splitYT, Share: splitShare},
		terms, expiry, lnRate, money.Ratio{Num: 1, Den: 20})
	v.must(err)
	for i := range ledger.Account(splitPeople) {
		v.must(v.Post(ledger.Transfer{From: ledger.Outside, To: v.people + i, Asset: splitSY, Amount: 1 << 56, Why: ledger.Genesis}))
	}
	return v
}

func (v *splitVenue) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// provide lets the first of the people open the pool.
func (v *splitVenue) provide(pt, sy money.Gwei) {
	v.t.Helper()
	_, err := v.m.MintPairs(v.Book, v.people, pt)
	v.must(err)
	_, _, _, err = v.m.AddLiquidity(v.Book, v.people, pt, sy)
	v.must(err)
}

// sound recounts the ledger and the backing.
func (v *splitVenue) sound() {
	v.t.Helper()
	v.must(v.Recount())
	v.must(v.m.Audit(v.Book))
}

// all is every balance there is.
func (v *splitVenue) all() (out []money.Gwei) {
	for s := range ledger.Asset(v.Assets()) {
		for a := range ledger.Account(v.Accounts()) {
			out = append(out, v.Balance(a, s))
		}
	}
	return out
}

func TestPendleAllocatesNothing(t *testing.T) {
	v := newSplitVenue(t, plainPendle, clock.Time(clock.Year), 0.15)
	now, index := clock.Time(0), int64(1.05*IndexOne)
	v.must(v.m.At(v.Book, now, index))
	v.provide(20_000*money.ETH, 25_000*money.ETH)
	who := v.people + 1
	_, err := v.m.Mint(v.Book, who, 1000*money.ETH)
	v.must(err)
	var sum money.Gwei
	requireNoAllocation(t, "asking", func() {
		now, index = now+1, index+1e9
		v.must(v.m.At(v.Book, now, index))
		sum += v.m.PTFor(1e12) + v.m.YTFor(1e11) + v.m.SellPTWithin(1e12, 0.8) + v.m.BestSale() + v.m.Earned(who)
		n, err := v.m.PTToSell(1e11)
		v.must(err)
		sum += n
	})
	requireNoAllocation(t, "dealing", func() {
		now, index = now+1, index+1e9
		v.must(v.m.At(v.Book, now, index))
		_, err := v.m.BuyPT(v.Book, who, 1e10, math.MaxInt64)
		v.must(err)
		_, err = v.m.SellPT(v.Book, who, 1e10, 0)
		v.must(err)
		_, err = v.m.BuyYT(v.Book, who, 1e10, math.MaxInt64)
		v.must(err)
		_, err = v.m.SellYT(v.Book, who, 1e10, 0)
		v.must(err)
		_, _, lp, err := v.m.AddLiquidity(v.Book, who, 1e10, 1e10)
		v.must(err)
		_, _, err = v.m.RemoveLiquidity(v.Book, who, lp)
		v.must(err)
		_, err = v.m.MintPairs(v.Book, who, 1e9)
		v.must(err)
		_, err = v.m.RedeemPairs(v.Book, who, 1e9)
		v.must(err)
		_, err = v.m.Claim(v.Book, who)
		v.must(err)
		v.must(v.m.Audit(v.Book))
	})
	v.must(v.m.At(v.Book, v.m.Expiry(), index))
	requireNoAllocation(t, "redeeming", func() {
		index += 1e12
		v.must(v.m.At(v.Book, v.m.Expiry(), index))
		_, err = v.m.RedeemPT(v.Book, who, 1e9)
		v.must(err)
	})
	v.sound()
}
