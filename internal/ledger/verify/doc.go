// Package verify checks a ledger: that no entry was removed, changed, moved,
// added or cut off since it was signed, and that the ledger is not an older one
// than a checkpoint kept elsewhere knows. It says which entries a fault is
// about as exactly as what is left allows: to the entry where the file of
// hashes still has the signed root, else to the entries between two checkpoints.
//
// Start reading at verify.go; judge.go compares.
package verify
