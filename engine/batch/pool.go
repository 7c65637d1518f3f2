package batch

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"
)

// Pool is an Executor of goroutines on this machine.
type Pool struct{ Workers int }

// window is how many partials, per worker, may wait for an earlier one.
const window = 4

// slot is a task on its way; its result is sent once.
type slot struct {
	task   Task
	result chan Partial
}

// Execute implements Executor. A runner that panics fails its task.
func (p Pool) Execute(ctx context.Context, newRunner func() (Runner, error), tasks iter.Seq[Task], done func(Partial) error) error {
	workers := max(p.Workers, 1)
	g, ctx := errgroup.WithContext(ctx)
	todo := make(chan slot)
	order := make(chan slot, workers*window)
	g.Go(func() error { return feed(ctx, tasks, todo, order) })
	for range workers {
		g.Go(func() error { return work(ctx, newRunner, todo) })
	}
	g.Go(func() error { return collect(ctx, order, done) })
	return g.Wait()
}

// feed hands out tasks. A task enters the order before it is worked on; the order's
// capacity is the window.
func feed(ctx context.Context, tasks iter.Seq[Task], todo, order chan<- slot) error {
	defer close(todo)
	defer close(order)
	for t := range tasks {
		s := slot{t, make(chan Partial, 1)}
		for _, to := range [2]chan<- slot{order, todo} {
			select {
			case to <- s:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// work runs tasks on one runner until there are no more.
func work(ctx context.Context, newRunner func() (Runner, error), todo <-chan slot) error {
	r, err := newRunner()
	if err != nil {
		return err
	}
	for {
		select {
		case s, more := <-todo:
			if !more {
				return nil
			}
			part, err := run(ctx, r, s.task)
			if err != nil {
				return err
			}
			s.result <- part
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// run runs one task and turns a panic into an error that names it.
func run(ctx context.Context, r Runner, t Task) (part Partial, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("batch: cell %d, replications %d to %d: panic: %v", t.Cell, t.Lo, t.Hi-1, x)
		}
	}()
	return r.Run(ctx, t)
}

// collect passes results on in the order of the tasks.
func collect(ctx context.Context, order <-chan slot, done func(Partial) error) error {
	for {
		var s slot
		var more bool
		select {
		case s, more = <-order:
			if !more {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case part := <-s.result:
			if err := done(part); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
