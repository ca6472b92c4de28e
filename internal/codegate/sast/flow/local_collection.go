package flow

import (
	"strings"

	"bartizan/internal/syntax/generic"
)

// A collection is a kind of object whose elements are followed by place and key.
type collection uint8

const (
	noCollection collection = iota
	list
	mapping
	set
	builder // of a string
)

// collectionType tells the collections of the languages' own libraries by their type. Names that a project gives to classes
// of its own (List, Queue, Stack) count only where the package says whose they are.
func (b *body) collectionType(typ string) collection {
	if i := strings.IndexByte(typ, '<'); i >= 0 {
		typ = typ[:i]
	}
	name := lastName(typ)
	switch b.Language {
	case "javascript", "typescript", "tsx":
		switch typ {
		case "Array":
			return list
		case "Map", "WeakMap", "URLSearchParams", "FormData":
			return mapping
		case "Set", "WeakSet":
			return set
		}
		return noCollection
	case "python":
		if name != typ && !strings.HasPrefix(typ, "collections.") && !strings.HasPrefix(typ, "typing.") {
			return noCollection
		}
		switch name {
		case "list", "deque", "List":
			return list
		case "dict", "OrderedDict", "defaultdict", "Dict":
			return mapping
		case "set", "frozenset":
			return set
		}
		return noCollection
	case "go":
		if typ == "strings.Builder" || typ == "bytes.Buffer" {
			return builder
		}
		return noCollection
	}
	if name != typ && !strings.HasPrefix(typ, "java.") && !strings.HasPrefix(typ, "kotlin.") && !strings.HasPrefix(typ, "System.") && !strings.HasPrefix(typ, "scala.") {
		return noCollection
	}
	switch name {
	case "List", "ArrayList", "LinkedList", "Vector", "Stack", "Collection", "Deque", "ArrayDeque", "Queue", "CopyOnWriteArrayList", "PriorityQueue", "Iterable":
		return list
	case "Map", "HashMap", "TreeMap", "LinkedHashMap", "Hashtable", "ConcurrentHashMap", "Dictionary", "Properties", "ConcurrentMap", "SortedMap", "NavigableMap":
		return mapping
	case "Set", "HashSet", "TreeSet", "LinkedHashSet", "SortedSet":
		return set
	case "StringBuilder", "StringBuffer", "StringJoiner", "StringWriter":
		return builder
	}
	return noCollection
}

// collectionOf tells a collection by its type, or by how its value was made.
func (b *body) collectionOf(node generic.ID, v int32, typ string) collection {
	if typ != "" {
		return b.collectionType(typ)
	}
	for range 64 {
		if v <= 0 {
			return noCollection
		}
		x := &b.values[v]
		switch x.op {
		case opStore, opAppend, opRemove, opSource, opClean, opCopy:
			v = x.a
		case opJoin:
			v = b.lists[x.first]
		case opPhi:
			if b.lists[x.first] == v {
				return noCollection
			}
			v = b.lists[x.first]
		case opRecord:
			switch n := &b.Nodes[x.node]; n.Kind {
			case generic.List, generic.Comprehension:
				return list
			case generic.Dict:
				return mapping
			case generic.Set:
				return set
			case generic.New, generic.Call:
				t := b.Type(x.node)
				if t == "" {
					t, _ = b.Canonical(b.First(x.node))
				}
				if t == "" {
					t = b.Name(b.First(x.node))
				}
				return b.collectionType(t)
			}
			return noCollection
		default:
			return noCollection
		}
	}
	return noCollection
}

// change gives a collection a new version, which holds what is put into it.
func (b *body) change(id generic.ID, c *callee, now, put int32, at step) {
	b.into(id, c.recv, c.object, at, put)
	if b.lvalue(c.recv) {
		b.update(c.recv, now)
	}
}

// changeChain changes the builder that a chain of calls begins with, each of which gives the builder back: b.append(x).append(y).
func (b *body) changeChain(id generic.ID, c *callee, now, put int32) {
	root := *c
	for range maxDepth {
		n := &b.Nodes[root.recv]
		if n.Kind != generic.Call || b.Nodes[b.First(root.recv)].Kind != generic.Member {
			break
		}
		root.recv = b.First(b.First(root.recv))
		if x := &b.values[max(root.object, 0)]; x.op == opMix && x.count > 0 {
			root.object = b.lists[x.first] // as it was before the call
		}
	}
	if root.recv == 0 || b.collectionType(b.Type(root.recv)) != builder {
		root = *c
	}
	b.change(id, &root, now, put, stepAny)
}

func (b *body) collectionCall(id generic.ID, c *callee, k collection, args []argument) (int32, bool) {
	n := len(args)
	arg := func(i int) int32 { return args[i].value }
	key := func(i int) (step, int32) {
		if x := &b.Nodes[args[i].node]; (x.Kind == generic.String || x.Kind == generic.Int) && x.Ref != 0 {
			return x.Ref + stepBase, 0
		}
		return stepAny, arg(i)
	}
	put := func(i, value int) {
		s, v := key(i)
		b.change(id, c, b.newValue(ilValue{op: opStore, a: c.object, b: arg(value), c: v, key: s, node: id}), arg(value), s)
	}
	take := func(i int) int32 {
		s, v := key(i)
		return b.safe(id, b.getAt(id, c.object, s, v))
	}
	appendAll := func() {
		for i := range args {
			now := b.newValue(ilValue{op: opAppend, a: c.object, b: arg(i), node: id})
			b.change(id, c, now, arg(i), stepAny)
			c.object = now
		}
	}
	any := func(i int) {
		b.change(id, c, b.newValue(ilValue{op: opStore, a: c.object, b: arg(i), key: stepAny, node: id}), arg(i), stepAny)
	}
	all := func(v int32) {
		b.change(id, c, b.join(id, c.object, v), v, stepAny)
	}
	switch k {
	case builder:
		switch c.method {
		case "append", "insert", "add", "write", "WriteString", "WriteByte", "WriteRune", "Write", "replace", "setCharAt":
			now := b.mix(id, generic.Plain, 0, append([]int32{c.object}, values(args)...)...)
			if c.method == "append" && n == 1 && now != 0 {
				b.values[now].fold = generic.Add
			}
			b.changeChain(id, c, now, b.mix(id, foldSame, 0, values(args)...))
			return now, true
		case "reverse", "deleteCharAt", "delete":
			now := b.mix(id, generic.Plain, 0, c.object)
			b.changeChain(id, c, now, 0)
			return now, true
		}
		return 0, false
	case mapping:
		switch c.method {
		case "put", "set", "setProperty", "putIfAbsent", "replace", "setdefault", "store", "addProperty":
			if n == 2 {
				put(0, 1)
				if c.method == "set" {
					return c.object, true
				}
				if c.method == "setdefault" || c.method == "putIfAbsent" {
					return b.join(id, take(0), arg(1)), true
				}
				return 0, true
			}
		case "get", "getProperty", "pop", "remove":
			if n == 1 {
				return take(0), true
			}
			if n == 2 {
				return b.join(id, take(0), arg(1)), true
			}
		case "getOrDefault":
			if n == 2 {
				return b.join(id, take(0), arg(1)), true
			}
		case "putAll", "update":
			if n == 1 {
				b.change(id, c, b.operands(ilValue{op: opRecord, node: id}, stepSpread, c.object, stepSpread, arg(0)), arg(0), stepAny)
				return 0, true
			}
		case "values":
			return b.operands(ilValue{op: opRecord, node: id}, stepAny, b.get(id, c.object, stepAny)), true
		case "containsKey", "containsValue", "has", "isEmpty", "contains":
			return b.mix(id, generic.Plain, b.rules.union(b.masks.booleans, b.masks.functions), c.object), true
		case "size":
			return b.mix(id, generic.Plain, b.rules.union(b.masks.numbers, b.masks.functions), c.object), true
		case "clear":
			if n == 0 {
				b.change(id, c, b.operands(ilValue{op: opRecord, node: id, c: 1}), 0, stepAny)
				return 0, true
			}
		}
		return 0, false
	}
	switch c.method {
	case "add", "append", "push", "addLast", "offer", "addElement", "offerLast", "Add":
		if n == 2 && c.method == "add" {
			any(1)
			return 0, true
		}
		if n == 0 {
			return 0, false
		}
		if k == list && !(b.Language == "java" && c.method == "push") {
			appendAll()
		} else {
			for i := range args {
				any(i)
			}
		}
		return 0, true
	case "addFirst", "offerFirst", "unshift", "insert", "insertElementAt":
		for i := range args {
			any(i)
		}
		return 0, n > 0
	case "addAll", "extend", "update", "concat":
		if n == 0 {
			return 0, false
		}
		if c.method == "concat" {
			return b.safe(id, b.join(id, c.object, arg(0))), true
		}
		all(b.operands(ilValue{op: opRecord, node: id}, stepAny, b.get(id, arg(n-1), stepAny)))
		return 0, true
	case "set":
		if n == 2 && k == list {
			put(0, 1)
			return 0, true
		}
	case "get", "elementAt", "at":
		if n == 1 {
			return take(0), true
		}
	case "remove", "removeAt":
		if n == 1 && k == list && b.Language == "java" {
			v := b.get(id, c.object, stepAny)
			b.change(id, c, b.newValue(ilValue{op: opRemove, a: c.object, b: arg(0), node: id}), 0, stepAny)
			return b.safe(id, v), true
		}
		if n == 1 {
			return 0, true
		}
		if n == 0 {
			return b.safe(id, b.get(id, c.object, stepAny)), true
		}
	case "getFirst", "getLast", "peek", "poll", "element", "pop", "shift", "first", "last", "firstElement", "lastElement", "removeFirst", "removeLast", "pollFirst", "pollLast", "peekFirst", "peekLast":
		v := b.get(id, c.object, stepAny)
		if c.method != "getFirst" && c.method != "getLast" && c.method != "peek" && k == list && b.lvalue(c.recv) {
			b.update(c.recv, b.operands(ilValue{op: opRecord, node: id}, stepAny, v))
		}
		return b.safe(id, v), true
	case "size":
		return b.mix(id, foldLength, b.rules.union(b.masks.numbers, b.masks.functions), c.object), true
	case "isEmpty", "contains", "includes", "has", "containsAll":
		return b.mix(id, generic.Plain, b.rules.union(b.masks.booleans, b.masks.functions), c.object), true
	case "iterator", "listIterator", "toArray", "copy", "subList", "slice", "reverse", "sort":
		return b.safe(id, b.operands(ilValue{op: opRecord, node: id}, stepAny, b.get(id, c.object, stepAny))), true
	case "clear":
		if n == 0 {
			b.change(id, c, b.operands(ilValue{op: opRecord, node: id, c: 1}), 0, stepAny)
			return 0, true
		}
	}
	return 0, false
}
