package restake

import (
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/market"
)

// set changes one setting of a platform, so that a script can hold its rules against
// simpler ones.
func (s *stage) set(p *Platform, text string) {
	name, value, _ := strings.Cut(text, "=")
	spans := map[string]*clock.Span{"veto": &p.Veto, "lapse": &p.Lapse, "pause": &p.Pause, "hold": &p.Hold,
		"withdrawal": &p.Withdrawal, "allocation": &p.Allocation, "deallocation": &p.Deallocation}
	if span := spans[name]; span != nil {
		*span = clock.Span(s.time(value))
		return
	}
	switch text {
	case "fixing=execution":
		p.Fixing = AtExecution
	case "overlap=shared":
		p.Overlap = Shared
	case "tranche=never":
		p.Tranche = Never
	case "reopens=yes":
		p.Reopens = true
	default:
		s.t.Fatalf("no setting %s", text)
	}
}

// setToken changes one of a token's terms.
func (s *stage) setToken(p *TokenParams, text string) {
	name, value, _ := strings.Cut(text, "=")
	prices := map[string]ExitPrice{"lower": LowerValue, "request": RequestValue, "payment": PaymentValue}
	switch price, known := prices[value]; {
	case name == "price" && known:
		p.Price = price
	case name == "report":
		p.Report = clock.Span(s.time(value))
	case name == "delay":
		p.Delay = clock.Span(s.time(value))
	case name == "buffer":
		p.Buffer = s.ratio(value)
	case name == "fee":
		p.RewardFee = s.ratio(value)
	default:
		s.t.Fatalf("no term %s", text)
	}
}

// again: the same world, from its beginning
func (s *stage) againVerb([]string) string {
	s.reset()
	return ""
}

// pass TIME: time passes, and nobody does what has become due
func (s *stage) passVerb(a []string) string {
	s.now = s.time(a[0])
	s.g.Pass(s.book, s.now)
	return ""
}

// jump TIME: all that is due by then, in one step
func (s *stage) jumpVerb(a []string) string { return s.settle(s.time(a[0]), s.time(a[0]).Sub(0)) }

// cap VAULT AMOUNT
func (s *stage) capVerb(a []string) string {
	s.build()
	s.g.SetDepositLimit(s.vault(a[0]), s.eth(a[1]))
	return ""
}

// demand OPERATOR VAULT SERVICE AMOUNT TIME OF THE FAULT: carried out at once
func (s *stage) demandVerb(a []string) string {
	d := Demand{Node: s.node(a[0], a[1]), Service: s.service(a[2]), Amount: s.eth(a[3]), At: s.time(a[4])}
	accounted, taken, err := s.g.Strike(s.book, s.now, d)
	if err != nil {
		return done(err)
	}
	return a[2] + " reports " + whole9(accounted) + ", gets " + whole9(taken)
}

// node finds an operator's place in a vault.
func (s *stage) node(operator, vault string) int32 {
	o, v := s.operator(operator), s.vault(vault)
	for i := s.g.nodeStart[o]; i < s.g.nodeStart[o+1]; i++ {
		if s.g.nodes[i].vault == v {
			return i
		}
	}
	s.t.Fatalf("%s is not in %s", operator, vault)
	return 0
}

// execute CASE
func (s *stage) executeVerb(a []string) string {
	id, _ := strconv.ParseInt(a[0], 10, 64)
	_, taken, err := s.g.Execute(s.book, s.now, id)
	return outcome("taken", taken, err)
}

// finish VAULT NUMBER: a redemption is paid
func (s *stage) finishVerb(a []string) string {
	id, _ := strconv.ParseInt(a[1], 10, 64)
	paid, err := s.g.Finish(s.book, s.vault(a[0]), id, s.now)
	return outcome("paid", paid, err)
}

// beacon OWNER VAULT BEFORE LOSS: the owner's validators are proven to have lost ETH
func (s *stage) beaconVerb(a []string) string {
	before, loss := s.eth(a[2]), s.eth(a[3])
	return done(s.g.BeaconLoss(s.book, s.vault(a[1]), s.holders[a[0]+" "+a[1]], before, loss, s.now))
}

// trigger: the burner redeems what it has
func (s *stage) triggerVerb([]string) string {
	asked, err := s.burner.Trigger(s.book, s.now)
	return outcome("asked for", asked, err)
}

// across TOKEN OWNER ETH: a mint on another chain
func (s *stage) acrossVerb(a []string) string {
	minted, err := s.token(a[0]).DepositAcross(s.book, s.wallets[a[1]], s.eth(a[2]), s.now)
	return outcome("minted", minted, err)
}

// season TOKEN POT END: whoever holds the token now earns points until then
func (s *stage) seasonVerb(a []string) string {
	p := market.ProgrammeParams{}
	must(s.t, p.Rate.UnmarshalText([]byte("1 point/ETH/d")))
	must(s.t, p.Ends.UnmarshalText([]byte(a[2])))
	must(s.t, p.Supply.UnmarshalText([]byte(a[1]+" ETH")))
	must(s.t, p.Share.UnmarshalText([]byte("100 %")))
	var err error
	s.season, err = p.Open(testPoints, 9)
	must(s.t, err)
	for _, name := range s.names {
		s.season.Touch(s.wallets[name], s.book.Balance(s.wallets[name], s.token(a[0]).Asset()), s.now)
	}
	return ""
}

// airdrop: the season's pot is handed out by points
func (s *stage) airdropVerb([]string) string {
	paid, err := s.season.Airdrop(s.book, s.now)
	return outcome("handed out", paid, err)
}
