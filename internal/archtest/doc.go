// Package archtest keeps the house in order: which package may import which,
// who may speak to the terminal, how large files and packages may be, and
// that every package says what it is.
//
// Words:
//   - an arrow allows imports from one package, or all packages below a
//     folder, to others of this module; what has no arrow is forbidden;
//   - a trade reserves a library of others, or a piece of the standard
//     library, to the packages that know it.
//
// Both are data in rules.go, each with its reason. Start reading there. A rule
// that gets in the way of good work is changed there, with a new reason, and
// in docs/architecture.md.
package archtest
