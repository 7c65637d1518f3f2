package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

func (w *World) buildPools() error {
	for i := range w.spec.Pools {
		s := &w.spec.Pools[i]
		t := w.tokenNamed(s.Base)
		if t == nil {
			return fmt.Errorf("%s: no token %s", s.Name, s.Base)
		}
		p, err := w.buildPool(s, t.asset, 9)
		if err != nil {
			return err
		}
		p.token = t
		t.pools = append(t.pools, p)
		w.pools = append(w.pools, p)
	}
	return nil
}

func (w *World) buildPool(s *PoolSpec, base ledger.Asset, decimals uint8) (*pool, error) {
	share, _ := w.assetNamed("share of " + s.Name)
	l := market.Listing{Account: w.book.Open(s.Name, 1), Fees: w.book.Open("fees of "+s.Name, 1), Base: base, Quote: assetETH,
		Share: share, BaseDecimals: decimals, QuoteDecimals: 9}
	open := s.Open
	m, err := open(l)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	return &pool{name: s.Name, pool: &remembering{Pool: m}, share: share, spec: s}, nil
}

// shareholders are the owners of a part of a pool at the snapshot.
type shareholders struct {
	first ledger.Account
	count int
	part  float64
}

// openPools fills the pools and deals out their shares: what no cohort owns belongs
// to passive holders.
func (w *World) openPools() error {
	for _, p := range w.pools {
		if err := p.token.lt.Endow(w.book, w.own.passive, p.spec.BaseQty); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := w.openPool(p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	for _, pr := range w.programmes {
		if pr.market == nil {
			continue
		}
		if err := w.book.Post(ledger.Transfer{From: ledger.Issuance, To: w.own.passive, Asset: pr.asset, Amount: pr.market.spec.BaseQty, Why: ledger.Genesis}); err != nil {
			return err
		}
		if err := w.openPool(pr.market); err != nil {
			return fmt.Errorf("%s: %w", pr.market.name, err)
		}
	}
	return nil
}

func (w *World) openPool(p *pool) error {
	if err := w.grant(w.own.passive, assetETH, p.spec.QuoteQty); err != nil {
		return err
	}
	w.sync(p)
	shares, err := p.pool.AddLiquidity(w.book, w.own.passive, p.spec.BaseQty, p.spec.QuoteQty)
	if err != nil {
		return err
	}
	w.sync(p)
	for _, o := range p.owners {
		each := money.Gwei(float64(shares) * o.part / float64(o.count))
		for i := range o.count {
			if err := w.book.Post(ledger.Transfer{From: w.own.passive, To: o.first + ledger.Account(i), Asset: p.share, Amount: each, Why: ledger.Genesis}); err != nil {
				return err
			}
		}
	}
	return nil
}

// quote is the pool price of a token per unit of redemption value, 1 where it has no
// pool. Pools that everybody has left hold a few units, whose proportion is chance and
// no price: where less is there than an action costs, the last price stands.
func (w *World) quote(t *token) float64 {
	if len(t.pools) == 0 {
		return 1
	}
	depth, sum := 0.0, 0.0
	for _, p := range t.pools {
		q := w.book.Balance(p.pool.Account(), p.pool.Quote()).Float()
		depth += q
		sum += float64(q * p.pool.Price())
	}
	if depth > max(w.spec.Gas.PerAction.Float(), leastDepth) {
		t.last = sum / depth / t.lt.Recognised()
	}
	return t.last
}

// leastDepth is the ETH below which a pool is empty where actions cost nothing.
const leastDepth = 1e-6
