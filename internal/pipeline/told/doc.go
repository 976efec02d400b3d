// Package told says in a report what was made of the decisions of people: how
// many were heeded, and which could not be. Start reading at told.go.
package told
