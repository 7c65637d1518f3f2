package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// TestAlteredEigenLayerDiffers alters what is expected of cases in base units and in
// gwei, one statement at a time, and wants each change to be noticed where it stands.
func TestAlteredEigenLayerDiffers(t *testing.T) {
	file := anything(t, "testdata/protocols/eigenlayer_slashing.json")
	seen := 0
	for _, one := range file["cases"].([]any) {
		c := one.(map[string]any)
		if id := c["id"]; id != "el-016" && id != "el-033" && id != "el-035" {
			continue
		}
		again := maps.Clone(file)
		again["cases"] = []any{c}
		look := func(op, field string) {
			text, err := json.Marshal(again)
			if err != nil {
				t.Fatal(err)
			}
			r, err := File(context.Background(), "x", text)
			if err != nil || !slices.ContainsFunc(r.Differences, func(d Difference) bool { return strings.HasPrefix(d.Field, field) }) {
				t.Errorf("%v %s: another %s is not noticed: %v", c["id"], op, field, err)
			}
			seen++
		}
		ops := c["ops"].([]any)
		for i, o := range append(slices.Clone(ops), c) {
			op := o.(map[string]any)
			name := fmt.Sprint(op["op"])
			if op["expect_error"] != nil {
				eachLeaf(op, "expect_error", func() { look(name, "expect_error") })
			}
			for _, key := range []string{"expect", "after", "final"} {
				fields, _ := op[key].(map[string]any)
				if key == "after" && i%8 != 7 {
					continue
				}
				for _, field := range slices.Sorted(maps.Keys(fields)) {
					eachLeaf(fields, field, func() { look(name, field) })
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d statements were altered", seen)
	}
}

// eachLeaf alters every number or word at and below a key, one at a time, and undoes it.
func eachLeaf(o map[string]any, key string, look func()) {
	old := o[key]
	switch x := old.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			eachLeaf(x, k, look)
		}
		return
	case string:
		o[key] = further(x)
	case json.Number:
		o[key] = json.Number(further(string(x)))
	}
	look()
	o[key] = old
}

// further adds to a number a thousandth and more than all tolerance, and a letter to a
// word.
func further(text string) string {
	x, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return text + "x"
	}
	y := new(big.Int).Quo(x, big.NewInt(1000))
	return y.Add(y, x).Add(y, big.NewInt(1e15)).String()
}

// TestLoweredMagnitude has a case of a maximum magnitude that is set directly, below what
// is promised: rules 5, 6 and 9 by hand.
func TestLoweredMagnitude(t *testing.T) {
	text := `{"schema":"protocol-vectors/1","protocol":"eigenlayer","cases":[{"id":"x","params":{"withdrawal_delay_blocks":10,"deallocation_delay_blocks":10,"allocation_delay_blocks":0,"native_eth":false},"ops":[
		{"op":"register","operator":"o","set":"A"},
		{"op":"deposit","staker":"a","shares":"1500"},
		{"op":"delegate","staker":"a","operator":"o"},
		{"op":"allocate","operator":"o","set":"A","magnitude":"1000000000000000000"},
		{"op":"queue_withdrawal","staker":"a","deposit_shares":"499","expect":{"id":0,"withdrawable_now":"499","scaled_shares":"499"}},
		{"op":"slash_to","operator":"o","magnitude":"400000000000000000","expect":{"operator_shares_slashed":"600","queued_shares_slashed":"299"},
			"after":{"operator_shares":{"o":"401"},"withdrawable":{"a":"400"},"max_magnitude":{"o":"400000000000000000"},"allocatable":{"o":"-600000000000000000"},
			"slashable_stake":{"o":{"A":"1002"}},"slashable_queued":{"o":"199"},"burned":{}}},
		{"op":"advance","blocks":11},
		{"op":"complete_withdrawal","id":0,"receive":"tokens","expect":{"amount":"199"}}]}]}`
	r, err := File(context.Background(), "x", []byte(text))
	if err != nil || r.Failed > 0 || r.Passed != 13 {
		t.Errorf("%v, %+v", err, r)
	}
}

// TestStrangeEigenLayerCases: files come from strangers, and what they ask for beyond
// reason is refused or told apart, without a panic.
func TestStrangeEigenLayerCases(t *testing.T) {
	for ops, want := range map[string]string{
		`{"op":"advance","blocks":99999999999999999999}`:                                             "unreadable",
		`{"op":"advance","blocks":-1}`:                                                               "unreadable",
		`{"op":"dance"}`:                                                                             "unreadable",
		`{"op":"deposit","staker":"a","shares":"-5"}`:                                                "unreadable",
		`{"op":"deposit","shares":"5"}`:                                                              "unreadable",
		`{"op":"complete_withdrawal","id":7,"receive":"tokens"}`:                                     "differs",
		`{"op":"queue_withdrawal","staker":"a","deposit_shares":"5"}`:                                "differs",
		`{"op":"slash","operator":"o","set":"s","wad":"0"}`:                                          "differs",
		`{"op":"slash_to","operator":"o","magnitude":"2000000000000000000"}`:                         "differs",
		`{"op":"allocate","operator":"o","set":"s","magnitude":"-1"}`:                                "differs",
		`{"op":"beacon_loss","staker":"a","balance_before":"0","loss":"0"}`:                          "differs",
		`{"op":"undelegate","staker":"a"}`:                                                           "differs",
		`{"op":"deposit","staker":"a","shares":"1","after":{"weather":{"a":"1"}}}`:                   "differs",
		`{"op":"deposit","staker":"a","shares":"1","expect":{"weather":"1"}}`:                        "differs",
		`{"op":"deposit","staker":"a","shares":"99999999999999999999999999999"}`:                     "not representable",
		`{"op":"deposit","staker":"a","shares":"1","after":{"withdrawable":{"a":"1","nobody":"0"}}}`: "agrees",
		`{"op":"deposit","staker":"a","shares":"1","after":{"withdrawable":{}}}`:                     "differs",
		`{"op":"deregister","operator":"o","set":"s","expect_error":"OperatorNotSlashable"}`:         "agrees",
		`{"op":"register","operator":"o","set":"s"},{"op":"register","operator":"o","set":"s"}`:      "differs",
	} {
		r, err := File(context.Background(), "x", []byte(`{"schema":"protocol-vectors/1","protocol":"eigenlayer","cases":[{"params":{"native_eth":true},"ops":[`+ops+`]}]}`))
		got := "unreadable"
		switch {
		case err != nil:
		case len(r.NotRepresentable) > 0:
			got = "not representable"
		case r.Failed > 0:
			got = "differs"
		default:
			got = "agrees"
		}
		if got != want {
			t.Errorf("%s %s: %v, %+v", ops, got, err, r)
		}
	}
}
