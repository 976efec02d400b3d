package record

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// ValueKind says how the text of a Value is to be read.
type ValueKind uint8

// The kinds of a Value. A database that has more types than these uses
// ValueOther, whose text is that of the database itself.
const (
	ValueNull      ValueKind = iota // no value at all
	ValueText                       // characters; may be empty, may be bytes that are no UTF-8 where a database lets them be
	ValueBytes                      // bytes as they are
	ValueInt                        // decimal integer of any size
	ValueDecimal                    // exact decimal number, its scale kept: 1.50
	ValueFloat                      // shortest text that reads back as the same binary number; inf, -inf, nan
	ValueBool                       // true or false
	ValueDate                       // 2006-01-02; also dates that no calendar has, such as 0000-00-00
	ValueTime                       // time of day, with fraction and zone where the type has them
	ValueTimestamp                  // 2006-01-02 15:04:05.999999, without a zone
	ValueInstant                    // the same with a zone: 2006-01-02 15:04:05.999999+00
	ValueUUID                       // 8-4-4-4-12 hexadecimal digits
	ValueJSON                       // JSON text exactly as stored
	ValueArray                      // the database's own literal: {1,2}
	ValueOther                      // the database's own text: ranges, geometry, intervals, composites
)

var valueKinds = [...]string{
	"null", "text", "bytes", "int", "decimal", "float", "bool", "date", "time",
	"timestamp", "instant", "uuid", "json", "array", "other",
}

// String returns the word used in JSON.
func (k ValueKind) String() string {
	if int(k) < len(valueKinds) {
		return valueKinds[k]
	}
	return "unknown"
}

// Value is one value of a database, exact: written back, it is the value that
// was read. Two Values are the same value of one column when they are ==.
type Value struct {
	Kind ValueKind
	Text string // "" when Null
}

// TextValue returns a Value of characters.
func TextValue(s string) Value { return Value{ValueText, s} }

// BytesValue returns a Value of bytes.
func BytesValue(b []byte) Value { return Value{ValueBytes, string(b)} }

// IntValue returns an integer.
func IntValue(n int64) Value { return Value{ValueInt, strconv.FormatInt(n, 10)} }

// BoolValue returns true or false.
func BoolValue(b bool) Value { return Value{ValueBool, strconv.FormatBool(b)} }

// FloatValue returns a binary number of 32 or 64 bits.
func FloatValue(f float64, bits int) Value {
	switch {
	case math.IsNaN(f):
		return Value{ValueFloat, "nan"}
	case math.IsInf(f, 1):
		return Value{ValueFloat, "inf"}
	case math.IsInf(f, -1):
		return Value{ValueFloat, "-inf"}
	}
	return Value{ValueFloat, strconv.FormatFloat(f, 'g', -1, bits)}
}

// IsNull tells whether there is no value.
func (v Value) IsNull() bool { return v.Kind == ValueNull }

// String returns the text; that of Null is empty.
func (v Value) String() string { return v.Text }

// valueJSON is the form of a Value that is neither Null nor plain text.
type valueJSON struct {
	Kind   string  `json:"kind"`
	Text   *string `json:"text,omitempty"`
	Base64 *string `json:"base64,omitempty"`
}

// MarshalJSON writes null, a string for text, or an object of kind and text;
// bytes, and whatever is not UTF-8, are in base64.
func (v Value) MarshalJSON() ([]byte, error) {
	clean := utf8.ValidString(v.Text)
	switch {
	case v.Kind == ValueNull:
		return []byte("null"), nil
	case v.Kind == ValueText && clean:
		return json.Marshal(v.Text)
	case v.Kind == ValueBytes || !clean:
		text := base64.StdEncoding.EncodeToString([]byte(v.Text))
		return json.Marshal(valueJSON{Kind: v.Kind.String(), Base64: &text})
	}
	return json.Marshal(valueJSON{Kind: v.Kind.String(), Text: &v.Text})
}

var errValueJSON = errors.New("not the JSON of a value")

// UnmarshalJSON reads what MarshalJSON wrote.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = Value{}
	switch {
	case len(b) == 0:
		return errValueJSON
	case b[0] == 'n':
		return nil
	case b[0] == '"':
		v.Kind = ValueText
		return json.Unmarshal(b, &v.Text)
	}
	var j valueJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	for k, name := range valueKinds {
		if name == j.Kind {
			v.Kind = ValueKind(k)
		}
	}
	switch {
	case v.Kind == ValueNull || (j.Text == nil) == (j.Base64 == nil):
		return errValueJSON
	case j.Text != nil:
		v.Text = *j.Text
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(*j.Base64)
	if err != nil {
		return fmt.Errorf("%w: %w", errValueJSON, err)
	}
	v.Text = string(raw)
	return nil
}
