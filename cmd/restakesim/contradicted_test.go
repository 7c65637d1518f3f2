package main

import (
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/result"
	"github.com/restakesim/restakesim/scenarios"
)

// TestBrokenStatementsAreOurFault: a statement that failed is an internal fault that says
// how to repeat it; the length of cascades is reported and nothing more.
func TestBrokenStatementsAreOurFault(t *testing.T) {
	plan := &scenarios.Plan{}
	var c result.Checks
	c.Assertions[result.CascadeIsShort].Note(false, 3)
	if err := contradicted(plan, &c); err != nil {
		t.Error(err)
	}
	c.Assertions[result.StakeIsConserved].Note(true, 6)
	c.Assertions[result.StakeIsConserved].Note(false, 7)
	c.Assertions[result.StakeIsConserved].Note(false, 9)
	err := contradicted(plan, &c)
	if err == nil || asFailure(err).code != codeInternal || !strings.Contains(err.Error(), "A-8 failed in 2 of 3 cases") || !strings.Contains(err.Error(), "replication 7") {
		t.Error(err)
	}
	if m := checks(&c); m.Violations != 2 || m.Assertions["A-8"].Applicable != 3 || m.Assertions["A-7"].Violated != 1 || len(m.Assertions) != result.Assertions {
		t.Errorf("the manifest says %+v", m)
	}
}
