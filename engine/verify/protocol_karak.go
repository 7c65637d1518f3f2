package verify

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/ledger"
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
		shares := k.asShares(o, "shares")
		id, worth, err := k.g.Redeem(k.book, 0, h, shares, k.now)
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

// advance lets time pass.
func (s *staked) advance(o object) error {
	dt, err := span(o, "seconds")
	if err == nil && s.now > longest {
		err = fmt.Errorf("%d seconds have passed", s.now)
	}
	if err != nil {
		return &unknownOperation{"advance: " + err.Error()}
	}
	s.now = s.now.Add(dt)
	s.g.Pass(s.book, s.now)
	return nil
}

// deposit brings stake and returns the shares that it bought.
func (s *staked) deposit(o object) (map[string]answer, error) {
	amount, err := s.moved(o, "amount")
	if err != nil {
		return nil, err
	}
	h := s.holders[o.text("staker")]
	active, _ := s.g.Held(s.book, 0)
	before, issued := s.g.Shares(0, h)
	if active == 0 && !issued.IsZero() && s.unit.Int64() != 1 {
		return nil, &unrepresentable{"shares depend on the virtual unit after the pool was emptied"}
	}
	err = s.g.Deposit(s.book, 0, h, ledger.Outside, amount)
	own, issued := s.g.Shares(0, h)
	bought, _ := own.Sub(before)
	return map[string]answer{"shares": s.shares(bought, active+amount, issued)}, err
}

// service finds one by its name.
func (s *staked) service(name string) (int32, error) {
	for i, n := range s.services {
		if n == name {
			return int32(i), nil
		}
	}
	return 0, &unknownOperation{"of service " + name}
}

func (k *karakVault) state() state {
	active, queued := k.g.Held(k.book, 0)
	total := active + queued
	_, issued := k.g.Shares(0, 0)
	st := state{numbers: map[string]answer{"total_assets": k.amount(total), "total_shares": k.shares(issued, total, issued), "time": counted(int64(k.now))},
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
