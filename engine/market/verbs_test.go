package market

import (
	"fmt"
	"math"
	"strings"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// verbs are the commands of scripts. Amounts are in coins.
var verbs = map[string]func(*stage, []string) string{
	"people": (*stage).people, // NAME...
	"give":   (*stage).give,   // NAME AMOUNT ASSET
	"purse":  (*stage).purse,  // NAME...

	"pool":   (*stage).openPool, // stable|product|concentrated key=value... [range=LOWER..UPPER:LIQUIDITY...]
	"rate":   (*stage).setRate,  // RATE: redemption value of a LRT
	"add":    (*stage).add,      // NAME LRT ETH
	"remove": (*stage).remove,   // NAME SHARES
	"put":    (*stage).put,      // NAME LRT ETH [LEAST]: uneven amounts for shares
	"take":   (*stage).take,     // NAME LRT ETH [MOST]: shares for uneven amounts
	"leave":  (*stage).leave,    // NAME SHARES LRT|ETH [LEAST]: shares for one coin
	"quote":  (*stage).quote,    // sell|buy AMOUNT
	"sell":   (*stage).sell,     // NAME AMOUNT [LEAST]
	"buy":    (*stage).buy,      // NAME AMOUNT [LEAST]
	"to":     (*stage).to,       // PRICE
	"within": (*stage).within,   // AMOUNT PRICE
	"state":  (*stage).state,    //

	"desk":      (*stage).openDesk,  // key=value...
	"supply":    (*stage).supply,    // NAME AMOUNT
	"withdraw":  (*stage).withdraw,  // NAME SHARES|all
	"pledge":    (*stage).pledge,    // NAME AMOUNT
	"unpledge":  (*stage).unpledge,  // NAME AMOUNT
	"borrow":    (*stage).borrow,    // NAME AMOUNT
	"repay":     (*stage).repay,     // NAME AMOUNT
	"mark":      (*stage).mark,      // PRICE|pool
	"wait":      (*stage).wait,      // DURATION
	"liquidate": (*stage).liquidate, // NAME BORROWER AMOUNT|best
	"loop":      (*stage).loop,      // NAME EQUITY LEVERAGE
	"unwind":    (*stage).unwind,    // NAME LEVERAGE
	"loans":     (*stage).loans,     //
	"books":     (*stage).books,     //
}

func (s *stage) give(a []string) string {
	s.v.give(s.who(a[0]), s.asset(a[2]), s.coins(a[1]))
	return ""
}

func (s *stage) purse(names []string) string {
	out := ""
	for _, name := range names {
		var parts []string
		for _, asset := range []string{"LRT", "ETH", "LP", "claims"} {
			if n := s.v.Balance(s.who(name), s.asset(asset)); n != 0 {
				parts = append(parts, coins(n)+" "+asset)
			}
		}
		out += fmt.Sprintf("%s: %s\n", name, strings.Join(parts, ", "))
	}
	return out
}

func (s *stage) openPool(a []string) string {
	if s.pool != nil {
		return ""
	}
	var params interface{ Open(Listing) (Pool, error) }
	switch a[0] {
	case "stable":
		params = new(StableSwapParams)
	case "product":
		params = new(ConstantProductParams)
	default:
		p := new(ConcentratedParams)
		a, p.Ranges = s.ranges(a)
		params = p
	}
	s.settings(params, a[1:])
	var err error
	s.pool, err = params.Open(s.v.listing())
	s.v.must(err)
	s.pool.Sync(s.v.Book, s.rate)
	return ""
}

// ranges takes the words that are ranges from among the others.
func (s *stage) ranges(words []string) (others []string, out []RangeParams) {
	for _, w := range words {
		text, is := strings.CutPrefix(w, "range=")
		if !is {
			others = append(others, w)
			continue
		}
		ends, liquidity, _ := strings.Cut(text, ":")
		lower, upper, _ := strings.Cut(ends, "..")
		var r RangeParams
		decoded(s.t, &r, "lower: "+lower, "upper: "+upper, "liquidity: "+liquidity)
		out = append(out, r)
	}
	return others, out
}

func (s *stage) setRate(a []string) string {
	s.rate = s.number(a[0])
	s.pool.Sync(s.v.Book, s.rate)
	return ""
}

func (s *stage) add(a []string) string {
	shares, err := s.pool.AddLiquidity(s.v.Book, s.who(a[0]), s.coins(a[1]), s.coins(a[2]))
	return said(err, "%s gets %s LP", a[0], coins(shares))
}

func (s *stage) remove(a []string) string {
	base, quote, err := s.pool.RemoveLiquidity(s.v.Book, s.who(a[0]), s.coins(a[1]))
	return said(err, "%s gets %s LRT and %s ETH", a[0], coins(base), coins(quote))
}

func (s *stage) quote(a []string) string {
	if a[0] == "buy" {
		return fmt.Sprintf("%s ETH buy %s LRT", a[1], coins(s.pool.BuyOut(s.coins(a[1]))))
	}
	return fmt.Sprintf("%s LRT sell for %s ETH", a[1], coins(s.pool.SellOut(s.coins(a[1]))))
}

func (s *stage) sell(a []string) string { return s.trade(Sell, "ETH", a) }
func (s *stage) buy(a []string) string  { return s.trade(Buy, "LRT", a) }

func (s *stage) trade(side Side, coin string, a []string) string {
	o := Order{Side: side, Amount: s.coins(a[1])}
	if len(a) > 2 {
		o.MinOut = s.coins(a[2])
	}
	f, err := s.pool.Settle(s.v.Book, s.who(a[0]), o)
	return said(err, "%s gets %s %s, fee %s, of it %s leaves", a[0], coins(f.Out), coin, coins(f.Fee), coins(f.AdminFee))
}

func (s *stage) to(a []string) string {
	price := s.number(a[0])
	return fmt.Sprintf("to %s: sell %s LRT, spend %s ETH", a[0], coins(s.pool.SellTo(price)), coins(s.pool.BuyTo(price)))
}

func (s *stage) within(a []string) string {
	part := s.pool.SellWithin(s.coins(a[0]), s.number(a[1]))
	return fmt.Sprintf("%s of %s LRT sell at %s or better", coins(part), a[0], a[1])
}

func (s *stage) state([]string) string {
	out := fmt.Sprintf("%s LRT, %s ETH, %s LP, price %.6f", coins(s.v.Balance(s.v.pool, lrt)), coins(s.v.Balance(s.v.pool, eth)),
		coins(s.v.Supply(poolShare)), s.pool.Price())
	if p, ok := s.pool.(*StableSwap); ok {
		out += fmt.Sprintf(", D %.6f", p.Invariant())
	}
	if p, ok := s.pool.(*Concentrated); ok {
		out += fmt.Sprintf(", liquidity %.3f", p.Liquidity())
	}
	if fees := s.v.Balance(s.v.fees, lrt); fees > 0 || s.v.Balance(s.v.fees, eth) > 0 {
		out += fmt.Sprintf("; fees %s LRT, %s ETH", coins(fees), coins(s.v.Balance(s.v.fees, eth)))
	}
	return out
}

func (s *stage) openDesk(a []string) string {
	if s.desk != nil {
		return ""
	}
	var p DeskParams
	s.settings(&p, a)
	d, err := p.Open(DeskListing{Account: s.v.desk, Reserve: s.v.reserve, CollateralAsset: lrt, DebtAsset: eth,
		SupplyShare: supplyShare, DebtShare: debtShare, CollateralDecimals: 9, DebtDecimals: 9})
	s.v.must(err)
	s.desk = d
	return ""
}

func (s *stage) supply(a []string) string {
	shares, err := s.desk.Supply(s.v.Book, s.who(a[0]), s.coins(a[1]))
	return said(err, "%s gets %s claims", a[0], coins(shares))
}

func (s *stage) withdraw(a []string) string {
	shares := money.Gwei(math.MaxInt64)
	if a[1] != "all" {
		shares = s.coins(a[1])
	}
	paid, err := s.desk.Withdraw(s.v.Book, s.who(a[0]), shares)
	return said(err, "%s gets %s ETH", a[0], coins(paid))
}

func (s *stage) pledge(a []string) string {
	return said(s.desk.Deposit(s.v.Book, s.who(a[0]), s.coins(a[1])), "")
}

func (s *stage) unpledge(a []string) string {
	return said(s.desk.RemoveCollateral(s.v.Book, s.who(a[0]), s.coins(a[1])), "")
}

func (s *stage) borrow(a []string) string {
	return said(s.desk.Borrow(s.v.Book, s.who(a[0]), s.coins(a[1])), "")
}

func (s *stage) repay(a []string) string {
	repaid, err := s.desk.Repay(s.v.Book, s.who(a[0]), s.coins(a[1]))
	return said(err, "%s repays %s ETH", a[0], coins(repaid))
}

func (s *stage) mark(a []string) string {
	if a[0] == "pool" {
		s.desk.Mark(s.pool.Price())
		return fmt.Sprintf("oracle %.6f", s.desk.Price())
	}
	s.desk.Mark(s.number(a[0]))
	return ""
}

func (s *stage) wait(a []string) string {
	s.now = s.now.Add(s.span(a[0]))
	return said(s.desk.Accrue(s.v.Book, s.now), "")
}

func (s *stage) liquidate(a []string) string {
	by, who := s.who(a[0]), s.who(a[1])
	if a[2] != "best" {
		return s.seize(a, by, who, s.coins(a[2]))
	}
	repay, profit, ok := s.desk.LiquidationSize(s.pool, who, s.v.Balance(by, eth), 0)
	if !ok {
		return fmt.Sprintf("%s does not pay to liquidate", a[1])
	}
	return fmt.Sprintf("repaying %s ETH earns %s\n", coins(repay), coins(profit)) + s.seize(a, by, who, repay)
}

func (s *stage) seize(a []string, by, who ledger.Account, repay money.Gwei) string {
	x, err := s.desk.Liquidate(s.v.Book, by, who, repay)
	out := said(err, "%s repays %s ETH for %s LRT", a[0], coins(x.Repaid), coins(x.Seized))
	if x.Cut > 0 {
		out += fmt.Sprintf(", the reserve gets %s LRT", coins(x.Cut))
	}
	if x.BadDebt > 0 {
		out += fmt.Sprintf(", bad debt %s ETH", coins(x.BadDebt))
	}
	return out
}

func (s *stage) loop(a []string) string {
	bought, err := s.desk.Loop(s.v.Book, s.pool, s.who(a[0]), s.coins(a[1]), s.number(a[2]))
	return said(err, "%s buys %s LRT", a[0], coins(bought))
}

func (s *stage) unwind(a []string) string {
	u, err := s.desk.Unwind(s.v.Book, s.pool, s.who(a[0]), s.desk.Price(), s.number(a[1]))
	return said(err, "%s sells %s LRT, repays %s ETH, gets back %s LRT", a[0], coins(u.Sold), coins(u.Repaid), coins(u.Returned))
}

func (s *stage) loans([]string) string {
	out := ""
	for _, name := range s.names {
		who := s.who(name)
		if s.desk.Collateral(who) == 0 && s.desk.Debt(who) == 0 {
			continue
		}
		note := ""
		if s.desk.Toxic(who) {
			note = ", toxic"
		}
		out += fmt.Sprintf("%s: %s LRT, owes %s ETH, health %.6f%s\n", name, coins(s.desk.Collateral(who)), coins(s.desk.Debt(who)), s.desk.Health(who), note)
	}
	list := s.desk.AppendUnhealthy(nil)
	for i, who := range list {
		for _, name := range s.names {
			if s.who(name) == who {
				out += map[bool]string{true: "unhealthy: ", false: ", "}[i == 0] + name
			}
		}
	}
	return out
}

func (s *stage) books([]string) string {
	d := s.desk
	out := fmt.Sprintf("supplied %s, borrowed %s, cash %s ETH; utilisation %.4f, borrowers pay %.4f, lenders earn %.4f",
		coins(d.Supplied()), coins(d.Borrowed()), coins(d.Cash()), d.Utilisation(), d.BorrowRate(), d.SupplyRate())
	if d.BadDebt() > 0 {
		out += fmt.Sprintf("; bad debt %s ETH", coins(d.BadDebt()))
	}
	for _, name := range s.names {
		if n := d.SupplyOf(s.v.Book, s.who(name)); n > 0 {
			out += fmt.Sprintf("\n%s owns %s ETH", name, coins(n))
		}
	}
	return out
}
