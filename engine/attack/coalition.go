package attack

import "github.com/restakesim/restakesim/engine/money"

// coalition is a set of operators, a set of services, and everything that follows
// from the two, kept up to date move by move. A move costs O(edges it touches) and
// its opposite undoes it exactly.
type coalition struct {
	g         *index
	objective Objective
	worth     []int64 // what each service counts for, profits unless reweighed
	in        []bool  // operators of the coalition
	taken     []bool  // services attacked
	have      []int64 // coverage of each service by the coalition
	load      []int64 // per node: losses over the services taken, before the cap at its stake
	sigma     []int64 // per operator: slashed if it were in
	cost      []int64 // per operator: its cost in the objective if it were in
	total     int64   // cost of the coalition in the objective
	gain      int64   // worth of the services taken
	reward    int64   // profit of the services taken
	services  int     // how many are taken
}

// reset empties both sets.
func (c *coalition) reset(g *index, o Objective) {
	n, m := g.operators(), g.services()
	c.g, c.objective = g, o
	c.in, c.taken = resize(c.in, n), resize(c.taken, m)
	c.have, c.load = resize(c.have, m), resize(c.load, len(g.stake))
	c.sigma, c.cost = resize(c.sigma, n), resize(c.cost, n)
	clear(c.in)
	clear(c.taken)
	clear(c.have)
	clear(c.load)
	clear(c.sigma)
	c.total, c.gain, c.reward, c.services = 0, 0, 0, 0
	for o := range c.cost {
		c.cost[o] = c.price(int32(o))
	}
}

// price is the cost of one operator under the services taken now.
func (c *coalition) price(o int32) int64 {
	if c.objective == Kappa {
		return c.g.kappa(o, c.sigma[o])
	}
	return c.sigma[o]
}

// kappa is what an operator loses of its own when sigma of its stake is slashed.
// Rounding up keeps κ at or above the exact fraction, so that bounds on the
// fraction bound κ.
func (g *index) kappa(o int32, sigma int64) int64 {
	if sigma == 0 {
		return g.franch[o]
	}
	lost, _ := money.MulDiv(g.bond[o], sigma, g.opStake[o], money.Up) // sigma ≤ opStake: cannot overflow
	return lost + g.franch[o]
}

func (c *coalition) enter(o int32) {
	c.in[o] = true
	c.total += c.cost[o]
	for _, v := range c.g.nodesOf(o) {
		for _, l := range c.g.linksOf(v) {
			c.have[l.to] += l.weight
		}
	}
}

func (c *coalition) leave(o int32) {
	c.in[o] = false
	c.total -= c.cost[o]
	for _, v := range c.g.nodesOf(o) {
		for _, l := range c.g.linksOf(v) {
			c.have[l.to] -= l.weight
		}
	}
}

func (c *coalition) take(s int32) {
	c.taken[s] = true
	c.services++
	c.gain += c.worth[s]
	c.reward += c.g.profit[s]
	for _, l := range c.g.backersOf(s) {
		c.reload(l.to, c.load[l.to]+l.loss)
	}
}

func (c *coalition) drop(s int32) {
	c.taken[s] = false
	c.services--
	c.gain -= c.worth[s]
	c.reward -= c.g.profit[s]
	for _, l := range c.g.backersOf(s) {
		c.reload(l.to, c.load[l.to]-l.loss)
	}
}

// reload sets the uncapped loss of a node and carries the change to its operator.
func (c *coalition) reload(v int32, load int64) {
	stake, o := c.g.stake[v], c.g.owner[v]
	change := min(stake, load) - min(stake, c.load[v])
	c.load[v] = load
	if change == 0 {
		return
	}
	c.sigma[o] += change
	price := c.price(o)
	if c.in[o] {
		c.total += price - c.cost[o]
	}
	c.cost[o] = price
}

// covered reports whether the coalition reaches the threshold of s.
func (c *coalition) covered(s int32) bool { return c.g.need[s] > 0 && c.have[s] >= c.g.need[s] }

// holds reports whether the services that operator o backs are covered, as far as
// they are taken.
func (c *coalition) holds(o int32) bool {
	for _, v := range c.g.nodesOf(o) {
		for _, l := range c.g.linksOf(v) {
			if c.taken[l.to] && c.have[l.to] < c.g.need[l.to] {
				return false
			}
		}
	}
	return true
}

// value is what the search maximises.
func (c *coalition) value() int64 { return c.gain - c.total }

// snapshot remembers the two sets.
type snapshot struct{ in, taken []bool }

func (c *coalition) save(to *snapshot) {
	to.in = append(to.in[:0], c.in...)
	to.taken = append(to.taken[:0], c.taken...)
}

// restore returns to a snapshot through the moves that differ.
func (c *coalition) restore(from *snapshot) {
	for s, taken := range from.taken {
		if taken && !c.taken[s] {
			c.take(int32(s))
		} else if !taken && c.taken[s] {
			c.drop(int32(s))
		}
	}
	for o, in := range from.in {
		if in && !c.in[o] {
			c.enter(int32(o))
		} else if !in && c.in[o] {
			c.leave(int32(o))
		}
	}
}
