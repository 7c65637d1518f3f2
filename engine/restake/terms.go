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

// RateRule says in what fixed point a token keeps the rate at which exits are priced.
type RateRule uint8

// The rate rules. An exit of tokens is worth, at a rate of value over supply,
const (
	ExactRate  RateRule = iota // down(tokens·value/supply) (ERC-4626; Renzo, Kelp, Rocket Pool, Mellow)
	WadRate                    // down(tokens·r/1e18), r rounded down (Puffer, Eigenpie)
	FrozenRate                 // the same at settlement, r rounded up; ExactRate at request (ether.fi)
	ShareRate                  // down(shares·r/1e27) if r is below the request's own rate, else its value at request (Lido)
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
	Rate       RateRule
	Clock      ExitClock
	Delay      clock.Span
	Period     clock.Span
	Start      clock.Time  // when the first calendar period began
	BufferOnly bool        // an exit that the free buffer does not cover is refused
	ExitFee    money.Ratio // of what an exit is worth at settlement, which stays in the pool
	Instant    money.Ratio // fee of the instant exit, which stays in the pool; Den 0 = no such exit
	Commission money.Ratio // further fee of the instant exit, for the treasury
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

	Bridge BridgeTerms
}

// BridgeTerms are those of a mint on another chain, from where the ETH is brought in
// batches.
type BridgeTerms struct {
	Fee    money.Ratio // of a deposit, at most of one batch, for the treasury; Den 0 = no such mint
	Batch  money.Gwei  // ETH
	MaxAge clock.Span  // a rate older than this is refused; 0 = none is
}

// ready is when an exit asked for now may be paid, leaving aside the queue. A round
// or a report at this very moment is over: it settled those who had asked before.
func (p *TokenParams) ready(now clock.Time) clock.Time {
	switch p.Clock {
	case Calendar:
		_, t := CalendarReady(now, p.Start, p.Period, p.Delay)
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
