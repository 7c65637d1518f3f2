package scenarios

import (
	"math"
	"testing"
)

// Bad debt costs lenders what is written off of it: nothing where it stays open.
func TestHaircutIsWhatIsWrittenOff(t *testing.T) {
	const file, desk = "cascading-slash.yaml", "markets.morpho-ezETH"
	edits := append(small(t, file, 12), "events.0.fraction=60 %")
	for _, off := range []bool{true, false} {
		set := map[bool]string{true: "true", false: "false"}[off]
		p := loaded(t, file, append(edits, desk+".write_off="+set)...)
		out := outcome(t, p, 4, 1, 4)
		bad, haircut := column(t, out, "bad_debt"), column(t, out, "lender_haircut")
		some := false
		for i := range bad {
			want := 0.0
			if off {
				want = 100 * bad[i] / p.Spec.Desks[0].Supplied.Float()
			}
			if math.Abs(haircut[i]-want) > 1e-9 {
				t.Errorf("write_off %s: bad debt of %v ETH took %v %% from lenders, want %v %%", set, bad[i], haircut[i], want)
			}
			some = some || bad[i] > 0
		}
		if !some {
			t.Errorf("write_off %s: no bad debt, so that the test says nothing", set)
		}
	}
}
