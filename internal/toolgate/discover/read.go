package discover

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/syntax/config"
)

// A source is one configuration file, read and parsed once.
type source struct {
	path  string
	root  *config.Node // nil when nothing could be read
	found bool         // something stands at the path
}

// read opens a configuration file without ever waiting on it: what is no regular file is noted and left alone.
func (d *discovery) read(path, format string) *source {
	key := format + "\x00" + path
	if s, ok := d.sources[key]; ok {
		return s
	}
	s := &source{path: path}
	d.sources[key] = s
	data, ok := d.bytes(path, config.MaxBytes)
	if s.found = d.exists(path); !ok {
		return s
	}
	if strings.TrimSpace(strings.TrimPrefix(string(data[:min(len(data), 4096)]), "\ufeff")) == "" && len(data) <= 4096 {
		d.pass(path, "empty file")
		return s
	}
	doc, err := config.Read(format, data)
	s.root = doc.Root
	if err != nil {
		reason := err.Error()
		var e *config.Error
		if errors.As(err, &e) {
			reason = fmt.Sprintf("line %d, column %d: %s; what stands before it was read", e.Line, e.Column, e.Msg)
		}
		d.lost(path, "not valid "+format+": "+finding.Visible(reason, 200))
	}
	for i, n := range doc.Notes {
		if i == 3 {
			d.pass(path, fmt.Sprintf("%d more notes", len(doc.Notes)-i))
			break
		}
		d.pass(path, fmt.Sprintf("line %d: %s", n.Line, n.Text))
	}
	return s
}

func (d *discovery) exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// bytes reads a regular file of at most limit bytes and notes why it cannot.
func (d *discovery) bytes(path string, limit int64) ([]byte, bool) {
	info, err := os.Lstat(path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) && !notFolder(err) {
			d.lost(path, cause(err))
		}
		return nil, false
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		if info, err = os.Stat(path); err != nil {
			d.lost(path, "symbolic link: "+cause(err))
			return nil, false
		}
	}
	if kind := special(info.Mode()); kind != "" {
		d.lost(path, kind+" stands where a configuration file is expected; not opened")
		return nil, false
	}
	if info.Size() > limit {
		d.lost(path, fmt.Sprintf("larger than %d MiB", limit>>20))
		return nil, false
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openNonblock, 0)
	if err != nil {
		d.lost(path, cause(err))
		return nil, false
	}
	defer f.Close()
	// What stood there may have changed since: the open file decides.
	if info, err = f.Stat(); err != nil || !info.Mode().IsRegular() {
		d.lost(path, "no regular file; not read")
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		d.lost(path, cause(err))
		return nil, false
	}
	if int64(len(data)) > limit {
		d.lost(path, fmt.Sprintf("larger than %d MiB", limit>>20))
		return nil, false
	}
	d.leaves(path)
	d.touched[path] = true
	return data, true
}

// leaves notes a file whose real place is outside of the home and of the project it was found in.
func (d *discovery) leaves(path string) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil || real == path {
		return
	}
	for _, base := range d.bases {
		if within(base.asked, path) && !within(base.real, real) && !within(base.asked, real) {
			d.pass(path, "symbolic link to a file outside: "+finding.Visible(real, 200))
			return
		}
	}
}

// within reports that path is base or lies below it.
func within(base, path string) bool {
	rel, err := filepath.Rel(base, path)
	return err == nil && (rel == "." || filepath.IsLocal(rel))
}

func special(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something that is no file"
}

// cause is what an error says, without the path it repeats.
func cause(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read"
	case errors.Is(err, fs.ErrNotExist):
		return "leads nowhere"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// notFolder reports that a part of the path is a file: then there is no such configuration.
func notFolder(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "not a directory")
}
