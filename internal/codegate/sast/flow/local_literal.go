package flow

import (
	"strconv"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// smallNumbers are the names of the places in a literal list.
var smallNumbers = func() (s [maxIndex]string) {
	for i := range s {
		s[i] = strconv.Itoa(i)
	}
	return s
}()

func (b *body) literal(id generic.ID) int32 {
	n := &b.Nodes[id]
	var c names.Value
	switch n.Kind {
	case generic.String:
		c = names.Value{Kind: names.StringValue, Text: b.Name(id)}
	case generic.Char:
		v := b.constant(id, names.Value{Kind: names.StringValue, Text: b.Name(id)}, false)
		b.consts[b.values[v].a].char = true
		return v
	case generic.Int:
		c = names.Value{Kind: names.IntValue, Text: b.Name(id)}
	case generic.Float:
		c = names.Value{Kind: names.FloatValue, Text: b.Name(id)}
	case generic.Bool:
		c = names.Value{Kind: names.BoolValue, Text: "false"}
		if n.Op == generic.True {
			c.Text = "true"
		}
	case generic.Null:
		c = names.Value{Kind: names.NullValue}
	}
	return b.constant(id, c, false)
}

func (b *body) number(id generic.ID, n int) int32 {
	return b.constant(id, names.Value{Kind: names.IntValue, Text: strconv.Itoa(n)}, false)
}

// items makes a list of the values of nodes: each at its place as long as that is known.
func (b *body) items(id, first generic.ID) int32 {
	list := make([]int32, 0, 16)
	place, known := 0, true
	for c := first; c != 0; c = b.Nodes[c].Next {
		n := &b.Nodes[c]
		if n.Kind == generic.Pair || n.Kind == generic.NamedArg {
			b.pair(c, &list)
			known = false
			continue
		}
		if n.Kind.Type() {
			continue
		}
		v := b.expr(c)
		switch {
		case n.Kind == generic.Spread:
			known = false
			list = append(list, stepAny, b.get(c, v, stepAny))
		case !known || place >= maxIndex:
			if v != 0 {
				list = append(list, stepAny, v)
			}
		default:
			list = append(list, b.indexStep(place), v)
			place++
		}
	}
	v := b.operands(ilValue{op: opRecord, node: id}, list...)
	if known {
		b.values[v].c = int32(place) + 1 // its length, and 1
	}
	return v
}

// pair lowers one entry of a literal.
func (b *body) pair(c generic.ID, list *[]int32) {
	key := b.First(c)
	value := b.Nodes[key].Next
	if value == 0 {
		return
	}
	n := &b.Nodes[c]
	s, k := step(0), int32(0)
	switch b.Nodes[key].Kind {
	case generic.Ident:
		s = b.Nodes[key].Ref + stepBase
		if n.Op == generic.Computed {
			s, k = stepAny, b.expr(key)
		}
	default:
		s, k = b.key(key)
	}
	v := b.expr(value)
	if k != 0 {
		s = -k
	}
	*list = append(*list, s, v)
}

func (b *body) dict(id generic.ID) int32 {
	list := make([]int32, 0, 16)
	count := int32(0)
	for c := range b.Children(id) {
		switch n := &b.Nodes[c]; n.Kind {
		case generic.Pair, generic.NamedArg:
			count++
			level := b.enter(c)
			b.pair(c, &list)
			b.active = b.active[:level]
		case generic.Spread:
			list = append(list, stepSpread, b.expr(c))
			count = -1 << 20
		case generic.Func:
			b.definition(c)
		default:
			if v := b.expr(c); v != 0 {
				list = append(list, stepAny, v)
			}
		}
	}
	v := b.operands(ilValue{op: opRecord, node: id}, list...)
	if int(count) == len(list)/2 {
		b.values[v].c = count + 1
	}
	return v
}

// comprehension lowers its clauses as loops around the result.
func (b *body) comprehension(id generic.ID) int32 {
	result := b.First(id)
	var v int32
	var clause func(c generic.ID)
	clause = func(c generic.ID) {
		if b.depth >= maxDepth {
			return
		}
		b.depth++
		defer func() { b.depth-- }()
		switch {
		case c == 0:
			var list []int32
			if b.Nodes[result].Kind == generic.Pair {
				key := b.First(result)
				k := b.expr(key)
				list = append(list, stepAny, b.join(result, b.mix(result, foldSame, 0, k), b.expr(b.Nodes[key].Next)))
			} else {
				list = append(list, stepAny, b.expr(result))
			}
			v = b.operands(ilValue{op: opRecord, node: id}, list...)
		case b.Nodes[c].Kind == generic.ForEach:
			b.forEach(c, func() { clause(b.Nodes[c].Next) })
		case b.Nodes[c].Kind == generic.If:
			b.expr(b.Child(c, 0))
			clause(b.Nodes[c].Next)
		default:
			b.expr(c)
			clause(b.Nodes[c].Next)
		}
	}
	clause(b.Nodes[result].Next)
	return v
}

// xml lowers an element: what its attributes and children hold is in it. A component is a function of its attributes.
func (b *body) xml(id generic.ID) int32 {
	name := b.First(id)
	list := make([]int32, 0, 16)
	for c := b.Nodes[name].Next; c != 0; c = b.Nodes[c].Next {
		switch b.Nodes[c].Kind {
		case generic.XmlAttr:
			level := b.enter(c)
			key := b.First(c)
			if value := b.Nodes[key].Next; value != 0 {
				if v := b.expr(value); v != 0 {
					list = append(list, b.Nodes[key].Ref+stepBase, v)
				}
			}
			b.active = b.active[:level]
		case generic.Spread:
			if v := b.expr(c); v != 0 {
				list = append(list, stepSpread, v)
			}
		default:
			if v := b.expr(c); v != 0 {
				list = append(list, b.stepOf("children"), v)
			}
		}
	}
	props := b.operands(ilValue{op: opRecord, node: id}, list...)
	if k := b.Nodes[name].Kind; len(list) > 0 && (k == generic.Member || k == generic.Ident && component(b.Name(name))) {
		b.component(id, name, props)
	}
	return b.mix(id, generic.Plain, b.rules.union(b.masks.functions, b.masks.assignments), props)
}

// component says whether the name of an element is that of a function.
func component(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }
