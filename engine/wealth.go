package engine

import "github.com/restakesim/restakesim/engine/ledger"

// wealth is what a cohort owns, in ETH: tokens at their true redemption rate, queued
// claims at what they will be paid, programme tokens at their market price, pool shares
// at what they redeem for, less debts. Operators have their bonds and wallets, managers
// their tokens' treasuries. It says nothing about the price in the pool, which is a
// cost only to those who sell.
func (w *World) wealth(c *Cohort) float64 {
	sum := 0.0
	for i := range c.Size {
		sum += w.worthOf(c.Account(int32(i)))
	}
	for _, t := range w.tokens {
		sum += w.claims(t, c)
	}
	if k, ok := c.behaviour.(Keeper); ok {
		for i := range c.Size {
			sum += w.estate(k.Keeps(int32(i)))
		}
	}
	return sum
}

// estate is what an agent keeps besides its own account, in ETH.
func (w *World) estate(e Estate) float64 {
	sum := 0.0
	if e.Operator >= 0 && w.net != nil {
		sum += w.worthOf(w.net.graph.Wallet(e.Operator)) + w.net.graph.Bond(w.book, e.Operator, w.trueValue)
	}
	if e.Token >= 0 {
		sum += w.worthOf(w.tokens[e.Token].lt.Treasury())
	}
	return sum
}

// claims is what a cohort waits for in a token's exit line.
func (w *World) claims(t *token, c *Cohort) float64 {
	owed, err := t.lt.ClaimsOf(w.book, c.First, c.Size)
	if err != nil {
		return 0
	}
	return owed.Float()
}

func (w *World) worthOf(a ledger.Account) float64 {
	sum := w.book.Balance(a, assetETH).Float()
	for _, t := range w.tokens {
		sum += float64(w.eligible(t, a).Float() * w.trueRate(t))
	}
	for _, d := range w.desks {
		sum += d.desk.SupplyOf(w.book, a).Float() - d.desk.Debt(a).Float()
	}
	for _, p := range w.pools {
		if shares := w.book.Balance(a, p.share); shares > 0 {
			sum += w.poolWorth(p) * (shares.Float() / w.book.Supply(p.share).Float())
		}
	}
	for _, p := range w.programmes {
		if held := w.book.Balance(a, p.asset); held > 0 {
			sum += p.priceOf(held)
		}
	}
	return sum
}

// poolWorth is what all of a pool's reserves redeem for, in ETH.
func (w *World) poolWorth(p *pool) float64 {
	base := w.book.Balance(p.pool.Account(), p.pool.Base()).Float()
	return w.book.Balance(p.pool.Account(), p.pool.Quote()).Float() + float64(base*w.trueRate(p.token))
}

// trueRate is the redemption rate that the backing supports now, recognised or not.
func (w *World) trueRate(t *token) float64 {
	r, err := t.lt.Value(w.book)
	if err != nil {
		return t.lt.Recognised()
	}
	return r
}
