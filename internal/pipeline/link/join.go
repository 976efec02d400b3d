package link

import (
	"strconv"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/recode"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// kept says which columns are compared: those that two sources have, and others
// that may still meet. E-mails, phones and web addresses are compared each with
// each, and a house number belongs to its street. Where a source may hold
// duplicates, its other columns tell them.
func kept(columns []*column, single []bool) []bool {
	sources := map[record.Kind]map[int]bool{}
	for _, c := range columns {
		for s, p := range c.pieces {
			if p != nil {
				if sources[c.kind] == nil {
					sources[c.kind] = map[int]bool{}
				}
				sources[c.kind][s] = true
			}
		}
	}
	keep := make([]bool, len(columns))
	for i, c := range columns {
		switch c.kind {
		case record.Email, record.Phone, record.URL:
			keep[i] = len(sources[c.kind]) > 1
		case record.HouseNumber:
			keep[i] = len(sources[record.Street]) > 1
		}
		keep[i] = keep[i] || c.common()
		for s, p := range c.pieces {
			keep[i] = keep[i] || p != nil && !single[s]
		}
	}
	return keep
}

// keysOf returns the normalized values of a column in one source: as the source
// has them, or made anew where the column is of another kind than the source
// took it for.
func (c *column) keysOf(s *source) *record.Codes {
	p := c.pieces[s.at]
	if p == nil {
		return nil
	}
	if p.field.Kind == c.kind {
		return p.keys
	}
	n := s.job.Registry[c.kind]
	if n == nil {
		n = s.job.Registry[record.Text]
	}
	return recode.Map(s.job.Columns[p.at].Codes, func(v string) string { return n.Normalize(v, p.field.Context).Key })
}

// join puts the records of all sources one below the other. Single says of each
// source whether no two of its records are one.
func (j *Job) join(single []bool) *pipeline.Job {
	parts := pipeline.Joined{
		Table: j.table, ID: j.id,
		Sources: &matcher.Sources{Of: j.of, Single: single},
	}
	rows := make([]int, len(j.sources))
	for i, s := range j.sources {
		rows[i] = s.rows
	}
	concat := func(of func(*source) *record.Codes) *record.Codes {
		cols := make([]*record.Codes, len(j.sources))
		for i, s := range j.sources {
			cols[i] = of(s)
		}
		return recode.Concat(cols, rows)
	}
	table := record.NewTable("", record.Schema{})
	keep := kept(j.columns, single)
	for i, c := range j.columns {
		if !keep[i] {
			continue
		}
		f := profile.Field{Name: c.name, Kind: c.kind, Group: c.group, Role: c.role}
		data := profile.ColumnData{Name: c.name}
		if c.kind == record.Person || c.kind == record.NamePrefix {
			// Names are also looked at as they are written.
			data.Codes = concat(func(s *source) *record.Codes {
				if p := c.pieces[s.at]; p != nil {
					f.Context = p.field.Context
					return s.job.Columns[p.at].Codes
				}
				return nil
			})
		}
		parts.Fields = append(parts.Fields, f)
		parts.Columns = append(parts.Columns, data)
		parts.Keys = append(parts.Keys, concat(c.keysOf))
		table.Schema.Fields = append(table.Schema.Fields, record.Field{Name: c.name, Kind: c.kind})
		table.Columns = append(table.Columns, j.table.Columns[i])
	}
	if len(table.Columns) == 0 {
		table.Schema, table.Columns = j.table.Schema, j.table.Columns
		table = j.table
	}
	parts.Table = table
	for _, s := range j.sources {
		if s.job.Countries() != nil {
			parts.Countries = concat(func(s *source) *record.Codes { return s.job.Countries() })
			break
		}
	}
	o := j.options
	o.Policy = j.policy
	return pipeline.Join(o, parts)
}

// stack copies the values of every aligned column into one table, as they are
// written, and lets go of the sources' own.
func (j *Job) stack() error {
	t := record.NewTable("", record.Schema{})
	for _, c := range j.columns {
		col := new(record.Column)
		for _, s := range j.sources {
			p := c.pieces[s.at]
			for r := range record.Row(s.rows) {
				switch {
				case p == nil:
					col.AppendState(record.Null)
				case p.part != "":
					col.AppendString(p.keys.Value(p.keys.Of[r]))
				default:
					raw := s.job.Table.Columns[p.at]
					if st := raw.State(r); st == record.Null || st == record.Unparseable {
						col.AppendState(st)
					} else {
						col.Append(raw.Bytes(r))
					}
				}
			}
		}
		if err := col.Err(); err != nil {
			return err
		}
		t.Schema.Fields = append(t.Schema.Fields, record.Field{Name: c.name, Kind: c.kind})
		t.Columns = append(t.Columns, col)
	}
	if len(t.Columns) == 0 {
		// A table has as many rows as its columns: one of nothing stands for them.
		col := new(record.Column)
		for range len(j.of) {
			col.AppendState(record.Null)
		}
		t.Schema.Fields = append(t.Schema.Fields, record.Field{Name: "-"})
		t.Columns = append(t.Columns, col)
	}
	j.table = t
	return nil
}

// id tells records of all sources apart.
func (j *Job) id(r record.Row) string {
	s := j.sources[j.of[r]]
	return s.name + ":" + s.ids.Value(r-s.first)
}

// number is the id of a record of a source without ids of its own.
func number(n int64) string { return strconv.FormatInt(n, 10) }
