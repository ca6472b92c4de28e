package scan

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"bartizan/internal/finding"
)

// Limits of one scanner's output. What goes over is counted and said.
const (
	maxPerFile  = 1_000  // findings kept of one file, the worst first
	maxFindings = 25_000 // findings kept, the worst first
	maxListed   = 1_000  // unread paths listed
)

// output collects what one scanner says. It is safe for concurrent use, and what it keeps does not depend on the order
// in which goroutines speak.
type output struct {
	mu       sync.Mutex
	findings []finding.Finding
	perFile  map[string]int // findings reported
	lost     []finding.Unread
	passed   []finding.Unread
	files    int
}

func (o *output) report(f finding.Finding) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.perFile == nil {
		o.perFile = map[string]int{}
	}
	o.perFile[f.Path]++
	o.findings = append(o.findings, f)
	if len(o.findings) >= 2*maxFindings {
		o.cut()
	}
}

// cut keeps the worst findings: of each file maxPerFile, of all maxFindings. What it drops could not have been among them
// later either, because those that it keeps stay before it or give their place to a worse one of the same file.
func (o *output) cut() {
	slices.SortFunc(o.findings, finding.Compare)
	kept := o.findings[:0]
	ofFile := map[string]int{}
	for _, f := range o.findings {
		if ofFile[f.Path]++; ofFile[f.Path] <= maxPerFile && len(kept) < maxFindings {
			kept = append(kept, f)
		}
	}
	clear(o.findings[len(kept):])
	o.findings = kept
}

// dropped says what is not listed.
func (o *output) dropped() (notes []finding.Unread) {
	within := 0
	for path, n := range o.perFile {
		if n > maxPerFile {
			notes = append(notes, finding.Unread{Path: path, Reason: fmt.Sprintf("%d findings in one file; only the worst %d are listed", n, maxPerFile)})
		}
		within += min(n, maxPerFile)
	}
	if more := within - len(o.findings); more > 0 {
		notes = append(notes, finding.Unread{Path: ".", Reason: fmt.Sprintf("%d further findings are not listed", more)})
	}
	return notes
}

func (o *output) lose(path, reason string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lost = append(o.lost, finding.Unread{Path: path, Reason: reason})
}

func (o *output) passOver(path, reason string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.passed = append(o.passed, finding.Unread{Path: path, Reason: reason})
}

func (o *output) saw(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.files += n
}

// counts returns files seen and findings so far.
func (o *output) counts() (files, findings int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.files, len(o.findings)
}

// coverage turns what was said into the scanner's coverage; err is how its run ended.
func (o *output) coverage(name string, err error) finding.Coverage {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cut()
	o.lost = append(o.lost, o.dropped()...)
	c := finding.Coverage{Scanner: name, Status: finding.OK, Files: o.files, Unread: []finding.Unread{}}
	lost := tidy(o.lost)
	c.Status, c.Reason = ended(err)
	if c.Status == finding.OK && len(lost) > 0 {
		c.Status, c.Reason = finding.Partial, fmt.Sprintf("%d not wholly read: %s: %s", len(lost), finding.Visible(lost[0].Path, 80), lost[0].Reason)
	}
	// What was lost is listed before what was left out on purpose.
	all := append(lost, tidy(o.passed)...)
	if len(all) > maxListed {
		c.Omitted = len(all) - maxListed
		all = all[:maxListed]
	}
	c.Unread = append(c.Unread, all...)
	return c
}

func tidy(us []finding.Unread) []finding.Unread {
	us = slices.Clone(us)
	slices.SortFunc(us, func(a, b finding.Unread) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(us)
}
