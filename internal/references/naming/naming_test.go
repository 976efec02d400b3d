package naming

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for name, want := range map[string]string{
		"contact_id": "contact id", "pointOfContactId": "point of contact id", "ParentCustomerIDType": "parent customer id type",
		"persoană_contact": "persoana contact", "x2_contacts": "x 2 contacts", "Primary_Contact__c": "primary contact c", "ID": "id", "": "",
		"société": "societe", "kunden-nr": "kunden nr",
	} {
		if got := strings.Join(Split(name), " "); got != want {
			t.Errorf("Split(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	for word, want := range map[string]string{
		"contacts": "contact", "companies": "company", "addresses": "address", "people": "person", "status": "status", "clienti": "client",
		"kunden": "kunde", "tiers": "tiers", "cases": "case", "address": "address", "boxes": "box", "bus": "bus",
	} {
		if got := Singular(word); got != want {
			t.Errorf("Singular(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestColumn(t *testing.T) {
	n := New([]string{"contacts", "accounts", "events"}, nil)
	tests := []struct {
		name                               string
		core                               string
		marked, strong, measure, isForeign bool
	}{
		{name: "contact_id", core: "contact", marked: true, strong: true},
		{name: "contactid", core: "contact", marked: true, strong: true},
		{name: "idContact", core: "contact", marked: true, strong: true},
		{name: "fk_contact", core: "contact", marked: true, strong: true},
		{name: "contact_id_a", core: "contact", marked: true, strong: true},
		{name: "contact1_id", core: "contact", marked: true, strong: true},
		{name: "Primary_Contact__c", core: "primary contact", marked: true},
		{name: "contact_no", core: "contact", marked: true},
		{name: "reportsto", core: "report to"},
		{name: "eventscontacts_idb", core: "event contact", marked: true, strong: true},
		{name: "status", core: "status", measure: true},
		{name: "contact_count", core: "contact count", measure: true},
		{name: "paid", core: "paid", measure: false},
		{name: "external_id", core: "external", marked: true, strong: true, isForeign: true},
		{name: "id", core: "id", marked: false},
	}
	for _, tt := range tests {
		c := n.Column(tt.name)
		if got := strings.Join(c.Core, " "); got != tt.core || c.Marked != tt.marked || c.Strong != tt.strong || c.Measure != tt.measure || c.Foreign != tt.isForeign {
			t.Errorf("%s: %+v", tt.name, c)
		}
	}
}

func TestMatch(t *testing.T) {
	n := New([]string{"crm_contacts", "crm_societe", "res_partner", "crm_users", "crm_invoices", "crm_contacts_users", "crm_kunden"}, map[string]string{"crm_invoices": "inv_no"})
	tests := []struct {
		column, from, to string
		least, most      float64
	}{
		{"contact_id", "crm_invoices", "crm_contacts", Exact, 1},
		{"billing_contact_id", "crm_invoices", "crm_contacts", Tail, Tail},
		{"contact_created_by_id", "crm_invoices", "crm_contacts", Inside, Inside},
		{"contact_created_by_id", "crm_invoices", "crm_users", 0, Short},
		{"created_by", "crm_invoices", "crm_users", Deed, Deed},
		{"partner_id", "crm_invoices", "res_partner", 0.8, Tail},
		{"fk_soc", "crm_invoices", "crm_societe", 0.5, Short + 0.1},
		{"inv_no", "crm_contacts", "crm_invoices", KeyName, KeyName},
		{"client_id", "crm_invoices", "crm_kunden", Meaning, Meaning},
		{"client_id", "crm_invoices", "crm_contacts", Kindred, Kindred},
		{"parent_id", "crm_contacts", "crm_contacts", SelfRole, SelfRole},
		{"parent_id", "crm_invoices", "crm_contacts", 0, Role},
		{"organizer_id", "crm_invoices", "crm_contacts", Role, Role},
		{"status", "crm_invoices", "crm_contacts", 0, 0},
		{"amount", "crm_invoices", "crm_invoices", 0, 0},
	}
	for _, tt := range tests {
		m := n.Match(n.Column(tt.column), n.Table(tt.from), n.Table(tt.to))
		if m.Score < tt.least-1e-9 || m.Score > tt.most+1e-9 {
			t.Errorf("%s.%s names %s by %.2f (%s), want %.2f to %.2f", tt.from, tt.column, tt.to, m.Score, m.Why, tt.least, tt.most)
		}
	}
	if !n.Table("crm_contacts_users").Link || n.Table("crm_contacts").Link {
		t.Error("what is named after two tables is a link")
	}
}

func TestKind(t *testing.T) {
	n := New([]string{"res_partner", "res_partner_bank", "contacts", "people_contact"}, nil)
	for _, tt := range []struct {
		value, table string
		least, most  float64
	}{
		{"res.partner", "res_partner", 1, 1},
		{"res.partner", "res_partner_bank", 0, 0.5},
		{"Contacts", "contacts", 1, 1},
		{`App\Models\Contact`, "contacts", 0.95, 1},
		{"people.contact", "people_contact", 1, 1},
		{"Contact", "people_contact", 0.8, 0.9},
		{"invoice", "contacts", 0, 0},
		{"", "contacts", 0, 0},
		{strings.Repeat("x", 500), "contacts", 0, 0},
	} {
		if got := n.Kind(tt.value).Names(n.Table(tt.table)); got < tt.least || got > tt.most {
			t.Errorf("%q names %s by %.2f", tt.value, tt.table, got)
		}
	}
}

func TestIsKind(t *testing.T) {
	for name, want := range map[string]string{
		"parent_type": "parent", "res_model": "res", "model": "", "content_type_id": "content", "entity_table": "entity", "relmodule": "rel",
		"link_doctype": "link", "module_name": "", "tip_entitate": "entitate", "objekt_typ": "objekt",
	} {
		if stem, ok := IsKind(name); !ok || strings.Join(stem, " ") != want {
			t.Errorf("IsKind(%q) = %q, %v", name, stem, ok)
		}
	}
	for _, name := range []string{"entity_id", "name", "status", "object_id", "contact"} {
		if stem, ok := IsKind(name); ok {
			t.Errorf("IsKind(%q) = %q", name, stem)
		}
	}
}

// TestWordsMeanOneThing holds that no noun has two concepts: which one would
// win is chance.
func TestWordsMeanOneThing(t *testing.T) {
	seen := map[string]Concept{}
	for concept, list := range conceptWords {
		for _, word := range forms(list) {
			if other, ok := seen[word]; ok && other != concept {
				t.Errorf("%s has two concepts", word)
			}
			seen[word] = concept
		}
	}
}

// TestNamesNeverPanic reads names of any characters.
func TestNamesNeverPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := rapid.SliceOfDistinct(rapid.StringMatching(`[a-zA-Z_ăș0-9]{1,20}`), func(s string) string { return s }).Draw(t, "tables")
		column := rapid.String().Draw(t, "column")
		n := New(tables, nil)
		c := n.Column(column)
		for _, to := range tables {
			if m := n.Match(c, n.Table(to), n.Table(to)); m.Score < 0 || m.Score > 1 {
				t.Fatalf("score %g", m.Score)
			}
			if s := n.Kind(column).Names(n.Table(to)); s < 0 || s > 1 {
				t.Fatalf("kind %g", s)
			}
		}
		if slices.Contains(Split(column), "") {
			t.Fatal("an empty word")
		}
		IsKind(column)
	})
}
