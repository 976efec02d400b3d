package relational

import (
	"context"
	"errors"

	"github.com/onefold/onefold/connectors"
)

// doing says what was being done when an error came. Errors of the context stay
// what they are.
func doing(what string, err error) error {
	if err == nil {
		return nil
	}
	var de *connectors.DatabaseError
	if errors.As(err, &de) {
		named := *de
		if named.Doing == "" {
			named.Doing = what
		}
		if named.Cause != nil && (errors.Is(named.Cause, context.Canceled) || errors.Is(named.Cause, context.DeadlineExceeded)) {
			return &connectors.DatabaseError{Doing: what, Kind: named.Cause}
		}
		return &named
	}
	return err
}
