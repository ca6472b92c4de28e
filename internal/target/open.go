package target

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"bartizan/internal/finding"
)

const (
	DefaultMaxFile  = 64 << 20  // bytes
	DefaultMaxFiles = 1_000_000 // files, and as many folders
)

// Options say what of a target is in question.
type Options struct {
	Scope    Scope    // empty is All
	Since    string   // with Changed: a revision to compare with in place of HEAD
	History  bool     // with All: also every blob of the repository's history that the work tree does not hold
	Paths    []string // files and folders below the root to keep to, as File.Path writes them; empty is all
	Also     []string // with Changed: further files, as File.Path writes them, whatever git says of them
	MaxFile  int64    // bytes of a file that are read at most; 0 is DefaultMaxFile
	MaxFiles int      // 0 is DefaultMaxFiles
}

// Open takes the inventory of a folder or of one file. It fails only where nothing could be judged; what is missing from
// an inventory stands in its Lost. The caller closes it.
func Open(ctx context.Context, path string, o Options) (*Inventory, error) {
	op, err := newOpening(path, o)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", finding.Visible(path, 300), err)
	}
	if err := op.fill(ctx); err != nil {
		op.inv.Close()
		return nil, fmt.Errorf("opening %s: %w", finding.Visible(path, 300), err)
	}
	op.inv.sort()
	return op.inv, nil
}

// An opening is the way from a path to an inventory.
type opening struct {
	Options
	inv  *Inventory
	src  *source
	real string // the root without symbolic links
	only string // base name on disk of the one file asked for, empty for a folder
	name string // the same as the user wrote it
	repo *repo  // of the root; nil outside a repository
	bare bool
	want []string // Paths, raw and sorted
	// With History: objects that are read from the work tree, and the nested repositories met.
	seen   map[object]bool
	nested []string
}

func newOpening(path string, o Options) (*opening, error) {
	o.Scope = cmp.Or(o.Scope, All)
	if o.MaxFile <= 0 {
		o.MaxFile = DefaultMaxFile
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = DefaultMaxFiles
	}
	switch {
	case o.Scope != All && o.Scope != Changed && o.Scope != Staged:
		return nil, fmt.Errorf("unknown scope %q: use all, changed or staged", o.Scope)
	case o.Since != "" && o.Scope != Changed:
		return nil, errors.New("a revision to compare with needs scope changed")
	case o.History && o.Scope != All:
		return nil, errors.New("the history is looked at with scope all only")
	}
	root, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, fmt.Errorf("%s: check the path", missing(err))
	}
	st, err := os.Stat(real)
	if err != nil {
		return nil, fmt.Errorf("%s: check the path", missing(err))
	}
	op := &opening{Options: o, real: real, inv: &Inventory{Root: root, Scope: o.Scope}}
	switch {
	case st.Mode().IsRegular():
		op.name, op.only = filepath.Base(root), filepath.Base(real)
		op.inv.Root, op.real = filepath.Dir(root), filepath.Dir(real)
	case !st.IsDir():
		return nil, errors.New("neither a folder nor a regular file: name one of these")
	default:
		dir, err := openFolder(real)
		if err != nil {
			return nil, fmt.Errorf("%s: run as a user who may read it", errorReason(err))
		}
		dir.Close()
	}
	op.src = &source{dir: op.real, max: o.MaxFile}
	return op, op.takePaths()
}

func missing(err error) string {
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return "no such file or folder"
	}
	return errorReason(err)
}

// takePaths cleans Options.Paths.
func (op *opening) takePaths() error {
	for _, p := range op.Paths {
		clean := filepath.ToSlash(p)
		for _, root := range []string{op.real, op.inv.Root} {
			if rel, err := filepath.Rel(root, p); err == nil && filepath.IsAbs(p) && filepath.IsLocal(rel) {
				clean = filepath.ToSlash(rel)
			}
		}
		clean = path.Clean(rawName(clean))
		switch {
		case clean == ".":
			op.want = nil
			return nil
		case clean == ".." || strings.HasPrefix(clean, "../") || path.IsAbs(clean) || strings.ContainsRune(clean, 0):
			return fmt.Errorf("%s lies outside: name paths below the root", finding.Visible(p, 300))
		}
		op.want = append(op.want, clean)
	}
	slices.Sort(op.want)
	op.want = slices.Compact(op.want)
	return nil
}

func (op *opening) fill(ctx context.Context) error {
	repo, broken := findRepo(op.real)
	op.repo = repo
	if repo == nil && broken == nil && op.only == "" {
		if op.repo = openBare(op.real); op.repo != nil {
			op.bare = true
		}
	}
	switch {
	case op.repo != nil:
		op.place()
	case broken != nil && op.Scope != All:
		return fmt.Errorf("%w: repair it, or use scope all", broken)
	case broken != nil:
		op.lose(".git", unknownState(broken))
		if op.History {
			op.lose("git://", "the history was not looked at: "+broken.Error())
		}
	case op.Scope != All:
		return fmt.Errorf("scope %s needs a git repository and there is none: use scope all", op.Scope)
	case op.History:
		return errors.New("the history needs a git repository and there is none: leave it out")
	}
	if op.bare && !op.History {
		return errors.New("a bare repository, its files are in git's objects: ask for the history, or name a checkout")
	}
	if op.Scope == Staged {
		return op.staged(ctx)
	}
	if !op.bare {
		if err := op.tree(ctx); err != nil {
			return err
		}
	}
	if op.History && op.repo != nil {
		return op.history(ctx)
	}
	return nil
}

func (op *opening) lose(path, reason string) {
	op.inv.Lost = append(op.inv.Lost, finding.Unread{Path: path, Reason: reason})
}

func (op *opening) pass(path, reason string) {
	op.inv.Passed = append(op.inv.Passed, finding.Unread{Path: path, Reason: reason})
}

func unknownState(err error) string {
	return "git state unknown: " + err.Error() + "; tracked, ignored and changed files were not told apart: repair the repository"
}

// place gives the root's repository its place: git is asked about the root and what is below.
func (op *opening) place() {
	r := op.repo
	r.cwd = op.real
	r.display = ".git"
	if up := strings.Count(op.below(), "/"); up > 0 {
		r.display = strings.Repeat("../", up) + ".git"
	}
	r.only = op.only
}

// below returns where the root lies below its repository's top: empty, or ending in a slash.
func (op *opening) below() string {
	if op.repo == nil || op.bare {
		return ""
	}
	rel, err := filepath.Rel(op.repo.tree, op.real)
	if err != nil || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel) + "/"
}

// tree takes the work tree's files.
func (op *opening) tree(ctx context.Context) error {
	if op.repo != nil {
		go op.repo.load(ctx)
	}
	w := &walker{ctx: ctx, root: op.real, top: op.below(), src: op.src, paths: op.want, limit: int64(op.MaxFiles),
		asking: make(chan struct{}, 4)}
	var first *folder
	if op.only != "" {
		first = w.single(op.only, op.name)
		first.repo = op.repo
	} else {
		first = w.walk(func() *folder { return &folder{repo: op.repo, level: w.above(op.repo)} })
	}
	if op.repo != nil {
		<-op.repo.ready
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if op.repo != nil && op.repo.err != nil && op.Scope != All {
		return fmt.Errorf("git state unknown: %w", op.repo.err)
	}
	return op.settle(ctx, w, first)
}

// single is the walk of one file that was named: it is looked at whatever ignore files say.
func (w *walker) single(name, shown string) *folder {
	f := &folder{}
	dir, err := openFolder(w.root)
	if err != nil {
		// A file may be read in a folder that may not be listed.
		f.files = []File{{Path: showName(shown), name: name, src: w.src}}
		f.files[0].Language, f.files[0].Role = Classify(shown)
		return f
	}
	defer dir.Close()
	w.file(f, dir, name, name)
	for i := range f.files {
		file := &f.files[i]
		file.Path, file.name = showName(shown), name
		file.Language, file.Role = Classify(file.Path)
	}
	return f
}

// above reads the ignore files between the repository's top and the root. Where they ignore the root itself they are
// left out: it was named.
func (w *walker) above(r *repo) *level {
	if r == nil {
		return nil
	}
	l := r.edge(nil)
	keepGit, keepOwn := true, true
	at := ""
	for rest := w.top; rest != ""; {
		name, tail, _ := strings.Cut(rest, "/")
		dir := filepath.Join(r.tree, filepath.FromSlash(at))
		shown := strings.Repeat("../", strings.Count(rest, "/"))
		read := func(file string) *ignoreFile {
			data, err := readRegular(filepath.Join(dir, file), maxIgnoreBytes)
			if err != nil {
				return nil
			}
			f, _ := parseIgnore(shown+file, len(at), string(data), r.fold)
			return f
		}
		l = l.with(read(gitIgnore), read(ownIgnore))
		at += name
		if v := l.ask(at, true); v.ignored() {
			keepGit, keepOwn = keepGit && v.own, keepOwn && !v.own
		}
		at += "/"
		rest = tail
	}
	for lv := l; lv != nil; lv = lv.up {
		if !keepGit {
			lv.git, lv.exclude = nil, nil
		}
		if !keepOwn {
			lv.own = nil
		}
	}
	return l
}

// sort puts everything in the order that an inventory promises.
func (inv *Inventory) sort() {
	byPath := func(a, b *File) int { return cmp.Compare(a.Path, b.Path) }
	if !slices.IsSortedFunc(inv.Files, byPath) {
		slices.SortStableFunc(inv.Files, byPath)
	}
	for _, list := range []*[]finding.Unread{&inv.Lost, &inv.Passed} {
		slices.SortFunc(*list, func(a, b finding.Unread) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
		})
		*list = slices.Compact(*list)
	}
}
