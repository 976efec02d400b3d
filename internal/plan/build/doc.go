// Package build makes a plan for a database: it reads groups of records and all
// that points at them in one snapshot, and works out in memory what every row is
// after the merge. It writes nothing to the target.
//
// Words:
//   - a place is a reference that is followed (place.go): it finds rows that
//     point at some records, and makes them point elsewhere;
//   - the world is what is known of rows (world.go): as the database has them, as
//     earlier groups leave them, and as this group does;
//   - a row is folded into another when it cannot stand beside it (fold.go): the
//     other takes what it does not have, and what points at the row follows.
//
// Start reading at build.go, then group.go.
package build
