package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// result is what an operation returned, by the names of the vectors.
type result map[string]*big.Int

// eigenVerb is an operation of EigenLayer cases and the names that it wants.
type eigenVerb struct {
	names []string
	do    func(e *eigen, o object) (result, error)
}

func eigenVerbs() map[string]eigenVerb {
	staker, operator, set := []string{"staker"}, []string{"operator"}, []string{"operator", "set"}
	return map[string]eigenVerb{
		"register":            {set, (*eigen).register},
		"deregister":          {set, (*eigen).deregister},
		"allocate":            {set, (*eigen).allocate},
		"clear_deallocations": {operator, func(*eigen, object) (result, error) { return nil, nil }},
		"advance":             {nil, (*eigen).advance},
		"deposit":             {staker, (*eigen).deposit},
		"delegate":            {[]string{"staker", "operator"}, (*eigen).delegate},
		"undelegate":          {staker, (*eigen).undelegate},
		"queue_withdrawal":    {staker, (*eigen).queue},
		"complete_withdrawal": {nil, (*eigen).complete},
		"slash":               {set, (*eigen).slash},
		"slash_to":            {operator, (*eigen).slashTo},
		"beacon_loss":         {staker, (*eigen).beaconLoss},
	}
}

// Refusals that the mechanism has no need of: scenarios never ask for them.
var (
	errDelegated    = errors.New("the staker has delegated")
	errNotDelegated = errors.New("the staker has not delegated")
)

// eigenRefusals are the names that the contracts give to refusals.
func eigenRefusals() []refusal {
	return []refusal{
		{restake.ErrWiped, "FullySlashed"}, {restake.ErrMagnitude, "InsufficientMagnitude"}, {restake.ErrNotServing, "OperatorNotSlashable"},
		{restake.ErrCompleted, "WithdrawalNotQueued"}, {restake.ErrDelay, "WithdrawalDelayNotElapsed"},
		{restake.ErrPending, "ModificationAlreadyPending"}, {restake.ErrSame, "SameMagnitude"},
		{restake.ErrFraction, "InvalidWadToSlash"}, {restake.ErrServing, "AlreadyMemberOfSet"},
		{errDelegated, "ActivelyDelegated"}, {errNotDelegated, "NotActivelyDelegated"},
	}
}

// operation carries out one operation and compares what it returns, its refusal and the
// state after it.
func (e *eigen) operation(op string, o object) error {
	verb, known := eigenVerbs()[o.text("op")]
	if !known {
		o.complain("op", fmt.Sprintf("%.40q is not known", o.text("op")))
		return nil
	}
	for _, key := range verb.names {
		if o.text(key) == "" {
			o.complain(key, "a name belongs here")
			return nil
		}
	}
	before := e.state()
	got, err := verb.do(e, o)
	if lacks := (*unrepresentable)(nil); errors.As(err, &lacks) {
		return err
	}
	if errors.Is(err, ledger.ErrOverflow) || errors.Is(err, money.ErrOverflow) {
		return &unrepresentable{fmt.Sprintf("%s: balances exceed 63 bits of %v base units", op, e.unit)}
	}
	if want, is := o.text("expect_error"), refusalName(err, eigenRefusals()); want != "" || is != "" {
		e.p.check(op, "expect_error", want == is, orNothing(want), orNothing(is))
	}
	if err != nil {
		after := e.state()
		e.p.check(op, "state", reflect.DeepEqual(after, before), fmt.Sprint(before), fmt.Sprint(after))
	}
	e.compareResult(op, o, got)
	for _, err := range []error{e.book.Recount(), e.g.Recheck(e.book)} {
		if err != nil {
			e.p.check(op, "conservation", false, "accounts that add up", err.Error())
		}
	}
	if o.has("after") {
		e.compareState(op, o.sub("after"))
	}
	return nil
}

func (e *eigen) operator(o object) int32 { return int32(slices.Index(e.operators, o.text("operator"))) }

func (e *eigen) staker(o object) *stakerPlace { return &e.places[e.who(o)] }

func (e *eigen) set(o object) int32 { return int32(slices.Index(e.sets, o.text("set"))) }

func (e *eigen) who(o object) int { return slices.Index(e.stakers, o.text("staker")) }

func (s *stakerPlace) holder() restake.Holder { return s.holders[s.vault] }

func (e *eigen) register(o object) (result, error) { return nil, e.g.Register(e.operator(o), e.set(o)) }

func (e *eigen) deregister(o object) (result, error) {
	return nil, e.g.Deregister(e.now(), e.operator(o), e.set(o))
}

func (e *eigen) allocate(o object) (result, error) {
	return nil, e.g.Allocate(e.now(), e.operator(o), e.set(o), o.int("magnitude"))
}

func (e *eigen) advance(o object) (result, error) {
	n := o.int("blocks")
	if n < 0 || n > mostBlocks-e.block {
		o.complain("blocks", "is no number of blocks")
		return nil, nil
	}
	e.block += n
	if n == 0 {
		return nil, nil
	}
	return nil, e.g.SettleChanges(e.book, e.now()-1)
}

// deposit brings new shares. What is less than a unit changes nothing, but is refused
// where the operator was slashed to nothing.
func (e *eigen) deposit(o object) (result, error) {
	s, amount := e.staker(o), e.amount(o, "shares")
	if amount == math.MaxInt64 {
		return nil, &unrepresentable{fmt.Sprintf("a deposit of %v exceeds 63 bits of %v base units", o.big("shares"), e.unit)}
	}
	err := e.g.Deposit(e.book, s.vault, s.holder(), ledger.Outside, amount)
	if amount == 0 && errors.Is(err, restake.ErrAmount) && o.big("shares").Sign() > 0 {
		err = nil
	}
	if err == nil {
		s.exact.Add(s.exact, o.big("shares"))
	}
	return nil, err
}

func (e *eigen) delegate(o object) (result, error) {
	s, to := e.staker(o), e.operator(o)+1
	if s.vault != 0 {
		return nil, errDelegated
	}
	if err := e.g.Delegate(e.book, 0, s.holders[0], to, s.holders[to]); err != nil {
		return nil, err
	}
	s.vault = to
	return nil, nil
}

func (e *eigen) undelegate(o object) (result, error) {
	s := e.staker(o)
	if s.vault == 0 {
		return nil, errNotDelegated
	}
	var out result
	if s.exact.Sign() > 0 {
		var err error
		if out, err = e.leave(e.who(o), s.exact); err != nil {
			return nil, err
		}
	}
	s.vault = 0
	return out, nil
}

func (e *eigen) queue(o object) (result, error) {
	return e.leave(e.who(o), o.big("deposit_shares"))
}

// leave queues deposit shares of a staker. All of them are all that the account has, and
// a part is no more than that, although each deposit was rounded down by itself.
func (e *eigen) leave(who int, shares *big.Int) (result, error) {
	s := &e.places[who]
	has, _ := e.g.Account(s.vault, s.holder())
	amount := money.Gwei(math.MaxInt64)
	if q := new(big.Int).Quo(shares, e.unit); q.IsInt64() {
		amount = money.Gwei(q.Int64())
	}
	switch shares.Cmp(s.exact) {
	case 0:
		amount = has
	case -1:
		amount = min(amount, has)
	}
	if amount == 0 && shares.Sign() > 0 {
		return nil, &unrepresentable{fmt.Sprintf("%v deposit shares are queued, less than a unit of %v", shares, e.unit)}
	}
	w, err := e.queueShares(s, amount, amount == has)
	if err != nil {
		return nil, err
	}
	s.exact = new(big.Int).Sub(s.exact, shares)
	e.exits = append(e.exits, eigenExit{s.vault, w.Number, who})
	return result{"id": big.NewInt(int64(len(e.exits) - 1)), "withdrawable_now": big.NewInt(int64(w.Worth)), "scaled_shares": bigOf(w.Scaled)}, nil
}

func (e *eigen) queueShares(s *stakerPlace, amount money.Gwei, all bool) (restake.Queued, error) {
	if all {
		return e.g.Undelegate(e.book, s.vault, s.holder(), e.now())
	}
	return e.g.QueueShares(e.book, s.vault, s.holder(), amount, e.now())
}

func (e *eigen) complete(o object) (result, error) {
	id := o.int("id")
	if id < 0 || id >= int64(len(e.exits)) {
		return nil, restake.ErrCompleted
	}
	x := e.exits[id]
	s := &e.places[x.staker]
	var amount money.Gwei
	var err error
	switch receive := o.text("receive"); receive {
	case "tokens":
		amount, err = e.g.Complete(e.book, x.vault, x.number, e.now())
	case "shares":
		if amount, err = e.g.Restake(e.book, x.vault, x.number, s.vault, s.holder(), e.now()); err == nil {
			paid := new(big.Int).Mul(big.NewInt(int64(amount)), e.unit)
			if o.sub("expect").has("amount") {
				paid = o.sub("expect").big("amount")
			}
			s.exact.Add(s.exact, paid)
		}
	default:
		o.complain("receive", fmt.Sprintf("%.40q is not known", receive))
	}
	if err != nil {
		return nil, err
	}
	return result{"amount": big.NewInt(int64(amount))}, nil
}

func (e *eigen) slash(o object) (result, error) {
	f := restake.Fault{Operator: e.operator(o), Service: e.set(o),
		Fraction: money.Ratio{Num: o.int("wad"), Den: int64(restake.RateOne)}, At: e.now()}
	if _, err := e.g.Slash(e.book, e.now(), f); err != nil {
		return nil, err
	}
	return e.slashed(), nil
}

func (e *eigen) slashTo(o object) (result, error) {
	i := e.operator(o)
	if err := e.g.SlashTo(e.book, e.now(), i, i+1, o.int("magnitude")); err != nil {
		return nil, err
	}
	return e.slashed(), nil
}

func (e *eigen) slashed() result {
	s := e.g.Slashed()
	return result{"magnitude_slashed": big.NewInt(s.Magnitude), "operator_shares_slashed": big.NewInt(int64(s.Active)),
		"queued_shares_slashed": big.NewInt(int64(s.Queued)), "total": big.NewInt(int64(s.Active + s.Queued))}
}

func (e *eigen) beaconLoss(o object) (result, error) {
	s := e.staker(o)
	return nil, e.g.BeaconLoss(e.book, s.vault, s.holder(), e.amount(o, "balance_before"), e.amount(o, "loss"), e.now())
}
