// Package stage does the stages of matching as functions of streams, for a
// distributed engine to run in parts: keys out of records, pairs out of keys,
// scores out of pairs, clusters out of scores. Nothing here shuffles, retries or
// talks to another process; that is the engine's.
//
// What must see all records is done once, by Make: the kinds of the columns,
// the records in standard form, the words that are rare, the blocks that are too
// large, the model. That is the plan, a folder that every process reads.
//
// A stream is text, one record a line, its fields apart by tabs, what it is
// sorted by first. It begins with a header and ends with a trailer that has the
// count, so that a stream that was cut is an error; docs/guides/stages.md has the
// formats.
//
// Words: plan, record number, part, header, trailer. Start reading at run.go.
package stage
