package target

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/finding"
)

func open(t testing.TB, path string, o Options) *Inventory {
	t.Helper()
	inv, err := Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inv.Close() })
	return inv
}

func names(inv *Inventory) (all []string) {
	for _, f := range inv.Files {
		all = append(all, f.Path)
	}
	return all
}

func notes(list []finding.Unread) (all []string) {
	for _, u := range list {
		all = append(all, u.Path+": "+u.Reason)
	}
	return all
}

func same(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// tree writes files given as name, text, name, text.
func tree(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		write(t, filepath.Join(dir, files[i]), files[i+1])
	}
	return dir
}

func repoOf(t testing.TB, files ...string) string {
	t.Helper()
	dir := tree(t, files...)
	gitHere(t, dir, "", "init", "-q")
	gitHere(t, dir, "", "add", "-A")
	gitHere(t, dir, "", "commit", "-qm", "first", "--allow-empty")
	return dir
}

func text(t testing.TB, inv *Inventory, path string) string {
	t.Helper()
	for _, f := range inv.Files {
		if f.Path == path {
			c, err := f.Content()
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			return string(c.Bytes)
		}
	}
	t.Fatalf("%s is not in %q", path, names(inv))
	return ""
}

func TestIgnoredIsPassedOver(t *testing.T) {
	dir := tree(t,
		".gitignore", "# made\n\nnode_modules/\n*.log\n.env\nbuild/\n!keep.log\n",
		"node_modules/a/b.js", "x", "node_modules/c.js", "x", "a.log", "x", "keep.log", "x", ".env", "SECRET=1",
		"build/out.js", "x", "src/a.js", "x", "src/.gitignore", "!a.log\n", "src/a.log", "x",
		".bartizanignore", "!build/\n/vendor/\nsrc/skip.js\n", "vendor/v.go", "x", "src/skip.js", "x",
		".git-is-no-repo", "x")
	inv := open(t, dir, Options{})
	same(t, "files", names(inv), ".bartizanignore", ".git-is-no-repo", ".gitignore", "build/out.js", "keep.log", "src/.gitignore", "src/a.js", "src/a.log")
	same(t, "passed", notes(inv.Passed), ".env: ignored by .gitignore:5", "a.log: ignored by .gitignore:4",
		"node_modules/: ignored by .gitignore:3", "src/skip.js: ignored by .bartizanignore:3", "vendor/: ignored by .bartizanignore:2")
	same(t, "lost", notes(inv.Lost))
	if inv.Commit != "" || inv.Dirty {
		t.Error("a folder outside a repository has a commit or is dirty")
	}
}

func TestTrackedFilesAreNotIgnoredByGit(t *testing.T) {
	dir := tree(t, "dist/sub/kept.js", "1", "dist/own.js", "1", "a.log", "1")
	gitHere(t, dir, "", "init", "-q")
	gitHere(t, dir, "", "add", "-A")
	write(t, filepath.Join(dir, ".gitignore"), "dist/\n*.log\n")
	write(t, filepath.Join(dir, ".bartizanignore"), "own.js\n")
	write(t, filepath.Join(dir, "dist/other.js"), "2")
	write(t, filepath.Join(dir, "dist/more/other.js"), "2")
	gitHere(t, dir, "", "add", "-A")
	gitHere(t, dir, "", "commit", "-qm", "x")
	inv := open(t, dir, Options{})
	same(t, "files", names(inv), ".bartizanignore", ".gitignore", "a.log", "dist/sub/kept.js")
	same(t, "passed", notes(inv.Passed), "dist/: ignored by .gitignore:1, but for the files that git tracks",
		"dist/own.js: ignored by .bartizanignore:1")
	if inv.Dirty {
		t.Error("dirty")
	}
}

func TestRootBelowTheRepository(t *testing.T) {
	dir := repoOf(t, ".gitignore", "*.tmp\n/out/gen/\nout/all/*\n", "out/gen/a.js", "1", "out/b.js", "1", "out/c.tmp", "1", "out/all/x", "1", ".bartizanignore", "b.js\n")
	inv := open(t, filepath.Join(dir, "out"), Options{})
	same(t, "files", names(inv))
	same(t, "passed", notes(inv.Passed), "all/x: ignored by ../.gitignore:3", "b.js: ignored by ../.bartizanignore:1",
		"c.tmp: ignored by ../.gitignore:1", "gen/: ignored by ../.gitignore:2")
	named := open(t, filepath.Join(dir, "out/gen"), Options{})
	same(t, "a folder that was named", names(named), "a.js")
	if named.Commit == "" || named.Files[0].State != Untracked {
		t.Errorf("commit %q, state %b", named.Commit, named.Files[0].State)
	}
}

func TestOneFile(t *testing.T) {
	dir := repoOf(t, ".gitignore", ".env\n", "a/b.js", "one", "a/c.js", "two")
	write(t, filepath.Join(dir, ".env"), "KEY=1")
	inv := open(t, filepath.Join(dir, ".env"), Options{})
	same(t, "a file that is ignored and named", names(inv), ".env")
	inv = open(t, filepath.Join(dir, "a/b.js"), Options{})
	same(t, "files", names(inv), "b.js")
	if f := inv.Files[0]; f.State != Tracked || inv.Dirty || inv.Root != filepath.Join(dir, "a") {
		t.Errorf("%+v in %s", f, inv.Root)
	}
	if got := text(t, inv, "b.js"); got != "one" {
		t.Errorf("read %q", got)
	}
	if err := os.Symlink("a/c.js", filepath.Join(dir, "link.js")); err != nil {
		t.Fatal(err)
	}
	inv = open(t, filepath.Join(dir, "link.js"), Options{})
	same(t, "a link that was named", names(inv), "link.js")
	if got := text(t, inv, "link.js"); got != "two" {
		t.Errorf("read %q", got)
	}
}

func TestPathsRestrict(t *testing.T) {
	dir := tree(t, "a/b/c.js", "1", "a/d.js", "1", "e/f.js", "1", "ab.js", "1", "node_modules/x.js", "1", ".gitignore", "node_modules\n")
	inv := open(t, dir, Options{Paths: []string{"a/b", "./e/f.js", filepath.Join(dir, "ab.js"), "gone/x", "node_modules/x.js"}})
	same(t, "files", names(inv), "a/b/c.js", "ab.js", "e/f.js")
	same(t, "lost", notes(inv.Lost), "gone/x: no such file or folder")
	same(t, "passed", notes(inv.Passed), "node_modules/: ignored by .gitignore:1")
	relink(t, filepath.Join(dir, "l"), "a")
	relink(t, filepath.Join(dir, "l.js"), "ab.js")
	write(t, filepath.Join(dir, ".git/config"), "")
	inv = open(t, dir, Options{Paths: []string{"l/b", "l.js", ".git/config", "a/b/c.js/x"}})
	same(t, "files", names(inv))
	same(t, "lost", notes(inv.Lost)[1:], "a/b/c.js/x: no such file or folder", "l.js: leads through a symbolic link: name the place it leads to",
		"l/b: leads through a symbolic link: name the place it leads to")
	same(t, "passed", notes(inv.Passed), ".git/config: git's own files are not looked at")
	if _, err := Open(context.Background(), dir, Options{Paths: []string{"../x"}}); err == nil || !strings.Contains(err.Error(), "lies outside") {
		t.Errorf("a path outside: %v", err)
	}
}

func TestNothingToJudge(t *testing.T) {
	plain := tree(t, "a", "1")
	repo := repoOf(t, "a", "1")
	for _, c := range []struct {
		path string
		o    Options
		want string
	}{
		{filepath.Join(plain, "no"), Options{}, "no such file or folder: check the path"},
		{os.DevNull, Options{}, "neither a folder nor a regular file"},
		{plain, Options{Scope: Staged}, "scope staged needs a git repository"},
		{plain, Options{Scope: Changed}, "scope changed needs a git repository"},
		{plain, Options{History: true}, "the history needs a git repository"},
		{plain, Options{Scope: "some"}, `unknown scope "some"`},
		{repo, Options{Since: "HEAD"}, "needs scope changed"},
		{repo, Options{Scope: Staged, History: true}, "scope all only"},
		{repo, Options{Scope: Changed, Since: "nope"}, `unknown revision "nope": name a commit`},
		{repo, Options{Scope: Changed, Since: "--output=/tmp/x"}, "unknown revision"},
	} {
		_, err := Open(context.Background(), c.path, c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %+v: %v, want %q", c.path, c.o, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, repo, Options{}); err == nil {
		t.Error("a cancelled context gave an inventory")
	}
}

func TestTooManyFiles(t *testing.T) {
	var files []string
	for _, d := range []string{"a", "b", "c", "d/e", "d/f"} {
		for _, n := range []string{"1", "2", "3"} {
			files = append(files, d+"/"+n, "x")
		}
	}
	dir := tree(t, files...)
	first := open(t, dir, Options{MaxFiles: 7})
	same(t, "files", names(first), "a/1", "a/2", "a/3", "b/1", "b/2", "b/3", "c/1")
	same(t, "lost", notes(first.Lost), "c/2: the walk ended here, what comes after was not looked at: more than 7 files")
	for range 20 {
		same(t, "again", names(open(t, dir, Options{MaxFiles: 7})), names(first)...)
	}
	wide := open(t, dir, Options{MaxFiles: 2})
	same(t, "a folder with more entries than may be", notes(wide.Lost), "./: more than 2 entries")
}

func TestManyIgnoredFilesAreCounted(t *testing.T) {
	files := []string{".gitignore", "*.log\n"}
	for i := range 60 {
		files = append(files, "logs/"+string(rune('a'+i%26))+strings.Repeat("x", i/26)+".log", "1")
	}
	inv := open(t, tree(t, files...), Options{})
	if len(inv.Passed) != maxNotes+1 || inv.Passed[0] != (finding.Unread{Path: "logs/", Reason: "10 more files in it are ignored"}) {
		t.Errorf("%d notes, first %v", len(inv.Passed), inv.Passed[0])
	}
}
