package engine

import (
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/rng"
)

// ProfitSpec says how profits from corruption differ from population to population.
// The zero value leaves them as the network states them, the same in all. A service's
// draws hang on seed, replication and its name, and on nothing else: the same profits
// meet every variant of a network.
type ProfitSpec struct {
	Law    Sizer   // ETH of a service, in place of what the network states; nil: that
	Spread float64 // standard deviation of the logarithm, around it as the median
}

// mostProfit is the sum that profits of all services stay below, in gwei.
const mostProfit = 1 << 62

// drawProfits sets the profits of a replication, before prices move them.
func (n *network) drawProfits(seed uint64, replication uint32) {
	law := &n.spec.Profits
	most := float64(mostProfit) / float64(max(1, len(n.services)))
	for i := range n.profits {
		n.profits[i] = n.spec.Network.Services[i].Profit
		if law.Law == nil && law.Spread == 0 {
			continue
		}
		key := rng.Key{Seed: seed, Replication: replication, Entity: n.services[i], Purpose: rng.Profit}.Stream()
		profit := float64(n.profits[i])
		if law.Law != nil {
			profit = float64(law.Law(key.UnitAt(0)) * float64(money.ETH))
		}
		if law.Spread != 0 {
			profit *= detmath.LognormalQuantile(key.UnitAt(1), 0, law.Spread)
		}
		n.profits[i] = money.Gwei(math.Floor(min(profit, most)))
		n.graph.SetProfit(int32(i), n.profits[i])
	}
}

// medianProfit is what corrupting a service yields where each of its draws is the median,
// to the nearest unit: a median of 2 000 ETH comes out of its law a little beside that.
func (n *network) medianProfit(service int) money.Gwei {
	law := n.spec.Profits.Law
	if law == nil {
		return n.spec.Network.Services[service].Profit
	}
	most := float64(mostProfit) / float64(max(1, len(n.services)))
	return money.Gwei(math.Round(min(float64(law(0.5)*float64(money.ETH)), most)))
}
