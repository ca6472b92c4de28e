package flow

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bartizan/internal/codegate/sast/formula"
)

// rule writes a taint rule.
func rule(id, options, sources, sinks, rest string) string {
	return fmt.Sprintf("- id: %s\n  message: m\n  severity: ERROR\n  languages: [javascript, python, go, java]\n  mode: taint\n  options: {%s}\n  pattern-sources: [%s]\n  pattern-sinks: [%s]\n%s\n",
		id, options, sources, sinks, rest)
}

func TestLocalMarks(t *testing.T) {
	const source, sink = "{pattern: source()}", "{pattern: sink(...)}"
	for _, c := range []struct{ name, rules, project string }{
		{"arguments, objects, statements", rule("r", "", source, sink+", {pattern: $X.html = $Y}, {pattern: return $X}, {patterns: [{pattern: \"at($A, $B)\"}, {focus-metavariable: $B}]}", ""), `
-- a.js --
function f() {
  sink(1, source()); // BAD
  sink({a: [source()]}); // BAD
  x.html = source(); // BAD
  at(source(), 1);
  at(1, g(source())); // BAD
  const o = {a: source(), b: 1};
  sink(o); // BAD
  sink(o.a); // BAD
  sink(o.b);
  o.a = 1;
  sink(o);
  return source(); // BAD
}
`},
		{"sanitizers", rule("r", "", source, sink, "  pattern-sanitizers: [{pattern: clean(...)}, {patterns: [{pattern: scrub($X)}, {focus-metavariable: $X}], by-side-effect: true}]"), `
-- a.js --
function f() {
  let a = source();
  sink(clean(a));
  clean(sink(a));
  sink(a); // BAD
  scrub(a);
  sink(a);
  let b = source(), c = b;
  if (q) { b = clean(b) }
  sink(b); // BAD
  c = clean(c);
  sink(c);
}
`},
		{"sources that stay", rule("r", "", "{patterns: [{pattern: taint($X)}, {focus-metavariable: $X}], by-side-effect: true}, {patterns: [{pattern: later($X)}, {focus-metavariable: $X}], by-side-effect: only}", sink, ""), `
-- a.js --
function f(a, b, c) {
  sink(taint(a)); // BAD
  sink(a); // BAD
  sink(later(b));
  sink(b); // BAD
  taint(c.d);
  sink(c.d); // BAD
  sink(c.e);
}
`},
		{"exact ones", rule("r", "", "{pattern: \"src(...)\", exact: true}", "{pattern: \"wide(...)\", exact: false}, {pattern: sink(...)}", "  pattern-sanitizers: [{pattern: \"clean(...)\", exact: true}]"), `
-- a.js --
function f(a) {
  wide(g(src(a))); // BAD
  sink(src(sink(a))); // BAD
  clean(sink(src(a))); // BAD
  sink(clean(src(a)));
}
`},
		{"parameters", rule("r", "", "{patterns: [{pattern: \"function ($REQ, $RES) {...}\"}, {focus-metavariable: $REQ}]}", sink, ""), `
-- a.js --
h(function (req, res) {
  const {q} = req.body;
  sink(q); // BAD
  sink(res.x);
});
`},
		{"propagators", rule("r", "", source, sink, "  pattern-propagators: [{pattern: \"$TO.put($FROM)\", from: $FROM, to: $TO}, {pattern: \"move($FROM, $TO)\", from: $FROM, to: $TO}, {pattern: \"peek($TO, $FROM)\", from: $FROM, to: $TO, by-side-effect: false}]"), `
-- a.js --
function f(a, b, c, d) {
  a.put(source());
  sink(a); // BAD
  move(source(), b.x);
  sink(b.x); // BAD
  sink(b.y);
  sink(peek(c, source())); // BAD
  sink(c);
}
`},
		{"labels", rule("r", "", "{pattern: a(), label: A}, {pattern: b(), label: B}, {pattern: c(...), label: C, requires: A}", "{pattern: sa(...), requires: A}, {pattern: sab(...), requires: A and B}, {pattern: sanb(...), requires: A and not B}, {pattern: sc(...), requires: C}", ""), `
-- a.py --
def f():
    sa(a())  # BAD
    sa(b())
    sab(a() + b())  # BAD
    sanb(a())  # BAD
    sanb(a() + b())
    sc(c(1))
    sc(c(a()))  # BAD
`},
		{"safe numbers and booleans", rule("r", "taint_assume_safe_numbers: true, taint_assume_safe_booleans: true", source, sink, ""), `
-- A.java --
class A {
  void f() {
    String s = source();
    sink(s.length());
    sink(s.equals("x"));
    sink(s == null);
    sink(!s.isEmpty());
    int i = g(s);
    sink(i);
    sink(i + "x");
    sink(Integer.parseInt(s));
    sink(s + 1); // BAD
  }
}
`},
		{"safe comparisons and indexes", rule("r", "taint_assume_safe_comparisons: true, taint_assume_safe_indexes: true", source, sink, ""), `
-- a.py --
def f(x):
    s = source()
    sink(s == 1)
    sink(s in x)
    sink(x[s])
    sink(s[0])  # BAD
    sink(not s)  # BAD
`},
		{"assignments only", rule("r", "taint_only_propagate_through_assignments: true", source, sink, ""), `
-- a.py --
def f(x):
    s = source()
    t = s
    sink(t)  # BAD
    sink(s + "x")
    sink(f"{s}")
    sink(s.x)
`},
		{"two rules do not mix", rule("r", "", "{pattern: one()}", "{pattern: \"sink1(...)\"}", "") + rule("s", "", "{pattern: two()}", "{pattern: \"sink2(...)\"}", "  pattern-sanitizers: [{pattern: clean(...)}]"), `
-- a.js --
function f() {
  sink1(one()); // BAD
  sink1(two());
  sink2(one());
  sink2(two()); // BAD
  sink1(clean(one())); // BAD
  sink2(clean(two()));
}
`},
		{"control", rule("r", "", "{pattern: enter(), control: true}", "{pattern: act()}", ""), `
-- a.py --
def f(x):
    act()
    if x:
        enter()
    act()  # BAD
def g():
    act()
`},
		{"dead code", rule("r", "", source, sink, ""), `
-- a.js --
const DEBUG = false;
function f() {
  if (false) { sink(source()) }
  const x = 1 + 1 === 3;
  if (x) { sink(source()) }
  if (DEBUG) { sink(source()) } // BAD
  while (true) { if (g()) break }
  sink(source()); // BAD
  for (;;) { }
  sink(source());
}
`},
		{"places that are indexed", rule("r", "", source, "{pattern: \"$X[...]\"}", ""), `
-- a.js --
function f(o) {
  o[source()] = 1; // BAD
  return o["a"];
}
`},
		{"constants that are sources", rule("r", "", "{pattern: '\"...\"'}", sink, ""), `
-- a.js --
const KEY = "k", N = 1;
function f() {
  const k = "l";
  sink(k); // BAD
  sink(() => KEY, 1);
  h(() => sink(k)); // BAD
}
`},
		{"not conflicting", rule("r", "", "{pattern: source(...)}", sink, "  pattern-sanitizers: [{pattern: $F(...), not_conflicting: true}]"), `
-- a.js --
function f() {
  sink(source()); // BAD
  sink(g(source()));
}
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			linked(t, "rules:\n"+c.rules, c.project, LinkOptions{Intra: true})
		})
	}
}

// What several rules ask in the same words is one spec, and so is a part of a model for all rules that name it.
func TestPlanSharesModels(t *testing.T) {
	text := "rules:\n"
	for i := range 70 {
		text += rule(fmt.Sprintf("r%d", i), "", "{model: http.request}", "{pattern: sink(...)}", "")
	}
	list, problems := formula.Parse("r.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	source, propagator := &formula.Formula{Op: formula.Pattern, Text: "req.body"}, &formula.Formula{Op: formula.Pattern, Text: "move($A, $B)"}
	part := &formula.ModelPart{Name: "http.request", Languages: []string{"javascript"}, Spec: formula.Spec{Formula: source}}
	models := &formula.Models{
		Formulas: map[string][]*formula.ModelPart{"http.request": {part}},
		Files:    []*formula.ModelFile{{Languages: []string{"javascript"}, Propagators: []formula.Spec{{Formula: propagator, From: "$A", To: "$B"}}}},
	}
	p := NewPlan("javascript", list, models)
	count := map[Role]int{}
	for _, s := range p.Specs {
		count[s.Role]++
		if !reflect.DeepEqual(s.Rules, setOf(70, func(int) bool { return true })) {
			t.Errorf("%v has rules %x", s.Formula.Text, s.Rules)
		}
	}
	if count[Source] != 1 || count[Propagator] != 1 || count[Sink] != 1 {
		t.Errorf("specs by role: %v", count)
	}
	if p := NewPlan("python", list, models); len(p.Rules) != 70 || strings.Contains(fmt.Sprint(p.Specs), "req.body") {
		t.Error("a language got another's model")
	}
}
