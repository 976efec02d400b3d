package rewrite

import (
	"encoding/json"
	"testing"
)

func swap(id string) (string, bool) {
	to, ok := map[string]string{"7": "3", "8": "3", "x9": "x1"}[id]
	return to, ok
}

func TestJSON(t *testing.T) {
	for _, tt := range []struct {
		path, in, want string
		kinds          []string
	}{
		{"$[*]", `[7, 5,8]`, `[3, 5]`, nil},
		{"$[*]", `[3,7]`, `[3]`, nil},
		{"$[*]", `[5,5]`, `[5,5]`, nil},
		{"$.a[*]", `{"b":[7], "a": ["7", 5]}`, `{"b":[7], "a": ["3", 5]}`, nil},
		{"$.a.b", `{ "a" : {"b":7,"c":7} }`, `{ "a" : {"b":3,"c":7} }`, nil},
		{"$.list[*].id", `{"list":[{"id":7},{"id":8}]}`, `{"list":[{"id":3},{"id":3}]}`, nil},
		{"$.~", `{"7":1}`, `{"3":1}`, nil},
		{"$.id", `{"type":"Contact","id":7}`, `{"type":"Contact","id":3}`, []string{"Contact"}},
		{"$.id", `{"type":"Lead","id":7}`, `{"type":"Lead","id":7}`, []string{"Contact"}},
		{"$[*]", `["res.partner,7","res.users,7"]`, `["res.partner,3","res.users,7"]`, []string{"res.partner"}},
		{"$.a", `no json`, `no json`, nil},
		{"$.a", `{"a":"\"7"}`, `{"a":"\"7"}`, nil},
	} {
		got, changed := JSON(tt.in, tt.path, tt.kinds, swap)
		if got != tt.want || changed != (tt.in != tt.want) {
			t.Errorf("%s in %s: %s, %v", tt.path, tt.in, got, changed)
		}
	}
}

func TestList(t *testing.T) {
	for in, want := range map[string]string{
		"1,7,8": "1,3", "3,7": "3", "{7,2}": "{3,2}", "|7|5|": "|3|5|", "7": "3", "a,b": "a,b", "^x9^,^x2^": "^x1^,^x2^", "77,1": "77,1",
	} {
		got, changed := List(in, "", swap)
		if got != want || changed != (in != want) {
			t.Errorf("%s: %s, %v", in, got, changed)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a":[7,8,{"id":"7"}],"b":"\\"}`, "$.a[*]")
	f.Add(`[[7],[8]]`, "$[*][*]")
	f.Fuzz(func(t *testing.T, text, path string) {
		got, changed := JSON(text, path, nil, swap)
		if changed && !json.Valid([]byte(got)) || !changed && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
