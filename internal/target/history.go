package target

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// maxBlobs bounds the blobs of a history.
const maxBlobs = 5_000_000

// A version is one blob of the repository. It becomes a file under the first path at which the oldest commit that has it
// shows it.
type version struct {
	oid  object
	size int64
	path string // virtual; empty as long as none is known
	fate fate
}

type fate uint8

const (
	unnamed  fate = iota
	elsewise      // read from the work tree, a link's target, or outside what was asked for
	hidden        // at ignored paths only
)

// history adds the blobs that the work tree does not hold: of all commits that a ref reaches, of the index, and of
// objects that nothing reaches any more.
func (op *opening) history(ctx context.Context) error {
	err := op.versions(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		op.lose("git://", "the history was not looked at: "+err.Error())
	}
	return nil
}

func (op *opening) versions(ctx context.Context) (err error) {
	r := op.repo
	r.patience = cmp.Or(r.patience, historyLimit)
	if op.bare {
		if r.bin, err = findGit(); err == nil {
			err = r.resolveHead(ctx)
		}
		op.inv.Commit = r.head
	} else {
		err = r.err
	}
	if err != nil {
		return err
	}
	if st, err := os.Stat(filepath.Join(r.common, "shallow")); err == nil && st.Size() > 0 {
		op.lose("git://", "this clone is shallow, older commits are not in it: fetch them with `git fetch --unshallow`")
	}
	all, cut, err := r.allBlobs(ctx)
	if err != nil {
		return err
	}
	if cut {
		op.lose("git://", fmt.Sprintf("more than %d versions of files: the others were not looked at", maxBlobs))
	}
	for i := range all {
		if op.seen[all[i].oid] {
			all[i].fate = elsewise
		}
	}
	n := &namer{op: op, all: all, below: op.below(), ignored: map[string]int{},
		own: ownLevels{repo: r, known: map[string]*level{}}, w: &walker{paths: op.want}}
	if op.only != "" {
		op.want = []string{op.only}
		n.w.paths = op.want
	}
	if err := n.commits(ctx); err != nil {
		return err
	}
	n.index()
	n.unreachable()
	n.notes(cut)
	op.addVersions(ctx, all)
	return nil
}

// allBlobs lists every blob of the repository, reachable or not, sorted by name.
func (r *repo) allBlobs(ctx context.Context) (all []version, cut bool, err error) {
	err = r.run(ctx, nil, func(out *bufio.Reader) error {
		for {
			line, err := out.ReadSlice('\n')
			if err == io.EOF && len(line) == 0 {
				return nil
			}
			if err != nil {
				return errFormat
			}
			f := bytes.Fields(line)
			if len(f) != 3 {
				return errFormat
			}
			if string(f[1]) != "blob" {
				continue
			}
			oid, ok := parseObject(string(f[0]))
			size, okSize := number(f[2])
			if !ok || !okSize {
				return errFormat
			}
			if len(all) == maxBlobs {
				cut = true
				continue
			}
			all = append(all, version{oid: oid, size: size})
		}
	}, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", "--batch-all-objects", "--buffer")
	byName := func(a, b version) int { return bytes.Compare(a.oid[:], b.oid[:]) }
	if !slices.IsSortedFunc(all, byName) {
		slices.SortFunc(all, byName)
	}
	return slices.CompactFunc(all, func(a, b version) bool { return a.oid == b.oid }), cut, err
}

// A namer finds paths for blobs.
type namer struct {
	op      *opening
	all     []version
	below   string // the root below the repository's top
	own     ownLevels
	w       *walker
	ignored map[string]int // versions at ignored paths, by the reason
	missing int            // versions that commits have and the repository does not
}

// commits goes through what every commit brought, oldest first. Of a merge only what none of its parents had counts.
func (n *namer) commits(ctx context.Context) error {
	r := n.op.repo
	feed, commits := io.Pipe()
	var wg sync.WaitGroup
	var listErr error
	wg.Go(func() {
		listErr = r.run(ctx, nil, func(out *bufio.Reader) error {
			_, err := io.Copy(commits, out)
			return err
		}, "rev-list", "--all", "--reverse", "--topo-order")
		commits.CloseWithError(listErr)
	})
	args := append(rawFlags("diff-tree"), "--stdin", "--root", "-r", "-c")
	if n.below != "" {
		args = append(args, "--", ".")
	}
	err := r.run(ctx, feed, func(out *bufio.Reader) error { return readRaw(out, n.commit) }, args...)
	feed.CloseWithError(io.ErrClosedPipe)
	wg.Wait()
	if err != nil {
		return err
	}
	return listErr
}

func (n *namer) commit(rec *record) error {
	if rec.gone() || rec.mode == "160000" {
		return nil
	}
	oid, _ := parseObject(rec.oid)
	v := n.find(oid)
	switch {
	case v == nil:
		n.missing++
	case v.path != "" || v.fate == elsewise:
	case !rec.file():
		v.fate = elsewise
	default:
		if len(rec.commit) < 12 {
			return errFormat
		}
		n.name(v, rec.path, rec.commit[:12])
	}
	return nil
}

func (n *namer) find(oid object) *version {
	i, ok := slices.BinarySearchFunc(n.all, oid, func(v version, o object) int { return bytes.Compare(v.oid[:], o[:]) })
	if !ok {
		return nil
	}
	return &n.all[i]
}

// name gives a version its path if that path is one of those asked for.
func (n *namer) name(v *version, path, where string) {
	local, inside := strings.CutPrefix(path, n.below)
	verdict := n.own.ask(path)
	switch {
	case !inside || !n.w.wanted(local, false):
		if v.fate == unnamed {
			v.fate = elsewise
		}
	case verdict.ignored():
		v.fate = hidden
		n.ignored[verdict.reason()]++
	default:
		v.path, v.fate = "git://"+where+"/"+showName(path), unnamed
	}
}

// index names blobs that are staged and stand in no commit and not in the work tree.
func (n *namer) index() {
	for i := range n.op.repo.entries {
		e := &n.op.repo.entries[i]
		if e.mode == modeRepo {
			continue
		}
		if v := n.find(e.oid); v != nil && v.path == "" && v.fate == unnamed {
			if e.mode == modeLink {
				v.fate = elsewise
			} else {
				n.name(v, e.path, "index")
			}
		}
	}
}

// unreachable names what no commit and no index shows. Without a path such a blob belongs to the whole repository.
func (n *namer) unreachable() {
	whole := n.below == "" && len(n.op.want) == 0
	left := 0
	for i := range n.all {
		v := &n.all[i]
		switch {
		case v.path != "" || v.fate != unnamed:
		case whole:
			v.path = "git://unreachable/" + hex.EncodeToString(v.oid[:6])
		default:
			left++
		}
	}
	if left > 0 {
		n.op.pass("git://unreachable/", fmt.Sprintf("%d objects without a path belong to the whole repository: scan its top", left))
	}
}

func (n *namer) notes(cut bool) {
	for reason, count := range n.ignored {
		n.op.pass("git://", fmt.Sprintf("%d older versions %s", count, reason))
	}
	if n.missing > 0 && !cut {
		n.op.lose("git://", fmt.Sprintf("%d versions are not in this clone: fetch them, it is a partial one", n.missing))
	}
	for _, dir := range n.op.nested {
		n.op.pass(dir, "the history of a nested repository is its own: scan that folder")
	}
}

// addVersions makes files of the named versions.
func (op *opening) addVersions(ctx context.Context, all []version) {
	op.inv.blobs = &blobs{git: op.repo.git, ctx: ctx}
	src := &source{blobs: op.inv.blobs, max: op.MaxFile}
	digits := 40
	if op.repo.sha256 {
		digits = 64
	}
	for i := range all {
		v := &all[i]
		if v.path == "" {
			continue
		}
		f := &File{Path: v.path, Size: v.size, State: InHistory, src: src, name: hex.EncodeToString(v.oid[:])[:digits]}
		f.Language, f.Role = Classify(v.path)
		op.inv.Files = append(op.inv.Files, f)
	}
	slices.SortFunc(op.inv.Files, func(a, b *File) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.name, b.name))
	})
	for i := 1; i < len(op.inv.Files); i++ {
		if a, b := op.inv.Files[i-1], op.inv.Files[i]; a.Path == b.Path && b.State&InHistory != 0 {
			b.Path += "~" + b.name[:12]
		}
	}
}
