// Package ledger keeps the history of what was planned, approved, applied,
// taken back, decided and erased: append-only, so that whatever is removed,
// changed, moved, added or cut off later is found, with the entry that it is
// about. docs/ledger.md describes the format for who wants to check it with
// another program.
//
// Words:
//   - an entry is one event, a line of canonical JSON (canonical.go);
//   - the tree is the Merkle tree over the entries (RFC 6962, as
//     golang.org/x/mod/sumdb/tlog computes it);
//   - a checkpoint is size and root of the tree, signed (checkpoint.go). Every
//     Append ends in one; an older one that was kept elsewhere proves that
//     nothing before it was rewritten since;
//   - the second copy is the newest checkpoint outside the ledger's directory,
//     against an older ledger put in its place;
//   - a fault is what Verify finds.
//
// Files below the directory of the state:
//
//	ledger/entries.jsonl    the entries, one a line
//	ledger/hashes           the tree's hashes in the order of tlog.StoredHashIndex
//	ledger/checkpoints      every checkpoint, an empty line after each
//	ledger/key.pub          the key that verifies them
//	ledger/set-aside        what crashes left behind the last checkpoint
//	ledger.checkpoint       the second copy
//	keys/ledger.key         the key that signs, mode 0600
//	keys/                   with the vault of package seal
//
// Append is all or nothing: what has no checkpoint does not count. After a
// crash the next Append sets it aside and says so in an entry.
//
// Start reading at ledger.go to write, log.go to read, verify.go to check.
package ledger
