package market

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/param"
)

// decoded reads lines of "key: value" into parameters, as a scenario file would.
func decoded(t *testing.T, into any, lines ...string) {
	t.Helper()
	tree := &param.Node{Kind: param.Map}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, ": ")
		tree.Set(key, param.Pos{}, &param.Node{Kind: param.Scalar, Text: value, Path: key})
	}
	if problems := param.Decode(tree, into); len(problems) > 0 {
		t.Fatal(problems)
	}
}

func TestDeskParams(t *testing.T) {
	var morpho, aave DeskParams
	decoded(t, &morpho, "lltv: 86 %")
	decoded(t, &aave, "lltv: 95 %", "ltv: 93 %", "bonus: 1 %", "protocol_share: 10 %", "close_factor: 50 %", "close_below: 0.95",
		"write_off: false", "slope1: 2.35 %/y", "slope2: 6 %/y", "optimal_utilisation: 92 %", "reserve_factor: 15 %")
	l := DeskListing{CollateralAsset: lrt, DebtAsset: eth}
	for what, c := range map[string]struct {
		params *DeskParams
		want   DeskRules
	}{
		"morpho": {&morpho, DeskRules{LLTV: 0.86, LTV: 0.86, Incentive: MorphoIncentive(0.86), CloseFactor: 1, WriteOff: true,
			Rate: KinkedRate{Slope1: 0.027, Slope2: 0.4, Optimal: 0.9}}},
		"aave": {&aave, DeskRules{LLTV: 0.95, LTV: 0.93, Incentive: 1.01, ProtocolShare: 0.1, CloseFactor: 0.5, CloseBelow: 0.95,
			Rate: KinkedRate{Slope1: 0.0235, Slope2: 0.06, Optimal: 0.92}, ReserveFactor: 0.15}},
	} {
		d, err := c.params.Open(l)
		if err != nil || d.Rules() != c.want {
			t.Errorf("%s: %+v, %v, want %+v", what, d.Rules(), err, c.want)
		}
		if got := d.MaxLeverage(); math.Abs(got-1/(1-c.want.LTV)) > 1e-12 {
			t.Errorf("%s: most leverage is %v", what, got)
		}
	}
}

// TestSettingsOutOfRange are refused, each for itself.
func TestSettingsOutOfRange(t *testing.T) {
	good := plain(0.02)
	l := DeskListing{CollateralAsset: lrt, DebtAsset: eth}
	for what, spoil := range map[string]func(*DeskRules, *DeskListing){
		"lltv 1":           func(r *DeskRules, _ *DeskListing) { r.LLTV = 1 },
		"ltv above lltv":   func(r *DeskRules, _ *DeskListing) { r.LTV = 0.9 },
		"no ltv":           func(r *DeskRules, _ *DeskListing) { r.LTV = 0 },
		"incentive":        func(r *DeskRules, _ *DeskListing) { r.Incentive = 0.9 },
		"close factor":     func(r *DeskRules, _ *DeskListing) { r.CloseFactor = 0 },
		"close below":      func(r *DeskRules, _ *DeskListing) { r.CloseBelow = 1.1 },
		"protocol share":   func(r *DeskRules, _ *DeskListing) { r.ProtocolShare = 1 },
		"reserve factor":   func(r *DeskRules, _ *DeskListing) { r.ReserveFactor = -0.1 },
		"optimal":          func(r *DeskRules, _ *DeskListing) { r.Rate.Optimal = 1 },
		"negative rate":    func(r *DeskRules, _ *DeskListing) { r.Rate.Base = -0.01 },
		"not a number":     func(r *DeskRules, _ *DeskListing) { r.LLTV = math.NaN() },
		"one asset's desk": func(_ *DeskRules, l *DeskListing) { l.DebtAsset = lrt },
	} {
		r, place := good, l
		spoil(&r, &place)
		if _, err := NewDesk(place, r); !errors.Is(err, ErrSetting) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, fee := range []float64{-0.1, 1, math.NaN()} {
		if _, err := NewConstantProduct(Listing{}, fee); !errors.Is(err, ErrSetting) {
			t.Errorf("constant product with fee %v: %v", fee, err)
		}
		if _, err := NewStableSwap(Listing{}, 100, StableFee{Rate: fee}); !errors.Is(err, ErrSetting) {
			t.Errorf("StableSwap with fee %v: %v", fee, err)
		}
	}
	for _, a := range []float64{0.9, 2e6, math.NaN()} {
		if _, err := NewStableSwap(Listing{}, a, StableFee{}); !errors.Is(err, ErrSetting) {
			t.Errorf("A of %v: %v", a, err)
		}
	}
	if _, err := NewStableSwap(Listing{}, 100, StableFee{Rate: 0.1, Offpeg: 10}); !errors.Is(err, ErrSetting) {
		t.Errorf("a fee that grows to all: %v", err)
	}
	if _, err := NewStableSwap(Listing{}, 100, StableFee{Rate: 0.1, Admin: 1.1}); !errors.Is(err, ErrSetting) {
		t.Errorf("more than the fee leaves: %v", err)
	}
}

func TestPoolParams(t *testing.T) {
	var stable StableSwapParams
	var product ConstantProductParams
	decoded(t, &stable, "amplification: 500", "fee: 0.01 %", "admin_fee: 25 %", "offpeg_multiplier: 3")
	decoded(t, &product)
	p, err := stable.Open(Listing{})
	if s := p.(*StableSwap); err != nil || s.ann != 1000 || s.fee != (StableFee{Rate: 0.0001, Admin: 0.25, Offpeg: 3}) {
		t.Errorf("%+v, %v", p, err)
	}
	p, err = product.Open(Listing{})
	if c := p.(*ConstantProduct); err != nil || c.fee != 0.003 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPriceParams(t *testing.T) {
	var jumps JumpDiffusionParams
	var series BootstrapParams
	decoded(t, &jumps, "spot: 3395 USD", "volatility: 40.9 %", "drift: -5 %", "jumps: 140 /y", "jump_mean: -0.37 %", "jump_sd: 4.83 %")
	decoded(t, &series, "spot: 2534 USD", "series: eth.csv", "block: 7")
	p, err := jumps.Open()
	if err != nil || p.Now() != 3395 || p.law != (JumpDiffusion{-0.05, 0.409, 140, -0.0037, 0.0483}) {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := series.Open(); !errors.Is(err, ErrSetting) {
		t.Errorf("without a series: %v", err)
	}
	series.Prices = []float64{1, 2, 4}
	p, err = series.Open()
	if b := p.law.(BlockBootstrap); err != nil || p.Now() != 2534 || b.Block != 7 || len(b.Returns) != 2 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestProgrammeAndOracleParams(t *testing.T) {
	var o OracleParams
	decoded(t, &o, "lag: 2h")
	if got := o.Open(); got.blind || got.lag != 7200 {
		t.Errorf("%+v", got)
	}
	var s ProgrammeParams
	decoded(t, &s, "rate: 2 point/ETH/h", "running: 10d", "ends: 30d", "supply: 4000 token", "share: 25 %")
	p, err := s.Open(reward, 9)
	if err != nil || p.pot != 1000e9 || p.running != 10*clock.Day || p.ends != 30*clock.Day || math.Abs(p.rate*3600-2) > 1e-12 || p.unit != 1e-9 {
		t.Errorf("%+v, %v", p, err)
	}
}
