package engine

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// remembering is a pool that keeps the last size it found in each direction. Finding
// one is a root search, and within a step many agents ask for the same price: all
// buyers with one required return, every liquidator for every loan. The answer holds
// while reserves and rate stay the same.
type remembering struct {
	market.Pool
	base, quote   money.Gwei
	rate          float64
	sellTo, buyTo size
}

// size is the answer to a price.
type size struct {
	price  float64
	amount money.Gwei
	known  bool
}

// Sync rereads the pool and forgets what no longer holds.
func (p *remembering) Sync(b *ledger.Book, rate float64) {
	base, quote := b.Balance(p.Account(), p.Base()), b.Balance(p.Account(), p.Quote())
	if base != p.base || quote != p.quote || rate != p.rate {
		p.base, p.quote, p.rate = base, quote, rate
		p.forget()
	}
	p.Pool.Sync(b, rate)
}

func (p *remembering) forget() { p.sellTo.known, p.buyTo.known = false, false }

// SellTo is the pool's.
func (p *remembering) SellTo(price float64) money.Gwei { return p.sellTo.of(price, p.Pool.SellTo) }

// BuyTo is the pool's.
func (p *remembering) BuyTo(price float64) money.Gwei { return p.buyTo.of(price, p.Pool.BuyTo) }

func (s *size) of(price float64, find func(float64) money.Gwei) money.Gwei {
	if !s.known || s.price != price {
		*s = size{price, find(price), true}
	}
	return s.amount
}

// Settle is the pool's, after which nothing found before holds.
func (p *remembering) Settle(b *ledger.Book, trader ledger.Account, o market.Order) (market.Fill, error) {
	defer p.forget()
	return p.Pool.Settle(b, trader, o)
}

// AddLiquidity is the pool's.
func (p *remembering) AddLiquidity(b *ledger.Book, provider ledger.Account, base, quote money.Gwei) (money.Gwei, error) {
	defer p.forget()
	return p.Pool.AddLiquidity(b, provider, base, quote)
}

// RemoveLiquidity is the pool's.
func (p *remembering) RemoveLiquidity(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error) {
	defer p.forget()
	return p.Pool.RemoveLiquidity(b, provider, shares)
}
