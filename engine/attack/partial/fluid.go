package partial

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// Fluid is an attacker who may opt in to any service just before striking and pull
// surplus stake out in time, so that the same stake C stands behind every service
// it attacks. Entry s of each slice belongs to service s.
type Fluid struct {
	Rest   []int64       // stake of everybody else, ≥ 0
	Alpha  []money.Ratio // threshold in (0, 1]; a service with threshold 1 cannot fall while others have stake in it
	Profit []int64       // profit from corruption, ≥ 0
}

// FluidAnswer is the most profitable attack; all zero and empty where none pays.
type FluidAnswer struct {
	Net        *big.Rat
	Sacrificed *big.Rat // C, charged once
	Services   []int32  // ascending: all that C suffices for
}

// BestFluid finds it in O(m log m). Service s falls once C ≥ α·(rest + C), that is at
// C = α·rest/(1−α) (closed); the best C is one of these thresholds and takes every
// service whose own is not higher. Of equal nets the least sacrifice is returned. It
// fails with ErrMalformed or money.ErrOverflow. After "Dynamic attacks on EigenLayer",
// ethresear.ch topic 15178.
func BestFluid(f Fluid) (FluidAnswer, error) {
	best := FluidAnswer{Net: new(big.Rat), Sacrificed: new(big.Rat)}
	if err := f.check(); err != nil {
		return best, err
	}
	order, at := f.thresholds()
	var won int64
	taken := 0
	for i, s := range order {
		won += f.Profit[s]
		if i+1 < len(order) && at[order[i+1]].Cmp(at[s]) == 0 {
			continue
		}
		if net := new(big.Rat).SetInt64(won); net.Sub(net, at[s]).Cmp(best.Net) > 0 {
			best.Net, best.Sacrificed, taken = net, at[s], i+1
		}
	}
	best.Services = slices.Sorted(slices.Values(order[:taken]))
	return best, nil
}

func (f *Fluid) check() error {
	if len(f.Alpha) != len(f.Rest) || len(f.Profit) != len(f.Rest) {
		return fmt.Errorf("%w: %d stakes, %d thresholds, %d profits", ErrMalformed, len(f.Rest), len(f.Alpha), len(f.Profit))
	}
	for s, r := range f.Alpha {
		if err := share("threshold", s, r); err != nil {
			return err
		}
	}
	if _, err := total("stakes", f.Rest); err != nil {
		return err
	}
	_, err := total("profits", f.Profit)
	return err
}

// thresholds returns the services that can fall, cheapest first and by index among
// equals, and what each takes.
func (f *Fluid) thresholds() (order []int32, at []*big.Rat) {
	at = make([]*big.Rat, len(f.Rest))
	for s, r := range f.Alpha {
		switch {
		case r.Num < r.Den:
			at[s] = big.NewRat(r.Num, r.Den-r.Num)
			at[s].Mul(at[s], new(big.Rat).SetInt64(f.Rest[s]))
		case f.Rest[s] == 0:
			at[s] = new(big.Rat)
		default:
			continue
		}
		order = append(order, int32(s))
	}
	slices.SortStableFunc(order, func(a, b int32) int { return at[a].Cmp(at[b]) })
	return order, at
}
