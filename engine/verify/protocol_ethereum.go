package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// ethereumKinds are the kinds of cases about Ethereum's staking.
var ethereumKinds = map[string]func(*ethereumCase) error{
	"base_reward": (*ethereumCase).reward, "churn": (*ethereumCase).churn, "slash_penalty": (*ethereumCase).penalty,
	"slash_waves": (*ethereumCase).waves, "exit_queue_count": (*ethereumCase).countQueue, "exit_queue_balance": (*ethereumCase).balanceQueue,
}

// ethereumCase is a case of the protocol itself, in gwei and epochs.
type ethereumCase struct {
	replay
	kind       string
	in, expect object
}

// ethereum replays a case through the chain of engine/restake.
func ethereum(p replay, c object) error {
	x := &ethereumCase{p, c.text("kind"), c.sub("input"), c.sub("expect")}
	kind := ethereumKinds[x.kind]
	if kind == nil {
		return fmt.Errorf("kind %q is not known", x.kind)
	}
	return kind(x)
}

// gweiIn reads an amount that is positive and leaves room for sums.
func (x *ethereumCase) gweiIn(o object, key string) money.Gwei {
	n := o.int(key)
	if n <= 0 || n > 1<<61 {
		o.complain(key, "an amount between 1 and 2^61 belongs here")
		return money.ETH
	}
	return money.Gwei(n)
}

// total is the active balance, at least the 1 ETH that the protocol takes it for.
func (x *ethereumCase) total() money.Gwei {
	return max(x.gweiIn(x.in, "total_active_gwei"), money.ETH)
}

// fork reads the name of a set of rules.
func (x *ethereumCase) fork() (restake.Era, error) {
	e, known := restake.EraNamed(x.in.text("fork"))
	if !known {
		return e, fmt.Errorf("fork %q is not known", x.in.text("fork"))
	}
	return e, nil
}

// fields compares whole numbers, in the order of what is expected; what nothing answers
// is a difference.
func (x *ethereumCase) fields(expect object, got map[string]int64) {
	for _, field := range expect.names() {
		n, known := got[field]
		if !known {
			x.check(x.kind, field, false, expect.keys[field], "nothing answers this field")
			continue
		}
		x.check(x.kind, field, expect.has(field) && expect.big(field).Cmp(big.NewInt(n)) == 0, expect.keys[field], strconv.FormatInt(n, 10))
	}
}

// stakingChain is Ethereum with a client of its queue and so much stake of its own.
type stakingChain struct {
	*ledger.Book
	*restake.Ethereum
	client       restake.Client
	stake, purse ledger.Account
}

func newStakingChain(e restake.Era, total, own money.Gwei) (*stakingChain, error) {
	c := &stakingChain{Book: ledger.New([]ledger.AssetSpec{{Name: "ETH", Decimals: 9}}, 4)}
	c.stake, c.purse = c.Open("stake", 1), c.Open("purse", 1)
	c.Ethereum = restake.NewEthereum(restake.EthereumParams{Era: e, Staked: total, Sweep: 1})
	c.client = c.Join(c.Book, "somebody", c.purse)
	return c, c.Post(ledger.Transfer{From: ledger.Issuance, To: c.stake, Amount: own, Why: ledger.Genesis})
}

// reward lets a validator's whole ETH earn for an epoch and for a year of epochs.
func (x *ethereumCase) reward() error {
	total, epochs := x.total(), x.in.int("epochs_per_year")
	eth := x.gweiIn(x.in, "effective_balance_gwei") / money.ETH
	if epochs < 0 || epochs > 1_000_000 {
		return errors.New("epochs_per_year is out of range")
	}
	c, err := newStakingChain(restake.Eras()[0], total, 0)
	if err != nil {
		return setUp(err)
	}
	earned := map[string]int64{"base_reward_per_increment_gwei": restake.BaseReward(total)}
	for field, span := range map[string]clock.Span{"base_reward_gwei_per_epoch": restake.Epoch, "ideal_gwei_per_year": clock.Span(epochs) * restake.Epoch} {
		got, err := c.Accrue(c.Book, c.stake, eth*money.ETH, span)
		if err != nil {
			return setUp(err)
		}
		earned[field] = int64(got)
	}
	x.fields(x.expect, earned)
	return nil
}

// churn asks every set of rules what may come, go and move in an epoch.
func (x *ethereumCase) churn() error {
	const size = 32 * money.ETH
	validators, total := x.in.int("active_validators"), x.total()
	if validators < 0 || validators > 1<<26 {
		return errors.New("active_validators is out of range")
	}
	got := map[string]int64{}
	for _, e := range restake.Eras() {
		if e.ByCount {
			staked := money.Gwei(validators) * size
			got[e.Name+"_activation_validators"] = int64(e.ActivationPerEpoch(staked) / size)
			got[e.Name+"_exit_validators"] = int64(e.ExitPerEpoch(staked) / size)
			got[e.Name+"_exit_eth_per_day"] = int64(e.ExitPerDay(staked) / money.ETH)
			continue
		}
		got[e.Name+"_activation_gwei"], got[e.Name+"_exit_gwei"] = int64(e.ActivationPerEpoch(total)), int64(e.ExitPerEpoch(total))
		got[e.Name+"_consolidation_gwei"] = int64(e.ConsolidationPerEpoch(total))
		got[e.Name+"_exit_eth_per_day"] = int64(e.ExitPerDay(total) / money.ETH)
	}
	x.fields(x.expect, got)
	return nil
}

// penalty is what a slashed validator loses at once and half-way.
func (x *ethereumCase) penalty() error {
	e, err := x.fork()
	if err != nil {
		return err
	}
	balance, slashed := x.gweiIn(x.in, "effective_balance_gwei"), x.in.int("slashed_in_window_gwei")
	if slashed < 0 {
		return errors.New("slashed_in_window_gwei is negative")
	}
	correlated, err := e.CorrelationPenalty(balance, money.Gwei(slashed), x.total())
	if err != nil {
		return setUp(err)
	}
	x.fields(x.expect, map[string]int64{"initial_penalty_gwei": int64(e.InitialPenalty(balance)), "correlation_penalty_gwei": int64(correlated)})
	return nil
}

// mostExits is the most exits that a case may have.
const mostExits = 1_000_000

// countQueue lets whole validators leave one by one, as before Electra.
func (x *ethereumCase) countQueue() error {
	const size = 32 * money.ETH
	validators, exits, current := x.in.int("active_validators"), x.in.int("exits"), x.in.int("current_epoch")
	if validators < 0 || validators > 1<<26 || exits <= 0 || exits > mostExits || !anEpoch(current) {
		return errors.New("the queue is out of range")
	}
	e, _ := restake.EraNamed("deneb")
	limit := e.ExitPerEpoch(money.Gwei(validators) * size)
	line, leaving, last := restake.ExitQueue{}, map[string]int64{}, restake.ExitSlot{}
	for range exits {
		last = line.Assign(size, limit, current)
		leaving[strconv.FormatInt(last.Last, 10)]++
	}
	for _, field := range x.expect.names() {
		if field == "exit_epochs_histogram" {
			x.histogram(leaving)
			delete(x.expect.keys, field)
		}
	}
	x.fields(x.expect, map[string]int64{"last_exit_epoch": last.Last, "last_withdrawable_epoch": last.Withdrawable()})
	return nil
}

// histogram compares how many leave in every epoch that either side knows.
func (x *ethereumCase) histogram(leaving map[string]int64) {
	want := x.expect.sub("exit_epochs_histogram")
	for _, epoch := range want.names() {
		n := leaving[epoch]
		x.check(x.kind, "exit_epochs_histogram", want.int(epoch) == n, want.keys[epoch], strconv.FormatInt(n, 10))
		delete(leaving, epoch)
	}
	for _, epoch := range slices.Sorted(maps.Keys(leaving)) {
		x.check(x.kind, "exit_epochs_histogram", false, json.RawMessage("0"), strconv.FormatInt(leaving[epoch], 10))
	}
}

// anEpoch says whether an epoch leaves room for all that may be added to it.
func anEpoch(epoch int64) bool { return epoch >= 0 && epoch < 1<<40 }

// balanceQueue lets balances leave, as from Electra on.
func (x *ethereumCase) balanceQueue() error {
	current, first := x.in.int("current_epoch"), x.in.int("earliest_exit_epoch")
	if !anEpoch(current) || !anEpoch(first) {
		return errors.New("an epoch is out of range")
	}
	e, _ := restake.EraNamed("electra")
	limit := e.ExitPerEpoch(x.total())
	line := restake.ExitQueue{Earliest: first, Left: money.Gwei(max(0, x.in.int("exit_balance_to_consume_gwei")))}
	want := x.expect.list("exits")
	exits := x.in.raw("exits_gwei")
	x.check(x.kind, "exits", len(want) == len(exits), len(want), len(exits))
	for i := range min(len(want), len(exits)) {
		s := line.Assign(x.gweiIn(x.in.element("exits_gwei", i), "x"), limit, current)
		x.fields(want[i], map[string]int64{"exit_epoch": s.Last, "withdrawable_epoch": s.Withdrawable(), "left_gwei": int64(line.Left)})
	}
	delete(x.expect.keys, "exits")
	x.fields(x.expect, nil)
	return nil
}
