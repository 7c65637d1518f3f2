package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// Spec describes a world completely. It is built once by the scenario loader, is
// never changed afterwards and is shared by all workers. Every list is in name
// order, so that the order of a file decides nothing.
type Spec struct {
	Name          string
	Cell          uint32 // of a sweep
	Seed          uint64
	Horizon, Step clock.Span
	Price         market.PriceParams
	Ethereum      restake.EthereumParams
	Tokens        []TokenSpec
	Pools         []PoolSpec
	Desks         []DeskSpec
	Splits        []SplitSpec
	Programmes    []ProgrammeSpec
	Network       *NetworkSpec // nil: no operators and services
	Cohorts       []CohortSpec
	Events        []EventSpec
	Gas           GasSpec
	Stress        StressSpec
}

// TokenSpec is a liquid token: what it is, how much of it there is and where its
// backing stands.
type TokenSpec struct {
	Name      string
	Params    restake.TokenParams
	Supply    money.Gwei  // tokens at the snapshot; what no cohort, pool or desk holds belongs to passive holders
	Held      money.Ratio // share of the backing in the buffer at the snapshot
	Shut      bool        // redemption is closed at the snapshot
	Parts     []PartSpec
	Services  float64 // what services outside the network pay on working backing, per year
	SlashRate float64 // slashes a year that holders reckon with
	SlashLoss float64 // share of the backing that they reckon to lose in one
}

// PartSpec is one part of a token's backing.
type PartSpec struct {
	Vault  string // vault of the network; empty: own validators, or idle base tokens
	Base   string // liquid staking token; empty: ETH
	Weight int64
}

// PoolSpec is a two-coin pool of a token against ETH and its reserves at the
// snapshot.
type PoolSpec struct {
	Name              string
	Base              string
	BaseQty, QuoteQty money.Gwei
	Open              func(market.Listing) (market.Pool, error)
}

// DeskSpec is a lending desk that lends ETH against a token.
type DeskSpec struct {
	Name       string
	Collateral string
	Params     market.DeskParams
	Oracle     market.OracleParams
	LLTV       float64
	Supplied   money.Gwei // ETH supplied at the snapshot
	Borrowed   money.Gwei // ETH lent out at the snapshot, to which loops are scaled; 0: as they come
}

// ProgrammeSpec is a points programme on a token and the market of what it pays.
type ProgrammeSpec struct {
	Name     string
	Token    string // token whose holders earn points
	Pays     string // token that is handed out
	Decimals uint8
	Params   market.ProgrammeParams
	Market   *PoolSpec // of the programme token against ETH; nil: not traded
	Expected float64   // price that holders reckon with where there is no market, ETH
	Cliff    bool      // who sells, redeems or is liquidated before the end loses the points of the part that leaves
}

// NetworkSpec is the operator–service graph and who stands behind it.
type NetworkSpec struct {
	Network   *restake.Network
	Graph     restake.GraphParams
	Fault     FaultSpec
	ProfitUSD bool         // profits are worth something in USD: their ETH value moves against the price
	Profits   ProfitSpec   // how profits differ from population to population
	Budgets   []money.Gwei // by service: what its treasury starts with, ETH
	Terms     attack.Terms // what an attack is worth beyond profit and slashed stake
	Greedy    bool         // attackers, and who watches the network, search greedily only
	stated    []money.Gwei // by vault: stake that the network states
}

// Search names the search that attacks come from.
func (s *NetworkSpec) Search() string {
	if s.Greedy {
		return "greedy search with local improvement"
	}
	return "search that is bounded where each operator's stake is promised whole to all its services, and greedy elsewhere"
}

// State notes what the network states of each vault; the loader calls it once.
func (s *NetworkSpec) State() {
	s.stated = make([]money.Gwei, len(s.Network.Vaults))
	for _, n := range s.Network.Nodes {
		s.stated[n.Vault] += n.Stake
	}
}

// FaultSpec is the hazard of slashable faults.
type FaultSpec struct {
	PerOperator float64   // per operator and year, for faults of its own
	Groups      []float64 // share of operators in each common-cause group (client, cloud region)
	Common      float64   // per group and year
	Hit         float64   // share of a group's operators that a common cause takes down
	Fraction    money.Ratio
	Wrongful    float64 // per service and year: a buggy or wrongful slash of one of the operators whom it can slash
}

// GasSpec is what an action costs its sender.
type GasSpec struct {
	PerAction money.Gwei // ETH
}

// StressSpec says how fear builds up and fades: an exponential average of the
// recognised discount, plus a jump per unit of backing lost.
type StressSpec struct {
	Memory clock.Span // time constant
	Slash  float64    // stress per share of backing lost
	Price  float64    // stress per unit of negative ETH log return
}

// Share divides a cohort's total over its agents: Total times a drawn size over the
// sum of sizes.
type Share struct {
	Total money.Gwei
	Size  Sizer
}

// Sizer maps a uniform number to a size, up to scale.
type Sizer func(u float64) float64

// boundary accounts are the ledger's; these are the world's own.
type accounts struct {
	passive, lenders, attackers ledger.Account
}
