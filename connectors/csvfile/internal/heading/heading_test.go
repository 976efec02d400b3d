package heading

import "testing"

func TestFooter(t *testing.T) {
	for text, want := range map[string]bool{
		"Total : 60 lignes":   true,
		"© 2025. Copyright X": true,
		"Édité le 3 mai":      true,
		"Généré par le CRM":   true,
		"Totalina Popescu":    false,
		"":                    false,
	} {
		if got := Footer(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestKnown(t *testing.T) {
	for name, want := range map[string]bool{"prénom": true, "date de naissance": true, "lefèvre": false, "": false} {
		if Known(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
