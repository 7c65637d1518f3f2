package stats

// Op is a comparison: which side of a value.
type Op uint8

// The comparisons, as thresholds write them.
const (
	Less Op = iota
	LessEqual
	Greater
	GreaterEqual
)

// String returns the sign: <, <=, > or >=.
func (o Op) String() string {
	switch o {
	case Less:
		return "<"
	case LessEqual:
		return "<="
	case Greater:
		return ">"
	}
	return ">="
}

// Holds reports whether x op y.
func (o Op) Holds(x, y float64) bool {
	switch o {
	case Less:
		return x < y
	case LessEqual:
		return x <= y
	case Greater:
		return x > y
	}
	return x >= y
}
