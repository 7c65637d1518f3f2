package clock

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// due is what the twin keeps of a value.
type due struct {
	at       Time
	priority int
	value    int
}

// twin is a queue that sorts everything anew, stably, whenever it is asked.
type twin []due

func (q *twin) popDue(now Time) (due, bool) {
	slices.SortStableFunc(*q, func(a, b due) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.priority, b.priority))
	})
	if len(*q) == 0 || (*q)[0].at > now {
		return due{}, false
	}
	first := (*q)[0]
	*q = (*q)[1:]
	return first, true
}

// moments are few, so that many things are due at once, with both ends of time.
func moments() *rapid.Generator[Time] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) Time { return Time(rapid.IntRange(-3, 3).Draw(t, "at")) }),
		rapid.SampledFrom([]Time{math.MinInt64, math.MaxInt64, 0, Time(Day)}),
	)
}

func TestQueueAgainstSortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q Queue[int]
		var sorted twin
		pushed := 0
		pop := func(t *rapid.T) {
			now := moments().Draw(t, "now")
			at, v, ok := q.PopDue(now)
			if want, due := sorted.popDue(now); ok != due || at != want.at || v != want.value {
				t.Fatalf("popped %d due at %d (%v), want %+v (%v)", v, at, ok, want, due)
			}
		}
		push := func(t *rapid.T) {
			pushed++
			d := due{moments().Draw(t, "at"), rapid.IntRange(-2, 2).Draw(t, "priority"), pushed}
			q.Push(d.at, d.priority, d.value)
			sorted = append(sorted, d)
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": push, "push again": push, "pop": pop,
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "seldom") == 0 {
					q.Reset()
					sorted = nil
				}
			},
			"": func(t *rapid.T) { comparePeek(t, &q, sorted) },
		})
		drain(t, &q, sorted)
	})
}

// comparePeek checks what may be asked at any time.
func comparePeek(t *rapid.T, q *Queue[int], sorted twin) {
	at, ok := q.Peek()
	var want Time
	if len(sorted) > 0 {
		want = slices.MinFunc(sorted, func(a, b due) int { return cmp.Compare(a.at, b.at) }).at
	}
	if q.Len() != len(sorted) || ok != (len(sorted) > 0) || at != want {
		t.Fatalf("%d wait, the first at %d (%v); want %d, at %d", q.Len(), at, ok, len(sorted), want)
	}
}

// drain compares the order of all that is left.
func drain(t *rapid.T, q *Queue[int], sorted twin) {
	for q.Len() > 0 {
		at, v, ok := q.PopDue(math.MaxInt64)
		if want, _ := sorted.popDue(math.MaxInt64); !ok || at != want.at || v != want.value {
			t.Fatalf("popped %d due at %d, want %+v", v, at, want)
		}
	}
	if len(sorted) > 0 {
		t.Fatalf("%d were lost", len(sorted))
	}
}

// TestDeepQueue sorts ten thousand, most of them tied, through a heap that is emptied
// by halves.
func TestDeepQueue(t *testing.T) {
	var q Queue[int]
	var sorted twin
	draw := rand.New(rand.NewPCG(1, 2))
	for i := range 10_000 {
		d := due{Time(draw.IntN(50)), draw.IntN(3), i}
		q.Push(d.at, d.priority, d.value)
		sorted = append(sorted, d)
		if i%2_000 != 1_999 {
			continue
		}
		for range q.Len() / 2 {
			at, v, _ := q.PopDue(50)
			if want, _ := sorted.popDue(50); v != want.value || at != want.at {
				t.Fatalf("popped %d due at %d, want %+v", v, at, want)
			}
		}
	}
}

// TestQueueOrder is the order by hand: time, then priority, then insertion.
func TestQueueOrder(t *testing.T) {
	var q Queue[string]
	q.Push(20, 0, "late")
	q.Push(10, 1, "third")
	q.Push(10, 0, "first")
	q.Push(10, 0, "second")
	q.Push(10, 1, "fourth")
	var got []string
	for _, v, ok := q.PopDue(10); ok; _, v, ok = q.PopDue(10) {
		got = append(got, v)
	}
	if want := []string{"first", "second", "third", "fourth"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if at, ok := q.Peek(); !ok || at != 20 || q.Len() != 1 {
		t.Errorf("what is not due: %d at %d (%v)", q.Len(), at, ok)
	}
}

// TestPushWhileDraining: what an event pushes for the same moment comes after what
// waits for it, in the same priority.
func TestPushWhileDraining(t *testing.T) {
	var q Queue[int]
	for i := range 3 {
		q.Push(5, 0, i)
	}
	var got []int
	for _, v, ok := q.PopDue(5); ok; _, v, ok = q.PopDue(5) {
		if got = append(got, v); v < 3 {
			q.Push(5, 0, v+10)
		}
	}
	if want := []int{0, 1, 2, 10, 11, 12}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestGrownQueueAllocatesNothing, and forgets what it held.
func TestGrownQueueAllocatesNothing(t *testing.T) {
	var q Queue[*int]
	fill := func() {
		for i := range 100 {
			q.Push(Time(i%7), i%3, new(int))
		}
	}
	fill()
	q.Reset()
	for _, e := range q.heap[:cap(q.heap)] {
		if e.value != nil {
			t.Fatal("a value outlives Reset")
		}
	}
	if n := testing.AllocsPerRun(10, func() {
		for i := range 100 {
			q.Push(Time(i%7), i%3, nil)
		}
		for _, _, ok := q.PopDue(3); ok; _, _, ok = q.PopDue(3) {
		}
		q.Reset()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
