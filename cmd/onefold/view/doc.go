// Package view lays out results for a person at a terminal. What a command
// prints for programs is JSON and stays with the command.
//
// Start reading at profile.go.
package view
