package server

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// prepare makes what both engines need.
func prepare(engine string, o Options) (*Server, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	s := &Server{Engine: engine, Host: "127.0.0.1", dir: dir}
	if s.Port, err = freePort(); err != nil {
		return nil, err
	}
	if s.log, err = os.Create(filepath.Join(dir, "log")); err != nil {
		return nil, err
	}
	if o.TLS {
		s.CA = filepath.Join(dir, "ca.pem")
		if err := certificates(dir); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Installed tells whether a server of an engine, postgres or mariadb, can be
// started here, or has to be because ONEFOLD_REQUIRE is all.
func Installed(engine string) (bool, error) {
	names, folders := []string{"initdb"}, "/usr/lib/postgresql/*/bin"
	switch engine {
	case "postgres":
	case "mariadb":
		names, folders = []string{"mariadbd", "mysqld"}, "/usr/sbin"
	default:
		return false, fmt.Errorf("unknown condition %q", engine)
	}
	_, err := find(engine, names, folders)
	return err == nil || os.Getenv("ONEFOLD_REQUIRE") == "all", nil
}

func postgres(o Options) (*Server, error) {
	const folders = "/usr/lib/postgresql/*/bin"
	initdb, err := find("postgresql", []string{"initdb"}, folders)
	if err != nil {
		return nil, err
	}
	psql, err := find("postgresql-client", []string{"psql"}, folders)
	if err != nil {
		return nil, err
	}
	s, err := prepare("postgres", o)
	if err != nil {
		return nil, err
	}
	s.client = psql
	data, secret := filepath.Join(s.dir, "data"), filepath.Join(s.dir, "secret")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil { //nolint:gosec // a password of tests
		return nil, err
	}
	if err := run(unprivileged(exec.Command(initdb, "--pgdata="+data, "--username="+User, "--pwfile="+secret, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"), s.dir)); err != nil {
		return nil, err
	}
	args := []string{"-D", data, "-p", strconv.Itoa(s.Port), "-c", "listen_addresses=" + s.Host, "-c", "unix_socket_directories=" + s.dir, "-c", "shared_buffers=32MB", "-c", "max_connections=60"}
	if !o.Durable {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "autovacuum=off")
	}
	if o.TLS {
		args = append(args, "-c", "ssl=on", "-c", "ssl_cert_file="+filepath.Join(s.dir, "server.pem"), "-c", "ssl_key_file="+filepath.Join(s.dir, "server.key"))
	}
	binary := filepath.Join(filepath.Dir(initdb), "postgres")
	s.command = func() *exec.Cmd { return unprivileged(exec.Command(binary, args...), s.dir) }
	s.check = func() error { return s.execute("", strings.NewReader("SELECT 1")) }
	return started(s)
}

func mariadb(o Options) (*Server, error) {
	const install = "mariadb-server"
	daemon, err := find(install, []string{"mariadbd", "mysqld"}, "/usr/sbin", "/usr/libexec", "/usr/local/sbin")
	if err != nil {
		return nil, err
	}
	installer, err := find(install, []string{"mariadb-install-db", "mysql_install_db"}, "/usr/bin", "/usr/sbin")
	if err != nil {
		return nil, err
	}
	client, err := find("mariadb-client", []string{"mariadb", "mysql"})
	if err != nil {
		return nil, err
	}
	s, err := prepare("mariadb", o)
	if err != nil {
		return nil, err
	}
	s.client = client
	data, setup := filepath.Join(s.dir, "data"), filepath.Join(s.dir, "setup.sql")
	quoted := "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(Password) + "'"
	users := fmt.Sprintf("CREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED BY %s;\nGRANT ALL ON *.* TO %s@'%%' WITH GRANT OPTION;\nDROP USER IF EXISTS ''@'localhost';\n", User, quoted, User)
	if err := os.WriteFile(setup, []byte(users), 0o644); err != nil { //nolint:gosec // a password of tests
		return nil, err
	}
	if err := run(unprivileged(exec.Command(installer, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"), s.dir)); err != nil {
		return nil, err
	}
	args := []string{
		"--no-defaults", "--datadir=" + data, "--port=" + strconv.Itoa(s.Port), "--bind-address=" + s.Host, "--socket=" + filepath.Join(s.dir, "socket"),
		"--pid-file=" + filepath.Join(s.dir, "pid"), "--init-file=" + setup, "--skip-name-resolve", "--skip-log-bin", "--performance-schema=off",
		"--innodb-buffer-pool-size=48M", "--innodb-log-file-size=32M", "--character-set-server=utf8mb4", "--lower-case-table-names=0",
	}
	if !o.Durable {
		args = append(args, "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-flush-method=nosync", "--sync-frm=0")
	}
	if o.TLS {
		args = append(args, "--ssl-ca="+s.CA, "--ssl-cert="+filepath.Join(s.dir, "server.pem"), "--ssl-key="+filepath.Join(s.dir, "server.key"))
	}
	s.command = func() *exec.Cmd { return unprivileged(exec.Command(daemon, args...), s.dir) }
	s.check = func() error {
		c, err := net.Dial("tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
		if err != nil {
			return err
		}
		_ = c.Close()
		return s.execute("", strings.NewReader("SELECT 1"))
	}
	return started(s)
}

func started(s *Server) (*Server, error) {
	if err := s.Start(); err != nil {
		s.destroy()
		return nil, err
	}
	return s, nil
}
