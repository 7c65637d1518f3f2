package exact

import "slices"

// ways is how many sets of services the rounding of one bound may look at.
const ways = 100

// near is how many grains a gap may have for services to be decided by rounding.
const near = 4

// rounding lowers a bound to what an attack can net: the profits it takes less a
// multiple of the grain of all costs. Which profits it takes is open as long as
// services are, but every change from the services taken at the bound lowers it by as
// much as that service gains or loses. So it looks at the changes that a gap allows,
// the cheapest first.
type rounding struct {
	grain   int64
	change  []change
	lowest  int64 // bounds up to here are known to be attained, or of no use
	left    int
	settled int // the change that is not to be looked at
}

// change is a service that does the opposite: by how much that lowers the bound, and
// what it adds to the profit.
type change struct {
	loss, profit int64
	service      int32
}

// load takes the open services where they stand and returns the profit taken there.
func (r *rounding) load(o *oracle) (profit int64) {
	r.change = r.change[:0]
	for s, f := range o.service {
		switch {
		case f == in || f == open && o.value[s] > 0:
			profit += o.b.profit[s]
			if f == open {
				r.change = append(r.change, change{o.value[s], -o.b.profit[s], int32(s)})
			}
		case f == open:
			r.change = append(r.change, change{o.lacks[s], o.b.profit[s], int32(s)})
		}
	}
	slices.SortFunc(r.change, func(a, b change) int {
		switch {
		case a.loss != b.loss:
			if a.loss < b.loss {
				return -1
			}
			return 1
		case a.profit < b.profit:
			return -1
		case a.profit > b.profit:
			return 1
		}
		return 0
	})
	return profit
}

// bound returns the most that an attack can net, given the oracle's bound where it
// stands; least where that is less.
func (r *rounding) bound(o *oracle, bound, least int64) int64 {
	if bound <= least || o.b.grain <= o.b.step {
		return max(bound-mod(bound, o.b.step), least)
	}
	profit := r.load(o)
	return r.best(o, bound, profit, least, -1)
}

// decide fixes services whose opposite allows no attack that nets more than least.
func (r *rounding) decide(o *oracle, bound, least int64) {
	if o.b.grain <= o.b.step || bound-least > near*o.b.grain {
		return
	}
	profit := r.load(o)
	for i, c := range r.change {
		if r.best(o, bound-c.loss, profit+c.profit, least, i) > least {
			continue
		}
		o.stale[c.service] = true
		if o.value[c.service] > 0 {
			o.service[c.service] = in
		} else {
			o.service[c.service] = out
		}
	}
}

// best is the most that an attack can net with any changes but one, which is settled.
func (r *rounding) best(o *oracle, bound, profit, least int64, settled int) int64 {
	r.grain, r.lowest, r.left, r.settled = o.b.grain, least, ways, settled
	if !r.look(0, bound, profit) {
		return max(bound-mod(bound, o.b.step), least)
	}
	return r.lowest
}

// look goes through the sets of changes from number i on; false if there are too many.
func (r *rounding) look(i int, bound, profit int64) bool {
	if r.left--; r.left < 0 {
		return false
	}
	r.lowest = max(r.lowest, bound-mod(bound-profit, r.grain))
	for ; i < len(r.change); i++ {
		c := &r.change[i]
		if bound-c.loss <= r.lowest {
			return true
		}
		if i != r.settled && !r.look(i+1, bound-c.loss, profit+c.profit) {
			return false
		}
	}
	return true
}
