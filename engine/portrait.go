package engine

import (
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// Portrait fills in what a report shows of the world at the snapshot: who holds,
// secures and lends what, the operator–service matrix, slippage and concentration. It opens replication 0 and runs nothing.
func (w *World) Portrait(seed uint64, c *result.Context) error {
	w.seed, w.replication, w.now = seed, 0, 0
	if err := w.genesis(); err != nil {
		return w.blame("opening", err)
	}
	w.paintHoldings(c)
	w.paintSlippage(c)
	c.Lorenz = append(c.Lorenz, w.lorenzOfHolders()...)
	if w.net == nil {
		return nil
	}
	return w.paintNetwork(c)
}

func (w *World) paintHoldings(c *result.Context) {
	add := func(holder, role, asset string, amount float64, unit, in string) {
		if amount > 0 {
			c.Balance = append(c.Balance, result.Position{Holder: holder, Role: role, Asset: asset, Amount: amount, Unit: unit, In: in})
		}
	}
	for _, t := range w.tokens {
		for _, k := range w.cohorts {
			sum := money.Gwei(0)
			for i := range k.Size {
				sum += w.eligible(t, k.Account(int32(i)))
			}
			add(k.Name, "holds", t.name, float64(sum.Float()*t.outlook.Rate), "ETH", t.name)
		}
		add("passive holders", "holds", t.name, float64(w.book.Balance(w.own.passive, t.asset).Float()*t.outlook.Rate), "ETH", t.name)
		add(t.name, "secures", "ETH", w.worth(t, t.lt.Supply(w.book)).Float()-t.lt.Buffer(w.book).Float(), "ETH", stakedIn(t))
		add(t.name, "holds", "ETH", t.lt.Buffer(w.book).Float(), "ETH", "buffer of "+t.name)
	}
	for _, p := range w.pools {
		add("liquidity providers", "provides liquidity", p.token.name, float64(w.book.Balance(p.pool.Account(), p.pool.Base()).Float()*p.token.outlook.Rate), "ETH", p.name)
		add("liquidity providers", "provides liquidity", "ETH", w.book.Balance(p.pool.Account(), p.pool.Quote()).Float(), "ETH", p.name)
	}
	for _, d := range w.desks {
		add("lenders", "lends", "ETH", d.desk.Supplied().Float(), "ETH", d.name)
		add("levered holders", "borrows", "ETH", d.desk.Borrowed().Float(), "ETH", d.name)
	}
	if w.net != nil {
		add("direct restakers", "secures", "ETH", w.net.directStake(w), "ETH", "vaults")
	}
}

// stakedIn says where a token's stake stands.
func stakedIn(t *token) string {
	for _, p := range t.spec.Parts {
		if p.Vault != "" {
			return "vaults"
		}
	}
	return "validators"
}

// directStake is what direct restakers have in all vaults, in ETH.
func (n *network) directStake(w *World) float64 {
	sum := 0.0
	for v, h := range n.holders {
		if active, _, err := n.graph.Value(w.book, int32(v), h); err == nil {
			sum += float64(active.Float() * n.prices[v])
		}
	}
	return sum
}

// slippagePoints is how many sizes a slippage curve shows.
const slippagePoints = 40

// paintSlippage shows what selling costs: the average price by size, up to one and a
// half times the ETH in the token's pools.
func (w *World) paintSlippage(c *result.Context) {
	for _, t := range w.tokens {
		if len(t.pools) == 0 {
			continue
		}
		depth := 0.0
		for _, p := range t.pools {
			depth += w.book.Balance(p.pool.Account(), p.pool.Quote()).Float()
		}
		curve := result.Curve{Name: t.name, XUnit: "ETH", YUnit: "ETH/ETH"}
		for k := 1; k <= slippagePoints; k++ {
			size := float64(1.5*depth) * float64(k) / slippagePoints
			curve.X = append(curve.X, size)
			curve.Y = append(curve.Y, w.view.SellPrice(w.indexOf(t), t.tokensNow(ETH(size))))
		}
		c.Slippage = append(c.Slippage, curve)
	}
}

func (w *World) indexOf(t *token) int16 {
	for i, x := range w.tokens {
		if x == t {
			return int16(i)
		}
	}
	return -1
}

// lorenzOfHolders shows how unequal the holders of each cohort are.
func (w *World) lorenzOfHolders() []result.Curve {
	var out []result.Curve
	for i := range w.spec.Cohorts {
		s := &w.spec.Cohorts[i]
		if s.Holds < 0 || s.Count < 10 {
			continue
		}
		k := w.cohorts[i]
		sizes := make([]int64, k.Size)
		for a := range sizes {
			sizes[a] = int64(w.eligible(w.tokens[s.Holds], k.Account(int32(a))))
		}
		out = append(out, lorenz("holders: "+s.Name, sizes))
	}
	return out
}

func lorenz(name string, sizes []int64) result.Curve {
	x, y := stats.Lorenz(sizes)
	return result.Curve{Name: name, XUnit: "share of agents", YUnit: "share of stake", X: x, Y: y}
}

// matrixSide is the largest matrix that a report shows: the operators and services
// with most stake.
const matrixSide = 30

func (w *World) paintNetwork(c *result.Context) error {
	n := w.net
	if err := n.fill(w); err != nil {
		return err
	}
	stakes := n.operatorStakes()
	c.Lorenz = append(c.Lorenz, lorenz("operators", stakes))
	c.Matrix = n.matrix(stakes)
	return nil
}

// matrix is what each service can slash of each of the largest operators, in ETH.
func (n *network) matrix(stakes []int64) *result.Matrix {
	top := largest(stakes, matrixSide)
	m := &result.Matrix{}
	services := min(len(n.services), matrixSide)
	for s := range services {
		m.Services = append(m.Services, n.spec.Network.Services[s].Name)
		m.Profit = append(m.Profit, n.medianProfit(s).Float())
	}
	for _, o := range top {
		m.Operators = append(m.Operators, n.spec.Network.Operators[o].Name)
		m.Stake = append(m.Stake, money.Gwei(stakes[o]).Float())
		row := make([]float64, services)
		for i := range n.exposure.Nodes {
			if n.exposure.Nodes[i].Operator != int32(o) {
				continue
			}
			for _, e := range n.exposure.EdgesOf(i) {
				if int(e.Service) < services {
					row[e.Service] += e.Slashable.Float()
				}
			}
		}
		m.Slashable = append(m.Slashable, row)
	}
	return m
}

// largest lists the indices of the k largest values, the lower index first on a tie.
func largest(values []int64, k int) []int {
	taken := make([]bool, len(values))
	var out []int
	for range min(k, len(values)) {
		top := -1
		for i, v := range values {
			if !taken[i] && (top < 0 || v > values[top]) {
				top = i
			}
		}
		taken[top] = true
		out = append(out, top)
	}
	return out
}

// witness names an attack for the report.
func (n *network) witness(a attack.Attack) *result.Witness {
	out := &result.Witness{Cost: a.Sigma.Float(), Reward: a.Reward.Float(), Bond: a.Kappa.Float()}
	for _, o := range a.Operators {
		out.Operators = append(out.Operators, n.spec.Network.Operators[o].Name)
	}
	for _, s := range a.Services {
		out.Services = append(out.Services, n.spec.Network.Services[s].Name)
	}
	return out
}
