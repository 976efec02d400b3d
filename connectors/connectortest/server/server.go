package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// User and Password are those of the superuser of every server.
const (
	User     = "onefold"
	Password = "a secret: 'x' \\ %41"
)

// Options are how a server is started.
type Options struct {
	Durable bool // writes reach the disk: for tests that kill the server
	TLS     bool // encrypts for those who ask, with a certificate for TLSName
}

// Server is a running server.
type Server struct {
	Engine string // postgres or mariadb
	Host   string
	Port   int
	CA     string // file with the certificate of the authority, with Options.TLS

	t       testing.TB // of a server of its own; nil in a Pool
	dir     string     // everything it has, removed with it
	client  string     // path of its command line client
	command func() *exec.Cmd
	check   func() error
	mu      sync.Mutex
	cmd     *exec.Cmd
	ended   chan error
	log     *os.File
	serial  int
}

// Pool holds one server of each engine for the tests of a package. The zero
// Pool is ready to use.
type Pool struct {
	mu      sync.Mutex
	servers map[string]*Server
	failed  map[string]error
}

// Postgres returns the PostgreSQL of the pool.
func (p *Pool) Postgres(t testing.TB) *Server { t.Helper(); return p.get(t, "postgres", postgres) }

// MariaDB returns the MariaDB of the pool.
func (p *Pool) MariaDB(t testing.TB) *Server { t.Helper(); return p.get(t, "mariadb", mariadb) }

func (p *Pool) get(t testing.TB, engine string, start func(Options) (*Server, error)) *Server {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.servers[engine]; s != nil {
		return s
	}
	s, err := (*Server)(nil), p.failed[engine]
	if err == nil {
		s, err = start(Options{})
	}
	if err != nil {
		if p.failed == nil {
			p.failed = map[string]error{}
		}
		p.failed[engine] = err
		missing(t, err)
	}
	if p.servers == nil {
		p.servers = map[string]*Server{}
	}
	p.servers[engine] = s
	return s
}

// Stop ends the servers of the pool.
func (p *Pool) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.servers {
		s.destroy()
	}
	p.servers = nil
}

// Postgres starts a PostgreSQL that ends with the test.
func Postgres(t testing.TB, o Options) *Server { t.Helper(); return own(t, o, postgres) }

// MariaDB starts a MariaDB that ends with the test.
func MariaDB(t testing.TB, o Options) *Server { t.Helper(); return own(t, o, mariadb) }

func own(t testing.TB, o Options, start func(Options) (*Server, error)) *Server {
	t.Helper()
	s, err := start(o)
	if err != nil {
		missing(t, err)
	}
	s.t = t
	t.Cleanup(s.destroy)
	return s
}

// errMissing says that a binary is not on this machine.
var errMissing = errors.New("not installed")

func missing(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errMissing) && os.Getenv("ONEFOLD_REQUIRE") != "all" {
		t.Skip(err)
	}
	t.Fatal(err)
}

// find looks for a binary in folders and then on the path. A link is followed
// where it leads to the binary itself and not to a script that chooses one.
func find(install string, names []string, folders ...string) (string, error) {
	for _, name := range names {
		for _, pattern := range folders {
			found, _ := filepath.Glob(filepath.Join(pattern, name))
			if len(found) > 0 {
				return found[len(found)-1], nil
			}
		}
		if path, err := exec.LookPath(name); err == nil {
			if real, err := filepath.EvalSymlinks(path); err == nil && filepath.Base(real) == name {
				path = real
			}
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w, apt-get install %s", names[0], errMissing, install)
}

// nobody is the number of the user nobody.
const nobody = 65534

// folder makes a folder that the unprivileged user owns.
func folder() (string, error) {
	dir, err := os.MkdirTemp("", "onefold-server-")
	if err != nil {
		return "", err
	}
	if os.Getuid() == 0 {
		err = os.Chown(dir, nobody, nobody)
	}
	return dir, err
}

// freePort asks the system for a port that nobody has.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// run runs a command to its end, and says what it said where it fails.
func run(cmd *exec.Cmd) error {
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, out)
	}
	return nil
}

// Start starts the server after Kill or Terminate, on the same port. A server
// that ends at once is given more tries: the processes of one that was killed
// need a moment to notice, and keep others out for as long.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	const tries = 60
	var err error
	for range tries {
		if err = s.start(); !errors.Is(err, errEnded) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

var errEnded = errors.New("ended while starting")

func (s *Server) start() error {
	if s.cmd != nil {
		return nil
	}
	cmd, ended := s.command(), make(chan error, 1)
	cmd.Stdout, cmd.Stderr = s.log, s.log
	begun := make(chan error)
	go func() {
		// The signal of a parent's death comes when its thread ends.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		begun <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	if err := <-begun; err != nil {
		return err
	}
	s.cmd, s.ended = cmd, ended
	for wait := 0; ; wait++ {
		err := s.check()
		if err == nil {
			return nil
		}
		select {
		case end := <-ended:
			s.cmd = nil
			return fmt.Errorf("%s %w: %w\n%s", s.Engine, errEnded, errors.Join(end, err), s.tail())
		case <-time.After(50 * time.Millisecond):
		}
		if wait > 600 {
			return fmt.Errorf("%s does not answer: %w\n%s", s.Engine, err, s.tail())
		}
	}
}

func (s *Server) tail() []byte {
	text, _ := os.ReadFile(s.log.Name())
	return text[max(0, len(text)-4000):]
}

// Kill ends the server as a power cut would: at once. Start starts it again.
func (s *Server) Kill() { s.signal(syscall.SIGKILL) }

// Terminate ends the server in order. Start starts it again.
func (s *Server) Terminate() {
	if s.Engine == "postgres" {
		s.signal(syscall.SIGINT) // fast: does not wait for clients
		return
	}
	s.signal(syscall.SIGTERM)
}

func (s *Server) signal(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return
	}
	if sig == syscall.SIGKILL {
		kill(s.cmd.Process)
	} else {
		_ = s.cmd.Process.Signal(sig)
	}
	<-s.ended
	s.cmd = nil
}

func (s *Server) destroy() {
	s.Kill()
	_ = s.log.Close()
	_ = os.RemoveAll(s.dir)
}

// Database makes an empty database and returns its name. It goes with the test.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.mu.Lock()
	s.serial++
	name := "test_" + strconv.Itoa(s.serial)
	s.mu.Unlock()
	s.Exec(t, "", "CREATE DATABASE "+name)
	t.Cleanup(func() {
		if s.running() {
			drop := "DROP DATABASE IF EXISTS " + name
			if s.Engine == "postgres" {
				drop += " WITH (FORCE)"
			}
			_ = s.execute("", strings.NewReader(drop))
		}
	})
	return name
}

func (s *Server) running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cmd != nil
}

// URL is the URL of a database, its table or query in parameters such as
// "table=contacts". It has no password: see Env.
func (s *Server) URL(database string, parameters ...string) string {
	url := fmt.Sprintf("%s://%s@%s/%s", s.Engine, User, net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), database)
	if len(parameters) > 0 {
		url += "?" + strings.Join(parameters, "&")
	}
	return url
}

// URLAt is a URL with another name of the host.
func (s *Server) URLAt(host, database string, parameters ...string) string {
	return strings.Replace(s.URL(database, parameters...), "@"+s.Host, "@"+host, 1)
}

// Env gives the test the password in the environment.
func (s *Server) Env(t testing.TB) {
	t.Helper()
	t.Setenv("ONEFOLD_PASSWORD", Password)
}

// Getenv is an environment that has nothing but the password.
func (s *Server) Getenv(name string) string {
	if name == "ONEFOLD_PASSWORD" {
		return Password
	}
	return ""
}

// Exec runs SQL with the engine's own client, in a database or in "".
func (s *Server) Exec(t testing.TB, database, sql string) {
	t.Helper()
	s.Load(t, database, strings.NewReader(sql))
}

// Load runs a file of SQL, such as a dump.
func (s *Server) Load(t testing.TB, database string, sql io.Reader) {
	t.Helper()
	if err := s.execute(database, sql); err != nil {
		t.Fatal(err)
	}
}

// Output runs SQL and returns what the client prints: a line a row, cells
// separated by tabs.
func (s *Server) Output(t testing.TB, database, sql string) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.session(database, strings.NewReader(sql), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (s *Server) execute(database string, sql io.Reader) error {
	return s.session(database, sql, io.Discard)
}

func (s *Server) session(database string, sql io.Reader, to io.Writer) error {
	args := []string{"--no-defaults", "--batch", "--skip-column-names", "--host=" + s.Host, "--port=" + strconv.Itoa(s.Port), "--protocol=tcp", "--user=" + User, "--default-character-set=utf8mb4", database}
	if s.Engine == "postgres" {
		if database == "" {
			database = "postgres"
		}
		args = []string{"--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=\t", "--set=ON_ERROR_STOP=1", "--host=" + s.Host, "--port=" + strconv.Itoa(s.Port), "--username=" + User, "--dbname=" + database}
	}
	cmd := exec.Command(s.client, args...)
	cmd.Env = append(os.Environ(), "PGPASSWORD="+Password, "MYSQL_PWD="+Password, "PGOPTIONS=-c client_min_messages=warning")
	cmd.Stdin, cmd.Stdout = sql, to
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(s.client), err, complaints.Bytes())
	}
	return nil
}
