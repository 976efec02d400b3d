package config

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/onefold/onefold/rules/survivorship"
)

var update = flag.Bool("update", false, "write the golden files")

const examplePath = "../../config.example.yaml"

// TestExample keeps config.example.yaml true: it is what the table of settings
// generates, it decodes, and it shows every setting, rule and criterion.
func TestExample(t *testing.T) {
	var b bytes.Buffer
	if err := WriteExample(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(examplePath, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Error("config.example.yaml is not what the settings generate: run go test ./internal/config -run TestExample -update")
	}
	p, err := Read(bytes.NewReader(have), "config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Settings() {
		path := s.Path
		for _, at := range []string{"sources.*", "fields.*", "survivorship.kinds.*", "survivorship.groups.*", "references.*"} {
			if strings.HasPrefix(path, at) {
				path = strings.Replace(path, "*", exampleName(at), 1)
			}
		}
		path = strings.Replace(path, "fields.*", "fields.example_sum", 1)
		if p.Where(path) == "" {
			t.Errorf("the example does not set %s", path)
		}
	}
	shown := make(map[string]bool)
	for path := range p.places {
		if rest, ok := strings.CutPrefix(path, "survivorship.fields."); ok {
			if parts := strings.Split(rest, "."); len(parts) > 1 {
				shown[parts[1]] = true
			}
		}
	}
	for _, s := range RuleSettings() {
		if !shown[s.Path] {
			t.Errorf("no rule of the example has %s", s.Path)
		}
	}
	for _, r := range survivorship.Rules() {
		if got := p.Survivorship.Fields["example_"+r.Name].Name; got != r.Name {
			t.Errorf("the example of rule %s has rule %q", r.Name, got)
		}
	}
	for _, c := range survivorship.Criteria() {
		text := "survivorship:\n  master: [{by: " + c.Name
		if rest := criterionExample(c.Name); rest != "" {
			text += ", " + rest
		}
		if _, err := Read(strings.NewReader(text+"}]\n"), "x"); err != nil {
			t.Errorf("example of criterion %s: %v", c.Name, err)
		}
		if !strings.Contains(b.String(), "#   - "+c.Name) && !strings.Contains(b.String(), "#   - {by: "+c.Name) {
			t.Errorf("criterion %s is not in the example", c.Name)
		}
	}
}
