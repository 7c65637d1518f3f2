package stats

import (
	"fmt"
	"strconv"
	"strings"
)

// SyntaxError says what is wrong with a threshold's text, and where.
type SyntaxError struct {
	Offset int // bytes from the start of the text to what is wrong
	Msg    string
	Hint   string
}

// Error writes the message with its place, counted from 1, and the hint.
func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%s at column %d", e.Msg, e.Offset+1)
	if e.Hint == "" {
		return text
	}
	return text + "; " + e.Hint
}

// ParseThreshold reads bound '(' stat '(' metric ')' ')' op value, with
//
//	bound: lower95, upper95, est
//	stat:  mean, sd, pNN, esNN, or prob(metric op value)
//	op:    <, <=, >, >=
//	value: digits, perhaps grouped by single spaces or underscores, and perhaps a unit
//
// An error is a *SyntaxError.
func ParseThreshold(text string) (Threshold, error) {
	p := parser{text: text}
	t := Threshold{Text: text}
	p.bound(&t)
	p.expect("(")
	p.stat(&t)
	p.expect(")")
	t.Op = p.op()
	t.Value, t.Unit = p.value()
	if p.space(); p.at < len(text) {
		p.fail(p.at, "nothing may follow the value", "")
	}
	if p.err != nil {
		return Threshold{}, p.err
	}
	return t, nil
}

// parser walks over a threshold's text and keeps the first error.
type parser struct {
	text string
	at   int
	err  error
}

func (p *parser) fail(at int, msg, hint string) {
	if p.err == nil {
		p.err = &SyntaxError{at, msg, hint}
	}
}

func (p *parser) space() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *parser) expect(s string) {
	p.space()
	if !strings.HasPrefix(p.text[p.at:], s) {
		p.fail(p.at, fmt.Sprintf("%q is missing", s), "write upper95(p99(bad_debt)) < 50 ETH")
		return
	}
	p.at += len(s)
}

// take returns the longest run of the bytes that belong, after spaces, and its start.
func (p *parser) take(belongs func(c byte) bool) (word string, from int) {
	p.space()
	from = p.at
	for p.at < len(p.text) && belongs(p.text[p.at]) {
		p.at++
	}
	return p.text[from:p.at], from
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }
func digit(c byte) bool  { return '0' <= c && c <= '9' }
func wordy(c byte) bool  { return letter(c) || digit(c) || c == '.' }
func inUnit(c byte) bool { return letter(c) || c == '%' || c == '/' || c >= 0x80 }

func (p *parser) bound(t *Threshold) {
	switch word, from := p.take(wordy); word {
	case "lower95":
		t.Bound = Lower95
	case "upper95":
		t.Bound = Upper95
	case "est":
		t.Bound = Est
	default:
		p.fail(from, fmt.Sprintf("%q is no bound", word), "write lower95, upper95 or est")
	}
}

func (p *parser) stat(t *Threshold) {
	switch word, from := p.take(wordy); {
	case word == "mean":
		t.Stat = StatMean
	case word == "sd":
		t.Stat = StatSD
	case word == "prob":
		t.Stat = StatProb
	case strings.HasPrefix(word, "es"):
		t.Stat, t.P = StatShortfall, p.percentile(word[2:], from+2)
	case strings.HasPrefix(word, "p"):
		t.Stat, t.P = StatQuantile, p.percentile(word[1:], from+1)
	default:
		p.fail(from, fmt.Sprintf("%q is no statistic", word), "write mean, sd, p99, es95 or prob(metric > value)")
	}
	p.expect("(")
	t.Metric = p.metric()
	if t.Stat == StatProb {
		t.InnerOp = p.op()
		t.InnerValue, t.InnerUnit = p.value()
	}
	p.expect(")")
}

// metric takes a name such as lowest_price[ezETH]; what stands in the brackets is the
// scenario's own and may be any text.
func (p *parser) metric() string {
	name, from := p.take(wordy)
	if name == "" {
		p.fail(from, "the metric is missing", "")
	}
	if strings.HasPrefix(p.text[p.at:], "[") {
		length := strings.IndexByte(p.text[p.at:], ']') + 1
		if length == 0 {
			p.fail(p.at, "the bracket is never closed", "")
		}
		p.at += length
	}
	return p.text[from:p.at]
}

func (p *parser) percentile(digits string, from int) float64 {
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil || strings.Trim(digits, "0123456789.") != "" || !(x > 0 && x < 100) {
		p.fail(from, fmt.Sprintf("%q is no percentile between 0 and 100", digits), "")
	}
	return x / 100
}

func (p *parser) op() Op {
	p.space()
	for _, o := range []Op{LessEqual, GreaterEqual, Less, Greater} {
		if strings.HasPrefix(p.text[p.at:], o.String()) {
			p.at += len(o.String())
			return o
		}
	}
	p.fail(p.at, "a comparison is missing", "write <, <=, > or >=")
	return Less
}

// value takes a number and the unit behind it.
func (p *parser) value() (x float64, unit string) {
	digits, from := p.number()
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		p.fail(from, "a number is missing", "write it as 50, 0.9 or 1 000")
	}
	unit, _ = p.take(inUnit)
	return x, unit
}

// number takes a sign, digits and a point, and leaves out single spaces and
// underscores between digits.
func (p *parser) number() (digits string, from int) {
	p.space()
	from = p.at
	var b strings.Builder
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case digit(c), c == '.', (c == '-' || c == '+') && p.at == from:
			b.WriteByte(c)
		case (c == ' ' || c == '_') && p.at > from && p.at+1 < len(p.text) && digit(p.text[p.at-1]) && digit(p.text[p.at+1]):
		default:
			return b.String(), from
		}
	}
	return b.String(), from
}
