package target

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func oid(t testing.TB, dir, rev string) string {
	t.Helper()
	return strings.TrimSpace(gitHere(t, dir, "", "rev-parse", rev))
}

// older lists the files of the history alone.
func older(inv *Inventory) (all []string) {
	for _, n := range names(inv) {
		if strings.HasPrefix(n, "git://") {
			all = append(all, n)
		}
	}
	return all
}

func TestHistory(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			dir := tree(t, "a.js", "a1", "b.js", "b1", "keep.js", "k")
			relink(t, filepath.Join(dir, "l"), "keep.js")
			run(t, dir, "init -q -b main --object-format="+format, "add -A", "commit -qm one")
			one := oid(t, dir, "HEAD")
			write(t, filepath.Join(dir, "a.js"), "a2")
			run(t, dir, "rm -q b.js", "mv keep.js kept.js", "rm -q l", "commit -qam two")
			run(t, dir, "checkout -q -b side "+one)
			write(t, filepath.Join(dir, "side.js"), "s1")
			run(t, dir, "add -A", "commit -qm side")
			side := oid(t, dir, "HEAD")
			run(t, dir, "checkout -q main", "merge -q --no-commit --no-ff side")
			write(t, filepath.Join(dir, "evil.js"), "only in the merge")
			run(t, dir, "add evil.js", "commit -qm merge")
			merge := oid(t, dir, "HEAD")
			run(t, dir, "rm -q evil.js side.js", "commit -qm clean")
			// The same content under two names, first as a.
			write(t, filepath.Join(dir, "z.js"), "a1")
			run(t, dir, "add z.js", "commit -qm again", "rm -q z.js", "commit -qm away")
			// A commit that nothing reaches but the log of references, a stash, and what is only in the index.
			write(t, filepath.Join(dir, "lost.js"), "lost")
			run(t, dir, "add lost.js", "commit -qm lost", "reset -q --hard HEAD~1")
			lost := strings.TrimSpace(gitHere(t, dir, "lost", "hash-object", "--stdin"))
			write(t, filepath.Join(dir, "a.js"), "stashed")
			run(t, dir, "stash -q")
			stash := oid(t, dir, "stash")
			write(t, filepath.Join(dir, "idx.js"), "staged")
			run(t, dir, "add idx.js")
			write(t, filepath.Join(dir, "idx.js"), "edited")
			inv := open(t, dir, Options{History: true})
			want := []string{"git://" + one[:12] + "/a.js", "git://" + one[:12] + "/b.js", "git://" + side[:12] + "/side.js",
				"git://" + merge[:12] + "/evil.js", "git://" + stash[:12] + "/a.js", "git://index/idx.js", "git://unreachable/" + lost[:12]}
			slices.Sort(want)
			same(t, "history", older(inv), want...)
			same(t, "work tree", slices.DeleteFunc(names(inv), func(n string) bool { return strings.HasPrefix(n, "git://") }), "a.js", "idx.js", "kept.js")
			same(t, "lost", notes(inv.Lost))
			got := map[string]string{}
			var mu sync.Mutex
			var wg sync.WaitGroup
			for _, f := range inv.Files {
				wg.Go(func() {
					c, err := f.Content()
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Errorf("%s: %v", f.Path, err)
						return
					}
					got[f.Path] = string(c.Bytes)
				})
			}
			wg.Wait()
			for name, text := range map[string]string{want[len(want)-1]: "lost", "git://index/idx.js": "staged", "idx.js": "edited",
				"git://" + one[:12] + "/a.js": "a1", "git://" + merge[:12] + "/evil.js": "only in the merge", "git://" + stash[:12] + "/a.js": "stashed"} {
				if got[name] != text {
					t.Errorf("%s holds %q, want %q", name, got[name], text)
				}
			}
			for _, f := range inv.Files {
				if strings.HasPrefix(f.Path, "git://") && (f.State != InHistory || f.Size != int64(len(got[f.Path]))) {
					t.Errorf("%s: state %b, size %d", f.Path, f.State, f.Size)
				}
			}
			if f := inv.Files[slices.Index(names(inv), "git://"+one[:12]+"/b.js")]; f.Language != "javascript" {
				t.Errorf("language %q", f.Language)
			}
		})
	}
}

func TestHistoryOfAPart(t *testing.T) {
	dir := repoOf(t, "a/x.js", "1", "b/x.js", "2", "skip/x.js", "3", "a/both.js", "4", "skip/both.js", "4", ".bartizanignore", "skip/\n")
	one := oid(t, dir, "HEAD")[:12]
	run(t, dir, "rm -qr a b skip", "commit -qm two")
	gitHere(t, dir, "loose", "hash-object", "-w", "--stdin")
	inv := open(t, dir, Options{History: true})
	if h := older(inv); len(h) != 4 || !slices.Equal(h[:3], []string{"git://" + one + "/a/both.js", "git://" + one + "/a/x.js", "git://" + one + "/b/x.js"}) {
		t.Errorf("%q", h)
	}
	same(t, "passed", notes(inv.Passed), "git://: 1 older versions ignored by .bartizanignore:1")
	if err := os.MkdirAll(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	below := open(t, filepath.Join(dir, "a"), Options{History: true})
	same(t, "below", older(below), "git://"+one+"/a/both.js", "git://"+one+"/a/x.js")
	write(t, filepath.Join(dir, "a/x.js"), "new")
	same(t, "one file", names(open(t, filepath.Join(dir, "a/x.js"), Options{History: true})), "git://"+one+"/a/x.js", "x.js")
	same(t, "kept to a path", older(open(t, dir, Options{History: true, Paths: []string{"b"}})), "git://"+one+"/b/x.js")
}

func TestHistoryOfShallowAndPartialClones(t *testing.T) {
	dir := repoOf(t, "a.js", "1", "b.js", "2")
	write(t, filepath.Join(dir, "a.js"), "3")
	run(t, dir, "commit -qam two", "config uploadpack.allowFilter true")
	shallow, partial := filepath.Join(t.TempDir(), "s"), filepath.Join(t.TempDir(), "p")
	run(t, dir, "clone -q --depth=1 file://"+dir+" "+shallow, "clone -q --filter=blob:none file://"+dir+" "+partial)
	same(t, "shallow", notes(open(t, shallow, Options{History: true}).Lost),
		"git://: this clone is shallow, older commits are not in it: fetch them with `git fetch --unshallow`")
	inv := open(t, partial, Options{History: true})
	same(t, "partial", notes(inv.Lost), "git://: 1 versions are not in this clone: fetch them, it is a partial one")
	same(t, "files", names(inv), "a.js", "b.js")
}

func TestBareRepository(t *testing.T) {
	dir := repoOf(t, "a.js", "1")
	one := oid(t, dir, "HEAD")[:12]
	bare := filepath.Join(t.TempDir(), "r.git")
	run(t, dir, "clone -q --bare "+dir+" "+bare)
	inv := open(t, bare, Options{History: true})
	same(t, "history", names(inv), "git://"+one+"/a.js")
	if got := text(t, inv, "git://"+one+"/a.js"); got != "1" {
		t.Errorf("read %q", got)
	}
	if _, err := Open(t.Context(), bare, Options{}); err == nil || !strings.Contains(err.Error(), "bare repository") {
		t.Errorf("%v", err)
	}
}

func TestHistorySizeCap(t *testing.T) {
	dir := repoOf(t, "big.js", strings.Repeat("x", 100), "small.js", "1")
	run(t, dir, "rm -q big.js small.js", "commit -qm two")
	inv := open(t, dir, Options{History: true, MaxFile: 50})
	for _, f := range inv.Files {
		_, err := f.Content()
		if want := strings.HasSuffix(f.Path, "big.js"); want != (err != nil) {
			t.Errorf("%s: %v", f.Path, err)
		}
	}
}

func TestHistoryOfNestedRepositoriesIsNoted(t *testing.T) {
	dir := repoOf(t, "a.js", "1")
	inner := filepath.Join(dir, "inner")
	write(t, filepath.Join(inner, "i.js"), "1")
	run(t, inner, "init -q", "add -A", "commit -qm x")
	inv := open(t, dir, Options{History: true})
	same(t, "passed", notes(inv.Passed), "inner/: the history of a nested repository is its own: scan that folder")
}
