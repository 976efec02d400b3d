// Package block proposes the pairs of records that are worth comparing.
//
// An atom turns one field of a record into hashes that survive the usual
// errors: a phonetic form of a name, the last digits of a phone, the rarest
// word of a company. A blocking rule is one atom or several together; records
// that agree on a rule form a block. A block that is too large is not dropped
// but refined by further atoms. Every block that two records share speaks for
// the pair, a small one more than a large one, and each record keeps the few
// neighbours for which most speaks: so the number of pairs grows with the
// records and not with their square, and no set of seen pairs is needed.
//
// Words: attribute, atom, blocking rule, block, refined, candidate pair.
// Start reading at index.go; candidates.go chooses the neighbours.
package block
