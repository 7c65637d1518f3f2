package attack_test

import (
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/attack/shock"
)

func one(stakes []int64, profit, num, den int64, members ...int32) plain {
	return plain{stakes, []shock.Service{{Profit: profit, Alpha: alpha(num, den), Members: members}}}
}

// TestWorkedExamples has the networks that theory works through by hand.
func TestWorkedExamples(t *testing.T) {
	tens := []int64{10, 10, 10}
	shared := plain{tens, []shock.Service{{Profit: 12, Alpha: alpha(2, 3), Members: []int32{0, 1, 2}}, {Profit: 12, Alpha: alpha(2, 3), Members: []int32{0, 1, 2}}}}
	if cost, _ := shared.least(1, 0); cost != 20 || shared.net(t) != 4 || shared.slack(t, nil).Cmp(rat(-1, 6)) != 0 {
		t.Errorf("shared: cost %d, net %d, slack %v", cost, shared.net(t), shared.slack(t, nil))
	}
	alone := one(tens, 12, 2, 3, 0, 1, 2)
	if apart := alone.beside(alone); apart.net(t) != 0 || apart.slack(t, nil).Cmp(rat(2, 3)) != 0 {
		t.Errorf("apart: net %d, slack %v", apart.net(t), apart.slack(t, nil))
	}
	lumpy := one(tens, 18, 1, 2, 0, 1, 2)
	d, err := partial.Divisible(t.Context(), lumpy.stakes, partly(lumpy), 0)
	if err != nil || d.Lower.Cmp(rat(3, 1)) != 0 || !d.Proven() {
		t.Errorf("lumpy: divisible [%v, %v], %v", d.Lower, d.Upper, err)
	}
	ring := plain{[]int64{19, 30, 30}, []shock.Service{{Profit: 10, Alpha: alpha(1, 1), Members: []int32{0, 1}},
		{Profit: 10, Alpha: alpha(1, 1), Members: []int32{1, 2}}, {Profit: 10, Alpha: alpha(1, 1), Members: []int32{2, 0}}}}
	if ring.slack(t, nil).Cmp(rat(49, 30)) != 0 {
		t.Errorf("ring: slack %v", ring.slack(t, nil))
	}
	if c, err := shock.Cheapest(t.Context(), ring.shock(), []int32{1, 2}); err != nil || c.Lost != 79 {
		t.Errorf("ring: losing 60 loses %d, %v", c.Lost, err)
	}
}

// TestNotInvariants keeps by example what must not be asserted of every network.
func TestNotInvariants(t *testing.T) {
	t.Run("more stake is not dearer to corrupt", func(t *testing.T) {
		before, _ := one([]int64{10, 10}, 1, 51, 100, 0, 1).least(1, 0)
		after, _ := one([]int64{11, 10}, 1, 51, 100, 0, 1).least(1, 0)
		if before != 20 || after != 11 {
			t.Errorf("%d before, %d after", before, after)
		}
	})
	t.Run("one more validator can lower the slack, or raise it", func(t *testing.T) {
		before, after := one([]int64{10, 10, 1}, 10, 51, 100, 0, 1), one([]int64{10, 10, 1}, 10, 51, 100, 0, 1, 2)
		if b, a := before.slack(t, nil), after.slack(t, nil); b.Cmp(rat(1, 1)) != 0 || a.Cmp(rat(1, 10)) != 0 {
			t.Errorf("slack %v before, %v after", b, a)
		}
		before, after = one([]int64{10, 20}, 10, 1, 2, 0), one([]int64{10, 20}, 10, 1, 2, 0, 1)
		if b, a := before.slack(t, nil), after.slack(t, nil); b.Sign() != 0 || a.Cmp(rat(1, 1)) != 0 {
			t.Errorf("slack %v before, %v after", b, a)
		}
	})
	t.Run("the worst shock need not contain the worst smaller one", func(t *testing.T) {
		n := plain{[]int64{1, 5, 3, 20}, []shock.Service{{Profit: 6, Alpha: alpha(1, 1), Members: []int32{0, 1}}, {Profit: 22, Alpha: alpha(1, 1), Members: []int32{2, 3}}}}
		small, large := n.worst(t, alpha(1, 29), true), n.worst(t, alpha(3, 29), true)
		if !slices.Equal(small.Shock, []int32{0}) || small.Attacked == 0 || !slices.Equal(large.Shock, []int32{2}) {
			t.Errorf("shocks %v and %v", small.Shock, large.Shock)
		}
	})
	t.Run("an edge moves the best attack either way, a service with its own edges only up", func(t *testing.T) {
		before, after := one([]int64{10, 20}, 12, 1, 2, 0), one([]int64{10, 20}, 12, 1, 2, 0, 1)
		if best(before, t) != 2 || best(after, t) != -8 {
			t.Errorf("%v before, %v after", best(before, t), best(after, t))
		}
		before, after = one([]int64{10, 10, 1}, 15, 51, 100, 0, 1), one([]int64{10, 10, 1}, 15, 51, 100, 0, 1, 2)
		if best(before, t) != -5 || best(after, t) != 4 {
			t.Errorf("%v before, %v after", best(before, t), best(after, t))
		}
		more := before
		more.services = append(slices.Clone(before.services), shock.Service{Profit: 1, Alpha: alpha(1, 1), Members: []int32{1}})
		if best(more, t) < best(before, t) {
			t.Errorf("a new service lowers %v to %v", best(before, t), best(more, t))
		}
	})
}
