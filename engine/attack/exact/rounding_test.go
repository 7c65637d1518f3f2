package exact

import (
	"math/rand/v2"
	"testing"
)

// TestRounding: rounding agrees with all sets of services, each at its own multiple of
// the grain, and never decides a service of a set that nets more than the incumbent.
func TestRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	fixed := 0
	for n := range 3000 {
		m := 1 + r.IntN(7)
		b := &block{grain: 2 + r.Int64N(40), step: 1}
		o := &oracle{b: b, service: make([]fixing, m), stale: make([]bool, m), value: make([]int64, m), lacks: make([]int64, m)}
		var bound int64
		for s := range m {
			b.profit = append(b.profit, r.Int64N(200))
			if o.service[s] = fixing(r.IntN(3)); o.service[s] == open && r.IntN(2) == 0 {
				o.lacks[s] = r.Int64N(30)
			} else if o.service[s] != out {
				o.value[s] = r.Int64N(30)
			}
			bound += o.value[s]
		}
		least := bound - r.Int64N(3*b.grain)
		before := append([]fixing(nil), o.service...)
		worth := func(set int) (net int64, ok bool) {
			var profit int64
			net = bound
			for s, f := range before {
				switch taken := set>>s&1 == 1; {
				case f == out && taken || f == in && !taken:
					return 0, false
				case taken:
					profit += b.profit[s]
					net -= o.lacks[s]
				case f == open:
					net -= o.value[s]
				}
			}
			return net - mod(net-profit, b.grain), true
		}
		want := least
		for set := range 1 << m {
			if net, ok := worth(set); ok {
				want = max(want, net)
			}
		}
		var d rounding
		if got := d.bound(o, bound, least); got != want {
			t.Fatalf("%d: %d, want %d", n, got, want)
		}
		d.decide(o, bound, least)
		for s, f := range o.service {
			if f == before[s] {
				continue
			}
			fixed++
			for set := range 1 << m {
				if net, ok := worth(set); ok && net > least && (set>>s&1 == 1) != (f == in) {
					t.Fatalf("%d: service %d is decided against a set that nets %d > %d", n, s, net, least)
				}
			}
		}
	}
	if fixed < 1000 {
		t.Errorf("rounding decided %d services in all", fixed)
	}
}
