package restake

import (
	"fmt"
	"strconv"

	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// mint TOKEN OWNER ETH
func (s *stage) mintVerb(a []string) string {
	minted, err := s.token(a[0]).Deposit(s.book, s.wallets[a[1]], s.eth(a[2]), s.now)
	return outcome("minted", minted, err)
}

// exit TOKEN OWNER TOKENS
func (s *stage) exitVerb(a []string) string {
	return done(s.token(a[0]).RequestExit(s.book, s.wallets[a[1]], s.eth(a[2]), s.now))
}

// instant TOKEN OWNER TOKENS
func (s *stage) instantVerb(a []string) string {
	paid, err := s.token(a[0]).Instant(s.book, s.wallets[a[1]], s.eth(a[2]))
	return outcome("paid", paid, err)
}

// delegate TOKEN PART ETH
func (s *stage) delegateVerb(a []string) string {
	i, _ := strconv.Atoi(a[1])
	placed, err := s.token(a[0]).Delegate(s.book, i, s.eth(a[2]), s.now)
	return outcome("placed", placed, err)
}

// undelegate TOKEN PART ETH
func (s *stage) undelegateVerb(a []string) string {
	i, _ := strconv.Atoi(a[1])
	return done(s.token(a[0]).Undelegate(s.book, i, s.eth(a[2]), s.now))
}

// unbond TOKEN ETH
func (s *stage) unbondVerb(a []string) string {
	started, err := s.token(a[0]).Unbond(s.book, s.now, s.eth(a[1]))
	return outcome("on its way", started, err)
}

// earn SPAN: staking yield in vaults and tokens
func (s *stage) earnVerb(a []string) string {
	dt := clock.Span(s.time(a[0]))
	must(s.t, s.g.StakingYield(s.book, s.chain, dt))
	for _, name := range s.order {
		must(s.t, s.tokens[name].Accrue(s.book, dt))
	}
	return ""
}

// era NAME: the rules of Ethereum from now on
func (s *stage) eraVerb(a []string) string {
	s.chain.SetEra(mustEra(s.t, a[0]))
	return ""
}

// offend TOKEN COUNT ETH: so many of the token's validators of a balance are slashed
func (s *stage) offendVerb(a []string) string {
	n, _ := strconv.ParseInt(a[1], 10, 64)
	return done(s.token(a[0]).Slash(s.book, Offence{n, s.eth(a[2])}, s.now))
}

// others ETH: so much of others' balance is slashed
func (s *stage) othersVerb(a []string) string {
	s.chain.Slashed(s.eth(a[0]), s.now)
	return ""
}

// vaults: what is in them
func (s *stage) showVaults([]string) (out string) {
	for i, v := range s.net.Vaults {
		active, queued := s.g.Held(s.book, int32(i))
		out += fmt.Sprintf("%s: active %s, queued %s, of it slashable %s\n", v.Name, whole9(active), whole9(queued), whole9(s.g.vaults[i].exposed+s.g.vaults[i].pooled(s.book)))
	}
	return out + fmt.Sprintf("slashed %s, burned %s\n", whole9(s.g.Lost()), whole9(s.book.Balance(ledger.Burn, testETH)))
}

// reach: what each service could slash of each operator
func (s *stage) showReach([]string) (out string) {
	var x Exposure
	must(s.t, s.g.FillExposure(s.book, &x, func(ledger.Asset) float64 { return 1 }))
	for i, n := range x.Nodes {
		out += fmt.Sprintf("%s in %s, stake %s:", s.net.Operators[n.Operator].Name, s.net.Vaults[n.Vault].Name, whole9(n.Stake))
		for _, e := range x.EdgesOf(i) {
			out += fmt.Sprintf(" %s %s", s.net.Services[e.Service].Name, whole9(e.Slashable))
		}
		out += "\n"
	}
	return out
}

// tokens: what backs them, where it is, and what their holders are told
func (s *stage) showTokens([]string) (out string) {
	for _, name := range s.order {
		x := s.tokens[name]
		backing, err := x.Backing(s.book)
		must(s.t, err)
		flying, err := x.InFlight(s.book)
		must(s.t, err)
		num, den, err := x.Rate(s.book)
		must(s.t, err)
		out += fmt.Sprintf("%s: supply %s, rate %.9f, recognised %.9f, backing %s\n", name, whole9(x.Supply(s.book)),
			float64(num)/float64(den), x.Recognised(), whole9(backing))
		out += fmt.Sprintf("  buffer %s, idle %s, on its way %s, in line %s\n", whole9(x.Buffer(s.book)), whole9(x.Idle(s.book)), whole9(flying), whole9(x.Queued()))
		for i := range x.Parts() {
			stake, err := x.PartStake(s.book, i)
			must(s.t, err)
			out += fmt.Sprintf("  part %d: working %s, parked %s\n", i, whole9(stake), whole9(s.parked(x, i)))
		}
	}
	return out
}

// parked is stake that a part in a vault has brought back to be placed anew.
func (s *stage) parked(x *LiquidToken, i int) money.Gwei {
	p := &x.parts[i]
	if p.Vault == Own || x.hasOwn(p.asset) {
		return 0
	}
	return s.book.Balance(x.own, p.asset)
}

// owners: what is in their wallets and vaults
func (s *stage) showOwners([]string) (out string) {
	for _, name := range s.names {
		out += name + ":"
		for asset, spec := range testAssets() {
			if x := s.book.Balance(s.wallets[name], ledger.Asset(asset)); x > 0 {
				out += fmt.Sprintf(" %s %s", whole9(x), spec.Name)
			}
		}
		for i, v := range s.net.Vaults {
			active, queued, err := s.g.Value(s.book, int32(i), s.holders[name+" "+v.Name])
			must(s.t, err)
			if active+queued > 0 {
				out += fmt.Sprintf(", %s in %s and %s leaving", whole9(active), v.Name, whole9(queued))
			}
		}
		out += "\n"
	}
	return out
}
