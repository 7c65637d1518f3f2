package restake

import (
	"math/big"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// twin is the graph in the plainest terms: amounts in slices, big integers for every
// quotient, no shares. It knows pools and not their owners.
type twin struct {
	p      Platform
	vaults []twinVault
	nodes  []twinNode
	cases  []twinCase
	lost   int64
}

type twinVault struct {
	active   int64
	tranches []twinTranche
}

type twinTranche struct {
	asked, until, ready clock.Time
	assets              int64
	requests            int64
}

type twinNode struct {
	operator, vault int32
	num, den, mag   int64
	promised        []twinPromise
}

type twinPromise struct {
	service     int32
	share, next int64
	at, asked   clock.Time
	limit       int64
}

type twinCase struct {
	node  int
	f     Fault
	want  int64
	ready clock.Time
}

// divided is a·b/c, rounded down or up.
func divided(a, b, c int64, up bool) int64 {
	q, rest := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c), new(big.Int))
	if up && rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64()
}

func (w *twin) exit(vault int32, amount money.Gwei, now clock.Time) {
	v, p := &w.vaults[vault], &w.p
	t := twinTranche{asked: now, until: now, ready: now.Add(p.Withdrawal)}
	switch p.Tranche {
	case UntilReady:
		t.until = t.ready
	case UntilEpoch:
		t.ready = clock.Time((int64(now)/int64(p.Withdrawal) + 2) * int64(p.Withdrawal))
		t.until = t.ready - 1
	}
	v.active -= int64(amount)
	n := len(v.tranches)
	if n == 0 || v.tranches[n-1].until != t.until || v.tranches[n-1].ready != t.ready {
		v.tranches = append(v.tranches, t)
		n++
	}
	v.tranches[n-1].assets += int64(amount)
	v.tranches[n-1].requests++
}

// due takes the tranches that are ready out and returns their assets and how many
// requests share them.
func (v *twinVault) due(now clock.Time) (assets, requests int64) {
	for len(v.tranches) > 0 && v.tranches[0].ready <= now {
		assets += v.tranches[0].assets
		requests += v.tranches[0].requests
		v.tranches = v.tranches[1:]
	}
	return assets, requests
}

func (w *twin) stake(n *twinNode) int64 {
	v := &w.vaults[n.vault]
	sum := v.active
	for _, t := range v.tranches {
		if t.until > t.asked {
			sum += t.assets
		}
	}
	return divided(sum, n.num, n.den, false)
}

func (w *twin) reach(n *twinNode, c *twinPromise) int64 {
	stake := w.stake(n)
	switch {
	case c.share == 0 || n.mag == 0:
		return 0
	case w.p.Overlap == Disjoint:
		return divided(stake, c.share, n.mag, false)
	case w.p.Overlap == Capped:
		return divided(min(stake, c.limit), c.share, whole, false)
	}
	return divided(stake, c.share, whole, false)
}

func (n *twinNode) promise(service int32) *twinPromise {
	for i := range n.promised {
		if n.promised[i].service == service {
			return &n.promised[i]
		}
	}
	return nil
}

// committed is the part of a node that is spoken for.
func (n *twinNode) committed() (sum int64) {
	for _, c := range n.promised {
		sum += max(c.share, c.next)
	}
	return sum
}

func (w *twin) settlePromises(now clock.Time) {
	for i := range w.nodes {
		n := &w.nodes[i]
		kept := n.promised[:0]
		for _, c := range n.promised {
			if c.at <= now {
				c.share, c.at = c.next, never
			}
			if c.share > 0 || c.next > 0 || c.at != never {
				kept = append(kept, c)
			}
		}
		n.promised = kept
	}
}

// slash asks on every node of the operator; false if none is struck.
func (w *twin) slash(now clock.Time, f Fault) (struck bool) {
	for i := range w.nodes {
		n := &w.nodes[i]
		c := n.promise(f.Service)
		if n.operator != f.Operator || c == nil || c.share == 0 || !w.p.Slashes {
			continue
		}
		if now.Sub(c.asked) < w.p.Pause || (w.p.Lapse > 0 && now.Add(w.p.Veto).Sub(f.At) > w.p.Lapse) {
			continue
		}
		struck = true
		c.asked = now
		s := twinCase{i, f, divided(w.reach(n, c), f.Fraction.Num, f.Fraction.Den, false), now.Add(w.p.Veto)}
		if w.p.Veto == 0 {
			w.execute(now, s)
			continue
		}
		w.cases = append(w.cases, s)
	}
	return struck
}

func (w *twin) executeDue(now clock.Time) {
	var waiting []twinCase
	for _, s := range w.cases {
		if s.ready <= now {
			w.execute(now, s)
		} else {
			waiting = append(waiting, s)
		}
	}
	w.cases = waiting
}

func (w *twin) execute(now clock.Time, s twinCase) {
	n := &w.nodes[s.node]
	c := n.promise(s.f.Service)
	if c == nil || c.share == 0 {
		return
	}
	if w.p.Overlap == Disjoint {
		w.executeShare(now, n, c, s.f)
		return
	}
	want := s.want
	if w.p.Fixing == AtExecution {
		want = divided(w.reach(n, c), s.f.Fraction.Num, s.f.Fraction.Den, false)
	}
	base := int64(0)
	for _, x := range w.hit(n.vault, now) {
		base += *x
	}
	left := min(want, base)
	taken := w.take(n.vault, now, left, base)
	if w.p.Split == LastRest {
		pools := w.hit(n.vault, now)
		for _, x := range append(pools[1:], pools[0]) { // oldest tranche first, active stake last
			rest := min(*x, left-taken)
			*x -= rest
			taken += rest
		}
	}
	w.lost += taken
}

// executeShare takes the same part of every pool and of the promise.
func (w *twin) executeShare(now clock.Time, n *twinNode, c *twinPromise, f Fault) {
	if n.mag == 0 {
		return
	}
	x := divided(c.share, f.Fraction.Num, f.Fraction.Den, true)
	taken := w.take(n.vault, now, divided(x, n.num, n.den, true), n.mag)
	w.lost += taken
	if c.next < c.share { // rule 4: what is being freed shrinks by the fraction, rounded up
		freeing := c.share - c.next
		freeing -= divided(freeing, f.Fraction.Num, f.Fraction.Den, true)
		c.next = max(0, c.share-x-freeing)
	} else {
		c.next -= x
	}
	c.share -= x
	n.mag -= x
}

// hit lists the pools that a slash reaches: active stake, then tranches by age.
func (w *twin) hit(vault int32, now clock.Time) []*int64 {
	v := &w.vaults[vault]
	out := []*int64{&v.active}
	for i := range v.tranches {
		t := &v.tranches[i]
		if t.until > t.asked && t.until >= now {
			out = append(out, &t.assets)
		}
	}
	return out
}

// take cuts num/den, rounded down, from each pool.
func (w *twin) take(vault int32, now clock.Time, num, den int64) (taken int64) {
	if num == 0 || den == 0 {
		return 0
	}
	for _, x := range w.hit(vault, now) {
		cut := divided(*x, num, den, false)
		*x -= cut
		taken += cut
	}
	return taken
}
