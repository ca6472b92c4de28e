package confine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"bartizan/internal/finding"
)

// A Child is a running confined child. It is safe for concurrent use; requests are worked at in parallel.
type Child struct {
	role    string
	reached Confinement
	process *os.Process
	in      io.WriteCloser
	out     io.ReadCloser
	writing chan struct{} // holds one: whoever takes it may write to in
	ended   chan struct{} // closed when the process is gone and err is set

	mu      sync.Mutex
	next    uint32
	waiting map[uint32]chan frame
	cause   error // why this side ended it, nil if it did not
	err     error
}

// An Ended is the error of a request whose child is gone: it crashed, it was ended, it said what it must not. Each request that
// was under way gets it; which of them is to blame shows when they are asked again, one at a time, of new children.
type Ended struct {
	Role, Reason string
}

func (e *Ended) Error() string {
	return fmt.Sprintf("the confined process %q ended: %s", e.Role, e.Reason)
}

// A Refusal is a handler's error or panic, in its own words made visible. The child goes on.
type Refusal struct {
	Role, Reason string
}

func (e *Refusal) Error() string { return fmt.Sprintf("the confined process %q: %s", e.Role, e.Reason) }

// Memory that a child may take for its data, in all and for each of its workers. One parse takes at most 1.1 GiB for 1 MiB of
// text (its arena, its stack, two copies of the tree), of which hardly any is used for text that a person wrote.
const (
	memoryBase      uint64 = 2 << 30
	memoryPerWorker uint64 = 5 << 28
)

// Start starts a child of this program in a role, one of those given to Main, and returns when the child has said what
// confines it. The child lives until Close, until ctx ends, or until this process does.
func Start(ctx context.Context, role string) (*Child, error) { return start(ctx, role, allLayers) }

func start(ctx context.Context, role, layers string) (*Child, error) {
	failed := func(err error) (*Child, error) {
		return nil, fmt.Errorf("starting the confined process %q: %w; bartizan doctor says what works here", role, err)
	}
	exe, err := executable()
	if err != nil {
		return failed(err)
	}
	workers := runtime.GOMAXPROCS(0)
	cmd := exec.CommandContext(ctx, exe)
	cmd.Args = os.Args[:1]
	// Nothing of the user's environment. What the child could not find out for itself without files is how many processors to use.
	cmd.Env = []string{
		fmt.Sprintf("%s=%s %d %s", variable, layers, memoryBase+uint64(workers)*memoryPerWorker, role),
		"GOMAXPROCS=" + strconv.Itoa(workers),
	}
	cmd.SysProcAttr = attributes()
	cmd.WaitDelay = time.Second // as for the answers' pipe in kill
	said := &complaint{}
	cmd.Stderr = said
	in, err := cmd.StdinPipe()
	if err != nil {
		return failed(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return failed(err)
	}
	c := &Child{role: role, in: in, out: out, writing: make(chan struct{}, 1), ended: make(chan struct{}), waiting: map[uint32]chan frame{}}
	c.writing <- struct{}{}
	started, read := make(chan error), make(chan struct{})
	go func() {
		// The kernel ends the child with the thread that started it, so that thread waits for it.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		<-read
		err = cmd.Wait()
		c.end(ctx, said.reason(err, cmd.ProcessState))
	}()
	if err := <-started; err != nil {
		in.Close()
		return failed(err)
	}
	c.process = cmd.Process
	greeted := make(chan Confinement, 1)
	go func() {
		c.kill(c.read(greeted))
		close(read)
	}()
	select {
	case c.reached = <-greeted:
		return c, nil
	case <-c.ended:
		return failed(c.err)
	}
}

// Confinement is what the child said of itself before it read anything.
func (c *Child) Confinement() Confinement { return c.reached }

// read hands out answers until the pipe ends. It returns what is wrong with what it read, nil if it ended between two frames.
func (c *Child) read(greeted chan<- Confinement) error {
	for first := true; ; first = false {
		f, err := readFrame(c.out)
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) {
				return nil
			}
			return err
		}
		if first || f.kind == hello {
			reached, err := decodeConfinement(f)
			if err != nil || !first {
				return errors.New("it did not begin as this program does")
			}
			greeted <- reached
			continue
		}
		c.mu.Lock()
		to := c.waiting[f.id]
		delete(c.waiting, f.id)
		c.mu.Unlock()
		if to == nil || f.kind == request {
			return errors.New("it answered what nobody asked")
		}
		to <- f // has room for its one answer
	}
}

// Do has the child work at a request and returns its answer. The error is a *Refusal where the handler gave one, an *Ended
// where the child is gone, and that of ctx where it ended first. Then the child is ended too, because what it works at cannot be
// called back.
func (c *Child) Do(ctx context.Context, body []byte) ([]byte, error) {
	if len(body) > MaxFrame {
		return nil, fmt.Errorf("asking the confined process %q: %d bytes are more than %d; leave the file out", c.role, len(body), MaxFrame)
	}
	select {
	case <-c.writing:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-c.ended:
		return nil, c.err
	}
	if err := ctx.Err(); err != nil {
		c.writing <- struct{}{}
		return nil, err
	}
	to := make(chan frame, 1)
	c.mu.Lock()
	for c.next++; c.waiting[c.next] != nil; c.next++ {
	}
	id := c.next
	c.waiting[id] = to
	c.mu.Unlock()
	stop := context.AfterFunc(ctx, func() { c.kill(ctx.Err()) }) // for the writing, which knows no context
	defer stop()
	if writeFrame(c.in, frame{kind: request, id: id, body: body}) != nil {
		c.kill(nil) // it is gone, or it stopped reading for good
	}
	c.writing <- struct{}{}
	select {
	case f := <-to:
		return c.result(f)
	case <-ctx.Done():
		c.kill(ctx.Err()) // stop may have been faster than what it stops
		return nil, ctx.Err()
	case <-c.ended:
	}
	select {
	case f := <-to: // the last thing it said
		return c.result(f)
	default:
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, c.err
}

func (c *Child) result(f frame) ([]byte, error) {
	if f.kind == refusal {
		return nil, &Refusal{c.role, finding.Visible(string(f.body), maxText)}
	}
	return f.body, nil
}

// kill ends the process. The first cause given is the reason that requests get.
func (c *Child) kill(cause error) {
	c.mu.Lock()
	if c.cause == nil {
		c.cause = cause
	}
	c.mu.Unlock()
	c.process.Kill() // has no effect on one that ended
	c.out.Close()    // whoever else holds the other end: an unconfined child could have started something
}

func (c *Child) end(ctx context.Context, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		reason = ctx.Err().Error()
	case c.cause != nil:
		reason = c.cause.Error()
	}
	c.err = &Ended{c.role, reason}
	close(c.ended)
}

var errClosed = errors.New("it was closed")

// Close ends the child and waits until it is gone. Requests under way get an error.
func (c *Child) Close() {
	c.kill(errClosed)
	<-c.ended
}

// A complaint keeps the beginning of what a child writes to its standard error. That may hold anything, so it is only
// looked through for known words.
type complaint struct{ text []byte }

func (s *complaint) Write(p []byte) (int, error) {
	const most = 8 << 10
	s.text = append(s.text, p[:min(len(p), most-len(s.text))]...)
	return len(p), nil
}

func (s *complaint) reason(err error, state *os.ProcessState) string {
	for _, known := range []string{"out of memory", "stack overflow", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "SIGABRT",
		"all goroutines are asleep", "concurrent map", "panic:"} {
		if strings.Contains(string(s.text), known) {
			return "crashed (" + strings.TrimSuffix(known, ":") + ")"
		}
	}
	if state == nil {
		return "crashed: " + err.Error()
	}
	return "crashed (" + state.String() + ")"
}
