package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update-readme", false, "write what the commands of README.md say now into it")

// block is a fenced block of Markdown: lines [first, last) between the fences.
type block struct {
	info        string
	first, last int
}

func blocks(lines []string) (found []block) {
	open := false
	for i, line := range lines {
		if !strings.HasPrefix(line, "```") {
			continue
		}
		if open {
			found[len(found)-1].last = i
		} else {
			found = append(found, block{info: strings.TrimPrefix(line, "```"), first: i + 1})
		}
		open = !open
	}
	return found
}

// TestReadme runs the commands of README.md in a copy of what they read. A
// block marked sh is run; a block marked text that follows it is what it says:
// words are held to the letter, figures loosely, for they move whenever matching
// gets better, and "…" stands for any number of lines.
// go test ./cmd/onefold -run TestReadme -update-readme writes them anew.
func TestReadme(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to run the commands")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	readme := filepath.Join(root, "README.md")
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS(filepath.Join(root, "testdata"))); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	all := blocks(lines)
	ran := 0
	var fresh []string // README.md with what was said now
	copied := 0
	for i, b := range all {
		if b.info != "sh" {
			continue
		}
		said := runBlock(t, root, dir, lines[b.first:b.last])
		ran++
		if i+1 == len(all) || all[i+1].info != "text" {
			continue
		}
		out := all[i+1]
		if fault := differs(said, lines[out.first:out.last]); fault != "" {
			t.Errorf("README.md:%d: %s", out.first+1, fault)
		}
		fresh = append(append(fresh, lines[copied:out.first]...), refreshed(said, lines[out.first:out.last])...)
		copied = out.last
	}
	if ran < 4 {
		t.Errorf("only %d blocks of commands were found", ran)
	}
	if *updateReadme {
		if err := os.WriteFile(readme, []byte(strings.Join(append(fresh, lines[copied:]...), "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// runBlock runs commands one by one and returns the lines of their results.
func runBlock(t *testing.T, root, dir string, commands []string) []string {
	t.Helper()
	var out bytes.Buffer
	for _, line := range strings.Split(strings.ReplaceAll(strings.Join(commands, "\n"), "\\\n", " "), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "go test "):
			// This very test is part of it. That CI runs it is what can be held.
			ci, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
			if err != nil || !strings.Contains(string(ci), line) {
				t.Errorf("README.md says %q, .ci/run does not run it: %v", line, err)
			}
		case strings.HasPrefix(line, "make "):
			tasks, err := os.ReadFile(filepath.Join(root, "Makefile"))
			target := strings.Fields(line)[1]
			if err != nil || !strings.Contains(string(tasks), "\n"+target+": ") {
				t.Errorf("README.md says %q, the Makefile has no such target: %v", line, err)
			}
		default:
			line = strings.NewReplacer("go run ./cmd/onefold", "onefold", "./onefold", "onefold").Replace(line)
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "LANG=C", "LC_ALL=", "NO_COLOR=1", "COLUMNS=100")
			var errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Run(); err != nil {
				t.Errorf("README.md: %s: %v\n%s", line, err, &errs)
			}
		}
	}
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
}

// differs compares what was said with what README.md shows and returns the
// first difference, or "".
func differs(said, shown []string) string {
	s := 0
	skip := false
	for _, want := range shown {
		if strings.TrimSpace(want) == "…" {
			skip = true
			continue
		}
		for skip && s < len(said) && !alike(said[s], want) {
			s++
		}
		if s == len(said) {
			return fmt.Sprintf("%q is not said", want)
		}
		if !alike(said[s], want) {
			return fmt.Sprintf("shows %q, the command says %q", want, said[s])
		}
		s, skip = s+1, false
	}
	if s < len(said) && !skip {
		return fmt.Sprintf("the command goes on with %q", said[s])
	}
	return ""
}

// refreshed is the block as it should be: with "…" where it was.
func refreshed(said, shown []string) (fresh []string) {
	for _, want := range shown {
		if strings.TrimSpace(want) == "…" {
			fresh = append(fresh, want)
			continue
		}
		found := want
		for k, line := range said {
			if alike(line, want) {
				found, said = line, said[k+1:]
				break
			}
		}
		fresh = append(fresh, strings.TrimRight(found, " "))
	}
	if len(shown) == 0 || !strings.Contains(strings.Join(shown, "\n"), "…") {
		fresh = append(fresh, said...)
	}
	return fresh
}

var (
	figure = regexp.MustCompile(`\d[\d,.]*`)
	blanks = regexp.MustCompile(`\s+`)
)

// alike says whether two lines have the same words and nearly the same figures.
func alike(a, b string) bool {
	words := func(s string) string {
		return strings.TrimSpace(blanks.ReplaceAllString(figure.ReplaceAllString(s, "0"), " "))
	}
	if words(a) != words(b) {
		return false
	}
	x, y := figure.FindAllString(a, -1), figure.FindAllString(b, -1)
	for i := range x {
		v, errV := strconv.ParseFloat(strings.TrimRight(strings.ReplaceAll(x[i], ",", ""), "."), 64)
		w, errW := strconv.ParseFloat(strings.TrimRight(strings.ReplaceAll(y[i], ",", ""), "."), 64)
		near := math.Abs(v-w) <= .1*math.Abs(w)
		if w == math.Trunc(w) && v == math.Trunc(v) {
			near = near || v < 100 && w < 100 // small counts jump about
		}
		if errV != nil || errW != nil || !near && x[i] != y[i] {
			return false
		}
	}
	return true
}

func TestReadmeIsCompared(t *testing.T) {
	for _, test := range []struct {
		said, shown string
		ok          bool
	}{
		{"records   2,000\npairs 24", "records 2,000\npairs 30", true},
		{"records 2,000", "records 1,000", false},
		{"precision 0.96", "precision 0.50", false},
		{"pairs 240", "pairs 24", false},
		{"a\nb\nc", "a\n…\nc", true},
		{"a\nb\nc", "a\n…", true},
		{"a\nb", "a", false},
		{"a", "a\nb", false},
		{"word", "other", false},
	} {
		got := differs(strings.Split(test.said, "\n"), strings.Split(test.shown, "\n"))
		if (got == "") != test.ok {
			t.Errorf("said %q, shown %q: %q", test.said, test.shown, got)
		}
	}
}

var (
	link     = regexp.MustCompile("\\[(`?)([^]`]+)`?\\]\\(([^)#\\s]+)(#[^)]*)?\\)")
	function = regexp.MustCompile(`^[\w/]+\.(?:\w+\.)?(\w+)$`)
)

// Links of the docs lead somewhere; a name in code font that links to a Go
// file is declared there.
func TestDocsLinks(t *testing.T) {
	root := filepath.Join("..", "..")
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/guides/*.md", "testdata/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	names := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[3], "://") {
				continue
			}
			target := filepath.Join(filepath.Dir(page), filepath.FromSlash(m[3]))
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: the link %s leads nowhere", filepath.Base(page), m[3])
				continue
			}
			name := function.FindStringSubmatch(m[2])
			if m[1] == "" || name == nil || !strings.HasSuffix(target, ".go") || strings.HasSuffix(m[2], ".go") {
				continue
			}
			names++
			src, err := os.ReadFile(target)
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|type |var |const |\t)` + name[1] + `\b`).Match(src) {
				t.Errorf("%s: %s is not declared in %s", filepath.Base(page), m[2], m[3])
			}
		}
	}
	if names < 10 {
		t.Errorf("only %d names of functions were found in %d pages", names, len(pages))
	}
}
