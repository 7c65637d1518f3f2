package engine

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
)

// Phase is the part of a step in which a kind acts. The world runs phases; it
// never asks for a kind.
type Phase uint8

// The phases, in the order of a step.
const (
	Decide Phase = iota // stakers, operators, token managers, depositors, providers of liquidity
	Clear               // arbitrageurs and liquidators, each at its own time
	Strike              // attackers, last
	phases
)

// Behaviour is the rule that a kind of agent lives by. One value belongs to one
// cohort of one world and is used by one goroutine.
type Behaviour interface {
	// Populate draws the cohort's traits and opening positions for a new replication.
	Populate(g *Genesis, c *Cohort)
	// Decide appends what the awake agents (indices into the cohort, ascending) ask
	// for. All see the same view. It must not keep out.
	Decide(v *View, c *Cohort, awake []int32, out []Action) []Action
}

// Settler is a behaviour whose agents must be at rest in the opening state: it is
// called once after every position stands, with the opening view.
type Settler interface {
	Settle(v *View, c *Cohort)
}

// Keeper is a behaviour whose agents act on accounts that are not their own: what lies
// there is theirs too.
type Keeper interface {
	Keeps(agent int32) Estate
}

// Estate is what an agent keeps besides its own account.
type Estate struct {
	Operator int32 // of the network, with its bond and its wallet; -1: none
	Token    int16 // whose treasury it is; -1: none
}

// CohortSpec describes a group of agents of one kind.
type CohortSpec struct {
	Name, Kind string
	Count      int
	Phase      Phase
	Review     ReviewSpec
	News       bool             // news wakes its agents
	Spawn      func() Behaviour // called once per world
	Amount     float64          // opening holdings or capital, for the report
	Unit       string           // unit of Amount
	Holds      int16            // liquid token that its agents hold at the snapshot; -1 for none
}

// ReviewSpec is when an agent looks at the world of its own accord.
type ReviewSpec struct {
	Every clock.Span // mean of an exponential clock, or the fixed interval
	Fixed bool
}

// Cohort is the world's side of a group of agents: who they are and when they
// wake. Traits belong to the behaviour, balances to the ledger.
type Cohort struct {
	Name, Kind string
	Index      int // position in name order
	Size       int
	First      ledger.Account // account of agent 0; agent i has First + i
	Entity     []uint64       // key of each agent
	behaviour  Behaviour
	review     ReviewSpec
	news       bool
	next       []clock.Time // when each agent looks next
	last       []clock.Time // when it last did
	since      []clock.Span // at its present look: time since the one before
	phase      Phase
	awake      []int32
}

// Account returns the ledger account of agent i.
func (c *Cohort) Account(i int32) ledger.Account { return c.First + ledger.Account(i) }
