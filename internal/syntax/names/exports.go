package names

import (
	"cmp"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// An Export is a name under which other files reach something of this one. Of a script it is the exported name, "default",
// or "" for what the module as a whole is (module.exports = x, export = x). Of Python it is a name of the module, of Go one of the
// package ("T", "T.M"), of Java the canonical name of a class or of its field or method ("a.b.A.m").
type Export struct {
	Name   string
	Node   g.ID   // the Func, Class, Var …, or the expression
	Symbol Symbol // 0 where it has no name here
}

// An ImportRef is one thing that a file takes from another. Source is the text of the import: "./db", "..x.y", "a.b.C".
// Name is what is taken: a name, "default", "*" for all names, "" for the module itself. Alias is what it is called here.
type ImportRef struct {
	Source, Name, Alias string
	Node                g.ID   // the Import, ImportItem or Call
	Symbol              Symbol // what Alias means; 0 for what has no name here
	Export              bool   // it is exported again, as Alias, and has no name here
}

// Exports lists what other files can reach, sorted by place and name.
func (t *Table) Exports() []Export {
	var all []Export
	switch {
	case len(t.Nodes) < 2:
	case t.rules.hoist:
		all = t.scriptExports()
	default:
		for i := range t.Defs[1:] {
			sym := Symbol(i + 1)
			d := &t.Defs[sym]
			switch {
			case t.rules.members && d.Kind == Class:
				if name := t.className(d.Owner); strings.HasPrefix(name, t.module) {
					all = append(all, Export{name, d.Owner, sym})
				}
			case t.rules.members && d.Kind == Member && t.Nodes[d.Scope].Kind == g.Class:
				all = append(all, Export{t.className(d.Scope) + "." + d.Name, d.Owner, sym})
			case t.rules.members:
			case d.Kind == Member && t.rules.cases && t.Nodes[d.Owner].Kind == g.Func:
				if typ := t.receiver(t.Part(d.Owner, 1)); typ != 0 {
					all = append(all, Export{t.Name(typ) + "." + d.Name, d.Owner, sym})
				}
			case d.Scope == 1 && d.Kind != Member && (d.Kind != Imported || t.rules.body):
				all = append(all, Export{d.Name, d.Owner, sym})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Export) int {
		return cmp.Or(cmp.Compare(a.Node, b.Node), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func (t *Table) scriptExports() (all []Export) {
	add := func(name string, node g.ID) {
		e := Export{Name: name, Node: node}
		if t.Nodes[node].Kind == g.Ident {
			if e.Symbol = t.Uses[node]; e.Symbol != 0 {
				e.Node = t.Defs[e.Symbol].Owner
			}
		}
		all = append(all, e)
	}
	for id := g.ID(1); int(id) < len(t.Nodes); id++ {
		switch n := &t.Nodes[id]; n.Kind {
		case g.Attr:
			if t.Name(id) == "export" {
				all = append(all, t.declared(t.Parents[id])...)
			}
		case g.Directive:
			switch t.Name(id) {
			case "export default":
				if v := t.last(id); v != 0 {
					add("default", v)
				}
			case "export =":
				if v := t.last(id); v != 0 {
					all = append(all, t.whole(v)...)
				}
			}
		case g.Import:
			if source := t.First(id); n.Op == g.Export && source != 0 && t.Nodes[source].Kind == g.Empty {
				for c := t.Nodes[source].Next; c != 0; c = t.Nodes[c].Next {
					if t.Nodes[c].Kind != g.ImportItem || t.First(c) == 0 {
						continue
					}
					// The names of items are no uses: what they mean is found by the file's own scope.
					e := Export{Name: t.Name(t.itemName(c)), Node: c}
					if e.Symbol = t.outer[t.Nodes[t.First(c)].Ref]; e.Symbol != 0 {
						e.Node = t.Defs[e.Symbol].Owner
					}
					all = append(all, e)
				}
			}
		case g.Assign:
			if n.Size < 4 || t.Nodes[id+1].Kind != g.Member {
				continue
			}
			name, ok := exported(t, id+1)
			value := t.second(id)
			for n := 0; value != 0 && t.Nodes[value].Kind == g.Assign && n < 16; n++ { // module.exports = exports = x
				value = t.second(value)
			}
			switch {
			case !ok || value == 0:
			case name == "":
				all = append(all, t.whole(value)...)
			default:
				add(name, value)
			}
		}
	}
	return all
}

// last gives a node's last child.
func (t *Table) last(id g.ID) (c g.ID) {
	for k := range t.Children(id) {
		c = k
	}
	return c
}

// itemName gives the name of an import's or export's item outside: its alias, or its name.
func (t *Table) itemName(item g.ID) g.ID {
	if alias := t.second(item); alias != 0 {
		return alias
	}
	return t.First(item)
}

// exported gives the name that module.exports.x and exports.x export; "" for module.exports.
func exported(t *Table, id g.ID) (string, bool) {
	name, _ := t.Canonical(id)
	if name == "module.exports" {
		return "", true
	}
	name = strings.TrimPrefix(name, "module.")
	name, ok := strings.CutPrefix(name, "exports.")
	return name, ok && !strings.Contains(name, ".")
}

// declared lists what an exported declaration declares.
func (t *Table) declared(id g.ID) (all []Export) {
	name := t.Part(id, 0)
	if t.attr(id, "default") {
		e := Export{Name: "default", Node: id}
		if name != 0 {
			e.Symbol = t.Uses[name]
		}
		return []Export{e}
	}
	if name == 0 {
		return nil
	}
	for at, end := name, t.End(name); at < end; at++ {
		if sym := t.Uses[at]; t.Nodes[at].Kind == g.Ident && sym != 0 && t.Defs[sym].Owner == id && t.Defs[sym].At == at {
			all = append(all, Export{t.Name(at), id, sym})
		}
	}
	return all
}

// whole lists what a module is as a whole, and the keys of the object that it is.
func (t *Table) whole(value g.ID) []Export {
	e := Export{Node: value}
	if t.Nodes[value].Kind == g.Ident {
		if e.Symbol = t.Uses[value]; e.Symbol != 0 {
			e.Node = t.Defs[e.Symbol].Owner
		}
	}
	all := []Export{e}
	object := value
	if o := t.Origin(value); o != 0 {
		object = o
	}
	if t.Nodes[object].Kind != g.Dict {
		return all
	}
	for c := range t.Children(object) {
		switch n := &t.Nodes[c]; {
		case n.Kind == g.Func:
			if name := t.Part(c, 0); name != 0 && t.Nodes[name].Kind == g.Ident {
				all = append(all, Export{Name: t.Name(name), Node: c})
			}
		case n.Kind == g.Pair && n.Size > 2 && (n.Op != g.Computed && t.Nodes[c+1].Kind == g.Ident || t.Nodes[c+1].Kind == g.String):
			e := Export{Name: t.Name(c + 1), Node: t.Nodes[c+1].Next}
			if t.Nodes[e.Node].Kind == g.Ident {
				if e.Symbol = t.Uses[e.Node]; e.Symbol != 0 {
					e.Node = t.Defs[e.Symbol].Owner
				}
			}
			all = append(all, e)
		}
	}
	return all
}

// Imports lists what the file takes from others, in the order of the text.
func (t *Table) Imports() []ImportRef {
	var all []ImportRef
	holders := map[g.ID][]Symbol{} // of variables that hold a module, or a part of one
	if t.rules.alias && !t.rules.cases {
		for i := range t.Defs {
			if v := t.Defs[i].Value; v != 0 && t.canon[v]>>2 != 0 {
				holders[v] = append(holders[v], Symbol(i))
			}
		}
	}
	brought := map[g.ID]Symbol{}
	for i := range t.Defs {
		if d := &t.Defs[i]; d.Kind == Imported {
			brought[d.Owner] = Symbol(i)
		}
	}
	for id := g.ID(1); int(id) < len(t.Nodes); id++ {
		switch n := &t.Nodes[id]; n.Kind {
		case g.Import:
			if source := t.First(id); source != 0 && n.Op != g.Alias {
				all = t.importRefs(all, id, source, brought)
			}
		case g.Call:
			if t.canon[id]&module != 0 {
				all = t.callRefs(all, id, holders)
			}
		}
	}
	return all
}

func (t *Table) importRefs(all []ImportRef, id, source g.ID, brought map[g.ID]Symbol) []ImportRef {
	ref := ImportRef{Source: t.dotted(source), Node: id, Export: t.Nodes[id].Op == g.Export}
	if ref.Source == "" {
		return all
	}
	items := t.Nodes[source].Next
	if items == 0 {
		if sym := brought[id]; sym != 0 {
			ref.Alias, ref.Symbol = t.Defs[sym].Name, sym
		}
		return append(all, ref)
	}
	for c := items; c != 0; c = t.Nodes[c].Next {
		if t.Nodes[c].Kind != g.ImportItem {
			continue
		}
		item := ref
		item.Node = c
		alias := t.itemName(c)
		switch t.Nodes[c].Op {
		case g.Wildcard:
			item.Name = "*"
		case g.DefaultName:
			item.Name = "default"
		case g.Namespace:
			if ref.Export {
				item.Name = "*"
			}
		default:
			item.Name = t.dotted(t.First(c))
		}
		if alias != 0 && t.Nodes[c].Op != g.Wildcard {
			item.Alias = t.Name(alias)
			if !ref.Export {
				item.Symbol = t.Uses[alias]
			}
		}
		all = append(all, item)
	}
	return all
}

// callRefs lists what require, import and import_module bring: into variables, or into the expression around them.
func (t *Table) callRefs(all []ImportRef, id g.ID, holders map[g.ID][]Symbol) []ImportRef {
	args := t.Child(id, 1)
	if args == 0 || t.Nodes[args].Size < 2 || t.Nodes[args+1].Kind != g.String {
		return all
	}
	ref := ImportRef{Source: t.Name(args + 1), Node: id}
	var path []string
	top := id
	for n := 0; n < 16; n++ {
		if held := holders[top]; len(held) > 0 {
			for _, sym := range held {
				d := &t.Defs[sym]
				item := ref
				item.Alias, item.Symbol = d.Name, sym
				item.Name = strings.Join(path, ".")
				if d.Path != "" {
					item.Name = strings.TrimPrefix(item.Name+"."+d.Path, ".")
				}
				all = append(all, item)
			}
			return all
		}
		p := t.Parents[top]
		switch {
		case t.Nodes[p].Kind == g.Await:
		case t.Nodes[p].Kind == g.Member && p+1 == top && t.Nodes[p].Size > 2:
			path = append(path, t.Name(t.Nodes[top].Next))
		default:
			ref.Name = strings.Join(path, ".")
			return append(all, ref)
		}
		top = p
	}
	return append(all, ref)
}
