package sqlite_test

import (
	"testing"

	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/sqlite"
)

func suite() connectortest.Database {
	return connectortest.Database{
		OpenDatabase: sqlite.OpenDatabase, Open: sqlite.Open,
		Fresh: func(t *testing.T) connectortest.Fixture {
			path := create(t, "SELECT 1")
			return connectortest.Fixture{
				URL: func(parameters ...string) string {
					url := "sqlite:" + path
					for i, p := range parameters {
						url += string("?&"[min(i, 1)]) + p
					}
					return url
				},
				Exec: func(t testing.TB, sql string) { execute(t, path, sql) },
			}
		},
		Types: []connectortest.Typed{
			{Type: "INTEGER", Literals: []string{"0", "-9223372036854775808", "9223372036854775807", "'not a number'", "1.5"}},
			{Type: "TEXT", Literals: []string{"''", "' a '", "'é漢😀'", "'0012'", "'1.50'", "x'ff00'", "12", "CAST(x'61ff' AS TEXT)"}},
			{Type: "REAL", Literals: []string{"0.1", "1e308", "-1e-308", "3", "9e999", "0.1 + 0.2"}},
			{Type: "NUMERIC(10,2)", Literals: []string{"1.50", "'12345678901234567890'", "'abc'", "1e3"}},
			{Type: "BLOB", Literals: []string{"x''", "x'00ff'", "'text'", "7", "1.0"}},
			{Type: "", Literals: []string{"x'61'", "'a'", "'7'", "7", "7.0"}},
			{Type: "DATE", Literals: []string{"'2024-02-29'", "'0000-00-00'", "'29/02/2024'", "1700000000", "''"}},
			{Type: "DATETIME", Literals: []string{"'2024-01-01 00:00:00'", "'2024-01-01T00:00:00.000+02:00'", "1700000000"}},
			{Type: "TIMESTAMP", Literals: []string{"'2024-01-01 00:00:00'", "'2024-01-01 00:00:00 +0000 UTC'"}},
			{Type: "BOOLEAN", Literals: []string{"1", "0", "'true'"}},
			{Type: "JSON", Literals: []string{`'{"b":1, "a":[1.0,null]}'`, "'[]'"}},
			{Type: "VARCHAR(3) COLLATE NOCASE", Literals: []string{"'a'", "'A'", "'longer than three'"}},
			{Type: "UUID", Literals: []string{"'6f9619ff-8b86-d011-b42d-00cf4fc964ff'", "x'6f9619ff8b86d011b42d00cf4fc964ff'"}},
		},
		Trigger:  "CREATE TRIGGER never BEFORE DELETE ON refused BEGIN SELECT RAISE(ABORT, 'never'); END;",
		Deferred: "DEFERRABLE INITIALLY DEFERRED",
	}
}

func TestConformance(t *testing.T) { connectortest.RunDatabase(t, suite()) }
