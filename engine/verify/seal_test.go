package verify

import (
	"context"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// drawNetwork draws a network of a few operators with up to two vaults each: whole
// stakes, unique stakes and what lies between, zero stakes, services without backers.
func drawNetwork(t *rapid.T) *restake.Network {
	n := &restake.Network{Unit: rapid.SampledFrom([]money.Gwei{1, money.ETH}).Draw(t, "unit")}
	for s := range rapid.IntRange(1, 4).Draw(t, "services") {
		den := rapid.Int64Range(1, 5).Draw(t, "den")
		n.Services = append(n.Services, restake.NetworkService{Name: "s" + strconv.Itoa(s), Profit: money.Gwei(rapid.Int64Range(0, 60).Draw(t, "profit")),
			Alpha:         money.Ratio{Num: rapid.Int64Range(1, den).Draw(t, "num"), Den: den},
			SlashFraction: rapid.SampledFrom([]money.Ratio{{Num: 1, Den: 1}, {Num: 1, Den: 1}, {Num: 1, Den: 3}, {Num: 0, Den: 1}}).Draw(t, "slash")})
	}
	style := rapid.IntRange(0, 2).Draw(t, "style") // shared, unique, anything
	for o := range rapid.IntRange(1, 5).Draw(t, "operators") {
		n.Operators = append(n.Operators, restake.NetworkOperator{Name: "o" + strconv.Itoa(o), Bond: money.Ratio{Den: 1}})
		for range rapid.IntRange(1, 2).Draw(t, "vaults") {
			v := int32(len(n.Nodes))
			stake := money.Gwei(rapid.Int64Range(0, 40).Draw(t, "stake"))
			n.Vaults = append(n.Vaults, restake.NetworkVault{Name: "v" + strconv.Itoa(int(v)), Asset: "ETH"})
			n.Nodes = append(n.Nodes, restake.NetworkNode{Operator: int32(o), Vault: v, Stake: stake})
			for s := range n.Services {
				if !rapid.Bool().Draw(t, "serves") {
					continue
				}
				w := [3]money.Gwei{stake, stake / money.Gwei(len(n.Services)), money.Gwei(rapid.Int64Range(0, int64(stake)).Draw(t, "slashable"))}
				n.Edges = append(n.Edges, restake.NetworkEdge{Node: v, Service: int32(s), Slashable: w[style]})
			}
		}
	}
	drawJoint(t, n)
	return n
}

// drawJoint adds joint profits of two services: a bonus, and a penalty that their
// profits allow.
func drawJoint(t *rapid.T, n *restake.Network) {
	if len(n.Services) < 2 || rapid.Bool().Draw(t, "plain") {
		return
	}
	pair := []int32{0, int32(len(n.Services) - 1)}
	room := min(n.Services[pair[0]].Profit, n.Services[pair[1]].Profit)
	n.Joint = []restake.JointProfit{
		{Services: pair, Profit: money.Gwei(rapid.Int64Range(0, 50).Draw(t, "bonus"))},
		{Services: pair, Profit: -money.Gwei(rapid.Int64Range(0, int64(room)).Draw(t, "penalty"))},
	}
}

// TestExaminationsAreSealed takes whatever the search proves to the checker, which
// knows nothing of the search.
func TestExaminationsAreSealed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, x := drawNetwork(t), &restake.Exposure{}
		n.Exposure(x, nil)
		den := rapid.Int64Range(1, 3).Draw(t, "bond den")
		bond := money.Ratio{Num: 1, Den: den}
		ctx := context.Background()
		e, err := attack.NewExaminer(ctx, x, attack.Options{Bond: bond, Joint: n.Joint})
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "optimum") {
			if err := e.Optimum(ctx); err != nil {
				t.Fatal(err)
			}
		}
		p, err := e.Prove(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Seal(n, bond, e.Examination(), p)
		if err != nil {
			text, _ := c.Encode()
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
