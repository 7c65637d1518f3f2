package market

import (
	"github.com/restakesim/restakesim/engine/ledger"
	"github.com/restakesim/restakesim/engine/money"
)

// Side says which coin an order gives.
type Side uint8

// Sell gives base for quote, Buy gives quote for base.
const (
	Sell Side = iota
	Buy
)

// Order asks for a trade of Amount of the coin that is given. It is refused when it
// would bring less than MinOut of the other coin.
type Order struct {
	Side           Side
	Amount, MinOut money.Gwei
}

// Fill is what a trade came to. Fee is counted in the coin it is taken in (the coin
// paid out in StableSwap, the coin paid in for constant product); AdminFee is the
// part of it that left the pool.
type Fill struct {
	In, Out       money.Gwei
	Fee, AdminFee money.Gwei
}

// Pool is a venue for two coins. Base is the coin that is priced, quote is what it
// is priced in. Reserves are balances of the pool's ledger account; a pool keeps a
// copy of them, read by Sync, from which every quote is made. Prices are whole
// units of quote per whole unit of base; amounts are in the ledger's units.
type Pool interface {
	Account() ledger.Account
	Base() ledger.Asset
	Quote() ledger.Asset
	Share() ledger.Asset // what those who provide liquidity hold

	// Sync rereads the reserves. Rate is the redemption value of a base unit in
	// quote units, by which StableSwap scales; constant product ignores it.
	Sync(b *ledger.Book, rate float64)
	// Price is the marginal price before fees, 0 for an empty pool.
	Price() float64

	// SellOut is the quote paid for dx of base, after fees and rounded down. However
	// much is sold, a unit of the reserve stays.
	SellOut(dx money.Gwei) money.Gwei
	// BuyOut is the base paid for dy of quote, likewise.
	BuyOut(dy money.Gwei) money.Gwei
	// SellTo is the base to sell until what the last unit brings, after fees, has
	// fallen to price; 0 when it brings no more than that already.
	SellTo(price float64) money.Gwei
	// BuyTo is the quote to spend until what the last unit costs, after fees, has
	// risen to price; 0 when it costs no less than that already.
	BuyTo(price float64) money.Gwei
	// SellWithin is the largest part of dx that sells, after fees, at an average
	// price of at least limit, to within a unit; 0 if none does.
	SellWithin(dx money.Gwei, limit float64) money.Gwei

	// Settle trades between the trader and the pool, or refuses with ErrLimit,
	// ErrTooSmall, ErrDepth or the ledger's error and posts nothing.
	Settle(b *ledger.Book, trader ledger.Account, o Order) (Fill, error)
	// AddLiquidity takes base and quote in the pool's proportion, no more than is
	// offered of either, and gives shares. The first provider sets the proportion.
	AddLiquidity(b *ledger.Book, provider ledger.Account, base, quote money.Gwei) (shares money.Gwei, err error)
	// RemoveLiquidity takes shares back and pays their part of both reserves.
	RemoveLiquidity(b *ledger.Book, provider ledger.Account, shares money.Gwei) (base, quote money.Gwei, err error)
}

// Listing places a pool on the ledger: its account, the account that receives the
// administration's part of fees, its coins and its shares. Decimals are those of
// the ledger's assets.
type Listing struct {
	Account, Fees               ledger.Account
	Base, Quote, Share          ledger.Asset
	BaseDecimals, QuoteDecimals uint8
}
