package partial

import (
	"context"
	"slices"
)

// tableau solves linear programmes with the dual simplex method: minimise a linear
// function of variables in boxes, subject to rows whose activity is a variable too
// (its logical), bounded from below. Every basic variable is written in the others,
//
//	x_basic[i] = Σ_j cell[i][j]·x_other[j],
//
// so there are no constants and no identity columns. Because all variables that can
// start outside the basis have two bounds, each can rest on the one that its reduced
// cost wants: there is always a dual feasible start, also after bounds have moved or
// rows have been added. Floats only guide; nothing here is a proof.
type tableau struct {
	lower, upper []float64 // per variable: structural ones first, then the logicals of the rows
	basic        []int32   // per row
	other        []int32   // per column
	high         []bool    // per column: rests on its upper bound
	value        []float64 // of the basic variables
	cost         []float64 // reduced costs
	cell         [][]float64

	filled []int32     // columns with an entry in the row at hand
	prices []float64   // what the structural variables cost
	given  [][]float64 // the rows as they were added
	worn   int         // pivots since the cells were computed from these
}

// unbounded stands for no upper bound.
const unbounded = 1e300

// Tolerances, for amounts scaled to be near 1.
const (
	slackness = 1e-10 // violation of a bound that is let pass
	pivotal   = 1e-9  // least pivot
)

// newTableau has no rows yet: every structural variable is outside the basis.
func newTableau(cost, upper []float64) *tableau {
	t := &tableau{lower: make([]float64, len(upper)), upper: upper, cost: slices.Clone(cost), prices: cost}
	for j := range upper {
		t.other = append(t.other, int32(j))
		t.high = append(t.high, cost[j] < 0)
	}
	return t
}

func (t *tableau) clone() *tableau {
	u := &tableau{
		lower: slices.Clone(t.lower), upper: slices.Clone(t.upper),
		basic: slices.Clone(t.basic), other: slices.Clone(t.other), high: slices.Clone(t.high),
		value: slices.Clone(t.value), cost: slices.Clone(t.cost),
		prices: t.prices, given: slices.Clone(t.given), worn: t.worn,
	}
	flat := make([]float64, len(t.cell)*len(t.cost))
	for i, row := range t.cell {
		to := flat[i*len(row) : (i+1)*len(row) : (i+1)*len(row)]
		copy(to, row)
		u.cell = append(u.cell, to)
	}
	return u
}

// rest is where the variable of a column rests.
func (t *tableau) rest(j int) float64 {
	if t.high[j] {
		return t.upper[t.other[j]]
	}
	return t.lower[t.other[j]]
}

// addRow adds a row over the structural variables whose activity is at least least.
func (t *tableau) addRow(row []float64, least float64) {
	t.given = append(t.given, row)
	cells := make([]float64, len(t.other))
	var value float64
	for j, x := range t.other {
		if int(x) < len(row) {
			cells[j] = row[x]
		}
	}
	for i, x := range t.basic {
		if int(x) >= len(row) || row[x] == 0 {
			continue
		}
		for j, c := range t.cell[i] {
			cells[j] += float64(row[x] * c)
		}
	}
	for j, c := range cells {
		if c != 0 {
			value += float64(c * t.rest(j))
		}
	}
	t.basic = append(t.basic, int32(len(t.lower)))
	t.lower, t.upper = append(t.lower, least), append(t.upper, unbounded)
	t.value, t.cell = append(t.value, value), append(t.cell, cells)
}

// fix holds a structural variable at a value.
func (t *tableau) fix(x int32, at float64) {
	for j, y := range t.other {
		if y != x {
			continue
		}
		if by := at - t.rest(j); by != 0 {
			for i := range t.cell {
				t.value[i] += float64(t.cell[i][j] * by)
			}
		}
	}
	t.lower[x], t.upper[x] = at, at
}

// solve pivots until no basic variable violates a bound, or gives up: after so many
// pivots, when ctx ends, or when rounding leaves no pivot. It reports whether it came
// to the end.
func (t *tableau) solve(ctx context.Context) bool {
	for range 500 + 20*(len(t.basic)+len(t.other)) {
		p := t.leaving()
		if p < 0 {
			return true
		}
		q := t.entering(p)
		if q < 0 || t.worn%64 == 63 && ctx.Err() != nil {
			return false
		}
		t.pivot(p, q)
		t.worn++
	}
	return false
}

// leaving is the row that violates its bounds most, −1 when none does.
func (t *tableau) leaving() int {
	row, worst := -1, slackness
	for i, x := range t.basic {
		if off := max(t.lower[x]-t.value[i], t.value[i]-t.upper[x]); off > worst {
			row, worst = i, off
		}
	}
	return row
}

// entering is the column whose reduced cost allows row p to leave first.
func (t *tableau) entering(p int) int {
	up := t.value[p] < t.lower[t.basic[p]]
	column, ratio, size := -1, unbounded, 0.0
	for j, a := range t.cell[p] {
		x := t.other[j]
		if t.lower[x] == t.upper[x] || (a > 0) != (up != t.high[j]) {
			continue
		}
		if a < 0 {
			a = -a
		}
		if a < pivotal {
			continue
		}
		c := t.cost[j] / a
		if c < 0 {
			c = -c
		}
		if c < ratio-1e-12 || c < ratio+1e-12 && a > size {
			column, ratio, size = j, min(c, ratio), a
		}
	}
	return column
}

// pivot exchanges the variables of row p and column q; the one that leaves comes to
// rest on the bound that it violates.
func (t *tableau) pivot(p, q int) {
	x := t.basic[p]
	high := t.value[p] > t.upper[x]
	at := t.lower[x]
	if high {
		at = t.upper[x]
	}
	step := (at - t.value[p]) / t.cell[p][q]
	for i, row := range t.cell {
		if row[q] != 0 {
			t.value[i] += float64(row[q] * step)
		}
	}
	t.value[p] = t.rest(q) + step
	t.exchange(p, q)
	t.high[q] = high
}

// exchange writes the variable of column q in the others, instead of that of row p.
func (t *tableau) exchange(p, q int) {
	row := t.cell[p]
	a := row[q]
	filled := t.filled[:0]
	for j, r := range row {
		if r != 0 {
			row[j] = r / -a
			filled = append(filled, int32(j))
		}
	}
	row[q] = 1 / a
	t.filled = filled
	for i, other := range t.cell {
		if i != p && other[q] != 0 {
			add(other, row, filled, q)
		}
	}
	add(t.cost, row, filled, q)
	t.basic[p], t.other[q] = t.other[q], t.basic[p]
}

// add replaces what a row has in column q by that times another row, by its entries or,
// where these are many, by all.
func add(to, row []float64, filled []int32, q int) {
	f := to[q]
	to[q] = 0
	if 3*len(filled) < len(row) {
		for _, j := range filled {
			to[j] += float64(f * row[j])
		}
		return
	}
	to = to[:len(row)]
	for j, r := range row {
		to[j] += float64(f * r)
	}
}

// point returns the values of the first n structural variables.
func (t *tableau) point(n int) []float64 {
	out := make([]float64, n)
	for j, x := range t.other {
		if int(x) < n {
			out[x] = t.rest(j)
		}
	}
	for i, x := range t.basic {
		if int(x) < n {
			out[x] = t.value[i]
		}
	}
	return out
}

// duals returns the dual values of the rows: the reduced costs of their logicals.
func (t *tableau) duals() []float64 {
	out := make([]float64, len(t.given))
	for j, x := range t.other {
		if i := int(x) - len(t.prices); i >= 0 {
			out[i] = max(0, t.cost[j])
		}
	}
	return out
}
