package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/connectors/internal/relational/address"
	"github.com/onefold/onefold/record"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// Name is the name of the connector.
const Name = "postgres"

// Schemes are those of its URLs.
func Schemes() []string { return []string{"postgres", "postgresql"} }

// settings are the parameters of a URL that go to libpq's rules as they are.
func settings() []string {
	return []string{"sslmode", "sslrootcert", "sslcert", "sslkey", "sslsni", "sslnegotiation", "connect_timeout", "target_session_attrs", "options", "passfile", "service"}
}

// engine is one database of one server.
type engine struct {
	a       address.Address
	config  *pgconn.Config
	dialect *relational.Dialect
	secrets address.Secrets

	mu       sync.Mutex
	password string // found or asked for
	known    bool
	kinds    map[uint32]record.ValueKind // of types that are not built in
	replica  bool                        // session_replication_role may be set
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
	a.Scheme = Name
	env := address.Getenv(o)
	e := &engine{a: a, secrets: address.Secrets{
		Variables: []string{"PGPASSWORD"}, Port: "5432", Options: o,
		Files: []string{a.Settings["passfile"], env("ONEFOLD_PASSFILE"), env("PGPASSFILE"), address.Home(o, ".pgpass")},
	}}
	if e.config, err = config(a); err != nil {
		return nil, err
	}
	if e.a.Database == "" {
		e.a.Database = e.config.Database
	}
	e.dialect = newDialect(a.Schema)
	return e, nil
}

// config hands the address to the driver's reading of libpq's rules: TLS modes,
// services, defaults of the environment.
func config(a address.Address) (*pgconn.Config, error) {
	var dsn strings.Builder
	put := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&dsn, "%s='%s' ", name, strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value))
		}
	}
	put("host", a.Host)
	put("port", a.Port)
	put("user", a.User)
	put("dbname", a.Database)
	for _, name := range settings() {
		if name != "passfile" { // read here, under the same rules for every engine
			put(name, a.Settings[name])
		}
	}
	c, err := pgconn.ParseConfig(dsn.String())
	if err != nil {
		return nil, &connectors.Fault{
			Place: a.Place(), Cause: "has connection settings that are not understood",
			Hint: "check sslmode, certificates, service and the PG… variables of the environment", Err: connectors.ErrOption,
		}
	}
	for name, value := range map[string]string{
		"application_name": "onefold", "client_encoding": "UTF8",
		// One text for one value, whatever the server prefers to show.
		"datestyle": "ISO", "intervalstyle": "postgres", "timezone": "UTC", "extra_float_digits": "3", "bytea_output": "hex",
		// A row that a policy hides would be a row that is forgotten: better an error.
		"row_security": "off",
	} {
		c.RuntimeParams[name] = value
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 15 * time.Second
	}
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: 5 * time.Second}
	}
	return c, nil
}

func newDialect(schema string) *relational.Dialect {
	return &relational.Dialect{
		Quote: `"`, Schema: schema, Numbered: true, MaxArgs: 60_000, RowOrder: true, Same: "IS NOT DISTINCT FROM",
		ForUpdate: " FOR UPDATE", Override: " OVERRIDING SYSTEM VALUE", RowID: "ctid", Only: "ONLY ",
		Deferred: "SET CONSTRAINTS ALL DEFERRED", Immediate: "SET CONSTRAINTS ALL IMMEDIATE",
		NoForeign: "SET LOCAL session_replication_role = replica", Foreign: "SET LOCAL session_replication_role = origin",
		Marker: "CREATE TABLE IF NOT EXISTS %s (run text NOT NULL, item text NOT NULL, applied_at timestamptz NOT NULL, PRIMARY KEY (run, item))",
		Divide: "/",
		Digest: func(_ []*connectors.Column, quoted []string) string {
			return "hashtextextended(ROW(" + strings.Join(quoted, ", ") + ")::text, 0)::numeric"
		},
		Plain: func(_ *connectors.Column, quoted string) string { return quoted },
		Text:  func(expr string) string { return expr + "::text" },
		Comparable: func(c *connectors.Column, quoted, placeholder string) (string, string) {
			if !comparable(c) {
				return quoted + "::text", placeholder + "::text"
			}
			return quoted, placeholder
		},
		Exact: func(c *connectors.Column, quoted, placeholder string) (string, string) {
			if c.CaseInsensitive {
				return quoted + "::text", placeholder + "::text"
			}
			return "", ""
		},
		Writing: func(_ *connectors.Column, placeholder string) string { return placeholder },
		Prefix:  func(text, placeholder string) string { return "starts_with(" + text + ", " + placeholder + ")" },
		Bind:    func(_ *connectors.Column, v record.Value) record.Value { return v },
		Flag: func(c *connectors.Column, quoted string, want bool) string {
			switch {
			case c.Class == connectors.ClassBoolean && want:
				return "COALESCE(" + quoted + ", false)"
			case c.Class == connectors.ClassBoolean:
				return "COALESCE(NOT " + quoted + ", false)"
			case want:
				return "COALESCE(" + quoted + " <> 0, false)"
			}
			return "COALESCE(" + quoted + " = 0, false)"
		},
		Moment: func(quoted string) string { return "(" + quoted + " IS NOT NULL)" },
		Extreme: func(c *connectors.Column) bool {
			return comparable(c) && c.Class != connectors.ClassBoolean && c.Class != connectors.ClassUUID && c.Class != connectors.ClassJSON
		},
	}
}

// comparable tells whether a type surely has an equality: json, xml, points and
// their arrays have none.
func comparable(c *connectors.Column) bool {
	switch c.Class {
	case connectors.ClassOther, connectors.ClassArray:
		return c.Type == "inet" || c.Type == "cidr" // whose text is not that of their cast
	case connectors.ClassJSON:
		return c.Type == "jsonb"
	}
	return true
}

// Dialect returns the SQL of PostgreSQL.
func (e *engine) Dialect() *relational.Dialect { return e.dialect }

// Connect opens a connection. Where no password was found and the server wants
// one, a person is asked.
func (e *engine) Connect(ctx context.Context) (relational.Session, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.known {
		v, ok, err := e.secrets.Find(&e.a, e.config.User)
		if err != nil {
			return nil, err
		}
		if ok {
			e.password = v
		}
		e.known = true
	}
	c, err := e.connect(ctx)
	if errors.Is(err, connectors.ErrAuthentication) && e.password == "" {
		v, ok, askErr := e.secrets.Ask(ctx, &e.a)
		if askErr != nil {
			return nil, askErr
		}
		if ok {
			e.password = v
			c, err = e.connect(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	s := &session{c: c, kinds: e.kinds, statements: map[string]*pgconn.StatementDescription{}}
	if e.kinds == nil {
		if s.kinds, err = s.types(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		e.kinds = s.kinds
	}
	return s, nil
}

func (e *engine) connect(ctx context.Context) (*pgconn.PgConn, error) {
	c := e.config.Copy()
	if e.password != "" {
		c.Password = e.password
	} else {
		c.Password = "" // the driver looks into files by rules of its own
	}
	conn, err := pgconn.ConnectConfig(ctx, c)
	if err != nil {
		return nil, failure(ctx, err)
	}
	return conn, nil
}

// Examine asks the server what can be done.
func (e *engine) Examine(ctx context.Context, s relational.Session) (connectors.Abilities, error) {
	a := connectors.Abilities{Engine: Name, Table: e.a.Table, DeferConstraints: true, RowLocks: true}
	owner := false
	err := relational.Each(ctx, s, `SELECT current_setting('server_version'), current_database(), COALESCE($1, current_schema()), current_user,
		pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool,
		NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND NOT pg_has_role(c.relowner, 'USAGE'))`,
		[]record.Value{nullable(e.a.Schema)}, func(v []record.Value) error {
			a.Version, a.Database, a.Schema, a.User = v[0].Text, v[1].Text, v[2].Text, v[3].Text
			a.ReadOnly, owner = v[4].Text == "true", v[5].Text == "true"
			return nil
		})
	if err != nil {
		return a, err
	}
	if a.Schema == "" {
		a.Schema = "public" // a search path without any schema that is there
	}
	e.dialect.Schema = a.Schema
	_, err = s.Exec(ctx, "BEGIN; SET LOCAL session_replication_role = replica; ROLLBACK", nil)
	if err != nil {
		if _, rollback := s.Exec(ctx, "ROLLBACK", nil); rollback != nil {
			return a, errors.Join(err, rollback)
		}
		if !errors.Is(err, connectors.ErrPermission) {
			return a, err
		}
	}
	switch {
	case err == nil:
		e.replica, a.DisableTriggers, a.DisableForeignKeys = true, true, true
		a.TriggersNote = "session_replication_role = replica: foreign keys are not checked either while it lasts"
	case owner:
		a.DisableTriggers = true
		a.TriggersNote = "ALTER TABLE … DISABLE TRIGGER, which locks the table until the end of the transaction"
	default:
		a.TriggersNote = "needs a superuser, the right to set session_replication_role, or the owner of the tables"
	}
	return a, nil
}

func nullable(s string) record.Value {
	if s == "" {
		return record.Value{}
	}
	return record.TextValue(s)
}

// Privileges asks the catalogue.
func (e *engine) Privileges(ctx context.Context, s relational.Session, t *connectors.Table) (p connectors.Privileges, err error) {
	err = relational.Each(ctx, s, `SELECT has_table_privilege($1::regclass, 'SELECT'), has_table_privilege($1::regclass, 'INSERT'), has_table_privilege($1::regclass, 'UPDATE'), has_table_privilege($1::regclass, 'DELETE')`,
		[]record.Value{record.TextValue(e.dialect.Table(t.Name))}, func(v []record.Value) error {
			p = connectors.Privileges{Select: v[0].Text == "true", Insert: v[1].Text == "true", Update: v[2].Text == "true", Delete: v[3].Text == "true"}
			return nil
		})
	if !t.Writable() {
		p.Insert, p.Update, p.Delete = false, false, false
	}
	return p, err
}

// Begin begins a transaction with its timeouts.
func (e *engine) Begin(o connectors.TxOptions) []string {
	sql := "BEGIN ISOLATION LEVEL " + map[connectors.Isolation]string{
		connectors.ReadCommitted: "READ COMMITTED", connectors.Snapshot: "REPEATABLE READ", connectors.Serializable: "SERIALIZABLE",
	}[o.Isolation]
	if o.ReadOnly {
		sql += " READ ONLY"
	}
	if o.LockTimeout > 0 {
		sql += fmt.Sprintf("; SET LOCAL lock_timeout = %d", max(1, o.LockTimeout.Milliseconds()))
	}
	if o.StatementTimeout > 0 {
		sql += fmt.Sprintf("; SET LOCAL statement_timeout = %d", max(1, o.StatementTimeout.Milliseconds()))
	}
	return []string{sql}
}

// Silence uses the setting that replication has for this, or else switches off
// one trigger after the other.
func (e *engine) Silence(_ context.Context, _ relational.Session, tables []*connectors.Table) (off, on []string, err error) {
	if e.replica {
		return []string{"SET LOCAL session_replication_role = replica"}, []string{"SET LOCAL session_replication_role = origin"}, nil
	}
	for _, t := range tables {
		alter := "ALTER TABLE " + e.dialect.Table(t.Name)
		for _, g := range t.Triggers {
			if g.Disabled {
				continue
			}
			enable := " ENABLE TRIGGER "
			if g.Always {
				enable = " ENABLE ALWAYS TRIGGER "
			}
			off = append(off, alter+" DISABLE TRIGGER "+e.dialect.Ident(g.Name))
			on = append(on, alter+enable+e.dialect.Ident(g.Name))
		}
	}
	return off, on, nil
}
