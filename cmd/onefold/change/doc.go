// Package change holds the commands that change a database, show what a change
// would do, and take it back. One file a command, made as those of package match.
//
// Start reading at commands.go, which lists them.
package change
