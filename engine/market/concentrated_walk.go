package market

import "math"

// walk is a trade on its way along the price. √price is the sum of root and rest, about
// 100 bits, so that the distance to a tick keeps its digits however close it is and however
// often was traded. Amounts are in whole coins, what goes in net of the fee.
type walk struct {
	root, rest float64
	at         int // of the range, in depth
	in, out    float64
	crossed    int
	exhausted  bool // the last tick was crossed, and the trade would have gone on
}

// bounds end a walk, whichever is met first: what goes in net of the fee, what comes out,
// and √price.
type bounds struct{ in, out, root float64 }

// unbounded are the bounds of a side that no walk meets.
func unbounded(s Side) bounds {
	if s == Sell {
		return bounds{math.Inf(1), math.Inf(1), 0}
	}
	return bounds{math.Inf(1), math.Inf(1), math.Inf(1)}
}

// distance is how far √price is from a goal in the direction of a side: a sale lowers it.
func (w *walk) distance(s Side, goal float64) float64 {
	if s == Sell {
		return (w.root - goal) + w.rest
	}
	return (goal - w.root) - w.rest
}

// walk trades from the pool's price until a bound is met or the last tick is crossed.
func (p *Concentrated) walk(s Side, to bounds) walk {
	w := p.start()
	for p.step(&w, s, to) {
	}
	return w
}

func (p *Concentrated) start() walk { return walk{root: p.root, rest: p.rest, at: p.at} }

// step trades to the next tick and crosses it, or to the bound before it; false says
// that there was nothing to do (the loop of UniswapV3Pool.swap). A sale that ends on a
// tick has not crossed it, a purchase has: the range above holds its lower tick.
func (p *Concentrated) step(w *walk, s Side, to bounds) bool {
	if !(w.distance(s, to.root) > 0) || !(w.in < to.in) || !(w.out < to.out) {
		return false
	}
	ahead := w.at
	if s == Sell {
		ahead--
	}
	if ahead < 0 || ahead == len(p.roots) {
		w.exhausted = true
		return false
	}
	depth, tick, goal := p.active(w.at), p.roots[ahead], p.roots[ahead]
	if s == Sell {
		goal = max(goal, to.root)
	} else {
		goal = min(goal, to.root)
	}
	if w.advance(s, depth, goal, to) && goal == tick && (s == Buy || goal > to.root) {
		w.at += 2*int(s) - 1
		w.crossed++
	}
	return true
}

// advance trades inside a range, to a goal or as far as the bounds let it; true says
// that the goal is reached. Base is L·d/(√p·√q) for a step from √p to √q = √p ± d, quote is
// L·d (Uniswap v3 core, SqrtPriceMath): the step itself is computed, never as a difference.
func (w *walk) advance(s Side, depth, goal float64, to bounds) bool {
	d := w.distance(s, goal)
	in, out := float64(depth*(d/w.root/goal)), float64(depth*d)
	if s == Buy {
		in, out = out, in
	}
	leftIn, leftOut := to.in-w.in, to.out-w.out
	switch {
	case out > leftOut:
		in = w.paying(s, depth, goal, leftOut)
		w.in, w.out = w.in+in, to.out
		return false
	case in > leftIn:
		out = w.taking(s, depth, goal, leftIn)
		w.in, w.out = to.in, w.out+out
		return false
	}
	w.root, w.rest, w.in, w.out = goal, 0, w.in+in, w.out+out
	return true
}

// taking moves by what goes in and returns what comes out (getNextSqrtPriceFromInput).
func (w *walk) taking(s Side, depth, goal, in float64) (out float64) {
	if s == Buy {
		d := in / depth
		out = float64(depth * (d / w.root / (w.root + d)))
		w.move(s, d, goal)
		return out
	}
	share := float64(in * w.root)
	whole := depth + share
	d := float64(w.root * (share / whole))
	if share < depth {
		w.move(s, d, goal)
	} else { // most of √price goes: what is left is computed instead
		w.root, w.rest = max(goal, float64(w.root*(depth/whole))), 0
	}
	return float64(depth * d)
}

// paying moves by what comes out and returns what goes in (getNextSqrtPriceFromOutput).
func (w *walk) paying(s Side, depth, goal, out float64) (in float64) {
	if s == Sell {
		d := out / depth
		in = float64(depth * (d / w.root / (w.root - d)))
		w.move(s, d, goal)
		return in
	}
	share := float64(out * w.root)
	d := float64(w.root * (share / (depth - share)))
	w.move(s, d, goal)
	return float64(depth * d)
}

// move shifts √price by d, no further than to a goal.
func (w *walk) move(s Side, d, goal float64) {
	if !(d < w.distance(s, goal)) {
		w.root, w.rest = goal, 0
		return
	}
	if s == Sell {
		d = -d
	}
	x := w.rest + d
	root := w.root + x
	w.root, w.rest = root, x-(root-w.root)
}
