package attack

import (
	"fmt"
	"math"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Security is what one pass over the edges proves about every attack. It keeps its
// memory from call to call. Bounds are sound, not tight: a network that is not
// certified may still be secure, so say "not certified", never "broken".
type Security struct {
	Load       []float64  // per operator: T, the largest load of its nodes; 0 where nothing leans on it, +Inf where stake bears no loss
	MaxLoad    float64    // the largest of them
	GammaSigma float64    // every attack costs at least (1+γ) times its reward in σ; +Inf when there is no reward, ≥ −1
	GammaKappa float64    // the same in κ
	NetSigma   money.Gwei // no attack nets more in σ, nano-ETH; 0 proves that none pays
	NetKappa   money.Gwei // the same in κ

	base   []int64   // stake behind each service
	lambda []float64 // profit per unit of coverage
	parts  []part    // per operator
}

// AllowsAttack reports whether the bound leaves room for an attack that pays in
// objective o; if not, there is nothing to search for.
func (s *Security) AllowsAttack(o Objective) bool {
	return s.Net(o) > 0
}

// Net is the bound on what any attack nets in objective o, nano-ETH.
func (s *Security) Net(o Objective) money.Gwei {
	if o == Kappa {
		return s.NetKappa
	}
	return s.NetSigma
}

// slop covers the rounding of the sums below, relative to their size: a node with
// fewer than 4,000 services and a network with fewer than 4,000 operators stay
// well inside it (each of n roundings costs at most 2⁻⁵³).
const slop = 1 + 1.0/(1<<40)

// Bounds fills into with the bounds on x, in O(edges) and without allocating once
// it has seen the largest exposure. Errors:
// ErrMalformed; money.ErrOverflow when the stake of an operator or behind a service
// exceeds an int64.
//
// Let λ_s = π_s/need_s, need_s being the least integer coverage that takes s, and
// ℓ[v][s] = w[v][s]·φ_s. For any attack (A, B), coverage of every s in A gives
//
//	π(A) = Σ_A λ_s·need_s ≤ Σ_{v∈B} Σ_A λ_s·w[v][s],
//
// so each node is credited with x_v(A) = Σ_A λ_s·w[v][s] of the reward and charged
// c_v(A) = min(stake_v, Σ_A ℓ[v][s]) of σ.
//
// Load. T_v is the larger of x_v(all)/stake_v and max_s λ_s·w[v][s]/ℓ[v][s]. Then
// x_v(A) ≤ T_v·c_v(A) for every A: the first term holds against the cap, the second
// edge by edge against the sum. Hence π(A) ≤ max T · σ(A, B) and γ_σ = 1/max T − 1.
// With w = stake and φ = 1 the first term is the larger and is the load of the
// published local condition; with allocations that do not overlap, the second is,
// and the network falls apart into services that stand alone.
//
// Net. x_v(A) − c_v(A) = max(x_v − stake_v, Σ_A (λ_s·w − ℓ)), since −min(a, b) =
// max(−a, −b). The first is largest with all services, the second with those
// where it is positive:
//
//	U = Σ_v max(0, x_v(all) − stake_v, Σ_s (λ_s·w[v][s] − ℓ[v][s])⁺),
//
// which for w = stake, φ = 1 is Σ stake·(T − 1)⁺.
//
// In κ an operator with bond share r (bond over stake) and franchise F is charged
// r·Σ c_v + F or more. From x ≤ T·Σc: x/(r·Σc + F) ≤ x/(r·x/T + F), increasing in x,
// so its load in κ is at most 1/(r/T + F/x(all)); and U adds up, per operator,
// max(0, Σ_v max(0, x_v − r·stake_v, Σ_s (λ_s·w − r·ℓ)⁺) − F).
func Bounds(x *restake.Exposure, into *Security) error {
	if err := check(x); err != nil {
		return err
	}
	if err := into.prices(x); err != nil {
		return err
	}
	if err := into.shares(x); err != nil {
		return err
	}
	for v := range x.Nodes {
		if err := into.node(x, v); err != nil {
			return err
		}
	}
	into.conclude()
	return nil
}

// prices sets λ; 0 where nobody backs the service.
func (s *Security) prices(x *restake.Exposure) error {
	s.base, s.lambda = resize(s.base, len(x.Services)), resize(s.lambda, len(x.Services))
	clear(s.base)
	for _, e := range x.Edges {
		if !grow(&s.base[e.Service], int64(e.Slashable)) {
			return fmt.Errorf("stake behind service %d: %w", e.Service, money.ErrOverflow)
		}
	}
	for i, svc := range x.Services {
		s.lambda[i] = 0
		if s.base[i] == 0 {
			continue
		}
		need, err := threshold(svc.Alpha, s.base[i])
		if err != nil {
			return err
		}
		s.lambda[i] = float64(svc.Profit) / float64(need)
	}
	return nil
}

// part is what one operator contributes to the bounds.
type part struct {
	stake     int64
	share     float64 // r, own bond over stake
	franchise float64
	credit    float64 // Σ x_v
	load      float64 // max T_v
	net       float64 // Σ of the terms of U in σ
	excess    float64 // the same in κ, before the franchise
}

// shares sets r and F of every operator and clears its sums.
func (s *Security) shares(x *restake.Exposure) error {
	s.parts, s.Load = resize(s.parts, len(x.Operators)), resize(s.Load, len(x.Operators))
	clear(s.parts)
	for _, node := range x.Nodes {
		if !grow(&s.parts[node.Operator].stake, int64(node.Stake)) {
			return fmt.Errorf("total stake: %w", money.ErrOverflow)
		}
	}
	for o, op := range x.Operators {
		p := &s.parts[o]
		p.franchise = float64(op.Franchise)
		if p.stake > 0 {
			p.share = float64(min(int64(op.Bond), p.stake)) / float64(p.stake)
		}
	}
	return nil
}

// node adds what node v contributes to its operator.
func (s *Security) node(x *restake.Exposure, v int) error {
	p := &s.parts[x.Nodes[v].Operator]
	var credit, edge, over, overKappa float64
	for _, e := range x.EdgesOf(v) {
		c := float64(s.lambda[e.Service] * float64(e.Slashable))
		if c == 0 {
			continue
		}
		lost, err := loss(x.Services[e.Service].SlashFraction, int64(e.Slashable))
		if err != nil {
			return err
		}
		c *= slop
		l := float64(lost)
		credit += c
		edge = max(edge, c/l)
		over += max(0, c-l)
		overKappa += max(0, c-float64(p.share*l))
	}
	if credit == 0 {
		return nil
	}
	credit = float64(credit * slop)
	stake := float64(x.Nodes[v].Stake)
	p.credit += credit
	p.load = max(p.load, edge, credit/stake)
	p.net += max(over, credit-stake)
	p.excess += max(overKappa, credit-float64(p.share*stake))
	return nil
}

// conclude draws the bounds on the network from those on its operators.
func (s *Security) conclude() {
	var worst, worstKappa, net, netKappa float64
	for o, p := range s.parts {
		s.Load[o] = p.load
		worst, worstKappa = max(worst, p.load), max(worstKappa, p.loadKappa())
		net += p.net
		netKappa += max(0, float64(p.excess*slop)-p.franchise)
	}
	s.MaxLoad = worst
	s.GammaSigma, s.GammaKappa = slack(worst), slack(worstKappa)
	s.NetSigma, s.NetKappa = ceiling(net), ceiling(netKappa)
}

// loadKappa is 1/(r/T + F/x), the operator's load in its own losses.
func (p part) loadKappa() float64 {
	if p.credit == 0 {
		return 0
	}
	return 1 / (p.share/p.load + p.franchise/p.credit)
}

// slack turns a load into γ, rounded down.
func slack(load float64) float64 {
	if load == 0 {
		return math.Inf(1)
	}
	return 1/float64(load*slop) - 1
}

// ceiling rounds a bound up to the unit, and to MaxInt64 beyond that.
func ceiling(net float64) money.Gwei {
	net = math.Ceil(float64(net * slop))
	if net >= math.MaxInt64 {
		return math.MaxInt64
	}
	return money.Gwei(net)
}
