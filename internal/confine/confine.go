// Package confine runs what parses foreign bytes in a child of this program that can reach nothing but its parent.
//
// Rules of this package:
//   - The child is confined before the first line of Go runs in it, by a constructor in C: each thread inherits that from the first one.
//   - A confined child has its three descriptors, memory and time. No files, network, programs, signals to others, environment.
//   - What a child says is as foreign as what it read: frames are bounded, and one that is garbled ends the child.
//   - A child that reads hostile bytes of one project is never used for another.
package confine

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

// variable holds, in the environment of a child and nowhere else, what the child is to do.
const variable = "BARTIZAN_CONFINED"

// allLayers asks the constructor for Landlock and seccomp. Tests ask for less, to be where a kernel has less.
const allLayers = "ls"

// maxStack bounds a goroutine of a child. What is deep comes from what is read, and nothing here recurses that far on purpose.
const maxStack = 64 << 20

// A Handler answers one request. An error goes to the caller of Child.Do as a Refusal, so its text must hold nothing of what
// was read. A panic is a Refusal too: it ends this request and no other.
type Handler func(request []byte) (answer []byte, err error)

// A Role is something that this program does in a confined child of itself.
type Role struct {
	Name string // at most 63 bytes
	// Worker makes the handler of one goroutine, when that gets its first request. A child has GOMAXPROCS of them, and
	// what they share the role shares out itself.
	Worker func() Handler
}

// Main does nothing in an ordinary process. In a confined child it does the child's role and does not return. It is called
// first of all in main, and in TestMain of a package whose tests start children.
func Main(roles ...Role) {
	name, reached, child := entered()
	if !child {
		return
	}
	debug.SetMaxStack(maxStack)
	in, out := os.Stdin, os.Stdout
	os.Stdout = os.Stderr // the answers' pipe is nobody else's
	for _, r := range roles {
		if r.Name == name {
			if err := serve(r, reached, in, out); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
			os.Exit(0)
		}
	}
	fmt.Fprintf(os.Stderr, "this program has no role %q; %s is for its own use, unset it\n", name, variable)
	os.Exit(2)
}

// serve says what was reached and answers requests until the parent closes the pipe or ends.
func serve(r Role, reached Confinement, in io.Reader, out io.Writer) error {
	if err := writeFrame(out, frame{kind: hello, body: reached.encode()}); err != nil {
		return err
	}
	requests := make(chan frame) // unbuffered: what nobody works at stays in the pipe
	defer close(requests)
	var writing sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		go func() {
			var handle Handler
			for q := range requests {
				f := answerTo(q, func(body []byte) ([]byte, error) {
					if handle == nil {
						handle = r.Worker()
					}
					return handle(body)
				})
				writing.Lock()
				writeFrame(out, f) // fails only when the parent is gone, of which the reader hears
				writing.Unlock()
			}
		}()
	}
	for {
		q, err := readFrame(in)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case q.kind != request:
			return fmt.Errorf("reading requests: frame of kind %d", q.kind)
		}
		requests <- q
	}
}

func answerTo(q frame, handle Handler) (f frame) {
	refuse := func(text string) frame {
		return frame{kind: refusal, id: q.id, body: []byte(text[:min(len(text), maxText)])}
	}
	defer func() {
		if p := recover(); p != nil {
			f = refuse("it broke: " + panicText(p))
		}
	}()
	body, err := handle(q.body)
	switch {
	case err != nil:
		return refuse(err.Error())
	case len(body) > MaxFrame:
		return refuse(fmt.Sprintf("the answer of %d bytes is over %d", len(body), MaxFrame))
	}
	return frame{kind: answer, id: q.id, body: body}
}

// panicText names a panic without its value's text, which may hold what was read, and where it came from.
func panicText(p any) string {
	text := fmt.Sprintf("panic of type %T", p)
	if e, ok := p.(runtime.Error); ok {
		text = e.Error()
	}
	var callers [32]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers[:])])
	for panicked := false; ; {
		f, more := frames.Next()
		if panicked && !strings.HasPrefix(f.Function, "runtime.") {
			return text + " in " + f.Function
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return text
		}
	}
}
