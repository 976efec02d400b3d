package connectors

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
)

// Identity returns the columns whose values together name a row: the primary
// key, else the first unique constraint without Null, else none.
func (t *Table) Identity() []string {
	if len(t.Key) > 0 {
		return t.Key
	}
	for _, u := range t.Uniques {
		if u.Partial || u.Expressions || u.Deferrable {
			continue
		}
		if !slices.ContainsFunc(u.Columns, func(name string) bool { c := t.Column(name); return c == nil || c.Nullable }) {
			return u.Columns
		}
	}
	return nil
}

// IDColumn is the name under which a source offers the id of a row: the column
// of the key, or the names of several with + between them. It is "" where rows
// have no identity.
func (t *Table) IDColumn() string { return strings.Join(t.Identity(), "+") }

// ID is the text that names a row outside of the database, from the values of
// Identity: the text of the value, bytes in hexadecimal digits; several are
// separated by a colon, and a colon or backslash in them has a backslash before it.
func (t *Table) ID(key []record.Value) string {
	if len(key) == 1 {
		return idText(key[0])
	}
	parts := make([]string, len(key))
	for i, v := range key {
		parts[i] = strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(idText(v))
	}
	return strings.Join(parts, ":")
}

func idText(v record.Value) string {
	if v.Kind == record.ValueBytes {
		return hex.EncodeToString([]byte(v.Text))
	}
	return v.Text
}

// ParseID returns the values of Identity that an ID names, and whether it can
// be one of this table.
func (t *Table) ParseID(id string) ([]record.Value, bool) {
	columns := t.Identity()
	parts := []string{id}
	if len(columns) > 1 {
		parts = splitID(id)
	}
	if len(parts) != len(columns) {
		return nil, false
	}
	key := make([]record.Value, len(parts))
	for i, name := range columns {
		v := record.TextValue(parts[i])
		switch c := t.Column(name); c.Class {
		case ClassInteger:
			v.Kind = record.ValueInt
			if !integer(v.Text) {
				return nil, false
			}
		case ClassBytes:
			raw, err := hex.DecodeString(v.Text)
			if err != nil {
				return nil, false
			}
			v = record.BytesValue(raw)
		case ClassUUID:
			if strings.Contains(strings.ToLower(c.Type), "uuid") {
				v.Kind = record.ValueUUID
			}
		}
		key[i] = v
	}
	return key, true
}

func integer(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && len(digits) <= 20 && strings.Trim(digits, "0123456789") == ""
}

func splitID(id string) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(id); i++ {
		switch {
		case id[i] == '\\' && i+1 < len(id):
			i++
			b.WriteByte(id[i])
		case id[i] == ':':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(id[i])
		}
	}
	return append(parts, b.String())
}
