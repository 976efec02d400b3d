// Package standardcopy writes a source in standard form, and beside the copy
// what changed and what a person should look at.
//
// Only what is certain changes: a value that breaks a rule of its kind, stands
// for nothing or can be read in two ways stays as it was. A suggestion is
// listed and never applied.
//
// Start reading at copy.go.
package standardcopy
