package comparison

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"strings"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// form is how the values of a column are written before they are compared.
type form uint8

const (
	asText form = iota
	asNumber
	asBool
	asTime
	asJSON
	asUUID
	asBytes
)

// formOf returns the form of a column that the sides may keep in two types.
// Where one side knows more than the other, it is believed.
func formOf(a, b connectors.TypeClass) form {
	either := func(classes ...connectors.TypeClass) bool {
		for _, c := range classes {
			if a == c || b == c {
				return true
			}
		}
		return false
	}
	switch {
	case either(connectors.ClassBoolean):
		return asBool
	case either(connectors.ClassInteger, connectors.ClassDecimal, connectors.ClassFloat):
		return asNumber
	case either(connectors.ClassTimestamp, connectors.ClassInstant, connectors.ClassDate):
		return asTime
	case either(connectors.ClassUUID):
		return asUUID
	case either(connectors.ClassJSON):
		return asJSON
	case either(connectors.ClassBytes):
		return asBytes
	}
	return asText
}

// write returns the text of a value in the form. What the form cannot read
// stays as it is.
func (f form) write(v record.Value) string {
	if v.Kind == record.ValueBytes {
		if f == asUUID && len(v.Text) == 16 {
			h := hex.EncodeToString([]byte(v.Text))
			return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
		}
		return hex.EncodeToString([]byte(v.Text))
	}
	switch f {
	case asNumber:
		return number(v.Text)
	case asBool:
		switch strings.ToLower(v.Text) {
		case "1", "t", "true", "y", "yes", "on":
			return "true"
		case "0", "f", "false", "n", "no", "off":
			return "false"
		}
	case asTime:
		return moment(v.Text)
	case asUUID:
		return strings.ToLower(strings.Trim(v.Text, "{}"))
	case asJSON:
		return object(v.Text)
	case asBytes:
		return strings.ToLower(strings.TrimPrefix(v.Text, `\x`))
	}
	return v.Text
}

// number writes a decimal number without what does not count: 007.50 is 7.5.
func number(s string) string {
	if plainInteger(s) {
		return s
	}
	t := strings.TrimSpace(s)
	if strings.ContainsAny(t, "eE") && len(t) < 32 {
		// Small enough not to become a text of millions of digits.
		if _, exponent, _ := strings.Cut(strings.ToLower(t), "e"); len(strings.TrimLeft(exponent, "+-0")) <= 3 {
			if r, ok := new(big.Rat).SetString(t); ok {
				digits, _ := r.FloatPrec()
				t = r.FloatString(digits)
			}
		}
	}
	sign := ""
	if rest, ok := strings.CutPrefix(t, "-"); ok {
		sign, t = "-", rest
	} else {
		t = strings.TrimPrefix(t, "+")
	}
	whole, fraction, _ := strings.Cut(t, ".")
	if whole+fraction == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" {
		return s
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return sign + whole + "." + fraction
	}
	if whole == "0" {
		return "0"
	}
	return sign + whole
}

// plainInteger is what most numbers are: digits that stay as they are.
func plainInteger(s string) bool {
	if s == "" || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// moment writes a time as UTC without zone, and midnight as the date alone.
func moment(s string) string {
	if len(s) < len("2006-01-02 15:04") || s[4] != '-' || s[10] != ' ' && s[10] != 'T' {
		return s
	}
	t := s[:10] + " " + s[11:]
	if strings.HasSuffix(t, "Z") {
		t = t[:len(t)-1]
	} else if at := strings.LastIndexAny(t[11:], "+-"); at >= 0 {
		at += 11
		zone := t[at:]
		if strings.Trim(zone, "+-0:") == "" {
			t = strings.TrimRight(t[:at], " ")
		} else {
			for _, layout := range [...]string{"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z0700"} {
				if u, err := time.Parse(layout, t); err == nil {
					t = u.UTC().Format("2006-01-02 15:04:05.999999999")
					break
				}
			}
		}
	}
	if len(t) == len("2006-01-02 15:04") {
		t += ":00"
	}
	if _, err := time.Parse(time.DateTime, t); err != nil && t != "0000-00-00 00:00:00" {
		return s // whatever it is, it is no time
	}
	if strings.Contains(t, ".") {
		t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
	}
	return strings.TrimSuffix(t, " 00:00:00")
}

// object writes JSON without what does not count: spaces and the order of names.
func object(s string) string {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return s
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return s
	}
	return strings.TrimSuffix(out.String(), "\n")
}
