package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/reports/store"
)

// attackOptions are the flags of `attack`.
type attackOptions struct {
	json, divisible bool
	time            time.Duration
	nodes           int64
	bond            string
	services        string
	certificate     string
	share           money.Ratio // bond, read
	stdout          writer
}

func newAttack(stdout writer) *cobra.Command {
	o := &attackOptions{stdout: stdout}
	c := &cobra.Command{
		Use:   "attack NETWORK",
		Short: "Find the most profitable attack on a restaking network, with a proof that there is no better one",
		Long: "Attack reads a network and says whether attacking it pays, who would do it, and how sure that is.\n\n" +
			"NETWORK is a JSON object, {\"stakes\":[…],\"services\":[{\"profit\":…,\"alpha\":\"1/3\",\"members\":[…]}]}, or with alloc\n" +
			"and prize and theta for an elastic network, or the edges of a scenario's network as CSV or JSON. All assets count at par.\n" +
			"Exit code 6 says that time or nodes ended before it was known whether an attack pays.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			return o.run(c.Context(), args[0])
		},
	}
	f := c.Flags()
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of a table")
	f.DurationVar(&o.time, "time", time.Minute, "time to search; with --nodes alone there is no limit")
	f.Int64Var(&o.nodes, "nodes", 0, "most nodes of each search; equal limits give equal answers")
	f.BoolVar(&o.divisible, "divisible", false, "also answer for attackers who can commit part of their stake")
	f.StringVar(&o.bond, "bond", "1", "share of its stake that an attacker bears, as in 10 % or 1/10; thresholds still count all stake")
	f.StringVar(&o.services, "services", "", "services CSV that belongs to an edges CSV")
	f.StringVar(&o.certificate, "certificate", "", "write a certificate that restakesim verify can check to this file")
	return c
}

// check refuses flags that no examination could have.
func (o *attackOptions) check(c *cobra.Command) (err error) {
	set := c.Flags().Changed
	o.share, err = money.ParseRatio(o.bond)
	switch {
	case err != nil || o.share.Num <= 0 || o.share.Num > o.share.Den:
		return &failure{codeUsage, "restakesim: --bond must be a share above 0 and up to 1, as in 10 % or 1/10"}
	case o.time <= 0:
		return &failure{codeUsage, "restakesim: --time must be above 0, as in 60s"}
	case set("nodes") && o.nodes < 1:
		return &failure{codeUsage, "restakesim: --nodes must be at least 1"}
	case set("nodes") && !set("time"):
		o.time = 0
	}
	return nil
}

// run examines one network and prints what is known when it, its time or the user's
// patience ends.
func (o *attackOptions) run(ctx context.Context, name string) error {
	n, elastic, err := o.read(name)
	if err != nil {
		return err
	}
	switch {
	case elastic != nil && o.certificate != "":
		return &failure{codeUsage, "restakesim: there are no certificates for elastic networks"}
	case elastic == nil && o.divisible && len(n.Joint) > 0:
		return &failure{codeUsage, "restakesim: --divisible knows no joint profits"}
	}
	if err := o.checkCertificate(name, o.services); err != nil {
		return err
	}
	f := &finding{started: time.Now()}
	if elastic != nil {
		err = o.elastic(ctx, f, elastic)
	} else {
		err = o.examine(ctx, f, n)
	}
	if err != nil {
		return err
	}
	f.Seconds = time.Since(f.started).Seconds()
	if o.json {
		err = f.printJSON(o.stdout)
	} else {
		err = f.print(o.stdout, name)
	}
	if err != nil {
		return err
	}
	if f.unsealed != nil {
		return f.unsealed
	}
	if ctx.Err() != nil {
		return &failure{codeInterrupted, "restakesim: interrupted: this is what was known"}
	}
	if f.Secure == nil {
		return &failure{codeUndecided, ""}
	}
	return nil
}

// outOfRange says that a network is beyond what integers hold.
func outOfRange(err error) error {
	if errors.Is(err, money.ErrOverflow) {
		return &failure{codeInvalid, fmt.Sprintf("restakesim: the network is too large: %v: stakes and profits, times numerator and denominator of the bond, must stay below 2^62 in all", err)}
	}
	return internal(err)
}

// examine searches a network in the order in which answers matter.
func (o *attackOptions) examine(ctx context.Context, f *finding, n *restake.Network) error {
	x := &restake.Exposure{}
	n.Exposure(x, nil)
	e, err := attack.NewExaminer(ctx, x, attack.Options{Nodes: o.nodes, Bond: o.share, Joint: n.Joint})
	if err != nil {
		return outOfRange(err)
	}
	for _, stage := range []struct {
		until float64 // of the time
		do    func(context.Context) error
	}{{.3, e.Decide}, {.75, e.Optimum}, {.9, e.Gamma}, {.97, func(ctx context.Context) error { return o.divide(ctx, f, e) }}} {
		if err := o.stage(ctx, f.started, stage.until, stage.do); err != nil {
			return outOfRange(err)
		}
	}
	var proof *attack.Proof
	if ctx.Err() == nil {
		err = o.stage(ctx, f.started, 1, func(ctx context.Context) (err error) { proof, err = e.Prove(ctx); return err })
	}
	if err != nil {
		return outOfRange(err)
	}
	f.take(n, o.share, e.Examination(), proof)
	if o.certificate == "" {
		return nil
	}
	if proof == nil {
		f.sealed = "none was written"
		return nil
	}
	return o.seal(f, n, e.Examination(), proof)
}

// seal writes the certificate. Where that fails, what was found is still to be shown.
func (o *attackOptions) seal(f *finding, n *restake.Network, x *attack.Examination, p *attack.Proof) error {
	_, text, err := seal(n, o.share, x, p)
	if err != nil {
		return internal(err)
	}
	if f.unsealed = store.WriteFile(o.certificate, text); f.unsealed != nil {
		f.sealed = "none could be written"
		return nil
	}
	f.sealed = o.certificate + ", sha256 " + hashOf(text)
	return nil
}

// stage runs a part of the work until a part of the time has passed. A context that
// ends is no error: whatever came before stands.
func (o *attackOptions) stage(ctx context.Context, started time.Time, until float64, do func(context.Context) error) error {
	if o.time > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, started.Add(time.Duration(float64(o.time)*until)))
		defer stop()
	}
	return do(ctx)
}

func (o *attackOptions) divide(ctx context.Context, f *finding, e *attack.Examiner) error {
	if !o.divisible {
		return nil
	}
	a, err := e.Divisible(ctx)
	f.divisible = a
	return err
}
