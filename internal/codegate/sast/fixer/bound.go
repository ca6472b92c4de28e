package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// sizeBounded bounds how many rows one request may ask for.
func sizeBounded(w *work) error {
	w.review()
	bound := func(id g.ID) {
		if strings.HasPrefix(w.src(id), "Math.min(") || strings.HasPrefix(w.src(id), "min(") {
			return
		}
		text := w.src(id)
		switch {
		case w.script(), w.java():
			w.put(id, "Math.min("+text+", 100)")
		default:
			w.put(id, "min("+text+", 100)")
		}
	}
	if !w.script() && !w.python() && !w.java() && !w.golang() {
		return errLanguage
	}
	if k := w.kind(w.node); w.java() && k != g.Ident && k != g.Call || k == g.String || k == g.StrConcat || k == g.Dict {
		return refuse("bound the value: no more than 100 rows at once")
	}
	if k := w.kind(w.node); k == g.Ident && !sizeWord(w.Name(w.node)) || k == g.Member && !sizeWord(w.src(w.node)) {
		return refuse("bound the value: no more than 100 rows at once")
	}
	if w.script() || w.python() { // where it gets its value
		for c := w.node; c < w.End(w.node); c++ {
			d, _ := w.def(c)
			if d == nil || w.kind(c) != g.Ident || d.Value == 0 || d.Path != "" || d.Writes != 1 || w.node != c && !sizeWord(d.Name) {
				continue
			}
			if v := w.kind(d.Value); v == g.Await || v == g.StrConcat || v == g.String || v == g.Lambda || v == g.Dict {
				continue
			}
			bound(d.Value)
			return nil
		}
	}
	if w.kind(w.node) == g.Binary {
		for c := w.node; c < w.End(w.node); c++ {
			if w.kind(c) == g.Ident && sizeWord(w.Name(c)) {
				bound(c)
				return nil
			}
		}
	}
	bound(w.node)
	return nil
}

func sizeWord(name string) bool {
	lower := strings.ToLower(name)
	for _, part := range []string{"size", "limit", "per", "count", "take", "rows", "top", "max"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// hostsListed lets requests go to named hosts only.
func hostsListed(w *work) error {
	w.review()
	w.Lines = append(w.Lines, Line{".env.example", "ALLOWED_HOSTS=api.example.com"})
	w.Title = "asks only the hosts that ALLOWED_HOSTS names"
	src := w.src(w.node)
	if k := w.kind(w.node); k != g.Ident && k != g.Member && k != g.Index && k != g.Call && k != g.StrConcat {
		return refuse("compare the address's host with a fixed list before it is asked")
	}
	if w.kind(w.node) == g.Call && !w.java() {
		return refuse("compare the address's host with a fixed list before it is asked")
	}
	nl, unit := w.style().newline, w.style().unit
	switch {
	case w.script():
		bad, err := w.reject(w.node, "400", "host not allowed")
		if err != nil {
			return err
		}
		hosts := w.fresh("allowedHosts", "permittedHosts")
		semi := w.style().semi
		return w.beforeBlock(w.node, "const "+hosts+" = (process.env.ALLOWED_HOSTS || "+w.quoted("")+").split("+w.quoted(",")+")"+semi,
			"if (!URL.canParse("+src+") || !"+hosts+".includes(new URL("+src+").hostname)) {"+nl+"\x00"+unit+bad+nl+"\x00}")
	case w.python():
		bad, err := w.reject(w.node, "400", "host not allowed")
		if err != nil {
			return err
		}
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		parse, err := w.use("urllib.parse", "urlparse")
		if err != nil {
			return err
		}
		return w.beforeBlock(w.node, "if "+parse+"("+src+").hostname not in "+os+".environ["+w.quoted("ALLOWED_HOSTS")+"].split("+w.quoted(",")+"):"+nl+"\x00"+unit+bad)
	case w.golang():
		http, _ := w.imported("net/http")
		status := "400"
		if http != "" {
			status = http + ".StatusBadRequest"
		}
		bad, err := w.reject(w.node, status, "host not allowed")
		if err != nil {
			return err
		}
		url, err := w.use("net/url", "")
		if err != nil {
			return err
		}
		module, err := w.use("slices", "")
		if err != nil {
			return err
		}
		text, err := w.use("strings", "")
		if err != nil {
			return err
		}
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		st := w.statement(w.node)
		if st == 0 {
			return refuse("there is no place for a check")
		}
		in := w.indent(w.Nodes[st].Start)
		name := w.fresh("address", "parsedAddress")
		return w.before(w.node, name+", err := "+url+".Parse("+src+")", "if err != nil || !"+module+".Contains("+text+".Split("+os+`.Getenv("ALLOWED_HOSTS"), ","), `+name+".Hostname()) {\n"+in+"\t"+strings.ReplaceAll(bad, "\n\t", "\n"+in+"\t")+"\n"+in+"}")
	}
	return refuse("compare the address's host with a fixed list before it is asked")
}

// filterEscape escapes the values in an LDAP filter.
func filterEscape(w *work) error {
	return w.wrapHoles(func() (string, error) {
		switch {
		case w.golang():
			for _, path := range []string{"github.com/go-ldap/ldap/v3", "github.com/go-ldap/ldap"} {
				if name, _ := w.imported(path); name != "" {
					return name + ".EscapeFilter", nil
				}
			}
		case w.python():
			switch text := string(w.Text) + w.Hints; {
			case strings.Contains(text, "ldap3"):
				return w.use("ldap3.utils.conv", "escape_filter_chars")
			case strings.Contains(text, "ldap"):
				return w.use("ldap.filter", "escape_filter_chars")
			}
		}
		return "", refuse("escape the value for filters with the library's own function")
	})
}

// regexEscape takes the meaning of a regular expression from a value.
func regexEscape(w *work) error {
	w.review()
	if w.script() {
		src := w.src(w.node)
		if k := w.kind(w.node); k != g.Ident && k != g.Member && k != g.Index && k != g.Call {
			return refuse("escape the value before it enters the expression")
		}
		w.put(w.node, "String("+src+`).replace(/[.*+?^${}()|[\]\\]/g, `+w.quoted(`\\$&`)+")")
		return nil
	}
	return w.wrapHoles(func() (string, error) {
		switch {
		case w.python():
			re, err := w.use("re", "")
			return re + ".escape", err
		case w.golang():
			module, err := w.use("regexp", "")
			return module + ".QuoteMeta", err
		case w.java():
			return "java.util.regex.Pattern.quote", nil
		}
		return "", errLanguage
	})
}

// wrapHoles hands each value that a text is put together from to a function.
func (w *work) wrapHoles(function func() (string, error)) error {
	expr := w.node
	if w.kind(expr) == g.Ident {
		if next, err := w.textOf(expr); err == nil && next != 0 {
			expr = next
		}
	}
	b, err := w.build(expr)
	if err != nil {
		return err
	}
	holes := b.values
	if b.format == 0 {
		holes = nil
		for _, s := range b.segments {
			if s.hole != 0 && s.text == "" {
				holes = append(holes, s.hole)
			}
		}
	}
	n := 0
	for _, h := range holes {
		if w.kind(h) == g.String || w.kind(h) == g.Int || w.known(h) != "" {
			continue
		}
		name, err := function()
		if err != nil {
			return err
		}
		if strings.HasPrefix(w.src(h), name+"(") {
			continue
		}
		w.put(h, name+"("+w.src(h)+")")
		n++
	}
	if n == 0 {
		return refuse("escape the value before it enters the text")
	}
	return nil
}
