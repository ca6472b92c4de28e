package sast

import (
	"encoding/json"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/rule"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// A Shape is what a file holds, as far as it matters to whether something was taken away.
type Shape struct {
	Parsed    bool           // its language is read
	Broken    int            // bytes that did not parse
	Functions int            // functions, methods, lambdas and classes
	Calls     map[string]int // by what is called: its names with dots, or a dot and the last one where others stand before it
	Symbols   []string       // functions, classes and routes by name, sorted
}

// maxNames bounds what a shape lists.
const maxNames = 20_000

// Shape tells what a file holds.
func (h *Helper) Shape(path, language string, text []byte) (s Shape, err error) {
	if len(text) > maxParsed {
		return s, nil
	}
	data, refused, err := h.do(nil, askShape, fileHeader{path, language}, text)
	if err != nil || refused != "" {
		return s, err
	}
	if json.Unmarshal(data, &s) != nil {
		return s, errGarbled
	}
	return s, nil
}

func (e *engine) shape(h fileHeader, text []byte) (s Shape, err error) {
	get := lang.For(h.Language, h.Path)
	if get == nil {
		return s, nil
	}
	l, err := get()
	if err != nil {
		return s, err
	}
	p := e.parsers.Get().(*syntax.Parser)
	f, report, err := l.Read(p, text)
	e.parsers.Put(p)
	if err != nil {
		return s, err
	}
	s = Shape{Parsed: true, Broken: report.RegionBytes, Calls: map[string]int{}}
	if report.Stop != syntax.Whole {
		s.Broken = len(text)
	}
	if len(f.Nodes) < 2 {
		return s, nil
	}
	u := &search.Unit{Path: h.Path, Language: l.Name, Text: text, Table: &names.Table{File: f, Parents: f.Parents()}}
	for id := generic.ID(1); int(id) < len(f.Nodes); id++ {
		switch f.Nodes[id].Kind {
		case generic.Func, generic.Lambda, generic.Class:
			s.Functions++
			if name := symbolAt(u, id); name != "" && len(s.Symbols) < maxNames {
				s.Symbols = append(s.Symbols, name)
			}
		case generic.Call, generic.New:
			if name := calleeName(f, f.First(id)); name != "" && (len(s.Calls) < maxNames || s.Calls[name] > 0) {
				s.Calls[name]++
			}
			if name := routeAt(f, id); name != "" && len(s.Symbols) < maxNames {
				s.Symbols = append(s.Symbols, name)
			}
		}
	}
	slices.Sort(s.Symbols)
	s.Symbols = slices.Compact(s.Symbols)
	return s, nil
}

// routeAt names the route that a call, an annotation or a decorator may register: its method, or a star, and its path as it
// stands there.
func routeAt(f *generic.File, id generic.ID) string {
	word := lastWord(f, f.First(id))
	if len(word) > 20 {
		return ""
	}
	method := strings.ToUpper(strings.TrimSuffix(word, "Mapping"))
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
	case "ALL", "ANY", "ROUTE", "HANDLE", "HANDLEFUNC", "REQUEST", "PATH", "RE_PATH", "URL", "ADD_URL_RULE", "API_ROUTE", "ACTION", "DEL", "MATCH", "ADD":
		method = "*"
	default:
		return ""
	}
	args := f.Child(id, 1)
	if args == 0 || f.Nodes[args].Kind != generic.Args {
		return ""
	}
	path := ""
	for c, n := f.First(args), 0; c != 0 && n < 20; c, n = f.Nodes[c].Next, n+1 {
		v := c
		switch f.Nodes[c].Kind {
		case generic.NamedArg, generic.Pair:
			v = f.Child(c, 1)
		case generic.Dict: // {method, url}
			for p := f.First(c); p != 0 && n < 20; p, n = f.Nodes[p].Next, n+1 {
				if k := f.First(p); f.Nodes[p].Kind == generic.Pair && k != 0 && f.Nodes[f.Child(p, 1)].Kind == generic.String && (string(f.Text(k)) == "url" || string(f.Text(k)) == "path") {
					path = f.Name(f.Child(p, 1))
				}
			}
			continue
		}
		if v != 0 && f.Nodes[v].Kind == generic.String && path == "" {
			path = f.Name(v)
		}
	}
	if head, rest, ok := strings.Cut(path, " "); ok && head == strings.ToUpper(head) { // "POST /login"
		method, path = head, rest
	}
	return method + " " + hideTokens(finding.Visible(path, 80))
}

// HasRoute says whether a file's symbols may hold a route, which is named by its method and its whole path: one with the method
// and an end of the path.
func HasRoute(symbols []string, route string) bool {
	method, path, _ := strings.Cut(route, " ")
	path = plainPath(path)
	return slices.ContainsFunc(symbols, func(s string) bool {
		m, p, _ := strings.Cut(s, " ")
		if m != "*" && m != method && method != "*" || strings.ToUpper(m) != m {
			return false
		}
		p = plainPath(p)
		return p == "" || path == p || strings.HasSuffix(path, "/"+p)
	})
}

var pathParam = lazyregexp.New(`:\w+(\([^/]*\))?[?*+]?|\{[^/}]*\}|<[^/>]*>|\[[^/\]]*\]`)

// plainPath writes the parameters of a path alike.
func plainPath(path string) string { return strings.Trim(pathParam.ReplaceAllString(path, "{}"), "/") }

// lastWord is the last name of what is called.
func lastWord(f *generic.File, id generic.ID) string {
	for range 100 {
		if id == 0 {
			return ""
		}
		switch f.Nodes[id].Kind {
		case generic.Ident, generic.TypeName:
			name := f.Name(id)
			return name[strings.LastIndexByte(name, '.')+1:]
		case generic.Member:
			id = f.Child(id, 1)
		case generic.TypeApply:
			id = f.First(id)
		default:
			return ""
		}
	}
	return ""
}

// calleeName gives a chain of names with its dots, and of what is called on something else a dot and the last name.
func calleeName(f *generic.File, id generic.ID) string {
	last := lastWord(f, id)
	if last == "" || f.Nodes[id].Kind != generic.Member {
		return last
	}
	for at := id; ; at = f.First(at) {
		switch f.Nodes[at].Kind {
		case generic.Member:
			continue
		case generic.Ident, generic.This:
			if text := string(f.Text(id)); len(text) < 100 && !strings.ContainsAny(text, " \t\r\n(") {
				return text
			}
		}
		return "." + last
	}
}

// symbolOf names the nearest function, class or route around a node, or around a place where there is none.
func symbolOf(u *search.Unit, id generic.ID, at uint32) string {
	if u.Table == nil || len(u.Nodes) < 2 {
		return ""
	}
	if id == 0 {
		for id = 1; ; {
			next := generic.ID(0)
			for c := range u.Children(id) {
				if n := &u.Nodes[c]; n.Start <= at && at < n.End {
					next = c
				}
			}
			if next == 0 {
				break
			}
			id = next
		}
	}
	for ; id != 0; id = u.Parents[id] {
		if name := symbolAt(u, id); name != "" {
			return name
		}
	}
	return ""
}

// symbolAt names a function or a class; a function that is handed to a call with a path is named by both: post /login.
func symbolAt(u *search.Unit, id generic.ID) string {
	switch u.Nodes[id].Kind {
	case generic.Func, generic.Class:
		if name := u.Part(id, 0); name != 0 && u.Nodes[name].Kind == generic.Ident {
			return u.Name(name)
		}
	case generic.Lambda:
		p := u.Parents[id]
		switch u.Nodes[p].Kind {
		case generic.Var, generic.Assign, generic.Pair, generic.Field:
			name := u.Part(p, 0)
			if name != id && name != 0 {
				return lastWord(u.File, name)
			}
		case generic.Args:
			call := u.Parents[p]
			if u.Nodes[call].Kind != generic.Call {
				return ""
			}
			first := u.First(p)
			if u.Nodes[first].Kind == generic.String && strings.HasPrefix(u.Name(first), "/") {
				return lastWord(u.File, u.First(call)) + " " + hideTokens(finding.Visible(u.Name(first), 80))
			}
		}
	}
	return ""
}

// fixOf says what a rule's fix is, in its plain form.
func fixOf(r *rule.Rule) *finding.Fix {
	kind := finding.Review
	switch {
	case r.Template:
		kind = finding.Safe
	case len(r.Fixers) == 0:
		return nil
	default:
		if f, ok := fixer.Find(r.Fixers[0]); ok && f.Safe {
			kind = finding.Safe
		}
	}
	return &finding.Fix{Kind: kind, Title: r.Advice()}
}
