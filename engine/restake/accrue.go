package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// RewardEvery is how often services pay: rewards accrue for a day and are then
// posted together. (EigenLayer posts weekly roots; a shorter interval only
// spreads the same sum more evenly.)
const RewardEvery = clock.Day

// accrual is the scratch of reward payments and the time up to which services
// have paid.
type accrual struct {
	paid  clock.Time
	vault []money.Gwei // due to each vault's owners in this payment
	wage  []money.Gwei // due to each operator in this payment
	total []money.Gwei // counted stake behind each service
	due   []money.Gwei // what each service pays
	spent []money.Gwei // what rounding down to nodes left of it
}

func (a *accrual) init(g *Graph) {
	a.vault = make([]money.Gwei, len(g.vaults))
	a.wage = make([]money.Gwei, len(g.operators))
	a.total = make([]money.Gwei, len(g.services))
	a.due = make([]money.Gwei, len(g.services))
	a.spent = make([]money.Gwei, len(g.services))
}

func (a *accrual) reset() { a.paid = 0 }

// Accrue pays service rewards for the whole days that have passed: users' fees
// enter the treasury, the reward leaves it while it lasts, operators keep their
// commission and the rest goes to the vaults in proportion to the stake that
// the service counts, valued at price(asset) ETH. Staking yield is not part of
// it: see Ethereum.Accrue and StakingYield.
func (g *Graph) Accrue(b *ledger.Book, now clock.Time, price func(ledger.Asset) float64) error {
	for now.Sub(g.accrual.paid) >= RewardEvery {
		g.accrual.paid = g.accrual.paid.Add(RewardEvery)
		if err := g.payServices(b, price); err != nil {
			return err
		}
	}
	return nil
}

func (g *Graph) payServices(b *ledger.Book, price func(ledger.Asset) float64) error {
	g.count(b, price)
	if err := g.budget(b); err != nil {
		return err
	}
	if err := g.earn(b, price); err != nil {
		return err
	}
	for s := range g.services {
		out := ledger.Transfer{From: g.services[s].treasury, To: g.holding, Asset: g.p.ETH, Amount: g.accrual.spent[s], Why: ledger.Reward}
		if err := b.Post(out); err != nil {
			return err
		}
	}
	for o := range g.operators {
		wage := g.accrual.wage[o]
		g.operators[o].franchise = g.franchise(wage)
		if err := b.Post(ledger.Transfer{From: g.holding, To: g.operators[o].wallet, Asset: g.p.ETH, Amount: wage, Why: ledger.Commission}); err != nil {
			return err
		}
	}
	for i := range g.vaults {
		if err := g.distribute(b, &g.vaults[i], g.accrual.vault[i]); err != nil {
			return err
		}
	}
	return nil
}

// franchise is what an operator loses with its good name: a day's commission, a year
// of days, the years that the name is worth.
func (g *Graph) franchise(wage money.Gwei) money.Gwei {
	return money.Gwei(float64(wage) * 365 * g.p.Horizon)
}

// Appraise sets what operators have to lose by what the first payment would bring them,
// before anything has been paid. It moves nothing.
func (g *Graph) Appraise(b *ledger.Book, price func(ledger.Asset) float64) error {
	g.count(b, price)
	for i := range g.services {
		g.accrual.due[i] = min(daily(g.p.Rewards, i), b.Balance(g.services[i].treasury, g.p.ETH)+daily(g.p.Fees, i))
	}
	if err := g.earn(b, price); err != nil {
		return err
	}
	for o := range g.operators {
		g.operators[o].franchise = g.franchise(g.accrual.wage[o])
	}
	return nil
}

// counted is the stake that a service pays for: what it can slash, or all that
// it may reach where it cannot slash; nothing of those whom it has ejected.
func (g *Graph) counted(b *ledger.Book, node int32, c *commitment, price func(ledger.Asset) float64) money.Gwei {
	v := &g.nodes[node]
	if c.ejected {
		return 0
	}
	w, err := g.promised(b, node, c, g.stake(b, v))
	if err != nil {
		return 0
	}
	return valued(w, price(g.vaults[v.vault].asset))
}

func (g *Graph) count(b *ledger.Book, price func(ledger.Asset) float64) {
	clear(g.accrual.total)
	for i := range g.nodes {
		v := &g.nodes[i]
		for j := range g.edgesOf(v) {
			c := &g.edges[v.first+int32(j)]
			g.accrual.total[c.service] += g.counted(b, int32(i), c, price)
		}
	}
}

// budget collects a day's fees and settles what each service can pay.
func (g *Graph) budget(b *ledger.Book) error {
	for i := range g.services {
		at := g.services[i].treasury
		fee := ledger.Transfer{From: ledger.Users, To: at, Asset: g.p.ETH, Amount: daily(g.p.Fees, i), Why: ledger.Fee}
		if err := b.Post(fee); err != nil {
			return err
		}
		g.accrual.due[i] = min(daily(g.p.Rewards, i), b.Balance(at, g.p.ETH))
	}
	return nil
}

// earn splits what services pay over their backers: the commission is the
// operator's, the rest the vault's.
func (g *Graph) earn(b *ledger.Book, price func(ledger.Asset) float64) error {
	a := &g.accrual
	clear(a.vault)
	clear(a.wage)
	clear(a.spent)
	for i := range g.nodes {
		v := &g.nodes[i]
		for j := range g.edgesOf(v) {
			c := &g.edges[v.first+int32(j)]
			if a.total[c.service] == 0 {
				continue
			}
			gross, err := part(a.due[c.service], int64(g.counted(b, int32(i), c, price)), int64(a.total[c.service]))
			if err != nil {
				return err
			}
			wage, err := g.wage(v, gross)
			if err != nil {
				return err
			}
			a.spent[c.service] += gross
			a.wage[v.operator] += wage
			a.vault[v.vault] += gross - wage
		}
	}
	return nil
}

// wage is an operator's part of what a service pays on one of its nodes.
func (g *Graph) wage(v *node, gross money.Gwei) (money.Gwei, error) {
	if g.operators[v.operator].ruined {
		return 0, nil
	}
	return g.p.Commission.Of(gross, money.Down)
}

// distribute hands a day's reward to a vault's owners: natively restaked ETH
// compounds in the pool, owners of other assets are paid in ETH by their shares.
func (g *Graph) distribute(b *ledger.Book, v *vault, due money.Gwei) error {
	if v.asset == g.p.ETH {
		v.earn(due)
		return b.Post(ledger.Transfer{From: g.holding, To: v.active, Asset: g.p.ETH, Amount: due, Why: ledger.Reward})
	}
	left := due
	for i := range v.holders {
		p, err := v.shareOf(b, Holder(i), due)
		if err != nil {
			return err
		}
		left -= p
		if err := b.Post(ledger.Transfer{From: g.holding, To: v.holders[i].earns, Asset: g.p.ETH, Amount: p, Why: ledger.Reward}); err != nil {
			return err
		}
	}
	if left > 0 && len(v.holders) > 0 {
		return b.Post(ledger.Transfer{From: g.holding, To: v.holders[0].earns, Asset: g.p.ETH, Amount: left, Why: ledger.Reward})
	}
	return nil
}

// daily is a 365th of a yearly amount; services without an entry have none.
func daily(yearly []money.Gwei, s int) money.Gwei {
	if s < len(yearly) {
		return yearly[s] / 365
	}
	return 0
}

// StakingYield credits a span's staking yield to the natively restaked stake of
// every vault: it raises the price of the vault's shares.
func (g *Graph) StakingYield(b *ledger.Book, chain *Ethereum, dt clock.Span) error {
	for i := range g.vaults {
		v := &g.vaults[i]
		if v.asset != g.p.ETH {
			continue
		}
		reward, err := chain.Accrue(b, v.active, b.Balance(v.active, v.asset), dt)
		if err != nil {
			return err
		}
		v.earn(reward)
	}
	return nil
}
