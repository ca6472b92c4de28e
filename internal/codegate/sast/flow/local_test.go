package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// localOf reads one text and gives its graphs.
func localOf(t testing.TB, rules, language, text string) (*search.Unit, *Plan, []Graph, []string) {
	t.Helper()
	list, problems := formula.Parse("rules.yaml", []byte(rules))
	if len(problems) > 0 || len(list) == 0 {
		t.Fatalf("reading the rules: %v", problems)
	}
	l, err := lang.For(language, "a."+language)()
	if err != nil {
		t.Fatal(err)
	}
	parser := syntax.NewParser()
	defer parser.Close()
	tree, _, err := l.Read(parser, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	plan := NewPlan(language, list, nil)
	u := &search.Unit{Path: "a." + language, Language: language, Text: []byte(text), Table: names.Resolve(tree)}
	graphs, cut := Local(u, plan, plan.Marks(search.NewSet(nil).On(u)))
	return u, plan, graphs, cut
}

// written writes an end for a person: calls by their callee, marks by their text.
func written(u *search.Unit, g *Graph, e End) string {
	call := ""
	if e.Kind >= CallArg && e.Kind <= CallOut {
		c := g.Calls[e.Call]
		if call = c.Callee; call == "" {
			call = c.Method
		}
		if call == "" {
			call = string(u.File.Text(c.Node))
		}
	}
	s := ""
	switch e.Kind {
	case Param:
		s = fmt.Sprintf("param%d", e.Index)
	case Receiver:
		s = "this"
	case Return:
		s = "return"
	case CallArg:
		s = fmt.Sprintf("%s(%d)", call, e.Index)
	case CallNamed:
		s = fmt.Sprintf("%s(%s=)", call, e.Name)
	case CallRecv:
		s = call + "<"
	case CallResult:
		s = call + ">"
	case CallOut:
		s = fmt.Sprintf("%s!%d", call, e.Index)
	case Captured:
		s = "captured " + e.Name
	case GlobalVar:
		s = "global " + e.Name
	case FieldVar:
		s = "field " + e.Name
	case SourceAt, SinkAt:
		s = string(u.File.Text(e.Node))
	}
	return s + e.Path
}

func edgesOf(u *search.Unit, graphs []Graph) []string {
	var list []string
	for i := range graphs {
		g := &graphs[i]
		for _, e := range g.Edges {
			list = append(list, written(u, g, e.From)+" -> "+written(u, g, e.To))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

const plainRules = `
rules:
- id: flow
  message: m
  severity: ERROR
  languages: [javascript, typescript, python, go, java]
  mode: taint
  pattern-sources: [{pattern: source()}]
  pattern-sinks: [{pattern: sink(...)}]
  pattern-sanitizers: [{pattern: clean(...)}]
`

func TestLocalEdges(t *testing.T) {
	for _, c := range []struct {
		name, language, text string
		want                 []string
		never                []string
	}{
		{"paths of parameters", "javascript", `function f(req, x) { const a = req.body.q; g(a + x); return {p: a, q: x} }`,
			[]string{"param0.body.q -> g(0)", "param1 -> g(0)", "param0.body.q -> return.p", "param1 -> return.q"},
			[]string{"param0 -> g(0)", "param0.body.q -> return.q"}},
		{"deep paths end at three steps", "javascript", `function f(a) { g(a.b.c.d.e) }`, []string{"param0.b.c.d -> g(0)"}, nil},
		{"destructuring", "javascript", `function f({a, b: {c}, ...r}, [d, e = 1]) { g(a, c, r, d, e) }`,
			[]string{"param0.a -> g(0)", "param0.b.c -> g(1)", "param0 -> g(2)", "param1.0 -> g(3)", "param1.1 -> g(4)"}, []string{"param0.b -> g(0)"}},
		{"spread and rest", "javascript", `function f(a, ...b) { g({...a, x: 1}, ...b) }`, []string{"param0 -> g(0)", "param1.0 -> g(1)", "param1.1 -> g(2)"}, nil},
		{"a strong update", "javascript", `function f(a, b) { let o = a; o.x = b; g(o.x); h(o.y); o = 1; k(o.y) }`,
			[]string{"param1 -> g(0)", "param0.y -> h(0)", "param1 -> param0.x"}, []string{"param0.x -> g(0)", "param0.y -> k(0)"}},
		{"branches join", "javascript", `function f(a, b, c) { let x; if (c) { x = a } else { x = b } g(x) }`, []string{"param0 -> g(0)", "param1 -> g(0)"}, []string{"param2 -> g(0)"}},
		{"loops come round", "javascript", `function f(a) { let x = "", y = ""; while (p()) { g(y); y = x; x = a } }`, []string{"param0 -> g(0)"}, nil},
		{"break and continue", "javascript", `function f(a, b) { let x = 1; for (;;) { x = a; if (p()) break; x = b; if (q()) continue; x = 2 } g(x) }`, []string{"param0 -> g(0)"}, []string{"param1 -> g(0)"}},
		{"labels", "javascript", `function f(a) { let x = 1; out: for (;;) { for (;;) { x = a; break out } } g(x) }`, []string{"param0 -> g(0)"}, nil},
		{"handlers see what may have been", "javascript", `function f(a, b) { let x = 1; try { x = a; p(); x = b; } catch (e) { g(x) } finally { h(x) } k(x) }`,
			[]string{"param0 -> g(0)", "param0 -> h(0)", "param1 -> h(0)", "param1 -> k(0)"}, []string{"param1 -> g(0)"}},
		{"what is thrown is caught", "javascript", `function f(a) { try { throw a } catch (e) { g(e) } }`, []string{"param0 -> g(0)"}, nil},
		{"behind a return is nothing", "javascript", `function f(a) { return 1; g(a) }`, nil, []string{"param0 -> g(0)"}},
		{"short circuits", "javascript", `function f(a, b) { const x = a || (b = p()); g(x, b); const y = a ?? "c"; h(y) }`, []string{"param0 -> g(0)", "p> -> g(0)", "param1 -> g(1)", "p> -> g(1)", "param0 -> h(0)"}, nil},
		{"constants choose", "java", `class A { void f(String a) { int n = 86; String x = (7 * 42) - n > 200 ? "s" : a; g(x); String y; if ((7 * 18) + n > 200) y = "s"; else y = a; h(y); } }`,
			nil, []string{"param0 -> g(0)", "param0 -> h(0)"}},
		{"a switch over a constant", "java", `class A { void f(String a) { String s = "ABC", x; char c = s.charAt(1); switch (c) { case 'A': x = a; break; case 'B': x = "b"; break; default: x = a; } System.out.print(x); } }`,
			nil, []string{"param0 -> java.lang.System.out.print(0)"}},
		{"lists by place", "java", `import java.util.*; class A { void f(String a) { List<String> l = new ArrayList<>(); l.add("s"); l.add(a); l.add("t"); l.remove(0); System.out.print(l.get(0)); System.err.print(l.get(1)); } }`,
			[]string{"param0 -> java.lang.System.out.print(0)"}, []string{"param0 -> java.lang.System.err.print(0)"}},
		{"maps by key", "java", `import java.util.*; class A { void f(String a) { Map<String, String> m = new HashMap<>(); m.put("k", a); m.put("j", "s"); System.out.print(m.get("k")); System.err.print(m.get("j")); } }`,
			[]string{"param0 -> java.lang.System.out.print(0)"}, []string{"param0 -> java.lang.System.err.print(0)"}},
		{"builders", "java", `class A { void f(String a) { StringBuilder b = new StringBuilder("x"); b.append(a).append("y"); System.out.print(b.toString()); } }`, []string{"param0 -> java.lang.System.out.print(0)"}, nil},
		{"fields", "java", `class A { String x; void f(String a) { x = a; this.y = a; } String g() { return x + this.z; } }`,
			[]string{"param0 -> field x", "param0 -> field y", "field x -> return", "field z -> return", "param0 -> this.x"}, nil},
		{"resources and patterns", "java", `class A { void f(Object a) { try (In i = open(a)) { System.out.print(i); } if (a instanceof String s) { System.err.print(s); } } }`,
			[]string{"param0 -> java.lang.System.err.print(0)"}, nil},
		{"switch expressions", "java", `class A { String f(String a, int k) { return switch (k) { case 1 -> a; default -> { yield "x"; } }; } }`, []string{"param0 -> return"}, nil},
		{"several results", "go", "package p\nfunc f(a string) (string, error) { x, err := g(a); if err != nil { return \"\", err }; return x, nil }",
			[]string{"param0 -> g(0)", "g>.0 -> return.0", "g>.1 -> return.1"}, []string{"g>.0 -> return.1"}},
		{"composites, pointers, ranges", "go", "package p\nfunc f(a string, m map[string]T) { t := &T{A: a, B: \"x\"}; g(t.A); h(t.B); for _, v := range m { k(v.n) } }",
			[]string{"param0 -> g(0)", "param1[].n -> k(0)"}, []string{"param0 -> h(0)"}},
		{"receivers and channels", "go", "package p\nfunc (s *S) f(a string, c chan string) { s.x = a; c <- s.y; go g(<-c); defer h(a) }",
			[]string{"param0 -> field x", "param0 -> this.x", "field y -> g(0)", "param0 -> h(0)", "param1 -> g(0)"}, nil},
		{"what calls leave behind", "go", "package p\nimport \"encoding/json\"\nfunc f(d []byte) { var t T; json.Unmarshal(d, &t); g(t.A) }", []string{"encoding/json.Unmarshal!1.A -> g(0)"}, nil},
		{"swap", "go", "package p\nfunc f(a, b string) { a, b = b, a; g(a); h(b) }", []string{"param1 -> g(0)", "param0 -> h(0)"}, []string{"param0 -> g(0)"}},
		{"goto", "go", "package p\nfunc f(a string, b bool) { x := \"\"; if b { x = a; goto L }; x = \"\"\nL:\n g(x) }", []string{"param0 -> g(0)"}, nil},
		{"comprehensions", "python", "def f(a, d):\n  g([x.n for x in a if x])\n  h({k: v for k, v in d.items()})\n", []string{"param0[].n -> g(0)[]"}, nil},
		{"with, globals, fields", "python", "import os\nG = os.environ\nclass A:\n  def f(self, p, *, k=1):\n    with open(p) as s:\n      self.x = s.read()\n    return G, k\n",
			[]string{"param0 -> open(0)", "open> -> read<", "read> -> field x", "global G -> return.0", "param1 -> return.1"}, nil},
		{"named arguments", "python", "def f(a, b):\n  g(a, x=b, **b)\n", []string{"param0 -> g(0)", "param1 -> g(x=)"}, nil},
		{"tuples and stars", "python", "def f(a):\n  x, (y, *z) = a\n  g(x, y, z)\n", []string{"param0.0 -> g(0)", "param0.1.0 -> g(1)"}, nil},
		{"match", "python", "def f(a):\n  match a:\n    case {\"k\": v}: g(v)\n    case [x, *r]: h(x)\n    case P(n=q): k(q)\n", []string{"param0.k -> g(0)", "param0.0 -> h(0)", "param0.n -> k(0)"}, nil},
		{"formats and yields", "python", "def f(a):\n  yield f\"{a}\"\n  yield \"%s\" % a\n", []string{"param0 -> return[]"}, nil},
		{"closures", "javascript", `function f(a) { let x = a, y; h(() => { g(x); y = p() }); k(y) }`, []string{"param0 -> captured x", "captured x -> g(0)", "p> -> captured y", "captured y -> k(0)"}, nil},
		{"a closure sees what comes later", "javascript", `function f(a) { let x; const c = () => g(x); x = a; c() }`, []string{"param0 -> captured x"}, nil},
		{"globals", "javascript", `let q = p(); function f() { q = r(); return q } function g() { return q }`, []string{"p> -> global q", "r> -> global q", "global q -> return", "r> -> return"}, nil},
		{"elements of JSX", "javascript", `function f(a) { return <Comp x={a.b}>{a.c}</Comp> }`, []string{"param0.b -> Comp(0).x", "param0.c -> Comp(0).children", "param0.b -> return"}, nil},
		{"a project's own List is not the library's", "java", `package p; class List { void add(String s) { } } class A { void f(String a) { List l = new List(); l.add(a); } }`, []string{"param0 -> add(0)"}, nil},
		{"conversions", "go", "package p\nimport \"strconv\"\nfunc f(a string) { n, err := strconv.Atoi(a); g(n, err); h(len(a), string([]byte(a))) }", []string{"param0 -> g(0)", "param0 -> h(1)"}, nil},
		{"objects and pushes", "javascript", `function f(a) { const l = []; l.push(a); g(l[0]); const o = {}; o[a.k] = 1; Object.assign(o, {z: a}); h(o.z) }`, []string{"param0 -> g(0)", "param0 -> h(0)"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, _, graphs, cut := localOf(t, plainRules, c.language, c.text)
			if len(cut) > 0 {
				t.Errorf("cut: %v", cut)
			}
			got := edgesOf(u, graphs)
			for _, w := range c.want {
				if !slices.Contains(got, w) {
					t.Errorf("no edge %q in:\n%s", w, strings.Join(got, "\n"))
				}
			}
			for _, w := range c.never {
				if slices.Contains(got, w) {
					t.Errorf("edge %q in:\n%s", w, strings.Join(got, "\n"))
				}
			}
		})
	}
}
