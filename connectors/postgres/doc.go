// Package postgres reads and writes databases of PostgreSQL, from version 11:
// postgres://user@host/database?table=contacts&schema=crm. Every value travels
// as PostgreSQL's own text, so that it is written back as it was read whatever
// its type.
//
// Start reading at postgres.go; catalogue.go reads the system tables, session.go
// is one connection.
package postgres
