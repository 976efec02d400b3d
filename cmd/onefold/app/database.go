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
	return db, tableOf(ref), nil
}

// tableOf returns the table= of a URL.
func tableOf(ref string) connectors.TableName {
	_, query, _ := strings.Cut(ref, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return connectors.TableName{}
	}
	return connectors.TableName{Name: values.Get("table")}
}
