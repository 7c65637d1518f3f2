package attack

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// erode draws what is left of an exposure: every node keeps a share of its stake, and of
// each commitment at most that share.
func erode(t *rapid.T, x *restake.Exposure) *restake.Exposure {
	y := &restake.Exposure{Operators: x.Operators, Services: x.Services}
	for v := range x.Nodes {
		node := x.Nodes[v]
		percent := money.Gwei(rapid.SampledFrom([]int64{0, 50, 90, 100}).Draw(t, "kept"))
		node.Stake = (node.Stake*percent + 99) / 100
		y.Nodes = append(y.Nodes, node)
		y.EdgeStart = append(y.EdgeStart, int32(len(y.Edges)))
		for _, e := range x.EdgesOf(v) {
			if e.Slashable = e.Slashable * percent / 100; e.Slashable > 0 {
				y.Edges = append(y.Edges, e)
			}
		}
	}
	y.EdgeStart = append(y.EdgeStart, int32(len(y.Edges)))
	return y
}

// TestAftermathOfLosses: whoever covers services after losses covers them before, with
// what was lost; and the slack before bounds what is taken after, with the cost of both.
func TestAftermathOfLosses(t *testing.T) {
	applied := 0
	rapid.Check(t, func(t *rapid.T) {
		x := drawExposure(t, 5, 4)
		y := erode(t, x)
		var m Aftermath
		if err := m.Compare(x, y); err != nil || !m.Falling {
			t.Fatalf("falling %v, error %v", m.Falling, err)
		}
		var bound Security
		if err := Bounds(x, &bound); err != nil {
			t.Fatal(err)
		}
		answer, err := Exact(y, Sigma)
		if err != nil || !answer.Possible {
			return
		}
		for _, a := range []Attack{answer.Best, answer.GammaWitness} {
			if len(a.Services) == 0 {
				continue
			}
			after, before, err := m.Grown(&a)
			if err != nil || !after || !before {
				t.Fatalf("covers after the losses %v, before them %v, error %v", after, before, err)
			}
			cost, err := m.Cost(&a)
			if err != nil || cost != a.Sigma {
				t.Fatalf("cost %d, error %v; measured %d", cost, err, a.Sigma)
			}
			if most := (m.Lost + cost).Float(); (1+bound.GammaSigma)*a.Reward.Float() > most*(1+1e-9) {
				t.Fatalf("slack %v and reward %d, but only %d lost and %d spent", bound.GammaSigma, a.Reward, m.Lost, cost)
			}
			applied++
		}
	})
	if applied == 0 {
		t.Error("no case applied")
	}
}

// TestAftermathOfGrowth: more stake, a larger share of it, a new commitment or another
// rule are no losses.
func TestAftermathOfGrowth(t *testing.T) {
	base := func() *restake.Exposure {
		return whole([]gwei{10, 20}, []restake.ServiceExposure{service(5, 1, 2), service(0, 1, 2)}, func(_, s int) bool { return s == 0 })
	}
	for name, change := range map[string]func(x *restake.Exposure){
		"more stake":     func(x *restake.Exposure) { x.Nodes[0].Stake, x.Edges[0].Slashable = 11, 11 },
		"a larger share": func(x *restake.Exposure) { x.Nodes[0].Stake = 5 },
		"another rule":   func(x *restake.Exposure) { x.Services[0].Alpha = money.Ratio{Num: 1, Den: 3} },
		"a commitment": func(x *restake.Exposure) {
			x.Edges = append(x.Edges, restake.Edge{Service: 1, Slashable: 1})
			x.EdgeStart[2]++
		},
	} {
		x, y := base(), base()
		change(y)
		var m Aftermath
		if err := m.Compare(x, y); err != nil || m.Falling {
			t.Errorf("%s: falling %v, error %v", name, m.Falling, err)
		}
	}
}

// TestDepth: an attack that needs nobody to be gone reaches back no removal; one that
// needs both the shock and the attack before it, two.
func TestDepth(t *testing.T) {
	x := whole([]gwei{10, 20, 30}, []restake.ServiceExposure{service(5, 1, 1), service(5, 1, 2)}, func(o, s int) bool { return s == 0 || o > 0 })
	var d Depth
	d.Begin()
	d.Remove([]int32{0})
	if k, err := d.Reach(x, &Attack{Operators: []int32{2}, Services: []int32{1}}); err != nil || k != 0 || d.Rounds() != 0 {
		t.Errorf("depth %d after %d rounds, error %v", k, d.Rounds(), err)
	}
	d.Remove([]int32{2})
	if k, err := d.Reach(x, &Attack{Operators: []int32{1}, Services: []int32{0}}); err != nil || k != 2 || d.Rounds() != 1 {
		t.Errorf("depth %d after %d rounds, error %v", k, d.Rounds(), err)
	}
}
