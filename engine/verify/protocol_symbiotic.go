package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// symbioticRules are Symbiotic's settings with those of a case.
func symbioticRules(params object) (p restake.Platform, err error) {
	p, _ = restake.PlatformAt("symbiotic", 20250128)
	if p.Withdrawal, err = span(params, "epoch_seconds"); err != nil || p.Withdrawal == 0 {
		return p, fmt.Errorf("an epoch of %d seconds", p.Withdrawal)
	}
	p.Lapse, p.Veto = p.Withdrawal, 0
	kinds := map[string]restake.Delegator{"full": restake.Full, "network": restake.ByShares, "operator": restake.Single}
	kind, known := kinds[params.text("delegator")]
	if !known {
		return p, fmt.Errorf("%q is no delegator", params.text("delegator"))
	}
	p.Delegator = kind
	switch name := params.text("slasher"); name {
	case "instant":
	case "veto":
		p.Gate = restake.Nobody
		if params.truth("resolver") {
			p.Gate = restake.Resolver
		}
		p.Veto, err = span(params, "veto_seconds")
	default:
		err = fmt.Errorf("%q is no slasher", name)
	}
	return p, err
}

// symbiotic replays a case of a vault with epochs, whose slashes are measured at a
// capture.
func symbiotic(p replay, c object) error {
	params, ops := c.sub("params"), c.list("ops")
	platform, err := symbioticRules(params)
	if err != nil {
		return err
	}
	s, err := newStaked(p, ops, platform, symbioticOperators(params, ops), named(ops, "network"))
	if err != nil {
		return err
	}
	y := &symbioticVault{staked: s, epoch: int64(platform.Withdrawal)}
	s.read, s.refusals = y.state, symbioticRefusals("TooMuchWithdraw")
	if params.has("deposit_limit") {
		s.limit = s.saturated(params, "deposit_limit")
		s.g.SetDepositLimit(0, s.limit)
	}
	if err := y.unset(); err != nil {
		return err
	}
	for i, o := range ops {
		if err := s.one(i, o, y.do); err != nil {
			return err
		}
	}
	if c.has("final") {
		s.after("final", c.sub("final"), s.read())
	}
	return nil
}

// symbioticOperators are all that a case names, the one that has a vault to itself first.
func symbioticOperators(params object, ops []object) []string {
	names := named(ops, "operator")
	if !params.has("operator") {
		return names
	}
	sole := params.text("operator")
	return append([]string{sole}, slices.DeleteFunc(names, func(n string) bool { return n == sole })...)
}

func symbioticRefusals(tooMuch string) []namedRefusal {
	return []namedRefusal{{restake.ErrShares, tooMuch}, {restake.ErrWorthless, "InsufficientRedemption"}, {restake.ErrCap, "DepositLimitReached"},
		{restake.ErrEpoch, "InvalidEpoch"}, {restake.ErrClaimed, "AlreadyClaimed"}, {restake.ErrNoClaim, "InsufficientClaim"},
		{restake.ErrMaxLimit, "ExceedsMaxNetworkLimit"}, {restake.ErrLapsed, "InvalidCaptureTimestamp"}, {restake.ErrNothing, "InsufficientSlash"},
		{restake.ErrEarly, "VetoPeriodNotEnded"}, {restake.ErrVetoOver, "VetoPeriodEnded"}, {restake.ErrExpired, "SlashPeriodEnded"},
		{restake.ErrCase, "SlashRequestCompleted"}, {restake.ErrNoVeto, "NoResolver"}}
}

// symbioticVault is a vault and the buckets that it has used.
type symbioticVault struct {
	*staked
	epoch   int64
	buckets []int64
}

// unset takes back what the network at rest promises: a case begins without limits set.
func (y *symbioticVault) unset() error {
	for k := range y.services {
		y.g.SetMaxLimit(0, int32(k), 0)
		for o := range y.operators {
			y.g.SetOperatorLimit(int32(o), int32(k), 0)
			if err := y.g.SetOperatorShares(int32(o), int32(k), money.Wide{}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (y *symbioticVault) do(o object) (map[string]answer, error) {
	switch name := o.text("op"); name {
	case "advance":
		return nil, y.advance(o)
	case "deposit":
		return y.deposit(o)
	case "withdraw", "redeem":
		return y.leave(o, name)
	case "claim":
		paid, err := y.g.Claim(y.book, 0, y.holders[o.text("staker")], o.int("epoch"), y.now)
		return map[string]answer{"amount": y.amount(paid)}, err
	case "set_max_network_limit", "set_network_limit", "set_operator_limit", "set_operator_shares":
		return nil, y.set(o, name)
	case "veto_slash":
		return nil, y.g.Cancel(o.int("id"))
	case "execute_slash":
		return y.slashed(y.g.Execute(y.book, y.now, o.int("id")))
	case "slash", "request_slash", "query_stake", "query_slashable":
		return y.ask(o, name)
	default:
		return nil, &unknownOperation{name}
	}
}

// leave queues stake by amount or by shares.
func (y *symbioticVault) leave(o object, op string) (map[string]answer, error) {
	h, bucket := y.holders[o.text("staker")], int64(y.now)/y.epoch+1
	assets, minted := y.g.Bucket(0, bucket)
	if assets == 0 && !minted.IsZero() && !y.whole() {
		return nil, &unrepresentable{"shares depend on the virtual unit after a bucket was emptied"}
	}
	own, issued := y.g.Shares(0, h)
	active, _ := y.g.Held(y.book, 0)
	amount, err := money.Gwei(0), error(nil)
	if op == "redeem" {
		y.refusals = symbioticRefusals("TooMuchRedeem")
		_, amount, err = y.redeem(o, h)
	} else {
		y.refusals = symbioticRefusals("TooMuchWithdraw")
		amount, err = y.withdraw(o, h)
	}
	if err != nil {
		return nil, err
	}
	y.used(bucket)
	left, _ := y.g.Shares(0, h)
	burned, _ := own.Sub(left)
	assets, total := y.g.Bucket(0, bucket)
	added, _ := total.Sub(minted)
	return map[string]answer{"amount": y.amount(amount), "burned_shares": y.shares(burned, activePool, active, issued),
		"withdrawal_shares": y.shares(added, bucket, assets, total)}, nil
}

// withdraw queues stake by amount.
func (y *symbioticVault) withdraw(o object, h restake.Holder) (amount money.Gwei, err error) {
	amount, nothing := y.asked(o, "amount")
	if nothing {
		return 0, nil
	}
	worth, _, err := y.g.Value(y.book, 0, h)
	if err != nil {
		return 0, err
	}
	amount, y.margin = y.within(amount, worth, o)
	return amount, y.g.Withdraw(y.book, 0, h, amount, y.now)
}

func (y *symbioticVault) used(buckets ...int64) {
	for _, e := range buckets {
		if !slices.Contains(y.buckets, e) {
			y.buckets = append(y.buckets, e)
		}
	}
}

// set writes a limit or shares.
func (y *symbioticVault) set(o object, op string) error {
	service, err := y.service(o.text("network"))
	if err != nil {
		return err
	}
	limit := y.saturated(o, "amount")
	switch op {
	case "set_max_network_limit":
		y.g.SetMaxLimit(0, service, limit)
		return nil
	case "set_network_limit":
		return y.g.SetLimit(0, service, limit)
	}
	node, err := y.operator(o.text("operator"))
	if err != nil {
		return err
	}
	if op == "set_operator_limit" {
		y.g.SetOperatorLimit(node, service, limit)
		return nil
	}
	if err := y.g.SetOperatorShares(node, service, wide(o.big("shares"))); err != nil {
		return &unrepresentable{"operator shares exceed 96 bits"}
	}
	return nil
}

func (y *symbioticVault) operator(name string) (int32, error) {
	if i := slices.Index(y.operators, name); i >= 0 {
		return int32(i), nil
	}
	return 0, &unknownOperation{"of operator " + name}
}

// ask is what a network asks of an operator: how much there is, or a slash of it.
func (y *symbioticVault) ask(o object, op string) (map[string]answer, error) {
	service, err := y.service(o.text("network"))
	if err != nil {
		return nil, err
	}
	node, err := y.operator(o.text("operator"))
	if err != nil {
		return nil, err
	}
	amount, _ := y.asked(o, "amount")
	d := restake.Demand{Node: node, Service: service, Amount: amount, At: y.captured(o)}
	left, err := y.g.SlashableOf(y.book, node, service, y.now, d.At)
	if err != nil {
		return nil, err
	}
	switch op {
	case "query_stake":
		x, err := y.g.StakeOf(y.book, node, service)
		return map[string]answer{"stake": y.amount(x)}, err
	case "query_slashable":
		return map[string]answer{"amount": y.amount(left)}, nil
	case "slash":
		y.margin = left
		return y.slashed(y.g.Strike(y.book, y.now, d))
	}
	y.margin = left
	id, amount, err := y.g.Request(y.book, y.now, d)
	return map[string]answer{"id": counted(id), "amount": y.amount(amount)}, err
}

// captured is the time that a slash is measured at; long ago is long ago.
func (y *symbioticVault) captured(o object) clock.Time {
	ago := o.big("captured_seconds_ago")
	if most := big.NewInt(2 * longest); ago.CmpAbs(most) > 0 {
		ago = most.Mul(most, big.NewInt(int64(ago.Sign())))
	}
	return y.now - clock.Time(ago.Int64())
}

func (y *symbioticVault) slashed(accounted, taken money.Gwei, err error) (map[string]answer, error) {
	return map[string]answer{"accounted": y.amount(accounted), "taken_from_vault": y.amount(taken)}, err
}

func (y *symbioticVault) state() state {
	active, _ := y.g.Held(y.book, 0)
	_, issued := y.g.Shares(0, 0)
	now := int64(y.now) / y.epoch
	waiting, _ := y.g.Bucket(0, now)
	next, _ := y.g.Bucket(0, now+1)
	st := state{numbers: map[string]answer{"time": counted(int64(y.now)), "epoch": counted(now), "active_stake": y.amount(active),
		"active_shares": y.shares(issued, activePool, active, issued), "burned": y.amount(y.g.Lost()), "total_slashable": y.amount(active + waiting + next)},
		maps: map[string]map[string]answer{"balance": {}, "withdrawals": {}, "withdrawal_shares": {}}}
	for _, name := range y.stakers {
		value, _, _ := y.g.Value(y.book, 0, y.holders[name])
		st.maps["balance"][name] = y.amount(value)
	}
	for _, e := range y.buckets {
		assets, shares := y.g.Bucket(0, e)
		st.maps["withdrawals"][fmt.Sprint(e)] = y.amount(assets)
		st.maps["withdrawal_shares"][fmt.Sprint(e)] = y.shares(shares, e, assets, shares)
	}
	return st
}
