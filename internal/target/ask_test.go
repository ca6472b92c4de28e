package target

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPattern(t *testing.T) {
	for pattern, cases := range map[string]map[string]bool{
		"test/":         {"test/a.js": true, "src/test/b/c.js": true, "test": false, "tests/a": false},
		"/test/**":      {"test/a": true, "src/test/a": false},
		"*.js":          {"a.js": true, "d/e.js": true, "a.jsx": false},
		"src/app.js":    {"src/app.js": true, "x/src/app.js": false},
		"docs":          {"docs": true, "docs/a": true, "x/docs/y/z": true, "docsx": false},
		"mcp://a/b#c":   {"mcp://a/b#c": true},
		`\!important`:   {"!important": true},
		"git://*/old.*": {"git://0123/old.txt": true},
	} {
		match, err := Pattern(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		for path, want := range cases {
			if steps := 1000; match(path, &steps) != want || steps >= 1000 {
				t.Errorf("%s on %s: %v, want %v", pattern, path, !want, want)
			}
		}
	}
	match, err := Pattern(strings.Repeat("*a", 500) + "b")
	if err != nil {
		t.Fatal(err)
	}
	steps := 3 * matchBudget
	for range 10 {
		if match(strings.Repeat("a", 5000), &steps) {
			t.Fatal("matched")
		}
	}
	if steps > 0 {
		t.Errorf("%d steps left", steps)
	}
	if all, err := Pattern("**"); err != nil || all("a", &steps) {
		t.Errorf("%v: a pattern matched without steps", err)
	}
	for _, bad := range []string{"", "# comment", "!a", "a\nb", "/"} {
		if _, err := Pattern(bad); err == nil {
			t.Errorf("%q: accepted", bad)
		}
	}
}

func TestCommitted(t *testing.T) {
	dir := t.TempDir()
	if _, in := Committed(t.Context(), dir, "p.yaml", 100); in {
		t.Error("a plain folder is said to be a repository")
	}
	gitHere(t, dir, "", "init", "-q")
	if data, in := Committed(t.Context(), dir, "p.yaml", 100); !in || data != nil {
		t.Errorf("before the first commit: %q, %v", data, in)
	}
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, sub} {
		if err := os.WriteFile(filepath.Join(d, "p.yaml"), []byte("committed in "+filepath.Base(d)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gitHere(t, dir, "", "add", ".")
	gitHere(t, dir, "", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one")
	for _, d := range []string{dir, sub} {
		if err := os.WriteFile(filepath.Join(d, "p.yaml"), []byte("changed"), 0o644); err != nil {
			t.Fatal(err)
		}
		if data, _ := Committed(t.Context(), d, "p.yaml", 100); string(data) != "committed in "+filepath.Base(d) {
			t.Errorf("%s: %q", d, data)
		}
	}
	if data, in := Committed(t.Context(), dir, "p.yaml", 5); !in || data != nil {
		t.Errorf("over the limit: %q, %v", data, in)
	}
	if data, in := Committed(t.Context(), dir, "none.yaml", 100); !in || data != nil {
		t.Errorf("no such file: %q, %v", data, in)
	}
}

func TestNameFor(t *testing.T) {
	for language, want := range map[string]string{"javascript": "js", "js": "js", "python": "py", "go": "go", "typescript": "ts", "Java": "java"} {
		name := NameFor(language)
		got, _ := Classify(name)
		expect, _ := Classify("x." + want)
		if got != expect {
			t.Errorf("%s: %s is %q, want %q", language, name, got, expect)
		}
	}
	if name := NameFor("../../etc/passwd\n"); filepath.Base(name) != name {
		t.Errorf("a language made the path %q", name)
	}
}

func TestAlso(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"a", "b", "c"} {
		if err := os.WriteFile(filepath.Join(dir, f), []byte(f), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gitHere(t, dir, "", "init", "-q")
	gitHere(t, dir, "", "add", ".")
	gitHere(t, dir, "", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one")
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("changed"), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := Open(t.Context(), dir, Options{Scope: Changed, Also: []string{"c", "gone"}})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	if len(inv.Files) != 2 || inv.Files[0].Path != "a" || inv.Files[1].Path != "c" {
		t.Errorf("%d files", len(inv.Files))
	}
}
