package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Slashed is what a slash did, as the platform reports it: the magnitude that the
// operator lost, active stake and queued stake in units of the vault's asset. Where
// withdrawals are rounded one by one, or stake was lost on the beacon chain before, less
// of the queued stake is there to be moved.
type Slashed struct {
	Magnitude      int64
	Active, Queued money.Gwei
}

// Slashed is what the last call of Slash, SlashTo or Settle slashed last.
func (g *Graph) Slashed() Slashed { return g.struck }

// Reported is what the service has slashed since the replication began, as platforms
// report it, in units of each vault's asset added up.
func (g *Graph) Reported(service int32) money.Gwei { return g.reported[service] }

func (g *Graph) report(service int32, magnitude int64, s Slashed) {
	g.struck.Magnitude += magnitude
	g.struck.Active += s.Active
	g.struck.Queued += s.Queued
	g.reported[service] += s.Active + s.Queued
}

// SlashTo lowers the maximum magnitude of the operator's nodes in a vault directly, and
// with it what their stake is worth; what is promised to services stays. A vault of
// scaled accounts is wanted, and a magnitude of no more than the present one.
func (g *Graph) SlashTo(b *ledger.Book, now clock.Time, operator, vault int32, magnitude int64) error {
	g.struck = Slashed{}
	pool := &g.vaults[vault]
	if pool.platform.Accounts != Scaled || magnitude < 0 {
		return ErrMagnitude
	}
	for i := g.nodeStart[operator]; i < g.nodeStart[operator+1]; i++ {
		v := &g.nodes[i]
		if v.vault != vault {
			continue
		}
		if magnitude > v.magnitude {
			return ErrMagnitude
		}
		taken, err := pool.fallTo(b, now, magnitude, g.sinkFor(pool))
		if err != nil {
			return err
		}
		v.magnitude, v.lowered = magnitude, true
		g.struck = pool.struck
		g.lost += taken
		pool.lost[0] += taken
		g.hold(pool, taken, now)
	}
	return nil
}

// Follow makes the owner of a place in one vault an owner of another one, as the same
// staker: what its validators lose counts in both. Set-up only.
func (g *Graph) Follow(vault, from int32, h Holder) Holder {
	own := g.vaults[from].holders[h]
	out := g.Join(vault, own.paid, own.earns)
	g.vaults[vault].holders[out].beacon = own.beacon
	return out
}

// Account is what a staker has deposited in a vault of scaled accounts and not asked
// back, in shares of a unit of its asset, and its scaling factor, of 1e18.
func (g *Graph) Account(vault int32, h Holder) (deposit money.Gwei, scale money.Wide) {
	own := &g.vaults[vault].holders[h]
	return own.deposit, own.scale
}

// Delegate moves all of a staker's stake from a vault that no operator has a part of
// into another one. The scaling factor is divided by that one's magnitude, so earlier
// losses of the operator are not the staker's (SlashingLib). ErrWiped if there is stake
// and the operator was slashed to nothing; ErrParts between other vaults or while the
// staker has stake in the second.
func (g *Graph) Delegate(b *ledger.Book, from int32, h Holder, to int32, k Holder) error {
	source, target := &g.vaults[from], &g.vaults[to]
	a, next := &source.holders[h].account, &target.holders[k].account
	if !g.scaled(from, to) || source.asset != target.asset || a.beacon != next.beacon || next.deposit > 0 || g.operated(from) {
		return ErrParts
	}
	if a.deposit == 0 {
		return nil
	}
	if target.scaled.magnitude == 0 {
		return ErrWiped
	}
	if err := source.checkpoint(b.Balance(source.active, source.asset)); err != nil {
		return err
	}
	if err := target.checkpoint(b.Balance(target.active, target.asset)); err != nil {
		return err
	}
	worth, err := a.withdrawable(source.scaled.magnitude)
	if err != nil {
		return err
	}
	worth = min(worth, b.Balance(source.active, source.asset))
	scale, err := rescaled(a.scale, target.scaled.magnitude)
	if err != nil {
		return err
	}
	if err := b.Post(ledger.Transfer{From: source.active, To: target.active, Asset: source.asset, Amount: worth, Why: ledger.Stake}); err != nil {
		return err
	}
	next.deposit, next.scale = a.deposit, scale
	*a = a.empty()
	// After a loss on the beacon chain the new factors may round less away than the old.
	return target.strain(b)
}

// scaled says whether both vaults keep scaled accounts.
func (g *Graph) scaled(v, w int32) bool {
	return g.vaults[v].platform.Accounts == Scaled && g.vaults[w].platform.Accounts == Scaled
}

// operated says whether an operator has a part of the vault.
func (g *Graph) operated(vault int32) bool {
	for i := range g.nodes {
		if g.nodes[i].vault == vault {
			return true
		}
	}
	return false
}

// Queued is a withdrawal as its request made it.
type Queued struct {
	Number int64      // in its vault, counted from 0
	Worth  money.Gwei // what could be withdrawn of it at the request
	Scaled money.Wide // what it holds
}

// QueueShares queues deposit shares of a scaled account: RequestExit by shares instead
// of worth. ErrShares if the staker has fewer.
func (g *Graph) QueueShares(b *ledger.Book, vault int32, h Holder, shares money.Gwei, now clock.Time) (Queued, error) {
	v := &g.vaults[vault]
	if own := v.holders[h].deposit; shares <= 0 || shares > own {
		return Queued{}, ErrShares
	}
	if err := v.checkpoint(b.Balance(v.active, v.asset)); err != nil {
		return Queued{}, err
	}
	return v.queued(b, h, shares, now)
}

// Undelegate queues all that a staker has in a vault of scaled accounts, income of now
// included. ErrShares if it has nothing.
func (g *Graph) Undelegate(b *ledger.Book, vault int32, h Holder, now clock.Time) (Queued, error) {
	v := &g.vaults[vault]
	if v.holders[h].deposit == 0 {
		return Queued{}, ErrShares
	}
	if err := v.checkpoint(b.Balance(v.active, v.asset)); err != nil {
		return Queued{}, err
	}
	return v.queued(b, h, v.holders[h].deposit, now)
}

func (v *vault) queued(b *ledger.Book, h Holder, shares money.Gwei, now clock.Time) (Queued, error) {
	w, err := v.queueShares(b, h, shares, now)
	return Queued{v.scaled.ended + int64(v.scaled.exits.len()) - 1, w.value, w.scaled}, err
}

// QueuedShares is what of a vault's queue can be slashed at now, as the platform counts
// it: without what was lost on the beacon chain.
func (g *Graph) QueuedShares(vault int32, now clock.Time) (money.Gwei, error) {
	return g.vaults[vault].queuedShares(now)
}

// Complete pays a withdrawal out to its owner and says how much that was: what the
// magnitude at the end of its delay and the owner's beacon factor of now leave of it.
// ErrCompleted if it has been, ErrDelay before the delay has passed.
func (g *Graph) Complete(b *ledger.Book, vault int32, number int64, now clock.Time) (money.Gwei, error) {
	v := &g.vaults[vault]
	w, err := v.completable(number, now)
	if err != nil {
		return 0, err
	}
	return v.payOut(b, w)
}

// Restake is Complete into another account of the same staker, as a deposit there. It
// is refused as a deposit would be, unless nothing is left to deposit.
func (g *Graph) Restake(b *ledger.Book, vault int32, number int64, to int32, h Holder, now clock.Time) (money.Gwei, error) {
	v, target := &g.vaults[vault], &g.vaults[to]
	w, err := v.completable(number, now)
	if err != nil {
		return 0, err
	}
	if !g.scaled(vault, to) || v.asset != target.asset || v.holders[w.holder].beacon != target.holders[h].beacon {
		return 0, ErrParts
	}
	amount := min(w.value, b.Balance(v.queue, v.asset))
	if amount > 0 {
		if err := target.deposit(b, h, v.queue, amount, ledger.Stake); err != nil {
			return 0, err
		}
	}
	v.end(w)
	return amount, nil
}

func (v *vault) completable(number int64, now clock.Time) (*withdrawal, error) {
	w := v.exit(number)
	switch {
	case w == nil:
		return nil, ErrCompleted
	case now <= w.ready:
		return nil, ErrDelay
	}
	return w, nil
}

// BeaconLoss proves that the validators behind a staker's natively restaked stake have
// lost ETH: of what they held before, loss. It lowers the staker's beacon factor, and
// with it active and queued stake. Nothing undoes it. ErrAmount unless before covers
// loss, ErrParts where the vault does not hold staked ETH in scaled accounts.
func (g *Graph) BeaconLoss(b *ledger.Book, vault int32, h Holder, before, loss money.Gwei, now clock.Time) error {
	pool := &g.vaults[vault]
	factor := pool.holders[h].beacon
	switch {
	case pool.platform.Accounts != Scaled || pool.asset != g.p.ETH:
		return ErrParts
	case before <= 0 || loss < 0 || loss > before:
		return ErrAmount
	}
	after, err := money.MulDiv(*factor, int64(before-loss), int64(before), money.Down)
	if err != nil {
		return err
	}
	for i := range g.vaults {
		v := &g.vaults[i]
		if v.platform.Accounts != Scaled || v.asset != pool.asset {
			continue
		}
		if err := v.checkpoint(b.Balance(v.active, v.asset)); err != nil {
			return err
		}
	}
	was := *factor
	*factor = after
	for i := range g.vaults {
		v := &g.vaults[i]
		for j := range v.holders {
			if v.holders[j].beacon != factor || v.platform.Accounts != Scaled {
				continue
			}
			if err := v.beaconLoss(b, now, Holder(j), was, after); err != nil {
				return err
			}
		}
	}
	return nil
}
