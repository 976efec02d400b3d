package survivorship

import (
	"math/big"
	"strings"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// when returns the time that a value names, in milliseconds since 1970 UTC.
// The standard form comes first because the normal key has no time of day.
func (p *plan) when(f int, row record.Row) int64 {
	fd := &p.fields[f]
	if len(fd.Column.Bytes(row)) == 0 {
		return value.NoTime
	}
	if fd.Standard != nil {
		if t := value.ParseTime(fd.Standard(row)); t != value.NoTime {
			return t
		}
	}
	if t := value.ParseTime(strings.TrimSpace(fd.Column.Value(row))); t != value.NoTime {
		return t
	}
	return value.ParseTime(fd.Normal.Value(fd.Normal.Of[row]))
}

// number reads a value as an exact decimal.
func (p *plan) number(f int, row record.Row) (*big.Rat, bool) {
	fd := &p.fields[f]
	if code := fd.Normal.Of[row]; fd.Kind == record.Number && code != 0 {
		if n, ok := value.ParseNumber(fd.Normal.Value(code)); ok {
			return n, true
		}
	}
	return value.ParseNumber(fd.Column.Value(row))
}

// key returns the normal form of a value.
func (p *plan) key(f int, row record.Row) string {
	codes := p.fields[f].Normal
	return codes.Value(codes.Of[row])
}
