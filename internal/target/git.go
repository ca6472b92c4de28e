package target

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"bartizan/internal/finding"
)

// A repository is hostile input: its .git/config can name programs to run and other files to read. Rules of this file:
//   - only commands that read the index and objects run: never one that looks at the work tree (filters, fsmonitor),
//     shows a diff (textconv, external drivers), verifies a signature, reaches a remote or runs a hook;
//   - the environment is made here, nothing of the caller's GIT_* is passed on;
//   - the repository's and the work tree's place are given, never taken from the configuration;
//   - a git that says nothing for a while (a pipe planted among its files) is ended.

// How long git may say nothing: before it answers on state or content, on a repository inside of another, and while it
// orders a history.
const (
	answerLimit  = 30 * time.Second
	nestedLimit  = 15 * time.Second
	historyLimit = 5 * time.Minute
)

// errSilent is git saying nothing for longer than that.
var errSilent = errors.New("said nothing")

// maxStderr bounds what is kept of git's complaint.
const maxStderr = 4096

// git runs the git program on one repository.
type git struct {
	bin  string
	dir  string // the .git folder, absolute
	tree string // the work tree, absolute; empty for a bare repository
	cwd  string
	// index is the index file; empty for the usual one.
	index string
	// patience is how long git may say nothing; zero is answerLimit.
	patience time.Duration
}

func (g git) command(ctx context.Context, args ...string) *exec.Cmd {
	all := []string{"--git-dir=" + g.dir}
	if g.tree != "" {
		all = append(all, "--work-tree="+g.tree)
	} else {
		all = append(all, "--bare")
	}
	all = append(all, "--no-pager", "--literal-pathspecs", "--no-replace-objects",
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath="+null, "-c", "core.pager=cat", "-c", "core.sshCommand=false",
		"-c", "core.askPass=", "-c", "core.attributesFile="+null, "-c", "core.excludesFile="+null,
		"-c", "credential.helper=", "-c", "diff.external=", "-c", "protocol.allow=never", "-c", "log.showSignature=false",
		"-c", "advice.graftFileDeprecated=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "safe.directory=*", "-c", "submodule.recurse=false")
	cmd := exec.CommandContext(ctx, g.bin, append(all, args...)...)
	cmd.Dir = g.cwd
	cmd.Env = []string{
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + null, "GIT_CONFIG_SYSTEM=" + null, "GIT_ATTR_NOSYSTEM=1",
		"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_PROTOCOL_FROM_USER=0",
		"GIT_ASKPASS=", "GIT_GRAFT_FILE=" + null, "GIT_ADVICE=0", "HOME=" + null, "XDG_CONFIG_HOME=" + null, "LC_ALL=C",
	}
	for _, name := range [...]string{"PATH", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	if g.index != "" {
		cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+g.index)
	}
	cmd.WaitDelay = time.Second
	return cmd
}

// null is what git takes for an empty file on every platform.
const null = "/dev/null"

// run gives git's output, its input taken from in, to read. An error of read ends git.
func (g git) run(ctx context.Context, in io.Reader, read func(*bufio.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := g.command(ctx, args...)
	cmd.Stdin = in
	stderr := &clipped{}
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	idle := newWatch(out, g.wait(), cancel)
	readErr := read(bufio.NewReaderSize(idle, 64<<10))
	if readErr != nil {
		cancel()
	}
	idle.stop()
	waitErr := cmd.Wait()
	switch {
	case idle.fired.Load():
		return fmt.Errorf("git %s: %w for %v", args[0], errSilent, g.wait())
	case readErr == nil && waitErr == nil:
		return nil
	case ctx.Err() != nil && readErr == nil:
		return fmt.Errorf("git %s: %w", args[0], context.Cause(ctx))
	}
	if said := stderr.line(); said != "" {
		return &gitError{args[0], said, waitErr}
	}
	if readErr == nil {
		readErr = waitErr
	}
	return &gitError{args[0], readErr.Error(), waitErr}
}

// gitError is a failed git command with the first line of its complaint.
type gitError struct {
	command, said string
	exit          error
}

func (e *gitError) Error() string { return "git " + e.command + ": " + e.said }
func (e *gitError) Unwrap() error { return e.exit }

// exitCode returns git's exit status, -1 when it has none.
func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}

// text runs a command with a short answer.
func (g git) text(ctx context.Context, args ...string) (answer string, err error) {
	err = g.run(ctx, nil, func(r *bufio.Reader) error {
		data, err := io.ReadAll(io.LimitReader(r, 64<<10))
		answer = strings.TrimRight(string(data), "\r\n")
		return err
	}, args...)
	return answer, err
}

func (g git) wait() time.Duration { return cmp.Or(g.patience, answerLimit) }

// watch ends git when it says nothing for a while.
type watch struct {
	r     io.Reader
	limit time.Duration
	timer *time.Timer
	fired atomic.Bool
}

func newWatch(r io.Reader, limit time.Duration, cancel func()) *watch {
	w := &watch{r: r, limit: limit}
	w.timer = time.AfterFunc(limit, func() { w.fired.Store(true); cancel() })
	return w
}

func (w *watch) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.start()
	return n, err
}

func (w *watch) start() { w.timer.Reset(w.limit) }
func (w *watch) stop()  { w.timer.Stop() }

// clipped keeps the beginning of what is written.
type clipped struct{ buf bytes.Buffer }

func (c *clipped) Write(p []byte) (int, error) {
	c.buf.Write(p[:min(len(p), max(0, maxStderr-c.buf.Len()))])
	return len(p), nil
}

// line returns the first line of a complaint as it may be shown. What git quotes is left out: through a link in its .git
// a repository can have git read any file, and git repeats the line that it does not understand.
func (c *clipped) line() string {
	for l := range strings.Lines(c.buf.String()) {
		kind, said, ok := strings.Cut(strings.TrimSpace(l), ": ")
		if !ok || kind != "fatal" && kind != "error" {
			continue
		}
		for _, quote := range [...]string{": ", " '", " \"", " value ", " directory ", " signature ", " version "} {
			said, _, _ = strings.Cut(said, quote)
		}
		return finding.Visible(kind+": "+said, 200)
	}
	return ""
}

// A record is one line of git's raw difference format.
type record struct {
	commit   string // of diff-tree --stdin; else empty
	path     string
	oid      string   // of the new side, zeros when the path is gone
	old      []string // of the old sides
	mode     string   // of the new side, octal
	unmerged bool
}

// gone says that the new side has no such path.
func (r *record) gone() bool { return r.mode == "000000" }

// file says that the new side is a regular file.
func (r *record) file() bool { return strings.HasPrefix(r.mode, "100") }

// readRaw reads `--raw -z --no-abbrev --no-renames` output, combined records and commit lines included.
func readRaw(r *bufio.Reader, visit func(*record) error) error {
	commit := ""
	for {
		head, err := readZ(r)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		fields := strings.TrimLeft(head, ":")
		parents := len(head) - len(fields)
		if parents == 0 {
			if !isOID(head) {
				return errFormat
			}
			commit = head
			continue
		}
		path, err := readZ(r)
		if err != nil {
			return errFormat
		}
		f := strings.Split(fields, " ")
		if len(f) != 2*(parents+1)+1 || path == "" {
			return errFormat
		}
		rec := record{commit: commit, path: path, mode: f[parents], oid: f[2*parents+1], old: f[parents+1 : 2*parents+1],
			unmerged: strings.HasPrefix(f[2*parents+2], "U")}
		if !isOID(rec.oid) || slices.ContainsFunc(rec.old, func(o string) bool { return !isOID(o) }) {
			return errFormat
		}
		if err := visit(&rec); err != nil {
			return err
		}
	}
}

var errFormat = errors.New("unexpected output")

// maxField bounds one NUL-ended field of git's output.
const maxField = 1 << 20

// readZ reads up to a NUL, which is not returned. io.EOF means that there was nothing more.
func readZ(r *bufio.Reader) (string, error) {
	var long []byte
	for {
		part, err := r.ReadSlice(0)
		switch {
		case err == nil && long == nil:
			return string(part[:len(part)-1]), nil
		case err == nil:
			return string(append(long, part[:len(part)-1]...)), nil
		case err == bufio.ErrBufferFull && len(long) < maxField:
			long = append(long, part...)
		case err == io.EOF && len(long)+len(part) == 0:
			return "", io.EOF
		case err == io.EOF:
			return "", io.ErrUnexpectedEOF
		default:
			return "", errFormat
		}
	}
}

// isOID reports a SHA-1 or SHA-256 object name.
func isOID(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
