// Package filemerge merges in files: the same plan as for a database, applied by
// writing the file anew in its own dialect, in one move. The bytes that were are
// kept with the run, so that taking all of it back gives exactly these.
//
// Start reading at filemerge.go.
package filemerge
