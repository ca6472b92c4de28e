//go:build unix

package target

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestNotRegular(t *testing.T) {
	dir := tree(t, "real/a.js", "1", "b.js", "2", ".git/keep", "x")
	for link, to := range map[string]string{"in.js": "real/a.js", "dir": "real", "broken": "nowhere", "out": os.TempDir(), "real/up": "..",
		"loop1": "loop2", "loop2": "loop1", "real/self": ".", "meta": ".git/keep"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"pipe", ".env", ".mcp.json", "real/.gitignore"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inv := open(t, dir, Options{})
	same(t, "files", names(inv), "b.js", "real/a.js")
	same(t, "passed", notes(inv.Passed), "broken: broken symbolic link", "loop1: symbolic link loop", "loop2: symbolic link loop",
		"meta: symbolic link into a .git folder", "out: symbolic link leaves the target", "pipe: not a regular file",
		"real/.gitignore: its patterns were not applied: not a regular file", "real/self: symbolic link loop: leads to a folder above it",
		"real/up: symbolic link loop: leads to a folder above it")
	same(t, "lost", notes(inv.Lost), ".env: not a regular file",
		".git: git state unknown: .git is not a repository: it has no objects; tracked, ignored and changed files were not told apart: repair the repository",
		".mcp.json: not a regular file", "real/.gitignore: not a regular file")
}

func TestFileChangesUnderTheWalk(t *testing.T) {
	dir := tree(t, "a", "1", "b", "2", "c", "3", "d", strings.Repeat("x", 100))
	inv := open(t, dir, Options{MaxFile: 64})
	for name, change := range map[string]func(string) error{
		"a": func(p string) error { return syscall.Mkfifo(p, 0o644) },
		"b": func(p string) error { return os.Symlink("/etc/hostname", p) },
		"c": func(string) error { return nil },
	} {
		p := filepath.Join(dir, name)
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
		if err := change(p); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, f := range inv.Files {
		c, err := f.Content()
		got = append(got, fmt.Sprint(f.Path, " ", c == nil, " ", err))
	}
	same(t, "reading", got, "a true not a regular file", "b true not a regular file", "c true no longer there", "d true larger than 64 bytes")
}

func TestHostileNames(t *testing.T) {
	dir := t.TempDir()
	raw := []string{"line\nend.js", "esc\x1b[31m.js", "bad\xff\xfe.js", `literal\xff.js`, " space ", "-rf", strings.Repeat("n", 255), "\u202egnp.js", "q\"'`$(x).js"}
	for _, n := range raw {
		write(t, filepath.Join(dir, n), n)
	}
	deep := filepath.Join(dir, strings.Repeat("d/", 300), "deep.js")
	write(t, deep, "deep")
	gitHere(t, dir, "", "init", "-q")
	gitHere(t, dir, "", "add", "-A")
	gitHere(t, dir, "", "commit", "-qm", "x")
	for _, o := range []Options{{}, {Scope: Staged}} {
		if o.Scope == Staged {
			gitHere(t, dir, "", "update-ref", "-d", "HEAD")
		}
		inv := open(t, dir, o)
		if len(inv.Files) != len(raw)+1 || len(inv.Lost) > 0 {
			t.Fatalf("%q %v", names(inv), inv.Lost)
		}
		for _, f := range inv.Files {
			want := rawName(f.Path)
			if strings.HasSuffix(want, "deep.js") {
				want = "deep"
			}
			if got := text(t, inv, f.Path); got != want {
				t.Errorf("%q holds %q", f.Path, got)
			}
			if f.State&Tracked == 0 {
				t.Errorf("%q is not tracked", f.Path)
			}
		}
	}
}

func TestPathTooLong(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), "1")
	cwd, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer cwd.Close()
	// A shell can go where a path cannot be written down.
	name := strings.Repeat("p", 200)
	cmd := exec.Command("sh", "-c", `i=0; while [ $i -lt 25 ]; do mkdir `+name+` && cd -P `+name+` || exit 1; i=$((i+1)); done; echo x > x.js`)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	inv := open(t, dir, Options{})
	same(t, "files", names(inv), "a")
	if len(inv.Lost) != 1 || inv.Lost[0].Reason != "path too long" {
		t.Errorf("lost %v", inv.Lost)
	}
}

// TestUnreadable runs itself as a user without rights where it runs as root.
func TestUnreadable(t *testing.T) {
	if dir := os.Getenv("TARGET_UNREADABLE"); dir != "" {
		inv := open(t, dir, Options{})
		same(t, "files", names(inv), "ok.js")
		same(t, "lost", notes(inv.Lost), ".env: permission denied", "closed/: permission denied")
		if _, err := Open(context.Background(), filepath.Join(dir, "closed"), Options{}); err == nil ||
			!strings.Contains(err.Error(), "permission denied: run as a user who may read it") {
			t.Errorf("%v", err)
		}
		return
	}
	dir, err := os.MkdirTemp("", "target")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	write(t, filepath.Join(dir, "ok.js"), "1")
	write(t, filepath.Join(dir, ".env"), "A=1")
	write(t, filepath.Join(dir, "closed/x.js"), "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "..", filepath.Base(dir)+".test")
	data, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o755); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(copied)
	for p, mode := range map[string]os.FileMode{".": 0o755, ".env": 0o200, "closed": 0o300} {
		if err := os.Chmod(filepath.Join(dir, p), mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(copied, "-test.run=^TestUnreadable$")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "TARGET_UNREADABLE="+dir)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestPlantedPipes has files that git reads be pipes: it would wait for a writer for ever.
func TestPlantedPipes(t *testing.T) {
	for _, name := range []string{"HEAD", "index", "config", "packed-refs", "shallow", "objects/info/alternates"} {
		dir := repoOf(t, "a", "1")
		p := filepath.Join(dir, ".git", name)
		os.Remove(p)
		if err := syscall.Mkfifo(p, 0o644); err != nil {
			t.Fatal(err)
		}
		inv := open(t, dir, Options{})
		same(t, name, names(inv), "a")
		if len(inv.Lost) != 1 || !strings.Contains(inv.Lost[0].Reason, filepath.Base(name)+" is not a regular file") {
			t.Errorf("%s: lost %q", name, notes(inv.Lost))
		}
	}
}

func TestSilentGitIsEnded(t *testing.T) {
	dir := repoOf(t, "a", "1")
	if err := syscall.Mkfifo(filepath.Join(dir, ".git/pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".git/config"), "[include]\n\tpath = pipe\n")
	r, err := openRepo(dir)
	if err != nil {
		t.Fatal(err)
	}
	r.patience = 50 * time.Millisecond
	r.load(t.Context())
	if r.err == nil || !strings.Contains(r.err.Error(), "said nothing for 50ms") {
		t.Errorf("%v", r.err)
	}
}

// TestManySilentRepositories: what one planted pipe costs is not multiplied by planting it often.
func TestManySilentRepositories(t *testing.T) {
	w := &walker{ctx: t.Context()}
	for i := range 4 {
		dir := repoOf(t, "a", "1")
		if err := syscall.Mkfifo(filepath.Join(dir, ".git/pipe"), 0o644); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, ".git/config"), "[include]\n\tpath = pipe\n")
		r, err := openRepo(dir)
		if err != nil {
			t.Fatal(err)
		}
		r.patience = 20 * time.Millisecond
		w.load(r)
		<-r.ready
		if want := i > 0; r.err == nil || strings.HasPrefix(r.err.Error(), "not asked") != want {
			t.Errorf("%d: %v", i, r.err)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := tree(t, "a", "abc")
	if err := os.Symlink("a", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "", "link": "", "pipe": "not a regular file", ".": "not a regular file", "none": "no such file or folder", "a/b": "no such file or folder"} {
		data, err := ReadFile(filepath.Join(dir, name), 3)
		if want == "" && (err != nil || string(data) != "abc") || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: %q %v", name, data, err)
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "a"), 2); err == nil || err.Error() != "larger than 2 bytes" {
		t.Error(err)
	}
	if _, err := ReadFile("/dev/zero", 2); err == nil || err.Error() != "not a regular file" {
		t.Error(err)
	}
}
