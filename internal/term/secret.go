package term

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"
)

// ErrNobody is returned by Secret where no person can be asked.
var ErrNobody = errors.New("there is no terminal to ask at")

// Secret asks a person at the terminal for a secret and does not show what is
// typed. It does not touch the standard streams, which may be redirected.
func (t *Terminal) Secret(ctx context.Context, what string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil || !term.IsTerminal(int(tty.Fd())) {
		if err == nil {
			_ = tty.Close()
		}
		return "", ErrNobody
	}
	defer tty.Close()
	before, err := term.GetState(int(tty.Fd()))
	if err != nil {
		return "", ErrNobody
	}
	type answer struct {
		text []byte
		err  error
	}
	fmt.Fprintf(tty, "%s: %s: ", program, Clean(what))
	said := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(int(tty.Fd()))
		said <- answer{text, err}
	}()
	select {
	case a := <-said:
		fmt.Fprintln(tty)
		return string(a.text), a.err
	case <-ctx.Done():
		_ = term.Restore(int(tty.Fd()), before) // Ctrl-C leaves the terminal as it was
		fmt.Fprintln(tty)
		return "", ctx.Err()
	}
}
