package connectors_test

import (
	"slices"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"

	"pgregory.net/rapid"
)

// An ID leads back to the key that it was made of.
func TestIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		classes := rapid.SliceOfN(rapid.SampledFrom([]connectors.TypeClass{connectors.ClassInteger, connectors.ClassText, connectors.ClassBytes}), 1, 3).Draw(t, "classes")
		table := &connectors.Table{}
		key := make([]record.Value, len(classes))
		for i, class := range classes {
			name := string(rune('a' + i))
			table.Key = append(table.Key, name)
			table.Columns = append(table.Columns, connectors.Column{Name: name, Class: class})
			switch class {
			case connectors.ClassInteger:
				key[i] = record.IntValue(rapid.Int64().Draw(t, name))
			case connectors.ClassBytes:
				key[i] = record.BytesValue(rapid.SliceOf(rapid.Byte()).Draw(t, name))
			default:
				key[i] = record.TextValue(rapid.StringMatching(`[ab:\\é]{0,6}`).Draw(t, name))
			}
		}
		id := table.ID(key)
		if got, ok := table.ParseID(id); !ok || !slices.Equal(got, key) {
			t.Fatalf("key %v has the id %q, which is the key %v, %v", key, id, got, ok)
		}
	})
}
