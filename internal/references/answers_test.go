package references

import (
	"errors"
	"strings"
	"testing"
)

func TestWrongAnswers(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"no JSON":          {"{", "a.json:1"},
		"a line":           {"{\"references\": [\n{\"table\": 5}]}", "a.json:2"},
		"unknown field":    {`[{"tabel": "x"}]`, `unknown field "tabel"`},
		"no table":         {`[{"columns": ["x"], "confidence": "sure"}]`, "table or columns are missing"},
		"unknown word":     {`[{"table": "t", "columns": ["x"], "confidence": "shure"}]`, "confidence is sure"},
		"unknown policy":   {`[{"table": "t", "columns": ["x"], "confidence": "sure", "policy": "mvoe"}]`, "reference 1 (t.x): the policy is one of"},
		"confidence array": {`[{"table": "t", "columns": ["x"], "confidence": [1]}]`, "neither a number nor a word"},
		"two values":       {`[] []`, "more than one"},
	} {
		_, err := ReadAnswers(strings.NewReader(tt.text), "a.json")
		if !errors.Is(err, ErrAnswer) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, place := range []string{"contact_id", ".x", "x.", ""} {
		if _, err := PlaceAnswer(place, "", "", "", "here"); !errors.Is(err, ErrAnswer) {
			t.Errorf("%q: %v", place, err)
		}
	}
	if _, err := PlaceAnswer("a.b", "", "likely", "", "here"); !errors.Is(err, ErrAnswer) {
		t.Errorf("likely is no answer: %v", err)
	}
}

func FuzzReadAnswers(f *testing.F) {
	f.Add(`{"target":"c","tables":2,"references":[{"table":"t","columns":["a","b"],"confidence":0.99,"policy":"move"}]}`)
	f.Add(`[{"table":"t","column":"a","confidence":"wrong"}]`)
	f.Add(`{"references":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		answers, err := ReadAnswers(strings.NewReader(text), "f.json")
		if err != nil && !errors.Is(err, ErrAnswer) {
			t.Errorf("%v is not an ErrAnswer", err)
		}
		for _, a := range answers {
			if a.Table == "" || len(a.Columns) == 0 {
				t.Errorf("an answer about nothing: %+v", a)
			}
		}
	})
}
