package partial

import (
	"fmt"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// covering is what the divisible and the elastic problem have in common: items that can
// be bought in part, each charged once, and services that pay once they are covered.
//
//	maximise Σ_{s∈A} profit_s − Σ_k cost_k·y_k   over A not empty, y_k in [0, 1], with
//	Σ_k weight_{k,s}·y_k ≥ need_s for s in A.
type covering struct {
	cost   []int64   // per item, > 0
	profit []int64   // per service
	need   []int64   // per service; 0 where nothing can be attacked, and never above the sum of weights
	member [][]int32 // items behind each service, ascending
	weight [][]int64 // what each adds, in the order of member; never above its cost
}

// attackable lists the services that can fall.
func (c *covering) attackable() (out []int32) {
	for s, need := range c.need {
		if need > 0 {
			out = append(out, int32(s))
		}
	}
	return slices.Clip(out)
}

// won is what a set of services brings.
func (c *covering) won(set []int32) (sum int64) {
	for _, s := range set {
		sum += c.profit[s]
	}
	return sum
}

// pools is the divisible problem: an item is all the stake of the validators that serve
// the same services, because any part of it can be committed.
type pools struct {
	covering
	pool   []int32   // per validator; −1 for one that can help no attack
	serves [][]int32 // services of each pool, ascending
}

func divide(stakes []int64, services []Service) (*pools, error) {
	if _, err := total("stakes", stakes); err != nil {
		return nil, err
	}
	p := &pools{pool: make([]int32, len(stakes))}
	p.need, p.member, p.weight = make([]int64, len(services)), make([][]int32, len(services)), make([][]int64, len(services))
	serves := make([][]int32, len(stakes))
	for s, svc := range services {
		if err := share("alpha", s, svc.Alpha); err != nil {
			return nil, err
		}
		var base int64
		for _, v := range svc.Members {
			if v < 0 || int(v) >= len(stakes) {
				return nil, fmt.Errorf("%w: service %d has member %d, there are %d validators", ErrMalformed, s, v, len(stakes))
			}
			if k := len(serves[v]); k > 0 && serves[v][k-1] == int32(s) {
				return nil, fmt.Errorf("%w: service %d has member %d twice", ErrMalformed, s, v)
			}
			serves[v] = append(serves[v], int32(s))
			base += stakes[v]
		}
		need, err := money.MulDiv(base, svc.Alpha.Num, svc.Alpha.Den, money.Up)
		if err != nil {
			return nil, err
		}
		p.need[s] = need
		p.profit = append(p.profit, svc.Profit)
	}
	if _, err := total("profits", p.profit); err != nil {
		return nil, err
	}
	p.merge(stakes, serves)
	return p, nil
}

// merge numbers the pools in the order of their first validators.
func (p *pools) merge(stakes []int64, serves [][]int32) {
	number := map[string]int32{}
	for v, list := range serves {
		p.pool[v] = -1
		if stakes[v] == 0 || len(list) == 0 {
			continue
		}
		name := fmt.Sprint(list)
		k, ok := number[name]
		if !ok {
			k = int32(len(p.cost))
			number[name] = k
			p.cost, p.serves = append(p.cost, 0), append(p.serves, list)
			for _, s := range list {
				p.member[s] = append(p.member[s], k)
			}
		}
		p.pool[v] = k
		p.cost[k] += stakes[v]
	}
	for s, members := range p.member {
		for _, k := range members {
			p.weight[s] = append(p.weight[s], p.cost[k])
		}
	}
}
