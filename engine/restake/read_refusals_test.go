package restake

import (
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/param"
)

const edgeHead, serviceHead = "operator,service,vault,asset,stake,slashable\n", "service,profit,alpha,slash_fraction\n"

// sole checks that files are refused for one reason, in one place, with a word of it.
func sole(t *testing.T, n *Network, problems param.Problems, at, word string) {
	t.Helper()
	if n != nil || len(problems) != 1 {
		t.Fatalf("network %v, problems:\n%v", n, problems)
	}
	if got := problems[0].Pos.String(); got != at || !strings.Contains(problems[0].Message, word) {
		t.Errorf("at %s: %s; want at %s something of %q", got, problems[0].Message, at, word)
	}
}

// refusedAmounts are what no column of amounts takes, with a word of the message.
func refusedAmounts() map[string]string {
	return map[string]string{"NaN": "finite", "nan": "finite", "Inf": "finite", "-Inf": "finite", "infinity": "finite", "-1": "negative", "-0.5": "negative",
		"9223372036.854775808": "too large", "99999999999999999999999999999999999999999999": "large", "1e30": "exponent", "1e-3": "exponent",
		"0x10": "unit", "1/2": "unit", "50 %": "", "five": "number", "--5": "number", ".5": "number", "5.": "digits", "1.0000000001": "finer", "": "missing", "5 ETH": "unit"}
}

func TestAmountsThatAreNone(t *testing.T) {
	for text, word := range refusedAmounts() {
		cell := `"` + text + `"`
		for column, files := range map[string][3]string{
			"stake":     {edgeHead + "o,s,v,ETH," + cell + ",0\n", serviceHead + "s,1,1,1\n", "e:2:11"},
			"slashable": {edgeHead + "o,s,v,ETH,9,\n", serviceHead + "s,1,1,1\n", "e:2:13"},
			"profit":    {edgeHead + "o,s,v,ETH,9,0\n", serviceHead + "s," + cell + ",1,1\n", "s:2:3"},
		} {
			files[0] = strings.Replace(files[0], "9,\n", "9,"+cell+"\n", 1)
			t.Run(column+" "+text, func(t *testing.T) {
				n, problems := ParseNetworkCSV("e", []byte(files[0]), "s", []byte(files[1]))
				sole(t, n, problems, files[2], word)
			})
		}
	}
}

func TestSharesThatAreNone(t *testing.T) {
	for _, text := range []string{"NaN", "Inf", "-0.1", "1.1", "101 %", "3/2", "1/0", "-1/2", "1e-1", "", "half", "1/3/2", "0.1.2", "1/99999999999999999999"} {
		for _, c := range [][2]string{{"s,1," + text + ",1\n", "s:2:5"}, {"s,1,1," + text + "\n", "s:2:7"}} {
			t.Run(text+" at "+c[1], func(t *testing.T) {
				n, problems := ParseNetworkCSV("e", []byte(edgeHead+"o,s,v,ETH,9,0\n"), "s", []byte(serviceHead+c[0]))
				sole(t, n, problems, c[1], "share")
			})
		}
	}
	n, problems := ParseNetworkCSV("e", []byte(edgeHead+"o,s,v,ETH,9,0\n"), "s", []byte(serviceHead+"s,1,0 %,0\n"))
	sole(t, n, problems, "s:2:5", "threshold")
}

// Each pair of files is wrong in one way; the second ones are right unless they are
// what is wrong.
func TestCSVRefusals(t *testing.T) {
	edges, services := edgeHead+"o,s,v,ETH,9,0\n", serviceHead+"s,1,1,1\n"
	for name, c := range map[string][4]string{
		"dangling service":            {edgeHead + "o,s,v,ETH,9,0\no,S,v,ETH,9,0\n", services, "e:3:3", "no service is called S"},
		"edge twice":                  {edges + "o,s,v,ETH,9,1\n", services, "e:3:1", "earlier row"},
		"service twice":               {edges, services + "s,1,1,1\n", "s:3:1", "twice"},
		"column twice":                {edges, "service,profit,alpha,slash_fraction,alpha\ns,1,1,1,1\n", "s:1:37", "twice"},
		"unknown column":              {"operator,service,vault,asset,stake,slashable,name\n", services, "e:1:46", "not a column"},
		"column missing":              {edges, "service,profit,alpha\ns,1,1\n", "s:1:1", "slash_fraction is missing"},
		"field too many":              {edgeHead + "o,s,v,ETH,9,0,1\n", services, "e:2:1", "7 fields"},
		"field missing":               {edges, serviceHead + "s,1,1\n", "s:2:1", "3 fields"},
		"operator without a name":     {edgeHead + ",s,v,ETH,9,0\n", services, "e:2:1", "name is missing"},
		"vault without a name":        {edgeHead + "o,s,  ,ETH,9,0\n", services, "e:2:7", "name is missing"},
		"asset without a name":        {edgeHead + "o,s,v,,9,0\n", services, "e:2:7", "name is missing"},
		"service without a name":      {edges, services + ",1,1,1\n", "s:3:1", "name is missing"},
		"control character":           {edgeHead + "o\x01,s,v,ETH,9,0\n", services, "e:2:1", "control"},
		"line break in a name":        {edgeHead + "\"o\no\",s,v,ETH,9,0\n", services, "e:2:1", "control"},
		"two assets in a vault":       {edges + "p,s,v,stETH,9,0\n", services, "e:3:7", "holds ETH"},
		"two stakes in a vault":       {edges + "o,t,v,ETH,8,0\n", services + "t,1,1,1\n", "e:3:11", "differs"},
		"more slashable than staked":  {edgeHead + "o,s,v,ETH,9,9.000000001\n", services, "e:2:13", "more can be taken"},
		"stakes overflow":             {edgeHead + "o,s,v,ETH,9223372036,0\np,s,v,ETH,1,0\n", services, "e", "63 bits"},
		"profits overflow":            {edges, serviceHead + "s,9223372036,1,1\nt,1,1,1\n", "e", "63 bits"},
		"edges empty":                 {"", services, "e", "empty"},
		"edges blank":                 {" \r\n\t\n", services, "e", "empty"},
		"a byte order mark and empty": {"\xef\xbb\xbf", services, "e", "empty"},
		"no edges":                    {edgeHead, services, "e", "no edges"},
		"services empty":              {edges, "\n", "s", "empty"},
		"no services":                 {edges, serviceHead, "e:2:3", "no service is called s"},
		"zero byte":                   {edgeHead + "o\x00,s,v,ETH,9,0\n", services, "e:2:2", "not text"},
		"no UTF-8":                    {edges, "service\xff,profit\n", "s:1:8", "not text"},
		"UTF-16":                      {"\xff\xfeo\x00p\x00", services, "e:1:1", "not text"},
		"a picture":                   {edges, "\x89PNG\r\n\x1a\n\x00", "s:1:1", "not text"},
		"quotation not closed":        {edgeHead + "\"o,s,v,ETH,9,0\n", services, "e:2:15", "quote"},
		"quotation in a word":         {edgeHead + "o\"o,s,v,ETH,9,0\n", services, "e:2:2", "quote"},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := ParseNetworkCSV("e", []byte(c[0]), "s", []byte(c[1]))
			sole(t, n, problems, c[2], c[3])
		})
	}
}

func TestJSONAmountsThatAreNone(t *testing.T) {
	services := `{"services":[{"service":"s","profit":1,"alpha":1,"slash_fraction":1}],"edges":[`
	for _, form := range []struct{ text, at, word string }{
		{`NaN`, "f:2:9", "no JSON"}, {`Infinity`, "f:2:9", "no JSON"}, {`"NaN"`, "f:2:9", "finite"}, {`-1`, "f:2:9", "negative"}, {`"-1"`, "f:2:9", "negative"},
		{`9223372036.854775808`, "f:2:9", "too large"}, {`1e30`, "f:2:9", "exponent"}, {`null`, "f:2:9", "null"}, {`[9]`, "f:2:9", "a list"},
		{`{"a":9}`, "f:2:9", "an object"}, {`true`, "f:2:9", "true"}, {`""`, "f:2:9", "missing"}, {`01`, "f:2:10", "no JSON"}, {`"9 ETH"`, "f:2:9", "unit"},
	} {
		t.Run(form.text, func(t *testing.T) {
			text := services + `{"operator":"o","service":"s","vault":"v","asset":"E",` + "\n" + `"stake":` + form.text + `,"slashable":0}]}`
			n, problems := ParseNetworkJSON("f", []byte(text))
			sole(t, n, problems, form.at, form.word)
		})
	}
}

// What stands in names is compared as it is written, in either form.
func TestJSONRefusalsOfRows(t *testing.T) {
	edge, service := `{"operator":"o","service":"s","vault":"v","asset":"E","stake":9,"slashable":0}`, `{"service":"s","profit":1,"alpha":1,"slash_fraction":1}`
	for name, c := range map[string][4]string{
		"dangling service":        {strings.Replace(edge, `"s"`, `"S"`, 1), service, "f:2:27", "no service"},
		"edge twice":              {edge + ",\n" + edge, service, "f:3:13", "earlier row"},
		"service twice":           {edge, service + ",\n" + service, "f:4:12", "twice"},
		"name missing":            {strings.Replace(edge, `"o"`, `""`, 1), service, "f:2:13", "name is missing"},
		"control character":       {strings.Replace(edge, `"o"`, `"\u0007"`, 1), service, "f:2:13", "control"},
		"two assets in a vault":   {edge + ",\n" + strings.NewReplacer(`"E"`, `"F"`, `"o"`, `"p"`).Replace(edge), service, "f:3:51", "holds E"},
		"stakes overflow":         {strings.Replace(edge, "9", "9223372036", 1) + "," + strings.Replace(edge, `"o"`, `"p"`, 1), service, "f", "63 bits"},
		"threshold of 0":          {edge, strings.Replace(service, `"alpha":1`, `"alpha":0`, 1), "f:3:47", "threshold"},
		"threshold above 1":       {edge, strings.Replace(service, `"alpha":1`, `"alpha":"4/3"`, 1), "f:3:47", "share"},
		"slash fraction negative": {edge, strings.Replace(service, `"slash_fraction":1`, `"slash_fraction":-1`, 1), "f:3:66", "share"},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := ParseNetworkJSON("f", []byte("{\"edges\":[\n"+c[0]+"],\n\"services\":["+c[1]+"]}"))
			sole(t, n, problems, c[2], c[3])
		})
	}
	n, problems := ParseNetworkJSON("f", []byte(`{"stakes":[],"services":[]}`))
	sole(t, n, problems, "f:1:11", "no validators")
	n, problems = ParseNetworkJSON("f", []byte("{\"stakes\":[1],\"services\":[{\"profit\":1,\"alpha\":1,\"members\":[\"\xff\"]}]}"))
	sole(t, n, problems, "f:1:61", "not text")
}
