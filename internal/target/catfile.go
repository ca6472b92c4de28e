package target

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// blobs reads objects through one `git cat-file --batch`, started with the first read.
type blobs struct {
	git git
	ctx context.Context

	mu     sync.Mutex
	cmd    *exec.Cmd
	cancel context.CancelFunc
	in     io.WriteCloser
	out    *bufio.Reader
	idle   *watch
	broken error // why nothing more can be read
}

// read returns the blob that the hexadecimal name oid stands for, which has size bytes.
func (b *blobs) read(oid string, size int64) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken == nil && b.cmd == nil {
		b.broken = b.start()
	}
	if b.broken != nil {
		return nil, b.broken
	}
	b.idle.start()
	defer b.idle.stop()
	data, err := b.ask(oid, size)
	if err != nil && err != errMissing {
		b.broken = errors.New("git cat-file ended")
		b.cancel()
	}
	return data, err
}

func (b *blobs) start() error {
	ctx, cancel := context.WithCancel(b.ctx)
	cmd := b.git.command(ctx, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err == nil {
		var out io.ReadCloser
		if out, err = cmd.StdoutPipe(); err == nil {
			if err = cmd.Start(); err == nil {
				b.cmd, b.cancel, b.in = cmd, cancel, in
				b.idle = newWatch(out, b.git.wait(), cancel)
				b.out = bufio.NewReaderSize(b.idle, 64<<10)
				return nil
			}
		}
	}
	cancel()
	return fmt.Errorf("git cat-file: %w", err)
}

var errMissing = errors.New("the object is not in this repository")

func (b *blobs) ask(oid string, size int64) ([]byte, error) {
	if _, err := io.WriteString(b.in, oid+"\n"); err != nil {
		return nil, errors.New("git cat-file ended")
	}
	head, err := b.out.ReadString('\n')
	if err != nil {
		return nil, errors.New("git cat-file ended")
	}
	f := strings.Fields(head)
	if len(f) == 2 && f[1] == "missing" {
		return nil, errMissing
	}
	if len(f) != 3 || f[0] != oid || f[2] != strconv.FormatInt(size, 10) {
		return nil, errFormat
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(b.out, data); err != nil {
		return nil, errors.New("git cat-file ended")
	}
	if end, err := b.out.ReadByte(); err != nil || end != '\n' {
		return nil, errFormat
	}
	return data, nil
}

func (b *blobs) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken = errors.New("the inventory is closed")
	if b.cmd == nil {
		return nil
	}
	b.in.Close()
	b.cancel()
	b.idle.stop()
	_ = b.cmd.Wait() // it was ended, its status says nothing
	b.cmd = nil
	return nil
}

// sizes returns the sizes of objects, -1 for one that is not there.
func (g git) sizes(ctx context.Context, oids []string) ([]int64, error) {
	if len(oids) == 0 {
		return nil, nil
	}
	sizes := make([]int64, 0, len(oids))
	err := g.run(ctx, strings.NewReader(strings.Join(oids, "\n")+"\n"), func(r *bufio.Reader) error {
		for range oids {
			line, err := r.ReadString('\n')
			if err != nil {
				return errFormat
			}
			size, err := strconv.ParseInt(strings.TrimSuffix(line, "\n"), 10, 64)
			if err != nil {
				size = -1
			}
			sizes = append(sizes, size)
		}
		return nil
	}, "cat-file", "--batch-check=%(objectsize)")
	return sizes, err
}
