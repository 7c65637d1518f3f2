package partial

import (
	"context"
	"slices"
)

// relaxation is the linear relaxation of a covering problem, with x_s in [0, 1] for "s is
// attacked":
//
//	maximise Σ profit_s·x_s − Σ cost_k·y_k   with   Σ_k weight_{k,s}·y_k ≥ need_s·x_s,   Σ x_s ≥ 1.
//
// It lets an item help a service that is attacked by a fraction with more than that
// fraction of itself. Asking for min(y_k, x_s) instead of y_k is a row for each set F of
// items,
//
//	Σ_{k∉F} weight_{k,s}·y_k ≥ (need_s − weight_s(F))·x_s,
//
// of which the one that a point violates most has F = {k : y_k > x_s}: such rows are
// added as they are needed. The tableau counts items in what they cost, cost_k·y_k.
type relaxation struct {
	c     *covering
	scale float64 // a unit of the tableau in units of cost
	rows  []cover // rows of the tableau after the first, which is Σ x ≥ 1
	first int     // so many of them state the problem and stay
	t     *tableau
}

// cover is one of the rows above.
type cover struct {
	service int32
	items   []int32 // those not in F
	weight  []int64
	need    int64 // need − weight(F), > 0
	known   bool  // is in the root's tableau
}

// structural is the number of variables that are no logicals: items, then services.
func (r *relaxation) structural() int { return len(r.c.cost) + len(r.c.profit) }

func (c *covering) relax() *relaxation {
	r := &relaxation{c: c, scale: 1}
	for _, k := range c.cost {
		r.scale = max(r.scale, float64(k))
	}
	cost, upper := make([]float64, r.structural()), make([]float64, r.structural())
	for k, price := range c.cost {
		cost[k], upper[k] = 1, float64(price)/r.scale
	}
	for s, profit := range c.profit {
		if c.need[s] > 0 {
			cost[len(c.cost)+s], upper[len(c.cost)+s] = -float64(profit)/r.scale, 1
		}
	}
	r.t = newTableau(cost, upper)
	one := make([]float64, r.structural())
	for s := range c.profit {
		one[len(c.cost)+s] = 1
	}
	r.t.addRow(one, 1)
	for s, need := range c.need {
		if need > 0 {
			r.add(cover{int32(s), c.member[s], c.weight[s], need, true})
		}
	}
	r.first = len(r.rows)
	return r
}

func (r *relaxation) add(c cover) {
	row := make([]float64, r.structural())
	for i, k := range c.items {
		row[k] = float64(c.weight[i]) / float64(r.c.cost[k])
	}
	row[len(r.c.cost)+int(c.service)] = -float64(c.need) / r.scale
	r.rows = append(r.rows, c)
	r.t.addRow(row, 0)
}

func (r *relaxation) clone() *relaxation {
	return &relaxation{r.c, r.scale, slices.Clone(r.rows), r.first, r.t.clone()}
}

// comply fixes what a node has decided.
func (r *relaxation) comply(n *node) {
	for s, d := range n.services {
		if d != free && r.c.need[s] > 0 {
			r.t.fix(int32(len(r.c.cost)+s), float64(d&1))
		}
	}
	for k, d := range n.items {
		if d != free {
			r.t.fix(int32(k), float64(float64(d&1)*float64(r.c.cost[k]))/r.scale)
		}
	}
}

// Rounds of rows stop when patience rounds have lowered the bound by less than
// worthwhile of it, and the tableau is computed anew after so many pivots.
const (
	patience   = 5
	worthwhile = 2e-3
	wear       = 2000
)

// tighten solves and adds violated rows, for so many rounds or until they gain little.
// Rows that no longer bind are dropped on the way.
func (r *relaxation) tighten(ctx context.Context, rounds int) {
	last := -unbounded
	for k := range rounds {
		if !r.settle(ctx) {
			return
		}
		if k%patience == patience-1 {
			now := r.t.objective()
			if now-last < float64(worthwhile*max(now, -now)) {
				return
			}
			last = now
		}
		r.purge()
		if !r.separate() {
			return
		}
	}
	r.settle(ctx)
}

// settle solves; false when it was stopped.
func (r *relaxation) settle(ctx context.Context) bool {
	solved := r.t.solve(ctx)
	if r.t.worn > wear {
		r.t.refresh()
		solved = r.t.solve(ctx)
	}
	return solved || ctx.Err() == nil
}

// separate adds for each service the row that the present point violates most; false
// when there is none.
func (r *relaxation) separate() bool {
	const violated = 1e-7
	at := r.t.point(r.structural())
	found := false
	for s, need := range r.c.need {
		x := at[len(r.c.cost)+s]
		if need == 0 || x < violated || x > 1-violated {
			continue
		}
		c := cover{service: int32(s), need: need}
		have := 0.0
		for i, k := range r.c.member[s] {
			whole, w := float64(r.c.cost[k])/r.scale, r.c.weight[s][i]
			if at[k] > float64(whole*x) {
				c.need -= w
				continue
			}
			c.items, c.weight = append(c.items, k), append(c.weight, w)
			have += float64(at[k] / whole * (float64(w) / r.scale))
		}
		if len(c.items) < len(r.c.member[s]) && have < float64(float64(c.need)/r.scale*x)-violated {
			r.add(c)
			found = true
		}
	}
	return found
}

// purge drops rows that bind nothing, but none of those that it began with.
func (r *relaxation) purge() {
	kept := r.rows[:0]
	for i, keep := range r.t.prune(1 + r.first)[1:] {
		if keep {
			kept = append(kept, r.rows[i])
		}
	}
	r.rows = kept
}

// binding lists the rows beyond those of the root that still bind.
func (r *relaxation) binding() (rows []cover) {
	r.purge()
	for _, c := range r.rows {
		if !c.known {
			rows = append(rows, c)
		}
	}
	return rows
}
