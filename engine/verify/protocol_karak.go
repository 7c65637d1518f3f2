package verify

import (
	"github.com/restakesim/restakesim/engine/restake"
)

// karakRules are Karak's settings with the delays of a case.
func karakRules(params object) (p restake.Platform, err error) {
	p, _ = restake.PlatformAt("karak", 20241001)
	if p.Withdrawal, err = span(params, "withdrawal_delay_seconds"); err != nil {
		return p, err
	}
	if p.Veto, err = span(params, "veto_window_seconds"); err != nil {
		return p, err
	}
	p.Pause, err = span(params, "slash_cooldown_seconds")
	return p, err
}

// karak replays a case of a pooled vault: redemptions that stay in the pool, slashes
// earmarked at request.
func karak(p replay, c object) error {
	platform, err := karakRules(c.sub("params"))
	if err != nil {
		return err
	}
	ops, caps := c.list("ops"), c.sub("params").sub("max_slash_percent_wad")
	s, err := newStaked(p, ops, platform, []string{"operator"}, caps.names())
	if err != nil {
		return err
	}
	s.refusals = []namedRefusal{{restake.ErrCooldown, "SlashingCooldownNotPassed"}, {restake.ErrSlashCap, "MaxSlashPercentageWadBreached"},
		{restake.ErrEarly, "MinSlashingDelayNotPassed"}, {restake.ErrCase, "InvalidSlashingParams"}, {restake.ErrNotReady, "MinWithdrawDelayNotPassed"},
		{restake.ErrNoExit, "WithdrawalNotFound"}}
	for i, name := range s.services {
		s.g.SetSlashCap(int32(i), wide(caps.big(name)))
	}
	k := &karakVault{staked: s}
	s.read = k.state
	for i, o := range ops {
		if err := s.one(i, o, k.do); err != nil {
			return err
		}
	}
	if final := c.sub("final"); c.has("final") {
		s.after("final", final, s.read())
	}
	return nil
}

// karakVault is a vault and how many redemptions it has seen.
type karakVault struct {
	*staked
	redemptions int64
}

func (k *karakVault) do(o object) (map[string]answer, error) {
	h := k.holders[o.text("staker")]
	switch name := o.text("op"); name {
	case "advance":
		return nil, k.advance(o)
	case "deposit":
		return k.deposit(o)
	case "start_redeem":
		id, worth, err := k.redeem(o, h)
		if err == nil {
			k.redemptions++
		}
		return map[string]answer{"id": counted(id), "value_now": k.amount(worth)}, err
	case "finish_redeem":
		paid, err := k.g.Finish(k.book, 0, o.int("id"), k.now)
		return map[string]answer{"amount": k.amount(paid)}, err
	case "request_slash":
		service, err := k.service(o.text("dss"))
		if err != nil {
			return nil, err
		}
		id, earmarked, err := k.g.Request(k.book, k.now, restake.Demand{Service: service, Percent: wide(o.big("percent_wad")), At: k.now})
		return map[string]answer{"id": counted(id), "earmarked": k.amount(earmarked)}, err
	case "finalize_slash":
		_, taken, err := k.g.Execute(k.book, k.now, o.int("id"))
		return map[string]answer{"taken": k.amount(taken)}, err
	case "cancel_slash":
		return nil, k.g.Cancel(o.int("id"))
	default:
		return nil, &unknownOperation{name}
	}
}

func (k *karakVault) state() state {
	active, queued := k.g.Held(k.book, 0)
	total := active + queued
	_, issued := k.g.Shares(0, 0)
	st := state{numbers: map[string]answer{"total_assets": k.amount(total), "total_shares": k.shares(issued, activePool, total, issued), "time": counted(int64(k.now))},
		maps: map[string]map[string]answer{"value": {}}, lists: map[string][]answer{"queued_value": {}}}
	for _, name := range k.stakers {
		value, _, _ := k.g.Value(k.book, 0, k.holders[name])
		st.maps["value"][name] = k.amount(value)
	}
	for id := range k.redemptions {
		value, _ := k.g.Redeeming(k.book, 0, id)
		st.lists["queued_value"] = append(st.lists["queued_value"], k.amount(value))
	}
	return st
}
