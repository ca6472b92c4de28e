package names

import (
	"path"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// call gives the value of the few functions that make constants of constants.
func (e *evaluator) call(id g.ID, depth int) (Value, bool) {
	parts, fallback, ok := e.parts(id, depth)
	if !ok {
		return e.lookup(id, depth)
	}
	var out strings.Builder
	for _, p := range parts {
		if p.Hole == 0 {
			out.WriteString(p.Text)
			continue
		}
		v, ok := e.eval(p.Hole, depth+1)
		s, ok2 := e.text(v)
		e.steps += len(s) / 64
		if !ok || !ok2 || out.Len()+len(s) > stringSize {
			return Value{}, false
		}
		fallback = fallback || v.Fallback
		out.WriteString(s)
	}
	text := out.String()
	switch name, _ := e.Canonical(id + 1); name {
	case "path.join", "path.posix.join", "path/filepath.Join", "path.Join":
		text = path.Clean(text)
	case "os.path.join", "posixpath.join":
		if strings.Contains(text, "//") { // an absolute part, or an empty one
			return Value{}, false
		}
	}
	return Value{Kind: StringValue, Text: text, Fallback: fallback}, true
}

// lookup gives what is asked of the environment with a default, and what conversions keep.
func (e *evaluator) lookup(id g.ID, depth int) (Value, bool) {
	args := e.Child(id, 1)
	if args == 0 || e.First(args) == 0 {
		return e.trimmed(id, depth)
	}
	first := e.First(args)
	second := e.Nodes[first].Next
	name, _ := e.Canonical(id + 1)
	fallback := g.ID(0)
	switch name {
	case "os.environ.get", "os.getenv", "java.lang.System.getProperty", "java.lang.System.getenv.getOrDefault":
		fallback = second
	case "decouple.config", "environ.Env", "starlette.config.Config":
		for c := second; c != 0; c = e.Nodes[c].Next {
			if e.Nodes[c].Kind == g.NamedArg && e.Name(c+1) == "default" {
				fallback = e.Child(c, 1)
			}
		}
	case "str", "String", "java.lang.String.valueOf", "string":
		v, ok := e.eval(first, depth+1)
		s, ok2 := e.text(v)
		return Value{Kind: StringValue, Text: s, Fallback: v.Fallback}, ok && ok2 && second == 0
	}
	if fallback == 0 {
		callee := id + 1
		if e.Nodes[callee].Kind == g.Member && e.Nodes[callee].Size > 2 && second != 0 && e.Name(e.Child(callee, 1)) == "getOrDefault" {
			if inner := callee + 1; e.Nodes[inner].Kind == g.Call && e.environment(inner) {
				fallback = second
			}
		}
	}
	if fallback == 0 {
		return Value{}, false
	}
	if e.Nodes[fallback].Kind == g.NamedArg {
		fallback = e.Child(fallback, 1)
	}
	v, ok := e.eval(fallback, depth+1)
	v.Fallback = true
	return v, ok
}

// trimmed is "text".strip() and what else keeps a string, or changes it in a way that is known.
func (e *evaluator) trimmed(id g.ID, depth int) (Value, bool) {
	callee := id + 1
	if e.Nodes[callee].Kind != g.Member || e.Nodes[callee].Size < 3 {
		return Value{}, false
	}
	word := e.Name(e.Child(callee, 1))
	switch word {
	case "toString", "trim", "strip", "encode", "getBytes", "intern", "toUpperCase", "toLowerCase", "upper", "lower":
	default:
		return Value{}, false
	}
	v, ok := e.eval(callee+1, depth+1)
	if !ok || v.Kind != StringValue {
		return Value{}, false
	}
	switch word {
	case "trim", "strip":
		v.Text = strings.TrimSpace(v.Text)
	case "toUpperCase", "upper":
		v.Text = strings.ToUpper(v.Text)
	case "toLowerCase", "lower":
		v.Text = strings.ToLower(v.Text)
	}
	return v, true
}

// parts takes a call apart that puts a string together: constant text, and expressions whose values stand between.
func (e *evaluator) parts(id g.ID, depth int) (parts []Part, fallback, ok bool) {
	callee, args := id+1, e.Child(id, 1)
	if args == 0 || e.Nodes[args].Kind != g.Args || e.Nodes[id].Op == g.Tagged {
		return nil, false, false
	}
	list := e.list(args)
	name, _ := e.Canonical(callee)
	constant := func(id g.ID) (string, bool) {
		v, ok := e.eval(id, depth+1)
		fallback = fallback || v.Fallback
		return v.Text, ok && v.Kind == StringValue
	}
	switch name {
	case "path.join", "path.posix.join", "os.path.join", "posixpath.join", "path/filepath.Join", "path.Join":
		return between(list, "/"), false, e.all(list)
	case "fmt.Sprintf", "java.lang.String.format", "util.format", "fmt.Errorf":
		if len(list) == 0 || !e.all(list) {
			return nil, false, false
		}
		format, ok := constant(list[0])
		if !ok {
			return nil, false, false
		}
		parts, ok = e.verbs(format, list[1:], "sdvio")
		return parts, fallback, ok
	case "strings.Join", "java.lang.String.join":
		if len(list) < 2 {
			return nil, false, false
		}
		items, sep := list[0], list[1]
		if name != "strings.Join" {
			if len(list) > 2 {
				text, ok := constant(list[0])
				return between(list[1:], text), fallback, ok && e.all(list)
			}
			items, sep = sep, items
		}
		text, ok := constant(sep)
		all, ok2 := e.items(items)
		return between(all, text), fallback, ok && ok2
	}
	if e.Nodes[callee].Kind != g.Member || e.Nodes[callee].Size < 3 {
		return nil, false, false
	}
	object := callee + 1
	switch word := e.Name(e.Child(callee, 1)); {
	case word == "format" && (e.rules.body), word == "formatted" && e.rules.caps:
		format, ok := constant(object)
		if !ok {
			return nil, false, false
		}
		if word == "formatted" {
			parts, ok = e.verbs(format, list, "sd")
		} else {
			parts, ok = e.braces(format, args)
		}
		return parts, fallback, ok
	case word == "join" && e.rules.body && len(list) == 1:
		text, ok := constant(object)
		all, ok2 := e.items(list[0])
		return between(all, text), fallback, ok && ok2
	case word == "join" && e.rules.hoist && len(list) < 2:
		text := ","
		if len(list) == 1 {
			if text, ok = constant(list[0]); !ok {
				return nil, false, false
			}
		}
		all, ok := e.items(object)
		return between(all, text), fallback, ok
	case word == "concat" && (e.rules.hoist || e.rules.caps) && e.all(list):
		if _, ok := constant(object); !ok && e.Nodes[object].Kind != g.StrConcat && e.Nodes[object].Kind != g.Binary && e.Nodes[object].Kind != g.Call {
			return nil, false, false // may be a list's
		}
		return between(append([]g.ID{object}, list...), ""), fallback, true
	}
	return nil, false, false
}

// list gives a node's children, at most 256.
func (t *Table) list(id g.ID) (all []g.ID) {
	for c := range t.Children(id) {
		if len(all) == 256 {
			return all
		}
		all = append(all, c)
	}
	return all
}

// all tells whether each argument stands for one value.
func (e *evaluator) all(list []g.ID) bool {
	for _, c := range list {
		if k := e.Nodes[c].Kind; k == g.Spread || k == g.NamedArg || k == g.Pair {
			return false
		}
	}
	return len(list) < 256
}

// items gives the elements of a list that is written there, or that a variable holds.
func (e *evaluator) items(id g.ID) ([]g.ID, bool) {
	if e.Nodes[id].Kind == g.Ident {
		sym := e.Uses[id]
		if sym == 0 || e.Defs[sym].mutated || e.changed(sym) {
			return nil, false
		}
		if id = e.Origin(id); id == 0 {
			return nil, false
		}
	}
	switch n := &e.Nodes[id]; {
	case n.Kind == g.List || n.Kind == g.Tuple && n.Op != g.Comma:
	case n.Kind == g.New && n.Op == g.Composite && e.Child(id, 1) != 0:
		id = e.Child(id, 1)
	default:
		return nil, false
	}
	list := e.list(id)
	return list, e.all(list)
}

// between puts a constant text between expressions.
func between(list []g.ID, text string) (parts []Part) {
	for i, c := range list {
		if i > 0 && text != "" {
			parts = append(parts, Part{Text: text})
		}
		parts = append(parts, Part{Hole: c})
	}
	return parts
}

// percent is Python's "…" % values.
func (e *evaluator) percent(format Value, right g.ID, depth int) (Value, bool) {
	if right == 0 || !e.rules.body {
		return Value{}, false
	}
	parts, ok := e.verbs(format.Text, e.operands(right), "sdi")
	if !ok {
		return Value{}, false
	}
	out := Value{Kind: StringValue, Fallback: format.Fallback}
	for _, p := range parts {
		if p.Hole != 0 {
			v, ok := e.eval(p.Hole, depth+1)
			s, ok2 := e.text(v)
			e.steps += (len(out.Text) + len(s)) / 64
			if !ok || !ok2 || len(out.Text)+len(s) > stringSize {
				return Value{}, false
			}
			out.Fallback = out.Fallback || v.Fallback
			p.Text = s
		}
		out.Text += p.Text
	}
	return out, true
}

// operands are what stands behind %: a tuple's elements, or one value.
func (e *evaluator) operands(right g.ID) []g.ID {
	if e.Nodes[right].Kind == g.Tuple {
		return e.list(right)
	}
	return []g.ID{right}
}

// verbs takes a printf format apart. Verbs with flags, widths and others than those named are none it knows.
func (e *evaluator) verbs(format string, args []g.ID, verbs string) (parts []Part, ok bool) {
	if !e.all(args) {
		return nil, false
	}
	n := 0
	for {
		text, rest, found := strings.Cut(format, "%")
		if text != "" {
			parts = append(parts, Part{Text: text})
		}
		switch {
		case !found:
			return parts, n == len(args)
		case rest == "":
			return nil, false
		case rest[0] == '%':
			parts = append(parts, Part{Text: "%"})
		case rest[0] == 'n' && e.rules.caps:
			parts = append(parts, Part{Text: "\n"})
		case strings.IndexByte(verbs, rest[0]) >= 0 && n < len(args):
			parts = append(parts, Part{Hole: args[n]})
			n++
		default:
			return nil, false
		}
		if format = rest[1:]; len(parts) > 512 {
			return nil, false
		}
	}
}

// braces takes the format of Python's str.format apart: {}, {0}, {name}, without conversions.
func (e *evaluator) braces(format string, args g.ID) (parts []Part, ok bool) {
	list := e.list(args)
	next := 0
	for len(format) > 0 {
		i := strings.IndexAny(format, "{}")
		if i < 0 {
			return append(parts, Part{Text: format}), true
		}
		if i > 0 {
			parts = append(parts, Part{Text: format[:i]})
		}
		brace := format[i]
		format = format[i+1:]
		if len(format) > 0 && format[0] == brace {
			parts = append(parts, Part{Text: string(brace)})
			format = format[1:]
			continue
		}
		field, rest, found := strings.Cut(format, "}")
		if brace == '}' || !found || len(parts) > 512 {
			return nil, false
		}
		format = rest
		hole := g.ID(0)
		if field == "" {
			field = strconv.Itoa(next)
			next++
		}
		if at, err := strconv.Atoi(field); err == nil {
			if at >= 0 && at < len(list) {
				hole = list[at]
			}
		} else {
			for _, c := range list {
				if e.Nodes[c].Kind == g.NamedArg && e.Name(c+1) == field {
					hole = e.Child(c, 1)
				}
			}
		}
		if hole == 0 || e.Nodes[hole].Kind == g.Spread || e.Nodes[hole].Kind == g.NamedArg {
			return nil, false
		}
		parts = append(parts, Part{Hole: hole})
	}
	return parts, true
}
