// Package learnt says in a report what the model learnt of each comparison: m,
// u and weight of its levels with their intervals. Start reading at learnt.go.
package learnt
