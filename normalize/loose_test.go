package normalize

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
)

func loose(t *testing.T, kind string, options map[string]string, in string) (string, Summary) {
	t.Helper()
	var out bytes.Buffer
	sum, err := Loose(context.Background(), Standard(), kind, options, strings.NewReader(in), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), sum
}

func TestLoose(t *testing.T) {
	got, sum := loose(t, "phone", nil, "\ufeffid,input,region\r\n7,02 99 12 34 57,fr\r\n8,02 99 12 34 57,\r\n9,,FR\r\n")
	want := "id,value,valid,reason\n7,+33299123457,true,\n8,02 99 12 34 57,false,unknown_country\n9,,false,empty\n"
	if got != want {
		t.Errorf("got %q", got)
	}
	if sum.Cases != 3 || sum.Valid != 1 || sum.Changed != 1 || sum.Reasons["unknown_country"] != 1 {
		t.Errorf("%+v", sum)
	}
	// An option stands in for the column; the order of columns is free.
	if got, _ := loose(t, "phone", map[string]string{"region": "fr"}, "input,id\n02 99 12 34 57,7\n"); got != "id,value,valid,reason\n7,+33299123457,true,\n" {
		t.Errorf("got %q", got)
	}
	// A header alone is no case; a short row has an empty input.
	if got, _ := loose(t, "email", nil, "id,input\n"); got != "id,value,valid,reason\n" {
		t.Errorf("got %q", got)
	}
	if got, _ := loose(t, "email", nil, "id,input\n7\n"); got != "id,value,valid,reason\n7,,false,empty\n" {
		t.Errorf("got %q", got)
	}
}

func TestLooseKeepsEveryByte(t *testing.T) {
	rfc := map[string]string{"mode": "rfc"}
	got, _ := loose(t, "email", rfc, "id,input\n1,\"\r\n marie@labo.fr\"\n2,\"\n marie@labo.fr\"\n")
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][2] != "true" || rows[2][2] != "false" {
		t.Errorf("folding: %q", rows)
	}
	got, _ = loose(t, "email", nil, "id,input\n1,\"a \"\"b\"\"\"\n")
	if got != "id,value,valid,reason\n1,\"a \"\"b\"\"\",false,no_at_sign\n" {
		t.Errorf("quotes: %q", got)
	}
}

func TestLooseErrors(t *testing.T) {
	for _, c := range []struct {
		kind, option, value string
		what, suggestion    string
	}{
		{"phne", "", "", "kind", "phone"},
		{"emails", "", "", "kind", "email"},
		{"qqqqqq", "", "", "kind", ""},
		{"email", "mod", "rfc", "option", "mode"},
		{"email", "mode", "rcf", "value of option mode", "rfc"},
	} {
		options := map[string]string{}
		if c.option != "" {
			options[c.option] = c.value
		}
		_, err := Loose(context.Background(), Standard(), c.kind, options, strings.NewReader("id,input\n"), new(bytes.Buffer))
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.What != c.what || unknown.Suggestion != c.suggestion {
			t.Errorf("%+v: %v", c, err)
		}
	}
	for _, in := range []string{"", "1,x\n", "id,value\n1,x\n"} {
		if _, err := Loose(context.Background(), Standard(), "email", nil, strings.NewReader(in), new(bytes.Buffer)); !errors.Is(err, ErrNoHeader) {
			t.Errorf("%q: %v", in, err)
		}
	}
	_, err := Loose(context.Background(), Standard(), "email", nil, strings.NewReader("id,input\n1,a@b.fr\n2,\"open\n3,c@d.fr\n"), new(bytes.Buffer))
	if err == nil || !strings.Contains(err.Error(), "line 3") || strings.Contains(err.Error(), "b.fr") {
		t.Errorf("open quote: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Loose(ctx, Standard(), "email", nil, strings.NewReader("id,input\n1,x\n"), new(bytes.Buffer)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func FuzzCases(f *testing.F) {
	f.Add("id,input\r\n1,\"a\r\nb\"\"\"\r\n")
	f.Add("id,input\n1,a\"b\n\n2,")
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		sum, err := Loose(context.Background(), Registry{"text": Func(func(s string, _ Context) Value {
			return Value{Standard: s, Valid: true}
		})}, "text", nil, strings.NewReader("id,input\n"+in), &out)
		if err != nil {
			return
		}
		// What was written reads back as the same cases.
		var again bytes.Buffer
		text := strings.Replace(out.String(), "id,value", "id,input", 1)
		twice, err := Loose(context.Background(), Registry{"text": Func(func(s string, _ Context) Value {
			return Value{Standard: s, Valid: true}
		})}, "text", nil, strings.NewReader(text), &again)
		if err != nil || twice.Cases != sum.Cases || again.String() != out.String() {
			t.Fatalf("%q became %q (%v)", out.String(), again.String(), err)
		}
	})
}
