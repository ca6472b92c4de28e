package names

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// element gives the expression that an object literal or a list holds under a key, or 0. Nothing may have changed it since.
func (e *evaluator) element(id g.ID, word string, depth int) g.ID {
	for n := 0; n < aliasLimit; n++ {
		if e.steps++; e.steps > evalSteps {
			return 0
		}
		switch e.Nodes[id].Kind {
		case g.Ident, g.Member:
			sym := e.Uses[id]
			if e.Nodes[id].Kind == g.Member {
				sym = e.Field(id)
			}
			if sym == 0 {
				if e.Nodes[id].Kind != g.Member || depth > evalDepth || e.Nodes[id].Size < 3 {
					return 0
				}
				id = e.element(id+1, e.Name(e.Nodes[id+1].Next), depth+1)
				if id == 0 {
					return 0
				}
				continue
			}
			d := &e.Defs[sym]
			if d.Writes != 1 || d.Value == 0 || d.mutated || d.escapes || d.Path != "" || d.Kind == Imported || e.changed(sym) {
				return 0
			}
			id = d.Value
		case g.Cast:
			if id = e.Child(id, 1); id == 0 {
				return 0
			}
		case g.Call: // Object.freeze({…})
			callee, _ := e.Canonical(e.First(id))
			args := e.Child(id, 1)
			if callee != "Object.freeze" || args == 0 || e.First(args) == 0 {
				return 0
			}
			id = e.First(args)
		case g.Dict:
			return e.pair(id, word)
		case g.New:
			if e.Nodes[id].Op != g.Composite {
				return 0
			}
			args := e.Child(id, 1)
			if args == 0 {
				return 0
			}
			if v := e.pair(args, word); v != 0 {
				return v
			}
			return e.item(args, word)
		case g.Unary:
			if e.Nodes[id].Op != g.AddressOf || e.Nodes[id].Size < 2 {
				return 0
			}
			id++
		case g.List, g.Tuple:
			return e.item(id, word)
		default:
			return 0
		}
	}
	return 0
}

// pair gives the last value of a key; what may bring the key as well hides it.
func (e *evaluator) pair(id g.ID, word string) g.ID {
	found, n := g.ID(0), 0
	for c := range e.Children(id) {
		if n++; n > evalSteps {
			return 0
		}
		node := &e.Nodes[c]
		if node.Kind != g.Pair || node.Size < 3 {
			if node.Kind == g.Spread || node.Kind == g.Func && e.Name(e.Part(c, 0)) == word {
				found = 0
			}
			continue
		}
		k := &e.Nodes[c+1]
		switch {
		case k.Kind == g.String || k.Kind == g.Int || k.Kind == g.Ident && node.Op != g.Computed:
			if e.Strings[k.Ref] == word {
				found = k.Next
			}
		default:
			found = 0
		}
	}
	return found
}

// item gives a list's element by its number.
func (e *evaluator) item(id g.ID, word string) g.ID {
	i := 0
	for _, c := range []byte(word) {
		if c < '0' || c > '9' || i > evalSteps {
			return 0
		}
		i = i*10 + int(c-'0')
	}
	if word == "" {
		return 0
	}
	for c := range e.Children(id) {
		switch k := e.Nodes[c].Kind; {
		case k == g.Spread || k == g.Pair:
			return 0
		case i == 0:
			return c
		}
		i--
	}
	return 0
}

// mutators are methods that change the object or list they are called on, in one language or another.
const mutators = " push pop shift unshift splice sort reverse fill append extend insert remove clear update setdefault popitem set put add " +
	"putAll addAll replace delete "

// changed tells whether a method is called on a variable, or a function with it, that changes what it holds.
func (t *Table) changed(sym Symbol) bool {
	t.once.Do(func() {
		touched := make([]bool, len(t.Defs))
		for id := g.ID(1); int(id) < len(t.Nodes); id++ {
			if t.Nodes[id].Kind != g.Call || t.Nodes[id].Size < 4 {
				continue
			}
			callee := id + 1
			if t.Nodes[callee].Kind != g.Member || t.Nodes[callee].Size < 3 {
				continue
			}
			object := callee + 1
			word := t.Name(t.Nodes[object].Next)
			if word == "assign" || word == "defineProperty" || word == "merge" {
				if args := t.Child(id, 1); args != 0 && t.First(args) != 0 {
					object = t.First(args)
				}
			} else if !t.rules.cases && !strings.Contains(mutators, " "+word+" ") { // a method of Go may write its receiver
				continue
			}
			if s := t.Uses[object]; s != 0 {
				touched[s] = true
			}
			if s := t.Field(object); s != 0 {
				touched[s] = true
			}
		}
		t.touched = touched
	})
	return t.touched[sym]
}
