package verify

import (
	"errors"
	"strings"
	"testing"
)

// TestTamperedJointProfitsAreRefused adds joint profits to a certificate made without:
// those that are none are refused, the others change what is hashed.
func TestTamperedJointProfitsAreRefused(t *testing.T) {
	good := exampleText(t)
	for _, x := range []struct{ joint, field string }{
		{`"joint":[{"profit":1,"services":[0,1],"spread":[1,0]}]`, "network_sha256"},
		{`"joint":[{"profit":1,"services":[0,1]}]`, "network"},
		{`"joint":[{"profit":1,"services":[0,1],"spread":[1]}]`, "network"},
		{`"joint":[{"profit":1,"services":[0,1],"spread":[0,0]}]`, "network"},
		{`"joint":[{"profit":1,"services":[0,1],"spread":[2,-1]}]`, "network"},
		{`"joint":[{"profit":1,"services":[0,2],"spread":[1,0]}]`, "network"},
		{`"joint":[{"profit":1,"services":[0],"spread":[1]}]`, "network"},
		{`"joint":[{"profit":-13,"services":[0,1]}]`, "network"},
		{`"joint":[{"profit":-7,"services":[0,1]},{"profit":-7,"services":[0,1]}]`, "network"},
		{`"joint":[{"profit":-1,"services":[0,1],"spread":[0,-1]}]`, "network"},
		{`"joint":[{"profit":4611686018427387904,"services":[0,1],"spread":[4611686018427387904,0]}]`, "network"},
	} {
		c, err := ParseCertificate("proof.json", []byte(strings.Replace(good, `"stakes"`, x.joint+`,"stakes"`, 1)))
		if err != nil {
			t.Errorf("%s: %v", x.joint, err)
			continue
		}
		var refused *Refused
		if err := c.Check(); !errors.As(err, &refused) || refused.Field != x.field {
			t.Errorf("%s: %v, want a refusal of %s", x.joint, err, x.field)
		}
	}
}
