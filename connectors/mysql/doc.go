// Package mysql reads and writes databases of MySQL, from version 5.7, and
// MariaDB, from 10.4: mysql://user@host/database?table=contacts. Values travel
// in the protocol's binary format, which is exact for every type, and are
// written with a sql_mode that lets stored zero dates come back.
//
// A session runs in UTC, so that a timestamp in the hour that a clock repeats
// stays what it is: what the server stamps by itself while Onefold writes is in
// UTC too where the column has no zone.
//
// Start reading at mysql.go; catalogue.go reads information_schema, session.go
// is one connection.
package mysql
