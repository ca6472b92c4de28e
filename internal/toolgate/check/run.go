package check

import (
	"fmt"
	"path/filepath"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/toolgate/server"
)

// A run is one rule over the whole input.
type run struct {
	Options
	rule     *rule.Rule
	data     data
	entries  []*entry
	settings []server.Setting
	hits     []*hit
}

// A hit is a finding in the making; the check that made it may still change it.
type hit struct {
	finding.Finding
	entry *entry
}

// maxShown bounds one piece of foreign text in a message, in bytes.
const maxShown = 100

// server makes a finding about one server. thing names what of it, for the fingerprint. The message begins with the
// server's name; string arguments are made safe to show.
func (r *run) server(e *entry, at server.Place, thing, format string, args ...any) *hit {
	if at.Line == 0 {
		at = e.Place
	}
	f := scan.Base(r.rule, r.subject(e)+" "+r.sprintf(format, args...), r.location(e.File, at))
	f.Anchor = finding.Visible(e.Name, 0) + " " + r.text(thing)
	h := &hit{Finding: f, entry: e}
	r.hits = append(r.hits, h)
	return h
}

// setting makes a finding about one setting.
func (r *run) setting(s *server.Setting, format string, args ...any) *hit {
	name := settingName(s.Key)
	f := scan.Base(r.rule, s.Client+" setting "+r.text(name)+" "+r.sprintf(format, args...), r.location(s.File, s.Place))
	f.Anchor = "setting " + s.Client + " " + r.text(name)
	h := &hit{Finding: f}
	r.hits = append(r.hits, h)
	return h
}

// settingName is a setting's key without list positions, which move when a line is added.
func settingName(key string) string {
	var out []string
	for part := range strings.SplitSeq(key, ".") {
		if strings.Trim(part, "0123456789") != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, ".")
}

// fix says what to do.
func (r *run) fix(h *hit, format string, args ...any) *hit {
	h.Fix = &finding.Fix{Kind: finding.Review, Title: r.sprintf(format, args...)}
	return h
}

func (r *run) sprintf(format string, args ...any) string {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = r.text(s)
		}
	}
	return fmt.Sprintf(format, args...)
}

// text makes foreign text fit to be shown: one visible line, cut, without secrets.
func (r *run) text(s string) string {
	return finding.Visible(server.RedactArgv([]string{s})[0], maxShown)
}

// subject names a server: server "postgres" of claude-code and cursor.
func (r *run) subject(e *entry) string {
	return fmt.Sprintf(`server "%s" of %s`, finding.Visible(e.Name, 60), list(e.clients))
}

// list joins names for a sentence, at most three of them.
func list(names []string) string {
	const most = 3
	switch n := len(names); {
	case n == 0:
		return "nobody"
	case n == 1:
		return names[0]
	case n <= most:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	default:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), n-most)
	}
}

// Path names a file as findings do: relative to the project inside it, absolute outside, slash-separated.
func Path(root, file string) string {
	if rel, err := filepath.Rel(root, file); root != "" && err == nil && filepath.IsLocal(rel) {
		file = rel
	}
	return filepath.ToSlash(file)
}

func (r *run) location(file string, at server.Place) finding.Location {
	return finding.Location{Path: Path(r.Root, file), Line: at.Line, Column: at.Column}
}

// at is where an argument stands: the first of argv that is text, else the first that holds it, else the entry.
func (e *entry) at(text string) server.Place {
	for _, same := range []func(string) bool{
		func(a string) bool { return a == text },
		func(a string) bool { return text != "" && strings.Contains(a, text) },
	} {
		for i, a := range e.Argv {
			if i < len(e.ArgPlaces) && e.ArgPlaces[i].Line > 0 && same(a) {
				return e.ArgPlaces[i]
			}
		}
	}
	return e.Place
}

// key is where a member of the entry stands, by the first of the names that it has.
func (e *entry) key(names ...string) server.Place {
	for _, n := range names {
		if p, ok := e.KeyPlaces[n]; ok {
			return p
		}
	}
	return e.Place
}
