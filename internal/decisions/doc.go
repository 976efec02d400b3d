// Package decisions keeps what people decided about pairs of records: that they
// are one, that they are different, or that it cannot be told.
//
// Decisions live in a CSV file, decisions.csv, that people can read, write and
// keep under version control. A file is only ever added to: what somebody decides
// anew stands below what was decided before.
//
// Words:
//   - a decision is one row: two ids, what was decided, why, by whom, when, and
//     the last day on which it holds, if there is one;
//   - an opinion is the newest decision of one author on one pair;
//   - a decision stands when every opinion on its pair agrees; where opinions
//     contradict each other there is a conflict, and neither stands.
//
// Start reading at decisions.go, then settle.go.
package decisions
