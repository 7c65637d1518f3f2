package reports

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/stats"
)

func (r *report) hasAttack() bool { return r.hasFrontier() || r.run.Context.Examination != nil }

// attackPart is the part on where attacking begins to pay and on what is proven.
func (r *report) attackPart() error {
	if r.hasFrontier() {
		if err := r.attackEconomics(); err != nil {
			return err
		}
	}
	if x := r.run.Context.Examination; x != nil {
		r.examination(x)
	}
	return nil
}

// examination says what is proven of all attacks at the snapshot, what is known beyond
// that, and who could do it.
func (r *report) examination(x *result.Examination) {
	title := "What is proven of the network at the snapshot"
	if r.hasFrontier() {
		title = "What is proven of the scenario's own network"
	}
	r.subheading(title)
	r.text(regular, 9, ink(), typeset(verdictOn(x)))
	r.skip(4)
	r.remark(fmt.Sprintf("Costs are stake slashed (σ), at recognised prices; profits stand at the medians of their draws; no limit of means, nothing reversed. %sA search ends after %s nodes, never by the clock. %s proves its bound by itself, with one knapsack for each service: restakesim verify recomputes it. “Not certified” does not mean insecure.",
		howSearched(x.Method), FormatCount(int(x.Limit)), x.Certificate.File))
	r.table([]column{{title: "statement", width: 176}, {title: "value", width: 112, right: true}, {title: "how it is known", width: textWidth - 288}}, statements(x))
	r.table([]column{{title: "file", width: 176}, {title: "sha256", width: textWidth - 176, face: mono}},
		[][]string{{x.Certificate.File, x.Certificate.SHA256}, {"the network in it", x.Certificate.NetworkSHA256}})
}

// verdictOn is the answer in a sentence or two.
func verdictOn(x *result.Examination) string {
	b := x.Best
	if b == nil {
		return "Secure: nobody backs any service with stake that it can slash, so there is nothing to attack."
	}
	attack := fmt.Sprintf("by %s on %s, takes %s ETH and costs %s ETH, ", enumerate(b.Operators), enumerate(b.Services), FormatNumber(b.Reward, 4), FormatNumber(b.Cost, 4))
	better := "no attack is better"
	if !x.Proven {
		better = "no attack nets more than " + boundText(x.Upper, up) + " ETH"
	}
	net := b.Reward - b.Cost
	switch {
	case net == 0 && x.Proven:
		return fmt.Sprintf("Secure: no attack pays (proven). The best one, %sand breaks even.", attack)
	case net > 0:
		return fmt.Sprintf("Attacking pays: the best attack known, %sa net of %s ETH; %s (proven).", attack, FormatNumber(net, 4), better)
	case x.Secure == nil:
		return fmt.Sprintf("Undecided: the best attack known, %sa loss of %s ETH; %s (proven).", attack, FormatNumber(-net, 4), better)
	}
	if !x.Proven {
		better = "every attack loses " + boundText(-x.Upper, down) + " ETH or more"
	}
	return fmt.Sprintf("Secure: no attack pays. The one that comes closest, %sa loss of %s ETH; %s (proven).", attack, FormatNumber(-net, 4), better)
}

// howSearched says what a bound that the search leaves above the best attack means.
func howSearched(method string) string {
	switch method {
	case "enumeration":
		return "Every coalition was tried. "
	case "services":
		return "No stake is promised twice: bounds add up service by service, and an attack on several at once may net less. "
	case "relaxation":
		return "Stake is shared in part: the bound splits what an operator can lose over its services, in the attacker's favour. "
	}
	return ""
}

// statements are the rows of the table: what the certificate proves first.
func statements(x *result.Examination) [][]string {
	k := &x.Certificate
	rows := [][]string{{"no attack nets more than", boundText(k.Bound, up) + " ETH", "proven by " + k.File}}
	if finite(float64(x.Upper)) && x.Upper < k.Bound {
		rows = append(rows, []string{"no attack nets more than", boundText(x.Upper, up) + " ETH", "proven by the search, not by the certificate"})
	}
	if finite(float64(k.Slack)) {
		rows = append(rows, []string{"γ is at least", boundText(k.Slack, down), "proven by " + k.File + ": every attack costs at least (1 + γ) times what it takes"})
	}
	rows = append(rows, slackRow(x))
	local := []string{"γ by EigenLayer's local condition", boundText(x.Local, down), certifiedWord(!(x.Local < 0))}
	if !finite(float64(x.Local)) {
		local[1] = "no profit can be had"
	}
	rest := "load of at most 1"
	if x.Certified < x.Operators {
		rest += "; the others are not certified"
	}
	return append(rows, local, []string{"operators that this condition certifies", FormatCount(x.Certified) + " of " + FormatCount(x.Operators), rest})
}

// slackRow is γ as far as it is known.
func slackRow(x *result.Examination) []string {
	lo, hi := x.Slack.Lower, x.Slack.Upper
	switch {
	case !finite(float64(hi)):
		return []string{"γ, the slack of the network", "none", "no profit can be had"}
	case lo == hi:
		return []string{"γ, the slack of the network", FormatNumber(float64(hi), 4), "exact"}
	}
	return []string{"γ, the slack of the network", "[" + boundText(lo, down) + ", " + boundText(hi, up) + "]", "from certified, by any proof that was found, to best known"}
}

func certifiedWord(yes bool) string {
	if yes {
		return "certified"
	}
	return "not certified"
}

// side is where a bound may be rounded to.
type side bool

const (
	down side = false
	up   side = true
)

// boundText writes a bound with at least four digits, rounded so that it still holds.
func boundText(bound stats.Nullable, to side) string {
	x := float64(bound)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "n/a"
	}
	d := decimal.NewFromFloat(x)
	if d.IsZero() {
		return "0"
	}
	digits := int32(places(d, exactDigits))
	if to == up {
		d = d.RoundCeil(digits)
	} else {
		d = d.RoundFloor(digits)
	}
	if !ordinary(magnitude(d)) {
		return scientific(d, magnitude(d), exactDigits)
	}
	return plain(d, int(max(0, digits)))
}
