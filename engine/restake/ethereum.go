package restake

import (
	"math"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// EthereumParams is the state of Ethereum's staking at the snapshot.
type EthereumParams struct {
	Era        Era
	ETH        ledger.Asset
	Staked     money.Gwei // active stake, everybody's
	Backlog    money.Gwei // stake ahead in the exit queue at time 0
	Background money.Gwei // stake per day whose exit others ask for; others enter as much
	Tips       float64    // priority fees and MEV a year per staked ETH, paid by users
	Sweep      clock.Span // from withdrawable to paid; 0 = half a pass over the validators
}

// Ethereum is the chain's own queue and yield: one first-in-first-out line that
// every liquid token shares with the rest of the world.
type Ethereum struct {
	p          EthereumParams
	era        Era
	staked     money.Gwei
	background money.Gwei // per day
	since      clock.Time // when that rate began
	seen       money.Gwei // background exits booked since then
	booked     clock.Time // up to when they are booked
	churn      ExitQueue
	line       ring[exit]
	clients    []client
	convicts   ring[conviction]
	slashed    ring[slashing]
	tips       int64 // nano-ETH a year per ETH
}

// Client is somebody whose exits the queue pays out, given out by Join.
type Client int32

type client struct {
	exiting ledger.Account
	to      ledger.Account
	last    clock.Time // when its youngest exit will be paid in full
	slashed money.Gwei // of what is on its way out, the part of slashed validators
}

// exit is one request in line; paid counts what has left for its owner.
type exit struct {
	client       Client
	amount, paid money.Gwei
	slot         ExitSlot
}

// NewEthereum makes the chain. Tips beyond 100 % a year are cut to it.
func NewEthereum(p EthereumParams) *Ethereum {
	e := &Ethereum{p: p}
	e.Reset()
	return e
}

// Reset brings back the snapshot; clients stay.
func (e *Ethereum) Reset() {
	e.era, e.staked, e.background = e.p.Era, e.p.Staked, e.p.Background
	e.since, e.seen, e.booked = 0, 0, 0
	e.churn = ExitQueue{}
	e.line.reset()
	e.convicts.reset()
	e.slashed.reset()
	for i := range e.clients {
		e.clients[i].last, e.clients[i].slashed = 0, 0
	}
	e.tips = int64(math.Floor(min(1, max(0, e.p.Tips)) * increment))
	if e.p.Backlog > 0 {
		e.churn.Assign(e.p.Backlog, e.limit(), 0)
	}
}

// SetEra changes the rules for requests from now on.
func (e *Ethereum) SetEra(era Era) { e.era = era }

// SetBackground changes how much stake a day others withdraw from now on.
func (e *Ethereum) SetBackground(perDay money.Gwei, now clock.Time) {
	e.advance(now)
	e.background, e.since, e.seen = perDay, now, 0
}

// Join makes somebody a client of the queue; set-up only. Its stake on the way
// out is held in an account of its own and paid to the account given.
func (e *Ethereum) Join(b *ledger.Book, name string, to ledger.Account) Client {
	e.clients = append(e.clients, client{exiting: b.Open("exiting stake of "+name, 1), to: to})
	return Client(len(e.clients) - 1)
}

// Request takes amount of stake from an account and puts it in line. It returns
// when the last of it will be paid.
func (e *Ethereum) Request(b *ledger.Book, c Client, from ledger.Account, amount money.Gwei, now clock.Time) (clock.Time, error) {
	if amount <= 0 {
		return now, ErrAmount
	}
	who := &e.clients[c]
	t := ledger.Transfer{From: from, To: who.exiting, Asset: e.p.ETH, Amount: amount, Why: ledger.Unbond}
	if err := b.Post(t); err != nil {
		return now, err
	}
	e.advance(now)
	s := e.churn.Assign(amount, e.limit(), epochOf(now))
	e.line.push(exit{client: c, amount: amount, slot: s})
	e.staked = max(0, e.staked-amount)
	who.last = e.paidAt(s.Last)
	return who.last, nil
}

// Settle pays all stake that has become withdrawable and been swept by now, in
// the order of request, to its owners' accounts; that of slashed validators after it,
// less the penalties that have become due.
func (e *Ethereum) Settle(b *ledger.Book, now clock.Time) (paid money.Gwei, err error) {
	e.advance(now)
	epoch := epochOf(now.Add(-e.sweep())) - withdrawableDelay
	for e.line.len() > 0 {
		x := e.line.at(0)
		due := x.slot.out(x.amount, epoch) - x.paid
		who := &e.clients[x.client]
		if err := b.Post(ledger.Transfer{From: who.exiting, To: who.to, Asset: e.p.ETH, Amount: due, Why: ledger.ExitClaim}); err != nil {
			return paid, err
		}
		x.paid += due
		paid += due
		if x.paid < x.amount {
			break
		}
		e.line.pop()
	}
	released, err := e.punish(b, now)
	return paid + released, err
}

// Wait is how long the last of amount would take to be paid if it were asked
// for now: the queue, 256 epochs and the sweep.
func (e *Ethereum) Wait(amount money.Gwei, now clock.Time) clock.Span {
	c := e.projected(now)
	s := c.Assign(max(1, amount), e.limit(), epochOf(now))
	return e.paidAt(s.Last).Sub(now)
}

// Queue is the stake that a request made now would have to let pass, background
// included: what others hold of the epochs that it could otherwise leave in.
func (e *Ethereum) Queue(now clock.Time) money.Gwei {
	c := e.projected(now)
	return c.waiting(e.limit(), epochOf(now))
}

// Pending is a client's stake on its way out.
func (e *Ethereum) Pending(b *ledger.Book, c Client) money.Gwei {
	return b.Balance(e.clients[c].exiting, e.p.ETH)
}

// Last is when a client's youngest exit will be paid in full.
func (e *Ethereum) Last(c Client) clock.Time { return e.clients[c].last }

// Staked is the active stake.
func (e *Ethereum) Staked() money.Gwei { return e.staked }

func (e *Ethereum) limit() money.Gwei { return e.era.ExitPerEpoch(e.staked) }

// sweep is the mean wait for the withdrawal sweep: it visits every validator, 16
// a slot, so a withdrawable one is half a pass away on average.
func (e *Ethereum) sweep() clock.Span {
	if e.p.Sweep > 0 {
		return e.p.Sweep
	}
	validators := int64(e.staked) / validatorSize
	return clock.Span(validators * 12 / (2 * sweepPerSlot))
}

// paidAt is when stake that exits in an epoch reaches its owner.
func (e *Ethereum) paidAt(epoch int64) clock.Time {
	return clock.Time((epoch + withdrawableDelay) * int64(Epoch)).Add(e.sweep())
}

// advance books the background exits of the time since the last call.
func (e *Ethereum) advance(now clock.Time) {
	e.churn = e.projected(now)
	e.seen, e.booked = e.backgroundBy(now), max(e.booked, now)
}

// projected is the head of the queue at now, once the background exits since the last
// booking are in it.
func (e *Ethereum) projected(now clock.Time) ExitQueue {
	fresh := e.backgroundBy(now) - e.seen
	if fresh <= 0 {
		return e.churn
	}
	return e.churn.flow(fresh, e.background/epochsPerDay, e.limit(), epochOf(e.booked), epochOf(now))
}

// backgroundBy is what others have asked for since the rate began.
func (e *Ethereum) backgroundBy(now clock.Time) money.Gwei {
	// A rate below the supply a day over decades stays within 63 bits.
	x, _ := money.MulDiv(int64(e.background), int64(now.Sub(e.since)), int64(clock.Day), money.Down)
	return money.Gwei(x)
}

// epochOf is the epoch that holds t, counted from the snapshot.
func epochOf(t clock.Time) int64 {
	e := int64(t) / int64(Epoch)
	if int64(t)%int64(Epoch) < 0 {
		e--
	}
	return e
}
