package attack

import "github.com/restakesim/restakesim/engine/attack/exact"

// Trail is what searches of a network leave to the next, when its amounts have moved a
// little. All that carries over lies in it: equal trails and exposures give equal
// answers, whatever the searcher did in between. Its zero value knows nothing.
type Trail struct {
	best, tight  [2]exact.Warm // by objective
	modest       [2]exact.Warm // of the search within limits
	cost, profit [2]int64      // of the tightest attack
}

// Forget makes the trail know nothing, and keeps its memory.
func (t *Trail) Forget() { t.Copy(&Trail{}) }

// Copy makes the trail the same as another.
func (t *Trail) Copy(from *Trail) {
	for o := range t.best {
		follow(&t.best[o], &from.best[o])
		follow(&t.tight[o], &from.tight[o])
		follow(&t.modest[o], &from.modest[o])
	}
	t.cost, t.profit = from.cost, from.profit
}

func follow(to, from *exact.Warm) {
	to.Split.Shares = append(to.Split.Shares[:0], from.Split.Shares...)
	to.Members = append(to.Members[:0], from.Members...)
}
