package gate

import (
	"maps"

	"bartizan/internal/finding"
)

// compare says what became of an earlier result's findings in a later one, by fingerprint.
//
// A finding that a waiver, a baseline or a threshold took off the list is still open: hiding is not fixing.
// A finding that is gone counts as fixed only where the later run looked: its scanner ended ok or partial, and its file
// is not among those left unread. Where it did not look, the finding is unknown.
func compare(before, after *finding.Document, suppressed map[string]bool) *finding.Comparison {
	now := maps.Clone(suppressed)
	for _, f := range after.Findings {
		now[f.Fingerprint] = true
	}
	was := map[string]bool{}
	c := &finding.Comparison{Fixed: []finding.Compared{}, Open: []finding.Compared{}, New: []finding.Compared{}, Unknown: []finding.Compared{}}
	for _, f := range before.Findings {
		was[f.Fingerprint] = true
		e := finding.Compared{Fingerprint: f.Fingerprint, Rule: f.Rule, Severity: f.Severity, Path: f.Path, Line: f.Line}
		switch {
		case now[f.Fingerprint]:
			c.Open = append(c.Open, e)
		case !looked(after, f):
			c.Unknown = append(c.Unknown, e)
		default:
			c.Fixed = append(c.Fixed, e)
		}
	}
	for _, f := range after.Findings {
		if !was[f.Fingerprint] {
			c.New = append(c.New, finding.Compared{Fingerprint: f.Fingerprint, Rule: f.Rule, Severity: f.Severity, Path: f.Path, Line: f.Line})
		}
	}
	return c
}

// looked reports whether a run looked where a finding was.
func looked(d *finding.Document, f finding.Finding) bool {
	for _, c := range d.Coverage {
		if c.Scanner != f.Scanner {
			continue
		}
		if c.Status != finding.OK && c.Status != finding.Partial || c.Omitted > 0 {
			return false
		}
		for _, u := range c.Unread {
			if u.Path == f.Path || len(u.Path) > 0 && u.Path[len(u.Path)-1] == '/' && len(f.Path) > len(u.Path) && f.Path[:len(u.Path)] == u.Path {
				return false
			}
		}
		return true
	}
	return false
}

// Of returns the gates and the scanners of gate 2 that an earlier result was made with.
func Of(d *finding.Document) (g Gates, scanners []string) {
	for _, c := range d.Coverage {
		if c.Scanner == "mcp" {
			g |= Tools
			continue
		}
		g |= Code
		scanners = append(scanners, c.Scanner)
	}
	return g, scanners
}
