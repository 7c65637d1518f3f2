package restake

import (
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// A block lasts 12 s. What falls due in a block is settled a second before the
// operations of that block: stake queued at block b can be slashed through block
// b+100,800 and is paid from the next one on.
const block = clock.Span(12)

func TestPublishedEigenLayerSlashing(t *testing.T) {
	p, _ := PlatformAt("eigenlayer", Date(2025, 4, 17))
	verbs := map[string]func(*replay, values){
		"register": func(*replay, values) {}, "clear_deallocations": func(*replay, values) {},
		"deposit":             func(r *replay, o values) { r.loose[o.text("staker")] += r.amount(o, "shares") },
		"delegate":            (*replay).elDelegate,
		"allocate":            (*replay).elAllocate,
		"deregister":          func(r *replay, o values) { must(r.t, r.g.OptOut(r.now, 0, r.services[o.text("set")])) },
		"advance":             (*replay).elAdvance,
		"slash":               (*replay).elSlash,
		"queue_withdrawal":    func(r *replay, o values) { r.leave(o.text("staker"), r.amount(o.sub("expect"), "withdrawable_now")) },
		"complete_withdrawal": func(r *replay, o values) { r.claimed(r.exits[o.int("id")], r.amount(o.sub("expect"), "amount")) },
	}
	for _, c := range readPublished(t, "eigenlayer_slashing.json") {
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			equal(t, "withdrawal delay", p.Withdrawal, clock.Span(c.Params.int("withdrawal_delay_blocks"))*block)
			equal(t, "deallocation delay", p.Deallocation, clock.Span(c.Params.int("deallocation_delay_blocks"))*block)
			r := newReplay(t, c, p)
			for _, o := range c.Ops {
				verbs[o.text("op")](r, o)
				r.elCompare(o.sub("after"), c.ID)
			}
		})
	}
}

// sub reads an object.
func (v values) sub(key string) values {
	m, _ := v[key].(map[string]any)
	return m
}

func (r *replay) elDelegate(o values) {
	who := o.text("staker")
	r.deposit(who, r.loose[who])
	r.loose[who] = 0
}

// elAllocate knows two of the contract's changes: from nothing, and to nothing.
func (r *replay) elAllocate(o values) {
	set := r.services[o.text("set")]
	if o.int("magnitude") == 0 {
		must(r.t, r.g.OptOut(r.now, 0, set))
		return
	}
	must(r.t, r.g.OptIn(r.now, 0, set, ratio(o.int("magnitude"), whole)))
}

func (r *replay) elAdvance(o values) {
	r.now = r.now.Add(clock.Span(o.int("blocks")) * block)
	must(r.t, r.g.Settle(r.book, r.now-1))
}

// elSlash takes a refusal for want of an allocation as a slash of nothing: the
// contract returns zeros where the set's allocation is 0.
func (r *replay) elSlash(o values) {
	want := o.sub("expect")
	f := Fault{Service: r.services[o.text("set")], Fraction: ratio(o.int("wad"), whole), At: r.now}
	lost, err := r.g.Slash(r.book, r.now, f)
	if want != nil && want.int("magnitude_slashed") == 0 && err == ErrNotServing {
		return
	}
	r.expected(o, err, ErrNotServing)
	if want != nil {
		equal(r.t, "slashed", lost, r.amount(want, "total"))
	}
}

func (r *replay) elCompare(s values, id string) {
	r.t.Helper()
	r.sound()
	v := &r.g.nodes[0]
	equal(r.t, "operator's shares", r.active(), r.sumOf(s, "operator_shares"))
	equal(r.t, "slashable in the queue", r.g.vaults[0].exposed, r.sumOf(s, "slashable_queued"))
	equal(r.t, "burned", r.burned(), r.sumOf(s, "burned"))
	if m := s.sub("max_magnitude"); m["op"] != nil {
		equal(r.t, "magnitude", v.magnitude, m.int("op"))
	}
	if a := s.sub("allocatable"); a["op"] != nil && id != "el-005" { // leaving a set is opting out here, and frees the allocation
		equal(r.t, "allocatable", r.g.Free(0).Num, a.int("op"))
	}
	for set := range s.sub("slashable_stake").sub("op") {
		reach := money.Gwei(0)
		if c := r.g.find(v, r.services[set]); c != nil {
			reach = r.g.reach(v, c, r.active())
		}
		equal(r.t, "slashable by "+set, reach, r.amount(s.sub("slashable_stake").sub("op"), set))
	}
	for who := range s.sub("withdrawable") {
		active, _, err := r.g.Value(r.book, 0, r.holders[who])
		must(r.t, err)
		equal(r.t, "withdrawable by "+who, active+r.loose[who], r.amount(s.sub("withdrawable"), who))
	}
}
