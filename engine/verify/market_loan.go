package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// loanBook is a ledger with room for a pool, a desk and those who meet there.
type loanBook struct {
	*ledger.Book
	decimals                            uint8
	pool, fees, desk, reserve           ledger.Account
	lender, trader, liquidator, someone ledger.Account // someone is the first of the borrowers
	borrowers                           int
}

// The assets of a loanBook.
const (
	collateralCoin ledger.Asset = iota
	debtCoin
	poolShares
	claims
	debts
)

// newLoanBook counts in units as fine as those in which binary64 holds every amount of
// a case exactly, yet at least in gwei: amounts of files have at most nine decimals.
func newLoanBook(borrowers int, amounts ...*big.Rat) (*loanBook, error) {
	b := &loanBook{decimals: 15, borrowers: borrowers}
	largest := new(big.Rat)
	for _, x := range amounts {
		if x.Sign() < 0 {
			return nil, errors.New("an amount is negative")
		}
		largest.Add(largest, x)
	}
	for ; b.decimals > 9; b.decimals-- {
		if b.scaled(largest).Cmp(big.NewInt(1<<53)) <= 0 {
			break
		}
	}
	if b.scaled(largest).Cmp(big.NewInt(1<<61)) > 0 {
		return nil, errors.New("balances exceed what a ledger holds in gwei")
	}
	var assets []ledger.AssetSpec
	for _, name := range []string{"collateral", "debt", "pool shares", "claims", "debts"} {
		assets = append(assets, ledger.AssetSpec{Name: name, Decimals: b.decimals})
	}
	b.Book = ledger.New(assets, 8+borrowers)
	for _, a := range []*ledger.Account{&b.pool, &b.fees, &b.desk, &b.reserve, &b.lender, &b.trader, &b.liquidator} {
		*a = b.Open("somebody", 1)
	}
	b.someone = b.Open("borrower", borrowers)
	return b, nil
}

// scaled is an amount of tokens in units, rounded down.
func (b *loanBook) scaled(x *big.Rat) *big.Int {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(b.decimals)), nil)
	n := unit.Mul(unit, x.Num())
	return n.Div(n, x.Denom())
}

// units is an amount in units; what is asked for beyond all that fits is all that fits.
func (b *loanBook) units(x *big.Rat) money.Gwei {
	if n := b.scaled(x); n.IsInt64() {
		return money.Gwei(n.Int64())
	}
	return math.MaxInt64
}

// tokens is an amount in whole coins.
func (b *loanBook) tokens(units money.Gwei) float64 {
	scale := 1.0
	for range b.decimals {
		scale *= 10
	}
	return float64(units) / scale
}

// give brings an amount in from outside.
func (b *loanBook) give(to ledger.Account, asset ledger.Asset, amount money.Gwei) error {
	return b.Post(ledger.Transfer{From: ledger.Outside, To: to, Asset: asset, Amount: amount, Why: ledger.Genesis})
}

// open makes the desk and lets the lender supply.
func (b *loanBook) open(r market.DeskRules, supplied money.Gwei) (*market.Desk, error) {
	r.Rate = market.KinkedRate{Optimal: 0.9} // no interest
	d, err := market.NewDesk(market.DeskListing{Account: b.desk, Reserve: b.reserve, CollateralAsset: collateralCoin, DebtAsset: debtCoin,
		SupplyShare: claims, DebtShare: debts, CollateralDecimals: b.decimals, DebtDecimals: b.decimals}, r)
	if err != nil {
		return nil, err
	}
	if err := b.give(b.lender, debtCoin, supplied); err != nil {
		return nil, err
	}
	_, err = d.Supply(b.Book, b.lender, supplied)
	return d, err
}

// owe lets somebody pledge and borrow, at a price that is high enough for any loan.
func (b *loanBook) owe(d *market.Desk, who ledger.Account, collateral, debt money.Gwei) error {
	before := d.Price()
	d.Mark(1e30)
	defer d.Mark(before)
	if err := b.give(who, collateralCoin, collateral); err != nil {
		return err
	}
	if err := d.Deposit(b.Book, who, collateral); err != nil {
		return err
	}
	return d.Borrow(b.Book, who, debt)
}

// swap opens the two-coin pool of a case: coin 0 is the collateral and counts at its
// rate over that of coin 1.
func (b *loanBook) swap(pool object) (*market.StableSwap, error) {
	balances, rates := pool.rats("balances"), pool.rats("rates")
	if pool.int("n") != 2 || len(balances) != 2 || len(rates) != 2 || rates[1].Sign() <= 0 {
		return nil, errors.New("the pool has not two coins")
	}
	l := market.Listing{Account: b.pool, Fees: b.fees, Base: collateralCoin, Quote: debtCoin, Share: poolShares, BaseDecimals: b.decimals, QuoteDecimals: b.decimals}
	p, err := market.NewStableSwap(l, pool.float("A"), market.StableFee{Rate: pool.float("fee")})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(b.give(b.pool, collateralCoin, b.units(balances[0])), b.give(b.pool, debtCoin, b.units(balances[1]))); err != nil {
		return nil, err
	}
	rate, _ := new(big.Rat).Quo(rates[0], rates[1]).Float64()
	p.Sync(b.Book, rate)
	return p, nil
}

// held is every balance there is, to see that a refusal changes none.
func (b *loanBook) held() (out []money.Gwei) {
	for asset := range ledger.Asset(b.Assets()) {
		for a := range ledger.Account(b.Accounts()) {
			out = append(out, b.Balance(a, asset))
		}
	}
	return out
}

// sound recounts ledger and desk.
func (b *loanBook) sound(d *market.Desk) error { return errors.Join(b.Recount(), d.Audit(b.Book)) }

// loanCase is a case of a desk on its way through the mechanisms.
type loanCase struct {
	replay
	*loanBook
	op       string
	expected object
	rel      float64 // the file's tolerance
	settled  int     // operations that have settled amounts
}

// perOperation is how far, in tokens, one settled operation may be off.
const perOperation = 5e-9

// derived is a number that settled amounts make, with what their rounding may do to it.
type derived struct{ value, slack float64 }

// worth is a value in debt that settled amounts make when a token sells for so much.
func (c *loanCase) worth(value, price float64) derived {
	return derived{value, float64(perOperation*float64(c.settled)) * max(1, price)}
}

// answer compares every expected field, in the order of their names. Amounts of the
// ledger have the rounding of what was settled, other numbers that of the file alone;
// NaN answers null, and whatever nothing answers is a difference.
func (c *loanCase) answer(found map[string]any) {
	for _, field := range c.expected.names() {
		got, known := found[field]
		if !known {
			c.check(c.op, field, false, c.expected.keys[field], "nothing answers this field")
			continue
		}
		c.compare(field, got)
	}
}

func (c *loanCase) compare(field string, got any) {
	switch x := got.(type) {
	case bool:
		c.check(c.op, field, c.expected.has(field) && c.expected.truth(field) == x, c.expected.keys[field], x)
	case int:
		c.check(c.op, field, c.expected.has(field) && c.expected.rat(field).Cmp(big.NewRat(int64(x), 1)) == 0, c.expected.keys[field], x)
	case string:
		c.check(c.op, field, c.expected.text(field) == x, c.expected.keys[field], x)
	case money.Gwei:
		c.near(field, c.tokens(x), float64(perOperation*float64(c.settled)))
	case derived:
		c.near(field, x.value, x.slack)
	case float64:
		c.near(field, x, 0)
	case []money.Gwei:
		c.nearAll(field, x)
	default:
		c.check(c.op, field, false, c.expected.keys[field], fmt.Sprint(got))
	}
}

func (c *loanCase) near(field string, got, slack float64) {
	if math.IsNaN(got) || !c.expected.has(field) {
		c.check(c.op, field, math.IsNaN(got) && !c.expected.has(field), c.expected.keys[field], plain(got))
		return
	}
	want := c.expected.float(field)
	c.check(c.op, field, c.agrees(want, got, slack), c.expected.keys[field], plain(got))
}

func (c *loanCase) agrees(want, got, slack float64) bool {
	return math.Abs(got-want) <= slack+float64(c.rel*math.Abs(want))
}

func (c *loanCase) nearAll(field string, got []money.Gwei) {
	want := c.expected.floats(field)
	same, shown := len(want) == len(got), []string{}
	for i := range got {
		x := c.tokens(got[i])
		same = same && c.agrees(want[i], x, float64(perOperation*float64(c.settled)))
		shown = append(shown, plain(x))
	}
	c.check(c.op, field, same, c.expected.keys[field], shown)
}

// plain writes a number as the files do; null where there is none.
func plain(x float64) string {
	if math.IsNaN(x) {
		return "null"
	}
	text, err := json.Marshal(x)
	if err != nil {
		return fmt.Sprint(x)
	}
	return string(text)
}

// setUp turns what keeps a case from being set up into the reason why it is left out.
func setUp(err error) error {
	if err == nil {
		return nil
	}
	return &unrepresentable{err.Error()}
}
