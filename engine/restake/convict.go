package restake

import (
	"github.com/restakesim/restakesim/engine/clock"
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Offence is a number of validators that Ethereum slashes at the same time, each with an
// effective balance, which is whole ETH.
type Offence struct {
	Validators int64
	Effective  money.Gwei
}

// conviction is an offence on its way through its penalties.
type conviction struct {
	Offence
	client  Client
	epoch   int64      // of the slash
	left    money.Gwei // of the balances, in the client's exiting account
	charged bool       // the correlation penalty is paid
}

// slashing is effective balance slashed in an epoch, everybody's.
type slashing struct {
	epoch   int64
	balance money.Gwei
}

// Slash slashes a client's validators, whose balance lies in an account: the initial
// penalty is burned at once, the correlation penalty CorrelationAt later, and what is
// left is paid to the client SlashedWithdrawable after the slash, and the sweep
// (slash_validator, process_slashings). It returns when the second penalty is charged
// and when the rest may be withdrawn. Active stake is not lowered: whoever is slashed is
// taken to be replaced from the entry queue. ErrAmount for what is no offence, and the
// ledger's error where the account holds less.
func (e *Ethereum) Slash(b *ledger.Book, c Client, from ledger.Account, o Offence, now clock.Time) (charged, withdrawable clock.Time, err error) {
	if o.Validators <= 0 || o.Effective < increment || o.Effective%increment != 0 || o.Validators > int64(mostSupply/o.Effective) {
		return now, now, ErrAmount
	}
	all := money.Gwei(o.Validators) * o.Effective
	initial := money.Gwei(o.Validators) * e.era.InitialPenalty(o.Effective)
	who := &e.clients[c]
	err = b.Post(
		ledger.Transfer{From: from, To: ledger.Burn, Asset: e.p.ETH, Amount: initial, Why: ledger.Slash},
		ledger.Transfer{From: from, To: who.exiting, Asset: e.p.ETH, Amount: all - initial, Why: ledger.Unbond})
	if err != nil {
		return now, now, err
	}
	x := conviction{Offence: o, client: c, epoch: epochOf(now), left: all - initial}
	e.slashed.push(slashing{x.epoch, all})
	e.convicts.push(x)
	who.slashed += x.left
	who.last = max(who.last, x.paidAt().Add(e.sweep()))
	return x.chargedAt(), x.paidAt(), nil
}

// Slashed tells the chain that so much effective balance of others was slashed now,
// which counts in the correlation penalty of everybody.
func (e *Ethereum) Slashed(balance money.Gwei, now clock.Time) {
	if balance > 0 {
		e.slashed.push(slashing{epochOf(now), balance})
	}
}

// SlashedIn is the effective balance slashed in the CorrelationWindow that ends with an
// epoch.
func (e *Ethereum) SlashedIn(epoch int64) (sum money.Gwei) {
	for i := range e.slashed.len() {
		if s := e.slashed.at(i); s.epoch <= epoch && s.epoch > epoch-int64(CorrelationWindow/Epoch) {
			sum = min(sum+s.balance, mostSupply)
		}
	}
	return sum
}

// Working is a client's stake on its way out that still earns.
func (e *Ethereum) Working(b *ledger.Book, c Client) money.Gwei {
	return e.Pending(b, c) - e.clients[c].slashed
}

// chargedAt is the beginning of the epoch half-way, whose end charges the penalty.
func (x *conviction) chargedAt() clock.Time {
	return clock.Time(x.epoch * int64(Epoch)).Add(CorrelationAt)
}

func (x *conviction) paidAt() clock.Time {
	return clock.Time(x.epoch * int64(Epoch)).Add(SlashedWithdrawable)
}

// punish charges the correlation penalties that are due, at the end of their epoch, and
// pays what is left of stake that has become withdrawable and been swept.
func (e *Ethereum) punish(b *ledger.Book, now clock.Time) (paid money.Gwei, err error) {
	for i := range e.convicts.len() {
		if x := e.convicts.at(i); !x.charged {
			if now < x.chargedAt().Add(Epoch) {
				break
			}
			if err := e.charge(b, x); err != nil {
				return 0, err
			}
		}
	}
	for e.convicts.len() > 0 && e.convicts.at(0).paidAt().Add(e.sweep()) <= now {
		x := e.convicts.at(0)
		who := &e.clients[x.client]
		if err := b.Post(ledger.Transfer{From: who.exiting, To: who.to, Asset: e.p.ETH, Amount: x.left, Why: ledger.ExitClaim}); err != nil {
			return paid, err
		}
		who.slashed -= x.left
		paid += x.left
		e.convicts.pop()
	}
	return paid, nil
}

// charge burns a correlation penalty, as far as there is a balance.
func (e *Ethereum) charge(b *ledger.Book, x *conviction) error {
	one, err := e.era.CorrelationPenalty(x.Effective, e.SlashedIn(x.epoch+int64(CorrelationAt/Epoch)), max(e.staked, increment))
	if err != nil {
		return err
	}
	who := &e.clients[x.client]
	penalty := min(x.left, one*money.Gwei(x.Validators))
	if err := b.Post(ledger.Transfer{From: who.exiting, To: ledger.Burn, Asset: e.p.ETH, Amount: penalty, Why: ledger.Slash}); err != nil {
		return err
	}
	x.left -= penalty
	who.slashed -= penalty
	x.charged = true
	return nil
}

// Slash slashes validators of the token's own, as Ethereum.Slash does; what they are
// left with comes to the buffer.
func (t *LiquidToken) Slash(b *ledger.Book, o Offence, now clock.Time) error {
	_, _, err := t.w.Chain.Slash(b, t.client, t.own, o, now)
	return err
}
