// Package sqlite reads and writes databases of SQLite, without cgo:
// sqlite:crm.db?table=contacts. Values keep their storage class; a column's
// declared type says only what it is likely to hold.
//
// Start reading at sqlite.go; catalogue.go reads what the file says of itself.
package sqlite
