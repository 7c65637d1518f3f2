package engine

import (
	"errors"
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/rng"
)

// World is everything that exists in a scenario. It belongs to one goroutine, is
// built once and reset for every replication.
type World struct {
	spec        *Spec
	seed        uint64
	replication uint32
	now         clock.Time
	every       clock.Span

	book       *ledger.Book
	price      *market.Price
	opening    float64 // price of ETH at the snapshot
	shocked    float64 // product of the scenario's price shocks
	chain      *restake.Ethereum
	tokens     []*token
	shown      []*token // tokens that metrics are about: those that no other stands on
	pools      []*pool
	desks      []*desk
	splits     []*split
	programmes []*programme
	net        *network
	cohorts    []*Cohort
	own        accounts
	events     clock.Queue[int]
	news       bool
	jumpAt     clock.Time // when values last jumped in this step: by news, or by a report of losses
	accrued    clock.Span // whole days for which yield has been posted
	touched    []touched
	gen        Genesis

	view    View
	actions []Action
	turns   []turn
	refused [refusals]int64
	finals  []reading
	traces  []reading
	track   track
	checks  result.Checks
}

// token is a liquid token and its place in this world.
type token struct {
	name       string
	asset      ledger.Asset
	lt         *restake.LiquidToken
	spec       *TokenSpec
	base       bool // other tokens' backing stands on it
	pools      []*pool
	desks      []*desk
	splits     []*split
	programmes []*programme
	outlook    Outlook
	stress     float64
	last       float64 // pool price per unit of redemption value, when there was one
	seen       float64 // recognised rate at the last look, for stress
	fee        float64 // share of rewards that the token's treasury keeps
	services   float64 // what services last paid, as a yearly yield before the fee
	open       bool    // accepts exit requests
	paid       restake.Paid
	track      tokenTrack
}

// pool is a two-coin pool of a token against ETH.
type pool struct {
	name   string
	pool   market.Pool
	share  ledger.Asset
	token  *token // nil: a programme's market
	spec   *PoolSpec
	owners []shareholders
}

// assetETH is the first asset of every book.
const assetETH ledger.Asset = 0

// New builds the world that a spec describes.
func New(spec *Spec) (*World, error) {
	w := &World{spec: spec, every: every(spec.Horizon, spec.Step)}
	w.book = ledger.New(w.assets(), 0)
	steps := []struct {
		what string
		do   func() error
	}{
		{"own accounts", w.openAccounts}, {"ETH price", w.buildPrice}, {"Ethereum", w.buildChain},
		{"network", w.buildNetwork}, {"tokens", w.buildTokens}, {"pools", w.buildPools},
		{"desks", w.buildDesks}, {"splits", w.buildSplits}, {"programmes", w.buildProgrammes}, {"cohorts", w.buildCohorts},
	}
	for _, s := range steps {
		if err := s.do(); err != nil {
			return nil, fmt.Errorf("engine: building %s: %w", s.what, err)
		}
	}
	w.view.w, w.gen.w = w, w
	for _, t := range w.tokens {
		if !t.base {
			w.shown = append(w.shown, t)
		}
		t.fee = t.spec.Params.RewardFee.Float()
	}
	w.finals, w.traces = w.expand(finals()), w.expand(traces())
	w.track.size(w)
	return w, nil
}

func (w *World) openAccounts() error {
	w.own.passive = w.book.Open("passive holders", 1)
	w.own.lenders = w.book.Open("lenders", 1)
	w.own.attackers = w.book.Open("attack proceeds", 1)
	return nil
}

func (w *World) buildCohorts() error {
	for i := range w.spec.Cohorts {
		s := &w.spec.Cohorts[i]
		c := &Cohort{Name: s.Name, Kind: s.Kind, Index: i, Size: s.Count, behaviour: s.Spawn(), review: s.Review, news: s.News, phase: s.Phase}
		c.First = w.book.Open(s.Name, s.Count)
		c.Entity = make([]uint64, s.Count)
		for k := range c.Entity {
			c.Entity[k] = rng.Entity(s.Name, k)
		}
		c.next = make([]clock.Time, s.Count)
		c.last, c.since = make([]clock.Time, s.Count), make([]clock.Span, s.Count)
		c.awake = make([]int32, 0, s.Count)
		w.cohorts = append(w.cohorts, c)
	}
	return nil
}

// ETH turns whole ETH into gwei, rounding down, and is zero for what is not
// positive or not a number.
func ETH(x float64) money.Gwei {
	if !(x > 0) {
		return 0
	}
	g, err := money.FromFloat(x, money.Down)
	if err != nil {
		return 0
	}
	return g
}

// ErrBroken is a broken invariant of the world: our fault.
var ErrBroken = errors.New("engine: accounts do not agree")
