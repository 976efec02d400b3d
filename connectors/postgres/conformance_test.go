package postgres_test

import (
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/connectors/postgres"
)

var servers server.Pool

func TestMain(m *testing.M) { m.Run(); servers.Stop() }

func fresh(t *testing.T) connectortest.Fixture {
	s := servers.Postgres(t)
	db := s.Database(t)
	return connectortest.Fixture{
		URL:     func(parameters ...string) string { return s.URL(db, parameters...) },
		Exec:    func(t testing.TB, sql string) { s.Exec(t, db, sql) },
		Options: connectors.Options{Getenv: s.Getenv},
	}
}

func suite() connectortest.Database {
	return connectortest.Database{
		OpenDatabase: postgres.OpenDatabase, Open: postgres.Open,
		Fresh: func(t *testing.T) connectortest.Fixture {
			f := fresh(t)
			f.Exec(t, `CREATE TYPE mood AS ENUM ('sad', 'not "so" bad', 'é'); CREATE TYPE pair AS (a int, b text); CREATE DOMAIN posint AS int CHECK (VALUE > 0);
CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS hstore;`)
			return f
		},
		Types: []connectortest.Typed{
			{Type: "smallint", Literals: []string{"-32768"}},
			{Type: "integer", Literals: []string{"0", "2147483647"}},
			{Type: "bigint", Literals: []string{"-9223372036854775808", "9223372036854775807"}},
			{Type: "numeric", Literals: []string{"1.50", "123456789012345678901234567890.123456789", "'NaN'", "'Infinity'", "0.000"}},
			{Type: "numeric(10,2)", Literals: []string{"1.5"}},
			{Type: "real", Literals: []string{"0.1", "'-Infinity'", "16777217", "1e-40"}},
			{Type: "double precision", Literals: []string{"0.1", "'NaN'", "1e308", "0.1::float8 + 0.2::float8", "'-0'"}},
			{Type: "money", Literals: []string{"'1234.5'", "'-0.01'"}},
			{Type: "boolean", Literals: []string{"true", "false"}},
			{Type: "text", Literals: []string{"''", "' a '", "'é漢😀'", "E'a\\tb\\n\\\\'", "'null'"}},
			{Type: "varchar(5)", Literals: []string{"''", "'ab   '"}},
			{Type: "char(5)", Literals: []string{"''", "'ab'"}},
			{Type: `"char"`, Literals: []string{"'a'", "''"}},
			{Type: "name", Literals: []string{"'a name'"}},
			{Type: "citext", Literals: []string{"'Ana'", "'ANA'"}},
			{Type: "bytea", Literals: []string{"''", `'\x00ff5c27'`, `'\x'`}},
			{Type: "date", Literals: []string{"'2024-02-29'", "'infinity'", "'0044-03-15 BC'", "'12345-01-01'"}},
			{Type: "time", Literals: []string{"'23:59:59.999999'", "'24:00'"}},
			{Type: "time with time zone", Literals: []string{"'12:00:00.5+05:30'"}},
			{Type: "timestamp", Literals: []string{"'2024-01-01 00:00:00'", "'2024-01-01 12:00:00.123456'", "'infinity'", "'0001-01-01 BC'"}},
			{Type: "timestamptz", Literals: []string{"'2024-10-27 01:30:00+02'", "'2024-10-27 02:30:00.000001+01'", "'-infinity'", "'0001-01-01 BC'"}},
			{Type: "interval", Literals: []string{"'1 year 2 mons -3 days 04:05:06.789'", "'-00:00:01'"}},
			{Type: "uuid", Literals: []string{"'6f9619ff-8b86-d011-b42d-00cf4fc964ff'"}},
			{Type: "json", Literals: []string{`'{"b":1, "a": [1.0,null], "b":2}'`, "'null'"}},
			{Type: "jsonb", Literals: []string{`'{"b":1, "a": [1.0,null]}'`, `'"x"'`}},
			{Type: "xml", Literals: []string{"'<a b=\"c\">d</a>'"}},
			{Type: "integer[]", Literals: []string{"'{}'", "'{1,NULL,3}'", "'{{1,2},{3,4}}'", "'[0:1]={1,2}'"}},
			{Type: "text[]", Literals: []string{`ARRAY['a "b"', '', NULL, 'NULL', '{}', E'\\\\']`}},
			{Type: "mood", Literals: []string{"'sad'", `'not "so" bad'`, "'é'"}},
			{Type: "mood[]", Literals: []string{`ARRAY['sad', 'é']::mood[]`}},
			{Type: "pair", Literals: []string{`ROW(1, 'a "b", c')`, "ROW(NULL, '')"}},
			{Type: "posint", Literals: []string{"5"}},
			{Type: "point", Literals: []string{"'(1.5,-2)'"}},
			{Type: "polygon", Literals: []string{"'((0,0),(1,1),(1,0))'"}},
			{Type: "inet", Literals: []string{"'192.168.0.1/24'", "'::1'"}},
			{Type: "macaddr", Literals: []string{"'08:00:2b:01:02:03'"}},
			{Type: "int4range", Literals: []string{"'[1,10)'", "'empty'", "'(,5]'"}},
			{Type: "tstzrange", Literals: []string{"'[2024-01-01 00:00+01, infinity)'"}},
			{Type: "bit(5)", Literals: []string{"B'10101'"}},
			{Type: "bit varying", Literals: []string{"B''", "B'1'"}},
			{Type: "tsvector", Literals: []string{"'a:1 b:2A'"}},
			{Type: "hstore", Literals: []string{`'a=>1, "b c"=>NULL'`}},
			{Type: "oid", Literals: []string{"4294967295"}},
			{Type: "regclass", Literals: []string{"'pg_class'"}},
			{Type: "pg_lsn", Literals: []string{"'16/B374D848'"}},
		},
		Trigger: `CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never row %', OLD.id; END $$;
CREATE TRIGGER never BEFORE DELETE ON refused FOR EACH ROW EXECUTE FUNCTION never();`,
		Deferred: "DEFERRABLE INITIALLY DEFERRED",
	}
}

func TestConformance(t *testing.T) { connectortest.RunDatabase(t, suite()) }
