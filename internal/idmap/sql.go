package idmap

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Dialect is how a database wants its SQL.
type Dialect string

// The dialects.
const (
	Postgres Dialect = "postgres"
	MySQL    Dialect = "mysql" // and MariaDB
	SQLite   Dialect = "sqlite"
)

// IDType is what ids are in the other system.
type IDType string

// The types of ids. Auto takes the narrowest that all of them have.
const (
	Auto    IDType = "auto"
	Integer IDType = "integer"
	UUID    IDType = "uuid"
	Text    IDType = "text"
)

// Target says what to update in another system.
type Target struct {
	Dialect Dialect
	Table   string // with its schema, if any: crm.invoice
	Column  string // that holds old ids
	Type    IDType
}

// rowsPerInsert keeps statements well below the packet limit of MySQL, and
// below what any of them parses slowly.
const rowsPerInsert = 500

// WriteSQL writes a script that brings a column of another system from the old
// ids to the current ones: it fills a temporary table with the map and updates
// from it, in one transaction. Running it again changes nothing.
func WriteSQL(w io.Writer, facts []Fact, t Target) error {
	kind, err := t.kind(facts)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	table, column := t.name(t.Table), t.quote(t.Column)
	temp := "onefold_idmap"
	if i := strings.LastIndexByte(t.Table, '.'); i >= 0 && t.Dialect == MySQL {
		temp = t.name(t.Table[:i]) + "." + temp // a temporary table belongs to a schema there
	}
	fmt.Fprintf(b, "-- %d old ids and what they are now, for column %s of %s. Written by onefold idmap.\n", len(facts), oneLine(t.Column), oneLine(t.Table))
	begin, temporary := "BEGIN", "TEMP"
	if t.Dialect == MySQL {
		begin, temporary = "START TRANSACTION", "TEMPORARY"
		fmt.Fprintln(b, "SET NAMES utf8mb4;")
		fmt.Fprintln(b, "SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');")
	}
	// MySQL commits before it makes some tables, so all begins with the table.
	fmt.Fprintf(b, "CREATE %s TABLE %s (old_id %s PRIMARY KEY, new_id %s NOT NULL);\n%s;\n", temporary, temp, kind, kind, begin)
	for i := range facts {
		switch {
		case i%rowsPerInsert == 0:
			fmt.Fprintf(b, "INSERT INTO %s (old_id, new_id) VALUES\n", temp)
		default:
			fmt.Fprint(b, ",\n")
		}
		from, err := t.literal(facts[i].Old, kind)
		if err != nil {
			return err
		}
		to, err := t.literal(facts[i].New, kind)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "  (%s, %s)", from, to)
		if i == len(facts)-1 || i%rowsPerInsert == rowsPerInsert-1 {
			fmt.Fprint(b, ";\n")
		}
	}
	switch t.Dialect {
	case Postgres:
		fmt.Fprintf(b, "UPDATE %s AS t SET %s = m.new_id FROM onefold_idmap AS m WHERE t.%s = m.old_id;\n", table, column, column)
	case MySQL:
		fmt.Fprintf(b, "UPDATE %s AS t JOIN %s AS m ON t.%s = m.old_id SET t.%s = m.new_id;\n", table, temp, column, column)
	case SQLite:
		fmt.Fprintf(b, "UPDATE %s SET %s = (SELECT new_id FROM onefold_idmap WHERE old_id = %s.%s)\n  WHERE %s IN (SELECT old_id FROM onefold_idmap);\n", table, column, table, column, column)
	}
	fmt.Fprint(b, "COMMIT;\n")
	fmt.Fprintf(b, "DROP %sTABLE %s;\n", map[bool]string{true: "TEMPORARY "}[t.Dialect == MySQL], temp)
	return b.Flush()
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// kind returns the type of the temporary table's columns.
func (t *Target) kind(facts []Fact) (string, error) {
	switch t.Dialect {
	case Postgres, MySQL, SQLite:
	default:
		return "", fmt.Errorf("there is no dialect %q", t.Dialect)
	}
	want := t.Type
	if want == Auto || want == "" {
		want = Text
		if len(facts) > 0 && all(facts, isInteger) {
			want = Integer
		} else if len(facts) > 0 && all(facts, uuidForm.MatchString) {
			want = UUID
		}
	}
	switch want {
	case Integer:
		if !all(facts, isInteger) {
			return "", errors.New("some ids are no integers")
		}
		if t.Dialect == SQLite {
			return "INTEGER", nil
		}
		return "bigint", nil
	case UUID:
		if !all(facts, uuidForm.MatchString) {
			return "", errors.New("some ids are no UUIDs")
		}
		if t.Dialect == Postgres {
			return "uuid", nil
		}
	case Text:
	default:
		return "", fmt.Errorf("there is no type of ids %q", want)
	}
	if t.Dialect == MySQL {
		// As long as a key may be; compared byte for byte, as ids are.
		return "varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", nil
	}
	return "text", nil
}

func all(facts []Fact, is func(string) bool) bool {
	for _, f := range facts {
		if !is(f.Old) || !is(f.New) {
			return false
		}
	}
	return true
}

// isInteger says whether a database that stores the id as a number gives the
// same text back.
func isInteger(id string) bool {
	n, err := strconv.ParseInt(id, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == id
}

func (t *Target) literal(id, kind string) (string, error) {
	if kind == "bigint" || kind == "INTEGER" {
		return id, nil
	}
	if strings.ContainsRune(id, 0) {
		return "", errors.New("an id has a zero byte, which SQL can't write")
	}
	if t.Dialect == MySQL {
		id = strings.ReplaceAll(id, `\`, `\\`)
	}
	return "'" + strings.ReplaceAll(id, "'", "''") + "'", nil
}

// name quotes the name of a table with its schema.
func (t *Target) name(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = t.quote(p)
	}
	return strings.Join(parts, ".")
}

func (t *Target) quote(name string) string {
	q := `"`
	if t.Dialect == MySQL {
		q = "`"
	}
	return q + strings.ReplaceAll(name, q, q+q) + q
}

// oneLine keeps a name from ending the comment that it stands in.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '\u2028' || r == '\u2029' || r == '\u0085' {
			return ' '
		}
		return r
	}, s)
}

func compare(a, b Fact) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Old, b.Old))
}
