// Package rules is the room of what good data looks like and which value wins.
// It holds no code of its own; see its folders.
package rules
