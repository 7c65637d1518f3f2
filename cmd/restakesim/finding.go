package main

import (
	"encoding/json"
	"math/big"
	"time"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/attack/partial"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/verify"
)

// answers are what `attack --json` prints, in this order. What has not been computed,
// or is not known exactly, is null.
type answers struct {
	MaxNet    *verify.Amount     `json:"max_net_profit"`
	Upper     *verify.Amount     `json:"upper_bound"`
	Proven    bool               `json:"proven"`
	Best      *bestAttack        `json:"best_attack"`
	MinCost   []*verify.Amount   `json:"min_cost_by_service"`
	Price     *verify.Amount     `json:"price_of_corruption"`
	Secure    *bool              `json:"secure"`
	Gamma     gammaRange         `json:"gamma_max"`
	Local     *verify.Fraction   `json:"gamma_eigenlayer"`
	Loads     []*verify.Fraction `json:"eigenlayer_load"`
	Divisible *verify.Amount     `json:"divisible_max_net"`
	Nodes     int64              `json:"nodes"`
	Seconds   float64            `json:"seconds"`
}

type bestAttack struct {
	Services   labels         `json:"services"`
	Validators labels         `json:"validators"`
	Profit     *verify.Amount `json:"profit"`
	Cost       *verify.Amount `json:"cost"`
	Joint      []jointProfit  `json:"joint,omitempty"` // of the profit
}

// jointProfit is one that the best attack takes.
type jointProfit struct {
	Services labels         `json:"services"`
	Profit   *verify.Amount `json:"profit"`
}

type gammaRange struct {
	Lower *verify.Fraction `json:"lower"`
	Upper *verify.Fraction `json:"upper"`
}

// byzantine is what an elastic network adds.
type byzantine struct {
	answers
	Fraction *verify.Fraction `json:"byzantine_fraction"`
	Set      *labels          `json:"byzantine_set"`
}

// labels are services or validators: by number, or by name where files give names.
type labels struct {
	numbers []int32
	names   []string // of all; nil where they are numbered
}

// MarshalJSON implements json.Marshaler.
func (l labels) MarshalJSON() ([]byte, error) {
	if l.names == nil {
		return json.Marshal(append([]int32{}, l.numbers...))
	}
	return json.Marshal(l.strings())
}

// finding is everything that is said of one network.
type finding struct {
	answers
	started   time.Time
	symbol    string // unit of amounts, empty where the file has none
	per       int64  // amounts are counted in 1/per of that unit
	bond      money.Ratio
	network   *restake.Network
	method    attack.Method
	price     attack.Single
	singles   []attack.Single
	services  []string
	operators []string
	proof     *attack.Proof
	split     *big.Rat // the most of γ that a split of stake proves
	divisible *partial.DivisibleAnswer
	elastic   *byzantine // its answers are those above
	sealed    string     // where the certificate is, and its hash
	unsealed  error      // why it could not be written
	note      string     // why not all is known
}

// amount turns a count into the unit that the file uses.
func (f *finding) amount(x int64) *verify.Amount { return verify.NewAmount(big.NewRat(x, f.per)) }

// take takes over an examination of a network.
func (f *finding) take(n *restake.Network, bond money.Ratio, x *attack.Examination, p *attack.Proof) {
	f.network, f.bond, f.method, f.proof, f.split, f.singles, f.price = n, bond, x.Method, p, x.Split, x.Singles, x.Price()
	f.per = x.Den * int64(n.Unit)
	if n.Unit > 1 {
		f.symbol = " ETH"
		for _, s := range n.Services {
			f.services = append(f.services, s.Name)
		}
		for _, o := range n.Operators {
			f.operators = append(f.operators, o.Name)
		}
	}
	f.Proven, f.Nodes = x.Proven(), x.Nodes
	if secure, decided := x.Secure(); decided {
		f.Secure = &secure
	}
	if x.Possible {
		f.MaxNet, f.Upper = f.amount(x.Best.Net()), f.amount(x.Upper)
		f.Best = &bestAttack{labels{x.Best.Services, f.services}, labels{x.Best.Operators, f.operators}, f.amount(x.Best.Profit), f.amount(x.Best.Cost), nil}
		f.takeJoint(n, x.Best.Services)
	}
	f.MinCost = make([]*verify.Amount, len(x.Singles))
	for s, c := range x.Singles {
		if c.Possible && c.Lower == c.Upper {
			f.MinCost[s] = f.amount(c.Lower)
		}
	}
	if f.price.Possible && f.price.Lower == f.price.Upper {
		f.Price = f.amount(f.price.Lower)
	}
	f.Gamma = gammaRange{verify.NewFraction(x.Slack.Lower), verify.NewFraction(x.Slack.Upper)}
	f.Local = verify.NewFraction(x.Local)
	for _, t := range x.Loads {
		f.Loads = append(f.Loads, verify.NewFraction(t))
	}
	if d := f.divisible; d != nil && d.Lower != nil && d.Proven() {
		f.Divisible = f.fraction(d.Lower)
	}
}

// fraction turns a fractional count into the unit that the file uses.
func (f *finding) fraction(x *big.Rat) *verify.Amount {
	return verify.NewAmount(new(big.Rat).Quo(x, big.NewRat(f.per, 1)))
}

// printJSON prints the answers for programs.
func (f *finding) printJSON(w writer) error {
	if f.elastic != nil {
		f.elastic.answers = f.answers
		return printIndented(w, f.elastic)
	}
	return printIndented(w, f.answers)
}
