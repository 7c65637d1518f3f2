package market

import (
	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// The assets of the tests' ledgers.
const (
	lrt ledger.Asset = iota
	eth
	poolShare
	supplyShare
	debtShare
	reward
)

// venue is a ledger with room for a pool, a desk and people.
type venue struct {
	t rapid.TB
	*ledger.Book
	pool, fees, desk, reserve ledger.Account
	people                    ledger.Account // the first of several
}

// The people of a venue, by their place.
const (
	maker ledger.Account = iota
	trader
	lender
	borrower
	liquidator
	crowd     // the first of those without a role
	everybody = crowd + 40
)

func newVenue(t rapid.TB) *venue {
	v := &venue{t: t, Book: ledger.New([]ledger.AssetSpec{{Name: "LRT", Decimals: 9}, {Name: "ETH", Decimals: 9},
		{Name: "LP", Decimals: 9}, {Name: "supply", Decimals: 9}, {Name: "debt", Decimals: 9}, {Name: "reward", Decimals: 9}}, 64)}
	v.pool, v.fees = v.Open("pool", 1), v.Open("fees", 1)
	v.desk, v.reserve = v.Open("desk", 1), v.Open("reserve", 1)
	v.people = v.Open("people", int(everybody))
	return v
}

// who is the account of a person.
func (v *venue) who(person ledger.Account) ledger.Account { return v.people + person }

// give brings an amount in from outside.
func (v *venue) give(to ledger.Account, a ledger.Asset, amount money.Gwei) {
	v.t.Helper()
	v.must(v.Post(ledger.Transfer{From: ledger.Outside, To: to, Asset: a, Amount: amount, Why: ledger.Genesis}))
}

func (v *venue) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// listing is the place of the venue's pool.
func (v *venue) listing() Listing {
	return Listing{Account: v.pool, Fees: v.fees, Base: lrt, Quote: eth, Share: poolShare, BaseDecimals: 9, QuoteDecimals: 9}
}

// stable opens a StableSwap pool and puts reserves there, without shares.
func (v *venue) stable(amplification float64, fee StableFee, base, quote money.Gwei, rate float64) *StableSwap {
	v.t.Helper()
	p, err := NewStableSwap(v.listing(), amplification, fee)
	v.must(err)
	v.stock(p, base, quote, rate)
	return p
}

// product opens a constant-product pool and puts reserves there, without shares.
func (v *venue) product(fee float64, base, quote money.Gwei) *ConstantProduct {
	v.t.Helper()
	p, err := NewConstantProduct(v.listing(), fee)
	v.must(err)
	v.stock(p, base, quote, 0)
	return p
}

func (v *venue) stock(p Pool, base, quote money.Gwei, rate float64) {
	v.t.Helper()
	v.give(v.pool, lrt, base)
	v.give(v.pool, eth, quote)
	p.Sync(v.Book, rate)
}

// swap gives a trader an amount and trades all of it.
func (v *venue) swap(p Pool, s Side, amount money.Gwei) Fill {
	v.t.Helper()
	v.give(v.who(trader), []ledger.Asset{Sell: lrt, Buy: eth}[s], amount)
	f, err := p.Settle(v.Book, v.who(trader), Order{Side: s, Amount: amount})
	v.must(err)
	return f
}

// lend opens a desk and lets the lender supply.
func (v *venue) lend(r DeskRules, supplied money.Gwei) *Desk {
	v.t.Helper()
	d, err := NewDesk(DeskListing{Account: v.desk, Reserve: v.reserve, CollateralAsset: lrt, DebtAsset: eth,
		SupplyShare: supplyShare, DebtShare: debtShare, CollateralDecimals: 9, DebtDecimals: 9}, r)
	v.must(err)
	if supplied > 0 {
		v.give(v.who(lender), eth, supplied)
		_, err = d.Supply(v.Book, v.who(lender), supplied)
		v.must(err)
	}
	return d
}

// owe pledges collateral and borrows at a price high enough for both.
func (v *venue) owe(d *Desk, who ledger.Account, collateral, debt money.Gwei) {
	v.t.Helper()
	before := d.Price()
	d.Mark(1e6)
	v.give(who, lrt, collateral)
	v.must(d.Deposit(v.Book, who, collateral))
	v.must(d.Borrow(v.Book, who, debt))
	d.Mark(before)
}

// sound recounts the ledger and, if there is one, the desk.
func (v *venue) sound(desks ...*Desk) {
	v.t.Helper()
	v.must(v.Recount())
	for _, d := range desks {
		v.must(d.Audit(v.Book))
	}
}
