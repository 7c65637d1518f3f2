package reports

import "testing"

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, words, file string }{
		{"lowest_price[ezETH]", "Lowest price, ezETH", "lowest_price-ezETH"},
		{"hours_below_10pct[ezETH]", "Hours below 10 %, ezETH", "hours_below_10pct-ezETH"},
		{"eth_usd", "ETH/USD", "eth_usd"},
		{"gamma_sigma", "γ (σ)", "gamma_sigma"},
		{"operator_hhi", "Operator HHI", "operator_hhi"},
		{"wealth_change[dip buyers/2]", "Wealth change, dip buyers/2", "wealth_change-dip-buyers-2"},
		{"wait[质押]", "Wait, 质押", "wait-质押"},
		{"élan", "Élan", "élan"},
		{"", "", ""},
	} {
		if got := capital(wording(c.name)); got != c.words {
			t.Errorf("%s reads %q, want %q", c.name, got, c.words)
		}
		if got := fileName(c.name); got != c.file {
			t.Errorf("%s is filed as %q, want %q", c.name, got, c.file)
		}
	}
}

func TestUnits(t *testing.T) {
	for unit, want := range map[string]string{"ETH": "5 ETH", "1": "5", "": "5", "%": "5 %"} {
		if got := withUnit("5", unit); got != want {
			t.Errorf("5 in %q is written %q", unit, got)
		}
	}
	if labelled("Price", "1") != "Price" || labelled("Price", "ETH") != "Price (ETH)" || unitLabel("1") == "1" || unitOf("1") == "1" {
		t.Error("the unit 1 is written out")
	}
}

func TestEnumerations(t *testing.T) {
	for want, names := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}, "a, b, c, d, e and f": {"a", "b", "c", "d", "e", "f"}, "a, b, c, d, e, f and 2 more": {"a", "b", "c", "d", "e", "f", "g", "h"},
	} {
		if got := enumerate(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	for seconds, want := range map[int64]string{86400: "1 d", 30 * 86400: "30 d", 3600: "1 h", 5400: "90 min", 12 * 3600: "12 h"} {
		if got := span(seconds); got != want {
			t.Errorf("%d s is written %q, want %q", seconds, got, want)
		}
	}
}
