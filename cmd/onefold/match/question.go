package match

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// questions puts questions to a person at the terminal, or to whatever is at
// the other end of standard input, one line an answer. They are shown beside the
// results, on standard error, because a person reads them and a program does not.
type questions struct {
	to   *term.Terminal
	from *bufio.Reader
	lang report.Lang
	help bool // the keys were told
}

// step is what to do after a question.
type step uint8

// The steps.
const (
	answered step = iota
	skipped
	back
	quit
)

func newQuestions(ctx context.Context, a *app.App) (*questions, error) {
	in, err := a.Open(ctx, "-")
	if err != nil {
		return nil, err
	}
	to := *a.Term
	to.Out = a.Term.Err
	return &questions{to: &to, from: bufio.NewReader(in), lang: a.Lang()}, nil
}

const keys = "y yes, one · n no, two · u can't tell · s skip · b back · q quit"

// put shows two records and returns what is said of them. The end of the input
// is a quit.
func (q *questions) put(title string, x *report.Explanation) (decisions.Verdict, step, error) {
	if err := q.to.Print("\n" + q.to.Bold(title) + "\n"); err != nil {
		return 0, quit, err
	}
	if err := view.Blocks(q.to, []report.Block{report.Evidence(*x, q.lang)}); err != nil {
		return 0, quit, err
	}
	for {
		prompt := "one and the same? [y/n/u/s/b/q] "
		if !q.help {
			prompt, q.help = "one and the same? ("+keys+") ", true
		}
		if err := q.to.Print(prompt); err != nil {
			return 0, quit, err
		}
		line, err := q.from.ReadString('\n')
		said := strings.ToLower(strings.TrimSpace(line))
		if err != nil && said == "" {
			if errors.Is(err, io.EOF) {
				return 0, quit, q.to.Print("\n")
			}
			return 0, quit, fmt.Errorf("read the answer: %w", err)
		}
		switch said {
		case "s", "skip":
			return 0, skipped, nil
		case "b", "back":
			return 0, back, nil
		case "q", "quit":
			return 0, quit, nil
		}
		if v, ok := decisions.ParseVerdict(said); ok {
			return v, answered, nil
		}
		if err := q.to.Print(fmt.Sprintf("%q is no answer: %s\n", term.Clean(said), keys)); err != nil {
			return 0, quit, err
		}
	}
}
