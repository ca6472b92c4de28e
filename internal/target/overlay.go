package target

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"

	"bartizan/internal/finding"
)

// Overlay gives the inventory in which some paths have other bytes than on disk; a path that it does not have is added. The
// bytes are as a file would hold them, byte order mark and all. Close belongs to the inventory that was opened.
func (inv *Inventory) Overlay(files map[string][]byte) *Inventory {
	over := *inv
	over.blobs = nil
	over.Files = make([]*File, 0, len(inv.Files)+len(files))
	held := func(path string) ([]byte, bool) { data, ok := files[path]; return data, ok }
	for _, f := range inv.Files {
		data, ok := held(f.Path)
		if !ok {
			over.Files = append(over.Files, f)
			continue
		}
		g := *f
		g.src, g.name, g.Size = nil, "", int64(len(data))
		g.State |= IsChanged
		g.read = func() ([]byte, error) { return slices.Clone(data), nil }
		over.Files = append(over.Files, &g)
	}
	for path, data := range files {
		if _, known := inv.Find(path); known {
			continue
		}
		f := NewFile(path, int64(len(data)), func() ([]byte, error) { return slices.Clone(data), nil })
		if inv.Commit != "" {
			f.State = Untracked
		}
		over.Files = append(over.Files, f)
	}
	over.Dirty = inv.Dirty || len(files) > 0 && inv.Commit != ""
	gone := func(u finding.Unread) bool { _, ok := held(u.Path); return ok }
	over.Lost = slices.DeleteFunc(slices.Clone(inv.Lost), gone)
	over.Passed = slices.DeleteFunc(slices.Clone(inv.Passed), gone)
	over.sort()
	return &over
}

// Find gives the file of a path.
func (inv *Inventory) Find(path string) (*File, bool) {
	i, ok := slices.BinarySearchFunc(inv.Files, path, func(f *File, path string) int { return cmp.Compare(f.Path, path) })
	if !ok {
		return nil, false
	}
	return inv.Files[i], true
}

// Raw gives the bytes as the file holds them.
func (f *File) Raw() ([]byte, error) { return f.bytes() }

// Disk gives the place on disk of a file of the work tree; "" for one that is nowhere else than in memory or in git.
func (f *File) Disk() string {
	if f.src == nil || f.src.blobs != nil {
		return ""
	}
	return f.src.dir + sep + f.raw()
}

// ReadBelow reads a regular file below a folder by its path with slashes, at most limit bytes. No symbolic link on the way is
// followed.
func ReadBelow(root, path string, limit int64) ([]byte, error) {
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return nil, errors.New("leaves the folder")
	}
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, errors.New(missing(err))
	}
	full := filepath.Join(real, filepath.FromSlash(path))
	if straight, err := filepath.EvalSymlinks(full); err != nil || straight != full {
		return nil, errors.New("no such file, or it is reached through a symbolic link")
	}
	return readRegular(full, limit)
}
