package link

import (
	"strings"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/recode"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/record"
)

// piece is a column of one source, or a part of it, that can be aligned.
type piece struct {
	source int
	at     int           // column of the source
	part   string        // "" the whole column, else what it is of it: "given name"
	field  profile.Field // as the source has it; Kind is that of the part
	keys   *record.Codes // normalized values
	head   words.Header
	sketch *sketch
}

// administrative says that a kind is about the record, not about whom it
// describes. Such columns are not compared.
func administrative(k record.Kind) bool {
	switch k {
	case record.RecordID, record.Owner, record.Origin, record.Consent, record.Created, record.Modified, record.Unknown:
		return true
	}
	return false
}

// separator stands between the parts of one key: given and family names, or
// street, postcode and city.
const separator = "\x1e"

// about is a source with what its columns can be taken apart into.
type about struct {
	job     *pipeline.Job
	ignored map[string]bool // columns that the policy leaves out
}

// has reports whether a column of this kind names the record itself.
func (a about) has(k record.Kind) bool { return a.find(k) >= 0 }

func (a about) find(k record.Kind) int {
	best, most := -1, 0
	for i, f := range a.job.Inference.Fields {
		own := f.Role == "" || k != record.Person && k != record.GivenName && k != record.FamilyName
		if f.Kind != k || !own || a.ignored[f.Name] || k == record.Person && a.job.Lists(i) {
			continue
		}
		if n := a.job.Standards[i].Keys.Filled(); n > most {
			best, most = i, n
		}
	}
	return best
}

// piecesOf lists the pieces of every source. What one source has in several
// columns is taken apart where another has it in one.
func piecesOf(sources []about) [][]*piece {
	tables := words.Load()
	named, placed := false, false
	for _, a := range sources {
		named = named || a.has(record.GivenName) && a.has(record.FamilyName)
		placed = placed || a.has(record.Postcode) || a.has(record.City) || a.has(record.Street)
	}
	out := make([][]*piece, len(sources))
	for s, a := range sources {
		person, address := -1, -1
		if named && !a.has(record.GivenName) && !a.has(record.FamilyName) {
			person = a.find(record.Person)
		}
		if placed {
			address = a.find(record.Address)
		}
		fold := folder(a.job.Registry)
		for i, f := range a.job.Inference.Fields {
			if administrative(f.Kind) || a.ignored[f.Name] {
				continue
			}
			add := func(part string, k record.Kind, keys, says *record.Codes) {
				p := &piece{source: s, at: i, part: part, field: f, keys: keys, head: tables.Read(f.Name)}
				p.head.Settle(a.job.Inference.Language)
				p.field.Kind = k
				p.sketch = newSketch(keys, says, fold)
				out[s] = append(out[s], p)
			}
			keys := a.job.Standards[i].Keys
			switch i {
			case person:
				ps := recode.Split(keys, separator, 2)
				add("given name", record.GivenName, ps[0], ps[0])
				add("family name", record.FamilyName, ps[1], ps[1])
			case address:
				ps := recode.Split(keys, separator, 3)
				for k, part := range []record.Kind{record.Street, record.Postcode, record.City} {
					if ps[k].Filled() > 0 && !a.has(part) {
						add(strings.ReplaceAll(string(part), "_", " "), part, ps[k], ps[k])
					}
				}
			default:
				add("", f.Kind, keys, a.job.Columns[i].Codes)
			}
		}
	}
	return out
}
