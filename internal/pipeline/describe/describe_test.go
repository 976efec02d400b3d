package describe

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

func open(t *testing.T, text string, p *config.Policy) *pipeline.Job {
	t.Helper()
	j, err := pipeline.Open(context.Background(), pipeline.Options{
		Source: "-", Connectors: all.New(), Registry: normalize.Standard(), Policy: p, Workers: 1,
		Read: connectors.Options{Stdin: strings.NewReader(text)},
		Now:  func() time.Time { return time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	if err := j.Infer(); err != nil {
		t.Fatal(err)
	}
	return j
}

// table repeats rows with a number in the place of #.
func table(header string, n int, rows ...string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		b.WriteString(strings.ReplaceAll(rows[i%len(rows)], "#", fmt.Sprint(i+11)) + "\n")
	}
	return b.String()
}

// tables are sources whose inference needs everything that a policy can say.
func tables() map[string]string {
	return map[string]string{
		"family name first": table("id,Nom complet", 60, "c#,DUPONT Jean", "c#,LE GALL Marie", "c#,POPESCU Ion"),
		"comma":             table("id,Name", 60, "c#,\"Smith, John\"", "c#,\"Johnson, Mary\""),
		"month first":       table("id,Birth date,Created", 60, "c#,12/31/1980,01/02/2020", "c#,02/03/1981,05/28/2021"),
		"references":        table("Contact ID,Account ID,External ID,Email", 60, "#,A#7,e-#,jean#@test.example", "#,A27,e-#,ana#@test.example"),
		"no key":            table("Nom,Prénom,Téléphone", 40, "MARTIN,Paul,06 12 34 56 78", "DURAND,Anne,01 42 68 53 00"),
		"two addresses": table("id,Billing Street,Billing City,Billing Postcode,Shipping Street,Shipping City,Shipping Postcode", 40,
			"#,12 rue Victor Hugo,Lyon,69002,3 avenue Foch,Paris,75016", "#,5 place Bellecour,Lyon,69002,8 bd Carnot,Lille,59000"),
		"same header twice": table("Nom,Nom,,Tel", 40, "MARTIN,Paul,a#,0612345678", "DURAND,Anne,b#,0722123456"),
		"odd headers":       table("\"a: b\",\"# x\",no,\"{y}\"", 40, "#,jean#@test.example,Paris,Jean", "#,x#@test.example,Lyon,Ana"),
		"header only":       "id,name,email,phone,date of birth\n",
		"one record":        "id,name,email\n1,Jean Dupont,jean@test.example\n",
	}
}

// What init writes says exactly what is inferred without it.
func TestPolicySaysTheSame(t *testing.T) {
	for name, text := range tables() {
		t.Run(name, func(t *testing.T) {
			bare := open(t, text, nil)
			var b bytes.Buffer
			if err := config.Write(&b, Policy(bare, ".")); err != nil {
				t.Fatal(err)
			}
			p, err := config.Read(bytes.NewReader(b.Bytes()), "onefold.yaml")
			if err != nil {
				t.Fatalf("%v in\n%s", err, &b)
			}
			declared := open(t, text, p)
			blank := func(in profile.Inference) profile.Inference {
				fields := append([]profile.Field(nil), in.Fields...)
				for i := range fields {
					fields[i].Confidence, fields[i].Reason, fields[i].Second, fields[i].Declared = 0, "", "", false
				}
				in.Fields, in.Key.Reason = fields, ""
				return in
			}
			if d := cmp.Diff(blank(bare.Inference), blank(declared.Inference)); d != "" {
				t.Errorf("with\n%s\nthe inference differs: %s", &b, d)
			}
			for i, f := range declared.Inference.Fields {
				if f.Kind != record.Unknown && !f.Declared {
					t.Errorf("column %d is not declared", i)
				}
			}
		})
	}
}

// The policy holds on to what columns decided when the next export can't
// decide it.
func TestPolicyOutlivesTheData(t *testing.T) {
	bare := open(t, table("id,Birth date,Name,Mobile", 40, "c#,12/31/1980,DUPONT Jean,06 12 34 56 78", "c#,11/30/1981,LE GALL Marie,06 12 34 56 79", "c#,10/29/1982,MOREAU Luc,06 12 34 56 70"), nil)
	var b bytes.Buffer
	if err := config.Write(&b, Policy(bare, ".")); err != nil {
		t.Fatal(err)
	}
	p, err := config.Read(&b, "onefold.yaml")
	if err != nil {
		t.Fatal(err)
	}
	next := open(t, "id,Birth date,Name,Mobile\nc1,01/02/1980,MARTIN Paul,0612345678\n", p).Inference.Fields
	if next[1].Context.DayFirst != normalize.MonthDay {
		t.Errorf("dates are read in order %d", next[1].Context.DayFirst)
	}
	if next[2].Context.Options["order"] != profile.FamilyFirst {
		t.Errorf("names are read with %v", next[2].Context.Options)
	}
	if next[3].Context.Region != "FR" {
		t.Errorf("phones are of %q", next[3].Context.Region)
	}
}

func TestPathFrom(t *testing.T) {
	for _, c := range []struct{ dir, source, want string }{
		{".", "a.csv", "a.csv"}, {"policies", "a.csv", "../a.csv"}, {".", "in/a.csv", "in/a.csv"}, {"in", "in/a.csv", "a.csv"}, {"x", "/data/a.csv", "/data/a.csv"},
	} {
		if got := pathFrom(c.dir, c.source); got != c.want {
			t.Errorf("from %s, %s is %s, want %s", c.dir, c.source, got, c.want)
		}
	}
	for path, want := range map[string]string{"x/contacts.csv.gz": "contacts", ".hidden.csv": "hidden", "plain": "plain", "...": "source"} {
		if got := sourceName(path); got != want {
			t.Errorf("%s is called %s, want %s", path, got, want)
		}
	}
}

// The page masks what its summary shows, and lists every column.
func TestPage(t *testing.T) {
	j := open(t, table("id,Email", 30, "#,noreply@test.example", "#,jean#@test.example")+"99,a,b,c\n", nil)
	p := Profile(j)
	page := Page(j, p, "v1")
	if len(page.Fields) != 2 || page.Source.Rows != 30 || page.Key != "id" {
		t.Errorf("the page has %d columns, %d rows and key %q", len(page.Fields), page.Source.Rows, page.Key)
	}
	if len(page.Rejected) != 1 || page.Rejected[0].Reason != connectors.ReasonTooManyFields || page.Rejected[0].Rows != 1 {
		t.Errorf("rejected: %+v", page.Rejected)
	}
	found := false
	for _, s := range page.Suspicious {
		found = found || s.Reason == profile.FindPlaceholder && s.Records == 15
		if strings.Contains(s.Masked, "noreply") {
			t.Errorf("%q is not masked", s.Masked)
		}
	}
	if !found {
		t.Errorf("no placeholder among %+v", page.Suspicious)
	}
}
