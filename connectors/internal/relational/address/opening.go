package address

import (
	"context"
	"errors"

	"github.com/onefold/onefold/connectors"
)

// Opening says of an error what a person can do about it, and which database
// it is about.
func Opening(a Address, err error) error {
	var f *connectors.Fault
	if errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	out := &connectors.Fault{Place: a.Place(), Cause: err.Error(), Err: err}
	variables := map[string]string{"postgres": "PGPASSWORD or ~/.pgpass", "mysql": "MYSQL_PWD", "mariadb": "MYSQL_PWD"}[a.Scheme]
	for _, h := range [...]struct {
		kind error
		hint string
	}{
		{connectors.ErrAuthentication, "check the user in the URL, and the password in " + variables + ", or in ONEFOLD_PASSWORD"},
		{connectors.ErrConnection, "check host and port, that the server runs, and its TLS settings"},
		{connectors.ErrNoDatabase, "check the name of the database in the URL"},
		{connectors.ErrNoTable, "check table= and schema= in the URL: onefold references lists what is there"},
		{connectors.ErrPermission, "ask for the right to read this table"},
		{connectors.ErrSyntax, "check where= or query= in the URL; %26 stands for & and %25 for %"},
		{connectors.ErrNoColumn, "check the names in where= or query=; onefold profile lists the columns"},
		{connectors.ErrNotDatabase, "check the path; text files are named without sqlite:"},
		{connectors.ErrCorrupt, "restore the database from a backup"},
	} {
		if errors.Is(err, h.kind) {
			out.Hint = h.hint
			break
		}
	}
	return out
}
