package attack

import (
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

	index  index
	lambda []float64
}

// AllowsAttack reports whether the bound leaves room for an attack that pays in
// objective o; if not, there is nothing to search for.
func (s *Security) AllowsAttack(o Objective) bool {
	if o == Kappa {
		return s.NetKappa > 0
	}
	return s.NetSigma > 0
}

// slop covers the rounding of the sums below, relative to their size: a node with
// fewer than 4,000 services and a network with fewer than 4,000 operators stay
// well inside it (each of n roundings costs at most 2⁻⁵³).
const slop = 1 + 1.0/(1<<40)

// Bounds fills into with the bounds on x, in O(edges) and without allocating once
// it has seen the largest exposure. It fails as Searcher.Load does.
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
	g := &into.index
	if err := g.build(x); err != nil {
		return err
	}
	into.prices()
	into.Load = resize(into.Load, g.operators())
	var worst, worstKappa, net, netKappa float64
	for o := range into.Load {
		p := into.operator(int32(o))
		into.Load[o] = p.load
		worst, worstKappa = max(worst, p.load), max(worstKappa, p.loadKappa)
		net += p.net
		netKappa += p.netKappa
	}
	into.MaxLoad = worst
	into.GammaSigma, into.GammaKappa = slack(worst), slack(worstKappa)
	into.NetSigma, into.NetKappa = ceiling(net), ceiling(netKappa)
	return nil
}

// prices sets λ, profit per unit of coverage; 0 where nobody backs the service.
func (s *Security) prices() {
	s.lambda = resize(s.lambda, s.index.services())
	for i, need := range s.index.need {
		s.lambda[i] = 0
		if need > 0 {
			s.lambda[i] = float64(s.index.profit[i]) / float64(need)
		}
	}
}

// part is one operator's contribution to the bounds.
type part struct{ load, loadKappa, net, netKappa float64 }

func (s *Security) operator(o int32) part {
	g := &s.index
	r, franchise := 0.0, float64(g.franch[o])
	if g.opStake[o] > 0 {
		r = float64(g.bond[o]) / float64(g.opStake[o])
	}
	var p part
	var credit, excess float64
	for _, v := range g.nodesOf(o) {
		n := s.node(v, r)
		p.load = max(p.load, n.load)
		p.net += n.net
		excess += n.netKappa
		credit += n.credit
	}
	p.netKappa = max(0, float64(excess*slop)-franchise)
	p.loadKappa = loadKappa(r, p.load, franchise, credit)
	return p
}

// share of one node, see Bounds.
type nodePart struct{ credit, load, net, netKappa float64 }

func (s *Security) node(v int32, r float64) nodePart {
	var credit, edge, over, overKappa float64
	for _, l := range s.index.linksOf(v) {
		c := float64(s.lambda[l.to] * float64(l.weight))
		if c == 0 {
			continue
		}
		c = float64(c * slop)
		loss := float64(l.loss)
		credit += c
		edge = max(edge, c/loss)
		over += max(0, c-loss)
		overKappa += max(0, c-float64(r*loss))
	}
	if credit == 0 {
		return nodePart{}
	}
	credit = float64(credit * slop)
	stake := float64(s.index.stake[v])
	return nodePart{
		credit:   credit,
		load:     max(edge, credit/stake),
		net:      max(over, credit-stake),
		netKappa: max(overKappa, credit-float64(r*stake)),
	}
}

// loadKappa is 1/(r/T + F/x), the load of an operator in its own losses.
func loadKappa(r, load, franchise, credit float64) float64 {
	if credit == 0 {
		return 0
	}
	return 1 / (r/load + franchise/credit)
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
