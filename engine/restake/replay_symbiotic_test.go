package restake

import (
	"strconv"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// What a slash is measured against is the queue's and the active stake here, and the
// active stake at the capture in the contract. The replay therefore asks for what the
// contract accounted for, and compares how the pools share it, whose exits pay, how
// the veto window runs and what claims are paid. Operators of a network are services
// of one operator, as its guarantees to them are apart.
func TestPublishedSymbioticSlashing(t *testing.T) {
	later, _ := PlatformAt("symbiotic", Date(2025, 1, 28))
	for _, c := range readPublished(t, "symbiotic_vault.json") {
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			p := later
			equal(t, "epoch", p.Withdrawal, clock.Span(c.Params.int("epoch_seconds")))
			if c.Params.text("slasher") == "instant" || c.Params["resolver"] == false {
				p.Veto = 0 // the veto window is a setting of the vault
			} else {
				equal(t, "veto window", p.Veto, clock.Span(c.Params.int("veto_seconds")))
			}
			r := newReplay(t, c, p)
			for i, o := range c.Ops {
				r.syDo(o)
				// All cases whose window is over are executed together: states are
				// compared when a second is over.
				if i+1 == len(c.Ops) || c.Ops[i+1].text("op") == "advance" {
					r.syCompare(o.sub("after"))
				}
			}
		})
	}
}

func (r *replay) syDo(o values) {
	switch o.text("op") {
	case "set_max_network_limit", "set_network_limit", "set_operator_limit": // all are above what the vault holds
	case "deposit":
		r.deposit(o.text("staker"), r.amount(o, "amount"))
	case "withdraw":
		r.leave(o.text("staker"), r.amount(o, "amount"))
	case "advance":
		r.now = r.now.Add(clock.Span(o.int("seconds")))
	case "claim":
		must(r.t, r.g.Settle(r.book, r.now))
		if o.text("expect_error") == "" {
			r.claimed(o.text("staker"), r.amount(o.sub("expect"), "amount"))
		} else {
			r.claimed(o.text("staker"), 0)
		}
	case "slash":
		lost, err := r.sySlash(o, r.amount(o.sub("expect"), "accounted"))
		r.expected(o, err)
		equal(r.t, "taken", lost, r.amount(o.sub("expect"), "taken_from_vault"))
	case "request_slash":
		_, err := r.sySlash(o, r.amount(o, "amount"))
		if o.text("expect_error") != "InsufficientSlash" { // a case about nothing is opened here, and takes nothing
			r.expected(o, err, ErrLapsed)
		}
	case "veto_slash":
		r.expected(o, r.g.Cancel(o.int("id")), ErrCase)
	case "execute_slash":
		must(r.t, r.g.Settle(r.book, r.now))
	default:
		r.t.Fatalf("no way to replay %v", o["op"])
	}
}

func (r *replay) sySlash(o values, amount money.Gwei) (money.Gwei, error) {
	f := Fault{Service: r.services[o.text("network")+o.text("operator")], At: r.now - clock.Time(o.int("captured_seconds_ago"))}
	f.Fraction = share(amount, r.g.vaults[0].slashable(r.book))
	if f.Fraction.Num == 0 {
		f.Fraction = ratio(1, 1) // of nothing
	}
	return r.g.Slash(r.book, r.now, f)
}

func (r *replay) syCompare(s values) {
	r.t.Helper()
	r.sound()
	epoch := s.int("epoch")
	equal(r.t, "active stake", r.active(), r.amount(s, "active_stake"))
	equal(r.t, "burned", r.burned(), r.amount(s, "burned"))
	equal(r.t, "slashable in all", r.active()+r.bucket(epoch)+r.bucket(epoch+1), r.amount(s, "total_slashable"))
	for _, bucket := range []int64{epoch, epoch + 1} {
		want := money.Gwei(0)
		if key := strconv.FormatInt(bucket, 10); s.sub("withdrawals")[key] != nil {
			want = r.amount(s.sub("withdrawals"), key)
		}
		equal(r.t, "bucket", r.bucket(bucket), want)
	}
	for who := range s.sub("balance") {
		active, _, err := r.g.Value(r.book, 0, r.holders[who])
		must(r.t, err)
		equal(r.t, "balance of "+who, active, r.amount(s.sub("balance"), who))
	}
}

// bucket is the tranche that is claimable from the epoch after the given one on.
func (r *replay) bucket(epoch int64) (sum money.Gwei) {
	v := &r.g.vaults[0]
	for i := range v.tranches.len() {
		if t := v.tranches.at(i); int64(t.ready)/int64(v.platform.Withdrawal) == epoch+1 {
			sum += t.assets
		}
	}
	return sum
}
