package restake

import "fmt"

// Day is a calendar day written as the number yyyymmdd, for rules that changed
// on a date. Days compare as numbers do.
type Day int32

// Date makes a Day.
func Date(year, month, day int) Day { return Day(year*10000 + month*100 + day) }

// String writes the day as 2024-06-26.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100) }
