package formula

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
)

// print writes a formula as one line: what a test compares.
func print(f *Formula) string {
	var b strings.Builder
	switch f.Op {
	case Pattern:
		fmt.Fprintf(&b, "%q", f.Text)
	case Regex:
		fmt.Fprintf(&b, "/%s/", f.Text)
	case Model:
		b.WriteString("model " + f.Text)
	default:
		b.WriteString(map[Op]string{All: "all", Any: "any", Not: "not", Inside: "inside", Anywhere: "anywhere"}[f.Op])
		b.WriteByte('(')
		var parts []string
		for _, k := range f.Kids {
			parts = append(parts, print(k))
		}
		for _, c := range f.Conditions {
			parts = append(parts, printCondition(c))
		}
		for _, names := range f.Focus {
			parts = append(parts, "focus "+strings.Join(names, "+"))
		}
		b.WriteString(strings.Join(parts, ", "))
		b.WriteByte(')')
	}
	if f.Fix != "" {
		fmt.Fprintf(&b, " fix %q", f.Fix)
	}
	return b.String()
}

func printCondition(c Condition) string {
	switch c.Test {
	case MetavariableRegex:
		return fmt.Sprintf("%s~/%s/", c.Name, c.Regex)
	case MetavariablePattern:
		return strings.TrimSpace(c.Name + " is " + c.Language + " " + print(c.Formula))
	case MetavariableComparison:
		return fmt.Sprintf("%s %s", c.Name, printExpr(c.Comparison))
	case MetavariableType:
		return fmt.Sprintf("%s: %s", c.Name, strings.Join(c.Types, "|"))
	}
	return c.Name + " by " + c.Analyzer
}

func printExpr(e *Expr) string {
	if len(e.Kids) == 0 {
		return e.Op + ":" + e.Text
	}
	var kids []string
	for _, k := range e.Kids {
		kids = append(kids, printExpr(k))
	}
	return "(" + strings.TrimSpace(e.Op+" "+e.Text) + " " + strings.Join(kids, " ") + ")"
}

// aRule wraps keys of a rule.
func aRule(keys string) string {
	return "rules:\n- id: r\n  message: m\n  severity: ERROR\n  languages: [python]\n  " + strings.ReplaceAll(strings.TrimSpace(keys), "\n", "\n  ") + "\n"
}

func TestFormulas(t *testing.T) {
	for _, c := range []struct{ name, keys, want string }{
		{"pattern", "pattern: f(...)", `"f(...)"`},
		{"a number as pattern", "pattern: 8", `"8"`},
		{"regex", "pattern-regex: a+", `/a+/`},
		{"conjunction", "patterns:\n- pattern: f($X)\n- pattern-inside: |\n    def g():\n      ...\n- pattern-not: f(1)\n- pattern-not-inside: h()\n- pattern-not-regex: x",
			`all("f($X)", inside("def g():\n  ...\n"), not("f(1)"), not(inside("h()")), not(/x/))`},
		{"either with its own fixes", "pattern-either:\n- pattern: a\n  fix: b\n- patterns:\n  - pattern: c\n", `any("a" fix "b", all("c"))`},
		{"operators with a formula", "patterns:\n- pattern: f($X)\n- pattern-not:\n    patterns:\n    - pattern: f(a)\n    - pattern: f($Y)\n- pattern-inside:\n    pattern-either: [{pattern: g()}]",
			`all("f($X)", not(all("f(a)", "f($Y)")), inside(any("g()")))`},
		{"conditions in order", "patterns:\n- pattern: f($X, $Y)\n- metavariable-regex: {metavariable: $X, regex: ^a, constant-propagation: true}\n- focus-metavariable: [$X, $Y]\n- metavariable-analysis: {metavariable: $X, analyzer: entropy}\n" +
			"- metavariable-type: {metavariable: $X, types: [A, B]}\n- metavariable-pattern: {metavariable: $Y, language: js, patterns: [{pattern-not: b}]}\n- metavariable-comparison: {comparison: \"$X > 3 and not $Y in [1, '2']\"}",
			`all("f($X, $Y)", $X~/^a/, $X by entropy, $X: A|B, $Y is javascript all(not("b")),  (and (> name:$X int:3) (not (in name:$Y (list int:1 string:2)))), focus $X+$Y)`},
		{"a negation of a bound value", "patterns:\n- pattern: f($X)\n- metavariable-pattern: {metavariable: $X, pattern-not: b}", `all("f($X)", $X is  all(not("b")))`},
		{"match text", "match: f($X)", `"f($X)"`},
		{"match", "match:\n  all:\n  - f($X)\n  - not: f(1)\n  - not: {inside: g()}\n  - any: [a, {regex: b}]\n  - anywhere: c\n  where:\n  - focus: $X\n  - metavariable: $X\n    regex: x\n  - comparison: $X == 1\n  - metavariable: $X\n    type: int\n  - metavariable: $X\n    any: [q]\n    language: js",
			`all("f($X)", not("f(1)"), not(inside("g()")), any("a", /b/), anywhere("c"), $X~/x/,  (== name:$X int:1), $X: int, $X is javascript any("q"), focus $X)`},
		{"where on a pattern", "match:\n  pattern: f($X)\n  where: [{metavariable: $X, all: [{not: a}]}]", `all("f($X)", $X is  all(not("a")))`},
		{"model in a formula", "patterns:\n- pattern: f($X)\n- pattern-inside: {model: http.request}", `all("f($X)", inside(model http.request))`},
		{"aliases and merge keys", "patterns:\n- &p {pattern: a}\n- pattern-inside: &q b\n- pattern-not: *q\n- pattern-either: [*p, {<<: *p, fix: c}]", `all("a", inside("b"), not("b"), any("a", "a" fix "c"))`},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules, problems := Parse("f.yaml", []byte(aRule(c.keys)))
			if len(rules) != 1 || len(problems) > 0 {
				t.Fatalf("%d rules, problems %v", len(rules), problems)
			}
			if got := print(rules[0].Formula); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTaint(t *testing.T) {
	const keys = `mode: taint
pattern-sources:
- pattern: src()
- {pattern: b($X), label: B, requires: A and not C, exact: true, by-side-effect: only, control: true}
pattern-sinks:
- pattern: sink($X)
- {pattern: s2(), exact: false, requires: B, at-exit: true}
pattern-sanitizers:
- {pattern: clean(), by-side-effect: true, not_conflicting: true}
pattern-propagators:
- {pattern: $A.add($B), from: $B, to: $A}
- {pattern: $A.put($B), from: $B, to: $A, by-side-effect: false, label: X, replace-labels: [B], requires: B}`
	rules, problems := Parse("f.yaml", []byte(aRule(keys)))
	if len(rules) != 1 || len(problems) > 0 {
		t.Fatalf("%d rules, problems %v", len(rules), problems)
	}
	spec := rules[0].Taint
	if s := spec.Sources[0]; s.Label != DefaultLabel || s.Exact || s.Requires != nil || s.BySideEffect != NoSideEffect {
		t.Errorf("a plain source is %+v", s)
	}
	if s := spec.Sources[1]; s.Label != "B" || !s.Exact || s.BySideEffect != SideEffectOnly || !s.Control || printExpr(s.Requires) != "(and name:A (not name:C))" {
		t.Errorf("a full source is %+v", s)
	}
	if s := spec.Sinks[0]; !s.Exact || s.Requires != nil || s.Label != "" {
		t.Errorf("a plain sink is %+v", s)
	}
	if s := spec.Sinks[1]; s.Exact || s.Requires == nil || !s.AtExit {
		t.Errorf("a full sink is %+v", s)
	}
	if s := spec.Sanitizers[0]; s.Exact || s.BySideEffect != SideEffectToo || !s.NotConflicting {
		t.Errorf("a sanitizer is %+v", s)
	}
	if s := spec.Propagators[0]; s.BySideEffect != SideEffectToo || s.From != "$B" || s.To != "$A" {
		t.Errorf("a plain propagator is %+v", s)
	}
	if s := spec.Propagators[1]; s.BySideEffect != NoSideEffect || s.Label != "X" || !slices.Equal(s.ReplaceLabels, []string{"B"}) {
		t.Errorf("a full propagator is %+v", s)
	}
	second, problems := Parse("f.yaml", []byte(aRule("taint:\n  sources: [src(), {pattern: a($A), where: [{comparison: $A == 1}], label: L}]\n  sinks: [{any: [sink(), s2()], requires: L}]")))
	if len(second) != 1 || len(problems) > 0 || second[0].Mode != Taint || len(second[0].Taint.Sources) != 2 || second[0].Taint.Sources[1].Label != "L" || len(second[0].Taint.Sinks[0].Formula.Kids) != 2 {
		t.Errorf("second syntax: %v", problems)
	}
}

func TestHeader(t *testing.T) {
	const text = `rules:
- id: a.b_c-1
  message: found $X
  languages: [ts, JavaScript, js, golang, C#, ocaml, none]
  severity: WARNING
  pattern: f($X)
  fix: g($X)
  fix-regex: {regex: f, replacement: '\1', count: 2}
  paths: {include: ['*.js'], exclude: [test]}
  options: {symbolic_propagation: true, ac_matching: false, timeout: 5, generic_ellipsis_max_span: 3, unheard_of: true}
  min-version: 1.2.3
  metadata:
    cwe: ['CWE-89: SQL', "cwe-79", 'CWE-89']
    confidence: LOW
    anything: {goes: [here]}
`
	rules, problems := Parse("f.yaml", []byte(text))
	if len(rules) != 1 {
		t.Fatal(problems)
	}
	r := rules[0]
	if !slices.Equal(r.Languages, []string{"typescript", "javascript", "go", "csharp", "regex"}) {
		t.Errorf("languages %q", r.Languages)
	}
	if r.Severity != finding.Medium || r.Confidence != finding.Guess || !slices.Equal(r.CWE, []int{89, 79}) || r.Line != 2 || r.Fix != "g($X)" || r.FixRegex.Count != 2 ||
		!r.Options.SymbolicPropagation || r.Options.ACMatching || !r.Options.VardefAssign || r.Options.GenericEllipsisMaxSpan != 3 || r.Include[0] != "*.js" || r.Exclude[0] != "test" {
		t.Errorf("%+v", r)
	}
	if len(problems) != 2 || problems[0].Fatal || problems[1].Fatal || problems[0].Key != "languages" || problems[1].Key != "unheard_of" || problems[1].Line != 10 {
		t.Errorf("problems %v", problems)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		want       string
		fatal      bool
	}{
		{"no YAML", "rules: [", 0, "not readable as YAML", true},
		{"empty", "", 0, "is empty", true},
		{"two documents", "rules: []\n---\nrules: []\n", 0, "first YAML document", true},
		{"no rules", "a: b\n", 1, "no rule file", true},
		{"rules is text", "rules: x\n", 1, "want a list", true},
		{"a rule is text", "rules: [x]\n", 1, "want a mapping", true},
		{"no id", "rules: [{message: m}]\n", 1, "id: is missing", true},
		{"strange id", "rules: [{id: \"a\\x1b\"}]\n", 1, "letters", true},
		{"same id", aRule("pattern: a") + strings.TrimPrefix(aRule("pattern: b"), "rules:\n"), 7, "same id", true},
		{"no severity", "rules: [{id: a, message: m, languages: [js], pattern: x}]", 1, "severity: is missing", true},
		{"no message", "rules: [{id: a, severity: INFO, languages: [js], pattern: x}]", 1, "message: is missing", true},
		{"no languages", "rules: [{id: a, severity: INFO, message: m, pattern: x}]", 1, "languages: is missing", true},
		{"unknown language", "rules: [{id: a, severity: INFO, message: m, pattern: x, languages: [intercal]}]", 1, `"intercal" is unknown`, true},
		{"unscanned language", "rules: [{id: a, severity: INFO, message: m, pattern: x, languages: [ocaml]}]", 1, "not scanned: ocaml", true},
		{"nothing to find", aRule("fix: a"), 2, "nothing to find", true},
		{"two formulas", aRule("pattern: a\npatterns: [{pattern: b}]"), 7, "only one of", true},
		{"empty pattern", aRule("pattern: ' '"), 6, "is empty", true},
		{"pattern is a list", aRule("pattern: [a]"), 6, "want text", true},
		{"plain text in patterns", aRule("patterns:\n- a"), 7, "did you mean pattern:", true},
		{"empty patterns", aRule("patterns: []"), 6, "is empty", true},
		{"only negations", aRule("patterns:\n- pattern-not: a\n- pattern-not-inside: b"), 7, "only negations", true},
		{"negation under either", aRule("pattern-either:\n- pattern: a\n- pattern-not: b"), 8, "directly under pattern-either", true},
		{"negation under not", aRule("patterns:\n- pattern: a\n- pattern-not: {pattern-not: b}"), 8, "directly under pattern-not", true},
		{"negation under any", aRule("match: {any: [a, {not: b}]}"), 6, "directly under any", true},
		{"only a negation", aRule("match: {not: b}"), 6, "not only", true},
		{"two operators in one item", aRule("patterns:\n- pattern: a\n  pattern-not: b"), 8, "item of its own", true},
		{"condition under either", aRule("pattern-either:\n- metavariable-regex: {metavariable: $X, regex: a}"), 7, "under patterns only", true},
		{"mis-indented condition", aRule("patterns:\n- pattern: f($X)\n- metavariable-pattern:\n  metavariable: $X\n  pattern: a"), 9, "indentation", true},
		{"unknown operator", aRule("patterns:\n- pattern: a\n- pattern-maybe: b"), 8, "no operator that is known", true},
		{"unknown key", aRule("pattern: a\nremark: b"), 7, "remark: unknown key", false},
		{"python", aRule("patterns:\n- pattern: a\n- pattern-where-python: 1"), 8, "not supported", true},
		{"bad regex", aRule("pattern-regex: a("), 6, "regular expression", true},
		{"bad metavariable", aRule("patterns:\n- pattern: f($X)\n- metavariable-regex: {metavariable: x, regex: a}"), 8, "no metavariable", true},
		{"unbound metavariable", aRule("patterns:\n- pattern: f($X)\n- metavariable-regex: {metavariable: $Y, regex: a}"), 8, "$Y is in no pattern", false},
		{"unbound focus", aRule("patterns:\n- pattern: f($X)\n- pattern-not: g($Y)\n- focus-metavariable: $Y"), 7, "$Y is in no pattern", false},
		{"bad comparison", aRule("patterns:\n- pattern: f($X)\n- metavariable-comparison: {comparison: $X >}"), 8, "too early", true},
		{"unknown function", aRule("patterns:\n- pattern: f($X)\n- metavariable-comparison: {comparison: eval($X)}"), 8, "not supported", true},
		{"bad analyzer", aRule("patterns:\n- pattern: f($X)\n- metavariable-analysis: {metavariable: $X, analyzer: magic}"), 8, "not supported", true},
		{"key twice", aRule("pattern: a\npattern: b"), 7, "stands twice", true},
		{"taint keys without mode", aRule("pattern: a\npattern-sources: [{pattern: b}]"), 7, "mode: taint is missing", true},
		{"taint without sinks", aRule("mode: taint\npattern-sources: [{pattern: b}]"), 2, "needs pattern-sources and pattern-sinks", true},
		{"propagator without to", aRule("mode: taint\npattern-sources: [{pattern: b}]\npattern-sinks: [{pattern: c}]\npattern-propagators: [{pattern: $A, from: $A}]"), 9, "needs from and to", true},
		{"propagator unbound", aRule("mode: taint\npattern-sources: [{pattern: b}]\npattern-sinks: [{pattern: c}]\npattern-propagators: [{pattern: $A, from: $A, to: $B}]"), 9, "$B is not in", true},
		{"bad requires", aRule("mode: taint\npattern-sources: [{pattern: b}]\npattern-sinks: [{pattern: c, requires: a == b}]"), 8, "unexpected", true},
		{"unknown mode", aRule("mode: magic\npattern: a"), 2, "is not supported", true},
		{"option of a wrong type", aRule("pattern: a\noptions: {ac_matching: 3}"), 7, "true or false", true},
		{"deep", aRule("match: " + strings.Repeat("{all: [", 150) + "a" + strings.Repeat("]}", 150)), 6, "nested", true},
		{"many", aRule("pattern-either: [" + strings.Repeat("{pattern: a},", 20_001) + "]"), 6, "more than 20000 formulas", true},
		{"bomb", "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c {any: [*b,*b,*b,*b]}\n" + aRule("match: {all: [*c, *c]}"), 2, "want text", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules, problems := Parse("f.yaml", []byte(c.text))
			i := slices.IndexFunc(problems, func(p Problem) bool { return strings.Contains(p.Error(), c.want) })
			if i < 0 {
				t.Fatalf("rules %d, problems %v, want %q", len(rules), problems, c.want)
			}
			if p := problems[i]; p.Line != c.line || p.Fatal != c.fatal || p.File != "f.yaml" {
				t.Errorf("%+v", p)
			}
			if want := map[bool]int{true: 0, false: 1}[c.fatal]; c.name != "same id" && len(rules) != want {
				t.Errorf("%d rules, want %d", len(rules), want)
			}
		})
	}
}

// TestAliasBomb reads what grows exponentially when aliases are followed.
func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("x0: &x0 {pattern: a}\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "x%d: &x%d {pattern-either: [*x%d, *x%d]}\n", i, i, i-1, i-1)
	}
	b.WriteString(aRule("pattern-either: [*x59]"))
	rules, problems := Parse("f.yaml", []byte(b.String()))
	if len(rules) != 0 || len(problems) != 1 || !problems[0].Fatal {
		t.Errorf("%d rules, %v", len(rules), problems)
	}
}

func literate(keys string) string {
	return "---\nid: a-b\nscanner: sast\nseverity: high\nconfidence: certain\ncwe: [89]\n" + keys + "---\n# Title\n"
}

func TestFromRule(t *testing.T) {
	for _, c := range []struct{ name, keys, want string }{
		{"plain", "languages: [python]\nmessage: m $X\npattern: f($X)\n", ""},
		{"taint with models", "languages: [js]\nmessage: m\nmode: taint\npattern-sources: [{model: http.request}]\npattern-sinks: [{model: sql.text}]\nfixer: x\n", ""},
		{"unknown key", "languages: [python]\nmessage: m\npattern: f($X)\nremark: x\n", "a-b.md:10: rule a-b: remark: unknown key"},
		{"message speaks of nothing", "languages: [python]\nmessage: m $Y\npattern: f($X)\n", "$Y is in no pattern"},
		{"unbound", "languages: [python]\nmessage: m\npatterns:\n- pattern: f($X)\n- focus-metavariable: $Y\n", "$Y is in no pattern"},
		{"metadata", "languages: [python]\nmessage: m\npattern: a\nmetadata: {}\n", "stands in the header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := rule.Parse("a-b.md", []byte(literate(c.keys)))
			if err != nil {
				t.Fatal(err)
			}
			out, err := FromRule(r)
			if c.want == "" && (err != nil || out.ID != "a-b" || out.Severity != finding.High || out.Confidence != finding.Certain || out.CWE[0] != 89) {
				t.Errorf("%+v, %v", out, err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func TestModels(t *testing.T) {
	fsys := fstest.MapFS{
		"sast/models/javascript/express.yaml": {Data: []byte("library: express\nlanguages: [javascript, typescript]\nsources:\n  http.request.body:\n  - pattern: $REQ.body\n  - {pattern: $R.raw, exact: true, languages: [typescript]}\n" +
			"  http.request.query: [{pattern: $REQ.query}]\nsinks:\n  redirect.url:\n  - patterns:\n    - pattern: $RES.redirect($URL)\n    - focus-metavariable: $URL\npropagators:\n- {pattern: $A.push($B), from: $B, to: $A}\n")},
		"sast/models/python/flask.yaml": {Data: []byte("library: flask\nlanguages: [python]\nsources:\n  http.request.body: [{pattern: request.json}]\nsinks:\n  http.client-url: [{pattern: get(...)}]\n")},
		"sast/models/README.md":         {Data: []byte("no model")},
	}
	m, err := LoadModels(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	count := func(name, language string) int { return len(m.For(name, language)) }
	if count("http.request", "javascript") != 2 || count("http.request", "typescript") != 3 || count("http.request.body", "python") != 1 || count("http", "python") != 0 || count("redirect", "javascript") != 1 {
		t.Errorf("http.request has %d, %d parts, its body %d in Python, http %d, redirect %d", count("http.request", "javascript"), count("http.request", "typescript"), count("http.request.body", "python"), count("http", "python"), count("redirect", "javascript"))
	}
	if part := m.For("redirect.url", "javascript")[0]; part.Library != "express" || !part.Spec.Exact || part.Role != "sinks" {
		t.Errorf("%+v", part)
	}
	for _, c := range []struct{ source, sink, want string }{
		{"http.request", "redirect.url", ""},
		{"http.nothing", "redirect.url", "no model is named"},
		{"redirect.url", "redirect.url", "is one of sinks, not of sources"},
		{"http.request", "http.client-url", "has nothing for javascript"},
	} {
		rules, problems := Parse("f.yaml", []byte(strings.Replace(aRule("mode: taint\npattern-sources: [{model: "+c.source+"}]\npattern-sinks: [{model: "+c.sink+"}]"), "python", "javascript", 1)))
		if len(rules) != 1 {
			t.Fatal(problems)
		}
		got := m.Check(rules[0])
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Reason, c.want)) {
			t.Errorf("%s, %s: %v, want %q", c.source, c.sink, got, c.want)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"library: a\n", "missing"}, {"library: a\nlanguages: [x]\n", "unknown"}, {"library: a\nlanguages: [go]\nsinks: {A: [{pattern: b}]}", "no name of a model"},
		{"library: a\nlanguages: [go]\nsinks: {a: [{pattern: b, label: x}]}", "unknown key"}, {"library: a\nlanguages: [go]\nformulas: {a: [{pattern: b, exact: true}]}", "unknown key"},
		{"library: a\nlanguages: [go]\nextra: 1", "unknown key"}, {"library: a\nlanguages: [go]\npropagators: [{pattern: $A, from: $A, to: $B}]", "$B is not in"},
	} {
		if _, err := ParseModel("m.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"sinks: {http.request.body: [{pattern: b}]}", "is among the"},
		{"sinks: {a: [{model: b}]}", `no model is named "b"`},
		{"formulas: {a: [{model: b}], b: [{patterns: [{pattern: c}, {model: a}]}]}", "names itself"},
		{"formulas: {a: [{pattern: c}], a.b: [{model: a}]}", "names itself"},
		{"formulas: {a: [{model: a.b}], a.b: [{pattern: c}]}", ""},
		{"formulas: {b: [{pattern: c}]}\nsinks: {a: [{patterns: [{pattern: c}, {model: b}]}]}", ""},
	} {
		fsys["sast/models/x.yaml"] = &fstest.MapFile{Data: []byte("library: x\nlanguages: [go]\n" + c.text)}
		if _, err := LoadModels(fsys, "."); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}

// TestIsRuleFile tells rule files from the YAML that rules are tested on.
func TestIsRuleFile(t *testing.T) {
	for text, want := range map[string]bool{"rules:\n- id: a": true, "{\"rules\": []}": true, "# c\nrules:": true, "- id: a\n  pattern: b": true, "kind: Role\nmetadata: {}": false, "": false, "  rules:\n": false} {
		if IsRuleFile([]byte(text)) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(aRule("patterns:\n- pattern: f($X)\n- metavariable-comparison: {comparison: '1 < $X < 2 ** 3'}\n- metavariable-pattern: {metavariable: $X, pattern-not: a}")))
	f.Add([]byte(aRule("match: {all: [a, {not: {inside: b}}], where: [{focus: $A}]}")))
	f.Add([]byte(aRule("mode: taint\npattern-sources: [{model: a.b}]\npattern-sinks: [{pattern: a, requires: A and not B}]")))
	f.Add([]byte("rules:\n- &a {id: a, <<: *a}\n"))
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, p := range files {
		if data, err := os.ReadFile(p); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, problems := Parse("f.yaml", data)
		for _, r := range rules {
			if r.ID == "" || len(r.Languages) == 0 || (r.Formula == nil) == (r.Taint == nil) {
				t.Fatalf("a rule lacks a part: %+v", r)
			}
			if r.Formula != nil {
				r.Formula.Walk(func(k *Formula) {
					if leaf := k.Op <= Regex || k.Op == Model; leaf == (k.Text == "") {
						t.Fatalf("operator %d with the text %q", k.Op, k.Text)
					}
					if k.Op == Not && (len(k.Kids) != 1 || k.Kids[0].Op == Not) {
						t.Fatal("a negation of a negation")
					}
				})
			}
		}
		for _, p := range problems {
			if p.Reason == "" || p.File == "" {
				t.Fatalf("an empty problem: %+v", p)
			}
		}
	})
}
