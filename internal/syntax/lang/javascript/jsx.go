package javascript

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// A closing tag repeats its opening one.
var jsxIgnored = []string{"jsx_closing_element", "html_character_reference"}

var jsx = map[string]syntax.Rule{
	"jsx_element":              element,
	"jsx_opening_element":      tag,
	"jsx_self_closing_element": tag,
	"jsx_attribute":            syntax.Positions(g.XmlAttr, g.Plain, 2),
	"jsx_namespace_name":       namespacedName,
	"jsx_expression":           syntax.Pass,
	"jsx_text":                 xmlText,
}

func tag(lo *syntax.Lowering, i int) g.ID {
	types := lo.Get(i, "type_arguments")
	id := lo.Node(i, g.Xml, g.Plain, lo.Get(i, "name"))
	lo.Append(id, lo.Join(lo.Get(i, "attribute"), types))
	return id
}

func element(lo *syntax.Lowering, i int) g.ID {
	id := lo.Get(i, "open_tag")
	kids := lo.Kids(i)
	if id == 0 || lo.Kind(id) != g.Xml {
		return lo.Join(id, kids)
	}
	lo.Append(id, kids)
	lo.SetEnd(id, lo.Flat(i).End)
	return id
}

func namespacedName(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i) // the name says it all
	return lo.Word(i, g.Ident, g.Plain)
}

func xmlText(lo *syntax.Lowering, i int) g.ID {
	if len(bytes.TrimSpace(lo.Text(i))) == 0 {
		return 0
	}
	return lo.Word(i, g.XmlText, g.Plain)
}
