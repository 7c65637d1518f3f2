package main

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/verify"
)

// How many names a sentence shows, and how many services a table.
const (
	longestList  = 8
	longestTable = 20
)

// strings are the labels as people read them.
func (l labels) strings() []string {
	out := make([]string, len(l.numbers))
	for i, x := range l.numbers {
		if l.names == nil {
			out[i] = fmt.Sprint(x)
		} else {
			out[i] = l.names[x]
		}
	}
	return out
}

// String shortens a long list.
func (l labels) String() string {
	all := l.strings()
	if rest := len(all) - longestList; rest > 0 {
		return strings.Join(all[:longestList], ", ") + fmt.Sprintf(" and %d more", rest)
	}
	return strings.Join(all, ", ")
}

// phrase is "service 3" or "services 3, 4", "no validator" where there is none.
func (l labels) phrase(noun string) string {
	switch len(l.numbers) {
	case 0:
		return "no " + noun
	case 1:
		return noun + " " + l.String()
	}
	return noun + "s " + l.String()
}

// print prints the finding for people: a verdict, the numbers behind it, each service,
// who would do it, and how sure all that is.
func (f *finding) print(w writer, name string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n%s\n", name, f.size(), f.verdict())
	b.WriteString(f.numbers().Render() + "\n")
	if len(f.singles) > 0 {
		b.WriteString(f.perService().Render() + "\n")
		if rest := len(f.singles) - longestTable; rest > 0 {
			fmt.Fprintf(&b, "and %d services more; --json has them all\n", rest)
		}
	}
	for _, line := range f.remarks() {
		b.WriteString(line + "\n")
	}
	_, err := w.Write([]byte(b.String()))
	return err
}

// size says how large the network is.
func (f *finding) size() string {
	n := f.network
	if n == nil {
		return ""
	}
	stake := verify.NewAmount(big.NewRat(int64(n.Stake()), int64(n.Unit)))
	return " · " + counted(len(n.Operators), "validator") + " · " + counted(len(n.Services), "service") + " · " + counted(len(n.Edges), "edge") + " · stake " + f.show(stake)
}

// verdict is the answer in a sentence.
func (f *finding) verdict() string {
	if f.Best == nil {
		return "Secure: no service has stake behind it, so there is nothing to attack."
	}
	b := f.Best
	where := b.Services.phrase("service") + " by " + b.Validators.phrase("validator")
	if f.elastic != nil {
		where = b.Services.phrase("service") + " by parts of stakes"
		if len(b.Validators.numbers) > 0 {
			where = b.Services.phrase("service") + " by all that " + b.Validators.phrase("validator") + " allocated and parts of other stakes"
		}
	}
	amounts := fmt.Sprintf("takes %s and costs %s", f.show(b.Profit), f.show(b.Cost))
	loss := verify.NewAmount(new(big.Rat).Neg(&f.MaxNet.Rat))
	switch {
	case f.Secure == nil:
		return fmt.Sprintf("Undecided: the best attack known, on %s, %s, a loss of %s; no attack nets more than %s.", where, amounts, f.show(loss), f.rounded(f.Upper, up))
	case !*f.Secure && f.Proven:
		return fmt.Sprintf("Attacking pays: an attack on %s %s, a net of %s; no attack nets more.", where, amounts, f.show(f.MaxNet))
	case !*f.Secure:
		return fmt.Sprintf("Attacking pays: an attack on %s %s, a net of %s; no attack nets more than %s.", where, amounts, f.show(f.MaxNet), f.rounded(f.Upper, up))
	case f.Proven && loss.Sign() == 0:
		return fmt.Sprintf("Secure: no attack pays. The best one, on %s, %s, and breaks even.", where, amounts)
	case f.Proven:
		return fmt.Sprintf("Secure: no attack pays. The one that loses least, on %s, %s, a loss of %s.", where, amounts, f.show(loss))
	}
	return fmt.Sprintf("Secure: no attack pays. Every attack loses %s or more; the best one known, on %s, %s, a loss of %s.",
		f.rounded(verify.NewAmount(new(big.Rat).Neg(&f.Upper.Rat)), down), where, amounts, f.show(loss))
}

// numbers is the table of what holds for the network as a whole.
func (f *finding) numbers() table.Writer {
	t := newTable("", "value", "known")
	t.AppendRow(table.Row{"most net profit of an attack", f.show(f.MaxNet), exactly(f.Proven, "best known")})
	t.AppendRow(table.Row{"no attack nets more than", f.rounded(f.Upper, up), "proven"})
	switch {
	case f.Price != nil:
		t.AppendRow(table.Row{"price of corruption", f.show(f.Price), "exact"})
	case f.price.Possible:
		t.AppendRow(table.Row{"price of corruption", f.between(f.amount(f.price.Lower), f.amount(f.price.Upper)), "interval"})
	}
	if f.elastic == nil {
		f.slackRows(t)
	}
	switch d := f.divisible; {
	case f.Divisible != nil:
		t.AppendRow(table.Row{"most net profit with divisible stake", f.show(f.Divisible), "exact"})
	case d != nil && d.Lower != nil:
		t.AppendRow(table.Row{"most net profit with divisible stake", f.between(f.fraction(d.Lower), f.fraction(d.Upper)), "interval"})
	}
	if f.elastic != nil && f.elastic.Fraction != nil {
		t.AppendRow(table.Row{"robust until this weight of services is Byzantine", ratio(f.elastic.Fraction, nearest), "exact, " + f.elastic.Set.phrase("service")})
	}
	return t
}

// slackRows are γ as far as it is known, beside what the two certificates say.
func (f *finding) slackRows(t table.Writer) {
	lower, upper := f.Gamma.Lower, f.Gamma.Upper
	switch {
	case upper == nil:
		t.AppendRow(table.Row{"γ, overcollateralisation slack", "none", "no profit can be had"})
	case lower != nil && lower.Cmp(&upper.Rat) == 0:
		t.AppendRow(table.Row{"γ, overcollateralisation slack", ratio(upper, nearest), "exact"})
	default:
		t.AppendRow(table.Row{"γ, overcollateralisation slack", ratio(lower, down) + " to " + ratio(upper, up), "certified to best known"})
	}
	if f.proof != nil {
		t.AppendRow(table.Row{"γ by the split of stake", ratio(verify.NewFraction(f.split), down), certified(f.proof.Bound == 0) + ", bound " + f.rounded(f.amount(f.proof.Bound), up)})
	}
	if f.Local == nil {
		t.AppendRow(table.Row{"γ by EigenLayer's local condition", "none", "certified"})
		return
	}
	t.AppendRow(table.Row{"γ by EigenLayer's local condition", ratio(f.Local, down), certified(f.Local.Sign() >= 0)})
}

// perService is the table of services.
func (f *finding) perService() table.Writer {
	t := newTable("service", "profit", "alpha", "slashable stake", "least cost alone", "profit/cost", "cost by the split")
	behind := make([]*big.Int, len(f.singles))
	for s := range behind {
		behind[s] = new(big.Int)
	}
	for _, e := range f.network.Edges {
		behind[e.Service].Add(behind[e.Service], big.NewInt(int64(e.Slashable)))
	}
	for s, c := range f.singles[:min(len(f.singles), longestTable)] {
		svc := f.network.Services[s]
		stake := verify.NewAmount(new(big.Rat).SetFrac(behind[s], big.NewInt(int64(f.network.Unit))))
		profit := verify.NewAmount(big.NewRat(int64(svc.Profit), int64(f.network.Unit)))
		row := table.Row{svc.Name, f.show(profit), svc.Alpha.String(), f.show(stake), "nobody backs it", "", ""}
		if c.Possible {
			row[4], row[5] = f.show(f.amount(c.Upper)), "all profit"
			if c.Lower < c.Upper {
				row[4] = f.between(f.amount(c.Lower), f.amount(c.Upper))
			}
			if c.Upper > 0 {
				r, _ := new(big.Rat).Quo(&profit.Rat, &f.amount(c.Upper).Rat).Float64()
				row[5] = number(r)
			}
			if f.proof != nil {
				row[6] = f.rounded(f.amount(f.proof.Values[s]), down)
			}
		}
		t.AppendRow(row)
	}
	var right []table.ColumnConfig
	for column := 2; column <= 7; column++ {
		right = append(right, table.ColumnConfig{Number: column, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	return t
}

// remarks say how the numbers came about.
func (f *finding) remarks() (lines []string) {
	if f.bond.Num != f.bond.Den {
		lines = append(lines, fmt.Sprintf("Costs and γ count κ, %s of the stake; thresholds count all of it.", f.bond))
	}
	switch f.method {
	case attack.Enumeration:
		lines = append(lines, "Every coalition was tried.")
	case attack.Services:
		lines = append(lines, "No stake is used twice. Bounds add up service by service; an attack on several at once may net less, because who joins loses at all of them.")
	case attack.Relaxation:
		lines = append(lines, "Stake is shared in part. The bound splits what a validator can lose over its services, in the attacker's favour; a gap may remain whatever the time.")
	}
	if f.network != nil && foreign(f) {
		lines = append(lines, "All assets count at par with ETH.")
	}
	lines = append(lines, f.jointRemarks()...)
	if f.note != "" {
		lines = append(lines, f.note)
	}
	if f.sealed != "" {
		lines = append(lines, "Certificate: "+f.sealed)
	}
	return lines
}

func foreign(f *finding) bool {
	for _, v := range f.network.Vaults {
		if v.Asset != "ETH" {
			return true
		}
	}
	return false
}

func exactly(proven bool, otherwise string) string {
	if proven {
		return "exact"
	}
	return otherwise
}

func certified(yes bool) string {
	if yes {
		return "certified"
	}
	return "not certified"
}
