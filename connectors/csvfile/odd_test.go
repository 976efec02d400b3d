package csvfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/record"
)

// read reads text through standard input.
func read(t *testing.T, text string, o connectors.Options) (connectors.Source, *connectortest.Collector, error) {
	t.Helper()
	o.Stdin = strings.NewReader(text)
	if o.Format == "" {
		o.Format = "csv"
	}
	src, err := all.Open(t.Context(), "-", o)
	if err != nil {
		return nil, nil, err
	}
	t.Cleanup(func() { src.Close() })
	c := new(connectortest.Collector)
	return src, c, src.Read(t.Context(), c)
}

// show writes records as cells between | and records between newlines, with ␀
// for Null, and rejections as line:reason.
func show(src connectors.Source, c *connectortest.Collector) string {
	var b strings.Builder
	b.WriteString(strings.Join(src.Schema().Names(), "|"))
	for _, row := range c.Rows {
		b.WriteByte('\n')
		for i, v := range row {
			if i > 0 {
				b.WriteByte('|')
			}
			if v.State == record.Null {
				b.WriteString("␀")
			}
			b.WriteString(v.Value)
		}
	}
	for _, r := range c.Rejections {
		fmt.Fprintf(&b, "\n!%d #%d %s", r.Line, r.Record, r.Reason)
	}
	return b.String()
}

func TestOddities(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		opts           connectors.Options
		info           func(connectors.Info) bool
	}{
		{name: "short row", in: "id,name,city\n1,Ann\n2,Bob,Rome\n", want: "id|name|city\n1|Ann|␀\n2|Bob|Rome", info: func(i connectors.Info) bool { return i.ShortRows == 1 && i.Rejected == 0 }},
		{name: "long row", in: "id,name\n1,Ann\n2,Bob,Rome\n3,Cy\n", want: "id|name\n1|Ann\n3|Cy\n!3 #2 too_many_fields", info: func(i connectors.Info) bool { return i.Rejected == 1 && i.Records == 2 }},
		{name: "long row of blanks", in: "id,name\n1,Ann\n2,Bob,, \n", want: "id|name\n1|Ann\n2|Bob", info: func(i connectors.Info) bool { return i.TrimmedRows == 1 }},
		{name: "header misses a name", in: "id,name\n1,Ann,x\n2,Bob,y\n3,Cy,z\n", want: "id|name|column_3\n1|Ann|x\n2|Bob|y\n3|Cy|z"},
		{name: "quote inside of a cell", in: "id,size\n1,12\" disc\n2,a\"\"b\n", want: "id|size\n1|12\" disc\n2|a\"\"b"},
		{name: "quotes not escaped", in: "id,note\n1,\"say \"hi\" now\"\n2,\"b\"\n", want: "id|note\n1|say \"hi\" now\n2|b", info: func(i connectors.Info) bool { return i.StrayQuotes == 1 }},
		{name: "text behind a quote", in: "id,note,x\n1,\"Bob\" Lee,y\n2,\"b\" ,z\n", want: "id|note|x\n1|\"Bob\" Lee|y\n2|b|z"},
		{name: "open quote on one line", in: "id,name,city\n\"1\",\"Bob,\"Rome\"\n\"2\",\"Al\",\"Oslo\"\n", want: "id|name|city\n1|\"Bob|Rome\n2|Al|Oslo"},
		{name: "open quote closed by a later cell", in: "id,name,city\n1,\"Bob,Rome\n2,\"Al\",Oslo\n3,Cy,Bern\n", want: "id|name|city\n2|Al|Oslo\n3|Cy|Bern\n!2 #1 open_quote"},
		{name: "open quote closed by a later empty cell", in: "id,name,city\n1,\"Bob,Rome\n2,Al,\"\n3,Cy,Bern\n", want: "id|name|city\n3|Cy|Bern\n!2 #1 open_quote\n!3 #2 open_quote"},
		{name: "open quote to the end", in: "id,name\n1,Ann\n2,\"Bob\n3,Cy\n4,Dan", want: "id|name\n1|Ann\n3|Cy\n4|Dan\n!3 #2 open_quote"},
		{name: "open quote in the first line", in: "\"broken\nid,name\n1,Ann\n2,Bob\n", want: "id|name\n1|Ann\n2|Bob\n!1 #1 open_quote"},
		{name: "cell of several lines", in: "id,note\n1,\"a\nb\r\nc\"\n2,x\n", want: "id|note\n1|a\nb\r\nc\n2|x"},
		{name: "NUL", in: "id,note\n1,a\x00b\n\x00\x00\x00\n2,c\n", want: "id|note\n1|a\x00b\n2|c", info: func(i connectors.Info) bool { return i.NULBytes == 4 && i.BlankLines == 1 }},
		{name: "blank lines", in: "\n\nid,note\n\n1,a\n   \n2,b\n\n\n", want: "id|note\n1|a\n2|b", info: func(i connectors.Info) bool { return i.Records == 2 }},
		{name: "delimiters only", in: "id;note\n1;a\n;\n", want: "id|note\n1|a\n|"},
		{name: "one column", in: "name\nAnn\n\"\"\nBob\n", want: "name\nAnn\n\nBob"},
		{name: "one column with commas", in: "name\n\"Lee, Ann\"\nBob\n", want: "name\nLee, Ann\nBob"},
		{name: "one column of text with commas", in: "comment\nHello, you\nfine\nwell, yes, no\n", want: "comment\nHello, you\nfine\nwell, yes, no"},
		{name: "one column of names with commas", in: "full_name\nSmith, Ann\nJones, Bob\nYoung, Cy\n", want: "full_name\nSmith, Ann\nJones, Bob\nYoung, Cy"},
		{name: "no header, words", in: "Ann,Smith,Paris\nBob,Jones,Rome\nCy,Young,Oslo\n", want: "column_1|column_2|column_3\nAnn|Smith|Paris\nBob|Jones|Rome\nCy|Young|Oslo"},
		{name: "space in front of quotes", in: "id, name, city\n1, \"Lee, Ann\", Rome\n2, Bob, Oslo\n", want: "id|name|city\n1|Lee, Ann| Rome\n2| Bob| Oslo"},
		{name: "addresses with more commas than delimiters", in: "id;nom;adresse\n1;Brun;12, rue A, 75002 Paris\n2;Petit;3, place B, 69001 Lyon\n", want: "id|nom|adresse\n1|Brun|12, rue A, 75002 Paris\n2|Petit|3, place B, 69001 Lyon"},
		{name: "names twice and empty", in: "id,name,,name, name_2 ,name\n1,2,3,4,5,6\n", want: "id|name|column_3|name_3|name_2|name_4\n1|2|3|4|5|6"},
		{name: "column_N taken", in: "column_2,,x\na,b,c\n", want: "column_2|column_2_2|x\na|b|c"},
		{name: "only a header", in: "id,first_name,email\n", want: "id|first_name|email", info: func(i connectors.Info) bool { return i.Records == 0 && i.Header.Value == "yes" }},
		{name: "only a header, no line end", in: "id;nom;prénom", want: "id|nom|prénom"},
		{name: "only a record", in: "12,Ann,ann@example.org\n", want: "column_1|column_2|column_3\n12|Ann|ann@example.org"},
		{name: "no header", in: "1,Ann,2020-01-31\n2,Bob,2021-02-28\n3,Cy,2022-03-31\n", want: "column_1|column_2|column_3\n1|Ann|2020-01-31\n2|Bob|2021-02-28\n3|Cy|2022-03-31"},
		{name: "years as header", in: "region,2019,2020\nNord,1200.5,13.4\nSud,44.1,8.25\n", want: "region|2019|2020\nNord|1200.5|13.4\nSud|44.1|8.25"},
		{name: "header refused", in: "id,name\n1,Ann\n", want: "column_1|column_2\nid|name\n1|Ann", opts: connectors.Options{Header: connectors.No}},
		{name: "header insisted on", in: "1,2\n3,4\n", want: "1|2\n3|4", opts: connectors.Options{Header: connectors.Yes}},
		{name: "title lines", in: "Contacts export\n\nid;name;city\n1;Ann;Rome\n2;Bob;Oslo\n", want: "id|name|city\n1|Ann|Rome\n2|Bob|Oslo", info: func(i connectors.Info) bool { return i.TitleLines == 2 }},
		{name: "title line padded", in: "Export du 3 mai;;\nid;nom;ville\n1;Ann;Rome\n2;Bob;Oslo\n", want: "id|nom|ville\n1|Ann|Rome\n2|Bob|Oslo"},
		{name: "title above a row of delimiters", in: "Export du 3 mai;;;\n;;;\nid;nom;ville;cp\n1;Ann;Rome;7\n2;Bob;Oslo;8\n", want: "id|nom|ville|cp\n1|Ann|Rome|7\n2|Bob|Oslo|8", info: func(i connectors.Info) bool { return i.TitleLines == 2 && i.Header.Value == "yes" }},
		{name: "title, row of delimiters, two columns", in: "Liste\n;\nnom;ville\nAnn;Rome\nBob;Oslo\n", want: "nom|ville\nAnn|Rome\nBob|Oslo"},
		{name: "row of delimiters above the header", in: ";;;\nid;nom;ville;cp\n1;Ann;Rome;7\n2;Bob;Oslo;8\n", want: "id|nom|ville|cp\n1|Ann|Rome|7\n2|Bob|Oslo|8"},
		{name: "title in the middle, quoted blanks", in: "\"\",\"Contacts\",\"\"\n\"\",\" \",\"\"\n\"id\",\"name\",\"city\"\n\"1\",\"Ann\",\"Rome\"\n", want: "id|name|city\n1|Ann|Rome"},
		{name: "two titles and a pair of a title", in: "Export;;;;\nDate :;12/05/2025;;;\n;;;;\nid;nom;ville;cp;email\n1;Ann;Rome;7;a@b.fr\n2;Bob;Oslo;8;b@b.fr\n3;Cy;Bern;9;c@b.fr\n", want: "id|nom|ville|cp|email\n1|Ann|Rome|7|a@b.fr\n2|Bob|Oslo|8|b@b.fr\n3|Cy|Bern|9|c@b.fr"},
		{name: "rows of delimiters without a header", in: ";;\n1;ann@example.org;3\n2;bob@example.org;4\n", want: "column_1|column_2|column_3\n||\n1|ann@example.org|3\n2|bob@example.org|4", info: func(i connectors.Info) bool { return i.TitleLines == 0 }},
		{name: "title and row of delimiters, only a header", in: "Export du 3 mai;;;\n;;;\nid;nom;ville;cp\n", want: "id|nom|ville|cp", info: func(i connectors.Info) bool { return i.Records == 0 }},
		{name: "no title without a header", in: "x;;\n1;ann@example.org;3\n2;bob@example.org;4\n", want: "column_1|column_2|column_3\nx||\n1|ann@example.org|3\n2|bob@example.org|4", info: func(i connectors.Info) bool { return i.TitleLines == 0 }},
		{name: "footer behind a gap", in: "id;nom;ville;cp\n1;Ann;Rome;7\n2;Bob;Oslo;8\n;;;\nTotal : 2 lignes;;;\nCopyright (c) Lumen\n", want: "id|nom|ville|cp\n1|Ann|Rome|7\n2|Bob|Oslo|8\n!5 #4 footer\n!6 #5 footer", info: func(i connectors.Info) bool { return i.Records == 2 && i.Rejected == 2 && i.BlankLines == 1 }},
		{name: "footer of a report", in: "\"id\",\"name\",\"city\"\n\"1\",\"Ann\",\"Rome\"\n\"2\",\"Bob\",\"Oslo\"\n\n\n\"Contacts of May\"\n\"Copyright (c) 2000-2025. All rights reserved.\"\n\"Generated By:  Ann Roe  3/05/2025 09:12\"\n", want: "id|name|city\n1|Ann|Rome\n2|Bob|Oslo\n!6 #3 footer\n!7 #4 footer\n!8 #5 footer"},
		{name: "footer, padded, without a gap", in: "id;nom;ville;cp\n1;Ann;Rome;7\n2;Bob;Oslo;8\nTotal général;;;\n", want: "id|nom|ville|cp\n1|Ann|Rome|7\n2|Bob|Oslo|8\n!4 #3 footer"},
		{name: "no footer: a record that knows only a name", in: "nom;ville;cp\nAnn;Rome;7\nBob;;\n", want: "nom|ville|cp\nAnn|Rome|7\nBob||"},
		{name: "no footer: a record that knows only its id", in: "id;ville;cp\nA1;Rome;7\n\nA2\n", want: "id|ville|cp\nA1|Rome|7\nA2|␀|␀"},
		{name: "no footer: a name below", in: "nom;ville;cp\nAnn;Rome;7\nJean Dupont\n", want: "nom|ville|cp\nAnn|Rome|7\nJean Dupont|␀|␀"},
		{name: "no footer: records follow", in: "id;nom;ville\n1;Ann;Rome\n;;\nTotal : 1;;\n2;Bob;Oslo\n", want: "id|nom|ville\n1|Ann|Rome\n||\nTotal : 1||\n2|Bob|Oslo"},
		{name: "no footer: blank rows end the file", in: "id;nom;ville\n1;Ann;Rome\n;;\n;;\n", want: "id|nom|ville\n1|Ann|Rome\n||\n||"},
		{name: "no footer: nothing above", in: "id;nom;ville\nTotal : 0;;\n", want: "id|nom|ville\nTotal : 0||"},
		{name: "sep line", in: "sep=;\r\nid;name\r\n1;a,b\r\n", want: "id|name\n1|a,b", info: func(i connectors.Info) bool { return i.SepLine && i.Delimiter.Value == ";" && i.TitleLines == 0 }},
		{name: "BOM", in: "\xEF\xBB\xBFid,name\n1,Ann\n", want: "id|name\n1|Ann", info: func(i connectors.Info) bool { return i.BOM }},
		{name: "BOM and quote", in: "\xEF\xBB\xBF\"id\",\"name\"\n1,Ann\n", want: "id|name\n1|Ann"},
		{name: "lone CR", in: "id,name\r1,Ann\r2,Bob", want: "id|name\n1|Ann\n2|Bob", info: func(i connectors.Info) bool { return i.LineEnd == "CR" }},
		{name: "mixed line ends", in: "id,name\r\n1,Ann\n2,Bob\r3,Cy\r\n4,Dan\r\n", want: "id|name\n1|Ann\n2|Bob\n3|Cy\n4|Dan", info: func(i connectors.Info) bool { return i.LineEnd == "mixed, mostly CRLF" }},
		{name: "CR as text", in: "id,note\n1,a\rb\n2,c\n3,d\n", want: "id|note\n1|a\rb\n2|c\n3|d"},
		{name: "semicolon with decimal commas", in: "id;prix;note\n1;1,5;a\n2;2,75;b\n3;10,0;c\n", want: "id|prix|note\n1|1,5|a\n2|2,75|b\n3|10,0|c"},
		{name: "tab with commas", in: "id\tname\n1\tLee, Ann\n2\tRoe, Bob\n", want: "id|name\n1|Lee, Ann\n2|Roe, Bob"},
		{name: "pipe", in: "id|name|x\n1|Ann, A; B|2\n", want: "id|name|x\n1|Ann, A; B|2"},
		{name: "backslash escapes", in: `id,note` + "\n" + `1,"a \"b\" c"` + "\n" + `2,"d\\e"` + "\n" + `3,"f, \"g"` + "\n", want: "id|note\n1|a \"b\" c\n2|d\\e\n3|f, \"g"},
		{name: "backslash in front of a closing quote", in: "id,path\n1,\"C:\\dir\\\"\n2,\"D:\\\"\n", want: "id|path\n1|C:\\dir\\\n2|D:\\"},
		{name: "apostrophes as quotes", in: "'id','note'\n'1','a, b'\n'2','it''s'\n", want: "id|note\n1|a, b\n2|it's"},
		{name: "apostrophes as text", in: "id,note\n1,'tis\n2,'twas\n", want: "id|note\n1|'tis\n2|'twas"},
		{name: "quotes off", in: "id\tnote\n1\t\"a\n2\tb\n", want: "id|note\n1|\"a\n2|b", opts: connectors.Options{Quote: "none"}},
		{name: "delimiter set", in: "id:name\n1:Ann\n", want: "id|name\n1|Ann", opts: connectors.Options{Delimiter: ":"}},
		{name: "bad byte", in: "id,name\n1,Zoé\n2,Ren\xE9\n3,Zoé\n4,Zoé\n5,éééééé\n", want: "id|name\n1|Zoé\n2|Ren\uFFFD\n3|Zoé\n4|Zoé\n5|éééééé", info: func(i connectors.Info) bool { return i.BadBytes == 1 && i.Encoding.Value == "utf-8" }},
		{name: "large cell rejected", in: "id,note\n1," + strings.Repeat("x", 300) + "\n2,b\n", want: "id|note\n2|b\n!2 #1 cell_too_large", opts: connectors.Options{MaxCell: 200}},
		{name: "large quoted cell rejected", in: "id,note\n1,\"" + strings.Repeat("x", 300) + "\"\n2,b\n", want: "id|note\n2|b\n!2 #1 cell_too_large", opts: connectors.Options{MaxCell: 200}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, got, err := read(t, c.in, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			if s := show(src, got); s != c.want {
				t.Errorf("got\n%q\nwant\n%q", s, c.want)
			}
			if c.info != nil && !c.info(src.Info()) {
				t.Errorf("info %+v", src.Info())
			}
			if i := src.Info(); i.Records != int64(len(got.Rows)) || i.Rejected != int64(len(got.Rejections)) {
				t.Errorf("counts %d and %d of %d and %d", i.Records, i.Rejected, len(got.Rows), len(got.Rejections))
			}
		})
	}
}

// Sparse records are kept back for a moment: none is lost, none is out of order,
// and batches stay in their bounds.
func TestSparseRecords(t *testing.T) {
	var b strings.Builder
	b.WriteString("name,city,zip\n")
	const n = 3 * connectors.BatchRows
	for i := range n {
		if i%7 < 3 {
			fmt.Fprintf(&b, "Ann Total %d,,\n", i)
		} else {
			fmt.Fprintf(&b, "Ann Total %d,Rome,1\n", i)
		}
	}
	_, c, err := read(t, b.String(), connectors.Options{})
	if err != nil || len(c.Rows)+len(c.Rejections) != n || len(c.Rejections) > 20 {
		t.Fatalf("%d records, %d rejected, %v", len(c.Rows), len(c.Rejections), err)
	}
	for i, row := range c.Rows {
		if want := fmt.Sprintf("Ann Total %d", i); row[0].Value != want || c.Numbers[i] != int64(i+1) {
			t.Fatalf("record %d is %q, number %d", i, row[0].Value, c.Numbers[i])
		}
	}
}

func TestMegabyteCell(t *testing.T) {
	big := strings.Repeat("é, \"\"\n", 200_000)
	src, c, err := read(t, "id,note,x\n1,\""+big+"\",y\n2,b,z\n", connectors.Options{})
	if err != nil || len(c.Rows) != 2 || len(c.Rejections) > 0 {
		t.Fatalf("%d records, %v, %d rejections", len(c.Rows), err, len(c.Rejections))
	}
	if c.Rows[0][1].Value != strings.ReplaceAll(big, `""`, `"`) || c.Rows[1][0].Value != "2" || src.Info().Lines != 200_003 {
		t.Error("the cell has changed")
	}
}

// A quote that is open in a file far larger than a record may be costs its own
// line only, and bounded memory.
func TestOpenQuoteInLargeFile(t *testing.T) {
	text := "id,name\n1,\"open\n" + strings.Repeat("2,Ann\n", 200_000)
	_, c, err := read(t, text, connectors.Options{MaxCell: 10_000})
	if err != nil || len(c.Rows) != 200_000 || len(c.Rejections) != 1 {
		t.Fatalf("%d records, %d rejections, %v", len(c.Rows), len(c.Rejections), err)
	}
	if r := c.Rejections[0]; r.Line != 2 || r.Reason != connectors.ReasonOpenQuote || string(r.Raw) != "1,\"open" || c.Numbers[0] != 2 {
		t.Errorf("%+v", r)
	}
}

func TestSwallowedRecords(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,name,city\n1,\"Ann,Rome\n")
	for i := range 100 {
		fmt.Fprintf(&b, "%d,Bob,Oslo\n", i+2)
	}
	b.WriteString("102,Cy\",Bern\n103,Dan,Brest\n")
	_, c, err := read(t, b.String(), connectors.Options{})
	if err != nil || len(c.Rows) != 102 || len(c.Rejections) != 1 || c.Rejections[0].Line != 2 {
		t.Fatalf("%d records, rejections %+v, %v", len(c.Rows), c.Rejections, err)
	}
}

func TestStrict(t *testing.T) {
	for _, c := range []struct{ name, in, place, cause string }{
		{"long", "id,name\n1,Ann\n2,Bob,Rome\n", "standard input:3", "3 columns, header has 2"},
		{"short", "id,name\n1\n", "standard input:2", "1 column, header has 2"},
		{"open quote", "id,name\n1,Ann\n2,\"Bob\n", "standard input:3", "a quote is open and never closed"},
		{"bad byte", "id,name\n1,Zoé\n2,Zoé\n3,éééééééé\n4,\xE9\n", "standard input:5", "a byte is not utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := read(t, c.in, connectors.Options{Strict: true})
			var f *connectors.Fault
			if !errors.As(err, &f) || !errors.Is(err, connectors.ErrStrict) || f.Place != c.place || f.Cause != c.cause || f.Hint == "" {
				t.Errorf("%+v", err)
			}
			if strings.Contains(fmt.Sprint(err), "Bob") {
				t.Errorf("a value in the error: %v", err)
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	for _, in := range []string{"", "\n", " \r\n\t\n", "\xEF\xBB\xBF", "\xFF\xFE", "sep=;\n", "sep=;"} {
		if _, _, err := read(t, in, connectors.Options{}); !errors.Is(err, connectors.ErrEmpty) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []connectors.Options{{Delimiter: "ab"}, {Delimiter: "\n"}, {Quote: "xx"}, {Quote: ";", Delimiter: ";"}, {Escape: "x"}, {Encoding: "klingon"}, {Format: "nope"}} {
		if _, _, err := read(t, "a,b\n", o); !errors.Is(err, connectors.ErrOption) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestOpenFaults(t *testing.T) {
	dir := t.TempDir()
	for ref, want := range map[string]error{dir: connectors.ErrDirectory, filepath.Join(dir, "none.csv"): fs.ErrNotExist} {
		_, err := all.Open(t.Context(), ref, connectors.Options{})
		var f *connectors.Fault
		if !errors.Is(err, want) || !errors.As(err, &f) || f.Place != ref || f.Cause == "" || f.Hint == "" {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if os.Geteuid() != 0 {
		locked := filepath.Join(dir, "locked.csv")
		if err := os.WriteFile(locked, []byte("a\n"), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := all.Open(t.Context(), locked, connectors.Options{}); !errors.Is(err, fs.ErrPermission) {
			t.Error(err)
		}
	}
}

// Copies keep what can be seen of a dialect.
func TestCopyKeepsDialect(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"comma", "id,name,name\n1,Ann,x\n2,\"a, b\",\n"},
		{"semicolon CRLF BOM", "\xEF\xBB\xBFid;name\r\n1;Zoé\r\n2;\"a;b\"\r\n"},
		{"all quoted", "\"id\",\"name\"\n\"1\",\"Ann\"\n\"2\",\"\"\n"},
		{"sep", "sep=;\r\nid;name\r\n1;Ann\r\n"},
		{"no header", "1\tann@example.org\n2\tbob@example.org\n"},
		{"lone CR", "id,name\r1,Ann\r"},
		{"backslash", "id,note\n1,\"a \\\"b\\\"\"\n2,\"\\\"c, d\"\n"},
		{"latin", "id;nom\n1;Ren\xE9\n2;Fran\xE7ois\n3;H\xE9l\xE8ne\n"},
		{"utf-16", "\xFF\xFEi\x00d\x00,\x00n\x00\n\x001\x00,\x00\xE9\x00\n\x00"},
		{"utf-16 big", "\xFE\xFF\x00i\x00d\x00,\x00n\x00\n\x001\x00,\x00\xE9\x00\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, got, err := read(t, c.in, connectors.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			w, err := src.(connectors.Copier).NewWriter(&out, src.Schema().Names())
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range got.Values() {
				if err := w.Write(row, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil || out.String() != c.in {
				t.Errorf("%v\ngot  %q\nwant %q", err, out.String(), c.in)
			}
		})
	}
}

func TestWriterEncodings(t *testing.T) {
	src, _, err := read(t, "id;nom\n1;Ren\xE9\n2;Fran\xE7ois\n3;H\xE9l\xE8ne\n", connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := src.(connectors.Copier).NewWriter(&out, []string{"id", "nom"})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Write([]string{"1", "王"}, nil)
	var f *connectors.Fault
	if !errors.As(err, &f) || !errors.Is(err, connectors.ErrEncoding) || f.Place != "output record 1" || !strings.Contains(f.Cause, `"nom"`) || strings.Contains(err.Error(), "王") {
		t.Errorf("%v", err)
	}
	if err := w.Write([]string{"2", "a\uFFFDb"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil || out.String() != "id;nom\n2;a?b\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if n := w.(interface{ Fallbacks() int64 }).Fallbacks(); n != 1 {
		t.Errorf("%d fallbacks", n)
	}
}

// The partial pieces of a file add up: nothing vanishes.
func TestInfoFacts(t *testing.T) {
	src, _, err := read(t, "id,name\n1,Ann\n\n2,Bob,x\n3\n", connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, f := range src.Info().Facts() {
		got[f.Label] = f.Value
	}
	delete(got, "sha256")
	want := map[string]string{
		"format": "csv", "encoding": "utf-8", "delimiter": ",", "quote": `"`, "escape": "double", "header": "yes", "line end": "LF",
		"records": "2", "rejected records": "1", "blank lines": "1", "short records": "1", "bytes": "25",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}
