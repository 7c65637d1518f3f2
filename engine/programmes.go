package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// programme is a points programme on a token and the market of what it pays.
type programme struct {
	name   string
	asset  ledger.Asset
	token  *token
	points *market.Programme
	market *pool
	spec   *ProgrammeSpec
	value  float64 // of a point, ETH, as recognised in this step
}

func (w *World) buildProgrammes() error {
	for i := range w.spec.Programmes {
		s := &w.spec.Programmes[i]
		asset, _ := w.assetNamed(s.Pays)
		points, err := s.Params.Open(asset, s.Decimals)
		if err != nil {
			return err
		}
		p := &programme{name: s.Name, asset: asset, token: w.tokenNamed(s.Token), points: points, spec: s}
		if s.Market != nil {
			if p.market, err = w.buildPool(s.Market, asset, s.Decimals); err != nil {
				return err
			}
		}
		p.token.programmes = append(p.token.programmes, p)
		w.programmes = append(w.programmes, p)
	}
	return nil
}

// tokenPrice is what a whole programme token trades at, in ETH.
func (p *programme) tokenPrice() float64 {
	if p.market == nil {
		return p.spec.Expected
	}
	return p.market.pool.Price()
}

// priceOf values programme tokens at their market price, in ETH.
func (p *programme) priceOf(held money.Gwei) float64 {
	unit := 1.0
	for range p.spec.Decimals {
		unit /= 10
	}
	return float64(float64(held)*unit) * p.tokenPrice()
}

// earning is what earns points: eligible tokens, and those behind yield tokens and in
// the pools of markets for them.
func (w *World) earning(t *token, a ledger.Account) money.Gwei {
	return w.eligible(t, a) + w.splitPoints(t, a)
}

// eligible is an account's own: tokens in the wallet and tokens pledged.
func (w *World) eligible(t *token, a ledger.Account) money.Gwei {
	n := w.book.Balance(a, t.asset)
	for _, d := range t.desks {
		n += d.desk.Collateral(a)
	}
	return n
}

// touch credits an account's points up to now, before its balance changes. The
// programme then counts the new balance from the next touch on, so every settlement
// touches before, and the step's end after.
func (w *World) touch(t *token, a ledger.Account) {
	for _, p := range t.programmes {
		p.points.Touch(a, w.earning(t, a), w.now)
	}
	if len(t.programmes) > 0 {
		w.touched = append(w.touched, touched{t, a})
	}
}

type touched struct {
	token   *token
	account ledger.Account
}

// retouch tells the programmes the balances that the step's settlements have left.
func (w *World) retouch() {
	for _, x := range w.touched {
		for _, p := range x.token.programmes {
			p.points.Touch(x.account, w.earning(x.token, x.account), w.now)
		}
	}
	w.touched = w.touched[:0]
}

// openProgrammes counts everybody's opening balance.
func (w *World) openProgrammes() error {
	for _, p := range w.programmes {
		p.points.Reset()
		for a := ledger.FirstFree; int(a) < w.book.Accounts(); a++ {
			if n := w.earning(p.token, a); n > 0 && w.holds(a) {
				p.points.Touch(a, n, zero)
			}
		}
	}
	return nil
}

// holds says whether an account belongs to an agent or a passive holder, who earn
// points, rather than to a pool, a desk or a token.
func (w *World) holds(a ledger.Account) bool {
	if a == w.own.passive {
		return true
	}
	for _, x := range w.splits {
		if a == x.market.Treasury {
			return true
		}
	}
	for _, c := range w.cohorts {
		if a >= c.First && a < c.First+ledger.Account(c.Size) {
			return true
		}
	}
	return false
}

// forfeit takes the points of the part that somebody sells, redeems or loses to a
// liquidator before the end, out of what he held before, where the programme says so.
func (w *World) forfeit(t *token, a ledger.Account, part, held money.Gwei) {
	for _, p := range t.programmes {
		if p.spec.Cliff && p.points.Running(w.now) {
			p.points.Forfeit(a, part, held, w.now)
		}
	}
}

// pointsAtStake is what an account would forfeit by leaving with all it holds, in ETH.
func (w *World) pointsAtStake(a ledger.Account, t int16) float64 {
	sum := 0.0
	for _, p := range w.tokens[t].programmes {
		if p.spec.Cliff && p.points.Running(w.now) {
			sum += float64(p.points.Points(a, w.now) * p.value)
		}
	}
	return sum
}

// lookPoints adds up what running programmes pay on a token.
func (w *World) lookPoints(t *token, o *Outlook) {
	o.Points, o.PointsLeft = 0, 0
	for _, p := range t.programmes {
		price := p.tokenPrice()
		p.value = p.points.PointValue(price, w.now)
		if p.points.Running(w.now) {
			o.Points += p.points.YearlyYield(price, w.now) / max(o.Rate, leastPrice)
			o.PointsLeft = max(o.PointsLeft, clock.Span(p.points.Left(w.now)).Years())
		}
	}
}
