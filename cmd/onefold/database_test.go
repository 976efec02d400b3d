package main

import (
	"context"
	"database/sql/driver"
	"fmt"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"modernc.org/sqlite"

	"github.com/onefold/onefold/connectors/connectortest/server"
)

// databases are the servers of scripts, started when the first script asks.
type databases struct {
	pool server.Pool
	mu   sync.Mutex
}

// installed answers [postgres] and [mariadb] of scripts: whether such a server
// can be started, or has to be.
func installed(condition string) (bool, error) {
	return server.Installed(condition)
}

// sqliteFile runs SQL on a database file: sqlite FILE SQLFILE.
func sqliteFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sqlite FILE SQLFILE")
	}
	conn, err := new(sqlite.Driver).Open(ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = conn.(driver.ExecerContext).ExecContext(context.Background(), ts.ReadFile(args[1]), nil)
	ts.Check(err)
	ts.Check(conn.Close())
}

// server makes a database on a server of the test's own, runs SQL in it, and
// sets variables to its URL and the password: server ENGINE NAME SQLFILE. A
// second call with the same name runs more SQL.
func (d *databases) server(t *testing.T) func(*testscript.TestScript, bool, []string) {
	names := map[string]string{}
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 3 {
			ts.Fatalf("usage: server postgres|mariadb VARIABLE SQLFILE")
		}
		start := map[string]func(testing.TB) *server.Server{"postgres": d.pool.Postgres, "mariadb": d.pool.MariaDB}[args[0]]
		if start == nil {
			ts.Fatalf("there is no server %s", args[0])
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		s := start(t)
		key := fmt.Sprint(ts.Getenv("WORK"), args[0], args[1])
		if names[key] == "" {
			names[key] = s.Database(t)
		}
		ts.Setenv(args[1], s.URL(names[key]))
		ts.Setenv("ONEFOLD_PASSWORD", server.Password)
		s.Exec(t, names[key], ts.ReadFile(args[2]))
	}
}
