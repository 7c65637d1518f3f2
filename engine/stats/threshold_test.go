package stats

import (
	"errors"
	"math"
	"testing"
)

func TestParseThreshold(t *testing.T) {
	got, err := ParseThreshold("upper95(p99(bad_debt)) < 50 ETH")
	want := Threshold{Text: "upper95(p99(bad_debt)) < 50 ETH", Bound: Upper95, Stat: StatQuantile, P: 0.99, Metric: "bad_debt", Op: Less, Value: 50, Unit: "ETH"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = ParseThreshold("lower95( prob(lowest_price[ezETH] < 0.9) ) <= 5")
	if err != nil || got.Stat != StatProb || got.Metric != "lowest_price[ezETH]" || got.InnerOp != Less || got.InnerValue != 0.9 || got.Op != LessEqual {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err = ParseThreshold("est(prob(flow[a token] >= -1_500.5 ETH/d)) < .5 %"); err != nil || got.Metric != "flow[a token]" || got.InnerValue != -1500.5 || got.InnerUnit != "ETH/d" || got.Value != 0.5 || got.Unit != "%" {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err = ParseThreshold("est(es99(stake_lost)) >= 1 000 ETH"); err != nil || got.Value != 1000 || got.Unit != "ETH" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestParseThresholdRefuses(t *testing.T) {
	for _, text := range []string{"", "upper(mean(x)) < 1", "upper95(median(x)) < 1", "upper95(p100(x)) < 1", "upper95(mean(x) < 1", "upper95(mean(x)) 1", "upper95(mean(x)) <", "upper95(mean()) < 1", "est(mean(x)) < NaN", "est(prob(< 1)) < 1", "est(mean(x y)) < 1", "est(mean(x[a)) < 1", "est(p1e1(x)) < 1", "est(mean(x)) < 1e3", "est(mean(x)) < 1  000", "est(mean(x)) < 1 ETH 2", "est(mean(x)) = 1"} {
		var syntax *SyntaxError
		if _, err := ParseThreshold(text); !errors.As(err, &syntax) {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

func TestSyntaxErrorPointsAtWhatIsWrong(t *testing.T) {
	for text, want := range map[string]int{
		"upper(mean(x)) < 1":           0,
		"upper95( median(x)) < 1":      9,
		"upper95(p100(x)) < 1":         9,
		"upper95(mean(x) < 1":          16,
		"upper95(mean(x)) 1":           17,
		"upper95(mean(x)) < ETH":       19,
		"upper95(mean(x)) < 1 ETH )":   25,
		"est(prob(x > many)) < 1":      13,
		"est(mean(price[ezETH)) < 0.5": 14,
	} {
		var syntax *SyntaxError
		if _, err := ParseThreshold(text); !errors.As(err, &syntax) || syntax.Offset != want {
			t.Errorf("%q: error %v, want it at %d", text, err, want)
		}
	}
}

func FuzzParseThreshold(f *testing.F) {
	f.Add("upper95(p99(bad_debt)) < 50 ETH")
	f.Add("est(prob(x>1))<=2")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseThreshold(text)
		var syntax *SyntaxError
		switch {
		case err == nil && (math.IsNaN(got.Value) || math.IsInf(got.Value, 0) || got.Text != text || got.Metric == "" || got.P < 0 || got.P >= 1):
			t.Errorf("%q parsed to %+v", text, got)
		case err != nil && (!errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text)):
			t.Errorf("%q: error %v", text, err)
		}
	})
}

func TestThresholdPassesOnItsBoundOnly(t *testing.T) {
	values := make([]float64, 400)
	for i := range values {
		values[i] = float64(i)
	}
	s, _ := NewSample(values)
	for text, want := range map[string]bool{
		"est(mean(x)) < 200":     true,
		"upper95(mean(x)) < 200": false, // mean 199.5, half-width about 9.5
		"lower95(mean(x)) > 180": true,
		"upper95(p50(x)) < 240":  true,
	} {
		th, err := ParseThreshold(text)
		if v := th.Evaluate(s); err != nil || v.Pass == nil || *v.Pass != want {
			t.Errorf("%s: %+v, %v", text, v, err)
		}
	}
	few, _ := NewSample(values[:100])
	th, _ := ParseThreshold("upper95(p99(x)) < 1000")
	if v := th.Evaluate(few); v.Pass != nil {
		t.Errorf("100 replications bound p99: %+v", v)
	}
	th, _ = ParseThreshold("upper95(p99(x)) < 1000")
	if v := th.Evaluate(s); v.Pass == nil {
		t.Error("400 replications do not bound p99")
	}
}
