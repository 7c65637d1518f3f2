package restake

import "github.com/restakesim/restakesim/engine/money"

// churn is the head of Ethereum's exit queue as the consensus layer keeps it:
// the epoch to which exits have been assigned and what is left of its limit
// (earliest_exit_epoch and exit_balance_to_consume of Electra; earlier eras, with
// limits in whole validators, fit the same two numbers).
type churn struct {
	earliest int64
	left     money.Gwei
}

// slot is the place that an exit was given: so much in the first epoch, then a
// limit per epoch, through last.
type slot struct {
	first, last int64
	inFirst     money.Gwei
	perEpoch    money.Gwei
}

// assign books an exit asked for in epoch current (compute_exit_epoch_and_update_churn).
func (c *churn) assign(exit, limit money.Gwei, current int64) slot {
	if start := current + lookahead; start > c.earliest {
		c.earliest, c.left = start, limit
	}
	s := slot{first: c.earliest, last: c.earliest, inFirst: min(exit, c.left), perEpoch: limit}
	if exit > c.left {
		more := int64((exit-c.left-1)/limit) + 1
		c.earliest += more
		c.left += money.Gwei(more) * limit
		s.last = c.earliest
	}
	c.left -= exit
	return s
}

// flow books exits that were asked for evenly, perEpoch in each epoch after from
// through to. Were they booked in one lump, a long look ahead would see a queue that
// the gate has long let through. Every epoch's exits start at its own earliest place
// or behind those before, and the place where the last one ends is the largest of
// straight lines, so the first epoch and the last one decide.
func (c churn) flow(total, perEpoch, limit money.Gwei, from, to int64) churn {
	c.assign(total, limit, min(from+1, to))
	alone := churn{}
	alone.assign(min(total, perEpoch), limit, to)
	if c.before(alone) {
		return alone
	}
	return c
}

// before says whether the head of a queue is nearer than that of another.
func (c churn) before(d churn) bool {
	return c.earliest < d.earliest || (c.earliest == d.earliest && c.left > d.left)
}

// waiting is the stake in the epochs from the earliest that a request could get.
func (c *churn) waiting(limit money.Gwei, current int64) money.Gwei {
	ahead := c.earliest - (current + lookahead) + 1
	if ahead <= 0 {
		return 0
	}
	return max(0, money.Gwei(ahead)*limit-c.left)
}

// out is how much of an exit of amount has left by the end of an epoch.
func (s slot) out(amount money.Gwei, epoch int64) money.Gwei {
	switch {
	case epoch < s.first:
		return 0
	case epoch >= s.last:
		return amount
	}
	return min(amount, s.inFirst+money.Gwei(epoch-s.first)*s.perEpoch)
}
