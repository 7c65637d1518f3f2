package result

import "github.com/restakesim/restakesim/engine/stats"

// ContextSchema names the version of context.json.
const ContextSchema = "restakesim-context/1"

// Context is context.json: what a report has to say besides the numbers.
type Context struct {
	Schema      string       `json:"schema"`
	Scenario    string       `json:"scenario"`
	Title       string       `json:"title"`
	Question    string       `json:"question"`
	Headline    string       `json:"headline"` // metric that answers the question
	Snapshot    string       `json:"snapshot"` // date, YYYY-MM-DD
	Horizon     int64        `json:"horizon_s"`
	Step        int64        `json:"step_s"`
	Language    string       `json:"language"`
	Events      []Event      `json:"events"`
	Balance     []Position   `json:"balance"`     // who holds, secures and lends what
	Matrix      *Matrix      `json:"matrix"`      // operator × service, nil without a graph
	Examination *Examination `json:"examination"` // of attacks at the snapshot, nil where no stake can be slashed
	Witness     *Witness     `json:"witness"`     // the attack with the least cost for its profit that is known at the snapshot
	Slippage    []Curve      `json:"slippage"`
	Lorenz      []Curve      `json:"lorenz"`
	Cohorts     []Cohort     `json:"cohorts"`
	Levers      []Setting    `json:"levers"`
	Uncertain   []Setting    `json:"uncertain"`
	Assumptions []Assumption `json:"assumptions"`
	Limits      []string     `json:"limits"`
	Inputs      []Input      `json:"inputs"`
	Metrics     []Metric     `json:"metrics"` // in report order
	PlanSHA256  string       `json:"plan_sha256"`
	Command     string       `json:"command"` // canonical
	Version     string       `json:"version"`
}

// Event is a dated thing that happens in the scenario.
type Event struct {
	At   int64  `json:"at_s"`
	Text string `json:"text"`
}

// Position is one line of who holds, secures and lends what at the snapshot.
type Position struct {
	Holder string  `json:"holder"`
	Role   string  `json:"role"` // holds, secures, lends, borrows, provides liquidity
	Asset  string  `json:"asset"`
	Amount float64 `json:"amount"`
	Unit   string  `json:"unit"`
	In     string  `json:"in"` // where it stands: a token, a vault, a pool, a desk
}

// Matrix is what each service can take from each operator, in ETH.
type Matrix struct {
	Operators []string    `json:"operators"`
	Services  []string    `json:"services"`
	Stake     []float64   `json:"stake"` // by operator
	Profit    []float64   `json:"profit"`
	Slashable [][]float64 `json:"slashable"` // [operator][service]
}

// Witness is an attack: which coalition takes which services, at what cost.
type Witness struct {
	Operators []string `json:"operators"`
	Services  []string `json:"services"`
	Cost      float64  `json:"cost"`   // σ, ETH
	Reward    float64  `json:"reward"` // ETH
	Bond      float64  `json:"bond"`   // κ, ETH
}

// Examination is what is known of every attack on the network at the snapshot, in stake
// slashed (σ), with profits at the medians of their draws. Amounts are in ETH. Bounds
// are rounded away from the truth, so that they hold as they stand.
type Examination struct {
	Certificate Certificate    `json:"certificate"`
	Method      string         `json:"method"`    // what the search is exact for: covering, enumeration, services, relaxation
	Secure      *bool          `json:"secure"`    // nil: undecided
	Upper       stats.Nullable `json:"upper"`     // by branch and bound, no attack nets more; null where none is possible
	Best        *Witness       `json:"best"`      // the best attack known, the one that loses least where none pays
	Proven      bool           `json:"proven"`    // no attack is better
	Slack       Interval       `json:"slack"`     // γ, proven and best known
	Local       stats.Nullable `json:"local"`     // γ of EigenLayer's local condition; null where nobody bears a load
	Certified   int            `json:"certified"` // operators whose load by that condition is at most 1
	Operators   int            `json:"operators"` // of so many
	Nodes       int64          `json:"nodes"`     // that the searches took, each of at most Limit
	Limit       int64          `json:"limit"`
}

// Certificate is a file that proves a bound, and what it proves.
type Certificate struct {
	File          string         `json:"file"`
	SHA256        string         `json:"sha256"`
	NetworkSHA256 string         `json:"network_sha256"`
	Bound         stats.Nullable `json:"bound"` // no attack nets more
	Slack         stats.Nullable `json:"slack"` // γ is no less; null where no profit can be had
}

// Interval encloses a number, which is known where the ends are equal; an end that is
// not known is null.
type Interval struct {
	Lower stats.Nullable `json:"lower"`
	Upper stats.Nullable `json:"upper"`
}

// Curve is a named list of points, such as a slippage curve.
type Curve struct {
	Name  string    `json:"name"`
	XUnit string    `json:"x_unit"`
	YUnit string    `json:"y_unit"`
	X     []float64 `json:"x"`
	Y     []float64 `json:"y"`
}

// Cohort describes one group of agents at the start.
type Cohort struct {
	Name   string  `json:"name"`
	Kind   string  `json:"kind"`
	Count  int     `json:"count"`
	Amount float64 `json:"amount"`
	Unit   string  `json:"unit"`
}

// Setting is one lever or uncertainty with the value used.
type Setting struct {
	Path  string `json:"path"`
	Value string `json:"value"`
	Doc   string `json:"doc"`
}

// Assumption is one number of the scenario with where it comes from.
type Assumption struct {
	Path   string `json:"path"`
	Value  string `json:"value"`
	Source string `json:"source"`
	Date   string `json:"date"`
	Grade  string `json:"grade"` // measured, reported, guess
}

// Input is a file the scenario read, by the hash of its content.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}
