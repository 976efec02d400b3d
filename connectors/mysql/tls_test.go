package mysql_test

import (
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/connectortest/server"
)

func TestTLS(t *testing.T) {
	s := server.MariaDB(t, server.Options{TLS: true})
	other := server.OtherCA(t)
	db := s.Database(t)
	connectortest.RunTLS(t, suite(), func(host string, parameters ...string) string { return s.URLAt(host, db, parameters...) },
		connectors.Options{Getenv: s.Getenv}, server.TLSName, s.CA, other, "SELECT VARIABLE_VALUE AS v FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_version'")
}
