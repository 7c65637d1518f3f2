package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, stdout, stderr writer) (code int) {
	defer func() {
		if x := recover(); x != nil {
			fmt.Fprintln(stderr, internal(fmt.Errorf("panic: %v\n%s", x, debug.Stack())).message)
			code = codeInternal
		}
	}()
	out := &outlet{to: stdout}
	root := newRoot(out, stderr)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = out.err
	}
	if err == nil {
		return codeOK
	}
	f := asFailure(err)
	if f.message != "" {
		fmt.Fprintln(stderr, f.message)
	}
	return f.code
}

// outlet is stdout. It remembers that something could not be written, which no result
// on disk is at fault for and no command needs to look at.
type outlet struct {
	to  writer
	err error
}

// Write implements io.Writer.
func (o *outlet) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil {
		o.err = &failure{codeStore, "restakesim: " + err.Error()}
		return n, o.err
	}
	return n, nil
}
