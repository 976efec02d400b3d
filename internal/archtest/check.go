package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Finding is a broken rule.
type Finding struct {
	Place string // file or file:line below the module
	What  string
	Why   string
}

// String returns the finding on one line.
func (f Finding) String() string { return f.Place + ": " + f.What + ": " + f.Why }

// Check returns every broken rule of the packages of a module, in the order of
// the packages.
func Check(module string, pkgs []Package, arrows []Arrow, trades []Trade) []Finding {
	var found []Finding
	for _, p := range pkgs {
		found = append(found, checkPackage(&p)...)
		arrow := arrowOf(arrows, p.Path)
		if arrow == nil {
			found = append(found, Finding{p.Path, "no arrow says what it may import", "add one to internal/archtest/rules.go, with its reason"})
		}
		for _, f := range p.Files {
			for _, u := range f.Uses {
				place := fmt.Sprintf("%s:%d", f.Path, u.Line)
				if ours, ok := strings.CutPrefix(u.What, module+"/"); ok {
					if arrow != nil && !strings.Contains(path.Base(ours), ".") && !allowed(arrow, p.Path, ours) {
						found = append(found, Finding{place, p.Path + " must not import " + ours, arrow.Why})
					}
					continue
				}
				for _, t := range trades {
					if (u.What == t.Library || strings.HasPrefix(u.What, t.Library+"/")) && !within(p.Path, t.Only) {
						found = append(found, Finding{place, p.Path + " must not use " + u.What, t.Why})
					}
				}
			}
		}
	}
	return found
}

// checkPackage holds one package against the rules that are the same for all.
func checkPackage(p *Package) []Finding {
	var found []Finding
	start := "Package " + p.Name + " "
	if p.Name == "main" {
		start = "Command " + path.Base(p.Path) + " "
	}
	if !strings.HasPrefix(p.Doc, start) {
		found = append(found, Finding{p.Path, fmt.Sprintf("the package comment does not start with %q", start), "who opens a package is told first what it holds"})
	}
	if slices.Contains(badNames[:], path.Base(p.Path)) || slices.Contains(badNames[:], p.Name) {
		found = append(found, Finding{p.Path, "the name says nothing", "a package is named after its subject"})
	}
	if p.Lines > MaxPackageLines {
		found = append(found, Finding{p.Path, fmt.Sprintf("%d lines, the limit is %d", p.Lines, MaxPackageLines), "a package that large has more than one subject"})
	}
	for _, f := range p.Files {
		if f.Lines > MaxFileLines && !f.Generated {
			found = append(found, Finding{f.Path, fmt.Sprintf("%d lines, the limit is %d", f.Lines, MaxFileLines), "a file that large has more than one subject"})
		}
		for _, line := range f.Inits {
			found = append(found, Finding{fmt.Sprintf("%s:%d", f.Path, line), "a function init", "what happens is called by name, from main on"})
		}
	}
	return found
}

// arrowOf returns the most specific arrow that holds for a package.
func arrowOf(arrows []Arrow, pkg string) *Arrow {
	var best *Arrow
	for i := range arrows {
		a := &arrows[i]
		if matches(a.From, pkg) && (best == nil || rank(a.From) > rank(best.From)) {
			best = a
		}
	}
	return best
}

// rank orders patterns: longer folders first, then exact before * before ….
func rank(pattern string) int {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return 3 * len(base)
	}
	if base, ok := strings.CutSuffix(pattern, "/*"); ok {
		return 3*len(base) + 1
	}
	return 3*len(pattern) + 2
}

func matches(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	if base, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(pkg, base+"/")
	}
	return pkg == pattern
}

func within(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, pkg) })
}

// allowed says whether pkg may import target. Below a "*" a package may also
// import what is in its own folder.
func allowed(a *Arrow, pkg, target string) bool {
	if within(target, a.May) {
		return true
	}
	base, ok := strings.CutSuffix(a.From, "/*")
	if !ok {
		return false
	}
	own, _, _ := strings.Cut(strings.TrimPrefix(pkg, base+"/"), "/")
	return matches(base+"/"+own+"/...", target)
}
