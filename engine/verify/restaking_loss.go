package verify

import (
	"context"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/attack/shock"
	"github.com/restakesim/restakesim/engine/money"
)

// lossAt is the worst loss for one size of shock.
type lossAt struct {
	Psi       string  `json:"psi"`
	Attacked  int64   `json:"max_attack_stake"`
	Shock     []int32 `json:"shock"`
	Attackers []int32 `json:"attackers"`
	R         string  `json:"R"`
	Most      int64   `json:"max_total_stake_lost"`
}

// course is a cascade as files list it.
type course struct {
	Shock    []int32  `json:"shock"`
	Rounds   []listed `json:"rounds"`
	Lost     int64    `json:"stake_lost"`
	Attacked int64    `json:"stake_lost_to_attacks"`
}

// plain is the network as the shock package reads it.
func (g *graph) plain() *shock.Network {
	n := &shock.Network{}
	for _, v := range g.n.Nodes {
		n.Stakes = append(n.Stakes, int64(v.Stake))
	}
	for _, s := range g.n.Services {
		n.Services = append(n.Services, shock.Service{Profit: int64(s.Profit), Alpha: s.Alpha})
	}
	for _, e := range g.n.Edges {
		n.Services[e.Service].Members = append(n.Services[e.Service].Members, e.Node)
	}
	return n
}

// worstCases compares the worst losses, one operation for each size of shock, and
// whether the file's shock and attackers are as large as it says.
func (g *graph) worstCases(field string, want []lossAt, dead bool) {
	n := g.plain()
	for _, w := range want {
		psi, err := rational(w.Psi)
		if err != nil || !psi.Num().IsInt64() || !psi.Denom().IsInt64() {
			g.check("shock", field, false, w.Psi, "no fraction")
			continue
		}
		got, err := shock.WorstCase(g.ctx, n, money.Ratio{Num: psi.Num().Int64(), Den: psi.Denom().Int64()}, dead)
		if err != nil {
			g.check("shock", field, false, w, err.Error())
			continue
		}
		same := got.Attacked == w.Attacked && got.R.String() == w.R && got.Most == w.Most && g.stakeOf(w.Attackers) == w.Attacked && g.within(w.Shock, psi)
		g.check("shock", field, same, w, lossAt{w.Psi, got.Attacked, got.Shock, got.Attackers, got.R.String(), got.Most})
	}
}

// stakeOf adds up the stake of some validators; −1 if they are not ascending numbers.
func (g *graph) stakeOf(validators []int32) (sum int64) {
	if !ascending(validators, len(g.n.Nodes)) {
		return -1
	}
	for _, v := range validators {
		sum += int64(g.n.Nodes[v].Stake)
	}
	return sum
}

// within says whether a shock takes no more than ψ of all stake.
func (g *graph) within(gone []int32, psi *big.Rat) bool {
	most := new(big.Rat).Mul(psi, big.NewRat(int64(g.n.Stake()), 1))
	lost := g.stakeOf(gone)
	return lost >= 0 && big.NewRat(lost, 1).Cmp(most) <= 0
}

// cascade compares a cascade round by round: the tie rules leave one course.
func (g *graph) cascade(field string, want course, follow func(context.Context, *shock.Network, []int32) (shock.Cascade, error)) {
	got, err := follow(g.ctx, g.plain(), g.c.Shock)
	if err != nil {
		g.check("cascade", field, false, want, err.Error())
		return
	}
	same := got.Lost == want.Lost && got.Attacked == want.Attacked && slices.Equal(want.Shock, g.c.Shock) &&
		slices.EqualFunc(got.Rounds, want.Rounds, func(a shock.Round, b listed) bool {
			return slices.Equal(a.Services, b.Services) && slices.Equal(a.Validators, b.Validators) && a.Profit == b.Profit && a.Cost == b.Cost
		})
	g.check("cascade", field, same, want, got)
}
