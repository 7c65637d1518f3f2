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
	if path.Ext(edges) != ".json" {
		return readCSV(fsys, edges, text, services, problems)
	}
	if services != "" {
		problems = append(problems, servicesInside(edges, services)...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return ParseNetworkJSON(edges, text)
}

func servicesInside(edges, services string) param.Problems {
	return param.Problems{{Pos: param.Pos{File: edges}, Message: "a JSON network has its services inside", Hint: "leave out " + services}}
}

// readCSV reads the services that belong to a table of edges, given the problems with
// the latter.
func readCSV(fsys fs.FS, edges string, text []byte, services string, problems param.Problems) (*Network, param.Problems) {
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
