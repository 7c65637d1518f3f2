package ledger_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

const eth = ledger.Asset(0)

// opened is a book with two agents, the first of whom has 100.
func opened(t testing.TB) (b *ledger.Book, rich, poor ledger.Account) {
	b = ledger.New(coins, 4)
	rich = b.Open("agent", 2)
	poor = rich + 1
	if err := b.Post(ledger.Transfer{From: ledger.Outside, To: rich, Amount: 100, Why: ledger.Genesis}); err != nil {
		t.Fatal(err)
	}
	return b, rich, poor
}

func TestRefusals(t *testing.T) {
	const most = money.Gwei(math.MaxInt64)
	b, rich, poor := opened(t)
	for _, c := range []struct {
		name string
		t    ledger.Transfer
		want error
		says string
	}{
		{"more than there is", ledger.Transfer{From: rich, To: poor, Amount: 101}, ledger.ErrInsufficient, "101 units of ETH from agent[0] (has 100) to agent[1]"},
		{"another asset", ledger.Transfer{From: rich, To: poor, Asset: 1, Amount: 1}, ledger.ErrInsufficient, "1 units of ezETH from agent[0] (has 0)"},
		{"nothing from nobody", ledger.Transfer{From: poor, To: rich, Amount: 1}, ledger.ErrInsufficient, "from agent[1] (has 0)"},
		{"negative", ledger.Transfer{From: rich, To: poor, Amount: -1}, ledger.ErrNegative, "-1 units"},
		{"negative from a boundary", ledger.Transfer{From: ledger.Users, To: rich, Amount: math.MinInt64}, ledger.ErrNegative, "from users"},
		{"out of burn", ledger.Transfer{From: ledger.Burn, To: rich, Amount: 0}, ledger.ErrOneWay, "from burn"},
		{"out of gas", ledger.Transfer{From: ledger.Gas, To: rich, Amount: 0}, ledger.ErrOneWay, "from gas"},
		{"no such sender", ledger.Transfer{From: 7, To: rich}, ledger.ErrUnknown, "7 to 5"},
		{"no such receiver", ledger.Transfer{From: rich, To: -1}, ledger.ErrUnknown, "5 to -1"},
		{"no such asset", ledger.Transfer{From: rich, To: poor, Asset: 2}, ledger.ErrUnknown, "asset 2"},
		{"negative asset", ledger.Transfer{From: rich, To: poor, Asset: -1}, ledger.ErrUnknown, "asset -1"},
		{"no such reason", ledger.Transfer{From: rich, To: poor, Why: ledger.Arrive + 1}, ledger.ErrUnknown, "reason 29"},
		{"receiver too rich", ledger.Transfer{From: ledger.Issuance, To: rich, Amount: most}, ledger.ErrOverflow, "from issuance (has 0) to agent[0]"},
		{"supply too large", ledger.Transfer{From: ledger.Issuance, To: poor, Amount: most}, ledger.ErrOverflow, "to agent[1]"},
		{"flow too large", ledger.Transfer{From: ledger.Issuance, To: ledger.Users, Amount: most - 99, Why: ledger.Genesis}, ledger.ErrOverflow, "to users"},
	} {
		err := b.Post(c.t)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v saying %q", c.name, err, c.want, c.says)
		}
		if b.Balance(rich, eth) != 100 || b.Supply(eth) != 100 || b.Posts() != 1 || b.Recount() != nil {
			t.Fatalf("%s: the refusal left a trace", c.name)
		}
	}
}

// TestBoundaryGoesDownToTheLastUnit and no further.
func TestBoundaryGoesDownToTheLastUnit(t *testing.T) {
	b := ledger.New(coins, 0)
	const most = money.Gwei(math.MaxInt64)
	down := ledger.Transfer{From: ledger.Issuance, To: ledger.Burn, Amount: most, Why: ledger.Reward}
	if err := b.Post(down); err != nil {
		t.Fatal(err)
	}
	last := ledger.Transfer{From: ledger.Issuance, To: ledger.Gas, Amount: 1, Why: ledger.GasFee}
	if err := b.Post(last); err != nil || b.Balance(ledger.Issuance, eth) != math.MinInt64 {
		t.Errorf("%v, issuance holds %d", err, b.Balance(ledger.Issuance, eth))
	}
	if err := b.Post(last); !errors.Is(err, ledger.ErrOverflow) || b.Recount() != nil {
		t.Errorf("below the last unit: %v, %v", err, b.Recount())
	}
}

// TestAllOrNone: the third of three fails, and the first two never were.
func TestAllOrNone(t *testing.T) {
	b, rich, poor := opened(t)
	err := b.Post(
		ledger.Transfer{From: rich, To: poor, Amount: 60, Why: ledger.Trade},
		ledger.Transfer{From: poor, To: ledger.Burn, Amount: 60, Why: ledger.Slash},
		ledger.Transfer{From: rich, To: poor, Amount: 41, Why: ledger.Trade},
	)
	if !errors.Is(err, ledger.ErrInsufficient) {
		t.Fatalf("got %v", err)
	}
	if b.Balance(rich, eth) != 100 || b.Balance(poor, eth) != 0 || b.Balance(ledger.Burn, eth) != 0 ||
		b.Flow(ledger.Trade, eth) != 0 || b.Flow(ledger.Slash, eth) != 0 {
		t.Error("part of a refused posting was made")
	}
}

// TestALaterTransferSpendsWhatAnEarlierBrought, in this order only.
func TestALaterTransferSpendsWhatAnEarlierBrought(t *testing.T) {
	b, rich, poor := opened(t)
	there := ledger.Transfer{From: rich, To: poor, Amount: 100, Why: ledger.Trade}
	back := ledger.Transfer{From: poor, To: rich, Amount: 70, Why: ledger.Trade}
	if err := b.Post(back, there); !errors.Is(err, ledger.ErrInsufficient) {
		t.Errorf("spent before it came: %v", err)
	}
	if err := b.Post(there, back); err != nil || b.Balance(rich, eth) != 70 || b.Flow(ledger.Trade, eth) != 170 {
		t.Errorf("%v: %d left, flow %d", err, b.Balance(rich, eth), b.Flow(ledger.Trade, eth))
	}
}

func TestNames(t *testing.T) {
	b := ledger.New(coins, 0)
	b.Open("curve", 1)
	b.Open("farmers", 3)
	for a, want := range map[ledger.Account]string{
		ledger.Issuance: "issuance", ledger.Outside: "outside", ledger.Users: "users", ledger.Burn: "burn", ledger.Gas: "gas",
		ledger.FirstFree: "curve[0]", ledger.FirstFree + 1: "farmers[0]", ledger.FirstFree + 3: "farmers[2]", -1: "account -1",
	} {
		if got := b.Name(a); got != want {
			t.Errorf("account %d is %s, want %s", a, got, want)
		}
	}
	if b.Assets() != 2 || b.Spec(1) != coins[1] || ledger.New(nil, 3).Accounts() != int(ledger.FirstFree) {
		t.Error("assets or accounts are miscounted")
	}
}

func TestPostAllocatesNothing(t *testing.T) {
	b, rich, poor := opened(t)
	if n := testing.AllocsPerRun(100, func() {
		if b.Post(
			ledger.Transfer{From: rich, To: poor, Amount: 1, Why: ledger.Trade},
			ledger.Transfer{From: poor, To: rich, Amount: 1, Why: ledger.Trade},
		) != nil || b.Recount() != nil {
			t.Fatal("refused")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
