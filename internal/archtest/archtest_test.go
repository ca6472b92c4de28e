package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "bartizan"

// A pkg is one package of the module as its files stand on disk: the test opens them itself, because the go command's
// answers may come from a cache.
type pkg struct {
	dir      string // slash-separated, relative to the module root
	doc      []string
	imports  map[string]string // path within the module → a file that imports it
	lineFile map[string]int    // lines of each non-test file
}

func load(t *testing.T, root string) []*pkg {
	t.Helper()
	byDir := map[string]*pkg{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n == "testdata" || n == "examples" || n == "node_modules" || n != "." && n != ".." && strings.HasPrefix(n, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, src, parser.ParseComments|parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(p))
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(rel)
		k := byDir[dir]
		if k == nil {
			k = &pkg{dir: dir, imports: map[string]string{}, lineFile: map[string]int{}}
			byDir[dir] = k
		}
		k.lineFile[path.Join(dir, d.Name())] = strings.Count(string(src), "\n")
		if file.Doc != nil {
			k.doc = append(k.doc, file.Doc.Text())
		}
		for _, spec := range file.Imports {
			if within, ok := importWithin(spec); ok {
				k.imports[within] = path.Join(dir, d.Name())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []*pkg
	for _, k := range byDir {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b *pkg) int { return strings.Compare(a.dir, b.dir) })
	return all
}

func importWithin(spec *ast.ImportSpec) (string, bool) {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "", false
	}
	return strings.CutPrefix(p, module+"/")
}

// layer finds a package's layer: its own name first, then the longest pattern.
func layer(dir string) int {
	best, length := -1, -1
	for i, names := range Layers {
		for _, n := range names {
			prefix, pattern := strings.CutSuffix(n, "/*")
			switch {
			case n == dir:
				return i
			case pattern && strings.HasPrefix(dir, prefix+"/") && len(prefix) > length:
				best, length = i, len(prefix)
			}
		}
	}
	return best
}

func violations(pkgs []*pkg) []string {
	var bad []string
	for _, k := range pkgs {
		from := layer(k.dir)
		if from < 0 {
			bad = append(bad, k.dir+" stands in no layer")
			continue
		}
		for dir, file := range k.imports {
			if to := layer(dir); to >= from {
				bad = append(bad, file+" imports "+dir+", which is not in a lower layer")
			}
		}
	}
	slices.Sort(bad)
	return bad
}

func TestLayers(t *testing.T) {
	pkgs := load(t, "../..")
	if len(pkgs) < 10 {
		t.Fatalf("found %d packages: the test does not see the module", len(pkgs))
	}
	for _, v := range violations(pkgs) {
		t.Error(v)
	}
}

// TestPlanted proves that TestLayers can fail.
func TestPlanted(t *testing.T) {
	planted := []*pkg{
		{dir: "internal/finding", imports: map[string]string{"internal/scan": "upward.go"}},
		{dir: "internal/codegate/secrets", imports: map[string]string{"internal/codegate/deps": "sibling.go"}},
		{dir: "internal/nowhere"},
	}
	if got := violations(planted); len(got) != 3 {
		t.Errorf("three planted violations, found %q", got)
	}
}

func TestPackageSentences(t *testing.T) {
	for _, k := range load(t, "../..") {
		name := path.Base(k.dir)
		want := "Package " + name + " "
		if strings.HasPrefix(k.dir, "cmd/") || strings.HasPrefix(k.dir, "tools/") {
			want = "Command " + name + " "
		}
		if len(k.doc) != 1 {
			t.Errorf("%s: %d package comments, want one", k.dir, len(k.doc))
			continue
		}
		first, _, _ := strings.Cut(k.doc[0], "\n\n")
		first = strings.TrimSpace(strings.ReplaceAll(first, "\n", " "))
		if !strings.HasPrefix(first, want) || !strings.HasSuffix(first, ".") {
			t.Errorf("%s: the package comment is %q, want a sentence that begins with %q", k.dir, first, want)
		}
		if strings.Count(first, ". ") > 0 {
			t.Errorf("%s: the package comment's first paragraph is more than one sentence: %q", k.dir, first)
		}
	}
}

func TestFileLength(t *testing.T) {
	for _, k := range load(t, "../..") {
		for file, lines := range k.lineFile {
			if lines > 600 {
				t.Errorf("%s has %d lines: find the seam", file, lines)
			}
		}
	}
}

// TestPicture compares the layer table of ARCHITECTURE.md with this one.
func TestPicture(t *testing.T) {
	page, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, names := range Layers {
		want = append(want, strings.Join(names, " "))
	}
	table := strings.Join(want, "\n")
	if !strings.Contains(string(page), "```layers\n"+table+"\n```") {
		t.Errorf("ARCHITECTURE.md lacks this layer table:\n```layers\n%s\n```", table)
	}
}

// confined lists imports that only some packages may have: what is not imported cannot be done.
var confined = map[string][]string{
	"net":                    {},
	"net/http":               {"internal/advisory/fetch"}, // what Update is handed when the user asks for it
	"net/smtp":               {},
	"net/rpc":                {},
	"plugin":                 {},
	"unsafe":                 {"internal/syntax"},                                                                         // hands text to the parser in C
	"os/exec":                {"internal/target", "internal/cli", "internal/confine", "tools/conformance", "tools/pairs"}, // git, doctor's look for it; this program, confined; the engine to compare with; the pairs' own tests
	"database/sql":           {"internal/toolgate/discover"},
	"go.yaml.in/yaml/v3":     {"internal/rule", "internal/policy", "internal/syntax/config", "internal/codegate/sast/formula", "tools/pairs"}, // formula reads rule files as Semgrep has them
	"github.com/spf13/cobra": {"internal/cli"},
}

// TestAbsences holds what ARCHITECTURE.md states as absences: no network, no program but git and itself, no init.
func TestAbsences(t *testing.T) {
	fset := token.NewFileSet()
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n == "testdata" || n == "examples" || n == "node_modules" || n == ".git" || n == ".cache" || n == "scripts" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(fset, p, nil, 0)
		if err != nil {
			return err
		}
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(p)), "../../")
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if may, listed := confined[name]; listed && !slices.Contains(may, dir) {
				t.Errorf("%s imports %s", p, name)
			}
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function", p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDependenciesAreArgued: each direct requirement in go.mod says why it is there.
func TestDependenciesAreArgued(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for l := range strings.Lines(string(data)) {
		fields := strings.Fields(l)
		if !strings.HasPrefix(l, "\t") || strings.Contains(l, "// indirect") {
			continue
		}
		direct++
		if len(fields) < 5 || fields[2] != "//" {
			t.Errorf("go.mod: %s is not argued", fields[0])
		}
	}
	if direct == 0 {
		t.Error("no direct requirement was found")
	}
}
