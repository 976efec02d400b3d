// Package quality holds the commands that look at a source and put its values
// in order, without asking which records are one. One file a command, made as
// those of package match.
//
// Start reading at commands.go, which lists them.
package quality
