package market

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// stage is what a script acts on: people, a pool of LRT in ETH, and a desk that lends
// ETH against LRT.
type stage struct {
	t        *testing.T
	reversed bool
	v        *venue
	accounts map[string]ledger.Account
	names    []string
	pool     Pool
	desk     *Desk
	rate     float64
	now      clock.Time
}

// people opens accounts by name.
func (s *stage) people(names []string) string {
	if s.v != nil {
		return ""
	}
	s.v, s.names, s.accounts, s.rate = newVenue(s.t), names, map[string]ledger.Account{}, 1
	order := slices.Clone(names)
	if s.reversed {
		slices.Reverse(order)
	}
	for i, name := range order {
		s.accounts[name] = s.v.who(ledger.Account(i))
	}
	return ""
}

// reset empties ledger and desk; what was opened stays.
func (s *stage) reset() {
	s.v.Reset()
	if s.desk != nil {
		s.desk.Reset()
	}
	s.now, s.rate = 0, 1
	if s.pool != nil {
		s.pool.Sync(s.v.Book, s.rate)
	}
}

func (s *stage) audit(line string) {
	s.t.Helper()
	if err := s.v.Recount(); err != nil {
		s.t.Fatalf("after %q: %v", line, err)
	}
	if s.desk != nil {
		if err := s.desk.Audit(s.v.Book); err != nil {
			s.t.Fatalf("after %q: %v", line, err)
		}
	}
}

func (s *stage) who(name string) ledger.Account {
	a, ok := s.accounts[name]
	if !ok {
		s.t.Fatalf("nobody is called %s", name)
	}
	return a
}

func (s *stage) asset(name string) ledger.Asset {
	a := slices.Index([]string{"LRT", "ETH", "LP", "claims"}, name)
	if a < 0 {
		s.t.Fatalf("no asset %s", name)
	}
	return ledger.Asset(a)
}

func (s *stage) number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		s.t.Fatal(err)
	}
	return x
}

// coins reads an amount of coins.
func (s *stage) coins(text string) money.Gwei {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		s.t.Fatalf("%q is no amount", text)
	}
	x.Mul(x, big.NewRat(1e9, 1))
	if !x.IsInt() || !x.Num().IsInt64() {
		s.t.Fatalf("%s is no whole number of gwei", text)
	}
	return money.Gwei(x.Num().Int64())
}

// span reads a duration as scenarios write it.
func (s *stage) span(text string) clock.Span {
	var d param.Duration
	if err := d.UnmarshalText([]byte(text)); err != nil {
		s.t.Fatal(err)
	}
	return d.Span()
}

// settings reads key=value words into parameters.
func (s *stage) settings(into any, words []string) {
	lines := make([]string, len(words))
	for i, w := range words {
		lines[i] = strings.Replace(w, "=", ": ", 1)
	}
	decoded(s.t, into, lines...)
}

// said is a message, or the refusal in its place. What wraps a refusal names accounts by
// number and is left out.
func said(err error, format string, args ...any) string {
	if err == nil {
		return fmt.Sprintf(format, args...)
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return "refused: " + strings.TrimPrefix(err.Error(), "market: ")
}

// coins prints an amount without trailing zeros.
func coins(g money.Gwei) string {
	sign := ""
	if g < 0 {
		sign, g = "-", -g
	}
	text := fmt.Sprintf("%s%d.%09d", sign, g/1e9, g%1e9)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
