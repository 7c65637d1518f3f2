package verify

import "slices"

// joint reads joint profits: it adds the parts of every bonus to its services' profits,
// and refuses penalties of a service that add up to more than its own. Whatever set of
// services falls, the profits with the parts are then what it takes or more: a bonus
// needs all of its services, and a penalty is left out.
func (t *tally) joint(total *int64) error {
	t.spread = slices.Clone(t.profit)
	left := slices.Clone(t.profit)
	for i, j := range t.n.Joint {
		if len(j.Services) < 2 || !ascending(j.Services, len(t.profit)) {
			return refuse("network", "the services of joint profit %d are not two or more ascending numbers", i)
		}
		profit, fits := times(max(j.Profit, -j.Profit), t.den)
		if !fits {
			return refuse("network", "joint profit %d is more than can be added up", i)
		}
		if j.Profit <= 0 {
			if j.Spread != nil {
				return refuse("network", "joint profit %d is a penalty and has parts", i)
			}
			for _, s := range j.Services {
				if left[s] -= profit; left[s] < 0 {
					return refuse("network", "the penalties of service %d add up to more than its profit", s)
				}
			}
			continue
		}
		if !grow(total, profit) {
			return refuse("network", "joint profit %d is more than can be added up", i)
		}
		if len(j.Spread) != len(j.Services) {
			return refuse("network", "joint profit %d has %d services and %d parts", i, len(j.Services), len(j.Spread))
		}
		rest := j.Profit
		for k, part := range j.Spread {
			if part < 0 || part > rest {
				return refuse("network", "the parts of joint profit %d do not add up to it", i)
			}
			rest -= part
			t.spread[j.Services[k]] += part * t.den // at most the profit, which fits
		}
		if rest != 0 {
			return refuse("network", "the parts of joint profit %d do not add up to it", i)
		}
	}
	return nil
}

// together adds up the joint profits of a set of services.
func (t *tally) together(services []int32) (sum int64) {
	for _, j := range t.n.Joint {
		whole := true
		for _, s := range j.Services {
			_, in := slices.BinarySearch(services, s)
			whole = whole && in
		}
		if whole {
			sum += j.Profit * t.den
		}
	}
	return sum
}
