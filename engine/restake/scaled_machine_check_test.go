package restake

import (
	"errors"
	"math/big"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/money"
)

// check compares everything with the twin, and the whole with what was brought.
func (x *scaledMachine) check(t *rapid.T) {
	if err := errors.Join(x.book.Recount(), x.g.Recheck(x.book)); err != nil {
		t.Fatal(err)
	}
	there := money.Gwei(0)
	for v := range int32(2) {
		active, queued := x.g.Held(x.book, v)
		there += active + queued
		if got, want := big.NewInt(int64(active)), plus(x.w.shares[v], x.w.income[v]); got.Cmp(want) != 0 {
			t.Fatalf("vault %d has %v shares, the twin %v", v, got, want)
		}
	}
	if there != x.brought {
		t.Fatalf("%d of %d are there", there, x.brought)
	}
	for i := range x.w.stakers {
		who := &x.w.stakers[i]
		v, h := x.holder(i)
		deposit, scale := x.g.Account(v, h)
		worth, err := x.g.vaults[v].holders[h].withdrawable(x.g.vaults[v].scaled.magnitude)
		if err != nil || int64(deposit) != who.s.Int64() || scale.String() != who.k.String() || int64(worth) != x.w.withdrawable(who).Int64() {
			t.Fatalf("staker %d has %d scaled by %v worth %d, %v; the twin %+v", i, deposit, scale, worth, err, *who)
		}
	}
	queued, err := x.g.QueuedShares(1, x.now)
	if want := x.w.queued(x.now, x.delay); err != nil || int64(queued) != want.Int64() {
		t.Fatalf("%d can be slashed in the queue, the twin %v", queued, want)
	}
	most, free := x.g.Magnitude(0, 1)
	if most != x.w.m[1].Int64() || free != most-x.w.promised[0].Int64()-x.w.promised[1].Int64() {
		t.Fatalf("a magnitude of %d, %d free; the twin %v, %v", most, free, x.w.m[1], x.w.promised)
	}
	for set := range int32(2) {
		if got, want := x.g.SlashableStake(x.book, 0, set), x.w.slashable(int(set)); int64(got) != want.Int64() {
			t.Fatalf("set %d can take %d, the twin %v", set, got, want)
		}
	}
}
