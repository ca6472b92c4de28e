package names

import (
	"strings"
	"sync/atomic"

	g "bartizan/internal/syntax/generic"
)

// Bounds of one question. Beyond them a value is unknown; the answer never depends on what was asked before.
const (
	evalSteps    = 1000
	evalDepth    = 60
	stringSize   = 1 << 14 // of what is put together; a literal may be longer
	rememberSize = 256
)

// Constant gives the value that an expression is known to have: of literals, of names that are assigned once or whose last
// assignment is the same on every way, of fields, enum members and keys of object literals that nothing writes, and of
// what can be computed of these. A value with Fallback holds only where the environment does not say otherwise: to be
// asked of it is fine for rules about defaults, not for those about literals.
func (t *Table) Constant(id g.ID) (Value, bool) {
	switch n := &t.Nodes[id]; n.Kind {
	case g.String, g.Int, g.Float, g.Bool, g.Null, g.Char:
		return t.literal(id)
	case g.Ident, g.Member, g.Index, g.Binary, g.Unary, g.StrConcat, g.Cond, g.Cast, g.Call, g.Assign, g.AssignOp:
		if n.Kind == g.Ident && t.Uses[id] == 0 {
			return Value{}, false
		}
	default:
		return Value{}, false
	}
	if v, ok, known := t.remembered(id); known {
		return v, ok
	}
	e := evaluator{Table: t}
	v, ok := e.eval(id, 0)
	if !ok {
		v = Value{}
	}
	if len(v.Text) <= rememberSize {
		t.remember(id, v, ok)
	}
	return v, ok
}

func (t *Table) literal(id g.ID) (Value, bool) {
	n := &t.Nodes[id]
	switch n.Kind {
	case g.String, g.Char:
		return Value{Kind: StringValue, Text: t.Strings[n.Ref]}, true
	case g.Int, g.Float:
		if n.Op == g.Imaginary {
			return Value{}, false
		}
		kind := IntValue
		if n.Kind == g.Float {
			kind = FloatValue
		}
		return Value{Kind: kind, Text: t.Strings[n.Ref]}, true
	case g.Bool:
		return boolean(n.Op == g.True), true
	case g.Null:
		return Value{Kind: NullValue}, true
	}
	return Value{}, false
}

func boolean(b bool) Value {
	if b {
		return Value{Kind: BoolValue, Text: "true"}
	}
	return Value{Kind: BoolValue, Text: "false"}
}

// remembered gives what was found before.
func (t *Table) remembered(id g.ID) (v Value, ok, known bool) {
	switch m := atomic.LoadUint32(&t.memo[id]); m {
	case 0:
		return Value{}, false, false
	case 1:
		return Value{}, false, true
	default:
		return (*t.values.Load())[m-2], true, true
	}
}

func (t *Table) remember(id g.ID, v Value, ok bool) {
	if !ok {
		atomic.StoreUint32(&t.memo[id], 1)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if atomic.LoadUint32(&t.memo[id]) > 1 {
		return
	}
	var values []Value
	if p := t.values.Load(); p != nil {
		values = *p
	}
	values = append(values, v)
	t.values.Store(&values) // those who read an older slice look no further than its length
	atomic.StoreUint32(&t.memo[id], uint32(len(values)+1))
}

// An evaluator answers one question. It remembers nothing of other ones, so that where its bounds cut in does not depend on
// the order of questions.
type evaluator struct {
	*Table
	steps int
	busy  []g.ID // values of variables that are being found
}

func (e *evaluator) eval(id g.ID, depth int) (Value, bool) {
	if id == 0 {
		return Value{}, false
	}
	if e.steps++; e.steps > evalSteps || depth > evalDepth {
		return Value{}, false
	}
	switch e.Nodes[id].Kind {
	case g.String, g.Int, g.Float, g.Bool, g.Null, g.Char:
		return e.literal(id)
	}
	return e.compute(id, depth)
}

func (e *evaluator) compute(id g.ID, depth int) (Value, bool) {
	n := &e.Nodes[id]
	switch n.Kind {
	case g.Ident:
		return e.variable(e.Uses[id], id, depth)
	case g.Member:
		return e.memberOf(id, depth)
	case g.Index:
		if n.Size < 3 {
			return Value{}, false
		}
		i := e.Nodes[id+1].Next
		if e.Nodes[i].Next != 0 {
			return Value{}, false
		}
		k, ok := e.eval(i, depth+1)
		if !ok || k.Fallback || k.Kind != StringValue && k.Kind != IntValue {
			return Value{}, false
		}
		return e.eval(e.element(id+1, k.Text, depth+1), depth+1)
	case g.Binary:
		return e.binary(id, depth)
	case g.AssignOp:
		left, right := id+1, e.Child(id, 1)
		a, ok := e.eval(left, depth+1)
		if !ok {
			return Value{}, false
		}
		b, ok := e.eval(right, depth+1)
		if !ok {
			return Value{}, false
		}
		return e.operate(n.Op, a, b)
	case g.Assign:
		if n.Op != g.Declare {
			return e.eval(e.second(id), depth+1)
		}
	case g.Unary:
		if n.Size < 2 {
			return Value{}, false
		}
		v, ok := e.eval(id+1, depth+1)
		if !ok {
			return Value{}, false
		}
		return negate(n.Op, v)
	case g.StrConcat:
		var out strings.Builder
		fallback := false
		for c := range e.Children(id) {
			v, ok := e.eval(c, depth+1)
			if ok && e.Nodes[c].Kind != g.String {
				ok = e.bare(id, c)
			}
			s, ok2 := e.text(v)
			e.steps += len(s) / 64
			if !ok || !ok2 || out.Len()+len(s) > stringSize {
				return Value{}, false
			}
			fallback = fallback || v.Fallback
			out.WriteString(s)
		}
		return Value{Kind: StringValue, Text: out.String(), Fallback: fallback}, n.Op != g.Tagged
	case g.Cond:
		return e.choice(id, depth)
	case g.Cast:
		v, ok := e.eval(e.Child(id, 1), depth+1)
		if ok && e.keeps(e.First(id), v) {
			return v, true
		}
	case g.Call:
		return e.call(id, depth)
	}
	return Value{}, false
}

// second gives a node's second child, or 0 where it is Empty.
func (t *Table) second(id g.ID) g.ID {
	if c := t.Child(id, 1); c != 0 && t.Nodes[c].Kind != g.Empty {
		return c
	}
	return 0
}

// bare tells whether an f-string takes a value as it is: a format behind it would change the text.
func (e *evaluator) bare(id, c g.ID) bool {
	if e.Nodes[id].Op != g.Format {
		return true
	}
	n := &e.Nodes[c]
	if n.Start == 0 || int(n.End) >= len(e.Source) {
		return false
	}
	return e.Source[n.Start-1] == '{' && e.Source[n.End] == '}'
}

// keeps tells whether a value is the same after a conversion to a type.
func (e *evaluator) keeps(typ g.ID, v Value) bool {
	if e.rules.hoist || typ == 0 || e.Nodes[typ].Kind == g.Empty {
		return true
	}
	name, _ := e.Canonical(typ)
	switch v.Kind {
	case StringValue:
		return strings.HasSuffix(name, "tring") || strings.HasSuffix(name, ".Object") || strings.HasSuffix(name, ".CharSequence") || e.rules.cases
	case IntValue:
		return name != "string" && name != "byte" && name != "char" && name != "java.lang.String"
	case FloatValue:
		return strings.Contains(name, "loat") || strings.Contains(name, "ouble")
	}
	return true
}

// variable gives the value of a variable where it is used.
func (e *evaluator) variable(sym Symbol, use g.ID, depth int) (Value, bool) {
	if sym == 0 {
		return Value{}, false
	}
	d := &e.Defs[sym]
	switch {
	case d.Kind == Imported:
		return e.outside(use)
	case d.Kind == Member && !d.Constant && e.foreign[e.Nodes[d.At].Ref]:
		return Value{}, false
	}
	if value, path := e.reach(sym, use); value != 0 {
		return e.held(value, path, depth)
	}
	if v, ok := e.unset(d, depth); ok {
		return v, true
	}
	// Whichever of its assignments it was, the value is the same.
	writes := e.writesOf(sym)
	if d.escapes || d.Kind == Param || d.Kind == Bound || len(writes) < 2 || len(writes) > 8 {
		return Value{}, false
	}
	var all Value
	for i, w := range writes {
		if w.value == 0 || e.Nodes[w.value].Kind == g.AssignOp {
			return Value{}, false
		}
		v, ok := e.held(w.value, "", depth)
		if !ok || i > 0 && v != all {
			return Value{}, false
		}
		all = v
	}
	return all, true
}

// unset gives the default of a name that is taken out of the environment: const {X = "a"} = process.env.
func (e *evaluator) unset(d *Def, depth int) (Value, bool) {
	p := e.Parents[d.At]
	if d.Writes != 1 || !e.rules.hoist || e.Nodes[p].Kind != g.Assign || e.Nodes[d.Owner].Kind != g.Var || p == d.Owner {
		return Value{}, false
	}
	source := e.Part(d.Owner, 2)
	if source == 0 {
		return Value{}, false
	}
	if name, _ := e.Canonical(source); name != "process.env" && name != "import.meta.env" {
		return Value{}, false
	}
	v, ok := e.eval(e.second(p), depth+1)
	v.Fallback = true
	return v, ok
}

// held gives the value of a variable by the expression that it stands for, or by what is at a path in it.
func (e *evaluator) held(value g.ID, path string, depth int) (Value, bool) {
	for _, b := range e.busy {
		if b == value {
			return Value{}, false
		}
	}
	e.busy = append(e.busy, value)
	defer func() { e.busy = e.busy[:len(e.busy)-1] }()
	for n := 0; path != "" && n < 8; n++ {
		word, rest, _ := strings.Cut(path, ".")
		value, path = e.element(value, word, depth+1), rest
	}
	return e.eval(value, depth+1)
}

// outside asks for what another file exports.
func (e *evaluator) outside(id g.ID) (Value, bool) {
	if e.External == nil {
		return Value{}, false
	}
	name, unsure := e.Canonical(id)
	if name == "" || unsure {
		return Value{}, false
	}
	return e.External(name)
}

// memberOf gives the value of a field, an enum's member, a class's constant, a key of an object literal.
func (e *evaluator) memberOf(id g.ID, depth int) (Value, bool) {
	n := &e.Nodes[id]
	if n.Size < 3 {
		return Value{}, false
	}
	word := e.Nodes[e.Nodes[id+1].Next].Ref
	if sym := e.Field(id); sym != 0 {
		return e.variable(sym, id, depth)
	}
	if sym := e.Uses[id+1]; sym != 0 && e.Nodes[id+1].Kind == g.Ident {
		if d := &e.Defs[sym]; d.Kind == Class {
			if m := e.members[key(int32(d.Owner), word)]; m != 0 {
				return e.variable(m, id, depth)
			}
			return Value{}, false
		}
	}
	if name, _ := e.Canonical(id); name != "" {
		return e.outside(id)
	}
	return e.eval(e.element(id+1, e.Strings[word], depth+1), depth+1)
}
