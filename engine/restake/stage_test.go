package restake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// stage is the world of a script: a graph, the chain, liquid tokens, and owners with
// a wallet each.
type stage struct {
	t         *testing.T
	book      *ledger.Book
	net       *Network
	platforms []Platform
	g         *Graph
	chain     *Ethereum
	season    *market.Programme
	burner    *Burner // nil: what is slashed is burned at once
	tokens    map[string]*LiquidToken
	order     []string // tokens as they were made: bases first
	wallets   map[string]ledger.Account
	holders   map[string]Holder // of "owner vault"
	names     []string          // owners as they were named
	now       clock.Time
	built     bool
	burns     bool // the script has named a burner
}

// reset brings everything back to the beginning; accounts stay.
func (s *stage) reset() {
	s.book.Reset()
	s.g.Reset()
	s.chain.Reset()
	for _, x := range s.tokens {
		x.Reset()
	}
	s.now = 0
}

// sound checks all that must hold between two commands.
func (s *stage) sound() error {
	if !s.built {
		return nil
	}
	for _, name := range s.order {
		if x := s.tokens[name]; s.book.Balance(x.escrow, x.Asset()) != x.Queued() {
			return fmt.Errorf("%s: %w: escrow is not the exit line", name, ErrBroken)
		}
	}
	return errors.Join(s.book.Recount(), s.g.Recheck(s.book))
}

// build makes the world of what the script has named; once.
func (s *stage) build() {
	if s.built {
		return
	}
	s.built, s.book = true, ledger.New(testAssets(), 64)
	s.chain = testChain()
	sortNodes(s.net)
	p := GraphParams{Of: s.platforms, ETH: testETH, AssetOf: testAssetOf}
	if s.burns {
		s.burner = NewBurner(s.book, testETH)
		p.Sink, p.Recipient = ToRecipient, s.burner.Account()
	}
	g, err := NewGraph(s.book, s.net, p)
	must(s.t, err)
	s.g = g
	for _, name := range s.names {
		s.wallets[name] = s.book.Open(name, 1)
		for v := range s.net.Vaults {
			s.holders[name+" "+s.net.Vaults[v].Name] = g.Join(int32(v), s.wallets[name], s.wallets[name])
		}
	}
}

// vault finds a vault by its name.
func (s *stage) vault(name string) int32 {
	for i, v := range s.net.Vaults {
		if v.Name == name {
			return int32(i)
		}
	}
	s.t.Fatalf("no vault %s", name)
	return Own
}

func (s *stage) operator(name string) int32 {
	for i, o := range s.net.Operators {
		if o.Name == name {
			return int32(i)
		}
	}
	s.t.Fatalf("no operator %s", name)
	return 0
}

func (s *stage) service(name string) int32 {
	for i, x := range s.net.Services {
		if x.Name == name {
			return int32(i)
		}
	}
	s.t.Fatalf("no service %s", name)
	return 0
}

func (s *stage) token(name string) *LiquidToken {
	if s.tokens[name] == nil {
		s.t.Fatalf("no token %s", name)
	}
	return s.tokens[name]
}

// eth reads whole coins exactly.
func (s *stage) eth(text string) money.Gwei {
	var x param.Amount
	must(s.t, x.UnmarshalText([]byte(text+" ETH")))
	v, err := x.Gwei()
	must(s.t, err)
	return v
}

func (s *stage) ratio(text string) money.Ratio {
	r, err := money.ParseRatio(text)
	must(s.t, err)
	return r
}

// time reads 5d, 36h or 90s since the beginning.
func (s *stage) time(text string) clock.Time {
	units := map[byte]clock.Span{'d': clock.Day, 'h': clock.Hour, 's': 1}
	n, err := strconv.ParseInt(text[:len(text)-1], 10, 64)
	unit, known := units[text[len(text)-1]]
	if err != nil || !known {
		s.t.Fatalf("no time: %s", text)
	}
	return clock.Time(clock.Span(n) * unit)
}

// whole9 writes an amount without useless zeros.
func whole9(x money.Gwei) string {
	text := fmt.Sprintf("%d.%09d", x/money.ETH, x%money.ETH)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// outcome is what a verb says that returns an amount or a refusal.
func outcome(what string, x money.Gwei, err error) string {
	if err != nil {
		return "refused: " + err.Error()
	}
	return what + " " + whole9(x)
}

func done(err error) string {
	if err != nil {
		return "refused: " + err.Error()
	}
	return ""
}
