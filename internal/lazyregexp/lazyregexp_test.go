package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestAllCompile compiles every expression given to New, as the start of the program would with package regexp.
func TestAllCompile(t *testing.T) {
	fset, found := token.NewFileSet(), 0
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n == "testdata" || n == "examples" || n != "." && n != ".." && strings.HasPrefix(n, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		file, err := parser.ParseFile(fset, p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "New" {
				return true
			}
			if of, ok := f.X.(*ast.Ident); !ok || of.Name != "lazyregexp" {
				return true
			}
			found++
			text, ok := literal(call.Args[0])
			if !ok {
				t.Errorf("%s: not a literal", fset.Position(call.Pos()))
			} else if _, err := regexp.Compile(text); err != nil {
				t.Errorf("%s: %v", fset.Position(call.Pos()), err)
			}
			return true
		})
		return nil
	})
	if err != nil || found < 50 {
		t.Errorf("%d expressions found, %v", found, err)
	}
}

// literal gives the text of string literals that are added up.
func literal(e ast.Expr) (string, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, too := literal(e.Y)
		return left + right, ok && too && e.Op == token.ADD
	}
	return "", false
}

func TestUse(t *testing.T) {
	r := New(`(\d)-(\d)`)
	if !r.MatchString("1-2") || r.FindString("a1-2") != "1-2" || r.FindStringIndex("a1-2")[0] != 1 || r.FindStringSubmatch("1-2")[2] != "2" ||
		len(r.FindAllStringIndex("1-2 3-4", -1)) != 2 || r.ReplaceAllString("1-2", "$2-$1") != "2-1" ||
		r.ReplaceAllStringFunc("1-2", strings.ToUpper) != "1-2" {
		t.Error("it is not what package regexp makes of it")
	}
}
