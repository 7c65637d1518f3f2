package exact

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
)

// ErrMalformed reports a problem whose arrays do not fit together, or with a negative
// amount.
var ErrMalformed = errors.New("exact: malformed problem")

// most is what a total may amount to: sums and differences of two fit an int64.
const most = 1 << 62

// Problem asks which members to corrupt for which services. A member is charged once
// and whole, however many services it helps to take. Units are whatever the caller
// counts in; cost and profit share one, weight and need another.
type Problem struct {
	Cost     []int64 // per member, ≥ 0
	Start    []int32 // edges of member v are Edges[Start[v]:Start[v+1]], ascending by service
	Edges    []Edge
	Services []Service
}

// Edge is the coverage that a member adds to a service; Weight ≥ 0.
type Edge struct {
	Service int32
	Weight  int64
}

// Service can be taken by a coalition whose weights reach Need, the least integer
// coverage that meets its threshold. Need 0 stands for a service that nobody backs: it
// cannot be attacked.
type Service struct{ Profit, Need int64 }

// Row returns the edges of member v.
func (p *Problem) Row(v int32) []Edge { return p.Edges[p.Start[v]:p.Start[v+1]] }

// Check refuses what the search cannot read: ErrMalformed for arrays that do not fit
// together, services out of order or range and negative amounts; money.ErrOverflow
// when the costs, the profits or the weights at one service add up to more than 2^62.
func (p *Problem) Check() error {
	if err := p.checkShape(); err != nil {
		return err
	}
	var cost, profit int64
	behind := make([]int64, len(p.Services))
	for s, svc := range p.Services {
		if svc.Profit < 0 || svc.Need < 0 {
			return fmt.Errorf("%w: service %d", ErrMalformed, s)
		}
		if !grow(&profit, svc.Profit) {
			return fmt.Errorf("total profit: %w", money.ErrOverflow)
		}
	}
	for v, c := range p.Cost {
		if c < 0 {
			return fmt.Errorf("%w: cost of member %d", ErrMalformed, v)
		}
		if !grow(&cost, c) {
			return fmt.Errorf("total cost: %w", money.ErrOverflow)
		}
		last := int32(-1)
		for _, e := range p.Row(int32(v)) {
			if e.Service <= last || int(e.Service) >= len(p.Services) || e.Weight < 0 {
				return fmt.Errorf("%w: edges of member %d", ErrMalformed, v)
			}
			last = e.Service
			if !grow(&behind[e.Service], e.Weight) {
				return fmt.Errorf("weights at service %d: %w", e.Service, money.ErrOverflow)
			}
		}
	}
	return nil
}

func (p *Problem) checkShape() error {
	n := len(p.Cost)
	if len(p.Start) != n+1 && (n > 0 || len(p.Start) > 0 || len(p.Edges) > 0) {
		return fmt.Errorf("%w: %d row starts for %d members", ErrMalformed, len(p.Start), n)
	}
	if len(p.Start) == 0 {
		return nil
	}
	if p.Start[0] != 0 || int(p.Start[n]) != len(p.Edges) {
		return fmt.Errorf("%w: rows do not span the %d edges", ErrMalformed, len(p.Edges))
	}
	for v := range n {
		if p.Start[v] > p.Start[v+1] || int(p.Start[v+1]) > len(p.Edges) {
			return fmt.Errorf("%w: row of member %d", ErrMalformed, v)
		}
	}
	return nil
}

// grow adds a non-negative amount and reports whether the sum still fits.
func grow(sum *int64, x int64) bool {
	if x > most-*sum {
		return false
	}
	*sum += x
	return true
}

// resize returns s with length n, contents unspecified.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
