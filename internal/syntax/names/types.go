package names

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// typeDepth is how many expressions a type is followed through.
const typeDepth = 24

// Type gives the canonical type of an expression, of a declaration (Var, Field, Param, Func: its result), or of a type as
// it is written; "" where it is not known.
//
// The form is the canonical name of the type alone: "java.lang.String", "net/http.Request", "express.Request", "str",
// "int". Pointers and null are gone (*T, T?, Optional[T], T | null are T), and so are the arguments of generic types:
// java.util.List<String> is "java.util.List". An array or slice is its element and "[]": "java.lang.String[]", "byte[]" for
// Go's []byte; a map of Go is "map". A class of the file is its plain name, with its package where the language has one in
// the text (Java). Declared gives the node where a type is written, for those who want its arguments. A type that is
// wanted by its short name is the same if what follows its last dot is: see SameType.
func (t *Table) Type(id g.ID) string {
	k := typer{Table: t}
	return k.of(id, 0)
}

// PlainType is Type without what only a list of well-known functions says, where that is a type of Go itself: len and
// fmt.Sprintf give none.
func (t *Table) PlainType(id g.ID) string {
	k := typer{Table: t, plain: true}
	return k.of(id, 0)
}

// A typer answers one question.
type typer struct {
	*Table
	steps int
	plain bool
}

func (k *typer) of(id g.ID, depth int) string {
	if k.steps++; id == 0 || depth > typeDepth || k.steps > 200 {
		return ""
	}
	n := &k.Nodes[id]
	if n.Kind.Type() {
		return k.typ(id, depth)
	}
	switch n.Kind {
	case g.String, g.StrConcat:
		if n.Op == g.Bytes {
			return "bytes"
		}
		if n.Op == g.Tagged {
			return ""
		}
		return k.literal(n.Kind)
	case g.Int, g.Float, g.Bool, g.Char, g.Regex, g.List, g.Dict, g.Set, g.Tuple:
		return k.literal(n.Kind)
	case g.Comprehension:
		switch n.Op {
		case g.ListOf:
			return k.literal(g.List)
		case g.SetOf:
			return k.literal(g.Set)
		case g.DictOf:
			return k.literal(g.Dict)
		}
	case g.This:
		if class := k.classOf(id); class != 0 {
			return k.classType(class)
		}
	case g.Ident:
		if sym := k.Uses[id]; sym != 0 {
			return k.symbol(sym, id, depth)
		}
	case g.Member:
		return k.member(id, depth)
	case g.New:
		return k.made(k.First(id), depth)
	case g.Call:
		return k.call(id, depth)
	case g.Cast:
		switch typ := k.First(id); {
		case n.Op == g.NonNull || typ == 0 || k.Nodes[typ].Kind == g.Empty:
			return k.of(k.Child(id, 1), depth+1)
		default:
			return k.of(typ, depth+1)
		}
	case g.Var, g.Field, g.Param, g.Func, g.Lambda:
		if typ := k.typeOf(id); typ != 0 {
			return k.of(typ, depth+1)
		}
		if name := k.named(id); name != 0 && n.Kind != g.Func && n.Kind != g.Lambda {
			return k.of(name, depth+1)
		}
	case g.Class:
		return k.classType(id)
	case g.Assign:
		if n.Op != g.Declare {
			return k.of(k.second(id), depth+1)
		}
	case g.Await:
		return ""
	case g.Cond:
		a, b := k.Child(id, 1), k.Child(id, 2)
		if a == 0 || b == 0 {
			return ""
		}
		if x := k.of(a, depth+1); x != "" && (x == k.of(b, depth+1) || k.Nodes[b].Kind == g.Null) {
			return x
		}
		if k.Nodes[a].Kind == g.Null {
			return k.of(b, depth+1)
		}
	case g.Unary:
		switch n.Op {
		case g.Not:
			return k.literal(g.Bool)
		case g.Typeof:
			return k.literal(g.String)
		case g.AddressOf, g.Deref, g.Sub, g.Add, g.Inc, g.Dec, g.PostInc, g.PostDec:
			return k.of(k.First(id), depth+1)
		}
	case g.Binary:
		return k.binary(id, depth)
	case g.TypeTest:
		return k.literal(g.Bool)
	case g.Index:
		if element, ok := strings.CutSuffix(k.of(k.First(id), depth+1), "[]"); ok {
			return element
		}
	}
	return ""
}

// literal gives the type of a literal in each language.
func (k *typer) literal(kind g.Kind) string {
	i := 0
	switch kind {
	case g.String, g.StrConcat:
	case g.Int:
		i = 1
	case g.Float:
		i = 2
	case g.Bool:
		i = 3
	case g.Char:
		i = 4
	case g.List:
		i = 5
	case g.Dict:
		i = 6
	case g.Set:
		i = 7
	case g.Tuple:
		i = 8
	case g.Regex:
		i = 9
	}
	switch k.Language {
	case "javascript", "typescript", "tsx":
		return [...]string{"string", "number", "number", "boolean", "", "Array", "Object", "", "", "RegExp"}[i]
	case "python":
		return [...]string{"str", "int", "float", "bool", "", "list", "dict", "set", "tuple", ""}[i]
	case "go":
		return [...]string{"string", "int", "float64", "bool", "rune", "", "", "", "", ""}[i]
	case "java":
		return [...]string{"java.lang.String", "int", "double", "boolean", "char", "", "", "", "", ""}[i]
	case "csharp":
		return [...]string{"string", "int", "double", "bool", "char", "", "", "", "", ""}[i]
	case "kotlin":
		return [...]string{"String", "Int", "Double", "Boolean", "Char", "", "", "", "", ""}[i]
	}
	return ""
}

func (k *typer) classType(class g.ID) string {
	if k.rules.members {
		return k.className(class)
	}
	if name := k.named(class); name != 0 {
		return k.Name(name)
	}
	return ""
}

// made is the type that an expression names, which is to be made.
func (k *typer) made(id g.ID, depth int) string {
	if id == 0 {
		return ""
	}
	if k.Nodes[id].Kind.Type() {
		return k.typ(id, depth)
	}
	if sym := k.Uses[id]; sym != 0 && k.Nodes[id].Kind == g.Ident {
		switch d := &k.Defs[sym]; {
		case d.Kind == Class:
			return k.classType(d.Owner)
		case d.Kind == Function && k.rules.hoist:
			return d.Name
		}
	}
	name, _ := k.Canonical(id)
	return name
}

// symbol is the type of a variable where it is used.
func (k *typer) symbol(sym Symbol, use g.ID, depth int) string {
	d := &k.Defs[sym]
	switch d.Kind {
	case Class, Type, Function, Imported:
		return ""
	}
	if class := k.selfOf(sym); class != 0 {
		return k.classType(class)
	}
	if typ := k.typeOf(d.Owner); typ != 0 && k.Nodes[d.Owner].Kind != g.Func {
		name := k.typ(typ, depth+1)
		if name != "" && k.Nodes[d.Owner].Kind == g.Param && k.Nodes[d.Owner].Op == g.Rest && !k.rules.hoist {
			return name + "[]"
		}
		return name
	}
	if test := k.Parents[d.Owner]; k.Nodes[d.Owner].Kind == g.Param && k.Nodes[test].Kind == g.TypeTest {
		return k.typ(k.Child(test, 1), depth+1)
	}
	if value, path := k.reach(sym, use); value != 0 && path == "" && !(value <= use && use < k.End(value)) {
		return k.of(value, depth+1)
	}
	return k.result(d, depth)
}

// result is the type of what Go's x, err := f() gives its first name.
func (k *typer) result(d *Def, depth int) string {
	if !k.rules.cases || d.Writes != 1 || k.Nodes[d.Owner].Kind != g.Assign && k.Nodes[d.Owner].Kind != g.Var {
		return ""
	}
	tuple := k.Parents[d.At]
	if k.Nodes[tuple].Kind != g.Tuple || tuple+1 != d.At {
		return ""
	}
	i := 1
	if k.Nodes[d.Owner].Kind == g.Var {
		i = 2
	}
	value := k.Part(d.Owner, i)
	if value == 0 || k.Nodes[value].Kind != g.Call && k.Nodes[value].Kind != g.Cast {
		return ""
	}
	return k.of(value, depth+1)
}

func (k *typer) member(id g.ID, depth int) string {
	n := &k.Nodes[id]
	if n.Size < 3 {
		return ""
	}
	if sym := k.Field(id); sym != 0 {
		return k.symbol(sym, id, depth)
	}
	word := k.Nodes[k.Nodes[id+1].Next].Ref
	if sym := k.Uses[id+1]; sym != 0 && k.Nodes[id+1].Kind == g.Ident && k.Defs[sym].Kind == Class {
		if m := k.members[key(int32(k.Defs[sym].Owner), word)]; m != 0 {
			return k.symbol(m, id, depth)
		}
		return ""
	}
	if class := k.class(k.of(id+1, depth+1)); class != 0 {
		if m := k.members[key(int32(class), word)]; m != 0 {
			return k.symbol(m, id, depth)
		}
	}
	return ""
}

// class finds the class of the file that a type names, or 0.
func (k *typer) class(typ string) g.ID {
	if typ == "" || strings.HasSuffix(typ, "[]") {
		return 0
	}
	short := typ[strings.LastIndexByte(typ, '.')+1:]
	if sym := k.classes[short]; sym != 0 && k.classType(k.Defs[sym].Owner) == typ {
		return k.Defs[sym].Owner
	}
	return 0
}

func (k *typer) call(id g.ID, depth int) string {
	callee := id + 1
	c := &k.Nodes[callee]
	var sym Symbol
	switch c.Kind {
	case g.Ident:
		sym = k.Uses[callee]
	case g.Member:
		if c.Size < 3 {
			return ""
		}
		word := k.Nodes[k.Nodes[callee+1].Next].Ref
		if sym = k.Field(callee); sym == 0 {
			class := g.ID(0)
			if s := k.Uses[callee+1]; s != 0 && k.Nodes[callee+1].Kind == g.Ident && k.Defs[s].Kind == Class {
				class = k.Defs[s].Owner
			} else if name, _ := k.Canonical(callee); name == "" || k.rules.members {
				object := k.of(callee+1, depth+1)
				if class = k.class(object); class == 0 {
					return k.method(object, k.Strings[word])
				}
			}
			if class != 0 {
				sym = k.members[key(int32(class), word)]
			}
		}
	}
	if sym != 0 && k.Defs[sym].Kind != Imported {
		d := &k.Defs[sym]
		switch k.Nodes[d.Owner].Kind {
		case g.Func:
			return k.results(sym, depth)
		case g.Class:
			if c.Kind == g.Ident && k.rules.body {
				return k.classType(d.Owner) // Python's Foo()
			}
		case g.Var:
			if d.Value != 0 && k.Nodes[d.Value].Kind == g.Lambda && k.typeOf(d.Value) != 0 {
				return k.of(k.typeOf(d.Value), depth+1)
			}
		}
		return ""
	}
	name, _ := k.Canonical(callee)
	if name == "" {
		return ""
	}
	if typ := known(k.Language, name); typ != "" && !(k.plain && builtin(k.Language, typ)) {
		return typ
	}
	switch {
	case k.rules.body:
		if short := name[strings.LastIndexByte(name, '.')+1:]; short != "" && short[0] >= 'A' && short[0] <= 'Z' && !(strings.Contains(short, "_") && strings.ToUpper(short) == short) {
			return name // a class by the language's custom
		}
	case k.rules.cases && name == "new" || name == "make" && k.rules.cases:
		if args := k.Child(id, 1); args != 0 {
			return k.of(k.First(args), depth+1)
		}
	}
	return ""
}

// results is the declared result of a function, where all of the same name declare the same.
func (k *typer) results(sym Symbol, depth int) string {
	if d := &k.Defs[sym]; d.Kind == Member {
		if first := k.members[key(int32(d.Scope), k.Nodes[d.At].Ref)]; first != 0 {
			sym = first
		}
	}
	found := ""
	for n := 0; sym != 0; n++ {
		d := &k.Defs[sym]
		if k.Nodes[d.Owner].Kind != g.Func || n > 32 || k.attr(d.Owner, "async") && k.rules.body {
			return ""
		}
		typ := k.of(k.typeOf(d.Owner), depth+1)
		if typ == "" || found != "" && typ != found {
			return ""
		}
		found, sym = typ, d.more
	}
	return found
}

// method is the result of a well-known method.
func (k *typer) method(object, word string) string {
	if object == "" {
		return ""
	}
	if typ := known(k.Language, object+"."+word); !k.plain || !builtin(k.Language, typ) {
		return typ
	}
	return ""
}

func (k *typer) binary(id g.ID, depth int) string {
	n := &k.Nodes[id]
	switch n.Op {
	case g.Eq, g.Ne, g.Same, g.NotSame, g.Lt, g.Le, g.Gt, g.Ge, g.In, g.NotIn, g.Is, g.IsNot:
		return k.literal(g.Bool)
	case g.And, g.Or:
		if k.rules.cases || k.rules.caps {
			return k.literal(g.Bool)
		}
		return ""
	case g.Add:
		text := k.literal(g.String)
		left := id
		for i := 0; i < 64 && k.Nodes[left].Kind == g.Binary && k.Nodes[left].Op == g.Add; i++ {
			if right := k.Child(left, 1); k.Nodes[right].Kind == g.String || k.Nodes[right].Kind == g.StrConcat {
				return k.of(right, depth+1)
			}
			left++
		}
		a := k.of(left, depth+1)
		if a == text && a != "" {
			return a
		}
		b := k.of(k.Child(id, 1), depth+1)
		if b == text && b != "" || a == b {
			return b
		}
		return ""
	case g.BitAnd, g.BitOr, g.BitXor: // of a truth value and something that is not known, too
		if truth := k.literal(g.Bool); k.rules.caps && (k.of(k.First(id), depth+1) == truth || k.of(k.Child(id, 1), depth+1) == truth) {
			return truth
		}
	case g.Mod:
		if k.of(k.First(id), depth+1) == "str" {
			return "str"
		}
	}
	if a := k.of(k.First(id), depth+1); a != "" && a == k.of(k.Child(id, 1), depth+1) {
		return a
	}
	return ""
}
