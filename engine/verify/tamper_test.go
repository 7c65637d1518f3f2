package verify

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// example is three equal validators behind two services that pay together: theory's
// first worked example, with stake shared half and half.
const example = `{
"format": "restakesim-certificate/1",
"network": {"services":[{"alpha":"2/3","members":[0,1,2],"profit":12},{"alpha":"2/3","members":[0,1,2],"profit":12}],"stakes":[10,10,10]},
"network_sha256": "HASH",
"unit": 10,
"shares": [[524288,524288,524288],[524288,524288,524288]],
"service_values": [10,10],
"bound": 4,
"gamma_lower": "-1/6",
"witness": {"services":[0,1],"validators":[0,1],"profit":24,"cost":20}
}
`

func exampleText(t *testing.T) string {
	t.Helper()
	c, err := ParseCertificate("proof.json", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := c.Network.Hash()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(example, "HASH", sum, 1)
}

// TestHashIsThatOfAnyOtherTool pins the canonical text: the sum was computed with
// python3 -c 'json.dumps(network, sort_keys=True, separators=(",", ":"))' and sha256sum.
func TestHashIsThatOfAnyOtherTool(t *testing.T) {
	const want = "78c5a129d5dda586bc91c681ad01e44d0aa8639f737eede0e01e4262fb008c79"
	c, err := ParseCertificate("proof.json", []byte(exampleText(t)))
	if err != nil {
		t.Fatal(err)
	}
	if c.NetworkSHA256 != want {
		t.Errorf("the network hashes to %s, want %s", c.NetworkSHA256, want)
	}
}

// TestTamperedCertificatesAreRefused changes one thing at a time and wants the field
// named.
func TestTamperedCertificatesAreRefused(t *testing.T) {
	good := exampleText(t)
	c, err := ParseCertificate("proof.json", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ old, new, field string }{
		{"certificate/1", "certificate/2", "format"},
		{`"profit":12}]`, `"profit":13}]`, "network_sha256"},
		{`"stakes":[10`, `"stakes":[20`, "network_sha256"},
		{`"alpha":"2/3"`, `"alpha":"1/3"`, "network_sha256"},
		{`"members":[0,1,2]`, `"members":[0,1,1]`, "network"},
		{`"members":[0,1,2]`, `"members":[0,1,3]`, "network"},
		{`"alpha":"2/3"`, `"alpha":"4/3"`, "network"},
		{`"alpha":"2/3"`, `"alpha":"2/3","slash_fraction":"3/2"`, "network"},
		{`"alpha":"2/3"`, `"alpha":"2/3","slashable":[1,1]`, "network"},
		{`"alpha":"2/3"`, `"alpha":"2/3","slashable":[11,1,1]`, "network"},
		{`"stakes":[10`, `"stakes":[-10`, "network"},
		{`"stakes":[10`, `"stakes":[4611686018427387904`, "network"},
		{`"profit":12}]`, `"profit":4611686018427387904}]`, "network"},
		{`"stakes"`, `"bond":"-1/2","stakes"`, "network"},
		{`"stakes"`, `"bond":"1/1","stakes"`, "network"},
		{`"stakes"`, `"decimals":-1,"stakes"`, "network"},
		{`"stakes":[10,10,10]`, `"stakes":[10,10,10],"validators":["a"]`, "network"},
		{`"unit": 10`, `"unit": 5`, "unit"},
		{`"unit": 10`, `"unit": 0`, "unit"},
		{`"unit": 10`, `"unit": 1000000`, "unit"},
		{`[[524288`, `[[524289`, "shares"},
		{`[[524288`, `[[524287`, "shares"},
		{`[[524288`, `[[4294967295`, "shares"},
		{`[[524288,524288,524288]`, `[[524288,524288]`, "shares"},
		{`,[524288,524288,524288]]`, `]`, "shares"},
		{`[[524288,524288,524288],[524288`, `[[0,524288,524288],[1048576`, "service_values"},
		{`[10,10]`, `[10,9]`, "service_values"},
		{`[10,10]`, `[11,10]`, "service_values"},
		{`[10,10]`, `[10,null]`, "service_values"},
		{`[10,10]`, `[10]`, "service_values"},
		{`"bound": 4`, `"bound": 3`, "bound"},
		{`"bound": 4`, `"bound": 5`, "bound"},
		{`"-1/6"`, `"-1/7"`, "gamma_lower"},
		{`"-1/6"`, `null`, "gamma_lower"},
		{`"cost":20`, `"cost":19`, "witness"},
		{`"profit":24`, `"profit":25`, "witness"},
		{`"validators":[0,1]`, `"validators":[0]`, "witness"},
		{`"validators":[0,1]`, `"validators":[0,0]`, "witness"},
		{`"validators":[0,1]`, `"validators":[0,9]`, "witness"},
		{`"validators":[0,1]`, `"validators":[0,1,2]`, "witness"},
		{`{"services":[0,1],"validators":[0,1],"profit":24,"cost":20}`, `{"services":[],"validators":[],"profit":0,"cost":0}`, "witness"},
	} {
		text := strings.Replace(good, x.old, x.new, 1)
		if text == good {
			t.Fatalf("%s does not stand in the text", x.old)
		}
		c, err := ParseCertificate("proof.json", []byte(text))
		if err != nil {
			t.Errorf("%s for %s: %v", x.new, x.old, err)
			continue
		}
		var refused *Refused
		if err := c.Check(); !errors.As(err, &refused) || refused.Field != x.field {
			t.Errorf("%s for %s: %v, want a refusal of %s", x.new, x.old, err, x.field)
		}
	}
}

// TestTextsThatAreNoCertificates wants one notation for each number, and no key that
// a reader might take for a claim.
func TestTextsThatAreNoCertificates(t *testing.T) {
	good := exampleText(t)
	for _, x := range [][2]string{
		{`"bound": 4`, `"bound": 4.0`}, {`"bound": 4`, `"bound": "4"`}, {`"bound": 4`, `"bound": "8/2"`}, {`"bound": 4`, `"bound": 4e0`}, {`"bound": 4`, `"bound": null1`},
		{`"-1/6"`, `"-2/12"`}, {`"-1/6"`, `"1/0"`}, {`"-1/6"`, `"0x1/6"`}, {`"-1/6"`, `-1`}, {`"-1/6"`, `"1e9/1"`},
		{`"unit"`, `"secure": true, "unit"`}, {`"unit": 10`, `"unit": 1e1`}, {`[[524288`, `[[-1`}, {"\n}\n", "\n}\n{}"}, {"\n}\n", ""},
		{`"bound": 4`, `"bound": 4, "bound": 3`}, {`"bound": 4`, `"Bound": 4`}, {`"cost":20`, `"cost":19,"Cost":20`}, {`"stakes"`, `"Stakes"`}, {`"stakes"`, `"bond":null,"stakes"`},
		{`"profit":12}]`, `"profit":12,"profit":13}]`}, {"\"gamma_lower\": \"-1/6\",\n", ""}, {"\"bound\": 4,\n", ""}, {`"unit": 10`, `"unit": null`}, {`"profit":24`, `"profit":null`},
		{`"unit": 10`, "\"unit\": \xff"},
	} {
		text := strings.Replace(good, x[0], x[1], 1)
		if text == good {
			t.Fatalf("%s does not stand in the text", x[0])
		}
		if c, err := ParseCertificate("proof.json", []byte(text)); err == nil {
			t.Errorf("%s for %s was read as %+v", x[1], x[0], c)
		}
	}
}

// TestPlacesOfProblems wants the line and column of what cannot be read.
func TestPlacesOfProblems(t *testing.T) {
	good := exampleText(t)
	for _, x := range [][3]string{
		{`"unit": 10`, `"unit": ten`, "p:5:10: no JSON: invalid character 'e' in literal true (expecting 'r')"},
		{`"unit": 10`, `"unit": 1.5`, "p:5:11: unit: a number 1.5 cannot stand here"},
		{`"unit": 10`, `"unit": [10]`, "p:5:9: unit: an array cannot stand here"},
		{`"unit": 10`, `"unite": 10`, "p:5:10: unite: unknown key"},
		{`[[524288`, `[["a"`, "p:6:15: shares: a string cannot stand here"},
		{`"bound": 4`, `"bound": "8/2"`, `p:8:10: bound: "8/2" is neither an integer nor a fraction in lowest terms`},
		{`"bound": 4`, `"bound": 4, "bound": 3`, "p:8:22: bound: the key stands twice"},
		{`"stakes":[10`, `"name":"é","stakes":[10`, `p:3:12: network: unknown field "name"`},
		{"\n}\n", "\n", "p:10:71: no JSON: unexpected end of JSON input"},
		{"\"bound\": 4,\n", "", "p:1:1: bound: the key is missing"},
		{`"profit":24,`, "", "p:10:12: witness.profit: the key is missing"},
		{`"profit":24`, `"profit":24,"Cost":20`, "p:10:68: witness.Cost: what says nothing here is left out; keys are in small letters"},
		{`"members":[0,1,2],`, `"members":[0,1,null],`, "p:3:50: network.services.0.members: [0,1,null] cannot stand here"},
		{`"members":[0,1,2],`, `"members":[0,1,2],"slash_fraction":null,`, "p:3:75: network.services.0.slash_fraction: what says nothing here is left out; keys are in small letters"},
		{`"unit": 10`, "\"unit\": \"\xff\"", "p:5:10: the file is not text in UTF-8"},
		{good, " \n", "p: the file is empty"},
		{good, `{"format": "restaking-vectors/1", "cases": []}`, "p:1:44: cases: a list of cases belongs here"},
		{good, "{\"format\": \"restaking-vectors/1\",\n\"cases\": [{\"id\": \"ä\", \"network\":\n {\"stakes\": [3, -4], \"services\": []}}]}", "p:3:17: cases.0.network.stakes.1: a whole number from 0 to 9223372036854775807 belongs here"},
		{good, "{\"format\": \"restaking-vectors/1\",\n\"cases\": [{\"id\": 7}]}", "p:2:18: cases.0.id: a number cannot stand here"},
		{good, "{\"format\": \"restaking-vectors/1\",\n\"cases\": [\n{\"id\": \"x\", \"network\": {\"stakes\": [1], \"services\": []}, \"expected\": {\"secure\": 3}}]}", "p:3:1: cases.0: x: secure: a number cannot stand here"},
	} {
		_, err := File(t.Context(), "p", []byte(strings.Replace(good, x[0], x[1], 1)))
		if err == nil || err.Error() != x[2] {
			t.Errorf("%s for %.20s: %v, want %s", x[1], x[0], err, x[2])
		}
	}
	for _, text := range []string{"[]", "{}", `{"format": 3}`, `{"format": "weather/1"}`} {
		var unknown *Unknown
		if _, err := File(t.Context(), "p", []byte(text)); !errors.As(err, &unknown) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if r, err := File(t.Context(), "p", []byte("\ufeff"+good)); err != nil || r.Failed > 0 {
		t.Errorf("a byte order mark is %+v, %v", r, err)
	}
}

// TestGammaIsNotRoundedUp: what a statement says of γ is proven.
func TestGammaIsNotRoundedUp(t *testing.T) {
	for want, x := range map[string]*big.Rat{"0.055555": big.NewRat(1, 18), "-0.166667": big.NewRat(-1, 6), "-0.72": big.NewRat(-18, 25), "0": new(big.Rat), "120": big.NewRat(120, 1)} {
		if got := NewFraction(x).floor(); got != want {
			t.Errorf("%v is %s, want %s", x, got, want)
		}
	}
}

// TestGridCoarserThanTheWeights checks a certificate whose stakes have too many digits
// for exact tables: coverage is rounded up and need down, so values only fall.
func TestGridCoarserThanTheWeights(t *testing.T) {
	stakes := []int64{1<<60 + 1, 1<<60 - 7, 1 << 59}
	const unit = (1<<61+1<<59-6)*2/3>>20 + 1 // the need over 2^20, rounded up
	c := &Certificate{Format: CertificateFormat, Unit: unit, Shares: [][]uint32{{Scale, Scale, Scale}},
		Network: CertifiedNetwork{Stakes: stakes, Services: []CertifiedService{{Alpha: *NewFraction(big.NewRat(2, 3)), Members: []int32{0, 1, 2}, Profit: 5}}}}
	c.NetworkSHA256, _ = c.Network.Hash()
	cost := stakes[0] + stakes[1] // the two large ones: two of them and the small one do not reach two thirds
	cheapest := stakes[1] + stakes[2]
	if need := big.NewInt(0).Div(big.NewInt(0).Mul(big.NewInt(2), big.NewInt(cost+stakes[2])), big.NewInt(3)).Int64(); cheapest > need {
		t.Fatal("the example is another one")
	}
	c.ServiceValues = []*Amount{amount(cost, 1)}
	c.Bound, c.GammaLower = *amount(0, 1), NewFraction(big.NewRat(cost-5, 5))
	c.Witness = Witness{[]int32{0}, []int32{0, 1}, *amount(5, 1), *amount(cost, 1)}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	for _, other := range []int64{1 << 30, unit - 1, unit + 1, 1 << 41} {
		c.Unit = other
		var refused *Refused
		if err := c.Check(); !errors.As(err, &refused) || refused.Field != "unit" {
			t.Errorf("in units of %d: %v", other, err)
		}
	}
}

func TestKeysOfTheFormat(t *testing.T) {
	c, err := ParseCertificate("proof.json", []byte(exampleText(t)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	d := json.NewDecoder(strings.NewReader(string(text)))
	for depth := 0; d.More() || depth > 0; {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch x := token.(type) {
		case json.Delim:
			if x == '{' || x == '[' {
				depth++
			} else {
				depth--
			}
		case string:
			if depth == 1 && !strings.Contains(x, "/") && len(x) < 64 {
				keys = append(keys, x)
			}
		}
	}
	want := []string{"format", "network", "network_sha256", "unit", "shares", "service_values", "bound", "gamma_lower", "witness"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}
