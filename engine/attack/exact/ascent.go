package exact

// ascent moves prices towards a lower bound: a service that wants a member pays more
// of it, one that does not pays less. Around the best prices known it steps along a
// running mean of what the services want, as the volume algorithm does (Barahona and
// Anbil, "The volume algorithm", Mathematical Programming 87, 2000); below a node it
// steps from where it is, which forgets its parent faster. The mean is near a
// fractional coalition, and tells where to branch.
type ascent struct {
	o     *oracle
	low   int64   // the lowest bound
	firm  int64   // the lowest after rounding
	best  []int64 // prices that gave it
	found bool
	mean  []float64 // per edge: what the service wants, averaged
	dir   []float64
	part  []float64 // per service: how much it is taken, averaged
	row   []float64
}

func (a *ascent) start(o *oracle) {
	a.o = o
	a.best = append(a.best[:0], o.price...)
	a.mean, a.dir = resize(a.mean, len(o.price)), resize(a.dir, len(o.price))
	a.found = false
	a.part = resize(a.part, len(o.b.service))
	clear(a.part)
}

// note keeps the prices if the bound is the lowest so far.
func (a *ascent) note(bound int64) bool {
	if a.found && bound >= a.low {
		return false
	}
	a.low, a.found = bound, true
	copy(a.best, a.o.price)
	return true
}

// blend moves the mean by a part alpha towards the present solution.
func (a *ascent) blend(alpha float64) {
	for e, used := range a.o.used {
		x := float64((1 - alpha) * a.mean[e])
		if used {
			x += alpha
		}
		a.mean[e] = x
	}
	for s, taken := range a.o.taken {
		x := float64((1 - alpha) * a.part[s])
		if taken {
			x += alpha
		}
		a.part[s] = x
	}
}

// turn returns the alpha that makes the mean most consistent: services that share a
// member want it equally. It stays within [top/10, top].
func (a *ascent) turn(top float64) float64 {
	b, o := a.o.b, a.o
	var gg, gz, zz float64
	for i := range b.member {
		from, upTo := b.edges(int32(i))
		if o.member[i] != open {
			continue
		}
		var g, z float64
		for e := from; e < upTo; e++ {
			z += a.mean[e]
			if o.used[e] {
				g++
			}
		}
		n := float64(upTo - from)
		g, z = g/n, z/n
		w := float64(b.cost[i])
		for e := from; e < upTo; e++ {
			x, y := -g, a.mean[e]-z
			if o.used[e] {
				x++
			}
			gg += float64(w * float64(x*x))
			gz += float64(w * float64(x*y))
			zz += float64(w * float64(y*y))
		}
	}
	d := gg - float64(2*gz) + zz
	if d <= 0 {
		return top
	}
	return max(top/10, min(top, (zz-gz)/d))
}

// step changes prices along the mean, by length·gap over the square of its
// inconsistency (Polyak's rule). A member's cost is its scale.
func (a *ascent) step(gap, length float64) {
	o, b := a.o, a.o.b
	var norm float64
	for i := range b.member {
		if o.member[i] != open {
			continue
		}
		from, upTo := b.edges(int32(i))
		var mean, n float64
		for e := from; e < upTo; e++ {
			a.dir[e] = 0
			if o.service[b.to[e]] != out {
				mean += a.mean[e]
				n++
			}
		}
		if n == 0 {
			continue
		}
		mean /= n
		w := float64(b.cost[i])
		for e := from; e < upTo; e++ {
			if o.service[b.to[e]] != out {
				d := a.mean[e] - mean
				a.dir[e] = float64(d * w)
				norm += float64(d * a.dir[e])
			}
		}
	}
	if norm <= 0 {
		return
	}
	t := length * gap / norm
	for i := range b.member {
		if o.member[i] == open {
			a.move(int32(i), t)
		}
	}
}

// move changes the prices of member i along the direction, then back to where they
// are at least 0 and add up to its cost.
func (a *ascent) move(i int32, t float64) {
	o, b := a.o, a.o.b
	from, upTo := b.edges(i)
	a.row = a.row[:0]
	still := true
	for e := from; e < upTo; e++ {
		still = still && a.dir[e] == 0
		a.row = append(a.row, float64(o.price[e])+float64(t*a.dir[e]))
	}
	if still {
		return
	}
	simplex(a.row, float64(b.cost[i]))
	left, top := b.cost[i], from
	for e := from; e < upTo; e++ {
		x := within(a.row[e-from], left)
		left -= x
		if a.row[e-from] > a.row[top-from] {
			top = e
		}
		a.put(e, x)
	}
	a.put(top, o.price[top]+left)
}

// within is x as an integer from 0 to most; steps that went too far leave floats that are
// none.
func within(x float64, most int64) int64 {
	if x > 0 {
		return min(int64(min(x, float64(most))), most)
	}
	return 0
}

func (a *ascent) put(e int32, price int64) {
	if a.o.price[e] != price {
		a.o.price[e] = price
		a.o.stale[a.o.b.to[e]] = true
	}
}

// back returns to the best prices.
func (a *ascent) back() {
	for e, x := range a.best {
		a.put(int32(e), x)
	}
}

// simplex projects x onto the points ≥ 0 that add up to total.
func simplex(x []float64, total float64) {
	for {
		sum, n := -total, 0.0
		for _, v := range x {
			if v > 0 {
				sum += v
				n++
			}
		}
		if n == 0 {
			x[0] = total
			return
		}
		cut, done := sum/n, true
		for i, v := range x {
			x[i] = 0
			if v > 0 {
				if v <= cut {
					done = false
				} else {
					x[i] = v - cut
				}
			}
		}
		if done {
			return
		}
	}
}
