package restake

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/restakesim/restakesim/engine/money"
)

const goodElastic = `{"stakes":[53,7],
"services":[{"prize":43,"theta":"2/3"},{"prize":0,"theta":1}],
"alloc":[[53,9],
 [1,0]]}`

func TestElasticNetworkIsRead(t *testing.T) {
	n, e, problems := ParseEitherJSON("f", []byte(goodElastic))
	if n != nil || problems != nil {
		t.Fatal(n, problems)
	}
	want := &Elastic{
		Stakes:   []money.Gwei{53, 7},
		Alloc:    [][]money.Gwei{{53, 9}, {1, 0}},
		Services: []ElasticService{{43, money.Ratio{Num: 2, Den: 3}}, {0, money.Ratio{Num: 1, Den: 1}}},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

// What a file is shows in its text: names mislead.
func TestEitherFormIsRecognised(t *testing.T) {
	files := fstest.MapFS{
		"e.csv": {Data: []byte(goodEdges)}, "s.csv": {Data: []byte(goodServices)}, "n.txt": {Data: []byte("\xef\xbb\xbf \n" + goodJSON)},
		"b.json": {Data: []byte(`{"stakes":[1],"services":[]}`)}, "elastic": {Data: []byte(goodElastic)}, "list": {Data: []byte(`[1]`)},
	}
	for _, c := range []struct {
		edges, services  string
		network, elastic bool
		problem          string
	}{
		{"e.csv", "s.csv", true, false, ""},
		{"n.txt", "", true, false, ""},
		{"b.json", "", true, false, ""},
		{"elastic", "", false, true, ""},
		{"list", "", false, false, "list:1:1: a network is an object"},
		{"e.csv", "", false, false, "e.csv: an edges CSV needs a services CSV"},
		{"n.txt", "s.csv", false, false, "n.txt: a JSON network has its services inside"},
		{"none", "s.csv", false, false, "none: cannot be read"},
		{"e.csv", "none", false, false, "none: cannot be read"},
	} {
		n, e, problems := ReadEither(files, c.edges, c.services)
		if (n != nil) != c.network || (e != nil) != c.elastic || !strings.HasPrefix(problems.Error(), c.problem) || (c.problem == "") != (len(problems) == 0) {
			t.Errorf("%s, %s: network %t, elastic %t, problems %v", c.edges, c.services, n != nil, e != nil, problems)
		}
	}
}

func TestElasticRefusals(t *testing.T) {
	for name, c := range map[string][4]string{
		"more than the stake":  {`[1,0]`, `[8,0]`, "f:4:3", "stake of 7"},
		"row too short":        {`[1,0]`, `[1]`, "f:4:2", "1 allocations"},
		"row too long":         {`[1,0]`, `[1,0,0]`, "f:4:2", "3 allocations"},
		"row missing":          {",\n [1,0]", ``, "f:3:9", "1 rows"},
		"row that is none":     {`[1,0]`, `1`, "f:4:2", "a list belongs"},
		"allocation negative":  {`[1,0]`, `[-1,0]`, "f:4:3", "whole number"},
		"allocation broken":    {`[1,0]`, `[0.5,0]`, "f:4:3", "whole number"},
		"stake a text":         {`[53,7]`, `["53",7]`, "f:1:12", "whole number"},
		"no validators":        {`[53,7]`, `[]`, "f:1:11", "no validators"},
		"prize missing":        {`"prize":43,`, ``, "f:2:13", "prize is missing"},
		"profit for prize":     {`"prize":0,`, `"prize":0,"profit":1,`, "f:2:51", "unknown key"},
		"theta above one":      {`"2/3"`, `"3/2"`, "f:2:33", "share"},
		"theta of zero":        {`"2/3"`, `0`, "f:2:33", "threshold of 0"},
		"service that is none": {`{"prize":0,"theta":1}`, `5`, "f:2:40", "an object belongs"},
		"alloc that is none":   {"[[53,9],\n [1,0]]", `3`, "f:3:9", "a list belongs"},
		"unknown key":          {`{"stakes"`, `{"shock":[],"stakes"`, "f:1:2", "unknown key"},
		"stakes missing":       {`"stakes":[53,7],`, ``, "f:1:1", "stakes is missing"},
		"services missing":     {`"services":[{"prize":43,"theta":"2/3"},{"prize":0,"theta":1}],`, ``, "f:1:1", "services is missing"},
		"stakes overflow":      {`[53,7]`, `[9223372036854775807,7]`, "f", "63 bits"},
		"prizes overflow":      {`"prize":0`, `"prize":9223372036854775807`, "f", "63 bits"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(goodElastic, c[0], c[1], 1)
			if text == goodElastic {
				t.Fatalf("%q does not stand in the text", c[0])
			}
			n, e, problems := ParseEitherJSON("f", []byte(text))
			if e != nil {
				t.Fatalf("read as %+v", e)
			}
			sole(t, n, problems, c[2], c[3])
		})
	}
}

func FuzzEitherJSON(f *testing.F) {
	f.Add([]byte(goodElastic))
	f.Add([]byte(goodJSON))
	f.Add([]byte(`{"stakes":[1,2],"services":[{"profit":3,"alpha":"1/3","members":[0,1]}],"alloc":[[1],[0]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, e, problems := ParseEitherJSON("n.json", text)
		if e == nil {
			if told(t, n, problems) {
				sound(t, n)
			}
			return
		}
		if n != nil || problems != nil {
			t.Fatalf("network %v and problems %v beside an elastic network", n, problems)
		}
		soundElastic(t, e)
		_, again, problems := ParseEitherJSON("n.json", writtenElastic(t, e))
		if problems != nil || !cmp.Equal(e, again) {
			t.Fatalf("written and read back:\n%v\n%s", problems, cmp.Diff(e, again))
		}
	})
}

// soundElastic checks what an Elastic promises.
func soundElastic(t *testing.T, e *Elastic) {
	t.Helper()
	one := money.Ratio{Num: 1, Den: 1}
	for _, s := range e.Services {
		if s.Prize < 0 || s.Theta.Num <= 0 || s.Theta.Cmp(one) > 0 {
			t.Fatalf("service %+v", s)
		}
	}
	if len(e.Alloc) != len(e.Stakes) {
		t.Fatalf("%d rows for %d validators", len(e.Alloc), len(e.Stakes))
	}
	for v, row := range e.Alloc {
		if len(row) != len(e.Services) {
			t.Fatalf("row %d: %d allocations for %d services", v, len(row), len(e.Services))
		}
		for _, w := range row {
			if w < 0 || w > e.Stakes[v] {
				t.Fatalf("row %d: %v of a stake of %d", v, row, e.Stakes[v])
			}
		}
	}
}

// writtenElastic turns an elastic network back into a file.
func writtenElastic(t *testing.T, e *Elastic) []byte {
	t.Helper()
	type service struct {
		Prize money.Gwei `json:"prize"`
		Theta string     `json:"theta"`
	}
	services := make([]service, len(e.Services))
	for i, s := range e.Services {
		services[i] = service{s.Prize, s.Theta.String()}
	}
	alloc := make([][]money.Gwei, len(e.Alloc))
	for v, row := range e.Alloc {
		alloc[v] = append([]money.Gwei{}, row...)
	}
	text, err := json.Marshal(map[string]any{"stakes": e.Stakes, "services": services, "alloc": alloc})
	if err != nil {
		t.Fatal(err)
	}
	return text
}
