package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/market"
	"github.com/restakesim/restakesim/engine/money"
)

// curve is the market so many seconds after its state was taken.
func (l *pendleLedger) curve(elapsed int64) (market.PendleCurve, error) {
	if elapsed >= l.seconds {
		return market.PendleCurve{}, market.ErrExpired
	}
	return l.terms.Curve(l.pt, float64(l.sy*l.index), l.lnRate, float64(l.seconds-elapsed)/contractYear), nil
}

// trade is what a trade of n principal tokens yields, as the file names it.
func (l *pendleLedger) trade(n float64, c market.PendleCurve, t market.PendleTrade) map[string]float64 {
	net, reserve := t.Asset/l.index, t.Reserve/l.index
	return map[string]float64{"rate_scalar": c.Scalar(), "rate_anchor": c.Anchor(), "fee_rate": c.FeeRate(),
		"pt_price_in_asset_before": c.Price(), "pre_fee_rate": t.Rate, "net_sy_to_account": net,
		"fee_sy": t.Fee / l.index, "reserve_sy": reserve, "total_pt_after": l.pt - n, "total_sy_after": l.sy - net - reserve,
		"last_ln_implied_rate_after": t.LnRate, "pt_price_in_asset_after": market.PrincipalPrice(t.LnRate, c.Years)}
}

func quotePT(l *pendleLedger, args object) (map[string]float64, error) {
	c, err := l.curve(0)
	if err != nil {
		return nil, err
	}
	n := args.float("net_pt_to_account")
	t, err := c.Trade(n)
	if err != nil {
		return nil, err
	}
	return l.trade(n, c, t), nil
}

// quoteYT quotes yield tokens to the account (sign -1: their principal tokens are sold)
// or from it.
func quoteYT(sign float64) func(l *pendleLedger, args object) (map[string]float64, error) {
	return func(l *pendleLedger, args object) (map[string]float64, error) {
		c, err := l.curve(0)
		if err != nil {
			return nil, err
		}
		y := args.float("yt_amount")
		t, net, err := c.YieldTrade(-sign * y)
		if err != nil {
			return nil, err
		}
		got := l.trade(sign*y, c, t)
		got["pt_leg_sy"], got["net_sy_to_account"] = t.Asset/l.index, net/l.index
		got["yt_price_in_asset"] = math.Abs(net) / y
		return got, nil
	}
}

func quoteDecay(l *pendleLedger, args object) (map[string]float64, error) {
	n, got := args.float("net_pt_to_account"), map[string]float64{}
	for when, elapsed := range map[string]int64{"now": 0, "later": args.int("elapsed_s")} {
		c, err := l.curve(elapsed)
		if err != nil {
			return nil, err
		}
		t, err := c.Trade(n)
		if err != nil {
			return nil, err
		}
		got["pt_price_"+when], got["net_sy_"+when] = c.Price(), t.Asset/l.index
	}
	return got, nil
}

// quoteAdd is proportional: the scarcer side limits a deposit.
func quoteAdd(l *pendleLedger, args object) (map[string]float64, error) {
	part := math.Min(args.float("sy_desired")/l.sy, args.float("pt_desired")/l.pt)
	return map[string]float64{"lp_minted": part * l.lp, "sy_used": part * l.sy, "pt_used": part * l.pt}, nil
}

func quoteRemove(l *pendleLedger, args object) (map[string]float64, error) {
	part := args.float("lp") / l.lp
	return map[string]float64{"sy_out": part * l.sy, "pt_out": part * l.pt}, nil
}

// units reads an amount of tokens as whole units; larger ones than there can be are cut.
func units(args object, field string) money.Gwei {
	x := inGwei(new(big.Rat).Abs(args.rat(field)))
	if !x.IsInt64() {
		return math.MaxInt64
	}
	return money.Gwei(x.Int64())
}

// swap trades principal tokens for real, to the account unless the amount is below zero.
func (l *pendleLedger) swap(args object) (money.Gwei, market.PendleFill, error) {
	n := units(args, "net_pt_to_account")
	if args.rat("net_pt_to_account").Sign() > 0 {
		f, err := l.m.BuyPT(l.Book, l.trader, n, math.MaxInt64)
		return -f.SY, f, err
	}
	f, err := l.m.SellPT(l.Book, l.trader, n, 0)
	return f.SY, f, err
}

// pool adds what the pool holds after a trade.
func (l *pendleLedger) pool(got map[string]float64, f market.PendleFill) map[string]float64 {
	got["fee_sy"], got["reserve_sy"] = f.Fee.Float(), f.Reserve.Float()
	got["total_pt_after"], got["total_sy_after"] = l.Balance(l.m.Pool, pendlePT).Float(), l.Balance(l.m.Pool, pendleSY).Float()
	return got
}

func settlePT(l *pendleLedger, args object) (map[string]float64, error) {
	net, f, err := l.swap(args)
	if err != nil {
		return nil, err
	}
	return l.pool(map[string]float64{"net_sy_to_account": net.Float()}, f), nil
}

func settleBuyYT(l *pendleLedger, args object) (map[string]float64, error) {
	f, err := l.m.BuyYT(l.Book, l.trader, units(args, "yt_amount"), math.MaxInt64)
	if err != nil {
		return nil, err
	}
	return l.pool(map[string]float64{"net_sy_to_account": -f.SY.Float()}, f), nil
}

func settleSellYT(l *pendleLedger, args object) (map[string]float64, error) {
	f, err := l.m.SellYT(l.Book, l.trader, units(args, "yt_amount"), 0)
	if err != nil {
		return nil, err
	}
	return l.pool(map[string]float64{"net_sy_to_account": f.SY.Float()}, f), nil
}

// settleDecay asks for the price of a trade now, lets the time pass and then trades.
func settleDecay(l *pendleLedger, args object) (map[string]float64, error) {
	n, sign, ask := units(args, "net_pt_to_account"), 1.0, l.m.SellPTFor
	if args.rat("net_pt_to_account").Sign() > 0 {
		sign, ask = -1, l.m.PayForPT
	}
	now, err := ask(n)
	if err != nil {
		return nil, err
	}
	if err := l.m.At(l.Book, clock.Time(args.int("elapsed_s")), l.wad); err != nil {
		return nil, err
	}
	later, _, err := l.swap(args)
	if err != nil {
		return nil, err
	}
	return map[string]float64{"net_sy_now": sign * now.SY.Float(), "net_sy_later": later.Float()}, nil
}

func settleAdd(l *pendleLedger, args object) (map[string]float64, error) {
	pt, sy, lp, err := l.m.AddLiquidity(l.Book, l.trader, units(args, "pt_desired"), units(args, "sy_desired"))
	if err != nil {
		return nil, err
	}
	return map[string]float64{"lp_minted": lp.Float(), "sy_used": sy.Float(), "pt_used": pt.Float()}, nil
}

func settleRemove(l *pendleLedger, args object) (map[string]float64, error) {
	pt, sy, err := l.m.RemoveLiquidity(l.Book, l.trader, units(args, "lp"))
	if err != nil {
		return nil, err
	}
	return map[string]float64{"sy_out": sy.Float(), "pt_out": pt.Float()}, nil
}

// settled replays the operation on the ledger. Amounts may be off by settledUnits more
// than quotes; a refusal must leave everything as it was; tokens must stay backed.
func (l *pendleLedger) settled(p replay, op string, o pendleOperation, args, expect object, within func(string, float64) float64) error {
	op += " settled"
	before := l.state()
	got, err := o.settle(l, args)
	if errors.Is(err, market.ErrTooSmall) || errors.Is(err, ledger.ErrInsufficient) || errors.Is(err, money.ErrOverflow) || errors.Is(err, ledger.ErrOverflow) {
		return &unrepresentable{err.Error()}
	}
	if want, refused := expect.text("error"), refusalName(err, pendleRefusals); want != "" || refused != "" {
		p.check(op, "error", want == refused, orNothing(want), orNothing(refused))
		p.check(op, "state after the refusal", before == l.state(), before, l.state())
		return nil
	}
	for _, field := range expect.names() {
		if value, settles := got[field]; settles {
			want := expect.float(field)
			p.check(op, field, math.Abs(value-want) <= within(field, want)+settledUnits, want, value)
		}
	}
	err = errors.Join(l.Recount(), l.m.Audit(l.Book))
	p.check(op, "backing", err == nil, "all tokens backed", fmt.Sprint(err))
	return nil
}

// state writes down every balance and the implied rate.
func (l *pendleLedger) state() string {
	text := fmt.Sprint(l.m.LnRate())
	for a := range ledger.Account(l.Accounts()) {
		for s := range ledger.Asset(l.Assets()) {
			text += fmt.Sprint(" ", l.Balance(a, s))
		}
	}
	return text
}
