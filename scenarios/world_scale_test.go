package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
	"github.com/restakesim/restakesim/engine/restake"
)

// Nothing in the model has a size of its own but what is stated in ETH: when all
// amounts, gas, minima and the churn are ten times as large, so is every metric in ETH,
// and every ratio stays.
func TestWorldForgetsTheScale(t *testing.T) {
	for _, name := range distinct(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var edits []string
			if !long() {
				edits = small(t, name, 3)
			}
			n := often(25, 1000)
			once := loaded(t, name, edits...)
			tenfold := read(t, once.Resolved(), amountsTimesTen(t, once)...) // defaults are amounts too
			chain := once.Spec.Ethereum
			limit := chain.Era.ExitPerEpoch(chain.Staked)
			fixEthereum(once, &chain, limit)
			fixEthereum(tenfold, &chain, 10*limit)
			minimaTimesTen(tenfold)
			sameMeans(t, outcome(t, once, n, 2, 8), outcome(t, tenfold, n, 2, 8), func(unit string) float64 {
				if unit == "ETH" {
					return 10
				}
				return 1
			})
		})
	}
}

var amountText = regexp.MustCompile(`^([0-9][0-9 ]*(?:\.[0-9]+)?) ([A-Za-z]+)(/d)?$`)

// amountsTimesTen lists edits that multiply every amount of a scenario; prices in ETH,
// which are no amounts, stay.
func amountsTimesTen(t *testing.T, p *Plan) []string {
	t.Helper()
	units := append([]string{"ETH"}, p.Tree.Get("assets").Keys...)
	if programmes := p.Tree.Get("programmes"); programmes != nil {
		for _, x := range programmes.Items {
			units = append(units, canonicalText(x.Get("pays")))
		}
	}
	var edits []string
	p.Tree.Walk(func(n *param.Node) {
		m := amountText.FindStringSubmatch(canonicalText(n))
		price := strings.HasSuffix(n.Path, ".rate") || strings.HasSuffix(n.Path, ".expected_price")
		if n.Kind != param.Scalar || m == nil || price || !slices.Contains(units, m[2]) {
			return
		}
		x, err := strconv.ParseFloat(strings.ReplaceAll(m[1], " ", ""), 64)
		if err != nil {
			t.Fatalf("%s: %v", n.Path, err)
		}
		edits = append(edits, fmt.Sprintf("%s=%.9f %s%s", n.Path, 10*x, m[2], m[3]))
	})
	if len(edits) < 8 {
		t.Fatalf("only %d amounts: %v", len(edits), edits)
	}
	return edits
}

// fixEthereum sets a churn that does not depend on stake, the time of a sweep, and the
// yield of a chain, which then stays: issuance falls with the square root of stake, which
// is a fact about Ethereum and no scale of ours. So much is staked here that exits do
// not move it.
func fixEthereum(p *Plan, like *restake.EthereumParams, perEpoch money.Gwei) {
	e := &p.Spec.Ethereum
	e.Staked = 1e9 * money.ETH
	issued := restake.IssuanceYield(like.Staked) - restake.IssuanceYield(e.Staked)
	e.Era.ByCount, e.Era.ChurnFloor, e.Era.ChurnCap = false, perEpoch, perEpoch
	e.Sweep, e.Tips = 4*86400, like.Tips+issued
}

// minimaTimesTen multiplies what no scenario states: the minima and caps in the terms
// of known tokens. Caps that a scenario states have been multiplied with its amounts.
func minimaTimesTen(p *Plan) {
	for i := range p.Spec.Tokens {
		terms := &p.Spec.Tokens[i].Params
		terms.MinDeposit *= 10
		terms.MinExit *= 10
	}
}
