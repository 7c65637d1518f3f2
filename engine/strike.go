package engine

import (
	"errors"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Account is what an attack would bring and cost somebody who pays by the given
// means: the owner of the stake pays what is slashed, the briber what operators lose.
func (v *View) Account(o attack.Objective, a attack.Attack) (attack.Account, error) {
	t := v.w.termsOf(o)
	return t.Account(a)
}

// termsOf are the scenario's terms for an attacker of the given means.
func (w *World) termsOf(o attack.Objective) attack.Terms {
	t := w.net.spec.Terms
	t.Bribed = money.Ratio{Num: 0, Den: 1}
	if o == attack.Kappa {
		t.Bribed = money.Ratio{Num: 1, Den: 1}
	}
	return t
}

// settleAttack carries out what an attacker has prepared, on the true state. He may
// find that it does not hold or no longer pays, because somebody was first: then he
// leaves it, and nothing is slashed, because nothing was corrupted.
func settleAttack(w *World, a *Action) (Refusal, error) {
	n := w.net
	if n == nil || a.Plan == nil {
		return NotAllowed, nil
	}
	n.hunt.bounded, n.counted = false, false
	if err := n.graph.FillExposure(w.book, &n.exposure, w.trueValue); err != nil {
		return Filled, err
	}
	if err := n.searcher.Load(&n.exposure); err != nil {
		return Filled, err
	}
	real, covered := n.searcher.Measure(a.Plan.Operators, a.Plan.Services)
	if !covered {
		return NotAllowed, nil
	}
	terms := w.termsOf(a.Means)
	account, err := terms.Account(real)
	if err != nil {
		return Filled, err
	}
	if account.Profit <= 0 {
		return Unprofitable, nil
	}
	if w.book.Balance(a.Agent, assetETH) < account.Committed+account.Slashed+account.Costs {
		return NoFunds, nil
	}
	return Filled, w.corrupt(a, &real, &account)
}

// corrupt takes the profit from users, pays what the attack costs and lets every
// attacked service slash every operator of the coalition that it can. Who owns the
// stake that is slashed puts its price up, and its holders here are paid out of that.
func (w *World) corrupt(a *Action, real *attack.Attack, account *attack.Account) error {
	n := w.net
	if err := w.assertAttack(real); err != nil {
		return err
	}
	before := w.book.Balance(a.Agent, assetETH)
	if err := w.book.Post(
		ledger.Transfer{From: ledger.Users, To: a.Agent, Asset: assetETH, Amount: account.Gain, Why: ledger.AttackProfit},
		ledger.Transfer{From: a.Agent, To: ledger.Outside, Asset: assetETH, Amount: account.Costs, Why: ledger.AttackProfit},
	); err != nil {
		return err
	}
	if err := w.bribe(a.Agent, real, account.Bribes); err != nil {
		return err
	}
	w.track.attacks++
	if err := n.graph.Bail(w.book, a.Agent, int32(w.track.attacks), account.Slashed); err != nil {
		return err
	}
	w.track.attackGain += w.book.Balance(a.Agent, assetETH) - before
	if err := w.slashCoalition(real); err != nil {
		return err
	}
	w.expel(real)
	if err := w.followUp(); err != nil {
		return err
	}
	return w.noteLosses()
}

// slashCoalition lets the services of the latest attack slash all who took part.
func (w *World) slashCoalition(real *attack.Attack) error {
	n := w.net
	for _, s := range real.Services {
		for _, o := range real.Operators {
			f := w.fault(o, s)
			f.Fraction, f.Attack = n.spec.Network.Services[s].SlashFraction, int32(w.track.attacks)
			if f.Fraction.Num == 0 {
				continue
			}
			if err := w.slashForAttack(f); err != nil {
				return err
			}
		}
		n.graph.SetProfit(s, 0) // what could be taken is taken
		n.taken[s] = true
	}
	return nil
}

// expel lets the operators of a coalition pay with their good name: out of the services
// that they attacked, and without commission elsewhere, as bribes have reckoned.
func (w *World) expel(real *attack.Attack) {
	for _, o := range real.Operators {
		for _, s := range real.Services {
			w.net.graph.Eject(w.now, o, s)
		}
		w.net.graph.Ruin(o)
	}
}

// slashForAttack punishes a part in an attack. Where the platform makes a service wait
// after its last request, this one is made when it may be.
func (w *World) slashForAttack(f restake.Fault) error {
	switch _, err := w.net.graph.Slash(w.book, w.now, f); {
	case errors.Is(err, restake.ErrCooldown):
		w.net.delayed = append(w.net.delayed, f)
	case err != nil:
		_, err = refusal(err)
		return err
	}
	w.net.slashed[f.Operator] = true
	return nil
}

// followUp makes the requests that had to wait, and returns to attackers what they put
// up and slashes have not taken.
func (w *World) followUp() error {
	n := w.net
	waiting := n.delayed
	n.delayed = n.delayed[:0] // refilled behind the reader
	for _, f := range waiting {
		if err := w.slashForAttack(f); err != nil {
			return err
		}
	}
	for n.released < w.track.attacks && !n.unfinished(int32(n.released+1)) {
		n.released++
		back, err := n.graph.Release(w.book, int32(n.released))
		if err != nil {
			return err
		}
		w.track.attackGain += back
	}
	return nil
}

// unfinished says whether slashes of an attack are still to come.
func (n *network) unfinished(attack int32) bool {
	for i := range n.delayed {
		if n.delayed[i].Attack == attack {
			return true
		}
	}
	return n.graph.Waiting(attack)
}

// bribe divides what an attacker pays over the operators of his coalition, evenly.
func (w *World) bribe(from ledger.Account, real *attack.Attack, total money.Gwei) error {
	if total <= 0 || len(real.Operators) == 0 {
		return nil
	}
	each := total / money.Gwei(len(real.Operators))
	for _, o := range real.Operators {
		if err := w.book.Post(ledger.Transfer{From: from, To: w.net.graph.Wallet(o), Asset: assetETH, Amount: each, Why: ledger.Bribe}); err != nil {
			return err
		}
	}
	return nil
}

// trueValue values an asset at its true redemption rate, in ETH.
func (w *World) trueValue(s ledger.Asset) float64 {
	for _, t := range w.tokens {
		if t.asset == s {
			return w.trueRate(t)
		}
	}
	return 1
}
