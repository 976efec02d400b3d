// Command onefold folds many CRM records about one person or company into
// one, safely.
//
// One file a command: it holds flags, checks, one call and one rendering. A
// command is made by newXCmd(app, run): table tests hand in a run of their own
// and look at the parsed options; the program hands in nil and gets xRun.
//
// Start reading at root.go, which lists the commands, and app.go, which is the
// world that they are handed.
package main
