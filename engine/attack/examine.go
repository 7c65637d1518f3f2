package attack

import (
	"context"
	"math/big"

	"github.com/restakesim/restakesim/engine/attack/exact"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Method says how an exposure is examined, and with it what the interval means.
type Method string

// The methods, best first.
const (
	// Covering: each operator's stake is charged once and whole, so the exposure is a
	// covering problem and the search for it is exact.
	Covering Method = "covering"
	// Enumeration: all coalitions of a small exposure are tried.
	Enumeration Method = "enumeration"
	// Services: every unit of stake stands behind one service only, so bounds add up
	// service by service. They are exact for each service and where no attack pays;
	// an attack on several services at once may net less than the bound, because an
	// operator that joins for one loses at all of them.
	Services Method = "services"
	// Relaxation: stake is shared in part. The bound splits what a node can lose over
	// its services and charges an operator's nodes apart, both in the attacker's favour.
	Relaxation Method = "relaxation"
)

// Options of an examination.
type Options struct {
	Nodes int64       // most nodes of each search; 0 means exact.DefaultNodes
	Bond  money.Ratio // share of its stake that an attacker bears, in (0, 1]; zero means all of it. Coverage counts all stake
	Joint []restake.JointProfit
}

// Examination is what is known of every attack on an exposure in σ, or in κ = bond·σ.
// Amounts are counted in 1/Den of the exposure's unit. What has not been computed is
// nil, or the widest interval.
type Examination struct {
	Method   Method
	Den      int64
	Possible bool      // some service can be attacked; no amount means anything otherwise
	Known    bool      // a search for the best attack has been made
	Best     Coalition // the best attack known, the one that loses least where none pays
	Upper    int64     // no attack nets more
	Singles  []Single  // by service
	Loads    []*big.Rat
	Local    *big.Rat // γ of the published local condition; nil where nobody bears a load
	Slack    Slack
	Split    *big.Rat // the most of γ that a split of stake alone proves, once Prove has looked
	Nodes    int64
}

// Single encloses the least cost of taking one service alone.
type Single struct {
	Possible     bool
	Lower, Upper int64
}

// Slack encloses γ, the least of cost/profit − 1. Upper is nil where no profit can be
// had, Lower where nothing is proven.
type Slack struct {
	Lower, Upper *big.Rat
	Witness      Coalition
}

// Proven reports whether no attack is better than the best known.
func (x *Examination) Proven() bool { return !x.Possible || x.Known && x.Best.Net() == x.Upper }

// Secure reports whether no attack pays, and whether that is decided.
func (x *Examination) Secure() (secure, decided bool) {
	switch {
	case !x.Possible || x.Known && x.Upper <= 0:
		return true, true
	case x.Known && x.Best.Net() > 0:
		return false, true
	}
	return false, false
}

// Proven reports whether γ is known.
func (k *Slack) Proven() bool {
	return k.Upper == nil || k.Lower != nil && k.Lower.Cmp(k.Upper) == 0
}

// Price encloses the price of corruption, the least cost of taking any service.
func (x *Examination) Price() (price Single) {
	for _, s := range x.Singles {
		switch {
		case !s.Possible:
		case !price.Possible:
			price = s
		default:
			price.Lower, price.Upper = min(price.Lower, s.Lower), min(price.Upper, s.Upper)
		}
	}
	return price
}

// Examiner makes an examination in stages, so that whoever runs out of time keeps the
// earlier ones. A stage whose context ends leaves wider intervals and no error. It is
// used by one goroutine.
type Examiner struct {
	x      Examination
	f      *field
	c      *covering
	nodes  int64
	solver exact.Solver
	split  exact.Split // of the covering problem, by the last stage that found one
}

// NewExaminer reads an exposure and answers what takes no search: the local condition
// and each service alone. It fails with ErrMalformed, or money.ErrOverflow as totals
// exceed 2^62.
//
// Whatever bounds attacks without a search does so with bonuses spread over their
// services and penalties ignored: Loads and Local, proofs, and the methods Services and
// Relaxation until cases are searched.
func NewExaminer(ctx context.Context, x *restake.Exposure, o Options) (*Examiner, error) {
	return newExaminer(ctx, x, o, enumerable(x))
}

// newExaminer tries all coalitions of an exposure that is no covering problem if told
// that it is small.
func newExaminer(ctx context.Context, x *restake.Exposure, o Options, small bool) (*Examiner, error) {
	if o.Bond == (money.Ratio{}) {
		o.Bond = money.Ratio{Num: 1, Den: 1}
	}
	x, err := spreadOver(x, o.Joint)
	if err != nil {
		return nil, err
	}
	f, err := lay(x, o.Bond)
	if err != nil {
		return nil, err
	}
	f.layJoint(o.Joint)
	e := &Examiner{f: f, c: f.perOperator(), nodes: o.Nodes}
	if err := e.c.problem.Check(); err != nil {
		return nil, err
	}
	if err := e.reapportion(ctx); err != nil {
		return nil, err
	}
	e.x = Examination{Method: e.method(), Den: f.den}
	if e.x.Loads, err = EigenLayerLoad(x); err != nil {
		return nil, err
	}
	e.x.Local = EigenLayerGamma(e.x.Loads)
	if e.x.Local != nil { // a load of T takes T·σ ≤ F·σ of what an attacker bears
		e.x.Local.Add(e.x.Local, big.NewRat(1, 1))
		e.x.Local.Mul(e.x.Local, big.NewRat(f.num, f.den))
		e.x.Local.Sub(e.x.Local, big.NewRat(1, 1))
	}
	e.raise(e.x.Local)
	e.singles(ctx)
	e.search(x, small)
	return e, nil
}

// Examine makes a whole examination.
func Examine(ctx context.Context, x *restake.Exposure, o Options) (*Examination, error) {
	e, err := NewExaminer(ctx, x, o)
	if err != nil {
		return nil, err
	}
	for _, stage := range []func(context.Context) error{e.Decide, e.Optimum, e.Gamma} {
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	return e.Examination(), nil
}

// Examination is what is known so far.
func (e *Examiner) Examination() *Examination {
	x := e.x
	return &x
}

func (e *Examiner) method() Method {
	if e.c.same {
		return Covering
	}
	for _, p := range e.f.positions {
		if p.charge != apart {
			return Relaxation
		}
	}
	return Services
}
