// Package policy is what a survivorship policy says: its settings, the table of
// rules and criteria, and what can be wrong with it without looking at records.
// The rules' definitions in a steward's words are in docs/guides/survivorship.md.
// Start reading at table.go.
package policy
