package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
)

// stated is a scenario as the tables see it: its name, the year of its snapshot, the
// kinds of what it names, and its assumption ledger.
type stated struct {
	name, year string
	kind       func(section, name string) string
	ledger     []result.Assumption
}

// ledgers are the scenarios of the repository.
func ledgers(t *testing.T) []stated {
	t.Helper()
	var out []stated
	for _, file := range catalogue(t) {
		p, c := loaded(t, file), new(result.Context)
		p.settings(c)
		kind := func(section, name string) string {
			if n := p.Tree.Get(section).Get(name).Get("kind"); n != nil {
				return n.Text
			}
			return ""
		}
		out = append(out, stated{p.Name, strconv.Itoa(p.Snapshot.Year), kind, c.Assumptions})
	}
	return out
}

// fits says whether a claim speaks of a path of a scenario, and how closely: a name goes
// before a kind, and then one scenario before a year, and a year before both.
func (c *claim) fits(s *stated, parts []string) (closeness int, ok bool) {
	closeness = slices.Index([]string{"both", s.year, s.name}, c.in)
	if closeness < 0 || len(parts) != len(c.key) {
		return 0, false
	}
	for i, part := range parts {
		switch {
		case c.key[i] == part:
			closeness += 10
		case i != 1 || c.key[i] != s.kind(parts[0], part):
			return 0, false
		}
	}
	return closeness, true
}

// drift lists where ledgers and claims disagree: numbers without a row or with
// another value, grade or date, rows that fit equally well, rows that nothing needs.
func drift(all []stated, claims []claim) []string {
	var out []string
	used := make([]bool, len(claims))
	for i := range all {
		for _, a := range all[i].ledger {
			best, rival := closest(&all[i], a.Path, claims)
			switch {
			case best < 0:
				out = append(out, fmt.Sprintf("%s: %s = %s has no row", all[i].name, a.Path, a.Value))
			case rival >= 0:
				out = append(out, fmt.Sprintf("%s: the rows %q and %q fit %s equally well", all[i].name, claims[best].text, claims[rival].text, a.Path))
			default:
				used[best] = true
				out = append(out, differences(all[i].name, a, claims[best])...)
			}
		}
	}
	for i, c := range claims {
		if !used[i] {
			out = append(out, fmt.Sprintf("no scenario needs the row %q", c.text))
		}
	}
	return out
}

// closest returns the claim that fits a path best, and another that fits as well; -1
// where there is none.
func closest(s *stated, path string, claims []claim) (best, rival int) {
	best, rival = -1, -1
	parts, most := strings.Split(path, "."), -1
	for i := range claims {
		x, ok := claims[i].fits(s, parts)
		switch {
		case ok && x > most:
			best, rival, most = i, -1, x
		case ok && x == most:
			rival = i
		}
	}
	return best, rival
}

// differences compares a number of a ledger with its row. Grade and date bind where
// the file gives them; the row of a default or a choice may know better.
func differences(scenario string, a result.Assumption, c claim) []string {
	var out []string
	note := func(what, file, table string) {
		out = append(out, fmt.Sprintf("%s: %s: the %s is %s in the scenario and %s in the row %q", scenario, a.Path, what, file, table, c.text))
	}
	if bare(a.Value) != c.value {
		note("value", bare(a.Value), c.value)
	}
	if stated := a.Source != "default of the model" && a.Source != "choice of the study"; !stated {
		return out
	}
	if a.Grade != c.grade {
		note("grade", a.Grade, c.grade)
	}
	if !strings.Contains(c.date, a.Date) {
		note("date", a.Date, c.date)
	}
	return out
}

// TestLedgersAndAssumptionsAgree: whoever changes a number, its grade or its date in a
// scenario or a default of the model changes its row of ASSUMPTIONS.md too.
func TestLedgersAndAssumptionsAgree(t *testing.T) {
	for _, problem := range drift(ledgers(t), claimsOf(t, rowsUnder(t, ledgerTable))) {
		t.Error(problem)
	}
}

// TestDriftIsSeen alters the tables and the ledgers, one thing at a time.
func TestDriftIsSeen(t *testing.T) {
	all, claims := ledgers(t), claimsOf(t, rowsUnder(t, ledgerTable))
	find := func(text string) int {
		i := slices.IndexFunc(claims, func(c claim) bool { return c.text == text })
		if i < 0 {
			t.Fatalf("there is no row %q", text)
		}
		return i
	}
	staked, hope := find("ethereum.staked in 2024"), find("agents.conservative.hope.max in both")
	for want, alter := range map[string]func(c []claim) []claim{
		"the value is":              func(c []claim) []claim { c[staked].value += "0"; return c },
		"the grade is":              func(c []claim) []claim { c[staked].grade = "guess"; return c },
		"the date is":               func(c []claim) []claim { c[staked].date = "2023"; return c },
		"agents.holders.hope.max =": func(c []claim) []claim { return slices.Delete(c, hope, hope+1) },
		"no scenario needs":         func(c []claim) []claim { return append(c, claim{key: []string{"gas", "x"}, in: "both"}) },
		"equally well":              func(c []claim) []claim { return append(c, c[staked]) },
	} {
		problems := drift(all, alter(slices.Clone(claims)))
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, want) }) {
			t.Errorf("%q is missing in %q", want, problems)
		}
	}
}

// TestRowsAreGradedAndReasoned: every row has a grade, and a source or a note; what is
// measured or reported has a source.
func TestRowsAreGradedAndReasoned(t *testing.T) {
	scopes := []string{"both"}
	for _, s := range ledgers(t) {
		scopes = append(scopes, s.name, s.year)
	}
	for _, r := range rowsUnder(t, ledgerTable) {
		source, grade, note := r[4], r[6], r[7]
		switch {
		case !slices.Contains([]string{"measured", "reported", "guess"}, grade):
			t.Errorf("%s: %q is no grade", r[0], grade)
		case source == "" && (note == "" || grade != "guess"):
			t.Errorf("%s, %s: a reason is missing", r[0], grade)
		case !slices.Contains(scopes, r[1]):
			t.Errorf("%s: %q is neither a year, both, nor a scenario", r[0], r[1])
		}
	}
}

// TestDistributionsBearTheirSource: the arguments of a distribution are numbers with
// the provenance that stands beside them.
func TestDistributionsBearTheirSource(t *testing.T) {
	size := loaded(t, "airdrop-exit.yaml").Tree.Lookup("agents.farmers.size")
	if from := size.Get("sigma").From; from == nil || from.Grade != "measured" || from.Date != "2024-05" {
		t.Errorf("sigma comes from %+v", from)
	}
	if from := size.Get("dist").From; from != nil {
		t.Errorf("the word lognormal comes from %+v", from)
	}
}
