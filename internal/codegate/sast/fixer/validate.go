package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// validateInput tests the fields of the body that a handler takes: their types, as the handler uses them, and the length of
// texts.
func validateInput(w *work) error {
	r, err := w.registration()
	if err != nil {
		return err
	}
	w.review()
	if !w.script() || r.handler == 0 {
		return errNoSchema
	}
	body, names := g.ID(0), []string(nil)
	for id := r.handler; id < w.End(r.handler) && body == 0; id++ {
		if w.kind(id) != g.Var {
			continue
		}
		pattern, value := w.Part(id, 0), w.Part(id, 2)
		if pattern == 0 || value == 0 || w.kind(pattern) != g.Destructure && w.kind(pattern) != g.Dict {
			continue
		}
		if from := w.src(value); !strings.HasSuffix(from, ".body") && !strings.HasSuffix(from, ".body ?? {}") && !strings.HasSuffix(from, ".body || {}") && !strings.Contains(from, ".json()") {
			continue
		}
		for c := pattern; c < w.End(pattern); c++ {
			if d, _ := w.def(c); w.kind(c) == g.Ident && d != nil && d.At == c {
				names = append(names, d.Name)
			} else if w.kind(c) == g.Spread {
				return errNoSchema
			}
		}
		body = id
	}
	if body == 0 || len(names) == 0 || len(names) > 12 {
		return errNoSchema
	}
	st := w.statement(body)
	if st == 0 || !w.first(w.Nodes[st].Start) {
		return errNoSchema
	}
	bad, err := w.reject(w.Part(body, 2), "400", "invalid input")
	if err != nil {
		return err
	}
	var tests []string
	for _, name := range names {
		tests = append(tests, w.typeTest(r.handler, body, name))
	}
	condition := strings.Join(tests, " || ")
	if len(tests) > 2 {
		condition = strings.Join(tests, " ||"+w.style().newline+w.indent(w.Nodes[st].Start)+w.style().unit)
	}
	return w.after(st, "if ("+condition+") {", w.style().unit+bad, "}")
}

var errNoSchema = Refusal("describe the body in a schema, and refuse what does not fit before it is used")

// typeTest writes a condition that holds where a name is not of the type that the handler uses it as.
func (w *work) typeTest(fn, decl g.ID, name string) string {
	list, number := false, false
	for id := w.End(decl); id < w.End(fn); id++ {
		if w.kind(id) != g.Ident || w.Name(id) != name {
			continue
		}
		switch p := w.up(id); w.kind(p) {
		case g.Member:
			if w.First(p) == id && slices.Contains([]string{"map", "filter", "forEach", "some", "every", "reduce", "push", "flatMap", "find"}, w.Name(w.Child(p, 1))) {
				list = true
			}
		case g.ForEach, g.Spread:
			list = true
		case g.Binary:
			if op := w.Nodes[p].Op; op == g.Sub || op == g.Mul || op == g.Div || op == g.Lt || op == g.Gt || op == g.Le || op == g.Ge {
				number = true
			}
		case g.Args:
			if call := w.up(p); slices.Contains([]string{"increment", "decrement", "isInteger", "isFinite"}, w.word(call)) {
				number = true
			}
		}
	}
	lower := strings.ToLower(name)
	for _, part := range []string{"amount", "count", "quantity", "price", "total", "cents", "age", "rating", "seats"} {
		number = number || strings.Contains(lower, part)
	}
	quoted := func(t string) string { return w.quoted(t) }
	switch {
	case list:
		return "!Array.isArray(" + name + ") || " + name + ".length > 100"
	case number:
		return "!Number.isFinite(" + name + ") || " + name + " < 0"
	case strings.HasPrefix(lower, "is") && len(name) > 2 && name[2] >= 'A' && name[2] <= 'Z' || slices.Contains([]string{"enabled", "active", "accepted", "confirmed", "public", "private"}, lower):
		return "typeof " + name + " !== " + quoted("boolean")
	case strings.HasSuffix(name, "Id") || lower == "id":
		return "![" + quoted("string") + ", " + quoted("number") + "].includes(typeof " + name + ") || String(" + name + ").length > 100"
	}
	return "typeof " + name + " !== " + quoted("string") + " || " + name + ".length > 1000"
}
