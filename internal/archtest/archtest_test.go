package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/onefold/onefold"

// TestHouse holds the module itself against its rules.
func TestHouse(t *testing.T) {
	pkgs, err := Load(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 10 {
		t.Fatalf("only %d packages were found", len(pkgs))
	}
	arrows, trades := House()
	for _, f := range Check(module, pkgs, arrows, trades) {
		t.Error(f)
	}
}

func TestEveryRuleHasAReason(t *testing.T) {
	arrows, trades := House()
	seen := map[string]bool{}
	for _, a := range arrows {
		if a.Why == "" || seen[a.From] {
			t.Errorf("arrow of %s: no reason, or twice", a.From)
		}
		seen[a.From] = true
	}
	for _, r := range trades {
		if r.Why == "" || seen[r.Library] {
			t.Errorf("trade of %s: no reason, or twice", r.Library)
		}
		seen[r.Library] = true
	}
}

// TestBrokenRules breaks each rule in a module made for it.
func TestBrokenRules(t *testing.T) {
	imports := func(doc, name string, paths ...string) string {
		s := "// " + doc + "\npackage " + name + "\n"
		for _, p := range paths {
			s += "import _ \"" + strings.ReplaceAll(p, "@", module) + "\"\n"
		}
		return s
	}
	lines := func(n int) string { return strings.Repeat("// x\n", n) }
	tests := []struct {
		name  string
		files map[string]string
		want  string // place and some words of the finding; "" for none
	}{
		{"record stands alone", map[string]string{"record/a.go": imports("Package record is.", "record", "@/normalize")}, "record/a.go:3: record must not import normalize"},
		{"rooms don't know each other", map[string]string{"matcher/a.go": imports("Package matcher is.", "matcher", "@/record", "@/normalize")}, "matcher/a.go:4: matcher must not import normalize"},
		{"nor do rooms below them", map[string]string{"rules/survivorship/a.go": imports("Package survivorship is.", "survivorship", "@/matcher/score")}, "rules/survivorship/a.go:3: rules/survivorship must not import matcher/score"},
		{"no room knows internal", map[string]string{"connectors/a.go": imports("Package connectors is.", "connectors", "@/internal/config")}, "connectors/a.go:3: connectors must not import internal/config"},
		{"siblings", map[string]string{"matcher/block/a.go": imports("Package block is.", "block", "@/matcher/score")}, "matcher/block/a.go:3: matcher/block must not import matcher/score"},
		{"siblings, further down", map[string]string{"normalize/name/x/a.go": imports("Package x is.", "x", "@/normalize/company")}, "normalize/name/x/a.go:3: normalize/name/x must not import normalize/company"},
		{"a sibling's name that starts alike", map[string]string{"matcher/block/a.go": imports("Package block is.", "block", "@/matcher/blocks")}, "matcher/block/a.go:3: matcher/block must not import matcher/blocks"},
		{"own folder is fine", map[string]string{"normalize/name/a.go": imports("Package name is.", "name", "@/normalize/name/x", "@/normalize/internal/fold", "@/record")}, ""},
		{"a parent composes", map[string]string{"matcher/a.go": imports("Package matcher is.", "matcher", "@/matcher/block", "@/matcher/score")}, ""},
		{"the registry of connectors", map[string]string{"connectors/all/a.go": imports("Package all is.", "all", "@/connectors/csvfile")}, ""},
		{"profile may ask normalize", map[string]string{"internal/profile/a.go": imports("Package profile is.", "profile", "@/normalize")}, ""},
		{"and not the matcher", map[string]string{"internal/profile/a.go": imports("Package profile is.", "profile", "@/matcher")}, "internal/profile/a.go:3: internal/profile must not import matcher"},
		{"a package without an arrow", map[string]string{"internal/new/a.go": imports("Package new is.", "new")}, "internal/new: no arrow"},
		{"cobra", map[string]string{"internal/pipeline/a.go": imports("Package pipeline is.", "pipeline", "github.com/spf13/cobra")}, "internal/pipeline/a.go:3: internal/pipeline must not use github.com/spf13/cobra"},
		{"cobra, a part of it", map[string]string{"internal/pipeline/a.go": imports("Package pipeline is.", "pipeline", "github.com/spf13/cobra/doc")}, "internal/pipeline/a.go:3: internal/pipeline must not use github.com/spf13/cobra/doc"},
		{"a library of tests", map[string]string{"matcher/a.go": imports("Package matcher is.", "matcher", "pgregory.net/rapid")}, "matcher/a.go:3: matcher must not use pgregory.net/rapid"},
		{"in tests it is fine", map[string]string{"matcher/a.go": imports("Package matcher is.", "matcher"), "matcher/a_test.go": imports("x", "matcher", "pgregory.net/rapid")}, ""},
		{"exit", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\nimport \"os\"\nfunc f() { os.Exit(1) }\n"}, "rules/a.go:4: rules must not use os.Exit"},
		{"exit under another name", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\nimport sys \"os\"\nvar out = sys.Stdout\n"}, "rules/a.go:4: rules must not use os.Stdout"},
		{"print", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\nimport \"fmt\"\nfunc f() { fmt.Println() }\n"}, "rules/a.go:4: rules must not use fmt.Println"},
		{"fprint is fine", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\nimport \"fmt\"\nfunc f() { fmt.Fprintln(nil) }\n"}, ""},
		{"log", map[string]string{"rules/a.go": imports("Package rules is.", "rules", "log")}, "rules/a.go:3: rules must not use log"},
		{"init", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\n\nfunc init() {}\n"}, "rules/a.go:4: a function init"},
		{"a method called init is fine", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\ntype t int\nfunc (t) init() {}\n"}, ""},
		{"no comment", map[string]string{"rules/a.go": "package rules\n"}, "rules: the package comment does not start"},
		{"a comment that starts otherwise", map[string]string{"rules/a.go": "// This package is.\npackage rules\n"}, "rules: the package comment does not start"},
		{"a command", map[string]string{"cmd/onefold/a.go": "// Command onefold folds.\npackage main\n"}, ""},
		{"a name that says nothing", map[string]string{"normalize/util/a.go": imports("Package util is.", "util")}, "normalize/util: the name says nothing"},
		{"a long file", map[string]string{"rules/a.go": "// Package rules is.\npackage rules\n" + lines(499)}, "rules/a.go: 501 lines"},
		{"a long generated file is fine", map[string]string{"rules/doc.go": "// Package rules is.\npackage rules\n", "rules/a.go": "// Code generated by x. DO NOT EDIT.\n\npackage rules\n" + lines(3000)}, ""},
		{"a long package", map[string]string{
			"rules/a.go": "// Package rules is.\npackage rules\n" + lines(490), "rules/b.go": "package rules\n" + lines(490),
			"rules/c.go": "package rules\n" + lines(490), "rules/d.go": "package rules\n" + lines(490), "rules/e.go": "package rules\n" + lines(490),
		}, "rules: 2456 lines"},
		{"testdata is not looked at", map[string]string{"testdata/x/a.go": "package util\n", "_old/a.go": "package util\n", ".x/a.go": "package util\n"}, ""},
	}
	arrows, trades := House()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for name, text := range test.files {
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
			pkgs, err := Load(files)
			if err != nil {
				t.Fatal(err)
			}
			found := Check(module, pkgs, arrows, trades)
			if test.want == "" {
				for _, f := range found {
					t.Errorf("unexpected: %s", f)
				}
				return
			}
			if len(found) != 1 || !strings.HasPrefix(found[0].String(), test.want) || found[0].Why == "" {
				t.Errorf("found %v, want %s", found, test.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{"a.go": {Data: []byte("package")}}); err == nil {
		t.Error("a file that is no Go is read")
	}
}
