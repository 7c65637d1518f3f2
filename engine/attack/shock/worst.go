package shock

import (
	"context"
	"fmt"
	"math/big"

	"github.com/restakesim/restakesim/engine/money"
)

// MostWorst is the size up to which WorstCase enumerates, in validators.
const MostWorst = 20

// Loss is the worst that shocks of at most ψ of all stake can set off.
type Loss struct {
	Attacked int64    // most stake lost to attacks after such a shock
	R        *big.Rat // ψ + Attacked/total, as the paper writes it: it charges ψ in full and can exceed 1
	Most     int64    // most stake lost to shock and attacks together, which is the number to show

	Shock, Attackers []int32 // a shock and the coalition that attain Attacked; empty when that is 0
	Services         []int32 // what the coalition takes
}

// WorstCase enumerates every shock of at most ψ·total stake, ψ in [0, 1], and every
// coalition of the rest. A cascade of attacks needs no search of its own: the union of its steps is one valid attack
// on the network it started from (Durvasula and Roughgarden, corollary 1), so the worst
// cascade loses what the worst single attack does. With orphansDead a service that nobody backs any more is
// retired; without, it falls to anybody for nothing, which is the literal definition
// and subsidises an attack on others. It fails with ErrTooLarge beyond MostWorst, with
// ErrMalformed or money.ErrOverflow on what is no network, and with the context's error.
func WorstCase(ctx context.Context, n *Network, psi money.Ratio, orphansDead bool) (Loss, error) {
	if err := n.check(MostWorst); err != nil {
		return Loss{}, err
	}
	if psi.Den <= 0 || psi.Num < 0 || psi.Num > psi.Den {
		return Loss{}, fmt.Errorf("%w: shock of %v", ErrMalformed, psi)
	}
	w := worst{ctx: ctx, ledger: newLedger(n, !orphansDead), order: n.byStake(), rest: make([]int64, len(n.Stakes)+1)}
	for i := len(w.order) - 1; i >= 0; i-- {
		w.rest[i] = w.rest[i+1] + n.Stakes[w.order[i]]
	}
	total := w.rest[0]
	w.budget, _ = money.MulDiv(total, psi.Num, psi.Den, money.Down) // fits: ψ ≤ 1
	for _, s := range n.Services {
		w.prizes += s.Profit
	}
	w.walk(0, hit{})
	if err := ctx.Err(); err != nil {
		return Loss{}, fmt.Errorf("worst case: %w", err)
	}
	return w.loss(psi, total), nil
}

// hit is a shock and the coalition that follows it.
type hit struct {
	shock, coalition set
	lost, attacked   int64
}

// worst is the enumeration: each validator in turn stays out, joins the coalition or
// falls to the shock.
type worst struct {
	*ledger
	ctx    context.Context
	order  []int
	rest   []int64 // stake of the validators from a place of the order on
	budget int64   // of the shock
	prizes int64   // of all services
	steps  int
	best   hit
	most   int64
}

func (w *worst) walk(i int, h hit) {
	if w.steps++; w.steps&4095 == 0 && w.ctx.Err() != nil {
		return
	}
	if h.attacked+w.rest[i] <= w.best.attacked && h.lost+h.attacked+w.rest[i] <= w.most {
		return
	}
	if i == len(w.order) {
		w.judge(h)
		return
	}
	v := w.order[i]
	stake := w.n.Stakes[v]
	if h.attacked+stake < w.prizes {
		in := h
		in.coalition |= 1 << v
		in.attacked += stake
		w.join(v, 1)
		w.walk(i+1, in)
		w.join(v, -1)
	}
	if h.lost+stake <= w.budget {
		gone := h
		gone.shock |= 1 << v
		gone.lost += stake
		w.lose(v, 1)
		w.walk(i+1, gone)
		w.lose(v, -1)
	}
	w.walk(i+1, h)
}

func (w *worst) judge(h hit) {
	if h.coalition == 0 {
		w.most = max(w.most, h.lost)
		return
	}
	if w.profit() <= h.attacked {
		return
	}
	w.most = max(w.most, h.lost+h.attacked)
	if h.attacked > w.best.attacked {
		w.best = h
	}
}

// loss explains the best hit.
func (w *worst) loss(psi money.Ratio, total int64) Loss {
	out := Loss{Attacked: w.best.attacked, R: big.NewRat(psi.Num, psi.Den), Most: w.most,
		Shock: w.best.shock.list(), Attackers: w.best.coalition.list(), Services: []int32{}}
	if total > 0 {
		out.R.Add(out.R, big.NewRat(w.best.attacked, total))
	}
	if w.best.attacked == 0 {
		return out
	}
	for _, v := range out.Shock {
		w.lose(int(v), 1)
	}
	for _, v := range out.Attackers {
		w.join(int(v), 1)
	}
	out.Services = w.taken()
	return out
}
