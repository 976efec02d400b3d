// Package text cleans plain text without changing what it says: composed
// Unicode, no control or invisible characters, trimmed ends. On demand it
// repairs mojibake, text in UTF-8 that was read as Windows-1252, Windows-1250
// or Latin-1.
//
// Start reading at text.go.
package text
