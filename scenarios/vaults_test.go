package scenarios

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A token that brings more to an operator than the network states makes the total
// larger, and the loader says by how much.
func TestMoreStakeThanStatedIsDoubted(t *testing.T) {
	load := func(stake string) *Plan {
		text := strings.Replace(fileNetwork, "LRT: {kind: native, supply: 1 000 LRT, rate: 1 ETH, ",
			"stETH: {kind: lst, supply: 9 000 stETH, rate: 1 ETH}\n  LRT: {kind: basket, supply: 1 000 LRT, rate: 1 ETH, buffer: 0 %, backing: {native: 50 %, stETH: 50 %}, ", 1)
		files := fstest.MapFS{"network.yaml": {Data: []byte(text)}, "services.csv": {Data: table("service,profit,alpha,slash_fraction", []string{"svc-x,400,1/3,1"})},
			"edges.csv": {Data: table("operator,service,vault,asset,stake,slashable", []string{"op-a,svc-x,v1,ETH," + stake + ",100", "op-c,svc-x,v3,ETH,1000,400"})}}
		p, _, problems := Load(files, "network.yaml", nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return p
	}
	if p := load("700"); len(p.Warnings) > 0 || p.Spec.Network.Network.Stake().Float() != 1700 {
		t.Errorf("enough is stated: %v, %v", p.Warnings, p.Spec.Network.Network.Stake().Float())
	}
	// op-a is brought 600 of the 350 stated: 300 ETH and 300 stETH.
	p := load("350")
	if len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0], "op-a") || !strings.Contains(p.Warnings[0], "250 ETH") || p.Spec.Network.Network.Stake().Float() != 1600 {
		t.Errorf("%v, %v", p.Warnings, p.Spec.Network.Network.Stake().Float())
	}
}
