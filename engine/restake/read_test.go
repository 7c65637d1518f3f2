package restake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

const goodEdges = "operator,service,vault,asset,stake,slashable\n" +
	"beta,oracle,v2,stETH,50.5,50.5\n" +
	"alpha,oracle,v1,ETH,100,40\n" +
	"alpha,bridge,v1,ETH,100,60\n" +
	"beta,bridge,v1,ETH,7,0\n"

const goodServices = "service,profit,alpha,slash_fraction\noracle,12,1/3,25 %\nbridge,3.000000001,0.5,1\n"

const goodJSON = `{"services":[
 {"service":"oracle","profit":12,"alpha":"1/3","slash_fraction":"25 %"},
 {"service":"bridge","profit":"3.000000001","alpha":0.5,"slash_fraction":1}],
 "edges":[
 {"operator":"alpha","service":"bridge","vault":"v1","asset":"ETH","stake":100,"slashable":60},
 {"operator":"alpha","service":"oracle","vault":"v1","asset":"ETH","stake":100,"slashable":40},
 {"operator":"beta","service":"bridge","vault":"v1","asset":"ETH","stake":7,"slashable":0},
 {"operator":"beta","service":"oracle","vault":"v2","asset":"stETH","stake":50.5,"slashable":50.5}]}`

// describe prints a network so that two can be compared and a mistake be seen.
func describe(t *testing.T, n *Network) string {
	t.Helper()
	text, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNetworkIsReadAlikeFromEitherFormAndAnyOrder(t *testing.T) {
	files := fstest.MapFS{"e.csv": {Data: []byte(goodEdges)}, "s.csv": {Data: []byte(goodServices)}, "n.json": {Data: []byte(goodJSON)}}
	fromCSV, problems := ReadNetwork(files, "e.csv", "s.csv")
	if problems != nil {
		t.Fatal(problems)
	}
	fromJSON, problems := ReadNetwork(files, "n.json", "")
	if problems != nil {
		t.Fatal(problems)
	}
	want := Network{Unit: money.ETH,
		Operators: []NetworkOperator{{"alpha", money.Ratio{Den: 1}}, {"beta", money.Ratio{Den: 1}}},
		Vaults:    []NetworkVault{{"v1", "ETH"}, {"v2", "stETH"}},
		Services:  []NetworkService{{"bridge", 3_000_000_001, money.Ratio{Num: 1, Den: 2}, money.Ratio{Num: 1, Den: 1}}, {"oracle", 12 * money.ETH, money.Ratio{Num: 1, Den: 3}, money.Ratio{Num: 1, Den: 4}}},
		Nodes:     []NetworkNode{{0, 0, 100 * money.ETH}, {1, 0, 7 * money.ETH}, {1, 1, 50_500_000_000}},
		Edges:     []NetworkEdge{{0, 0, 60 * money.ETH}, {0, 1, 40 * money.ETH}, {1, 0, 0}, {2, 1, 50_500_000_000}}}
	for form, n := range map[string]*Network{"CSV": fromCSV, "JSON": fromJSON} {
		if got := describe(t, n); got != describe(t, &want) {
			t.Errorf("%s:\n got %s\nwant %s", form, got, describe(t, &want))
		}
	}
}

// Spreadsheets write a byte order mark, carriage returns, quotes and spaces, and put
// columns where they like.
func TestNetworkFromASpreadsheet(t *testing.T) {
	edges := "\xef\xbb\xbfslashable,stake,asset,vault,service,operator\r\n1, 2,\"ETH\",v,s,\"o,1\"\r\n"
	n, problems := ParseNetworkCSV("e.csv", []byte(edges), "s.csv", []byte("alpha,service,slash_fraction,profit\r\n50 %,s,0,1\r\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	if n.Operators[0].Name != "o,1" || n.Nodes[0].Stake != 2*money.ETH || n.Edges[0].Slashable != money.ETH {
		t.Error(describe(t, n))
	}
}

func TestEveryProblemOfANetworkHasItsPlace(t *testing.T) {
	edges := strings.Join([]string{
		"operator,service,vault,asset,stake,slashable",
		"a,s,v,ETH,10,11",
		"a,ghost,v,ETH,10,1",
		"ä,s,v,ETH,-1,0",
		"a,t,v,ETH,9,1",
		"a,s,v,ETH,10,1",
		"b,s,v,stETH,1,1",
		",s,v,ETH,NaN,0",
		"b,t,v,ETH,1e30,0.0000000001",
		"b,t,w",
	}, "\n")
	services := "service,profit,alpha,slash_fraction\ns,1,0,1\nt,-1,1/3,3/2\ns,1,1,1\n"
	_, problems := ParseNetworkCSV("e.csv", []byte(edges), "s.csv", []byte(services))
	got := map[string]bool{}
	for _, p := range problems {
		got[p.Pos.String()+" "+p.Path] = true
	}
	for _, want := range []string{
		"e.csv:2:14 slashable", "e.csv:3:3 service", "e.csv:4:11 stake", "e.csv:5:11 stake", "e.csv:6:1 operator",
		"e.csv:7:7 asset", "e.csv:8:1 operator", "e.csv:8:10 stake", "e.csv:9:11 stake", "e.csv:9:16 slashable", "e.csv:10:1 ",
		"s.csv:2:5 alpha", "s.csv:3:3 profit", "s.csv:3:10 slash_fraction", "s.csv:4:1 service",
	} {
		if !got[want] {
			t.Errorf("nothing was said of %s; said was\n%v", want, problems)
		}
	}
	if len(problems) != 15 { // each mistake is told once
		t.Errorf("%d problems instead of 15:\n%v", len(problems), problems)
	}
}

func TestDanglingServiceIsRefusedWhereItStands(t *testing.T) {
	edges := "operator,service,vault,asset,stake,slashable\na,ghost,v,ETH,10,1\n"
	_, problems := ParseNetworkCSV("e.csv", []byte(edges), "s.csv", []byte("service,profit,alpha,slash_fraction\ns,1,1,1\n"))
	if len(problems) != 1 || problems[0].Pos != (param.Pos{File: "e.csv", Line: 2, Col: 3}) {
		t.Error(problems)
	}
}

func TestJSONNetworkRefusals(t *testing.T) {
	service := `"services":[{"service":"s","profit":1,"alpha":"1/2","slash_fraction":1}]`
	edge := `{"operator":"o","service":"s","vault":"v","asset":"ETH","stake":2,"slashable":1}`
	for name, c := range map[string]struct{ text, at string }{
		"empty":               {" \n", "f"},
		"binary":              {"{\x00}", "f:1:2"},
		"not an object":       {"[1]", "f:1:1"},
		"cut short":           {`{"edges":[`, "f:1:11"},
		"behind the end":      {`{"stakes":[1],"services":[]} {}`, "f:1:30"},
		"no edges":            {`{` + service + `,"edges":[]}`, "f"},
		"edges missing":       {`{` + service + `}`, "f:1:1"},
		"edge is a number":    {`{` + service + ",\n\"edges\":[7]}", "f:2:10"},
		"unknown key":         {`{` + service + `,"edges":[` + edge + "],\n \"é\":0, \"more\":1}", "f:2:2"},
		"true for a stake":    {`{` + service + ",\"edges\":[\n" + strings.Replace(edge, "2", "true", 1) + `]}`, "f:2:65"},
		"repeated key":        {`{` + service + ",\"edges\":[\n" + strings.Replace(edge, `"o",`, `"o","operator":"o",`, 1) + `]}`, "f:2:17"},
		"missing key":         {`{` + service + ",\"edges\":[\n" + strings.Replace(edge, `"asset":"ETH",`, ``, 1) + `]}`, "f:2:1"},
		"nested too deep":     {strings.Repeat("[", 100000), "f:1:6"},
		"stake not whole":     {"{\"stakes\":[1,\n1.5],\"services\":[]}", "f:2:1"},
		"stake negative":      {`{"stakes":[-1],"services":[]}`, "f:1:12"},
		"stake too large":     {`{"stakes":[9223372036854775808],"services":[]}`, "f:1:12"},
		"stakes overflow":     {`{"stakes":[9223372036854775807,1],"services":[]}`, "f"},
		"member does not be":  {`{"stakes":[1],"services":[{"profit":1,"alpha":"1/2","members":[1]}]}`, "f:1:64"},
		"member twice":        {`{"stakes":[1],"services":[{"profit":1,"alpha":"1/2","members":[0, 0]}]}`, "f:1:67"},
		"alpha above one":     {`{"stakes":[1],"services":[{"profit":1,"alpha":"3/2","members":[]}]}`, "f:1:47"},
		"alpha missing":       {`{"stakes":[1],"services":[{"profit":1,"members":[]}]}`, "f:1:27"},
		"profit missing":      {`{"stakes":[1],"services":[{"alpha":1,"members":[]}]}`, "f:1:27"},
		"allocations unasked": {`{"stakes":[1],"services":[],"alloc":[[1]]}`, "f:1:29"},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := ParseNetworkJSON("f", []byte(c.text))
			if n != nil || len(problems) == 0 {
				t.Fatalf("accepted: %v", n)
			}
			if got := problems[0].Pos.String(); got != c.at {
				t.Errorf("at %s instead of %s: %v", got, c.at, problems)
			}
		})
	}
}

func TestFilesThatCannotBe(t *testing.T) {
	files := fstest.MapFS{"e.csv": {Data: []byte(goodEdges)}, "n.json": {Data: []byte(goodJSON)}, "s.csv": {Data: []byte(goodServices)}, "empty.csv": {},
		"head.csv": {Data: []byte("operator,service,vault,asset,stake\n")}, "quote.csv": {Data: []byte("service,profit,alpha,slash_fraction\ns,1,\"1\n")}}
	for _, c := range [][2]string{{"e.csv", ""}, {"none.csv", "s.csv"}, {"e.csv", "none.csv"}, {"n.json", "s.csv"}, {"empty.csv", "s.csv"},
		{"e.csv", "empty.csv"}, {"head.csv", "s.csv"}, {"e.csv", "quote.csv"}, {"s.csv", "e.csv"}} {
		n, problems := ReadNetwork(files, c[0], c[1])
		if n != nil || len(problems) == 0 {
			t.Errorf("%v accepted", c)
		}
	}
}

// The published vectors are bare networks; each must be read as it is written.
func TestBareNetworks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "bare.json"))
	if err != nil {
		t.Fatal(err)
	}
	n, problems := ParseNetworkJSON("bare.json", text)
	if problems != nil {
		t.Fatal(problems)
	}
	var x Exposure
	n.Exposure(&x, nil)
	if len(x.Nodes) != 3 || x.Nodes[2].Stake != 30 || x.Operators[2].Bond != 30 || x.Services[1].Alpha != (money.Ratio{Num: 1, Den: 3}) {
		t.Errorf("%+v", x)
	}
	if got := x.EdgesOf(1); len(got) != 2 || got[0] != (Edge{0, 20}) || got[1] != (Edge{1, 20}) {
		t.Errorf("edges of validator 1: %v", got)
	}
	if n.Unit != 1 || n.Reuse() != (10.0+20+20+30)/60 {
		t.Errorf("unit %d, reuse %v", n.Unit, n.Reuse())
	}
}
