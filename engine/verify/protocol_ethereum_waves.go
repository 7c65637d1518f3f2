package verify

import (
	"errors"
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// wave is a validator slashed together with others, and what became of it.
type wave struct {
	epoch, charged, paid int64
	slashed              money.Gwei
	window, penalty      money.Gwei
}

// waves slashes one validator in each wave, on one chain, and lets time pass. What the
// chain burns half-way is what the client is paid less in the end.
func (x *ethereumCase) waves() error {
	e, err := x.fork()
	if err != nil {
		return err
	}
	balance := x.gweiIn(x.in, "effective_balance_gwei")
	var all []*wave
	for _, w := range x.in.list("waves") {
		all = append(all, &wave{epoch: w.int("epoch"), slashed: x.gweiIn(w, "slashed_gwei")})
		if last := all[len(all)-1]; !anEpoch(last.epoch) || last.slashed < balance {
			return errors.New("a wave is before the beginning, or smaller than a validator")
		}
	}
	if len(all) == 0 || len(all) > 1000 {
		return errors.New("a list of waves belongs here")
	}
	c, err := newStakingChain(e, x.total(), balance*money.Gwei(len(all)))
	if err != nil {
		return setUp(err)
	}
	if err := c.suffer(all, balance); err != nil {
		return setUp(err)
	}
	want := x.expect.list("waves")
	x.check(x.kind, "waves", len(want) == len(all), len(want), len(all))
	for i := range min(len(want), len(all)) {
		w := all[i]
		x.fields(want[i], map[string]int64{"slash_epoch": w.epoch, "withdrawable_epoch": w.paid, "penalty_epoch": w.charged,
			"slashed_in_window_gwei": int64(w.window), "correlation_penalty_gwei": int64(w.penalty)})
	}
	delete(x.expect.keys, "waves")
	x.fields(x.expect, nil)
	got, left, err := c.left(all, balance, e)
	if err = errors.Join(err, c.Recount()); err != nil || got != left {
		x.check(x.kind, "what is left in the end", false, left, fmt.Sprintf("%d, %v", got, err))
	}
	return nil
}

// suffer slashes wave by wave and settles up to the end of every penalty's epoch.
func (c *stakingChain) suffer(all []*wave, balance money.Gwei) error {
	line := slices.Clone(all)
	slices.SortStableFunc(line, func(a, b *wave) int { return int(a.epoch - b.epoch) })
	for i, w := range line {
		if err := c.pass(line[:i], w.epoch); err != nil {
			return err
		}
		at := clock.Time(w.epoch * int64(restake.Epoch))
		charged, paid, err := c.Slash(c.Book, c.client, c.stake, restake.Offence{Validators: 1, Effective: balance}, at)
		if err != nil {
			return err
		}
		c.Slashed(w.slashed-balance, at)
		w.charged, w.paid = int64(charged)/int64(restake.Epoch), int64(paid)/int64(restake.Epoch)
	}
	return c.pass(line, line[len(line)-1].charged+1)
}

// pass settles, one after the other, the penalties of epochs before one. What is burned
// in an epoch is shared alike by the validators that were slashed together.
func (c *stakingChain) pass(line []*wave, before int64) error {
	for _, w := range line {
		if w.window > 0 || w.charged >= before {
			continue
		}
		burned := c.Balance(ledger.Burn, 0)
		if _, err := c.Settle(c.Book, clock.Time((w.charged+1)*int64(restake.Epoch))); err != nil {
			return err
		}
		burned = c.Balance(ledger.Burn, 0) - burned
		var together []*wave
		for _, o := range line {
			if o.charged == w.charged {
				together = append(together, o)
			}
		}
		for _, o := range together {
			o.window, o.penalty = c.SlashedIn(o.charged), burned/money.Gwei(len(together))
		}
	}
	return nil
}

// left is what the client has in the end: balances less both penalties.
func (c *stakingChain) left(all []*wave, balance money.Gwei, e restake.Era) (got, want money.Gwei, err error) {
	end := int64(0)
	for _, w := range all {
		end = max(end, w.paid)
		want += balance - e.InitialPenalty(balance) - w.penalty
	}
	_, err = c.Settle(c.Book, clock.Time((end+1)*int64(restake.Epoch)))
	return c.Balance(c.purse, 0), want, err
}
