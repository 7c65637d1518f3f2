package engine_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/scenarios"
)

// besieged loads a small world with attackers, whose services are rows of
// service,profit,alpha,slash_fraction, and takes it to its snapshot. A text may end with
// more agents.
func besieged(t *testing.T, text, edges, services string, sets ...string) *engine.World {
	t.Helper()
	whole := head + text
	if before, more, agents := strings.Cut(text, "agents:\n"); agents {
		whole = strings.Replace(head, "agents:\n", "agents:\n"+more, 1) + before
	}
	files := fstest.MapFS{"small.yaml": {Data: []byte(whole)},
		"edges.csv":    {Data: []byte("operator,service,vault,asset,stake,slashable\n" + edges)},
		"services.csv": {Data: []byte("service,profit,alpha,slash_fraction\n" + services)}}
	p, _, problems := scenarios.Load(files, "small.yaml", sets)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, err := engine.New(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Opened(p.Seed); err != nil {
		t.Fatal(err)
	}
	return w
}

// steps makes steps of an hour.
func steps(t *testing.T, w *engine.World, n int) {
	t.Helper()
	for range n {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// same reports an amount that is not exactly what it should be.
func same(t *testing.T, what string, got, want money.Gwei) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d, want %d", what, got, want)
	}
}

// settled are the edits by which a network moves by attacks alone.
var settled = []string{"network.rewards=0 /y", "network.attack.costs=100 ETH", "network.attack.epsilon=0 ETH", "ethereum.tips=0 %/y",
	"agents.attackers.review={fixed: 2h}", "agents.attackers.capital=50 000 ETH", "agents.attackers.hurdle=0 %", "agents.attackers.means=own"}

// restaked is a vault of 20 000 ETH: 18 000 of a liquid token and 2 000 of direct
// restakers. Service x can slash half of it.
const restaked = `
assets:
  LRT: {kind: native, supply: 18 000 LRT, rate: 1 ETH, buffer: 0 %, delegation: {a: 100 %}}
network: {kind: files, edges: edges.csv, services: services.csv, profit_in: ETH, platform: `

// TestOwnerPaysThoseWhoLose: an attacker who owns the stake that is slashed pays for it,
// nine tenths into the token's backing and a tenth to direct restakers, who lose that:
// nobody has more or less than before. Where slashes wait for a window, so do payments.
func TestOwnerPaysThoseWhoLose(t *testing.T) {
	for _, c := range []struct {
		platform string
		wait     int // hours from attack to slash
	}{{"eigenlayer", 0}, {"karak", 48}, {"symbiotic", 72}} {
		w := besieged(t, restaked+c.platform+"}\n", "a,x,a-eth,ETH,20000,10000\n", "x,40000,1/3,1/2\n", settled...)
		lost := 10_000 * money.ETH // Karak promises all of the stake, of which half is slashed
		if c.platform != "karak" {
			lost = 5_000 * money.ETH
		}
		steps(t, w, 2)
		if c.wait > 0 {
			paid, staked := w.Direct(0)
			same(t, c.platform+": paid before the slash", paid, 0)
			same(t, c.platform+": staked before the slash", staked, 2_000*money.ETH)
			same(t, c.platform+": put up", w.Capital(0, 0), 90_000*money.ETH-100*money.ETH-lost)
			steps(t, w, c.wait+1)
		}
		paid, staked := w.Direct(0)
		yield := 2_000 * 0.03 * float64(c.wait) / 8760 // a day's is posted once a day
		near(t, c.platform+": paid to direct restakers", paid.Float(), lost.Float()/10, 1e-8)
		near(t, c.platform+": their stake", staked.Float(), 2_000-lost.Float()/10, yield+1e-8)
		same(t, c.platform+": paid in all", paid+w.Idle("LRT"), lost)
		near(t, c.platform+": rate of LRT", w.TrueRate("LRT"), 1+yield/4_000, yield/4_000+1e-9)
		near(t, c.platform+": profit", w.Profit(), 40_000-100-lost.Float(), 1e-6)
		near(t, c.platform+": capital", w.Capital(0, 0).Float(), 90_000-100-lost.Float(), 1e-6)
		if err := w.Recount(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAttackersLoseTheirName: a bribed operator is thrown out of x, which it attacked,
// goes on serving y, and earns nothing in either: owners of its vault have what y pays.
// What it was bribed for as its franchise is gone; b, who took no part, keeps all.
func TestAttackersLoseTheirName(t *testing.T) {
	const world = `
assets: {LRT: {kind: native, supply: 100 LRT, rate: 1 ETH}}
network: {kind: files, platform: eigenlayer, profit_in: ETH, edges: edges.csv, services: services.csv, franchise: 3650d}
`
	for _, means := range []string{"bribe", "own"} {
		w := besieged(t, world, "a,x,a-eth,ETH,1000,200\na,y,a-eth,ETH,1000,800\nb,x,b-eth,ETH,1000,100\n", "x,9000,1/2,1/2\ny,0,1/3,1\n",
			append(settled, "network.rewards=10 %/y", "network.attack.costs=0 ETH", "agents.attackers.means="+means)...)
		same(t, "a's name at the snapshot", w.Franchise(0), 1000*money.ETH/10/10/365*365*10)
		steps(t, w, 2)
		if w.Profit() <= 0 || w.Graph().Serves(0, 0) || !w.Graph().Serves(0, 1) || !w.Graph().Serves(1, 0) {
			t.Fatalf("%s: profit %v, a serves x %v and y %v", means, w.Profit(), w.Graph().Serves(0, 0), w.Graph().Serves(0, 1))
		}
		a, b := w.Wallet(0), w.Wallet(1)
		staked, _ := w.Graph().Held(w.Book(), 0)
		steps(t, w, 24*5)
		same(t, means+": a earned", w.Wallet(0)-a, 0)
		same(t, means+": a's name", w.Franchise(0), 0)
		near(t, means+": b earned", (w.Wallet(1) - b).Float(), 5*30.0/10/365, 1e-6) // x pays 30 a year, to b alone
		after, _ := w.Graph().Held(w.Book(), 0)
		near(t, means+": a's vault got", (after - staked).Float(), 5*(80+900*0.03)/365, 0.1)
		if err := w.Recount(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNothingIsOnlyLikely: an account with slashes that may not land and attacks that
// may fail is not what the world would do, so no file and no spec can ask for one.
func TestNothingIsOnlyLikely(t *testing.T) {
	files := fstest.MapFS{"small.yaml": {Data: []byte(head + restaked + "eigenlayer}\n")},
		"edges.csv":    {Data: []byte("operator,service,vault,asset,stake,slashable\na,x,a-eth,ETH,20000,10000\n")},
		"services.csv": {Data: []byte("service,profit,alpha,slash_fraction\nx,40000,1/3,1/2\n")}}
	for _, edit := range []string{"network.attack.evaded=10 %", "network.attack.fails=10 %"} {
		if _, _, problems := scenarios.Load(files, "small.yaml", []string{edit}); len(problems) == 0 {
			t.Errorf("%s is accepted", edit)
		}
	}
	p, _, problems := scenarios.Load(files, "small.yaml", []string{"network.attack.reversed=10 %"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, err := engine.New(p.Spec); err != nil {
		t.Error(err)
	}
	p.Spec.Network.Terms.Fails = money.Ratio{Num: 1, Den: 10}
	if _, err := engine.New(p.Spec); err == nil {
		t.Error("a world of attacks that may fail")
	}
}

// TestPausePostponesSlashes: Karak lets a service ask for a slash every two days and
// carries it out after two more. After a small fault at 1 h, the slash for an attack at
// 2 h is asked for at 49 h and lands at 97 h. It is not forgotten, nor paid for in vain.
func TestPausePostponesSlashes(t *testing.T) {
	w := besieged(t, restaked+"karak}\nevents:\n  - {at: 1h, do: fault, operator: a, fraction: 1 %}\n", "a,x,a-eth,ETH,20000,10000\n", "x,40000,1/3,1/2\n", settled...)
	steps(t, w, 2)
	near(t, "put up", 90_000-100-w.Capital(0, 0).Float(), 10_000, 0)
	steps(t, w, 94)
	paid, _ := w.Direct(0)
	same(t, "paid after the slash for the fault", paid, 0)
	near(t, "lost by then", w.Graph().Lost().Float(), 200, 0)
	steps(t, w, 1)
	paid, _ = w.Direct(0)
	lost := w.Graph().Lost() - 200*money.ETH
	near(t, "lost by the attack", lost.Float(), 9_900, 5) // half of what the fault has left, and two days' yield
	near(t, "paid", paid.Float(), lost.Float()/10, 1e-8)
	near(t, "paid in all", (paid + w.Idle("LRT")).Float(), lost.Float(), 1e-8)
	near(t, "capital", w.Capital(0, 0).Float(), 90_000-100-lost.Float(), 1e-8)
	if err := w.Recount(); err != nil {
		t.Fatal(err)
	}
}

// TestSecondPlanIsDropped: two attackers, of one mind and equal means, look in the same
// step. The first takes x; the other's plan, made before, would now cost 10 000 for
// nothing.
func TestSecondPlanIsDropped(t *testing.T) {
	for _, platform := range []string{"eigenlayer", "karak"} {
		w := besieged(t, restaked+platform+"}\nagents:\n  rivals: {kind: attacker, count: 1, capital: 50 000 ETH, means: own, hurdle: 0 %, review: {fixed: 1h}}\n",
			"a,x,a-eth,ETH,20000,10000\n", "x,40000,1/3,1/2\n", append(settled, "agents.attackers.review={fixed: 1h}")...)
		steps(t, w, 1)
		if a, b := w.Capital(0, 0), w.Capital(1, 0); min(a, b) != 50_000*money.ETH || max(a, b) < 79_000*money.ETH {
			t.Errorf("%s: attackers of 50 000 ETH have %v and %v", platform, a.Float(), b.Float())
		}
		if w.Refused(engine.Unprofitable) != 1 {
			t.Errorf("%s: %d plans dropped", platform, w.Refused(engine.Unprofitable))
		}
	}
}

// TestLossesGoToTheirCause: a fault a day after an attack is a fault, and a slash that
// lands days later, as Karak's do, belongs to the attack that it was asked for.
func TestLossesGoToTheirCause(t *testing.T) {
	const fault = "}\nevents:\n  - {at: 25h, do: fault, operator: b, fraction: 10 %}\n"
	for _, c := range []struct {
		platform         string
		attacked, faults float64 // ETH
	}{{"eigenlayer", 5_000, 500}, {"karak", 10_000, 1_000}} {
		w := besieged(t, restaked+c.platform+fault, "a,x,a-eth,ETH,20000,10000\nb,y,b-eth,ETH,10000,5000\n", "x,40000,1/3,1/2\ny,0,1/3,1\n", settled...)
		stake := 30_000.0
		for _, hours := range []int{24, 49, 47} {
			steps(t, w, hours)
			got := [3]float64{w.Final("stake_lost_attacks"), w.Final("stake_lost_faults"), w.Final("stake_lost_round[1]")}
			near(t, c.platform+": round 2", w.Final("stake_lost_round[2]"), 0, 0)
			switch {
			case hours == 24 && c.platform == "karak":
				near(t, c.platform+": before anything lands", got[0]+got[1]+got[2], 0, 0)
			case hours == 24:
				near(t, c.platform+": for faults on the first day", got[1], 0, 0)
			default:
				near(t, c.platform+": for the attack", got[0], 100*c.attacked/stake, 1e-3)
				near(t, c.platform+": round 1", got[2], c.attacked, 0.2)
				near(t, c.platform+": for faults", got[1], 100*c.faults/stake, 1e-3)
			}
		}
	}
}
