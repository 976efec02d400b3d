// Package matcher finds the records that are about one person or company.
//
// It is given normalized columns and gives back a partition of the rows, the
// pairs that speak for it with their probabilities, and a model that says why.
// A Linker runs the stages: block proposes pairs, compare says how alike they
// are, score turns that into probabilities, cluster into groups. The stages
// don't know each other; this package hands the one's output to the next.
//
// Start reading at linker.go.
package matcher
