// Package seal makes personal values unreadable for whom has no key, and for
// everybody once the key of their data subject is destroyed.
//
// Words:
//   - a subject is whom a value is about: one record of one source, as a keyed
//     hash that tells neither to who does not hold the vault's master key;
//   - sealing encrypts a value with the key of its subject, so that values of
//     one subject can't be opened, moved or told apart without that key;
//   - forgetting a subject destroys its key: what was sealed for it can't be
//     opened any more, by anybody, and nothing new can be sealed for it;
//   - the vault keeps one key a subject, wrapped by a master key, which is
//     itself encrypted to the workspace's age identity.
//
// The directory of a vault holds identity.txt (the age identity, as age-keygen
// writes it; it may be kept elsewhere), vault.age (the master key) and
// subjects (the wrapped keys, see file.go). All of them have mode 0600.
//
// Destroying a key overwrites it in place. A copy of the directory made
// before, in a backup say, still holds it: backups of a vault must not live
// longer than the promise to forget.
//
// Start reading at vault.go.
package seal
