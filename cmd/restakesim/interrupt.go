package main

import (
	"context"
	"fmt"
)

// unless does what cannot be stopped on the way, and comes back without it once the
// context ends: Ctrl-C ends within a second. What is done must then matter to nobody,
// so it touches nothing on disk. A panic in it is an error like any other.
func unless(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if x := recover(); x != nil {
				done <- fmt.Errorf("panic: %v", x)
			}
		}()
		done <- do()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
