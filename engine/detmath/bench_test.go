package detmath

import "testing"

func BenchmarkFunctions(b *testing.B) {
	for _, c := range []struct {
		name string
		f    func(x float64) float64 // x in (0, 1)
	}{
		{"Exp", Exp},
		{"Log", Log},
		{"Log1p", Log1p},
		{"Expm1", Expm1},
		{"Pow", func(x float64) float64 { return Pow(x, 1.7) }},
		{"Logistic", Logistic},
		{"NormCDF", func(x float64) float64 { return NormCDF(6*x - 3) }},
		{"NormQuantile", NormQuantile},
		{"ExponentialQuantile", func(x float64) float64 { return ExponentialQuantile(x, 3) }},
		{"LognormalQuantile", func(x float64) float64 { return LognormalQuantile(x, 0, 1.8) }},
		{"BoundedParetoQuantile", func(x float64) float64 { return BoundedParetoQuantile(x, 1.1, 1, 1e3) }},
		{"PoissonQuantile3", func(x float64) float64 { return float64(PoissonQuantile(x, 3)) }},
		{"PoissonQuantile300", func(x float64) float64 { return float64(PoissonQuantile(x, 300)) }},
		{"BinomialCDF1000", func(x float64) float64 { return BinomialCDF(990, 1000, 0.98+0.02*x) }},
		{"BetaQuantile", func(x float64) float64 { return BetaQuantile(x, 20, 980) }},
		{"TQuantile999", func(x float64) float64 { return TQuantile(x, 999) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			x, sum := 0.1, 0.0
			for b.Loop() {
				if x += 1e-6; x >= 1 {
					x = 0.1
				}
				sum += c.f(x)
			}
			if sum != sum {
				b.Fatal("a result is NaN")
			}
		})
	}
}
