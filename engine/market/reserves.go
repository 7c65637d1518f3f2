package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// reserves is what both kinds of pool share: a place on the ledger and a copy of
// the balances there. Units are whole coins per ledger unit.
type reserves struct {
	Listing
	baseUnit, quoteUnit float64
	base, quote         money.Gwei
}

func newReserves(l Listing) reserves {
	return reserves{Listing: l, baseUnit: unit(l.BaseDecimals), quoteUnit: unit(l.QuoteDecimals)}
}

// unit is the size of one ledger unit in whole coins. Powers of ten up to 22 are
// exact in binary64, so the quotient is the nearest one.
func unit(decimals uint8) float64 {
	scale := 1.0
	for range decimals {
		scale *= 10
	}
	return 1 / scale
}

// Account returns the account that holds the reserves.
func (r *reserves) Account() ledger.Account { return r.Listing.Account }

// Base returns the coin that is priced.
func (r *reserves) Base() ledger.Asset { return r.Listing.Base }

// Quote returns the coin that prices are in.
func (r *reserves) Quote() ledger.Asset { return r.Listing.Quote }

// Share returns the asset that those who provide liquidity hold.
func (r *reserves) Share() ledger.Asset { return r.Listing.Share }

// read copies the balances and says whether they changed.
func (r *reserves) read(b *ledger.Book) bool {
	base, quote := b.Balance(r.Listing.Account, r.Listing.Base), b.Balance(r.Listing.Account, r.Listing.Quote)
	changed := base != r.base || quote != r.quote
	r.base, r.quote = base, quote
	return changed
}

// legs returns the postings of a trade: the coin given, the coin paid out and the
// administration's part, which is in the coin paid out.
func (r *reserves) legs(trader ledger.Account, side Side, f Fill) [3]ledger.Transfer {
	in, out := r.Listing.Base, r.Listing.Quote
	if side == Buy {
		in, out = out, in
	}
	return [3]ledger.Transfer{
		{From: trader, To: r.Listing.Account, Asset: in, Amount: f.In, Why: ledger.Trade},
		{From: r.Listing.Account, To: trader, Asset: out, Amount: f.Out, Why: ledger.Trade},
		{From: r.Listing.Account, To: r.Fees, Asset: out, Amount: f.AdminFee, Why: ledger.TradeFee},
	}
}

// after returns the reserves that a fill leaves, and gives back what binary64 may have
// rounded up of the payment: next to nothing, unless it leaves next to nothing.
func (r *reserves) after(side Side, f Fill) (base, quote float64) {
	back := float64(float64(f.Out) * quoteError)
	if side == Buy {
		return float64(r.base-f.Out-f.AdminFee) + back, float64(r.quote + f.In)
	}
	return float64(r.base + f.In), float64(r.quote-f.Out-f.AdminFee) + back
}

// quoteError is the relative error of a quote in binary64, by a good margin.
const quoteError = 0x1p-48

// most is the largest amount that a side may pay out: one unit stays, so that the pool
// goes on quoting and whatever is quoted can be settled.
func (r *reserves) most(side Side) money.Gwei {
	if side == Buy {
		return r.base - 1
	}
	return r.quote - 1
}

// refuses says why a fill does not do for an order.
func (o Order) refuses(f Fill) error {
	switch {
	case f.Out <= 0:
		return ErrTooSmall
	case f.Out < o.MinOut:
		return ErrLimit
	}
	return nil
}

// floor turns whole coins into ledger units, rounded down; what is not a positive
// number is 0 and what exceeds the ledger is its largest amount.
func floor(coins, unit float64) money.Gwei {
	n := math.Floor(coins / unit)
	switch {
	case !(n > 0):
		return 0
	case n >= largest:
		return largest
	}
	return money.Gwei(n)
}

// largest amount that a size is ever reported as: supplies stay below 2^62.
const largest = 1 << 62

// add gives shares for the pool's proportion of what is offered. First is the
// number of shares of an empty pool's first provider.
func (r *reserves) add(b *ledger.Book, provider ledger.Account, base, quote money.Gwei, first float64) (money.Gwei, error) {
	if base <= 0 || quote <= 0 {
		return 0, ErrTooSmall
	}
	supply := b.Supply(r.Listing.Share)
	shares := floor(first, 1)
	if supply > 0 {
		var err error
		if base, quote, shares, err = r.proportion(base, quote, supply); err != nil {
			return 0, err
		}
	}
	if shares <= 0 {
		return 0, ErrTooSmall
	}
	err := b.Post(
		ledger.Transfer{From: provider, To: r.Listing.Account, Asset: r.Listing.Base, Amount: base, Why: ledger.Liquidity},
		ledger.Transfer{From: provider, To: r.Listing.Account, Asset: r.Listing.Quote, Amount: quote, Why: ledger.Liquidity},
		ledger.Transfer{From: ledger.Issuance, To: provider, Asset: r.Listing.Share, Amount: shares, Why: ledger.Liquidity},
	)
	if err != nil {
		return 0, fmt.Errorf("market: adding liquidity: %w", err)
	}
	return shares, nil
}

// proportion cuts an offer to the pool's proportion: shares are rounded down, what
// is taken for them is rounded up, so nobody's share loses.
func (r *reserves) proportion(base, quote, supply money.Gwei) (useBase, useQuote, shares money.Gwei, err error) {
	if r.base <= 0 || r.quote <= 0 {
		return 0, 0, 0, ErrDepth
	}
	shares = min(sharesFor(base, supply, r.base), sharesFor(quote, supply, r.quote))
	useBase, useQuote, err = r.part(shares, supply, money.Up)
	return useBase, useQuote, shares, err
}

// sharesFor is the number of shares that an amount of one coin is enough for. Of the
// scarce coin of a lopsided pool it may be more than there can be.
func sharesFor(amount, supply, reserve money.Gwei) money.Gwei {
	n, err := money.MulDiv(int64(amount), int64(supply), int64(reserve), money.Down)
	if err != nil {
		return math.MaxInt64
	}
	return money.Gwei(n)
}

// part is what shares out of supply are of both reserves.
func (r *reserves) part(shares, supply money.Gwei, rounding money.Rounding) (base, quote money.Gwei, err error) {
	x, err := money.MulDiv(int64(r.base), int64(shares), int64(supply), rounding)
	if err != nil {
		return 0, 0, err
	}
	y, err := money.MulDiv(int64(r.quote), int64(shares), int64(supply), rounding)
	return money.Gwei(x), money.Gwei(y), err
}

// remove pays the part of both reserves that shares stand for, rounded down.
func (r *reserves) remove(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error) {
	supply := b.Supply(r.Listing.Share)
	if shares <= 0 || supply <= 0 {
		return 0, 0, ErrTooSmall
	}
	if base, quote, err = r.part(shares, supply, money.Down); err != nil {
		return 0, 0, err
	}
	err = b.Post(
		ledger.Transfer{From: provider, To: ledger.Issuance, Asset: r.Listing.Share, Amount: shares, Why: ledger.Liquidity},
		ledger.Transfer{From: r.Listing.Account, To: provider, Asset: r.Listing.Base, Amount: base, Why: ledger.Liquidity},
		ledger.Transfer{From: r.Listing.Account, To: provider, Asset: r.Listing.Quote, Amount: quote, Why: ledger.Liquidity},
	)
	if err != nil {
		return 0, 0, fmt.Errorf("market: removing liquidity: %w", err)
	}
	return base, quote, nil
}
