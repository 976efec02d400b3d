package crmtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Style is a made-up database in the manner of a CRM system.
type Style struct {
	Name    string
	Targets []string // tables whose references are looked for
	Text    string
}

// True is a place that points at a table.
type True struct {
	Table   string
	Columns string // joined by +
	Target  string
}

// Database is a Style with rows. It serves as references.Rows.
type Database struct {
	Catalogue connectors.Catalogue
	Truth     []True
	Bases     map[string]string // table → table that it inherits its key from
	rows      map[string][][]record.Value
	keys      map[string][]string
	given     map[string]int    // keys of a base that its tables have
	keyNames  map[string]string // name of a table's key
	random    *rand.Rand
}

type columnSpec struct {
	names, types []string
	share        float64
	fk, key      bool
	of           string // key of this base, shared out among the tables that inherit from it
	on           string // key of this table, to whose rows it adds
	value        string
}

type tableSpec struct {
	name    string
	rows    int
	form    string
	columns []columnSpec
}

// New makes the rows of a style. The same seed makes the same rows.
func New(s Style, seed uint64) (*Database, error) {
	tables, err := parse(s.Text)
	if err != nil {
		return nil, fmt.Errorf("style %s: %w", s.Name, err)
	}
	d := &Database{
		Bases: map[string]string{}, rows: map[string][][]record.Value{}, keys: map[string][]string{}, given: map[string]int{}, keyNames: map[string]string{},
		random: rand.New(rand.NewPCG(seed, 1)),
	}
	for i := range tables {
		d.makeKeys(&tables[i])
	}
	for i := range tables {
		if err := d.makeRows(&tables[i]); err != nil {
			return nil, fmt.Errorf("style %s: %w", s.Name, err)
		}
	}
	return d, nil
}

func parse(text string) ([]tableSpec, error) {
	var tables []tableSpec
	for n, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if line[0] != ' ' && line[0] != '\t' {
			t := tableSpec{name: words[0], form: "plain"}
			t.rows, _ = strconv.Atoi(words[1])
			if len(words) > 2 {
				t.form = words[2]
			}
			tables = append(tables, t)
			continue
		}
		if len(tables) == 0 || len(words) < 2 {
			return nil, fmt.Errorf("line %d: not a column", n+1)
		}
		c := columnSpec{names: strings.Split(words[0], "+"), types: strings.Split(words[1], "+"), share: 1}
		rest := words[2:]
		for len(rest) > 0 {
			switch w := rest[0]; {
			case w == "fk":
				c.fk = true
			case w == "key":
				c.key = true
			case w == "of":
				c.of, rest = rest[1], rest[1:]
			case w == "on":
				c.on, rest = rest[1], rest[1:]
			case strings.HasSuffix(w, "%"):
				share, err := strconv.ParseFloat(strings.TrimSuffix(w, "%"), 64)
				if err != nil {
					return nil, fmt.Errorf("line %d: %w", n+1, err)
				}
				c.share = share / 100
			default:
				c.value = strings.Join(rest, " ")
				rest = rest[len(rest)-1:]
			}
			rest = rest[1:]
		}
		tables[len(tables)-1].columns = append(tables[len(tables)-1].columns, c)
	}
	return tables, nil
}

const hexDigits, alphanumeric = "0123456789abcdef", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func (d *Database) draw(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[d.random.IntN(len(alphabet))]
	}
	return string(b)
}

// makeKeys numbers the rows of a table.
func (d *Database) makeKeys(t *tableSpec) {
	var base, main string
	for _, c := range t.columns {
		if c.key {
			base, main, d.keyNames[t.name] = c.of, c.on, c.names[0]
		}
	}
	next := 0
	for n := range t.rows {
		var k string
		switch {
		case main != "":
			k = d.keys[main][n]
		case base != "":
			d.Bases[t.name] = base
			k = d.keys[base][d.given[base]]
			d.given[base]++
		case t.form == "uuid":
			k = d.draw(hexDigits, 8) + "-" + d.draw(hexDigits, 4) + "-4" + d.draw(hexDigits, 3) + "-a" + d.draw(hexDigits, 3) + "-" + d.draw(hexDigits, 12)
		case t.form == "hex17":
			k = "6" + d.draw(hexDigits, 16)
		case t.form == "sf18":
			k = "00" + d.draw(alphanumeric, 1) + "5g00000" + d.draw(alphanumeric, 8)
		case t.form == "code":
			next++
			k = strings.ToUpper(strings.TrimPrefix(t.name, "tab_"))[:4] + "-" + fmt.Sprintf("%05d", next)
		case t.form == "snowflake":
			k = strconv.FormatInt(7_200_000_000_000_000_000+d.random.Int64N(1<<55), 10)
		default:
			next++
			for t.form == "gaps" && d.random.IntN(4) == 0 {
				next++
			}
			k = strconv.Itoa(next)
		}
		d.keys[t.name] = append(d.keys[t.name], k)
	}
	// Tables that inherit take keys of their base in no order.
	d.random.Shuffle(len(d.keys[t.name]), func(i, j int) {
		d.keys[t.name][i], d.keys[t.name][j] = d.keys[t.name][j], d.keys[t.name][i]
	})
}

var classes = map[string]connectors.TypeClass{
	"int": connectors.ClassInteger, "text": connectors.ClassText, "uuid": connectors.ClassUUID, "json": connectors.ClassJSON,
	"array": connectors.ClassArray, "bool": connectors.ClassBoolean, "date": connectors.ClassDate, "decimal": connectors.ClassDecimal,
}

var kinds = map[string]record.ValueKind{
	"int": record.ValueInt, "text": record.ValueText, "uuid": record.ValueUUID, "json": record.ValueJSON, "array": record.ValueArray,
	"bool": record.ValueBool, "date": record.ValueDate, "decimal": record.ValueDecimal,
}

var (
	places = regexp.MustCompile(`@([A-Za-z_][A-Za-z0-9_]*)`)
	ranges = regexp.MustCompile(`(\d+)\.\.(\d+)`)
)

func (d *Database) makeRows(t *tableSpec) error {
	def := connectors.Table{Name: connectors.TableName{Name: t.name}, Kind: connectors.BaseTable, Rows: int64(t.rows)}
	for _, c := range t.columns {
		for i, name := range c.names {
			typ := c.types[min(i, len(c.types)-1)]
			class, ok := classes[typ]
			if !ok {
				return fmt.Errorf("%s.%s: no type %q", t.name, name, typ)
			}
			def.Columns = append(def.Columns, connectors.Column{Name: name, Type: typ, Class: class, Nullable: !c.key})
			if c.key {
				def.Key = append(def.Key, name)
			}
		}
		d.learn(t, &c, &def)
	}
	if len(def.Key) > 0 {
		def.Uniques = append(def.Uniques, connectors.Unique{Name: t.name + "_pkey", Columns: def.Key, Primary: true})
	}
	d.Catalogue.Tables = append(d.Catalogue.Tables, def)
	for n := range t.rows {
		var row []record.Value
		for _, c := range t.columns {
			row = append(row, d.values(t, &c, n)...)
		}
		d.rows[t.name] = append(d.rows[t.name], row)
	}
	return nil
}

// learn writes down what a column points at.
func (d *Database) learn(t *tableSpec, c *columnSpec, def *connectors.Table) {
	for _, m := range places.FindAllStringSubmatch(c.value, -1) {
		target := m[1]
		d.Truth = append(d.Truth, True{t.name, strings.Join(c.names, "+"), target})
		if c.fk {
			def.ForeignKeys = append(def.ForeignKeys, connectors.ForeignKey{
				Name: t.name + "_" + c.names[0] + "_fkey", Columns: c.names, Target: connectors.TableName{Name: target}, TargetColumns: []string{d.keyNames[target]},
			})
		}
	}
	if other := c.of + c.on; c.key && other != "" && c.fk {
		def.ForeignKeys = append(def.ForeignKeys, connectors.ForeignKey{
			Name: t.name + "_" + c.names[0] + "_fkey", Columns: c.names, Target: connectors.TableName{Name: other}, TargetColumns: []string{d.keyNames[other]},
		})
	}
}

// values makes the values of a column, or of a pair of columns, in one row.
func (d *Database) values(t *tableSpec, c *columnSpec, n int) []record.Value {
	row := make([]record.Value, len(c.names))
	if d.random.Float64() >= c.share {
		return row
	}
	kind := func(i int) record.ValueKind { return kinds[c.types[min(i, len(c.types)-1)]] }
	switch {
	case c.key && c.value == "":
		row[0] = record.Value{Kind: kind(0), Text: d.keys[t.name][n]}
	case len(c.names) == 2:
		choices := strings.Fields(c.value)
		name, value, _ := strings.Cut(choices[d.random.IntN(len(choices))], "=")
		row[0], row[1] = record.Value{Kind: kind(0), Text: d.fill(name)}, record.Value{Kind: kind(1), Text: d.fill(value)}
	case strings.HasPrefix(c.value, "words "):
		words := strings.Split(strings.TrimPrefix(c.value, "words "), "|")
		row[0] = record.Value{Kind: kind(0), Text: d.fill(words[d.random.IntN(len(words))])}
	case c.value == "":
		row[0] = record.Value{Kind: kind(0), Text: []string{"Lorem", "ipsum", "dolor", "sit amet", "consectetur"}[d.random.IntN(5)] + " " + strconv.Itoa(d.random.IntN(90))}
		if kind(0) == record.ValueInt {
			row[0].Text = strconv.Itoa(d.random.IntN(100_000))
		}
	default:
		row[0] = record.Value{Kind: kind(0), Text: d.fill(c.value)}
	}
	return row
}

// fill puts keys and numbers into a pattern.
func (d *Database) fill(pattern string) string {
	pattern = places.ReplaceAllStringFunc(pattern, func(m string) string {
		keys := d.keys[m[1:]]
		if len(keys) == 0 {
			return ""
		}
		return keys[d.random.IntN(len(keys))]
	})
	return ranges.ReplaceAllStringFunc(pattern, func(m string) string {
		lo, hi, _ := strings.Cut(m, "..")
		a, _ := strconv.Atoi(lo)
		b, _ := strconv.Atoi(hi)
		return strconv.Itoa(a + d.random.IntN(b-a+1))
	})
}

// Select sends rows of a table. Conditions are not looked at.
func (d *Database) Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error {
	t := d.Catalogue.Table(q.Table)
	at := make([]int, len(q.Columns))
	for i, name := range q.Columns {
		for j, c := range t.Columns {
			if c.Name == name {
				at[i] = j
			}
		}
	}
	for n, row := range d.rows[q.Table.Name] {
		if q.Limit > 0 && n >= q.Limit {
			break
		}
		values := make([]record.Value, len(at))
		for i, j := range at {
			values[i] = row[j]
		}
		if err := each(connectors.Image{Columns: q.Columns, Values: values}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Count returns the number of rows. Conditions are not looked at.
func (d *Database) Count(_ context.Context, table connectors.TableName, _ ...connectors.Condition) (int64, error) {
	return int64(len(d.rows[table.Name])), nil
}

// Same gives a column the keys of another table, one each, and makes it unique.
func (d *Database) Same(table, column, keys string) {
	t := d.Catalogue.Table(connectors.TableName{Name: table})
	t.Uniques = append(t.Uniques, connectors.Unique{Name: table + "_" + column + "_key", Columns: []string{column}})
	for i, c := range t.Columns {
		if c.Name == column {
			for n, row := range d.rows[table] {
				row[i].Text = d.keys[keys][n]
			}
		}
	}
}
