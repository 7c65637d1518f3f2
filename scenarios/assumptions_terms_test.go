package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
)

// The headers of the tables of ASSUMPTIONS.md that repeat values of the code; two
// cells, the grade and the source, follow those that are compared.
const (
	platformTable = "platform|since|slashes|withdrawal|allocation|deallocation|hold|veto|pause|lapse|grade|source"
	tokenTable    = "token|price|clock|delay|period|report|buffer|reward fee|deposit fee|instant fee|grade|source"
)

// length writes a span as the tables do, nothing for zero.
func length(s clock.Span) string {
	if s == 0 {
		return ""
	}
	return s.String()
}

// percent writes a share as the tables do, nothing for zero or none.
func percent(r money.Ratio) string {
	if r.Num == 0 || r.Den == 0 {
		return ""
	}
	return fmt.Sprintf("%g %%", float64(100*r.Num)/float64(r.Den))
}

func TestPlatformsAreTabled(t *testing.T) {
	var want []string
	for _, p := range restake.Platforms() {
		since := fmt.Sprintf("%04d-%02d-%02d", p.Since/10000, p.Since/100%100, p.Since%100)
		slashes := map[bool]string{true: "yes", false: "no"}[p.Slashes]
		cells := []string{p.Name, since, slashes}
		for _, s := range []clock.Span{p.Withdrawal, p.Allocation, p.Deallocation, p.Hold, p.Veto, p.Pause, p.Lapse} {
			cells = append(cells, length(s))
		}
		want = append(want, strings.Join(cells, "|"))
	}
	compareTable(t, platformTable, want)
}

func TestTermsOfTokensAreTabled(t *testing.T) {
	prices := map[restake.ExitPrice]string{restake.LowerValue: "lower", restake.RequestValue: "request", restake.PaymentValue: "payment"}
	clocks := map[restake.ExitClock]string{restake.Cooldown: "cooldown", restake.Calendar: "calendar", restake.Curator: "curator", restake.Batch: "batch"}
	var want []string
	for _, x := range restake.Tokens() {
		cells := []string{x.Name, prices[x.Price], clocks[x.Clock], length(x.Delay), length(x.Period), length(x.Report)}
		for _, r := range []money.Ratio{x.Buffer, x.RewardFee, x.DepositFee, x.Instant} {
			cells = append(cells, percent(r))
		}
		want = append(want, strings.Join(cells, "|"))
	}
	compareTable(t, tokenTable, want)
}

// compareTable compares a table, but for grades and sources, with what the code says.
func compareTable(t *testing.T, header string, want []string) {
	t.Helper()
	var got []string
	for _, r := range rowsUnder(t, header) {
		grade, source := r[len(r)-2], r[len(r)-1]
		if !slices.Contains([]string{"measured", "reported", "guess"}, grade) || source == "" {
			t.Errorf("%s: grade %q, source %q", r[0], grade, source)
		}
		got = append(got, strings.Join(r[:len(r)-2], "|"))
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("ASSUMPTIONS.md lacks the row %s", w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d rows for %d values of the code", len(got), len(want))
	}
}
