package market

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// TestMorphoIncentive: factors of the tiers in use.
func TestMorphoIncentive(t *testing.T) {
	for lltv, want := range map[float64]float64{0.945: 1.0168, 0.86: 1.0438, 0.77: 1.0741, 0.5: 1.15, 0.2: 1.15} {
		if got := MorphoIncentive(lltv); math.Abs(got-want) > 5e-5 {
			t.Errorf("incentive at %v is %v, want %v", lltv, got, want)
		}
	}
}

// drawLoan opens a loan beyond the limit, somewhere between just so and under water.
func drawLoan(t *rapid.T, v *venue, r DeskRules) (*Desk, ledger.Account) {
	d := v.lend(r, 1e15)
	who, collateral := v.who(borrower), money.Gwei(logUniform(9, 13).Draw(t, "collateral"))
	debt := money.Gwei(float64(collateral) * rapid.Float64Range(0.8, 1.2).Draw(t, "debt"))
	v.owe(d, who, collateral, debt)
	v.owe(d, v.who(crowd), 1e15, 3e14)
	health := rapid.Float64Range(0.6, 0.999).Draw(t, "health")
	d.Mark(health * float64(debt) / (float64(collateral) * r.LLTV))
	v.give(v.who(liquidator), eth, 1e15)
	return d, who
}

func drawRules(t *rapid.T) DeskRules {
	r := plain(0)
	r.LLTV = rapid.SampledFrom([]float64{0.7, 0.86, 0.945}).Draw(t, "lltv")
	r.LTV = r.LLTV
	if rapid.Bool().Draw(t, "aave") {
		r.CloseFactor, r.CloseBelow, r.WriteOff = 0.5, 0.95, false
		r.Incentive, r.ProtocolShare = 1+rapid.Float64Range(0.01, 0.1).Draw(t, "bonus"), rapid.Float64Range(0, 0.5).Draw(t, "protocol")
	}
	return r
}

// TestSeizure: the liquidator gets the repayment times the incentive at the oracle's
// price, in collateral and less the reserve's cut, never more; a liquidation helps the
// loan's health exactly where it is not toxic; what is bad is what no collateral is left
// for, and nothing appears or vanishes.
func TestSeizure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		r := drawRules(t)
		d, who := drawLoan(t, v, r)
		r = d.Rules()
		health, toxic, debt, collateral, supplied := d.Health(who), d.Toxic(who), d.Debt(who), d.Collateral(who), d.Supplied()
		repay := money.Gwei(float64(debt) * rapid.Float64Range(0.01, 1.2).Draw(t, "repay"))
		s, err := d.Liquidate(v.Book, v.who(liquidator), who, repay)
		v.must(err)
		v.sound(d)

		most := debt
		if r.CloseFactor < 1 && health > r.CloseBelow {
			most = debt / 2
		}
		total := s.Seized + s.Cut
		worth := float64(total) * d.Price() / r.Incentive
		if s.Repaid > min(repay, most) || float64(s.Repaid) < worth*(1-1e-15) || s.Repaid < min(repay, most) && total < collateral {
			t.Fatalf("%d repaid for what is worth %v, %d asked and %d allowed", s.Repaid, worth, repay, most)
		}
		cut := float64(total) * (1 - 1/r.Incentive) * r.ProtocolShare
		if float64(s.Cut) > cut*(1+1e-12) || float64(s.Cut) < cut*(1-1e-12)-1 {
			t.Fatalf("the reserve gets %d of %d, want %v", s.Cut, total, cut)
		}
		requireRemainder(t, d, who, s, debt, collateral, supplied)
		// Toxic is loan-to-value above 1/incentive.
		margin := r.LLTV / health * r.Incentive
		if toxic != (margin > 1) && math.Abs(margin-1) > 1e-12 {
			t.Fatalf("toxic is %v at %v times the frontier", toxic, margin)
		}
		if d.Collateral(who) > 1e6 && math.Abs(margin-1) > 1e-4 && (d.Health(who) < health) != toxic {
			t.Fatalf("health from %v to %v, toxic is %v", health, d.Health(who), toxic)
		}
	})
}

func requireRemainder(t *rapid.T, d *Desk, who ledger.Account, s Seizure, debt, collateral, supplied money.Gwei) {
	t.Helper()
	bad, kept := money.Gwei(0), debt-s.Repaid
	if s.Seized+s.Cut == collateral {
		bad = kept
	}
	if d.rules.WriteOff {
		kept, supplied = kept-bad, supplied-bad
	}
	if s.BadDebt != bad || d.BadDebt() != bad || d.Debt(who) != kept || d.Supplied() != supplied || d.Collateral(who) != collateral-s.Seized-s.Cut {
		t.Fatalf("%+v leaves debt %d and supply %d, want %d and %d, %d bad", s, d.Debt(who), d.Supplied(), kept, supplied, bad)
	}
}

// TestSizeAndSeizureAgree: what asking for all comes to, asked for again, seizes and
// loses the same. The case rounds the seizure of the exact repayment to a unit less.
func TestSizeAndSeizureAgree(t *testing.T) {
	v := newVenue(t)
	r := plain(0)
	r.LLTV, r.LTV = 0.7, 0.7
	d := v.lend(r, 1e15)
	v.owe(d, v.who(borrower), 1e13, 1.2e13)
	d.Mark(0.6231689453125 * 1.2e13 / (1e13 * 0.7))
	l := d.loans.of(v.who(borrower))
	all, total := d.seizure(l, math.MaxInt64)
	again, same := d.seizure(l, all.Repaid)
	if all != again || total != 1e13 || same != 1e13 {
		t.Fatalf("all is %+v, and again %+v of %d", all, again, same)
	}
	rapid.Check(t, func(t *rapid.T) {
		d, who := drawLoan(t, newVenue(t), drawRules(t))
		l := d.loans.of(who)
		repay := money.Gwei(logUniform(0, 14).Draw(t, "repay"))
		s, total := d.seizure(l, repay)
		if again, same := d.seizure(l, s.Repaid); again != s || same != total {
			t.Fatalf("%d come to %+v of %d, and again to %+v of %d", repay, s, total, again, same)
		}
	})
}

// TestBadDebtIsSharedByLenders: where it is written off, each loses the same fraction;
// where it stays open, nobody loses and the debt goes on accruing.
func TestBadDebtIsSharedByLenders(t *testing.T) {
	for _, writeOff := range []bool{true, false} {
		v := newVenue(t)
		r := plain(0.1)
		r.WriteOff = writeOff
		d := v.lend(r, 100*money.ETH)
		second, who := v.who(crowd), v.who(borrower)
		v.give(second, eth, 300*money.ETH)
		_, err := d.Supply(v.Book, second, 300*money.ETH)
		v.must(err)
		v.owe(d, who, 100*money.ETH, 90*money.ETH)
		d.Mark(0.5)
		v.give(v.who(liquidator), eth, 100*money.ETH)
		s, err := d.Liquidate(v.Book, v.who(liquidator), who, 90*money.ETH)
		v.must(err)
		recovered := 50 / MorphoIncentive(0.86)
		if want := 90 - recovered; math.Abs(s.BadDebt.Float()-want) > 2e-9 || s.Seized != 100*money.ETH || d.Positions() != map[bool]int{true: 0, false: 1}[writeOff] {
			t.Fatalf("%+v, want bad debt of %v; %d positions", s, want, d.Positions())
		}
		loss := 0.0
		if writeOff {
			loss = s.BadDebt.Float() / 400
		}
		for a, had := range map[ledger.Account]float64{v.who(lender): 100, second: 300} {
			if got := d.SupplyOf(v.Book, a).Float(); math.Abs(got-had*(1-loss)) > 2e-9 {
				t.Errorf("account %d has %v left of %v, want a loss of %v", a, got, had, loss)
			}
		}
		v.must(d.Accrue(v.Book, clock.Time(clock.Year)))
		if grown := d.Debt(who) > s.BadDebt; grown == writeOff || d.AnyUnhealthy() {
			t.Errorf("bad debt of %d, %d owed a year later", s.BadDebt, d.Debt(who))
		}
		if _, err := d.Liquidate(v.Book, v.who(liquidator), who, 1); err == nil {
			t.Error("a loan without collateral is liquidated again")
		}
		v.sound(d)
	}
}

// TestRiskiestFirst: highest loan-to-value first, equal ones by account.
func TestRiskiestFirst(t *testing.T) {
	v := newVenue(t)
	d := v.lend(plain(0), 1000*money.ETH)
	for i, debt := range []money.Gwei{95, 85, 99, 95, 97} {
		v.owe(d, v.who(crowd+ledger.Account(i)), 100*money.ETH, debt*money.ETH)
	}
	d.Mark(1)
	var want []ledger.Account
	for _, i := range []ledger.Account{2, 4, 0, 3} {
		want = append(want, v.who(crowd+i))
	}
	if got := d.AppendUnhealthy(nil); !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

// TestCloseFactor: half of a debt above health 0.95, all of it below.
func TestCloseFactor(t *testing.T) {
	for health, want := range map[float64]money.Gwei{0.999: 40e9, 0.951: 40e9, 0.949: 80e9, 0.9: 80e9} {
		v := newVenue(t)
		r := plain(0)
		r.CloseFactor, r.CloseBelow, r.Incentive = 0.5, 0.95, 1.02
		d := v.lend(r, 1000e9)
		v.owe(d, v.who(borrower), 100e9, 80e9)
		d.Mark(health * 0.8 / r.LLTV)
		v.give(v.who(liquidator), eth, 80e9)
		s, err := d.Liquidate(v.Book, v.who(liquidator), v.who(borrower), 80e9)
		v.must(err)
		if s.Repaid != want {
			t.Errorf("at health %v %d is repaid, want %d", health, s.Repaid, want)
		}
	}
}

// TestLiquidationSizeCountsTheCut: half of a bonus of 10 % goes to the reserve, so a
// liquidator stops where the pool pays 1/1.05 of the oracle's price, not 1/1.1.
func TestLiquidationSizeCountsTheCut(t *testing.T) {
	v := newVenue(t)
	p := v.product(0.003, 1000e9, 1000e9)
	r := plain(0)
	r.Incentive, r.ProtocolShare = 1.1, 0.5
	d := v.lend(r, 1000e9)
	v.owe(d, v.who(borrower), 500e9, 450e9)
	d.Mark(1)
	repay, profit, ok := d.LiquidationSize(p, v.who(borrower), 450e9, 0)
	// √(g·k·X·Y)/g - X/g with k = 1.05 is sold, and 1/1.05 of it repaid.
	sold := (math.Sqrt(0.997*1.05)*1000 - 1000) / 0.997
	if want := sold / 1.05; !ok || math.Abs(repay.Float()-want) > 1e-6 {
		t.Errorf("repays %v, want %v", repay.Float(), want)
	}
	if want := 1000*0.997*sold/(1000+0.997*sold) - sold/1.05; math.Abs(profit.Float()-want) > 1e-6 {
		t.Errorf("earns %v, want %v", profit.Float(), want)
	}
	if _, _, ok := d.LiquidationSize(p, v.who(borrower), 450e9, profit); ok {
		t.Error("a profit that gas takes is worth it")
	}
}

// TestLiquidationSizeIsBest: among all repayments that the desk accepts none earns more
// by selling what is seized in the pool, and the size is refused when it does not pay.
func TestLiquidationSizeIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVenue(t)
		p := drawPool(t, v)
		d, who := drawLoan(t, v, drawRules(t))
		capital := money.Gwei(logUniform(9, 13).Draw(t, "capital"))
		gas := money.Gwei(rapid.Float64Range(0, 1e9).Draw(t, "gas"))
		earns := func(repay money.Gwei) float64 {
			s, _ := d.seizure(d.loans.of(who), repay)
			return float64(p.SellOut(s.Seized) - s.Repaid)
		}
		repay, profit, ok := d.LiquidationSize(p, who, capital, gas)
		if repay > capital || float64(profit) != earns(repay) || ok != (repay > 0 && profit > gas) {
			t.Fatalf("repay %d of %d for %d (%v), ok is %v", repay, capital, profit, earns(repay), ok)
		}
		slack := 3 + 3*p.Price() + 1e-12*float64(repay)
		for _, share := range []float64{1e-3, 0.1, 0.5, 0.9, 0.999, 1.001, 1.1, 2, 10} {
			other := min(capital, money.Gwei(share*float64(repay)))
			if got := earns(other); got > float64(profit)+slack {
				t.Fatalf("repaying %d earns %v, the size %d %d", other, got, repay, profit)
			}
		}
		if other := earns(capital); other > float64(profit)+slack {
			t.Fatalf("repaying all that there is earns %v, the size %d", other, profit)
		}
	})
}
