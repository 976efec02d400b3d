package term

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// program is the name that every line of talk starts with.
const program = "onefold"

// Terminal is where the program speaks. It is not safe for concurrent use;
// Progress is.
type Terminal struct {
	Out   io.Writer // results
	Err   io.Writer // talk, progress, errors
	JSON  bool      // results as one JSON value
	Quiet bool      // no talk and no progress

	outTTY, errTTY bool
	noColour       bool
	width          int
}

// New returns a Terminal on the two streams. getenv reads NO_COLOR, TERM and
// COLUMNS.
func New(out, err io.Writer, getenv func(string) string) *Terminal {
	t := &Terminal{Out: out, Err: err, width: 80}
	t.outTTY, t.errTTY = isTerminal(out), isTerminal(err)
	t.noColour = getenv("NO_COLOR") != "" || getenv("TERM") == "dumb"
	if f, ok := out.(*os.File); ok && t.outTTY {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			t.width = w
		}
	}
	var columns int
	if _, err := fmt.Sscanf(getenv("COLUMNS"), "%d", &columns); err == nil && columns > 0 {
		t.width = columns
	}
	return t
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Width returns the columns of the terminal, 80 when they are not known.
func (t *Terminal) Width() int { return t.width }

// Interactive says whether results are read by a person at a terminal.
func (t *Terminal) Interactive() bool { return t.outTTY }

// Print writes a piece of the result.
func (t *Terminal) Print(s string) error {
	_, err := io.WriteString(t.Out, s)
	return err
}

// PrintJSON writes v as the whole result.
func (t *Terminal) PrintJSON(v any) error {
	e := json.NewEncoder(t.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Talk writes a line about what is going on, unless Quiet.
func (t *Terminal) Talk(format string, args ...any) {
	if !t.Quiet {
		fmt.Fprintf(t.Err, "%s: %s\n", program, Clean(fmt.Sprintf(format, args...)))
	}
}

// Warn writes a line that a person should not miss, unless Quiet.
func (t *Terminal) Warn(format string, args ...any) {
	if !t.Quiet {
		fmt.Fprintf(t.Err, "%s: %s %s\n", program, t.onErr(yellow, "warning:"), Clean(fmt.Sprintf(format, args...)))
	}
}

// Hint writes a next step, unless Quiet.
func (t *Terminal) Hint(format string, args ...any) {
	if !t.Quiet {
		t.hint(fmt.Sprintf(format, args...))
	}
}

func (t *Terminal) hint(s string) {
	fmt.Fprintf(t.Err, "%s: %s %s\n", program, t.onErr(cyan, "hint:"), Clean(s))
}

// Error writes err with its place, cause and hint; a joined list of errors is
// written one by one. Quiet does not silence it.
func (t *Terminal) Error(err error) {
	last := ""
	for _, e := range tell(err) {
		if e.hint != last && last != "" {
			t.hint(last)
		}
		last = e.hint
		cause := e.cause
		if e.place != "" {
			cause = e.place + ": " + cause
		}
		fmt.Fprintf(t.Err, "%s: %s %s\n", program, t.onErr(red, "error:"), Clean(cause))
		for line := range strings.Lines(e.excerpt) {
			fmt.Fprintf(t.Err, "  %s\n", Clean(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", " ")))
		}
	}
	if last != "" {
		t.hint(last)
	}
}

// colour is a number of ECMA-48 SGR.
type colour int

const (
	bold   colour = 1
	dim    colour = 2
	red    colour = 31
	yellow colour = 33
	cyan   colour = 36
)

func paint(c colour, s string) string { return fmt.Sprintf("\x1b[%dm%s\x1b[0m", c, s) }

func (t *Terminal) onErr(c colour, s string) string {
	if t.noColour || !t.errTTY {
		return s
	}
	return paint(c, s)
}

func (t *Terminal) onOut(c colour, s string) string {
	if t.noColour || !t.outTTY || s == "" {
		return s
	}
	return paint(c, s)
}

// Bold returns s for emphasis in results.
func (t *Terminal) Bold(s string) string { return t.onOut(bold, s) }

// Dim returns s for what matters less.
func (t *Terminal) Dim(s string) string { return t.onOut(dim, s) }

// Clean returns s safe to show: control characters, which a value could use to
// rewrite the screen, become visible.
func Clean(s string) string {
	if strings.IndexFunc(s, unsafeRune) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !unsafeRune(r):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune(0x2400 + r) // the control pictures of Unicode
		default:
			b.WriteRune(unicode.ReplacementChar)
		}
	}
	return b.String()
}

// unsafeRune says whether r is a control character or changes the direction
// of the text around it (Unicode TR 36, section 3).
func unsafeRune(r rune) bool {
	return unicode.IsControl(r) || r == unicode.ReplacementChar ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
