package flow

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

func each(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

func around(n int, open, inner, end string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
}

// hostile are functions that make naive analyses take the square of their size, or more.
func hostile(n int) map[string]string {
	return map[string]string{
		"variables and branches": "function f(a){" + each(n, func(i int) string { return fmt.Sprintf("let v%d=a.x%d;", i, i) }) +
			each(n, func(i int) string { return fmt.Sprintf("if(v%d)v%d=v%d+1;", i, i*7%n, i*13%n) }) + "g(v1)}",
		"a loop over all": "function f(a){" + each(n, func(i int) string { return fmt.Sprintf("let v%d=a.x%d;", i, i) }) +
			"while(q()){" + each(n, func(i int) string { return fmt.Sprintf("v%d=v%d;", i, i*13%n) }) + "}g(v1)}",
		"a growing string":         "function f(a){let s='';" + each(n, func(i int) string { return fmt.Sprintf("s+=g%d(s);", i) }) + "return s}",
		"calls on one object":      "function f(t){" + each(n, func(i int) string { return fmt.Sprintf("t.c%d(%d);", i, i) }) + "return t}",
		"members stored":           "function f(a){const o={};" + each(n, func(i int) string { return fmt.Sprintf("o.k%d=a.k%d;", i, i) }) + each(n, func(i int) string { return fmt.Sprintf("g(o.k%d);", i) }) + "}",
		"members of a literal":     "function f(a){const o={" + each(n, func(i int) string { return fmt.Sprintf("k%d:a.k%d,", i, i) }) + "};" + each(n, func(i int) string { return fmt.Sprintf("g(o.k%d);", i) }) + "}",
		"items":                    "function f(a){const l=[];" + each(n, func(i int) string { return fmt.Sprintf("l.push(a.k%d);", i) }) + "g(l[7])}",
		"sources and sinks":        "function f(){let s='';" + each(n, func(int) string { return "s=s+source();sink(s);" }) + "}",
		"jumps out of a loop":      "function f(a){let x=a;for(;;){" + each(n, func(i int) string { return fmt.Sprintf("x=g%d(x);if(x)break;if(y)continue;", i) }) + "}g(x)}",
		"a walk down a tree":       "function f(n){while(n){" + each(n, func(i int) string { return fmt.Sprintf("if(n.a%d)n=n.a%d;", i, i) }) + "}g(n)}",
		"objects in each other":    "function f(a){let x={},y={q:a};" + strings.Repeat("x.n=y;y.n=x;x=y;", n) + "g(x)}",
		"closures":                 "function o(a){" + each(n, func(i int) string { return fmt.Sprintf("let g%d=q(a);", i) }) + each(n, func(i int) string { return fmt.Sprintf("h(()=>{g%d=g%d+g%d});", i, i, i*7%n) }) + "}",
		"nested closures":          "function f(a){" + around(min(n, 900), "g((b)=>{a=b;", "", "})") + "}",
		"nested branches":          "function f(a){let x=a;" + around(n, "if(a){x=x+1;", "", "}") + "g(x)}",
		"nested loops":             "function f(a){let x=a;" + around(n, "while(a){x=x+1;", "", "}") + "g(x)}",
		"nested tries":             "function f(a){let x=a;" + around(n, "try{x=g(x);", "", "}finally{x=h(x)}") + "g(x)}",
		"nested calls":             "function f(a){return " + around(n, "g(", "a", ")") + "}",
		"nested conditions":        "function f(a){return " + around(n, "a?a.b:(", "1", ")") + "}",
		"a long sum":               "function f(a){return " + strings.Repeat("a.x+", n) + "1}",
		"a long chain":             "function f(a){return a" + strings.Repeat(".m(a)", n) + "}",
		"tries after each other":   "function f(a){let x,y,z;" + strings.Repeat("try{x=g(a);y=h(x)}catch(e){x=y}finally{z=x}", n) + "return z}",
		"cases that fall through":  "function f(a){let r='';switch(a){" + each(n, func(i int) string { return fmt.Sprintf("case %d: r=r+a.b;", i) }) + "}g(r)}",
		"cases":                    "function f(a){let r='';switch(a){" + each(n, func(i int) string { return fmt.Sprintf("case %d: r=a.b;break;", i) }) + "}g(r)}",
		"names in a pattern":       "function f(a){const {" + each(n, func(i int) string { return fmt.Sprintf("k%d,", i) }) + "}=a;g(k1)}",
		"labels that nobody names": "function f(a){" + each(n, func(i int) string { return fmt.Sprintf("l%d:{if(a)break l%d;a=g(a)}", i, i) }) + "return a}",
	}
}

// The work for a function grows with its size, and what it is too much for is reported.
func TestLocalHostile(t *testing.T) {
	for name, text := range hostile(2000) {
		t.Run(name, func(t *testing.T) {
			u, _, graphs, cut := localOf(t, plainRules, "javascript", text)
			edges := 0
			for i := range graphs {
				g := &graphs[i]
				checkGraph(t, u, g)
				edges += len(g.Edges)
			}
			if edges > 4*maxEdges {
				t.Errorf("%d edges", edges)
			}
			if edges == 0 && len(cut) == 0 {
				t.Error("nothing found and nothing cut")
			}
		})
	}
}

// checkGraph tests what holds for every graph.
func checkGraph(t testing.TB, u *search.Unit, g *Graph) {
	t.Helper()
	end := func(e End) {
		switch {
		case e.Kind == NoEnd || e.Kind > SinkAt:
			t.Fatalf("an end of kind %d", e.Kind)
		case e.Kind >= CallArg && e.Kind <= CallOut && int(e.Call) >= len(g.Calls):
			t.Fatalf("call %d of %d", e.Call, len(g.Calls))
		case e.Env >= int32(len(g.Envs)) || e.Env < -1:
			t.Fatalf("env %d of %d", e.Env, len(g.Envs))
		case int(e.Node) >= len(u.Nodes) || e.Node < 0:
			t.Fatalf("node %d of %d", e.Node, len(u.Nodes))
		case strings.Count(e.Path, ".")+strings.Count(e.Path, "[]") > MaxPath && !strings.Contains(string(u.Text), "\""):
			t.Fatalf("path %q", e.Path)
		}
	}
	for _, e := range g.Edges {
		end(e.From)
		end(e.To)
		if len(e.Steps) > MaxSteps {
			t.Fatalf("%d steps", len(e.Steps))
		}
		if e.To.Kind == CallResult || e.To.Kind == CallOut || e.From.Kind == CallArg || e.From.Kind == SinkAt || e.From.Kind == Return {
			t.Fatalf("an edge from %d to %d", e.From.Kind, e.To.Kind)
		}
	}
	for _, c := range g.Calls {
		if int(c.Node) >= len(u.Nodes) || int(c.Local) >= len(u.Nodes) {
			t.Fatalf("call %+v", c)
		}
	}
}

func TestLocalTruncated(t *testing.T) {
	_, _, graphs, cut := localOf(t, plainRules, "javascript", "function f(a){"+around(3000, "if(a){", "sink(source())", "}")+"}")
	if len(cut) != 1 || !strings.Contains(cut[0], "f: code nested deeper than 2000") {
		t.Errorf("cut: %v", cut)
	}
	for _, g := range graphs {
		if (g.Truncated != "") != (g.Name == "f") {
			t.Errorf("%s: %q", g.Name, g.Truncated)
		}
	}
}

// The same text gives the same graphs, whatever was read before.
func TestLocalRepeats(t *testing.T) {
	for name, text := range hostile(60) {
		_, _, first, _ := localOf(t, plainRules, "javascript", text)
		for range 3 {
			if _, _, again, _ := localOf(t, plainRules, "javascript", text); !reflect.DeepEqual(first, again) {
				t.Errorf("%s: different graphs", name)
			}
		}
	}
}

// Marks that name what is not there are left alone.
func TestLocalStrangeMarks(t *testing.T) {
	u, plan, _, _ := localOf(t, plainRules, "javascript", "function f(a) { sink(source()) }")
	n := generic.ID(len(u.Nodes))
	for _, m := range []Mark{{Spec: -1}, {Spec: 99}, {Start: 5, End: 2}, {End: 1 << 30}, {Node: n + 5}, {Node: -3}, {Start: 0, End: 3}, {Spec: 1, Start: 0, End: uint32(len(u.Text))}} {
		graphs, _ := Local(u, plan, []Mark{m, m})
		for i := range graphs {
			checkGraph(t, u, &graphs[i])
		}
	}
	if g, cut := Local(&search.Unit{}, plan, nil); g != nil || cut != nil {
		t.Error("a file without a tree has graphs")
	}
}

// fuzzRules has every kind of spec, so that marks fall on all kinds of places.
const fuzzRules = `
rules:
- id: a
  message: m
  severity: ERROR
  languages: [javascript, typescript, python, go, java]
  mode: taint
  options: {taint_assume_safe_numbers: true, taint_assume_safe_booleans: true, taint_assume_safe_functions: true}
  pattern-sources: [{pattern: '$X.a'}, {pattern: '$F(1, ...)', by-side-effect: true, label: L}, {pattern: a, by-side-effect: only}, {pattern: 'b()', control: true}, {pattern: '$X + 1', label: M, requires: L}]
  pattern-sinks: [{pattern: '$F(...)'}, {pattern: '$X = $Y', requires: L and not M}, {pattern: $X, exact: false}, {pattern: 'c(...)', at-exit: true}]
  pattern-sanitizers: [{pattern: '$X.c(...)'}, {pattern: b, by-side-effect: true}, {pattern: $X, not_conflicting: true, exact: true}]
  pattern-propagators: [{pattern: '$A.p($B)', from: $B, to: $A}, {pattern: '$A = $B', from: $B, to: $A, label: N}, {pattern: '$A + $B', from: $A, to: $B, by-side-effect: false, requires: L}]
- id: b
  message: m
  severity: ERROR
  languages: [javascript, typescript, python, go, java]
  mode: taint
  options: {taint_only_propagate_through_assignments: true, taint_assume_safe_indexes: true}
  pattern-sources: [{pattern: a}]
  pattern-sinks: [{pattern: '$X[$Y]'}]
`

func FuzzLocal(f *testing.F) {
	for _, text := range hostile(6) {
		f.Add(text, byte(0))
	}
	f.Add("def f(a, *b, **c):\n  try:\n    with a as b: yield [x for x in b if x]\n  except E as e: raise\n  finally: del a\n  match a:\n    case {'x': y}: return y\n", byte(1))
	f.Add("package p\nfunc (r *R) f(a string, c chan int) (x int, err error) { L: for i, v := range a { switch y := v.(type) { case int: continue L; default: goto M } }; M: select { case a := <-c: defer f(a) }; return }", byte(2))
	f.Add("class A { int x = 1; static { f(); } A(int y) { this.x = y; } void f() { l: do { switch (x) { case 1: break l; case 2 -> x; default: yield 3; } } while (true); try (I i = g(); j) { throw e; } catch (A | B e) { } finally { } } }", byte(3))
	f.Add("class A { x = 1; static { f() } get y() { return this.x } } const {a = 1, ...b} = c; label: { break label } for (const [k, v] of o) tag`${k}`; a ||= b; a?.b?.(c); <A b={c}>{d}</A>", byte(0))
	languages := []string{"javascript", "python", "go", "java", "typescript"}
	f.Fuzz(func(t *testing.T, text string, which byte) {
		if len(text) > 4096 {
			return
		}
		language := languages[int(which)%len(languages)]
		u, plan, graphs, _ := localOf(t, fuzzRules, language, text)
		for i := range graphs {
			checkGraph(t, u, &graphs[i])
		}
		// Marks anywhere: nodes in turn, as each role, by node and by span.
		var marks []Mark
		for id := generic.ID(1); int(id) < len(u.Nodes); id++ {
			n := u.Nodes[id]
			m := Mark{Spec: int32(int(id) * 7 % len(plan.Specs)), Start: n.Start, End: n.End, Node: id}
			if id%3 == 0 {
				m.Node = 0
			}
			m.Env = []search.Binding{{Name: "$A", Node: id, Start: n.Start, End: n.End}, {Name: "$B", Node: (id*5)%generic.ID(len(u.Nodes)-1) + 1, Start: n.Start, End: n.End}}
			marks = append(marks, m)
		}
		graphs, cut := Local(u, plan, marks)
		for i := range graphs {
			checkGraph(t, u, &graphs[i])
		}
		again, cutAgain := Local(u, plan, marks)
		if !reflect.DeepEqual(graphs, again) || !reflect.DeepEqual(cut, cutAgain) {
			t.Fatal("different graphs of the same text")
		}
	})
}

// BenchmarkLocal reads a text of many ordinary functions.
func BenchmarkLocal(b *testing.B) {
	text := each(400, func(i int) string {
		return fmt.Sprintf("app.post('/x%d', async (req, res) => {\n  const {name, id} = req.body;\n  if (!name) return res.status(400).json({error: 'no name'});\n  try {\n    const rows = await db.query(`SELECT * FROM t WHERE name = '${name}'`);\n    for (const row of rows) { row.id = id + %d; log.info(row.name); }\n    res.json(rows.map(r => r.id));\n  } catch (err) {\n    res.status(500).json({error: err.message});\n  }\n});\n", i, i)
	})
	l, err := lang.For("javascript", "a.js")()
	if err != nil {
		b.Fatal(err)
	}
	parser := syntax.NewParser()
	defer parser.Close()
	tree, _, err := l.Read(parser, []byte(text))
	if err != nil {
		b.Fatal(err)
	}
	_, plan, _, _ := localOf(b, plainRules, "javascript", "f()")
	u := &search.Unit{Path: "a.js", Language: "javascript", Text: []byte(text), Table: names.Resolve(tree)}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Local(u, plan, nil)
	}
}
