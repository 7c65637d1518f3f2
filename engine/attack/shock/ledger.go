package shock

import (
	"math/bits"
	"slices"
)

// ledger follows which validators are gone and which are in the coalition.
type ledger struct {
	n       *Network
	serves  [][]int32 // services of each validator
	have    []int64   // per service: stake of the coalition behind it
	left    []int64   // per service: stake behind it that is not gone
	dead    []bool    // per service: it has fallen before
	orphans bool      // a service that nobody backs any more can be taken, for nothing
}

func newLedger(n *Network, orphans bool) *ledger {
	l := &ledger{n: n, serves: make([][]int32, len(n.Stakes)), have: make([]int64, len(n.Services)),
		left: make([]int64, len(n.Services)), dead: make([]bool, len(n.Services)), orphans: orphans}
	for s, svc := range n.Services {
		for _, v := range svc.Members {
			l.serves[v] = append(l.serves[v], int32(s))
			l.left[s] += n.Stakes[v]
		}
	}
	return l
}

// lose takes a validator out of the network, or puts it back for a sign of −1.
func (l *ledger) lose(v int, sign int64) {
	for _, s := range l.serves[v] {
		l.left[s] -= sign * l.n.Stakes[v]
	}
}

// join puts a validator into the coalition, or takes it out for a sign of −1.
func (l *ledger) join(v int, sign int64) {
	for _, s := range l.serves[v] {
		l.have[s] += sign * l.n.Stakes[v]
	}
}

// covered reports whether the coalition can take service s now.
func (l *ledger) covered(s int) bool {
	if l.dead[s] || l.left[s] == 0 && !l.orphans {
		return false
	}
	a := l.n.Services[s].Alpha
	hi, lo := bits.Mul64(uint64(l.have[s]), uint64(a.Den))
	wantHi, wantLo := bits.Mul64(uint64(l.left[s]), uint64(a.Num))
	return hi > wantHi || hi == wantHi && lo >= wantLo
}

// profit is what all services bring that the coalition can take.
func (l *ledger) profit() (sum int64) {
	for s := range l.n.Services {
		if l.covered(s) {
			sum += l.n.Services[s].Profit
		}
	}
	return sum
}

// taken lists those services.
func (l *ledger) taken() []int32 {
	out := []int32{}
	for s := range l.n.Services {
		if l.covered(s) {
			out = append(out, int32(s))
		}
	}
	return out
}

// set is a set of validators by bits.
type set uint32

func (b set) list() []int32 {
	out := []int32{}
	for ; b != 0; b &= b - 1 {
		out = append(out, int32(bits.TrailingZeros32(uint32(b))))
	}
	return out
}

// byStake orders validators by falling stake, ties by index.
func (n *Network) byStake() []int {
	order := make([]int, len(n.Stakes))
	for v := range order {
		order[v] = v
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case n.Stakes[a] > n.Stakes[b]:
			return -1
		case n.Stakes[a] < n.Stakes[b]:
			return 1
		}
		return 0
	})
	return order
}
