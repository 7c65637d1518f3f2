package attack

import (
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// joint is a joint profit as a field reads it, in 1/den of the unit.
type joint struct {
	services []int32 // ascending
	profit   int64
	spread   []int64 // by service, what the field's profits count of it; zeros for a penalty
	at       int     // its own number
}

// SpreadJoint cuts a bonus evenly into whole parts, one for each of its services; the
// first ones take the remainder. Of a penalty all parts are zero. With the parts added
// to the services' own profits, every set of services is worth what it takes or more,
// which makes of joint profits a network of plain ones that bounds them.
func SpreadJoint(j restake.JointProfit) []money.Gwei {
	parts := make([]money.Gwei, len(j.Services))
	n := money.Gwei(len(parts))
	for i := range parts {
		parts[i] = max(0, j.Profit) / n
		if money.Gwei(i) < max(0, j.Profit)%n {
			parts[i]++
		}
	}
	return parts
}

// checkJoint refuses joint profits that are none, and penalties of a service that add
// up to more than its profit.
func checkJoint(x *restake.Exposure, joints []restake.JointProfit) error {
	if len(joints) > restake.MostJoint {
		return fmt.Errorf("%w: more than %d joint profits", ErrMalformed, restake.MostJoint)
	}
	left := make([]money.Gwei, len(x.Services))
	for s, svc := range x.Services {
		left[s] = svc.Profit
	}
	for i, j := range joints {
		if len(j.Services) < 2 || !slices.IsSorted(j.Services) || len(slices.Compact(slices.Clone(j.Services))) < len(j.Services) {
			return fmt.Errorf("%w: services of joint profit %d", ErrMalformed, i)
		}
		for _, s := range j.Services {
			if s < 0 || int(s) >= len(left) || j.Profit < -left[s] {
				return fmt.Errorf("%w: joint profit %d at service %d", ErrMalformed, i, s)
			}
			left[s] += min(0, j.Profit)
		}
	}
	return nil
}

// spreadOver is the exposure with every bonus spread over its services. It fails with
// ErrMalformed, or money.ErrOverflow.
func spreadOver(x *restake.Exposure, joints []restake.JointProfit) (*restake.Exposure, error) {
	if len(joints) == 0 {
		return x, nil
	}
	if err := checkJoint(x, joints); err != nil {
		return nil, err
	}
	y := *x
	y.Services = slices.Clone(x.Services)
	for _, j := range joints {
		for i, part := range SpreadJoint(j) {
			profit := &y.Services[j.Services[i]].Profit
			sum, err := money.Add(*profit, part)
			if err != nil {
				return nil, fmt.Errorf("joint profits: %w", err)
			}
			*profit = sum
		}
	}
	return &y, nil
}

// layJoint reads joint profits that spreadOver has added to the exposure. Their amounts
// fit, for those of the services do.
func (f *field) layJoint(joints []restake.JointProfit) {
	for i, j := range joints {
		out := joint{at: i, services: j.Services, profit: int64(j.Profit) * f.den}
		for _, part := range SpreadJoint(j) {
			out.spread = append(out.spread, int64(part)*f.den)
		}
		f.joints = append(f.joints, out)
	}
}

// whole says whether all its services are taken.
func (j *joint) whole(taken func(int32) bool) bool {
	return !slices.ContainsFunc(j.services, func(s int32) bool { return !taken(s) })
}

// overstated is what the field's profits count of a joint profit beyond what a set of
// services takes of it; never negative.
func (j *joint) overstated(taken func(int32) bool) (sum int64) {
	for i, s := range j.services {
		if taken(s) {
			sum += j.spread[i]
		}
	}
	if j.whole(taken) {
		sum -= j.profit
	}
	return sum
}

// overstated adds that up over all joint profits.
func (f *field) overstated(taken func(int32) bool) (sum int64) {
	for i := range f.joints {
		sum += f.joints[i].overstated(taken)
	}
	return sum
}

// among is membership of an ascending list.
func among(services []int32) func(int32) bool {
	return func(s int32) bool {
		_, in := slices.BinarySearch(services, s)
		return in
	}
}
