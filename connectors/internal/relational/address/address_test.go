package address_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational/address"
)

func TestParse(t *testing.T) {
	for ref, want := range map[string]string{
		"postgres://me@db.example:5433/crm?table=people&schema=s&sslmode=require": "postgres me db.example 5433 crm people s   map[sslmode:require] postgres://db.example:5433/crm?table=people",
		"postgres://me%40home@[::1]/crm?where=a%3D'x%26y'+1&deleted=only":         "postgres me@home ::1  crm   a='x&y'+1  map[] postgres://::1/crm",
		"postgres:///crm":                  "postgres    crm     map[] postgres:///crm",
		"POSTGRES://h/":                    "postgres  h       map[] postgres://h/",
		"postgres://h/d?query=SELECT 1":    "postgres  h  d    SELECT 1 map[] postgres://h/d",
		"postgres://h/d?where=a=b;c&table": "postgres  h  d   a=b;c  map[] postgres://h/d",
	} {
		a, err := address.Parse(ref, false, "sslmode")
		got := fmt.Sprintf("%s %s %s %s %s %s %s %s %s %v %s", a.Scheme, a.User, a.Host, a.Port, a.Database, a.Table, a.Schema, a.Where, a.Query, a.Settings, a.Place())
		if err != nil || got != want {
			t.Errorf("%s:\n %s, %v\nwant\n %s", ref, got, err, want)
		}
	}
	for _, ref := range []string{
		"postgres", "postgres:h/d", "postgres://h:port/d", "postgres://me:hunter2@h/d", "postgres://me:@h/d", "postgres://me:hunter2@h:x/%zz", "postgres://h/a/b",
		"postgres://h/d?password=hunter2", "postgres://h/d?sslpassword=hunter2", "postgres://h/d?table=%zz", "postgres://h/d?deleted=no", "postgres://h/d?query=a&where=b",
	} {
		_, err := address.Parse(ref, false, "sslmode")
		var f *connectors.Fault
		if !errors.Is(err, connectors.ErrOption) || !errors.As(err, &f) || f.Hint == "" || strings.Contains(fmt.Sprintf("%+v", f), "hunter2") {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

func TestMatch(t *testing.T) {
	for line, want := range map[string]string{
		"h:1:d:u:secret":      "secret",
		"*:*:*:*:a:b":         "a:b",
		`h:1:d:u:a\:b\\c`:     `a:b\c`,
		"*:1:*:u:x\r":         "x",
		"h:1:d:u:":            "",
		"# h:1:d:u:secret":    "-",
		"h:2:d:u:secret":      "-",
		"h:1:d:u":             "-",
		"":                    "-",
		`h\:1:1:d:u:secret`:   "-",
		"h:1:d:someone:other": "-",
	} {
		got, ok := address.Match(line, "h", "1", "d", "u")
		if !ok {
			got = "-"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// Whatever is given, nothing of a password shows.
func FuzzParse(f *testing.F) {
	f.Add("postgres://me:pw@h/d?table=x", false)
	f.Add("sqlite:a.db?where=a&b=c%", true)
	f.Add("mysql://[::1]:3/d?query=%41", false)
	f.Fuzz(func(t *testing.T, ref string, file bool) {
		a, err := address.Parse(ref, file, "sslmode")
		if err == nil {
			_ = a.Place()
			return
		}
		var fault *connectors.Fault
		if !errors.As(err, &fault) || fault.Cause == "" || fault.Hint == "" {
			t.Errorf("%q: %v", ref, err)
		}
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("*:*:*:*:a")
	f.Add(`h\:\\:1:d:u:`)
	f.Fuzz(func(t *testing.T, line string) {
		if got, ok := address.Match(line, "h", "1", "d", "u"); ok && len(got) > len(line) {
			t.Errorf("%q: %q", line, got)
		}
	})
}
