package verify

import (
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// fixedMarket is the market of a case that states one: any amount trades, with somebody
// outside, at a price and for a share of the proceeds.
type fixedMarket struct {
	account    ledger.Account
	price, fee float64
}

var _ market.Pool = (*fixedMarket)(nil)

func (m *fixedMarket) Account() ledger.Account    { return m.account }
func (m *fixedMarket) Base() ledger.Asset         { return collateralCoin }
func (m *fixedMarket) Quote() ledger.Asset        { return debtCoin }
func (m *fixedMarket) Share() ledger.Asset        { return poolShares }
func (m *fixedMarket) Sync(*ledger.Book, float64) {}
func (m *fixedMarket) Price() float64             { return m.price }

func (m *fixedMarket) bid() float64 { return float64(m.price * (1 - m.fee)) }
func (m *fixedMarket) ask() float64 { return m.price / (1 - m.fee) }

func (m *fixedMarket) SellOut(dx money.Gwei) money.Gwei {
	return money.Gwei(math.Floor(float64(float64(max(0, dx)) * m.bid())))
}

func (m *fixedMarket) BuyOut(dy money.Gwei) money.Gwei {
	return money.Gwei(math.Floor(float64(max(0, dy)) / m.ask()))
}

// without says how much trades when all does or nothing.
func without(limit bool) money.Gwei {
	if limit {
		return 0
	}
	return 1 << 62
}

func (m *fixedMarket) SellTo(price float64) money.Gwei { return without(price >= m.bid()) }
func (m *fixedMarket) BuyTo(price float64) money.Gwei  { return without(price <= m.ask()) }

func (m *fixedMarket) SellWithin(dx money.Gwei, limit float64) money.Gwei {
	return min(dx, without(limit > m.bid()))
}

func (m *fixedMarket) Settle(b *ledger.Book, trader ledger.Account, o market.Order) (market.Fill, error) {
	in, out, f := m.Base(), m.Quote(), market.Fill{In: o.Amount, Out: m.SellOut(o.Amount)}
	if o.Side == market.Buy {
		in, out, f.Out = out, in, m.BuyOut(o.Amount)
	}
	switch {
	case f.Out <= 0:
		return market.Fill{}, market.ErrTooSmall
	case f.Out < o.MinOut:
		return market.Fill{}, market.ErrLimit
	}
	return f, b.Post(ledger.Transfer{From: trader, To: ledger.Outside, Asset: in, Amount: f.In, Why: ledger.Trade},
		ledger.Transfer{From: ledger.Outside, To: trader, Asset: out, Amount: f.Out, Why: ledger.Trade})
}

func (m *fixedMarket) AddLiquidity(*ledger.Book, ledger.Account, money.Gwei, money.Gwei) (money.Gwei, error) {
	return 0, market.ErrDepth
}

func (m *fixedMarket) RemoveLiquidity(*ledger.Book, ledger.Account, money.Gwei) (base, quote money.Gwei, err error) {
	return 0, 0, market.ErrDepth
}
