package market

import (
	"math"
	"slices"
	"testing"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// cascadeCase is a sale, then liquidations through the same pool until nobody acts.
type cascadeCase struct {
	ID     string
	Inputs struct {
		Pool struct {
			A               float64
			Balances, Rates []decimal
			Fee             decimal
		}
		LLTV      decimal
		Incentive decimal `json:"incentive_factor"`
		Positions [][2]decimal
		Shock     decimal  `json:"shock_sell"`
		DipBuy    *decimal `json:"dip_buy"`
	}
	Expected struct {
		PriceInitial    decimal `json:"price_initial"`
		ShockProceeds   decimal `json:"shock_proceeds"`
		PriceAfterShock decimal `json:"price_after_shock"`
		DipBought       decimal `json:"dip_bought"`
		Liquidations    int
		Seized          decimal `json:"collateral_seized"`
		Repaid          decimal `json:"debt_repaid"`
		BadDebt         decimal `json:"bad_debt"`
		Profit          decimal `json:"liquidator_profit"`
		RefusedAtEnd    int     `json:"refused_at_end"`
		PriceFinal      decimal `json:"price_final"`
		OpenDebt        decimal `json:"open_debt"`
	}
}

// cascade is a case under way.
type cascade struct {
	*venue
	p              *StableSwap
	d              *Desk
	liquidated     []ledger.Account
	seized, repaid money.Gwei
	profit         money.Gwei
	refused        int
}

// TestCascadeOnVectors runs pool and desk together. A loan is liquidated at most once,
// with all there is; the liquidator refuses when the pool does not pay for it.
func TestCascadeOnVectors(t *testing.T) {
	cases := vectors[cascadeCase](t, "cascade.json", 17)
	for i := range cases {
		t.Run(cases[i].ID, func(t *testing.T) { checkCascade(t, &cases[i]) })
	}
}

func checkCascade(t *testing.T, c *cascadeCase) {
	const relative = 1e-8 // the file's tolerance
	e := &c.Expected
	x := openCascade(t, c)
	near(t, "opening price", x.p.Price(), &e.PriceInitial, relative)
	floored(t, "proceeds of the shock", x.swap(x.p, Sell, c.Inputs.Shock.gwei(t)).Out, &e.ShockProceeds)
	near(t, "price after the shock", x.p.Price(), &e.PriceAfterShock, relative)
	if c.Inputs.DipBuy != nil {
		bought := x.swap(x.p, Buy, c.Inputs.DipBuy.gwei(t)).Out
		nearUnits(t, "bought in the dip", bought, &e.DipBought, 4, 1e-13) // the shock was rounded too
	}
	for x.act() {
	}
	if len(x.liquidated) != e.Liquidations || x.refused != e.RefusedAtEnd {
		t.Fatalf("%d liquidations and %d refusals, want %d and %d", len(x.liquidated), x.refused, e.Liquidations, e.RefusedAtEnd)
	}
	units := 2 + 2*float64(len(x.liquidated))
	nearUnits(t, "seized", x.seized, &e.Seized, units, relative)
	nearUnits(t, "repaid", x.repaid, &e.Repaid, units, relative)
	nearUnits(t, "bad debt", x.d.BadDebt(), &e.BadDebt, units, relative)
	nearUnits(t, "profit", x.profit, &e.Profit, units, relative)
	nearUnits(t, "debt never liquidated", x.open(), &e.OpenDebt, units, relative)
	near(t, "final price", x.p.Price(), &e.PriceFinal, relative)
	x.sound(x.d)
}

func openCascade(t *testing.T, c *cascadeCase) *cascade {
	in := &c.Inputs
	x := &cascade{venue: newVenue(t)}
	pool := &in.Pool
	x.p = x.stable(pool.A, StableFee{Rate: pool.Fee.float()}, pool.Balances[0].gwei(t), pool.Balances[1].gwei(t), pool.Rates[0].float())
	lltv := in.LLTV.float()
	x.d = x.lend(DeskRules{LLTV: lltv, LTV: lltv, Incentive: in.Incentive.float(), CloseFactor: 1, WriteOff: true,
		Rate: KinkedRate{Optimal: 0.9}}, 1_000_000*money.ETH)
	for i := range in.Positions {
		x.owe(x.d, x.who(crowd+ledger.Account(i)), in.Positions[i][0].gwei(t), in.Positions[i][1].gwei(t))
	}
	x.give(x.who(liquidator), eth, 1_000_000*money.ETH)
	return x
}

// act liquidates the riskiest loan that pays, and says whether there was one.
func (x *cascade) act() bool {
	x.d.Mark(x.p.Price())
	x.refused = 0
	for _, who := range x.d.AppendUnhealthy(nil) {
		if slices.Contains(x.liquidated, who) {
			continue
		}
		s, _ := x.d.seizure(x.d.loans.of(who), math.MaxInt64)
		if x.p.SellOut(s.Seized) < s.Repaid {
			x.refused++
			continue
		}
		s, err := x.d.Liquidate(x.Book, x.who(liquidator), who, s.Repaid)
		x.must(err)
		f, err := x.p.Settle(x.Book, x.who(liquidator), Order{Side: Sell, Amount: s.Seized, MinOut: s.Repaid})
		x.must(err)
		x.seized, x.repaid, x.profit = x.seized+s.Seized, x.repaid+s.Repaid, x.profit+f.Out-s.Repaid
		x.liquidated = append(x.liquidated, who)
		return true
	}
	return false
}

// open is the debt of the loans that were never liquidated.
func (x *cascade) open() (debt money.Gwei) {
	for i := range x.d.Positions() {
		if who, _ := x.d.Position(i); !slices.Contains(x.liquidated, who) {
			debt += x.d.Debt(who)
		}
	}
	return debt
}
