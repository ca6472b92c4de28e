package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"bartizan/internal/finding"
)

// How often the progress line is painted, and how long a run may take without one: most runs end before.
const (
	progressEvery = 80 * time.Millisecond
	progressAfter = 150 * time.Millisecond
)

// A Progress shows on a terminal how far a run is, in one line that it repaints in place and erases at the end. Its methods
// may be called from several goroutines; what the terminal answers is ignored.
type Progress struct {
	w     io.Writer
	width int
	ascii bool
	now   func() time.Time

	mu      sync.Mutex
	next    time.Time // no painting before
	visible bool
	ended   bool
	lines   map[string]progressLine
}

// progressLine is how far one scanner is.
type progressLine struct {
	done, total, findings int
	ended                 bool
}

// NewProgress returns a renderer for a terminal of that many columns.
func NewProgress(w io.Writer, width int, ascii bool) *Progress {
	return newProgress(w, width, ascii, time.Now)
}

func newProgress(w io.Writer, width int, ascii bool, now func() time.Time) *Progress {
	return &Progress{w: w, width: width, ascii: ascii, now: now, next: now().Add(progressAfter), lines: map[string]progressLine{}}
}

// Update says that a scanner has done that many of total files, found that much so far, and perhaps that it has ended.
func (p *Progress) Update(scanner string, done, total, findings int, ended bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.lines[scanner] // goroutines speak in any order; progress never goes back
	p.lines[scanner] = progressLine{max(done, was.done), max(total, was.total), max(findings, was.findings), ended || was.ended}
	now := p.now()
	if p.ended || now.Before(p.next) {
		return
	}
	p.next = now.Add(progressEvery)
	p.visible = true
	_, _ = io.WriteString(p.w, "\r"+p.line()+"\x1b[K")
}

// Done erases the line. Later updates show nothing.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.visible && !p.ended {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
	}
	p.ended = true
}

// line names the scanner that is furthest from its end and the findings of all.
func (p *Progress) line() string {
	var names []string
	findings := 0
	for name, l := range p.lines {
		names = append(names, name)
		findings += l.findings
	}
	slices.Sort(names)
	left := func(name string) float64 {
		l := p.lines[name]
		if l.ended || l.total <= 0 {
			return 0
		}
		return 1 - float64(l.done)/float64(l.total)
	}
	slowest := slices.MaxFunc(names, func(a, b string) int { return cmp.Compare(left(a), left(b)) })
	l := p.lines[slowest]
	dot := " · "
	if p.ascii {
		dot = " - "
	}
	s := finding.Visible(slowest, maxName) + " " + number(l.done) + "/" + number(l.total) + " files" + dot + counted(findings, "finding")
	// One column stays free: a terminal may wrap after the last.
	if room := max(p.width-1, 1); columns(s) > room {
		s, _ = cut(s, room)
	}
	return strings.TrimRight(s, " ")
}
