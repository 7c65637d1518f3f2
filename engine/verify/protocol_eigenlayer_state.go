package verify

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// eigenState is the state of a case: what the vectors list, by field and name. The
// fields by operator and set have both in the name.
type eigenState map[string]map[string]*big.Int

// state reads the state of now.
func (e *eigen) state() eigenState {
	out := eigenState{}
	put := func(field, name string, x *big.Int) {
		if out[field] == nil {
			out[field] = map[string]*big.Int{}
		}
		out[field][name] = x
	}
	gwei := func(x money.Gwei) *big.Int { return big.NewInt(int64(x)) }
	for i, name := range e.stakers {
		s := &e.places[i]
		deposit, scale := e.g.Account(s.vault, s.holder())
		worth, _, _ := e.g.Value(e.book, s.vault, s.holder())
		put("deposit_shares", name, gwei(deposit))
		put("withdrawable", name, gwei(worth))
		put("scaling_factor", name, bigOf(scale))
	}
	for i, name := range e.operators {
		vault := int32(i + 1)
		active, _ := e.g.Held(e.book, vault)
		most, free := e.g.Magnitude(int32(i), vault)
		queued, _ := e.g.QueuedShares(vault, e.now())
		put("operator_shares", name, gwei(active))
		put("max_magnitude", name, big.NewInt(most))
		put("allocatable", name, big.NewInt(free))
		put("slashable_queued", name, gwei(queued))
		for k, set := range e.sets {
			put("slashable_stake", name+"\x00"+set, gwei(e.g.SlashableStake(e.book, int32(i), int32(k))))
		}
	}
	for k, set := range e.sets {
		put("burned", set, gwei(e.g.Reported(int32(k))))
	}
	return out
}

// compareState compares a state with the one that is expected. What neither names is 0,
// but for factors and magnitudes, which begin at 1e18.
func (e *eigen) compareState(op string, want object) {
	got := e.state()
	for _, field := range want.names() {
		if field == "block" {
			e.p.check(op, field, want.int(field) == e.block, want.big(field).String(), big.NewInt(e.block).String())
			continue
		}
		values, known := e.wanted(field, want)
		if !known {
			e.p.check(op, field, false, string(want.keys[field]), "nothing")
			continue
		}
		for name := range got[field] {
			if values[name] == nil {
				values[name] = initially(field)
			}
		}
		for _, name := range sortedKeys(values) {
			is := got[field][name]
			if is == nil {
				is = initially(field)
			}
			e.p.check(op, label(field, name), e.same(field, name, values[name], is, want), values[name].String(), e.shown(field, is))
		}
	}
}

// wanted reads a field of an expected state; false if there is no such field.
func (e *eigen) wanted(field string, want object) (map[string]*big.Int, bool) {
	out := map[string]*big.Int{}
	o := want.sub(field)
	switch field {
	case "deposit_shares", "withdrawable", "scaling_factor", "operator_shares", "max_magnitude", "allocatable", "slashable_queued", "burned":
		for _, name := range o.names() {
			out[name] = o.big(name)
		}
	case "slashable_stake":
		for _, name := range o.names() {
			for _, set := range o.sub(name).names() {
				out[name+"\x00"+set] = o.sub(name).big(set)
			}
		}
	default:
		return nil, false
	}
	return out, true
}

// initially is what a name that a state does not list has.
func initially(field string) *big.Int {
	switch field {
	case "scaling_factor", "max_magnitude", "allocatable":
		return new(big.Int).SetUint64(restake.RateOne)
	}
	return new(big.Int)
}

// same says whether a value is the expected one: exactly where a unit is a base unit,
// and for whatever is no amount. Amounts of coarser units agree within as many units as
// there were operations and one more, scaling factors within that part of the deposit.
func (e *eigen) same(field, name string, want, got *big.Int, state object) bool {
	switch field {
	case "max_magnitude", "allocatable":
		return want.Cmp(got) == 0
	case "scaling_factor":
		return e.near(want, got, state.sub("deposit_shares").big(name))
	}
	return e.close(want, got)
}

// close says whether an amount of the case and one of the book agree.
func (e *eigen) close(want, got *big.Int) bool {
	apart := new(big.Int).Mul(got, e.unit)
	apart.Sub(apart, want).Abs(apart)
	return apart.Cmp(e.slack()) <= 0
}

// near says whether two numbers of shares or factors agree as well as the amount that
// they belong to, which is in base units.
func (e *eigen) near(want, got, amount *big.Int) bool {
	apart := new(big.Int).Sub(want, got)
	apart.Abs(apart).Mul(apart, amount)
	return want.Cmp(got) == 0 || amount.Sign() > 0 && apart.Cmp(new(big.Int).Mul(want, e.slack())) <= 0
}

// slack is how far an amount may be off, in base units.
func (e *eigen) slack() *big.Int {
	if e.unit.IsInt64() && e.unit.Int64() == 1 {
		return new(big.Int)
	}
	return new(big.Int).Mul(big.NewInt(e.number+1), e.unit)
}

// shown turns a value of the book into base units.
func (e *eigen) shown(field string, got *big.Int) string {
	switch field {
	case "scaling_factor", "max_magnitude", "allocatable", "id", "magnitude_slashed", "scaled_shares":
		return got.String()
	}
	return new(big.Int).Mul(got, e.unit).String()
}

// compareResult compares what an operation returned.
func (e *eigen) compareResult(op string, o object, got result) {
	want := o.sub("expect")
	for _, field := range want.names() {
		is := got[field]
		if is == nil {
			e.p.check(op, field, false, string(want.keys[field]), "nothing")
			continue
		}
		x, same := want.big(field), false
		switch field {
		case "id", "magnitude_slashed":
			same = x.Cmp(is) == 0
		case "scaled_shares":
			// They stand for their number of units, whatever these are worth.
			same = e.near(x, new(big.Int).Mul(is, e.unit), e.queuedBy(o))
			is = new(big.Int).Mul(is, e.unit)
		default:
			same = e.close(x, is)
		}
		e.p.check(op, field, same, x.String(), e.shown(field, is))
	}
}

// queuedBy is the deposit shares that a request queues, in base units.
func (e *eigen) queuedBy(o object) *big.Int {
	if o.has("deposit_shares") {
		return o.big("deposit_shares")
	}
	return o.sub("expect").big("scaled_shares")
}

func sortedKeys(m map[string]*big.Int) []string { return slices.Sorted(maps.Keys(m)) }

// label names a value of a field.
func label(field, name string) string {
	return field + "." + strings.ReplaceAll(name, "\x00", ".")
}
