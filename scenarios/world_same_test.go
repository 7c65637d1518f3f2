package scenarios

import (
	"bytes"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine/param"
)

// A result depends on the scenario, the seed and the number of a replication: not on
// the number of workers, not on which replications share a world, not on the run.
func TestWorldIsTheSameHoweverItIsRun(t *testing.T) {
	n := often(6, 60)
	for _, name := range catalogue(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := loaded(t, name, small(t, name, often(3, 30))...)
			want := written(t, outcome(t, p, n, 1, n))
			differ(t, "a second run", want, written(t, outcome(t, p, n, 1, n)))
			differ(t, "two workers, a replication to a task", want, written(t, outcome(t, p, n, 2, 1)))
			differ(t, "seven workers, four to a task", want, written(t, outcome(t, p, n, 7, 4)))
		})
	}
}

// The order in which a file lists cohorts, markets, assets and everything else by name
// decides nothing.
func TestWorldForgetsTheOrderOfTheFile(t *testing.T) {
	n := often(2, 30)
	for _, name := range catalogue(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := loaded(t, name, small(t, name, often(3, 30))...)
			forwards, backwards := p.Resolved(), reversed(p.Tree)
			again := read(t, backwards)
			if !bytes.Equal(again.Resolved(), forwards) {
				t.Fatal("another scenario")
			}
			differ(t, "in reverse order", written(t, outcome(t, p, n, 1, n)), written(t, outcome(t, again, n, 1, n)))
		})
	}
}

// The operators and services of a network in files are in no order either.
func TestWorldForgetsTheOrderOfANetworkFile(t *testing.T) {
	edges := []string{"op-a,svc-x,v1,ETH,3000,900", "op-a,svc-y,v1,ETH,3000,1200", "op-b,svc-x,v2,ETH,2000,1000", "op-b,svc-z,v2,ETH,2000,500",
		"op-c,svc-y,v3,ETH,1000,400", "op-c,svc-z,v3,ETH,1000,300"}
	services := []string{"svc-x,400,1/3,1", "svc-y,500,1/3,1", "svc-z,300,1/2,1"}
	run := func() []byte {
		files := fstest.MapFS{"network.yaml": {Data: []byte(fileNetwork)},
			"edges.csv":    {Data: table("operator,service,vault,asset,stake,slashable", edges)},
			"services.csv": {Data: table("service,profit,alpha,slash_fraction", services)}}
		p, _, problems := Load(files, "network.yaml", nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return written(t, outcome(t, p, 20, 1, 20))
	}
	want := run()
	slices.Reverse(edges)
	slices.Reverse(services)
	differ(t, "in reverse order", want, run())
}

const fileNetwork = `
version: 1
name: network
about: three operators, three services, faults and an attacker
question: Does the order of a file matter?
snapshot: 2025-06-15
seed: 11
horizon: 20d
replications: 1
eth_usd: {kind: jump-diffusion, spot: 2 500 USD, volatility: 60 %, jumps: 0 /y}
ethereum: {staked: 34 000 000 ETH}
assets:
  LRT: {kind: native, supply: 1 000 LRT, rate: 1 ETH, delegation: {op-a: 60 %, op-c: 40 %}}
network:
  kind: files
  platform: eigenlayer
  edges: edges.csv
  services: services.csv
  faults: {per_operator: 3 /y, common: 0 /y, fraction: 20 %, wrongful: 1 /y}
agents:
  operators: {kind: operator, review: {every: 2d}, cost: 0.1 ETH}
  attackers: {kind: attacker, count: 2, capital: 100 000 ETH, means: own}
metrics: {headline: stake_lost}
report: {title: Network}
`

func table(head string, rows []string) []byte {
	out := head + "\n"
	for _, r := range rows {
		out += r + "\n"
	}
	return []byte(out)
}

// read loads a scenario from its text alone.
func read(t *testing.T, text []byte, edits ...string) *Plan {
	t.Helper()
	p, _, problems := Load(fstest.MapFS{"text.yaml": {Data: text}}, "text.yaml", edits)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return p
}

// reversed writes a tree with the keys of every map in reverse order.
func reversed(n *param.Node) []byte {
	var b bytes.Buffer
	writeReversed(&b, n)
	return b.Bytes()
}

func writeReversed(b *bytes.Buffer, n *param.Node) {
	switch {
	case n.Kind == param.Scalar:
		b.Write(quoted(canonicalText(n)))
	case n.Kind == param.List:
		b.WriteString("[")
		for _, x := range n.Items {
			writeReversed(b, x)
			b.WriteString(", ")
		}
		b.WriteString("]")
	default:
		keys := slices.Sorted(slices.Values(n.Keys))
		slices.Reverse(keys)
		b.WriteString("{")
		for _, k := range keys {
			b.Write(quoted(k))
			b.WriteString(": ")
			writeReversed(b, n.Get(k))
			b.WriteString(", ")
		}
		b.WriteString("}")
	}
}
