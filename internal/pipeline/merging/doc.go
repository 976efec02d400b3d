// Package merging makes the plan of a merge: it reads clusters, opens their
// source, finds what points at its records, and lets survivorship choose. What a
// plan is, and how it is applied, is in package plan.
//
// Start reading at merging.go.
package merging
