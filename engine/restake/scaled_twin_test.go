package restake

import (
	"math/big"

	"github.com/restakesim/restakesim/engine/clock"
)

// scaledTwin is EigenLayer's arithmetic as it is written down: one asset, vault 0 of
// those who have delegated to nobody, vault 1 of an operator who serves two sets. Income
// is what the operator's stake has earned since anybody's account there last changed.
type scaledTwin struct {
	m, shares, income [2]*big.Int
	promised          [2]*big.Int // by set
	stakers           []twinStaker
	exits             []twinExit
}

type twinStaker struct {
	s, k, l *big.Int
	at      int
}

type twinExit struct {
	who, vault int
	z, m       *big.Int
	asked      clock.Time
	done       bool
}

var wad1e18 = big.NewInt(whole)

// down is floor(a·b/c), up is ceil.
func down(a, b, c *big.Int) *big.Int {
	return new(big.Int).Quo(new(big.Int).Mul(a, b), c)
}

func up(a, b, c *big.Int) *big.Int {
	x := new(big.Int).Mul(a, b)
	x.Add(x, c).Sub(x, big.NewInt(1))
	return x.Quo(x, c)
}

func newScaledTwin(stakers int, promised ...int64) *scaledTwin {
	w := &scaledTwin{}
	for v := range w.m {
		w.m[v], w.shares[v], w.income[v] = big.NewInt(whole), new(big.Int), new(big.Int)
		w.promised[v] = big.NewInt(promised[v])
	}
	for range stakers {
		w.stakers = append(w.stakers, twinStaker{new(big.Int), big.NewInt(whole), big.NewInt(whole), 0})
	}
	return w
}

func (w *scaledTwin) factor(x *twinStaker) *big.Int { return down(w.m[x.at], x.l, wad1e18) }

// withdrawable is rule 1.
func (w *scaledTwin) withdrawable(x *twinStaker) *big.Int {
	return down(down(x.s, x.k, wad1e18), w.factor(x), wad1e18)
}

// grow is rule 2 without the operator's shares.
func (w *scaledTwin) grow(x *twinStaker, d *big.Int) {
	if x.s.Sign() == 0 {
		x.s, x.k = d, down(x.k, wad1e18, w.factor(x))
		return
	}
	total := plus(w.withdrawable(x), d)
	x.s = plus(x.s, d)
	x.k = down(down(total, wad1e18, x.s), wad1e18, w.factor(x))
}

func (w *scaledTwin) checkpoint(v int) {
	before, income := w.shares[v], w.income[v]
	w.shares[v], w.income[v] = plus(before, income), new(big.Int)
	if income.Sign() == 0 || before.Sign() == 0 {
		return
	}
	for i := range w.stakers {
		if x := &w.stakers[i]; x.at == v {
			if d := down(income, w.withdrawable(x), before); d.Sign() > 0 {
				w.grow(x, d)
			}
		}
	}
}

// deposit says whether it was not refused.
func (w *scaledTwin) deposit(x *twinStaker, d *big.Int) bool {
	if w.factor(x).Sign() == 0 {
		return false
	}
	w.checkpoint(x.at)
	w.grow(x, d)
	w.shares[x.at] = plus(w.shares[x.at], d)
	return true
}

func (w *scaledTwin) delegate(x *twinStaker) bool {
	if x.s.Sign() > 0 {
		if w.m[1].Sign() == 0 {
			return false
		}
		w.checkpoint(0)
		w.checkpoint(1)
		worth := w.withdrawable(x)
		w.shares[0], w.shares[1] = minus(w.shares[0], worth), plus(w.shares[1], worth)
		x.k = down(x.k, wad1e18, w.m[1])
	}
	x.at = 1
	return true
}

// queue is rule 7.
func (w *scaledTwin) queue(who int, part *big.Int, now clock.Time) {
	x := &w.stakers[who]
	w.checkpoint(x.at)
	z := down(part, x.k, wad1e18)
	w.exits = append(w.exits, twinExit{who, x.at, z, w.m[x.at], now, false})
	w.shares[x.at] = minus(w.shares[x.at], down(z, w.factor(x), wad1e18))
	if x.s = minus(x.s, part); x.s.Sign() == 0 {
		x.k = big.NewInt(whole)
	}
}

// owed is rule 8.
func (w *scaledTwin) owed(e *twinExit) *big.Int {
	return down(e.z, down(e.m, w.stakers[e.who].l, wad1e18), wad1e18)
}

// queued is v of rule 6.
func (w *scaledTwin) queued(now clock.Time, delay clock.Span) *big.Int {
	z := new(big.Int)
	for i := range w.exits {
		if e := &w.exits[i]; e.vault == 1 && !e.done && now <= e.asked.Add(delay) {
			z.Add(z, e.z)
		}
	}
	return down(z, w.m[1], wad1e18)
}

// slash is rules 4 to 6. It returns the magnitude, the shares and the queued shares.
func (w *scaledTwin) slash(set int, wad *big.Int, now clock.Time, delay clock.Span) (x, active, queued *big.Int) {
	x = up(w.promised[set], wad, wad1e18)
	if w.m[1].Sign() == 0 || x.Sign() == 0 {
		return x, new(big.Int), new(big.Int)
	}
	w.checkpoint(1)
	after := minus(w.m[1], x)
	kept, v := up(w.shares[1], after, w.m[1]), w.queued(now, delay)
	active, queued = minus(w.shares[1], kept), minus(v, up(v, after, w.m[1]))
	w.shares[1], w.m[1], w.promised[set] = kept, after, minus(w.promised[set], x)
	for i := range w.exits {
		if e := &w.exits[i]; e.vault == 1 && now <= e.asked.Add(delay) {
			e.m = after
		}
	}
	return x, active, queued
}

// beacon is rule 11.
func (w *scaledTwin) beacon(x *twinStaker, before, after *big.Int) {
	w.checkpoint(0)
	w.checkpoint(1)
	l := down(x.l, after, before)
	less := down(w.m[x.at], minus(x.l, l), wad1e18)
	w.shares[x.at] = minus(w.shares[x.at], down(down(x.s, x.k, wad1e18), less, wad1e18))
	x.l = l
}

// slashable is rule 9, income included.
func (w *scaledTwin) slashable(set int) *big.Int {
	if w.m[1].Sign() == 0 {
		return new(big.Int)
	}
	return down(plus(w.shares[1], w.income[1]), down(w.promised[set], wad1e18, w.m[1]), wad1e18)
}
