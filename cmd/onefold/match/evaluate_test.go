package match

import (
	"testing"

	"github.com/onefold/onefold/cmd/onefold/app"
)

func TestEvaluateOptions(t *testing.T) {
	var got *EvaluateOptions
	a := new(app.App)
	cmd := newEvaluateCmd(a, func(o *EvaluateOptions) error { got = o; return nil })
	cmd.SetArgs([]string{"c.csv", "--truth", "t.csv", "--pairs", "p.csv", "--min-f1", "0.9", "--strict"})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	if want := (EvaluateOptions{App: a, Clusters: "c.csv", Truth: "t.csv", Pairs: "p.csv", MinF1: 0.9, Strict: true}); *got != want {
		t.Errorf("options %+v, want %+v", *got, want)
	}
}
