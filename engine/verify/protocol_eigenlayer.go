package verify

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// block is the time between two blocks. What falls due in a block is settled a second
// before the operations of that block.
const block clock.Span = 12

// mostBlocks is as far as a case may go, so that its seconds fit.
const mostBlocks = 1 << 56

// eigen replays a case of EigenLayer vectors: one asset, a vault for each operator, and
// one for stakers who have delegated to nobody.
type eigen struct {
	p      replay
	book   *ledger.Book
	g      *restake.Graph
	unit   *big.Int // base units of the case in one unit of the book
	number int64    // operations so far
	block  int64

	stakers, operators, sets []string
	places                   []stakerPlace // by staker
	exits                    []eigenExit   // by id
}

// stakerPlace is where a staker's stake is. The vault of operator i is i+1; vault 0 is
// nobody's.
type stakerPlace struct {
	wallet  ledger.Account
	holders []restake.Holder // by vault
	vault   int32
	exact   *big.Int // deposit shares in base units, to know when all of them are meant
}

type eigenExit struct {
	vault  int32
	number int64
	staker int
}

// eigenAsset is the asset of a case: staked ETH, or a token that stands for some.
const (
	eigenETH ledger.Asset = iota
	eigenToken
)

func eigenlayer(p replay, c object) error {
	e, err := newEigen(p, c)
	if err != nil {
		return err
	}
	for i, o := range c.list("ops") {
		e.number++
		if err := e.operation(fmt.Sprintf("%d %s", i, o.text("op")), o); err != nil {
			return err
		}
		if *c.first != nil {
			return *c.first
		}
	}
	if c.has("final") {
		e.compareState("final", c.sub("final"))
	}
	return nil
}

func newEigen(p replay, c object) (*eigen, error) {
	e := &eigen{p: p, unit: big.NewInt(1)}
	if !eigenFits(c) {
		e.unit = big.NewInt(1_000_000_000)
	}
	e.operators = slices.Sorted(maps.Keys(c.sub("initial").sub("operators").keys))
	for _, o := range c.list("ops") {
		for key, names := range map[string]*[]string{"staker": &e.stakers, "operator": &e.operators, "set": &e.sets} {
			if name := o.text(key); name != "" && !slices.Contains(*names, name) {
				*names = append(*names, name)
			}
		}
	}
	for _, key := range c.sub("initial").names() {
		if key != "operators" {
			c.complain("initial."+key, "is not known")
		}
	}
	if err := e.build(c.sub("params")); err != nil {
		return nil, err
	}
	return e, e.begin(c.sub("initial").sub("operators"))
}

// build makes the world of a case.
func (e *eigen) build(params object) error {
	p, _ := restake.PlatformAt("eigenlayer", restake.Date(2025, 4, 17))
	// A second more than the blocks: what ends with a block is over in the next one.
	p.Withdrawal = eigenDelay(params, "withdrawal_delay_blocks") + 1
	p.Deallocation = eigenDelay(params, "deallocation_delay_blocks") + 1
	if p.Allocation = eigenDelay(params, "allocation_delay_blocks"); p.Allocation > 0 {
		p.Allocation-- // what begins with a block is there in it
	}
	free := p
	free.Tranche = restake.Never
	asset := "token"
	if params.truth("native_eth") {
		asset = "ETH"
	}
	n := &restake.Network{Unit: money.ETH, Vaults: []restake.NetworkVault{{Name: "not delegated", Asset: asset}}}
	rules := []restake.Platform{free}
	for i, name := range e.operators {
		n.Operators = append(n.Operators, restake.NetworkOperator{Name: name, Bond: money.Ratio{Num: 0, Den: 1}})
		n.Vaults = append(n.Vaults, restake.NetworkVault{Name: name, Asset: asset})
		n.Nodes = append(n.Nodes, restake.NetworkNode{Operator: int32(i), Vault: int32(i + 1), Stake: 1})
		rules = append(rules, p)
	}
	for _, name := range e.sets {
		n.Services = append(n.Services, restake.NetworkService{Name: name, Alpha: money.Ratio{Num: 1, Den: 1}, SlashFraction: money.Ratio{Num: 1, Den: 1}})
	}
	e.book = ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}, {Name: "token", Decimals: 9}}, 64)
	assetOf := func(name string) (ledger.Asset, bool) {
		if name == "ETH" {
			return eigenETH, true
		}
		return eigenToken, true
	}
	var err error
	e.g, err = restake.NewGraph(e.book, n, restake.GraphParams{Of: rules, ETH: eigenETH, AssetOf: assetOf})
	if err != nil {
		return err
	}
	for _, name := range e.stakers {
		s := stakerPlace{wallet: e.book.Open(name, 1), exact: new(big.Int)}
		s.holders = append(s.holders, e.g.Join(0, s.wallet, s.wallet))
		for v := range e.operators {
			s.holders = append(s.holders, e.g.Follow(int32(v+1), 0, s.holders[0]))
		}
		e.places = append(e.places, s)
	}
	return nil
}

// eigenDelay reads a number of blocks as a span.
func eigenDelay(params object, key string) clock.Span {
	n := params.int(key)
	if n < 0 || n > mostBlocks {
		params.complain(key, "is no number of blocks")
		return 0
	}
	return clock.Span(n) * block
}

// begin lowers the operators to the magnitudes that they start with.
func (e *eigen) begin(initial object) error {
	for _, name := range initial.names() {
		o := initial.sub(name)
		for _, key := range o.names() {
			if key != "max_magnitude" {
				o.complain(key, "is not known")
			}
		}
		i := int32(slices.Index(e.operators, name))
		if err := e.g.SlashTo(e.book, 0, i, i+1, o.int("max_magnitude")); err != nil {
			return err
		}
	}
	return nil
}

// eigenFits says whether every amount of a case fits 63 bits as it is written.
func eigenFits(c object) bool {
	fits := true
	look := func(o object, keys ...string) {
		for _, key := range keys {
			fits = fits && o.big(key).IsInt64()
		}
	}
	for _, o := range c.list("ops") {
		look(o, "shares", "deposit_shares", "balance_before", "loss")
		look(o.sub("expect"), "operator_shares_slashed", "queued_shares_slashed", "total", "withdrawable_now", "amount")
		for _, field := range []string{"deposit_shares", "withdrawable", "operator_shares", "slashable_queued", "burned"} {
			look(o.sub("after").sub(field), o.sub("after").sub(field).names()...)
		}
	}
	return fits
}

// amount reads an amount of the case in units of the book, rounded down; what is larger
// than any amount is the largest.
func (e *eigen) amount(o object, key string) money.Gwei {
	x := o.big(key)
	if x.Sign() < 0 {
		o.complain(key, "is negative")
		return 0
	}
	if q := new(big.Int).Quo(x, e.unit); q.IsInt64() {
		return money.Gwei(q.Int64())
	}
	return math.MaxInt64
}

func (e *eigen) now() clock.Time { return clock.Time(0).Add(clock.Span(e.block) * block) }
