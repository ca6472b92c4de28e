package search_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
)

// TestBudget has patterns and texts that would take exponential or quadratic time if nothing stopped them.
func TestBudget(t *testing.T) {
	tests := []struct{ language, pattern, text string }{
		{"python", "$A | $B | $C | $D | $E | $F", "x = " + strings.Repeat("a | ", 3000) + "b\n"},
		{"python", "f(..., $A, ..., $B, ..., $C, ..., $D, ...)", "f(" + strings.Repeat("a, ", 3000) + "b)\n"},
		{"python", "f(..., a, ..., a, ..., a, ..., a, ..., b)", "f(" + strings.Repeat("a, ", 3000) + "c)\n"},
		{"python", "$A\n...\n$B\n...\n$C\n...\n$D", strings.Repeat("a\n", 2000)},
		{"python", "{$A: 1, $B: 1, $C: 1, $D: 1, ...}", "x = {" + strings.Repeat("a: 1, ", 1000) + "b: 1}\n"},
		{"python", "<... <... <... $X + $Y ...> ...> ...>", "x = " + strings.Repeat("(", 150) + "a" + strings.Repeat(" + b)", 150) + "\n"},
		{"javascript", "$A && $B && $C", "x = " + strings.Repeat("a && ", 20000) + "b"},
		{"javascript", "$X = $Y;\n...", strings.Repeat("a = 1;\n", 3000)},
		{"javascript", "<... f($X) ...>", strings.Repeat("f(", 3000) + strings.Repeat(")", 3000)},
		{"javascript", "f($X).$Y", "f()" + strings.Repeat(".a()", 20000)},
		{"javascript", "class $C { $A() {...} $B() {...} $D() {...} }", "class A {" + strings.Repeat("m() {}\n", 2000) + "}"},
		{"generic", "a ... a ... a ... a ... a ... b", strings.Repeat("a ", 20000)},
		{"generic", "$A ... $B ... $C ... $A", strings.Repeat("a b c ", 3000)},
		{"generic", "{ { { ... } } }", strings.Repeat("{", 20000)},
	}
	for _, c := range tests {
		r := rules(t, c.language, "pattern: |\n"+indent(c.pattern))[0]
		pass := search.NewSet(nil).On(unit(t, c.language, c.text))
		if n := len(pass.Find(r)); n > 1000 {
			t.Errorf("%s: %d matches", c.pattern, n)
		}
		for _, s := range pass.Partial() {
			if !strings.HasPrefix(s, "r: ") {
				t.Errorf("%s: %q does not name the rule", c.pattern, s)
			}
		}
	}
}

func TestPartial(t *testing.T) {
	r := rules(t, "python", "pattern: f($X)")[0]
	pass := search.NewSet(nil).On(unit(t, "python", strings.Repeat("f(1)\n", 1500)))
	if n := len(pass.Find(r)); n != 1000 {
		t.Errorf("%d matches, want 1000", n)
	}
	if got := pass.Partial(); !slices.Equal(got, []string{"r: more than 1000 matches"}) {
		t.Errorf("got %q", got)
	}
}

// TestDeterminism finds the same whatever was asked before, and by however many at once.
func TestDeterminism(t *testing.T) {
	var all []*formula.Rule
	for _, p := range []string{"f(...)", "$X = 1\n...\ng($X)", "<... f($X) ...>", `"..."`, "$X.$Y(...)", "def $F(...): ...", "$A + $B", "f(..., $X, ...)"} {
		r := rules(t, "python", "pattern: |\n"+indent(p))[0]
		r.ID = p
		all = append(all, r)
	}
	text := strings.Repeat("a = 1\nf(a + 'b', k=g(a))\ndef h(p):\n    if p:\n        g(p.q(f(1)))\n    return a + p\n", 8)
	u := unit(t, "python", text)
	answer := func(set *search.Set, order []*formula.Rule) string {
		pass := set.On(u)
		found := map[string]string{}
		for _, r := range order {
			for _, m := range pass.Find(r) {
				found[r.ID] += fmt.Sprintf("%d-%d %s\n", m.Start, m.End, show(u, m))
			}
		}
		var out strings.Builder
		for _, r := range all {
			out.WriteString(r.ID + "\n" + found[r.ID])
		}
		return out.String()
	}
	want := answer(search.NewSet(nil), all)
	backwards := slices.Clone(all)
	slices.Reverse(backwards)
	shared := search.NewSet(nil)
	var wg sync.WaitGroup
	for i := range 8 {
		order := all
		if i%2 == 1 {
			order = backwards
		}
		wg.Go(func() {
			if got := answer(shared, order); got != want {
				t.Errorf("goroutine %d differs:\n%s\nwant\n%s", i, got, want)
			}
		})
	}
	wg.Wait()
}

// TestModels shares the formulas of a model between rules.
func TestModels(t *testing.T) {
	part := func(pattern string, languages ...string) *formula.ModelPart {
		r := rules(t, "python", "pattern: "+pattern)[0]
		return &formula.ModelPart{Name: "in", Languages: languages, Spec: formula.Spec{Formula: r.Formula}}
	}
	models := &formula.Models{Formulas: map[string][]*formula.ModelPart{"in": {part("input()", "python"), part("read()", "python"), part("get()", "go")}}}
	set := search.NewSet(models)
	u := unit(t, "python", "input()\nread()\nget()\n")
	o := formula.DefaultOptions()
	pass := set.On(u)
	for range 2 {
		var got []string
		for _, m := range pass.Eval(&formula.Formula{Op: formula.Model, Text: "in"}, &o) {
			got = append(got, show(u, m))
		}
		if want := []string{"input()", "read()"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	problems := set.Check(&formula.Rule{ID: "r", Languages: []string{"python"}, Formula: &formula.Formula{Op: formula.Model, Text: "out"}})
	if len(problems) != 1 {
		t.Errorf("an unknown model gives %v", problems)
	}
}

func TestCheck(t *testing.T) {
	set := search.NewSet(nil)
	good := rules(t, "python", "pattern: f(...)")[0]
	if p := set.Check(good); len(p) != 0 {
		t.Errorf("got %v", p)
	}
	bad := &formula.Rule{ID: "bad", Languages: []string{"python"}, Formula: &formula.Formula{Op: formula.Pattern, Text: "f(((", Line: 7}}
	p := set.Check(bad)
	if len(p) != 1 || p[0].Line != 7 || p[0].Rule != "bad" {
		t.Errorf("got %v", p)
	}
	if found := set.On(unit(t, "python", "f(1)\n")).Find(bad); len(found) != 0 {
		t.Errorf("a pattern that does not compile found %v", found)
	}
}

func TestInterpolate(t *testing.T) {
	u := unit(t, "python", "k = 'v'\nsend(k, 1, 2)\n")
	r := rules(t, "python", "pattern: send($X, $...REST)")[0]
	m := search.NewSet(nil).On(u).Find(r)[0]
	for text, want := range map[string]string{
		"$X and $XS and $Y":         "k and kS and $Y",
		"got $...REST here":         "got 1, 2 here",
		"value($X) is not $X":       "v is not k",
		"costs 5$, $ and $$X":       "costs 5$, $ and $k",
		"nothing":                   "nothing",
		"value($Z) $..X $...RESTED": "value($Z) $..X 1, 2ED",
	} {
		if got := search.Interpolate(text, m, u); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	if got := search.Fill("$X", m.Env, u.Text); got != "k" {
		t.Errorf("Fill gives %q", got)
	}
}
