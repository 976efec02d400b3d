package mysql

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/connectors/internal/relational/address"
	"github.com/onefold/onefold/record"

	"github.com/go-sql-driver/mysql"
)

// Name is the name of the connector.
const Name = "mysql"

// Schemes are those of its URLs.
func Schemes() []string { return []string{"mysql", "mariadb"} }

func settings() []string {
	return []string{"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "passfile", "socket"}
}

// engine is one database of one server.
type engine struct {
	a       address.Address
	config  *mysql.Config
	dialect *relational.Dialect
	secrets address.Secrets

	mu      sync.Mutex
	known   bool // the password was looked for
	mariadb bool
}

// OpenDatabase opens the database of a URL.
func OpenDatabase(ctx context.Context, ref string, o connectors.Options) (connectors.Database, error) {
	e, err := newEngine(ref, o)
	if err != nil {
		return nil, err
	}
	db, err := relational.Open(ctx, e)
	if err != nil {
		return nil, address.Opening(e.a, err)
	}
	return db, nil
}

// Open opens the table or query of a URL.
func Open(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error) {
	e, err := newEngine(ref, o)
	if err != nil {
		return nil, err
	}
	s, err := relational.OpenSource(ctx, e, e.a, ref, o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func newEngine(ref string, o connectors.Options) (*engine, error) {
	a, err := address.Parse(ref, false, settings()...)
	if err != nil {
		return nil, err
	}
	fault := func(cause, hint string) error {
		return &connectors.Fault{Place: a.Place(), Cause: cause, Hint: hint, Err: connectors.ErrOption}
	}
	if a.Schema != "" {
		if a.Database != "" && a.Database != a.Schema {
			return nil, fault("has a database and another schema", "here a schema is a database: name it once")
		}
		a.Database = a.Schema
	}
	if a.Database == "" {
		return nil, fault("names no database", "write it as "+a.Scheme+"://user@host/database?table=contacts")
	}
	env := address.Getenv(o)
	if a.User == "" {
		a.User = env("USER")
	}
	c := mysql.NewConfig()
	c.User, c.DBName, c.Net, c.Logger = a.User, a.Database, "tcp", &mysql.NopLogger{}
	c.ClientFoundRows, c.Collation = true, "utf8mb4_general_ci"
	c.Timeout = 15 * time.Second
	if s := a.Settings["connect_timeout"]; s != "" {
		if c.Timeout, err = time.ParseDuration(s + "s"); err != nil {
			return nil, fault("has connect_timeout= that is no number of seconds", "write connect_timeout=10")
		}
	}
	host, port := a.Host, a.Port
	if host == "" {
		host = "localhost"
	}
	if port == "" {
		port = "3306"
	}
	c.Addr = net.JoinHostPort(host, port)
	if socket := a.Settings["socket"]; socket != "" {
		c.Net, c.Addr = "unix", socket
	}
	if err := secure(c, host, a.Settings); err != nil {
		return nil, fault(err.Error(), "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full; certificates are PEM files")
	}
	// What was stored under any mode comes back under this one.
	c.Params = map[string]string{
		"sql_mode": "'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'",
		// See doc.go.
		"time_zone": "'+00:00'",
	}
	return &engine{a: a, config: c, dialect: newDialect(), secrets: address.Secrets{
		Variables: []string{"MYSQL_PWD"}, Port: "3306", Options: o,
		Files: []string{a.Settings["passfile"], env("ONEFOLD_PASSFILE")},
	}}, nil
}

func newDialect() *relational.Dialect {
	text := func(expr string) string { return "CONVERT(" + expr + " USING utf8mb4) COLLATE utf8mb4_bin" }
	return &relational.Dialect{
		Quote: "`", MaxArgs: 60_000, Same: "<=>",
		ForUpdate: " FOR UPDATE", LimitOne: " LIMIT 1",
		NoForeign: "SET SESSION foreign_key_checks = 0", Foreign: "SET SESSION foreign_key_checks = 1",
		Marker: "CREATE TABLE IF NOT EXISTS %s (run varchar(190) NOT NULL, item varchar(190) NOT NULL, applied_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (run, item)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
		Divide: "DIV",
		Digest: digest,
		Plain:  func(_ *connectors.Column, quoted string) string { return quoted },
		Text:   text,
		Comparable: func(c *connectors.Column, quoted, placeholder string) (string, string) {
			switch {
			case c.Class == connectors.ClassJSON:
				return text(quoted), placeholder
			case c.Class == connectors.ClassDecimal:
				return quoted, "CAST(" + placeholder + " AS DECIMAL(65,30))"
			}
			return quoted, placeholder
		},
		// Bytes against bytes: no collation says that two texts are alike.
		Exact: func(c *connectors.Column, quoted, placeholder string) (string, string) {
			if c.Class == connectors.ClassText || c.Class == connectors.ClassEnum || c.Class == connectors.ClassJSON {
				return "CAST(CONVERT(" + quoted + " USING utf8mb4) AS BINARY)", "CAST(" + placeholder + " AS BINARY)"
			}
			return "", ""
		},
		Writing: func(_ *connectors.Column, placeholder string) string { return placeholder },
		Prefix:  func(text, placeholder string) string { return "LOCATE(" + placeholder + ", " + text + ") = 1" },
		Bind:    bind,
		Flag: func(_ *connectors.Column, quoted string, want bool) string {
			if want {
				return "COALESCE(" + quoted + " <> 0, 0)"
			}
			return "COALESCE(" + quoted + " = 0, 0)"
		},
		Moment: func(quoted string) string { return "COALESCE(" + quoted + " <> 0, 0)" },
		Show:   show,
		Extreme: func(c *connectors.Column) bool {
			return c.Class != connectors.ClassJSON && c.Class != connectors.ClassOther
		},
	}
}

// bind gives a value the type of its column: compared with another type, MySQL
// turns both into binary numbers, which makes 5 of "5 rue" and loses digits.
func bind(c *connectors.Column, v record.Value) record.Value {
	switch {
	case v.IsNull():
		return v
	case strings.HasPrefix(c.Type, "bit"):
		if v.Kind == record.ValueBytes {
			var n uint64
			for i := range len(v.Text) {
				n = n<<8 | uint64(v.Text[i])
			}
			return record.Value{Kind: record.ValueInt, Text: fmt.Sprint(n)}
		}
	case c.Class == connectors.ClassInteger || c.Class == connectors.ClassBoolean:
		if v.Kind == record.ValueText {
			return record.Value{Kind: record.ValueInt, Text: v.Text}
		}
	case c.Class == connectors.ClassFloat:
		return record.Value{Kind: record.ValueFloat, Text: v.Text}
	case v.Kind == record.ValueInt || v.Kind == record.ValueFloat || v.Kind == record.ValueBool:
		if c.Class != connectors.ClassDecimal {
			return record.TextValue(v.Text)
		}
	}
	return v
}

// show writes bits as numbers, short floats with their own digits, and leaves
// dates that say nothing out.
func show(c *connectors.Column, cell relational.Cell) ([]byte, bool) {
	switch {
	case cell.Kind == record.ValueBytes && strings.HasPrefix(c.Type, "bit"):
		return []byte(bind(c, record.BytesValue(cell.Bytes)).Text), false
	case cell.Kind == record.ValueBytes:
		return nil, false
	case cell.Kind == record.ValueFloat && strings.HasPrefix(c.Type, "float"):
		if f, err := strconv.ParseFloat(string(cell.Bytes), 32); err == nil {
			return []byte(record.FloatValue(f, 32).Text), false
		}
	case cell.Kind == record.ValueDate || cell.Kind == record.ValueTimestamp:
		return cell.Bytes, strings.HasPrefix(string(cell.Bytes), "0000-00-00")
	}
	return cell.Bytes, false
}

// Dialect returns the SQL of MySQL.
func (e *engine) Dialect() *relational.Dialect { return e.dialect }

// Connect opens a connection. Where no password was found and the server wants
// one, a person is asked.
func (e *engine) Connect(ctx context.Context) (relational.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.known {
		v, ok, err := e.secrets.Find(&e.a, e.a.User)
		if err != nil {
			return nil, err
		}
		if ok {
			e.config.Passwd = v
		}
		e.known = true
	}
	c, err := e.connect(ctx)
	if errors.Is(err, connectors.ErrAuthentication) && e.config.Passwd == "" {
		v, ok, askErr := e.secrets.Ask(ctx, &e.a)
		if askErr != nil {
			return nil, askErr
		}
		if ok {
			e.config.Passwd = v
			c, err = e.connect(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	return &session{c: c, statements: map[string]driver.Stmt{}}, nil
}

func (e *engine) connect(ctx context.Context) (driver.Conn, error) {
	connector, err := mysql.NewConnector(e.config)
	if err != nil {
		return nil, &connectors.DatabaseError{Kind: connectors.ErrConnection, Cause: err}
	}
	c, err := connector.Connect(ctx)
	if err != nil {
		return nil, failure(ctx, err)
	}
	return c, nil
}

// Examine asks the server what can be done.
func (e *engine) Examine(ctx context.Context, s relational.Session) (connectors.Abilities, error) {
	a := connectors.Abilities{
		Engine: Name, Table: e.a.Table, RowLocks: true, DisableForeignKeys: true,
		TriggersNote: "this database has no way to keep triggers from running",
	}
	err := relational.Each(ctx, s, "SELECT VERSION(), DATABASE(), CURRENT_USER(), @@global.read_only", nil, func(v []record.Value) error {
		a.Version, a.Database, a.Schema, a.User = v[0].Text, v[1].Text, v[1].Text, v[2].Text
		a.ReadOnly = v[3].Text != "0" && v[3].Text != "OFF"
		return nil
	})
	if e.mariadb = strings.Contains(strings.ToLower(a.Version), "mariadb"); e.mariadb {
		a.Engine = "mariadb"
	}
	return a, err
}

// Privileges tries statements that touch no row: the right is checked before
// that. Their triggers do not run.
func (e *engine) Privileges(ctx context.Context, s relational.Session, t *connectors.Table) (connectors.Privileges, error) {
	name := e.dialect.Table(t.Name)
	if len(t.Columns) == 0 {
		return connectors.Privileges{}, nil
	}
	c := e.dialect.Ident(t.Columns[0].Name)
	for _, col := range t.Columns {
		if col.Writable() {
			c = e.dialect.Ident(col.Name)
			break
		}
	}
	try := func(sql string) (bool, error) {
		_, err := s.Exec(ctx, sql, nil)
		switch {
		case errors.Is(err, connectors.ErrPermission), errors.Is(err, connectors.ErrReadOnly):
			return false, nil
		case ctx.Err() != nil, errors.Is(err, connectors.ErrConnection):
			return false, err
		}
		return true, nil // refused for another reason, it was permitted
	}
	var p connectors.Privileges
	var errs [4]error
	p.Select, errs[0] = try("SELECT 1 FROM " + name + " WHERE 1 = 0")
	if t.Writable() {
		p.Insert, errs[1] = try("INSERT INTO " + name + " (" + c + ") SELECT " + c + " FROM " + name + " WHERE 1 = 0")
		p.Update, errs[2] = try("UPDATE " + name + " SET " + c + " = " + c + " WHERE 1 = 0")
		p.Delete, errs[3] = try("DELETE FROM " + name + " WHERE 1 = 0")
	}
	return p, errors.Join(errs[:]...)
}

// Begin begins a transaction with its timeouts.
func (e *engine) Begin(o connectors.TxOptions) []string {
	lock, statement := "DEFAULT", "DEFAULT"
	if o.LockTimeout > 0 {
		lock = fmt.Sprint(max(1, int64(o.LockTimeout.Seconds()+0.999)))
	}
	timeout := "max_execution_time"
	if e.mariadb {
		timeout = "max_statement_time"
	}
	if o.StatementTimeout > 0 {
		statement = fmt.Sprint(max(1, o.StatementTimeout.Milliseconds()))
		if e.mariadb {
			statement = fmt.Sprintf("%.3f", o.StatementTimeout.Seconds())
		}
	}
	start := "START TRANSACTION"
	switch {
	case o.Isolation == connectors.Snapshot && o.ReadOnly:
		start += " WITH CONSISTENT SNAPSHOT, READ ONLY"
	case o.Isolation == connectors.Snapshot:
		start += " WITH CONSISTENT SNAPSHOT"
	case o.ReadOnly:
		start += " READ ONLY"
	}
	level := map[connectors.Isolation]string{
		connectors.ReadCommitted: "READ COMMITTED", connectors.Snapshot: "REPEATABLE READ", connectors.Serializable: "SERIALIZABLE",
	}[o.Isolation]
	return []string{
		fmt.Sprintf("SET SESSION innodb_lock_wait_timeout = %s, SESSION %s = %s", lock, timeout, statement),
		"SET TRANSACTION ISOLATION LEVEL " + level, start,
	}
}

// Silence cannot be done.
func (e *engine) Silence(context.Context, relational.Session, []*connectors.Table) (off, on []string, err error) {
	return nil, nil, &connectors.DatabaseError{Kind: connectors.ErrUnsupported}
}

// digest is 60 bits of the MD5 of a row, its values with their lengths.
func digest(columns []*connectors.Column, quoted []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		v := "CAST(" + quoted[i] + " AS BINARY)"
		switch c.Class {
		case connectors.ClassText, connectors.ClassEnum, connectors.ClassJSON:
			v = "CAST(CONVERT(" + quoted[i] + " USING utf8mb4) AS BINARY)"
		}
		parts[i] = "IFNULL(CONCAT(LENGTH(" + v + "), ':', " + v + "), '-')"
	}
	return "CAST(CONV(LEFT(MD5(CONCAT_WS(',', " + strings.Join(parts, ", ") + ")), 15), 16, 10) AS UNSIGNED)"
}
