package record

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// What a journal writes of a value reads back as the same value.
func TestValueJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Value{Kind: ValueKind(rapid.IntRange(0, int(ValueOther)).Draw(t, "kind"))}
		if !v.IsNull() {
			v.Text = string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
			if rapid.Bool().Draw(t, "characters") {
				v.Text = rapid.String().Draw(t, "text")
			}
		}
		b, err := json.Marshal([]Value{v})
		if err != nil {
			t.Fatal(err)
		}
		var got []Value
		if err := json.Unmarshal(b, &got); err != nil || len(got) != 1 || got[0] != v {
			t.Fatalf("%+v became %s, and that %+v, %v", v, b, got, err)
		}
	})
}

func TestValueJSONForm(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want string
	}{
		{Value{}, `null`},
		{TextValue(""), `""`},
		{TextValue("Ana"), `"Ana"`},
		{IntValue(7), `{"kind":"int","text":"7"}`},
		{BytesValue([]byte{0, 255}), `{"kind":"bytes","base64":"AP8="}`},
		{TextValue("\xff"), `{"kind":"text","base64":"/w=="}`},
		{FloatValue(0.1, 64), `{"kind":"float","text":"0.1"}`},
		{BoolValue(true), `{"kind":"bool","text":"true"}`},
	} {
		if got, err := json.Marshal(c.v); err != nil || string(got) != c.want {
			t.Errorf("%+v: %s, %v; want %s", c.v, got, err, c.want)
		}
	}
	for _, bad := range []string{`{}`, `{"kind":"int"}`, `{"kind":"strange","text":"1"}`, `{"kind":"text","base64":"?"}`, `7`, `{"kind":"int","text":"1","base64":""}`} {
		var v Value
		if err := json.Unmarshal([]byte(bad), &v); err == nil {
			t.Errorf("%s was taken for %+v", bad, v)
		}
	}
}
