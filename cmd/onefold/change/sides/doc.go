// Package sides opens what onefold compare compares, a database, a table or a
// file on either side, with the id map between them, and has it compared table
// by table. Start reading at run.go.
package sides
