package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Type says what an entry is about.
type Type string

// The types that Onefold writes. Others are allowed: lower-case letters,
// digits and hyphens.
const (
	Plan     Type = "plan"       // a plan was made
	Approval Type = "approval"   // somebody approved or refused a plan
	Apply    Type = "apply"      // a batch of groups was applied
	Undo     Type = "undo"       // a run or group was taken back
	Decision Type = "decision"   // a steward decided about a pair
	Erasure  Type = "erasure"    // a data subject was erased
	Handover Type = "checkpoint" // a checkpoint was handed over, to be kept elsewhere
	Recovery Type = "recovery"   // what a crash had left was set aside
)

// MaxEntry is the size of the largest entry, in bytes of its line. What is
// larger belongs into a file whose hash the entry has.
const MaxEntry = 16 << 20

// Entry is one event. Payload is any value that encoding/json can write; of an
// entry that was read it is a json.RawMessage. Personal values in it must be
// Sealed; the names of fields, Actor, Run and Plan stay readable for ever.
type Entry struct {
	Index   int64     // given by Append
	Time    time.Time // when it happened; zero is now
	Type    Type
	Actor   string // who did it
	Run     string // the run it belongs to; may be ""
	Plan    string // hash of the plan it belongs to; may be ""
	Payload any
}

// entryJSON is an entry as its line has it. The fields are in the order of
// their names.
type entryJSON struct {
	Actor   string          `json:"actor,omitempty"`
	Index   int64           `json:"index"`
	Payload json.RawMessage `json:"payload,omitempty"`
	Plan    string          `json:"plan,omitempty"`
	Run     string          `json:"run,omitempty"`
	Time    time.Time       `json:"time"`
	Type    Type            `json:"type"`
}

// Sealed is a value that only who has its subject's key can read. Ledger.Seal of package ledger
// makes it; it stands in a payload where the value would.
type Sealed struct {
	Sealed  []byte `json:"sealed"`  // nonce, ciphertext and tag; base64 in JSON
	Subject string `json:"subject"` // hash of source and record key, hexadecimal
}

// Line returns the canonical line of an entry, without its line feed.
func (e *Entry) Line() ([]byte, error) {
	if strings.TrimLeft(string(e.Type), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || e.Type == "" {
		return nil, errors.New("the type of an entry is a word in lower case")
	}
	j := entryJSON{Actor: text(e.Actor), Index: e.Index, Plan: text(e.Plan), Run: text(e.Run), Time: e.Time.UTC(), Type: e.Type}
	if e.Payload != nil {
		var err error
		if j.Payload, err = Canonical(e.Payload); err != nil {
			return nil, fmt.Errorf("the payload of an entry: %w", err)
		}
	}
	b, err := encode(j)
	if err != nil {
		return nil, err
	}
	if len(b) > MaxEntry {
		return nil, fmt.Errorf("an entry of %d bytes, the limit is %d", len(b), MaxEntry)
	}
	return b, nil
}

// text returns s as JSON can hold it.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// ReadEntry reads a line.
func ReadEntry(line []byte) (Entry, error) {
	var j entryJSON
	if err := json.Unmarshal(line, &j); err != nil || j.Type == "" {
		return Entry{}, errors.New("the line is no entry")
	}
	e := Entry{Index: j.Index, Time: j.Time, Type: j.Type, Actor: j.Actor, Run: j.Run, Plan: j.Plan}
	if j.Payload != nil {
		e.Payload = j.Payload
	}
	return e, nil
}

// ParseEntry is a strict ReadEntry: a line that Line would not have written is
// none. It takes five times as long.
func ParseEntry(line []byte) (Entry, error) {
	e, err := ReadEntry(line)
	if err != nil {
		return e, err
	}
	again, err := e.Line()
	if err != nil || !bytes.Equal(again, line) {
		return Entry{}, errors.New("the line is not in canonical form")
	}
	return e, nil
}

// Raw returns the payload as JSON; nil when there is none.
func (e *Entry) Raw() json.RawMessage {
	raw, _ := e.Payload.(json.RawMessage)
	return raw
}
