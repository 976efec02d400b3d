package references

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Answer is what somebody said of a place: that it is a reference and what a
// merge does with its rows, or that it is none.
type Answer struct {
	Schema     string
	Table      string
	Columns    []string
	Kind       Kind
	Target     string // "" for whichever target is asked for
	TypeValues []string
	Format     string
	Path       string
	Policy     Policy // "" leaves the one that discovery chose
	Wrong      bool   // it is no reference
	At         string // where it was said, for errors
}

// ErrAnswer is an answer that cannot be understood, or is about a place that
// is not there.
var ErrAnswer = errors.New("the answer cannot be used")

func (a *Answer) Fault(format string, args ...any) error {
	return fmt.Errorf("%s: %s: %w", a.At, fmt.Sprintf(format, args...), ErrAnswer)
}

// ParsePolicy reads a policy; a hyphen may stand for an underscore.
func ParsePolicy(s string) (Policy, bool) {
	p := Policy(strings.ReplaceAll(strings.ToLower(s), "-", "_"))
	return p, slices.Contains(policies, p)
}

// answerJSON is a Reference as it is written, with whatever somebody made of it.
type answerJSON struct {
	Reference
	Column     string          `json:"column"`
	Confidence json.RawMessage `json:"confidence"`
}

// maxAnswers is the largest file of answers in bytes: thousands of references.
const maxAnswers = 16 << 20

// ReadAnswers reads the JSON of a Result, or of its references alone, in which
// somebody edited confidence and policy. An entry whose confidence is neither
// sure nor wrong is not an answer. Fields that a Reference does not have are
// errors; name stands for the file in them.
func ReadAnswers(r io.Reader, name string) ([]Answer, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxAnswers+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	case len(data) > maxAnswers:
		return nil, fmt.Errorf("%s: larger than 16 MiB: %w", name, ErrAnswer)
	}
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("\ufeff"))
	var list []answerJSON
	if len(data) > 0 && data[0] == '[' {
		err = strict(data, &list)
	} else {
		var whole struct {
			Target     string       `json:"target"`
			Tables     int          `json:"tables"`
			References []answerJSON `json:"references"`
		}
		err = strict(data, &whole)
		list = whole.References
	}
	if err != nil {
		return nil, jsonFault(data, name, err)
	}
	var answers []Answer
	for i := range list {
		a, ok, err := list[i].answer(name + ": reference " + strconv.Itoa(i+1))
		if err != nil {
			return nil, err
		}
		if ok {
			answers = append(answers, a)
		}
	}
	return answers, nil
}

func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one JSON value")
	}
	return nil
}

// jsonFault says on which line JSON is at fault, without repeating values.
func jsonFault(data []byte, name string, err error) error {
	line := func(offset int64) string {
		return name + ":" + strconv.Itoa(1+bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n")))
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%s: not JSON: it ends too early: %w", line(int64(len(data))), ErrAnswer)
	case errors.As(err, &syntax):
		return fmt.Errorf("%s: not JSON: %w", line(syntax.Offset), ErrAnswer)
	case errors.As(err, &kind):
		return fmt.Errorf("%s: %s has to be of another type: %w", line(kind.Offset), kind.Field, ErrAnswer)
	}
	return fmt.Errorf("%s: %s: %w", name, strings.TrimPrefix(err.Error(), "json: "), ErrAnswer)
}

func (x *answerJSON) answer(at string) (Answer, bool, error) {
	a := Answer{
		Schema: x.Schema, Table: x.Table, Columns: x.Columns, Kind: x.Kind, Target: x.Target, TypeValues: x.TypeValues,
		Format: x.Format, Path: x.Path, At: at,
	}
	if len(a.Columns) == 0 && x.Column != "" {
		a.Columns = []string{x.Column}
	}
	if a.Table == "" || len(a.Columns) == 0 {
		return a, false, a.Fault("table or columns are missing")
	}
	a.At += " (" + a.Table + "." + strings.Join(a.Columns, "+") + ")"
	var word string
	var number float64
	switch {
	case len(x.Confidence) == 0:
		word = string(Sure)
	case json.Unmarshal(x.Confidence, &word) == nil:
	case json.Unmarshal(x.Confidence, &number) == nil:
		word = string(LevelOf(number))
		if number == 0 {
			word = string(Wrong)
		}
	default:
		return a, false, a.Fault("confidence is neither a number nor a word")
	}
	return a.say(word, string(x.Policy))
}

// say takes the confidence and the policy of an answer; ok is false where the
// confidence leaves the question open.
func (a *Answer) say(confidence, policy string) (Answer, bool, error) {
	switch Level(strings.ToLower(confidence)) {
	case Sure:
	case Wrong, "no", "none":
		a.Wrong = true
		return *a, true, nil
	case Likely, Doubtful:
		return *a, false, nil
	default:
		return *a, false, a.Fault("confidence is sure, likely, doubtful or wrong")
	}
	if policy == "" {
		return *a, true, nil
	}
	p, ok := ParsePolicy(policy)
	if !ok {
		return *a, false, a.Fault("the policy is one of move, move_or_drop_equal, merge, leave, refuse")
	}
	a.Policy = p
	return *a, true, nil
}

// PlaceAnswer makes an Answer of a place as people write it, table.column or
// table.type+id, with a schema in front where one is needed. An empty
// confidence is sure. at stands for where it was said.
func PlaceAnswer(place, target, confidence, policy, at string) (Answer, error) {
	a := Answer{Target: target, At: at}
	dot := strings.LastIndexByte(place, '.')
	if dot < 1 || dot == len(place)-1 {
		return a, a.Fault("a place is written table.column or table.type+id")
	}
	a.Table, a.Columns = place[:dot], strings.Split(place[dot+1:], "+")
	if schema, table, ok := strings.Cut(a.Table, "."); ok {
		a.Schema, a.Table = schema, table
	}
	if confidence == "" {
		confidence = string(Sure)
	}
	a, ok, err := a.say(confidence, policy)
	if err == nil && !ok {
		err = a.Fault("an answer is sure or wrong")
	}
	return a, err
}

// About tells whether the answer is about a reference.
func (a *Answer) About(r *Reference) bool {
	same := func(x, y string) bool { return x == "" || strings.EqualFold(x, y) }
	return strings.EqualFold(a.Table, r.Table) && same(a.Schema, r.Schema) && same(a.Target, r.Target) &&
		slices.EqualFunc(a.Columns, r.Columns, strings.EqualFold) && (a.Path == "" || a.Path == r.Path) && (a.Format == "" || a.Format == r.Format)
}
