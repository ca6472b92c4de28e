package search_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
)

// FuzzMatch tries a pattern on a text: spans lie within it, bindings too, nothing is found twice, and a second look finds
// the same.
func FuzzMatch(f *testing.F) {
	languages := []string{"python", "javascript", "typescript", "java", "go", "generic", "hcl", "yaml", "json", "dockerfile", "bash", "csharp", "php", "ruby", "kotlin", "rust", "c"}
	for i, s := range [][2]string{
		{"f(..., $X, ...)", "f(1, *a, k=2)\n"}, {"$X = <... $Y ...>;", "let a = b ? `c${d}` : /e/"}, {"class $C { ... }", "class A<T> { @B() m(x: y) {} }"},
		{"$T $F(...) { ... $X; ... }", "class A { int f(int a) { if (b) { c(); } d(); } }"}, {"$A, $B := $F(...)", "package p\nfunc f() { a, b := c(d{e: 1}) }"}, {"a {\n ...\n}", "a { b (c] }\n"},
		{`f"...{$X}..." + "$Y"`, "x = f'a{b}' + 'c'\n"}, {"<$T $A=\"...\">$B</$T>", "x = <a b='c'>{d}<e/></a>"}, {"$A && ... && $B", "x = a && (b || c) && d"}, {"@$D(...)\n$M() { ... }", "class A { @B int c() { } }"},
		{"switch $X { case ... }", "package p\nfunc f() { switch a { case 1: default: } }"}, {"$X ... $X", "é a\tb a"},
		{"a $B { c { ... d = $D ... } }", "a \"b\" {\n  e {\n    c {\n      d = 1\n    }\n  }\n}\n"}, {"- a: $X\n  ...\n", "l:\n  - a: 1\n    b: 2\n"}, {"{..., \"a\": [..., $X], ...}", "{\"a\": [1, 2]}"},
		{"RUN ... $X && b $...Y", "RUN a c && b > d e | f\n"}, {"... a | ... | ${$X} ...", "b a | c | $d e\n"}, {"new T {..., A = $X}", "class C { object o = new T { A = 1 }; }"},
	} {
		f.Add(byte(i%len(languages)), s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, which byte, pattern, text string) {
		if len(pattern) > 2000 || len(text) > 4000 || !utf8.ValidString(pattern) {
			return
		}
		language := languages[int(which)%len(languages)]
		o := formula.DefaultOptions()
		o.SymbolicPropagation, o.CommutativeBoolop = which&64 != 0, which&128 != 0
		r := &formula.Rule{ID: "r", Languages: []string{language}, Options: o, Formula: &formula.Formula{Op: formula.Pattern, Text: pattern}}
		set := search.NewSet(nil)
		u := unit(t, language, text)
		pass := set.On(u)
		found := pass.Find(r)
		for i, m := range found {
			if m.Start > m.End || int(m.End) > len(text) {
				t.Fatalf("span %d-%d of %d", m.Start, m.End, len(text))
			}
			if i > 0 && reflect.DeepEqual(found[i-1], m) {
				t.Fatal("found twice")
			}
			for j, b := range m.Env {
				if b.Start > b.End || int(b.End) > len(text) {
					t.Fatalf("%s is %d-%d of %d", b.Name, b.Start, b.End, len(text))
				}
				if j > 0 && m.Env[j-1].Name >= b.Name {
					t.Fatal("bindings are not sorted")
				}
				if !strings.HasPrefix(b.Name, "$") {
					t.Fatalf("a binding is called %q", b.Name)
				}
			}
			search.Interpolate(pattern, m, u)
		}
		if again := set.On(u).Find(r); !reflect.DeepEqual(again, found) {
			t.Fatal("a second look differs")
		}
	})
}

// FuzzFormula nests a pattern in the operators of the algebra.
func FuzzFormula(f *testing.F) {
	f.Add("f($X)", "g($X)", "f(g(1))\ng(f(2))\n", "a.*")
	f.Add("$X", "$X = $Y\n...", "a = b\nc(a)\n", "(?P<N>.)")
	f.Fuzz(func(t *testing.T, a, b, text, regex string) {
		if len(a)+len(b) > 500 || len(text) > 2000 || len(regex) > 60 {
			return
		}
		leaf := func(s string) *formula.Formula { return &formula.Formula{Op: formula.Pattern, Text: s} }
		all := &formula.Formula{Op: formula.All, Kids: []*formula.Formula{
			leaf(a), {Op: formula.Inside, Kids: []*formula.Formula{leaf(b)}},
			{Op: formula.Not, Kids: []*formula.Formula{{Op: formula.Regex, Text: regex}}},
			{Op: formula.Not, Kids: []*formula.Formula{{Op: formula.Inside, Kids: []*formula.Formula{{Op: formula.Any, Kids: []*formula.Formula{leaf(b), leaf("z")}}}}}},
		}, Conditions: []formula.Condition{
			{Test: formula.MetavariableRegex, Name: "$X", Regex: regex},
			{Test: formula.MetavariablePattern, Name: "$X", Formula: leaf(b)},
			{Test: formula.MetavariablePattern, Name: "$Y", Formula: leaf(a), Language: "generic"},
			{Test: formula.MetavariableAnalysis, Name: "$X", Analyzer: "redos"},
		}, Focus: [][]string{{"$X", "$Y"}}}
		o := formula.DefaultOptions()
		u := unit(t, "python", text)
		set := search.NewSet(nil)
		one := set.On(u).Eval(all, &o)
		for _, m := range one {
			if m.Start > m.End || int(m.End) > len(text) {
				t.Fatalf("span %d-%d of %d", m.Start, m.End, len(text))
			}
		}
		if two := set.On(u).Eval(all, &o); !reflect.DeepEqual(one, two) {
			t.Fatal("a second look differs")
		}
	})
}
