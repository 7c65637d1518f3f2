package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/restake"
)

// grades are those that ASSUMPTIONS.md knows.
func grades() []string { return []string{gradeMeasured, gradeReported, gradeGuess} }

// ruleSets lists all sets of rules of the catalogue.
func ruleSets() (out []RuleSet) {
	for _, s := range Systems() {
		out = append(out, s.Rules...)
	}
	return out
}

// TestWhatRunsBelongsToASystem: every platform, token, fork and kind of market is some
// system's, with a line that takes it.
func TestWhatRunsBelongsToASystem(t *testing.T) {
	all := ruleSets()
	wants := func(name, since string) {
		if !slices.ContainsFunc(all, func(r RuleSet) bool { return r.Name == name && r.Since == since && r.Use != "" }) {
			t.Errorf("no system has the rules %s %s", name, since)
		}
	}
	for _, p := range restake.Platforms() {
		wants(p.Name, p.Since.String())
	}
	for _, p := range restake.Tokens() {
		wants(p.Name, "")
	}
	for _, e := range restake.Eras() {
		if e.Since == 0 {
			wants(e.Name, "")
			continue
		}
		wants(e.Name, e.Since.String())
	}
	for _, k := range markets().Kinds {
		wants(k.Name, "")
	}
}

// TestParametersHaveOrigins: every parameter has a value, a source and a grade, and a
// date, if any, that is one.
func TestParametersHaveOrigins(t *testing.T) {
	date := regexp.MustCompile(`^(20\d\d(-\d\d(-\d\d)?)?)?$`)
	for _, s := range Systems() {
		list := slices.Clone(s.Known)
		for _, r := range s.Rules {
			if len(r.Parameters) == 0 {
				t.Errorf("%s: the rules %s have no parameters", s.Name, r.Name)
			}
			for _, p := range r.Parameters {
				if p.Doc == "" {
					t.Errorf("%s: %s means nothing", s.Name, p.Name)
				}
			}
			list = append(list, r.Parameters...)
		}
		for _, p := range list {
			if p.Name == "" || p.Value == "" || p.Source == "" || !slices.Contains(grades(), p.Grade) || !date.MatchString(p.Date) {
				t.Errorf("%s: %+v", s.Name, p)
			}
		}
		if s.Kind == "" || s.Modelled == "" || len(s.LeftOut) == 0 || slices.Contains(s.LeftOut, "") {
			t.Errorf("%s says too little: %q, %q, %q", s.Name, s.Kind, s.Modelled, s.LeftOut)
		}
	}
}

// TestOriginsHaveParameters: what is said of a parameter apart is said of one there is.
func TestOriginsHaveParameters(t *testing.T) {
	of := func(name string, o origins, list []restake.Setting, always ...string) {
		for key := range o.but {
			if !slices.Contains(always, key) && !slices.ContainsFunc(list, func(s restake.Setting) bool { return s.Name == key }) {
				t.Errorf("%s has no %s", name, key)
			}
		}
	}
	for _, p := range restake.Platforms() {
		of(p.Name+" "+p.Since.String(), platformOrigins(&p), p.Settings())
	}
	for _, p := range restake.Tokens() {
		of(p.Name, tokenOrigins(&p), p.Settings(), "buffer")
	}
	known := map[string]bool{}
	for _, k := range markets().Kinds {
		for _, f := range keysOf("markets", k.Name) {
			known[k.Name+"."+f.Key] = f.Default != ""
		}
	}
	for key := range marketOrigins() {
		if !known[key] {
			t.Errorf("markets.%s has no default", key)
		}
	}
}

// TestGradesAreThoseOfTheAssumptions: a default of a market has the grade of its row in
// ASSUMPTIONS.md, and the row of a platform or a token that of some of its parameters.
func TestGradesAreThoseOfTheAssumptions(t *testing.T) {
	rows := map[string]string{}
	for _, r := range rowsUnder(t, defaultTable) {
		rows[r[0]] = r[2]
	}
	for _, c := range claimsOf(t, rowsUnder(t, ledgerTable)) {
		if c.in == "both" {
			rows[strings.Join(c.key, ".")] = c.grade
		}
	}
	compared := 0
	for key, o := range marketOrigins() {
		if grade, ok := rows["markets."+key]; ok {
			compared++
			if grade != o.grade {
				t.Errorf("markets.%s is %s here and %s in ASSUMPTIONS.md", key, o.grade, grade)
			}
		}
	}
	if compared < 20 {
		t.Errorf("%d defaults compared: too few to be all", compared)
	}
	some := func(name, since, grade string) {
		if !slices.ContainsFunc(ruleSets(), func(r RuleSet) bool {
			return r.Name == name && r.Since == since && slices.ContainsFunc(r.Parameters, func(p Parameter) bool { return p.Grade == grade })
		}) {
			t.Errorf("%s %s: ASSUMPTIONS.md says %s, and no parameter does", name, since, grade)
		}
	}
	for _, r := range rowsUnder(t, platformTable) {
		some(r[0], r[1], r[len(r)-2])
	}
	for _, r := range rowsUnder(t, tokenTable) {
		some(r[0], "", r[len(r)-2])
	}
}

// TestSystemsAreFound: by name in any spelling, by what they run, and with a hint.
func TestSystemsAreFound(t *testing.T) {
	for _, name := range []string{"EigenLayer", "Karak", "K2", "Symbiotic", "Lido", "Rocket Pool", "Renzo", "Kelp", "Puffer", "Eigenpie", "Mellow", "ether.fi", "EigenDA",
		"AltLayer", "Hyperlane", "Wormhole NTT", "Ethena", "LayerZero DVN", "Pendle", "Curve", "Uniswap", "Balancer", "Aave", "Morpho", "Arbitrum", "Blast", "Base", "Ethereum"} {
		for _, spelling := range []string{name, strings.ToUpper(name), strings.ReplaceAll(strings.ToLower(name), " ", "-")} {
			if found := SystemsNamed(spelling); len(found) != 1 || found[0].Name != name {
				t.Errorf("%q finds %d systems", spelling, len(found))
			}
		}
	}
	for name, want := range map[string]string{"rseth": "Kelp", "electra": "Ethereum", "StableSwap": "Curve Balancer", "ezETH": "Renzo", "ezETH-2024-04": "Renzo Arbitrum Blast Base", "": "", "nobody": ""} {
		var got []string
		for _, s := range SystemsNamed(name) {
			got = append(got, s.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"simbiotic": `did you mean "Symbiotic"?`, "RocketPol": `did you mean "Rocket Pool"?`, "rsEHT": `did you mean "rsETH"?`, "zzzzzz": "restakesim list systems names every system"} {
		if got := SuggestSystem(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
