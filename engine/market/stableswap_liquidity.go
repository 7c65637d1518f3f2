package market

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Liquidity is what an uneven deposit or withdrawal came to, in ledger units. Coins are
// by place: the base, then the quote.
type Liquidity struct {
	Coins     [2]money.Gwei // taken in, or paid out
	Shares    money.Gwei    // issued, or taken back
	Fees      [2]money.Gwei // what was charged
	AdminFees [2]money.Gwei // of it, what left the pool
}

// Deposit takes both amounts as they are, one of which may be 0, and issues shares,
// rounded down and at least so many. A pool without shares takes both coins as
// AddLiquidity does. Errors: ErrTooSmall for amounts or shares that are none, ErrLimit
// for fewer shares than least, ErrDepth for a pool that lacks a coin, the ledger's.
func (p *StableSwap) Deposit(b *ledger.Book, provider ledger.Account, base, quote, least money.Gwei) (Liquidity, error) {
	p.Sync(b, p.rate)
	if b.Supply(p.Share()) == 0 {
		return p.found(b, provider, base, quote, least)
	}
	pool := p.basket(b)
	c, err := pool.Deposit(Amounts{float64(base), float64(quote)})
	if err != nil {
		return Liquidity{}, err
	}
	l := p.charged(c)
	l.Coins, l.Shares = [2]money.Gwei{base, quote}, floor(c.Shares, 1)
	switch {
	case l.Shares <= 0:
		return Liquidity{}, ErrTooSmall
	case l.Shares < least:
		return Liquidity{}, ErrLimit
	}
	return p.commit(b, provider, l, 1)
}

// found is the first deposit of a pool.
func (p *StableSwap) found(b *ledger.Book, provider ledger.Account, base, quote, least money.Gwei) (Liquidity, error) {
	if n := floor(p.firstShares(base, quote), 1); n > 0 && n < least {
		return Liquidity{}, ErrLimit
	}
	shares, err := p.AddLiquidity(b, provider, base, quote)
	if err != nil {
		return Liquidity{}, err
	}
	return Liquidity{Coins: [2]money.Gwei{base, quote}, Shares: shares}, nil
}

// WithdrawImbalanced pays both amounts as they are, one of which may be 0, and takes back
// shares for them, rounded up and at most so many. Errors: ErrTooSmall for amounts that
// are none, ErrLimit for more shares than most, ErrDepth for amounts that leave less than
// a unit of a coin or a share, the ledger's for shares that the provider does not hold.
func (p *StableSwap) WithdrawImbalanced(b *ledger.Book, provider ledger.Account, base, quote, most money.Gwei) (Liquidity, error) {
	p.Sync(b, p.rate)
	if base > p.most(Buy) || quote > p.most(Sell) {
		return Liquidity{}, ErrDepth
	}
	pool := p.basket(b)
	c, err := pool.WithdrawImbalanced(Amounts{float64(base), float64(quote)})
	if err != nil {
		return Liquidity{}, err
	}
	l := p.charged(c)
	l.Coins, l.Shares = [2]money.Gwei{base, quote}, money.Gwei(math.Ceil(max(1, -c.Shares)))
	switch {
	case l.Shares >= b.Supply(p.Share()):
		return Liquidity{}, ErrDepth
	case l.Shares > most:
		return Liquidity{}, ErrLimit
	}
	return p.commit(b, provider, l, -1)
}

// WithdrawOne pays one of the pool's coins, rounded down and at least so much, for
// shares. Errors: ErrSetting for an asset that is neither coin, ErrTooSmall for shares or
// a payment that are none, ErrLimit for less than least, ErrDepth for all shares or more
// and for a pool that lacks a coin, the ledger's.
func (p *StableSwap) WithdrawOne(b *ledger.Book, provider ledger.Account, coin ledger.Asset, shares, least money.Gwei) (Liquidity, error) {
	p.Sync(b, p.rate)
	i, err := p.place(coin)
	if err != nil {
		return Liquidity{}, err
	}
	if shares >= b.Supply(p.Share()) && shares > 0 {
		return Liquidity{}, ErrDepth
	}
	pool := p.basket(b)
	c, err := pool.WithdrawOne(i, float64(shares))
	if err != nil {
		return Liquidity{}, err
	}
	l := p.charged(c)
	l.Coins[i], l.Shares = min(floor(-c.In[i], 1), p.most(Side(1-i))), shares
	switch {
	case l.Coins[i] <= 0:
		return Liquidity{}, ErrTooSmall
	case l.Coins[i] < least:
		return Liquidity{}, ErrLimit
	}
	return p.commit(b, provider, l, -1)
}

// place is the coin's place in a basket.
func (p *StableSwap) place(coin ledger.Asset) (int, error) {
	switch coin {
	case p.Base():
		return 0, nil
	case p.Quote():
		return 1, nil
	}
	return 0, fmt.Errorf("%w: the pool has no asset %d", ErrSetting, coin)
}

// basket is the pool in ledger units.
func (p *StableSwap) basket(b *ledger.Book) Basket {
	return Basket{
		Curve: Curve{2, 0.5 * p.ann}, Fee: p.fee, Supply: float64(b.Supply(p.Share())),
		Balances: Amounts{float64(p.base), float64(p.quote)}, Rates: Amounts{p.scale[Sell], p.scale[Buy]},
	}
}

// charged rounds the fees of a change down; the rest of a unit stays with the pool.
func (p *StableSwap) charged(c Change) (l Liquidity) {
	for k := range l.Fees {
		l.Fees[k] = floor(c.Fees[k], 1)
		l.AdminFees[k] = floor(float64(p.fee.Admin*c.Fees[k]), 1)
	}
	return l
}

// commit posts an operation in which the provider gives coins for shares, or takes them
// for sign -1. At least a unit of each coin stays.
func (p *StableSwap) commit(b *ledger.Book, provider ledger.Account, l Liquidity, sign money.Gwei) (Liquidity, error) {
	var left [2]money.Gwei
	for k, reserve := range [2]money.Gwei{p.base, p.quote} {
		sum, err := money.Add(reserve, sign*l.Coins[k])
		if err != nil {
			return Liquidity{}, err
		}
		l.AdminFees[k] = min(l.AdminFees[k], sum-1)
		left[k] = sum - l.AdminFees[k]
	}
	if err := p.keepsWorth(b, l, left, sign); err != nil {
		return Liquidity{}, err
	}
	legs := p.liquidityLegs(provider, l, sign)
	if err := b.Post(legs[:]...); err != nil {
		return Liquidity{}, fmt.Errorf("market: StableSwap liquidity: %w", err)
	}
	p.Sync(b, p.rate)
	return l, nil
}

// liquidityLegs are the postings: shares, coins, and what the administration gets.
func (p *StableSwap) liquidityLegs(provider ledger.Account, l Liquidity, sign money.Gwei) [5]ledger.Transfer {
	pool := p.Account()
	giver, taker, issuer, holder := provider, pool, ledger.Issuance, provider
	if sign < 0 {
		giver, taker, issuer, holder = pool, provider, provider, ledger.Issuance
	}
	return [5]ledger.Transfer{
		{From: issuer, To: holder, Asset: p.Share(), Amount: l.Shares, Why: ledger.Liquidity},
		{From: giver, To: taker, Asset: p.Base(), Amount: l.Coins[0], Why: ledger.Liquidity},
		{From: giver, To: taker, Asset: p.Quote(), Amount: l.Coins[1], Why: ledger.Liquidity},
		{From: pool, To: p.Fees, Asset: p.Base(), Amount: l.AdminFees[0], Why: ledger.TradeFee},
		{From: pool, To: p.Fees, Asset: p.Quote(), Amount: l.AdminFees[1], Why: ledger.TradeFee},
	}
}

// liquidityError is the relative error of shares and of one-coin payments in binary64, by
// some margin.
const liquidityError = 0x1p-46

// keepsWorth refuses an operation that would lower the invariant per share by more than
// rounding explains. What binary64 may have rounded in the provider's favour, of shares or
// of coins, is given back.
func (p *StableSwap) keepsWorth(b *ledger.Book, l Liquidity, left [2]money.Gwei, sign money.Gwei) error {
	x := [2]float64{float64(left[0]), float64(left[1])}
	if sign < 0 {
		x[0] += float64(float64(l.Coins[0]) * liquidityError)
		x[1] += float64(float64(l.Coins[1]) * liquidityError)
	}
	supply := b.Supply(p.Share())
	part := (float64(supply+sign*l.Shares) - float64(float64(l.Shares)*quoteError)) / float64(supply)
	d := invariantOfTwo(p.ann, float64(x[0]*p.scale[Sell]), float64(x[1]*p.scale[Buy]))
	if d < float64(float64(p.d*part)*(1-roundingLoss)) {
		return fmt.Errorf("%w: StableSwap D from %v to %v for %d of %d shares", ErrInvariant, p.d, d, l.Shares, supply)
	}
	return nil
}
