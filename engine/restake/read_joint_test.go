package restake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	bareServices = `{"stakes":[9],"services":[{"profit":5,"alpha":1,"members":[0]},{"profit":7,"alpha":1,"members":[0]}],` + "\n" + `"joint":`
	bareExample  = bareServices + `[{"services":[1,0],"profit":-5},{"services":[0,1],"profit":40}]}`
	namedExample = `{"edges":[{"operator":"o","service":"b","vault":"v","asset":"E","stake":9,"slashable":0}],"services":[{"service":"b","profit":5,"alpha":1,"slash_fraction":1},` +
		`{"service":"a","profit":7,"alpha":1,"slash_fraction":1}],` + "\n" + `"joint":[{"services":["b","a"],"profit":-2.5},{"services":["a","b"],"profit":"0.5"}]}`
)

func TestJointProfitsAreRead(t *testing.T) {
	for text, want := range map[string][]JointProfit{
		bareExample:  {{[]int32{0, 1}, -5}, {[]int32{0, 1}, 40}},
		namedExample: {{[]int32{0, 1}, -25e8}, {[]int32{0, 1}, 5e8}},
	} {
		n, _, problems := ParseEitherJSON("f", []byte(text))
		if problems != nil {
			t.Fatal(problems)
		}
		if diff := cmp.Diff(want, n.Joint); diff != "" {
			t.Error(diff)
		}
		again, refusals := ParseNetworkJSON("f", []byte(text))
		sole(t, again, refusals, "f:2:1", "unknown key")
	}
}

func TestJointProfitsThatAreNone(t *testing.T) {
	for _, c := range []struct{ joint, at, word string }{
		{`{}`, "f:2:9", "a list"}, {`[4]`, "f:2:10", "an object"}, {`[{"profit":4}]`, "f:2:10", "services is missing"}, {`[{"services":[0,1]}]`, "f:2:10", "profit is missing"},
		{`[{"services":[0,2],"profit":4}]`, "f:2:25", "no service 2"}, {`[{"services":[0,"1"],"profit":4}]`, "f:2:25", "whole number"},
		{`[{"services":[0,0,1],"profit":4}]`, "f:2:25", "stands twice"}, {`[{"services":[0],"profit":4}]`, "f:2:22", "two services"}, {`[{"services":[0,1],"profit":4,"x":1}]`, "f:2:39", "unknown key"},
		{`[{"services":[0,1],"profit":1.5}]`, "f:2:37", "whole number"}, {`[{"services":[0,1],"profit":"4"}]`, "f:2:37", "whole number"},
		{`[{"services":[0,1],"profit":-9223372036854775808}]`, "f:2:37", "whole number"}, {`[{"services":[0,1],"profit":9223372036854775807}]`, "f", "63 bits"},
		{`[{"services":[0,1],"profit":-6}]`, "f:2:37", "more than its profit"}, {`[{"services":[0,1],"profit":-3},{"services":[0,1],"profit":-3}]`, "f:2:68", "more than its profit"},
		{`[` + strings.Repeat(`{"services":[0,1],"profit":1},`, MostJoint) + `{}]`, "f:2:190", "more than 6"},
	} {
		n, _, problems := ParseEitherJSON("f", []byte(bareServices+c.joint+"}"))
		sole(t, n, problems, c.at, c.word)
	}
	for old, c := range map[string][3]string{`"b","a"`: {`"b","c"`, "f:2:27", "no service is called c"}, `"a"],"profit":-2.5`: {`1],"profit":-2.5`, "f:2:27", "name of a service"},
		`-2.5`: {`-2.0000000001`, "f:2:41", "finer"}, `"0.5"`: {`"--1"`, "f:2:78", "negative"}} {
		n, _, problems := ParseEitherJSON("f", []byte(strings.Replace(namedExample, old, c[0], 1)))
		sole(t, n, problems, c[1], c[2])
	}
	_, e, problems := ParseEitherJSON("f", []byte(strings.Replace(goodElastic, `"alloc"`, `"joint":[],"alloc"`, 1)))
	if e != nil || len(problems) != 1 || !strings.Contains(problems[0].Message, "elastic networks have no joint profits") {
		t.Error(e, problems)
	}
}
