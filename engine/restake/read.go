package restake

import (
	"io/fs"
	"path"

	"github.com/restakesim/restakesim/engine/param"
)

// ReadNetwork reads a network from files: edges and services as CSV, or both in one
// .json file, for which services is empty. All problems come back at once, each with
// the place where it stands; the network is nil when there is any.
//
// Edges have the columns operator, service, vault, asset, stake, slashable; services
// have service, profit, alpha, slash_fraction. Stake is the operator's part of the
// vault and slashable what the service can take of it, both in whole units of the
// asset; profit is in ETH; alpha and slash_fraction are written 1/3, 0.25 or 25 %.
func ReadNetwork(fsys fs.FS, edges, services string) (*Network, param.Problems) {
	text, problems := load(fsys, edges)
	if path.Ext(edges) == ".json" {
		if services != "" {
			problems = append(problems, param.Problem{Pos: param.Pos{File: edges}, Message: "a JSON network has its services inside", Hint: "leave out " + services})
		}
		if len(problems) > 0 {
			return nil, problems
		}
		return ParseNetworkJSON(edges, text)
	}
	if services == "" {
		return nil, append(problems, param.Problem{Pos: param.Pos{File: edges}, Message: "an edges CSV needs a services CSV beside it", Hint: "its first line is " + header(serviceColumns())})
	}
	other, more := load(fsys, services)
	if problems = append(problems, more...); len(problems) > 0 {
		return nil, problems
	}
	return ParseNetworkCSV(edges, text, services, other)
}

// load reads a file whole.
func load(fsys fs.FS, name string) ([]byte, param.Problems) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, param.Problems{{Pos: param.Pos{File: name}, Message: "cannot be read: " + err.Error()}}
	}
	return text, nil
}
