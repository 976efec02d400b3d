// Package references finds everything in a database that points at the records
// of a table: what the catalogue declares, and what nobody has declared.
//
// Words:
//   - the target is the table that is pointed at; its family are the tables that
//     share its key: bases that it inherits from, extensions that add to its rows;
//   - a Reference is one place that points: a column, several columns of a
//     declared key, a pair of type and id, a path in JSON, a kind of string;
//   - Evidence is what speaks for it; confidence is the probability that follows;
//     from Sure on it is used unasked, below that somebody has to answer;
//   - a Policy is what a merge does with the rows, and a Role why.
//
// One pass over each table gathers facts of all its columns in bounded memory
// (package sketch); names are read by package naming, ids inside values by
// package embed. Nothing is written. Start reading at discover.go.
package references
