package attack

import (
	"errors"
	"math"
	"slices"

	"github.com/restakesim/restakesim/engine/money"
)

// ErrMalformed reports an exposure that is no graph: an index out of range, a
// negative amount, a threshold outside (0, 1], a slash fraction outside [0, 1].
var ErrMalformed = errors.New("attack: malformed exposure")

// Objective says which of the two costs the attacker bears.
type Objective uint8

// The two costs of corruption, see the package comment.
const (
	Sigma Objective = iota // stake slashed: borne by an attacker who owns or borrows it
	Kappa                  // operators' own loss: borne by an attacker who bribes them
)

// String returns "sigma" or "kappa".
func (o Objective) String() string {
	if o == Kappa {
		return "kappa"
	}
	return "sigma"
}

// Attack is a coalition of operators, the services it takes, and what both amount
// to. Amounts are nano-ETH and never negative.
type Attack struct {
	Operators []int32    // ascending indices into restake.Exposure.Operators
	Services  []int32    // ascending indices into restake.Exposure.Services
	Stake     money.Gwei // all stake of the coalition's nodes, slashed or not
	Sigma     money.Gwei // stake that would be slashed
	Kappa     money.Gwei // bonds slashed and franchises lost
	Franchise money.Gwei // the franchises in Kappa
	Reward    money.Gwei // profits from corruption of the services
}

// Cost returns the cost that the objective counts.
func (a Attack) Cost(o Objective) money.Gwei {
	if o == Kappa {
		return a.Kappa
	}
	return a.Sigma
}

// Net returns reward − cost, negative when the attack loses.
func (a Attack) Net(o Objective) money.Gwei { return a.Reward - a.Cost(o) }

// Pays reports whether the attack is profitable. The test is strict: an attack
// that breaks even is none.
func (a Attack) Pays(o Objective) bool { return a.Reward > a.Cost(o) }

// Gamma returns cost/reward − 1: the slack that this attack shows to be the most
// the network can have (Durvasula and Roughgarden, eq. 11). It is false for a
// reward of zero, which bounds nothing.
func (a Attack) Gamma(o Objective) (money.Ratio, bool) {
	if a.Reward == 0 {
		return money.Ratio{}, false
	}
	return money.Ratio{Num: int64(a.Cost(o) - a.Reward), Den: int64(a.Reward)}, true
}

// Clone returns a copy that does not share memory with a searcher.
func (a Attack) Clone() Attack {
	a.Operators = slices.Clone(a.Operators)
	a.Services = slices.Clone(a.Services)
	return a
}

// Limits bound what an attacker can do, and the search for it. A limit of zero is met
// by nothing.
type Limits struct {
	Budget   money.Gwei // largest cost, in the objective's measure, that can be borne
	Services int        // most services attacked at once
	Nodes    int64      // of a search that branches where it stays open whether any attack pays; 0 for none
}

// NoLimits is the attacker of the theory, with unlimited means.
func NoLimits() Limits { return Limits{Budget: math.MaxInt64, Services: math.MaxInt} }

// Bracket encloses a least cost: no attack is cheaper than Lower, one costs Upper.
type Bracket struct{ Lower, Upper money.Gwei }

// Exact reports whether the least cost is known.
func (b Bracket) Exact() bool { return b.Lower == b.Upper }
