package charset

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Texts of our own, as they come in contact lists.
var texts = map[string]string{
	"french":            "nom;prénom;ville\nLefèvre;Hélène;Évry\nGarçon;François;Saint-Étienne\nBenoît;Zoé;Besançon\nCôté;Noëlle;Orléans\nPrêtre;Jérôme;Nîmes\nForêt;Agnès;Hyères\n",
	"french capitals":   "NOM;PRÉNOM;VILLE\nLEFÈVRE;HÉLÈNE;ÉVRY\nGARÇON;FRANÇOIS;SAINT-ÉTIENNE\nCÔTÉ;NOËLLE;ORLÉANS\n",
	"french little":     "nom;ville\nDupont;Paris\nMartin;Orléans\nDurand;Lille\n",
	"french grave":      "nom;ville\nDupont;Ternes\nSolène;Paris\nDurand;Lille\n",
	"romanian":          "nume;prenume;localitate\nPopescu;Ștefan;București\nIonescu;Mădălina;Timișoara\nȚurcanu;Andreea;Constanța\nVâlcea;Ioan;Râmnicu Sărat\nÎnceput;Gheorghiță;Brașov\nDumitrașcu;Cătălin;Bacău\n",
	"romanian capitals": "NUME;PRENUME;LOCALITATE\nPOPESCU;ȘTEFAN;BUCUREȘTI\nIONESCU;MĂDĂLINA;TIMIȘOARA\nȚURCANU;ANDREEA;CONSTANȚA\n",
	"romanian little":   "nume;oras\nIonescu;Iași\nPopa;Cluj\nMihăilă;Arad\n",
	"typographic":       "name,note\nO’Brien,“called” – will call back…\nLee,it’s a deal – 20 €\n",
	"mixed":             "nom;ville\nLefèvre;București\nȘtefan;Orléans\nHélène;Brăila\nGrâce;Constanța\nFrançois;Iași\n",
}

// holds lists which texts an encoding can write.
var cases = []struct {
	encoding string
	texts    []string
	accept   []string // names that read the same bytes the same
}{
	{Windows1252, []string{"french", "french capitals", "french little", "french grave", "typographic"}, nil},
	{ISO1, []string{"french", "french capitals", "french little", "french grave"}, nil},
	{ISO15, []string{"french", "french capitals", "french little"}, nil},
	{MacRoman, []string{"french", "french capitals", "french little", "french grave", "typographic"}, nil},
	{Windows1250, []string{"romanian", "romanian capitals", "romanian little"}, nil},
	{ISO2, []string{"romanian", "romanian capitals", "romanian little"}, nil},
	{ISO16, []string{"romanian", "romanian capitals", "mixed"}, nil},
	{UTF8, []string{"french", "romanian", "typographic", "mixed", "french little"}, nil},
	{UTF16LE, []string{"french", "romanian", "typographic", "mixed"}, nil},
	{UTF16BE, []string{"french", "romanian", "typographic", "mixed"}, nil},
}

// comma writes cedillas as the commas that Romanian means.
func comma(s string) string {
	return strings.NewReplacer("ş", "ș", "ţ", "ț", "Ş", "Ș", "Ţ", "Ț").Replace(s)
}

func TestDetect(t *testing.T) {
	for _, c := range cases {
		for _, name := range c.texts {
			for _, bom := range []bool{false, true} {
				mark := BOM(c.encoding)
				if bom && len(mark) == 0 {
					continue
				}
				raw, ok := NewEncoder(c.encoding).Append(nil, []byte(texts[name]))
				if !ok {
					t.Fatalf("%s can't be written in %s", name, c.encoding)
				}
				if bom {
					raw = append(bytes.Clone(mark), raw...)
				}
				g := Detect(raw)
				got, err := io.ReadAll(NewReader(bytes.NewReader(raw), g.Encoding, false, false))
				if err != nil {
					t.Fatal(err)
				}
				if comma(string(got)) != texts[name] || g.BOM != bom {
					t.Errorf("%s in %s: guessed %+v, reads %q", name, c.encoding, g, got)
				}
			}
		}
	}
}

// What only one encoding can mean is told by name.
func TestDetectName(t *testing.T) {
	for _, c := range []struct{ encoding, text string }{
		{Windows1252, "note\nl’œuvre d’Hélène – 20 €\nça coûte 30 €\n"},
		{ISO15, "note\nla sœur d'Hélène\nun bœuf, 20 ¤\n"},
		{MacRoman, "prénom\nHélène\nFrançois\n"},
		{ISO16, "nom\nHélène Lefèvre\nBrăila\nConstanța\n"},
		{Windows1250, "nota\nLa „Ștefan” – Brăila\nTimişoara, Constanţa\n"},
	} {
		text := c.text
		if c.encoding == ISO15 {
			text = strings.ReplaceAll(text, "¤", "€")
		}
		raw, ok := NewEncoder(c.encoding).Append(nil, []byte(text))
		if !ok {
			t.Fatalf("%s can't hold its text", c.encoding)
		}
		if g := Detect(raw); g.Encoding != c.encoding {
			t.Errorf("%s: guessed %+v", c.encoding, g)
		}
	}
}

func TestDetectASCII(t *testing.T) {
	if g := Detect([]byte("id,name\n1,Ann\n")); g.Encoding != UTF8 || !g.ASCII || g.Confidence != 1 {
		t.Errorf("%+v", g)
	}
	if g := Detect([]byte("id,name\n1,Zo\xC3")); g.Encoding != UTF8 {
		t.Errorf("a character cut by the end: %+v", g)
	}
}

// Until a byte above ASCII comes, nothing is decided.
func TestReaderDecidesLate(t *testing.T) {
	ascii := strings.Repeat("id,name\n", 100_000)
	for _, tail := range []string{"Hélène;François\n", "Zoé\n"} {
		raw, _ := NewEncoder(Windows1252).Append([]byte(ascii), []byte(tail))
		r := NewReader(bytes.NewReader(raw), UTF8, false, true)
		got, err := io.ReadAll(r)
		if err != nil || string(got) != ascii+tail || r.Name() != Windows1252 {
			t.Errorf("%s, %v, %q", r.Name(), err, got[max(0, len(got)-40):])
		}
		r = NewReader(strings.NewReader(ascii+tail), UTF8, false, true)
		got, err = io.ReadAll(r)
		if err != nil || string(got) != ascii+tail || r.Name() != UTF8 {
			t.Errorf("%s, %v", r.Name(), err)
		}
	}
}

func TestReaderBadBytes(t *testing.T) {
	for _, c := range []struct {
		encoding, in, want string
		bad                int64
	}{
		{UTF8, "a\xE9b\xC3\xA9\xFF", "a\uFFFDbé\uFFFD", 2},
		{UTF8, "a\xE2\x82", "a\uFFFD\uFFFD", 2},
		{Windows1252, "a\x81b", "a\uFFFDb", 1},
		{UTF16LE, "a\x00\x00\xD8b\x00", "a\uFFFDb", 1},
		{UTF16LE, "a\x00b", "a\uFFFD", 1},
		{UTF16BE, "\xD8\x3D\xDE\x00", "😀", 0},
	} {
		for _, one := range []bool{false, true} {
			var from io.Reader = strings.NewReader(c.in)
			if one {
				from = iotest.OneByteReader(from)
			}
			r := NewReader(from, c.encoding, false, false)
			got, err := io.ReadAll(r)
			if err != nil || string(got) != c.want || r.Bad != c.bad {
				t.Errorf("%s %q: %q, %d bad, %v", c.encoding, c.in, got, r.Bad, err)
			}
		}
		if c.bad > 0 {
			got, err := io.ReadAll(NewReader(strings.NewReader(c.in), c.encoding, true, false))
			if _, ok := err.(*BadByteError); !ok || !strings.HasPrefix(c.want, string(got)) {
				t.Errorf("strict %s %q: %q, %v", c.encoding, c.in, got, err)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for _, n := range Names() {
		for _, s := range []string{n, strings.ToUpper(n), strings.ReplaceAll(n, "-", "_")} {
			if got, ok := Parse(s); !ok || got != n {
				t.Errorf("Parse(%q) = %q, %v", s, got, ok)
			}
		}
	}
	if _, ok := Parse("utf-9"); ok {
		t.Error("utf-9 is taken")
	}
}

// Every character of an encoding comes back as it was, in pieces of any size.
func TestEncodeDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(Names()).Draw(t, "encoding")
		s := rapid.String().Draw(t, "text")
		if strings.HasPrefix(s, "\uFEFF") || !utf8.ValidString(s) {
			t.Skip()
		}
		enc := NewEncoder(name)
		raw, ok := enc.Append(nil, []byte(s))
		if !ok || enc.Fallbacks > 0 {
			t.Skip()
		}
		for _, from := range []io.Reader{bytes.NewReader(raw), iotest.OneByteReader(bytes.NewReader(raw)), iotest.HalfReader(bytes.NewReader(raw))} {
			got, err := io.ReadAll(NewReader(from, name, true, false))
			if err != nil || string(got) != s {
				t.Fatalf("%s: %q became %q, %v", name, s, got, err)
			}
		}
	})
}

func TestFallbacks(t *testing.T) {
	for _, c := range []struct{ encoding, in, want string }{
		{Windows1250, "ștȚ", "\xBAt\xDE"},
		{ISO16, "şţ", "\xBA\xFE"},
		{ISO1, "l’œ", ""},
		{ISO1, "l’a – b…", "l'a - b..."},
		{Windows1252, "\uFFFD", "?"},
	} {
		out, ok := NewEncoder(c.encoding).Append([]byte("x"), []byte(c.in))
		if ok != (c.want != "") || string(out) != "x"+c.want {
			t.Errorf("%s %q: %q, %v", c.encoding, c.in, out, ok)
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, s := range texts {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g := Detect(text)
		if !slices.Contains(Names(), g.Encoding) || g.Confidence < 0 || g.Confidence > 1 {
			t.Fatalf("%+v", g)
		}
		got, err := io.ReadAll(NewReader(bytes.NewReader(text), g.Encoding, false, g.ASCII))
		if err != nil || !utf8.Valid(got) {
			t.Fatalf("%v, valid %v", err, utf8.Valid(got))
		}
	})
}
