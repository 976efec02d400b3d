// Package plan holds what a merge is going to do, as data: a Plan is a directory
// that people read, compare and keep, and that apply follows to the letter.
//
// Words:
//   - a group is the records that become one: its master stays, its losers go;
//   - a change is what happens to one row: its image before, and what is
//     different after; its kind says why (moved, merged, dropped, …);
//   - drift is that a row is not what the plan says it was;
//   - a probe is a place that pointed at records when the plan was made: apply
//     asks it again, so that nothing that came later is left behind.
//
// The directory has plan.json (what the plan was made from, and counts),
// groups.jsonl (a line a group: master, values with rule and origin, guards) and
// changes.jsonl (a line a changed row, in the order of the groups). It holds
// personal data.
//
// Below are build (makes a plan for a database), order (in which changes keep
// every constraint) and apply (does a plan, resumes it, and takes it back). Only
// apply writes to a target. Start reading at model.go.
package plan
