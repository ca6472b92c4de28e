package target

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// hasMode says that this platform keeps the executable bit that git compares.
const hasMode = false

// useCtime says that git's index and this platform mean the same by a change time.
const useCtime = false

// openFolder opens a folder for reading its entries.
func openFolder(path string) (*os.File, error) { return os.Open(path) }

// statIn describes an entry of an open folder without following a link.
func statIn(folder *os.File, name string) (info, error) {
	return statPath(filepath.Join(folder.Name(), name))
}

// statPath describes what stands at a path without following a link. Git for Windows keeps the creation time where
// others keep the change time, so only the modification time counts.
func statPath(path string) (info, error) {
	st, err := os.Lstat(path)
	if err != nil {
		return info{}, err
	}
	m := st.ModTime()
	i := info{size: st.Size(), stamp: stamp(m.Unix(), int64(m.Nanosecond()), 0, 0, st.Size())}
	switch t := st.Mode().Type(); t {
	case 0, fs.ModeDir, fs.ModeSymlink:
		i.kind = t
	default:
		i.kind = fs.ModeIrregular
	}
	return i, nil
}

// openRegular opens the regular file at path and returns its size. It follows no link, and gives a file only after that
// was seen to be the regular one that stood there.
func openRegular(path string) (*os.File, int64, error) {
	before, err := os.Lstat(path)
	if err != nil {
		return nil, 0, readError(err)
	}
	if !before.Mode().IsRegular() {
		return nil, 0, errNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, readError(err)
	}
	st, err := f.Stat()
	if err != nil {
		err = readError(err)
	} else if !st.Mode().IsRegular() || !os.SameFile(before, st) {
		err = errNotRegular
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, st.Size(), nil
}

// readRegular reads the regular file at path. One larger than limit bytes is an error.
func readRegular(path string, limit int64) ([]byte, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(size, limit, f.Read)
}

// errorClass words the errors of this platform.
func errorClass(err error) string {
	switch {
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION), errors.Is(err, windows.ERROR_LOCK_VIOLATION):
		return "in use by another program"
	case errors.Is(err, windows.ERROR_FILENAME_EXCED_RANGE):
		return "path too long"
	}
	return ""
}
