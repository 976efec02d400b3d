// Package comparison compares two states of the same data, before and after a
// migration or a merge: rows by key, or by content where there is no key, and
// totals of what hangs on each record. It reads, and never writes.
//
// Words:
//   - A is what was, B what is; a Side is one table, query or file of either;
//   - a row of A is answered by the row of B with its key. Through an id map it
//     is answered by the row with its new id: it is renumbered where no other row
//     had that id, and merged where one had;
//   - what is not answered is missing, what answers nothing is extra; a loser of
//     a merge whose row is still in B has stayed.
//
// So the rows of A are Same + Changed + Missing + Merged, and those of B are
// Same + Changed + Extra + Stayed, always.
//
// Values are brought to one form per column before they are compared, so that
// 1.50 in one database and 1.5 in another are the same. Rows become a key and
// 64 bits of each value, are sorted, on disk where there are many, and joined:
// memory does not grow with the rows. Start reading at comparison.go.
package comparison
