package normalize

import (
	"testing"

	"github.com/onefold/onefold/record"
)

func TestConsent(t *testing.T) {
	n := Standard()[record.Consent]
	refusal := Context{Options: map[string]string{"true_means": "opt_out"}}
	for _, tt := range []struct {
		in, asked, refused string // standard where the column asks for consent, where for a refusal
		valid              bool
	}{
		{"Oui", "true", "true", true},
		{"0", "false", "false", true},
		{"Subscribed", "true", "false", true},
		{"Unsubscribed", "false", "true", true},
		{"Opted out", "false", "true", true},
		{"Désabonnée", "false", "true", true},
		{"Do Not Allow", "false", "true", true},
		{"Allow", "true", "false", true},
		{"De acord", "true", "false", true},
		{"En attente", "En attente", "En attente", true},
		{"No consent", "No consent", "No consent", true},
		{"bof", "bof", "bof", false},
		{"", "", "", true},
	} {
		a, r := n.Normalize(tt.in, Context{}), n.Normalize(tt.in, refusal)
		if a.Standard != tt.asked || r.Standard != tt.refused || a.Valid != tt.valid || r.Valid != tt.valid {
			t.Errorf("%q: %+v, of a refusal %+v", tt.in, a, r)
		}
		for _, c := range []Context{{}, refusal} {
			once := n.Normalize(tt.in, c).Standard
			if twice := n.Normalize(once, c).Standard; twice != once {
				t.Errorf("%q becomes %q, then %q", tt.in, once, twice)
			}
		}
	}
}
