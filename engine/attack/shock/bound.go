package shock

import "math/big"

// Bound returns (1 + 1/γ)·ψ, above which no share of stake can be lost to a shock of ψ
// and the attacks that follow: R < (1 + 1/γ)·ψ for γ > 0 and ψ > 0 (Durvasula and
// Roughgarden, theorem 1), and nothing is lost for ψ = 0. It is nil for γ ≤ 0, where
// there is no bound: a network that is merely secure can lose everything to the least
// shock (theorem 2). ψ and the bound are shares of stake; γ comes from whatever search
// or certificate, and any lower bound on it will do.
func Bound(gamma, psi *big.Rat) *big.Rat {
	more := AttackBound(gamma, psi)
	if more == nil {
		return nil
	}
	return more.Add(more, psi)
}

// AttackBound returns shock/γ, an amount that the attacks after a shock cannot reach,
// or nil for γ ≤ 0. It holds for whatever additive measure of loss γ is stated in, the
// shock being measured alike: in stake, or in what operators lose of their own (κ),
// while coverage is counted in stake. The union of attacks is, with the shock, one
// attacking coalition on the network as it was, so (1+γ)·π ≤ loss + shock, and it paid,
// so π > loss.
func AttackBound(gamma, shock *big.Rat) *big.Rat {
	if gamma.Sign() <= 0 {
		return nil
	}
	return new(big.Rat).Quo(shock, gamma)
}
