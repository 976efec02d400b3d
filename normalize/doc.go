// Package normalize turns the values of a field into a standard form for
// display, a key for matching, a validity and a reason.
//
// One field kind a folder, its tables beside the code with their origin; a
// folder has its own typed functions and knows nothing of this package, which
// puts a Normalizer in front of each and lets whole columns decide what single
// values can't: the order of day and month, the country of phone numbers.
//
// Start reading at normalize.go.
package normalize
