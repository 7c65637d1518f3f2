package restake

import (
	"errors"
	"math/big"
)

// bucketTwin is a vault with epochs in the plainest terms: big integers, every value
// that was ever written, maps by name.
type bucketTwin struct {
	p         Platform
	now       int64
	active    *big.Int
	issued    *big.Int
	shares    map[int]*big.Int
	buckets   map[int64]*bucketPool
	actives   past
	most      map[int]*big.Int // by service
	limits    map[int]*past    // by service
	operators map[[2]int]*past // limits, by node and service
	split     map[[2]int]*past // shares or parts, by node and service
	slashed   map[[2]int]*past // cumulative
	latest    map[[2]int]int64 // captures
	requests  []bucketCase     // by id
	cap       *big.Int         // on deposits
	burned    *big.Int
	accounted *big.Int
}

type bucketPool struct {
	assets, issued *big.Int
	shares         map[int]*big.Int
	claimed        map[int]bool
}

type bucketCase struct {
	node, service int
	capture       int64
	amount        *big.Int
	ready         int64
	over          bool
}

// past is every value with the time at which it was written.
type past []struct {
	at    int64
	value *big.Int
}

func (p *past) write(at int64, value *big.Int) {
	*p = append(*p, struct {
		at    int64
		value *big.Int
	}{at, value})
}

func (p *past) at(t int64) *big.Int {
	found := new(big.Int)
	if p == nil {
		return found
	}
	for _, w := range *p {
		if w.at <= t {
			found = w.value
		}
	}
	return found
}

func bi(x int64) *big.Int { return big.NewInt(x) }

// plus returns a+b, and times down or up(a·b/c).
func plus(a, b *big.Int) *big.Int  { return new(big.Int).Add(a, b) }
func minus(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

func quotient(a, b, c *big.Int, up bool) *big.Int {
	q, rest := new(big.Int).QuoRem(new(big.Int).Mul(a, b), c, new(big.Int))
	if up && rest.Sign() > 0 {
		q.Add(q, bi(1))
	}
	return q
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// toShares prices assets of a pool with one virtual unit, toAssets shares.
func toShares(x, assets, issued *big.Int, up bool) *big.Int {
	return quotient(x, plus(issued, bi(1)), plus(assets, bi(1)), up)
}

func toAssets(x, assets, issued *big.Int) *big.Int {
	return quotient(x, plus(assets, bi(1)), plus(issued, bi(1)), false)
}

func (w *bucketTwin) epoch(t int64) int64 { return t / int64(w.p.Withdrawal) }

func (w *bucketTwin) bucket(e int64) *bucketPool {
	if w.buckets[e] == nil {
		w.buckets[e] = &bucketPool{assets: bi(0), issued: bi(0), shares: map[int]*big.Int{}, claimed: map[int]bool{}}
	}
	return w.buckets[e]
}

func sharesOf(m map[int]*big.Int, who int) *big.Int {
	if m[who] == nil {
		m[who] = bi(0)
	}
	return m[who]
}

func (w *bucketTwin) note() { w.actives.write(w.now, new(big.Int).Set(w.active)) }

func (w *bucketTwin) deposit(who int, x *big.Int) (*big.Int, error) {
	if plus(w.active, x).Cmp(w.cap) > 0 {
		return nil, ErrCap
	}
	minted := toShares(x, w.active, w.issued, false)
	w.active, w.issued = plus(w.active, x), plus(w.issued, minted)
	w.shares[who] = plus(sharesOf(w.shares, who), minted)
	w.note()
	return minted, nil
}

// leave burns shares for an amount that goes into the next bucket.
func (w *bucketTwin) leave(who int, burned, x *big.Int) {
	b := w.bucket(w.epoch(w.now) + 1)
	w.shares[who], w.issued, w.active = minus(w.shares[who], burned), minus(w.issued, burned), minus(w.active, x)
	minted := toShares(x, b.assets, b.issued, false)
	b.assets, b.issued = plus(b.assets, x), plus(b.issued, minted)
	b.shares[who] = plus(sharesOf(b.shares, who), minted)
	w.note()
}

func (w *bucketTwin) withdraw(who int, x *big.Int) error {
	burned := toShares(x, w.active, w.issued, true)
	if burned.Cmp(sharesOf(w.shares, who)) > 0 {
		return ErrShares
	}
	w.leave(who, burned, x)
	return nil
}

func (w *bucketTwin) redeem(who int, shares *big.Int) (*big.Int, error) {
	x := toAssets(shares, w.active, w.issued)
	switch {
	case shares.Cmp(sharesOf(w.shares, who)) > 0:
		return nil, ErrShares
	case shares.Sign() == 0:
		return nil, ErrAmount
	case x.Sign() == 0:
		return nil, ErrWorthless
	}
	w.leave(who, shares, x)
	return x, nil
}

func (w *bucketTwin) claim(who int, e int64) (*big.Int, error) {
	if e >= w.epoch(w.now) {
		return nil, ErrEpoch
	}
	b := w.bucket(e)
	if b.claimed[who] {
		return nil, ErrClaimed
	}
	x := toAssets(sharesOf(b.shares, who), b.assets, b.issued)
	if x.Sign() == 0 {
		return nil, ErrNoClaim
	}
	b.claimed[who] = true
	return x, nil
}

func (w *bucketTwin) stakeAt(node, service int, t int64) *big.Int {
	key := [2]int{node, service}
	stake := least(w.actives.at(t), w.limits[service].at(t))
	switch w.p.Delegator {
	case Full:
		return least(stake, w.operators[key].at(t))
	case Single:
		if node > 0 {
			return bi(0)
		}
		return stake
	}
	all := bi(0)
	for n := range 2 {
		all.Add(all, w.split[[2]int{n, service}].at(t))
	}
	if all.Sign() == 0 {
		return bi(0)
	}
	return quotient(w.split[key].at(t), stake, all, false)
}

func (w *bucketTwin) slashable(node, service int, capture int64) *big.Int {
	key := [2]int{node, service}
	last, slashed := w.latest[key]
	if capture < w.now-int64(w.p.Lapse) || capture >= w.now || slashed && capture < last {
		return bi(0)
	}
	stake := w.stakeAt(node, service, capture)
	return minus(stake, least(stake, minus(w.slashed[key].at(w.now), w.slashed[key].at(capture))))
}

// ask sizes a slash, or refuses it.
func (w *bucketTwin) ask(node, service int, x *big.Int, capture int64) (*big.Int, error) {
	if capture >= w.now || capture < w.now+int64(w.p.Veto)-int64(w.p.Lapse) {
		return nil, ErrLapsed
	}
	x = least(x, w.slashable(node, service, capture))
	if x.Sign() == 0 {
		return nil, ErrNothing
	}
	return x, nil
}

// strike accounts for x and takes what is there.
func (w *bucketTwin) strike(node, service int, x *big.Int, capture int64) (taken *big.Int) {
	key := [2]int{node, service}
	w.latest[key] = capture
	w.slashed[key].write(w.now, plus(w.slashed[key].at(w.now), x))
	e := w.epoch(w.now)
	next, this := w.bucket(e+1), w.bucket(e)
	if w.epoch(capture) == e {
		base := plus(w.active, next.assets)
		taken = least(x, base)
		if base.Sign() == 0 {
			return taken
		}
		a := quotient(taken, w.active, base, false)
		w.active, next.assets = minus(w.active, a), minus(next.assets, minus(taken, a))
	} else {
		base := plus(plus(w.active, next.assets), this.assets)
		taken = least(x, base)
		if base.Sign() == 0 {
			return taken
		}
		a, n := quotient(taken, w.active, base, false), quotient(taken, next.assets, base, false)
		t := minus(minus(taken, a), n)
		if t.Cmp(this.assets) > 0 {
			n, t = plus(n, minus(t, this.assets)), this.assets
		}
		w.active, next.assets, this.assets = minus(w.active, a), minus(next.assets, n), minus(this.assets, t)
	}
	w.burned, w.accounted = plus(w.burned, taken), plus(w.accounted, x)
	w.note()
	return taken
}

func (w *bucketTwin) execute(id int) (accounted, taken *big.Int, err error) {
	if id >= len(w.requests) {
		return nil, nil, ErrCase
	}
	r := &w.requests[id]
	x := least(r.amount, w.slashable(r.node, r.service, r.capture))
	switch {
	case w.now < r.ready:
		return nil, nil, ErrEarly
	case w.now-r.capture > int64(w.p.Lapse):
		return nil, nil, ErrExpired
	case x.Sign() == 0:
		return nil, nil, ErrNothing
	case r.over:
		return nil, nil, ErrCase
	}
	r.over = true
	return x, w.strike(r.node, r.service, x, r.capture), nil
}

func (w *bucketTwin) veto(id int) error {
	switch {
	case id >= len(w.requests):
		return ErrCase
	case w.p.Gate == Nobody:
		return ErrNoVeto
	case w.now >= w.requests[id].ready:
		return ErrVetoOver
	case w.requests[id].over:
		return ErrCase
	}
	w.requests[id].over = true
	return nil
}

// alikeErrors says whether two outcomes are the same refusal or none.
func alikeErrors(a, b error) bool { return (a == nil) == (b == nil) && (a == nil || errors.Is(a, b)) }
