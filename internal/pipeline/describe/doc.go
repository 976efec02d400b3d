// Package describe tells what a job has found in its source: as a profile to
// look at, and as a policy file that says the same.
//
// Start reading at describe.go.
package describe
