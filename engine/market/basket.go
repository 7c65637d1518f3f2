package market

import "fmt"

// MaxCoins is the most coins that a Basket holds, as in Curve stableswap-ng.
const MaxCoins = 8

// Amounts is a number for each coin of a Basket; what is beyond its coins is 0.
type Amounts [MaxCoins]float64

// Basket is a StableSwap pool of two to MaxCoins coins in binary64: balances in any unit,
// coins or ledger units, rates that make them comparable, and the supply of shares. It
// answers what an operation comes to before anything is rounded. The pool that settles
// on a ledger is a Basket of two coins, rounded against whoever trades.
type Basket struct {
	Curve
	Fee             StableFee
	Balances, Rates Amounts
	Supply          float64
}

// NewBasket returns a basket with a balance, at least 0, and a rate above 0 for each coin
// of the curve. Errors: ErrSetting.
func NewBasket(c Curve, f StableFee, balances, rates []float64, supply float64) (*Basket, error) {
	if err := f.refuses(c); err != nil {
		return nil, err
	}
	if len(balances) != c.Coins || len(rates) != c.Coins || !(supply >= 0) {
		return nil, fmt.Errorf("%w: %d balances and %d rates of %d coins, supply %v", ErrSetting, len(balances), len(rates), c.Coins, supply)
	}
	b := &Basket{Curve: c, Fee: f, Supply: supply}
	for k := range balances {
		if !(balances[k] >= 0 && rates[k] > 0) {
			return nil, fmt.Errorf("%w: balance %v at rate %v", ErrSetting, balances[k], rates[k])
		}
		b.Balances[k], b.Rates[k] = balances[k], rates[k]
	}
	return b, nil
}

// Change is what an operation does to a basket, in the unit of its balances.
type Change struct {
	In     Amounts // what enters each balance; negative: what is paid out
	Fees   Amounts // what is charged in each coin; Fee.Admin of it leaves the pool
	Shares float64 // issued; negative: taken back
	Gross  float64 // swap and one-coin withdrawal: the payment before its fee
	Rate   float64 // swap: the fee as a part of Gross
}

// Apply makes a change.
func (b *Basket) Apply(c Change) {
	for k := range b.Coins {
		b.Balances[k] += b.flow(&c, k)
	}
	b.Supply += c.Shares
}

// flow is by how much a change moves the balance of coin k.
func (b *Basket) flow(c *Change, k int) float64 {
	return c.In[k] - float64(b.Fee.Admin*c.Fees[k])
}

// Invariant is D in the common unit, balances times rates; 0 when a coin is missing.
func (b *Basket) Invariant() float64 {
	_, d := b.scaled()
	return d
}

// scaled is the balances in the common unit and D, 0 when a coin is missing.
func (b *Basket) scaled() (x Amounts, d float64) {
	all := true
	for k := range b.Coins {
		x[k] = float64(b.Balances[k] * b.Rates[k])
		all = all && x[k] > 0
	}
	if all {
		d = b.Curve.Invariant(x[:b.Coins])
	}
	return x, d
}

// Price is the marginal price of coin i in coin j, before fees; 0 when a coin is missing.
func (b *Basket) Price(i, j int) float64 {
	x, d := b.scaled()
	if d == 0 || !b.has(i) || !b.has(j) {
		return 0
	}
	return float64(b.Curve.Price(x[:b.Coins], i, j) * (b.Rates[i] / b.Rates[j]))
}

func (b *Basket) has(i int) bool { return i >= 0 && i < b.Coins }

// WorthGrowth is by what part a change moves the invariant per share, the pool's virtual
// price; 0 when there is no share or a coin is missing.
func (b *Basket) WorthGrowth(c Change) float64 {
	x, d := b.scaled()
	if d == 0 || b.Supply == 0 {
		return 0
	}
	var by Amounts
	for k := range b.Coins {
		by[k] = float64(b.flow(&c, k) * b.Rates[k])
	}
	issued := c.Shares / b.Supply
	return (b.growth(x[:b.Coins], by[:b.Coins], d) - issued) / (1 + issued)
}

// Swap gives dx of coin i for coin j. Errors: ErrSetting for coins that are none or the
// same, ErrDepth for an empty pool, ErrTooSmall for nothing.
func (b *Basket) Swap(i, j int, dx float64) (Change, error) {
	x, d := b.scaled()
	switch {
	case !b.has(i) || !b.has(j) || i == j:
		return Change{}, fmt.Errorf("%w: coin %d for coin %d of %d", ErrSetting, i, j, b.Coins)
	case d == 0:
		return Change{}, ErrDepth
	case !(dx > 0):
		return Change{}, ErrTooSmall
	}
	gross, rate := b.lane(x[:b.Coins], i, j, d).trade(b.Fee, float64(dx*b.Rates[i]))
	c := Change{Gross: gross / b.Rates[j], Rate: rate}
	c.Fees[j] = float64(c.Gross * rate)
	c.In[i], c.In[j] = dx, c.Fees[j]-c.Gross
	return c, nil
}
