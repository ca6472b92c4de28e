package target

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"hash"
	"io"
	"os"
	"strconv"
)

// A hasher gives files the object names that a repository's git gives them. It is for one goroutine.
type hasher struct {
	hash.Hash
	buf []byte
}

func (r *repo) hasher() *hasher {
	h := &hasher{sha1.New(), make([]byte, 64<<10)}
	if r.sha256 {
		h.Hash = sha256.New()
	}
	return h
}

// begin starts the name of a blob of size bytes.
func (h *hasher) begin(size int64) {
	h.Reset()
	h.Write(append(strconv.AppendInt(append(h.buf[:0], "blob "...), size, 10), 0))
}

func (h *hasher) name() (o object) {
	h.Sum(o[:0])
	return o
}

// link returns the object name of a symbolic link, zero if there is none.
func (h *hasher) link(path string) object {
	to, err := os.Readlink(path)
	if err != nil {
		return object{}
	}
	h.begin(int64(len(to)))
	io.WriteString(h, to)
	return h.name()
}

// file returns the object name of a file's content, and want if the content with its CRLF line ends made LF has that
// name. Zero means that it could not be read. Filters of the repository are not run: with them a file counts as changed.
func (h *hasher) file(path string, want object) object {
	f, size, err := openRegular(path)
	if err != nil {
		return object{}
	}
	defer f.Close()
	ends := lineEnds{}
	h.begin(size)
	if h.copy(f, io.MultiWriter(h, &ends)) != nil {
		return object{}
	}
	name := h.name()
	if name == want || ends.crlf == 0 || ends.binary {
		return name
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return name
	}
	h.begin(size - ends.crlf)
	if h.copy(f, &lineEnds{to: h}) == nil && h.name() == want {
		return want
	}
	return name
}

// copy is io.Copy with the hasher's own buffer.
func (h *hasher) copy(from io.Reader, to io.Writer) error {
	for {
		n, err := from.Read(h.buf)
		if _, err := to.Write(h.buf[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// lineEnds counts CRLF line ends, and passes on to to, if that is set, what is written with them made LF. A CR that ends
// everything is lost, which no text has that git would have normalised.
type lineEnds struct {
	to     io.Writer
	crlf   int64
	binary bool
	cr     bool // the last write ended in a CR that is not yet passed on
}

func (l *lineEnds) Write(p []byte) (int, error) {
	n := len(p)
	l.binary = l.binary || bytes.IndexByte(p, 0) >= 0
	if l.cr && n > 0 {
		if l.cr = false; p[0] == '\n' {
			l.crlf++
		} else if err := l.pass([]byte{'\r'}); err != nil {
			return 0, err
		}
	}
	for len(p) > 0 {
		i := bytes.IndexByte(p, '\r')
		if i < 0 {
			return n, l.pass(p)
		}
		if err := l.pass(p[:i]); err != nil {
			return 0, err
		}
		rest := p[i+1:]
		switch {
		case len(rest) == 0:
			l.cr = true
		case rest[0] == '\n':
			l.crlf++
		default:
			if err := l.pass(p[i : i+1]); err != nil {
				return 0, err
			}
		}
		p = rest
	}
	return n, nil
}

func (l *lineEnds) pass(p []byte) error {
	if l.to == nil {
		return nil
	}
	_, err := l.to.Write(p)
	return err
}
