package mcpserver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"bartizan/internal/finding"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// maxMessage bounds one message of a client, in bytes: the content and the base of a scan_code with their escapes.
const maxMessage = 32 << 20

// A wire hands a client's messages, one a line, to the protocol library. A line that the library would end the session
// for (no JSON, no message, too long) is answered with an error here, and the session goes on.
type wire struct {
	in   *bufio.Reader
	rest []byte // of the line that is being handed on
	// batches says that the client's protocol revision has them.
	batches bool

	mu  sync.Mutex
	out io.Writer
}

func newWire(in io.Reader, out io.Writer) *wire {
	return &wire{in: bufio.NewReaderSize(in, 64<<10), out: out}
}

// Read gives the bytes of good lines.
func (w *wire) Read(p []byte) (int, error) {
	for len(w.rest) == 0 {
		line, err := w.line()
		if err != nil {
			return 0, err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if bad := w.check(line); bad != nil {
			if err := w.refuse(line, bad); err != nil {
				return 0, err
			}
			continue
		}
		w.rest = append(line, '\n')
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// Write sends one message of the server.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(p)
}

// Close leaves the streams to the process.
func (w *wire) Close() error { return nil }

// line reads to the next line end. Of a line over maxMessage nothing is kept but its beginning.
func (w *wire) line() ([]byte, error) {
	var line []byte
	over := false
	for {
		part, err := w.in.ReadSlice('\n')
		if over = over || len(line)+len(part) > maxMessage; !over {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil && (err != io.EOF || len(line) == 0):
			return nil, err
		case over:
			if err := w.refuse(nil, fmt.Errorf("%w: a message is larger than %d MiB", errInvalid, maxMessage>>20)); err != nil {
				return nil, err
			}
			return nil, nil
		}
		return line, nil
	}
}

// errInvalid is what is JSON and no message; all else that is refused is no JSON.
var errInvalid = errors.New("invalid request")

// check says what keeps a line from being a message, or a batch of them.
func (w *wire) check(line []byte) error {
	if !json.Valid(line) {
		return errors.New("parse error: not JSON, or nested too deeply")
	}
	if line[0] != '[' {
		if _, err := jsonrpc.DecodeMessage(line); err != nil {
			return fmt.Errorf("%w: %w", errInvalid, err)
		}
		w.revision(line)
		return nil
	}
	var batch []json.RawMessage
	if err := json.Unmarshal(line, &batch); err != nil || len(batch) == 0 || !w.batches {
		return fmt.Errorf("%w: send one message a line", errInvalid)
	}
	for _, m := range batch {
		if _, err := jsonrpc.DecodeMessage(m); err != nil {
			return fmt.Errorf("%w: in a batch: %w", errInvalid, err)
		}
	}
	return nil
}

// revision takes from the first message of a session whether batches are part of its protocol.
func (w *wire) revision(line []byte) {
	var m struct {
		Method string `json:"method"`
		Params struct {
			ProtocolVersion string `json:"protocolVersion"`
		} `json:"params"`
	}
	if json.Unmarshal(line, &m) == nil && m.Method == "initialize" {
		w.batches = m.Params.ProtocolVersion == "2024-11-05" || m.Params.ProtocolVersion == "2025-03-26"
	}
}

// refuse answers a line that is no message, under its id where it has one.
func (w *wire) refuse(line []byte, bad error) error {
	code := -32700 // parse error
	if errors.Is(bad, errInvalid) {
		code = -32600 // invalid request
	}
	var m struct {
		ID json.RawMessage `json:"id"`
	}
	id := json.RawMessage("null")
	if json.Unmarshal(line, &m) == nil && len(m.ID) > 0 && len(m.ID) <= 200 && m.ID[0] != '{' && m.ID[0] != '[' {
		id = m.ID
	}
	answer, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": id,
		"error": map[string]any{"code": code, "message": finding.Visible(bad.Error(), 300)}})
	if err != nil {
		return err
	}
	_, err = w.Write(append(answer, '\n'))
	return err
}
