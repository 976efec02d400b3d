// Package match holds the commands that find which records are one, say why,
// and measure it. One file a command: flags, checks, one call, one rendering. A
// command is made by newXCmd(app, run): table tests hand in a run of their own
// and look at the parsed options; the program hands in nil and gets xRun.
//
// Start reading at commands.go, which lists them.
package match
