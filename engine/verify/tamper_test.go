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
	c, err := ParseCertificate([]byte(example))
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
	c, err := ParseCertificate([]byte(exampleText(t)))
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
	c, err := ParseCertificate([]byte(good))
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
		c, err := ParseCertificate([]byte(text))
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
	} {
		text := strings.Replace(good, x[0], x[1], 1)
		if text == good {
			t.Fatalf("%s does not stand in the text", x[0])
		}
		if c, err := ParseCertificate([]byte(text)); err == nil {
			t.Errorf("%s for %s was read as %+v", x[1], x[0], c)
		}
	}
}

// TestGridCoarserThanTheWeights checks a certificate whose stakes have too many digits
// for exact tables: coverage is rounded up and need down, so values only fall.
func TestGridCoarserThanTheWeights(t *testing.T) {
	const unit = 1 << 41
	stakes := []int64{1<<60 + 1, 1<<60 - 7, 1 << 59}
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
	c.Unit = 1 << 30
	var refused *Refused
	if err := c.Check(); !errors.As(err, &refused) || refused.Field != "unit" {
		t.Errorf("tables of four billion cells: %v", err)
	}
}

func TestKeysOfTheFormat(t *testing.T) {
	c, err := ParseCertificate([]byte(exampleText(t)))
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
