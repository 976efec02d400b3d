package find

import (
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
)

// answer heeds what people said: of references that were found, and of places
// where none was.
func (f *finder) answer(answers []references.Answer) error {
	for i := range answers {
		a := &answers[i]
		known := false
		for j := range f.refs {
			if r := &f.refs[j]; a.About(r) {
				known = true
				r.Take(a)
			}
		}
		if known || a.Wrong {
			continue
		}
		if err := f.addAnswer(a); err != nil {
			return err
		}
	}
	return nil
}

// addAnswer adds a reference that only an answer knows.
func (f *finder) addAnswer(a *references.Answer) error {
	if f.asked == nil || (a.Target != "" && !strings.EqualFold(a.Target, f.asked.Def.Name.Name)) {
		return nil // of another table than this run is about
	}
	t := f.byName[connectors.TableName{Schema: a.Schema, Name: a.Table}]
	if t == nil {
		return a.Fault("there is no such table")
	}
	for _, c := range a.Columns {
		if t.Def.Column(c) == nil {
			return a.Fault("there is no column %s", c)
		}
	}
	r := f.reference(t, a.Kind, &family{of: f.asked}, a.Columns)
	r.TypeValues, r.Format, r.Path = a.TypeValues, a.Format, a.Path
	if r.Kind == "" {
		switch {
		case a.Path != "":
			r.Kind = references.JSON
		case a.Format != "":
			r.Kind = references.TypedString
		case len(a.Columns) == 2:
			r.Kind = references.Polymorphic
		default:
			r.Kind = references.Column
		}
	}
	if (r.Kind == references.Polymorphic || r.Kind == references.Attribute) && len(a.TypeValues) == 0 {
		return a.Fault("type_values are missing: which values of %s mean %s", a.Columns[0], f.asked.Def.Name.Name)
	}
	r.Evidence.Reasons = []string{"somebody said so"}
	if c := t.Column(a.Columns[len(a.Columns)-1]); c != nil {
		r.Rows = c.Hits
	}
	r.Constrain(t.Def)
	r.Role = f.roleOf(&r, t)
	r.Policy, r.Reason = references.PolicyOf(&r)
	r.Take(a)
	f.add(r)
	return nil
}
