package target

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// settle turns what the walk found into files with their git state, and keeps those that the scope asks for.
func (op *opening) settle(ctx context.Context, w *walker, first *folder) error {
	byRepo := map[*repo][]*File{}
	var repos []*repo
	op.flatten(first, func(r *repo, f *File) {
		if r != nil {
			if byRepo[r] == nil && r != op.repo {
				repos = append(repos, r)
			}
			byRepo[r] = append(byRepo[r], f)
		}
		op.inv.Files = append(op.inv.Files, f)
	})
	if op.repo != nil {
		repos = append([]*repo{op.repo}, repos...)
		op.inv.Commit = op.repo.head
	}
	if op.History {
		op.seen = map[object]bool{}
	}
	for _, r := range repos {
		<-r.ready
		if err := ctx.Err(); err != nil {
			return err
		}
		if r != op.repo {
			op.nested = append(op.nested, strings.TrimSuffix(r.display, ".git"))
		}
		if r.err != nil {
			op.lose(r.display, unknownState(r.err))
			if op.Scope == Changed {
				everything(byRepo[r])
			}
			continue
		}
		dirty := op.mark(r, byRepo[r], w)
		if r.outer != nil && r.differsFromLink() {
			dirty = true
			if op.Scope == Changed {
				everything(byRepo[r])
			}
		}
		op.inv.Dirty = op.inv.Dirty || dirty
	}
	op.unreached()
	if op.Scope == Changed {
		return op.keepChanged(ctx)
	}
	return ctx.Err()
}

// unreached notes the paths asked for that no walk can come to.
func (op *opening) unreached() {
	for _, p := range op.want {
		for end := 0; end < len(p); end++ {
			if end = end + strings.IndexByte(p[end:]+"/", '/'); path.Base(p[:end]) == ".git" {
				op.pass(showName(p), "git's own files are not looked at")
				break
			}
			st, err := statPath(op.real + sep + filepath.FromSlash(p[:end]))
			if err != nil {
				op.lose(showName(p), missing(err))
				break
			}
			if st.kind == fs.ModeSymlink {
				op.lose(showName(p), "leads through a symbolic link: name the place it leads to")
				break
			}
		}
	}
}

// flatten hands on the files in git's order and gathers the notes.
func (op *opening) flatten(f *folder, take func(*repo, *File)) {
	op.inv.Lost = append(op.inv.Lost, f.lost...)
	op.inv.Passed = append(op.inv.Passed, f.passed...)
	kids := f.kids
	for i := range f.files {
		file := &f.files[i]
		name := file.raw()[min(len(f.path), len(file.raw())):]
		for len(kids) > 0 && compareNames(strings.TrimSuffix(kids[0].path[len(f.path):], "/"), true, name, false) < 0 {
			op.flatten(kids[0], take)
			kids = kids[1:]
		}
		take(f.repo, file)
	}
	for _, kid := range kids {
		op.flatten(kid, take)
	}
}

func everything(files []*File) {
	for _, f := range files {
		f.State |= IsChanged
	}
}

// differsFromLink reports that the outer repository holds another commit of this one than is checked out, or none.
func (r *repo) differsFromLink() bool {
	<-r.outer.ready
	if r.outer.err != nil {
		return true
	}
	i, found := searchIndex(r.outer.entries, strings.TrimSuffix(r.prefix[len(r.outer.prefix):], "/"))
	head, ok := parseObject(r.head)
	return !found || !ok || r.outer.entries[i].oid != head
}

// mark gives the files of one repository their state. files are in git's order, as the index is. It reports whether
// the work tree or the index differs from HEAD.
func (op *opening) mark(r *repo, files []*File, w *walker) (dirty bool) {
	dirty = len(r.heads) > 0
	var doubtful []doubt
	cut := len(w.top)
	at := 0
	for i := range r.entries {
		e := &r.entries[i]
		full := r.prefix + e.path
		if len(full) <= cut {
			continue
		}
		local := full[cut:]
		for at < len(files) && files[at].raw() < local {
			files[at].State |= Untracked
			dirty = true
			at++
		}
		if at == len(files) || files[at].raw() != local {
			dirty = op.absent(r, e, local, w) || dirty
			continue
		}
		f := files[at]
		at++
		f.State |= Tracked
		if e.flags&(staged|unmerged) != 0 {
			f.State |= IsStaged
		}
		switch {
		case e.flags&(unmerged|intentOnly) != 0 || e.mode == modeLink || e.mode == modeRepo,
			r.trustMode && f.exec != (e.mode&0o100 != 0):
			f.State |= IsChanged
		case f.stamp == e.stamp && e.flags&racy == 0:
			op.same(f, e)
		default:
			doubtful = append(doubtful, doubt{f, e})
		}
		dirty = dirty || f.State&(IsStaged|IsChanged) != 0
	}
	for _, f := range files[at:] {
		f.State |= Untracked
		dirty = true
	}
	op.resolve(r, doubtful)
	for _, d := range doubtful {
		dirty = dirty || d.file.State&IsChanged != 0
	}
	return dirty
}

// same takes in that the work tree's file is what the index holds.
func (op *opening) same(f *File, e *indexEntry) {
	if e.flags&staged != 0 {
		f.State |= IsChanged
	}
	if op.seen != nil {
		op.seen[e.oid] = true
	}
}

// A doubt is a tracked file whose times or size are not what the index remembers.
type doubt struct {
	file  *File
	entry *indexEntry
}

// resolve compares contents, several files at a time.
func (op *opening) resolve(r *repo, doubtful []doubt) {
	found := make([]object, len(doubtful))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(len(doubtful), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			h := r.hasher()
			for i := range next {
				d := doubtful[i]
				found[i] = h.file(op.src.dir+sep+filepath.FromSlash(d.file.raw()), d.entry.oid)
			}
		})
	}
	for i := range doubtful {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, d := range doubtful {
		head, known := parseObject(r.heads[d.entry.path])
		switch {
		case found[i] == d.entry.oid:
			op.same(d.file, d.entry)
			continue
		case !known || found[i] != head:
			d.file.State |= IsChanged
		}
		if op.seen != nil {
			op.seen[found[i]] = true
		}
	}
}

// absent judges an index entry that is no file of the walk, and reports whether the work tree differs by it.
func (op *opening) absent(r *repo, e *indexEntry, local string, w *walker) bool {
	if !w.wanted(local, e.mode == modeRepo) || op.only != "" {
		return false
	}
	path := op.real + sep + filepath.FromSlash(local)
	st, err := statPath(path)
	switch {
	case err != nil:
		return e.flags&skipTree == 0
	case e.mode == modeRepo:
		if inner, _ := openRepo(path); st.kind == fs.ModeDir && inner == nil {
			op.pass(showName(local)+"/", "submodule is not checked out")
		}
		return st.kind != fs.ModeDir
	case e.flags&(unmerged|intentOnly) != 0:
		return true
	case e.mode == modeLink:
		return st.kind != fs.ModeSymlink || st.stamp != e.stamp && r.hasher().link(path) != e.oid
	}
	return st.kind != 0 || st.stamp != e.stamp && r.hasher().file(path, e.oid) != e.oid
}

// keepChanged leaves the files of scope changed.
func (op *opening) keepChanged(ctx context.Context) error {
	since := map[string]bool{}
	if op.Since != "" {
		if err := op.changedSince(ctx, since); err != nil {
			return err
		}
	}
	below := op.below()
	op.inv.Files = slices.DeleteFunc(op.inv.Files, func(f *File) bool {
		if f.State&(IsChanged|Untracked) != 0 || slices.Contains(op.Also, f.Path) {
			return false
		}
		full := below + f.raw()
		for at := full; ; {
			if since[at] {
				return false // the path, or the submodule that it is in
			}
			i := strings.LastIndexByte(at, '/')
			if i < 0 {
				return true
			}
			at = at[:i]
		}
	})
	return nil
}

// changedSince lists the paths in which HEAD differs from the revision asked for.
func (op *opening) changedSince(ctx context.Context, into map[string]bool) error {
	r := op.repo
	oid := ""
	if !strings.HasPrefix(op.Since, "-") && !strings.ContainsAny(op.Since, "\x00\n") {
		oid, _ = r.text(ctx, "rev-parse", "--verify", "--quiet", op.Since+"^{commit}")
	}
	if !isOID(oid) {
		return fmt.Errorf("unknown revision %q: name a commit, branch or tag that is in this clone (a shallow one lacks older commits)", op.Since)
	}
	if r.head == "" {
		return errors.New("there is no commit yet to compare: leave the revision out")
	}
	args := append(rawFlags("diff-tree"), "-r", oid, r.head, "--", cmp.Or(r.only, "."))
	err := r.run(ctx, nil, func(out *bufio.Reader) error {
		return readRaw(out, func(rec *record) error {
			into[strings.Clone(rec.path)] = true
			return nil
		})
	}, args...)
	if err != nil {
		return fmt.Errorf("comparing with %q: %w", op.Since, err)
	}
	return nil
}
