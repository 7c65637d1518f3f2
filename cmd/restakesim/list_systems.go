package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/scenarios"
)

func newListSystems(stdout writer) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "systems [NAME]",
		Short: "List real systems: what of them is modelled, rules by date, parameters with source and grade",
		Long: "Lists every real system that the simulator knows, or one of them in full, also by the name of a token, a platform or a kind of market.\n" +
			"Grades: measured (read in code or computed from a series), reported (a publication), guess.",
		RunE: func(_ *cobra.Command, args []string) error {
			name := strings.Join(args, " ")
			list, full := scenarios.Systems(), len(args) > 0
			if full {
				if list = scenarios.SystemsNamed(name); len(list) == 0 {
					return &failure{codeUsage, fmt.Sprintf("restakesim: no real system is called %q; %s", name, scenarios.SuggestSystem(name))}
				}
			}
			if asJSON {
				return printIndented(stdout, list)
			}
			return printSystems(stdout, list, full)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print them as JSON")
	return c
}

// printSystems prints systems for people: in short, or with the meaning of each
// parameter, what else is known and what is left out.
func printSystems(w writer, list []scenarios.System, full bool) error {
	p := prose{width: columns(w)}
	for i := range list {
		s := &list[i]
		p.line(0, s.Name+" · "+s.Kind)
		p.line(2, s.Modelled)
		for _, r := range s.Rules {
			p.rules(&r, full)
		}
		if full {
			p.parameters(2, "Known, and no default:", s.Known)
			if len(s.Unused) > 0 {
				p.line(2, "In the mechanism, and reached by no scenario: "+strings.Join(s.Unused, "; ")+".")
			}
			p.line(2, "Left out: "+strings.Join(s.LeftOut, "; ")+".")
		}
		p.line(0, "")
	}
	if !full {
		p.line(0, "One in full, with inputs, what else is known and what is left out: restakesim list systems NAME. As data: --json.")
	}
	_, err := fmt.Fprint(w, p.text.String())
	return err
}

// rules writes one set of rules, its parameters by where they come from.
func (p *prose) rules(r *scenarios.RuleSet, full bool) {
	head := r.Name
	if r.Since != "" {
		head += " since " + r.Since
	}
	if r.Use != "" {
		head += " · " + r.Use
	}
	p.line(2, head)
	for _, group := range scenarios.ByOrigin(r.Parameters) {
		if full {
			p.line(4, origin(group[0])+": "+group[0].Source)
			for _, x := range group {
				p.line(6, x.Name+" "+x.Value+": "+x.Doc)
			}
			continue
		}
		p.line(4, origin(group[0])+": "+values(group)+". "+group[0].Source)
	}
	if full && len(r.Inputs) > 0 {
		p.line(4, "A scenario states "+strings.Join(r.Inputs, ", ")+".")
	}
}

// parameters writes what is known besides, each with its source.
func (p *prose) parameters(indent int, head string, list []scenarios.Parameter) {
	if len(list) == 0 {
		return
	}
	p.line(indent, head)
	for _, x := range list {
		p.line(indent+2, x.Name+" "+x.Value+" ("+origin(x)+"): "+x.Source)
	}
}

// origin is the grade of a parameter and its date.
func origin(x scenarios.Parameter) string {
	if x.Date == "" {
		return x.Grade
	}
	return x.Grade + " " + x.Date
}

// values writes parameters in one line.
func values(list []scenarios.Parameter) string {
	var out []string
	for _, x := range list {
		out = append(out, x.Name+" "+x.Value)
	}
	return strings.Join(out, ", ")
}

// prose is text under way, of lines that are no wider than width.
type prose struct {
	width int
	text  strings.Builder
}

// unbroken stands between a number and its sign while lines are broken.
const unbroken = "\x00"

// line writes words, broken between them; what follows the first line stands two
// columns further in.
func (p *prose) line(indent int, words string) {
	at, margin := 0, indent
	for i, word := range strings.Fields(strings.ReplaceAll(words, " %", unbroken+"%")) {
		word = strings.ReplaceAll(word, unbroken, " ")
		long := len([]rune(word))
		switch {
		case i == 0:
			p.text.WriteString(strings.Repeat(" ", margin))
			at = margin
		case at+1+long > p.width:
			margin = indent + 2
			p.text.WriteString("\n" + strings.Repeat(" ", margin))
			at = margin
		default:
			p.text.WriteByte(' ')
			at++
		}
		p.text.WriteString(word)
		at += long
	}
	p.text.WriteByte('\n')
}
