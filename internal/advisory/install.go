package advisory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// current is the file in a store directory that names the store to use. Stores are named by their content, and never
// overwritten: who reads one keeps it while a new one is installed.
const current = "CURRENT"

const suffix = ".badv"

// Install checks a store as a whole and makes it the current one of a directory, which is created if need be: readable by
// this user only. At any moment the directory has the old store or the new one. All but these two are removed.
func Install(dir string, data []byte) error {
	s, err := FromBytes(data)
	if err == nil {
		err = s.Verify()
	}
	if err != nil {
		return fmt.Errorf("installing the advisory store: %w", err)
	}
	name := s.ID()[:16] + suffix
	old, _ := readCurrent(dir) // none, or damaged: it is replaced
	err = os.MkdirAll(dir, 0o700)
	if err == nil && !sameFile(filepath.Join(dir, name), data) {
		err = writeAtomic(dir, name, data)
	}
	if err == nil {
		err = writeAtomic(dir, current, []byte(name+"\n"))
	}
	if err != nil {
		return fmt.Errorf("installing the advisory store: %w", err)
	}
	stores, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*"+suffix))
	for _, path := range stores {
		if base := filepath.Base(path); base != name && base != old && isStoreName(base) {
			os.Remove(path) // one that is open elsewhere stays on some systems, until next time
		}
	}
	return nil
}

// Current opens the current store of a directory. Without one its error wraps fs.ErrNotExist.
func Current(dir string) (*Store, error) {
	name, err := readCurrent(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the advisory store: %w", err)
	}
	s, err := Open(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(s.ID(), strings.TrimSuffix(name, suffix)) {
		s.Close()
		return nil, fmt.Errorf("opening the advisory store %s: it is another one than its name says: %w", name, ErrCorrupt)
	}
	return s, nil
}

func readCurrent(dir string) (string, error) {
	path := filepath.Join(dir, current)
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 64))
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(string(b), "\n")
	if !isStoreName(name) {
		return "", fmt.Errorf("%s names no store: %w", path, ErrCorrupt)
	}
	return name, nil
}

// isStoreName says whether a name is 16 hex digits and the suffix.
func isStoreName(name string) bool {
	digits, ok := strings.CutSuffix(name, suffix)
	return ok && len(digits) == 16 && strings.Trim(digits, "0123456789abcdef") == ""
}

func sameFile(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	b, err := os.ReadFile(path)
	return err == nil && bytes.Equal(b, data)
}

// writeAtomic writes a file whole or not at all, over what was there.
func writeAtomic(dir, name string, data []byte) error {
	tmp, err := os.CreateTemp(dir, "."+name+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	if d, err := os.Open(dir); err == nil { // a system that cannot sync a directory keeps its own order
		d.Sync()
		d.Close()
	}
	return nil
}
