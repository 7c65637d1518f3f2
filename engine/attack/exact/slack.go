package exact

import (
	"context"
	"math/big"
	"math/bits"
)

// Slack is what is known of γ, the least of cost/profit − 1 over all attacks with a
// profit (Durvasula and Roughgarden, "Robust Restaking Networks", eq. 11): nil when no
// profit can be had, equal when proven.
type Slack struct {
	Lower, Upper *big.Rat
	Witness      Choice // an attack that attains Upper
	Split        Split  // shares made for the bound on γ
	Nodes        int64
}

// Proven reports whether the bracket is a point.
func (k *Slack) Proven() bool { return k.Upper == nil || k.Lower.Cmp(k.Upper) == 0 }

// ratio is cost/profit − 1.
func ratio(cost, profit int64) *big.Rat {
	r := big.NewRat(cost, profit)
	return r.Sub(r, big.NewRat(1, 1))
}

// Slack brackets γ by Dinkelbach's method: with C/P the least ratio known, an attack of
// profit·C > cost·P has a smaller one, and if there is none the ratio is proven. It
// starts from the services alone. It fails as Check does; l.Decide and l.Watch are
// not used.
func (s *Solver) Slack(ctx context.Context, p *Problem, l Limits) (Slack, error) {
	if err := p.Check(); err != nil {
		return Slack{}, err
	}
	if l.Nodes == 0 {
		l.Nodes = DefaultNodes
	}
	var k Slack
	for i, b := range s.Singles(ctx, p) {
		if b.Possible && p.Services[i].Profit > 0 {
			k.offer(p.trim(p.count(b.Members)))
		}
	}
	if k.Upper == nil {
		return k, nil
	}
	for {
		q, exact := p.weighed(k.Witness.Cost, k.Witness.Profit)
		a, err := s.Solve(ctx, q, Limits{Nodes: max(1, l.Nodes-k.Nodes), Decide: true, first: true})
		if err != nil {
			return Slack{}, err
		}
		k.Nodes += a.Nodes
		k.Split = a.Split
		if a.Best.Net() > 0 && k.offer(p.trim(p.count(a.Best.Members))) {
			continue
		}
		k.Witness = p.first(k.Witness)
		k.conclude(p, a.Upper, exact)
		return k, nil
	}
}

// offer takes a choice with a smaller ratio.
func (k *Slack) offer(c Choice) bool {
	if c.Profit == 0 {
		return false
	}
	if w := &k.Witness; k.Upper != nil && !less(c.Cost, w.Profit, w.Cost, c.Profit) {
		return false
	}
	k.Upper, k.Witness = ratio(c.Cost, c.Profit), c
	return true
}

// weighed multiplies profits by cost and costs by profit, exactly if both totals stay
// below 2^60; otherwise in units of a power of two, profits rounded up and costs down.
func (p *Problem) weighed(cost, profit int64) (q *Problem, exact bool) {
	g := max(gcd(cost, profit), 1)
	cost, profit = cost/g, profit/g
	var costs, profits int64
	for _, c := range p.Cost {
		costs += c
	}
	for _, s := range p.Services {
		profits += s.Profit
	}
	width := max(bits.Len64(uint64(costs))+bits.Len64(uint64(profit)), bits.Len64(uint64(profits))+bits.Len64(uint64(cost)))
	shift := uint(max(0, width-60))
	q = &Problem{Cost: make([]int64, len(p.Cost)), Start: p.Start, Edges: p.Edges, Services: make([]Service, len(p.Services))}
	for v, c := range p.Cost {
		q.Cost[v], _ = shifted(c, profit, shift)
	}
	for i, s := range p.Services {
		x, rest := shifted(s.Profit, cost, shift)
		if rest {
			x++
		}
		q.Services[i] = Service{x, s.Need}
	}
	return q, shift == 0
}

// shifted is a·b/2^shift rounded down, and whether anything was lost.
func shifted(a, b int64, shift uint) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q := hi<<(64-shift) | lo>>shift
	return int64(q), lo&(1<<shift-1) != 0
}

// conclude turns the last bound into one on γ. No attack has profit·C − cost·P above
// it, so none a ratio below C/P less bound/(P·profit); and a split is a bound of its
// own.
func (k *Slack) conclude(p *Problem, upper int64, exact bool) {
	if exact && upper <= 0 {
		k.Lower = k.Upper
		return
	}
	k.Lower = big.NewRat(-1, 1)
	if c := Certify(p, k.Split); c.Slack != nil && c.Slack.Cmp(k.Lower) > 0 {
		k.Lower = c.Slack
	}
	if x := k.fromBound(p, upper); exact && x.Cmp(k.Lower) > 0 {
		k.Lower = x
	}
	if k.Lower.Cmp(k.Upper) > 0 {
		k.Lower = k.Upper
	}
}

func (k *Slack) fromBound(p *Problem, upper int64) *big.Rat {
	least := int64(most)
	for _, s := range p.Services {
		if s.Profit > 0 && s.Need > 0 {
			least = min(least, s.Profit)
		}
	}
	w := &k.Witness
	g := max(gcd(w.Cost, w.Profit), 1)
	loss := new(big.Rat).SetFrac(big.NewInt(upper), new(big.Int).Mul(big.NewInt(least), big.NewInt(w.Profit/g)))
	return loss.Sub(k.Upper, loss)
}
