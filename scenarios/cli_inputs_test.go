package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine/result"
)

// inputsOf loads the base scenario with other files and returns the hashes of its
// data: those that reports print, and those of the manifest.
func inputsOf(t *testing.T, files map[string]string, sets ...string) (data, raw []result.Input) {
	t.Helper()
	fsys := maps.Clone(base(t))
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	plan, sources, problems := Load(fsys, "base.yaml", sets)
	if len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	return plan.inputs, plan.RawInputs()
}

const (
	// fewEdges and fewServices are a network in two orders and two formats.
	fewEdges    = "operator,service,vault,asset,stake,slashable\nalder,x,v,ETH,100,50\nbirch,x,w,ETH,30,7\n"
	turnedEdges = "service,operator,vault,asset,slashable,stake\nx,birch,w,ETH,7.0,30\nx,alder,v,ETH,50,100.0\n"
	fewServices = "service,profit,alpha,slash_fraction\nx,10,1/3,50 %\n"
	fewJSON     = `{"services": [{"service": "x", "profit": "10", "alpha": "2/6", "slash_fraction": 0.5}],
"edges": [{"operator": "birch", "service": "x", "vault": "w", "asset": "ETH", "stake": 30, "slashable": 7},
{"operator": "alder", "service": "x", "vault": "v", "asset": "ETH", "stake": 100, "slashable": 50}]}`
)

// TestHashesOfNetworks wants one hash for all files that mean the same network, that
// of its tables, and another where a number differs.
func TestHashesOfNetworks(t *testing.T) {
	sum := sha256.Sum256([]byte(`operator,service,vault,asset,stake,slashable
"alder","x","v","ETH",100000000000,50000000000
"birch","x","w","ETH",30000000000,7000000000
service,profit,alpha,slash_fraction
"x",10000000000,1/3,1/2
`))
	want := hex.EncodeToString(sum[:])
	for name, edges := range map[string]string{"few.csv": fewEdges, "turned.csv": turnedEdges, "few.json": fewJSON} {
		services := "network.services=few-services.csv"
		if name == "few.json" {
			services = "network.services="
		}
		files := map[string]string{name: edges, "few-services.csv": fewServices}
		data, raw := inputsOf(t, files, "network.edges="+name, services)
		if len(data) != 1 || data[0] != (result.Input{Name: name, SHA256: want}) {
			t.Errorf("%s: %v, want %s", name, data, want)
		}
		bytes := sha256.Sum256([]byte(edges))
		if !slices.Contains(raw, result.Input{Name: name, SHA256: hex.EncodeToString(bytes[:])}) || raw[0].Name != "base.yaml" {
			t.Errorf("%s: the manifest names %v", name, raw)
		}
	}
	if data, _ := inputsOf(t, nil); data[0].SHA256 == want || data[0].Name != "edges.csv" {
		t.Errorf("another network has the hash of this one: %v", data)
	}
}

// TestHashOfASeries follows the prices of a series, not its other columns.
func TestHashOfASeries(t *testing.T) {
	price := "eth_usd={kind: bootstrap, spot: 2 534 USD, series: s.csv, block: 1}"
	a, raw := inputsOf(t, map[string]string{"s.csv": "day,close\n1,2500\n2,2510.5\n3,2490\n"}, price)
	b, _ := inputsOf(t, map[string]string{"s.csv": "close\n2500.0\n2510.50\n2490\n"}, price)
	c, _ := inputsOf(t, map[string]string{"s.csv": "close\n2500.0\n2510.51\n2490\n"}, price)
	if len(a) != 2 || a[0] != b[0] || a[0] == c[0] || a[0].Name != "s.csv" {
		t.Errorf("%v, %v, %v", a, b, c)
	}
	if raw[len(raw)-1].Name != "services.csv" || raw[0].Name != "base.yaml" {
		t.Errorf("the manifest names %v", raw)
	}
}
