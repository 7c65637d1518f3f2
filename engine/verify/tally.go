package verify

import (
	"math/big"
	"slices"
)

// most is what totals may amount to, so that sums and differences of two fit an int64.
const most = 1 << 62

// largestTable is the most cells that a service's knapsack may have.
const largestTable = 1 << 20

// tally is a network in integers: costs times the numerator of the bond, profits times
// its denominator.
type tally struct {
	n      *CertifiedNetwork
	den    int64     // amounts are counted in 1/den
	cost   []int64   // by validator
	weight [][]int64 // by service and member: what it adds to coverage
	loss   [][]int64 // by service and member: what it loses if the service is taken
	split  []bool    // by validator: it cannot lose all at once, so shares decide
	grid   int64     // greatest common divisor of all weights
	need   []int64   // by service, least coverage that takes it, a multiple of grid; 0: nobody backs it
	profit []int64   // by service
	spread []int64   // by service, with the parts of bonuses
}

// tally reads a network and refuses what is none.
func (n *CertifiedNetwork) tally() (*tally, error) {
	t := &tally{n: n, den: 1}
	num, err := t.bond()
	if err != nil {
		return nil, err
	}
	if len(n.Validators) > 0 && len(n.Validators) != len(n.Stakes) {
		return nil, refuse("network", "%d names for %d validators", len(n.Validators), len(n.Stakes))
	}
	if n.Decimals < 0 || n.Decimals > 18 {
		return nil, refuse("network", "%d decimals", n.Decimals)
	}
	var total int64
	for v, stake := range n.Stakes {
		cost, fits := times(stake, num)
		if stake < 0 || !fits || !grow(&total, cost) {
			return nil, refuse("network", "the stake of validator %d is negative or more than can be added up", v)
		}
		t.cost = append(t.cost, cost)
	}
	total = 0
	for s := range n.Services {
		if err := t.service(s, num, &total); err != nil {
			return nil, err
		}
	}
	if err := t.joint(&total); err != nil {
		return nil, err
	}
	return t, t.finish()
}

// bond reads the share of the stake that is charged.
func (t *tally) bond() (num int64, err error) {
	if t.n.Bond == nil {
		return 1, nil
	}
	b := &t.n.Bond.Rat
	if b.Sign() < 0 || !b.Num().IsInt64() || !b.Denom().IsInt64() || b.IsInt() && b.Num().Int64() == 1 {
		return 0, refuse("network", "a bond of %s", b)
	}
	t.den = b.Denom().Int64()
	return b.Num().Int64(), nil
}

// service reads service s.
func (t *tally) service(s int, num int64, total *int64) error {
	svc := &t.n.Services[s]
	profit, fits := times(svc.Profit, t.den)
	if svc.Profit < 0 || !fits || !grow(total, profit) {
		return refuse("network", "the profit of service %d is negative or more than can be added up", s)
	}
	if svc.Alpha.Sign() <= 0 || svc.Alpha.Cmp(big.NewRat(1, 1)) > 0 {
		return refuse("network", "alpha of service %d is not in (0, 1]", s)
	}
	slash := big.NewRat(1, 1)
	if svc.SlashFraction != nil {
		slash = &svc.SlashFraction.Rat
	}
	if slash.Sign() < 0 || slash.Cmp(big.NewRat(1, 1)) > 0 {
		return refuse("network", "the slash fraction of service %d is not in [0, 1]", s)
	}
	if svc.Slashable != nil && len(svc.Slashable) != len(svc.Members) {
		return refuse("network", "service %d has %d members and %d amounts", s, len(svc.Members), len(svc.Slashable))
	}
	weight, loss := make([]int64, len(svc.Members)), make([]int64, len(svc.Members))
	for k, v := range svc.Members {
		if v < 0 || int(v) >= len(t.cost) || k > 0 && v <= svc.Members[k-1] {
			return refuse("network", "the members of service %d are not ascending numbers of validators", s)
		}
		weight[k] = t.n.Stakes[v]
		if svc.Slashable != nil {
			weight[k] = svc.Slashable[k]
		}
		if weight[k] < 0 || weight[k] > t.n.Stakes[v] {
			return refuse("network", "service %d can take more of validator %d than it has", s, v)
		}
		loss[k] = floorTimes(weight[k], slash) * num
	}
	t.weight, t.loss, t.profit = append(t.weight, weight), append(t.loss, loss), append(t.profit, profit)
	return nil
}

// finish derives what the rows of all services decide together.
func (t *tally) finish() error {
	losses := make([]*big.Int, len(t.cost))
	for v := range losses {
		losses[v] = new(big.Int)
	}
	for s := range t.weight {
		for k, v := range t.n.Services[s].Members {
			losses[v].Add(losses[v], big.NewInt(t.loss[s][k]))
			t.grid = gcd(t.grid, t.weight[s][k])
		}
	}
	t.split = make([]bool, len(t.cost))
	for v := range t.split {
		t.split[v] = losses[v].Cmp(big.NewInt(t.cost[v])) > 0
	}
	t.grid = max(t.grid, 1)
	for s := range t.weight {
		need, err := t.threshold(s)
		if err != nil {
			return err
		}
		t.need = append(t.need, need)
	}
	return nil
}

// threshold is the least multiple of the grid at or above alpha times the stake behind
// service s: no coalition has a coverage in between.
func (t *tally) threshold(s int) (int64, error) {
	base := new(big.Int)
	for _, w := range t.weight[s] {
		base.Add(base, big.NewInt(w))
	}
	if base.Cmp(big.NewInt(most)) > 0 {
		return 0, refuse("network", "the stake behind service %d is more than can be added up", s)
	}
	alpha := &t.n.Services[s].Alpha
	num := new(big.Int).Mul(base, alpha.Num())
	den := new(big.Int).Mul(alpha.Denom(), big.NewInt(t.grid))
	q, rest := num.QuoRem(num, den, new(big.Int))
	if rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64() * t.grid, nil
}

// checkUnit wants the finest grid on which every table fits: the greatest common
// divisor of all weights, where that is fine enough to be exact.
func (t *tally) checkUnit(unit int64) error {
	largest := int64(0)
	for _, need := range t.need {
		largest = max(largest, need)
	}
	switch least := (largest-1)/largestTable + 1; {
	case largest/t.grid <= largestTable && unit != t.grid:
		return refuse("unit", "the greatest common divisor of all weights is %d", t.grid)
	case largest/t.grid > largestTable && unit != least:
		return refuse("unit", "tables of %d cells count in units of %d", largestTable, least)
	}
	return nil
}

// prices are what members ask at each service. A validator that can lose all that its
// services may take asks just that. Otherwise its shares, which add up to Scale,
// say how much of its cost each service bears, at most what the service takes. Either
// way the prices at any set of services add up to no more than the validator loses
// when they are taken.
func (t *tally) prices(shares [][]uint32) ([][]int64, error) {
	if len(shares) != len(t.weight) {
		return nil, refuse("shares", "%d rows for %d services", len(shares), len(t.weight))
	}
	sum, serves := make([]uint64, len(t.cost)), make([]bool, len(t.cost))
	prices := make([][]int64, len(shares))
	for s, row := range shares {
		members := t.n.Services[s].Members
		if len(row) != len(members) {
			return nil, refuse("shares", "service %d has %d members and %d shares", s, len(members), len(row))
		}
		prices[s] = make([]int64, len(row))
		for k, v := range members {
			serves[v] = true
			if !t.split[v] {
				if row[k] != Scale {
					return nil, refuse("shares", "validator %d loses what each of its services takes, so service %d bears all of its share", v, s)
				}
				prices[s][k] = t.loss[s][k]
				continue
			}
			if row[k] > Scale {
				return nil, refuse("shares", "service %d bears %d of %d of validator %d", s, row[k], Scale, v)
			}
			sum[v] += uint64(row[k])
			prices[s][k] = min(t.loss[s][k], floorShare(t.cost[v], row[k]))
		}
	}
	for v := range sum {
		if serves[v] && t.split[v] && sum[v] != Scale {
			return nil, refuse("shares", "those of validator %d add up to %d, not %d", v, sum[v], Scale)
		}
	}
	return prices, nil
}

// coverage is what members add on the grid, rounded up: in favour of the attacker.
func (t *tally) coverage(s int, unit int64) []int64 {
	out := make([]int64, len(t.weight[s]))
	for k, w := range t.weight[s] {
		out[k] = (w-1)/unit + 1
		if w == 0 {
			out[k] = 0
		}
	}
	return out
}

// recount adds up an attack after checking that it covers its services.
func (t *tally) recount(services, validators []int32) (profit, cost int64, err error) {
	if !ascending(services, len(t.need)) || !ascending(validators, len(t.cost)) || len(services) == 0 {
		return 0, 0, refuse("witness", "services and validators are not ascending numbers")
	}
	lost := make([]*big.Int, len(t.cost))
	for _, s := range services {
		have := int64(0)
		for k, v := range t.n.Services[s].Members {
			if _, in := slices.BinarySearch(validators, v); !in {
				continue
			}
			have += t.weight[s][k]
			if lost[v] == nil {
				lost[v] = new(big.Int)
			}
			lost[v].Add(lost[v], big.NewInt(t.loss[s][k]))
		}
		if t.need[s] == 0 || have < t.need[s] {
			return 0, 0, refuse("witness", "service %d needs %d and is covered by %d", s, t.need[s], have)
		}
		profit += t.profit[s]
	}
	profit += t.together(services)
	for _, v := range validators {
		if lost[v] != nil && lost[v].Cmp(big.NewInt(t.cost[v])) < 0 {
			cost += lost[v].Int64()
		} else if lost[v] != nil {
			cost += t.cost[v]
		}
	}
	return profit, cost, nil
}
