package date

import (
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var base = time.Date(2024, 5, 15, 0, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		o    Options
		want string
	}{
		{"2023-12-31", Options{}, "2023-12-31"},
		{" 2023-12-31 ", Options{}, "2023-12-31"},
		{"2023-12-31T10:20:30Z", Options{}, "2023-12-31T10:20:30Z"},
		{"2023-12-31 10:20:30.250", Options{}, "2023-12-31T10:20:30.25"},
		{"2023-12-31T10:20:30+02:00", Options{}, "2023-12-31T10:20:30+02:00"},
		{"2023-12-31 10:20 +0530", Options{}, "2023-12-31T10:20:00+05:30"},
		{"31.12.2023", Options{}, "2023-12-31"},
		{"31/12/23", Options{}, "2023-12-31"},
		{"12/31/2023", Options{}, "2023-12-31"},
		{"03/04/2023", Options{Order: DayFirst}, "2023-04-03"},
		{"03/04/2023", Options{Order: MonthFirst}, "2023-03-04"},
		{"31-12-1999 08:05", Options{}, "1999-12-31T08:05:00"},
		{"20231231", Options{}, "2023-12-31"},
		{"31122023", Options{}, "2023-12-31"},
		{"2023/1/5", Options{}, "2023-01-05"},
		{"12 janv. 2024", Options{}, "2024-01-12"},
		{"1er mars 2020", Options{}, "2020-03-01"},
		{"le 3 août 1987", Options{}, "1987-08-03"},
		{"lundi 4 décembre 2023 à 18h30", Options{}, "2023-12-04T18:30:00"},
		{"14 FEVRIER 1960", Options{}, "1960-02-14"},
		{"mardi 5 mars 2019", Options{}, "2019-03-05"},
		{"mar. 5 mars 2019", Options{}, "2019-03-05"},
		{"3 ianuarie 2021", Options{}, "2021-01-03"},
		{"joi, 7 noiembrie 2019", Options{}, "2019-11-07"},
		{"15 mai 1990", Options{}, "1990-05-15"},
		{"1 Decembrie 1918", Options{}, "1918-12-01"},
		{"Dec 3rd, 2020", Options{}, "2020-12-03"},
		{"3 of July 1999", Options{}, "1999-07-03"},
		{"July 4, 1976 5:30 PM", Options{}, "1976-07-04T17:30:00"},
		{"Sat, 4 Mar 2017 12:00:01 GMT", Options{}, "2017-03-04T12:00:01Z"},
		{"Sat Mar 04 2017 12:00:01 GMT+0100", Options{}, "2017-03-04T12:00:01+01:00"},
		{"12-Jan-99", Options{}, "1999-01-12"},
		{"12Jan2024", Options{}, "2024-01-12"},
		{"3. Oktober 1990", Options{}, "1990-10-03"},
		{"7 de agosto de 2001", Options{}, "2001-08-07"},
		{"2 czerwca 2018", Options{}, "2018-06-02"},
		{"9 мая 1945 г.", Options{}, "1945-05-09"},
		{"2019年5月1日", Options{}, "2019-05-01"},
		{"1985", Options{}, "1985"},
		{"1985-07", Options{}, "1985-07"},
		{"07/1985", Options{}, "1985-07"},
		{"septembre 2011", Options{}, "2011-09"},
		{"1980-00-00", Options{}, "1980"},
		{"1980-05-00", Options{}, "1980-05"},
		{"29.02.2024", Options{}, "2024-02-29"},
		{"01/02/49", Options{}, "2049-02-01"},
		{"01/02/50", Options{}, "1950-02-01"},
		{"01/02/49", Options{Base: base, Past: true}, "1949-02-01"},
		{"01/02/23", Options{Base: base, Past: true}, "2023-02-01"},
		{"hier", Options{Base: base, Relative: true}, "2024-05-14"},
		{"il y a 2 jours", Options{Base: base, Relative: true}, "2024-05-13"},
		{"acum 3 săptămâni", Options{Base: base, Relative: true}, "2024-04-24"},
		{"2 months ago", Options{Base: base, Relative: true}, "2024-03-15"},
		{"Friday", Options{Base: base, Relative: true}, "2024-05-10"},
		{"12 iunie", Options{Base: base, Relative: true}, "2024-06-12"},
	} {
		d, reason := Parse(c.in, c.o)
		if got := d.Standard(c.in); reason != "" || got != c.want {
			t.Errorf("Parse(%q) = %q, %q; want %q", c.in, got, reason, c.want)
		}
	}
	for in, want := range map[string]string{
		"": ReasonNotADate, "x": ReasonNotADate, "31.02.2020": ReasonNoSuchDay, "29/02/2023": ReasonNoSuchDay, "2023-13-01": ReasonNoSuchMonth,
		"2023-02-30": ReasonNoSuchDay, "31/13/2020": ReasonNoSuchMonth, "0000-00-00": ReasonPlaceholder, "00/00/0000": ReasonPlaceholder,
		"45291": ReasonSerial, "1700000000": ReasonEpoch, "12 janvier": ReasonNoYear, "yesterday": ReasonNotADate, "10:30": ReasonNotADate,
		"12 rue Victor 2020": ReasonNotADate, "06 12 34 56 78": ReasonNotADate, "192.168.1.1": ReasonNotADate, "2023-01-01 25:00": ReasonNoSuchTime,
		"mardi": ReasonNotADate, "12": ReasonNotADate,
	} {
		if d, reason := Parse(in, Options{}); reason != want {
			t.Errorf("Parse(%q) = %+v, reason %q; want %q", in, d, reason, want)
		}
	}
	if d, _ := Parse("03/04/2023", Options{}); !d.Ambiguous {
		t.Error("03/04/2023 is not marked ambiguous")
	}
	if d, _ := Parse("13/04/2023", Options{}); d.Ambiguous {
		t.Error("13/04/2023 is marked ambiguous")
	}
}

func TestEvidence(t *testing.T) {
	for _, c := range []struct {
		values []string
		order  Order
		clash  bool
	}{
		{[]string{"01/02/2020", "13/02/2020"}, DayFirst, false},
		{[]string{"01/02/2020", "02/13/2020", "1/2/99"}, MonthFirst, false},
		{[]string{"01/02/2020", "03/03/2020"}, Unknown, false},
		{[]string{"13/02/2020", "02/13/2020"}, Unknown, true},
		{[]string{"2020-01-02", "x", "", "12 mars 2020"}, Unknown, false},
		{[]string{"31.12.2020 10:00"}, DayFirst, false},
	} {
		var e Evidence
		for _, v := range c.values {
			e.Add(v)
		}
		if e.Order() != c.order || (e.DayFirst > 0 && e.MonthFirst > 0) != c.clash {
			t.Errorf("%q: order %d, %+v", c.values, e.Order(), e)
		}
	}
}

func TestSuggest(t *testing.T) {
	for in, want := range map[string]string{"45291": "2023-12-31", "45291.75": "2023-12-31", "1700000000": "2023-11-14", "1700000000000": "2023-11-14"} {
		if got, ok := Suggest(in); !ok || got != want {
			t.Errorf("Suggest(%q) = %q, want %q", in, got, want)
		}
	}
	if got, ok := Suggest("2023"); ok {
		t.Errorf("Suggest(2023) = %q", got)
	}
}

func check(t interface{ Fatalf(string, ...any) }, in string, o Options) {
	d, reason := Parse(in, o)
	if reason != "" {
		return
	}
	s := d.Standard(in)
	again, reason := Parse(s, o)
	if reason != "" || again.Standard(s) != s || again.Key() != d.Key() || again.Precision != d.Precision {
		t.Fatalf("Parse(%q) = %q, and again %q (%s)", in, s, again.Standard(s), reason)
	}
	if !utf8.ValidString(s) {
		t.Fatalf("Parse(%q) gives invalid UTF-8", in)
	}
}

func TestStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`((lun|Fri|dim\.),? )?[0-9]{1,4}[/. -]([0-9]{1,2}|mars|mai|Dec|iunie)[/. -][0-9]{1,4}( |T)?([0-9]{2}:[0-9]{2}(:[0-9]{2})?)? ?(Z|\+0200|pm)?`).Draw(t, "in")
		o := Options{Order: Order(rapid.IntRange(0, 2).Draw(t, "order")), Relative: rapid.Bool().Draw(t, "relative")}
		if rapid.Bool().Draw(t, "based") {
			o.Base = base
		}
		check(t, in, o)
	})
}

func TestAllocations(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		d, _ := Parse("2023-12-31", Options{})
		if d.Standard("2023-12-31") == "" {
			t.Error("empty")
		}
		Parse("2023-12-31T10:20:30Z", Options{})
	}); n > 0 {
		t.Errorf("%v allocations for ISO dates", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12 janv. 2024", "2023-12-31T10:20:30+02:00", "8:25 a.m. Dec. 12, 2014", "2016年3月20日(日) 21時40分", "11 ก.พ. 2020", "il y a 2 jours", "0001A0", "0001-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		check(t, in, Options{})
		check(t, in, Options{Base: base, Relative: true, Order: MonthFirst})
	})
}

func BenchmarkISO(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("2023-12-31", Options{})
	}
}

func BenchmarkWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("lundi 4 décembre 2023 à 18h30", Options{})
	}
}
