// Package standard puts a column into its standard form: every distinct value
// is normalized once, by all workers, whatever the number of records.
//
// Start reading at column.go.
package standard
