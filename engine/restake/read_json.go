package restake

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// jsonEdge and jsonService are the elements of a JSON network, with numbers as they
// are written.
type jsonEdge struct {
	Operator, Service, Vault, Asset string
	Stake, Slashable                json.Number
}

type jsonService struct {
	Service       string
	Profit        json.Number
	Alpha         string
	SlashFraction string `json:"slash_fraction"`
	Members       []int32
}

// ParseNetworkJSON reads {"edges":[…],"services":[…]} with the fields of the CSV
// columns, or the bare form {"stakes":[…],"services":[{"profit","alpha","members"}]},
// in which validators and services are numbered and amounts count units.
func ParseNetworkJSON(file string, text []byte) (*Network, param.Problems) {
	a := assembly{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var bare struct {
		Stakes   []json.Number
		Services []jsonService
		Edges    json.RawMessage
	}
	if err := d.Decode(&bare); err != nil {
		a.refuse(posOf(file, text, d.InputOffset()), "no JSON network: "+err.Error(), `write {"edges":[…],"services":[…]}`)
		return nil, a.problems
	}
	if bare.Stakes != nil {
		return a.bare(file, bare.Stakes, bare.Services)
	}
	a.elements(file, text)
	return a.network()
}

// elements walks over the file again, so that every element has its place.
func (a *assembly) elements(file string, text []byte) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			return
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		case "edges":
			a.list(d, file, text, func(at param.Pos, raw json.RawMessage) error {
				var e jsonEdge
				err := strict(raw, &e)
				a.rows = append(a.rows, row{at, e.Operator, e.Service, e.Vault, e.Asset, e.Stake.String(), e.Slashable.String()})
				return err
			})
		case "services":
			a.list(d, file, text, func(at param.Pos, raw json.RawMessage) error {
				var s jsonService
				err := strict(raw, &s)
				a.offers = append(a.offers, offer{at, s.Service, s.Profit.String(), s.Alpha, s.SlashFraction})
				return err
			})
		}
	}
}

// strict decodes an element and refuses keys that it does not know.
func strict(raw json.RawMessage, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	d.UseNumber()
	return d.Decode(into)
}

// list reads the list that follows a key, element by element.
func (a *assembly) list(d *json.Decoder, file string, text []byte, take func(param.Pos, json.RawMessage) error) {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		a.refuse(posOf(file, text, d.InputOffset()), "a list belongs here", "")
		return
	}
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			a.refuse(posOf(file, text, d.InputOffset()), err.Error(), "")
			return
		}
		at := posOf(file, text, d.InputOffset()-int64(len(raw)))
		if err := take(at, raw); err != nil {
			a.refuse(at, err.Error(), "")
		}
	}
	_, _ = d.Token() // the closing bracket, which More has seen
}

// posOf turns a byte offset into a line and a column.
func posOf(file string, text []byte, offset int64) param.Pos {
	before := text[:min(max(offset, 0), int64(len(text)))]
	line := bytes.Count(before, []byte("\n"))
	return param.Pos{File: file, Line: line + 1, Col: len(before) - bytes.LastIndexByte(before, '\n')}
}

// bare builds the network of numbered validators and services.
func (a *assembly) bare(file string, stakes []json.Number, services []jsonService) (*Network, param.Problems) {
	n := &Network{Unit: 1}
	at := param.Pos{File: file, Line: 1, Col: 1}
	for i, s := range stakes {
		v, err := s.Int64()
		if err != nil || v < 0 {
			a.refuse(at, fmt.Sprintf("stake %d is no whole number from 0 on: %s", i, s), "")
		}
		name := fmt.Sprint(i)
		n.Operators = append(n.Operators, NetworkOperator{name, money.Ratio{Num: 1, Den: 1}})
		n.Vaults = append(n.Vaults, NetworkVault{name, "ETH"})
		n.Nodes = append(n.Nodes, NetworkNode{int32(i), int32(i), money.Gwei(v)})
	}
	for k, s := range services {
		profit, err := s.Profit.Int64()
		if err != nil || profit < 0 {
			a.refuse(at, fmt.Sprintf("profit of service %d is no whole number from 0 on: %s", k, s.Profit), "")
		}
		alpha := a.fraction(at, "alpha", s.Alpha)
		n.Services = append(n.Services, NetworkService{fmt.Sprint(k), money.Gwei(profit), alpha, money.Ratio{Num: 1, Den: 1}})
		for _, m := range s.Members {
			if int(m) >= len(stakes) || m < 0 {
				a.refuse(at, fmt.Sprintf("service %d has a member %d that does not exist", k, m), "")
				continue
			}
			n.Edges = append(n.Edges, NetworkEdge{m, int32(k), n.Nodes[m].Stake})
		}
	}
	if len(a.problems) > 0 {
		return nil, a.problems
	}
	sortEdges(n)
	return n, nil
}
