package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Guards that hold for some paths only: a step around everything that looks at the path first. What stands below such a test
// is evidence for the paths that pass it: its name has @ and a prefix at its end, or @! and a path that is let through.

const pathMark = "@"

// pathConditions marks the evidence that stands below a test of the path.
func (b *builder) pathConditions() {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.If {
			continue
		}
		cond, then := b.u.First(id), b.u.Child(id, 1)
		prefix, not := b.pathTest(cond, 0)
		if prefix == "" || then == 0 {
			continue
		}
		mark := pathMark + prefix
		if not {
			mark = pathMark + "!" + prefix
		}
		start, end := b.u.Nodes[id].Start, b.u.Nodes[id].End
		if or := b.u.Child(id, 2); or != 0 && b.u.Nodes[or].Kind != g.Empty {
			start, end = b.u.Nodes[then].Start, b.u.Nodes[then].End
		}
		b.markPaths(start, end, mark)
		var s signs
		b.does(&s, then)
		if !s.leaves || s.denies {
			continue
		}
		mark = pathMark + "!" + prefix // what leaves early is let through
		if not {
			mark = pathMark + prefix
		}
		if fn := b.around(id, g.Func, g.Lambda); fn != 0 {
			b.markPaths(b.u.Nodes[id].End, b.u.Nodes[fn].End, mark)
		}
	}
}

func (b *builder) markPaths(start, end uint32, mark string) {
	for i := range b.out.Evidence {
		e := &b.out.Evidence[i]
		if e.Start < start || e.End > end || strings.Contains(e.Name, pathMark) || strings.HasSuffix(e.Name, lentMark) {
			continue
		}
		if strings.HasPrefix(e.Name, "auth.") || e.Name == "rate-limit" || e.Name == "csrf" {
			e.Name += mark
		}
	}
}

// pathTest reads strings.HasPrefix(r.URL.Path, "/admin"), req.path.startsWith("/admin") and comparisons of the path.
func (b *builder) pathTest(id g.ID, depth int) (prefix string, not bool) {
	if id == 0 || depth > 6 {
		return "", false
	}
	switch n := &b.u.Nodes[id]; n.Kind {
	case g.Unary:
		if n.Op == g.Not {
			prefix, not = b.pathTest(b.u.First(id), depth+1)
			return prefix, !not
		}
	case g.Binary:
		if n.Op != g.Eq && n.Op != g.Same && n.Op != g.Ne && n.Op != g.NotSame {
			return "", false
		}
		l, r := b.u.First(id), b.u.Child(id, 1)
		if s, ok := b.constant(r); ok && strings.HasPrefix(s, "/") && b.isPath(l) {
			return s, n.Op == g.Ne || n.Op == g.NotSame
		}
	case g.Call:
		of, name := b.member(id)
		list, _ := b.args(id)
		switch name {
		case "HasPrefix":
			if len(list) == 2 && b.isPath(list[0]) {
				prefix, _ = b.constant(list[1])
			}
		case "startsWith", "startswith":
			if len(list) == 1 && b.isPath(of) {
				prefix, _ = b.constant(list[0])
			}
		}
		if strings.HasPrefix(prefix, "/") && len(prefix) > 1 {
			return prefix, false
		}
	}
	return "", false
}

// isPath tells the path of a request.
func (b *builder) isPath(id g.ID) bool {
	switch b.u.Nodes[id].Kind {
	case g.Call:
		_, name := b.member(id)
		return name == "Path" || name == "getRequestURI" || name == "getServletPath" || name == "FullPath"
	case g.Member:
		switch b.u.Name(b.u.Child(id, 1)) {
		case "Path", "path", "pathname", "originalUrl", "RequestURI", "url":
			return true
		}
	case g.Ident:
		if d := b.u.Def(id); d != nil && d.Value != 0 && d.Path == "" && d.Value != id && b.u.Nodes[d.Value].Kind != g.Ident {
			return b.isPath(d.Value)
		}
	}
	return false
}

// holdsFor resolves the name of evidence for a path: "" where it says nothing of it.
func holdsFor(name, path string) string {
	name, mark, marked := strings.Cut(name, pathMark)
	if !marked {
		return name
	}
	except, not := strings.CutPrefix(mark, "!")
	if under := strings.TrimSuffix(except, "/"); not == (path == under || strings.HasPrefix(path, under+"/")) {
		return ""
	}
	return name
}
