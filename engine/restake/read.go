package restake

import (
	"io/fs"
	"path"

	"github.com/restakesim/restakesim/engine/param"
)

// ReadNetwork reads a network from files: edges and services as CSV, or both in one
// JSON file, for which services is empty. All problems come back at once.
//
// Edges have the columns operator, service, vault, asset, stake, slashable; services
// have service, profit, alpha, slash_fraction. Stake is the operator's part of the
// vault and slashable what the service can take of it, both in whole units of the
// asset; profit is in ETH; alpha and slash_fraction are fractions as 1/3, 0.25 or 25 %.
func ReadNetwork(fsys fs.FS, edges, services string) (*Network, param.Problems) {
	text, err := fs.ReadFile(fsys, edges)
	if err != nil {
		return nil, unreadable(edges, err)
	}
	if path.Ext(edges) == ".json" {
		if services != "" {
			return nil, param.Problems{{Pos: param.Pos{File: edges}, Message: "a JSON network has its services inside", Hint: "leave services out"}}
		}
		return ParseNetworkJSON(edges, text)
	}
	if services == "" {
		return nil, param.Problems{{Pos: param.Pos{File: edges}, Message: "an edges CSV needs a services CSV beside it", Hint: "name one under services"}}
	}
	other, err := fs.ReadFile(fsys, services)
	if err != nil {
		return nil, unreadable(services, err)
	}
	return ParseNetworkCSV(edges, text, services, other)
}

func unreadable(name string, err error) param.Problems {
	return param.Problems{{Pos: param.Pos{File: name}, Message: "cannot be read: " + err.Error()}}
}

// row is an edge as it is written.
type row struct {
	at                                                param.Pos
	operator, service, vault, asset, stake, slashable string
}

// offer is a service as it is written.
type offer struct {
	at                                    param.Pos
	service, profit, alpha, slashFraction string
}
