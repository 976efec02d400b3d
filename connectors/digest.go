package connectors

import "context"

// Digester is a Tx that can digest rows where they are, so that equal ranges of
// two tables of one engine need not be read. Not every engine can:
// ErrUnsupported.
type Digester interface {
	// Bounds returns the least and the largest key; ok is false without rows, and
	// where a key is no integer of 64 bits.
	Bounds(ctx context.Context, table TableName, key string) (least, most int64, ok bool, err error)
	// Digests returns a digest of the columns for every range of keys that has
	// rows: those for which key divided by width, towards zero, is the same. The
	// integer key has to be one of the columns. Of the query, Table, Columns and
	// Only count.
	Digests(ctx context.Context, q Query, key string, width int64) ([]Digest, error)
}

// Digest tells apart what two tables have in a range of keys: equal rows have
// an equal Digest, and others a different one but for chance in 2^60.
type Digest struct {
	Range int64 // key divided by width
	Rows  int64
	Sum   string // sum of a hash of each row
}
