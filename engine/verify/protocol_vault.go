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
	done      int64 // operations so far, this one included
	stakers   []string
	holders   map[string]restake.Holder
	wallets   map[string]ledger.Account
	services  []string
	operators []string
	refusals  []namedRefusal
	read      func() state
}

// namedRefusal is what a protocol calls a refusal of the graph.
type namedRefusal struct {
	err  error
	name string
}

// answer is what the graph says of a number, in base units, and how far a case may be
// from it.
type answer struct{ got, slack *big.Int }

// state is everything that a case may ask for after an operation: numbers, maps and
// lists of numbers.
type state struct {
	numbers map[string]answer
	maps    map[string]map[string]answer
	lists   map[string][]answer
}

// longest bounds times and delays, in seconds, so that their sums stay times.
const longest = 1 << 50

// mostPairs bounds the operators times the services of a case.
const mostPairs = 1 << 14

// span reads a time or a delay.
func span(o object, key string) (clock.Span, error) {
	x := o.big(key)
	if !x.IsInt64() || x.Int64() < 0 || x.Int64() > longest {
		return 0, fmt.Errorf("%s: %s seconds", key, x)
	}
	return clock.Span(x.Int64()), nil
}

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
		holders: map[string]restake.Holder{}, wallets: map[string]ledger.Account{}}
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

// unitOf is a base unit if all that is deposited fits 63 bits, and 1e9 of them if it
// does so then. Nothing else in a vault is larger; what is asked for may be.
func unitOf(ops []object) (*big.Int, error) {
	sum, gwei := new(big.Int), big.NewInt(1e9)
	for _, o := range ops {
		if o.text("op") == "deposit" {
			sum.Add(sum, o.big("amount"))
		}
	}
	if sum.IsInt64() {
		return big.NewInt(1), nil
	}
	if !sum.Quo(sum, gwei).IsInt64() {
		return nil, &unrepresentable{"balances exceed 63 bits of 1e-9 tokens"}
	}
	return gwei, nil
}

// saturated reads an amount that is asked for, or a limit, in units of the book.
func (s *staked) saturated(o object, key string) money.Gwei {
	x := new(big.Int).Div(o.big(key), s.unit)
	if x.Sign() < 0 {
		return 0
	}
	if !x.IsInt64() {
		return math.MaxInt64
	}
	return money.Gwei(x.Int64())
}

// moved reads an amount that is to move. One below the unit cannot.
func (s *staked) moved(o object, key string) (money.Gwei, error) {
	x := s.saturated(o, key)
	if x == 0 && o.big(key).Sign() > 0 {
		return 0, &unrepresentable{"it turns on amounts below 1e-9 tokens"}
	}
	return x, nil
}

// asShares reads a number of shares in units of the book; the most there are if it has
// more than 128 bits.
func (s *staked) asShares(o object, key string) money.Wide {
	return wide(new(big.Int).Div(o.big(key), s.unit))
}

// wide saturates a number at 128 bits, and at 0.
func wide(x *big.Int) money.Wide {
	if x.Sign() < 0 {
		return money.Wide{}
	}
	if x.BitLen() > 128 {
		return money.Wide{Hi: math.MaxUint64, Lo: math.MaxUint64}
	}
	lo := new(big.Int).And(x, new(big.Int).SetUint64(math.MaxUint64))
	return money.Wide{Hi: new(big.Int).Rsh(x, 64).Uint64(), Lo: lo.Uint64()}
}

// bigOf is a 128-bit number as a big one.
func bigOf(w money.Wide) *big.Int {
	x := new(big.Int).SetUint64(w.Hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(w.Lo))
}

// counted is a number that must be met.
func counted(n int64) answer { return answer{big.NewInt(n), new(big.Int)} }

// amount may be wrong by a unit for each operation and one more, if the unit is not the
// case's own.
func (s *staked) amount(x money.Gwei) answer {
	return answer{new(big.Int).Mul(big.NewInt(int64(x)), s.unit), s.slack()}
}

func (s *staked) slack() *big.Int {
	if s.unit.IsInt64() && s.unit.Int64() == 1 {
		return new(big.Int)
	}
	return new(big.Int).Mul(big.NewInt(s.done+1), s.unit)
}

// shares may be wrong by what so much value buys at the price of a pool.
func (s *staked) shares(x money.Wide, assets money.Gwei, issued money.Wide) answer {
	slack := new(big.Int).Mul(s.slack(), new(big.Int).Add(bigOf(issued), big.NewInt(1)))
	slack.Div(slack, big.NewInt(max(1, int64(assets))))
	return answer{new(big.Int).Mul(bigOf(x), s.unit), slack}
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
	got, err := do(o)
	if lacks := (*unrepresentable)(nil); errors.As(err, &lacks) {
		return err
	}
	if unreadable := (*unknownOperation)(nil); errors.As(err, &unreadable) {
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
