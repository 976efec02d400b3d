package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/onefold/onefold/record"
)

// Type says what a setting holds.
type Type string

// The types of settings.
const (
	Text        Type = "text"
	Words       Type = "list of texts"
	Pairs       Type = "texts by name"
	Lists       Type = "list of lists of texts"
	Flag        Type = "true or false"
	Count       Type = "whole number"
	Number      Type = "number"
	Probability Type = "probability between 0 and 1"
	Size        Type = "size such as 512MiB or 2GiB"
	RuleType    Type = "survivorship rule"
	MasterType  Type = "list of criteria"
)

// phrase is the type as it reads after "must be".
func (t Type) phrase() string {
	if t == Flag {
		return string(t)
	}
	return "a " + string(t)
}

// Setting declares one thing that can be set.
type Setting struct {
	Path    string // dotted; * stands for a name that the user gives
	Type    Type
	Default string   // in words, "" where there is none
	Doc     string   // one or two sentences without a full stop at the end
	Example string   // YAML in flow style
	Words   []string // the allowed words; nil: any
	Short   bool     // may stand for its whole section: crm: contacts.csv
	Env     string   // environment variable that overrides it
	Flag    string   // command line flag that overrides it

	put func(p *Policy, names []string, v any)
}

// value reads a scalar as the setting's type.
func (s *Setting) value(text string) (any, error) {
	switch s.Type {
	case Flag:
		switch text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	case Count:
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= math.MaxInt32 && (text == "0" || text[0] != '0') {
			return n, nil
		}
	case Number:
		if n, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) {
			return n, nil
		}
	case Probability:
		if n, err := strconv.ParseFloat(text, 64); err == nil && n > 0 && n < 1 {
			return n, nil
		}
	case Size:
		if n, ok := parseSize(text); ok {
			return n, nil
		}
	case Text:
		return s.word(text)
	}
	return nil, fmt.Errorf("%q is not %s", short(text), s.Type.phrase())
}

// wordError is a word that is not allowed; it carries what would be.
type wordError struct{ text, near string }

func (e wordError) Error() string { return e.text }

func (s *Setting) word(text string) (any, error) {
	if s.Words == nil {
		return text, nil
	}
	for _, w := range s.Words {
		if w == text {
			return text, nil
		}
	}
	near := suggest(text, s.Words)
	if near != "" && len(s.Words) > 12 {
		return nil, wordError{fmt.Sprintf("unknown word %q", short(text)), near}
	}
	return nil, wordError{fmt.Sprintf("%q is none of %s", short(text), strings.Join(s.Words, ", ")), near}
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// parseSize reads bytes with an optional unit: 1024-based KiB MiB GiB, and
// 1000-based KB MB GB.
func parseSize(s string) (int64, bool) {
	units := []struct {
		name string
		by   int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}}
	by := int64(1)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(s, u.name); ok {
			s, by = strings.TrimSpace(rest), u.by
			break
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/by || strings.HasPrefix(s, "+") {
		return 0, false
	}
	return n * by, true
}

func kindWords() []string {
	kinds := record.Kinds()
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return words
}
