// Package ask picks the pairs of records that a person should be asked about:
// those whose answer is expected to change most.
//
// What an answer changes is of two sorts. It changes clusters: two join, or one
// falls apart. And it teaches the model about all pairs that look alike. Both
// are worth the more the less sure the pair is, and the second the less the
// more pairs of its sort were asked already.
//
// Words:
//   - a question is a pair that nobody has decided and that follows from no
//     decision;
//   - the mass of a pattern is how many wrong decisions are expected among the
//     pairs that show it.
//
// Start reading at ask.go.
package ask
