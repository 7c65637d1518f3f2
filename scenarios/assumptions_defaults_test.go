package scenarios

import (
	"slices"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/param"
)

// defaultTable is the header of the table of ASSUMPTIONS.md on defaults that no shipped
// scenario takes; its keys are those of restakesim explain.
const defaultTable = "key|default|grade|reason"

// fallback is a default with a number in it, by its key without the kind.
type fallback struct{ catalogue, kind, key, value string }

// path is the key as restakesim explain has it.
func (f *fallback) path() string {
	return strings.TrimPrefix(param.Join(param.Join(f.catalogue, f.kind), f.key), ".")
}

// fallbacks lists the defaults of all keys of a scenario file but those of its frame.
func fallbacks() []fallback {
	var out []fallback
	var list func(catalogue, kind, path string, fields []param.Field)
	list = func(catalogue, kind, path string, fields []param.Field) {
		for _, f := range fields {
			here := param.Join(path, f.Key)
			if strings.ContainsAny(f.Default, "0123456789") && !(catalogue == "" && formal(here)) {
				out = append(out, fallback{catalogue, kind, here, f.Default})
			}
			list(catalogue, kind, here, f.Sub)
			if f.Of != nil {
				list(catalogue, kind, here, f.Of.Sub)
			}
		}
	}
	list("", "", "", param.Describe(new(File)))
	for _, c := range Catalogues() {
		for _, k := range c.Kinds {
			list(c.Name, k.Name, "", param.Describe(k.New()))
		}
	}
	return out
}

// taken lists the keys, as restakesim explain has them, whose default some shipped
// scenario takes; arguments of distributions stand below their key.
func taken(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, s := range ledgers(t) {
		for _, a := range s.ledger {
			if a.Source != "default of the model" {
				continue
			}
			out = append(out, explained(&s, a.Path))
		}
	}
	return out
}

// explained turns a path of a scenario into a key of restakesim explain.
func explained(s *stated, path string) string {
	top, rest, _ := strings.Cut(path, ".")
	name, below, _ := strings.Cut(rest, ".")
	switch kind := s.kind(top, name); {
	case top == "network":
		return "networks.generated." + rest
	case top == "eth_usd":
		return "prices.jump-diffusion." + rest
	case top == "programmes":
		return top + "." + below
	case kind != "":
		return top + "." + kind + "." + below
	}
	return path
}

// TestDefaultsAreTabled: a default that a shipped scenario takes has its row by
// TestLedgersAndAssumptionsAgree; any other one has a row of its own, unless another
// kind of the same catalogue has the same key with the same default.
func TestDefaultsAreTabled(t *testing.T) {
	all, used := fallbacks(), taken(t)
	if len(all) < 50 || len(used) < 50 {
		t.Fatalf("%d defaults, %d of them taken: too few to be all", len(all), len(used))
	}
	rows := map[string][]string{}
	for _, r := range rowsUnder(t, defaultTable) {
		rows[r[0]] = r
	}
	covered := func(f fallback) bool {
		return slices.ContainsFunc(used, func(p string) bool { return p == f.path() || strings.HasPrefix(p, f.path()+".") })
	}
	known := map[string]bool{}
	for _, f := range all {
		r, tabled := rows[f.path()]
		known[f.path()] = true
		twin := func(o fallback) bool {
			return o.catalogue == f.catalogue && o.key == f.key && o.value == f.value && (covered(o) || rows[o.path()] != nil)
		}
		switch {
		case tabled && (bare(r[1]) != bare(f.value) || r[2] != "guess" && r[2] != "measured" && r[2] != "reported" || r[3] == ""):
			t.Errorf("%s: the default is %s; the row says %q", f.path(), f.value, r)
		case tabled && covered(f):
			t.Errorf("%s: a shipped scenario takes this default, its row is among the others", f.path())
		case !tabled && !covered(f) && !slices.ContainsFunc(all, twin):
			t.Errorf("%s: the default %s has no row", f.path(), f.value)
		}
	}
	for key := range rows {
		if !known[key] {
			t.Errorf("%s: there is no such default", key)
		}
	}
}
