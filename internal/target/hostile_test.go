package target

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHostileConfig plants every setting by which a repository could have a program run, and looks at everything there
// is to look at. The planted program leaves a mark.
func TestHostileConfig(t *testing.T) {
	dir := repoOf(t, "a.js", "1", "b.js", "1", "gone.js", "secret")
	v1 := commitOid(t, dir)
	run(t, dir, "tag v1", "rm -q gone.js", "commit -qm two")
	write(t, filepath.Join(dir, ".gitattributes"), "* filter=evil diff=evil merge=evil working-tree-encoding=UTF-16\n*.js ident\n")
	mark := filepath.Join(t.TempDir(), "mark")
	evil := filepath.Join(t.TempDir(), "evil")
	write(t, evil, "#!/bin/sh\necho \"$0 $*\" >> "+mark+"\ncat\n")
	if err := os.Chmod(evil, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".git/more"), "[core]\n\tfsmonitor = "+evil+"\n\teditor = "+evil+"\n[alias]\n\tls-files = !"+evil+"\n\trev-parse = !"+evil+"\n")
	decoy := repoOf(t, "decoy.js", "only here")
	write(t, filepath.Join(dir, ".git/config"), strings.NewReplacer("EVIL", evil, "DECOY", decoy).Replace(`[core]
	repositoryformatversion = 1
	bare = false
	worktree = DECOY
	fsmonitor = EVIL
	hooksPath = DECOY/hooks
	sshCommand = EVIL
	gitProxy = EVIL
	pager = EVIL
	askPass = EVIL
	attributesFile = DECOY/x
	alternateRefsCommand = EVIL
	splitIndex = true
	untrackedCache = true
[include]
	path = more
[includeIf "gitdir:**"]
	path = more
[alias]
	cat-file = !EVIL
	ls-files = !EVIL
	diff-index = !EVIL
	diff-tree = !EVIL
	rev-list = !EVIL
[filter "evil"]
	clean = EVIL
	smudge = EVIL
	process = EVIL
	required = true
[diff]
	external = EVIL
	orderFile = DECOY/x
[diff "evil"]
	textconv = EVIL
	command = EVIL
	cachetextconv = true
[merge "evil"]
	driver = EVIL %O
[gpg]
	program = EVIL
[log]
	showSignature = true
[pager]
	ls-files = EVIL
	diff-tree = EVIL
	rev-list = EVIL
	cat-file = EVIL
[credential]
	helper = !EVIL
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[protocol "file"]
	allow = always
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::EVIL
	promisor = true
	partialclonefilter = blob:none
	uploadpack = EVIL
	vcs = evil
[gc]
	auto = 1
[maintenance]
	auto = true
[trace2]
	eventTarget = DECOY/trace
[uploadpack]
	packObjectsHook = EVIL
`))
	for _, hook := range []string{"post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc"} {
		for _, at := range []string{filepath.Join(dir, ".git/hooks"), filepath.Join(decoy, "hooks")} {
			write(t, filepath.Join(at, hook), "#!/bin/sh\n"+evil+"\n")
			if err := os.Chmod(filepath.Join(at, hook), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	// An object that is not there, for a promisor remote to be asked for.
	oid := strings.TrimSpace(gitHere(t, decoy, "", "rev-parse", "HEAD:decoy.js"))
	for _, name := range []string{"EDITOR", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PROXY_COMMAND", "GIT_EDITOR"} {
		t.Setenv(name, evil)
	}
	t.Setenv("GIT_DIR", filepath.Join(decoy, ".git"))
	t.Setenv("GIT_WORK_TREE", decoy)
	t.Setenv("GIT_TRACE", filepath.Join(filepath.Dir(mark), "trace"))
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
	t.Setenv("GIT_CONFIG_VALUE_0", evil)

	write(t, filepath.Join(dir, "b.js"), "2")
	for _, o := range []Options{{}, {Scope: Changed}, {Scope: Changed, Since: "v1"}, {Scope: Staged}, {History: true}} {
		inv, err := Open(context.Background(), dir, o)
		if err != nil {
			t.Errorf("%+v: %v", o, err)
			continue
		}
		for _, f := range inv.Files {
			if strings.Contains(f.Path, "decoy") {
				t.Errorf("%+v: sent to another work tree: %s", o, f.Path)
			}
			if _, err := f.Content(); err != nil {
				t.Errorf("%+v: %s: %v", o, f.Path, err)
			}
		}
		if inv.blobs != nil {
			if _, err := inv.blobs.read(oid, 9); err == nil {
				t.Errorf("%+v: an object came from nowhere", o)
			}
		}
		inv.Close()
	}
	same(t, "states", states(open(t, dir, Options{})), ".gitattributes U", "a.js T", "b.js TC")
	same(t, "history", names(open(t, dir, Options{History: true}))[3:], "git://"+v1[:12]+"/gone.js")
	if left, err := os.ReadFile(mark); err == nil {
		t.Errorf("a planted program ran:\n%s", left)
	}
	for _, p := range []string{filepath.Join(filepath.Dir(mark), "trace"), filepath.Join(decoy, "trace")} {
		if _, err := os.Stat(p); err == nil {
			t.Errorf("%s was written", p)
		}
	}
	// The trap works: git itself would have stepped into it.
	cmd := gitCommand(dir, "-c", "core.worktree="+dir, "status")
	cmd.Env = append(cmd.Env, "GIT_DIR="+filepath.Join(dir, ".git"))
	_ = cmd.Run()
	if _, err := os.Stat(mark); err != nil {
		t.Error("the trap does not work: git status ran nothing")
	}
}

func TestPlantedRefs(t *testing.T) {
	dir := repoOf(t, "a", "1")
	gitHere(t, dir, "", "replace", "HEAD:a", strings.TrimSpace(gitHere(t, dir, "2", "hash-object", "-w", "--stdin")))
	write(t, filepath.Join(dir, ".git/info/grafts"), commitOid(t, dir)+"\n")
	write(t, filepath.Join(dir, "a"), "3")
	inv := open(t, dir, Options{History: true})
	got := ""
	for _, f := range inv.Files {
		c, err := f.Content()
		if err != nil {
			t.Fatal(err)
		}
		got += string(c.Bytes)
	}
	if got != "312" && got != "321" {
		t.Errorf("read %q: a replaced object hides what it replaces", got)
	}
}

func commitOid(t testing.TB, dir string) string {
	return strings.TrimSpace(gitHere(t, dir, "", "rev-parse", "HEAD"))
}

// TestPlantedLinks has files that git reads be links to a secret outside: git repeats lines that it does not understand.
func TestPlantedLinks(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "token")
	write(t, outside, "hunter2hunter2\n")
	for _, name := range []string{"HEAD", "index", "config", "packed-refs", "shallow", "commondir", "config.worktree", "refs/heads/planted", "objects/info/alternates", "info/grafts"} {
		dir := repoOf(t, "a", "1")
		p := filepath.Join(dir, ".git", name)
		os.Remove(p)
		if err := os.Symlink(outside, p); err != nil {
			t.Fatal(err)
		}
		for _, o := range []Options{{}, {Scope: Changed}, {Scope: Changed, Since: "v1"}, {Scope: Staged}, {History: true}} {
			inv, err := Open(t.Context(), dir, o)
			var said []string
			if err != nil {
				said = append(said, err.Error())
			} else {
				said = append(notes(inv.Lost), notes(inv.Passed)...)
				inv.Close()
			}
			if strings.Contains(strings.Join(said, "\n"), "hunter2") {
				t.Errorf("%s, %+v: %q", name, o, said)
			}
		}
	}
}

func TestComplaints(t *testing.T) {
	for said, want := range map[string]string{
		"warning: x\nfatal: unexpected line in /r/.git/packed-refs: hunter2\n": "fatal: unexpected line in /r/.git/packed-refs",
		"fatal: bad shallow line: hunter2":                                     "fatal: bad shallow line",
		"fatal: bad numeric config value 'hunter2' for 'core.bare'":            "fatal: bad numeric config value",
		"error: object directory hunter2 does not exist; check":                "error: object",
		"fatal: bad object HEAD":                                               "fatal: bad object HEAD",
		"hint: hunter2":                                                        "",
	} {
		c := &clipped{}
		if _, err := c.Write([]byte(said)); err != nil {
			t.Fatal(err)
		}
		if got := c.line(); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
