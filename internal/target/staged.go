package target

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// staged takes what the next commit would hold and HEAD does not, with the index's content.
func (op *opening) staged(ctx context.Context) (err error) {
	r := op.repo
	if r.bin, err = findGit(); err != nil {
		return err
	}
	r.index = hookIndex(r.dir)
	if err := r.resolveHead(ctx); err != nil {
		return err
	}
	op.inv.Commit = r.head
	below := op.below()
	w := &walker{root: op.real, top: below, paths: op.want}
	ignore := ownLevels{repo: r, known: map[string]*level{}}
	err = r.stagedRecords(ctx, func(rec *record) error {
		op.inv.Dirty = true
		local := strings.TrimPrefix(rec.path, below)
		if rec.gone() && !rec.unmerged || !w.wanted(local, false) {
			return nil
		}
		shown := showName(local)
		switch v := ignore.ask(rec.path); {
		case v.ignored():
			op.pass(shown, v.reason())
		case rec.unmerged:
			op.lose(shown, "merge conflict: solve it and stage the file again")
		case rec.mode == "120000":
			op.pass(shown, "symbolic link")
		case rec.mode == "160000":
			op.pass(shown, "submodule: its files are staged in a repository of their own")
		case rec.file():
			f := &File{Path: shown, State: Tracked | IsStaged, src: op.src, name: rec.oid}
			f.Language, f.Role = Classify(shown)
			op.inv.Files = append(op.inv.Files, f)
		default:
			op.lose(shown, "unknown mode "+rec.mode)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return op.serve(ctx)
}

// serve has the files' bytes read from git's objects, by the names that stand in File.name.
func (op *opening) serve(ctx context.Context) error {
	op.inv.blobs = &blobs{git: op.repo.git, ctx: ctx}
	op.src.blobs = op.inv.blobs
	oids := make([]string, len(op.inv.Files))
	for i, f := range op.inv.Files {
		oids[i] = f.name
	}
	sizes, err := op.repo.sizes(ctx, oids)
	if err != nil {
		return err
	}
	kept := op.inv.Files[:0]
	for i, f := range op.inv.Files {
		if f.Size = sizes[i]; f.Size < 0 {
			op.lose(f.Path, errMissing.Error())
			continue
		}
		if len(kept) == op.MaxFiles {
			op.lose(f.Path, fmt.Sprintf("the list ended here, what comes after was not looked at: more than %d files", op.MaxFiles))
			break
		}
		kept = append(kept, f)
	}
	op.inv.Files = kept
	return nil
}

// hookIndex returns the index of a commit in the making: a partial commit and `commit -a` give their hooks another file
// than the repository's. Anything outside the repository's own folder is not taken.
func hookIndex(dir string) string {
	at, err := filepath.Abs(os.Getenv("GIT_INDEX_FILE"))
	if err != nil || os.Getenv("GIT_INDEX_FILE") == "" {
		return ""
	}
	at, err = filepath.EvalSymlinks(at)
	if real, errDir := filepath.EvalSymlinks(dir); err != nil || errDir != nil || filepath.Dir(at) != real {
		return ""
	}
	if st, err := os.Lstat(at); err != nil || !st.Mode().IsRegular() {
		return ""
	}
	return at
}

// ownLevels answers from the .bartizanignore files of a work tree about paths that were not walked.
type ownLevels struct {
	repo  *repo
	known map[string]*level // by folder: empty, or ending in a slash
}

func (o *ownLevels) ask(full string) verdict {
	for i := 0; i < len(full); i++ {
		if full[i] == '/' {
			if v := o.level(full[:i]).ask(full[:i], true); v.ignored() {
				return v
			}
		}
	}
	return o.level(full).ask(full, false)
}

// level returns the level of the folder that path lies in.
func (o *ownLevels) level(path string) *level {
	dir := path[:strings.LastIndexByte(path, '/')+1]
	l, ok := o.known[dir]
	if ok {
		return l
	}
	if dir != "" {
		l = o.level(dir[:len(dir)-1])
	}
	if o.repo.tree != "" {
		data, err := readRegular(filepath.Join(o.repo.tree, filepath.FromSlash(dir), ownIgnore), maxIgnoreBytes)
		if err == nil {
			f, _ := parseIgnore(showName(dir)+ownIgnore, len(dir), string(data), o.repo.fold)
			l = l.with(nil, f)
		}
	}
	o.known[dir] = l
	return l
}
