package c

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

var operatorsCPP = map[string]g.Op{
	"<=>": g.Compare, "and_eq": g.BitAnd, "or_eq": g.BitOr, "xor_eq": g.BitXor, "bitand": g.BitAnd, "bitor": g.BitOr,
	"xor": g.BitXor, "compl": g.BitNot, "not_eq": g.Ne,
}

var ignoredCPP = []string{
	"raw_string_content", "raw_string_delimiter", "literal_suffix", "lambda_default_capture", "ref_qualifier",
}

var onlyCPP = map[string]syntax.Rule{
	// Names and literals.
	"namespace_identifier": syntax.Word(g.Ident),
	"qualified_identifier": qualified,
	"operator_name":        whole,
	"destructor_name":      whole,
	"dependent_name":       syntax.Pass,
	"template_function":    applied,
	"template_method":      applied,
	"this":                 syntax.Mark(g.This, g.Plain),
	"raw_string_literal":   rawText,
	"user_defined_literal": syntax.Pass,
	"auto":                 syntax.Word(g.TypeName),

	// Expressions.
	"subscript_argument_list":    syntax.Pass,
	"new_expression":             construct,
	"new_declarator":             syntax.Children(g.List, g.Implicit),
	"delete_expression":          syntax.Positions(g.Unary, g.Delete, 1),
	"lambda_expression":          lambda,
	"lambda_capture_specifier":   attributeOf("captures"),
	"lambda_capture_initializer": syntax.Fields(g.Assign, g.Plain, "left", "right"),
	"co_await_expression":        syntax.Fields(g.Await, g.Plain, "argument"),
	"parameter_pack_expansion":   syntax.Fields(g.Spread, g.Plain, "pattern"),
	"fold_expression":            syntax.Operation(g.Binary, "left", "right"),
	"requires_expression":        wordCall("requires"),
	"requirement_seq":            syntax.Pass,
	"simple_requirement":         syntax.Pass,
	"compound_requirement":       syntax.Pass,
	"type_requirement":           syntax.Pass,

	// Statements.
	"condition_clause":    condition,
	"init_statement":      syntax.Pass,
	"for_range_loop":      forRange,
	"throw_statement":     syntax.Some(g.Throw, g.Plain, 1),
	"try_statement":       try,
	"catch_clause":        catch,
	"co_return_statement": syntax.Some(g.Return, g.Plain, 1),
	"co_yield_statement":  yield,

	// Declarations.
	"namespace_definition":           namespace,
	"nested_namespace_specifier":     nested,
	"namespace_alias_definition":     namespaceAlias,
	"using_declaration":              using,
	"alias_declaration":              alias,
	"static_assert_declaration":      syntax.Fields(g.Assert, g.Plain, "condition", "message"),
	"concept_definition":             concept,
	"template_declaration":           template,
	"template_instantiation":         declaration(g.Var),
	"friend_declaration":             syntax.Directive("friend"),
	"access_specifier":               access,
	"class_specifier":                class(g.Plain),
	"base_class_clause":              bases,
	"virtual_specifier":              syntax.Word(g.Attr),
	"explicit_function_specifier":    attributeOf("explicit"),
	"default_method_clause":          clause("default"),
	"delete_method_clause":           clause("delete"),
	"pure_virtual_clause":            clause("pure"),
	"noexcept":                       attributeOf("noexcept"),
	"throw_specifier":                attributeOf("throw"),
	"trailing_return_type":           syntax.Pass,
	"field_initializer_list":         syntax.Pass,
	"field_initializer":              fieldInitializer,
	"operator_cast":                  operatorCast,
	"reference_declarator":           wrap(g.AddressOf),
	"abstract_reference_declarator":  wrap(g.AddressOf),
	"pointer_type_declarator":        wrap(g.Deref),
	"variadic_declarator":            syntax.Pass,
	"structured_binding_declarator":  syntax.Children(g.Destructure, g.ListOf),
	"optional_parameter_declaration": parameter,
	"variadic_parameter_declaration": parameter,

	// Templates and types.
	"template_type":                           applied,
	"template_argument_list":                  typeArguments,
	"template_parameter_list":                 syntax.Children(g.TypeParams, g.Plain),
	"type_parameter_declaration":              syntax.Pass,
	"optional_type_parameter_declaration":     syntax.Children(g.TypeOther, g.Plain),
	"variadic_type_parameter_declaration":     syntax.Pass,
	"template_template_parameter_declaration": syntax.Children(g.TypeOther, g.Plain),
	"requires_clause":                         syntax.Children(g.TypeParams, g.Plain),
	"constraint_conjunction":                  syntax.Operation(g.Binary, "left", "right"),
	"constraint_disjunction":                  syntax.Operation(g.Binary, "left", "right"),
	"placeholder_type_specifier":              placeholder,
	"decltype":                                syntax.Children(g.TypeOther, g.Typeof),
	"dependent_type":                          dependent,
}

var wrappersCPP = []syntax.Wrapper{{Prefix: "class C {", Suffix: "};"}, {Prefix: "void f() { try {} ", Suffix: " }"}}

// qualified is a::b; ::b is b.
func qualified(lo *syntax.Lowering, i int) g.ID {
	scope := lo.Name(lo.Single(lo.Get(i, "scope")))
	rest := lo.Single(lo.Get(i, "name"))
	lo.Spill(lo.Of(i, "template"))
	name, types := rest, g.ID(0)
	if rest != 0 && lo.Kind(rest) == g.TypeApply {
		name, types = lo.Bare(rest)
	}
	name = lo.Name(name)
	if scope == 0 {
		if types != 0 {
			return lo.Applied(i, lo.AsType(name), types)
		}
		return name
	}
	if name != 0 && lo.Kind(name) == g.Var { // a pointer to a member, or an operator's function
		last := lo.First(name)
		typ := lo.Next(last)
		if k := lo.Kind(last); k == g.Ident || k == g.Member { // T::operator int
			lo.Cut(last)
			lo.SetChildren(name, lo.Join(lo.Over(scope, last, g.Member, g.Method, scope, last), typ))
		} else if typ != 0 {
			lo.Append(typ, lo.AsType(scope))
		}
		return name
	}
	if first := lo.Noted(rest); first != 0 && lo.Kind(rest) == g.Member {
		// a::(b::c) becomes (a::b)::c: what was leftmost makes place for itself behind the scope.
		start, end := lo.Span(first)
		again := lo.Leaf(lo.Kind(first), lo.OpOf(first), 0, start, end, lo.Ref(first))
		lo.SetChildren(again, lo.First(first))
		lo.Become(first, lo.Over(scope, again, g.Member, g.Method, scope, again))
		lo.SetStart(rest, lo.Flat(i).Start)
		lo.Note(rest, scope)
		return rest
	}
	id := lo.Node(i, g.Member, g.Method, scope, name)
	lo.Append(id, types)
	lo.Note(id, scope)
	return id
}

func whole(lo *syntax.Lowering, i int) g.ID {
	lo.Kids(i)
	return lo.Called(i, g.Ident, g.Plain, string(bytes.Join(bytes.Fields(lo.Text(i)), []byte(" "))))
}

// applied is a name with the arguments of its template.
func applied(lo *syntax.Lowering, i int) g.ID {
	name, args := lo.AsType(lo.Get(i, "name")), lo.Get(i, "arguments")
	return lo.Applied(i, name, args)
}

func typeArguments(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.TypeParams, g.Plain, lo.Kids(i))
}

func rawText(lo *syntax.Lowering, i int) g.ID {
	n := lo.Flat(i)
	start, end := n.End, n.End
	lo.Children(i, func(c int) {
		if lo.Symbol(c) == "raw_string_content" {
			start, end = lo.Flat(c).Start, lo.Flat(c).End
		}
	})
	return lo.Literal(i, g.Raw, start, end, syntax.NoEscapes)
}

// construct is new T(…), new T{…} or new T[n].
func construct(lo *syntax.Lowering, i int) g.ID {
	typ, args := lo.AsType(lo.Get(i, "type")), lo.Single(lo.Get(i, "arguments"))
	placement := lo.Get(i, "placement")
	op := g.Plain
	if d := lo.Single(lo.Get(i, "declarator")); d != 0 {
		for d != 0 && typ != 0 && lo.Kind(d) == g.List && lo.First(d) != 0 { // the first length belongs to the outermost array
			length := lo.First(d)
			rest := lo.Cut(length)
			typ = lo.Over(typ, length, g.TypeArray, g.Plain, typ)
			lo.Append(typ, length)
			d = rest
		}
		lo.Spill(d)
	}
	if args != 0 && lo.Kind(args) != g.Args {
		lo.SetKind(args, g.Args)
		op = g.Composite
	}
	id := lo.Node(i, g.New, op, typ, args)
	lo.Append(id, placement)
	return id
}

func lambda(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Get(i, "captures"), lo.Get(i, "template_parameters"), lo.Get(i, "constraint"))
	d, body := lo.Single(lo.Get(i, "declarator")), lo.Get(i, "body")
	var params, result g.ID
	if d != 0 && lo.Kind(d) == g.Var {
		lo.Noted(d)
		typ := lo.Cut(lo.First(d))
		spillRest(lo, lo.First(d))
		if typ != 0 {
			spillRest(lo, lo.Cut(typ))
		}
		var parts g.ID
		if typ != 0 {
			parts = lo.First(typ)
		}
		for c := parts; c != 0; {
			next := lo.Cut(c)
			switch k := lo.Kind(c); {
			case k == g.Attr || k == g.Decorator || k == g.TypeParams:
				mods = lo.Join(mods, c)
			case k == g.Params && params == 0:
				params = c
			case k != g.Empty:
				result = lo.Join(result, c)
			}
			c = next
		}
	} else {
		lo.Spill(d)
	}
	if params == 0 {
		at := lo.Flat(i).Start
		params = lo.At(at, at, g.Params, g.Plain)
	}
	id := lo.Node(i, g.Lambda, g.Plain, 0, params, result, body)
	lo.Prepend(id, mods)
	return id
}

// condition may declare what it tests: the declaration stands in its place.
func condition(lo *syntax.Lowering, i int) g.ID {
	init, value := lo.Get(i, "initializer"), lo.Get(i, "value")
	if init == 0 {
		return lo.AsOne(value)
	}
	return lo.List(i, g.Block, g.Implicit, init, value)
}

func forRange(lo *syntax.Lowering, i int) g.ID {
	mods, init := lo.OfAny(i, modifiers...), lo.Get(i, "initializer")
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	target := lo.Single(lo.Get(i, "declarator"))
	if target != 0 && lo.Kind(target) != g.Error {
		target = typed(lo, i, target, typ, g.Var)
		lo.Prepend(target, mods)
	} else {
		lo.Spill(lo.Join(mods, typ))
	}
	lo.Spill(before)
	id := lo.Node(i, g.ForEach, g.Of, target, lo.Get(i, "right"), lo.GetBody(i, "body"))
	return lo.WithInit(i, init, id)
}

// catch has one parameter; ... is none.
func catch(lo *syntax.Lowering, i int) g.ID {
	params, body := lo.Single(lo.Get(i, "parameters")), lo.Get(i, "body")
	if params != 0 && lo.Kind(params) == g.Params {
		params = lo.First(params)
	}
	return lo.Node(i, g.Catch, g.Plain, params, body)
}

func yield(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.ExprStmt, g.Plain, lo.List(i, g.Yield, g.Plain, lo.Next1(i)))
}

func namespace(lo *syntax.Lowering, i int) g.ID {
	mods, name := lo.Of(i, "attribute_declaration"), lo.AsPath(lo.Get(i, "name"))
	id := lo.Node(i, g.Class, g.Namespace, name, lo.Get(i, "body"))
	lo.Prepend(id, mods)
	return id
}

func nested(lo *syntax.Lowering, i int) g.ID {
	chain := lo.Kids(i)
	id := chain
	if chain != 0 {
		chain = lo.Cut(id)
	}
	for chain != 0 {
		part := chain
		chain = lo.Cut(part)
		id = lo.Over(id, part, g.Member, g.Method, id, part)
	}
	return id
}

func namespaceAlias(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	id := lo.Node(i, g.Import, g.Alias, lo.AsPath(lo.Next1(i)))
	if name != 0 {
		lo.Append(id, lo.Over(name, name, g.ImportItem, g.Namespace, 0, name))
	}
	return id
}

// using brings in one name, or all of a namespace.
func using(lo *syntax.Lowering, i int) g.ID {
	path := lo.Next1(i)
	end := lo.Flat(i).End
	if lo.Has(i, "namespace") || path == 0 || lo.Kind(path) != g.Member {
		id := lo.Node(i, g.Import, g.Plain, lo.AsPath(path))
		lo.Append(id, lo.At(end, end, g.ImportItem, g.Wildcard, 0, 0))
		return id
	}
	source := lo.First(path)
	name := lo.Cut(source)
	types := lo.Cut(name)
	id := lo.Node(i, g.Import, g.From, lo.AsPath(source))
	lo.Append(id, lo.Join(lo.Over(name, name, g.ImportItem, g.Plain, name, 0), types))
	return id
}

func alias(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Of(i, "attribute_declaration")
	id := lo.Node(i, g.TypeDef, g.Alias, lo.Name(lo.Single(lo.Get(i, "name"))), lo.AsType(lo.Get(i, "type")))
	lo.Prepend(id, mods)
	return id
}

func concept(lo *syntax.Lowering, i int) g.ID {
	name := lo.Get(i, "name")
	return lo.Node(i, g.TypeDef, g.Interface, name, lo.Next1(i))
}

// template gives what it declares its parameters.
func template(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Join(lo.Get(i, "parameters"), lo.Of(i, "requires_clause"))
	chain := lo.Kids(i)
	if chain == 0 || !lo.Kind(chain).Definition() {
		return lo.Join(chain, mods)
	}
	lo.Prepend(chain, mods)
	return chain
}

// access is public, protected or private, of what stands behind it.
func access(lo *syntax.Lowering, i int) g.ID { return lo.Word(i, g.Attr, g.Plain) }

func bases(lo *syntax.Lowering, i int) g.ID {
	return lo.List(i, g.Extends, g.Plain, lo.AsTypes(lo.Kids(i)))
}

func clause(word string) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID { return lo.Called(i, g.Attr, g.Plain, word) }
}

// fieldInitializer is : a(1), the call of a member's constructor, or of a base's.
func fieldInitializer(lo *syntax.Lowering, i int) g.ID {
	args := lo.Single(lo.OfAny(i, "argument_list", "initializer_list"))
	callee, types := lo.Bare(lo.Next1(i))
	if args != 0 && lo.Kind(args) != g.Args {
		lo.SetKind(args, g.Args)
	}
	id := lo.Node(i, g.Call, g.Plain, callee, args)
	lo.Append(id, types)
	return lo.Node(i, g.ExprStmt, g.Plain, id)
}

// operatorCast is operator T(): a function with this name.
func operatorCast(lo *syntax.Lowering, i int) g.ID {
	mods := lo.OfAny(i, modifiers...)
	before, typ := named(lo, lo.Single(lo.Get(i, "type")))
	word := i + 1
	if w := lo.Token(i, "operator"); w != 0 {
		word = w
	}
	name := lo.Called(word, g.Ident, g.Plain, "operator")
	d := lo.Single(lo.Get(i, "declarator"))
	lo.Spill(lo.Join(mods, before))
	if d == 0 || lo.Kind(d) != g.Var {
		lo.Spill(lo.Join(d, typ))
		return name
	}
	d = typed(lo, i, d, typ, g.Var)
	lo.Fill(d, 0, name)
	return d
}

func placeholder(lo *syntax.Lowering, i int) g.ID {
	constraint := lo.Get(i, "constraint")
	typ := lo.Next1(i)
	if constraint == 0 {
		return typ
	}
	return lo.List(i, g.TypeOther, g.Plain, typ, constraint)
}

// dependent is typename T::x.
func dependent(lo *syntax.Lowering, i int) g.ID { return lo.AsType(lo.Next1(i)) }
