// Package bits hashes what every function of detmath returns over many arguments,
// so that two builds can be compared by one number each.
package bits

import (
	"fmt"
	"hash"
	"hash/fnv"
	"math"

	"github.com/restakesim/restakesim/engine/detmath"
)

// source is SplitMix64: integer arithmetic, the same everywhere.
type source uint64

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit is in (0, 1).
func (s *source) unit() float64 { return (float64(s.next()>>12) + 0.5) * 0x1p-52 }

// within is in (lo, hi).
func (s *source) within(lo, hi float64) float64 { return lo + float64((hi-lo)*s.unit()) }

type function struct {
	name string
	n    int
	eval func(s *source) float64
}

// Functions of one argument are evaluated 100,000 times; those that iterate less
// often, so that the hash takes seconds even in an emulator.
func functions() []function {
	const many, some, few = 100_000, 10_000, 1_000
	one := func(f func(float64) float64, lo, hi float64) func(*source) float64 {
		return func(s *source) float64 { return f(s.within(lo, hi)) }
	}
	return []function{
		{"Exp", many, one(detmath.Exp, -750, 712)},
		{"Exp near 0", many, one(detmath.Exp, -1, 1)},
		{"Log", many, func(s *source) float64 { return detmath.Log(math.Float64frombits(s.next() >> 2)) }},
		{"Log near 1", many, one(detmath.Log, 0.5, 2)},
		{"Log1p", many, one(detmath.Log1p, -1, 3)},
		{"Expm1", many, one(detmath.Expm1, -3, 3)},
		{"Pow", many, func(s *source) float64 { return detmath.Pow(s.within(0, 50), s.within(-200, 200)) }},
		{"Sinh", many, one(detmath.Sinh, -40, 40)},
		{"Asinh", many, one(detmath.Asinh, -40, 40)},
		{"Logistic", many, one(detmath.Logistic, -50, 50)},
		{"NormCDF", many, one(detmath.NormCDF, -39, 10)},
		{"NormQuantile", many, func(s *source) float64 { return detmath.NormQuantile(s.unit()) }},
		{"NormQuantile tail", many, func(s *source) float64 {
			return detmath.NormQuantile(detmath.Exp(s.within(-600, 0)))
		}},
		{"LogGamma", many, one(detmath.LogGamma, 0, 40)},
		{"BetaInc", some, func(s *source) float64 {
			return detmath.BetaInc(s.within(0, 300), s.within(0, 300), s.unit())
		}},
		{"BetaQuantile", few, func(s *source) float64 {
			return detmath.BetaQuantile(s.unit(), s.within(0.5, 300), s.within(0.5, 300))
		}},
		{"TCDF", some, func(s *source) float64 { return detmath.TCDF(s.within(-9, 9), s.within(0.5, 500)) }},
		{"TQuantile", few, func(s *source) float64 { return detmath.TQuantile(s.unit(), s.within(0.5, 500)) }},
		{"BinomialCDF", some, func(s *source) float64 {
			n := int(s.next() % 1000)
			return detmath.BinomialCDF(int(s.next()%1000), n, s.unit())
		}},
		{"ExponentialQuantile", many, func(s *source) float64 { return detmath.ExponentialQuantile(s.unit(), 3) }},
		{"LognormalQuantile", many, func(s *source) float64 { return detmath.LognormalQuantile(s.unit(), 1, 1.8) }},
		{"BoundedParetoQuantile", many, func(s *source) float64 {
			return detmath.BoundedParetoQuantile(s.unit(), s.within(0.3, 3), 1, s.within(2, 1e5))
		}},
		{"PoissonQuantile", some, func(s *source) float64 {
			return float64(detmath.PoissonQuantile(s.unit(), s.within(0, 200)))
		}},
	}
}

// Hash returns one hash over everything and, by function, the hashes it is made of.
func Hash() (whole string, parts []string) {
	all := fnv.New64a()
	for i, f := range functions() {
		h := fnv.New64a()
		s := source(i)
		for range f.n {
			write(h, f.eval(&s))
		}
		parts = append(parts, fmt.Sprintf("%016x %s", h.Sum64(), f.name))
		fmt.Fprintln(all, parts[i])
	}
	return fmt.Sprintf("%016x", all.Sum64()), parts
}

func write(h hash.Hash64, x float64) {
	var b [8]byte
	u := math.Float64bits(x)
	for i := range b {
		b[i] = byte(u >> (8 * i))
	}
	h.Write(b[:])
}
