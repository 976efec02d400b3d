package postgres

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"
)

// mine are the relations that are looked at: every schema that the user may
// use and that is not the server's own.
const mine = ` n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%'
	AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_schema_privilege(n.oid, 'USAGE') `

// names makes an array of attribute numbers a JSON list of names.
func names(numbers, relation string) string {
	return `(SELECT COALESCE(json_agg(a.attname ORDER BY u.o), '[]') FROM unnest(` + numbers + `) WITH ORDINALITY u (n, o) JOIN pg_attribute a ON a.attrelid = ` + relation + ` AND a.attnum = u.n)`
}

// reading is a catalogue while it is read.
type reading struct {
	schema string
	c      *connectors.Catalogue
	tables map[string]int // oid → index
}

func (r *reading) table(oid record.Value) *connectors.Table {
	if i, ok := r.tables[oid.Text]; ok {
		return &r.c.Tables[i]
	}
	return nil
}

func (r *reading) name(schema, name record.Value) connectors.TableName {
	if schema.Text == r.schema {
		return connectors.TableName{Name: name.Text}
	}
	return connectors.TableName{Schema: schema.Text, Name: name.Text}
}

// Describe reads the catalogue.
func (e *engine) Describe(ctx context.Context, s relational.Session) (*connectors.Catalogue, error) {
	r := &reading{schema: e.dialect.Schema, c: &connectors.Catalogue{}, tables: map[string]int{}}
	for _, part := range [...]struct {
		sql  string
		args []record.Value
		each func([]record.Value) error
	}{
		{
			`SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples::bigint, obj_description(c.oid, 'pg_class')
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE` + mine + `ORDER BY n.nspname <> $1, n.nspname, c.relname`,
			[]record.Value{record.TextValue(e.dialect.Schema)},
			r.relation,
		},
		{`SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), b.typtype, b.typcategory, b.typname, a.atttypmod, a.attnotnull OR t.typnotnull,
			COALESCE(pg_get_expr(d.adbin, d.adrelid), t.typdefault), a.attgenerated, a.attidentity, co.collname, COALESCE(co.collisdeterministic, true),
			el.typname, el.typtype, el.typcategory, col_description(c.oid, a.attnum),
			CASE WHEN b.typtype = 'e' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid) END
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
			LEFT JOIN pg_type el ON el.oid = b.typelem AND b.typcategory = 'A'
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			LEFT JOIN pg_collation co ON co.oid = a.attcollation AND co.collname <> 'default'
			WHERE a.attnum > 0 AND NOT a.attisdropped AND` + mine + `ORDER BY a.attrelid, a.attnum`, nil, r.column},
		{`SELECT i.indrelid, ic.relname, i.indisprimary, k.oid IS NOT NULL, COALESCE(k.condeferrable, false), COALESCE(k.condeferred, false),
			pg_get_expr(i.indpred, i.indrelid), COALESCE((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false), pg_get_indexdef(i.indexrelid),
			(SELECT json_agg(COALESCE(a.attname, '') ORDER BY p.n) FROM generate_series(0, i.indnkeyatts - 1) p (n) LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n] AND a.attnum > 0),
			(SELECT json_agg(COALESCE(a.attname, '') ORDER BY p.n) FROM generate_series(0, i.indnkeyatts - 1) p (n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n] JOIN pg_collation co ON co.oid = i.indcollation[p.n] WHERE NOT co.collisdeterministic)
			FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') AND k.conrelid = i.indrelid
			WHERE i.indisunique AND i.indisvalid ORDER BY i.indrelid, NOT i.indisprimary, ic.relname`, nil, r.unique},
		{`SELECT k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated, tn.nspname, tc.relname, k.confdeltype, k.confupdtype,
			` + names("k.conkey", "k.conrelid") + `, ` + names("k.confkey", "k.confrelid") + `,
			CASE WHEN k.contype = 'x' THEN (SELECT json_agg(o.oprname ORDER BY p.n) FROM unnest(k.conexclop) WITH ORDINALITY p (o, n) JOIN pg_operator o ON o.oid = p.o) END,
			CASE WHEN k.contype = 'x' THEN (SELECT json_agg(COALESCE(a.attname, '') ORDER BY p.n) FROM unnest(k.conkey) WITH ORDINALITY p (c, n) LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.c AND p.c > 0) END,
			pg_get_expr(x.indpred, x.indrelid)
			FROM pg_constraint k LEFT JOIN pg_class tc ON tc.oid = k.confrelid LEFT JOIN pg_namespace tn ON tn.oid = tc.relnamespace
			LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype = 'x'
			WHERE k.contype IN ('f', 'c', 'x') AND k.conrelid <> 0 ORDER BY k.conrelid, k.conname`, nil, r.constraint},
		{`SELECT t.tgrelid, t.tgname, t.tgtype, t.tgenabled, pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal ORDER BY t.tgrelid, t.tgname`, nil, r.trigger},
		{`SELECT h.inhrelid, n.nspname, p.relname, c.relispartition FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace ORDER BY h.inhrelid, h.inhseqno`, nil, r.parent},
	} {
		if err := relational.Each(ctx, s, part.sql, part.args, part.each); err != nil {
			return nil, err
		}
	}
	return r.c, nil
}

func (r *reading) relation(v []record.Value) error {
	kind := map[string]connectors.TableKind{"p": connectors.Partitioned, "v": connectors.View, "m": connectors.MaterializedView, "f": connectors.ForeignTable}[v[3].Text]
	if kind == "" {
		kind = connectors.BaseTable
	}
	r.tables[v[0].Text] = len(r.c.Tables)
	r.c.Tables = append(r.c.Tables, connectors.Table{Name: r.name(v[1], v[2]), Kind: kind, Rows: relational.Number(v[4]), Comment: v[5].Text})
	return nil
}

func (r *reading) column(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	c := connectors.Column{
		Name: v[1].Text, Type: v[2].Text, Class: class(v[3].Text, v[4].Text, v[5].Text),
		Nullable: v[7].Text != "true", HasDefault: !v[8].IsNull(), Default: v[8].Text,
		Generated: v[9].Text != "", Identity: v[10].Text != "", AlwaysIdentity: v[10].Text == "a",
		CaseInsensitive: v[5].Text == "citext" || v[12].Text == "false", Collation: v[11].Text, Comment: v[16].Text, Values: list(v[17]),
	}
	if n := relational.Number(v[6]); n > 4 && (v[5].Text == "varchar" || v[5].Text == "bpchar") {
		c.Length = int(n - 4)
	}
	if c.Class == connectors.ClassArray {
		c.Element = class(v[14].Text, v[15].Text, v[13].Text)
	}
	if c.Generated {
		c.HasDefault, c.Default = false, ""
	}
	c.Identity = c.Identity || strings.HasPrefix(c.Default, "nextval(")
	t.Columns = append(t.Columns, c)
	return nil
}

// class is the family of a base type, by its kind, category and name.
func class(typtype, category, name string) connectors.TypeClass {
	switch name {
	case "int2", "int4", "int8", "oid":
		return connectors.ClassInteger
	case "numeric", "money":
		return connectors.ClassDecimal
	case "float4", "float8":
		return connectors.ClassFloat
	case "bool":
		return connectors.ClassBoolean
	case "bytea":
		return connectors.ClassBytes
	case "date":
		return connectors.ClassDate
	case "time", "timetz":
		return connectors.ClassTime
	case "timestamp":
		return connectors.ClassTimestamp
	case "timestamptz":
		return connectors.ClassInstant
	case "uuid":
		return connectors.ClassUUID
	case "json", "jsonb":
		return connectors.ClassJSON
	}
	switch {
	case typtype == "e":
		return connectors.ClassEnum
	case category == "A":
		return connectors.ClassArray
	case category == "S":
		return connectors.ClassText
	}
	return connectors.ClassOther
}

// list reads a JSON list of names.
func list(v record.Value) []string {
	var names []string
	if v.IsNull() || json.Unmarshal([]byte(v.Text), &names) != nil {
		return nil
	}
	return names
}

func (r *reading) unique(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	u := connectors.Unique{
		Name: v[1].Text, Primary: v[2].Text == "true", Constraint: v[3].Text == "true", Deferrable: v[4].Text == "true", Deferred: v[5].Text == "true",
		Partial: !v[6].IsNull(), Where: v[6].Text, NullsNotDistinct: v[7].Text == "true", Definition: v[8].Text, Columns: list(v[9]), CaseInsensitive: list(v[10]),
	}
	for _, name := range u.Columns {
		if name == "" {
			u.Expressions = true
		} else if c := t.Column(name); c != nil && strings.HasPrefix(c.Type, "citext") {
			u.CaseInsensitive = append(u.CaseInsensitive, name)
		}
	}
	if u.Primary {
		t.Key = u.Columns
	}
	t.Uniques = append(t.Uniques, u)
	return nil
}

func (r *reading) constraint(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	name, definition := v[1].Text, v[3].Text
	deferrable, deferred := v[4].Text == "true", v[5].Text == "true"
	switch v[2].Text {
	case "c":
		t.Checks = append(t.Checks, connectors.Check{Name: name, Definition: definition})
	case "x":
		t.Exclusions = append(t.Exclusions, connectors.Exclusion{Name: name, Columns: list(v[14]), Operators: list(v[13]), Where: v[15].Text, Deferrable: deferrable, Definition: definition})
	case "f":
		rule := map[string]connectors.ReferenceRule{"a": connectors.NoAction, "r": connectors.Restrict, "c": connectors.Cascade, "n": connectors.SetNull, "d": connectors.SetDefault}
		t.ForeignKeys = append(t.ForeignKeys, connectors.ForeignKey{
			Name: name, Columns: list(v[11]), Target: r.name(v[7], v[8]), TargetColumns: list(v[12]),
			OnDelete: rule[v[9].Text], OnUpdate: rule[v[10].Text], Deferrable: deferrable, Deferred: deferred, Unchecked: v[6].Text != "true",
		})
	}
	return nil
}

func (r *reading) trigger(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	bits := relational.Number(v[2]) // pg_trigger.h
	g := connectors.Trigger{Name: v[1].Text, Timing: "after", Statement: bits&1 == 0, Disabled: v[3].Text == "D" || v[3].Text == "R", Always: v[3].Text == "A", Definition: v[4].Text}
	switch {
	case bits&2 != 0:
		g.Timing = "before"
	case bits&64 != 0:
		g.Timing = "instead of"
	}
	for i, event := range [...]string{"insert", "delete", "update", "truncate"} {
		if bits&(4<<i) != 0 {
			g.Events = append(g.Events, event)
		}
	}
	t.Triggers = append(t.Triggers, g)
	return nil
}

func (r *reading) parent(v []record.Value) error {
	t := r.table(v[0])
	switch {
	case t == nil:
	case v[3].Text == "true":
		t.PartitionOf = r.name(v[1], v[2])
	default:
		t.Inherits = append(t.Inherits, r.name(v[1], v[2]))
	}
	return nil
}
