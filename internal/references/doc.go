// Package references says what a reference is: a place in a database that
// points at the records of a table, declared in the catalogue or not, with its
// evidence, how sure it is, and what a merge does with its rows. Package find
// finds them.
//
// Words:
//   - the target is the table that is pointed at;
//   - a Reference is one place that points: a column, several columns of a
//     declared key, a pair of type and id, a path in JSON, a kind of string;
//   - Evidence is what speaks for it; confidence is the probability that follows:
//     from AtLeastSure on it is used unasked, below that somebody has to answer;
//   - a Policy is what a merge does with the rows, and a Role why;
//   - an Answer is what somebody said of a place, once, in the policy file or in
//     the JSON of a Result that was edited.
//
// Below are facts (what one pass over each table keeps), find and weight (how it is
// weighed), naming (what names say), embed (ids inside values), sketch (sets of
// values in bounded memory) and crmtest (made-up databases to measure on).
// Start reading at reference.go.
package references
