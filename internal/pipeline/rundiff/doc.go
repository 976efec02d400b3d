// Package rundiff says what differs between the clusters of two runs: the pairs
// of records that were gained and lost, the clusters that split and merged, and
// the decisions of people that the second run breaks.
//
// It works on the sizes of what two clusters share, so that counting costs no
// more than reading; only listing pairs looks at each of them.
//
// Start reading at rundiff.go.
package rundiff
