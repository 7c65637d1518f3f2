package batch

import (
	"context"
	"iter"

	"github.com/restakesim/restakesim/engine/result"
)

// Task is the replications Lo to Hi-1 of a cell.
type Task struct{ Cell, Lo, Hi uint32 }

// Size is the number of replications of the task.
func (t Task) Size() int { return int(t.Hi - t.Lo) }

// Split cuts n replications of a cell into tasks of at most size.
func Split(cell, n, size uint32) iter.Seq[Task] {
	return func(yield func(Task) bool) {
		for lo := uint32(0); lo < n; lo += size {
			if !yield(Task{cell, lo, min(lo+size, n)}) {
				return
			}
		}
	}
}

// Partial is what a task comes back with: for each replication the final metrics and
// the paths, series after series.
type Partial struct {
	Task
	Finals  [][]float64
	Attacks []*result.Witness // best attacks, where the task is to look for them
	Paths   [][]float64
	Checks  result.Checks
}

// Runner runs tasks. It is used by one goroutine at a time.
type Runner interface {
	Run(ctx context.Context, t Task) (Partial, error)
}

// Executor is a place to run. Execute runs every task on runners that make returns,
// and calls done with the results in the order of the tasks, never two at a time. The
// first error, of a runner, of done or of the context, ends it.
type Executor interface {
	Execute(ctx context.Context, make func() (Runner, error), tasks iter.Seq[Task], done func(Partial) error) error
}
