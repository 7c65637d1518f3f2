package clock

// Queue holds values that are due at a time. It is a binary heap in one slice, so a
// queue that has grown allocates no more.
type Queue[T any] struct {
	heap   []entry[T]
	pushed uint64
}

type entry[T any] struct {
	at       Time
	priority int
	number   uint64
	value    T
}

func (a *entry[T]) before(b *entry[T]) bool {
	switch {
	case a.at != b.at:
		return a.at < b.at
	case a.priority != b.priority:
		return a.priority < b.priority
	}
	return a.number < b.number
}

// Len returns how many values wait.
func (q *Queue[T]) Len() int { return len(q.heap) }

// Reset empties the queue and keeps its room.
func (q *Queue[T]) Reset() {
	clear(q.heap)
	q.heap, q.pushed = q.heap[:0], 0
}

// Push adds a value that is due at a time. Of two due at once the lower priority
// number comes first, then the one pushed first.
func (q *Queue[T]) Push(at Time, priority int, v T) {
	q.heap = append(q.heap, entry[T]{at, priority, q.pushed, v})
	q.pushed++
	for i := len(q.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !q.heap[i].before(&q.heap[parent]) {
			return
		}
		q.heap[i], q.heap[parent] = q.heap[parent], q.heap[i]
		i = parent
	}
}

// Peek returns when the first value is due, and whether there is one.
func (q *Queue[T]) Peek() (Time, bool) {
	if len(q.heap) == 0 {
		return 0, false
	}
	return q.heap[0].at, true
}

// PopDue removes and returns the first value if it is due by now.
func (q *Queue[T]) PopDue(now Time) (at Time, v T, ok bool) {
	if len(q.heap) == 0 || q.heap[0].at > now {
		return 0, v, false
	}
	first, last := q.heap[0], len(q.heap)-1
	q.heap[0] = q.heap[last]
	q.heap[last] = entry[T]{}
	q.heap = q.heap[:last]
	q.sink()
	return first.at, first.value, true
}

// sink moves the first entry down to its place.
func (q *Queue[T]) sink() {
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q.heap); child++ {
			if q.heap[child].before(&q.heap[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		q.heap[i], q.heap[least] = q.heap[least], q.heap[i]
		i = least
	}
}
