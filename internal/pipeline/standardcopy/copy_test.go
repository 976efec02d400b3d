package standardcopy

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

func TestDecide(t *testing.T) {
	present := pipeline.Cell{State: record.Present, Valid: true}
	with := func(change func(*pipeline.Cell)) pipeline.Cell {
		c := present
		change(&c)
		return c
	}
	tests := []struct {
		name string
		cell pipeline.Cell
		raw  string
		want fate
	}{
		{"in standard form", with(func(c *pipeline.Cell) { c.Standard = "Dupont" }), "Dupont", fate{after: "Dupont"}},
		{"capitals", with(func(c *pipeline.Cell) { c.Standard = "Le Gall" }), "LE  GALL", fate{after: "Le Gall", change: "letter_case"}},
		{"spaces", with(func(c *pipeline.Cell) { c.Standard = "+33612345678" }), "+33 6 12 34 56 78", fate{after: "+33612345678", change: "spaces"}},
		{"punctuation", with(func(c *pipeline.Cell) { c.Standard = "Acme SA" }), "Acme S.A.", fate{after: "Acme SA", change: "punctuation"}},
		{"another form", with(func(c *pipeline.Cell) { c.Standard = "France" }), "FRA", fate{after: "France", change: "standard_form"}},
		{"the kind's reason", with(func(c *pipeline.Cell) { c.Standard, c.Reason = "été", "mojibake" }), "Ã©tÃ©", fate{after: "été", change: "mojibake"}},
		{"a remark is no reason", with(func(c *pipeline.Cell) { c.Standard, c.Reason = "1970-01-01", "maybe_placeholder" }), "1 Jan 1970", fate{after: "1970-01-01", change: "standard_form", review: "maybe_placeholder"}},
		{"blank", pipeline.Cell{State: record.Empty, Valid: true}, "  ", fate{after: "", change: "spaces"}},
		{"unparseable", pipeline.Cell{Standard: "x", State: record.Unparseable, Reason: "not_a_date"}, "X", fate{after: "X", left: true, review: "not_a_date"}},
		{"not valid", with(func(c *pipeline.Cell) { c.Standard, c.Valid, c.Reason = "2099-01-01", false, "future" }), "1/1/2099", fate{after: "1/1/2099", left: true, review: "future"}},
		{"not valid, no reason", with(func(c *pipeline.Cell) { c.Standard, c.Valid = "y", false }), "Y", fate{after: "Y", left: true, review: "invalid"}},
		{"placeholder", with(func(c *pipeline.Cell) { c.Standard, c.Reason = "n/a", "placeholder" }), "N/A", fate{after: "N/A", left: true, review: "placeholder"}},
		{"two readings", with(func(c *pipeline.Cell) { c.Standard, c.Reason = "2023-04-03", "ambiguous_order" }), "03/04/2023", fate{after: "03/04/2023", suggestion: "2023-04-03", left: true, review: "ambiguous_order"}},
		{"suggestion", with(func(c *pipeline.Cell) {
			c.Standard, c.Suggestion, c.Reason = "a@gmial.com", "a@gmail.com", "typo_domain"
		}), "a@GMIAL.com", fate{after: "a@gmial.com", suggestion: "a@gmail.com", change: "letter_case", review: "typo_domain"}},
		{"nothing left of it", with(func(c *pipeline.Cell) {}), "x", fate{after: "x", left: true, review: "invalid"}},
	}
	for _, c := range tests {
		c.want.known = true
		if got := decide(c.cell, c.raw); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// A value never becomes blank, and what differs in signs alone is never called
// more than that.
func TestManner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.String().Draw(t, "a")
		if got := manner(a, " "+a+"\t"); got != reasonSpaces {
			t.Fatalf("spaces around are %s", got)
		}
		if got := manner(a, a+"."); got != reasonPunctuation {
			t.Fatalf("a point behind is %s", got)
		}
		if got := manner(a, a+"1"); got != reasonStandard {
			t.Fatalf("a digit behind is %s", got)
		}
	})
}

// copied copies data twice and returns both copies.
func copied(t *testing.T, data []byte, name string) (once, twice string, s *Summary) {
	t.Helper()
	dir := t.TempDir()
	for i := range 2 {
		j, err := pipeline.Open(context.Background(), pipeline.Options{
			Source: "-", Connectors: all.New(), Registry: normalize.Standard(), Policy: &config.Policy{}, Workers: 2,
			Read: connectors.Options{Stdin: bytes.NewReader(data)}, Now: func() time.Time { return time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC) },
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Understand(context.Background()); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, name)
		sum, err := Write(context.Background(), j, out)
		j.Close()
		if err != nil {
			t.Fatal(err)
		}
		if data, err = os.ReadFile(out); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			once, s = string(data), sum
		} else {
			twice = string(data)
			if sum.Changes > 0 {
				t.Errorf("the second copy changes %d values: %+v", sum.Changes, sum.Columns)
			}
		}
	}
	return once, twice, s
}

// What the encoding of the source lacks is written as its kin, and the next run
// finds nothing to change.
func TestEncodings(t *testing.T) {
	const text = "id;Nume;Prenume;Oraș;Județ\r\n1;STĂNESCU;ȘTEFAN;Iași;iasi\r\n2;POPESCU;IOAN;CONSTANȚA;Constanta\r\n3;IONESCU;ANA;TIMIȘOARA;timis\r\n"
	cedilla := strings.NewReplacer("ș", "ş", "ț", "ţ", "Ș", "Ş", "Ț", "Ţ").Replace(text)
	for name, table := range map[string]*charmap.Charmap{"windows-1250": charmap.Windows1250, "iso-8859-16": charmap.ISO8859_16} {
		in := cedilla
		if table == charmap.ISO8859_16 {
			in = text
		}
		data, err := table.NewEncoder().String(in)
		if err != nil {
			t.Fatal(err)
		}
		once, twice, _ := copied(t, []byte(data), "out.csv")
		if once != twice {
			t.Errorf("%s: copies differ:\n%s\n%s", name, once, twice)
		}
		back, err := table.NewDecoder().String(once)
		if err != nil || !strings.Contains(back, "Ion") && !strings.Contains(back, "Popescu") {
			t.Errorf("%s: the copy is\n%s", name, back)
		}
	}
}

// Header, order, quotes, and columns that are not Onefold's to change stay.
func TestDialectStays(t *testing.T) {
	in := "\ufeffid;Notes;E-mail;Owner\r\na;\"two\r\nlines; \"\"quoted\"\"\";  JEAN@Boite.example ;B. OSS\r\nb;x ;ana@boite.example;B. OSS\r\n"
	once, _, s := copied(t, []byte(in), "out.csv")
	want := strings.Replace(in, "  JEAN@Boite.example ", "jean@boite.example", 1)
	if once != want {
		t.Errorf("got\n%q\nwant\n%q", once, want)
	}
	if s.Changes != 1 || s.Changed != 1 || s.Records != 2 {
		t.Errorf("summary %+v", s)
	}
}

func TestPacked(t *testing.T) {
	once, _, _ := copied(t, []byte("id,e-mail\n1,jean@boite.example\n2,ana@boite.example\n"), "out.csv.gz")
	z, err := gzip.NewReader(strings.NewReader(once))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != "id,e-mail\n1,jean@boite.example\n2,ana@boite.example\n" {
		t.Errorf("got %q, %v", text, err)
	}
}
