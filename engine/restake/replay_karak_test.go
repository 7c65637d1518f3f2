package restake

import (
	"math/big"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
)

// The contract keeps queued shares in the pool, the package moves them to a tranche
// that pays until it is claimed: the same to the unit where amounts divide evenly. A
// service's own limit on a request is no part of the platform.
func TestPublishedKarakSlashing(t *testing.T) {
	p, _ := PlatformAt("karak", Date(2024, 10, 1))
	for _, c := range readPublished(t, "karak_vault.json") {
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			equal(t, "withdrawal delay", p.Withdrawal, clock.Span(c.Params.int("withdrawal_delay_seconds")))
			equal(t, "veto window", p.Veto, clock.Span(c.Params.int("veto_window_seconds")))
			equal(t, "cooldown", p.Pause, clock.Span(c.Params.int("slash_cooldown_seconds")))
			r := newReplay(t, c, p)
			for i, o := range c.Ops {
				r.kaDo(o)
				if i+1 == len(c.Ops) || c.Ops[i+1].text("op") == "advance" {
					r.kaCompare(o.sub("after"))
				}
			}
		})
	}
}

func (r *replay) kaDo(o values) {
	switch o.text("op") {
	case "deposit":
		r.deposit(o.text("staker"), r.amount(o, "amount"))
	case "start_redeem":
		r.leave(o.text("staker"), r.amount(o.sub("expect"), "value_now"))
	case "advance":
		r.now = r.now.Add(clock.Span(o.int("seconds")))
	case "request_slash":
		if o.text("expect_error") == "MaxSlashPercentageWadBreached" {
			return
		}
		r.kaRequest(o)
	case "cancel_slash":
		r.expected(o, r.g.Cancel(o.int("id")))
	case "finalize_slash": // early, it must do nothing; a cancelled or finished one neither
		must(r.t, r.g.Settle(r.book, r.now))
	case "finish_redeem":
		must(r.t, r.g.Settle(r.book, r.now))
		r.claimed(r.exits[o.int("id")], r.amount(o.sub("expect"), "amount"))
	default:
		r.t.Fatalf("no way to replay %v", o["op"])
	}
}

func (r *replay) kaRequest(o values) {
	all := new(big.Int).Mul(big.NewInt(100), big.NewInt(wad))
	x := new(big.Rat).SetFrac(o.big("percent_wad"), all)
	f := Fault{Service: r.services[o.text("dss")], Fraction: ratio(x.Num().Int64(), x.Denom().Int64()), At: r.now}
	lost, err := r.g.Slash(r.book, r.now, f)
	r.expected(o, err, ErrCooldown)
	equal(r.t, "taken at request", lost, 0)
	if err == nil {
		open := r.g.cases.line.at(r.g.cases.line.len() - 1)
		equal(r.t, "earmarked", open.asked, r.amount(o.sub("expect"), "earmarked"))
		equal(r.t, "case", open.id, o.sub("expect").int("id"))
	}
}

func (r *replay) kaCompare(s values) {
	r.t.Helper()
	r.sound()
	active, queued := r.g.Held(r.book, 0)
	equal(r.t, "assets", active+queued, r.amount(s, "total_assets"))
	waiting := money.Gwei(0)
	for _, x := range s["queued_value"].([]any) {
		waiting += values{"x": x}.scaled(r.t, "x", r.unit)
	}
	equal(r.t, "in redemption", queued, waiting)
	for who := range s.sub("value") {
		active, _, err := r.g.Value(r.book, 0, r.holders[who])
		must(r.t, err)
		equal(r.t, "value of "+who, active, r.amount(s.sub("value"), who))
	}
}
