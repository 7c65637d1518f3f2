package shock

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
)

// Errors of this package, besides money.ErrOverflow for totals above 2^62.
var (
	ErrMalformed = errors.New("shock: malformed network") // a negative amount, an index out of range or twice, a fraction out of range
	ErrTooLarge  = errors.New("shock: network too large to enumerate")
)

// Network is a plain restaking network; amounts are integers in one unit.
type Network struct {
	Stakes   []int64 // per validator, ≥ 0
	Services []Service
}

// Service can be corrupted by a coalition with the share Alpha of the stake of its
// members.
type Service struct {
	Profit  int64       // profit from corruption, ≥ 0
	Alpha   money.Ratio // in (0, 1], closed
	Members []int32     // validators that serve it, each once
}

// check refuses what is no network and more validators than most.
func (n *Network) check(most int) error {
	if len(n.Stakes) > most {
		return fmt.Errorf("%w: %d validators, at most %d", ErrTooLarge, len(n.Stakes), most)
	}
	stakes, profits := int64(0), int64(0)
	for v, x := range n.Stakes {
		if err := grow(&stakes, x); err != nil {
			return fmt.Errorf("stake of validator %d: %w", v, err)
		}
	}
	for s, svc := range n.Services {
		if err := grow(&profits, svc.Profit); err != nil {
			return fmt.Errorf("profit of service %d: %w", s, err)
		}
		if a := svc.Alpha; a.Den <= 0 || a.Num <= 0 || a.Num > a.Den {
			return fmt.Errorf("%w: alpha of service %d is %v", ErrMalformed, s, a)
		}
		if err := n.distinct(svc.Members); err != nil {
			return fmt.Errorf("service %d: %w", s, err)
		}
	}
	return nil
}

// distinct refuses a list of validators with one out of range or twice.
func (n *Network) distinct(list []int32) error {
	seen := make([]bool, len(n.Stakes))
	for _, v := range list {
		if v < 0 || int(v) >= len(seen) || seen[v] {
			return fmt.Errorf("%w: validator %d", ErrMalformed, v)
		}
		seen[v] = true
	}
	return nil
}

// grow adds a non-negative amount to a sum that must stay within 2^62.
func grow(sum *int64, x int64) error {
	if x < 0 {
		return fmt.Errorf("%w: negative amount", ErrMalformed)
	}
	if x > 1<<62-*sum {
		return money.ErrOverflow
	}
	*sum += x
	return nil
}
