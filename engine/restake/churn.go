package restake

import "github.com/restakesim/restakesim/engine/money"

// ExitQueue is the head of Ethereum's exit queue as the consensus layer keeps it: the
// epoch to which exits have been assigned and what is left of its limit
// (earliest_exit_epoch and exit_balance_to_consume of Electra; earlier eras, with
// limits in whole validators, fit the same two numbers). It says when an exit would
// leave without a chain or a ledger.
type ExitQueue struct {
	Earliest int64
	Left     money.Gwei
}

// ExitSlot is the place that an exit was given: so much in the first epoch, then a
// limit per epoch, through the last.
type ExitSlot struct {
	First, Last       int64
	inFirst, perEpoch money.Gwei
}

// Withdrawable is the epoch in which the last of an exit may be withdrawn.
func (s ExitSlot) Withdrawable() int64 { return s.Last + withdrawableDelay }

// Assign books an exit asked for in epoch current at a positive limit per epoch
// (compute_exit_epoch_and_update_churn).
func (q *ExitQueue) Assign(exit, limit money.Gwei, current int64) ExitSlot {
	if start := current + lookahead; start > q.Earliest {
		q.Earliest, q.Left = start, limit
	}
	s := ExitSlot{First: q.Earliest, Last: q.Earliest, inFirst: min(exit, q.Left), perEpoch: limit}
	if exit > q.Left {
		more := int64((exit-q.Left-1)/limit) + 1
		q.Earliest += more
		q.Left += money.Gwei(more) * limit
		s.Last = q.Earliest
	}
	q.Left -= exit
	return s
}

// flow books exits that were asked for evenly, perEpoch in each epoch after from
// through to. Were they booked in one lump, a long look ahead would see a queue that
// the gate has long let through. Every epoch's exits start at its own earliest place
// or behind those before, and the place where the last one ends is the largest of
// straight lines, so the first epoch and the last one decide.
func (q ExitQueue) flow(total, perEpoch, limit money.Gwei, from, to int64) ExitQueue {
	q.Assign(total, limit, min(from+1, to))
	alone := ExitQueue{}
	alone.Assign(min(total, perEpoch), limit, to)
	if q.before(alone) {
		return alone
	}
	return q
}

// before says whether the head of a queue is nearer than that of another.
func (q ExitQueue) before(d ExitQueue) bool {
	return q.Earliest < d.Earliest || (q.Earliest == d.Earliest && q.Left > d.Left)
}

// waiting is the stake in the epochs from the earliest that a request could get.
func (q *ExitQueue) waiting(limit money.Gwei, current int64) money.Gwei {
	ahead := q.Earliest - (current + lookahead) + 1
	if ahead <= 0 {
		return 0
	}
	return max(0, money.Gwei(ahead)*limit-q.Left)
}

// out is how much of an exit of amount has left by the end of an epoch.
func (s ExitSlot) out(amount money.Gwei, epoch int64) money.Gwei {
	switch {
	case epoch < s.First:
		return 0
	case epoch >= s.Last:
		return amount
	}
	return min(amount, s.inFirst+money.Gwei(epoch-s.First)*s.perEpoch)
}
