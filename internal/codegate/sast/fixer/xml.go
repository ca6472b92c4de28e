package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// xmlSafe reads XML without entities from outside.
func xmlSafe(w *work) error {
	call := w.self(w.node, g.Call, g.New)
	switch {
	case w.script():
		for id := call; id != 0 && id < w.End(call); id++ {
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "noent" && w.kind(w.valueOf(id)) == g.Bool {
				w.put(w.valueOf(id), "false")
				return nil
			}
		}
		if c, _ := w.argument(w.node); c != 0 {
			for id := c; id < w.End(c); id++ {
				if w.kind(id) == g.Pair && w.Name(w.First(id)) == "noent" {
					w.put(w.valueOf(id), "false")
					return nil
				}
			}
		}
		return refuse("leave noent off")
	case w.python():
		return w.pythonXML(call)
	case w.java():
		return w.javaXML()
	}
	return errLanguage
}

func (w *work) pythonXML(call g.ID) error {
	n := w.flip(w.node, false, "resolve_entities", "load_dtd", "huge_tree") + w.flip(w.node, true, "no_network")
	if n > 0 {
		if node, _ := w.args(call); w.word(call) == "XMLParser" && w.pair(node, "resolve_entities") == 0 {
			w.setPair(node, "resolve_entities", "False")
		}
		return nil
	}
	if _, args := w.args(call); w.word(call) == "setFeature" && len(args) == 2 {
		w.put(args[1], "False")
		return nil
	}
	if c, _ := w.argument(w.node); c != 0 {
		call = c
	}
	callee := w.callee(call)
	switch {
	case strings.HasPrefix(callee, "lxml.etree."):
		node, args := w.args(call)
		if len(args) != 1 || w.kind(w.First(call)) != g.Member {
			return refuse("hand over a parser: etree.XMLParser(resolve_entities=False, no_network=True)")
		}
		module := w.src(w.First(w.First(call)))
		w.addItem(node, args, "parser="+module+".XMLParser(resolve_entities=False, no_network=True)", false)
		return nil
	case strings.HasPrefix(callee, "xml."):
		module := strings.TrimSuffix(callee, "."+w.word(call))
		safe := map[string]string{"xml.etree.ElementTree": "defusedxml.ElementTree", "xml.dom.minidom": "defusedxml.minidom", "xml.sax": "defusedxml.sax", "xml.dom.pulldom": "defusedxml.pulldom"}[module]
		if safe == "" || w.kind(w.First(call)) != g.Member {
			return refuse("use the function of the same name in defusedxml")
		}
		w.review()
		if !w.hints("defusedxml") {
			w.needs("PyPI", "defusedxml", ">=0.7.1")
		}
		i := strings.LastIndexByte(safe, '.')
		alias := w.fresh("Defused" + strings.TrimPrefix(safe[i+1:], "Defused"))
		line := "from " + safe[:i] + " import " + safe[i+1:] + " as " + alias
		var last g.ID
		for c := range w.Children(1) {
			if w.kind(c) == g.Import {
				last = c
			}
		}
		w.importLine(last, line)
		w.put(w.First(w.First(call)), alias)
		return nil
	}
	return refuse("use defusedxml")
}

// javaXML sets the feature right after the factory or the reader is made.
func (w *work) javaXML() error {
	decl := w.around(w.node, g.Var, g.Assign)
	name := ""
	if decl != 0 && w.kind(decl) == g.Var && w.Part(decl, 2) == w.node && w.Part(decl, 0) != 0 {
		name = w.Name(w.Part(decl, 0))
	}
	if name == "" || w.statement(decl) != decl {
		return refuse("give the factory a name, and switch entities off right after it is made")
	}
	text := w.src(w.node)
	const doctype = `.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);`
	line := ""
	switch {
	case strings.Contains(text, "XMLInputFactory"):
		line = name + ".setProperty(javax.xml.stream.XMLInputFactory.SUPPORT_DTD, false);"
	case strings.Contains(text, "TransformerFactory"):
		return w.after(decl, name+`.setAttribute(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");`, name+`.setAttribute(javax.xml.XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");`)
	case strings.Contains(text, "SchemaFactory"):
		return w.after(decl, name+`.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");`, name+`.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");`)
	default:
		line = name + doctype
	}
	return w.after(decl, line)
}
