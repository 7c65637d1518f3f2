package restake

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"path"

	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/param"
)

// ReadEither reads what ReadNetwork reads, or an elastic network, which only JSON can
// hold: {"stakes":[…],"services":[{"prize","theta"}],"alloc":[[…],…]}. What a file is
// shows in its text, not in its name: JSON begins with a brace. Exactly one of the
// first two results is set, or there are problems.
//
// Networks in JSON that are not elastic may also have joint profits,
// "joint":[{"services":[…],"profit":…}], their services by number in the bare form and
// else by name. ReadNetwork refuses them, because a simulation knows nothing of them.
func ReadEither(fsys fs.FS, edges, services string) (*Network, *Elastic, param.Problems) {
	text, problems := load(fsys, edges)
	if len(problems) > 0 {
		return nil, nil, problems
	}
	if _, problems := plain(edges, text); len(problems) > 0 {
		return nil, nil, problems
	}
	if !looksLikeJSON(text) && (services != "" || path.Ext(edges) != ".json") {
		n, problems := readCSV(fsys, edges, text, services, nil)
		return n, nil, problems
	}
	if services != "" {
		return nil, nil, servicesInside(edges, services)
	}
	return ParseEitherJSON(edges, text)
}

// looksLikeJSON says whether a text begins as a JSON object or list does.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte(byteOrderMark)))
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// ParseEitherJSON reads the forms of ParseNetworkJSON, and the elastic one, which is
// recognised by its key alloc.
func ParseEitherJSON(file string, text []byte) (*Network, *Elastic, param.Problems) {
	a := assembly{files: []string{file}}
	root, problems := a.root(text)
	switch {
	case problems != nil:
		return nil, nil, problems
	case root.get("alloc") != nil:
		e, problems := a.elastic(root)
		return nil, e, problems
	}
	a.joints = root
	n, problems := a.fromJSON(root)
	return n, nil, problems
}

// elastic builds the network of numbered validators with allocations.
func (a *assembly) elastic(root *jsonValue) (*Elastic, param.Problems) {
	a.known(root, "stakes", "services", "alloc", "joint")
	if j := root.get("joint"); j != nil {
		a.refuse(j.cell, "elastic networks have no joint profits", "leave out joint")
	}
	e := &Elastic{}
	stakes := a.list(root, "stakes")
	if len(stakes) == 0 && len(a.problems) == 0 {
		a.refuse(root.get("stakes").cell, "the network has no validators", "")
	}
	for _, v := range stakes {
		stake, ok := a.natural(v)
		if !ok {
			stake = math.MaxInt64 // refused already: its row is not to blame
		}
		e.Stakes = append(e.Stakes, money.Gwei(stake))
	}
	for _, v := range a.list(root, "services") {
		e.Services = append(e.Services, a.elasticService(v))
	}
	rows := a.list(root, "alloc")
	if len(rows) != len(stakes) && len(a.problems) == 0 {
		a.refuse(root.get("alloc").cell, fmt.Sprintf("%d rows stand where there are %d validators", len(rows), len(stakes)), "one row per validator, one number per service")
	}
	for i, row := range rows {
		e.Alloc = append(e.Alloc, a.allocations(e, i, row))
	}
	if len(a.problems) == 0 {
		a.elasticTotals(e)
	}
	if len(a.problems) > 0 {
		return nil, a.sorted()
	}
	return e, nil
}

// elasticService reads {"prize", "theta"}.
func (a *assembly) elasticService(v *jsonValue) (s ElasticService) {
	if v.kind != jsonObject {
		a.refuse(v.cell, "an object belongs here", "with the keys prize,theta")
		return s
	}
	a.known(v, "prize", "theta")
	if p := v.get("prize"); p != nil {
		prize, _ := a.natural(p)
		s.Prize = money.Gwei(prize)
	} else {
		a.refuse(v.cell, "the key prize is missing", "")
	}
	s.Theta = a.alpha(a.scalar(v, "theta"))
	return s
}

// allocations reads the row of validator i.
func (a *assembly) allocations(e *Elastic, i int, row *jsonValue) (out []money.Gwei) {
	switch {
	case row.kind != jsonList:
		a.refuse(row.cell, "a list belongs here", "one number per service")
	case len(row.items) != len(e.Services) && !a.cut:
		a.refuse(row.cell, fmt.Sprintf("%d allocations stand where there are %d services", len(row.items), len(e.Services)), "write 0 where the validator serves none")
	}
	for _, v := range row.items {
		w, ok := a.natural(v)
		if ok && i < len(e.Stakes) && money.Gwei(w) > e.Stakes[i] {
			a.refuse(v.cell, fmt.Sprintf("more is allocated than the validator's stake of %d", int64(e.Stakes[i])), "")
		}
		out = append(out, money.Gwei(w))
	}
	return out
}

// elasticTotals refuses stakes or prizes that do not add up within 63 bits.
func (a *assembly) elasticTotals(e *Elastic) {
	n := Network{}
	for _, stake := range e.Stakes {
		n.Nodes = append(n.Nodes, NetworkNode{Stake: stake})
	}
	for _, s := range e.Services {
		n.Services = append(n.Services, NetworkService{Profit: s.Prize})
	}
	a.totals(&n)
}
