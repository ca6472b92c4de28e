package confine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang/python"
)

func TestMain(m *testing.M) {
	Main(append(systemRoles(), Probe(), role("echo", func(b []byte) ([]byte, error) { return b, nil }),
		role("misbehave", misbehave), role("meet", meeting(8)), parsing())...)
	os.Exit(m.Run())
}

func role(name string, h Handler) Role {
	return Role{Name: name, Worker: func() Handler { return h }}
}

// misbehave does what the request names.
func misbehave(what []byte) ([]byte, error) {
	switch string(what) {
	case "fault":
		fault()
	case "recurse":
		var down func(n int) int
		down = func(n int) int { return down(n+1) + n }
		down(0)
	case "memory":
		return make([]byte, memoryBase+uint64(runtime.GOMAXPROCS(0))*memoryPerWorker), nil
	case "leave":
		os.Exit(7)
	case "hang":
		for n := 0; n < 1; n *= 2 { // for ever, and busy
		}
	case "panic":
		panic("the text of a file")
	case "index":
		return what[len(what) : len(what)+1 : 3], nil
	case "fail":
		return nil, errors.New("line 1\nline 2\x1b[2J")
	case "print":
		fmt.Println("to standard output")
	case "too large":
		return make([]byte, MaxFrame+1), nil
	case "environment":
		return []byte(strings.Join(os.Environ(), "\n")), nil
	}
	// Bytes for the pipe of the answers.
	if raw, ok := bytes.CutPrefix(what, []byte("raw ")); ok {
		if _, err := os.NewFile(1, "answers").Write(raw); err != nil {
			return nil, err
		}
		if len(raw) < headerSize {
			os.Exit(0)
		}
	}
	return []byte("done"), nil
}

// meeting answers when n requests are under way at once.
func meeting(n int) Handler {
	var all sync.WaitGroup
	all.Add(n)
	return func([]byte) ([]byte, error) {
		all.Done()
		all.Wait()
		return []byte("met"), nil
	}
}

// parsing answers with the number of nodes of a Python text.
func parsing() Role {
	return Role{Name: "parse", Worker: func() Handler {
		p := syntax.NewParser()
		l, err := python.Python()
		return func(text []byte) ([]byte, error) {
			if err != nil {
				return nil, err
			}
			t, err := p.Parse(l.Grammar, text)
			if err != nil {
				return nil, err
			}
			return fmt.Append(nil, len(t.Nodes), " ", t.Stop), nil
		}
	}}
}

func begin(t *testing.T, role string) *Child {
	t.Helper()
	c, err := Start(t.Context(), role)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func ask(t *testing.T, c *Child, body string) string {
	t.Helper()
	got, err := c.Do(t.Context(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestAnswers(t *testing.T) {
	c := begin(t, "echo")
	for _, n := range []int{0, 1, 4095, 65536, 1 << 20, 5<<20 + 3, MaxFrame} {
		body := bytes.Repeat([]byte("0123456789abcde\n"), n/16+1)[:n]
		if got := ask(t, c, string(body)); got != string(body) {
			t.Errorf("%d bytes came back as %d", n, len(got))
		}
	}
	if _, err := c.Do(t.Context(), make([]byte, MaxFrame+1)); err == nil || !strings.Contains(err.Error(), "are more than") {
		t.Error(err)
	}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			want := strings.Repeat(fmt.Sprint(i, " "), i*50)
			if got, err := c.Do(t.Context(), []byte(want)); err != nil || string(got) != want {
				t.Errorf("request %d: %.50q, %v", i, got, err)
			}
		})
	}
	all.Wait()
}

// TestWorkers: a child has as many workers as this process has processors.
func TestWorkers(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
	c, p := begin(t, "meet"), begin(t, "parse")
	text := bytes.Repeat([]byte("def f(a, b=1):\n    return a.b(c)[d] if a else {1: '2'}\n"), 2000)
	var all sync.WaitGroup
	answers := make([]string, 8)
	for i := range answers {
		all.Go(func() {
			if _, err := c.Do(t.Context(), nil); err != nil {
				t.Error(err)
			}
			got, err := p.Do(t.Context(), text)
			if err != nil {
				t.Error(err)
			}
			answers[i] = string(got)
		})
	}
	all.Wait()
	direct, err := parsing().Worker()(text)
	for i, a := range answers {
		if err != nil || a != string(direct) {
			t.Errorf("file %d: parsed to %s, unconfined to %s %v", i, a, direct, err)
		}
	}
}

// TestHostileText: what a parser does with texts made against it, it does in a child.
func TestHostileText(t *testing.T) {
	c := begin(t, "parse")
	for _, text := range []string{"", "\x00\xff\xfe", strings.Repeat("(", 300_000), strings.Repeat("a+", 200_000), strings.Repeat("[{(", 100_000)} {
		want, err := parsing().Worker()([]byte(text))
		if got := ask(t, c, text); err != nil || got != string(want) {
			t.Errorf("%.10q: %s, unconfined %s %v", text, got, want, err)
		}
	}
}

func TestCrash(t *testing.T) {
	for what, reason := range map[string]string{
		"fault": faultReason, "recurse": "stack overflow", "memory": "crashed (", "leave": "exit status 7",
	} {
		t.Run(what, func(t *testing.T) {
			c := begin(t, "misbehave")
			if got := ask(t, c, "nothing"); got != "done" {
				t.Error(got)
			}
			_, err := c.Do(t.Context(), []byte(what))
			var ended *Ended
			if !errors.As(err, &ended) || ended.Role != "misbehave" || !strings.Contains(ended.Reason, reason) {
				t.Fatalf("%v", err)
			}
			if strings.ContainsAny(ended.Reason, "\n\t") {
				t.Errorf("%q", ended.Reason)
			}
			if _, err := c.Do(t.Context(), nil); !errors.As(err, &ended) {
				t.Errorf("after it ended: %v", err)
			}
			c.Close()
		})
	}
}

// TestRefusal: an error or a panic is one request's, and what it says is visible and holds no value.
func TestRefusal(t *testing.T) {
	c := begin(t, "misbehave")
	for what, reason := range map[string]string{
		"panic":     "it broke: panic of type string in bartizan/internal/confine.misbehave",
		"index":     "it broke: runtime error: slice bounds out of range [:6:3] in bartizan/internal/confine.misbehave",
		"fail":      `line 1\nline 2\u{1b}[2J`,
		"too large": "the answer of 67108865 bytes is over 67108864",
	} {
		_, err := c.Do(t.Context(), []byte(what))
		var r *Refusal
		if !errors.As(err, &r) || r.Reason != reason {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := ask(t, c, "print"); got != "done" { // not among the answers
		t.Error(got)
	}
	if got := ask(t, c, "environment"); got != fmt.Sprint("GOMAXPROCS=", runtime.GOMAXPROCS(0)) && runtime.GOOS == "linux" {
		t.Errorf("the child has this environment: %q", got)
	}
}

// TestGarbled: a child that says what it must not is ended.
func TestGarbled(t *testing.T) {
	frameBytes := func(f frame) string {
		var b bytes.Buffer
		writeFrame(&b, f)
		return b.String()
	}
	for name, c := range map[string]struct{ raw, reason string }{
		"huge":             {"\xff\xff\xff\xff\x01\x00\x00\x00\x03", "a frame is over 67108864 bytes"},
		"huge refusal":     {"\xff\xff\x00\x00\x01\x00\x00\x00\x04", "a frame is over"},
		"no kind":          {"\x00\x00\x00\x00\x01\x00\x00\x00\x00", "no known kind: 0"},
		"unknown kind":     {"\x00\x00\x00\x00\x01\x00\x00\x00\x05", "no known kind: 5"},
		"text":             {"warning: something\n", "no known kind"},
		"short header":     {"\x00\x00", "ends within its header"},
		"nobody asked":     {frameBytes(frame{kind: answer, id: 77}), "answered what nobody asked"},
		"a request":        {frameBytes(frame{kind: request, id: 1}), "answered what nobody asked"},
		"hello once more":  {frameBytes(frame{kind: hello, body: Confinement{Seccomp: true}.encode()}), "did not begin as this program does"},
		"refuses a random": {frameBytes(frame{kind: refusal, id: 9, body: []byte("x")}), "answered what nobody asked"},
	} {
		t.Run(name, func(t *testing.T) {
			child := begin(t, "misbehave")
			_, err := child.Do(t.Context(), []byte("raw "+c.raw))
			if err == nil { // the answer was faster than the end
				<-child.ended
				err = child.err
			}
			var ended *Ended
			if !errors.As(err, &ended) || !strings.Contains(ended.Reason, c.reason) {
				t.Errorf("%v, want %q", err, c.reason)
			}
		})
	}
}

// TestGarbledRequests: a child takes nothing but requests, and ends at anything else.
func TestGarbledRequests(t *testing.T) {
	for name, raw := range map[string]string{
		"huge": "\xff\xff\xff\xff\x01\x00\x00\x00\x02", "kind": "\x00\x00\x00\x00\x01\x00\x00\x00\x09", "answer": "\x00\x00\x00\x00\x01\x00\x00\x00\x03",
		"text": "GET / HTTP/1.1\r\n",
	} {
		c := begin(t, "echo")
		if _, err := io.WriteString(c.in, raw); err != nil {
			t.Fatal(err)
		}
		<-c.ended
		var ended *Ended
		if !errors.As(c.err, &ended) || !strings.Contains(ended.Reason, "exit status 2") {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	// A pipe that ends within a frame, and one that ends between two.
	for raw, want := range map[string]string{
		"\x05\x00\x00\x00\x01\x00\x00\x00\x02ab": "a frame of 5 bytes ends after 2", "\x05": "within its header", "": "",
	} {
		err := serve(role("echo", misbehave), Confinement{}, strings.NewReader(raw), io.Discard)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// TestHang: a context ends a child that does not, and its other requests hear of it.
func TestHang(t *testing.T) {
	c := begin(t, "misbehave")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	other := make(chan error)
	go func() {
		_, err := c.Do(t.Context(), []byte("hang"))
		other <- err
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Do(ctx, []byte("hang")); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	var ended *Ended
	if err := <-other; !errors.As(err, &ended) || ended.Reason != "context deadline exceeded" {
		t.Error(err)
	}
	// One that stops reading: what does not fit into the pipe waits, and can be called off.
	c = begin(t, "misbehave")
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if _, err := c.Do(ctx, []byte("hang")); err == nil {
				t.Error("answered")
			}
			if _, err := c.Do(ctx, make([]byte, 8<<20)); err == nil {
				t.Error("answered")
			}
		})
	}
	all.Wait()
	// The context of the start.
	ctx, cancel = context.WithCancel(t.Context())
	c, err := Start(ctx, "misbehave")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := c.Do(t.Context(), []byte("hang")); !errors.As(err, &ended) || ended.Reason != "context canceled" {
		t.Error(err)
	}
	if _, err := Start(ctx, "misbehave"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Do(ctx, nil); err == nil {
		t.Error("answered after all ended")
	}
}

func TestUnknownRole(t *testing.T) {
	for _, name := range []string{"no such role", strings.Repeat("x", 100), ""} {
		if _, err := Start(t.Context(), name); err == nil || !strings.Contains(err.Error(), "starting the confined process") {
			t.Error(err)
		}
	}
}

func TestStatus(t *testing.T) {
	r, err := Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	if r.Confined() != (r.Open == nil) || (r.Reason == "") != (r.Landlock > 0 && r.Seccomp) {
		t.Errorf("%+v", r)
	}
}

func FuzzFrame(f *testing.F) {
	for _, seed := range []frame{{kind: hello}, {kind: request, id: 1, body: []byte("x")}, {kind: refusal, id: 1 << 31, body: make([]byte, maxText)}} {
		var b bytes.Buffer
		writeFrame(&b, seed)
		f.Add(b.Bytes())
	}
	f.Add([]byte("\xff\xff\xff\x03\x00\x00\x00\x00\x03"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		for {
			at := len(data) - r.Len()
			got, err := readFrame(r)
			if err != nil {
				if err == io.EOF && at != len(data) {
					t.Errorf("%d bytes are left", len(data)-at)
				}
				return
			}
			var again bytes.Buffer
			if err := writeFrame(&again, got); err != nil || !bytes.Equal(again.Bytes(), data[at:len(data)-r.Len()]) {
				t.Errorf("read %v, written %q %v", got, again.Bytes(), err)
			}
		}
	})
}

// BenchmarkStart is a child from nothing to its first answer.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		c, err := Start(b.Context(), "echo")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Do(b.Context(), []byte("x")); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}

// BenchmarkDo is one request of a 30 kB file.
func BenchmarkDo(b *testing.B) {
	c, err := Start(b.Context(), "echo")
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	body := make([]byte, 30<<10)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := c.Do(b.Context(), body); err != nil {
			b.Fatal(err)
		}
	}
}
