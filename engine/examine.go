package engine

import (
	"context"
	"fmt"
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// Examination is what is known of every attack on the network at the snapshot, by the
// stake that an attack has slashed.
type Examination struct {
	Network *restake.Network // as it opens: amounts in ETH at recognised prices, profits at the medians of their draws
	Found   *attack.Examination
	Proof   *attack.Proof
	best    *result.Witness // the most profitable attack known
	tight   *result.Witness // the one that costs least for its profit
}

// examinationNodes limits each search of an examination. A limit of nodes and not of
// time gives the same bytes everywhere. With this one, a hundred operators and twenty
// services take a second or two, a thousand and sixty about twenty.
const examinationNodes = 100

// Examine searches the network, with profits at the medians of their draws, and proves
// what it can. A context that ends early is an
// error here: what is known so far would hang on the clock. Other errors: those of
// attack.NewExaminer.
func (s *Snapshot) Examine(ctx context.Context) (*Examination, error) {
	s.typical()
	out := &Examination{Network: s.Network()}
	x := &restake.Exposure{}
	out.Network.Exposure(x, nil)
	e, err := attack.NewExaminer(ctx, x, attack.Options{Nodes: examinationNodes})
	if err != nil {
		return nil, fmt.Errorf("examining the opening network: %w", err)
	}
	for _, stage := range []func(context.Context) error{e.Decide, e.Optimum, e.Gamma,
		func(ctx context.Context) (err error) { out.Proof, err = e.Prove(ctx); return err }} {
		if err := stage(ctx); err != nil {
			return nil, fmt.Errorf("examining the opening network: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	out.Found = e.Examination()
	return out, s.name(out)
}

// typical turns to profits at the medians of their draws.
func (s *Snapshot) typical() {
	for i := range s.exposure.Services {
		s.exposure.Services[i].Profit = s.w.net.medianProfit(i)
	}
	s.loaded, s.searched = false, [2]bool{}
}

// Network is the network as it opens, whatever its assets, counted in ETH.
func (s *Snapshot) Network() *restake.Network {
	at := s.w.spec.Network.Network
	out := &restake.Network{Unit: money.ETH, Operators: at.Operators}
	for _, v := range at.Vaults {
		out.Vaults = append(out.Vaults, restake.NetworkVault{Name: v.Name, Asset: "ETH"})
	}
	for i, x := range s.exposure.Services {
		out.Services = append(out.Services, restake.NetworkService{Name: at.Services[i].Name, Profit: x.Profit, Alpha: x.Alpha, SlashFraction: x.SlashFraction})
	}
	for i, v := range s.exposure.Nodes {
		out.Nodes = append(out.Nodes, restake.NetworkNode(v))
		for _, e := range s.exposure.EdgesOf(i) {
			out.Edges = append(out.Edges, restake.NetworkEdge{Node: int32(i), Service: e.Service, Slashable: e.Slashable})
		}
	}
	return out
}

// name measures the attacks that were found in both kinds of cost.
func (s *Snapshot) name(e *Examination) error {
	if err := s.load(); err != nil {
		return err
	}
	n := s.w.net
	measured := func(c *attack.Coalition) *result.Witness {
		a, _ := n.searcher.Measure(c.Operators, c.Services)
		return n.witness(a)
	}
	if e.Found.Possible && e.Found.Known {
		e.best = measured(&e.Found.Best)
	}
	if e.Found.Slack.Upper != nil {
		e.tight = measured(&e.Found.Slack.Witness)
	}
	return nil
}

// Describe tells a report what is known, but not where the certificate lies.
func (e *Examination) Describe(c *result.Context) {
	x := e.Found
	out := &result.Examination{Method: string(x.Method), Best: e.best, Proven: x.Proven(), Nodes: x.Nodes, Limit: examinationNodes,
		Upper: none(), Slack: enclosed(&x.Slack), Local: below(x.Local), Operators: len(x.Loads)}
	if secure, decided := x.Secure(); decided {
		out.Secure = &secure
	}
	if x.Possible {
		out.Upper = above(big.NewRat(x.Upper, int64(money.ETH)))
	}
	for _, t := range x.Loads {
		if t != nil && t.Cmp(big.NewRat(1, 1)) <= 0 {
			out.Certified++
		}
	}
	out.Certificate.Bound, out.Certificate.Slack = above(big.NewRat(e.Proof.Bound, int64(money.ETH))), below(e.Proof.Slack)
	c.Examination, c.Witness = out, e.tight
}

func none() stats.Nullable { return stats.Nullable(math.NaN()) }

// enclosed rounds an interval outwards, and what is known exactly to the nearest number.
func enclosed(k *attack.Slack) result.Interval {
	if k.Upper != nil && k.Proven() {
		exact, _ := k.Upper.Float64()
		return result.Interval{Lower: stats.Nullable(exact), Upper: stats.Nullable(exact)}
	}
	return result.Interval{Lower: below(k.Lower), Upper: above(k.Upper)}
}

// below is the largest number that is no larger than a fraction.
func below(r *big.Rat) stats.Nullable { return beside(r, -1) }

// above is the smallest number that is no smaller.
func above(r *big.Rat) stats.Nullable { return beside(r, 1) }

// beside rounds a fraction to a number on the given side of it; nil has none.
func beside(r *big.Rat, side int) stats.Nullable {
	if r == nil {
		return none()
	}
	f, _ := r.Float64()
	if back := new(big.Rat).SetFloat64(f); back.Cmp(r) == -side {
		f = math.Nextafter(f, math.Inf(side))
	}
	return stats.Nullable(f)
}
