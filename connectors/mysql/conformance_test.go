package mysql_test

import (
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/connectors/mysql"
)

var servers server.Pool

func TestMain(m *testing.M) { m.Run(); servers.Stop() }

func fresh(t *testing.T) connectortest.Fixture {
	s := servers.MariaDB(t)
	db := s.Database(t)
	return connectortest.Fixture{
		URL:     func(parameters ...string) string { return s.URL(db, parameters...) },
		Exec:    func(t testing.TB, sql string) { s.Exec(t, db, "SET sql_mode = 'ALLOW_INVALID_DATES';\n"+sql) },
		Options: connectors.Options{Getenv: s.Getenv},
	}
}

func suite() connectortest.Database {
	return connectortest.Database{
		OpenDatabase: mysql.OpenDatabase, Open: mysql.Open,
		Fresh: fresh,
		Types: []connectortest.Typed{
			{Type: "tinyint", Literals: []string{"-128", "127"}},
			{Type: "tinyint(1)", Literals: []string{"0", "1", "5"}},
			{Type: "smallint unsigned", Literals: []string{"65535"}},
			{Type: "mediumint", Literals: []string{"-8388608"}},
			{Type: "int", Literals: []string{"0", "2147483647"}},
			{Type: "bigint", Literals: []string{"-9223372036854775808", "9223372036854775807"}},
			{Type: "bigint unsigned", Literals: []string{"18446744073709551615", "9007199254740993"}},
			{Type: "decimal(65,30)", Literals: []string{"1.50", "12345678901234567890123456789012345.123456789012345678901234567890"}},
			{Type: "decimal(10,2)", Literals: []string{"1.5", "-0.01"}},
			{Type: "float", Literals: []string{"0.1", "16777217", "3.4e38", "1e-40"}},
			{Type: "double", Literals: []string{"0.1", "1e308", "0.1e0 + 0.2e0", "1e-308"}},
			{Type: "varchar(20)", Literals: []string{"''", "' a '", "'é漢😀'", "'Ana'", "'ANA'", "'0012'", "'5 rue'"}},
			{Type: "char(5)", Literals: []string{"''", "'ab'"}},
			{Type: "text", Literals: []string{"''", `'a\tb\n\\'`}},
			{Type: "longtext CHARACTER SET latin1", Literals: []string{"'é'", "''"}},
			{Type: "varchar(9) COLLATE utf8mb4_bin", Literals: []string{"'Ana'", "'ana'"}},
			{Type: "binary(4)", Literals: []string{"x'00ff'", "'ab'"}},
			{Type: "varbinary(9)", Literals: []string{"''", "x'00ff5c27'"}},
			{Type: "blob", Literals: []string{"''", "x'00ff5c27'", "x'c328'"}},
			{Type: "date", Literals: []string{"'2024-02-29'", "'0000-00-00'", "'2024-02-31'", "'2024-00-00'", "'9999-12-31'"}},
			{Type: "time", Literals: []string{"'23:59:59'", "'-838:59:59'", "'100:00:00'"}},
			{Type: "time(6)", Literals: []string{"'-00:00:00.000001'"}},
			{Type: "datetime", Literals: []string{"'2024-01-01 00:00:00'", "'0000-00-00 00:00:00'"}},
			{Type: "datetime(6)", Literals: []string{"'2024-01-01 12:00:00.123456'", "'0000-00-00 00:00:00'"}},
			{Type: "timestamp NULL", Literals: []string{"'2024-10-27 01:30:00'", "0"}},
			{Type: "timestamp(3) NULL", Literals: []string{"'2024-10-27 01:30:00.123'"}},
			{Type: "year", Literals: []string{"2024", "0000", "1901"}},
			{Type: "enum('a','b','c''d')", Literals: []string{"'a'", "'c''d'"}},
			{Type: "set('x','y','z')", Literals: []string{"''", "'x,z'"}},
			{Type: "bit(1)", Literals: []string{"b'0'", "b'1'"}},
			{Type: "bit(20)", Literals: []string{"b'10101010101010101010'"}},
			{Type: "json", Literals: []string{`'{"b":1, "a": [1.0,null]}'`, "'[]'"}},
			{Type: "uuid", Literals: []string{"'6f9619ff-8b86-d011-b42d-00cf4fc964ff'"}},
			{Type: "inet6", Literals: []string{"'::1'"}},
			{Type: "point", Literals: []string{"ST_GeomFromText('POINT(1.5 -2)')"}},
		},
		Trigger: "CREATE TRIGGER never BEFORE DELETE ON refused FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'never';",
	}
}

func TestConformance(t *testing.T) { connectortest.RunDatabase(t, suite()) }
