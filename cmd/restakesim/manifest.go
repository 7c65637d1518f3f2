package main

import (
	"time"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// stopwatch times the phases of a run for the manifest, the only file with wall
// times in it.
type stopwatch struct {
	started time.Time
	laps    []store.Phase
	last    time.Duration
}

func (s *stopwatch) lap(name string) {
	now := time.Since(s.started)
	s.laps = append(s.laps, store.Phase{Name: name, Seconds: (now - s.last).Seconds()})
	s.last = now
}

// manifest says where, when and how a run was made.
func manifest(p *scenarios.Plan, o *scenarios.Outcome, s *result.Summary, clock *stopwatch, workers int) *store.Manifest {
	return &store.Manifest{
		Schema: store.ManifestSchema, Scenario: string(p.Resolved()), Inputs: p.RawInputs(), Version: scenarios.Version, Seed: p.Seed,
		Started: clock.started.UTC(), Finished: time.Now().UTC(), WallS: time.Since(clock.started).Seconds(), Phases: clock.laps, Host: host(),
		Workers: workers, Checks: store.Checks{Posts: o.Checks.Posts, Full: o.Checks.Full, Assertions: map[string]store.Assertion{}}, Warnings: s.Warnings,
	}
}
