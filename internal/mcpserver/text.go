package mcpserver

import (
	"fmt"
	"strings"

	"bartizan/internal/finding"
)

// maxText bounds the text block of one answer, in bytes.
const maxText = 8 << 10

// A finding's line has lineRoom bytes for everything after the path; a message that would get under minMessage of them is
// left to findings(detail="full"). Thirty tokens a finding is the budget.
const (
	lineRoom   = 64
	minMessage = 16
)

// maxPage bounds the findings of one answer: the structured content holds each of them in full, repeats too.
const maxPage = 100

// A page is a run of findings that fits one answer.
type page struct {
	text string
	next int // index of the first finding left out; 0 when none is
}

// summary is the first line an assistant reads: verdict, counts, scan, coverage.
func summary(d *finding.Document, scanID string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", strings.ToUpper(string(d.Verdict)), plural(len(d.Findings), "finding"))
	var counts []string
	for _, s := range finding.Severities {
		if n := d.Counts.Of(s); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, s))
		}
	}
	if len(counts) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(counts, ", "))
	}
	if scanID != "" {
		fmt.Fprintf(&b, " scan=%s", scanID)
	}
	b.WriteString("\n" + coverageText(d.Coverage))
	if h := d.Hidden; h.BelowThreshold+h.Baseline+h.Waived > 0 {
		fmt.Fprintf(&b, "hidden: %d below threshold, %d in baseline, %d waived\n", h.BelowThreshold, h.Baseline, h.Waived)
	}
	return b.String()
}

// coverageText says which scanners looked, and of each that did not wholly look why; skipped for one reason are grouped.
func coverageText(cs []finding.Coverage) string {
	var b strings.Builder
	b.WriteString("coverage:")
	skipped := map[string][]string{}
	var reasons []string
	sep := " "
	for _, c := range cs {
		switch c.Status {
		case finding.Skipped:
			if skipped[c.Reason] == nil {
				reasons = append(reasons, c.Reason)
			}
			skipped[c.Reason] = append(skipped[c.Reason], c.Scanner)
			continue
		case finding.OK:
			fmt.Fprintf(&b, "%s%s ok", sep, c.Scanner)
			if c.Files == 0 {
				b.WriteString(" (0 files)")
			}
		default:
			fmt.Fprintf(&b, "%s%s %s (%s)", sep, c.Scanner, c.Status, finding.Visible(c.Reason, 160))
		}
		sep = ", "
	}
	for _, r := range reasons {
		fmt.Fprintf(&b, "%sNOT JUDGED: %s (%s)", sep, strings.Join(skipped[r], " "), finding.Visible(r, 160))
		sep = ", "
	}
	b.WriteByte('\n')
	return b.String()
}

// lines writes findings from index from on, at most most and as many as fit into room bytes. Repeats of a rule in one
// file share a line.
func lines(fs []finding.Finding, from, most, room int) page {
	var b strings.Builder
	path := ""
	i, listed := from, 0
	for i < len(fs) && listed < most {
		n := min(repeats(fs, i), from+maxPage-i)
		if n == 0 {
			break
		}
		text := line(fs[i:i+n], path)
		if b.Len()+len(text) > room {
			break
		}
		b.WriteString(text)
		path = fs[i].Path
		i += n
		listed++
	}
	p := page{text: b.String()}
	if i < len(fs) {
		p.next = i
	}
	return p
}

// repeats counts the findings from i on that differ from the first only in their place within the file.
func repeats(fs []finding.Finding, i int) int {
	n := 1
	for i+n < len(fs) && fs[i+n].Path == fs[i].Path && fs[i+n].Rule == fs[i].Rule && fs[i+n].Severity == fs[i].Severity {
		n++
	}
	return n
}

// line is one finding, or a run of repeats; the path stands only where it changes.
func line(fs []finding.Finding, path string) string {
	f := fs[0]
	var b strings.Builder
	if f.Path != path {
		fmt.Fprintf(&b, "%s:\n", finding.Visible(f.Path, 200))
	}
	start := b.Len()
	b.WriteString(f.ID)
	if len(fs) > 1 {
		fmt.Fprintf(&b, "-%s", fs[len(fs)-1].ID)
	}
	fmt.Fprintf(&b, " %s", f.Severity)
	if len(f.CWE) > 0 {
		fmt.Fprintf(&b, " CWE-%d", f.CWE[0])
	}
	for i, r := range fs {
		if r.Line == 0 {
			continue
		}
		if i == 8 {
			b.WriteString(",…")
			break
		}
		fmt.Fprintf(&b, "%s%d", map[bool]string{true: " L", false: ","}[i == 0], r.Line)
	}
	fmt.Fprintf(&b, " %s", f.Rule)
	room := lineRoom - (b.Len() - start)
	switch {
	case len(fs) > 1:
		fmt.Fprintf(&b, " ×%d", len(fs))
	case room >= minMessage:
		fmt.Fprintf(&b, ": %s", finding.Visible(f.Message, room))
	}
	b.WriteByte('\n')
	return b.String()
}

// full is one finding with everything an assistant needs to repair it.
func full(f finding.Finding, ruleText string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s (%s", f.ID, f.Severity, f.Rule, f.Confidence)
	for _, c := range f.CWE {
		fmt.Fprintf(&b, ", CWE-%d", c)
	}
	fmt.Fprintf(&b, ")\n  at %s:%d:%d\n  %s\n", finding.Visible(f.Path, 400), f.Line, f.Column, finding.Visible(f.Message, 1000))
	if f.Evidence != "" {
		fmt.Fprintf(&b, "  evidence: %s\n", finding.Visible(string(f.Evidence), 500))
	}
	for _, t := range f.Trace {
		fmt.Fprintf(&b, "  trace %s:%d %s\n", finding.Visible(t.Path, 400), t.Line, finding.Visible(t.Message, 200))
	}
	for _, r := range f.Related {
		fmt.Fprintf(&b, "  also %s:%d %s\n", finding.Visible(r.Path, 400), r.Line, finding.Visible(r.Message, 200))
	}
	if f.Fix != nil {
		fmt.Fprintf(&b, "  fix (%s): %s\n", f.Fix.Kind, finding.Visible(f.Fix.Title, 400))
	}
	if ruleText != "" {
		fmt.Fprintf(&b, "\n%s\n", ruleText)
	}
	return b.String()
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// advice is a rule's prose without its samples: what to know for a repair.
func advice(body string) string {
	var b strings.Builder
	fenced := ""
	for l := range strings.Lines(body) {
		ticks := l[:len(l)-len(strings.TrimLeft(l, "`"))]
		switch {
		case fenced == "" && len(ticks) >= 3:
			fenced = ticks
		case fenced != "" && strings.TrimRight(l, "\r\n") == fenced:
			fenced = ""
		case fenced == "" && strings.HasPrefix(l, "## References"):
			return strings.TrimSpace(b.String())
		case fenced == "":
			b.WriteString(l)
		}
	}
	return strings.TrimSpace(b.String())
}
