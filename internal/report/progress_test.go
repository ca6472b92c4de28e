package report

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func TestProgress(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	var out bytes.Buffer
	p := newProgress(&out, 60, false, c.now)
	p.Update("secrets", 1, 5678, 0, false)
	if out.Len() > 0 {
		t.Errorf("painted before %v: %q", progressAfter, out.String())
	}
	c.t = c.t.Add(progressAfter)
	p.Update("mcp", 2, 5678, 1, true)
	p.Update("secrets", 1234, 5678, 2, false)
	if got, want := out.String(), "\rsecrets 1/5,678 files · 1 finding\x1b[K"; got != want {
		t.Errorf("painted %q, want %q once", got, want)
	}
	out.Reset()
	c.t = c.t.Add(progressEvery)
	p.Update("secrets", 900, 5678, 1, false) // a late goroutine
	if got, want := out.String(), "\rsecrets 1,234/5,678 files · 3 findings\x1b[K"; got != want {
		t.Errorf("painted %q, want %q", got, want)
	}
	out.Reset()
	p.Done()
	c.t = c.t.Add(time.Hour)
	p.Update("secrets", 5678, 5678, 3, true)
	p.Done()
	if got, want := out.String(), "\r\x1b[K"; got != want {
		t.Errorf("the end painted %q, want %q", got, want)
	}
}

func TestProgressUnseen(t *testing.T) {
	var out bytes.Buffer
	p := NewProgress(&out, 80, false)
	p.Done()
	if out.Len() > 0 {
		t.Errorf("a run without a line painted %q", out.String())
	}
}

func TestProgressNarrow(t *testing.T) {
	for _, width := range []int{0, 1, 2, 20, 30} {
		c := &clock{time.Unix(1e9, 0)}
		var out bytes.Buffer
		p := newProgress(&out, width, true, c.now)
		c.t = c.t.Add(time.Second)
		p.Update("sec\nrets\x1b[2J", 1, 2, 3, false)
		line := strings.TrimSuffix(strings.TrimPrefix(out.String(), "\r"), "\x1b[K")
		if columns(line) > max(width-1, 1) {
			t.Errorf("at width %d painted %q", width, line)
		}
		checkText(t, []byte(line), Options{ASCII: true})
	}
}

// TestProgressParallel is for the race detector.
func TestProgressParallel(t *testing.T) {
	var out bytes.Buffer
	p := NewProgress(&out, 80, false)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 1000 {
				p.Update(fmt.Sprintf("s%d", i), n, 1000, n, n == 999)
			}
		})
	}
	wg.Wait()
	p.Done()
}
