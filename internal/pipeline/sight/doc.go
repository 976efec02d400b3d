// Package sight looks at what matching found for the report: which groups and
// pairs to show, what is said of them, and what each blocking rule was good for.
//
// Start reading at pick.go.
package sight
