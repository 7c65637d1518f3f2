package scenarios

import (
	"slices"
	"strings"
	"unicode"
)

// System is a real system by its name, and what of it is modelled. Its tags are the
// keys of restakesim list systems --json.
type System struct {
	Name     string      `json:"name"`           // as its makers write it
	Kind     string      `json:"kind"`           // what sort of thing it is
	Modelled string      `json:"modelled"`       // what of it is
	Rules    []RuleSet   `json:"rules"`          // by date; none where it is only named
	Known    []Parameter `json:"known"`          // what was found and no default holds: stated by files, or not modelled
	Unused   []string    `json:"mechanism_only"` // what the mechanism has and worked examples replay, but no scenario reaches
	LeftOut  []string    `json:"left_out"`       // what is not modelled at all
}

// RuleSet is one set of a system's rules, as a value that simulations run.
type RuleSet struct {
	Name       string      `json:"name"`       // that of the value
	Use        string      `json:"use"`        // how a scenario takes it; empty if none can
	Since      string      `json:"since"`      // first day on which the rules hold; empty where no date switches them
	Parameters []Parameter `json:"parameters"` // what it sets
	Inputs     []string    `json:"inputs"`     // keys without a default, which a scenario states
}

// Parameter is one number or rule, with where it comes from.
type Parameter struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Doc    string `json:"doc"`    // what it means; empty for what no simulation reads
	Source string `json:"source"` // where it was read
	Date   string `json:"date"`   // what day or year that describes; empty if it bears none
	Grade  string `json:"grade"`  // measured, reported or guess
}

// SystemsNamed finds systems by name, in any case and with or without spaces, hyphens
// and dots; or, if none has it, by the name of their rules: ezETH is Renzo's.
func SystemsNamed(name string) []System {
	var named, ruled []System
	for _, s := range Systems() {
		if plain(s.Name) == plain(name) {
			named = append(named, s)
		}
		if slices.ContainsFunc(s.Rules, func(r RuleSet) bool { return plain(r.Name) == plain(name) }) {
			ruled = append(ruled, s)
		}
	}
	if len(named) > 0 {
		return named
	}
	return ruled
}

// SuggestSystem names the system that comes nearest to one that does not exist.
func SuggestSystem(name string) string {
	var words []string
	as := map[string]string{}
	for _, s := range Systems() {
		for _, w := range append([]string{s.Name}, ruleNames(s.Rules)...) {
			if as[plain(w)] == "" {
				words, as[plain(w)] = append(words, plain(w)), w
			}
		}
	}
	if best := closestWord(plain(name), words); best != "" {
		return "did you mean \"" + as[best] + "\"?"
	}
	return "restakesim list systems names every system"
}

func ruleNames(rules []RuleSet) (out []string) {
	for _, r := range rules {
		out = append(out, r.Name)
	}
	return out
}

// plain keeps the letters and digits of a name, in lower case.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// ByOrigin groups parameters that share source, date and grade, in the order in which
// they stand.
func ByOrigin(list []Parameter) [][]Parameter {
	var out [][]Parameter
	for _, x := range list {
		i := slices.IndexFunc(out, func(g []Parameter) bool {
			return g[0].Source == x.Source && g[0].Date == x.Date && g[0].Grade == x.Grade
		})
		if i < 0 {
			out, i = append(out, nil), len(out)
		}
		out[i] = append(out[i], x)
	}
	return out
}
