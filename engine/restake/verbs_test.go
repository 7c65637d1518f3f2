package restake

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// verbs are the commands of scripts. Those that describe the world come first and do
// nothing when a script is played again.
func verbs() map[string]func(*stage, []string) string {
	return map[string]func(*stage, []string) string{
		"vault":    described((*stage).vaultVerb),
		"operator": described((*stage).operatorVerb),
		"service":  described((*stage).serviceVerb),
		"owner":    described((*stage).ownerVerb),
		"burner":   described(func(s *stage, _ []string) { s.burns = true }),
		"token":    (*stage).tokenVerb,

		"give":       (*stage).giveVerb,
		"deposit":    (*stage).depositVerb,
		"leave":      (*stage).leaveVerb,
		"opt-in":     (*stage).optInVerb,
		"opt-out":    (*stage).optOutVerb,
		"slash":      (*stage).slashVerb,
		"veto":       (*stage).vetoVerb,
		"settle":     (*stage).settleVerb,
		"mint":       (*stage).mintVerb,
		"exit":       (*stage).exitVerb,
		"instant":    (*stage).instantVerb,
		"pause":      func(s *stage, a []string) string { s.token(a[0]).SetPaused(true); return "" },
		"resume":     func(s *stage, a []string) string { s.token(a[0]).SetPaused(false); return "" },
		"delegate":   (*stage).delegateVerb,
		"undelegate": (*stage).undelegateVerb,
		"unbond":     (*stage).unbondVerb,
		"earn":       (*stage).earnVerb,
		"era":        (*stage).eraVerb,
		"offend":     (*stage).offendVerb,
		"others":     (*stage).othersVerb,
		"again":      (*stage).againVerb,
		"pass":       (*stage).passVerb,
		"jump":       (*stage).jumpVerb,
		"cap":        (*stage).capVerb,
		"demand":     (*stage).demandVerb,
		"execute":    (*stage).executeVerb,
		"finish":     (*stage).finishVerb,
		"beacon":     (*stage).beaconVerb,
		"trigger":    (*stage).triggerVerb,
		"across":     (*stage).acrossVerb,
		"season":     (*stage).seasonVerb,
		"airdrop":    (*stage).airdropVerb,
		"vaults":     (*stage).showVaults,
		"reach":      (*stage).showReach,
		"tokens":     (*stage).showTokens,
		"owners":     (*stage).showOwners,
	}
}

// described keeps a verb from describing a world that stands already.
func described(verb func(*stage, []string)) func(*stage, []string) string {
	return func(s *stage, args []string) string {
		if !s.built {
			if s.net == nil {
				s.net, s.wallets = &Network{Unit: money.ETH}, map[string]ledger.Account{}
				s.holders, s.tokens = map[string]Holder{}, map[string]*LiquidToken{}
			}
			verb(s, args)
		}
		return ""
	}
}

// vault NAME ASSET PLATFORM YYYYMMDD [SETTING=VALUE…]
func (s *stage) vaultVerb(a []string) {
	d, _ := strconv.Atoi(a[3])
	p, found := PlatformAt(a[2], Day(d))
	if !found {
		s.t.Fatalf("no platform %s on %s", a[2], a[3])
	}
	for _, text := range a[4:] {
		s.set(&p, text)
	}
	s.net.Vaults = append(s.net.Vaults, NetworkVault{a[0], a[1]})
	s.platforms = append(s.platforms, p)
}

// operator NAME VAULT…: an equal part of each
func (s *stage) operatorVerb(a []string) {
	o := int32(len(s.net.Operators))
	s.net.Operators = append(s.net.Operators, NetworkOperator{a[0], ratio(0, 1)})
	for _, v := range a[1:] {
		s.net.Nodes = append(s.net.Nodes, NetworkNode{o, s.vault(v), 1})
	}
}

// service NAME
func (s *stage) serviceVerb(a []string) {
	s.net.Services = append(s.net.Services, NetworkService{a[0], 0, ratio(1, 1), ratio(1, 1)})
}

// owner NAME
func (s *stage) ownerVerb(a []string) { s.names = append(s.names, a[0]) }

// token NAME TERMS PLACE:WEIGHT… [SETTING=VALUE…], where a place is own, a vault, or
// either with /base
func (s *stage) tokenVerb(a []string) string {
	s.build()
	if s.tokens[a[0]] != nil {
		return ""
	}
	p, found := TokenNamed(a[1])
	if !found {
		s.t.Fatalf("no terms %s", a[1])
	}
	asset, _ := testAssetOf(a[0])
	w := Wiring{Asset: asset, ETH: testETH, Chain: s.chain, Graph: s.g}
	for _, text := range a[2:] {
		if strings.Contains(text, "=") {
			s.setToken(&p, text)
			continue
		}
		place, weight, _ := strings.Cut(text, ":")
		place, base, based := strings.Cut(place, "/")
		part := Part{Vault: Own}
		part.Weight, _ = strconv.ParseInt(weight, 10, 64)
		if place != "own" {
			part.Vault = s.vault(place)
		}
		if based {
			part.Base = s.token(base)
		}
		w.Parts = append(w.Parts, part)
	}
	x, err := NewLiquidToken(s.book, p, w)
	must(s.t, err)
	s.tokens[a[0]], s.order = x, append(s.order, a[0])
	if s.burner != nil {
		s.burner.Redeems(x)
	}
	return ""
}

// give OWNER ETH
func (s *stage) giveVerb(a []string) string {
	s.build()
	return done(s.book.Post(ledger.Transfer{From: ledger.Outside, To: s.wallets[a[0]], Asset: testETH, Amount: s.eth(a[1]), Why: ledger.Arrive}))
}

// deposit OWNER VAULT AMOUNT
func (s *stage) depositVerb(a []string) string {
	return done(s.g.Deposit(s.book, s.vault(a[1]), s.holders[a[0]+" "+a[1]], s.wallets[a[0]], s.eth(a[2])))
}

// leave OWNER VAULT AMOUNT
func (s *stage) leaveVerb(a []string) string {
	return done(s.g.RequestExit(s.book, s.vault(a[1]), s.holders[a[0]+" "+a[1]], s.eth(a[2]), s.now))
}

// opt-in OPERATOR SERVICE SHARE
func (s *stage) optInVerb(a []string) string {
	s.build()
	return done(s.g.OptIn(s.now, s.operator(a[0]), s.service(a[1]), s.ratio(a[2])))
}

// opt-out OPERATOR SERVICE
func (s *stage) optOutVerb(a []string) string {
	return done(s.g.OptOut(s.now, s.operator(a[0]), s.service(a[1])))
}

// slash OPERATOR SERVICE FRACTION [TIME OF THE FAULT]
func (s *stage) slashVerb(a []string) string {
	f := Fault{Operator: s.operator(a[0]), Service: s.service(a[1]), Fraction: s.ratio(a[2]), At: s.now}
	if len(a) > 3 {
		f.At = s.time(a[3])
	}
	lost, err := s.g.Slash(s.book, s.now, f)
	return outcome("lost", lost, err)
}

// veto CASE
func (s *stage) vetoVerb(a []string) string {
	id, _ := strconv.ParseInt(a[0], 10, 64)
	return done(s.g.Cancel(id))
}

// settle TIME: all that is due by then, day by day
func (s *stage) settleVerb(a []string) string { return s.settle(s.time(a[0]), day) }

func (s *stage) settle(until clock.Time, step clock.Span) (out string) {
	for {
		s.now = min(until, s.now.Add(step))
		_, err := s.chain.Settle(s.book, s.now)
		must(s.t, err)
		must(s.t, s.g.Settle(s.book, s.now))
		for _, name := range s.order {
			must(s.t, s.tokens[name].Settle(s.book, s.now, func(owner ledger.Account, tokens, eth money.Gwei) {
				out += fmt.Sprintf("day %v: %s of %s ends for %s: %s\n", s.now, whole9(tokens), name, s.book.Name(owner), whole9(eth))
			}))
		}
		if s.now >= until {
			return out
		}
	}
}
