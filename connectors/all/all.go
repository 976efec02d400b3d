package all

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/csvfile"
	"github.com/onefold/onefold/connectors/internal/charset"
	"github.com/onefold/onefold/connectors/internal/input"
	"github.com/onefold/onefold/connectors/jsonl"
	"github.com/onefold/onefold/connectors/mysql"
	"github.com/onefold/onefold/connectors/postgres"
	"github.com/onefold/onefold/connectors/sqlite"
)

// Spec is what the registry knows of a connector.
type Spec struct {
	Name       string
	Extensions []string // with their dot, lower case, those of compression left out
	Schemes    []string // of URLs; none for files
	// Sniff tells whether the beginning of a file, decompressed, looks like this
	// format. The first Spec that says so is taken; nil never says so.
	Sniff func(head []byte) bool
	// Open opens a file of this format and takes the input over, unless it fails.
	Open func(ctx context.Context, in *input.Input, o connectors.Options) (connectors.Source, error)
	// OpenURL opens a table or query of a database by its URL; nil for files.
	OpenURL func(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error)
	// OpenDatabase opens a database by its URL; nil for files.
	OpenDatabase func(ctx context.Context, ref string, o connectors.Options) (connectors.Database, error)
}

// Registry is the list of connectors, in the order in which they are asked.
type Registry []Spec

// New returns every connector of Onefold.
func New() Registry {
	return Registry{
		{
			Name: jsonl.Name, Extensions: []string{".jsonl", ".ndjson", ".json"}, Sniff: jsonl.Sniff,
			Open: func(ctx context.Context, in *input.Input, o connectors.Options) (connectors.Source, error) {
				return opened(jsonl.Open(ctx, in, o))
			},
		},
		{
			Name: csvfile.Name, Extensions: []string{".csv", ".tsv", ".tab", ".txt", ".psv", ".dsv"},
			Open: func(ctx context.Context, in *input.Input, o connectors.Options) (connectors.Source, error) {
				return opened(csvfile.Open(ctx, in, o))
			},
		},
		{Name: postgres.Name, Schemes: postgres.Schemes(), OpenURL: postgres.Open, OpenDatabase: postgres.OpenDatabase},
		{Name: mysql.Name, Schemes: mysql.Schemes(), OpenURL: mysql.Open, OpenDatabase: mysql.OpenDatabase},
		{Name: sqlite.Name, Schemes: sqlite.Schemes(), OpenURL: sqlite.Open, OpenDatabase: sqlite.OpenDatabase},
	}
}

// rows is a table or query of a database. Copies of its records are written as
// CSV: a connector writes into its database, not beside it.
type rows struct{ connectors.Source }

// NewWriter returns a writer of CSV.
func (rows) NewWriter(w io.Writer, fields []string) (connectors.RowWriter, error) {
	return csvfile.NewWriter(w, fields, csvfile.Dialect{Delimiter: ',', Quote: '"', Encoding: charset.UTF8, Header: true})
}

// opened keeps a nil pointer from becoming a Source that is not nil.
func opened[S connectors.Source](s S, err error) (connectors.Source, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Names returns the names of the formats of files.
func (r Registry) Names() []string {
	var names []string
	for _, s := range r {
		if s.Open != nil {
			names = append(names, s.Name)
		}
	}
	return names
}

// Open opens the source that ref names: a path, or "-" for standard input.
func Open(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error) {
	return New().Open(ctx, ref, o)
}

// OpenDatabase opens the database of a URL, whatever table it names.
func OpenDatabase(ctx context.Context, ref string, o connectors.Options) (connectors.Database, error) {
	return New().OpenDatabase(ctx, ref, o)
}

// OpenDatabase opens the database of a URL with one of r's connectors.
func (r Registry) OpenDatabase(ctx context.Context, ref string, o connectors.Options) (connectors.Database, error) {
	s := r.scheme(ref)
	if s == nil || s.OpenDatabase == nil {
		place := ref
		if scheme, _, ok := strings.Cut(ref, "://"); ok {
			place = scheme + "://" // what follows may hold a password
		}
		return nil, &connectors.Fault{
			Place: place, Cause: "is not the URL of a database",
			Hint: "databases are " + strings.Join(r.schemes(), ":, ") + ":", Err: connectors.ErrFormat,
		}
	}
	return s.OpenDatabase(ctx, ref, o)
}

// scheme finds the connector of a URL, or nil for a path. A drive letter is no
// scheme.
func (r Registry) scheme(ref string) *Spec {
	scheme, _, ok := strings.Cut(ref, ":")
	if !ok || len(scheme) < 2 {
		return nil
	}
	for i := range r {
		if slices.Contains(r[i].Schemes, strings.ToLower(scheme)) {
			return &r[i]
		}
	}
	return nil
}

func (r Registry) schemes() []string {
	var all []string
	for _, s := range r {
		all = append(all, s.Schemes...)
	}
	return all
}

// Open opens the source that ref names with one of r's connectors.
func (r Registry) Open(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error) {
	if s := r.scheme(ref); s != nil && s.OpenURL != nil {
		src, err := s.OpenURL(ctx, ref, o)
		if err != nil {
			return nil, err
		}
		return rows{src}, nil
	}
	if scheme, _, ok := strings.Cut(ref, "://"); ok {
		return nil, &connectors.Fault{
			Place: scheme + "://", Cause: "no connector for this kind of URL",
			Hint: "sources are files, and databases: " + strings.Join(r.schemes(), ":, ") + ":", Err: connectors.ErrFormat,
		}
	}
	if o.Format != "" && !slices.Contains(r.Names(), o.Format) {
		return nil, &connectors.Fault{Cause: "format is not understood", Hint: "give one of " + strings.Join(r.Names(), ", "), Err: connectors.ErrOption}
	}
	in, err := input.Open(ctx, ref, o.Stdin)
	if err != nil {
		return nil, err
	}
	src, err := r.open(ctx, in, ref, o)
	if err != nil {
		in.Close()
		return nil, err
	}
	return src, nil
}

func (r Registry) open(ctx context.Context, in *input.Input, ref string, o connectors.Options) (connectors.Source, error) {
	head, _ := in.Head()
	if o.Format == "" {
		if what, hint := foreign(head); what != "" {
			return nil, &connectors.Fault{Place: in.Name(), Cause: "is " + what, Hint: hint, Err: connectors.ErrFormat}
		}
	}
	pick := r.pick(head, extension(ref), o.Format)
	return pick.Open(ctx, in, o)
}

// pick chooses by name, then by extension, then by content. Anything else that
// is text is taken for delimited text, the last connector.
func (r Registry) pick(head []byte, ext, format string) *Spec {
	for i := range r {
		if r[i].Name == format {
			return &r[i]
		}
	}
	if ext != "" && ext != ".txt" {
		for i := range r {
			if slices.Contains(r[i].Extensions, ext) {
				return &r[i]
			}
		}
	}
	for i := range r {
		if r[i].Sniff != nil && r[i].Sniff(head) {
			return &r[i]
		}
	}
	for i := range r {
		if r[i].Name == csvfile.Name {
			return &r[i]
		}
	}
	return &r[len(r)-1]
}

// extension returns the extension of a path without that of its compression.
func extension(ref string) string {
	ref = strings.ToLower(ref)
	for _, packed := range []string{".gz", ".gzip", ".zst", ".zstd"} {
		ref = strings.TrimSuffix(ref, packed)
	}
	return path.Ext(ref)
}

// foreign names formats that are not text, so that they are not read as one.
func foreign(head []byte) (what, hint string) {
	const save = "save it as CSV (UTF-8) and give that file"
	for _, f := range [...]struct{ magic, what, hint string }{
		{"PK\x03\x04", "a zip archive or an Excel workbook", save},
		{"\xD0\xCF\x11\xE0", "an old Excel workbook", save},
		{"PAR1", "a Parquet file", "convert it to CSV or JSON Lines"},
		{"SQLite format 3\x00", "an SQLite database", "name it as sqlite:FILE?table=NAME"},
		{"%PDF-", "a PDF document", "ask for the data as CSV"},
		{"BZh", "compressed with bzip2", "decompress it first: bunzip2"},
		{"\xFD7zXZ\x00", "compressed with xz", "decompress it first: unxz"},
		{"{\\rtf", "a rich text document", save},
	} {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return f.what, f.hint
		}
	}
	start := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 512)]))
	for _, tag := range []string{"<!doctype html", "<html", "<table", "<?xml"} {
		if bytes.HasPrefix(start, []byte(tag)) {
			return "a web page or an XML document", "open it in a spreadsheet and save it as CSV"
		}
	}
	return "", ""
}
