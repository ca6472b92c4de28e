package target

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A repo is one git repository whose work tree the target lies in or holds.
type repo struct {
	git
	common    string // the .git folder that a worktree shares: objects, refs, config
	prefix    string // the work tree's top as the walk's full paths begin with it: empty, or ends in a slash
	display   string // the .git folder as a reason shows it
	only      string // the one path below cwd that is asked about; empty for all
	outer     *repo  // the repository that this one lies in, where the walk came through it
	fold      bool   // core.ignoreCase
	trustMode bool   // core.fileMode
	sha256    bool   // extensions.objectFormat

	ready chan struct{} // closed when what follows is there
	state
	err error // why it is not
}

// state is what git said.
type state struct {
	head    string // commit; empty before the first one
	entries []indexEntry
	heads   map[string]string // of paths that differ between HEAD and index: the object in HEAD, zeros for none
}

// findRepo looks at dir and its parents for a repository. broken names a .git at dir itself that is none.
func findRepo(dir string) (r *repo, broken error) {
	for at := dir; ; at = filepath.Dir(at) {
		r, err := openRepo(at)
		if r != nil {
			return r, nil
		}
		if err != nil && at == dir {
			return nil, err
		}
		if filepath.Dir(at) == at {
			return nil, nil
		}
	}
}

// openRepo looks for a repository whose work tree begins at dir. Neither repo nor error: there is no .git.
func openRepo(dir string) (*repo, error) {
	dot := filepath.Join(dir, ".git")
	st, err := os.Stat(dot)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(dot); err == nil {
			return nil, errors.New(".git is a broken symbolic link")
		}
		return nil, nil
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf(".git: %s", errorReason(err))
	case st.Mode().IsRegular():
		data, err := readRegular(dot, 64<<10)
		if err != nil {
			return nil, fmt.Errorf(".git: %w", err)
		}
		to, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), "gitdir: ")
		if !ok || to == "" || strings.ContainsAny(to, "\x00\n") {
			return nil, errors.New(".git is a file that names no repository")
		}
		if dot = to; !filepath.IsAbs(dot) {
			dot = filepath.Join(dir, dot)
		}
	case !st.IsDir():
		return nil, errors.New(".git is neither a folder nor a file")
	}
	common, err := checkGitDir(dot)
	if err != nil {
		return nil, err
	}
	return newRepo(git{dir: dot, tree: dir, cwd: dir}, common), nil
}

// openBare takes dir itself for a repository without a work tree.
func openBare(dir string) *repo {
	common, err := checkGitDir(dir)
	if err != nil {
		return nil
	}
	return newRepo(git{dir: dir, cwd: dir}, common)
}

func newRepo(g git, common string) *repo {
	r := &repo{git: g, common: common, display: ".git", trustMode: hasMode, ready: make(chan struct{})}
	r.readConfig()
	return r
}

// checkGitDir reports what keeps a folder from being git's, by the parts that git itself asks for. What git would read
// first must be regular files: it would wait for ever on a pipe.
func checkGitDir(dot string) (common string, err error) {
	common = dot
	if data, err := readRegular(filepath.Join(dot, "commondir"), 64<<10); err == nil {
		common = strings.TrimRight(string(data), "\r\n")
		if !filepath.IsAbs(common) {
			common = filepath.Join(dot, common)
		}
	}
	for _, part := range [...]string{"objects", "refs"} {
		if st, err := os.Stat(filepath.Join(common, part)); err != nil || !st.IsDir() {
			return "", fmt.Errorf(".git is not a repository: it has no %s", part)
		}
	}
	if _, err := os.Lstat(filepath.Join(dot, "HEAD")); err != nil {
		return "", errors.New(".git is not a repository: it has no HEAD")
	}
	for _, part := range [...]string{filepath.Join(dot, "HEAD"), filepath.Join(dot, "index"), filepath.Join(dot, "config.worktree"),
		filepath.Join(common, "config"), filepath.Join(common, "packed-refs"), filepath.Join(common, "shallow"),
		filepath.Join(common, "objects", "info", "alternates")} {
		if st, err := os.Stat(part); err == nil && !st.Mode().IsRegular() {
			return "", fmt.Errorf(".git is not a repository: %s is not a regular file", filepath.Base(part))
		}
	}
	return common, nil
}

// readConfig takes from the repository's own configuration the settings that change what paths, modes and object names
// mean.
func (r *repo) readConfig() {
	data, err := readRegular(filepath.Join(r.common, "config"), maxIgnoreBytes)
	if err != nil {
		return
	}
	section := ""
	for line := range strings.Lines(string(data)) {
		line = strings.ToLower(strings.TrimSpace(line))
		if strings.HasPrefix(line, "[") {
			section, _, _ = strings.Cut(line[1:], "]")
			continue
		}
		key, value, given := strings.Cut(line, "=")
		value, _, _ = strings.Cut(value, "#")
		value, _, _ = strings.Cut(value, ";")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		on := !given || slices.Contains([]string{"true", "yes", "on", "1"}, value)
		switch strings.TrimSpace(section) + "." + strings.TrimSpace(key) {
		case "core.ignorecase":
			r.fold = on
		case "core.filemode":
			r.trustMode = on && hasMode
		case "extensions.objectformat":
			r.sha256 = value == "sha256"
		}
	}
}

// load asks git what it knows at and below cwd, and then closes ready.
func (r *repo) load(ctx context.Context) {
	defer close(r.ready)
	if r.bin, r.err = findGit(); r.err != nil {
		return
	}
	var wg sync.WaitGroup
	var indexErr, headErr error
	wg.Go(func() { indexErr = r.loadIndex(ctx) })
	wg.Go(func() { headErr = r.loadHead(ctx) })
	wg.Wait()
	if r.err = indexErr; r.err == nil {
		r.err = headErr
	}
	if r.err != nil {
		r.state = state{head: r.head}
		return
	}
	for path := range r.heads {
		if i, ok := searchIndex(r.entries, path); ok {
			r.entries[i].flags |= staged
		}
	}
}

// findGit returns the git program.
func findGit() (string, error) {
	bin, err := exec.LookPath("git")
	if err != nil {
		return "", errors.New("git is not installed or not in PATH")
	}
	return bin, nil
}

func (r *repo) loadIndex(ctx context.Context) error {
	size, written := int64(0), int64(0)
	if st, err := os.Stat(cmp.Or(r.index, filepath.Join(r.dir, "index"))); err == nil {
		written, size = st.ModTime().Unix(), st.Size()
	}
	return r.run(ctx, nil, func(out *bufio.Reader) (err error) {
		r.entries, err = readIndex(out, useCtime, min(size/indexEntryBytes, maxIndexGuess), written)
		return err
	}, "ls-files", "--stage", "--debug", "-z", "--full-name", "--", cmp.Or(r.only, "."))
}

func (r *repo) loadHead(ctx context.Context) error {
	if err := r.resolveHead(ctx); err != nil {
		return err
	}
	r.heads = map[string]string{}
	return r.stagedRecords(ctx, func(rec *record) error {
		r.heads[strings.Clone(rec.path)] = rec.old[0]
		return nil
	})
}

// resolveHead asks for the commit that HEAD names; a branch without a commit gives an empty one.
func (r *repo) resolveHead(ctx context.Context) error {
	oid, err := r.text(ctx, "rev-parse", "--verify", "--quiet", "HEAD")
	switch {
	case err == nil && isOID(oid):
		r.head = oid
		return nil
	case err == nil:
		return fmt.Errorf("git rev-parse: %w", errFormat)
	case exitCode(err) != 1:
		return err
	}
	data, err := readRegular(filepath.Join(r.dir, "HEAD"), 4096)
	if err != nil {
		return fmt.Errorf("HEAD: %w", err)
	}
	ref, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "ref: ")
	if !ok {
		return errors.New("HEAD names no commit")
	}
	if _, err := os.Lstat(filepath.Join(r.common, filepath.FromSlash(ref))); err == nil {
		return errors.New("the branch that HEAD names is damaged")
	}
	return nil
}

// stagedRecords lists how the index differs from HEAD, or from nothing before the first commit.
func (r *repo) stagedRecords(ctx context.Context, visit func(*record) error) error {
	base := r.head
	if base == "" {
		base = r.emptyTree()
	}
	return r.run(ctx, nil, func(out *bufio.Reader) error { return readRaw(out, visit) },
		append(rawFlags("diff-index"), "--cached", "--ita-invisible-in-index", base, "--", cmp.Or(r.only, "."))...)
}

// rawFlags begins a comparison of trees that runs nothing of the repository's choice.
func rawFlags(command string) []string {
	return []string{command, "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none"}
}

// emptyTree names the tree without entries, which every repository knows.
func (r *repo) emptyTree() string {
	if r.sha256 {
		return emptyTree256
	}
	return emptyTree1
}

const (
	emptyTree1   = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
	emptyTree256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
)
