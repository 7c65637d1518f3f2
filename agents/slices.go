package agents

// resize returns a slice of length n, reusing the old one when it has it already:
// a behaviour allocates when its world is built and not again.
func resize[T any](s []T, n int) []T {
	if len(s) == n {
		return s
	}
	return make([]T, n)
}
