package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// FillExposure writes the attack graph of this moment into x, each asset valued
// at price(asset) ETH, in one pass over the commitments and without allocating
// once x has grown. Commitments on platforms that cannot slash are present and
// worth nothing.
func (g *Graph) FillExposure(b *ledger.Book, x *Exposure, price func(ledger.Asset) float64) error {
	x.Reset()
	for i := range g.operators {
		x.Operators = append(x.Operators, OperatorExposure{Franchise: g.operators[i].franchise})
	}
	for i := range g.services {
		s := &g.net.Services[i]
		x.Services = append(x.Services, ServiceExposure{Profit: g.services[i].profit, Alpha: s.Alpha, SlashFraction: s.SlashFraction})
	}
	for i := range g.nodes {
		v := &g.nodes[i]
		pool := &g.vaults[v.vault]
		p := price(pool.asset)
		stake := g.stake(b, v)
		x.Nodes = append(x.Nodes, Node{Operator: v.operator, Vault: v.vault, Stake: valued(stake, p)})
		x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
		for j := range g.edgesOf(v) {
			c := &g.edges[v.first+int32(j)]
			w := money.Gwei(0)
			if pool.platform.Slashes {
				most, err := g.promised(b, int32(i), c, stake)
				if err != nil {
					return err
				}
				w = valued(most, p)
			}
			x.Edges = append(x.Edges, Edge{Service: c.service, Slashable: w})
		}
		own, err := g.bondOf(b, int32(i))
		if err != nil {
			return err
		}
		x.Operators[v.operator].Bond += valued(own, p)
	}
	x.EdgeStart = append(x.EdgeStart, int32(len(x.Edges)))
	return nil
}

// bondOf is the operator's own stake inside a node, exits that still pay included.
func (g *Graph) bondOf(b *ledger.Book, i int32) (money.Gwei, error) {
	v := &g.nodes[i]
	at := g.operators[v.operator].bonds[i-g.nodeStart[v.operator]]
	active, queued, err := g.vaults[at.vault].value(b, at.holder)
	if g.vaults[at.vault].platform.Tranche == Never {
		queued = 0
	}
	return active + queued, err
}

// Bond is what an operator owns of its vaults, exits on their way included, each asset
// valued at price(asset) ETH.
func (g *Graph) Bond(b *ledger.Book, operator int32, price func(ledger.Asset) float64) float64 {
	sum := 0.0
	for _, at := range g.operators[operator].bonds {
		v := &g.vaults[at.vault]
		active, queued, err := v.value(b, at.holder)
		if err == nil && active+queued > 0 {
			sum += float64((active + queued).Float() * price(v.asset))
		}
	}
	return sum
}
