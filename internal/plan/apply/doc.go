// Package apply does plans: the one package that writes to a database. It also
// goes on with a run that ended in the middle, and takes runs back.
//
// Words:
//   - a run is one plan applied, or one run taken back; it has a directory in the
//     state with run.json (what it is about) and journal (what every row was);
//   - a group is done in one transaction: its rows are locked and compared with
//     the plan, changed, read again, and marked;
//   - a batch is some groups whose images go to the journal, durable, before the
//     first of them is done;
//   - the mark of a group, in the table onefold_applied of the target, says after
//     a crash whether the group was committed.
//
// Start reading at run.go, then group.go; undo.go takes back.
package apply
