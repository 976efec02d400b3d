// Package idmap keeps which record became which: every loser's id, and the id
// of the record that took its place. Years later, an old id found on an invoice
// or in another system still leads to the record it is now.
//
// Words:
//   - a fact is one merge of one record: old id, new id, source, run, when, why;
//   - a fact holds until its run, or its group of the run, is taken back;
//   - the chain of an id is the facts from it on: A became B, B became C. Its
//     end is the current id;
//   - the map is flattened: each old id once, with its current id.
//
// Facts are never deleted and keep the order in which they happened. A chain
// goes on only with facts at least as new as the last, so that an id that was
// given to a new record after its merge does not lead astray.
//
// Facts are in the state database (package workspace). Start reading at
// idmap.go; sql.go writes the map for other systems.
package idmap
