package target

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"syscall"
)

// info is what a walk wants to know of a path.
type info struct {
	size   int64
	stamp  uint64
	kind   fs.FileMode // 0 for a regular file, ModeDir, ModeSymlink, or ModeIrregular for all else
	exec   bool
	denied bool // a regular file that may not be read
}

// stamp folds the times and the size by which git's index recognises an unchanged file, to compare for equality. The
// size counts modulo 2³², as the index keeps it.
func stamp(mtime, mtimeNsec, ctime, ctimeNsec, size int64) uint64 {
	h := uint64(14695981039346656037)
	for _, v := range [...]int64{mtime, mtimeNsec, ctime, ctimeNsec, size} {
		h ^= uint64(uint32(v))
		h *= 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	return h
}

// Reading errors say why in words that stand beside a path.
var errNotRegular = errors.New("not a regular file")

func errTooLarge(limit int64) error {
	if limit >= 1<<20 {
		return fmt.Errorf("larger than %d MiB", limit>>20)
	}
	return fmt.Errorf("larger than %d bytes", limit)
}

// readBounded reads to the end. size is a guess of how much there is.
func readBounded(size, limit int64, read func([]byte) (int, error)) ([]byte, error) {
	if size > limit {
		return nil, errTooLarge(limit)
	}
	buf := make([]byte, 0, max(size, 0)+1) // one more byte shows the end without growing
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return nil, errTooLarge(limit)
		case err == io.EOF || err == nil && n == 0:
			return buf, nil
		case err != nil:
			return nil, readError(err)
		}
	}
}

// ReadFile reads the regular file that a path leads to, at most limit bytes. A pipe, a device and a folder are errors,
// without waiting on one. The error is a reason fit to stand beside the path: "no such file or folder", "larger than 64 MiB".
func ReadFile(path string, limit int64) ([]byte, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, errors.New(missing(err))
	}
	return readRegular(real, limit)
}

// readError reduces an error to its class: no path, nothing of the content.
func readError(err error) error { return errors.New(errorReason(err)) }

func errorReason(err error) string {
	if class := errorClass(err); class != "" {
		return class
	}
	var errno syscall.Errno
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.Is(err, fs.ErrNotExist):
		return "no longer there"
	case errors.As(err, &errno):
		return errno.Error()
	}
	return err.Error()
}
