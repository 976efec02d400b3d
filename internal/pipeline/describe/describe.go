package describe

import (
	"path/filepath"
	"strings"

	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/record"
)

// Profile says what is in the source. Infer comes first.
func Profile(j *pipeline.Job) profile.Profile {
	var p profile.Profile
	_ = j.Stage("profile", func() error { // it can't fail
		p = profile.Describe(j.Columns, j.Inference, profile.DescribeOptions{Registry: j.Registry, Today: j.Now()})
		return nil
	})
	p.Rows = j.Table.Len()
	return p
}

// Page puts a profile into the shape of the report page. Values that
// stand out are masked in its summary.
func Page(j *pipeline.Job, p profile.Profile, tool string) report.ProfileData {
	page := report.ProfileData{
		Source: report.Source{Name: j.Source, Format: j.Info.Format, Encoding: j.Info.Encoding.Value, SHA256: j.Info.SHA256, Bytes: j.Info.Size, Rows: p.Rows},
		Tool:   tool, Made: j.Now(), Key: p.Key.Name, Reason: p.Key.Reason, Rejected: j.Rejections(), Repaired: j.Repairs(),
	}
	if j.Info.Delimiter.Value != "" {
		page.Source.Dialect = "“" + j.Info.Delimiter.Value + "”, " + j.Info.LineEnd
	}
	for _, f := range j.Info.Facts() {
		if f.Note != "" {
			page.Warnings = append(page.Warnings, f.Label+" "+f.Value+": "+f.Note)
		}
	}
	for _, f := range p.Fields {
		field := report.ProfileField{
			Name: f.Name, Kind: f.Kind, Confidence: f.Confidence, Reason: f.Reason, Group: f.Group, Fill: f.Fill, Distinct: f.Distinct, Valid: -1,
			Patterns: topValues(f.Patterns), Shortest: f.Length.Min, Longest: f.Length.Max,
		}
		if f.Distinct < f.Present { // else each value stands there once
			field.Top = topValues(f.Top)
		}
		if f.Evidence != "" {
			field.Reason += "; " + f.Evidence
		}
		if f.Validity != nil {
			field.Valid = f.Validity.Share
			for _, c := range f.Validity.Reasons {
				field.Invalid = append(field.Invalid, report.Count{Reason: c.Value, Rows: c.Rows})
			}
		}
		page.Fields = append(page.Fields, field)
		for _, x := range f.Findings {
			s := report.SharedValue{Field: f.Name, Kind: f.Kind, Records: x.Rows, Reason: x.Code}
			if len(x.Examples) > 0 {
				s.Masked = report.Mask(x.Examples[0].Value)
			}
			page.Suspicious = append(page.Suspicious, s)
		}
	}
	return page
}

func topValues(cs []profile.Count) []report.TopValue {
	out := make([]report.TopValue, len(cs))
	for i, c := range cs {
		out[i] = report.TopValue{Value: c.Value, Rows: c.Rows}
	}
	return out
}

// Policy returns what was inferred as a policy that says the same. dir is
// the folder of the policy file, where relative paths start. How to read the
// source is only written down where the user has said it: the next export may
// well come in another encoding.
func Policy(j *pipeline.Job, dir string) config.Init {
	in := config.Init{}
	if j.Source != "-" {
		in.Path, in.Source = pathFrom(dir, j.Source), sourceName(j.Source)
		if j.Connectors.IsURL(j.Source) {
			in.Path, in.Source = j.Source, tableName(j.Connectors.Label(j.Source))
		}
		in.Read = config.Source{Delimiter: j.Read.Delimiter, Encoding: j.Read.Encoding, ID: j.ID}
		if j.Info.Header.Given {
			yes := j.Info.Header.Value == "yes"
			in.Read.Header = &yes
		}
		if in.Read.Encoding != "" {
			in.Read.Encoding = j.Info.Encoding.Value // the name that the policy knows
		}
	}
	for _, f := range j.Inference.Fields {
		d := config.InitField{
			Name: f.Name, Kind: f.Kind, Confidence: f.Confidence, Reason: f.Reason, Group: f.Group, Role: f.Role,
			DateOrder: f.DateOrder, Options: f.Context.Options,
		}
		if f.Kind == record.Unknown {
			d.Confidence = 0
		}
		if readByRegion(f.Kind) {
			d.Region = f.Context.Region
		}
		if f.Evidence != "" {
			d.Reason += "; " + f.Evidence
		}
		in.Fields = append(in.Fields, d)
	}
	return in
}

// readByRegion reports whether values of a kind are read by the rules of a
// country where they don't name one.
func readByRegion(k record.Kind) bool {
	switch k {
	case record.Phone, record.Postcode, record.Street, record.Address, record.AddressLine, record.Region, record.VAT, record.Number:
		return true
	}
	return false
}

// pathFrom returns source as seen from dir, where it is not absolute.
func pathFrom(dir, source string) string {
	if filepath.IsAbs(source) {
		return source
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return source
	}
	to, err := filepath.Abs(source)
	if err != nil {
		return source
	}
	if rel, err := filepath.Rel(from, to); err == nil {
		return filepath.ToSlash(rel)
	}
	return to
}

// tableName names a source after its table.
func tableName(label string) string {
	return sourceName(label[strings.LastIndexByte(label, '.')+1:])
}

// sourceName names a source after its file, without extensions.
func sourceName(path string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(filepath.Base(path), "."), ".")
	if name == "" {
		return "source"
	}
	return name
}
