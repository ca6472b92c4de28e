package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
)

// How much of a foreign text is shown, in bytes. The json format has all of it.
const (
	maxPath    = 400
	maxMessage = 600
	maxName    = 80
)

// toolgateScanner is the scanner of gate 1; every other belongs to gate 2.
const toolgateScanner = "mcp"

// number writes n with commas between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes "1 file" or "1,200 files".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// severities writes "3 critical, 1 low", or nothing for no findings.
func severities(c finding.Counts) string {
	var parts []string
	for _, s := range finding.Severities {
		if n := c.Of(s); n > 0 {
			parts = append(parts, number(n)+" "+s.String())
		}
	}
	return strings.Join(parts, ", ")
}

// atOrAbove counts findings of at least that severity.
func atOrAbove(c finding.Counts, least finding.Severity) (n int) {
	for _, s := range finding.Severities {
		if s >= least {
			n += c.Of(s)
		}
	}
	return n
}

// verdictWord is the verdict as a headline: PASS, FAIL, INCOMPLETE. A verdict that nobody set is no pass.
func verdictWord(d *finding.Document) string {
	switch d.Verdict {
	case finding.Pass, finding.Fail:
		return strings.ToUpper(string(d.Verdict))
	}
	return "INCOMPLETE"
}

// verdictText says in one sentence what the verdict rests on.
func verdictText(d *finding.Document) string {
	c := finding.Count(d.Findings)
	found, bad := severities(c), atOrAbove(c, d.FailOn)
	switch verdictWord(d) {
	case "FAIL":
		if bad == 0 {
			return strings.TrimPrefix(found+"; no finding at or above "+d.FailOn.String()+", the notes say what failed", "; ")
		}
		return found
	case "INCOMPLETE":
		gaps := gapsText(d.Coverage, true)
		if gaps == "" {
			gaps = gapsText(d.Coverage, false)
		}
		if gaps == "" {
			gaps = "not everything could be judged"
		}
		if bad == 0 {
			return "nothing at or above " + d.FailOn.String() + " was found, but " + gaps
		}
		return found + ", and " + gaps
	}
	hidden := d.Hidden.BelowThreshold + d.Hidden.Baseline + d.Hidden.Waived
	switch {
	case bad > 0:
		return found
	case found != "":
		return found + "; nothing at or above " + d.FailOn.String()
	case hidden > 0:
		return fmt.Sprintf("nothing to show at or above %s; %s hidden", d.FailOn, counted(hidden, "finding"))
	}
	return "nothing found by " + list(ran(d.Coverage), 9)
}

// comparedText says what became of an earlier result.
func comparedText(c *finding.Comparison) string {
	return fmt.Sprintf("against the earlier result: %d fixed, %d open, %d new, %d unknown", len(c.Fixed), len(c.Open), len(c.New), len(c.Unknown))
}

// hiddenText is the line that is always printed.
func hiddenText(h finding.Hidden) string {
	return fmt.Sprintf("%s below threshold, %s in baseline, %s waived", number(h.BelowThreshold), number(h.Baseline), number(h.Waived))
}

// gapsText names the scanners that did not see everything: "sast, deps did not run; secrets saw only a part".
func gapsText(cs []finding.Coverage, onlyRequired bool) string {
	byVerb := map[string][]string{}
	for _, c := range cs {
		if c.Status != finding.OK && (c.Required || !onlyRequired) {
			byVerb[shortfall(c.Status)] = append(byVerb[shortfall(c.Status)], finding.Visible(c.Scanner, maxName))
		}
	}
	var parts []string
	for _, s := range []finding.Status{finding.Skipped, finding.Failed, finding.Timeout, finding.Partial, ""} {
		if names := byVerb[shortfall(s)]; len(names) > 0 {
			parts = append(parts, list(names, 9)+" "+shortfall(s))
		}
	}
	return strings.Join(parts, "; ")
}

// shortfall says what a scanner that is not ok did, as a verb.
func shortfall(s finding.Status) string {
	switch s {
	case finding.Skipped:
		return "did not run"
	case finding.Failed:
		return "failed"
	case finding.Timeout:
		return "ran out of time"
	case finding.Partial:
		return "saw only a part"
	}
	return "did not say how the run ended"
}

// ran names the scanners that looked at something.
func ran(cs []finding.Coverage) (names []string) {
	for _, c := range cs {
		if c.Status == finding.OK || c.Status == finding.Partial {
			names = append(names, finding.Visible(c.Scanner, maxName))
		}
	}
	return names
}

// list joins names, at most limit of them; none is "no scanner".
func list(names []string, limit int) string {
	if len(names) == 0 {
		return "no scanner"
	}
	if len(names) > limit {
		return strings.Join(names[:limit], ", ") + " and " + number(len(names)-limit) + " more"
	}
	return strings.Join(names, ", ")
}

// unread counts what a scanner did not read.
func unread(c finding.Coverage) int { return len(c.Unread) + c.Omitted }

// place is path:line:column as editors and terminals understand it.
func place(l finding.Location) string {
	s := finding.Visible(l.Path, maxPath)
	if s == "" {
		s = "(no path)"
	}
	if l.Line > 0 {
		s += ":" + strconv.Itoa(l.Line)
		if l.Column > 0 {
			s += ":" + strconv.Itoa(l.Column)
		}
	}
	return s
}

// lines writes the line numbers of repeats, ", line 12, 40, 71", a dozen of them at most.
func lines(fs []*finding.Finding) string {
	var ns []string
	for _, f := range fs {
		if f.Line < 1 || len(ns) > 0 && ns[len(ns)-1] == strconv.Itoa(f.Line) {
			continue
		}
		if len(ns) == 12 {
			ns = append(ns, "…")
			break
		}
		ns = append(ns, strconv.Itoa(f.Line))
	}
	if len(ns) == 0 {
		return ""
	}
	return ", line " + strings.Join(ns, ", ")
}

// weaknesses writes CWE numbers as "CWE-89 CWE-564".
func weaknesses(ns []int) string {
	var parts []string
	for _, n := range ns[:min(len(ns), 3)] {
		parts = append(parts, "CWE-"+strconv.Itoa(n))
	}
	return strings.Join(parts, " ")
}

// context says what was judged: path, commit, scope, threshold.
func context(d *finding.Document) []string {
	parts := []string{finding.Visible(cmp.Or(d.Target.Path, "."), maxPath)}
	if d.Target.Commit != "" {
		c := strings.TrimSuffix(finding.Visible(d.Target.Commit, 12), "…")
		if d.Target.Dirty {
			c += " with uncommitted changes"
		}
		parts = append(parts, "commit "+c)
	}
	if d.Target.Scope != "" {
		parts = append(parts, finding.Visible(d.Target.Scope, maxName)+" files")
	}
	return append(parts, "fails at "+d.FailOn.String()+" or above")
}

// remedy is what to do about a finding in a few words: its fix, else the first sentence of its rule's advice.
func remedy(f *finding.Finding, r *rule.Rule) string {
	if f.Fix != nil && f.Fix.Title != "" {
		return f.Fix.Title
	}
	if r == nil {
		return ""
	}
	return firstSentence(section(r.Body, "how to fix"))
}

// section returns the text below the heading of that name (lower case), up to the next heading; fences are left out.
func section(body, name string) string {
	var b strings.Builder
	inside, fence := false, ""
	for l := range strings.Lines(body) {
		bare := strings.TrimSpace(l)
		switch {
		case fence != "":
			if bare == fence {
				fence = ""
			}
		case strings.HasPrefix(bare, "```"):
			fence = bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		case strings.HasPrefix(bare, "#"):
			inside = strings.EqualFold(strings.TrimSpace(strings.TrimLeft(bare, "#")), name)
		case inside:
			b.WriteString(l)
		}
	}
	return strings.TrimSpace(b.String())
}

// firstSentence returns the first sentence of the first paragraph or list item, on one line.
func firstSentence(text string) string {
	first, _, _ := strings.Cut(text, "\n\n")
	var words []string
	for i, w := range strings.Fields(first) {
		if i == 0 && slices.Contains([]string{"-", "*", "1."}, w) {
			continue
		}
		if w == "-" || w == "*" {
			break
		}
		words = append(words, w)
		if strings.HasSuffix(w, ".") && !slices.Contains([]string{"e.g.", "i.e.", "etc."}, w) {
			break
		}
	}
	return strings.Join(words, " ")
}
