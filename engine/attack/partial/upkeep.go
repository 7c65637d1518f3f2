package partial

// objective is the value of the linear function at the present point.
func (t *tableau) objective() (sum float64) {
	for j, c := range t.cost {
		sum += float64(c * t.rest(j))
	}
	return sum
}

// prune drops the rows after the first so many whose logical is basic: they bind
// nothing. It reports for each row whether it is still there; they are numbered anew.
func (t *tableau) prune(first int) []bool {
	structural := len(t.prices)
	keep := make([]bool, len(t.given))
	for i := range keep {
		keep[i] = true
	}
	for _, x := range t.basic {
		if i := int(x) - structural; i >= first {
			keep[i] = false
		}
	}
	number := make([]int32, len(t.lower))
	count := int32(0)
	given := t.given[:0:0]
	for x := range number {
		number[x] = count
		if x < structural || keep[x-structural] {
			t.lower[count], t.upper[count] = t.lower[x], t.upper[x]
			count++
		}
		if x >= structural && keep[x-structural] {
			given = append(given, t.given[x-structural])
		}
	}
	t.lower, t.upper, t.given = t.lower[:count], t.upper[:count], given
	rows := 0
	for i, x := range t.basic {
		if int(x) < structural || keep[int(x)-structural] {
			t.basic[rows], t.value[rows], t.cell[rows] = number[x], t.value[i], t.cell[i]
			rows++
		}
	}
	t.basic, t.value, t.cell = t.basic[:rows], t.value[:rows], t.cell[:rows]
	for j, x := range t.other {
		t.other[j] = number[x]
	}
	return keep
}

// refresh computes the cells of the present basis from the rows as they were given:
// what rounding has piled up in thousands of pivots is gone.
func (t *tableau) refresh() {
	structural := len(t.prices)
	enters, leaves := make([]bool, structural), make([]bool, len(t.given))
	for _, x := range t.basic {
		if int(x) < structural {
			enters[x] = true
		}
	}
	high := make([]bool, len(t.lower))
	for j, x := range t.other {
		high[x] = t.high[j]
		if int(x) >= structural {
			leaves[int(x)-structural] = true
		}
	}
	for i, row := range t.given {
		copy(t.cell[i], row)
		t.basic[i] = int32(structural + i)
	}
	for j, c := range t.prices {
		t.other[j], t.cost[j] = int32(j), c
	}
	for x, enter := range enters {
		if enter {
			t.enter(x, leaves)
		}
	}
	for j, x := range t.other {
		t.high[j] = high[x]
		if t.upper[x] < unbounded && (t.cost[j] < 0) != high[x] {
			t.high[j] = t.cost[j] < 0
		}
	}
	for i, row := range t.cell {
		t.value[i] = 0
		for j, c := range row {
			if c != 0 {
				t.value[i] += float64(c * t.rest(j))
			}
		}
	}
	t.worn = 0
}

// enter brings a structural variable back into the basis, in the row with the largest
// pivot among those whose logical leaves; where rounding has left none, it stays out.
func (t *tableau) enter(x int, leaves []bool) {
	row, size := -1, pivotal
	for i, y := range t.basic {
		if l := int(y) - len(t.prices); l < 0 || !leaves[l] {
			continue
		}
		if a := max(t.cell[i][x], -t.cell[i][x]); a > size {
			row, size = i, a
		}
	}
	if row >= 0 {
		t.exchange(row, x)
	}
}
