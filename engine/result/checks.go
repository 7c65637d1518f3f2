package result

// Checks counts what replications have verified of themselves.
type Checks struct {
	Posts      int64 // postings, each of which the ledger checked
	Full       int64 // full recounts
	Assertions [Assertions]Count
}

// Assertions is how many statements of the theory of restaking attacks are watched in
// simulated runs. Statement i is called A-(i+1).
const Assertions = 9

// The statements, by their place in Checks.Assertions.
const (
	CoalitionGrows    = iota // who covers services after a loss covers them before it, together with what was lost
	ShockIsBounded           // a loss makes the best attack better, and any cheaper, by at most what was lost
	SlackIsOrdered           // slack by the local condition ≤ slack proven ≤ slack of the best attack known
	NetIsBounded             // what an attack nets ≤ the bound on all attacks
	CascadeIsBounded         // attacks after a shock take less than shock/γ
	BestLeavesNothing        // after an attack proven best, none pays
	CascadeIsShort           // rounds stay below the bound on the length of cascades; reported only
	StakeIsConserved         // what vaults lost is what was burnt and paid out
	AccountIsPlain           // without other terms an attack makes its reward less the stake slashed
)

// Count is how often the preconditions of a statement held and how often it failed
// then; First is the first replication in which it did.
type Count struct {
	Applicable, Violated int64
	First                uint32
}

// Note adds one case.
func (c *Count) Note(holds bool, replication uint32) {
	c.Applicable++
	if holds {
		return
	}
	if c.Violated == 0 {
		c.First = replication
	}
	c.Violated++
}

// Add adds the counts of later replications.
func (c *Checks) Add(d *Checks) {
	c.Posts += d.Posts
	c.Full += d.Full
	for i := range c.Assertions {
		c.Assertions[i].add(d.Assertions[i])
	}
}

func (c *Count) add(d Count) {
	if c.Violated == 0 {
		c.First = d.First
	}
	c.Applicable += d.Applicable
	c.Violated += d.Violated
}

// Broken lists the statements that failed, by their place; the length of cascades is
// reported and not asserted.
func (c *Checks) Broken() []int {
	var out []int
	for i, a := range c.Assertions {
		if a.Violated > 0 && i != CascadeIsShort {
			out = append(out, i)
		}
	}
	return out
}
