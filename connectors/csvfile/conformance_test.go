package csvfile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
)

func TestConformance(t *testing.T) {
	for _, d := range []struct{ name, delimiter, quote, end string }{
		{"comma", ",", "", "\n"},
		{"semicolon CRLF", ";", "", "\r\n"},
		{"tab", "\t", "", "\n"},
		{"pipe", "|", "", "\n"},
		{"all quoted", ";", `"`, "\r\n"},
		{"apostrophes", ",", "'", "\n"},
		{"lone CR", ",", "", "\r"},
	} {
		t.Run(d.name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: all.Open, Ext: ".csv",
				Sample: func(n int) []byte {
					var b bytes.Buffer
					row := func(cells ...string) {
						for i := range cells {
							cells[i] = d.quote + cells[i] + d.quote
						}
						b.WriteString(strings.Join(cells, d.delimiter) + d.end)
					}
					row("id", "name", "note")
					for i := range n {
						row(fmt.Sprint(i+1), []string{"Zoé Brun", "Ștefan Popa", "Ann Lee"}[i%3], fmt.Sprint("note ", i))
					}
					return b.Bytes()
				},
			})
		})
	}
}
