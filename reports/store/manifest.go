package store

import (
	"runtime"
	"time"

	"github.com/restakesim/restakesim/engine/result"
)

// ManifestSchema names the version of manifest.json.
const ManifestSchema = "restakesim-manifest/1"

// Manifest is manifest.json: how a run came about. It is the only file of a run
// that may differ between two runs of the same inputs.
type Manifest struct {
	Schema   string         `json:"schema"`
	Scenario string         `json:"scenario"` // the resolved scenario's text
	Inputs   []result.Input `json:"inputs"`   // every file read, by the hash of its content
	Version  string         `json:"version"`
	Seed     uint64         `json:"seed"`
	Started  time.Time      `json:"started"`
	Finished time.Time      `json:"finished"`
	WallS    float64        `json:"wall_s"`
	Phases   []Phase        `json:"phases"` // in the order they ran
	Host     Host           `json:"host"`
	Workers  int            `json:"workers"`
	Checks   Checks         `json:"checks"`
	Warnings []string       `json:"warnings"`
}

// Phase is a part of the wall time.
type Phase struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// Host is the machine that a run was made on.
type Host struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
	Go   string `json:"go"`
}

// ThisHost describes the machine that the program runs on.
func ThisHost() Host {
	return Host{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version()}
}

// Checks counts the ledger's checks over all replications.
type Checks struct {
	Posts      int64                `json:"posts"`      // transfers checked leg by leg
	Full       int64                `json:"full"`       // full recounts
	Violations int64                `json:"violations"` // recounts that failed
	Assertions map[string]Assertion `json:"assertions"` // by identifier, such as A-1
}

// Assertion counts how often a claim of the model applied and failed.
type Assertion struct {
	Applicable int64 `json:"applicable"`
	Violated   int64 `json:"violated"`
}
