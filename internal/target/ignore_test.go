package target

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// gitHere runs git in a folder with a clean environment and returns what it prints.
func gitHere(t testing.TB, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := gitCommand(dir, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && !(args[0] == "check-ignore" && exitCode(err) == 1) {
		t.Fatalf("git %v: %v: %s", args, err, stderr.String())
	}
	return string(out)
}

func gitCommand(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + null, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + null,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_AUTHOR_DATE=2026-01-02T03:04:05Z", "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z"}
	return cmd
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// patternPieces are put together to patterns: all that gitignore(5) knows, and what it does not say.
var patternPieces = []string{"a", "b", "ab", "foo", "A", "x.c", "*", "*", "**", "***", "?", "/", "/", "**/", "/**", "/**/", "[ab]", "[!a]", "[^b]",
	"[a-c]", "[]]", "[!]a]", "[a-]", "[-a]", "[[:alpha:]]", "[[:upper:]x]", "[^[:digit:]]", "[[:bogus:]]", "[[:alpha:]", "[[a]", "[a", "[\\]a]", "[a\\-c]",
	"[c-a]", "[A-z]", "[/]", "[!/]", "\\", "\\*", "\\a", "\\ ", " ", "  ", "!", "#", "\\!", "\\#", "\t", ".", "-", "é", "\r", "[[:space:]]", "[[:punct:]a-c]", "\\/", "**\\/", ":"}

var namePieces = []string{"a", "b", "c", "ab", "foo", "A", "B", "x.c", "*", "a b", "a ", " ", "é", "-", "!a", "#", "]", "[a", "\\", "a-", "1", ":", "bar", "[[:bogus:]]"}

func TestIgnoreAsGit(t *testing.T) {
	cases := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 2))
		dir := t.TempDir()
		gitHere(t, dir, "", "init", "-q")
		pick := func(from []string) string { return from[rng.IntN(len(from))] }
		var dirs, paths []string
		dirs = append(dirs, "")
		for range 12 {
			d := dirs[rng.IntN(len(dirs))] + pick(namePieces) + pick([]string{"", pick(namePieces)})
			if os.Mkdir(filepath.Join(dir, d), 0o755) == nil {
				dirs = append(dirs, d+"/")
				paths = append(paths, d)
			}
		}
		for range 70 {
			p := dirs[rng.IntN(len(dirs))] + pick(namePieces) + pick([]string{"", pick(namePieces)})
			if _, err := os.Lstat(filepath.Join(dir, p)); err == nil {
				continue
			}
			write(t, filepath.Join(dir, p), "")
			paths = append(paths, p)
		}
		list := func() string {
			var b strings.Builder
			b.WriteString(pick([]string{"", "", "\uFEFF"}))
			for range rng.IntN(7) {
				b.WriteString(pick([]string{"", "", "", "!", "/", "#"}))
				for range 1 + rng.IntN(4) {
					b.WriteString(pick(patternPieces))
				}
				b.WriteString(pick([]string{"", "", "/", " ", "\\ ", "  "}) + pick([]string{"\n", "\n", "\n", "\r\n"}))
			}
			b.WriteString(pick([]string{"", pick(patternPieces), "\x00a"}))
			return b.String()
		}
		for _, d := range dirs {
			if d == "" || rng.IntN(2) == 0 {
				write(t, filepath.Join(dir, d+gitIgnore), list())
			}
		}
		write(t, filepath.Join(dir, ".git/info/exclude"), list())
		if rng.IntN(4) == 0 {
			gitHere(t, dir, "", "config", "core.ignoreCase", "true")
		} else {
			gitHere(t, dir, "", "config", "core.ignoreCase", "false")
		}
		cases += compareWithGit(t, seed, dir, paths)
	}
	if cases < 3000 {
		t.Fatalf("only %d paths were compared", cases)
	}
}

// compareWithGit asks git check-ignore and our levels about each path: decision, file and line must agree.
func compareWithGit(t *testing.T, seed uint64, dir string, paths []string) int {
	r, err := openRepo(dir)
	if err != nil || r == nil {
		t.Fatal(err)
	}
	out := gitHere(t, dir, "./"+strings.Join(paths, "\x00./")+"\x00", "check-ignore", "-v", "-n", "-z", "--no-index", "--stdin")
	fields := strings.Split(out, "\x00")
	for i := 0; i+4 <= len(fields); i += 4 {
		want := ""
		if fields[i] != "" {
			want = fields[i] + ":" + fields[i+1]
		}
		path := strings.TrimPrefix(fields[i+3], "./")
		got := decide(t, r, path)
		if got != want {
			t.Errorf("seed %d, fold %v, path %q: git says %q (pattern %q), we say %q", seed, r.fold, path, want, fields[i+2], got)
		}
	}
	return len(paths)
}

// decide walks down to a path as the walk does and names the pattern that decides.
func decide(t *testing.T, r *repo, path string) string {
	l := r.edge(nil)
	at := ""
	for rest := path; ; {
		data, err := os.ReadFile(filepath.Join(r.tree, at, gitIgnore))
		if err == nil {
			f, _ := parseIgnore(at+gitIgnore, len(at), string(data), r.fold)
			l = l.with(f, nil)
		}
		name, tail, more := strings.Cut(rest, "/")
		st, err := os.Lstat(filepath.Join(r.tree, at, name))
		if err != nil {
			t.Fatal(err)
		}
		v := l.ask(at+name, st.IsDir())
		if v.ignored() || !more {
			if v.pattern == nil {
				return ""
			}
			return v.file.name + ":" + strconv.Itoa(int(v.pattern.line))
		}
		at += name + "/"
		rest = tail
	}
}

func TestHostilePatternsEnd(t *testing.T) {
	var b strings.Builder
	for range 2000 {
		b.WriteString(strings.Repeat("*a", 200) + "b\n" + strings.Repeat("**/a*", 100) + "/b\n")
	}
	f, _ := parseIgnore(gitIgnore, 0, b.String(), false)
	l := (*level)(nil).with(f, nil)
	began := time.Now()
	for range 20 {
		v := l.ask(strings.Repeat(strings.Repeat("a", 200)+"/", 10)+"c", false)
		if v.ignored() || !v.costly {
			t.Fatalf("%+v", v)
		}
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Fatalf("20 paths took %v", d)
	}
}

func TestManyPatternsAreCut(t *testing.T) {
	_, cut := parseIgnore(gitIgnore, 0, strings.Repeat("a\n", maxIgnorePatterns+1), false)
	_, whole := parseIgnore(gitIgnore, 0, strings.Repeat("a\n", maxIgnorePatterns), false)
	if !cut || whole {
		t.Fatal(cut, whole)
	}
}

// slowMatch is the definition: every way is tried.
func slowMatch(t []token, name string, fold bool, memo map[[2]int]bool) bool {
	key := [2]int{len(t), len(name)}
	if r, ok := memo[key]; ok {
		return r
	}
	var r bool
	switch {
	case len(t) == 0:
		r = name == ""
	case t[0].kind == never:
	case t[0].kind == star, t[0].kind == deepStar:
		for i := 0; i <= len(name) && !r; i++ {
			if i > 0 && name[i-1] == '/' && t[0].kind == star {
				break
			}
			r = slowMatch(t[1:], name[i:], fold, memo)
		}
	case t[0].kind == deepFolder:
		r = slowMatch(t[1:], name, fold, memo)
		for i := 1; i <= len(name) && !r; i++ {
			r = name[i-1] == '/' && slowMatch(t[1:], name[i:], fold, memo)
		}
	default:
		r = name != "" && t[0].takes(name[0], fold) && slowMatch(t[1:], name[1:], fold, memo)
	}
	memo[key] = r
	return r
}

func FuzzGlob(f *testing.F) {
	for _, p := range []string{"**/a*b/**/c", "*a*a*b", "[[:alpha:]]?[!x-z]\\*", "a/**\\/b/**", "***/x*/*", "**/**/a"} {
		f.Add(p, "a/b/c/ab/c", false)
	}
	f.Fuzz(func(t *testing.T, pattern, name string, fold bool) {
		if len(pattern) > 200 || len(name) > 200 || strings.ContainsRune(pattern, 0) || strings.ContainsRune(name, 0) {
			return
		}
		g := compileGlob(pattern, fold)
		budget := 1 << 30
		got := g.match(name, &budget)
		if want := slowMatch(g.tokens, name, fold, map[[2]int]bool{}); got != want {
			t.Fatalf("match(%q, %q) = %v, want %v", pattern, name, got, want)
		}
		if used := 1<<30 - budget; used > 4*(len(g.tokens)+1)*(len(name)+1) {
			t.Fatalf("match(%q, %q) took %d steps", pattern, name, used)
		}
	})
}

func FuzzParseIgnore(f *testing.F) {
	f.Add("*.log\r\n!a\n/b/\n\\#x\n# c\nd \\ \n", "b/d")
	f.Fuzz(func(t *testing.T, text, path string) {
		file, _ := parseIgnore("x", 0, text, false)
		for _, p := range file.patterns {
			if p.line < 1 || int(p.line) > strings.Count(text, "\n")+1 || p.text == "" {
				t.Fatalf("%+v", p)
			}
		}
		budget := matchBudget
		if p := file.match(path, true, &budget); p == nil {
			budget = matchBudget
			if q := file.match(path, false, &budget); q != nil && budget > 0 {
				t.Fatalf("a file matches %q where a folder does not", q.text)
			}
		}
	})
}
