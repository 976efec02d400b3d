package normalize

import "github.com/onefold/onefold/record"

// Context is what a value can't say of itself. The zero Context is usable.
type Context struct {
	Region   string            // ISO 3166-1 alpha-2 code of the row or column, upper case; "" unknown
	Language string            // ISO 639-1 code, lower case; "" unknown
	DayFirst Order             // order of day and month in numeric dates, decided by the column
	Options  map[string]string // explicit settings: mode=rfc|crm, base=YYYY-MM-DD, fix=mojibake|none
	KeysOnly bool              // Standard is not asked for; what it costs beyond Key may be saved
}

// Order says how the column writes numeric dates.
type Order uint8

// The orders of day and month.
const (
	OrderUnknown Order = iota
	DayMonth           // 31/12/2025
	MonthDay           // 12/31/2025
)

// Value is one normalized value.
type Value struct {
	Standard   string       // standard form for display; the input where it can't be standardised
	Key        string       // form for matching, folded; several parts are separated by Separator; "" when there is nothing to match on
	State      record.State // Present, Empty, or Unparseable
	Valid      bool         // false for Unparseable and for values that break a rule of their kind
	Reason     string       // stable snake_case word why it is invalid or what was changed, e.g. check_digit, too_long, placeholder; "" when there is nothing to say
	Suggestion string       // a better value that is likely and not certain, e.g. for a typo domain; never applied by itself
}

// Separator stands between the parts of a Key of a field that holds several
// values: two phones in one cell.
const Separator = "\x1f"

// Normalizer standardises values of one kind. Implementations are safe for
// concurrent use, never panic, return valid UTF-8, and are idempotent:
// normalizing Standard gives Standard again.
type Normalizer interface {
	// Normalize returns the normalized form of in.
	Normalize(in string, c Context) Value
}

// Func makes a Normalizer of a function.
type Func func(in string, c Context) Value

// Normalize calls f.
func (f Func) Normalize(in string, c Context) Value { return f(in, c) }
