package restake

// Day is a calendar day written as the number yyyymmdd, for rules that changed
// on a date. Days compare as numbers do.
type Day int32

// Date makes a Day.
func Date(year, month, day int) Day { return Day(year*10000 + month*100 + day) }
