package fix

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast"
	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
	"bartizan/internal/scan"
)

var errGone = errors.New("the file is not among those that were looked at")

// overlay gives the bytes of the changed files, with further ones.
func (r *run) overlay(more map[string]*Change) map[string][]byte {
	files := map[string][]byte{}
	for path, c := range r.changes {
		files[path] = c.New
	}
	for path, c := range more {
		files[path] = c.New
	}
	return files
}

// maxLines bounds what one repair may change, in lines.
const maxLines = 80

// try applies the edits of a batch on an overlay, scans, and keeps them where everything holds.
func (r *run) try(batch []*trial) (b blame, err error) {
	next := map[string]*Change{}
	edits := map[string][]fixer.Edit{}
	for _, c := range batch {
		merged, ok := merge(edits[c.finding.Path], c.mended.Edits)
		if !ok {
			b.add(c, "its edits meet those of another fix")
			return b, nil
		}
		edits[c.finding.Path] = merged
		lines := 0
		for _, e := range c.mended.Edits {
			lines += 1 + strings.Count(e.New, "\n")
		}
		if lines > maxLines {
			b.add(c, fmt.Sprintf("it would change more than %d lines", maxLines))
		}
	}
	for path, list := range edits {
		ch, err := r.file(path)
		if err != nil {
			return blame{why: err.Error()}, nil
		}
		next[path] = ch.edited(list)
	}
	for _, c := range batch {
		for _, l := range c.mended.Lines {
			r.addLine(next, c.finding.Path, l)
		}
	}
	changed := slices.Sorted(maps.Keys(next))
	if err := r.sameShape(&b, batch, changed, next); b.why != "" || err != nil {
		return b, err
	}
	over := r.project.With(r.overlay(next))
	after, err := over.Scan(r.ctx)
	if err != nil {
		return b, err
	}
	pairs := r.match(after.Findings, edits)
	for _, c := range batch {
		if _, still := pairs.after[key(c.finding)]; still {
			b.add(c, "the finding is still there")
		}
	}
	for _, f := range pairs.fresh {
		why := fmt.Sprintf("it would bring a new finding: %s in %s:%d", f.Rule, finding.Visible(f.Path, 120), f.Line)
		if b.why == "" {
			b.why = why
		}
		for _, c := range batch {
			if c.finding.Path == f.Path {
				b.add(c, why)
			}
		}
	}
	if b.why == "" {
		b.why = lessSeen(r.now, after)
	}
	if b.why != "" {
		return b, nil
	}
	for _, c := range batch {
		c.end(Proven, "")
	}
	for _, c := range batch {
		if len(c.mended.Lines) > 0 && next[c.finding.Path] != nil {
			now, err := r.file(c.finding.Path)
			if err != nil {
				return b, err
			}
			for _, e := range c.mended.Edits {
				for _, text := range append(quotedTexts(string(now.text()[e.Start:e.End])), string(now.text()[e.Start:e.End])) {
					if len(text) > 3 && !strings.HasPrefix(text, "const") {
						next[c.finding.Path].secrets = append(next[c.finding.Path].secrets, text)
					}
				}
			}
		}
	}
	for path, c := range next {
		r.changes[path] = c
		delete(r.shapes, path)
	}
	for _, c := range r.cases {
		if c.done {
			continue
		}
		f, there := pairs.after[key(c.finding)]
		if !there {
			c.end(Proven, "")
			c.out.Title = "gone with another fix"
			continue
		}
		c.finding = f
	}
	r.now, r.raw = after, over.Raw()
	return b, nil
}

// alone tells the scanners that judge each file by itself.
func alone(scanner string) bool { return scanner == "secrets" }

// A place tells findings of one result apart.
type place struct {
	fingerprint string
}

func key(f finding.Finding) place { return place{f.Fingerprint} }

// pairs say which finding of a later result is which of an earlier one.
type pairs struct {
	after map[place]finding.Finding // by the earlier one
	fresh []finding.Finding         // that were not there
}

// match finds the findings of the present state among those of the next: by rule, path and place, which the edits move, then
// by rule, path and anchor, then by rule, path and function.
func (r *run) match(after []finding.Finding, edits map[string][]fixer.Edit) pairs {
	p := pairs{after: map[place]finding.Finding{}}
	used := make([]bool, len(after))
	take := func(f finding.Finding, same func(g *finding.Finding) bool) bool {
		for i := range after {
			if g := &after[i]; !used[i] && g.Scanner == f.Scanner && g.Rule == f.Rule && g.Path == f.Path && same(g) {
				used[i] = true
				p.after[key(f)] = *g
				return true
			}
		}
		return false
	}
	starts := map[string][2][]int{}
	for path := range edits {
		if c, err := r.file(path); err == nil {
			next := c.edited(edits[path])
			starts[path] = [2][]int{lineStarts(c.text()), lineStarts(next.text())}
		}
	}
	var rest []finding.Finding
	for _, f := range r.now.Findings {
		lines, moved := starts[f.Path]
		if !moved {
			if !take(f, func(g *finding.Finding) bool { return g.Line == f.Line && g.Column == f.Column && g.Anchor == f.Anchor }) {
				rest = append(rest, f)
			}
			continue
		}
		at, ok := offset(lines[0], f.Line, f.Column)
		if !ok {
			rest = append(rest, f)
			continue
		}
		to := shift(edits[f.Path], at)
		if !take(f, func(g *finding.Finding) bool {
			now, ok := offset(lines[1], g.Line, g.Column)
			return ok && now == to
		}) {
			rest = append(rest, f)
		}
	}
	left := rest[:0:0]
	for _, f := range rest {
		if !take(f, func(g *finding.Finding) bool { return g.Anchor == f.Anchor }) {
			left = append(left, f)
		}
	}
	for _, f := range left { // the same weakness of a function, in another spelling
		take(f, func(g *finding.Finding) bool { return f.Symbol != "" && g.Symbol == f.Symbol })
	}
	for i := range after {
		if g := &after[i]; !used[i] && !slices.ContainsFunc(r.raw, func(f finding.Finding) bool { // seen before as a part of another
			return f.Scanner == g.Scanner && f.Rule == g.Rule && f.Path == g.Path && (f.Anchor == g.Anchor || f.Symbol != "" && f.Symbol == g.Symbol)
		}) {
			p.fresh = append(p.fresh, *g)
		}
	}
	slices.SortFunc(p.fresh, finding.Compare)
	return p
}

func offset(lines []int, line, column int) (int, bool) {
	if line < 1 || line > len(lines) {
		return 0, false
	}
	return lines[line-1] + max(column, 1) - 1, true
}

// shift gives the place that a place has behind edits.
func shift(edits []fixer.Edit, at int) int {
	delta := 0
	for _, e := range edits {
		switch {
		case int(e.End) <= at:
			delta += len(e.New) - int(e.End-e.Start)
		case int(e.Start) < at:
			return int(e.Start) + delta
		}
	}
	return at + delta
}

// sameShape says what a batch would take away: parsed text, functions, routes, or the calls that the findings are about.
func (r *run) sameShape(b *blame, batch []*trial, changed []string, next map[string]*Change) error {
	say := func(path, why string) {
		for _, c := range batch {
			if c.finding.Path == path {
				b.add(c, why)
			}
		}
		if b.why == "" {
			b.why = why
		}
	}
	for _, path := range changed {
		c := next[path]
		if !c.mode || c.language == "" {
			continue
		}
		now, err := r.file(path)
		if err != nil {
			say(path, err.Error())
			continue
		}
		before, known := r.shapes[path]
		if !known {
			if before, err = r.helper.Shape(path, c.language, now.text()); err != nil {
				return err
			}
			r.shapes[path] = before
		}
		after, err := r.helper.Shape(path, c.language, c.text())
		if err != nil {
			return err
		}
		switch {
		case after.Parsed != before.Parsed || after.Broken > before.Broken:
			say(path, "the file would not parse")
		case after.Functions < before.Functions-replaced(batch, path):
			say(path, "a function would be gone")
		}
		for _, s := range before.Symbols {
			if _, ok := slices.BinarySearch(after.Symbols, s); !ok && !slices.ContainsFunc(batch, func(c *trial) bool { return c.finding.Path == path && slices.Contains(c.mended.Replaces, s) }) {
				say(path, finding.Visible(s, 80)+" would be gone")
			}
		}
		if why := lostCalls(before, after, batch, path); why != "" {
			say(path, why)
		}
	}
	return nil
}

// replaced counts the functions that fixes of a file put something else in the place of.
func replaced(batch []*trial, path string) (n int) {
	for _, c := range batch {
		if c.finding.Path == path {
			n += c.mended.Gone
		}
	}
	return n
}

// lostCalls says where the call that a finding is about would be gone, with no other that the fix puts in its place.
func lostCalls(before, after sast.Shape, batch []*trial, path string) string {
	gone, come := map[string]int{}, 0
	others := map[string]bool{}
	for _, c := range batch {
		if c.finding.Path != path {
			continue
		}
		for _, name := range append(c.mended.Calls, c.mended.Subject[strings.LastIndexByte(c.mended.Subject, '.')+1:]) {
			others[name] = true
		}
	}
	for name, n := range after.Calls {
		if others[name[strings.LastIndexByte(name, '.')+1:]] {
			come += max(0, n-before.Calls[name])
		}
	}
	lost := 0
	for _, c := range batch {
		if s := c.mended.Subject; c.finding.Path == path && s != "" && len(c.mended.Lines) == 0 {
			if d := before.Calls[s] - after.Calls[s]; d > 0 {
				gone[s] = d
			}
		}
	}
	for _, n := range gone {
		lost += n
	}
	if lost > come {
		return "the call of " + finding.Visible(slices.Sorted(maps.Keys(gone))[0], 80) + " would be gone"
	}
	return ""
}

// lessSeen says where a scan saw less than another.
func lessSeen(before, after scan.Result) string {
	for _, b := range before.Coverage {
		i := slices.IndexFunc(after.Coverage, func(a finding.Coverage) bool { return a.Scanner == b.Scanner })
		if i < 0 {
			return "the scanner " + b.Scanner + " did not run again"
		}
		a := after.Coverage[i]
		if worse(b.Status, a.Status) {
			return fmt.Sprintf("less would be looked at: %s is %s", a.Scanner, a.Status)
		}
		if !alone(b.Scanner) && a.Files < b.Files {
			return fmt.Sprintf("less would be looked at: %s reads %d files in place of %d", a.Scanner, a.Files, b.Files)
		}
		for _, u := range a.Unread {
			if !slices.ContainsFunc(b.Unread, func(v finding.Unread) bool { return v.Path == u.Path && cmp.Compare(len(v.Reason), 0) > 0 }) {
				return fmt.Sprintf("less would be looked at: %s: %s", finding.Visible(u.Path, 120), u.Reason)
			}
		}
	}
	return ""
}

func worse(before, after finding.Status) bool {
	rank := func(s finding.Status) int {
		switch s {
		case finding.OK:
			return 2
		case finding.Partial:
			return 1
		}
		return 0
	}
	return rank(after) < rank(before)
}

// addLine puts a line into a file beside the manifest of the project that a path belongs to, unless it is there.
func (r *run) addLine(next map[string]*Change, path string, l fixer.Line) {
	name := r.manifestFolder(path) + l.Path
	c := next[name]
	if c == nil {
		c = r.changes[name]
	}
	if c == nil {
		data := r.other(name)
		c = &Change{Path: name, Old: data, New: data, mode: data != nil, pieces: []piece{{old: span{0, len(data)}}}}
		if r.project.Root != "" {
			c.disk = "?" // below the root, see Write
		}
	}
	word, _, _ := strings.Cut(l.Text, "=")
	for line := range strings.Lines(string(c.New)) {
		if have, _, _ := strings.Cut(strings.TrimSpace(line), "="); have == word {
			return
		}
	}
	text := l.Text + "\n"
	if n := len(c.New); n > 0 && c.New[n-1] != '\n' {
		text = "\n" + text
	}
	end := uint32(len(c.New) - c.mark)
	next[name] = c.edited([]fixer.Edit{{Start: end, End: end, New: text}})
}

// manifestFolder is the nearest folder above a path with a manifest, with its slash, else the root.
func (r *run) manifestFolder(path string) string {
	for dir := path; ; {
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			return ""
		}
		dir = dir[:i]
		for _, name := range []string{"package.json", "requirements.txt", "pyproject.toml", "go.mod", "pom.xml", ".env.example"} {
			if r.other(dir+"/"+name) != nil {
				return dir + "/"
			}
		}
	}
}
