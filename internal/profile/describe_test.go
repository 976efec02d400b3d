package profile

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

func filled(name string, rows int, value func(i int) string) ColumnData {
	c := record.NewCoder(rows)
	for i := range rows {
		c.Add([]byte(value(i)))
	}
	return ColumnData{Name: name, Codes: c.Codes()}
}

func TestDescribe(t *testing.T) {
	raw := new(record.Column)
	phone := func(i int) string {
		switch {
		case i < 400:
			return "01 42 00 00 01" // a switchboard
		case i < 410:
			return "0000000000"
		case i < 450:
			return ""
		}
		return fmt.Sprintf("06 %02d %02d %02d %02d", i%89+10, i/7%90+10, i/90%90+10, i%70+10)
	}
	for i := range 1000 {
		if i >= 430 && i < 450 {
			raw.AppendNull()
		} else {
			raw.AppendString(phone(i))
		}
	}
	cols := []ColumnData{
		{Name: "Téléphone", Codes: record.Encode(raw), Raw: raw},
		filled("E-mail", 1000, func(i int) string {
			if i < 6 {
				return "noreply@lumen.fr"
			}
			return fmt.Sprintf("p%d@lumen.fr", i)
		}),
		filled("Né le", 1000, func(i int) string {
			switch {
			case i < 3:
				return "14/05/2039"
			case i < 5:
				return "01/01/1900"
			case i < 7:
				return "04/25/1980"
			}
			return fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1940+i%60)
		}),
		filled("Prénom", 1000, func(i int) string {
			switch {
			case i < 4:
				return "FranÃ§ois"
			case i < 9:
				return " Camille "
			case i < 30:
				return "ODILE"
			case i < 32:
				return "N/A"
			}
			return []string{"Camille", "Bastien", "Solène", "Thierry", "Yves"}[i%5]
		}),
	}
	in := Infer(cols, Options{})
	p := Describe(cols, in, DescribeOptions{Registry: normalize.Standard(), Today: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Top: 3})
	if p.Rows != 1000 {
		t.Fatal(p.Rows)
	}
	f := p.Fields[0]
	if f.Kind != record.Phone || f.Present != 960 || f.Empty != 20 || f.Null != 20 || f.Fill != .96 {
		t.Errorf("%+v", f)
	}
	if len(f.Top) != 3 || f.Top[0].Rows != 400 || f.Top[0].Value != "01 42 00 00 01" || f.Top[0].Share != 400.0/960 {
		t.Errorf("top %+v", f.Top)
	}
	if f.Patterns[0].Value != "99 99 99 99 99" || f.Patterns[0].Rows != 950 || f.Length != (Length{10, (10*10 + 950*14) / 960.0, 14}) {
		t.Errorf("patterns %+v, length %+v", f.Patterns, f.Length)
	}
	if f.Validity == nil || f.Validity.Checked != 960 || f.Validity.Share <= 0 || f.Validity.Share > 1 {
		t.Errorf("validity %+v", f.Validity)
	}
	for _, want := range []struct {
		field int
		code  string
		rows  int
	}{
		{0, FindShared, 400},
		{0, FindPlaceholder, 10},
		{1, FindPlaceholder, 6},
		{2, FindFuture, 3},
		{2, FindPlaceholder, 2},
		{2, FindMixedDates, 2},
		{3, FindMojibake, 4},
		{3, FindSpaces, 5},
		{3, FindCapitals, 21},
		{3, FindPlaceholder, 2},
	} {
		got := Finding{Code: "none"}
		for _, x := range p.Fields[want.field].Findings {
			if x.Code == want.code {
				got = x
			}
		}
		if got.Code != want.code || got.Rows != want.rows || got.Text == "" {
			t.Errorf("%s: %+v, want %s on %d rows", p.Fields[want.field].Name, got, want.code, want.rows)
		}
	}
	for _, x := range p.Fields[1].Findings {
		if x.Code == FindShared {
			t.Errorf("a placeholder is told twice: %+v", x)
		}
	}
	if d := p.Fields[2].Dates; d == nil || d.Newest != "2039-05-14" || d.Rows != 998 {
		t.Errorf("dates %+v", d)
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Rows   int
		Fields []struct {
			Name, Kind string
			Present    int
			Findings   []struct{ Code string }
		}
	}
	if err := json.Unmarshal(b, &back); err != nil || back.Fields[0].Kind != "phone" || back.Fields[0].Present != 960 || len(back.Fields[0].Findings) < 2 {
		t.Errorf("%v %s", err, b)
	}
}

// TestSharedThreshold holds values against the tail that their mean lets expect.
func TestSharedThreshold(t *testing.T) {
	families := filled("email", 3000, func(i int) string { return fmt.Sprintf("f%d@x.ro", i/3) })
	in := Infer([]ColumnData{families}, Options{})
	if p := Describe([]ColumnData{families}, in, DescribeOptions{}); len(p.Fields[0].Findings) != 0 {
		t.Errorf("three to an address are families: %+v", p.Fields[0].Findings)
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"Jean-Paul":        "Aa+-Aa+",
		"06 12":            "99 99",
		"DUPONT  Élodie":   "A+ Aa+",
		"x1@b.fr":          "a9@a.a+",
		"12 bis, rue Foch": "99 a+, a+ Aa+",
	} {
		if got := string(appendMask(nil, in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestValidityByCountry reads a phone number with the country of its record.
func TestValidityByCountry(t *testing.T) {
	cols := []ColumnData{
		filled("phone", 300, func(i int) string {
			return []string{"01 42 68 53 ", "0264 598 7", "(312) 555-01"}[i%3] + fmt.Sprintf("%02d", i/3%100)
		}),
		filled("country", 300, func(i int) string { return []string{"France", "RO", "United States"}[i%3] }),
	}
	in := Infer(cols, Options{})
	p := Describe(cols, in, DescribeOptions{Registry: normalize.Standard()})
	if v := p.Fields[0].Validity; in.Region != "" || v == nil || v.Share < .95 {
		t.Errorf("region %q, %+v", in.Region, v)
	}
}
