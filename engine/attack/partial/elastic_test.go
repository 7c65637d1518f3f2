package partial

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/attack/vectors"
	"github.com/restakesim/restakesim/engine/money"
)

func TestElasticVectors(t *testing.T) {
	type published struct {
		ID      string
		Network struct {
			Stakes   []int64
			Services []struct {
				Prize int64
				Theta vectors.Share
			}
			Alloc [][]int64
		}
		Expected struct {
			Secure    bool
			Attacked  []int32
			Committed []int32  `json:"fully_committed"`
			Set       []int32  `json:"byzantine_set"`
			Stakes    []string `json:"stakes_after_byzantine"`
			Net       *string  `json:"max_net_profit"`
			Degree    []string `json:"restaking_degree"`
			Byzantine string   `json:"byzantine_fraction"`
			NetAfter  *string  `json:"max_net_after_byzantine"`
		}
	}
	for _, c := range vectors.Cases[published](t, "testdata/elastic_small.json") {
		n := &Network{Stakes: c.Network.Stakes, Alloc: c.Network.Alloc}
		for _, s := range c.Network.Services {
			n.Services = append(n.Services, Prize{s.Prize, s.Theta.Ratio})
		}
		got, err := Elastic(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		same(t, c.ID+" net", got.MaxNet, c.Expected.Net)
		same(t, c.ID+" Byzantine fraction", got.Byzantine.Fraction, &c.Expected.Byzantine)
		same(t, c.ID+" net after", got.Byzantine.MaxNet, c.Expected.NetAfter)
		for v, d := range got.Degree {
			same(t, c.ID+" degree", d, &c.Expected.Degree[v])
		}
		if got.Secure != c.Expected.Secure {
			t.Errorf("%s: secure %v", c.ID, got.Secure)
		}
		requireElastic(t, c.ID, n, got)
		// Ours and the published sets may differ where they tie; either must be worth the same.
		if net := slowNet(n, c.Expected.Attacked, c.Expected.Committed); net.Cmp(got.MaxNet) != 0 {
			t.Errorf("%s: the published attack nets %v, ours %v", c.ID, net, got.MaxNet)
		}
		rest := n.after(mask(c.Expected.Set))
		for v, want := range c.Expected.Stakes {
			same(t, c.ID+" stake after", big.NewRat(rest.Stakes[v], 1), &want)
		}
	}
}

func mask(list []int32) (out uint64) {
	for _, x := range list {
		out |= 1 << x
	}
	return out
}

// slowNet is what it nets to take the services when the committed validators commit
// all they have and the others fill up.
func slowNet(n *Network, services, committed []int32) *big.Rat {
	net := new(big.Rat)
	for _, v := range committed {
		net.Sub(net, big.NewRat(n.Stakes[v], 1))
	}
	for _, s := range services {
		short := new(big.Rat)
		for v, row := range n.Alloc {
			theta := n.Services[s].Theta
			short.Add(short, big.NewRat(row[s]*theta.Num, theta.Den))
			if slices.Contains(committed, int32(v)) {
				short.Sub(short, big.NewRat(row[s], 1))
			}
		}
		if short.Sign() > 0 {
			net.Sub(net, short)
		}
		net.Add(net, big.NewRat(n.Services[s].Prize, 1))
	}
	return net
}

// requireElastic recounts the attack and the Byzantine set of an answer.
func requireElastic(t testing.TB, what string, n *Network, a ElasticAnswer) {
	t.Helper()
	if a.Possible && slowNet(n, a.Attacked, a.Committed).Cmp(a.MaxNet) != 0 {
		t.Errorf("%s: %v and %v net %v, not %v", what, a.Attacked, a.Committed, slowNet(n, a.Attacked, a.Committed), a.MaxNet)
	}
	part, all := new(big.Rat), new(big.Rat)
	for s, svc := range n.Services {
		weight := big.NewRat(svc.Prize*svc.Theta.Den, svc.Theta.Num)
		all.Add(all, weight)
		if slices.Contains(a.Byzantine.Set, int32(s)) {
			part.Add(part, weight)
		}
	}
	if part.Cmp(all.Mul(all, a.Byzantine.Fraction)) != 0 {
		t.Errorf("%s: set %v weighs %v, not %v", what, a.Byzantine.Set, part, all)
	}
}

func TestElasticRefusals(t *testing.T) {
	half := money.Ratio{Num: 1, Den: 2}
	one := []Prize{{1, half}}
	for name, c := range map[string]struct {
		n   Network
		err error
	}{
		"no row":           {Network{[]int64{1}, nil, one}, ErrMalformed},
		"short row":        {Network{[]int64{1}, [][]int64{{}}, one}, ErrMalformed},
		"more than stake":  {Network{[]int64{1}, [][]int64{{2}}, one}, ErrMalformed},
		"negative alloc":   {Network{[]int64{1}, [][]int64{{-1}}, one}, ErrMalformed},
		"negative stake":   {Network{[]int64{-1}, [][]int64{{0}}, one}, ErrMalformed},
		"negative prize":   {Network{nil, nil, []Prize{{-1, half}}}, ErrMalformed},
		"theta above one":  {Network{nil, nil, []Prize{{1, money.Ratio{Num: 3, Den: 2}}}}, ErrMalformed},
		"too many":         {Network{nil, nil, slices.Repeat(one, MostServices+1)}, ErrTooLarge},
		"scaled too large": {Network{[]int64{1 << 61}, [][]int64{{1 << 61}}, []Prize{{1, money.Ratio{Num: 1, Den: 7}}}}, money.ErrOverflow},
	} {
		if _, err := Elastic(t.Context(), &c.n); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Elastic(ctx, &Network{[]int64{1}, [][]int64{{1}}, one}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}
