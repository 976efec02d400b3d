package address

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
)

// Address is the URL of a database, taken apart.
type Address struct {
	Scheme   string // postgres, mysql, mariadb, sqlite
	User     string
	Host     string // name or address, or a folder of sockets; "" for a file or the default
	Port     string
	Database string            // name; of sqlite the path of the file
	Table    string            // of table=
	Schema   string            // of schema=
	Where    string            // SQL condition of where=
	Query    string            // SELECT of query=
	Deleted  string            // "", include or only
	Settings map[string]string // the engine's own: sslmode and the like
}

// common are the parameters of every engine.
var common = [...]string{"table", "schema", "where", "query", "deleted"}

// Scheme returns the scheme of a database URL, and whether ref has one of these
// schemes.
func Scheme(ref string, schemes ...string) (string, bool) {
	scheme, _, ok := strings.Cut(ref, ":")
	scheme = strings.ToLower(scheme)
	return scheme, ok && slices.Contains(schemes, scheme)
}

// Parse takes a URL apart. settings are the parameters of the engine besides
// the common ones; with file, what follows the scheme is a path.
func Parse(ref string, file bool, settings ...string) (Address, error) {
	scheme, rest, ok := strings.Cut(ref, ":")
	a := Address{Scheme: strings.ToLower(scheme), Settings: map[string]string{}}
	if !ok {
		return a, a.fault("is no database URL", "write it as "+a.example())
	}
	main, query, _ := strings.Cut(rest, "?")
	if file {
		if main = strings.TrimPrefix(main, "//"); main == "" {
			return a, a.fault("names no file", "write it as "+a.example())
		}
		a.Database = main
	} else if err := a.authority(main); err != nil {
		return a, err
	}
	return a, a.parameters(query, settings)
}

func (a *Address) authority(main string) error {
	if !strings.HasPrefix(main, "//") {
		return a.fault("is no database URL", "write it as "+a.example())
	}
	u, err := url.Parse(a.Scheme + ":" + main)
	if err != nil {
		// The text of the error would show the URL, and with it a password.
		return a.fault("is no URL that can be read", "write it as "+a.example()+", special characters as %40 and the like")
	}
	if _, has := u.User.Password(); has {
		return a.passwordFault()
	}
	a.User, a.Host, a.Port = u.User.Username(), u.Hostname(), u.Port()
	a.Database = strings.TrimPrefix(u.Path, "/")
	if strings.Contains(a.Database, "/") {
		return a.fault("has a database name with a slash", "write it as "+a.example())
	}
	return nil
}

func (a *Address) parameters(query string, settings []string) error {
	known := append(slices.Clone(common[:]), settings...)
	// Conditions are SQL: a plus sign is one, and a semicolon is no separator.
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, raw, _ := strings.Cut(part, "=")
		value, err := url.PathUnescape(raw)
		if err != nil {
			return a.fault("has a parameter "+name+" that cannot be read", "write a percent sign as %25 and an ampersand as %26")
		}
		switch name {
		case "table":
			a.Table = value
		case "schema":
			a.Schema = value
		case "where":
			a.Where = value
		case "query":
			a.Query = value
		case "deleted":
			a.Deleted = value
		case "password", "passwd", "pwd":
			return a.passwordFault()
		default:
			if !slices.Contains(settings, name) {
				return a.fault("has an unknown parameter "+name, "known are "+strings.Join(known, ", "))
			}
			a.Settings[name] = value
		}
	}
	switch {
	case a.Table != "" && a.Query != "":
		return a.fault("has both table and query", "give one of them")
	case a.Query != "" && a.Where != "":
		return a.fault("has both query and where", "put the condition into the query")
	case !slices.Contains([]string{"", "include", "exclude", "only"}, a.Deleted):
		return a.fault("has deleted= that is not understood", "give include, exclude or only")
	}
	return nil
}

// Place names the database for people, without user and parameters but the
// table.
func (a *Address) Place() string {
	var b strings.Builder
	b.WriteString(a.Scheme + ":")
	if a.Scheme != "sqlite" {
		b.WriteString("//")
		host := a.Host
		if a.Port != "" {
			host = net.JoinHostPort(host, a.Port)
		}
		b.WriteString(host + "/")
	}
	b.WriteString(a.Database)
	if a.Table != "" {
		b.WriteString("?table=" + a.Table)
	}
	return b.String()
}

func (a *Address) example() string {
	if a.Scheme == "sqlite" {
		return "sqlite:crm.db?table=contacts"
	}
	return a.Scheme + "://user@host/database?table=contacts"
}

func (a *Address) fault(cause, hint string) error {
	return &connectors.Fault{Place: a.Scheme, Cause: cause, Hint: hint, Err: connectors.ErrOption}
}

func (a *Address) passwordFault() error {
	hint := "leave it out and give it in ONEFOLD_PASSWORD, in a password file, or when you are asked"
	switch a.Scheme {
	case "postgres", "postgresql":
		hint = "leave it out and give it in PGPASSWORD or ONEFOLD_PASSWORD, in ~/.pgpass, or when you are asked"
	case "mysql", "mariadb":
		hint = "leave it out and give it in MYSQL_PWD or ONEFOLD_PASSWORD, in a password file, or when you are asked"
	}
	return &connectors.Fault{
		Place: a.Scheme, Cause: "has a password in it, where other users of this machine and its logs can read it",
		Hint: hint, Err: connectors.ErrOption,
	}
}
