package restake

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// whole is the magnitude of an untouched operator: commitments are fractions of
// it (EigenLayer's WAD).
const whole int64 = 1_000_000_000_000_000_000

// GraphParams says how a Network is brought to life.
type GraphParams struct {
	Platform   Platform
	Of         []Platform                             // by vault; overrides Platform when not nil
	ETH        ledger.Asset                           // asset of rewards, and of natively restaked stake
	AssetOf    func(name string) (ledger.Asset, bool) // a vault's asset in the book
	Sink       Sink                                   // where slashed stake ends
	Recipient  ledger.Account                         // of redistributed stake
	Commission money.Ratio                            // operators' share of rewards
	Horizon    float64                                // years of commission that an operator loses with its good name
	Degree     int                                    // most services per node; 0 = all
	Rewards    []money.Gwei                           // by service: ETH a year out of its treasury
	Fees       []money.Gwei                           // by service: ETH a year from users into its treasury
	Value      func(ledger.Asset) float64             // ETH that an attacker pays for a unit of stake; nil: 1
}

// Sink says where slashed stake ends.
type Sink uint8

// The sinks.
const (
	ToBurn      Sink = iota // nobody has it
	ToVictims               // the services' users, who suffered from the fault
	ToRecipient             // an account that the set names (redistribution)
)

// account is the ledger account of the sink.
func (p *GraphParams) account() ledger.Account {
	switch p.Sink {
	case ToVictims:
		return ledger.Users
	case ToRecipient:
		return p.Recipient
	}
	return ledger.Burn
}

// Graph is the restaking network in motion: vaults with their exit tranches,
// commitments of operators to services, slash cases under way. It belongs to
// one world and one goroutine; Reset brings it back to the network at rest
// without allocating.
type Graph struct {
	net       *Network
	p         GraphParams
	vaults    []vault
	nodes     []node
	edges     []commitment // node n owns edges[n.first : n.first+n.count] of its Degree slots
	nodeStart []int32      // nodes of operator o are nodes[nodeStart[o]:nodeStart[o+1]]
	operators []operator
	services  []service
	cases     cases
	held      ring[heldFunds]
	holding   ledger.Account
	accrual   accrual
	lost      money.Gwei
	bails     []bail
	bailed    ledger.Account
	struck    Slashed
	reported  []money.Gwei // by service: what platforms have reported as slashed
	before    []money.Gwei // scratch: what owners of a vault have before a loss
	now       clock.Time   // of the last Pass
	captures  captures
}

// node is an operator's part of a vault.
type node struct {
	operator, vault int32
	num, den        int64 // its part of the vault
	magnitude       int64 // of whole; falls with every slash of a disjoint commitment
	lowered         bool  // directly, so that more may be promised than is left
	first, count    int32
}

type operator struct {
	wallet    ledger.Account
	bonds     []bond
	franchise money.Gwei
	ruined    bool // has attacked: no service pays it a commission
}

type bond struct {
	vault  int32
	holder Holder
}

type service struct {
	treasury ledger.Account
	profit   money.Gwei
	cap      money.Wide // most that it asks for at once, of Everything
}

// NewGraph opens the accounts of a network in the book: two per vault, a
// treasury per service, a wallet per operator, one for slashed funds on hold.
func NewGraph(b *ledger.Book, n *Network, p GraphParams) (*Graph, error) {
	g := &Graph{net: n, p: p}
	if p.Degree == 0 {
		g.p.Degree = len(n.Services)
	}
	for i, v := range n.Vaults {
		asset, ok := p.AssetOf(v.Asset)
		if !ok {
			return nil, fmt.Errorf("restake: vault %s: asset %s is not in the book", v.Name, v.Asset)
		}
		g.vaults = append(g.vaults, vault{platform: g.platformOf(i), asset: asset, first: -1,
			active: b.Open("vault "+v.Name, 1), queue: b.Open("exits of vault "+v.Name, 1)})
	}
	for _, s := range n.Services {
		g.services = append(g.services, service{treasury: b.Open("treasury of "+s.Name, 1)})
	}
	g.reported = make([]money.Gwei, len(g.services))
	for _, o := range n.Operators {
		g.operators = append(g.operators, operator{wallet: b.Open("operator "+o.Name, 1)})
	}
	g.holding = b.Open("slashed stake on hold", 1)
	g.bailed = b.Open("paid for stake that attacks burn", 1)
	if err := g.layNodes(); err != nil {
		return nil, err
	}
	g.joinBonds()
	g.Reset()
	return g, nil
}

func (g *Graph) platformOf(vault int) Platform {
	if g.p.Of != nil {
		return g.p.Of[vault]
	}
	return g.p.Platform
}

// layNodes lays out the nodes and the slots of their commitments.
func (g *Graph) layNodes() error {
	total := make([]money.Gwei, len(g.net.Vaults))
	degree := make([]int, len(g.net.Nodes))
	for _, v := range g.net.Nodes {
		total[v.Vault] += v.Stake
	}
	for _, e := range g.net.Edges {
		degree[e.Node]++
		g.p.Degree = max(g.p.Degree, degree[e.Node])
	}
	g.nodeStart = make([]int32, len(g.net.Operators)+1)
	for i, v := range g.net.Nodes {
		num, den := int64(v.Stake), int64(total[v.Vault])
		if den == 0 {
			num, den = 1, 1
		}
		g.nodes = append(g.nodes, node{operator: v.Operator, vault: v.Vault, num: num, den: den, first: int32(i * g.p.Degree)})
		g.nodeStart[v.Operator+1] = int32(i + 1)
		if pool := &g.vaults[v.Vault]; pool.first < 0 {
			pool.first = int32(i)
		}
	}
	for o := 1; o < len(g.nodeStart); o++ {
		g.nodeStart[o] = max(g.nodeStart[o], g.nodeStart[o-1])
	}
	g.edges = make([]commitment, len(g.nodes)*g.p.Degree)
	g.accrual.init(g)
	return nil
}

// joinBonds makes every operator an owner of its vaults, so that its own stake
// shares every loss. Exits of a bond are paid to the operator's wallet.
func (g *Graph) joinBonds() {
	for i := range g.nodes {
		v := &g.nodes[i]
		o := &g.operators[v.operator]
		h := g.Join(v.vault, o.wallet, o.wallet)
		o.bonds = append(o.bonds, bond{vault: v.vault, holder: h})
	}
}

// Join makes an account an owner of a vault; set-up only. Matured exits are paid
// to paid, rewards in another asset than the vault's to earns.
func (g *Graph) Join(vault int32, paid, earns ledger.Account) Holder {
	v := &g.vaults[vault]
	v.holders = append(v.holders, holder{paid: paid, earns: earns, account: newAccount()})
	return Holder(len(v.holders) - 1)
}

// Reset brings back the commitments of the network, with vaults empty, as a new
// replication begins. The book is reset by its owner.
func (g *Graph) Reset() {
	for i := range g.vaults {
		g.vaults[i].platform = g.platformOf(i)
		g.vaults[i].stake.virtual = g.vaults[i].platform.Virtual
		g.vaults[i].reset()
	}
	g.now = 0
	g.layCaptures()
	g.resetCaptures()
	for i := range g.nodes {
		g.nodes[i].magnitude, g.nodes[i].lowered, g.nodes[i].count = whole, false, 0
	}
	for i := range g.net.Edges {
		g.layEdge(g.net.Edges[i])
	}
	for i := range g.services {
		g.services[i].profit, g.services[i].cap = g.net.Services[i].Profit, Everything()
		g.reported[i] = 0
	}
	for i := range g.operators {
		g.operators[i].franchise, g.operators[i].ruined = 0, false
	}
	g.cases.reset()
	g.held.reset()
	g.accrual.reset()
	g.lost = 0
	g.bails = g.bails[:0]
}

// SetPlatform changes the rules of a vault from now on; exits under way keep theirs, and
// what owners have stays what it is.
func (g *Graph) SetPlatform(vault int32, p Platform) {
	p.Accounts = g.vaults[vault].platform.Accounts
	g.vaults[vault].platform = p
	g.layCaptures()
	for i := range g.nodes {
		v := &g.nodes[i]
		for j := int32(0); j < v.count && v.vault == vault; j++ {
			g.promise(int32(i), &g.edges[v.first+j])
		}
	}
}

// SetProfit changes what corrupting a service is worth, in ETH.
func (g *Graph) SetProfit(service int32, profit money.Gwei) { g.services[service].profit = profit }

// Treasury is the account that a service pays its rewards from.
func (g *Graph) Treasury(service int32) ledger.Account { return g.services[service].treasury }

// Wallet is an operator's account.
func (g *Graph) Wallet(operator int32) ledger.Account { return g.operators[operator].wallet }

// Network is the network at rest that the graph was made of.
func (g *Graph) Network() *Network { return g.net }

// VaultAsset is the asset that a vault holds.
func (g *Graph) VaultAsset(vault int32) ledger.Asset { return g.vaults[vault].asset }

// Deposit moves amount of the vault's asset from an account into the vault, on
// behalf of a holder.
func (g *Graph) Deposit(b *ledger.Book, vault int32, h Holder, from ledger.Account, amount money.Gwei) error {
	return g.vaults[vault].deposit(b, h, from, amount, ledger.Stake)
}

// RequestExit queues amount of a holder's stake; Settle pays it to the holder's
// account when the platform's delay has passed, less what slashes took until
// then. ErrShares if the holder has less than amount.
func (g *Graph) RequestExit(b *ledger.Book, vault int32, h Holder, amount money.Gwei, now clock.Time) error {
	g.Pass(b, now)
	return g.vaults[vault].requestExit(b, h, amount, now)
}

// Value is what a holder has in a vault, in units of the vault's asset: active
// stake, and exits on their way.
func (g *Graph) Value(b *ledger.Book, vault int32, h Holder) (active, queued money.Gwei, err error) {
	return g.vaults[vault].value(b, h)
}

// Held is the active stake and the queued exits of a vault, all holders together.
func (g *Graph) Held(b *ledger.Book, vault int32) (active, queued money.Gwei) {
	v := &g.vaults[vault]
	waiting := v.pooled(b)
	return b.Balance(v.active, v.asset) - waiting, b.Balance(v.queue, v.asset) + waiting
}
