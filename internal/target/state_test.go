package target

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// states writes each file's state in letters: tracked, staged, changed, untracked, history.
func states(inv *Inventory) (all []string) {
	for _, f := range inv.Files {
		s := f.Path + " "
		for i, letter := range "TSCUH" {
			if f.State&(1<<i) != 0 {
				s += string(letter)
			}
		}
		all = append(all, s)
	}
	return all
}

func run(t testing.TB, dir string, lines ...string) {
	t.Helper()
	for _, l := range lines {
		gitHere(t, dir, "", strings.Fields(l)...)
	}
}

func TestStates(t *testing.T) {
	dir := repoOf(t, "clean", "1", "edited", "1", "staged", "1", "both", "1", "reverted", "1", "gone", "1", "crlf", "a\nb\n", "touched", "1",
		"mode", "1", "typed", "1", "removed", "1", ".gitignore", "ign\n")
	settle(t, dir)
	for name, body := range map[string]string{"edited": "2", "staged": "2", "both": "2", "reverted": "2", "new": "1", "intent": "1"} {
		write(t, filepath.Join(dir, name), body)
	}
	run(t, dir, "add staged both reverted new", "add -N intent", "rm -q --cached removed")
	for name, body := range map[string]string{"both": "3", "reverted": "1", "crlf": "a\r\nb\r\n", "touched": "1", "loose": "1", "ign": "1"} {
		write(t, filepath.Join(dir, name), body)
	}
	for _, err := range []error{os.Remove(filepath.Join(dir, "gone")), os.Chmod(filepath.Join(dir, "mode"), 0o755),
		os.Remove(filepath.Join(dir, "typed")), os.Symlink("clean", filepath.Join(dir, "typed"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	inv := open(t, dir, Options{})
	same(t, "states", states(inv), ".gitignore T", "both TSC", "clean T", "crlf T", "edited TC", "intent TC", "loose U", "mode TC", "new TSC", "removed U",
		"reverted TS", "staged TSC", "touched T")
	if !inv.Dirty || inv.Commit != strings.TrimSpace(gitHere(t, dir, "", "rev-parse", "HEAD")) {
		t.Errorf("dirty %v, commit %s", inv.Dirty, inv.Commit)
	}
	same(t, "changed", names(open(t, dir, Options{Scope: Changed})), "both", "edited", "intent", "loose", "mode", "new", "removed", "staged")
	st := open(t, dir, Options{Scope: Staged})
	same(t, "staged", states(st), "both TS", "new TS", "reverted TS", "staged TS")
	for name, want := range map[string]string{"both": "2", "reverted": "2", "staged": "2", "new": "1"} {
		if got := text(t, st, name); got != want {
			t.Errorf("the index holds %q as %q, want %q", got, name, want)
		}
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
	if _, err := st.Files[0].Content(); err == nil {
		t.Error("read from a closed inventory")
	}
}

// settle makes the index newer than the files, so that their times prove that they are unchanged.
func settle(t testing.TB, dir string) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == ".git" {
			return filepath.SkipDir
		}
		if err == nil && d.Type().IsRegular() {
			return os.Chtimes(p, old, old)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	run(t, dir, "update-index -q --refresh")
}

// TestDirty compares with git's own answer on changes that keep size or times.
func TestDirty(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, dir string){
		"nothing":       func(*testing.T, string) {},
		"same size":     func(t *testing.T, dir string) { write(t, filepath.Join(dir, "a"), "2") },
		"deleted":       func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "d/b")) },
		"untracked":     func(t *testing.T, dir string) { write(t, filepath.Join(dir, "n"), "1") },
		"ignored":       func(t *testing.T, dir string) { write(t, filepath.Join(dir, "x.log"), "1") },
		"link":          func(t *testing.T, dir string) { relink(t, filepath.Join(dir, "l"), "d/b") },
		"same link":     func(t *testing.T, dir string) { relink(t, filepath.Join(dir, "l"), "a") },
		"staged delete": func(t *testing.T, dir string) { run(t, dir, "rm -q a") },
		"staged only":   func(t *testing.T, dir string) { run(t, dir, "rm -q --cached a") },
		"own ignored":   func(t *testing.T, dir string) { write(t, filepath.Join(dir, "own/x"), "2") },
		"rewritten": func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "a"), "2")
			write(t, filepath.Join(dir, "a"), "1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := tree(t, "a", "1", "d/b", "1", ".gitignore", "*.log\n", ".bartizanignore", "own\n", "own/x", "1")
			relink(t, filepath.Join(dir, "l"), "a")
			run(t, dir, "init -q", "add -A", "commit -qm x")
			settle(t, dir)
			change(t, dir)
			got := open(t, dir, Options{}).Dirty
			want := gitHere(t, dir, "", "status", "--porcelain") != ""
			if got != want {
				t.Errorf("dirty %v, git says %v", got, want)
			}
		})
	}
}

func TestChangeThatKeepsSizeAndTime(t *testing.T) {
	dir := repoOf(t, "a", "1")
	settle(t, dir)
	p := filepath.Join(dir, "a")
	st, err := os.Stat(p)
	if err != nil {
		t.Fatal(err)
	}
	write(t, p, "9")
	if err := os.Chtimes(p, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	same(t, "states", states(open(t, dir, Options{})), "a TC")
}

func relink(t testing.TB, path, to string) {
	t.Helper()
	os.Remove(path)
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

func TestRacyEntriesAreCompared(t *testing.T) {
	// Written in the same second as the index, with the same size: times prove nothing.
	for range 5 {
		dir := repoOf(t, "a", "1")
		write(t, filepath.Join(dir, "a"), "2")
		same(t, "states", states(open(t, dir, Options{})), "a TC")
	}
}

func TestBeforeTheFirstCommit(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		dir := tree(t, "a", "1", "b", "1")
		run(t, dir, "init -q --object-format="+format)
		inv := open(t, dir, Options{})
		same(t, "nothing added", states(inv), "a U", "b U")
		run(t, dir, "add a")
		inv = open(t, dir, Options{})
		same(t, "one added", states(inv), "a TSC", "b U")
		if inv.Commit != "" || !inv.Dirty {
			t.Errorf("commit %q, dirty %v", inv.Commit, inv.Dirty)
		}
		st := open(t, dir, Options{Scope: Staged})
		same(t, "staged", states(st), "a TS")
		run(t, dir, "commit -qm x")
		write(t, filepath.Join(dir, "a"), "2")
		inv = open(t, dir, Options{})
		same(t, "edited", states(inv), "a TC", "b U")
		write(t, filepath.Join(dir, "a"), "1")
		same(t, "as before", states(open(t, dir, Options{})), "a T", "b U")
	}
}

func TestSince(t *testing.T) {
	dir := repoOf(t, "a", "1", "b", "1", "c", "1", "d/e", "1", "gone", "1")
	run(t, dir, "tag v1")
	write(t, filepath.Join(dir, "b"), "2")
	run(t, dir, "rm -q gone", "commit -qam second")
	write(t, filepath.Join(dir, "d/e"), "2")
	write(t, filepath.Join(dir, "new"), "2")
	same(t, "since v1", names(open(t, dir, Options{Scope: Changed, Since: "v1"})), "b", "d/e", "new")
	same(t, "since HEAD", names(open(t, dir, Options{Scope: Changed, Since: "HEAD"})), "d/e", "new")
	same(t, "below", names(open(t, filepath.Join(dir, "d"), Options{Scope: Changed, Since: "v1"})), "e")
	same(t, "kept to paths", names(open(t, dir, Options{Scope: Changed, Since: "v1", Paths: []string{"b", "a"}})), "b")
}

func TestStagedScope(t *testing.T) {
	dir := repoOf(t, "a", "1", "x.txt", "base\n", ".bartizanignore", "skipped/\n*.skip\n")
	run(t, dir, "checkout -q -b other")
	write(t, filepath.Join(dir, "x.txt"), "theirs\n")
	run(t, dir, "commit -qam theirs", "checkout -q -")
	write(t, filepath.Join(dir, "x.txt"), "ours\n")
	run(t, dir, "commit -qam ours")
	for name, body := range map[string]string{"skipped/s.js": "1", "d/y.skip": "1", "d/ok.js": "ok", "big.js": strings.Repeat("b", 100)} {
		write(t, filepath.Join(dir, name), body)
	}
	relink(t, filepath.Join(dir, "link"), "a")
	run(t, dir, "add -A")
	sub := tree(t, "inner.js", "1")
	run(t, sub, "init -q", "add -A", "commit -qm x")
	head := strings.TrimSpace(gitHere(t, sub, "", "rev-parse", "HEAD"))
	run(t, dir, "update-index --add --cacheinfo 160000,"+head+",sub")
	var index strings.Builder
	for stage, branch := range map[int]string{2: "HEAD", 3: "other"} {
		oid := strings.TrimSpace(gitHere(t, dir, "", "rev-parse", branch+":x.txt"))
		fmt.Fprintf(&index, "100644 %s %d\tx.txt\n", oid, stage)
	}
	run(t, dir, "update-index --force-remove x.txt")
	gitHere(t, dir, index.String(), "update-index", "--index-info")

	inv := open(t, dir, Options{Scope: Staged, MaxFile: 50})
	same(t, "files", names(inv), "big.js", "d/ok.js")
	same(t, "passed", notes(inv.Passed), "d/y.skip: ignored by .bartizanignore:2", "link: symbolic link",
		"skipped/s.js: ignored by .bartizanignore:1", "sub: submodule: its files are staged in a repository of their own")
	same(t, "lost", notes(inv.Lost), "x.txt: merge conflict: solve it and stage the file again")
	if _, err := inv.Files[0].Content(); err == nil || err.Error() != "larger than 50 bytes" {
		t.Errorf("a large blob: %v", err)
	}
	if got := text(t, inv, "d/ok.js"); got != "ok" {
		t.Errorf("read %q after a large blob", got)
	}
	same(t, "below", names(open(t, filepath.Join(dir, "d"), Options{Scope: Staged})), "ok.js")
	same(t, "kept to a path", names(open(t, dir, Options{Scope: Staged, Paths: []string{"d"}})), "d/ok.js")
}

func TestHookIndex(t *testing.T) {
	dir := repoOf(t, "a", "1", "b", "1")
	write(t, filepath.Join(dir, "a"), "2")
	// `git commit -a` hands its hooks the index in the making.
	hook := filepath.Join(dir, ".git/hooks/pre-commit")
	write(t, hook, "#!/bin/sh\necho $GIT_INDEX_FILE > "+dir+"/.git/seen\ncp \"$GIT_INDEX_FILE\" .git/kept.lock\n")
	if err := os.Chmod(hook, 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "commit -qam x")
	if seen, err := os.ReadFile(filepath.Join(dir, ".git/seen")); err != nil || !strings.Contains(string(seen), "index.lock") {
		t.Fatalf("git gave its hook %q %v", seen, err)
	}
	run(t, dir, "reset -q --soft HEAD~1", "reset -q")
	same(t, "the usual index", names(open(t, dir, Options{Scope: Staged})))
	t.Setenv("GIT_INDEX_FILE", filepath.Join(dir, ".git/kept.lock"))
	same(t, "the hook's index", names(open(t, dir, Options{Scope: Staged})), "a")
	elsewhere := filepath.Join(t.TempDir(), "index")
	write(t, elsewhere, "not an index")
	t.Setenv("GIT_INDEX_FILE", elsewhere)
	same(t, "an index elsewhere", names(open(t, dir, Options{Scope: Staged})))
}

func TestNestedRepositories(t *testing.T) {
	dir := repoOf(t, "a.js", "1", ".gitignore", "*.log\nskip/\n", ".bartizanignore", "*.own\n")
	for _, d := range []string{"sub", "moved", "clone", "skip/r"} {
		inner := filepath.Join(dir, d)
		write(t, filepath.Join(inner, "in.js"), "1")
		write(t, filepath.Join(inner, "in.log"), "1")
		write(t, filepath.Join(inner, "in.own"), "1")
		run(t, inner, "init -q", "add -A", "commit -qm x")
		if d == "sub" || d == "moved" {
			head := strings.TrimSpace(gitHere(t, inner, "", "rev-parse", "HEAD"))
			run(t, dir, "update-index --add --cacheinfo 160000,"+head+","+d)
		}
	}
	run(t, dir, "update-index --add --cacheinfo 160000,"+strings.Repeat("1", 40)+",empty")
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "commit -qm subs")
	write(t, filepath.Join(dir, "moved/in.js"), "2")
	run(t, filepath.Join(dir, "moved"), "commit -qam y")
	write(t, filepath.Join(dir, "fake/.git"), "gitdir: nowhere\n")
	write(t, filepath.Join(dir, "fake/f.js"), "1")

	inv := open(t, dir, Options{})
	same(t, "states", states(inv), ".bartizanignore T", ".gitignore T", "a.js T", "clone/in.js T", "clone/in.log T", "fake/f.js U",
		"moved/in.js T", "moved/in.log T", "sub/in.js T", "sub/in.log T")
	same(t, "passed", notes(inv.Passed), "clone/in.own: ignored by .bartizanignore:1", "empty/: submodule is not checked out",
		"fake/.git: not a repository: it has no objects", "moved/in.own: ignored by .bartizanignore:1", "skip/: ignored by .gitignore:2", "sub/in.own: ignored by .bartizanignore:1")
	same(t, "lost", notes(inv.Lost))
	same(t, "changed", names(open(t, dir, Options{Scope: Changed})), "clone/in.js", "clone/in.log", "fake/f.js", "moved/in.js", "moved/in.log")
}

func TestSubmodule(t *testing.T) {
	lib := repoOf(t, "lib.js", "1")
	dir := repoOf(t, "a.js", "1")
	run(t, dir, "-c protocol.file.allow=always submodule --quiet add "+lib+" third/lib", "commit -qm sub")
	same(t, "states", states(open(t, dir, Options{})), ".gitmodules T", "a.js T", "third/lib/lib.js T")
	if open(t, dir, Options{}).Dirty {
		t.Error("dirty")
	}
	write(t, filepath.Join(dir, "third/lib/lib.js"), "2")
	inv := open(t, dir, Options{Scope: Changed})
	same(t, "changed", names(inv), "third/lib/lib.js")
	if !inv.Dirty {
		t.Error("a change in a submodule is not seen")
	}
	inner := open(t, filepath.Join(dir, "third/lib"), Options{})
	same(t, "the submodule by itself", states(inner), "lib.js TC")
}

func TestWorktree(t *testing.T) {
	dir := repoOf(t, "a", "1", "b", "1")
	write(t, filepath.Join(dir, ".git/info/exclude"), "*.tmp\n")
	wt := filepath.Join(t.TempDir(), "wt")
	run(t, dir, "worktree add -q "+wt)
	write(t, filepath.Join(wt, "a"), "2")
	write(t, filepath.Join(wt, "x.tmp"), "2")
	inv := open(t, wt, Options{})
	same(t, "states", states(inv), "a TC", "b T")
	same(t, "passed", notes(inv.Passed), "x.tmp: ignored by .git/info/exclude:1")
	run(t, wt, "add a")
	same(t, "staged", names(open(t, wt, Options{Scope: Staged})), "a")
}

func TestSparseCheckout(t *testing.T) {
	dir := repoOf(t, "in/a", "1", "out/b", "1", "c", "1")
	run(t, dir, "sparse-checkout set --cone --sparse-index in")
	settle(t, dir)
	inv := open(t, dir, Options{})
	same(t, "states", states(inv), "c T", "in/a T")
	if inv.Dirty {
		t.Error("a sparse checkout is dirty")
	}
}

func TestSplitIndex(t *testing.T) {
	dir := repoOf(t, "a", "1", "b", "1")
	run(t, dir, "update-index --split-index")
	write(t, filepath.Join(dir, "c"), "1")
	run(t, dir, "add c")
	same(t, "states", states(open(t, dir, Options{})), "a T", "b T", "c TSC")
}

func TestBrokenRepository(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(dot string) error
		want string
	}{
		"no HEAD":      {func(d string) error { return os.Remove(d + "/HEAD") }, "it has no HEAD"},
		"no refs":      {func(d string) error { return os.RemoveAll(d + "/refs") }, "it has no refs"},
		"junk index":   {func(d string) error { return os.WriteFile(d+"/index", []byte("junk junk junk junk junk"), 0o644) }, "git ls-files: "},
		"cut index":    {func(d string) error { return os.Truncate(d+"/index", 60) }, "git ls-files: "},
		"junk config":  {func(d string) error { return os.WriteFile(d+"/config", []byte("[core\nx=\"hunter2"), 0o644) }, "git "},
		"lost objects": {func(d string) error { return os.RemoveAll(d + "/objects/" + first(d)) }, "git "},
		"empty branch": {func(d string) error { return os.WriteFile(d+"/refs/heads/"+branch(d), nil, 0o644) }, "damaged"},
		"junk HEAD":    {func(d string) error { return os.WriteFile(d+"/HEAD", []byte("junk"), 0o644) }, "git "},
	} {
		t.Run(name, func(t *testing.T) {
			dir := repoOf(t, "a.js", "1", ".gitignore", "*.log\n", "b.log", "1")
			if err := c.harm(filepath.Join(dir, ".git")); err != nil {
				t.Fatal(err)
			}
			inv := open(t, dir, Options{})
			same(t, "files", names(inv), ".gitignore", "a.js")
			if len(inv.Lost) != 1 || !strings.Contains(inv.Lost[0].Reason, "git state unknown: ") || !strings.Contains(inv.Lost[0].Reason, c.want) ||
				strings.Contains(inv.Lost[0].Reason, "hunter2") {
				t.Errorf("lost %q, want %q", notes(inv.Lost), c.want)
			}
			if _, err := Open(context.Background(), dir, Options{Scope: Changed}); err == nil {
				t.Error("scope changed gave an inventory")
			}
			hist := open(t, dir, Options{History: true})
			if len(hist.Lost) != 2 || hist.Lost[1].Path != "git://" {
				t.Errorf("with the history, lost %q", notes(hist.Lost))
			}
		})
	}
}

// first names the folder of the commit's object.
func first(dot string) string {
	data, _ := os.ReadFile(filepath.Join(dot, "refs/heads", branch(dot)))
	return string(data[:2])
}

func branch(dot string) string {
	data, _ := os.ReadFile(filepath.Join(dot, "HEAD"))
	return strings.TrimSpace(strings.TrimPrefix(string(data), "ref: refs/heads/"))
}

func TestWithoutGit(t *testing.T) {
	dir := repoOf(t, "a.js", "1")
	t.Setenv("PATH", t.TempDir())
	inv := open(t, dir, Options{})
	same(t, "files", names(inv), "a.js")
	same(t, "lost", notes(inv.Lost), ".git: git state unknown: git is not installed or not in PATH; tracked, ignored and changed files were not told apart: repair the repository")
	if _, err := Open(context.Background(), dir, Options{Scope: Staged}); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("%v", err)
	}
}
