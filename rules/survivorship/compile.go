package survivorship

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/formula"
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/value"
	"github.com/onefold/onefold/rules/survivorship/view"
)

// plan is the compiled policy over the columns; it never changes once built.
type plan struct {
	fields   view.Columns
	cfg      Config
	units    []unit
	master   []criterion
	created  []int
	modified []int
	keyField int
	owner    int
	complete []int // fields that count for most_complete
	source   func(record.Row) string
	score    func(record.Row) float64
	id       func(record.Row) string
	formal   func(string) string
	faults   Faults
	standard bool // golden records hold standard forms
	table    []policy.RuleInfo
	runners  map[string]runner
}

// unit is what a rule is asked about: a field or a tuple of fields. The first
// field leads where a rule compares values.
type unit struct {
	fields []int
	rule   *rule
}

type rule struct {
	Rule
	info      *policy.RuleInfo
	run       runner
	then      *rule
	fallback  *rule
	by        []int
	slots     []int
	note      int
	best      bool
	skipEqual bool // all records writing the same settles it
	optOut    bool
	formal    map[string]string
	program   *formula.Program
	after     func(r *Resolver, u *unit, c *rule)
}

type criterion struct {
	Criterion
	rate    rater // nil: rateExtreme
	field   int
	program *formula.Program
}

func compile(cfg Config, fields []Field, options []Option) (*plan, error) {
	p := &plan{
		standard: cfg.Write == WriteStandard,
		fields:   slices.Clone(fields), cfg: cfg, keyField: -1, owner: -1,
		table: policy.RuleTable(), runners: runners(),
	}
	for _, o := range options {
		o(p)
	}
	origin := -1
	for i := range p.fields {
		f := &p.fields[i]
		if f.Normal == nil {
			f.Normal = view.Trimmed(f.Column)
		}
		technical := true
		switch f.Kind {
		case record.Created:
			p.created = append(p.created, i)
		case record.Modified:
			p.modified = append(p.modified, i)
		case record.RecordID:
			p.keyField = first(p.keyField, i)
		case record.Owner:
			p.owner = first(p.owner, i)
			technical = false
		case record.Origin:
			origin = first(origin, i)
		default:
			technical = false
		}
		if !technical {
			p.complete = append(p.complete, i)
		}
	}
	if p.id == nil && p.keyField >= 0 {
		p.id = p.fields[p.keyField].Column.Value
	}
	if p.source == nil && origin >= 0 {
		p.source = p.fields[origin].Column.Value
	}
	if cfg.Write != "" && cfg.Write != WriteRaw && cfg.Write != WriteStandard {
		p.fault("write", "unknown form", cfg.Write, []string{WriteRaw, WriteStandard})
	}
	p.compileMaster()
	p.compileUnits(len(fields) == 0)
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	return p, nil
}

func first(have, i int) int {
	if have >= 0 {
		return have
	}
	return i
}

func (p *plan) fault(path, text, near string, from []string) {
	p.faults.Add(path, text, near, from)
}

// index finds a field by name; without fields (Check) every name will do.
func (p *plan) index(path, name string) int {
	at := slices.IndexFunc(p.fields, func(f Field) bool { return f.Name == name })
	if at < 0 && len(p.fields) > 0 {
		p.fault(path, fmt.Sprintf("there is no field %q", name), name, p.fields.Names())
	}
	return max(at, 0)
}

func (p *plan) compileMaster() {
	list := p.cfg.Master
	if len(list) == 0 {
		list = policy.DefaultMaster()
	}
	table, rate := policy.CriterionTable(), raters()
	for i, c := range list {
		path := fmt.Sprintf("master.%d", i)
		at := slices.IndexFunc(table, func(t Info) bool { return t.Name == c.By })
		if at < 0 {
			p.fault(path+".by", fmt.Sprintf("unknown criterion %q", c.By), c.By, policy.Names(table))
			continue
		}
		p.faults.CheckCriterion(path, c, table[at])
		out := criterion{Criterion: c, rate: rate[c.By]}
		if c.Field != "" {
			out.field = p.index(path+".field", c.Field)
		}
		if c.If != "" {
			out.program = p.program(path+".if", c.If, true)
		}
		if out.Points == 0 {
			out.Points = 1
		}
		p.master = append(p.master, out)
	}
}

// compileUnits gives each field its rule: its own, its group's, its kind's in
// the policy, its kind's by default, the default.
func (p *plan) compileUnits(checkOnly bool) {
	byKind := policy.DefaultKinds()
	for _, k := range slices.Sorted(maps.Keys(p.cfg.Kinds)) {
		p.rule("kinds."+string(k), p.cfg.Kinds[k], nil, 0)
		byKind[k] = p.cfg.Kinds[k]
	}
	fallback := Rule{Name: "master_fill"}
	if p.cfg.Default != nil {
		fallback = *p.cfg.Default
		p.rule("default", fallback, nil, 0)
	}
	taken := make([]bool, len(p.fields))
	for _, name := range slices.Sorted(maps.Keys(p.cfg.Fields)) {
		path := "fields." + name
		lead := p.index(path, name)
		if checkOnly {
			p.rule(path, p.cfg.Fields[name], nil, 1)
			continue
		}
		if len(p.faults) > 0 && p.fields[lead].Name != name {
			continue
		}
		u := unit{fields: []int{lead}}
		for j, other := range p.cfg.Fields[name].With {
			i := p.index(fmt.Sprintf("%s.with.%d", path, j), other)
			if slices.Contains(u.fields, i) {
				continue
			}
			if _, own := p.cfg.Fields[other]; own || taken[i] {
				p.fault(fmt.Sprintf("%s.with.%d", path, j), fmt.Sprintf("field %q has another rule already", other), "", nil)
			}
			u.fields = append(u.fields, i)
		}
		for _, i := range u.fields {
			taken[i] = true
		}
		u.rule = p.rule(path, p.cfg.Fields[name], &u, 1)
		p.units = append(p.units, u)
	}
	for _, name := range slices.Sorted(maps.Keys(p.cfg.Groups)) {
		if checkOnly {
			p.rule("groups."+name, p.cfg.Groups[name], nil, 2)
		} else if !slices.ContainsFunc(p.fields, func(f Field) bool { return f.Group == name }) {
			var have []string
			for _, f := range p.fields {
				if f.Group != "" && !slices.Contains(have, f.Group) {
					have = append(have, f.Group)
				}
			}
			p.fault("groups."+name, fmt.Sprintf("there is no group %q", name), name, have)
		}
	}
	for i := range p.fields {
		if taken[i] {
			continue
		}
		f := &p.fields[i]
		u := unit{fields: []int{i}}
		taken[i] = true
		_, named := p.cfg.Groups[f.Group]
		if together := named || policy.StaysTogether(f.Group); f.Group != "" && together {
			for j := i + 1; j < len(p.fields); j++ {
				if !taken[j] && p.fields[j].Group == f.Group {
					u.fields = append(u.fields, j)
					taken[j] = true
				}
			}
		}
		path, rule := "default", fallback
		if k, ok := byKind[f.Kind]; ok && len(u.fields) == 1 {
			path, rule = "kinds."+string(f.Kind), k
		}
		if g, ok := p.cfg.Groups[f.Group]; ok && f.Group != "" {
			path, rule = "groups."+f.Group, g
		} else if len(u.fields) > 1 && path == "default" && p.cfg.Default == nil {
			rule = Rule{Name: "group", With: []string{f.Group}}
		}
		u.rule = p.rule(path, rule, &u, 2)
		p.units = append(p.units, u)
	}
	slices.SortFunc(p.units, func(a, b unit) int { return cmp.Compare(a.fields[0], b.fields[0]) })
}

// compareRows orders records by id, numbers in ids as numbers; equal ids by
// what the records hold, so that the order of input decides nothing it needn't.
func (p *plan) compareRows(a, b record.Row) int {
	if p.id != nil {
		if c := value.CompareIDs(p.id(a), p.id(b)); c != 0 {
			return c
		}
		if c := p.fields.Compare(a, b); c != 0 {
			return c
		}
	}
	return cmp.Compare(a, b)
}
