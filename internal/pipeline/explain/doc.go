// Package explain says why two records of a source are one or not: the
// weights of their comparisons, the blocking rules that found them, what
// clustering made of them, and what would change the decision.
//
// It runs a pipeline.Job up to its clusters and writes nothing. Start reading
// at Pair.
package explain
