package lang

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
)

// corpus adds source of one's own: go test ./internal/syntax/lang -corpus DIR:DIR
var corpus = flag.String("corpus", "", "folders of source to read as well, separated by colons")

// A sample is one text of a corpus.
type sample struct {
	path string
	lang func() (*syntax.Language, error)
	text []byte
}

var extensions = map[string]string{
	".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript", ".ts": "typescript", ".tsx": "tsx",
	".py": "python", ".go": "go", ".java": "java", ".cs": "csharp", ".php": "php", ".rb": "ruby", ".kt": "kotlin", ".kts": "kotlin",
	".rs": "rust", ".c": "c", ".h": "c", ".cpp": "cpp", ".cc": "cpp", ".hpp": "cpp", ".cxx": "cpp",
	".tf": "hcl", ".hcl": "hcl", ".tfvars": "hcl", ".yaml": "yaml", ".yml": "yaml", ".json": "json",
	".sh": "bash", ".bash": "bash", ".dockerfile": "dockerfile",
}

func walk(t testing.TB, dir string, add func(sample)) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name := extensions[filepath.Ext(path)]
		if err == nil && d.IsDir() && d.Name() == "src" && strings.Contains(path, "tree-sitter") {
			return fs.SkipDir // the parsers, of many megabytes
		}
		if err != nil || d.IsDir() || name == "" || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && len(text) < syntax.MaxSource {
			add(sample{path, For(name, path), text})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// grammars are the grammars' modules, whose tests are the hardest small texts of each language.
var grammars = map[string]string{
	"javascript": "github.com/tree-sitter/tree-sitter-javascript",
	"typescript": "github.com/tree-sitter/tree-sitter-typescript",
	"python":     "github.com/tree-sitter/tree-sitter-python",
	"go":         "github.com/tree-sitter/tree-sitter-go",
	"java":       "github.com/tree-sitter/tree-sitter-java",
	"csharp":     "github.com/tree-sitter/tree-sitter-c-sharp",
	"php":        "github.com/tree-sitter/tree-sitter-php",
	"ruby":       "github.com/tree-sitter/tree-sitter-ruby",
	"kotlin":     "github.com/tree-sitter-grammars/tree-sitter-kotlin",
	"rust":       "github.com/tree-sitter/tree-sitter-rust",
	"c":          "github.com/tree-sitter/tree-sitter-c",
	"cpp":        "github.com/tree-sitter/tree-sitter-cpp",
	"bash":       "github.com/tree-sitter/tree-sitter-bash",
	"hcl":        "github.com/tree-sitter-grammars/tree-sitter-hcl",
	"yaml":       "github.com/tree-sitter-grammars/tree-sitter-yaml",
	"json":       "github.com/tree-sitter/tree-sitter-json",
}

// folders gives where the modules' files are.
func folders(t testing.TB) map[string]string {
	t.Helper()
	args := []string{"list", "-m", "-f", "{{.Path}} {{.Dir}}"}
	for _, module := range grammars {
		args = append(args, module)
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("finding the grammars: %v", err)
	}
	dirs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			dirs[path] = dir
		}
	}
	return dirs
}

// samples gives the tests of the grammars, part of Go's own library, and what -corpus names.
func samples(t testing.TB) []sample {
	t.Helper()
	var all []sample
	add := func(s sample) { all = append(all, s) }
	dirs := folders(t)
	for name, module := range grammars {
		root := dirs[module]
		files, err := filepath.Glob(filepath.Join(root, "test", "corpus", "*.txt"))
		if err != nil || root == "" || len(files) == 0 {
			t.Fatalf("no tests of %s in %q: %v", module, root, err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range cases(text) {
				add(sample{f, For(name, f), part})
			}
		}
		walk(t, root, add)
	}
	walk(t, filepath.Join(goRoot(t), "src", "net"), add)
	walk(t, filepath.Join(goRoot(t), "src", "go"), add)
	if *corpus != "" {
		for _, dir := range strings.Split(*corpus, ":") {
			walk(t, dir, add)
		}
	}
	return all
}

// cases takes the sources out of a grammar's test file: a title between lines of =, the source, a line of -, the tree.
func cases(text []byte) [][]byte {
	var all [][]byte
	for _, part := range bytes.Split(text, []byte("\n===")) {
		source, _, ok := bytes.Cut(part, []byte("\n---"))
		if !ok {
			continue
		}
		if end := bytes.IndexByte(source, '\n'); end >= 0 {
			all = append(all, source[end+1:])
		}
	}
	return all
}

// TestCorpus reads every sample: the generic tree keeps its contract, and little of it has no lowering.
func TestCorpus(t *testing.T) {
	p := syntax.NewParser()
	defer p.Close()
	type count struct{ files, bytes, broken, nodes, other int }
	counts := map[string]*count{}
	for _, s := range samples(t) {
		l, err := s.lang()
		if err != nil {
			t.Fatal(err)
		}
		tree, err := p.Parse(l.Grammar, s.text)
		if err != nil {
			t.Fatal(err)
		}
		f := l.Lower(tree, s.text)
		if err := generic.Check(f); err != nil {
			t.Errorf("%s: %v\n%.300s", s.path, err, s.text)
		}
		if lost := lost(l, tree, f); lost != "" {
			t.Errorf("%s: %s", s.path, lost)
		}
		c := counts[l.Name]
		if c == nil {
			c = &count{}
			counts[l.Name] = c
		}
		c.files++
		c.bytes += len(s.text)
		c.nodes += len(f.Nodes)
		if tree.Stop != syntax.Whole || len(tree.Broken()) > 0 {
			c.broken++
			continue
		}
		for id := generic.ID(1); int(id) < len(f.Nodes); id++ {
			if n := f.Nodes[id]; n.Kind == generic.Other {
				c.other++
				if testing.Verbose() && c.other < 40 {
					t.Logf("%s: no lowering in a %s: %.80q", s.path, l.Grammar.Symbols[n.Sym], f.Text(id))
				}
			}
		}
	}
	for name, c := range counts {
		t.Logf("%s: %d files, %d bytes, %d partial, %d nodes, %d without a lowering", name, c.files, c.bytes, c.broken, c.nodes, c.other)
		if c.other > 1+c.nodes/10000 {
			t.Errorf("%s: %d of %d nodes have no lowering", name, c.other, c.nodes)
		}
	}
}

// lost names the first name or number of the flat tree that no leaf of the generic one holds.
func lost(l *syntax.Language, tree *syntax.Tree, f *generic.File) string {
	held := make([]bool, len(f.Source)+1)
	for _, n := range f.Nodes {
		if n.Size == 1 && n.Kind != generic.Empty {
			for at := n.Start; at < n.End; at++ {
				held[at] = true
			}
		}
	}
	for i := 0; i < len(tree.Nodes); i++ {
		n := tree.Nodes[i]
		if n.Symbol == syntax.ErrorSymbol {
			continue
		}
		symbol := l.Grammar.Symbols[n.Symbol]
		if n.Named() && slices.Contains(l.Ignored, symbol) {
			i += int(n.Size) - 1
			continue
		}
		if name := strings.Contains(symbol, "identifier") || strings.Contains(symbol, "integer") || symbol == "number"; name &&
			n.Named() && n.Size == 1 && n.Start < n.End && !held[n.Start] {
			return fmt.Sprintf("the %s %q at byte %d is lost", symbol, f.Source[n.Start:n.End], n.Start)
		}
	}
	return ""
}

// goRoot is where Go's own library stands.
func goRoot(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
