package flow

import (
	"strings"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// What well-known library functions do with data, where that is more exact than "arguments arrive in the result": functions
// of strings and numbers, and collections whose elements are followed by place and key.

// Operators of mixes beside those of the languages, for constants.
const (
	foldSame generic.Op = 200 + iota
	foldNegate
	foldLength
	foldCharAt
	foldSubstring
	foldLower
	foldUpper
	foldTrim
	foldStarts
	foldEnds
	foldContains
	foldIndexOf
	foldEqualFold
	foldEmpty
	foldReplace
	foldParseInt
)

// safe marks the result of a known function as one, for rules that take functions for safe.
func (b *body) safe(id generic.ID, v int32) int32 {
	if v == 0 || b.masks.functions == 0 {
		return v
	}
	return b.newValue(ilValue{op: opClean, a: v, b: b.masks.functions, node: id})
}

// known lowers a call of a function that the tables know.
func (b *body) known(id generic.ID, c *callee, args []argument) (int32, bool) {
	for i := range args {
		if args[i].spread || args[i].index != int32(i) {
			return b.knownFunction(id, c, nil)
		}
	}
	if c.isNew {
		return b.knownNew(id, c, args)
	}
	if c.method != "" && c.recv != 0 && !c.outside {
		if k := b.collectionOf(c.recv, c.object, c.typ); k != noCollection {
			if v, ok := b.collectionCall(id, c, k, args); ok {
				return v, true
			}
		}
		if c.typ == "" || scalar(c.typ) || strings.HasPrefix(c.typ, "java.lang.") {
			if v, ok := b.stringCall(id, c, args); ok {
				return v, true
			}
		}
	}
	return b.knownFunction(id, c, args)
}

func (b *body) knownNew(id generic.ID, c *callee, args []argument) (int32, bool) {
	if d := b.Def(c.node); d != nil && d.Kind == names.Class {
		return 0, false
	}
	switch b.collectionType(c.canonical) {
	case list, set, mapping:
		if len(args) == 0 || b.values[args[0].value].op == opConst || b.values[args[0].value].op == opNone {
			v := b.operands(ilValue{op: opRecord, node: id, c: 1})
			return v, true
		}
		return b.operands(ilValue{op: opRecord, node: id}, stepSpread, args[0].value), true
	case builder:
		if len(args) == 0 {
			return b.operands(ilValue{op: opRecord, node: id}), true
		}
		return b.mix(id, foldSame, 0, args[0].value), true
	}
	if c.canonical == "java.lang.String" && len(args) > 0 {
		return b.mix(id, foldSame, 0, args[0].value), true
	}
	return 0, false
}

func values(args []argument) []int32 {
	v := make([]int32, len(args))
	for i := range args {
		v[i] = args[i].value
	}
	return v
}

// stringCall lowers methods of strings, which many languages name alike.
func (b *body) stringCall(id generic.ID, c *callee, args []argument) (int32, bool) {
	op, killed := generic.Plain, int32(0)
	switch c.method {
	case "charAt":
		op = foldCharAt
	case "substring":
		op = foldSubstring
	case "toLowerCase", "lower":
		op = foldLower
	case "toUpperCase", "upper":
		op = foldUpper
	case "trim", "strip":
		op = foldTrim
	case "toString", "intern", "toCharArray":
		if len(args) > 0 {
			op = generic.Plain
		} else {
			op = foldSame
		}
	case "concat":
		op = generic.Add
		if len(args) != 1 {
			op = generic.Plain
		}
	case "replace", "replaceAll":
		op = foldReplace
		if len(args) != 2 {
			op = generic.Plain
		}
	case "split", "substr", "trimStart", "trimEnd", "lstrip", "rstrip", "padStart", "padEnd", "title", "capitalize", "swapcase", "splitlines", "rsplit",
		"partition", "rpartition", "zfill", "ljust", "rjust", "center", "toLocaleLowerCase", "toLocaleUpperCase", "normalize", "codePoints", "chars", "getBytes",
		"removeprefix", "removesuffix", "expandtabs", "casefold", "toWellFormed", "stripLeading", "stripTrailing", "stripIndent", "lines":
	case "startsWith", "startswith":
		op, killed = foldStarts, b.masks.booleans
	case "endsWith", "endswith":
		op, killed = foldEnds, b.masks.booleans
	case "includes":
		op, killed = foldContains, b.masks.booleans
	case "contains":
		op, killed = foldContains, b.masks.booleans
	case "equals", "contentEquals":
		op, killed = generic.Eq, b.rules.union(b.masks.booleans, b.masks.comparisons)
	case "equalsIgnoreCase":
		op, killed = foldEqualFold, b.rules.union(b.masks.booleans, b.masks.comparisons)
	case "isEmpty":
		op, killed = foldEmpty, b.masks.booleans
	case "isBlank", "isdigit", "isalpha", "isalnum", "isnumeric", "isspace", "isidentifier", "islower", "isupper":
		killed = b.masks.booleans
	case "length":
		op, killed = foldLength, b.masks.numbers
	case "indexOf", "lastIndexOf":
		op, killed = foldIndexOf, b.masks.numbers
	case "charCodeAt", "codePointAt", "hashCode", "compareTo", "compareToIgnoreCase", "localeCompare", "intValue", "longValue", "doubleValue":
		killed = b.masks.numbers
	default:
		return 0, false
	}
	if len(args) > 3 || c.object == 0 {
		return 0, false
	}
	killed = b.rules.union(killed, b.rules.union(b.masks.functions, b.masks.assignments))
	return b.mix(id, op, killed, append([]int32{c.object}, values(args)...)...), true
}

// knownFunction lowers functions that are named by themselves.
func (b *body) knownFunction(id generic.ID, c *callee, args []argument) (int32, bool) {
	name := c.canonical
	if name == "" || len(args) == 0 {
		return 0, false
	}
	op, killed := generic.Plain, int32(-1)
	switch b.Language {
	case "javascript", "typescript", "tsx":
		switch name {
		case "parseInt", "Number", "Number.parseInt", "Math.floor", "Math.round", "Math.ceil", "Math.abs", "Math.max", "Math.min", "Math.trunc", "parseFloat", "Number.parseFloat", "BigInt":
			op, killed = foldParseInt, b.masks.numbers
			if name[0] == 'M' {
				op = generic.Plain
			}
		case "Boolean", "isNaN", "isFinite", "Array.isArray", "Number.isInteger", "Number.isNaN", "Number.isFinite", "Number.isSafeInteger":
			killed = b.masks.booleans
		case "String":
			op, killed = foldSame, 0
		case "Object.assign":
			list := make([]int32, 0, 8)
			for _, a := range args {
				list = append(list, stepSpread, a.value)
			}
			v := b.operands(ilValue{op: opRecord, node: id}, list...)
			if b.lvalue(args[0].node) {
				b.deliver(args[0].node, v)
			}
			return b.safe(id, v), true
		case "Object.freeze", "Object.seal", "structuredClone", "Promise.resolve", "Array.from":
			return b.safe(id, args[0].value), true
		case "Object.values", "Object.entries", "Object.keys":
			return b.safe(id, b.mix(id, foldSame, 0, args[0].value)), true
		}
	case "python":
		switch name {
		case "int", "float", "len", "ord", "hash", "abs", "round", "id", "complex":
			op, killed = foldParseInt, b.masks.numbers
			if name == "len" {
				op = foldLength
			} else if name != "int" {
				op = generic.Plain
			}
		case "bool", "isinstance", "issubclass", "callable", "hasattr", "all", "any":
			killed = b.masks.booleans
		case "str":
			if len(args) == 1 {
				op, killed = foldSame, 0
			}
		case "list", "tuple", "sorted", "reversed", "set", "iter", "frozenset":
			return b.safe(id, b.operands(ilValue{op: opRecord, node: id}, stepAny, b.get(id, args[0].value, stepAny))), true
		case "dict":
			return b.safe(id, b.operands(ilValue{op: opRecord, node: id}, stepSpread, args[0].value)), true
		case "enumerate":
			item := b.operands(ilValue{op: opRecord, node: id}, b.stepOf("0"), 0, b.stepOf("1"), b.get(id, args[0].value, stepAny))
			return b.safe(id, b.operands(ilValue{op: opRecord, node: id}, stepAny, item)), true
		case "copy.copy", "copy.deepcopy":
			return b.safe(id, args[0].value), true
		}
	case "java":
		switch strings.TrimPrefix(name, "java.lang.") {
		case "Integer.parseInt", "Integer.valueOf", "Long.parseLong", "Long.valueOf", "Double.parseDouble", "Double.valueOf", "Float.parseFloat", "Short.parseShort",
			"Math.abs", "Math.max", "Math.min", "Math.round", "Math.floor":
			op, killed = foldParseInt, b.masks.numbers
			if name[len(name)-1] == 's' || strings.Contains(name, "Math.") {
				op = generic.Plain
			}
		case "Boolean.parseBoolean", "Boolean.valueOf", "Character.isDigit", "Character.isLetter":
			killed = b.masks.booleans
		case "String.valueOf":
			if len(args) == 1 {
				op, killed = foldSame, 0
			}
		case "java.util.Objects.equals":
			op, killed = generic.Eq, b.rules.union(b.masks.booleans, b.masks.comparisons)
		case "java.util.Arrays.asList", "java.util.List.of", "java.util.Set.of":
			list := make([]int32, 0, 16)
			for i, a := range args {
				list = append(list, b.indexStep(i), a.value)
			}
			return b.safe(id, b.operands(ilValue{op: opRecord, node: id, c: int32(min(len(args), maxIndex)) + 1}, list...)), true
		}
	case "go":
		switch name {
		case "len", "cap":
			op, killed = foldLength, b.masks.numbers
		case "append":
			v := args[0].value
			for _, a := range args[1:] {
				if a.spread {
					v = b.join(id, v, a.value)
				} else {
					v = b.newValue(ilValue{op: opAppend, a: v, b: a.value, node: id})
				}
			}
			return v, true
		case "make":
			return b.join(id, b.operands(ilValue{op: opRecord, node: id}), b.mix(id, generic.Plain, b.rules.union(b.masks.numbers, b.masks.functions), values(args)...)), true
		case "delete":
			if len(args) == 2 && b.lvalue(args[0].node) {
				now := ilValue{op: opStore, a: args[0].value, node: id}
				if now.key = b.constantKey(args[1].node); now.key == stepAny {
					now.c = args[1].value
				}
				b.update(args[0].node, b.newValue(now))
			}
			return 0, true
		case "new":
			return b.operands(ilValue{op: opRecord, node: id}), true
		case "string":
			op, killed = foldSame, 0
		case "int", "int64", "int32", "uint", "uint64", "float64", "byte", "rune":
			op, killed = foldSame, b.masks.numbers
		case "strconv.Itoa":
			op, killed = foldSame, b.masks.numbers
		case "strconv.Atoi", "strconv.ParseInt", "strconv.ParseUint", "strconv.ParseFloat", "strconv.ParseBool":
			mask := b.masks.numbers
			if name == "strconv.ParseBool" {
				mask = b.masks.booleans
			}
			mask = b.rules.union(mask, b.masks.functions)
			data := b.mix(id, generic.Plain, b.masks.functions, args[0].value)
			return b.operands(ilValue{op: opRecord, node: id}, b.stepOf("0"), b.mix(id, generic.Plain, mask, args[0].value), b.stepOf("1"), data), true
		case "strings.HasPrefix", "strings.HasSuffix", "strings.Contains", "strings.EqualFold", "strings.ContainsAny", "strings.ContainsRune":
			killed = b.masks.booleans
			switch name {
			case "strings.HasPrefix":
				op = foldStarts
			case "strings.HasSuffix":
				op = foldEnds
			case "strings.Contains":
				op = foldContains
			}
		case "strings.ToLower":
			op, killed = foldLower, 0
		case "strings.ToUpper":
			op, killed = foldUpper, 0
		case "strings.TrimSpace":
			op, killed = foldTrim, 0
		}
	}
	if killed < 0 {
		return 0, false
	}
	killed = b.rules.union(killed, b.rules.union(b.masks.functions, b.masks.assignments))
	return b.mix(id, op, killed, values(args)...), true
}
