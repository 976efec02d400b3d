// Package shape tells what a cell looks like, as far as finding delimiters and
// headers needs it: a number, a date, a word. It knows nothing of kinds.
package shape
