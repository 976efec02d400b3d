// Package term is the terminal voice of Onefold: how the program speaks, and
// with which exit code it ends.
//
// Results go to standard output, talk and progress to standard error. An
// error is told in the form
//
//	onefold: error: PLACE: CAUSE
//	onefold: hint: NEXT STEP
//
// Words:
//   - a place says where something is wrong: contacts.csv:10432;
//   - a cause says what is wrong there, without any personal value;
//   - a hint says what to do next;
//   - talk is what a person may want to know and a program does not.
//
// Any error can say its place, its hint and its exit code by having the
// methods of Placed, Hinted and Coded; it need not import this package. Only
// this package and cmd/onefold write to the terminal. Start reading at
// term.go.
package term
