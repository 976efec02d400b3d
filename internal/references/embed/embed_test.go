package embed

import (
	"slices"
	"strings"
	"testing"
)

func TestWide(t *testing.T) {
	for v, want := range map[string]bool{
		"16ce2006-9944-114b-a1c1-6b0263f61a6e": true, "6630f1c2ab54e9d01": true, "0035g00000XyZabAAB": true, "7212345678901234567": true,
		"12345": false, "123456789": false, "application": false, "2024-01-01": false, "+33261918371": false, "in_progress_2": false,
		"0123456789012": false, "01ARZ3NDEKTSV4RRFFQ69G5FAV": true, "contact form 12": false, "": false, "INV-2024-0001": false,
	} {
		if Wide(v) != want {
			t.Errorf("Wide(%q) = %v", v, !want)
		}
	}
}

func TestTyped(t *testing.T) {
	tests := []struct {
		v, kind, id string
		ok          bool
	}{
		{"res.partner,637", "res.partner", "637", true},
		{"party.party,12", "party.party", "12", true},
		{"Contact:12", "Contact", "12", true},
		{"contacts/12", "contacts", "12", true},
		{"/api/contacts/12", "/api/contacts", "12", true},
		{`App\Models\Contact:7`, `App\Models\Contact`, "7", true},
		{"Contacts|16ce2006-9944-114b-a1c1-6b0263f61a6e", "Contacts", "16ce2006-9944-114b-a1c1-6b0263f61a6e", true},
		{"contact-12", "contact", "12", true},
		{"urn:crm:contact:12", "urn:crm:contact", "12", true},
		{"https://crm.example/contacts/12", "", "", false},
		{"16ce2006-9944-114b-a1c1-6b0263f61a6e", "", "", false},
		{"12,13", "", "", false},
		{"party.party,-1", "", "", false},
		{"12:30", "", "", false},
		{"12, rue des Lilas 5", "", "", false},
		{"", "", "", false},
	}
	for _, tt := range tests {
		if kind, id, ok := Typed(tt.v); kind != tt.kind || id != tt.id || ok != tt.ok {
			t.Errorf("Typed(%q) = %q, %q, %v", tt.v, kind, id, ok)
		}
	}
}

func TestList(t *testing.T) {
	tests := []struct {
		v    string
		want string
		ok   bool
	}{
		{"1,2,3", "1 2 3", true},
		{"{7,8}", "7 8", true},
		{"[5]", "5", true},
		{"{}", "", false},
		{"|1|22|", "1 22", true},
		{"/1/5/12/", "1 5 12", true},
		{"5/", "5", true},
		{"^16ce2006-9944-114b-a1c1-6b0263f61a6e^,^26ce2006-9944-114b-a1c1-6b0263f61a6e^", "16ce2006-9944-114b-a1c1-6b0263f61a6e 26ce2006-9944-114b-a1c1-6b0263f61a6e", true},
		{"12; 13", "12 13", true},
		{"5", "5", false},
		{"1,two", "", false},
		{"a,b", "", false},
	}
	for _, tt := range tests {
		ids, ok := List(tt.v)
		if got := strings.Join(ids, " "); ok != tt.ok || (ok && got != tt.want) {
			t.Errorf("List(%q) = %q, %v", tt.v, got, ok)
		}
	}
}

func TestJSON(t *testing.T) {
	tests := []struct {
		v    string
		want []string
	}{
		{`{"partner_ids":[3,4],"name":"x"}`, []string{"$.partner_ids[*] partner_ids  3", "$.partner_ids[*] partner_ids  4"}},
		{`[{"type":"Contact","id":5},{"type":"Account","id":6}]`, []string{"$[*].id id Account 6", "$[*].id id Contact 5"}},
		{`{"12":50,"13":50}`, []string{"$.*   50", "$.*   50", "$.~   12", "$.~   13"}},
		{`{"who":"res.partner,9"}`, []string{"$.who who res.partner 9"}},
		{`{"a":1.5,"b":"hello","c":null,"d":-1,"e":0}`, nil},
	}
	for _, tt := range tests {
		var got []string
		if !JSON(tt.v, func(f Found) { got = append(got, f.Path+" "+f.Name+" "+f.Type+" "+f.ID) }) {
			t.Errorf("JSON(%s) is none", tt.v)
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("JSON(%s) = %q", tt.v, got)
		}
	}
	for _, v := range []string{"", "5", `"x"`, "{", "[1,2] x", "text"} {
		if JSON(v, func(Found) {}) {
			t.Errorf("JSON(%q) is one", v)
		}
	}
}

// FuzzValues holds that nothing found is ever anything but an id, whatever the value.
func FuzzValues(f *testing.F) {
	for _, v := range []string{"res.partner,637", "{1,2}", `{"a":[1,{"type":"x","id":"7"}]}`, "|1|2|", "^x^", "[[[", "/1/"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if kind, id, ok := Typed(v); ok && (!ID(id) || !strings.HasPrefix(v, kind) || !strings.HasSuffix(v, id)) {
			t.Errorf("Typed(%q) = %q, %q", v, kind, id)
		}
		if ids, ok := List(v); ok {
			for _, id := range ids {
				if !ID(id) || !strings.Contains(v, id) {
					t.Errorf("List(%q) has %q", v, id)
				}
			}
		}
		JSON(v, func(f Found) {
			if !ID(f.ID) || !strings.HasPrefix(f.Path, "$") {
				t.Errorf("JSON(%q): %q at %q", v, f.ID, f.Path)
			}
		})
	})
}
