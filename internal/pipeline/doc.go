// Package pipeline runs the rooms in order: a source is read, its columns are
// understood and standardised, its records matched, and golden records made.
//
// Words: a Job is one source on its way through the stages; a stage is one of
// read, infer, standardise, block, learn, score, cluster, write; golden records
// are made while they are written.
// Nothing here talks to the terminal: how far a job has come is told to a
// Progress function.
//
// Start reading at job.go.
package pipeline
