package vectors

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
)

// Case is a network with answers. Shock lists validators that are lost before a
// cascade.
type Case[E any] struct {
	ID       string
	Network  Network
	Shock    []int32
	Expected E
}

// Network is a plain one: the whole stake of a member stands behind each of its
// services.
type Network struct {
	Stakes   []int64
	Services []Service
}

// Service falls to members who hold Alpha of all its stake. Members ascend.
type Service struct {
	Profit  int64
	Alpha   Share
	Members []int32
}

// Share is a fraction that files write as "num/den".
type Share struct{ money.Ratio }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Share) UnmarshalText(text []byte) (err error) {
	s.Ratio, err = money.ParseRatio(string(text))
	return err
}

// Read reads the cases of a file of plain networks, with the fields of E as their
// answers.
func Read[E any](tb testing.TB, file string) []Case[E] {
	tb.Helper()
	return Cases[Case[E]](tb, file)
}

// Cases reads the cases of a file, whatever they are about.
func Cases[C any](tb testing.TB, file string) []C {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var f struct{ Cases []C }
	if err := json.Unmarshal(text, &f); err != nil {
		tb.Fatal(err)
	}
	if len(f.Cases) == 0 {
		tb.Fatalf("%s has no cases", file)
	}
	return f.Cases
}

// Rational reads an answer that files write as "num/den".
func Rational(tb testing.TB, text string) *big.Rat {
	tb.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		tb.Fatalf("no fraction: %q", text)
	}
	return r
}

// Edge says what a validator adds to the coverage of a service.
type Edge struct {
	Service int32
	Weight  int64
}

// Rows lists the edges of each validator, ascending by service.
func (n *Network) Rows() [][]Edge {
	rows := make([][]Edge, len(n.Stakes))
	for s := range n.Services {
		for _, v := range n.Services[s].Members {
			rows[v] = append(rows[v], Edge{int32(s), n.Stakes[v]})
		}
	}
	return rows
}

// Need is the least stake that takes a service.
func (n *Network) Need(s int) int64 {
	var all int64
	for _, v := range n.Services[s].Members {
		all += n.Stakes[v]
	}
	a := n.Services[s].Alpha
	return (all*a.Num + a.Den - 1) / a.Den
}
