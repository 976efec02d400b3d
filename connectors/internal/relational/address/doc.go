// Package address reads the URL of a database: where it is, which table or
// query is meant, and where the password comes from. Passwords are never part
// of a URL: command lines and policy files are read by others.
package address
