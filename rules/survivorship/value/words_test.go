package value

import "testing"

func TestLevel(t *testing.T) {
	for _, tt := range []struct {
		name, raw string // of the field; the value
		want      int
		known     bool
	}{
		{"Newsletter consent", "yes", OptedIn, true},
		{"Newsletter consent", "nu", OptedOut, true},
		{"Newsletter consent", "", NoConsent, true},
		{"Newsletter consent", "bof", NoConsent, false},
		{"Statut newsletter", "abonnée", OptedIn, true},
		{"Statut newsletter", "Désinscrite", OptedOut, true},
		{"Marketing status", "No consent", NoConsent, true},
		{"Email Marketing Consent", "NOT_SUBSCRIBED", NoConsent, true},
		{"Acord marketing", "de acord", OptedIn, true},
		{"Acord marketing", "da", OptedIn, true},
		{"donotemail", "Allow", OptedIn, true},
		{"donotemail", "Do Not Allow", OptedOut, true},
		{"HasOptedOutOfEmail", "1", OptedOut, true},
		{"HasOptedOutOfEmail", "false", OptedIn, true},
		{"HasOptedOutOfEmail", "opted out", OptedOut, true},
		{"hs_email_optout", "true", OptedOut, true},
		{"Email Opt Out", "yes", OptedOut, true},
		{"Unsubscribed from all email", "yes", OptedOut, true},
		{"Ne pas contacter", "oui", OptedOut, true},
		{"Ne plus contacter", "oui", OptedOut, true},
		{"Opposition", "oui", OptedOut, true},
		{"Liste rouge", "x", OptedOut, true},
		{"Désabonné newsletter", "oui", OptedOut, true},
		{"Dezabonat", "da", OptedOut, true},
		{"Nu contactați", "da", OptedOut, true},
		{"A nu se contacta", "da", OptedOut, true},
		{"Email Opt In", "true", OptedIn, true},
		{"Abonat la newsletter", "da", OptedIn, true},
	} {
		if got, known := Level(tt.raw, "", SaysOptOut(tt.name)); got != tt.want || known != tt.known {
			t.Errorf("%s, %q: level %d, known %v; want %d, %v", tt.name, tt.raw, got, known, tt.want, tt.known)
		}
	}
}
