package verify

import (
	"context"
	"errors"
	"fmt"
)

// unrepresentable is why a case cannot be replayed in the units of the simulator.
type unrepresentable struct{ reason string }

func (u *unrepresentable) Error() string { return "not representable: " + u.reason }

// replayer replays one case. It returns an unrepresentable, or an error that makes the
// file unreadable; what differs is noted by check.
type replayer func(p replay, c object) error

// each replays all cases of a file: its operations count only once the case is known to
// be representable, and what it reads wrongly is refused at its place.
func (r *Report) each(ctx context.Context, s *source, one replayer) error {
	list, stands := find(entries(s.text, 0), "cases")
	cases := entries(list.value, list.at)
	if !stands || !is(list.value, '[') || len(cases) == 0 {
		return s.refuse(list.at, "cases", "a list of cases belongs here", "")
	}
	for i, e := range cases {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		path := fmt.Sprintf("cases.%d", i)
		c, apart := newObject(e.value), &Report{}
		id := c.text("id")
		if id == "" {
			id = path
		}
		err := one(replay{apart, id}, c)
		if *c.first != nil {
			err = *c.first
		}
		r.Cases++
		if lacks := (*unrepresentable)(nil); errors.As(err, &lacks) {
			r.NotRepresentable = append(r.NotRepresentable, Omission{id, lacks.reason})
			continue
		}
		if err != nil {
			return s.refuse(e.at, path, id+": "+err.Error(), "")
		}
		r.Operations += apart.Operations
		r.Passed += apart.Passed
		r.Failed += apart.Failed
		r.Differences = append(r.Differences, apart.Differences...)
	}
	return nil
}
