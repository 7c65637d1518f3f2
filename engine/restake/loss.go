package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Attacks is how many attacks are told apart; later ones count with the last.
const Attacks = 16

// Lost is the stake slashed so far, in units of each vault's asset added up.
func (g *Graph) Lost() money.Gwei { return g.lost }

// LostTo is the stake of one vault slashed so far for an attack, counted from 1, in
// units of the vault's asset; 0 asks for what was slashed for faults.
func (g *Graph) LostTo(vault, attack int32) money.Gwei { return g.vaults[vault].lost[attack] }

// cut is what a slash takes out of a vault: an amount, shared pro rata, or the
// same fraction of every pool.
type cut struct {
	amount  money.Gwei // used when den is 0
	num     int64      // fraction num/den of each pool, for platforms that slash by share
	den     int64
	capture clock.Time // when the fault happened
}

// lose is the one way by which a loss reaches owners: it lowers the balances of
// the active pool and of the tranches that pay, and leaves every share count
// alone, so each share is worth less. It returns what was taken.
func (v *vault) lose(b *ledger.Book, now clock.Time, c cut, to ledger.Account) (money.Gwei, error) {
	if v.platform.Accounts == Scaled {
		return v.loseScaled(b, now, c, to)
	}
	active := b.Balance(v.active, v.asset)
	fromActive, fromQueue, err := v.share(active, now, c)
	if err != nil {
		return 0, err
	}
	err = b.Post(
		ledger.Transfer{From: v.active, To: to, Asset: v.asset, Amount: fromActive, Why: ledger.Slash},
		ledger.Transfer{From: v.queue, To: to, Asset: v.asset, Amount: fromQueue, Why: ledger.Slash})
	if err != nil {
		return 0, err
	}
	v.exposed -= fromQueue
	v.struck = Slashed{Active: fromActive, Queued: fromQueue}
	return fromActive + fromQueue, v.revalue()
}

// share splits the cut and books the tranches' parts; the caller moves the
// balances. Tranches are visited youngest first, so that under LastRest the
// oldest bears what rounding leaves, as in Symbiotic's Vault.onSlash.
func (v *vault) share(active money.Gwei, now clock.Time, c cut) (fromActive, fromQueue money.Gwei, err error) {
	num, den, left := c.num, c.den, money.Gwei(1<<63-1)
	base := active + v.reach(now, c)
	if den == 0 {
		left = min(c.amount, base)
		num, den = int64(left), int64(base)
	}
	if num == 0 || den == 0 {
		return 0, 0, nil
	}
	if fromActive, err = part(active, num, den); err != nil {
		return 0, 0, err
	}
	left -= fromActive
	for i := v.tranches.len() - 1; i >= 0; i-- {
		t := v.tranches.at(i)
		if !t.pays(now) || !v.platform.reaches(t.asked, c.capture) {
			continue
		}
		p, err := part(t.assets, num, den)
		if err != nil {
			return 0, 0, err
		}
		t.assets -= p
		fromQueue += p
		left -= p
	}
	if v.platform.Split == LastRest && c.den == 0 {
		rest := v.takeRest(now, c, left)
		fromQueue += rest
		fromActive += left - rest
	}
	return fromActive, fromQueue, nil
}

// reach is the value of the tranches that the cut can take from.
func (v *vault) reach(now clock.Time, c cut) money.Gwei {
	var sum money.Gwei
	for i := range v.tranches.len() {
		if t := v.tranches.at(i); t.pays(now) && v.platform.reaches(t.asked, c.capture) {
			sum += t.assets
		}
	}
	return sum
}

// takeRest takes the units that rounding left, from the oldest tranche first.
func (v *vault) takeRest(now clock.Time, c cut, left money.Gwei) (taken money.Gwei) {
	for i := 0; i < v.tranches.len() && taken < left; i++ {
		t := v.tranches.at(i)
		if t.pays(now) && v.platform.reaches(t.asked, c.capture) {
			p := min(t.assets, left-taken)
			t.assets -= p
			taken += p
		}
	}
	return taken
}

// part is down(pool·num/den).
func part(pool money.Gwei, num, den int64) (money.Gwei, error) {
	p, err := money.MulDiv(int64(pool), num, den, money.Down)
	return money.Gwei(p), err
}
