package attack

import (
	"errors"
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// ErrTooLarge reports a network beyond enumeration.
var ErrTooLarge = errors.New("attack: network too large to enumerate")

// Size up to which Exact enumerates.
const (
	ExactOperators = 16 // most operators
	ExactTotal     = 24 // most operators and services together
)

// Answer is the exact answer for a small network in one of the two costs. Amounts
// are nano-ETH.
type Answer struct {
	Possible     bool         // some service can be attacked; nothing below but MinCost means anything otherwise
	Secure       bool         // no attack pays: MaxNet ≤ 0, or none is possible
	MaxNet       money.Gwei   // most reward − cost over all attacks; negative for the one that loses least
	Best         Attack       // an attack that nets MaxNet
	MinCost      []money.Gwei // per service, the least cost of taking it alone; −1 where nobody backs it
	Price        money.Gwei   // price of corruption, the least of MinCost
	GammaMax     *big.Rat     // largest γ with (1+γ)·reward ≤ cost for all attacks; nil when no reward can be had
	GammaWitness Attack       // an attack that attains it
}

// Exact enumerates every set of services and finds for each the cheapest coalition.
// It fails with ErrTooLarge beyond ExactOperators or ExactTotal, and as
// Searcher.Load does.
func Exact(x *restake.Exposure, o Objective) (*Answer, error) {
	if !enumerable(x) {
		return nil, ErrTooLarge
	}
	var s Searcher
	if err := s.Load(x); err != nil {
		return nil, err
	}
	return s.enumerate(o, nil), nil
}

func enumerable(x *restake.Exposure) bool {
	return len(x.Operators) <= ExactOperators && len(x.Operators)+len(x.Services) <= ExactTotal
}

// enumerate answers for an index whose profits hold the bonuses of joints, spread.
func (s *Searcher) enumerate(o Objective, joints []joint) *Answer {
	s.begin(o)
	e := enumeration{c: &s.c, joints: joints, answer: &Answer{Secure: true, MinCost: make([]money.Gwei, s.g.services())}}
	e.run()
	return e.finish(s)
}

// enumeration walks the sets of services in the order of their bit masks.
type enumeration struct {
	c           *coalition
	joints      []joint
	answer      *Answer
	best, gamma plan
	cheapest    int64  // least cost of the set at hand
	members     uint32 // operators that attain it
}

// plan is a set of services with its cheapest coalition.
type plan struct {
	services, operators uint32
	cost, reward        int64
}

func (e *enumeration) run() {
	m := e.c.g.services()
	for v := range e.answer.MinCost {
		e.answer.MinCost[v] = -1
	}
	for mask := uint32(1); mask < 1<<m; mask++ {
		if !e.switchTo(mask) {
			continue
		}
		e.cheapest, e.members = -1, 0
		e.extend(0, 0, 0)
		reward := e.c.reward
		for i := range e.joints {
			reward -= e.joints[i].overstated(func(s int32) bool { return mask>>s&1 == 1 })
		}
		e.judge(plan{mask, e.members, e.cheapest, reward})
	}
}

// switchTo takes exactly the services of the mask; false if one has no backers.
func (e *enumeration) switchTo(mask uint32) bool {
	attackable := true
	for v := range int32(e.c.g.services()) {
		want := mask>>v&1 == 1
		if want != e.c.taken[v] {
			if want {
				e.c.take(v)
			} else {
				e.c.drop(v)
			}
		}
		attackable = attackable && (!want || e.c.g.need[v] > 0)
	}
	return attackable
}

// extend decides on operator o and those after it. Costs are never negative, so a
// partial coalition that costs as much as the cheapest known leads nowhere.
func (e *enumeration) extend(o int32, members uint32, cost int64) {
	if e.cheapest >= 0 && cost >= e.cheapest {
		return
	}
	if e.complete() {
		e.cheapest, e.members = cost, members
		return
	}
	if int(o) == e.c.g.operators() {
		return
	}
	e.c.enter(o)
	e.extend(o+1, members|1<<o, cost+e.c.cost[o])
	e.c.leave(o)
	e.extend(o+1, members, cost)
}

func (e *enumeration) complete() bool {
	for v, taken := range e.c.taken {
		if taken && !e.c.covered(int32(v)) {
			return false
		}
	}
	return true
}

// judge compares one set of services with the best; the first of equals stays.
func (e *enumeration) judge(p plan) {
	a := e.answer
	if p.services&(p.services-1) == 0 {
		for v := range a.MinCost {
			if p.services == 1<<v {
				a.MinCost[v] = money.Gwei(p.cost)
			}
		}
		if !a.Possible || money.Gwei(p.cost) < a.Price {
			a.Price = money.Gwei(p.cost)
		}
	}
	if !a.Possible || p.reward-p.cost > e.best.reward-e.best.cost {
		e.best = p
	}
	if p.reward > 0 && (e.gamma.services == 0 || compareProducts(p.cost, e.gamma.reward, e.gamma.cost, p.reward) < 0) {
		e.gamma = p
	}
	a.Possible = true
}

func (e *enumeration) finish(s *Searcher) *Answer {
	a := e.answer
	if !a.Possible {
		return a
	}
	a.Best = e.attack(s, e.best)
	a.MaxNet = money.Gwei(e.best.reward - e.best.cost)
	a.Secure = a.MaxNet <= 0
	if e.gamma.services != 0 {
		a.GammaMax = big.NewRat(e.gamma.cost-e.gamma.reward, e.gamma.reward)
		a.GammaWitness = e.attack(s, e.gamma)
	}
	return a
}

func (e *enumeration) attack(s *Searcher, p plan) Attack {
	a, _ := s.Measure(members(p.operators), members(p.services))
	return a.Clone()
}

// members lists the bits set in a mask.
func members(mask uint32) []int32 {
	var out []int32
	for i := int32(0); mask>>i != 0; i++ {
		if mask>>i&1 == 1 {
			out = append(out, i)
		}
	}
	return out
}
