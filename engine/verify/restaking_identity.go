package verify

import (
	"encoding/json"
	"math"
	"math/big"
)

// divided compares the best net of divisible stake.
func (g *graph) divided(field string) judge {
	if g.divisible == nil || !g.divisible.Proven() {
		return func(raw json.RawMessage) error {
			g.check("divisible", field, false, raw, "undecided")
			return nil
		}
	}
	return nearly(g.replay, "divisible", field, g.divisible.Lower)
}

// relaxation checks the one thing that is asked of the linear relaxation's value: it
// lies between the best net profit and the local condition's Σ stake·(load − 1)⁺.
func (g *graph) relaxation(lp float64) {
	net := float64(max(0, g.x.Best.Net()))
	over := new(big.Rat)
	for v, t := range g.x.Loads {
		if d := new(big.Rat).Sub(t, big.NewRat(1, 1)); d.Sign() > 0 {
			over.Add(over, d.Mul(d, big.NewRat(int64(g.n.Nodes[v].Stake), 1)))
		}
	}
	most, _ := over.Float64()
	slop := 1e-4 + 1e-6*math.Abs(lp) // files round to four digits
	g.check("identity", "lp_max_net", net <= lp+slop && lp <= most+slop, lp, [2]float64{net, most})
}

// identities holds the answers against each other.
func (g *graph) identities() error {
	x := g.x
	if !x.Possible {
		return nil
	}
	if d := g.divisible; d != nil && d.Lower != nil {
		g.check("identity", "divisible_max_net", d.Upper.Cmp(big.NewRat(x.Best.Net(), 1)) >= 0, x.Best.Net(), d.Upper.String())
	}
	k := &x.Slack
	if k.Upper == nil || k.Lower == nil {
		return nil
	}
	if x.Local != nil {
		g.check("identity", "gamma_eigenlayer", x.Local.Cmp(k.Upper) <= 0, x.Local.String(), k.Upper.String())
	}
	secure, decided := x.Secure()
	if decided && k.Proven() {
		g.check("identity", "secure", secure == (k.Upper.Sign() >= 0), secure, k.Upper.String())
	}
	if x.Local == nil || x.Local.Sign() >= 0 {
		g.check("identity", "eigenlayer_ok", secure, "secure", secure)
	}
	if k.Lower.Sign() <= 0 {
		return nil
	}
	for _, field := range []string{"worst_case", "worst_case_orphans_dead"} {
		var losses []lossAt
		if raw := g.c.Expected[field]; raw == nil || json.Unmarshal(raw, &losses) != nil {
			continue
		}
		for _, w := range losses {
			g.bounded(field, w)
		}
	}
	return nil
}

// bounded checks R < (1 + 1/γ)·ψ.
func (g *graph) bounded(field string, w lossAt) {
	psi, err := rational(w.Psi)
	if err != nil || psi.Sign() == 0 {
		return
	}
	r, err := rational(w.R)
	if err != nil {
		g.check("identity", field, false, w.R, "no fraction")
		return
	}
	bound := new(big.Rat).Inv(g.x.Slack.Lower)
	bound.Add(bound, big.NewRat(1, 1)).Mul(bound, psi)
	g.check("identity", field, r.Cmp(bound) < 0, bound.String(), w.R)
}
