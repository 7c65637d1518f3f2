package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

// TestVerdictOnAttacks reads the sentence for every state of knowledge.
func TestVerdictOnAttacks(t *testing.T) {
	yes, no := true, false
	attack := func(cost, reward float64) *result.Witness {
		return &result.Witness{Operators: []string{"a", "b"}, Services: []string{"s"}, Cost: cost, Reward: reward}
	}
	for _, c := range []struct {
		x    result.Examination
		want string
	}{
		{result.Examination{Secure: &yes}, "Secure: nobody backs any service with stake that it can slash, so there is nothing to attack."},
		{result.Examination{Secure: &yes, Best: attack(300, 100), Upper: -200, Proven: true},
			"Secure: no attack pays. The one that comes closest, by a and b on s, takes 100.0 ETH and costs 300.0 ETH, a loss of 200.0 ETH; no attack is better (proven)."},
		{result.Examination{Secure: &yes, Best: attack(300, 100), Upper: -150.678},
			"Secure: no attack pays. The one that comes closest, by a and b on s, takes 100.0 ETH and costs 300.0 ETH, a loss of 200.0 ETH; every attack loses 150.6 ETH or more (proven)."},
		{result.Examination{Secure: &yes, Best: attack(300, 300), Proven: true}, "Secure: no attack pays (proven). The best one, by a and b on s, takes 300.0 ETH and costs 300.0 ETH, and breaks even."},
		{result.Examination{Secure: &no, Best: attack(100, 300), Upper: 200, Proven: true},
			"Attacking pays: the best attack known, by a and b on s, takes 300.0 ETH and costs 100.0 ETH, a net of 200.0 ETH; no attack is better (proven)."},
		{result.Examination{Secure: &no, Best: attack(100, 300), Upper: 250.01},
			"Attacking pays: the best attack known, by a and b on s, takes 300.0 ETH and costs 100.0 ETH, a net of 200.0 ETH; no attack nets more than 250.1 ETH (proven)."},
		{result.Examination{Best: attack(300, 100), Upper: 12.341},
			"Undecided: the best attack known, by a and b on s, takes 100.0 ETH and costs 300.0 ETH, a loss of 200.0 ETH; no attack nets more than 12.35 ETH (proven)."},
	} {
		if got := verdictOn(&c.x); got != c.want {
			t.Errorf("it says %q\nwant        %q", got, c.want)
		}
	}
}

// TestBoundsHoldAsPrinted: an upper bound is rounded up and a lower one down.
func TestBoundsHoldAsPrinted(t *testing.T) {
	for _, c := range []struct {
		x    float64
		to   side
		want string
	}{
		{0.12344, down, "0.1234"}, {0.12344, up, "0.1235"}, {-0.12344, down, "-0.1235"}, {-0.12344, up, "-0.1234"},
		{1201926.2429, up, "1,201,927"}, {1201926.9, down, "1,201,926"}, {9.9999, up, "10.000"}, {0.5, up, "0.5000"}, {0, up, "0"}, {-1, down, "-1.000"},
		{1.23456e16, up, "1.235e16"}, {1.23456e16, down, "1.234e16"}, {math.NaN(), up, "n/a"},
	} {
		if got := boundText(stats.Nullable(c.x), c.to); got != c.want {
			t.Errorf("%v is written %q, want %q", c.x, got, c.want)
		}
	}
}

// TestTheReportPrintsWhatIsProven finds the certificate and the interval of γ in the
// report, in part 6, and nothing of either where no stake can be slashed.
func TestTheReportPrintsWhatIsProven(t *testing.T) {
	run := usualRun(40)
	text := strings.Join(strings.Fields(allText(composed(t, run))), " ")
	for _, want := range []string{"Attack economics", "What is proven of the network at the snapshot", "[0.1234, 0.2519]", "−1,000 ETH", "28 of 30", "not certified", strings.Repeat("cd", 32), "every attack loses 1,000 ETH or more"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	run.Context.Examination = nil
	if text := allText(composed(t, run)); strings.Contains(text, "certificate") || strings.Contains(text, "Attack economics") {
		t.Error("a report without an examination speaks of certificates")
	}
}
