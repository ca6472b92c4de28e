package pattern

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/syntax/generic"
)

var update = flag.Bool("update", false, "write the golden trees anew")

// samples gives the patterns of testdata by language.
func samples(t testing.TB) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	all := map[string][]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		language := strings.TrimSuffix(filepath.Base(path), ".txt")
		all[language] = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n---\n")
	}
	return all
}

// TestGolden compares what patterns become with what a person has read.
func TestGolden(t *testing.T) {
	for language, patterns := range samples(t) {
		var out strings.Builder
		for _, text := range patterns {
			p, err := Compile(text, language)
			if err != nil {
				t.Errorf("%s: %q: %v", language, text, err)
				continue
			}
			fmt.Fprintf(&out, "%s\n  names %v, literals %v\n", text, p.Names, p.Literals)
			for _, c := range p.Candidates {
				if err := generic.Check(c.Tree); err != nil {
					t.Errorf("%s: %q: %v", language, text, err)
				}
				fmt.Fprintf(&out, "  %s\n", c.Form)
				for _, r := range c.Roots {
					for line := range strings.Lines(c.Tree.Dump(r)) {
						out.WriteString("    " + line)
					}
				}
			}
			out.WriteByte('\n')
		}
		golden := filepath.Join("testdata", language+".tree")
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != string(want) {
			at := 0
			for at < len(got) && at < len(want) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s differs from line %d on; look, then go test -update", golden, strings.Count(got[:at], "\n")+1)
		}
	}
}

// TestErrors names the text and the place of what is no pattern.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"python", "", "it is empty"},
		{"python", " \n", "it is empty"},
		{"cobol", "$X", "no grammar of cobol"},
		{"go", "f($X", `of "f(mv__X" does not parse`},
		{"javascript", "ok();\nfoo(..., ;", "line 2"},
		{"java", "class {{", "does not parse"},
		{"python", "f(<... $X)", "line 1: <... has no ...>"},
		{"java", strings.Repeat("x", maxText+1), "part it"},
		{"go", strings.Repeat("..., ", maxDots+1), "part it"},
	} {
		p, err := Compile(c.text, c.language)
		if err == nil {
			t.Errorf("%s: %q compiles to %v", c.language, c.text, p.Candidates)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q: %v; want %s", c.language, c.text, err, c.want)
		}
		if len(err.Error()) > 2000 {
			t.Errorf("%s: an error of %d bytes", c.language, len(err.Error()))
		}
	}
}

// TestNames: what looks like a metavariable and is none.
func TestNames(t *testing.T) {
	for _, c := range []struct{ language, text, names string }{
		{"javascript", "$X($y, $Zed, $_, $A1, $1, a$B, $$C)", "[$A1 $X]"},
		{"javascript", "f('$X', \"a $Y\", `$Z`, `a${$W}`, /* $V */ 1) // $U", "[$W $X $Z]"},
		{"python", `f($...ARGS, $_, "$...REST", f"{$A}$B")`, "[$...ARGS $...REST $A $B]"},
		{"java", "(Map<$K, ?> $M).get(($T $KEY))", "[$K $KEY $M $T]"},
	} {
		p, err := Compile(c.text, c.language)
		if err != nil {
			t.Errorf("%s: %v", c.language, err)
		} else if got := fmt.Sprint(p.Names); got != c.names {
			t.Errorf("%s: %q has %s; want %s", c.language, c.text, got, c.names)
		}
	}
}

// TestLiterals: what a text need not have to match is not required.
func TestLiterals(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"python", `a.b($X, key="text", ...)`, "[a b key]"},
		{"python", "from m.$X import n", "[m n]"},
		{"javascript", "import x from 'node:fs'", "[fs x]"},
		{"javascript", "require('lib').$F({k: v})", "[k lib v]"},
		{"typescript", "($X: Widget).draw()", "[draw]"},
		{"java", "String $S = java.lang.System.getenv(...)", "[System getenv]"},
		{"java", "private static void $M() { new Foo<Bar>(); }", "[]"},
		{"java", "new a.Foo(1)", "[Foo a]"},
		{"go", `import "os/exec"`, "[os/exec]"},
		{"go", `$X = "text" + $Y`, "[]"},
		{"php", "`...`", "[]"},
		{"bash", "$(curl ...)", "[curl]"},
		{"dockerfile", "RUN tool ...", "[]"},
	} {
		p, err := Compile(c.text, c.language)
		if err != nil {
			t.Errorf("%s: %v", c.language, err)
		} else if got := fmt.Sprint(p.Literals); got != c.want {
			t.Errorf("%s: %q requires %s; want %s", c.language, c.text, got, c.want)
		}
	}
}

// TestHostile compiles what is made to cost: it ends, as a pattern or as an error. What it may cost is counted, not timed.
func TestHostile(t *testing.T) {
	for _, unit := range []string{
		"(", "[", "{", "<... ", "...", "$X ", "$...X,", "f(...", "`${", "f\"{", "\"", "'", "\"\"\"", "/[(", "/*", "@a\n...\n", "($X: ", "f($A: ",
		"(T $X) ", "a. ... .", "case ...: ", "class A { ... ", "for (...) ", "if (...) ", "<a ... ", "{...:", "...;\n", "}", ")", "\\", "\x00", "é", "\xff",
		"($X: Map<...>), ", "switch (x) { ... ",
	} {
		for _, n := range []int{3, 60, maxText / len(unit)} {
			text := strings.Repeat(unit, n)
			for language := range dialects {
				if n != 60 && !slices.Contains([]string{"javascript", "typescript", "python", "go", "java"}, language) { // the rest share what is bounded
					continue
				}
				p, err := Compile(text, language)
				if (p == nil) == (err == nil) {
					t.Errorf("%s: %q × %d: both or neither", language, unit, n)
				}
			}
		}
	}
}

// FuzzCompile compiles any text: the tree keeps the arena's contract, no placeholder is left, and a second run is equal.
func FuzzCompile(f *testing.F) {
	languages := slices.Sorted(maps.Keys(dialects))
	for language, patterns := range samples(f) {
		for i, name := range languages {
			for _, text := range patterns {
				if name == language {
					f.Add(uint8(i), text)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		language := languages[int(which)%len(languages)]
		p, err := Compile(text, language)
		again, err2 := Compile(text, language)
		if err != nil {
			if err2 == nil || err.Error() != err2.Error() {
				t.Fatalf("%v, then %v", err, err2)
			}
			return
		}
		if len(p.Candidates) == 0 || len(p.Candidates) != len(again.Candidates) {
			t.Fatalf("%d candidates, then %d", len(p.Candidates), len(again.Candidates))
		}
		for i, c := range p.Candidates {
			if len(c.Roots) == 0 {
				t.Fatal("no roots")
			}
			if c.Tree.Canonical(1) != again.Candidates[i].Tree.Canonical(1) {
				t.Fatal("a second run differs")
			}
			for _, n := range c.Tree.Nodes[1:] {
				if n.Kind == generic.Error {
					t.Fatal("an error is left")
				}
			}
			if strings.Contains(text, "__") {
				continue
			}
			for id := generic.ID(1); int(id) < len(c.Tree.Nodes); id++ {
				if name := c.Tree.Name(id); strings.Contains(name, "__") {
					t.Fatalf("%q is left:\n%s", name, c.Tree.Dump(1))
				}
			}
		}
	})
}
