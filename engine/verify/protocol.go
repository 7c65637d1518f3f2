package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/restakesim/restakesim/engine/param"
)

const protocolFormat = "protocol-vectors/1"

// protocols are the files of protocol vectors, by what they say they are about.
var protocols = map[string]replayer{
	"pendle":        pendleSwap,
	"ethereum":      ethereum,
	"karak":         karak,
	"symbiotic":     symbiotic,
	"liquid tokens": liquidTokens,
	"eigenlayer":    eigenlayer,
}

// protocol replays protocol vectors.
func (r *Report) protocol(ctx context.Context, s *source) error {
	e, stands := find(entries(s.text, 0), "protocol")
	var name string
	if !stands || json.Unmarshal(e.value, &name) != nil {
		return s.refuse(e.at, "protocol", "the name of a protocol belongs here", "")
	}
	one := protocols[name]
	if one == nil {
		names := strings.Join(slices.Sorted(maps.Keys(protocols)), ", ")
		return &Unknown{param.Problem{Pos: s.at(e.at), Path: "protocol", Message: fmt.Sprintf("%q is not known", name), Hint: "verify replays " + names}}
	}
	return r.each(ctx, s, one)
}
