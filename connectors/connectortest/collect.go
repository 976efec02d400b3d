package connectortest

import (
	"bytes"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Cell is a value and its state.
type Cell struct {
	Value string
	State record.State
}

// Collector is a Receiver that keeps everything.
type Collector struct {
	Rows       [][]Cell
	Numbers    []int64
	Batches    int
	Rejections []connectors.Rejection
}

// Batch copies the records.
func (c *Collector) Batch(b *record.Batch) error {
	c.Batches++
	for r := range record.Row(b.Len()) {
		row := make([]Cell, len(b.Columns))
		for i, col := range b.Columns {
			row[i] = Cell{Value: string(col.Bytes(r)), State: col.State(r)}
		}
		c.Rows = append(c.Rows, row)
		c.Numbers = append(c.Numbers, b.Numbers[r])
	}
	return nil
}

// Reject copies the rejection.
func (c *Collector) Reject(r connectors.Rejection) error {
	r.Raw = bytes.Clone(r.Raw)
	c.Rejections = append(c.Rejections, r)
	return nil
}

// Values returns the values of the records, without their states.
func (c *Collector) Values() [][]string {
	out := make([][]string, len(c.Rows))
	for i, row := range c.Rows {
		out[i] = make([]string, len(row))
		for j, v := range row {
			out[i][j] = v.Value
		}
	}
	return out
}
