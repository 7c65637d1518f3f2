package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// ExitPrice says when the price of an exit is settled.
type ExitPrice uint8

// The exit price rules.
const (
	LowerValue   ExitPrice = iota // the lower of the value at request and at payment
	RequestValue                  // the value at request: later losses fall on those who stay
	PaymentValue                  // the value at payment
)

// ExitClock says from when on an exit may be paid.
type ExitClock uint8

// The exit clocks. All pay first come, first served, and only from the buffer.
const (
	Cooldown ExitClock = iota // Delay after the request
	Calendar                  // at the end of the period after the request's, and Delay on top
	Curator                   // at the curator's next round, every Period, Delay at least after the request
	Batch                     // at the next report that is Delay or more after the request
)

// TokenParams are the terms of a liquid token.
type TokenParams struct {
	Name   string
	Family string // lst, basket, native, isolated
	Source string // where the terms were read

	Price      ExitPrice
	Clock      ExitClock
	Delay      clock.Span
	Period     clock.Span
	BufferOnly bool        // an exit that the free buffer does not cover is refused
	Instant    money.Ratio // fee of the instant exit, which stays in the pool; Den 0 = no such exit
	MinKept    money.Ratio // an exit worth less than this share of its value at request is cancelled; Den 0 = none

	Opening    money.Ratio // ETH per token at the snapshot
	Buffer     money.Ratio // share of the backing that the buffer should hold; deposits refill it first
	RewardFee  money.Ratio // of every gain recognised, minted in tokens to the treasury
	DepositFee money.Ratio // of every deposit, kept by the treasury
	Report     clock.Span  // how often the redemption rate is recognised
	JumpLimit  money.Ratio // a report that moves the rate by more is refused once; Den 0 = none
	Cap        money.Gwei  // most backing that deposits may reach; 0 = none
	MinDeposit money.Gwei  // ETH
	MinExit    money.Gwei  // ETH
}

// ready is when an exit asked for now may be paid, leaving aside the queue. A round
// or a report at this very moment is over: it settled those who had asked before.
func (p *TokenParams) ready(now clock.Time) clock.Time {
	switch p.Clock {
	case Calendar:
		_, t := CalendarReady(now, 0, p.Period, p.Delay)
		return t
	case Curator:
		return nextMultiple(now.Add(max(p.Delay, 1)), p.Period)
	case Batch:
		return nextMultiple(now.Add(max(p.Delay, 1)), p.Report)
	}
	return now.Add(p.Delay)
}

// nextMultiple is the first multiple of period at or after t.
func nextMultiple(t clock.Time, period clock.Span) clock.Time {
	if period <= 0 {
		return t
	}
	p := clock.Time(period)
	return (t + p - 1) / p * p
}
