package stats

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// BoundKind says which bound of an estimate a threshold looks at.
type BoundKind uint8

// The bounds: one-sided ones at 95 %, and the estimate itself.
const (
	Lower95 BoundKind = iota
	Upper95
	Est
)

// StatKind says what is estimated.
type StatKind uint8

// The statistics that a threshold may name.
const (
	StatMean StatKind = iota
	StatSD
	StatQuantile
	StatShortfall
	StatProb
)

// Threshold is a pass or fail line on the bound of an estimate, such as
// upper95(p99(bad_debt)) < 50 ETH. Value and InnerValue are in the metric's own unit.
type Threshold struct {
	Text       string
	Bound      BoundKind
	Stat       StatKind
	P          float64 // of a quantile or a shortfall
	Metric     string
	InnerOp    Op // of prob(metric op value)
	InnerValue float64
	Op         Op
	Value      float64
	Unit       string // as written, empty for none
}

// SyntaxError says what a threshold's text lacks, and where.
type SyntaxError struct {
	Offset int // bytes
	Msg    string
	Hint   string
}

// Error writes the message with its hint.
func (e *SyntaxError) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + "; " + e.Hint
}

// ParseThreshold reads bound '(' stat '(' metric ')' ')' op value, with
//
//	bound: lower95, upper95, est
//	stat:  mean, sd, pNN, esNN, or prob(metric op value)
func ParseThreshold(text string) (Threshold, error) {
	p := parser{text: text}
	t := Threshold{Text: text}
	p.bound(&t)
	p.expect("(")
	p.stat(&t)
	p.expect(")")
	t.Op = p.op()
	t.Value, t.Unit = p.value()
	if p.space(); p.err == nil && p.at < len(text) {
		p.fail("nothing may follow the value", "")
	}
	if p.err != nil {
		return Threshold{}, p.err
	}
	return t, nil
}

// parser walks over a threshold's text; after the first error it does nothing.
type parser struct {
	text string
	at   int
	err  error
}

func (p *parser) fail(msg, hint string) {
	if p.err == nil {
		p.err = &SyntaxError{p.at, msg, hint}
	}
}

func (p *parser) space() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *parser) expect(s string) {
	if p.space(); p.err != nil {
		return
	}
	if !strings.HasPrefix(p.text[p.at:], s) {
		p.fail(fmt.Sprintf("%q is missing at column %d", s, p.at+1), "write upper95(p99(bad_debt)) < 50 ETH")
		return
	}
	p.at += len(s)
}

// until takes everything up to one of the given bytes.
func (p *parser) until(stop string) string {
	p.space()
	from := p.at
	for p.at < len(p.text) && !strings.ContainsRune(stop, rune(p.text[p.at])) {
		p.at++
	}
	return strings.TrimSpace(p.text[from:p.at])
}

func (p *parser) bound(t *Threshold) {
	switch word := p.until("("); word {
	case "lower95":
		t.Bound = Lower95
	case "upper95":
		t.Bound = Upper95
	case "est":
		t.Bound = Est
	default:
		p.fail(fmt.Sprintf("%q is no bound", word), "write lower95, upper95 or est")
	}
}

func (p *parser) stat(t *Threshold) {
	word := p.until("(")
	p.expect("(")
	switch {
	case word == "mean":
		t.Stat = StatMean
	case word == "sd":
		t.Stat = StatSD
	case word == "prob":
		t.Stat = StatProb
		t.Metric = p.until("<>")
		t.InnerOp = p.op()
		t.InnerValue, _ = p.value()
		p.expect(")")
		return
	case strings.HasPrefix(word, "es"):
		t.Stat, t.P = StatShortfall, p.percentile(word[2:])
	case strings.HasPrefix(word, "p"):
		t.Stat, t.P = StatQuantile, p.percentile(word[1:])
	default:
		p.fail(fmt.Sprintf("%q is no statistic", word), "write mean, sd, p99, es95 or prob(metric > value)")
	}
	t.Metric = p.until(")")
	if t.Metric == "" {
		p.fail("the metric is missing", "")
	}
	p.expect(")")
}

func (p *parser) percentile(digits string) float64 {
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil || !(x > 0 && x < 100) {
		p.fail(fmt.Sprintf("%q is no percentile between 0 and 100", digits), "")
		return 0.5
	}
	return x / 100
}

func (p *parser) op() Op {
	p.space()
	for _, o := range []Op{LessEqual, GreaterEqual, Less, Greater} {
		if p.err == nil && strings.HasPrefix(p.text[p.at:], o.String()) {
			p.at += len(o.String())
			return o
		}
	}
	p.fail("a comparison is missing", "write <, <=, > or >=")
	return Less
}

// value takes a number and the word behind it, its unit.
func (p *parser) value() (float64, string) {
	p.space()
	from := p.at
	for p.at < len(p.text) && strings.ContainsRune("0123456789.+-_ ", rune(p.text[p.at])) {
		p.at++
	}
	digits := strings.NewReplacer(" ", "", "_", "").Replace(p.text[from:p.at])
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		p.fail("a number is missing", "")
	}
	return x, p.until(")<>")
}

// Verdict is what a threshold comes to. Bound is NaN and Pass nil where there are too
// few replications for the bound.
type Verdict struct {
	Est, Bound float64
	Pass       *bool
}

// Evaluate judges the threshold on a sample of its metric.
func (t *Threshold) Evaluate(s *Sample) Verdict {
	e := t.estimate(s)
	v := Verdict{Est: e.Est, Bound: e.Est}
	switch t.Bound {
	case Lower95:
		v.Bound = e.Lo
	case Upper95:
		v.Bound = e.Hi
	}
	if !math.IsNaN(v.Bound) {
		pass := t.Op.Holds(v.Bound, t.Value)
		v.Pass = &pass
	}
	return v
}

// estimate gives the statistic with one-sided 95 % bounds.
func (t *Threshold) estimate(s *Sample) Estimate {
	switch t.Stat {
	case StatMean:
		return s.mean(oneSided)
	case StatSD:
		return s.sd(oneSided)
	case StatQuantile:
		return s.quantile(t.P, oneSided)
	case StatShortfall:
		return s.es(t.P, oneSided)
	}
	return s.prob(t.InnerOp, t.InnerValue, oneSided)
}
