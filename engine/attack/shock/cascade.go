package shock

import (
	"context"
	"fmt"
)

// MostCascade is the size up to which cascades are followed, in validators.
const MostCascade = 24

// Round is one attack of a cascade.
type Round struct {
	Services, Validators []int32 // both ascending
	Profit, Cost         int64
}

// Cascade is what follows a shock, attack after attack, each on what the ones before
// have left: fallen services and their attackers are gone.
type Cascade struct {
	Rounds   []Round
	Lost     int64 // stake lost to the shock and to attacks
	Attacked int64 // stake lost to attacks
}

// Cheapest follows the attacker who needs least stake: in every round the valid attack
// with the least stake, of these the one with the largest profit, then the one with
// the smallest bit mask of validators. All services that the coalition covers fall. A
// service that nobody backs cannot be attacked. It fails with ErrTooLarge beyond
// MostCascade, with ErrMalformed or money.ErrOverflow, and with the context's error.
func Cheapest(ctx context.Context, n *Network, shock []int32) (Cascade, error) {
	return follow(ctx, n, shock, (*cascade).cheapest)
}

// Single follows the attacker who takes one service at a time: in every round the one
// with the largest profit above its least cost, ties by index, by the coalition with
// the least stake, then the smallest bit mask. It fails as Cheapest does.
func Single(ctx context.Context, n *Network, shock []int32) (Cascade, error) {
	return follow(ctx, n, shock, (*cascade).single)
}

// cascade searches for the next attack.
type cascade struct {
	*ledger
	ctx     context.Context
	live    []int // validators that are left, ascending
	aim     int   // the service to be taken; −1: whatever pays
	ceiling int64 // an attack costs less than this
	steps   int
	found   bool
	best    prize
}

// prize is a coalition.
type prize struct {
	members set
	cost    int64
	profit  int64
}

func follow(ctx context.Context, n *Network, shock []int32, next func(*cascade) (Round, bool)) (Cascade, error) {
	if err := n.check(MostCascade); err != nil {
		return Cascade{}, err
	}
	if err := n.distinct(shock); err != nil {
		return Cascade{}, fmt.Errorf("shock: %w", err)
	}
	c := cascade{ledger: newLedger(n, false), ctx: ctx}
	gone := make([]bool, len(n.Stakes))
	out := Cascade{Rounds: []Round{}}
	remove := func(list []int32) {
		for _, v := range list {
			gone[v] = true
			c.lose(int(v), 1)
			out.Lost += n.Stakes[v]
		}
		c.live = c.live[:0]
		for v := range gone {
			if !gone[v] {
				c.live = append(c.live, v)
			}
		}
	}
	for remove(shock); ; {
		round, ok := next(&c)
		if err := ctx.Err(); err != nil {
			return Cascade{}, fmt.Errorf("cascade: %w", err)
		}
		if !ok {
			return out, nil
		}
		for _, s := range round.Services {
			c.dead[s] = true
		}
		remove(round.Validators)
		out.Attacked += round.Cost
		out.Rounds = append(out.Rounds, round)
	}
}

// seek finds the cheapest coalition for the aim.
func (c *cascade) seek(aim int, ceiling int64) (prize, bool) {
	c.aim, c.ceiling, c.found = aim, ceiling, false
	c.extend(0, prize{})
	return c.best, c.found
}

func (c *cascade) extend(i int, p prize) {
	if c.steps++; c.steps&4095 == 0 && c.ctx.Err() != nil {
		return
	}
	if p.cost >= c.ceiling || c.found && p.cost > c.best.cost {
		return
	}
	if i == len(c.live) {
		c.judge(p)
		return
	}
	v := c.live[len(c.live)-1-i]
	c.extend(i+1, p)
	p.members |= 1 << v
	p.cost += c.n.Stakes[v]
	c.join(v, 1)
	c.extend(i+1, p)
	c.join(v, -1)
}

// judge keeps the best. Coalitions come by rising bit mask, so the first of equals
// stays.
func (c *cascade) judge(p prize) {
	if c.aim >= 0 {
		if !c.covered(c.aim) {
			return
		}
		p.profit = c.n.Services[c.aim].Profit
	} else if p.profit = c.profit(); p.profit <= p.cost {
		return
	}
	if !c.found || p.cost < c.best.cost || p.cost == c.best.cost && p.profit > c.best.profit {
		c.best, c.found = p, true
	}
}

func (c *cascade) cheapest() (Round, bool) {
	var prizes int64
	for s, svc := range c.n.Services {
		if !c.dead[s] && c.left[s] > 0 {
			prizes += svc.Profit
		}
	}
	p, ok := c.seek(-1, prizes)
	if !ok {
		return Round{}, false
	}
	r := Round{Validators: p.members.list(), Profit: p.profit, Cost: p.cost}
	for _, v := range r.Validators {
		c.join(int(v), 1)
	}
	r.Services = c.taken()
	for _, v := range r.Validators {
		c.join(int(v), -1)
	}
	return r, true
}

func (c *cascade) single() (Round, bool) {
	best, target := prize{}, -1
	for s, svc := range c.n.Services {
		if c.dead[s] || c.left[s] == 0 {
			continue
		}
		if p, ok := c.seek(s, svc.Profit); ok && (target < 0 || p.profit-p.cost > best.profit-best.cost) {
			best, target = p, s
		}
	}
	if target < 0 {
		return Round{}, false
	}
	return Round{Services: []int32{int32(target)}, Validators: best.members.list(), Profit: best.profit, Cost: best.cost}, true
}
