package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/connectors/postgres"
	"github.com/onefold/onefold/record"
)

func env(vars map[string]string) connectors.Options {
	return connectors.Options{Getenv: func(name string) string { return vars[name] }}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestRefusals(t *testing.T) {
	s := servers.Postgres(t)
	db := s.Database(t)
	s.Exec(t, db, `CREATE TABLE open (id int PRIMARY KEY); CREATE TABLE shut (id int PRIMARY KEY, email text); INSERT INTO shut VALUES (1, 'x');
CREATE TABLE veiled (id int PRIMARY KEY); ALTER TABLE veiled ENABLE ROW LEVEL SECURITY; CREATE POLICY none ON veiled USING (false);
DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN PASSWORD 'clerk secret'; GRANT SELECT ON open, veiled TO clerk;`)
	t.Cleanup(func() { s.Exec(t, db, "DROP OWNED BY clerk; DROP ROLE clerk;") })
	clerk := strings.Replace(s.URL(db), server.User+"@", "clerk@", 1)
	secret := env(map[string]string{"PGPASSWORD": "clerk secret"})
	connectortest.RunRefusals(t, suite(), []string{"hunter2", "clerk secret"},
		connectortest.Refusal{Name: "wrong password", URL: s.URL(db, "table=open"), Options: env(map[string]string{"PGPASSWORD": "hunter2"}), Want: connectors.ErrAuthentication},
		connectortest.Refusal{Name: "no password", URL: s.URL(db, "table=open"), Options: env(nil), Want: connectors.ErrAuthentication},
		connectortest.Refusal{Name: "no database", URL: s.URL("nothing", "table=open"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrNoDatabase},
		connectortest.Refusal{Name: "no table", URL: s.URL(db, "table=nothing"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrNoTable},
		connectortest.Refusal{Name: "no permission", URL: clerk + "?table=shut", Options: secret, Want: connectors.ErrPermission},
		connectortest.Refusal{Name: "rows behind a policy", URL: clerk + "?table=veiled", Options: secret, Want: connectors.ErrPermission},
		connectortest.Refusal{Name: "nobody there", URL: "postgres://" + closedPort(t) + "/crm?table=x", Options: env(nil), Want: connectors.ErrConnection},
		connectortest.Refusal{Name: "no encryption", URL: s.URL(db, "table=open", "sslmode=require"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrConnection},
		connectortest.Refusal{Name: "unknown TLS mode", URL: s.URL(db, "table=open", "sslmode=perhaps"), Options: env(nil), Want: connectors.ErrOption},
		connectortest.Refusal{Name: "password in the URL", URL: "postgres://me:hunter2@127.0.0.1/crm?table=x", Options: env(nil), Want: connectors.ErrOption},
	)
	d, err := postgres.OpenDatabase(t.Context(), clerk, secret)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if p, err := d.Privileges(t.Context(), connectortest.Table("open")); err != nil || p != (connectors.Privileges{Select: true}) {
		t.Errorf("privileges %+v, %v", p, err)
	}
	if p, err := d.Privileges(t.Context(), connectortest.Table("shut")); err != nil || p != (connectors.Privileges{}) {
		t.Errorf("privileges %+v, %v", p, err)
	}
}

func TestPasswords(t *testing.T) {
	s := servers.Postgres(t)
	db := s.Database(t)
	file := func(text string, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "pass")
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	escaped := strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(server.Password)
	good := fmt.Sprintf("# comment\nother:*:*:*:wrong\n127.0.0.1:%d:%s:*:%s\n*:*:*:*:wrong\n", s.Port, db, escaped)
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".pgpass"), []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	asking := func(answer string, err error) connectors.Options {
		o := env(nil)
		o.Prompt = func(_ context.Context, what string) (string, error) {
			asked++
			if !strings.Contains(what, db) {
				t.Errorf("asked %q", what)
			}
			return answer, err
		}
		return o
	}
	for name, c := range map[string]struct {
		o    connectors.Options
		with string // parameter
		want error
		asks int
	}{
		"PGPASSWORD":                {o: env(map[string]string{"PGPASSWORD": server.Password})},
		"ONEFOLD_PASSWORD":          {o: env(map[string]string{"ONEFOLD_PASSWORD": server.Password, "PGPASSWORD": "wrong"})},
		"of the database":           {o: env(map[string]string{"ONEFOLD_PASSWORD_" + strings.ToUpper(db): server.Password, "ONEFOLD_PASSWORD": "wrong"})},
		"of host and database":      {o: env(map[string]string{"ONEFOLD_PASSWORD_127_0_0_1_" + strings.ToUpper(db): server.Password, "ONEFOLD_PASSWORD_" + strings.ToUpper(db): "wrong"})},
		"PGPASSFILE":                {o: env(map[string]string{"PGPASSFILE": file(good, 0o600)})},
		"passfile=":                 {o: env(nil), with: "passfile=" + file(good, 0o600)},
		"ONEFOLD_PASSFILE":          {o: env(map[string]string{"ONEFOLD_PASSFILE": file(good, 0o600)})},
		"home":                      {o: env(map[string]string{"HOME": home})},
		"a file that others read":   {o: env(map[string]string{"PGPASSFILE": file(good, 0o644)}), want: connectors.ErrOption},
		"a file that is not there":  {o: env(map[string]string{"PGPASSFILE": "/nowhere"}), want: connectors.ErrAuthentication},
		"asked":                     {o: asking(server.Password, nil), asks: 1},
		"asked, wrong":              {o: asking("wrong", nil), asks: 1, want: connectors.ErrAuthentication},
		"nobody to ask":             {o: asking("", errors.New("no terminal")), asks: 1, want: connectors.ErrAuthentication},
		"not asked, though it is 1": {o: env(map[string]string{"PGPASSWORD": "wrong"}), want: connectors.ErrAuthentication},
	} {
		t.Run(name, func(t *testing.T) {
			asked = 0
			var parameters []string
			if c.with != "" {
				parameters = append(parameters, c.with)
			}
			d, err := postgres.OpenDatabase(t.Context(), s.URL(db, parameters...), c.o)
			if err == nil {
				defer d.Close()
				_, err = d.Catalogue(t.Context())
			}
			if !errors.Is(err, c.want) || asked != c.asks {
				t.Errorf("%v, asked %d times", err, asked)
			}
		})
	}
}

func TestCatalogue(t *testing.T) {
	f := fresh(t)
	f.Exec(t, `CREATE EXTENSION btree_gist; CREATE EXTENSION citext;
CREATE SCHEMA crm; CREATE TYPE crm.mood AS ENUM ('b', 'a'); CREATE DOMAIN short AS varchar(5) DEFAULT 'x' NOT NULL;
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE crm.firms (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE nocase UNIQUE, "Odd ""Name" int);
CREATE TABLE crm.people (
  id serial PRIMARY KEY, firm bigint NOT NULL REFERENCES crm.firms ON DELETE RESTRICT ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
  mail citext, moods crm.mood[], mood crm.mood, code short, born date, total numeric(10,2), whole text GENERATED ALWAYS AS (mail::text || '!') STORED,
  during tstzrange, UNIQUE (mail) DEFERRABLE INITIALLY DEFERRED, EXCLUDE USING gist (firm WITH =, during WITH &&) WHERE (firm > 0));
ALTER TABLE crm.people ADD CONSTRAINT loose FOREIGN KEY (id) REFERENCES crm.people (id) ON DELETE SET DEFAULT NOT VALID;
CREATE UNIQUE INDEX one_lower ON crm.people (lower(mail::text), firm) WHERE born IS NOT NULL;
CREATE UNIQUE INDEX one_total ON crm.people (total) NULLS NOT DISTINCT;
CREATE INDEX plain ON crm.people (born);
CREATE TABLE crm.parts (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE crm.parts_2024 PARTITION OF crm.parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE crm.clients (extra int) INHERITS (crm.people);
CREATE MATERIALIZED VIEW crm.view AS SELECT 1 AS one; COMMENT ON TABLE crm.firms IS 'a note'; COMMENT ON COLUMN crm.firms.name IS 'another';
CREATE TABLE elsewhere (id int, firm bigint REFERENCES crm.firms);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t1 BEFORE INSERT OR UPDATE ON crm.people FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TRIGGER t2 AFTER DELETE ON crm.people EXECUTE FUNCTION nothing();
ALTER TABLE crm.people ENABLE ALWAYS TRIGGER t1; ALTER TABLE crm.people DISABLE TRIGGER t2; ANALYZE crm.firms;`)
	db, err := postgres.OpenDatabase(t.Context(), f.URL("schema=crm"), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range c.Tables {
		names = append(names, x.Name.String()+" "+string(x.Kind))
	}
	if want := []string{"clients table", "firms table", "parts partitioned table", "parts_2024 table", "people table", "view materialized view", "public.elsewhere table"}; !slices.Equal(names, want) {
		t.Fatalf("tables %q", names)
	}
	tn := connectortest.Table
	firms, people := c.Table(tn("firms")), c.Table(tn("people"))
	if id := firms.Column("id"); !id.Identity || !id.AlwaysIdentity || !firms.Column("name").CaseInsensitive || firms.Column(`Odd "Name`) == nil || firms.Comment != "a note" || firms.Column("name").Comment != "another" || firms.Rows != 0 {
		t.Errorf("firms %+v", firms)
	}
	if k := people.ForeignKeys[1]; k.Target != tn("firms") || !k.Deferrable || k.Deferred || k.OnDelete != connectors.Restrict || k.OnUpdate != connectors.Cascade || k.Unchecked {
		t.Errorf("foreign key %+v", k)
	}
	if k := people.ForeignKeys[0]; k.Name != "loose" || !k.Unchecked || k.OnDelete != connectors.SetDefault {
		t.Errorf("foreign key %+v", k)
	}
	if k := c.Table(connectors.TableName{Schema: "public", Name: "elsewhere"}).ForeignKeys; len(k) != 1 || k[0].Target != tn("firms") {
		t.Errorf("foreign key from another schema %+v", k)
	}
	for name, want := range map[string]connectors.Column{
		"id":     {Type: "integer", Class: connectors.ClassInteger, HasDefault: true, Default: "nextval('crm.people_id_seq'::regclass)", Identity: true},
		"mail":   {Type: "citext", Class: connectors.ClassText, Nullable: true, CaseInsensitive: true},
		"moods":  {Type: "crm.mood[]", Class: connectors.ClassArray, Element: connectors.ClassEnum, Nullable: true},
		"mood":   {Type: "crm.mood", Class: connectors.ClassEnum, Nullable: true, Values: []string{"b", "a"}},
		"code":   {Type: "short", Class: connectors.ClassText, HasDefault: true, Default: "'x'::character varying"},
		"total":  {Type: "numeric(10,2)", Class: connectors.ClassDecimal, Nullable: true},
		"whole":  {Type: "text", Class: connectors.ClassText, Nullable: true, Generated: true},
		"during": {Type: "tstzrange", Class: connectors.ClassOther, Nullable: true},
	} {
		want.Name = name
		if got := people.Column(name); got == nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("column %+v, want %+v", got, want)
		}
	}
	uniques := map[string]connectors.Unique{}
	for _, u := range people.Uniques {
		uniques[u.Name] = u
	}
	if u := uniques["one_lower"]; !u.Partial || !u.Expressions || u.Where != "(born IS NOT NULL)" || !slices.Equal(u.Columns, []string{"", "firm"}) || u.Constraint {
		t.Errorf("unique %+v", u)
	}
	if u := uniques["one_total"]; !u.NullsNotDistinct || len(people.Uniques) != 4 {
		t.Errorf("uniques %+v", people.Uniques)
	}
	if u := uniques["people_mail_key"]; !u.Constraint || !u.Deferrable || !u.Deferred || !slices.Equal(u.CaseInsensitive, []string{"mail"}) {
		t.Errorf("unique %+v", u)
	}
	if x := people.Exclusions; len(x) != 1 || !slices.Equal(x[0].Columns, []string{"firm", "during"}) || !slices.Equal(x[0].Operators, []string{"=", "&&"}) || x[0].Where != "(firm > 0)" {
		t.Errorf("exclusions %+v", x)
	}
	if g := people.Triggers; len(g) != 2 || !g[0].Always || g[0].Statement || !slices.Equal(g[0].Events, []string{"insert", "update"}) || !g[1].Disabled || !g[1].Statement || g[1].Timing != "after" {
		t.Errorf("triggers %+v", g)
	}
	if x := c.Table(tn("clients")); !slices.Equal(x.Inherits, []connectors.TableName{tn("people")}) || x.PartitionOf != (connectors.TableName{}) {
		t.Errorf("clients %+v", x)
	}
	if x := c.Table(tn("parts_2024")); x.PartitionOf != tn("parts") || !slices.Equal(x.Key, []string{"id", "day"}) {
		t.Errorf("parts %+v", x)
	}
}

// An identity and a computed column, a child table, and triggers that are
// silenced by the owner of a table who is no superuser.
func TestWriting(t *testing.T) {
	s := servers.Postgres(t)
	name := s.Database(t)
	s.Exec(t, name, `CREATE ROLE keeper LOGIN PASSWORD 'keeper secret'; GRANT ALL ON SCHEMA public TO keeper; SET ROLE keeper;
CREATE TABLE base (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, loud text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE child (more int, PRIMARY KEY (id)) INHERITS (base);
INSERT INTO base (name) VALUES ('a'); INSERT INTO child (id, name) VALUES (1, 'b');
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := NEW.name || '+'; RETURN NEW; END $$;
CREATE TRIGGER one BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER two BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION stamp(); ALTER TABLE base DISABLE TRIGGER two;`)
	t.Cleanup(func() { s.Exec(t, name, "DROP OWNED BY keeper CASCADE; DROP ROLE keeper;") })
	for user, secret := range map[string]string{server.User: server.Password, "keeper": "keeper secret"} {
		t.Run(user, func(t *testing.T) {
			db, err := postgres.OpenDatabase(t.Context(), strings.Replace(s.URL(name), server.User+"@", user+"@", 1), env(map[string]string{"PGPASSWORD": secret}))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if a := db.Abilities(); !a.DisableTriggers || a.DisableForeignKeys != (user == server.User) || a.User != user || a.TriggersNote == "" {
				t.Errorf("abilities %+v", a)
			}
			ctx, base, one := t.Context(), connectortest.Table("base"), connectortest.ID(1)
			tx, err := db.Begin(ctx, connectors.TxOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback(ctx)
			before := connectortest.All(t, tx, "base")
			if len(before) != 2 {
				t.Fatalf("with its child the table has %d rows", len(before))
			}
			only := func() (rows []connectors.Image) {
				t.Helper()
				if err := tx.Select(ctx, connectors.Query{Table: base, Only: true}, func(i connectors.Image) error { rows = append(rows, i); return nil }); err != nil {
					t.Fatal(err)
				}
				return rows
			}
			row := only()[0]
			set := func(v string) {
				t.Helper()
				if err := tx.Update(ctx, base, one, connectortest.One("name", record.TextValue(v)), nil); err != nil {
					t.Fatal(err)
				}
			}
			set("x")
			if got := only()[0].Values[1].Text; got != "x+" {
				t.Errorf("with its trigger it is %q", got)
			}
			if err := tx.DisableTriggers(ctx, base); err != nil {
				t.Fatal(err)
			}
			set("y")
			if got := only()[0].Values; got[1].Text != "y" || got[2].Text != "Y" {
				t.Errorf("without its trigger it is %v", got)
			}
			if err := tx.EnableTriggers(ctx); err != nil {
				t.Fatal(err)
			}
			set("z")
			if got := only()[0].Values[1].Text; got != "z+" {
				t.Errorf("with its one trigger again it is %q", got)
			}
			if err := errors.Join(tx.Delete(ctx, base, one, nil), tx.Insert(ctx, base, row)); err != nil {
				t.Fatal(err)
			}
			if got := connectortest.All(t, tx, "base"); !reflect.DeepEqual(got, before) {
				t.Errorf("rows %v, were %v", got, before)
			}
			if err := tx.Commit(ctx); err != nil {
				t.Fatal(err)
			}
			if got := s.Output(t, name, "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1;"); got != "one\tO\ntwo\tD\n" {
				t.Errorf("triggers are %q", got)
			}
		})
	}
}

// Who is in the way of another is told so, and what was lost can be begun again.
func TestOthers(t *testing.T) {
	f := fresh(t)
	f.Exec(t, "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0), (2, 0); CREATE TABLE x (during int4range, EXCLUDE USING gist (during WITH &&)); INSERT INTO x VALUES ('[1,5)');")
	db, err := postgres.OpenDatabase(t.Context(), f.URL(), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, table := t.Context(), connectortest.Table("t")
	begin := func(o connectors.TxOptions) connectors.Tx {
		t.Helper()
		tx, err := db.Begin(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { tx.Rollback(context.Background()) })
		return tx
	}
	update := func(tx connectors.Tx, id, n int64) error {
		return tx.Update(ctx, table, connectortest.ID(id), connectortest.One("n", record.IntValue(n)), nil)
	}
	a, b := begin(connectors.TxOptions{}), begin(connectors.TxOptions{})
	if err := errors.Join(update(a, 1, 1), update(b, 2, 2)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- update(a, 2, 3) }()
	if err := errors.Join(update(b, 1, 4), <-done); !errors.Is(err, connectors.ErrDeadlock) || !connectors.Retry(err) {
		t.Errorf("deadlock: %v", err)
	}
	if err := errors.Join(a.Rollback(ctx), b.Rollback(ctx)); err != nil {
		t.Fatal(err)
	}

	a, b = begin(connectors.TxOptions{Isolation: connectors.Snapshot}), begin(connectors.TxOptions{})
	if _, err := a.Count(ctx, table); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(update(b, 1, 5), b.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	if err := update(a, 1, 6); !errors.Is(err, connectors.ErrSerialization) {
		t.Errorf("serialization: %v", err)
	}
	if err := a.Commit(ctx); err == nil {
		t.Error("a transaction that failed was committed")
	}

	a = begin(connectors.TxOptions{})
	if err := a.Insert(ctx, connectortest.Table("x"), connectortest.One("during", record.TextValue("[4,6)"))); !errors.Is(err, connectors.ErrExclusion) || !strings.Contains(err.Error(), "x_during_excl") {
		t.Errorf("exclusion: %v", err)
	}
	a = begin(connectors.TxOptions{})
	if err := a.Update(ctx, table, connectortest.ID(1), connectortest.One("n", record.TextValue("Zweistein")), nil); !errors.Is(err, connectors.ErrBadValue) || strings.Contains(err.Error(), "Zweistein") {
		t.Errorf("a value of another type: %v", err)
	}

	f.Exec(t, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$;")
	ro, err := postgres.OpenDatabase(ctx, f.URL(), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	if a, err = ro.Begin(ctx, connectors.TxOptions{}); err != nil || !ro.Abilities().ReadOnly {
		t.Errorf("abilities of a read-only database: %+v, %v", ro.Abilities(), err)
	}
	if err := errors.Join(update(a, 1, 9), a.Rollback(ctx)); !errors.Is(err, connectors.ErrReadOnly) {
		t.Errorf("a read-only database: %v", err)
	}
	f.Exec(t, "SET default_transaction_read_only = off; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$;")

	a = begin(connectors.TxOptions{})
	if err := update(a, 1, 7); err != nil {
		t.Fatal(err)
	}
	f.Exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onefold' AND datname = current_database() AND pid <> pg_backend_pid();")
	if err := a.Commit(ctx); !errors.Is(err, connectors.ErrConnection) || !connectors.Retry(err) {
		t.Errorf("a connection that is lost: %v", err)
	}
	if err := a.Rollback(ctx); err != nil {
		t.Errorf("giving up what is lost: %v", err)
	}
	// Idle connections were lost as well; nobody has to know.
	if n, err := db.Count(ctx, table); err != nil || n != 2 {
		t.Errorf("%d rows, %v", n, err)
	}
	a, b = begin(connectors.TxOptions{}), begin(connectors.TxOptions{})
	if err := errors.Join(b.Rollback(ctx), update(a, 1, 8), a.Commit(ctx)); err != nil {
		t.Errorf("begun again: %v", err)
	}
}
