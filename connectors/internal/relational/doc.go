// Package relational is what the connectors of relational databases share: a
// connectors.Database over sessions of an Engine, SQL made of conditions and
// changes, and the Source that reads a table or a query.
//
// Words:
//   - an Engine is one kind of database: it connects, reads its catalogue and
//     begins transactions;
//   - a Dialect is what differs in the SQL of engines, as data;
//   - a Session is one connection; a Cell is a value on its way from it;
//   - a keyset page is a run of rows after the last key that was seen.
//
// Start reading at engine.go.
package relational
