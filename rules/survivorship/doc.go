// Package survivorship makes golden records: for a group of records that are
// about one person or company it says which record survives, which value each
// field keeps, where that value came from and why.
//
// Words:
//   - the master (or surviving record) is the record of the group that stays;
//     ordered criteria choose it;
//   - a rule chooses the value of one field, or of a tuple of fields that must
//     never be mixed (an address);
//   - a finding is something a steward should know: a text among numbers, two
//     values in conflict.
//
// The definitions of the rules are in rules.go (the table) and, in a steward's
// words, in docs/guides/survivorship.md. Start reading at resolver.go.
package survivorship
