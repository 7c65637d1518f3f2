package verify

import (
	"errors"
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
)

// concentrated opens a pool of concentrated liquidity with its positions at its price.
func (s *swapping) concentrated() (*market.Concentrated, error) {
	spacing := s.pool.int("tick_spacing")
	if spacing < 1 || spacing > market.MaxTick {
		return nil, fmt.Errorf("pool: a tick spacing of %d", spacing)
	}
	var positions []market.Position
	for _, o := range s.pool.list("positions") {
		lower, upper := o.int("lower"), o.int("upper")
		if min(lower, upper) < -market.MaxTick || max(lower, upper) > market.MaxTick {
			return nil, fmt.Errorf("%s: ticks end at %d", o.path, market.MaxTick)
		}
		positions = append(positions, market.Position{Lower: int32(lower), Upper: int32(upper), Liquidity: o.float("liquidity")})
	}
	p, err := market.NewConcentrated(s.listing, s.pool.float("fee"), int32(spacing), positions)
	if err != nil {
		return nil, err
	}
	price := s.pool.float("price")
	if !(price > 0 && price <= math.MaxFloat64) {
		return nil, fmt.Errorf("pool: a price of %v", price)
	}
	s.give(ledger.Outside, s.rest, 0, plenty)
	s.give(ledger.Outside, s.rest, 1, plenty)
	if _, err := p.Initialise(s.book, s.rest, price); err != nil {
		return nil, &unrepresentable{"the positions hold more than 2^62 units: " + err.Error()}
	}
	return p, nil
}

// ticks trades across ticks, and straight back where the file says what that returns.
func (s *swapping) ticks() error {
	p, err := s.concentrated()
	if err != nil {
		return err
	}
	x := market.Swap{Side: market.Buy, Price: s.args.float("target_price"), In: s.units(s.args, "amount_in"), Out: s.units(s.args, "amount_out")}
	if s.args.truth("zero_for_one") {
		x.Side = market.Sell
	}
	if s.unfit != nil {
		return s.unfit
	}
	if !s.args.has("amount_in") && !s.args.has("amount_out") && !s.args.has("target_price") {
		return errors.New("args: an amount or a price belongs here")
	}
	if max(x.In, x.Out) == plenty && !s.expected.truth("exhausted") {
		return &unrepresentable{"it trades 2^62 units or more"}
	}
	was := p.Price()
	f, path, err := p.Swap(s.book, s.trader, x)
	if err != nil && !nothing(err, path, was) {
		return s.refused(err)
	}
	if err != nil && p.Price() != was {
		return fmt.Errorf("a refused swap moved the price from %v to %v", was, p.Price())
	}
	s.settled("amount_in_used", f.In, 1)
	s.settled("amount_out", f.Out, 1)
	s.settled("fee_in", f.Fee, 1)
	s.got["price_after"], s.got["sqrt_price_after"] = quantity{value: path.Price}, quantity{value: path.Root}
	s.got["active_liquidity_after"] = quantity{value: path.Liquidity}
	s.words["ticks_crossed"], s.words["exhausted"] = int64(path.Crossed), path.Exhausted
	s.got["round_trip_return"] = quantity{}
	if !s.expected.has("round_trip_return") || f.Out == 0 {
		return nil
	}
	back, err := p.Settle(s.book, s.trader, market.Order{Side: 1 - x.Side, Amount: f.Out})
	if err != nil {
		return s.refused(err)
	}
	// A unit that was not paid out is not sold back.
	s.got["round_trip_return"] = quantity{tokens(back.Out), settledSlack * (1 + tokens(f.In)/tokens(f.Out))}
	return nil
}

// nothing says whether a swap was refused because there is nothing to trade on the way:
// such a case still says where it ends.
func nothing(err error, path market.Path, was float64) bool {
	return errors.Is(err, market.ErrDepth) && path.Exhausted || errors.Is(err, market.ErrTooSmall) && path.Price == was
}
