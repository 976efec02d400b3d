// Package server starts database servers for tests: from the binaries of the
// machine, as an unprivileged user, on a free port of the loopback, in a folder
// that goes with the test. Without binaries the test is skipped with a line that
// says what to install, or fails where ONEFOLD_REQUIRE is all.
//
// A test package that needs one keeps a Pool, so that a server is started once
// for all of its tests:
//
//	var servers server.Pool
//
//	func TestMain(m *testing.M) { m.Run(); servers.Stop() }
//
//	func TestIt(t *testing.T) { db := servers.Postgres(t).Database(t); … }
//
// A test that kills its server starts one of its own with Postgres or MariaDB.
package server
