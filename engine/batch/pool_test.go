package batch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// runner answers each replication with its own number, after a delay that makes
// later tasks finish first.
type runner struct {
	delay func(Task) time.Duration
	fail  func(Task) error
	held  *atomic.Int64
	most  *atomic.Int64
}

func (r runner) Run(ctx context.Context, t Task) (Partial, error) {
	select {
	case <-time.After(r.delay(t)):
	case <-ctx.Done():
		return Partial{}, ctx.Err()
	}
	if r.fail != nil {
		if err := r.fail(t); err != nil {
			return Partial{}, err
		}
	}
	if n := r.held.Add(1); n > r.most.Load() {
		r.most.Store(n)
	}
	p := Partial{Task: t}
	for i := t.Lo; i < t.Hi; i++ {
		p.Finals = append(p.Finals, []float64{float64(i)})
	}
	return p, nil
}

func newRunner(r runner) func() (Runner, error) {
	r.held, r.most = new(atomic.Int64), new(atomic.Int64)
	return func() (Runner, error) { return r, nil }
}

func quick(Task) time.Duration { return 0 }

func TestSplitCoversAllOnce(t *testing.T) {
	var got []uint32
	for task := range Split(3, 103, 16) {
		if task.Cell != 3 || task.Size() > 16 {
			t.Errorf("task %+v", task)
		}
		for i := task.Lo; i < task.Hi; i++ {
			got = append(got, i)
		}
	}
	if len(got) != 103 || !slices.IsSorted(got) || got[102] != 102 {
		t.Errorf("tasks cover %v", got)
	}
}

func TestOrderDoesNotDependOnWorkers(t *testing.T) {
	backwards := func(t Task) time.Duration { return time.Duration(7-t.Lo%7) * time.Millisecond }
	for _, workers := range []int{1, 2, 7} {
		var got []float64
		err := Pool{workers}.Execute(context.Background(), newRunner(runner{delay: backwards}), Split(0, 60, 1), func(p Partial) error {
			got = append(got, p.Finals[0][0])
			return nil
		})
		if err != nil || len(got) != 60 || !slices.IsSorted(got) {
			t.Errorf("%d workers: %v, order %v", workers, err, got)
		}
	}
}

func TestSlowFirstTaskHoldsBackAtMostAWindow(t *testing.T) {
	r := runner{held: new(atomic.Int64), most: new(atomic.Int64), delay: func(t Task) time.Duration {
		if t.Lo == 0 {
			return 100 * time.Millisecond
		}
		return 0
	}}
	err := Pool{2}.Execute(context.Background(), func() (Runner, error) { return r, nil }, Split(0, 1000, 1), func(Partial) error {
		r.held.Add(-1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if most := r.most.Load(); most > 2*window+3 {
		t.Errorf("%d partials were held at once", most)
	}
}

func TestFirstErrorEndsEverything(t *testing.T) {
	broken := errors.New("broken")
	fail := func(t Task) error {
		if t.Lo == 5 {
			return broken
		}
		return nil
	}
	err := Pool{3}.Execute(context.Background(), newRunner(runner{delay: quick, fail: fail}), Split(0, 1<<20, 1), func(Partial) error { return nil })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	err = Pool{3}.Execute(context.Background(), newRunner(runner{delay: quick}), Split(0, 1<<20, 1), func(p Partial) error {
		if p.Lo == 5 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) {
		t.Errorf("error of done: %v", err)
	}
}

func TestPanicNamesItsTask(t *testing.T) {
	fail := func(t Task) error {
		if t.Lo == 32 {
			panic("index out of range")
		}
		return nil
	}
	err := Pool{2}.Execute(context.Background(), newRunner(runner{delay: quick, fail: fail}), Split(0, 64, 16), func(Partial) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "replications 32 to 47") {
		t.Errorf("error %v", err)
	}
}

func TestCancelEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := Pool{2}.Execute(ctx, newRunner(runner{delay: quick}), Split(0, 1<<20, 1), func(Partial) error {
		if n++; n == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n > 30 {
		t.Errorf("error %v after %d tasks", err, n)
	}
}
