// Package aside puts columns that nobody needs for a while into a file, so that
// a stage that needs much memory has it.
//
// Start reading at aside.go.
package aside
