package advisory

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bartizan/internal/advisory/osv"
)

// A Folder is a set of records: all that one database has of an ecosystem, or of several.
type Folder struct {
	Ecosystem string // a family ("npm", "Debian"); "" takes what the records say, and adds to what is there instead of replacing it
	Path      string // a zip of .json files, or a directory of them at any depth

	Origin, Revision, License string    // for Info
	Date                      time.Time // of the data, for databases whose records have no dates
}

// Folders returns the folders below dir in the layout of the public bucket: <ecosystem>/all.zip, sorted by ecosystem.
func Folders(dir string) ([]Folder, error) {
	paths, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*", "all.zip"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("%s has no <ecosystem>/all.zip", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for advisories: %w", err)
	}
	var out []Folder
	for _, p := range paths {
		out = append(out, Folder{Ecosystem: filepath.Base(filepath.Dir(p)), Path: p})
	}
	return out, nil
}

// escapeGlob makes a path match itself only.
func escapeGlob(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}

// limits bound what is unpacked from one folder.
type limits struct {
	files int
	bytes int64 // in all
}

var folderLimits = limits{files: 5_000_000, bytes: 16 << 30}

// addFolder reads a folder. Of its ecosystem, what was there before is forgotten.
func (b *builder) addFolder(ctx context.Context, f Folder) error {
	info, err := os.Stat(f.Path)
	if err != nil {
		return fmt.Errorf("reading advisories: %w", err)
	}
	if f.Ecosystem != "" {
		b.replace(f)
	}
	if info.IsDir() {
		err = b.addDirectory(ctx, f, folderLimits)
	} else {
		err = b.addZip(ctx, f, folderLimits)
	}
	if err != nil {
		return fmt.Errorf("reading the advisories of %s: %w", f.Path, err)
	}
	return nil
}

// replace forgets what is there of a folder's ecosystem.
func (b *builder) replace(f Folder) {
	b.drop(f.Ecosystem, nil)
	b.info.Ecosystems[b.info.number(f.Ecosystem)] = Ecosystem{
		Name: f.Ecosystem, Origin: f.Origin, Revision: f.Revision, License: f.License, Newest: date(days(past(f.Date, b.built))),
	}
}

var errLimit = errors.New("it unpacks to more than advisories can be")

// addZip reads a zip. What its directory says about sizes is not believed: reading stops at the bounds.
func (b *builder) addZip(ctx context.Context, f Folder, l limits) error {
	z, err := zip.OpenReader(f.Path)
	if err != nil {
		return err
	}
	defer z.Close()
	if len(z.File) > l.files {
		return errLimit
	}
	files := slices.DeleteFunc(slices.Clone(z.File), func(file *zip.File) bool { return !strings.HasSuffix(file.Name, ".json") })
	slices.SortStableFunc(files, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	if len(files) == 0 {
		return errors.New("it holds no .json file")
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := file.Open()
		if err != nil {
			return fmt.Errorf("%q: %w", file.Name, err)
		}
		err = b.addFile(f, file.Name, r, &l)
		r.Close()
		if err != nil {
			return fmt.Errorf("%q: %w", file.Name, err)
		}
	}
	return nil
}

// addDirectory reads the regular .json files below a directory; links are not followed.
func (b *builder) addDirectory(ctx context.Context, f Folder, l limits) error {
	root, err := os.OpenRoot(f.Path)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case !d.Type().IsRegular() || !strings.HasSuffix(path, ".json"):
			return nil
		}
		if l.files--; l.files < 0 {
			return errLimit
		}
		r, err := root.Open(path)
		if err != nil {
			return err
		}
		defer r.Close()
		return b.addFile(f, path, r, &l)
	})
}

// addFile reads one record. Only what is wrong with the whole folder is an error.
func (b *builder) addFile(f Folder, where string, r io.Reader, l *limits) error {
	data, err := io.ReadAll(io.LimitReader(r, osv.MaxBytes+1))
	if err != nil {
		return err
	}
	if l.bytes -= int64(len(data)); l.bytes < 0 {
		return errLimit
	}
	record, err := osv.Read(data)
	if err != nil {
		b.problem(f.Ecosystem, where, err)
		return nil
	}
	return b.add(record, f.Ecosystem)
}
