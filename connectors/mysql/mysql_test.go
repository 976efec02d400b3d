package mysql_test

import (
	"context"
	"errors"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/connectors/mysql"
	"github.com/onefold/onefold/record"
)

func env(vars map[string]string) connectors.Options {
	return connectors.Options{Getenv: func(name string) string { return vars[name] }}
}

func TestRefusals(t *testing.T) {
	s := servers.MariaDB(t)
	db := s.Database(t)
	s.Exec(t, db, "CREATE TABLE open (id int PRIMARY KEY); CREATE TABLE shut (id int PRIMARY KEY, email text); CREATE USER clerk@'%' IDENTIFIED BY 'clerk secret'; GRANT SELECT ON "+db+".open TO clerk@'%';")
	t.Cleanup(func() { s.Exec(t, db, "DROP USER clerk@'%'") })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	clerk := strings.Replace(s.URL(db), server.User+"@", "clerk@", 1)
	secret := env(map[string]string{"MYSQL_PWD": "clerk secret"})
	connectortest.RunRefusals(t, suite(), []string{"hunter2", "clerk secret"},
		connectortest.Refusal{Name: "wrong password", URL: s.URL(db, "table=open"), Options: env(map[string]string{"MYSQL_PWD": "hunter2"}), Want: connectors.ErrAuthentication},
		connectortest.Refusal{Name: "no password", URL: s.URL(db, "table=open"), Options: env(nil), Want: connectors.ErrAuthentication},
		connectortest.Refusal{Name: "no database", URL: s.URL("nothing", "table=open"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrNoDatabase},
		connectortest.Refusal{Name: "no database named", URL: s.URL("", "table=open"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrOption},
		connectortest.Refusal{Name: "no table", URL: s.URL(db, "table=nothing"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrNoTable},
		connectortest.Refusal{Name: "no permission", URL: clerk + "?table=shut", Options: secret, Want: connectors.ErrNoTable}, // MariaDB does not even show it
		connectortest.Refusal{Name: "no permission, in a query", URL: clerk + "?query=SELECT id FROM shut", Options: secret, Want: connectors.ErrPermission},
		connectortest.Refusal{Name: "nobody there", URL: "mysql://" + nobody + "/crm?table=x", Options: env(nil), Want: connectors.ErrConnection},
		connectortest.Refusal{Name: "no encryption", URL: s.URL(db, "table=open", "sslmode=require"), Options: connectors.Options{Getenv: s.Getenv}, Want: connectors.ErrConnection},
		connectortest.Refusal{Name: "unknown TLS mode", URL: s.URL(db, "table=open", "sslmode=perhaps"), Options: env(nil), Want: connectors.ErrOption},
		connectortest.Refusal{Name: "password in the URL", URL: "mysql://me:hunter2@127.0.0.1/crm?table=x", Options: env(nil), Want: connectors.ErrOption},
	)
	d, err := mysql.OpenDatabase(t.Context(), clerk, secret)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if p, err := d.Privileges(t.Context(), connectortest.Table("open")); err != nil || p != (connectors.Privileges{Select: true}) {
		t.Errorf("privileges %+v, %v", p, err)
	}
}

func TestCatalogue(t *testing.T) {
	f := fresh(t)
	f.Exec(t, "CREATE TABLE firms (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(80) NOT NULL COLLATE utf8mb4_bin, UNIQUE (name(10))) COMMENT 'a note';"+`
CREATE TABLE people (id int NOT NULL, firm bigint unsigned, mail varchar(80) CHARACTER SET latin1, mood enum('b','a''c',''), extra json, flag bit(1), tiny tinyint(1), bits bit(9),
  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, born date DEFAULT '0000-00-00', note text DEFAULT NULL,
  loud varchar(90) AS (upper(mail)) VIRTUAL, kept varchar(90) AS (lower(mail)) STORED,
  PRIMARY KEY (firm, id), UNIQUE KEY one_mail (mail), CONSTRAINT works FOREIGN KEY (firm) REFERENCES firms (id) ON DELETE RESTRICT ON UPDATE CASCADE);
CREATE TABLE old (id int PRIMARY KEY) ENGINE=MyISAM; CREATE TABLE timed (id int PRIMARY KEY) WITH SYSTEM VERSIONING; CREATE VIEW seen AS SELECT id FROM people; CREATE SEQUENCE counted;`)
	db, err := mysql.OpenDatabase(t.Context(), f.URL(), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tn := connectortest.Table
	var names []string
	for _, x := range c.Tables {
		names = append(names, x.Name.String()+" "+string(x.Kind))
	}
	if want := []string{"firms table", "old table", "people table", "seen view", "timed system-versioned table"}; !slices.Equal(names, want) {
		t.Fatalf("tables %q", names)
	}
	firms, people := c.Table(tn("firms")), c.Table(tn("people"))
	if id := firms.Column("id"); !id.Identity || id.Class != connectors.ClassInteger || firms.Column("name").CaseInsensitive || firms.Comment != "a note" || firms.NoRollback {
		t.Errorf("firms %+v", firms)
	}
	if u := firms.Uniques[1]; !u.Expressions || !slices.Equal(u.Columns, []string{""}) {
		t.Errorf("a unique prefix %+v", u)
	}
	if u := people.Uniques[1]; u.Name != "one_mail" || u.Expressions || !slices.Equal(u.CaseInsensitive, []string{"mail"}) {
		t.Errorf("unique %+v", u)
	}
	if !c.Table(tn("old")).NoRollback || !slices.Equal(people.Key, []string{"firm", "id"}) {
		t.Errorf("old %+v, key %q", c.Table(tn("old")), people.Key)
	}
	for name, want := range map[string]connectors.Column{
		"mood":    {Type: "enum('b','a''c','')", Class: connectors.ClassEnum, Nullable: true, Length: 3, Values: []string{"b", "a'c", ""}},
		"extra":   {Type: "longtext", Class: connectors.ClassJSON, Nullable: true, Length: 1<<31 - 1, Collation: "utf8mb4_bin"},
		"flag":    {Type: "bit(1)", Class: connectors.ClassBoolean, Nullable: true},
		"bits":    {Type: "bit(9)", Class: connectors.ClassInteger, Nullable: true},
		"tiny":    {Type: "tinyint(1)", Class: connectors.ClassBoolean, Nullable: true},
		"changed": {Type: "timestamp", Class: connectors.ClassInstant, HasDefault: true, Default: "current_timestamp()", OnUpdate: true},
		"born":    {Type: "date", Class: connectors.ClassDate, Nullable: true, HasDefault: true, Default: "'0000-00-00'"},
		"note":    {Type: "text", Class: connectors.ClassText, Nullable: true, Length: 65535},
	} {
		want.Name = name
		got := *people.Column(name)
		if got.Class == connectors.ClassText || got.Class == connectors.ClassEnum {
			got.Collation, got.CaseInsensitive = "", false
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("column %+v, want %+v", got, want)
		}
	}
	if !people.Column("loud").Generated || !people.Column("kept").Generated || people.Column("mail").Generated {
		t.Error("computed columns are not told")
	}
	if k := people.ForeignKeys; len(k) != 1 || k[0].Target != tn("firms") || k[0].OnDelete != connectors.Restrict || k[0].OnUpdate != connectors.Cascade {
		t.Errorf("foreign keys %+v", k)
	}
}

// What MySQL does by itself stays undone where a value is given: numbering,
// stamping, zero dates. What is compared keeps its type.
func TestWriting(t *testing.T) {
	f := fresh(t)
	f.Exec(t, `CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20), n int, d date NOT NULL DEFAULT '0000-00-00', loud varchar(20) AS (upper(name)) VIRTUAL,
  changed datetime NOT NULL DEFAULT '2020-01-01' ON UPDATE CURRENT_TIMESTAMP); INSERT INTO t (id, name, n) VALUES (3, 'a', 5), (4, '5 rue', 6);
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO t (id, name) VALUES (0, 'zero');
CREATE TABLE child (id int PRIMARY KEY, t int, FOREIGN KEY (t) REFERENCES t (id)); INSERT INTO child VALUES (1, 3);`)
	db, err := mysql.OpenDatabase(t.Context(), f.URL(), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if a := db.Abilities(); a.Engine != "mariadb" || a.DisableTriggers || !a.DisableForeignKeys || a.DeferConstraints || a.ReadOnly {
		t.Errorf("abilities %+v", a)
	}
	ctx, table := t.Context(), connectortest.Table("t")
	before := connectortest.All(t, db, "t")
	tx, err := db.Begin(ctx, connectors.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	if n, err := tx.Count(ctx, table, connectors.In("name", record.IntValue(5))); err != nil || n != 0 {
		t.Errorf("the number 5 finds %d names, %v", n, err)
	}
	if err := tx.Update(ctx, table, connectortest.ID(3), connectortest.One("name", record.TextValue("b")), nil); err != nil {
		t.Fatal(err)
	}
	stamped := connectortest.All(t, tx, "t")[1]
	if v, _ := stamped.Get("changed"); v.Text == "2020-01-01 00:00:00" {
		t.Error("the row was not stamped")
	}
	if v, _ := stamped.Get("loud"); v.Text != "B" {
		t.Errorf("the computed column is %v", v)
	}
	if err := tx.Update(ctx, table, connectortest.ID(3), before[1], &stamped); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(tx.Delete(ctx, table, connectortest.ID(0), nil), tx.Insert(ctx, table, before[0])); err != nil {
		t.Fatal(err)
	}
	if err := tx.Delete(ctx, table, connectortest.ID(3), nil); !errors.Is(err, connectors.ErrForeignKey) {
		t.Errorf("a parent that goes: %v", err)
	}
	if err := errors.Join(tx.DisableForeignKeys(ctx), tx.Delete(ctx, table, connectortest.ID(3), nil), tx.Insert(ctx, table, before[1]), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	if after := connectortest.All(t, db, "t"); !reflect.DeepEqual(after, before) {
		t.Errorf("rows %v, were %v", after, before)
	}
	tx, err = db.Begin(ctx, connectors.TxOptions{}) // on the same connection
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Delete(ctx, table, connectortest.ID(3), nil); !errors.Is(err, connectors.ErrForeignKey) {
		t.Errorf("foreign keys are still not checked: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	tx, err = db.Begin(ctx, connectors.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Update(ctx, table, connectortest.ID(3), connectortest.One("n", record.TextValue("Zweistein")), nil); !errors.Is(err, connectors.ErrBadValue) || strings.Contains(err.Error(), "Zweistein") {
		t.Errorf("a value of another type: %v", err)
	}
	f.Exec(t, "SELECT GROUP_CONCAT(CONCAT('KILL ', id) SEPARATOR ';') INTO @kills FROM information_schema.PROCESSLIST WHERE id <> CONNECTION_ID() AND user = 'onefold' AND db = DATABASE(); EXECUTE IMMEDIATE @kills;")
	if err := tx.Commit(ctx); !errors.Is(err, connectors.ErrConnection) {
		t.Errorf("a connection that is lost: %v", err)
	}
	if err := tx.Rollback(context.Background()); err != nil {
		t.Errorf("giving up what is lost: %v", err)
	}
	if n, err := db.Count(ctx, table); err != nil || n != 3 {
		t.Errorf("%d rows, %v", n, err)
	}
}
