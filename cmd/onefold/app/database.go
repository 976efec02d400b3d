package app

import (
	"context"
	"net/url"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
)

// Database opens the database of a URL, or of the source of that name in the
// policy, and returns the table that the URL names, zero where it names none.
// The caller closes the database.
func (a *App) Database(ctx context.Context, ref string, p *config.Policy) (connectors.Database, connectors.TableName, error) {
	if s := p.Sources[ref]; s != nil && s.Path != "" {
		ref = s.Path
	}
	db, err := all.New().OpenDatabase(ctx, ref, connectors.Options{Getenv: a.env, Prompt: a.Term.Secret, Stdin: a.In})
	if err != nil {
		return nil, connectors.TableName{}, err
	}
	cat, err := db.Catalogue(ctx)
	if err != nil {
		_ = db.Close()
		return nil, connectors.TableName{}, err
	}
	return db, tableOf(ref, cat, db.Abilities().Schema), nil
}

// tableOf returns the table= of a URL: a name, or schema.name.
func tableOf(ref string, cat *connectors.Catalogue, schema string) connectors.TableName {
	var table connectors.TableName
	_, query, _ := strings.Cut(ref, "?")
	for parameter := range strings.SplitSeq(query, "&") {
		if name, ok := strings.CutPrefix(parameter, "table="); ok {
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			table.Name = name
		}
	}
	in, name, ok := strings.Cut(table.Name, ".")
	switch {
	case !ok || cat.Table(table) != nil:
		return table
	case in == schema:
		in = ""
	}
	return connectors.TableName{Schema: in, Name: name}
}
