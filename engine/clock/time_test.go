package clock

import (
	"math"
	"math/big"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestSpanString(t *testing.T) {
	for s, want := range map[Span]string{
		0:                        "0s",
		1:                        "1s",
		-1:                       "-1s",
		59:                       "59s",
		Minute:                   "1m",
		90 * Second:              "1m30s",
		Hour:                     "1h",
		12 * Hour:                "12h",
		Day - 1:                  "23h59m59s",
		Day + 12*Hour:            "1d12h",
		14 * Day:                 "14d",
		Year:                     "365d",
		-(Day + Second):          "-1d1s",
		7*Day + 12*Hour + 30*60:  "7d12h30m",
		math.MaxInt64:            "106751991167300d15h30m7s",
		math.MinInt64:            "-106751991167300d15h30m8s",
		36*Hour + 5*Minute + 9:   "1d12h5m9s",
		1000*Year + Minute - 120: "364999d23h59m",
	} {
		if got := s.String(); got != want {
			t.Errorf("%d seconds: %s, want %s", int64(s), got, want)
		}
		if got := Time(s).String(); got != want {
			t.Errorf("the moment %d: %s, want %s", int64(s), got, want)
		}
	}
}

var spelt = regexp.MustCompile(`^(-?)(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?$`)

// TestSpanStringSaysTheSpan adds up what is written, in integers of any size.
func TestSpanStringSaysTheSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e6, 1e6)).Draw(t, "seconds")
		m := spelt.FindStringSubmatch(Span(s).String())
		if m == nil {
			t.Fatalf("%d seconds are written %q", s, Span(s))
		}
		total := new(big.Int)
		for i, unit := range []int64{86_400, 3_600, 60, 1} {
			n := new(big.Int)
			if m[i+2] != "" {
				n.SetString(m[i+2], 10)
			}
			if i > 0 && n.Cmp(big.NewInt([]int64{0, 24, 60, 60}[i])) >= 0 {
				t.Fatalf("%d seconds are written %q", s, Span(s))
			}
			total.Add(total, n.Mul(n, big.NewInt(unit)))
		}
		if m[1] == "-" {
			total.Neg(total)
		}
		if total.Cmp(big.NewInt(s)) != 0 {
			t.Fatalf("%d seconds are written %q, which is %s", s, Span(s), total)
		}
	})
}

func TestSpansAndMoments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := Time(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "at"))
		s := Span(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "span"))
		if got := at.Add(s).Sub(at); got != s {
			t.Fatalf("%d and %d apart are %d apart", at, s, got)
		}
	})
	if Year != 31_536_000 || Day != 86_400 || Hour != 3_600 || Minute != 60 {
		t.Error("a year has 365 days of 24 hours of 60 minutes of 60 seconds")
	}
	s := 36 * Hour
	if s.Days() != 1.5 || s.Hours() != 36 || (73*Day).Years() != 0.2 {
		t.Errorf("36 hours are %v days, %v hours; 73 days are %v years", s.Days(), s.Hours(), (73 * Day).Years())
	}
}
