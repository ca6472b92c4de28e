package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// hand puts the values into the call.
func (s *sqlEdit) hand(values []string) error {
	if s.holder != 0 {
		return s.handHolder(values)
	}
	argsNode, args := s.args(s.call)
	at := slices.Index(args, s.text)
	if s.d.chain {
		return s.handChain(values)
	}
	if at < 0 {
		return refuse("the SQL text is not an argument of a call")
	}
	for _, a := range args {
		if s.kind(a) == g.Spread {
			return refuse("the values of the call are not written one by one")
		}
	}
	next := g.ID(0)
	if at+1 < len(args) {
		next = args[at+1]
	}
	switch s.d.pass {
	case "variadic":
		if next != 0 && s.d.mark == "?" || len(s.r.marks) > 0 && s.d.mark != "$" {
			return refuse("the call has values already")
		}
		last := args[len(args)-1]
		s.insert(s.grouped(last, s.inner(argsNode)).End, ", "+strings.Join(values, ", "))
		return nil
	case "array", "tuple", "list":
		return s.handList(values, argsNode, next)
	case "dict", "replacements":
		var pairs []string
		for i, v := range values {
			key := s.names[i]
			if s.python() {
				pairs = append(pairs, s.quoted(key)+": "+v)
			} else if key == v {
				pairs = append(pairs, v)
			} else {
				pairs = append(pairs, key+": "+v)
			}
		}
		text := "{" + strings.Join(pairs, ", ") + "}"
		if s.script() {
			text = "{ " + strings.Join(pairs, ", ") + " }"
		}
		if s.d.pass == "replacements" {
			if next != 0 && s.kind(next) == g.Dict && s.pair(next, "replacements") == 0 && s.pair(next, "bind") == 0 {
				s.setPair(next, "replacements", text)
				return nil
			}
			text = "{ replacements: " + text + " }"
		}
		if next != 0 {
			return refuse("the call has values already")
		}
		s.insert(s.grouped(s.text, s.inner(argsNode)).End, ", "+text)
		return nil
	}
	return refuse("how this driver takes values is not known")
}

// handList gives the values as an array, a tuple or a list, or puts them among those that are there.
func (s *sqlEdit) handList(values []string, argsNode, next g.ID) error {
	open, end := "[", "]"
	if s.d.pass == "tuple" {
		open, end = "(", ")"
		if len(values) == 1 {
			end = ",)"
		}
	}
	have := g.ID(0)
	if next != 0 {
		switch k := s.kind(next); {
		case k == g.List || k == g.Tuple && s.python():
			have = next
		case k == g.Lambda || k == g.Func:
		case k == g.NamedArg && s.python():
		case k == g.Ident && s.script():
			name := strings.ToLower(s.Name(next))
			d, _ := s.def(next)
			if !(d != nil && s.kind(d.Owner) == g.Func) && !strings.Contains(name, "callback") && name != "cb" && name != "done" && name != "next" {
				return refuse("the call has values already")
			}
		default:
			return refuse("the call has values already")
		}
	}
	if have == 0 {
		if len(s.r.marks) > 0 {
			return refuse("the text has placeholders and the call no values")
		}
		s.insert(s.grouped(s.text, s.inner(argsNode)).End, ", "+open+strings.Join(values, ", ")+end)
		return nil
	}
	var items []g.ID
	for c := range s.Children(have) {
		if s.kind(c) == g.Spread {
			return refuse("the values of the call are not written one by one")
		}
		items = append(items, c)
	}
	if s.d.mark == "$" {
		if s.r.numbered != len(items) {
			return refuse("the placeholders do not fit the values")
		}
		s.addItem(have, items, strings.Join(values, ", "), false)
		return nil
	}
	if len(items) != len(s.r.marks) {
		return refuse("the placeholders do not fit the values")
	}
	if len(items) == 0 {
		s.put(have, open+strings.Join(values, ", ")+end)
		return nil
	}
	i, v := 0, 0
	for _, ours := range s.r.order {
		switch {
		case !ours:
			i++
		case i < len(items):
			s.insert(s.Nodes[items[i]].Start, values[v]+", ")
			v++
		default:
			s.insert(s.Nodes[items[len(items)-1]].End, ", "+values[v])
			v++
		}
	}
	return nil
}

// handHolder gives the values beside the text in the object that holds it.
func (s *sqlEdit) handHolder(values []string) error {
	if s.pair(s.holder, "values") != 0 || len(s.r.marks) > 0 {
		return refuse("the call has values already")
	}
	s.setPair(s.holder, "values", "["+strings.Join(values, ", ")+"]")
	return nil
}

// handChain gives the values to the call that runs what was prepared: prepare(text).get(values).
func (s *sqlEdit) handChain(values []string) error {
	run := s.up(s.up(s.call))
	if s.kind(s.up(s.call)) != g.Member || s.kind(run) != g.Call || !slices.Contains([]string{"get", "all", "run", "iterate"}, s.word(run)) {
		return refuse("the statement is prepared here and run elsewhere")
	}
	node, args := s.args(run)
	if len(args) > 0 || len(s.r.marks) > 0 {
		return refuse("the call has values already")
	}
	s.insert(s.Nodes[node].Start+1, strings.Join(values, ", "))
	return nil
}
