//go:build unix

package target

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// hasMode says that this platform keeps the executable bit that git compares.
const hasMode = true

// useCtime says that git's index and this platform mean the same by a change time.
const useCtime = true

// openFolder opens a folder for reading its entries, and nothing else: no link, no pipe that would wait for a writer.
func openFolder(path string) (*os.File, error) {
	fd, err := openRetry(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), path), nil
}

func openRetry(path string, flags int) (int, error) {
	for {
		fd, err := unix.Open(path, flags, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

// statIn describes an entry of an open folder without following a link.
func statIn(folder *os.File, name string) (info, error) {
	var st unix.Stat_t
	fd := int(folder.Fd())
	if err := unix.Fstatat(fd, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return info{}, err
	}
	i := infoOf(&st)
	if st.Mode&0o444 != 0o444 && i.kind == 0 {
		i.denied = unix.Faccessat(fd, name, unix.R_OK, unix.AT_EACCESS) == unix.EACCES
	}
	return i, nil
}

// statPath describes what stands at a path without following a link.
func statPath(path string) (info, error) {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return info{}, err
	}
	return infoOf(&st), nil
}

func infoOf(st *unix.Stat_t) info {
	i := info{size: st.Size, exec: st.Mode&0o100 != 0}
	mtime, ctime := st.Mtim, st.Ctim
	i.stamp = stamp(int64(mtime.Sec), int64(mtime.Nsec), int64(ctime.Sec), int64(ctime.Nsec), st.Size)
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		i.kind = fs.ModeDir
	case unix.S_IFLNK:
		i.kind = fs.ModeSymlink
	default:
		i.kind = fs.ModeIrregular
	}
	return i
}

// openFile opens the regular file at path and returns its size. It follows no link at the last component, does not wait
// for a pipe, and gives a descriptor only after that was seen to be a regular file.
func openFile(path string) (fd int, size int64, err error) {
	fd, err = openRetry(path, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC|unix.O_NOCTTY)
	if err == unix.ELOOP { // a link stands there
		return -1, 0, errNotRegular
	}
	if err != nil {
		return -1, 0, readError(err)
	}
	var st unix.Stat_t
	if err = unix.Fstat(fd, &st); err != nil {
		err = readError(err)
	} else if st.Mode&unix.S_IFMT != unix.S_IFREG {
		err = errNotRegular
	}
	if err != nil {
		unix.Close(fd)
		return -1, 0, err
	}
	return fd, st.Size, nil
}

// openRegular opens a regular file as openFile does.
func openRegular(path string) (*os.File, int64, error) {
	fd, size, err := openFile(path)
	if err != nil {
		return nil, 0, err
	}
	return os.NewFile(uintptr(fd), path), size, nil
}

// readRegular reads the regular file at path. One larger than limit bytes is an error.
func readRegular(path string, limit int64) ([]byte, error) {
	fd, size, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	return readBounded(size, limit, func(b []byte) (int, error) {
		for {
			n, err := unix.Read(fd, b)
			if err != unix.EINTR {
				return max(n, 0), err
			}
		}
	})
}

// errorClass words the errors of this platform.
func errorClass(err error) string {
	switch {
	case errors.Is(err, syscall.ELOOP):
		return "symbolic link loop"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "path too long"
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.EOPNOTSUPP):
		return errNotRegular.Error()
	}
	return ""
}
