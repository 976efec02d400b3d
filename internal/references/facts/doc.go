// Package facts reads each table once and keeps, in bounded memory, what
// discovery of references has to know of it: the distinct values of its columns,
// ids inside values, which types come with which ids.
//
// Words:
//   - a Column's Set is a sketch of its distinct values; its Hits are rows that
//     point at the target asked for;
//   - a Part is a share of a column's values: ids of one type, at one path;
//   - a Pair is two columns that may be a type and an id, or a name and a value.
//
// Start reading at table.go.
package facts
