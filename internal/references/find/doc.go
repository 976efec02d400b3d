// Package find weighs what names and values of a database say, and tells what
// points at the records of a table. It reads, and never writes.
//
// Words:
//   - a family is a target with the tables that share its key;
//   - a claim is one table that a column may point at, with the bits that speak
//     for it: log₂ of the odds against the column's pointing nowhere;
//   - a verdict is what the rows of one type of a pair say.
//
// What is declared comes first, then pairs, then ids inside values, and last
// single columns, of which the sure ones teach what names mean in this database.
// Start reading at discover.go.
package find
