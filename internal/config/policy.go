package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// Policy is a decoded policy file. The zero Policy is the default one.
type Policy struct {
	Sources      map[string]*Source
	Fields       map[string]*Field
	Matching     Matching
	Survivorship survivorship.Config
	References   map[string]*Reference // by place: table.column or table.type+id
	Outputs      Outputs

	scalars map[string]placed // settings that flags and environment may override
	places  map[string]node   // setting path → where it stands
	names   map[string]node   // setting path that ends in a name of the user → where that name stands
	doc     *document
}

// Source says where records are and how to read them. Empty means found by itself.
type Source struct {
	Path      string // file, "-" for standard input; relative paths start at the policy file
	Delimiter string // one character
	Encoding  string
	Header    *bool  // whether the first row names the fields; nil: found by itself
	ID        string // the field that holds the record's key
}

// Field declares one column.
type Field struct {
	Kind      record.Kind
	Group     string
	Role      string
	Region    string // ISO 3166-1 alpha-2, upper case
	Ignore    bool   // not matched on; still kept in golden records
	DateOrder string // "day_month", "month_day" or ""
	Options   map[string]string
}

// Reference is an answer about a place that may point at records. Empty means
// the default.
type Reference struct {
	Policy     string // one of ReferencePolicies
	Confidence string // sure, or wrong: it is no reference
	Target     string // table for which it holds
}

// Matching overrides what the matcher finds by itself.
type Matching struct {
	MatchProbability  float64  // 0: default of matcher.Config
	ReviewProbability float64  // 0: default of matcher.Config
	MaxCandidates     int      // blocking budget: neighbours of a record; 0: default of matcher.Config
	Ignore            []string // fields that are not matched on
	ComparisonsOff    []string // kinds whose comparison is switched off
}

// Outputs says what a run writes.
type Outputs struct {
	Files []string // empty: all
}

// Load reads a policy file. The error is Faults with every mistake in it.
func Load(path string) (*Policy, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open policy: %w", err)
	}
	defer f.Close()
	p, err := Read(f, path)
	if err != nil {
		return nil, err
	}
	for _, s := range p.Sources {
		if s.Path != "-" && !strings.Contains(s.Path, ":") && !filepath.IsAbs(s.Path) {
			s.Path = filepath.Join(filepath.Dir(path), s.Path)
		}
	}
	return p, nil
}

// CheckFields reports every name in fields and matching that is not a field of
// the source. Names in survivorship are checked by survivorship.New; see Place.
func (p *Policy) CheckFields(names []string) error {
	var faults Faults
	check := func(path, name string) {
		if !slices.Contains(names, name) {
			faults = append(faults, p.nameFault(path, fmt.Sprintf("the source has no field %q", name), suggest(name, names)))
		}
	}
	for name := range p.Fields {
		check("fields."+name, name)
	}
	for i, name := range p.Matching.Ignore {
		check(fmt.Sprintf("matching.ignore.%d", i), name)
	}
	return faults.err()
}

// Place gives the faults that survivorship.New found their place in the file.
// Other errors are returned as they are.
func (p *Policy) Place(err error) error {
	found, ok := err.(survivorship.Faults)
	if !ok {
		return err
	}
	var faults Faults
	for _, f := range found {
		at := p.fault
		if f.Near != "" && strings.HasSuffix(f.Path, "."+f.Near) { // the name in the path is what is wrong
			at = p.nameFault
		}
		faults = append(faults, at("survivorship."+f.Path, f.Text, suggest(f.Near, f.From)))
	}
	return faults.err()
}

// Where returns file:line:column of a setting, such as matching.ignore, or ""
// if the file does not set it.
func (p *Policy) Where(path string) string {
	n, ok := p.places[path]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.doc.name, n.line, n.column)
}

// nameFault places a mistake at the name that the user gave in the path, or as
// fault does where the last of the path is not such a name.
func (p *Policy) nameFault(path, text, near string) Fault {
	if n, ok := p.names[path]; ok {
		return p.doc.fault(n, text, near)
	}
	return p.fault(path, text, near)
}

// fault places a mistake at the setting, or at the nearest one around it.
func (p *Policy) fault(path, text, near string) Fault {
	doc := p.doc
	if doc == nil {
		doc = &document{name: "policy"}
	}
	for at := path; ; {
		if n, ok := p.places[at]; ok {
			return doc.fault(n, text, near)
		}
		cut := strings.LastIndexByte(at, '.')
		if cut < 0 {
			return doc.fault(node{}, path+": "+text, near)
		}
		at = at[:cut]
	}
}

func (p *Policy) source(name string) *Source {
	if p.Sources == nil {
		p.Sources = make(map[string]*Source)
	}
	if p.Sources[name] == nil {
		p.Sources[name] = new(Source)
	}
	return p.Sources[name]
}

func (p *Policy) reference(place string) *Reference {
	if p.References == nil {
		p.References = make(map[string]*Reference)
	}
	if p.References[place] == nil {
		p.References[place] = new(Reference)
	}
	return p.References[place]
}

func (p *Policy) field(name string) *Field {
	if p.Fields == nil {
		p.Fields = make(map[string]*Field)
	}
	if p.Fields[name] == nil {
		p.Fields[name] = new(Field)
	}
	return p.Fields[name]
}
