package benchmarks_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"syscall"
	"testing"
	"time"

	"github.com/restakesim/restakesim/engine/attack/exact"
)

// horizon is how much CPU time the search of a large network gets.
var horizon = flag.Duration("horizon", 15*time.Second, "CPU time for the search of each large network")

// cpu is the user time of this process, in seconds: what a search costs on a machine
// that others use too.
func cpu() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)/1e6
}

func proven(b *testing.B, networks []network, l exact.Limits) {
	for _, n := range networks {
		b.Run(n.name, func(b *testing.B) {
			start := cpu()
			for b.Loop() {
				var s exact.Solver
				ctx, cancel := context.WithTimeout(context.Background(), 4**horizon)
				a, err := s.Solve(ctx, n.problem, l)
				cancel()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(a.Upper-a.Best.Net()), "open")
				b.ReportMetric(float64(a.Best.Net()), "net")
				b.ReportMetric(float64(a.Nodes), "nodes")
			}
			b.ReportMetric((cpu()-start)/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkAttackMidsize proves the networks of midsize.json.
func BenchmarkAttackMidsize(b *testing.B) { proven(b, published(b, "midsize.json"), exact.Limits{}) }

// BenchmarkAttackSparse proves 200 × 30 networks of density 0.08, the attack that loses
// least included where none pays.
func BenchmarkAttackSparse(b *testing.B) {
	proven(b, generated(200, 30, 0.08, 8), exact.Limits{})
}

// BenchmarkAttackDense decides whether 200 × 30 networks of density 0.3 are secure.
func BenchmarkAttackDense(b *testing.B) {
	proven(b, generated(200, 30, 0.3, 8), exact.Limits{Decide: true})
}

// BenchmarkAttackEqual proves large sparse networks of equal stakes.
func BenchmarkAttackEqual(b *testing.B) {
	all := published(b, "large.json")
	proven(b, []network{all[1], all[2]}, exact.Limits{})
	proven(b, []network{of(class{1000, 30, 0.06, true, 1}), of(class{2000, 60, 0.03, true, 1})}, exact.Limits{})
}

// generated draws as many heavy-tailed networks as equal ones.
func generated(operators, services int, density float64, count int) (out []network) {
	for _, equal := range []bool{false, true} {
		for seed := range count {
			out = append(out, of(class{operators, services, density, equal, uint64(seed)}))
		}
	}
	return out
}

func of(c class) network { return network{c.String(), c.problem()} }

// BenchmarkAttackSlack brackets γ of the networks of midsize.json.
func BenchmarkAttackSlack(b *testing.B) {
	for _, n := range published(b, "midsize.json") {
		b.Run(n.name, func(b *testing.B) {
			start := cpu()
			for b.Loop() {
				var s exact.Solver
				k, err := s.Slack(context.Background(), n.problem, exact.Limits{})
				if err != nil || !k.Proven() {
					b.Fatal(k, err)
				}
			}
			b.ReportMetric((cpu()-start)/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkAttackGap gives the gap, in percent of the best attack known, after 1, 2,
// 5, … seconds of CPU time, and logs it over time: one search per network, so run it
// with -benchtime 1x, -v for the numbers and -plot FILE for the curves.
func BenchmarkAttackGap(b *testing.B) {
	all := published(b, "large.json")
	var curves []*curve
	for _, n := range []network{
		all[0], all[3],
		of(class{1000, 30, 0.08, false, 1}), of(class{1000, 30, 0.3, false, 1}),
		of(class{2000, 60, 0.08, false, 1}), of(class{2000, 60, 0.3, false, 1}),
	} {
		c := &curve{name: n.name}
		curves = append(curves, c)
		b.Run(n.name, func(b *testing.B) {
			for b.Loop() {
				gapOverTime(b, n.problem, c)
			}
		})
	}
	draw(b, curves)
}

func gapOverTime(b *testing.B, p *exact.Problem, c *curve) {
	ctx, cancel := context.WithTimeout(context.Background(), 6**horizon)
	defer cancel()
	marks := []float64{1, 2, 5, 10, 15, 30, 60}
	start := cpu()
	low, high, told := int64(0), int64(0), false
	mark := func(now float64) {
		for told && len(marks) > 0 && now >= marks[0] {
			b.ReportMetric(gap(low, high), fmt.Sprintf("gap-%%@%gs", marks[0]))
			b.Logf("%5.0f s: [%d, %d], %.2f %%", marks[0], low, high, gap(low, high))
			marks = marks[1:]
		}
	}
	var s exact.Solver
	a, err := s.Solve(ctx, p, exact.Limits{Watch: func(best, upper int64) {
		now := cpu() - start
		mark(now)
		low, high, told = best, upper, true
		c.add(now, low, high)
		if now > horizon.Seconds() {
			cancel()
		}
	}})
	if err != nil {
		b.Fatal(err)
	}
	low, high = a.Best.Net(), a.Upper
	b.Logf("%5.1f s: [%d, %d], %.2f %%, %d nodes", cpu()-start, low, high, gap(low, high), a.Nodes)
	mark(min(cpu()-start, horizon.Seconds()))
	if low == high {
		b.ReportMetric(cpu()-start, "proven-s")
	}
}

// gap is the width of an interval in percent of its lower end, which is
// negative where no attack pays.
func gap(low, high int64) float64 {
	if high == low {
		return 0
	}
	return 100 * float64(high-low) / max(1, math.Abs(float64(low)))
}
