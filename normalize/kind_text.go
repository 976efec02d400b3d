package normalize

import (
	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/record"
)

func addText(r Registry) {
	for _, k := range []record.Kind{record.Text, record.Category, record.JobTitle} {
		r[k] = Func(plainText)
	}
}

func plainText(in string, _ Context) Value {
	if in == "" {
		return Value{State: record.Empty, Valid: true}
	}
	return Value{Standard: in, Key: fold.String(in), Valid: true}
}
