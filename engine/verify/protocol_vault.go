package verify

import (
	"errors"
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

// staked is a restaking graph with one vault that goes through the operations of a case
// of protocol vectors.
type staked struct {
	p         replay
	unit      *big.Int // base units of the case in one unit of the book
	book      *ledger.Book
	g         *restake.Graph
	now       clock.Time
	done      int64      // operations so far, this one included
	limit     money.Gwei // on deposits
	margin    money.Gwei // between the present operation and one that comes out otherwise
	stakers   []string
	holders   map[string]restake.Holder
	wallets   map[string]ledger.Account
	services  []string
	operators []string
	refusals  []namedRefusal
	prices    map[int64]*big.Rat // by pool: shares for a unit, when it last held any
	read      func() state
}

// namedRefusal is what a protocol calls a refusal of the graph.
type namedRefusal struct {
	err  error
	name string
}

// state is everything that a case may ask for after an operation: numbers, maps and
// lists of numbers.
type state struct {
	numbers map[string]answer
	maps    map[string]map[string]answer
	lists   map[string][]answer
}

// activePool is the number of the pool of active stake; buckets have that of their epoch.
const activePool = -1

// mostPairs bounds the operators times the services of a case.
const mostPairs = 1 << 14

// named collects what stands at any of the keys of the operations, in order.
func named(ops []object, keys ...string) (names []string) {
	for _, o := range ops {
		for _, key := range keys {
			if name := o.text(key); o.has(key) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// newStaked builds a vault on a platform in which every operator can be slashed by every
// service, in units that the deposits of the case fit into.
func newStaked(p replay, ops []object, platform restake.Platform, operators, services []string) (*staked, error) {
	if len(operators)*len(services) > mostPairs {
		return nil, fmt.Errorf("%d operators and %d services are too many", len(operators), len(services))
	}
	unit, err := unitOf(ops)
	if err != nil {
		return nil, err
	}
	s := &staked{p: p, unit: unit, stakers: named(ops, "staker"), services: services, operators: operators,
		limit: math.MaxInt64, prices: map[int64]*big.Rat{}, holders: map[string]restake.Holder{}, wallets: map[string]ledger.Account{}}
	s.book = ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}}, 16+2*len(operators)+len(services)+len(s.stakers))
	n := &restake.Network{Unit: money.ETH, Vaults: []restake.NetworkVault{{Name: "v", Asset: "ETH"}}}
	for _, name := range services {
		n.Services = append(n.Services, restake.NetworkService{Name: name, Alpha: money.Ratio{Num: 1, Den: 1}, SlashFraction: money.Ratio{Num: 1, Den: 1}})
	}
	for o, name := range operators {
		n.Operators = append(n.Operators, restake.NetworkOperator{Name: name, Bond: money.Ratio{Den: 1}})
		n.Nodes = append(n.Nodes, restake.NetworkNode{Operator: int32(o), Stake: 1})
		for k := range services {
			n.Edges = append(n.Edges, restake.NetworkEdge{Node: int32(o), Service: int32(k), Slashable: 1})
		}
	}
	s.g, err = restake.NewGraph(s.book, n, restake.GraphParams{Platform: platform, AssetOf: func(string) (ledger.Asset, bool) { return 0, true }})
	if err != nil {
		return nil, err
	}
	for _, name := range s.stakers {
		a := s.book.Open("staker "+name, 1)
		s.wallets[name], s.holders[name] = a, s.g.Join(0, a, a)
	}
	return s, nil
}

// result compares what an operation returned, or why it was refused.
func (s *staked) result(op string, o object, got map[string]answer, err error) {
	if o.has("expect_error") {
		name := "nothing"
		if err != nil {
			name = s.nameOf(err)
		}
		s.p.check(op, "expect_error", name == o.text("expect_error"), o.text("expect_error"), name)
		return
	}
	if err != nil {
		s.p.check(op, "expect_error", false, "no refusal", s.nameOf(err))
		return
	}
	want := o.sub("expect")
	for _, key := range want.names() {
		s.compare(op, key, want.big(key), got, key)
	}
}

func (s *staked) nameOf(err error) string {
	for _, r := range s.refusals {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	return err.Error()
}

// compare answers one number; one that there is no answer to differs.
func (s *staked) compare(op, field string, want *big.Int, answers map[string]answer, key string) {
	a, known := answers[key]
	if !known {
		s.p.check(op, field, false, want.String(), "not known")
		return
	}
	off := new(big.Int).Sub(want, a.got)
	s.p.check(op, field, off.CmpAbs(a.slack) <= 0, want.String(), a.got.String())
}

// after compares a state; what a map of it does not hold is 0.
func (s *staked) after(op string, want object, got state) {
	for _, key := range want.names() {
		field := "after." + key
		switch {
		case got.maps[key] != nil:
			m := want.sub(key)
			for _, name := range m.names() {
				if _, known := got.maps[key][name]; !known {
					got.maps[key][name] = counted(0)
				}
				s.compare(op, field+"."+name, m.big(name), got.maps[key], name)
			}
			for _, name := range slices.Sorted(maps.Keys(got.maps[key])) {
				if a := got.maps[key][name]; !m.has(name) && a.got.CmpAbs(a.slack) > 0 {
					s.p.check(op, field+"."+name, false, "0", a.got.String())
				}
			}
		case got.lists[key] != nil:
			list := want.rats(key)
			s.p.check(op, field, len(list) == len(got.lists[key]), len(list), len(got.lists[key]))
			for i := range min(len(list), len(got.lists[key])) {
				s.compare(op, fmt.Sprintf("%s.%d", field, i), new(big.Int).Quo(list[i].Num(), list[i].Denom()), map[string]answer{"": got.lists[key][i]}, "")
			}
		default:
			s.compare(op, field, want.big(key), got.numbers, key)
		}
	}
}

// one does one operation and compares all that the case says of it.
func (s *staked) one(i int, o object, do func(o object) (map[string]answer, error)) error {
	op := fmt.Sprintf("%d %s", i, o.text("op"))
	s.done++
	before := s.read()
	s.margin = noEdge
	got, err := do(o)
	if lacks := (*unrepresentable)(nil); errors.As(err, &lacks) {
		return err
	}
	if unreadable := (*unknownOperation)(nil); errors.As(err, &unreadable) {
		return err
	}
	if err := s.edge(o, err); err != nil {
		return err
	}
	s.result(op, o, got, err)
	now := s.read()
	if err != nil {
		s.p.check(op, "state", before.same(now), "untouched", "touched")
	}
	if o.has("after") {
		s.after(op, o.sub("after"), now)
	}
	if err := s.book.Recount(); err != nil {
		return err
	}
	return s.g.Recheck(s.book)
}

// advance lets time pass.
func (s *staked) advance(o object) error {
	dt, err := span(o, "seconds")
	if err == nil && s.now > longest {
		err = fmt.Errorf("%d seconds have passed", s.now)
	}
	if err != nil {
		return &unknownOperation{"advance: " + err.Error()}
	}
	s.now = s.now.Add(dt)
	s.g.Pass(s.book, s.now)
	return nil
}

// deposit brings stake and returns the shares that it bought.
func (s *staked) deposit(o object) (map[string]answer, error) {
	amount, nothing := s.asked(o, "amount")
	if nothing {
		return map[string]answer{"shares": counted(0)}, nil
	}
	h := s.holders[o.text("staker")]
	active, _ := s.g.Held(s.book, 0)
	before, issued := s.g.Shares(0, h)
	if active == 0 && !issued.IsZero() && !s.whole() {
		return nil, &unrepresentable{"shares depend on the virtual unit after the pool was emptied"}
	}
	_, s.margin = s.within(amount, s.limit-active, o)
	err := s.g.Deposit(s.book, 0, h, ledger.Outside, amount)
	own, issued := s.g.Shares(0, h)
	bought, _ := own.Sub(before)
	return map[string]answer{"shares": s.shares(bought, activePool, active+amount, issued)}, err
}

// redeem asks for the exit of shares. What exceeds a holder's by rounding alone is his.
func (s *staked) redeem(o object, h restake.Holder) (id int64, worth money.Gwei, err error) {
	asked := s.asShares(o, "shares")
	if asked.IsZero() && o.big("shares").Sign() > 0 {
		return 0, 0, &unrepresentable{"it turns on amounts below 1e-9 tokens"}
	}
	own, issued := s.g.Shares(0, h)
	there, _, err := s.g.Value(s.book, 0, h)
	if err != nil {
		return 0, 0, err
	}
	total, queued := s.g.Held(s.book, 0)
	want, err := money.MulDivWide(asked, money.W(uint64(total+queued)), issued, money.Down)
	if value, fits := want.Int64(); err == nil && fits == nil && asked.Cmp(own) > 0 {
		var x money.Gwei
		if x, s.margin = s.within(money.Gwei(value), there, o); !s.whole() && x == there {
			asked = own
		}
	}
	return s.g.Redeem(s.book, 0, h, asked, s.now)
}

// service finds one by its name.
func (s *staked) service(name string) (int32, error) {
	for i, n := range s.services {
		if n == name {
			return int32(i), nil
		}
	}
	return 0, &unknownOperation{"of service " + name}
}

// unknownOperation makes a case unreadable.
type unknownOperation struct{ name string }

func (u *unknownOperation) Error() string { return fmt.Sprintf("%q is no operation", u.name) }

// same compares two states number for number.
func (a state) same(b state) bool {
	for key := range a.numbers {
		if a.numbers[key].got.Cmp(b.numbers[key].got) != 0 {
			return false
		}
	}
	for key, m := range a.maps {
		for name := range m {
			if m[name].got.Cmp(b.maps[key][name].got) != 0 {
				return false
			}
		}
	}
	for key, list := range a.lists {
		if !slices.EqualFunc(list, b.lists[key], func(x, y answer) bool { return x.got.Cmp(y.got) == 0 }) {
			return false
		}
	}
	return true
}
