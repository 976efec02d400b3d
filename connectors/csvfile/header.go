package csvfile

import (
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/csvfile/internal/heading"
)

// decideHeader tells whether the first record holds names.
func decideHeader(s *sniffed, given connectors.Switch) {
	switch given {
	case connectors.Yes:
		s.dialect.Header, s.header = true, connectors.Known("yes")
		return
	case connectors.No:
		s.dialect.Header, s.header = false, connectors.Known("no")
		return
	}
	score := heading.Score(s.first, s.rows)
	s.dialect.Header = score >= 0
	confidence := 0.5 + min(0.5, max(score, -score)/4)
	s.header = connectors.Guess{Value: "no", Confidence: confidence, Alternatives: []string{"yes"}}
	if s.dialect.Header {
		s.header = connectors.Guess{Value: "yes", Confidence: confidence, Alternatives: []string{"no"}}
	}
}
