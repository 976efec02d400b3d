// Package execute runs plans for a command: it holds the state's lock, opens
// ledger and vault, lets package apply do the groups, and writes down what was
// done where others look it up: ledger, id map, decisions.
//
// Start reading at execute.go.
package execute
