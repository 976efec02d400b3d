// Package app holds what the commands share: the App, which is the world that
// they are handed, the flags and settings that every command has, how a source
// or a file of the command line is opened and written, and the parts of a help.
//
// Start reading at app.go.
package app
