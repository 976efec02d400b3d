package all

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

// IsURL tells whether ref is the URL of a database, not a path.
func (r Registry) IsURL(ref string) bool { return r.scheme(ref) != nil }

// Label is the short name of a source, by which its history is kept: the name
// of the file, or database and table, wherever they are and however they are
// read.
func (r Registry) Label(ref string) string {
	if !r.IsURL(ref) {
		return filepath.Base(ref)
	}
	_, rest, _ := strings.Cut(ref, ":")
	where, query, _ := strings.Cut(rest, "?")
	label := path.Base(filepath.ToSlash(where))
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if v, err := url.PathUnescape(value); err == nil && name == "table" {
			return label + "." + v
		}
		if name == "query" {
			label += ".query"
		}
	}
	return label
}
