// Command onefold folds many CRM records about one person or company into
// one, safely.
//
// This package puts the program together: it lists the groups of commands,
// runs one and says how it ended. The commands are in match, quality and
// change, one file each; what they share is in app, and what they print for a
// person in view.
//
// Start reading at root.go, which lists the groups, and app/app.go, which is
// the world that commands are handed.
package main
