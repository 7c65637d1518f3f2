package restake

import "github.com/restakesim/restakesim/engine/money"

// MostJoint is how many joint profits a network may have: a search may have to look at
// every combination of them.
const MostJoint = 6

// JointProfit is what corrupting several services at once yields beyond the profits of
// each: more where one attack makes another worth more (an oracle and the lending desk
// that reads it), less where they compete for the same prey. The penalties that name a
// service add up to at most its profit, so that taking one more service never takes less.
type JointProfit struct {
	Services []int32    // ascending, two or more
	Profit   money.Gwei // ETH; negative: a penalty
}
