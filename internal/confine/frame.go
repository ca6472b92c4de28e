package confine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// MaxFrame bounds a request and an answer, in bytes.
const MaxFrame = 64 << 20

// maxText bounds the text of a refusal.
const maxText = 1000

// What a frame is. A child says hello once, before anything else, and then answers or refuses each request by its id.
const (
	hello byte = 1 + iota
	request
	answer
	refusal
)

// A frame is what goes through a pipe: the body's length and the id, four bytes each, little-endian, the kind, the body.
type frame struct {
	kind byte
	id   uint32
	body []byte
}

const headerSize = 9

var errTooLarge = fmt.Errorf("a frame is over %d bytes", MaxFrame)

func writeFrame(w io.Writer, f frame) error {
	if len(f.body) > MaxFrame {
		return errTooLarge
	}
	b := make([]byte, headerSize, headerSize+len(f.body))
	binary.LittleEndian.PutUint32(b, uint32(len(f.body)))
	binary.LittleEndian.PutUint32(b[4:], f.id)
	b[8] = f.kind
	_, err := w.Write(append(b, f.body...))
	return err
}

// readFrame gives io.EOF where the pipe ends between two frames, and takes memory only for what has arrived.
func readFrame(r io.Reader) (frame, error) {
	var h [headerSize]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		if err == io.ErrUnexpectedEOF {
			err = errors.New("a frame ends within its header")
		}
		return frame{}, err
	}
	n, f := binary.LittleEndian.Uint32(h[:]), frame{id: binary.LittleEndian.Uint32(h[4:]), kind: h[8]}
	switch {
	case f.kind < hello || f.kind > refusal:
		return frame{}, fmt.Errorf("a frame is of no known kind: %d", f.kind)
	case n > MaxFrame || f.kind == refusal && n > maxText || f.kind == hello && n > maxText:
		return frame{}, errTooLarge
	}
	const atOnce = 1 << 20
	var body bytes.Buffer
	body.Grow(int(min(n, atOnce)))
	if got, err := io.CopyN(&body, r, int64(n)); err != nil {
		if err == io.EOF {
			err = fmt.Errorf("a frame of %d bytes ends after %d", n, got)
		}
		return frame{}, err
	}
	f.body = body.Bytes()
	return f, nil
}
