// Package record is the shape of data that every room of Onefold shares:
// rows, keys, kinds, fields, columns, codes, tables and changes.
//
// Words:
//   - a Row is a position inside one run, a Key names a record outside of it;
//   - a Column holds the values of one field, laid end to end;
//   - Codes number the distinct values of a Column, so that equality is a
//     comparison of integers and the count of a code is its term frequency;
//   - a Table is a Schema and its Columns, a Batch is a short Table in transit;
//   - a Change names one value that something wants to write.
//
// It imports the standard library only. Start reading at column.go.
package record
