package main

import (
	"fmt"
	"runtime"
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
func manifest(p *scenarios.Plan, ran result.Checks, s *result.Summary, clock *stopwatch, workers int) *store.Manifest {
	return &store.Manifest{
		Schema: store.ManifestSchema, Scenario: string(p.Resolved()), Inputs: p.RawInputs(), Version: scenarios.Version, Seed: p.Seed,
		Started: clock.started.UTC(), Finished: time.Now().UTC(), WallS: time.Since(clock.started).Seconds(), Phases: clock.laps, Host: host(),
		Workers: workers, Checks: checks(&ran), Warnings: s.Warnings,
	}
}

// host says what machine a manifest was written on, as far as it matters.
func host() store.Host {
	return store.Host{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version()}
}

// checks writes down what the replications have verified of themselves.
func checks(c *result.Checks) store.Checks {
	out := store.Checks{Posts: c.Posts, Full: c.Full, Assertions: map[string]store.Assertion{}}
	for i, a := range c.Assertions {
		out.Assertions[fmt.Sprintf("A-%d", i+1)] = store.Assertion{Applicable: a.Applicable, Violated: a.Violated}
	}
	for _, i := range c.Broken() {
		out.Violations += c.Assertions[i].Violated
	}
	return out
}
