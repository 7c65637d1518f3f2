package restake

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// PartStake is the working stake of a part, in ETH at true rates.
func (t *LiquidToken) PartStake(b *ledger.Book, i int) (money.Gwei, error) {
	return t.staked(b, &t.parts[i])
}

// PartVault is the vault that a part lies in, or Own.
func (t *LiquidToken) PartVault(i int) int32 { return t.parts[i].Vault }
