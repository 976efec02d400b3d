// Package input opens what file connectors read: a file or standard input,
// plain or compressed, with its digest. Compression is told by the first
// bytes, never by the name.
package input
