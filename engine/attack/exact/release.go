package exact

// release makes the services that remain pay for what a service that is out paid of
// its members: a share that nobody counts would only weaken the bound. Who serves no
// other service is out as well. The prices of the lowest bound move likewise, which
// does not raise it.
func (t *tree) release(s int32) {
	for _, e := range t.b.rowOf(s) {
		i := t.b.owner[e]
		switch {
		case t.o.member[i] != open:
		case !t.hand(t.a.best, e):
			t.o.fix(i, out)
		case t.o.price[e] > 0:
			t.hand(t.o.price, e)
			t.o.touch(i)
		}
	}
}

// hand moves the price of an edge to the member's edges at services that are not out,
// in proportion to what they pay, or to the last where they pay nothing; false if there
// are none.
func (t *tree) hand(price []int64, e int32) bool {
	from, upTo := t.b.edges(t.b.owner[e])
	var paid int64
	last := int32(-1)
	for f := from; f < upTo; f++ {
		if t.o.service[t.b.to[f]] != out {
			paid += price[f]
			last = f
		}
	}
	if last < 0 {
		return false
	}
	give := price[e]
	left := give
	for f := from; f <= last && paid > 0; f++ {
		if t.o.service[t.b.to[f]] != out {
			x := mulDivDown(give, price[f], paid)
			price[f] += x
			left -= x
		}
	}
	price[last] += left
	price[e] = 0
	return true
}
