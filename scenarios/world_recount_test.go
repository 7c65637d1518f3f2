package scenarios

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/batch"
	"github.com/restakesim/restakesim/engine/money"
)

// In no scenario does the full recount, which runs every simulated day and after every
// slash and liquidation, find anything.
func TestWorldAddsUp(t *testing.T) {
	for _, name := range catalogue(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var edits []string
			if !long() {
				edits = small(t, name, 20)
			}
			p := loaded(t, name, edits...)
			n := often(4, 500)
			o := outcome(t, p, n, 2, 2) // fails where a recount does
			if days := int64(p.Spec.Horizon.Days()); o.Checks.Full < int64(n)*(days+1) || o.Checks.Posts == 0 {
				t.Errorf("%d recounts and %d postings in %d replications of %d days", o.Checks.Full, o.Checks.Posts, n, days)
			}
		})
	}
}

// A balance that changes behind the ledger's back in the middle of a replication stops
// the run, and the message says how to repeat it.
func TestWorldCatchesACorruptedBalance(t *testing.T) {
	p := loaded(t, "cascading-slash.yaml", small(t, "cascading-slash.yaml", 4)...)
	p.Spec.Cell = 3
	for _, victim := range []struct {
		name    string
		account int
		by      money.Gwei
	}{{"a boundary account", 1, 1}, {"the first account of the world", 5, -1}, {"the last account", -1, 1}} {
		t.Run(victim.name, func(t *testing.T) {
			w, err := engine.New(p.Spec)
			if err != nil {
				t.Fatal(err)
			}
			saboteur := &hooked{Context: context.Background(), step: 60, hook: func() { corrupt(w, victim.account, victim.by) }}
			task := batch.Task{Cell: 3, Lo: 40, Hi: 45}
			_, err = (&saboteurs{replicator{world: w, seed: 99}, saboteur}).Run(t.Context(), task)
			if !errors.Is(err, engine.ErrBroken) {
				t.Fatalf("got %v, want an invariant failure", err)
			}
			for _, part := range []string{"scenario cascading-slash", "cell 3", "replication 40", "seed 99", "ledger"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

// saboteurs runs a task in a context that is not the caller's.
type saboteurs struct {
	replicator
	in context.Context
}

func (s *saboteurs) Run(_ context.Context, t batch.Task) (batch.Partial, error) {
	return s.replicator.Run(s.in, t)
}

// hooked is a context, which a world asks before every step, that calls a hook once.
type hooked struct {
	context.Context
	step, asked int
	hook        func()
}

func (h *hooked) Err() error {
	if h.asked++; h.asked == h.step {
		h.hook()
	}
	return nil
}

// corrupt changes the ETH of an account, from the end of the list if it is negative,
// in a way that no package can: past the ledger's walls.
func corrupt(w *engine.World, account int, by money.Gwei) {
	book := reflect.ValueOf(w).Elem().FieldByName("book").Elem()
	eth := book.FieldByName("balances").Index(0)
	if account < 0 {
		account += eth.Len()
	}
	*(*money.Gwei)(unsafe.Pointer(eth.Index(account).UnsafeAddr())) += by
}
