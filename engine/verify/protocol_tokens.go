package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// tokenRules are the ways in and out of liquid tokens, by rule and kind.
var tokenRules = map[string]func(*tokenCase) error{
	"min(request, claim) basket":          (*tokenCase).lowerOfClaim,
	"request, only from buffer basket":    (*tokenCase).fromBuffer,
	"mint basket":                         (*tokenCase).mint,
	"min(request, unlock) basket":         (*tokenCase).lowerOfUnlock,
	"min(request, batch) native":          (*tokenCase).lowerOfBatch,
	"instant exit native":                 (*tokenCase).instant,
	"min(request, finalize) native":       (*tokenCase).frozen,
	"request, calendar epochs isolated":   (*tokenCase).calendar,
	"process time, with a floor isolated": (*tokenCase).floored,
	"min(request, finalize) lst":          (*tokenCase).shareRate,
	"instant from collateral lst":         (*tokenCase).collateral,
	"bridge fee l2":                       (*tokenCase).bridge,
}

// tokenCase is a case of a liquid token, replayed in units of so many wei.
type tokenCase struct {
	replay
	rule       string
	in, expect object
	unit       int64
	beyond     bool // an amount does not fit
	found      map[string]any
}

// errBeyond says that a case does not fit its units.
var errBeyond = errors.New("balances exceed what a ledger holds in gwei, or are less than one")

// errRate says that no backing and supply of a ledger stand in the rate of a case.
var errRate = errors.New("no two balances of 63 bits stand in the rate stated")

// liquidTokens replays a case of a liquid token in wei, or, where an amount does not fit, in
// gwei.
func liquidTokens(p replay, c object) error {
	name := c.text("rule") + " " + c.text("kind")
	play := tokenRules[name]
	if play == nil {
		return fmt.Errorf("rule %q of kind %q is not known", c.text("rule"), c.text("kind"))
	}
	var err error
	for _, unit := range []int64{1, 1_000_000_000} {
		apart := &Report{}
		x := &tokenCase{replay: replay{apart, p.id}, rule: c.text("rule"), in: c.sub("input"), expect: c.sub("expect"), unit: unit, found: map[string]any{}}
		if err = play(x); doesNotFit(err) || x.beyond {
			continue
		}
		if err != nil {
			return setUp(err)
		}
		x.answer()
		p.report.add(apart)
		return nil
	}
	if errors.Is(err, errRate) {
		return setUp(errRate)
	}
	return setUp(errBeyond)
}

// doesNotFit says whether an error is about the size of amounts, of which a supply may
// have a bit less than others.
func doesNotFit(err error) bool {
	for _, size := range []error{errBeyond, errRate, money.ErrOverflow, ledger.ErrOverflow, restake.ErrWiped} {
		if errors.Is(err, size) {
			return true
		}
	}
	return false
}

// amount reads an amount of wei in units, rounded down.
func (x *tokenCase) amount(key string) money.Gwei {
	n := x.in.big(key)
	if n.Sign() < 0 {
		x.in.complain(key, "an amount is not negative")
	}
	n.Quo(n, big.NewInt(x.unit))
	x.beyond = x.beyond || !n.IsInt64()
	return money.Gwei(n.Int64())
}

// terms are those of a known token. The cases state rates as they are recognised, net
// of fees on gains, so that neither such fees nor jump limits apply.
func (x *tokenCase) terms(name string, opening *big.Rat) (restake.TokenParams, error) {
	p, known := restake.TokenNamed(name)
	if !known {
		return p, fmt.Errorf("no token %s", name)
	}
	p.RewardFee, p.JumpLimit = money.Ratio{}, money.Ratio{}
	for _, least := range []*money.Gwei{&p.MinDeposit, &p.MinExit, &p.Bridge.Batch} {
		*least *= money.Gwei(1_000_000_000 / x.unit)
	}
	if !opening.Num().IsInt64() || !opening.Denom().IsInt64() {
		return p, errBeyond
	}
	p.Opening = money.Ratio{Num: opening.Num().Int64(), Den: opening.Denom().Int64()}
	return p, nil
}

// settledAmount is an amount after so many operations, of which the first brings the
// tokens into being.
type settledAmount struct {
	units      money.Gwei
	operations int64
}

// settledRate is a scaled rate of such amounts.
type settledRate struct {
	rate       money.Wide
	of         money.Gwei
	operations int64
}

// answer compares every expected field, in the order of their names; what nothing
// answers is a difference.
func (x *tokenCase) answer() {
	for _, field := range x.expect.names() {
		switch got := x.found[field].(type) {
		case settledAmount:
			n := new(big.Int).Mul(big.NewInt(int64(got.units)), big.NewInt(x.unit))
			x.within(field, n, big.NewInt((got.operations+1)*x.unit))
		case settledRate:
			n, _ := new(big.Int).SetString(got.rate.String(), 10)
			slack := new(big.Int).Mul(x.expect.big(field), big.NewInt(got.operations+1))
			x.within(field, n, slack.Quo(slack, big.NewInt(int64(max(1, got.of)))))
		case int64:
			x.check(x.rule, field, x.expect.int(field) == got, x.expect.keys[field], strconv.FormatInt(got, 10))
		case string:
			x.check(x.rule, field, x.expect.text(field) == got, x.expect.keys[field], got)
		default:
			x.check(x.rule, field, false, x.expect.keys[field], "nothing answers this field")
		}
	}
}

// within compares exactly in wei, and within a slack where units are coarser.
func (x *tokenCase) within(field string, got, slack *big.Int) {
	off := new(big.Int).Sub(got, x.expect.big(field))
	same := off.Sign() == 0 || x.unit > 1 && off.CmpAbs(slack) <= 0
	x.check(x.rule, field, x.expect.has(field) && same, x.expect.keys[field], json.RawMessage(got.String()))
}

// add takes over what was compared apart.
func (r *Report) add(apart *Report) {
	r.Operations += apart.Operations
	r.Passed += apart.Passed
	r.Failed += apart.Failed
	r.Differences = append(r.Differences, apart.Differences...)
}
