package jsonl_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
)

func TestConformance(t *testing.T) {
	for _, d := range []struct{ name, open, between, end string }{
		{"lines", "", "\n", "\n"},
		{"array", "[\n", ",\n", "\n]\n"},
	} {
		t.Run(d.name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: all.Open, Ext: ".jsonl",
				Sample: func(n int) []byte {
					b := bytes.NewBufferString(d.open)
					for i := range n {
						if i > 0 {
							b.WriteString(d.between)
						}
						note := "null"
						if i%3 > 0 {
							note = `"note"`
						}
						fmt.Fprintf(b, `{"id": %d, "name": "Zo\u00e9", "note": %s}`, i+1, note)
					}
					b.WriteString(d.end)
					return b.Bytes()
				},
			})
		})
	}
}
