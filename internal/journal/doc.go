// Package journal keeps records durable before something that can't be taken
// back otherwise is done: apply writes what a row was before it changes the row.
//
// Words:
//   - a record is any bytes, given to Append in an order that Replay keeps;
//   - a batch is what was appended between two calls of Sync. A batch counts
//     whole or not at all: after a crash in the middle of Sync it may be gone,
//     before Sync returned it was promised to nobody;
//   - a block is a piece of the file (block.go). A batch is one block, or more
//     where it is large; only the last one is marked as its end;
//   - the torn tail is what a crash leaves behind the last whole batch. Open
//     cuts it off and says so. Damage before it is no torn tail: it is told as
//     ErrDamaged, and nothing is cut.
//
// Records can be sealed for a data subject with a vault, so that what was
// journaled about somebody can be forgotten. The journal of another process can
// be replayed while it is written; one process at a time appends.
//
// Start reading at journal.go.
package journal
