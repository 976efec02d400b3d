package number

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in       string
		decimal  byte
		standard string
		key      string
	}{
		{"42", 0, "42", "42"},
		{"-7", 0, "-7", "-7"},
		{"12-", 0, "-12", "-12"},
		{"(1,250.75)", 0, "-1250.75", "-1250.75"},
		{"1 234,50", 0, "1234.50", "1234.5"},
		{"1\u202f234\u00a0567,8", 0, "1234567.8", "1234567.8"},
		{"1.234.567", 0, "1234567", "1234567"},
		{"1.234,56", 0, "1234.56", "1234.56"},
		{"1,234.56", 0, "1234.56", "1234.56"},
		{"12,34,567.5", 0, "1234567.5", "1234567.5"},
		{"1'234.50", 0, "1234.50", "1234.5"},
		{"1,234", 0, "1234", "1234"},
		{"1,234", ',', "1.2340", "1.234"},
		{"1.234", ',', "1234", "1234"},
		{"1.234", '.', "1.234", "1.234"},
		{"0,125", 0, "0.125", "0.125"},
		{"12,5 %", 0, "12.5%", "12.5"},
		{"€ 1 200", 0, "1200 EUR", "1200"},
		{"-$12.30", 0, "-12.30 USD", "-12.3"},
		{"1.500,00 lei", 0, "1500.00 RON", "1500"},
		{"007", 0, "7", "7"},
		{".5", 0, "0.5", "0.5"},
	} {
		n, reason := Parse(c.in, Options{Decimal: c.decimal})
		if reason != "" || n.String() != c.standard || n.Key() != c.key {
			t.Errorf("Parse(%q, %q) = %q, key %q, reason %q; want %q, %q", c.in, c.decimal, n.String(), n.Key(), reason, c.standard, c.key)
		}
	}
	for in, want := range map[string]string{
		"": ReasonNotANumber, "abc": ReasonNotANumber, "1,2.3,4": ReasonSeparators, "1-2": ReasonNotANumber,
		"12 34": ReasonSeparators, "-": ReasonNotANumber, "%": ReasonNotANumber, ",": ReasonNotANumber,
	} {
		if n, reason := Parse(in, Options{}); reason != want {
			t.Errorf("Parse(%q) = %+v, reason %q; want reason %q", in, n, reason, want)
		}
	}
}

func check(t interface{ Fatalf(string, ...any) }, in string, decimal byte) {
	n, reason := Parse(in, Options{Decimal: decimal})
	if reason != "" {
		return
	}
	s := n.String()
	if !utf8.ValidString(s) {
		t.Fatalf("Parse(%q) gives invalid UTF-8", in)
	}
	again, reason := Parse(s, Options{Decimal: decimal})
	if reason != "" || again.String() != s {
		t.Fatalf("Parse(%q) = %q, and again %q (%s)", in, s, again.String(), reason)
	}
}

func TestStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`[-(]?[€$]? ?[0-9]{0,4}([., '][0-9]{1,4}){0,4} ?(%|lei|EUR)?\)?`).Draw(t, "in")
		check(t, in, rapid.SampledFrom([]byte{0, ',', '.'}).Draw(t, "decimal"))
	})
}

func FuzzParse(f *testing.F) {
	f.Add("1.234,56 €", byte(','))
	f.Add("(12)", byte('.'))
	f.Fuzz(func(t *testing.T, in string, decimal byte) {
		if decimal != ',' && decimal != '.' {
			decimal = 0
		}
		check(t, in, decimal)
	})
}
