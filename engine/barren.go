package engine

import "github.com/restakesim/restakesim/engine/money"

// barren is a state of a desk and its token's pool in which a liquidator found nothing
// that pays. While only the oracle rises, nothing pays anybody who has no more capital:
// a unit repaid then seizes less, and fewer loans are beyond their limit. After a crash
// loans lie open for days, and every liquidator would try every one of them at every
// look.
type barren struct {
	known       bool
	base, quote money.Gwei // of the pool
	rate        float64    // by which the pool scales its token
	pledged     money.Gwei
	borrowed    money.Gwei // changes with every loan, repayment and accrual of interest
	price       float64    // of the oracle
	capital     money.Gwei
}

// state is what a search for liquidations would depend on; it is not known where the
// token trades in several pools.
func (d *desk) state(w *World, capital money.Gwei) barren {
	if len(d.token.pools) != 1 {
		return barren{}
	}
	p := d.token.pools[0].pool
	return barren{true, w.book.Balance(p.Account(), p.Base()), w.book.Balance(p.Account(), p.Quote()), d.token.lt.Recognised(),
		w.book.Balance(d.account, d.token.asset), d.desk.Borrowed(), d.desk.Price(), capital}
}

// covers says whether nothing can pay in another state because nothing did in this one.
func (b barren) covers(x barren) bool {
	if !b.known || x.price < b.price || x.capital > b.capital {
		return false
	}
	x.price, x.capital = b.price, b.capital
	return x == b
}
