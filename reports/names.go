package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/restakesim/restakesim/engine/result"
)

// split cuts a metric's name into its stem and what it is of:
// lowest_price[ezETH] gives lowest_price and ezETH.
func split(name string) (stem, of string) {
	stem, of, ok := strings.Cut(name, "[")
	if ok {
		of = strings.TrimSuffix(of, "]")
	}
	return stem, of
}

// wording turns a metric's name into words: "lowest price, ezETH".
func wording(name string) string {
	stem, of := split(name)
	if stem == "eth_usd" {
		return "ETH/USD"
	}
	switch stem {
	case "attack_net":
		return "attack's net profit"
	case "attack_net_kappa":
		return "attack's net profit (κ)"
	case "attack_bound":
		return "bound on attacks' net profit"
	}
	words := strings.Split(stem, "_")
	for i, w := range words {
		switch w {
		case "gamma":
			words[i] = "γ"
		case "sigma":
			words[i] = "(σ)"
		case "kappa":
			words[i] = "(κ)"
		case "hhi":
			words[i] = "HHI"
		case "gini":
			words[i] = "Gini"
		case "nakamoto":
			words[i] = "Nakamoto"
		case "1pct", "5pct", "10pct":
			words[i] = strings.TrimSuffix(w, "pct") + " %"
		}
	}
	s := strings.Join(words, " ")
	if of != "" {
		s += ", " + of
	}
	return s
}

// capital writes the first letter large.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == 'γ' {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// axisLabel is what stands at an axis: what and in which unit.
func axisLabel(m result.Metric) string { return labelled(capital(wording(m.Name)), m.Unit) }

func labelled(what, unit string) string {
	if unit == "" || unit == "1" {
		return what
	}
	return what + " (" + unit + ")"
}

// fileName makes a metric's name fit for a file: lowest_price-ezETH.
func fileName(name string) string {
	stem, of := split(name)
	if of != "" {
		stem += "-" + of
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, stem)
}

// lower writes the first letter small.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
