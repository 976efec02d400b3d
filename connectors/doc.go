// Package connectors says what a source of records is and what a writer of
// records is; each system has its own package below.
//
// Words:
//   - a Source yields batches of records and what it could not read;
//   - a Rejection is one such piece of input, with its place and a stable reason;
//   - Info is what a source found out about itself: dialect, encoding, counts;
//   - a RowWriter takes records one at a time; a Copier makes one that writes in
//     the dialect and encoding its source was read in;
//   - a Fault is an error with a place, a cause and a next step.
//
// Package all holds the registry and opens a source by its reference. Package
// connectortest is the suite that every connector passes. Start reading at
// connectors.go.
package connectors
