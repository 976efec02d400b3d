package config

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/record"
)

// Init is what onefold init has inferred from a source.
type Init struct {
	Source string // name of the source; "" leaves the section out
	Path   string
	Read   Source // read options to write down; those that are empty are left out
	Fields []InitField
}

// InitField is one column with what was inferred of it.
type InitField struct {
	Name       string
	Kind       record.Kind
	Confidence float64 // 0 to 1
	Reason     string
	Group      string
	Role       string
	Region     string
	DateOrder  string // "day_month", "month_day" or ""
	Options    map[string]string
	Ignore     bool
}

// Write writes a commented policy file. Reading it gives exactly the fields
// that went in.
func Write(w io.Writer, in Init) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# Policy of Onefold, written by onefold init from what the data shows.\n")
	fmt.Fprintf(b, "# Change what is wrong and delete what you don't need: what is not here is inferred.\n")
	fmt.Fprintf(b, "# Every setting is explained in config.example.yaml.\n")
	if in.Source != "" {
		fmt.Fprintf(b, "\n# %s.\nsources:\n  %s:\n", sectionDoc("sources"), quote(in.Source))
		fmt.Fprintf(b, "    path: %s\n", quote(in.Path))
		if in.Read.Delimiter != "" {
			fmt.Fprintf(b, "    delimiter: %s\n", quote(in.Read.Delimiter))
		}
		if in.Read.Encoding != "" {
			fmt.Fprintf(b, "    encoding: %s\n", quote(in.Read.Encoding))
		}
		if in.Read.Header != nil {
			fmt.Fprintf(b, "    header: %t\n", *in.Read.Header)
		}
		if in.Read.ID != "" {
			fmt.Fprintf(b, "    id: %s\n", quote(in.Read.ID))
		}
	}
	if len(in.Fields) > 0 {
		fmt.Fprintf(b, "\n# %s.\n# Beside each: how sure the inference is, and why.\nfields:\n", sectionDoc("fields"))
	}
	for _, f := range in.Fields {
		writeField(b, f)
	}
	fmt.Fprintf(b, "\n# %s.\n# matching:\n#   match_probability: 0.95\n#   review_probability: 0.5\n", sectionDoc("matching"))
	fmt.Fprintf(b, "\n# %s.\n# survivorship:\n#   master: [most_complete, newest_modified, oldest_created, lowest_id]\n#   default: master_fill\n#   write: raw\n", sectionDoc("survivorship"))
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write policy: %w", err)
	}
	return nil
}

func writeField(b *bufio.Writer, f InitField) {
	fmt.Fprintf(b, "  %s:", quote(f.Name))
	var settings []string
	add := func(key, v string) {
		if v != "" {
			settings = append(settings, key+": "+quote(v))
		}
	}
	add("kind", string(f.Kind))
	add("group", f.Group)
	add("role", f.Role)
	add("region", f.Region)
	add("date_order", f.DateOrder)
	if len(f.Options) > 0 {
		pairs := make([]string, 0, len(f.Options))
		for _, name := range sortedNames(f.Options) {
			pairs = append(pairs, quote(name)+": "+quote(f.Options[name]))
		}
		settings = append(settings, "options: {"+strings.Join(pairs, ", ")+"}")
	}
	if f.Ignore {
		settings = append(settings, "ignore: true")
	}
	switch {
	case len(settings) == 1 && f.Kind != record.Unknown:
		fmt.Fprintf(b, " %s", quote(string(f.Kind)))
	default:
		fmt.Fprintf(b, " {%s}", strings.Join(settings, ", "))
	}
	if reason := plain(f.Reason); f.Confidence > 0 || reason != "" {
		fmt.Fprintf(b, "  # %.0f%%", 100*f.Confidence)
		if reason != "" {
			fmt.Fprintf(b, ": %s", reason)
		}
	}
	b.WriteByte('\n')
}

func sectionDoc(path string) string {
	for _, s := range sections() {
		if s.path == path {
			return s.doc
		}
	}
	return ""
}

// plain makes a text fit for a comment.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if c == utf8.RuneError || unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || c == '\u0085' {
			return ' '
		}
		return c
	}, strings.TrimSpace(s))
}

// quote writes a text as a YAML scalar that reads as this text: bare where it
// is a plain word, in double quotes otherwise.
func quote(s string) string {
	if bareWord(s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c < 0x20 || c == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		case c == '\u0085' || c == '\u2028' || c == '\u2029' || c == '\ufeff':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func bareWord(s string) bool {
	switch strings.ToLower(s) {
	case "", "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf":
		return false
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return false
	}
	for i, c := range s {
		switch {
		case unicode.IsLetter(c) || c == '_':
		case i > 0 && (c >= '0' && c <= '9' || c == '.' || c == '/' || c == '-'):
		default:
			return false
		}
	}
	return true
}
