package address

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/onefold/onefold/connectors"
)

// Secrets find the password of a database: in the environment, then in
// password files, then by asking a person.
type Secrets struct {
	Variables []string // of the engine: PGPASSWORD
	Files     []string // paths in the order in which they are looked at; missing ones are passed over
	Port      string   // the engine's default
	Options   connectors.Options
}

// Getenv returns the environment of the options, or that of the process.
func Getenv(o connectors.Options) func(string) string {
	if o.Getenv != nil {
		return o.Getenv
	}
	return os.Getenv
}

// variables are the names of environment variables that may hold the password,
// the most specific first: ONEFOLD_PASSWORD_CRM for the database crm.
func (a *Address) variables(engine []string) []string {
	var names []string
	if a.Host != "" && a.Database != "" {
		names = append(names, "ONEFOLD_PASSWORD_"+upper(a.Host)+"_"+upper(a.Database))
	}
	if a.Database != "" {
		names = append(names, "ONEFOLD_PASSWORD_"+upper(a.Database))
	}
	if a.Host != "" {
		names = append(names, "ONEFOLD_PASSWORD_"+upper(a.Host))
	}
	return append(append(names, "ONEFOLD_PASSWORD"), engine...)
}

// upper makes the name of a variable: letters and digits, anything else a low
// line.
func upper(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// Find returns the password without asking anybody, and whether there is one.
func (s *Secrets) Find(a *Address, user string) (string, bool, error) {
	env := Getenv(s.Options)
	for _, name := range a.variables(s.Variables) {
		if v := env(name); v != "" {
			return v, true, nil
		}
	}
	port := a.Port
	if port == "" {
		port = s.Port
	}
	for _, path := range s.Files {
		if path == "" {
			continue
		}
		v, ok, err := lookUp(path, a.Host, port, a.Database, user)
		if ok || err != nil {
			return v, ok, err
		}
	}
	return "", false, nil
}

// Ask asks a person, where there is one.
func (s *Secrets) Ask(ctx context.Context, a *Address) (string, bool, error) {
	if s.Options.Prompt == nil {
		return "", false, nil
	}
	place := *a
	place.Table = ""
	v, err := s.Options.Prompt(ctx, "password for "+place.Place())
	if ctx.Err() != nil {
		return "", false, ctx.Err()
	}
	return v, err == nil && v != "", nil // where nobody can be asked, there is no password
}

// Home returns a path below the user's own folder, or "".
func Home(o connectors.Options, name string) string {
	home := Getenv(o)("HOME")
	if home == "" {
		return ""
	}
	return filepath.Join(home, name)
}

// lookUp finds a password in a file of lines host:port:database:user:password,
// as PostgreSQL has them: * stands for anything, a backslash for the next
// character. A file that others can read is refused.
func lookUp(path, host, port, database, user string) (string, bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", false, nil // no file is no password
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return "", false, nil
	}
	if loose(info.Mode()) {
		return "", false, &connectors.Fault{Place: path, Cause: "holds passwords and can be read by others", Hint: "chmod 600 " + path, Err: connectors.ErrOption}
	}
	if host == "" || strings.HasPrefix(host, "/") {
		host = "localhost" // as a local socket is written in such a file
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if password, ok := Match(lines.Text(), host, port, database, user); ok {
			return password, true, nil
		}
	}
	return "", false, nil
}

// Match reads a line of a password file and tells whether it is for this
// place.
func Match(line, host, port, database, user string) (string, bool) {
	line = strings.TrimRight(line, "\r\n")
	if line == "" || line[0] == '#' {
		return "", false
	}
	for _, want := range [...]string{host, port, database, user} {
		got, rest, ok := part(line)
		if !ok || got != want && got != "*" {
			return "", false
		}
		line = rest
	}
	var password strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' && i+1 < len(line) {
			i++
		}
		password.WriteByte(line[i])
	}
	return password.String(), true
}

// part reads up to the next colon.
func part(line string) (got, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == ':':
			return b.String(), line[i+1:], true
		case line[i] == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		default:
			b.WriteByte(line[i])
		}
	}
	return "", "", false
}
