package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Package is the source of one package, tests left out.
type Package struct {
	Path  string // folder below the module; "." is its top
	Name  string
	Doc   string // the package comment
	Lines int
	Files []File
}

// File is one source file.
type File struct {
	Path      string // below the module
	Lines     int
	Generated bool
	Uses      []Use
	Inits     []int // lines of functions called init
}

// Use is an import of a package, or a name of a package of the standard
// library.
type Use struct {
	What string // import path, or path.Name
	Line int
}

// Load reads every package of a module from its folder. It reads sources for
// all systems, and skips what the go command skips.
func Load(module fs.FS) ([]Package, error) {
	byPath := map[string]*Package{}
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_') {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") || base[0] == '.' || base[0] == '_' {
			return nil
		}
		src, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		p := byPath[dir]
		if p == nil {
			p = &Package{Path: dir}
			byPath[dir] = p
		}
		return p.add(name, src)
	})
	if err != nil {
		return nil, fmt.Errorf("read the module: %w", err)
	}
	var all []Package
	for _, p := range byPath {
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b Package) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

func (p *Package) add(name string, src []byte) error {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f := File{Path: name, Lines: bytes.Count(src, []byte("\n")), Generated: ast.IsGenerated(tree)}
	line := func(n ast.Node) int { return fset.Position(n.Pos()).Line }
	imported := map[string]string{} // the name in this file → import path
	for _, spec := range tree.Imports {
		what, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		f.Uses = append(f.Uses, Use{what, line(spec)})
		local := path.Base(what)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imported[local] = what
	}
	for _, decl := range tree.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			f.Inits = append(f.Inits, line(fn))
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && imported[x.Name] != "" {
				f.Uses = append(f.Uses, Use{imported[x.Name] + "." + sel.Sel.Name, line(sel)})
			}
		}
		return true
	})
	p.Name = tree.Name.Name
	if tree.Doc != nil {
		p.Doc += tree.Doc.Text()
	}
	if !f.Generated {
		p.Lines += f.Lines
	}
	p.Files = append(p.Files, f)
	return nil
}
