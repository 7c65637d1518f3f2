package scenarios

import (
	"math"

	"github.com/restakesim/restakesim/engine/stats"
)

// trial is one evaluated value of the axis on which a crossing is sought.
type trial struct {
	x    float64
	stat stats.Estimate // the statistic with its two-sided 95 % interval
	mean stats.Estimate // of the metric
}

// row looks for the crossing along one line of the plane.
//
// The band is got by inverting a test (J. Neyman, Phil. Trans. R. Soc. A 236, 1937, as
// Fieller did for ratios): it holds every value at which the 95 % interval of the
// statistic contains the target. At the true crossing that interval contains it with
// 95 % probability or more, whatever the shape of the response; so does the band. For a
// probability it is the interval of order statistics for a quantile of the values at
// which populations cross (H. Scheffé and J. Tukey, Ann. Math. Stat. 16, 1945), where
// each crosses once.
//
// All trials share their random numbers (P. Glasserman and D. Yao, Management Science
// 38, 1992), so that on one sample the statistic is a fixed and mostly monotone function
// of the axis, whose root can be bracketed (H. Chen and B. Schmeiser, IIE Transactions
// 33, 2001, on such retrospective problems).
type row struct {
	axis      *axis
	target    float64
	tolerance float64 // width of a bracket over its value
	rising    bool
	trials    []trial // ascending
	try       func(x float64) (trial, error)
}

// crossing is what a row ends with; NaN is what the range does not hold.
type crossing struct {
	at    stats.Estimate
	side  string
	turns int
}

// find evaluates the coarse grid and then narrows down the crossing and both ends of
// its band, each until its bracket is narrow.
func (r *row) find() (crossing, error) {
	for _, x := range r.axis.grid() {
		t, err := r.try(x)
		if err != nil {
			return crossing{}, err
		}
		r.trials = append(r.trials, t)
	}
	first, last := r.trials[0].stat.Est, r.trials[len(r.trials)-1].stat.Est
	r.rising = first <= last
	for _, part := range []struct {
		at      func() (upper int)
		level   func(*trial) float64
		coarser float64
	}{
		{r.middle, func(t *trial) float64 { return t.stat.Est }, 1},
		{r.left, func(t *trial) float64 { return r.far(t.stat) }, 2},
		{r.right, func(t *trial) float64 { return r.near(t.stat) }, 2},
	} {
		if err := r.narrow(part.at, part.level, part.coarser*r.tolerance); err != nil {
			return crossing{}, err
		}
	}
	return r.conclude(), nil
}

// near and far are the ends of an interval as seen from before the crossing: near is
// the one that passes the target last. An end that does not exist lies beyond
// everything.
func (r *row) near(e stats.Estimate) float64 {
	if r.rising {
		return orElse(e.Lo, math.Inf(-1))
	}
	return orElse(e.Hi, math.Inf(1))
}

func (r *row) far(e stats.Estimate) float64 {
	if r.rising {
		return orElse(e.Hi, math.Inf(1))
	}
	return orElse(e.Lo, math.Inf(-1))
}

func orElse(x, other float64) float64 {
	if math.IsNaN(x) {
		return other
	}
	return x
}

// past says whether a value has reached the target, in the row's direction.
func (r *row) past(value float64) bool {
	if r.rising {
		return value >= r.target
	}
	return value <= r.target
}

// beyond says whether a value has left the target behind.
func (r *row) beyond(value float64) bool { return r.past(value) && value != r.target }

// middle is the first trial that has reached the target after one that had not; 0 or
// the number of trials where there is none.
func (r *row) middle() int {
	for i := 1; i < len(r.trials); i++ {
		if !r.past(r.trials[i-1].stat.Est) && r.past(r.trials[i].stat.Est) {
			return i
		}
	}
	if r.past(r.trials[0].stat.Est) {
		return 0
	}
	return len(r.trials)
}

// left is the first trial whose interval has reached the target.
func (r *row) left() int {
	for i := range r.trials {
		if r.past(r.far(r.trials[i].stat)) {
			return i
		}
	}
	return len(r.trials)
}

// right is the first trial after which all intervals have left the target behind.
func (r *row) right() int {
	for i := len(r.trials); i > 0; i-- {
		if !r.beyond(r.near(r.trials[i-1].stat)) {
			return i
		}
	}
	return 0
}

// finest is the narrowest bracket, as a share of the range: a crossing at zero has no
// width that is small beside it.
const finest = 1e-6

// narrow tries values between the trials that at lies between, by turns where a chord
// through both meets the target and in the middle, until they are close.
func (r *row) narrow(at func() int, level func(*trial) float64, tolerance float64) error {
	for chord := true; ; chord = !chord {
		i := at()
		if i == 0 || i == len(r.trials) {
			return nil
		}
		a, b := &r.trials[i-1], &r.trials[i]
		if b.x-a.x <= max(float64(tolerance*max(math.Abs(a.x), math.Abs(b.x))), float64(finest*(r.axis.To-r.axis.From))) {
			return nil
		}
		share := 0.5
		if from, to := level(a), level(b); chord && from != to && !math.IsInf(from, 0) && !math.IsInf(to, 0) {
			share = min(0.85, max(0.15, (r.target-from)/(to-from)))
		}
		x, ok := r.axis.between(a.x, b.x, share)
		if !ok {
			return nil
		}
		t, err := r.try(x)
		if err != nil {
			return err
		}
		r.trials = append(r.trials[:i], append([]trial{t}, r.trials[i:]...)...)
	}
}

// conclude reads the crossing off the trials. The crossing lies in the middle of its
// bracket, or at its upper end where the axis has only counts; ends of the band lie
// outside theirs.
func (r *row) conclude() crossing {
	none := math.NaN()
	c := crossing{at: stats.Estimate{Est: none, Lo: none, Hi: none}}
	for i := 1; i < len(r.trials); i++ {
		if r.past(r.trials[i-1].stat.Est) != r.past(r.trials[i].stat.Est) {
			c.turns++
		}
	}
	switch i, n := r.middle(), len(r.trials); {
	case i > 0 && i < n && r.axis.whole:
		c.at.Est = r.trials[i].x
	case i > 0 && i < n:
		c.at.Est = r.axis.value((r.axis.place(r.trials[i-1].x) + r.axis.place(r.trials[i].x)) / 2)
	case r.trials[0].stat.Est == r.trials[n-1].stat.Est:
		c.side = "none"
	case i == 0:
		c.side = "below"
	default:
		c.side = "above"
	}
	if i := r.left(); i > 0 && i < len(r.trials) {
		c.at.Lo = r.trials[i-1].x
	}
	if i := r.right(); i > 0 && i < len(r.trials) {
		c.at.Hi = r.trials[i].x
	}
	return c
}
