package restake

import (
	"fmt"
	"strconv"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// Setting is one rule or number of a platform, a token or an era, written for people.
type Setting struct {
	Name  string // a word of its own, stable
	Value string
	Doc   string // what it means
}

// Settings lists the rules and clocks of a platform. What cannot matter is left out: a
// veto's length where nothing can be slashed, rounding where nothing is pooled.
func (p *Platform) Settings() []Setting {
	l := settings{}
	l.day("since", p.Since, "first day on which these rules hold")
	l.add("exposure", p.Overlap.String(), "how the same stake is promised to several services")
	if p.Overlap == Capped {
		l.add("delegator", p.Delegator.String(), "how a vault's stake becomes that of its operators")
	}
	l.flag("slashes", p.Slashes, "whether stake can be slashed")
	if p.Slashes {
		p.slashing(&l)
	}
	l.add("accounts", p.Accounts.String(), "what owners have: shares of one price, or deposit shares under a magnitude that falls")
	l.count("virtual_units", int64(p.Virtual), "virtual units on both sides of the price of pooled shares")
	if p.Accounts == Pooled && p.Slashes {
		l.add("rounding", p.Split.String(), "how one loss is shared by active and queued stake")
	}
	l.flag("reopens", p.Reopens, "whether a vault slashed to nothing takes stake again")
	l.always("withdrawal", p.Withdrawal, "from request to payment; length of an epoch where queued stake pays until one ends")
	l.span("allocation", p.Allocation, "until a new or larger commitment can be slashed")
	l.span("deallocation", p.Deallocation, "how long a reduced or ended commitment still can")
	return l
}

// slashing lists what matters where stake can be slashed.
func (p *Platform) slashing(l *settings) {
	l.add("basis", p.Basis.String(), "the stake that a slash is measured against: there now, or promised when the fault happened")
	l.add("amount_fixed_at", p.Fixing.String(), "when the amount of a slash is settled")
	l.add("queued_stake_pays", p.Tranche.String(), "how long stake that is leaving still pays for slashes")
	if p.Veto > 0 {
		l.add("gate", p.Gate.String(), "who may stop a slash, and until when")
	}
	l.span("veto", p.Veto, "wait between request and execution of a slash")
	l.span("pause", p.Pause, "least time between two requests of one service against one operator")
	l.span("lapse", p.Lapse, "latest execution after the fault")
	l.span("hold", p.Hold, "how long slashed funds rest")
}

// Settings lists the terms of a token; those that it does not have are left out.
func (p *TokenParams) Settings() []Setting {
	l := settings{}
	l.add("family", p.Family, "kind of asset in a scenario")
	l.add("exit.price", p.Price.String(), "when the price of an exit is fixed: at request, at payment, or the lower of both")
	l.add("rate", p.Rate.String(), "fixed point of the rate at which exits are priced")
	l.add("exit.clock", p.Clock.String(), "from when on an exit may be paid")
	l.always("exit.delay", p.Delay, "least time from request to payment")
	l.span("exit.period", p.Period, "length of a calendar period or between a curator's rounds")
	l.span("exit.start", clock.Span(p.Start), "when the first calendar period began")
	l.flag("exit.buffer_only", p.BufferOnly, "whether an exit that the buffer does not cover is refused")
	l.ratio("exit.fee", p.ExitFee, "share of an exit that stays in the pool")
	l.ratio("instant_fee", p.Instant, "fee of the exit without waiting, which stays in the pool")
	l.ratio("instant_commission", p.Commission, "further fee of that exit, for the treasury")
	l.ratio("exit.least_kept", p.MinKept, "an exit worth less than this share of its value at request is cancelled")
	l.add("opening_rate", decimal(p.Opening)+" ETH", "redemption value of a token, until a scenario states its snapshot's")
	l.ratio("buffer", p.Buffer, "share of the backing held for exits, until a scenario states its own")
	l.ratio("reward_fee", p.RewardFee, "share of rewards that the treasury keeps")
	l.ratio("deposit_fee", p.DepositFee, "share of a deposit that the treasury keeps")
	l.always("report", p.Report, "how often the redemption rate is recognised")
	l.ratio("jump_limit", p.JumpLimit, "a report that moves the rate by more is refused once")
	l.amount("cap", p.Cap, "most backing that deposits may reach")
	l.amount("least_deposit", p.MinDeposit, "least deposit")
	l.amount("least_exit", p.MinExit, "least exit")
	return append(l, p.Bridge.Settings()...)
}

// Settings lists the terms of a mint on another chain, none where there is no such mint.
func (b *BridgeTerms) Settings() []Setting {
	l := settings{}
	l.ratio("bridge.fee", b.Fee, "share of a deposit on another chain, at most of one batch, for the treasury")
	l.amount("bridge.batch", b.Batch, "deposits on another chain are brought in by batches of this size")
	l.span("bridge.oldest_price", b.MaxAge, "a rate older than this is refused on another chain")
	return l
}

// Settings lists the rules of an era.
func (e *Era) Settings() []Setting {
	l := settings{}
	l.day("since", e.Since, "first day on mainnet")
	unit := "ETH"
	if e.ByCount {
		unit = "validators of 32 ETH"
	}
	l.add("churn_counts", unit, "what the churn of an epoch is counted in")
	l.amount("churn_floor", e.ChurnFloor, "least exit churn of an epoch")
	l.amount("churn_cap", e.ChurnCap, "most exit churn of an epoch")
	l.count("churn_quotient", e.ChurnQuotient, "stake divided by it is the churn between floor and cap")
	l.amount("activation_cap", e.ActivationCap, "most activation churn of an epoch")
	l.count("consolidation_quotient", e.Consolidation, "stake divided by it is the consolidation churn")
	l.add("initial_penalty", "1/"+strconv.FormatInt(e.InitialQuotient, 10), "share of its effective balance that a slashed validator loses at once")
	l.count("correlation_multiplier", e.Multiplier, "of slashed stake in the correlation penalty")
	l.flag("smooth", e.Smooth, "whether the correlation penalty grows without steps of a whole ETH")
	return l
}

// settings is a list under way. All but add, flag and always leave out what is zero.
type settings []Setting

func (l *settings) add(name, value, doc string) { *l = append(*l, Setting{name, value, doc}) }

func (l *settings) day(name string, d Day, doc string) {
	if d != 0 {
		l.add(name, d.String(), doc)
	}
}

func (l *settings) flag(name string, on bool, doc string) {
	l.add(name, map[bool]string{true: "yes", false: "no"}[on], doc)
}

func (l *settings) always(name string, s clock.Span, doc string) { l.add(name, s.String(), doc) }

func (l *settings) span(name string, s clock.Span, doc string) {
	if s != 0 {
		l.always(name, s, doc)
	}
}

func (l *settings) count(name string, n int64, doc string) {
	if n != 0 {
		l.add(name, strconv.FormatInt(n, 10), doc)
	}
}

func (l *settings) ratio(name string, r money.Ratio, doc string) {
	if r.Num != 0 && r.Den != 0 {
		l.add(name, param.PercentOf(r).String(), doc)
	}
}

func (l *settings) amount(name string, g money.Gwei, doc string) {
	if g != 0 {
		l.add(name, fmt.Sprintf("%v ETH", decimal(money.Ratio{Num: int64(g), Den: int64(money.ETH)})), doc)
	}
}

// decimal writes a ratio as a decimal number.
func decimal(r money.Ratio) string {
	return strconv.FormatFloat(float64(r.Num)/float64(r.Den), 'g', -1, 64)
}
