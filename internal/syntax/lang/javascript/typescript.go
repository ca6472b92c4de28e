package javascript

import (
	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// typesIgnored: the TypeScript grammar names jsx_text, and never makes one.
var typesIgnored = []string{"jsx_text"}

// types are what TypeScript and TSX add.
var types = map[string]syntax.Rule{
	// Definitions.
	"public_field_definition":    field,
	"property_signature":         field,
	"method_signature":           function,
	"abstract_method_signature":  function,
	"function_signature":         function,
	"call_signature":             function,
	"construct_signature":        function,
	"abstract_class_declaration": class,
	"interface_declaration":      interfaceDeclaration,
	"interface_body":             syntax.Children(g.Block, g.Plain),
	"class_heritage":             syntax.Pass,
	"extends_clause":             extendsClause,
	"extends_type_clause":        syntax.Children(g.Extends, g.Plain),
	"implements_clause":          syntax.Children(g.Extends, g.Implements),
	"enum_declaration":           enum,
	"enum_body":                  enumBody,
	"enum_assignment":            syntax.Fields(g.Field, g.Constant, "name", "type", "value"),
	"type_alias_declaration":     alias,
	"internal_module":            namespace,
	"module":                     namespace,
	"ambient_declaration":        ambient,
	"required_parameter":         typedParameter,
	"optional_parameter":         typedParameter,
	"accessibility_modifier":     syntax.Word(g.Attr),
	"override_modifier":          syntax.Word(g.Attr),

	// Expressions.
	"as_expression":            cast(g.As),
	"satisfies_expression":     cast(g.Satisfies),
	"non_null_expression":      nonNull,
	"instantiation_expression": instantiation,

	// Modules.
	"import_require_clause": importRequire,
	"import_alias":          importAlias,
	"nested_identifier":     syntax.Fields(g.Member, g.Plain, "object", "property"),

	// Types.
	"type_identifier":           syntax.Word(g.TypeName),
	"predefined_type":           syntax.Word(g.TypeName),
	"this_type":                 syntax.Word(g.TypeName),
	"existential_type":          syntax.Word(g.TypeName),
	"nested_type_identifier":    dotted,
	"type_annotation":           syntax.Pass,
	"adding_type_annotation":    syntax.Pass,
	"omitting_type_annotation":  syntax.Pass,
	"opting_type_annotation":    syntax.Pass,
	"asserts_annotation":        syntax.Pass,
	"type_predicate_annotation": syntax.Pass,
	"parenthesized_type":        syntax.Pass,
	"generic_type":              genericType,
	"type_arguments":            syntax.Children(g.TypeParams, g.Plain),
	"type_parameters":           syntax.Children(g.TypeParams, g.Plain),
	"type_parameter":            typeParameter,
	"array_type":                syntax.Children(g.TypeArray, g.Plain),
	"union_type":                syntax.Children(g.TypeUnion, g.BitOr),
	"intersection_type":         syntax.Children(g.TypeUnion, g.BitAnd),
	"function_type":             functionType,
	"constructor_type":          functionType,
	"object_type":               syntax.Children(g.TypeOther, g.DictOf),
	"tuple_type":                syntax.Children(g.TypeOther, g.ListOf),
	"optional_type":             syntax.Children(g.TypeOther, g.Optional),
	"flow_maybe_type":           syntax.Children(g.TypeOther, g.Optional),
	"rest_type":                 syntax.Children(g.TypeOther, g.Rest),
	"type_query":                syntax.Children(g.TypeOther, g.Typeof),
	"conditional_type":          syntax.Children(g.TypeOther, g.Plain),
	"literal_type":              syntax.Children(g.TypeOther, g.Plain),
	"template_literal_type":     syntax.Children(g.TypeOther, g.Template),
	"template_type":             syntax.Pass,
	"lookup_type":               syntax.Children(g.TypeOther, g.Plain),
	"index_type_query":          syntax.Children(g.TypeOther, g.Plain),
	"infer_type":                syntax.Children(g.TypeOther, g.Plain),
	"readonly_type":             syntax.Children(g.TypeOther, g.Plain),
	"mapped_type_clause":        syntax.Children(g.TypeOther, g.Map),
	"index_signature":           syntax.Children(g.TypeOther, g.Map),
	"asserts":                   syntax.Children(g.TypeOther, g.Plain),
	"type_predicate":            syntax.Children(g.TypeOther, g.Plain),
	"constraint":                syntax.Pass,
	"default_type":              syntax.Pass,
}

// typescriptOnly is what .tsx cannot have: <T>x is an element there.
var typescriptOnly = map[string]syntax.Rule{
	"type_assertion": assertion,
}

// extendsClause gives each value the type arguments behind it.
func extendsClause(lo *syntax.Lowering, i int) g.ID {
	var done syntax.Chain
	var value g.ID
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && value != 0 && lo.Kind(id) == g.TypeParams && lo.Next(value) == 0 {
			applied := lo.Over(value, id, g.TypeApply, g.Plain, value)
			lo.Append(applied, lo.First(id))
			value = applied
			return
		}
		if id != 0 {
			lo.Add(&done, value)
			value = id
		}
	})
	lo.Add(&done, value)
	return lo.List(i, g.Extends, g.Plain, done.First)
}

func interfaceDeclaration(lo *syntax.Lowering, i int) g.ID {
	return classParts(lo, i, g.Interface, lo.Of(i, "extends_type_clause"))
}

func enum(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Attrs(i, "const")
	id := classParts(lo, i, g.Enum, 0)
	lo.Prepend(id, mods)
	return id
}

func enumBody(lo *syntax.Lowering, i int) g.ID {
	var chain syntax.Chain
	lo.Children(i, func(c int) {
		id := lo.Take(c)
		if id != 0 && lo.Kind(id) != g.Field && lo.Kind(id) != g.Error {
			id = lo.Node(c, g.Field, g.Constant, id, 0, 0)
		}
		lo.Add(&chain, id)
	})
	return lo.List(i, g.Block, g.Plain, chain.First)
}

func alias(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Get(i, "type_parameters")
	id := lo.Node(i, g.TypeDef, g.Alias, lo.Name(lo.Get(i, "name")), lo.Get(i, "value"))
	lo.Prepend(id, mods)
	return id
}

func namespace(lo *syntax.Lowering, i int) g.ID {
	return lo.Node(i, g.Class, g.Namespace, lo.Get(i, "name"), lo.Get(i, "body"))
}

func ambient(lo *syntax.Lowering, i int) g.ID {
	kids := lo.Kids(i)
	if kids != 0 && (lo.Kind(kids).Definition() || lo.Kind(kids) == g.Import) {
		lo.Prepend(kids, lo.Attrs(i, "declare"))
		return kids
	}
	id := lo.Called(i, g.Directive, g.Plain, "declare")
	lo.SetChildren(id, kids)
	return id
}

func typedParameter(lo *syntax.Lowering, i int) g.ID {
	mods := attributes(lo, i)
	name := lo.Join(lo.Get(i, "pattern"), lo.Get(i, "name"))
	typ, value := lo.Get(i, "type"), lo.Get(i, "value")
	op := g.Plain
	if lo.Symbol(i) == "optional_parameter" {
		op = g.Optional
	}
	var id g.ID
	if name == 0 {
		id = lo.Node(i, g.Param, op, 0, typ, value)
	} else {
		id = parameter(lo, i, name, typ, value, op)
	}
	lo.Prepend(id, mods)
	return id
}

func cast(op g.Op) syntax.Rule {
	return func(lo *syntax.Lowering, i int) g.ID {
		value := lo.Next1(i)
		return lo.Node(i, g.Cast, op, lo.Next1(i), value)
	}
}

func nonNull(lo *syntax.Lowering, i int) g.ID { return lo.Node(i, g.Cast, g.NonNull, 0, lo.Next1(i)) }

func assertion(lo *syntax.Lowering, i int) g.ID {
	typ := lo.Next1(i)
	if typ != 0 && lo.Kind(typ) == g.TypeParams {
		typ = lo.First(typ)
	}
	return lo.Node(i, g.Cast, g.Plain, typ, lo.Next1(i))
}

func instantiation(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "type_arguments")
	base := lo.Next1(i)
	return lo.Applied(i, base, args)
}

func importRequire(lo *syntax.Lowering, i int) g.ID {
	name := lo.Of(i, "identifier")
	source := lo.Get(i, "source")
	item := lo.Node(i, g.ImportItem, g.Namespace, 0, name)
	return importOf(lo, i, g.Require, source, item)
}

func importAlias(lo *syntax.Lowering, i int) g.ID {
	name := lo.Next1(i)
	return importOf(lo, i, g.Alias, lo.Next1(i), lo.Over(name, name, g.ImportItem, g.Namespace, 0, name))
}

func dotted(lo *syntax.Lowering, i int) g.ID {
	if lo.Flat(i).End-lo.Flat(i).Start > syntax.LongName {
		return lo.List(i, g.TypeOther, g.Plain, lo.Kids(i))
	}
	lo.Kids(i) // the name says it all
	return lo.Word(i, g.TypeName, g.Plain)
}

func genericType(lo *syntax.Lowering, i int) g.ID {
	args := lo.Get(i, "type_arguments")
	return lo.Applied(i, lo.Get(i, "name"), args)
}

func typeParameter(lo *syntax.Lowering, i int) g.ID {
	name, rest := lo.Get(i, "name"), lo.Join(lo.Get(i, "constraint"), lo.Get(i, "value"))
	if rest == 0 {
		return name
	}
	return lo.List(i, g.TypeOther, g.Plain, name, rest)
}

func functionType(lo *syntax.Lowering, i int) g.ID {
	mods := lo.Get(i, "type_parameters")
	id := lo.Node(i, g.TypeFunc, g.Plain, lo.Get(i, "parameters"), lo.Join(lo.Get(i, "return_type"), lo.Get(i, "type")))
	lo.Prepend(id, mods)
	return id
}
