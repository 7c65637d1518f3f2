package restake

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// sound checks what a Network promises.
func sound(t *testing.T, n *Network) {
	t.Helper()
	for i, v := range n.Nodes {
		if v.Stake < 0 || int(v.Operator) >= len(n.Operators) || int(v.Vault) >= len(n.Vaults) {
			t.Fatalf("node %d: %+v", i, v)
		}
		if i > 0 {
			before := n.Nodes[i-1]
			if before.Operator > v.Operator || before.Operator == v.Operator && before.Vault >= v.Vault {
				t.Fatalf("nodes %d and %d out of order", i-1, i)
			}
		}
	}
	for i, e := range n.Edges {
		if e.Slashable < 0 || e.Slashable > n.Nodes[e.Node].Stake || int(e.Service) >= len(n.Services) {
			t.Fatalf("edge %d: %+v", i, e)
		}
		if i > 0 {
			before := n.Edges[i-1]
			if before.Node > e.Node || before.Node == e.Node && before.Service >= e.Service {
				t.Fatalf("edges %d and %d out of order", i-1, i)
			}
		}
	}
	one := money.Ratio{Num: 1, Den: 1}
	for _, s := range n.Services {
		if s.Profit < 0 || s.Alpha.Num <= 0 || s.Alpha.Cmp(one) > 0 || s.SlashFraction.Num < 0 || s.SlashFraction.Cmp(one) > 0 {
			t.Fatalf("service %+v", s)
		}
	}
}

// told checks that either a network or problems with places came back.
func told(t *testing.T, n *Network, problems param.Problems) bool {
	t.Helper()
	if (n == nil) == (len(problems) == 0) {
		t.Fatalf("network %v with problems %v", n, problems)
	}
	for _, p := range problems {
		if p.Pos.File == "" || p.Message == "" {
			t.Fatalf("a problem without a place or a message: %+v", p)
		}
	}
	return n != nil
}

// written turns a network back into files; it knows the format and no code of the
// readers.
func written(t *testing.T, n *Network) (edges, services []byte) {
	t.Helper()
	write := func(rows [][]string) []byte {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	rows := [][]string{{"operator", "service", "vault", "asset", "stake", "slashable"}}
	for _, e := range n.Edges {
		v := n.Nodes[e.Node]
		vault := n.Vaults[v.Vault]
		rows = append(rows, []string{n.Operators[v.Operator].Name, n.Services[e.Service].Name, vault.Name, vault.Asset, coins(v.Stake), coins(e.Slashable)})
	}
	edges = write(rows)
	rows = [][]string{{"service", "profit", "alpha", "slash_fraction"}}
	for _, s := range n.Services {
		rows = append(rows, []string{s.Name, coins(s.Profit), s.Alpha.String(), s.SlashFraction.String()})
	}
	return edges, write(rows)
}

func coins(g money.Gwei) string {
	return param.Amount{Nano: money.W(uint64(g))}.String()
}

func FuzzNetworkCSV(f *testing.F) {
	f.Add([]byte(goodEdges), []byte(goodServices))
	f.Add([]byte("operator,service,vault,asset,stake,slashable\n\"a\n"), []byte("service\n"))
	f.Add([]byte("\xef\xbb\xbfstake,stake\r\n"), []byte("service,profit,alpha,slash_fraction\ns,1,1,1\n"))
	f.Fuzz(func(t *testing.T, edges, services []byte) {
		n, problems := ParseNetworkCSV("e.csv", edges, "s.csv", services)
		if !told(t, n, problems) {
			return
		}
		sound(t, n)
		e, s := written(t, n)
		again, problems := ParseNetworkCSV("e.csv", e, "s.csv", s)
		if problems != nil || describe(t, again) != describe(t, n) {
			t.Fatalf("written and read back:\n%v\n%s\n%s", problems, describe(t, n), describe(t, again))
		}
	})
}

func FuzzNetworkJSON(f *testing.F) {
	f.Add([]byte(goodJSON))
	f.Add([]byte(`{"stakes":[1,2],"services":[{"profit":3,"alpha":"1/3","members":[0,1]}]}`))
	f.Add([]byte(`{"edges":[{}],"services":[null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, problems := ParseNetworkJSON("n.json", text)
		if told(t, n, problems) {
			sound(t, n)
		}
	})
}
