package report

import (
	"strings"

	"bartizan/internal/finding"
)

// coverage writes what each scanner looked at, then the first paths that were not read.
func (t text) coverage() {
	t.line()
	if len(t.d.Coverage) == 0 {
		t.flow(t.paint(bold, "Coverage"), 8, 10, yellow, "no scanner ran")
		t.line()
		return
	}
	t.line(t.paint(bold, "Coverage"))
	var names, statuses, amounts []string
	wide := [3]int{}
	for _, c := range t.d.Coverage {
		names = append(names, t.show(c.Scanner, maxName))
		status := t.show(string(c.Status), maxName)
		if c.Required && c.Status != finding.OK {
			status += " (required)"
		}
		statuses = append(statuses, status)
		amount := ""
		if c.Files > 0 || c.Status == finding.OK || c.Status == finding.Partial {
			amount = counted(c.Files, "file")
		}
		amounts = append(amounts, amount)
		for i, s := range []string{names[len(names)-1], status, amount} {
			wide[i] = min(max(wide[i], columns(s)), 24)
		}
	}
	at := 2 + wide[0] + 2 + wide[1] + 2 + wide[2] + 2
	for i, c := range t.d.Coverage {
		code := green
		switch {
		case c.Status == finding.Skipped && !c.Required:
			code = dim
		case c.Status != finding.OK:
			code = yellow
		}
		tail := t.show(c.Reason, maxMessage)
		if n := unread(c); n > 0 && c.Status != finding.Partial {
			tail = strings.TrimPrefix(tail+"; "+number(n)+" left out", "; ")
		}
		if t.width > 0 && at-2 > t.width {
			t.line("  ", pad(names[i], wide[0]), "  ", t.paint(code, statuses[i]))
			if rest := strings.TrimPrefix(strings.TrimSuffix(amounts[i]+"; "+tail, "; "), "; "); rest != "" {
				t.flow("", 0, wide[0]+4, dim, rest)
			}
			continue
		}
		head := "  " + pad(names[i], wide[0]) + "  " + t.paint(code, statuses[i]) + strings.Repeat(" ", max(0, wide[1]-columns(statuses[i]))+2) + padLeft(amounts[i], wide[2])
		if used := max(at-2, columns(names[i])+columns(statuses[i])); t.width > 0 && at+16 > t.width || used > at {
			t.line(head)
			if tail != "" {
				t.flow("", 0, 6, dim, tail)
			}
			continue
		}
		t.flow(head, at-2, at, dim, tail)
	}
	t.lost()
	t.line()
}

// lost lists the first paths that were not read, once each, those of scanners that fell short first.
func (t text) lost() {
	seen := map[finding.Unread]bool{}
	var all []finding.Unread
	omitted := 0
	for _, want := range []bool{false, true} {
		for _, c := range t.d.Coverage {
			if (c.Status == finding.OK) != want {
				continue
			}
			omitted = max(omitted, c.Omitted) // scanners that share the walk omit the same paths
			for _, u := range c.Unread {
				if !seen[u] {
					seen[u] = true
					all = append(all, u)
				}
			}
		}
	}
	if len(all) == 0 {
		return
	}
	shown := all[:min(len(all), maxLost)]
	wide := 0
	for _, u := range shown {
		wide = max(wide, columns(t.show(u.Path, maxPath)))
	}
	below := wide > 48 || t.width > 0 && 4+wide+2+16 > t.width
	t.line("  ", t.paint(dim, "not read:"))
	for _, u := range shown {
		path, reason := t.show(u.Path, maxPath), t.show(u.Reason, maxMessage)
		if below {
			t.line("    ", path)
			t.flow("", 0, 6, dim, reason)
			continue
		}
		t.flow("    "+path, 4+columns(path), 4+wide+2, dim, reason)
	}
	if n := len(all) - len(shown) + omitted; n > 0 {
		t.flow("", 0, 4, dim, t.ascii("… and "+number(n)+" more; --format json lists them"))
	}
}
