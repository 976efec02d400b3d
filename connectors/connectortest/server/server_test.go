package server_test

import (
	"testing"

	"github.com/onefold/onefold/connectors/connectortest/server"
)

// A server that is killed keeps what was committed, and answers on its port
// again.
func TestKillAndStart(t *testing.T) {
	for name, start := range map[string]func(testing.TB, server.Options) *server.Server{"postgres": server.Postgres, "mariadb": server.MariaDB} {
		t.Run(name, func(t *testing.T) {
			s := start(t, server.Options{Durable: true})
			db := s.Database(t)
			s.Exec(t, db, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1), (2);")
			s.Kill()
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			if got := s.Output(t, db, "SELECT count(*), max(n) FROM kept;"); got != "2\t2\n" {
				t.Errorf("%q", got)
			}
		})
	}
}
