package scenarios

import (
	"strings"
	"testing"
)

// warnings loads the base scenario with edits and returns what it warns of.
func warnings(t *testing.T, sets ...string) []string {
	t.Helper()
	plan, sources, problems := Load(base(t), "base.yaml", sets)
	if len(problems) > 0 {
		t.Fatal(Diagnose(problems, sources))
	}
	return plan.Warnings
}

// TestDoubt warns from the ether on at which buyers could take everything: 600 ETH in
// the pool, 4 000, 280 and 2 000 held, 700 bought on credit and 500 that depositors
// may mint make 8 080.
func TestDoubt(t *testing.T) {
	for _, c := range []struct {
		sets []string
		want string
	}{
		{nil, ""},
		{[]string{"agents.buyers.capital=8080 ETH"}, ""},
		{[]string{"agents.buyers.capital=8081 ETH"}, "8081 ETH wait to buy ezETH, and all that could ever be sold is worth 8080 ETH"},
		{[]string{"agents.buyers.capital=7981 ETH", "agents.more={kind: arbitrageur, token: ezETH, capital: 100 ETH}"}, "8081 ETH wait to buy ezETH"},
		{[]string{"agents.buyers.capital=7581 ETH", "agents.newcomers.capital=1 gwei"}, "7581 ETH wait to buy ezETH, and all that could ever be sold is worth 7580 ETH"},
		{[]string{"agents.buyers.capital=8080 ETH", "assets.ezETH.rate=1.1 ETH"}, ""},
		{[]string{"agents.buyers.capital=8141 ETH", "assets.ezETH.rate=1.1 ETH"}, "is worth 8140 ETH"},
		{[]string{"agents.buyers.token=stETH"}, "150 ETH wait to buy stETH, which no pool trades"},
	} {
		got := warnings(t, c.sets...)
		if c.want == "" && len(got) == 0 || c.want != "" && len(got) == 1 && strings.Contains(got[0], c.want) {
			continue
		}
		t.Errorf("%q: warnings %q, want %q", c.sets, got, c.want)
	}
}

// TestShippedScenariosAreNotInDoubt wants no warning of the files that come with the
// program, the tenfold variant of the buyers' capital among them.
func TestShippedScenariosAreNotInDoubt(t *testing.T) {
	for _, name := range catalogue(t) {
		if plan := loaded(t, name); len(plan.Warnings) > 0 {
			t.Errorf("%s: %q", name, plan.Warnings)
		}
	}
}
