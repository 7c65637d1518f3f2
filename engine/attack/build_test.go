package attack

import (
	"math"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

type gwei = money.Gwei

// service is one that slashes all it may.
func service(profit gwei, num, den int64) restake.ServiceExposure {
	return restake.ServiceExposure{Profit: profit, Alpha: money.Ratio{Num: num, Den: den}, SlashFraction: money.Ratio{Num: 1, Den: 1}}
}

// whole is a network in which every operator has one node and all of it is exposed
// to the services it serves.
func whole(stakes []gwei, services []restake.ServiceExposure, serves func(o, s int) bool) *restake.Exposure {
	x := &restake.Exposure{Services: services}
	for o, stake := range stakes {
		x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
		x.Nodes = append(x.Nodes, restake.Node{Operator: int32(o), Stake: stake})
		x.Operators = append(x.Operators, restake.OperatorExposure{Bond: stake / 5, Franchise: stake / 50})
		for s := range services {
			if serves(o, s) {
				x.Edges = append(x.Edges, restake.Edge{Service: int32(s), Slashable: stake})
			}
		}
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	return x
}

// dice is a small deterministic source for generated networks (SplitMix64).
type dice uint64

func (d *dice) unit() float64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// generated is a network with heavy-tailed stakes of a few ETH to some thousands
// and thresholds of a third to two thirds; profits lie around the given multiple of
// a fair share of the stake behind a service.
func generated(seed uint64, operators, services int, density, profit float64) *restake.Exposure {
	d := dice(seed)
	stakes := make([]gwei, operators)
	for o := range stakes {
		stakes[o] = gwei(min(8000, 32/math.Pow(d.unit(), 1/1.2)) * float64(money.ETH))
	}
	joins := make([]bool, operators*services)
	for i := range joins {
		joins[i] = d.unit() < density
	}
	alphas := []money.Ratio{{Num: 1, Den: 3}, {Num: 1, Den: 2}, {Num: 2, Den: 3}}
	svcs := make([]restake.ServiceExposure, services)
	for s := range svcs {
		var behind float64
		for o, stake := range stakes {
			if joins[o*services+s] {
				behind += float64(stake)
			}
		}
		alpha := alphas[int(d.unit()*3)]
		gain := profit * behind * float64(alpha.Num) / float64(alpha.Den) / (density * float64(services)) * (0.5 + d.unit())
		svcs[s] = service(gwei(gain), alpha.Num, alpha.Den)
	}
	return whole(stakes, svcs, func(o, s int) bool { return joins[o*services+s] })
}
