// Package workspace keeps what has to outlive a run: the .onefold directory
// with its state database, and the folder that outputs appear in all at once.
//
// Words:
//   - a run is one call of a command that writes something;
//   - the history of a source says which cluster id each of its records had
//     when it was last run, as hashes: the state holds no value of any record;
//   - a cluster id is stable: it follows the records of its cluster from run
//     to run, and with no history it follows from their keys alone;
//   - a stage is a temporary folder whose files take the place of a result
//     together, or not at all.
//
// One run at a time may hold a workspace. Start reading at workspace.go, then
// ids.go and stage.go.
package workspace
