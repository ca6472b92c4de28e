package target

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bartizan/internal/finding"
)

const (
	// maxNotes bounds the ignored files that one folder lists by name; the others are counted.
	maxNotes = 50
	// maxRepos bounds the nested repositories that git is asked about.
	maxRepos = 200
)

// A walker goes through the target once, several folders at a time. What it gives depends on the tree alone.
type walker struct {
	ctx   context.Context
	root  string // real path of the folder walked
	top   string // what full paths begin with below the outermost repository: empty, or ends in a slash
	src   *source
	paths []string // the parts asked for, raw, sorted; empty for all
	limit int64    // files; folders and all else have the same limit of their own

	slots         chan struct{} // one per further goroutine; nil walks in order
	wg            sync.WaitGroup
	files, others atomic.Int64
	full          atomic.Bool
	repos         atomic.Int64
	silent        atomic.Bool   // git said nothing in a nested repository
	asking        chan struct{} // one per repository being asked
}

// A folder is what the walk found in one folder.
type folder struct {
	path         string // raw, from the root: empty, or ends in a slash
	repo         *repo
	level        *level
	trackedOnly  bool // ignored, and git tracks something below
	files        []File
	kids         []*folder // sorted as their files sort among the files
	hidden       int
	lost, passed []finding.Unread
}

// errFull ends a walk over the limits.
var errFull = errors.New("too many files")

// walk goes through the tree below begin. Over the limits it starts again in order, so that the files kept are the
// first ones and not those that some goroutine was quick to see.
func (w *walker) walk(begin func() *folder) *folder {
	w.slots = make(chan struct{}, max(0, runtime.GOMAXPROCS(0)-1))
	f := begin()
	w.visit(f)
	w.wg.Wait()
	if !w.full.Load() {
		return f
	}
	w.slots = nil
	w.full.Store(false)
	w.files.Store(0)
	w.others.Store(0)
	w.repos.Store(0)
	f = begin()
	w.visit(f)
	return f
}

func (w *walker) visit(f *folder) {
	if w.ctx.Err() != nil || w.full.Load() {
		return
	}
	entries, err := w.list(f)
	if err != nil {
		reason := errorReason(err)
		if err == errFull {
			reason = fmt.Sprintf("more than %d entries", w.limit)
		}
		f.lose(cmp.Or(f.path, "./"), reason)
		return
	}
	defer entries.dir.Close()
	w.enter(f, entries.list)
	f.files = make([]File, 0, entries.plain)
	for _, e := range entries.list {
		if w.full.Load() {
			return
		}
		w.entry(f, entries.dir, e)
	}
	f.countHidden()
	for _, kid := range f.kids {
		select {
		case w.slots <- struct{}{}:
			w.wg.Go(func() {
				w.visit(kid)
				<-w.slots
			})
		default:
			w.visit(kid)
		}
	}
}

type listing struct {
	dir   *os.File
	list  []fs.DirEntry
	plain int // entries that are no folder
}

// list reads a folder in the order in which git sorts paths: a folder's name counts with its slash.
func (w *walker) list(f *folder) (listing, error) {
	dir, err := openFolder(w.root + sep + filepath.FromSlash(f.path))
	if err != nil {
		return listing{}, err
	}
	var list []fs.DirEntry
	for {
		part, err := dir.ReadDir(4096)
		list = append(list, part...)
		if int64(len(list)) > w.limit {
			err = errFull
		} else if err == io.EOF {
			break
		}
		if err != nil {
			dir.Close()
			return listing{}, err
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return compareNames(a.Name(), a.IsDir(), b.Name(), b.IsDir()) })
	l := listing{dir: dir, list: list}
	for _, e := range list {
		if !e.IsDir() {
			l.plain++
		}
	}
	return l, nil
}

func compareNames(a string, aFolder bool, b string, bFolder bool) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 || !aFolder && !bFolder {
		return cmp.Or(c, cmp.Compare(len(a), len(b)))
	}
	return cmp.Compare(after(a, n, aFolder), after(b, n, bFolder))
}

// after returns the byte of a name at n, its slash if it is a folder's, or zero.
func after(name string, n int, isFolder bool) byte {
	switch {
	case n < len(name):
		return name[n]
	case isFolder:
		return '/'
	}
	return 0
}

// enter takes in what a folder says of itself before its entries are judged: ignore files, and a repository of its own.
func (w *walker) enter(f *folder, list []fs.DirEntry) {
	var git, own *ignoreFile
	for _, e := range list {
		switch e.Name() {
		case ".git":
			if f.path != "" {
				w.nested(f)
			}
		case gitIgnore:
			git = w.ignoreFile(f, gitIgnore)
		case ownIgnore:
			own = w.ignoreFile(f, ownIgnore)
		}
	}
	f.level = f.level.with(git, own)
}

// with puts a folder's files on top of a level.
func (l *level) with(git, own *ignoreFile) *level {
	if git == nil && own == nil {
		return l
	}
	return &level{up: l, git: git, own: own}
}

// nested makes a folder with a .git of its own the top of a repository.
func (w *walker) nested(f *folder) {
	r, err := openRepo(w.root + sep + filepath.FromSlash(strings.TrimSuffix(f.path, "/")))
	if r == nil {
		if err != nil {
			f.pass(f.path+".git", strings.TrimPrefix(err.Error(), ".git is "))
		}
		return
	}
	r.prefix, r.outer, r.display, r.patience = w.top+f.path, f.repo, showName(f.path)+".git", nestedLimit
	if w.repos.Add(1) > maxRepos {
		r.err = fmt.Errorf("more than %d nested repositories", maxRepos)
		close(r.ready)
	} else {
		go func() {
			select {
			case w.asking <- struct{}{}:
				w.load(r)
				<-w.asking
			case <-w.ctx.Done():
				r.err = context.Cause(w.ctx)
				close(r.ready)
			}
		}()
	}
	f.repo, f.trackedOnly = r, false
	f.level = r.edge(f.level)
}

// load asks git about a nested repository. After one in which it said nothing no further one is asked: a tree can hold
// many of that kind, and each would be waited for.
func (w *walker) load(r *repo) {
	if w.silent.Load() {
		r.err = fmt.Errorf("not asked, because git %w in another nested repository", errSilent)
		close(r.ready)
		return
	}
	r.load(w.ctx)
	if errors.Is(r.err, errSilent) {
		w.silent.Store(true)
	}
}

// edge begins a repository on top of the levels outside it.
func (r *repo) edge(up *level) *level {
	l := &level{up: up, edge: true}
	if data, err := readRegular(filepath.Join(r.common, "info", "exclude"), maxIgnoreBytes); err == nil {
		l.exclude, _ = parseIgnore(r.display+"/info/exclude", len(r.prefix), string(data), r.fold)
	}
	return l
}

func (w *walker) ignoreFile(f *folder, name string) *ignoreFile {
	data, err := readRegular(w.root+sep+filepath.FromSlash(f.path+name), maxIgnoreBytes)
	if err != nil {
		f.pass(f.path+name, "its patterns were not applied: "+err.Error())
		return nil
	}
	list, cut := parseIgnore(showName(f.path+name), len(w.top)+len(f.path), string(data), f.repo != nil && f.repo.fold)
	if cut {
		f.pass(f.path+name, fmt.Sprintf("only its first %d patterns were applied", maxIgnorePatterns))
	}
	return list
}

// entry judges one entry of a folder.
func (w *walker) entry(f *folder, dir *os.File, e fs.DirEntry) {
	name, isFolder := e.Name(), e.IsDir()
	path := f.path + name
	if name == ".git" || !w.wanted(path, isFolder) {
		return
	}
	v := f.level.ask(w.top+path, isFolder)
	if v.costly {
		f.pass(path, "ignore patterns cost too much to apply: not ignored")
	}
	tracked := false
	if f.trackedOnly || v.ignored() && !v.own {
		tracked = f.repo != nil && f.repo.tracks(w.top+path, isFolder)
	}
	switch {
	case v.ignored() && (v.own || !tracked && !f.trackedOnly):
		f.hide(path, isFolder, v.reason())
		return
	case f.trackedOnly && !tracked:
		return // the note of the ignored folder stands for it
	}
	if isFolder {
		kid := &folder{path: path + "/", repo: f.repo, level: f.level, trackedOnly: f.trackedOnly || v.ignored()}
		if v.ignored() && !f.trackedOnly {
			f.pass(kid.path, v.reason()+", but for the files that git tracks")
		}
		if w.others.Add(1) > w.limit {
			w.overflow(f, kid.path)
			return
		}
		f.kids = append(f.kids, kid)
		return
	}
	w.file(f, dir, name, path)
}

// file judges one entry that is no folder.
func (w *walker) file(f *folder, dir *os.File, name, path string) {
	st, err := statIn(dir, name)
	if err != nil {
		f.lose(path, errorReason(err))
		return
	}
	switch {
	case st.kind == 0:
		if w.files.Add(1) > w.limit {
			w.overflow(f, path)
			return
		}
		if st.denied {
			f.lose(path, "permission denied")
			return
		}
		file := File{Path: showName(path), Size: st.size, src: w.src, stamp: st.stamp, exec: st.exec}
		if file.Path != path {
			file.name = path
		}
		file.Language, file.Role = Classify(file.Path)
		f.files = append(f.files, file)
		return
	case w.others.Add(1) > w.limit:
		w.overflow(f, path)
	case st.kind == fs.ModeSymlink:
		w.link(f, path)
	case st.kind == fs.ModeDir:
		f.lose(path, "became a folder while being read")
	default:
		if _, role := Classify(name); role == Manifest || role == Lockfile || role == Config {
			f.lose(path, errNotRegular.Error())
		} else {
			f.pass(path, errNotRegular.Error())
		}
	}
}

// link says why a symbolic link's target is not walked, where it is not.
func (w *walker) link(f *folder, path string) {
	to, err := filepath.EvalSymlinks(w.root + sep + filepath.FromSlash(path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.pass(path, "broken symbolic link")
		return
	case err != nil && (strings.Contains(err.Error(), "too many links") || errorClass(err) == "symbolic link loop"):
		f.pass(path, "symbolic link loop")
		return
	case err != nil:
		f.pass(path, "symbolic link: "+errorReason(err))
		return
	}
	rel, err := filepath.Rel(w.root, to)
	rel = filepath.ToSlash(rel)
	switch {
	case err != nil || rel == ".." || strings.HasPrefix(rel, "../"):
		f.pass(path, "symbolic link leaves the target")
	case rel == "." || strings.HasPrefix(path, rel+"/"):
		f.pass(path, "symbolic link loop: leads to a folder above it")
	case slices.Contains(strings.Split(rel, "/"), ".git"):
		f.pass(path, "symbolic link into a .git folder")
	}
}

// wanted reports whether path belongs to what was asked for, or for a folder whether something below does.
func (w *walker) wanted(path string, isFolder bool) bool {
	if len(w.paths) == 0 {
		return true
	}
	for at := path; ; {
		if _, ok := slices.BinarySearch(w.paths, at); ok {
			return true
		}
		i := strings.LastIndexByte(at, '/')
		if i < 0 {
			break
		}
		at = at[:i]
	}
	i, _ := slices.BinarySearch(w.paths, path+"/")
	return isFolder && i < len(w.paths) && strings.HasPrefix(w.paths[i], path+"/")
}

// overflow ends the walk. In order, where it ends is where it will always end.
func (w *walker) overflow(f *folder, path string) {
	if !w.full.Swap(true) && w.slots == nil {
		f.lose(path, fmt.Sprintf("the walk ended here, what comes after was not looked at: more than %d files", w.limit))
	}
}

// tracks reports whether the index holds a path, or for a folder something below it.
func (r *repo) tracks(full string, isFolder bool) bool {
	<-r.ready
	return holds(r.entries, full[len(r.prefix):], isFolder)
}

// hide notes an ignored path: a folder always, files up to a number.
func (f *folder) hide(path string, isFolder bool, reason string) {
	if isFolder {
		f.pass(path+"/", reason)
		return
	}
	if f.hidden++; f.hidden <= maxNotes {
		f.pass(path, reason)
	}
}

func (f *folder) countHidden() {
	if f.hidden > maxNotes {
		f.pass(cmp.Or(f.path, "./"), fmt.Sprintf("%d more files in it are ignored", f.hidden-maxNotes))
	}
}

func (f *folder) lose(path, reason string) {
	f.lost = append(f.lost, finding.Unread{Path: showName(path), Reason: reason})
}

func (f *folder) pass(path, reason string) {
	f.passed = append(f.passed, finding.Unread{Path: showName(path), Reason: reason})
}

const sep = string(filepath.Separator)
