package find

import (
	"context"
	"errors"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/crmtest"
)

// TestKindsAndPolicies holds what is said of places of every kind.
func TestKindsAndPolicies(t *testing.T) {
	d, err := crmtest.New(crmtest.Style{Name: "kinds", Text: `
contacts 300 gaps
  id int key
  parent_id int 20% @contacts
  tree_path text 30% /@contacts/@contacts/
accounts 100
  id int key
  name text
contact_details 250
  contact_id int fk key on contacts
  motto text
tickets 100
  id int key
  detail_id int fk @contact_details
orders 200
  id int key
  contact_id int fk @contacts
accounts_contacts 200
  account_id int fk @accounts
  contact_id int fk @contacts
notes 200
  id int key
  parent_type+parent_id text+int Contact=@contacts Account=@accounts
links 100
  id int key
  origin text words contact,@contacts|account,@accounts
rosters 60
  id int key
  contact_ids array {@contacts,@contacts}
  guests text words @contacts;@contacts;@contacts
events 60
  id int key
  payload json {"contact":{"id":@contacts},"seats":1..9}
contacts_audit 100
  id int key
  contact_id int @contacts
  field text words name|phone
  before_value text
  after_value text
settings 100
  id int key
  name+value text+text default_contact_id=@contacts theme=1..9
`}, 3)
	if err != nil {
		t.Fatal(err)
	}
	r := discover(t, d, "contacts")
	for _, want := range []struct {
		table, column string
		kind          references.Kind
		role          references.Role
		policy        references.Policy
		level         references.Level
	}{
		{"contacts", "parent_id", references.Column, references.Self, references.Move, references.Sure},
		{"contacts", "tree_path", references.Path, references.Self, references.Move, references.Sure},
		{"contact_details", "contact_id", references.SharedKey, references.Part, references.Fold, references.Sure},
		{"tickets", "detail_id", references.ForeignKey, references.Child, references.Move, references.Sure},
		{"orders", "contact_id", references.ForeignKey, references.Child, references.Move, references.Sure},
		{"accounts_contacts", "contact_id", references.ForeignKey, references.Join, references.MoveOrDrop, references.Sure},
		{"notes", "parent_id", references.Polymorphic, references.Child, references.Move, references.Sure},
		{"links", "origin", references.TypedString, references.Child, references.Move, references.Sure},
		{"rosters", "contact_ids", references.Array, references.Child, references.Move, references.Sure},
		{"rosters", "guests", references.List, references.Child, references.Move, references.Sure},
		{"events", "payload", references.JSON, references.Child, references.Move, references.Sure},
		{"contacts_audit", "contact_id", references.Column, references.History, references.Leave, references.Sure},
		{"settings", "value", references.Attribute, references.Setting, references.Move, references.Sure},
	} {
		x := at(r, want.table, want.column)
		if x == nil {
			t.Errorf("%s.%s was not found", want.table, want.column)
			continue
		}
		if x.Kind != want.kind || x.Role != want.role || x.Policy != want.policy || x.Level != want.level || x.Rows == 0 {
			t.Errorf("%s.%s: %s, %s, %s, %s %.2f, %d rows: %v; want %+v",
				want.table, want.column, x.Kind, x.Role, x.Policy, x.Level, x.Confidence, x.Rows, x.Evidence.Reasons, want)
		}
	}
	if x := at(r, "tickets", "detail_id"); x != nil && x.Through != "contact_details" {
		t.Errorf("tickets point at contacts through %q", x.Through)
	}
	if x := at(r, "notes", "parent_id"); x != nil && (len(x.TypeValues) != 1 || x.TypeValues[0] != "Contact" || x.Columns[0] != "parent_type") {
		t.Errorf("notes: %v, %v", x.Columns, x.TypeValues)
	}
	if x := at(r, "links", "origin"); x != nil && x.Format != "contact,{id}" {
		t.Errorf("links: %q", x.Format)
	}
	if x := at(r, "events", "payload"); x != nil && x.Path != "$.contact.id" {
		t.Errorf("events: %q", x.Path)
	}
	for _, x := range r.References {
		if x.Level != references.Doubtful && x.Table == "accounts" {
			t.Errorf("%s is none: %v", x.Place(), x.Evidence.Reasons)
		}
	}
}

// TestNumbersThatAreNone holds that what merely has small numbers is not taken
// for a reference, however large the table that has them for keys.
func TestNumbersThatAreNone(t *testing.T) {
	d, err := crmtest.New(crmtest.Style{Name: "none", Text: `
contacts 2000
  id int key
  status int 1..5
  age int 18..90
  visits int 1..900
  is_vip int 0..1
  zip text 1000..1999
  year int 2001..2026
orders 500
  id int key
  quantity int 1..50
  state_id int 1..6
  priority int 1..3
  amount int 1..2000
  line_no int 1..12
  version int 1..9
  contact_name text
  contact_status int 1..5
  external_id int 1..2000
`}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range discover(t, d, "contacts").References {
		if x.Confidence >= references.AtLeastLikely {
			t.Errorf("%s %.2f: %v", x.Place(), x.Confidence, x.Evidence.Reasons)
		}
	}
}

func TestAllTargets(t *testing.T) {
	d := smallDB(t)
	r := discover(t, d, "")
	x := at(r, "orders", "contact_id")
	if x == nil || x.Target != "contacts" || r.Target != "" {
		t.Errorf("%+v", x)
	}
}

func TestNoTarget(t *testing.T) {
	d, err := crmtest.New(crmtest.Style{Name: "keyless", Text: "lines 5\n  body text\n"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]error{"contacts": ErrNoTarget, "lines": ErrNoKey} {
		_, err := Discover(context.Background(), &d.Catalogue, d, Options{Target: connectors.TableName{Name: table}})
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", table, err)
		}
	}
}

// TestTheSameEveryTime holds that nothing depends on the order of a map.
func TestTheSameEveryTime(t *testing.T) {
	d := smallDB(t)
	first := discover(t, d, "contacts")
	for range 5 {
		again := discover(t, d, "contacts")
		if len(again.References) != len(first.References) {
			t.Fatalf("%d references, were %d", len(again.References), len(first.References))
		}
		for i := range again.References {
			if a, b := again.References[i], first.References[i]; a.Place() != b.Place() || a.Confidence != b.Confidence || a.Rows != b.Rows {
				t.Errorf("%s %.3f, was %s %.3f", a.Place(), a.Confidence, b.Place(), b.Confidence)
			}
		}
	}
}

// TestAlternateKeys holds that what points at another unique column of the
// target is found, and told with that column.
func TestAlternateKeys(t *testing.T) {
	d, err := crmtest.New(crmtest.Style{Name: "alternate", Text: `
contacts 200
  id int key
  public_id text words x
codes 200 hex17
  id text key
orders 100
  id int key
  contact_code text @codes
`}, 1)
	if err != nil {
		t.Fatal(err)
	}
	d.Same("contacts", "public_id", "codes")
	x := at(discover(t, d, "contacts"), "orders", "contact_code")
	if x == nil || x.Level != references.Sure || len(x.TargetColumns) != 1 || x.TargetColumns[0] != "public_id" || x.Rows != 100 {
		t.Errorf("%+v", x)
	}
}

// TestSamples holds that a part of the rows is enough to tell, and that it is
// said to be a part.
func TestSamples(t *testing.T) {
	d := smallDB(t)
	r, err := Discover(context.Background(), &d.Catalogue, d, Options{Target: connectors.TableName{Name: "contacts"}, SampleRows: 40})
	if err != nil {
		t.Fatal(err)
	}
	x := at(r, "orders", "contact_id")
	if x == nil || !x.Evidence.Sampled || x.Level != references.Sure {
		t.Errorf("%+v", x)
	}
}
