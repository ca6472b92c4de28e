package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
)

// How much the text format lists; what goes over is counted.
const (
	maxEntries = 300 // entries of one gate, an entry being one rule in one file
	maxNotes   = 20
	maxLost    = 6 // unread paths

	longReport = 12 // entries after which the verdict is repeated at the end
)

// text writes the document for a person: verdict first, next step last.
type text struct {
	*painter
	d *finding.Document
}

func writeText(w io.Writer, d *finding.Document, o Options) error {
	t := text{newPainter(w, o), d}
	t.head()
	entries := 0
	if o.Quiet {
		t.brief()
	} else {
		entries += t.gate("Gate 1 · tools (MCP servers)", "bartizan vet", func(scanner string) bool { return scanner == toolgateScanner })
		entries += t.gate("Gate 2 · code", "bartizan scan", func(scanner string) bool { return scanner != toolgateScanner })
		t.coverage()
	}
	t.flow(t.paint(bold, "hidden"), 6, 8, "", hiddenText(d.Hidden))
	if !o.Quiet {
		t.notes()
		t.next()
	}
	if entries > longReport { // the first line has scrolled away
		t.verdict()
	}
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("writing the result as text: %w", err)
	}
	return nil
}

// head writes the verdict, what was judged, and what was not looked at.
func (t text) head() {
	t.verdict()
	about := strings.Join(context(t.d), " · ")
	if t.o.Color && t.d.TookMS > 0 { // a time in a file would make two runs differ
		about += " · " + (time.Duration(t.d.TookMS) * time.Millisecond).String()
	}
	t.flow("", 0, 0, dim, t.ascii(about))
	if lacks := gapsText(t.d.Coverage, false); lacks != "" && verdictWord(t.d) != "INCOMPLETE" {
		t.flow("", 0, 0, yellow, t.ascii("not everything was looked at: "+lacks))
	}
	if c := t.d.Compared; c != nil {
		t.flow("", 0, 0, bold, t.ascii(comparedText(c)))
	}
}

// verdict writes the word and what it rests on.
func (t text) verdict() {
	word := verdictWord(t.d)
	badge, gap := word, 2
	switch {
	case t.o.Color:
		badge = " " + word + " "
	case word == "INCOMPLETE": // a sentence follows, not counts
		badge, gap = word+":", 1
	}
	code := map[string]string{"PASS": "1;30;42", "FAIL": "1;97;41", "INCOMPLETE": "1;30;43"}[word]
	t.flow(t.paint(code, badge), columns(badge), columns(badge)+gap, bold, t.ascii(verdictText(t.d)))
}

// brief writes one line for each finding.
func (t text) brief() {
	for i := range t.d.Findings {
		f := &t.d.Findings[i]
		t.line(t.paint(looks[f.Severity].color, pad(f.Severity.String(), 8)), "  ", t.ascii(place(f.Location)), "  ",
			t.paint(dim, t.show(f.Rule, maxName)), "  ", t.show(f.Message, maxMessage))
	}
}

// gate writes the section of one gate and returns how many entries it has. A gate that no scanner of this run belongs to
// is said to be unseen.
func (t text) gate(title, command string, mine func(scanner string) bool) int {
	var fs []*finding.Finding
	var severity []finding.Finding // the severities alone, to count them
	var cs []finding.Coverage
	for i := range t.d.Findings {
		if f := &t.d.Findings[i]; mine(f.Scanner) {
			fs = append(fs, f)
			severity = append(severity, finding.Finding{Severity: f.Severity})
		}
	}
	for _, c := range t.d.Coverage {
		if mine(c.Scanner) {
			cs = append(cs, c)
		}
	}
	t.line()
	title = t.ascii(title)
	summary := severities(finding.Count(severity))
	lacks := gapsText(cs, false)
	switch {
	case len(fs) > 0:
	case len(cs) == 0:
		summary = "not part of this run (" + command + ")"
	case len(ran(cs)) == 0:
		summary = "not looked at: " + lacks
	default:
		files := 0
		for _, c := range cs {
			files = max(files, c.Files)
		}
		summary = "nothing found in " + counted(files, "file") + " by " + list(ran(cs), 9)
		if lacks != "" {
			summary += "; " + lacks
		}
	}
	if t.width > 0 && t.width < narrow {
		t.line(t.paint(bold, title))
		t.flow("", 0, 2, dim, t.ascii(summary))
	} else {
		t.flow(t.paint(bold, title), columns(title), columns(title)+2, dim, t.ascii(summary))
	}
	if len(fs) == 0 {
		return 0
	}
	entries := group(fs)
	shown := entries[:min(len(entries), maxEntries)]
	for i, e := range shown {
		if i == 0 || shown[i-1].path != e.path {
			t.line()
		}
		t.entry(e)
	}
	if rest := entries[len(shown):]; len(rest) > 0 {
		n := 0
		for _, e := range rest {
			n += len(e.findings)
		}
		t.line()
		t.flow("", 0, 2, bold, t.ascii(counted(n, "further finding")+" not shown here; --format json lists all"))
	}
	return len(entries)
}

// notes writes what the person should know besides findings.
func (t text) notes() {
	for i, n := range t.d.Notes {
		if i == maxNotes {
			t.flow(t.paint(bold, "note"), 4, 8, "", counted(len(t.d.Notes)-i, "further note"))
			return
		}
		t.flow(t.paint(bold, "note"), 4, 8, "", t.show(string(n), maxMessage))
	}
}

// plainID is a rule id that may stand in a command line as it is.
var plainID = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$`)

// next writes the one command that helps most now.
func (t text) next() {
	step, why := "", ""
	if i := slices.IndexFunc(t.d.Findings, func(f finding.Finding) bool { return plainID.MatchString(f.Rule) }); i >= 0 {
		step, why = "bartizan explain "+t.d.Findings[i].Rule, "why it is bad, how to fix it"
	} else if verdictWord(t.d) == "INCOMPLETE" {
		step, why = "bartizan doctor", "what works on this machine"
	}
	if step == "" {
		return
	}
	head := t.paint(bold, "next") + "    " + t.paint(cyan, step)
	used := 8 + columns(step)
	if t.width > 0 && used+3+columns(why) > t.width {
		t.line(head)
		return
	}
	t.line(head, "   ", t.paint(dim, why))
}
