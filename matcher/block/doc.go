// Package block proposes the pairs of records that are worth comparing.
//
// An atom gives each record a few hashes of one aspect of one field, made by
// package aspect so that they survive the usual errors. A blocking rule is one
// atom or several together; records that agree on a rule form a block. Which
// rules are used is chosen by a sample: what each costs, and what it finds that
// others don't. A block that is too large is not dropped but refined by further
// atoms; what stays too large is counted.
//
// Every block that two records share speaks for the pair, a small one more than
// a large one, and each record keeps the few neighbours for which most speaks:
// so the number of pairs grows with the records and not with their square, and
// no set of seen pairs is needed.
//
// Nothing depends on the order of the rows or on the number of workers: weights
// are whole numbers, ties go by rank, samples are drawn by hashes of content.
//
// Words: attribute, atom, blocking rule, block, refined, candidate pair.
// Start reading at index.go. rules.go makes the atoms and rules, choose.go,
// crowd.go and greedy.go choose among them, build.go and group.go make the
// blocks, candidates.go chooses the neighbours; keys.go does for records that
// come in parts what the rest does for all of them.
package block
