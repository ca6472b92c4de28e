package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast"
	"bartizan/internal/finding"
)

// compare says what became of an earlier result's findings in a later one, by fingerprint.
//
// A finding that a waiver, a baseline or a threshold took off the list is still open: hiding is not fixing. So is one whose
// code stands elsewhere now, or in another spelling in the same function: moving is not fixing.
// A finding that is gone counts as fixed only where the later run looked: its scanner ended ok or partial, and its file
// is not among those left unread. Where it did not look, the finding is unknown.
func compare(before, after *finding.Document, suppressed map[string]bool) *finding.Comparison {
	now := maps.Clone(suppressed)
	if now == nil {
		now = map[string]bool{}
	}
	for _, f := range after.Findings {
		now[f.Fingerprint] = true
	}
	was := map[string]bool{}
	for _, f := range before.Findings {
		was[f.Fingerprint] = true
	}
	var fresh []finding.Finding
	for _, f := range after.Findings {
		if !was[f.Fingerprint] {
			fresh = append(fresh, f)
		}
	}
	c := &finding.Comparison{Fixed: []finding.Compared{}, Open: []finding.Compared{}, New: []finding.Compared{}, Unknown: []finding.Compared{}}
	for _, f := range before.Findings {
		e := compared(f)
		seen, why := looked(after, f)
		switch {
		case suppressed[f.Fingerprint]:
			e.Reason = "suppressed: a waiver, a baseline or a threshold hides it"
			c.Open = append(c.Open, e)
		case now[f.Fingerprint]:
			c.Open = append(c.Open, e)
		case !seen:
			e.Reason = why
			c.Unknown = append(c.Unknown, e)
		default:
			i := slices.IndexFunc(fresh, func(n finding.Finding) bool { return moved(f, n) })
			if i < 0 {
				c.Fixed = append(c.Fixed, e)
				continue
			}
			e.Reason = fmt.Sprintf("moved: the same weakness stands at %s:%d", finding.Visible(fresh[i].Path, 200), fresh[i].Line)
			c.Open = append(c.Open, e)
			fresh = slices.Delete(fresh, i, i+1)
		}
	}
	for _, f := range fresh {
		c.New = append(c.New, compared(f))
	}
	return c
}

func compared(f finding.Finding) finding.Compared {
	return finding.Compared{Fingerprint: f.Fingerprint, Rule: f.Rule, Severity: f.Severity, Path: f.Path, Line: f.Line}
}

// moved holds where a new finding is the code of an old one in another place: the same rule, and the same code, or the same
// function.
func moved(old, now finding.Finding) bool {
	if old.Rule != now.Rule || old.Scanner != now.Scanner {
		return false
	}
	return old.Evidence != "" && old.Evidence == now.Evidence || old.Symbol != "" && old.Symbol == now.Symbol && old.Path == now.Path
}

// looked reports whether a run looked where a finding was, and if not, why.
func looked(d *finding.Document, f finding.Finding) (bool, string) {
	for _, c := range d.Coverage {
		if c.Scanner != f.Scanner {
			continue
		}
		if c.Status != finding.OK && c.Status != finding.Partial {
			return false, fmt.Sprintf("not looked at: the scanner %s is %s (%s)", c.Scanner, c.Status, finding.Visible(c.Reason, 120))
		}
		if c.Omitted > 0 {
			return false, "not looked at for sure: more paths were left out than are listed"
		}
		for _, u := range c.Unread {
			if u.Path == f.Path || strings.HasSuffix(u.Path, "/") && strings.HasPrefix(f.Path, u.Path) {
				return false, "not looked at: the file is " + finding.Visible(u.Reason, 120)
			}
		}
		return true, ""
	}
	return false, "not looked at: the scanner " + f.Scanner + " did not run"
}

// deleted says of what is gone where its file or the function around it is gone too.
func (p *Project) deleted(ctx context.Context, before *finding.Document, c *finding.Comparison) error {
	if len(c.Fixed) == 0 || p.o.Gates&Code == 0 {
		return nil
	}
	symbols := map[string]string{}
	for _, f := range before.Findings {
		symbols[f.Fingerprint] = f.Symbol
	}
	h := sast.NewHelper(ctx, p.o.Code.Sast)
	defer h.Close()
	shapes := map[string]sast.Shape{}
	for i := range c.Fixed {
		e := &c.Fixed[i]
		file, there := p.Find(e.Path)
		if !there {
			if !strings.Contains(e.Path, "://") && p.Root != "" {
				e.Reason = "deleted: the file is gone from what was looked at"
			}
			continue
		}
		symbol := symbols[e.Fingerprint]
		if symbol == "" {
			continue
		}
		s, known := shapes[e.Path]
		if !known {
			content, err := file.Content()
			if err != nil {
				continue
			}
			if s, err = h.Shape(file.Path, file.Language, content.Bytes); err != nil {
				return err
			}
			shapes[e.Path] = s
		}
		if s.Parsed && !slices.Contains(s.Symbols, symbol) && !(strings.Contains(symbol, " ") && sast.HasRoute(s.Symbols, symbol)) {
			e.Reason = "deleted: " + finding.Visible(symbol, 120) + " is gone"
		}
	}
	return nil
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
