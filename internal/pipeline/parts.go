package pipeline

import (
	"fmt"
	"io"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/report"
)

// Stage runs a stage of a job that another package adds to it.
func (j *Job) Stage(name string, do func() error) error { return j.stage(name, do) }

// NewWriter returns a writer in the source's dialect and encoding.
func (j *Job) NewWriter(w io.Writer, fields []string) (connectors.RowWriter, error) {
	if j.copier == nil {
		return nil, fmt.Errorf("%s: records of this format can't be written", j.Source)
	}
	return j.copier.NewWriter(w, fields)
}

// Repairs counts what was put right while reading.
func (j *Job) Repairs() []report.Count {
	var run report.Run
	j.repairs(&run)
	return run.Repaired
}
