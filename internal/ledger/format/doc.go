// Package format is the form that a ledger has in its files: entries and their
// canonical JSON, the Merkle tree, signed checkpoints, keys. Package ledger
// writes and reads it, package verify checks it; docs/ledger.md describes it
// for other programs.
//
// Start reading at entry.go, then checkpoint.go.
package format
