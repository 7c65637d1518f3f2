package restake

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
)

// Shape says what a generated network looks like. Amounts are nano-ETH.
type Shape struct {
	Operators, Services int
	Stake               money.Gwei  // of all operators together
	Hill                float64     // tail exponent of operators' stake, from a bounded Pareto law over four decades
	TopShare            float64     // share of the largest operator; 0 leaves it to the law
	Breadth             float64     // mean number of services that an operator serves
	BreadthTail         float64     // operators per service fall with its rank to this power
	Reuse               float64     // stake promised over stake there; at most 1 where stake is disjoint, not used where it is shared whole
	Overlap             Overlap     // how stake is promised
	Bond                money.Ratio // operators' own part
	Alpha               money.Ratio
	SlashFraction       money.Ratio
	ProfitShare         float64 // mean profit from corruption over the stake behind a service
	ProfitOfServed      bool    // that stake is all of those who serve it, not what it can slash: the same however stake is promised
	ProfitSigma         float64 // standard deviation of its logarithm
	Asset               string
}

// ErrShape reports a shape that no network can have.
var ErrShape = errors.New("restake: no network has this shape")

// Generate draws a network. Draw(entity, n) must return independent uniform numbers in
// (0,1) for every pair; entities are operators and services, numbered apart.
//
// Operators are named by rank: operator-001 holds most. A service's operators are drawn
// without replacement, an operator's chance growing with the root of its stake.
func Generate(s Shape, draw func(entity uint64, n uint16) float64) (*Network, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	n := &Network{Unit: money.ETH}
	for i, stake := range s.stakes(draw) {
		name := fmt.Sprintf("operator-%03d", i+1)
		n.Operators = append(n.Operators, NetworkOperator{name, s.Bond})
		n.Vaults = append(n.Vaults, NetworkVault{name + "/" + s.Asset, s.Asset})
		n.Nodes = append(n.Nodes, NetworkNode{int32(i), int32(i), stake})
	}
	serves := s.choose(n, draw)
	s.promise(n, serves)
	if err := s.price(n, draw); err != nil {
		return nil, err
	}
	return n, nil
}

// mostOperators is how many operators a service can tell apart by their draws.
const mostOperators = 1<<16 - 1

// check refuses shapes that no network can have, numbers that are none included.
func (s *Shape) check() error {
	refused := func(why string) error { return fmt.Errorf("%w: %s", ErrShape, why) }
	for _, x := range []float64{s.Hill, s.TopShare, s.Breadth, s.BreadthTail, s.Reuse, s.ProfitShare, s.ProfitSigma} {
		if !(x >= 0 && x <= math.MaxFloat64) {
			return refused(fmt.Sprintf("%v is below zero or no number", x))
		}
	}
	part := func(r money.Ratio) bool { return r.Den > 0 && r.Num >= 0 && r.Num <= r.Den }
	switch {
	case s.Operators < 1 || s.Operators > mostOperators || s.Services < 1:
		return refused("it has from 1 to 65535 operators and at least one service")
	case s.Stake <= 0 || s.Stake > mostSupply:
		return refused("its stake is above zero and below 2^62 units")
	case s.Hill == 0:
		return refused("a tail exponent is above zero")
	case s.TopShare >= 1 || s.TopShare > 0 && s.TopShare*float64(s.Operators) < 1:
		return refused("the largest operator has an equal share or more, and not all")
	case s.Overlap == Disjoint && s.Reuse > 1:
		return refused(fmt.Sprintf("stake that is promised once cannot be reused %v times", s.Reuse))
	case !part(s.Bond) || !part(s.SlashFraction) || !part(s.Alpha) || s.Alpha.Num == 0:
		return refused("bond and slash fraction are shares from 0 to 1, and a threshold is above 0")
	}
	return nil
}

// Entities are numbered so that operators and services never share a draw.
func operatorEntity(i int) uint64 { return uint64(i)*2 + 1 }
func serviceEntity(i int) uint64  { return uint64(i)*2 + 2 }

// stakes draws the operators' stakes, largest first, and scales them to the total. The
// draws are stratified, one in each operator's slice of the law: with a tail this heavy
// independent ones would make another industry of every seed.
func (s *Shape) stakes(draw func(uint64, uint16) float64) []money.Gwei {
	sizes := make([]float64, s.Operators)
	for i := range sizes {
		u := (float64(s.Operators-1-i) + draw(operatorEntity(i), 0)) / float64(s.Operators)
		sizes[i] = detmath.BoundedParetoQuantile(u, s.Hill, 1, 1e4)
	}
	s.level(sizes)
	total := 0.0
	for _, x := range sizes {
		total += x
	}
	out := make([]money.Gwei, s.Operators)
	for i, x := range sizes {
		out[i] = min(s.Stake, max(1, money.Gwei(float64(s.Stake)*(x/total))))
	}
	return out
}

// level gives the largest operator its share, and no other more: as many of the
// largest as would exceed it are set equal.
func (s *Shape) level(sizes []float64) {
	if s.TopShare == 0 {
		return
	}
	for k := 1; k < len(sizes) && float64(k)*s.TopShare < 1; k++ {
		rest := 0.0
		for _, x := range sizes[k:] {
			rest += x
		}
		if top := float64(rest*s.TopShare) / (1 - float64(float64(k)*s.TopShare)); sizes[k] <= top {
			for i := range k {
				sizes[i] = top
			}
			return
		}
	}
	for i := range sizes { // an equal share for everybody, up to the rounding of the share
		sizes[i] = 1
	}
}

// choose says which services each operator serves, ascending.
func (s *Shape) choose(n *Network, draw func(uint64, uint16) float64) [][]int32 {
	serves := make([][]int32, s.Operators)
	type runner struct {
		time     float64
		operator int
	}
	for k := range s.Services {
		race := make([]runner, s.Operators)
		for o := range race {
			speed := detmath.Pow(n.Nodes[o].Stake.Float(), 0.5)
			race[o] = runner{detmath.ExponentialQuantile(draw(serviceEntity(k), uint16(o+1)), 1/speed), o}
		}
		slices.SortFunc(race, func(a, b runner) int {
			switch {
			case a.time < b.time:
				return -1
			case a.time > b.time:
				return 1
			}
			return a.operator - b.operator
		})
		for _, r := range race[:s.degree(k)] {
			serves[r.operator] = append(serves[r.operator], int32(k))
		}
	}
	return serves
}

// degree is how many operators serve service k: a power of its rank, scaled so that
// operators serve Breadth services on average; at least one, at most all.
func (s *Shape) degree(k int) int {
	sum := 0.0
	for i := range s.Services {
		sum += detmath.Pow(float64(i+1), -s.BreadthTail)
	}
	share := detmath.Pow(float64(k+1), -s.BreadthTail) / sum
	want := float64(float64(s.Breadth*float64(s.Operators))*share) + 0.5
	return int(min(float64(s.Operators), max(1, want)))
}

// promise lays the edges: an equal part of what may be reused for each service of an
// operator, or all of it to each.
func (s *Shape) promise(n *Network, serves [][]int32) {
	for o, services := range serves {
		if len(services) == 0 {
			continue
		}
		part := min(1, s.Reuse/float64(len(services)))
		if s.Overlap == Shared {
			part = 1
		}
		stake := n.Nodes[o].Stake
		most := stake
		if s.Overlap == Disjoint {
			most /= money.Gwei(len(services)) // no float may promise more than there is
		}
		for _, k := range services {
			n.Edges = append(n.Edges, NetworkEdge{int32(o), k, min(most, money.Gwei(float64(stake)*part))})
		}
	}
}

// price draws what corrupting each service is worth: lognormal around a share of the
// stake behind it, with that mean. It fails where they add up to more than an asset
// holds.
func (s *Shape) price(n *Network, draw func(uint64, uint16) float64) error {
	room := float64(mostSupply)
	behind := make([]money.Gwei, s.Services)
	for _, e := range n.Edges {
		if s.ProfitOfServed {
			behind[e.Service] += n.Nodes[e.Node].Stake
		} else {
			behind[e.Service] += e.Slashable
		}
	}
	for k := range s.Services {
		spread := detmath.LognormalQuantile(draw(serviceEntity(k), 0), -float64(s.ProfitSigma*s.ProfitSigma)/2, s.ProfitSigma)
		profit := float64(float64(behind[k]) * float64(s.ProfitShare*spread))
		if room -= profit; !(room >= 0) {
			return fmt.Errorf("%w: profits add up to 2^62 units or more", ErrShape)
		}
		n.Services = append(n.Services, NetworkService{fmt.Sprintf("service-%02d", k+1), money.Gwei(profit), s.Alpha, s.SlashFraction})
	}
	return nil
}
