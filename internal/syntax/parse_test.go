package syntax_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	tree_sitter_hcl "github.com/tree-sitter-grammars/tree-sitter-hcl/bindings/go"
	tree_sitter_kotlin "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"
	tree_sitter_yaml "github.com/tree-sitter-grammars/tree-sitter-yaml/bindings/go"
	tree_sitter "github.com/tree-sitter/go-tree-sitter"
	tree_sitter_bash "github.com/tree-sitter/tree-sitter-bash/bindings/go"
	tree_sitter_c_sharp "github.com/tree-sitter/tree-sitter-c-sharp/bindings/go"
	tree_sitter_c "github.com/tree-sitter/tree-sitter-c/bindings/go"
	tree_sitter_cpp "github.com/tree-sitter/tree-sitter-cpp/bindings/go"
	tree_sitter_go "github.com/tree-sitter/tree-sitter-go/bindings/go"
	tree_sitter_java "github.com/tree-sitter/tree-sitter-java/bindings/go"
	tree_sitter_javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	tree_sitter_json "github.com/tree-sitter/tree-sitter-json/bindings/go"
	tree_sitter_php "github.com/tree-sitter/tree-sitter-php/bindings/go"
	tree_sitter_python "github.com/tree-sitter/tree-sitter-python/bindings/go"
	tree_sitter_ruby "github.com/tree-sitter/tree-sitter-ruby/bindings/go"
	tree_sitter_rust "github.com/tree-sitter/tree-sitter-rust/bindings/go"
	tree_sitter_typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
)

// pointers are the grammars themselves, for the tests that ask the runtime without us.
var pointers = map[string]func() unsafe.Pointer{
	"javascript": tree_sitter_javascript.Language,
	"typescript": tree_sitter_typescript.LanguageTypescript,
	"tsx":        tree_sitter_typescript.LanguageTSX,
	"python":     tree_sitter_python.Language,
	"go":         tree_sitter_go.Language,
	"java":       tree_sitter_java.Language,
	"csharp":     tree_sitter_c_sharp.Language,
	"php":        tree_sitter_php.LanguagePHP,
	"ruby":       tree_sitter_ruby.Language,
	"kotlin":     tree_sitter_kotlin.Language,
	"rust":       tree_sitter_rust.Language,
	"c":          tree_sitter_c.Language,
	"cpp":        tree_sitter_cpp.Language,
	"bash":       tree_sitter_bash.Language,
	"hcl":        tree_sitter_hcl.Language,
	"yaml":       tree_sitter_yaml.Language,
	"json":       tree_sitter_json.Language,
}

func language(t testing.TB, name string) *syntax.Language {
	t.Helper()
	l, err := lang.For(name, "")()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestHeader keeps the copy of the runtime's header, and the grammars' numbers, within what the flat tree was made for.
func TestHeader(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/tree-sitter/go-tree-sitter").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"include/tree_sitter/api.h", "LICENSE"} {
		theirs, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), name))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := os.ReadFile(filepath.Join("tree_sitter", filepath.Base(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(ours, theirs) {
			t.Errorf("tree_sitter/%s is not the pinned module's", filepath.Base(name))
		}
	}
	if size := unsafe.Sizeof(syntax.Node{}); size != 16 {
		t.Errorf("a Node has %d bytes, in C 16", size)
	}
	for _, e := range lang.Languages {
		g := language(t, e.Name).Grammar
		if len(g.Symbols) >= syntax.ErrorSymbol || len(g.Fields) >= 1<<13 {
			t.Errorf("%s: %d symbols and %d fields do not fit", e.Name, len(g.Symbols), len(g.Fields))
		}
	}
}

// TestOracle walks the same texts through the module's own Go API, node by node, and compares.
func TestOracle(t *testing.T) {
	texts := map[string][]string{
		"javascript": {"", "\n", "a.b(1, `x${y}`) // c\n", "class A { #x = 1 }\nlet = ;", "if (", "\x00\xff("},
		"typescript": {"let a: b<c>[] = <d>e", "interface A { (x: B): C }", "function f(a?: b, ...c"},
		"tsx":        {"let x = <a b={c}>d<E.f/></a>", "<a>"},
		"python":     {"def f(a, *b):\n  return f'{a!r:>{b}}'\n", "if x:\n\ty\n  z", "'''"},
		"go":         {"package p\nfunc (t T) f() { x := <-c }", "package p; var x = T{", "}"},
		"java":       {"class A<T> { int x[] = {1}; void m() throws E {} }", "class A { void m( { }", "@"},
		"csharp":     {"class A { int P => $\"a{b:x}\"; }", "class A { void M( {", "[X"},
		"php":        {"<a><?= $b ?><?php f(\"x{$y}\"); ", "<?php if (", "<?php $x = <<<E\na $b\nE;"},
		"ruby":       {"def f(a, *b) = a[:x]\n", "f <<~E, 1\n a #{b}\nE\n", "class A; def"},
		"kotlin":     {"class A {\n val x = f { it }\n}\n", "fun f() { when (x) {", "\"${"},
		"rust":       {"fn f() { vec![a.b(1)]; }", "impl A for", "r#\"x"},
		"c":          {"int *f(char a[2]) { return a->b; }", "#if A\nint x;", "x("},
		"cpp":        {"template <typename T> T a::b() { return c<d>(); }", "class A : ", "auto x = [&"},
		"bash":       {"a | b && c <<E\n$x\nE\n", "if a; then", "x=$(a \"${b"},
		"hcl":        {"a \"b\" {\n c = \"${d.e[0]}\"\n}\n", "a = [", "x = <<E\n a"},
		"yaml":       {"a: &b [1, {c: d}]\ne: |\n  x\nf: *b\n", "a: [", "- a\n b"},
		"json":       {"{\"a\": [1, null]}", "{\"a\"", "[1,"},
	}
	for _, f := range []string{"parse.go", "lower.go", "parse_test.go"} {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts["go"] = append(texts["go"], string(text))
		texts["java"] = append(texts["java"], string(text)) // hardly any of it parses
	}
	p := syntax.NewParser()
	defer p.Close()
	for name, all := range texts {
		reference := tree_sitter.NewParser()
		defer reference.Close()
		if err := reference.SetLanguage(tree_sitter.NewLanguage(pointers[name]())); err != nil {
			t.Fatal(err)
		}
		for _, text := range all {
			tree, err := p.Parse(language(t, name).Grammar, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			theirs := reference.Parse([]byte(text), nil)
			if want, got := reread(theirs.Walk()), tree.Nodes; !reflect.DeepEqual(want, got) {
				t.Errorf("%s: %d nodes, by the module's API %d\n%.200q", name, len(got), len(want), text)
			}
			theirs.Close()
		}
	}
}

func reread(c *tree_sitter.TreeCursor) []syntax.Node {
	defer c.Close()
	var nodes []syntax.Node
	var walk func()
	walk = func() {
		n := c.Node()
		at := len(nodes)
		flags := uint16(c.FieldId()) << 3
		for bit, set := range []bool{n.IsNamed(), n.IsMissing() || n.IsError(), n.IsExtra()} {
			if set {
				flags |= 1 << bit
			}
		}
		nodes = append(nodes, syntax.Node{Symbol: n.KindId(), Flags: flags, Start: uint32(n.StartByte()), End: uint32(n.EndByte())})
		if c.GotoFirstChild() {
			walk()
			for c.GotoNextSibling() {
				walk()
			}
			c.GotoParent()
		}
		nodes[at].Size = uint32(len(nodes) - at)
	}
	walk()
	return nodes
}

// TestHostile gives each language texts that are deep, long or no text at all. Each ends, with a tree that keeps the
// contract or with the budget's word for why there is none.
func TestHostile(t *testing.T) {
	noise := make([]byte, 100_000)
	source := rand.NewChaCha8([32]byte{})
	if _, err := source.Read(noise); err != nil {
		t.Fatal(err)
	}
	const deep = 5_000
	nest := func(open, middle, end string) []byte {
		return []byte(strings.Repeat(open, deep) + middle + strings.Repeat(end, deep))
	}
	texts := map[string][]byte{
		"nothing":       {},
		"noise":         noise,
		"zeros":         make([]byte, 100_000),
		"one line":      bytes.Repeat([]byte("a"), 1_000_000),
		"parentheses":   nest("(", "x", ")"),
		"brackets":      nest("[", "", "]"),
		"braces":        nest("{", "", "}"),
		"unclosed":      []byte(strings.Repeat("([{", deep)),
		"closed only":   []byte(strings.Repeat(")]}", deep)),
		"sum":           []byte("x = " + strings.Repeat("a+", 2*deep) + "a"),
		"chain":         []byte("x = " + strings.Repeat("a.", 2*deep) + "a"),
		"calls":         []byte("f" + strings.Repeat("()", deep)),
		"arrows":        []byte(strings.Repeat("a=>", deep) + "a"),
		"commas":        []byte("f(" + strings.Repeat("a,", 2*deep) + "a)"),
		"not":           []byte(strings.Repeat("!", deep) + "a"),
		"else if":       []byte(strings.Repeat("if (a) b(); else ", deep/4) + "c();"),
		"elif":          []byte("if a:\n  b\n" + strings.Repeat("elif a:\n  b\n", deep/4)),
		"cases":         []byte("switch (a) {" + strings.Repeat("case 1:", deep) + "}"),
		"statements":    []byte("switch (a) { case 1:" + strings.Repeat("b();", deep) + "}"),
		"declarators":   []byte("let " + strings.Repeat("a = 1,", deep) + "b"),
		"java arrays":   []byte("class C { int a" + strings.Repeat("[]", deep) + ", b" + strings.Repeat("[]", deep) + ", c; }"),
		"shared type":   []byte("class C { A" + strings.Repeat("<B", 1000) + strings.Repeat(">", 1000) + " " + strings.Repeat("a,", deep) + "b; }"),
		"shared go":     []byte("package p\nvar " + strings.Repeat("a,", deep) + "b " + strings.Repeat("[]", 1000) + "int"),
		"unions":        []byte("type A = " + strings.Repeat("B | ", deep) + "C"),
		"elements":      nest("<a>", "", "</a>"),
		"templates":     nest("`${", "a", "}`"),
		"attributes":    []byte("<a " + strings.Repeat("b={c} ", deep) + "/>"),
		"long number":   []byte("x = 0x" + strings.Repeat("f", 1_000_000)),
		"long decimal":  []byte("x = " + strings.Repeat("9", 1_000_000)),
		"escapes":       []byte(`x = "` + strings.Repeat(`\x41\u0041\101\`, deep) + `"`),
		"comments":      []byte(strings.Repeat("/* */ // \n", deep)),
		"lambda":        nest("lambda: (", "x", ")"),
		"python blocks": []byte(strings.Repeat("if x:\n ", 500)),
		"imports":       []byte("from a import " + strings.Repeat("b as c, ", deep) + "d"),
		"decorators":    []byte(strings.Repeat("@a\n", deep) + "class A: pass"),
		"strings":       []byte("x = " + strings.Repeat("'a' ", deep)),
	}
	for _, e := range lang.Languages {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			p := syntax.NewParser()
			defer p.Close()
			l := language(t, e.Name)
			for name, text := range texts {
				f, r, err := l.Read(p, text)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if err := generic.Check(f); err != nil {
					t.Errorf("%s: %.300v", name, err)
				}
				if r.Stop == syntax.ParseBudget && len(f.Nodes) != 1 {
					t.Errorf("%s: a stopped parse left %d nodes", name, len(f.Nodes))
				}
				if r.Stop != syntax.Whole {
					t.Logf("%s: %s", name, r.Partial())
				}
				if len(f.Nodes) > 5*len(text)+100 {
					t.Errorf("%s: %d nodes of %d bytes", name, len(f.Nodes), len(text))
				}
			}
		})
	}
}

// TestDeep reads nesting of 100,000 levels whole.
func TestDeep(t *testing.T) {
	const deep = 100_000
	open, end := strings.Repeat("(", deep), strings.Repeat(")", deep)
	p := syntax.NewParser()
	defer p.Close()
	for name, text := range map[string]string{
		"javascript": "x = " + open + "y" + end + ";z()",
		"typescript": "x = " + strings.Repeat("!", deep) + "y;z()",
		"tsx":        "x = " + strings.Repeat("[", deep) + "y" + strings.Repeat("]", deep) + ";z()",
		"python":     "x = y" + strings.Repeat(".a", deep) + "\nz()",
		"go":         "package p\nvar x = " + open + "y" + end + "\nvar a = z()",
		"java":       "class A { Object x = " + open + "y" + end + "; Object a = z(); }",
		"csharp":     "class A { object x = " + open + "y" + end + "; object a = z(); }",
		"php":        "<?php $x = " + open + "$y" + end + "; z();",
		"ruby":       "x = " + strings.Repeat("!", deep) + "y; z()",
		"kotlin":     "val x = " + strings.Repeat("!", deep) + "y\nval a = z()",
		"rust":       "fn f() { x = " + open + "y" + end + "; z(); }",
		"c":          "int x = " + strings.Repeat("!", deep) + "y; int a = z();",
		"cpp":        "int x = " + strings.Repeat("!", deep) + "y; int a = z();",
		"hcl":        "x = " + strings.Repeat("[", deep) + "y" + strings.Repeat("]", deep) + "\na = z()\n",
	} {
		f, r, err := language(t, name).Read(p, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := generic.Check(f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r.Partial() != "" || r.Depth < deep {
			t.Errorf("%s: depth %d, partial %q", name, r.Depth, r.Partial())
		}
		if c := f.Canonical(1); !strings.Contains(c, `Call(Ident"z" Args)`) {
			t.Errorf("%s: the call behind is lost", name)
		}
	}
}

// TestUnclosed has the runtime release a stack of as many levels as the text has bytes: in a thread of the usual size, it
// overflowed.
func TestUnclosed(t *testing.T) {
	p := syntax.NewParser()
	defer p.Close()
	for _, e := range lang.Languages {
		if _, _, err := language(t, e.Name).Read(p, []byte(strings.Repeat("([{", 100_000))); err != nil {
			t.Error(err)
		}
	}
}

// TestAgain reads the same text twice, with another between and from several goroutines.
func TestAgain(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(goRoot(t), "src", "go", "ast", "ast.go"))
	if err != nil {
		t.Fatal(err)
	}
	l, other := language(t, "go"), language(t, "python")
	p := syntax.NewParser()
	defer p.Close()
	first, _, err := l.Read(p, text)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	for range 4 {
		go func() {
			p := syntax.NewParser()
			defer p.Close()
			same := true
			for range 3 {
				if _, _, err := other.Read(p, text); err != nil {
					same = false
				}
				again, _, err := l.Read(p, text)
				same = same && err == nil && reflect.DeepEqual(first, again)
			}
			done <- same
		}()
	}
	for range 4 {
		if !<-done {
			t.Error("the same text gave another tree")
		}
	}
}

// TestBroken reads on around what does not parse, and says how much that is.
func TestBroken(t *testing.T) {
	for name, text := range map[string]string{
		"javascript": "eval(a);\nlet let ]] = ;\neval(b);\n",
		"typescript": "eval(a);\nlet x: = ]];\neval(b);\n",
		"python":     "eval(a)\nx = = ]]\neval(b)\n",
		"go":         "package p\nfunc f() {\n\teval(a)\n\tx := := ]]\n\teval(b)\n}\n",
		"java":       "class A { void m() { eval(a); int = ]]; eval(b); } }",
		"csharp":     "class A { void m() { eval(a); = ]]; eval(b); } }",
		"php":        "<?php eval(a);\n$x = = ]];\neval(b);\n",
		"ruby":       "eval(a)\nx = = ]]\neval(b)\n",
		"rust":       "fn f() { eval(a); = ]]; eval(b); }",
		"c":          "int f() { eval(a); int = ]]; eval(b); }",
		"cpp":        "int f() { eval(a); int = ]]; eval(b); }",
	} {
		p := syntax.NewParser()
		defer p.Close()
		f, r, err := language(t, name).Read(p, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if r.Regions == 0 || !strings.Contains(r.Partial(), "error region") {
			t.Errorf("%s: nothing is said of what does not parse: %q", name, r.Partial())
		}
		found := ""
		for id := generic.ID(1); int(id) < len(f.Nodes); id++ {
			if f.Nodes[id].Kind == generic.Call {
				found += string(f.Text(id))
			}
		}
		if found != "eval(a)eval(b)" {
			t.Errorf("%s: the calls around the error are %q\n%s", name, found, f.Dump(1))
		}
	}
}

// TestTooLarge refuses what no person has written.
func TestTooLarge(t *testing.T) {
	p := syntax.NewParser()
	defer p.Close()
	if _, err := p.Parse(language(t, "go").Grammar, make([]byte, syntax.MaxSource+1)); err == nil {
		t.Error("a text over the limit was parsed")
	}
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
