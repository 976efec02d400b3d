package find

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/crmtest"
)

// small is a database with one place that is not sure: numbers that may be
// anything under a name that says little.
const small = `
contacts 200
  id int key
  name text
orders 100
  id int key
  contact_id int @contacts
  organizer_id int @contacts
visits 50
  id int key
  who int @contacts
  level int 1..5
audit_trail 80
  id int key
  contact_id int @contacts
`

func smallDB(t *testing.T) *crmtest.Database {
	t.Helper()
	d, err := crmtest.New(crmtest.Style{Name: "small", Text: small}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func find(t *testing.T, d *crmtest.Database, answers ...references.Answer) *references.Result {
	t.Helper()
	r, err := Discover(context.Background(), &d.Catalogue, d, Options{Target: connectors.TableName{Name: "contacts"}, Answers: answers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func at(r *references.Result, table, column string) *references.Reference {
	for i := range r.References {
		if x := &r.References[i]; x.Table == table && x.Columns[len(x.Columns)-1] == column {
			return x
		}
	}
	return nil
}

// TestAnswersThroughJSON edits the JSON of a result as a person does and gives
// it back.
func TestAnswersThroughJSON(t *testing.T) {
	d := smallDB(t)
	before := find(t, d)
	open := before.Unanswered()
	if len(open) == 0 {
		t.Fatal("nothing is open; the test needs something that is")
	}
	data, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	unedited, err := references.ReadAnswers(strings.NewReader(string(data)), "unedited.json")
	if err != nil {
		t.Fatal(err)
	}
	if again := find(t, d, unedited...).Unanswered(); len(again) != len(open) {
		t.Errorf("%d open after unedited answers, were %d", len(again), len(open))
	}
	var edited map[string]any
	if err := json.Unmarshal(data, &edited); err != nil {
		t.Fatal(err)
	}
	for _, x := range edited["references"].([]any) {
		x := x.(map[string]any)
		if x["level"] != "sure" {
			x["confidence"], x["policy"] = "sure", "leave"
		}
	}
	data, _ = json.Marshal(edited)
	answers, err := references.ReadAnswers(strings.NewReader(string(data)), "edited.json")
	if err != nil {
		t.Fatal(err)
	}
	after := find(t, d, answers...)
	if n := len(after.Unanswered()); n != 0 {
		t.Errorf("%d open after all were answered", n)
	}
	x := at(after, open[0].Table, open[0].Columns[0])
	if x == nil || x.Policy != references.Leave || x.Level != references.Sure || x.Confidence != 1 || !x.Answered {
		t.Errorf("answered: %+v", x)
	}
	if len(after.References) != len(before.References) {
		t.Errorf("%d references, were %d", len(after.References), len(before.References))
	}
}

func TestAnswers(t *testing.T) {
	d := smallDB(t)
	say := func(place, target, confidence, policy string) references.Answer {
		t.Helper()
		a, err := references.PlaceAnswer(place, target, confidence, policy, "onefold.yaml:3:3")
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	t.Run("wrong", func(t *testing.T) {
		r := find(t, d, say("orders.contact_id", "", "wrong", ""))
		if x := at(r, "orders", "contact_id"); x.Level != references.Wrong || x.NeedsAnswer() {
			t.Errorf("%+v", x)
		}
		for _, x := range r.Used() {
			if x.Table == "orders" && x.Columns[0] == "contact_id" {
				t.Error("a merge would still use it")
			}
		}
	})
	t.Run("of another target", func(t *testing.T) {
		r := find(t, d, say("orders.contact_id", "companies", "wrong", ""))
		if x := at(r, "orders", "contact_id"); x.Level != references.Sure {
			t.Errorf("%+v", x)
		}
	})
	t.Run("known to people alone", func(t *testing.T) {
		r := find(t, d, say("visits.level", "contacts", "", "leave"))
		x := at(r, "visits", "level")
		if x == nil || x.Policy != references.Leave || x.Rows != 50 || x.Kind != references.Column || x.Confidence != 1 {
			t.Errorf("%+v", x)
		}
	})
	t.Run("no such place", func(t *testing.T) {
		for _, place := range []string{"visitors.who", "visits.whom"} {
			_, err := Discover(context.Background(), &d.Catalogue, d, Options{Target: connectors.TableName{Name: "contacts"}, Answers: []references.Answer{say(place, "", "", "move")}})
			if !errors.Is(err, references.ErrAnswer) || !strings.HasPrefix(err.Error(), "onefold.yaml:3:3: ") {
				t.Errorf("%s: %v", place, err)
			}
		}
	})
}
