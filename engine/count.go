package engine

// counts is what services can slash, in ETH, read off the exposure once for all who
// ask until it is filled anew.
type counts struct {
	counted  bool
	promised []float64 // by service, of everybody
	operator int32     // whose row stands below; nobody's before the first
	mine     []float64 // by service, of that operator
	backing  float64   // the operator's whole stake
}

// count adds up what each service can slash.
func (n *network) count() {
	if n.counted {
		return
	}
	n.counted, n.operator = true, nobody
	n.promised = zeroed(n.promised, len(n.services))
	for _, e := range n.exposure.Edges {
		n.promised[e.Service] += e.Slashable.Float()
	}
}

// row is what each service can slash of one operator, whose stake is then backing.
func (n *network) row(o int32) []float64 {
	if o == n.operator {
		return n.mine
	}
	n.operator, n.backing = o, 0
	n.mine = zeroed(n.mine, len(n.services))
	for i := range n.exposure.Nodes {
		if n.exposure.Nodes[i].Operator != o {
			continue
		}
		n.backing += n.exposure.Nodes[i].Stake.Float()
		for _, e := range n.exposure.EdgesOf(i) {
			n.mine[e.Service] += e.Slashable.Float()
		}
	}
	return n.mine
}

// nobody is no operator.
const nobody = -1

// zeroed returns n zeros in the memory of s where that is large enough.
func zeroed(s []float64, n int) []float64 {
	s = grow(s, n)
	clear(s)
	return s
}
