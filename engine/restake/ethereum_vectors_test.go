package restake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// Every published case of Ethereum's staking. Activation and consolidation churn are
// not simulated, so those numbers of the churn cases are passed over.
func TestPublishedEthereumCases(t *testing.T) {
	replay := map[string]func(*testing.T, published){
		"base_reward": replayBaseReward, "churn": replayChurn, "slash_penalty": replayPenalty, "slash_waves": replayWaves,
		"exit_queue_count": replayCountQueue, "exit_queue_balance": replayBalanceQueue,
	}
	for _, c := range readPublished(t, "ethereum_staking.json") {
		t.Run(c.ID+" "+c.Kind, func(t *testing.T) {
			if replay[c.Kind] == nil {
				t.Fatalf("no way to replay a case of kind %q", c.Kind)
			}
			replay[c.Kind](t, c)
		})
	}
}

func (v values) gwei(key string) money.Gwei { return money.Gwei(v.int(key)) }

// list reads an array of objects.
func (v values) list(key string) (out []values) {
	items, _ := v[key].([]any)
	for _, x := range items {
		out = append(out, x.(map[string]any))
	}
	return out
}

func mustEra(t *testing.T, name string) Era {
	t.Helper()
	e, found := EraNamed(name)
	if !found {
		t.Fatalf("no era %s", name)
	}
	return e
}

func replayBaseReward(t *testing.T, c published) {
	staked, eth := c.Input.gwei("total_active_gwei"), c.Input.int("effective_balance_gwei")/1e9
	equal(t, "reward per ETH and epoch", BaseReward(staked), c.Expect.int("base_reward_per_increment_gwei"))
	equal(t, "reward per epoch", BaseReward(staked)*eth, c.Expect.int("base_reward_gwei_per_epoch"))
	equal(t, "yield of a year", IssuanceYield(staked), float64(c.Expect.int("ideal_gwei_per_year")/eth)/1e9)
}

func replayChurn(t *testing.T, c published) {
	staked := c.Input.gwei("total_active_gwei")
	equal(t, "validators", int64(staked)/validatorSize, c.Input.int("active_validators"))
	for _, name := range []string{"phase0", "altair", "bellatrix", "capella", "deneb"} {
		e := mustEra(t, name)
		equal(t, name+" exits per epoch", e.ExitPerEpoch(staked), money.Gwei(c.Expect.int("capella_exit_validators")*validatorSize))
		equal(t, name+" exits per day", e.ExitPerDay(staked), money.Gwei(c.Expect.int("deneb_exit_eth_per_day"))*money.ETH)
	}
	electra := mustEra(t, "electra")
	equal(t, "electra exits per epoch", electra.ExitPerEpoch(staked), c.Expect.gwei("electra_exit_gwei"))
	equal(t, "electra exits per day", electra.ExitPerDay(staked), money.Gwei(c.Expect.int("electra_exit_eth_per_day"))*money.ETH)
}

func replayPenalty(t *testing.T, c published) {
	e, in := mustEra(t, c.Input.text("fork")), c.Input
	equal(t, "initial penalty", e.InitialPenalty(in.gwei("effective_balance_gwei")), c.Expect.gwei("initial_penalty_gwei"))
	p, err := e.CorrelationPenalty(in.gwei("effective_balance_gwei"), in.gwei("slashed_in_window_gwei"), in.gwei("total_active_gwei"))
	must(t, err)
	equal(t, "correlation penalty", p, c.Expect.gwei("correlation_penalty_gwei"))
}

// replayWaves adds up what was slashed in the window by the package's own lengths.
func replayWaves(t *testing.T, c published) {
	e, waves := mustEra(t, c.Input.text("fork")), c.Input.list("waves")
	for i, want := range c.Expect.list("waves") {
		at := waves[i].int("epoch")
		charged := at + int64(CorrelationAt/Epoch)
		equal(t, "withdrawable", at+int64(SlashedWithdrawable/Epoch), want.int("withdrawable_epoch"))
		equal(t, "charged", charged, want.int("penalty_epoch"))
		slashed := money.Gwei(0)
		for _, w := range waves {
			if x := w.int("epoch"); x <= charged && x > charged-int64(CorrelationWindow/Epoch) {
				slashed += w.gwei("slashed_gwei")
			}
		}
		equal(t, "slashed in the window", slashed, want.gwei("slashed_in_window_gwei"))
		p, err := e.CorrelationPenalty(c.Input.gwei("effective_balance_gwei"), slashed, c.Input.gwei("total_active_gwei"))
		must(t, err)
		equal(t, "correlation penalty", p, want.gwei("correlation_penalty_gwei"))
	}
}

// replayCountQueue lets whole validators leave one by one, as before Electra.
func replayCountQueue(t *testing.T, c published) {
	limit := mustEra(t, "deneb").ExitPerEpoch(money.Gwei(c.Input.int("active_validators") * validatorSize))
	line, leaving, last := churn{}, map[string]int{}, int64(0)
	for range c.Input.int("exits") {
		s := line.assign(validatorSize, limit, c.Input.int("current_epoch"))
		equal(t, "out before its last epoch", s.out(validatorSize, s.last-1), 0)
		last = s.last
		leaving[strconv.FormatInt(s.last, 10)]++
	}
	want, err := json.Marshal(c.Expect["exit_epochs_histogram"])
	must(t, err)
	got, err := json.Marshal(leaving)
	must(t, err)
	equal(t, "exits by epoch", string(got), string(want))
	equal(t, "last exit", last, c.Expect.int("last_exit_epoch"))
	equal(t, "last withdrawable", last+withdrawableDelay, c.Expect.int("last_withdrawable_epoch"))
}

func replayBalanceQueue(t *testing.T, c published) {
	limit := mustEra(t, "electra").ExitPerEpoch(c.Input.gwei("total_active_gwei"))
	line := churn{earliest: c.Input.int("earliest_exit_epoch"), left: c.Input.gwei("exit_balance_to_consume_gwei")}
	exits, _ := c.Input["exits_gwei"].([]any)
	for i, want := range c.Expect.list("exits") {
		amount, err := strconv.ParseInt(fmt.Sprint(exits[i]), 10, 64)
		must(t, err)
		s := line.assign(money.Gwei(amount), limit, c.Input.int("current_epoch"))
		equal(t, "exit epoch", s.last, want.int("exit_epoch"))
		equal(t, "withdrawable", s.last+withdrawableDelay, want.int("withdrawable_epoch"))
		equal(t, "left in it", line.left, want.gwei("left_gwei"))
		equal(t, "out by its end", s.out(money.Gwei(amount), s.last), money.Gwei(amount))
	}
}
