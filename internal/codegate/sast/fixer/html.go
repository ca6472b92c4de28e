package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// htmlEscape escapes the values in an answer of HTML, where they stand as text.
func htmlEscape(w *work) error {
	expr := w.node
	if t := w.bytesOf(expr); t != 0 {
		expr = t
	}
	if w.kind(expr) == g.Ident {
		if next, err := w.textOf(expr); err == nil {
			if k := w.kind(next); k == g.StrConcat || k == g.Binary || k == g.Call {
				expr = next
			}
		}
	}
	var holes []g.ID
	call, at := w.argument(expr)
	word := w.word(call)
	switch {
	case w.golang() && (strings.HasPrefix(word, "Fprint") || word == "Sprintf"):
		_, args := w.args(call)
		if word == "Fprintf" && at < 2 && len(args) > 2 {
			at = 2
		}
		if f, ok := w.literal(args[min(1, len(args)-1)]); word == "Fprintf" && (!ok || !plainMarkup(f)) {
			return refuse("a value stands inside of a tag or a script: use html/template")
		}
		for _, a := range args[max(at, 1):] {
			if w.kind(a) != g.String {
				holes = append(holes, a)
			}
		}
		if word == "Fprint" || word == "Fprintln" {
			if b, err := w.build(args[at]); err == nil && len(b.segments) > 1 {
				if holes, err = w.textHoles(b); err != nil {
					return err
				}
			}
		}
	default:
		b, err := w.build(expr)
		if err != nil {
			return err
		}
		if holes, err = w.textHoles(b); err != nil {
			return err
		}
	}
	n := 0
	if len(holes) == 1 && holes[0] == expr && len(w.Trace) > 0 {
		source := w.at(w.Trace[0])
		o, _ := w.Reaching(expr)
		if source != expr && !(source > expr && source < w.End(expr) && w.word(expr) != "toString" && w.word(expr) != "join") && o != source {
			return refuse("the HTML is put together in steps: escape each value where it enters")
		}
	}
	for _, h := range holes {
		if w.known(h) != "" || w.escaped(h) {
			continue
		}
		text, err := w.escape(h)
		if err != nil {
			return err
		}
		w.put(h, text)
		n++
	}
	if n == 0 {
		return refuse("escape the values where they enter the HTML")
	}
	return nil
}

// textHoles gives the holes that stand as text between tags; a hole elsewhere is an error.
func (w *work) textHoles(b *built) (holes []g.ID, err error) {
	markup := ""
	for _, s := range b.segments {
		if s.hole == 0 {
			markup += w.cut(s.at)
			continue
		}
		if s.text != "" {
			continue
		}
		if !plainMarkup(markup + "\x00") {
			return nil, refuse("a value stands inside of a tag or a script: use a template that escapes")
		}
		if !s.flat {
			return nil, refuse("a value is formatted inside of the HTML")
		}
		holes = append(holes, s.hole)
	}
	return holes, nil
}

// plainMarkup holds where what is put at the end of markup, or at its verbs, stands as text between tags, or in a quoted
// attribute that is no address and no script.
func plainMarkup(markup string) bool {
	lower := strings.ToLower(markup)
	for at := 0; at <= len(lower); at++ {
		if at < len(lower) && !(lower[at] == '%' && at+1 < len(lower) && (lower[at+1] == 's' || lower[at+1] == 'v')) && lower[at] != 0 {
			continue
		}
		if at == len(lower) && strings.ContainsAny(lower, "%\x00") {
			break
		}
		before := lower[:at]
		open, shut := strings.LastIndexByte(before, '<'), strings.LastIndexByte(before, '>')
		if open > shut {
			return false
		}
		for _, tag := range []string{"script", "style"} {
			if strings.LastIndex(before, "<"+tag) > strings.LastIndex(before, "</"+tag) {
				return false
			}
		}
	}
	return true
}

// escaped holds for a call that escapes already.
func (w *work) escaped(id g.ID) bool {
	word := strings.ToLower(w.word(id))
	return strings.Contains(word, "escape") || strings.Contains(word, "sanitize") || word == "forhtml" || word == "encode" || word == "number" || word == "parseint" || word == "int" || word == "len"
}

func (w *work) escape(h g.ID) (string, error) {
	src := w.src(h)
	switch {
	case w.script():
		for _, module := range []string{"escape-html", "lodash.escape", "he"} {
			if name, _ := w.imported(module); name != "" {
				if module == "he" {
					name += ".escape"
				}
				return name + "(" + src + ")", nil
			}
		}
		if name, _ := w.imported("lodash"); name != "" {
			return name + ".escape(" + src + ")", nil
		}
		if !w.hints("escape-html") && !w.hints("express") && !strings.Contains(string(w.Text), "express") {
			w.review()
		}
		if !w.hints("escape-html") {
			w.needs("npm", "escape-html", "^1.0.3")
		}
		line := "const escapeHtml = require(" + w.quoted("escape-html") + ")" + w.style().semi
		if w.language() == "module" {
			line = "import escapeHtml from " + w.quoted("escape-html") + w.style().semi
		}
		if w.taken("escapeHtml") {
			return "escapeHtml(" + src + ")", nil
		}
		var last g.ID
		for c := range w.Children(1) {
			if w.kind(c) == g.Import && w.Nodes[c].Op != g.Export || w.requires(c) {
				last = c
			} else if last != 0 {
				break
			}
		}
		if !w.inserted(line) {
			w.importLine(last, line)
		}
		return "escapeHtml(" + src + ")", nil
	case w.python():
		name, err := w.pythonEscape()
		return name + "(" + src + ")", err
	case w.golang():
		name, err := w.use("html", "")
		if err != nil {
			return "", err
		}
		if t := w.Type(h); t != "string" && t != "" {
			return "", refuse("a value is no text: use html/template")
		}
		return name + ".EscapeString(" + src + ")", nil
	case w.java():
		if strings.Contains(string(w.Text), "org.springframework") || w.hints("org.springframework") || w.hints("spring-web") {
			name, err := w.use("", "org.springframework.web.util.HtmlUtils")
			return name + ".htmlEscape(" + w.javaText(h) + ")", err
		}
		if !w.hints("encoder") && !strings.Contains(string(w.Text), "org.owasp.encoder") {
			w.needs("maven", "org.owasp.encoder:encoder", "1.3.1")
		}
		name, err := w.use("", "org.owasp.encoder.Encode")
		return name + ".forHtml(" + w.javaText(h) + ")", err
	}
	return "", errLanguage
}

// javaText is the source of an expression as a String.
func (w *work) javaText(id g.ID) string {
	if t := w.Type(id); t == "java.lang.String" || t == "String" || w.word(id) == "getParameter" || w.word(id) == "getHeader" {
		return w.src(id)
	}
	if w.kind(id) == g.Ident {
		if d, _ := w.def(id); d != nil && d.Owner != 0 {
			if t := w.Part(d.Owner, 1); t != 0 && w.src(t) == "String" {
				return w.src(id)
			}
		}
	}
	return "String.valueOf(" + w.src(id) + ")"
}

// inserted holds where an edit writes a line already.
func (w *work) inserted(line string) bool {
	for _, e := range w.Edits {
		if strings.Contains(e.New, line) {
			return true
		}
	}
	return false
}

func (w *work) pythonEscape() (string, error) {
	if strings.Contains(string(w.Text), "django") {
		return w.use("django.utils.html", "escape")
	}
	// Not markupsafe's: what it gives would escape the markup that it is joined to.
	name, err := w.use("html", "")
	return name + ".escape", err
}
