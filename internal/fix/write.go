package fix

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bartizan/internal/finding"
)

// Write puts the changes on disk: all of them, or none where a file is not as it was when it was read. A file keeps its mode.
func Write(root string, changes []*Change) error {
	type ready struct{ tmp, file string }
	var all []ready
	clean := func() {
		for _, r := range all {
			os.Remove(r.tmp)
		}
	}
	for _, c := range changes {
		file := c.disk
		if file == "" {
			clean()
			return fmt.Errorf("writing %s: it is not a file of the work tree", finding.Visible(c.Path, 200))
		}
		if file == "?" {
			if !filepath.IsLocal(filepath.FromSlash(c.Path)) {
				clean()
				return fmt.Errorf("writing %s: it leaves the project", finding.Visible(c.Path, 200))
			}
			file = filepath.Join(root, filepath.FromSlash(c.Path))
		}
		tmp, err := c.prepare(file)
		if err != nil {
			clean()
			return fmt.Errorf("writing %s: %w", finding.Visible(c.Path, 200), err)
		}
		all = append(all, ready{tmp, file})
	}
	for i, r := range all {
		if err := os.Rename(r.tmp, r.file); err != nil {
			clean()
			return fmt.Errorf("writing %s: %w; %d of %d files were written", finding.Visible(changes[i].Path, 200), err, i, len(all))
		}
	}
	return nil
}

// prepare writes the new bytes beside a file that is as it was.
func (c *Change) prepare(file string) (string, error) {
	mode := os.FileMode(0o644)
	info, err := os.Lstat(file)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return "", errors.New("not a regular file")
	case err == nil && !c.mode:
		return "", errors.New("it exists by now: run again")
	case err == nil:
		mode = info.Mode().Perm()
		now, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if !bytes.Equal(now, c.Old) {
			return "", errors.New("it has changed since it was scanned: run again")
		}
	case !errors.Is(err, os.ErrNotExist) || c.mode:
		return "", err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".bartizan-*")
	if err != nil {
		return "", err
	}
	_, err = tmp.Write(c.New)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Close()); err != nil {
		os.Remove(tmp.Name())
		return "", err
	}
	return tmp.Name(), nil
}
