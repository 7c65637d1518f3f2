package restake

import (
	"reflect"
	"slices"
	"testing"
)

// changes sets each field of what v points to in turn to another value and says whether
// the listed settings change with it.
func changes(t *testing.T, v reflect.Value, list func() []Setting, unlisted ...string) {
	t.Helper()
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		if f.Kind() == reflect.Struct && f.NumField() > 2 {
			changes(t, f, list, unlisted...)
			continue
		}
		before, kept := list(), reflect.ValueOf(f.Interface())
		switch f.Kind() {
		case reflect.String:
			f.SetString("other")
		case reflect.Bool:
			f.SetBool(!f.Bool())
		case reflect.Uint8, reflect.Uint64:
			f.SetUint(f.Uint() + 1)
		case reflect.Int32, reflect.Int64:
			f.SetInt(f.Int() + 1)
		case reflect.Struct: // a ratio
			f.Field(0).SetInt(f.Field(0).Int() + 1)
			f.Field(1).SetInt(7)
		default:
			t.Fatalf("%s: no test for a %s", name, f.Kind())
		}
		if same := slices.Equal(before, list()); same != slices.Contains(unlisted, name) {
			t.Errorf("%s.%s: a change leaves the list as it was: %v", v.Type().Name(), name, same)
		}
		f.Set(kept)
	}
}

// TestSettingsTellEverything: whatever can be set of a platform, a token or an era is
// in its list, but for where it was read and, of a token, its name.
func TestSettingsTellEverything(t *testing.T) {
	p := Platform{Overlap: Capped, Slashes: true, Veto: 1}
	list := func() []Setting { return append(p.Settings(), Setting{Value: p.Name}) }
	changes(t, reflect.ValueOf(&p).Elem(), list, "Source")
	x := TokenParams{Opening: Tokens()[0].Opening}
	changes(t, reflect.ValueOf(&x).Elem(), func() []Setting { return x.Settings() }, "Source", "Name")
	e := Eras()[0]
	changes(t, reflect.ValueOf(&e).Elem(), func() []Setting { return e.Settings() }, "Name")
}

// TestSettingsAreNamedOnce: names are keys, and every value has its words.
func TestSettingsAreNamedOnce(t *testing.T) {
	var lists [][]Setting
	for _, p := range Platforms() {
		lists = append(lists, p.Settings())
	}
	for _, p := range Tokens() {
		lists = append(lists, p.Settings())
	}
	for _, e := range Eras() {
		lists = append(lists, e.Settings())
	}
	for _, l := range lists {
		seen := map[string]bool{}
		for _, s := range l {
			if seen[s.Name] || s.Name == "" || s.Value == "" || s.Doc == "" {
				t.Errorf("%+v", s)
			}
			seen[s.Name] = true
		}
	}
}

// TestRulesHaveWords: as many words as rules, none of them twice.
func TestRulesHaveWords(t *testing.T) {
	for name, words := range map[string][]string{
		"overlap":    {Disjoint.String(), Capped.String(), Shared.String(), (Shared + 1).String()},
		"basis":      {Now.String(), Capture.String(), (Capture + 1).String()},
		"fixing":     {AtExecution.String(), AtRequest.String(), (AtRequest + 1).String()},
		"tranche":    {Never.String(), UntilReady.String(), UntilEpoch.String(), UntilTaken.String(), (UntilTaken + 1).String()},
		"accounts":   {Pooled.String(), Scaled.String(), (Scaled + 1).String()},
		"split":      {EachDown.String(), LastRest.String(), (LastRest + 1).String()},
		"gate":       {Resolver.String(), Committee.String(), Nobody.String(), (Nobody + 1).String()},
		"delegator":  {ByPart.String(), Full.String(), ByShares.String(), Single.String(), (Single + 1).String()},
		"exit price": {LowerValue.String(), RequestValue.String(), PaymentValue.String(), (PaymentValue + 1).String()},
		"rate":       {ExactRate.String(), WadRate.String(), FrozenRate.String(), ShareRate.String(), (ShareRate + 1).String()},
		"exit clock": {Cooldown.String(), Calendar.String(), Curator.String(), Batch.String(), (Batch + 1).String()},
	} {
		last := len(words) - 1
		if words[last] != "" || slices.Contains(words[:last], "") || len(slices.Compact(slices.Sorted(slices.Values(words)))) != len(words) {
			t.Errorf("%s: %q", name, words)
		}
	}
}
