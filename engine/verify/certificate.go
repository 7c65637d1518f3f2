package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
)

// CertificateFormat names the certificate's layout and the rules it is checked by.
const CertificateFormat = "restakesim-certificate/1"

// Scale is what a whole share counts in certificates.
const Scale = 1 << 20

// Certificate is a bound on every attack on a network that anybody can check: it says
// how each validator's cost is shared out among its services, and what each service
// alone then costs at least. docs/certificates.md explains it field by field.
type Certificate struct {
	Format        string           `json:"format"`
	Network       CertifiedNetwork `json:"network"`
	NetworkSHA256 string           `json:"network_sha256"` // of the network's canonical text
	Unit          int64            `json:"unit"`           // grid on which coverage is counted
	Shares        [][]uint32       `json:"shares"`         // by service and member, of Scale
	ServiceValues []*Amount        `json:"service_values"` // null for a service that cannot be attacked
	Bound         Amount           `json:"bound"`          // no attack nets more
	GammaLower    *Fraction        `json:"gamma_lower"`    // every attack costs at least (1+γ) times its profit; null where no profit can be had
	Witness       Witness          `json:"witness"`        // the best attack known
}

// CertifiedNetwork is the network that a certificate speaks of. The fields stand in
// the order of their keys, which makes the encoding canonical.
type CertifiedNetwork struct {
	Bond       *Fraction          `json:"bond,omitempty"`     // share of the stake that is charged; absent: all of it
	Decimals   int                `json:"decimals,omitempty"` // amounts are in units of 10^-decimals
	Joint      []CertifiedJoint   `json:"joint,omitempty"`
	Services   []CertifiedService `json:"services"`
	Stakes     []int64            `json:"stakes"`
	Validators []string           `json:"validators,omitempty"` // names; absent: they are numbered
}

// CertifiedService is one service of a CertifiedNetwork, its fields in the order of
// their keys.
type CertifiedService struct {
	Alpha         Fraction  `json:"alpha"`
	Members       []int32   `json:"members"` // ascending
	Name          string    `json:"name,omitempty"`
	Profit        int64     `json:"profit"`
	SlashFraction *Fraction `json:"slash_fraction,omitempty"` // absent: 1
	Slashable     []int64   `json:"slashable,omitempty"`      // by member; absent: the whole stake
}

// CertifiedJoint is what several services yield beyond their profits if all of them
// fall, its fields in the order of their keys.
type CertifiedJoint struct {
	Profit   int64   `json:"profit"`           // negative: a penalty
	Services []int32 `json:"services"`         // ascending, two or more
	Spread   []int64 `json:"spread,omitempty"` // by service, parts that add up to the profit; absent for a penalty
}

// Witness is an attack with its amounts.
type Witness struct {
	Services   []int32 `json:"services"`
	Validators []int32 `json:"validators"`
	Profit     Amount  `json:"profit"`
	Cost       Amount  `json:"cost"`
}

// Refused says which field of a certificate is wrong, and why.
type Refused struct{ Field, Reason string }

// Error writes "field: reason".
func (r *Refused) Error() string { return r.Field + ": " + r.Reason }

func refuse(field, format string, args ...any) error {
	return &Refused{field, fmt.Sprintf(format, args...)}
}

// field is a key of a certificate and where its value is.
type field struct {
	key   string
	value any
}

// fields lists the keys of a certificate in their order.
func (c *Certificate) fields() []field {
	return []field{
		{"format", &c.Format}, {"network", &c.Network}, {"network_sha256", &c.NetworkSHA256}, {"unit", &c.Unit}, {"shares", &c.Shares},
		{"service_values", &c.ServiceValues}, {"bound", &c.Bound}, {"gamma_lower", &c.GammaLower}, {"witness", &c.Witness},
	}
}

// Encode writes the certificate, one key on a line. The text of the network is the
// one that is hashed.
func (c *Certificate) Encode() ([]byte, error) {
	var b bytes.Buffer
	for i, f := range c.fields() {
		text, err := canonical(f.value)
		if err != nil {
			return nil, err
		}
		lead := ",\n"
		if i == 0 {
			lead = "{\n"
		}
		fmt.Fprintf(&b, "%s%q: %s", lead, f.key, text)
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// canonical is JSON without white space and without escapes that JSON does not need.
func canonical(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Hash is the SHA-256 of the network's canonical text: JSON without white space, keys
// sorted, fractions in lowest terms, keys that say nothing left out.
func (n *CertifiedNetwork) Hash() (string, error) {
	text, err := canonical(n)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Check recomputes everything that the certificate claims, in one pass over its
// services, and returns a Refused for the first field that is wrong. It shares no
// code with the search that made the certificate.
func (c *Certificate) Check() error {
	if c.Format != CertificateFormat {
		return refuse("format", "%q is not %q", c.Format, CertificateFormat)
	}
	t, err := c.Network.tally()
	if err != nil {
		return err
	}
	if sum, err := c.Network.Hash(); err != nil || sum != c.NetworkSHA256 {
		return refuse("network_sha256", "the network hashes to %s", sum)
	}
	if err := t.checkUnit(c.Unit); err != nil {
		return err
	}
	prices, err := t.prices(c.Shares)
	if err != nil {
		return err
	}
	if err := c.checkValues(t, prices); err != nil {
		return err
	}
	return c.checkWitness(t)
}

// Statement says in a sentence what a certificate proves that Check has accepted.
func (c *Certificate) Statement() string {
	at := fmt.Sprintf("on the network %.12s…, in units of 1e-%d", c.NetworkSHA256, c.Network.Decimals)
	if c.Network.Decimals == 0 {
		at = fmt.Sprintf("on the network %.12s…", c.NetworkSHA256)
	}
	if c.Network.Bond != nil {
		at += fmt.Sprintf(", counting %s of the stake", c.Network.Bond)
	}
	slack := ""
	if c.GammaLower != nil {
		slack = "; γ is at least " + c.GammaLower.floor()
	}
	if c.Bound.Sign() == 0 {
		return "certified: no attack pays " + at + slack
	}
	return fmt.Sprintf("certified: no attack nets more than %s %s%s; this does not certify security", &c.Bound, at, slack)
}

// checkValues recomputes the value of each service, and with it bound and slack.
func (c *Certificate) checkValues(t *tally, prices [][]int64) error {
	if len(c.ServiceValues) != len(t.need) {
		return refuse("service_values", "%d values for %d services", len(c.ServiceValues), len(t.need))
	}
	bound := new(big.Int)
	var slack *big.Rat
	for s, need := range t.need {
		if need == 0 {
			if c.ServiceValues[s] != nil {
				return refuse("service_values", "service %d has no stake behind it and cannot be attacked", s)
			}
			continue
		}
		value := leastPrice(t.coverage(s, c.Unit), prices[s], need/c.Unit)
		if c.ServiceValues[s] == nil || !c.ServiceValues[s].is(value, t.den) {
			return refuse("service_values", "service %d cannot be covered for less than %s", s, amount(value, t.den))
		}
		if profit := t.spread[s]; profit > 0 {
			bound.Add(bound, big.NewInt(max(0, profit-value)))
			if r := big.NewRat(value-profit, profit); slack == nil || r.Cmp(slack) < 0 {
				slack = r
			}
		}
	}
	if want := NewAmount(new(big.Rat).SetFrac(bound, big.NewInt(t.den))); c.Bound.Cmp(&want.Rat) != 0 {
		return refuse("bound", "the values add up to %s", want)
	}
	if want := NewFraction(slack); !want.equal(c.GammaLower) {
		return refuse("gamma_lower", "the values give %s", want)
	}
	return nil
}

// checkWitness recounts the attack.
func (c *Certificate) checkWitness(t *tally) error {
	w := &c.Witness
	if len(w.Services) == 0 && len(w.Validators) == 0 && w.Profit.Sign() == 0 && w.Cost.Sign() == 0 {
		for _, need := range t.need {
			if need > 0 {
				return refuse("witness", "there are services to attack, and no attack is given")
			}
		}
		return nil
	}
	profit, cost, err := t.recount(w.Services, w.Validators)
	switch {
	case err != nil:
		return err
	case !w.Profit.is(profit, t.den):
		return refuse("witness", "its profit is %s", amount(profit, t.den))
	case !w.Cost.is(cost, t.den):
		return refuse("witness", "its cost is %s", amount(cost, t.den))
	case new(big.Rat).Sub(&w.Profit.Rat, &w.Cost.Rat).Cmp(&c.Bound.Rat) > 0:
		return refuse("bound", "the witness nets more")
	}
	return nil
}
