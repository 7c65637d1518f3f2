package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/restakesim/restakesim/engine"
	"github.com/restakesim/restakesim/engine/attack"
	"github.com/restakesim/restakesim/engine/money"
	"github.com/restakesim/restakesim/engine/restake"
	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/engine/verify"
	"github.com/restakesim/restakesim/reports/store"
	"github.com/restakesim/restakesim/scenarios"
)

// certificateName is the certificate of a run in its directory.
const certificateName = "certificate.json"

// certify examines the network of a plan as it opens, writes what is proven of it as a
// certificate and describes both to the report. Where no stake can be slashed there is
// nothing to certify.
func certify(ctx context.Context, d *store.Draft, plan *scenarios.Plan, c *result.Context) error {
	s, err := engine.NewSnapshot(plan.Spec)
	if errors.Is(err, engine.ErrNoAttacks) {
		return nil
	}
	if err != nil {
		return err
	}
	x, err := s.Examine(ctx)
	if err != nil {
		return err
	}
	var text []byte
	var sealed *verify.Certificate
	if err := unless(ctx, func() (err error) {
		sealed, text, err = seal(x.Network, money.Ratio{Num: 1, Den: 1}, x.Found, x.Proof)
		return err
	}); err != nil {
		return err
	}
	x.Describe(c)
	k := &c.Examination.Certificate
	k.File, k.SHA256, k.NetworkSHA256 = certificateName, hashOf(text), sealed.NetworkSHA256
	return d.Write(certificateName, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// seal writes a certificate down, once it has passed its own check.
func seal(n *restake.Network, bond money.Ratio, x *attack.Examination, p *attack.Proof) (*verify.Certificate, []byte, error) {
	c, err := verify.Seal(n, bond, x, p)
	if err != nil {
		return nil, nil, err
	}
	text, err := c.Encode()
	return c, text, err
}

// hashOf is the SHA-256 of a file's bytes.
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
