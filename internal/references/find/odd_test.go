package find

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// odd is a database of whatever a catalogue may say, with rows of anything.
type odd struct {
	cat  connectors.Catalogue
	rows map[string][][]record.Value
}

func (o *odd) Select(_ context.Context, q connectors.Query, each func(connectors.Image) error) error {
	t := o.cat.Table(q.Table)
	for _, row := range o.rows[q.Table.Name] {
		im := connectors.Image{Columns: q.Columns}
		for _, name := range q.Columns {
			for i := range t.Columns {
				if t.Columns[i].Name == name {
					im.Values = append(im.Values, row[i])
				}
			}
		}
		if err := each(im); err != nil {
			return err
		}
	}
	return nil
}

func (o *odd) Count(_ context.Context, t connectors.TableName, _ ...connectors.Condition) (int64, error) {
	return int64(len(o.rows[t.Name])), nil
}

// TestOddCatalogues holds that no catalogue and no value breaks discovery, and
// that what it tells is in range: keys that are missing, foreign keys to what
// is not there, names of one letter, columns without values.
func TestOddCatalogues(t *testing.T) {
	names := []string{"a", "contacts", "Contact", "contacts_audit", "x_type", "id", "parent_id", "parent_type", "value", "name", "tbl", "_", "type"}
	classes := []connectors.TypeClass{connectors.ClassInteger, connectors.ClassText, connectors.ClassJSON, connectors.ClassArray, connectors.ClassUUID, connectors.ClassDate}
	values := []string{"", "0", "1", "2", "3", "-1", "contacts,1", `{"id":1}`, "[1,2]", "{1}", "1,2", "/1/2/", "Contact", "16ce2006-9944-114b-a1c1-6b0263f61a6e", "CU-001", "\x00", "é"}
	rapid.Check(t, func(t *rapid.T) {
		o := &odd{rows: map[string][][]record.Value{}}
		for _, table := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 6, rapid.ID[string]).Draw(t, "tables") {
			def := connectors.Table{Name: connectors.TableName{Name: table}, Kind: connectors.BaseTable}
			for _, column := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 6, rapid.ID[string]).Draw(t, "columns") {
				def.Columns = append(def.Columns, connectors.Column{Name: column, Class: rapid.SampledFrom(classes).Draw(t, "class"), Nullable: rapid.Bool().Draw(t, "nullable")})
				if rapid.Bool().Draw(t, "key") {
					def.Key = append(def.Key, column)
				}
				if rapid.Bool().Draw(t, "foreign") {
					def.ForeignKeys = append(def.ForeignKeys, connectors.ForeignKey{
						Columns: []string{column}, Target: connectors.TableName{Name: rapid.SampledFrom(names).Draw(t, "target")}, TargetColumns: []string{rapid.SampledFrom(names).Draw(t, "of")},
					})
				}
				if rapid.Bool().Draw(t, "unique") {
					def.Uniques = append(def.Uniques, connectors.Unique{Columns: []string{column}})
				}
			}
			for range rapid.IntRange(0, 12).Draw(t, "rows") {
				row := make([]record.Value, len(def.Columns))
				for i := range row {
					row[i] = record.TextValue(rapid.SampledFrom(values).Draw(t, "value"))
				}
				o.rows[table] = append(o.rows[table], row)
			}
			o.cat.Tables = append(o.cat.Tables, def)
		}
		for _, target := range append([]string{""}, names...) {
			r, err := Discover(context.Background(), &o.cat, o, Options{Target: connectors.TableName{Name: target}})
			if err != nil {
				continue // there is no such table, or it has no key
			}
			for i := range r.References {
				x := &r.References[i]
				if x.Confidence < 0 || x.Confidence > 1 || x.Rows < 0 || len(x.Columns) == 0 || x.Level != references.LevelOf(x.Confidence) || x.Policy == "" || x.Reason == "" {
					t.Fatalf("%+v", x)
				}
				if x.Evidence.Contained > x.Evidence.Values || x.Evidence.Coverage < 0 || x.Evidence.Coverage > 1 {
					t.Fatalf("%s: %+v", x.Place(), x.Evidence)
				}
			}
		}
	})
}
