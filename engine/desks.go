package engine

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// desk is a lending desk and its oracle.
type desk struct {
	name    string
	desk    *market.Desk
	oracle  *market.Oracle
	token   *token
	spec    *DeskSpec
	outlook DeskOutlook
	account ledger.Account
	worst   []ledger.Account // scratch: loans beyond their limit
	barren  barren           // a state in which nothing paid
}

func (w *World) buildDesks() error {
	for i := range w.spec.Desks {
		s := &w.spec.Desks[i]
		t := w.tokenNamed(s.Collateral)
		if t == nil {
			return fmt.Errorf("%s: no token %s", s.Name, s.Collateral)
		}
		supplied, _ := w.assetNamed("supplied to " + s.Name)
		owed, _ := w.assetNamed("owed to " + s.Name)
		account := w.book.Open(s.Name, 1)
		m, err := s.Params.Open(market.DeskListing{Account: account, Reserve: w.book.Open("reserve of "+s.Name, 1),
			CollateralAsset: t.asset, DebtAsset: assetETH, SupplyShare: supplied, DebtShare: owed, CollateralDecimals: 9, DebtDecimals: 9})
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		d := &desk{name: s.Name, desk: m, oracle: s.Oracle.Open(), token: t, spec: s, account: account}
		t.desks = append(t.desks, d)
		w.desks = append(w.desks, d)
	}
	return nil
}

// openDesks brings in the lenders' ETH.
func (w *World) openDesks() error {
	for _, d := range w.desks {
		d.desk.Reset()
		d.barren = barren{}
		d.token.outlook.Rate = d.token.lt.Recognised()
		price := float64(w.quote(d.token) * d.token.lt.Recognised())
		d.oracle.Reset(zero, price)
		d.desk.Mark(price)
		if err := w.grant(w.own.lenders, assetETH, d.spec.Supplied); err != nil {
			return err
		}
		if _, err := d.desk.Supply(w.book, w.own.lenders, d.spec.Supplied); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	return nil
}

// openLoops opens the levered positions that behaviours asked for. Where a desk
// states its debt, all positions at it are scaled to that debt; none may come nearer
// to its limit than loopMargin.
func (g *Genesis) openLoops() error {
	for i, d := range g.w.desks {
		scale := 1.0
		if d.spec.Borrowed > 0 {
			if wanted := g.loopDebt(int16(i)); wanted > 0 {
				scale = d.spec.Borrowed.Float() / wanted
			}
		}
		for _, l := range g.loops {
			if int(l.desk) != i {
				continue
			}
			if err := g.w.openLoop(d, l.account, 1+float64((l.leverage-1)*scale)); err != nil {
				return fmt.Errorf("%s: %w", d.name, err)
			}
		}
	}
	return nil
}

// loopMargin is the share of the limit that an opening loan may use.
const loopMargin = 0.97

// loopDebt is what the loops asked for at a desk would borrow, in ETH.
func (g *Genesis) loopDebt(d int16) float64 {
	sum := 0.0
	for _, l := range g.loops {
		if l.desk == d {
			sum += float64((l.leverage - 1) * g.w.tokenWorth(g.w.desks[d].token, l.account))
		}
	}
	return sum
}

// tokenWorth is the redemption value of an account's tokens, in ETH.
func (w *World) tokenWorth(t *token, a ledger.Account) float64 {
	return float64(w.book.Balance(a, t.asset).Float() * t.lt.Recognised())
}

// openLoop levers an account's tokens: more are minted with what the desk lends,
// and that ETH has left for outside, where the minting took place.
func (w *World) openLoop(d *desk, a ledger.Account, leverage float64) error {
	rate, price := d.token.lt.Recognised(), d.desk.Price()
	most := float64(loopMargin * d.spec.LLTV * price / rate)
	leverage = min(leverage, 1/(1-most))
	equity := d.token.lt.Recognised() * w.book.Balance(a, d.token.asset).Float()
	debt := min(ETH(float64(equity*(leverage-1))), d.desk.Cash())
	if debt <= 0 {
		return nil
	}
	if err := d.token.lt.Endow(w.book, a, ETH(debt.Float()/rate)); err != nil {
		return err
	}
	if err := d.desk.Deposit(w.book, a, w.book.Balance(a, d.token.asset)); err != nil {
		return err
	}
	if err := d.desk.Borrow(w.book, a, debt); err != nil {
		return fmt.Errorf("opening loan at leverage %.3f: %w", leverage, err)
	}
	return w.book.Post(ledger.Transfer{From: a, To: ledger.Outside, Asset: assetETH, Amount: debt, Why: ledger.Genesis})
}

func (w *World) loopDebt() float64 {
	sum := 0.0
	for _, d := range w.desks {
		sum += d.desk.Borrowed().Float()
	}
	return sum
}

func (w *World) badDebt() float64 {
	sum := 0.0
	for _, d := range w.desks {
		sum += d.desk.BadDebt().Float()
	}
	return sum
}

// writtenOff is the bad debt that lenders have lost; elsewhere it stays open.
func (w *World) writtenOff() float64 {
	sum := 0.0
	for _, d := range w.desks {
		if d.spec.Params.WriteOff {
			sum += d.desk.BadDebt().Float()
		}
	}
	return sum
}

func (w *World) suppliedAtOpening() float64 {
	sum := money.Gwei(0)
	for _, d := range w.desks {
		sum += d.spec.Supplied
	}
	return sum.Float()
}

// look refreshes what everybody may know of the desk.
func (d *desk) look(w *World) {
	d.outlook = DeskOutlook{BorrowRate: d.desk.BorrowRate(), SupplyRate: d.desk.SupplyRate(), Utilisation: d.desk.Utilisation(),
		Oracle: d.desk.Price(), LLTV: d.spec.LLTV, Bonus: d.spec.bonus(), Cash: d.desk.Cash().Float()}
	d.outlook.Open = d.outlook.Cash > 0
}

// bonus is what a liquidation takes beyond the debt repaid: what the terms say, or
// Morpho's formula.
func (s *DeskSpec) bonus() float64 {
	if b := s.Params.Bonus.Float(); b > 0 {
		return b
	}
	return market.MorphoIncentive(s.LLTV) - 1
}
