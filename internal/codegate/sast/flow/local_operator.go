package flow

import "bartizan/internal/syntax/generic"

func (b *body) unary(id generic.ID) int32 {
	n := &b.Nodes[id]
	operand := b.First(id)
	v := b.expr(operand)
	switch n.Op {
	case generic.Deref, generic.AddressOf, generic.Receive, generic.Add, generic.Plain:
		return v
	case generic.Inc, generic.Dec, generic.PostInc, generic.PostDec:
		op := generic.Add
		if n.Op == generic.Dec || n.Op == generic.PostDec {
			op = generic.Sub
		}
		now := b.mix(id, op, b.masks.arithmetic, v, b.number(id, 1))
		b.assign(operand, now)
		if n.Op == generic.PostInc || n.Op == generic.PostDec {
			return v
		}
		return now
	case generic.Not:
		return b.mix(id, generic.Not, b.masks.logic, v)
	case generic.Sub:
		return b.mix(id, foldNegate, b.masks.arithmetic, v)
	case generic.BitNot:
		return b.mix(id, generic.BitNot, b.masks.arithmetic, v)
	case generic.Void, generic.Delete:
		return 0
	}
	return b.mix(id, generic.Plain, b.masks.assignments, v)
}

// binary lowers a chain of operators that leans left without going deeper for each.
func (b *body) binary(id generic.ID) int32 {
	var chain []generic.ID
	left := id
	for {
		chain = append(chain, left)
		next := b.First(left)
		if b.Nodes[next].Kind != generic.Binary || b.marks.first[next] != 0 || len(b.active) > 0 {
			left = next
			break
		}
		left = next
	}
	v := b.expr(left)
	for i := len(chain) - 1; i >= 0; i-- {
		v = b.operator(chain[i], v)
	}
	return v
}

func (b *body) operator(id generic.ID, v int32) int32 {
	n := &b.Nodes[id]
	right := b.Child(id, 1)
	switch n.Op {
	case generic.And, generic.Or, generic.Nullish:
		return b.shortCircuit(id, n.Op, v, right)
	}
	w := b.expr(right)
	switch n.Op {
	case generic.Eq, generic.Ne, generic.Same, generic.NotSame, generic.Lt, generic.Le, generic.Gt, generic.Ge, generic.In, generic.NotIn, generic.Is, generic.IsNot:
		return b.mix(id, n.Op, b.rules.union(b.rules.union(b.masks.comparisons, b.masks.booleans), b.masks.assignments), v, w)
	case generic.Sub, generic.Div, generic.FloorDiv, generic.Pow, generic.Shl, generic.Shr, generic.ShrUnsigned, generic.BitAnd, generic.BitXor:
		if b.numeric(id, n.Op) {
			return b.mix(id, n.Op, b.masks.arithmetic, v, w)
		}
	case generic.Mul, generic.Mod:
		if b.Language != "ruby" && b.Language != "python" || b.literalNumber(b.First(id)) || n.Op == generic.Mul && b.literalNumber(right) {
			return b.mix(id, n.Op, b.masks.arithmetic, v, w)
		}
	case generic.Add:
		if (b.Language == "python" || b.Language == "go") && (b.literalNumber(b.First(id)) || b.literalNumber(right)) {
			return b.mix(id, n.Op, b.masks.arithmetic, v, w)
		}
	case generic.Send:
		// ch <- v
		if b.lvalue(b.First(id)) {
			b.update(b.First(id), b.join(id, v, w))
		}
		return 0
	}
	return b.mix(id, n.Op, b.masks.assignments, v, w)
}

func (b *body) literalNumber(id generic.ID) bool {
	return b.Nodes[id].Kind == generic.Int || b.Nodes[id].Kind == generic.Float
}

// shortCircuit evaluates the right side where the left decides so.
func (b *body) shortCircuit(id generic.ID, op generic.Op, left int32, right generic.ID) int32 {
	killed := int32(0)
	if op != generic.Nullish {
		switch b.Language {
		case "java", "go", "c", "cpp", "csharp", "rust", "kotlin", "scala", "swift", "php":
			killed = b.masks.booleans
		}
	}
	if b.pure(right) {
		return b.mix(id, op, killed, left, b.expr(right))
	}
	test, join := b.newBlock(), b.newBlock()
	var short int32
	switch op {
	case generic.And:
		short = b.edge(join, left, false)
		b.edge(test, left, true)
	case generic.Or:
		short = b.edge(join, left, true)
		b.edge(test, left, false)
	default:
		short = b.edge(join, 0, false)
		b.edge(test, 0, false)
	}
	dead := b.dead
	b.open()
	region := len(b.regions) - 1
	b.block = test
	v := b.expr(right)
	states := []state{{edge: short}}
	incoming := [][2]int32{{left, short}}
	if !b.dead {
		s := b.snapshot(region, b.edge(join, 0, false))
		states = append(states, s)
		incoming = append(incoming, [2]int32{v, s.edge})
	}
	b.close()
	b.merge(join, states)
	b.dead = dead
	v = b.phi(incoming)
	if killed != 0 {
		v = b.mix(id, foldSame, killed, v)
	}
	return v
}

// pure says whether an expression changes nothing and calls nothing.
func (b *body) pure(id generic.ID) bool {
	for at, end := id, b.End(id); at < end; at++ {
		switch b.Nodes[at].Kind {
		case generic.Call, generic.New, generic.Assign, generic.AssignOp, generic.Lambda, generic.Switch, generic.Throw, generic.Return, generic.Await, generic.Yield, generic.TypeTest:
			return false
		case generic.Unary:
			if op := b.Nodes[at].Op; op == generic.Inc || op == generic.Dec || op == generic.PostInc || op == generic.PostDec {
				return false
			}
		}
		if at-id > 64 {
			return false
		}
	}
	return true
}

func (b *body) conditional(id generic.ID) int32 {
	cond, then, otherwise := b.Child(id, 0), b.Child(id, 1), b.Child(id, 2)
	c := b.expr(cond)
	yes, no, join := b.newBlock(), b.newBlock(), b.newBlock()
	b.edge(yes, c, true)
	b.edge(no, c, false)
	dead := b.dead
	b.open()
	region := len(b.regions) - 1
	var states []state
	var incoming [][2]int32
	for i, arm := range []generic.ID{then, otherwise} {
		b.block, b.dead = yes, dead
		if i == 1 {
			b.block = no
		}
		v := b.expr(arm)
		if !b.dead || dead {
			s := b.snapshot(region, b.edge(join, 0, false))
			states, incoming = append(states, s), append(incoming, [2]int32{v, s.edge})
		}
		b.rebase(region)
	}
	b.close()
	b.merge(join, states)
	b.dead = dead
	if len(incoming) == 0 {
		return 0
	}
	return b.phi(incoming)
}

func (b *body) yield(id generic.ID) int32 {
	v := b.expr(b.First(id))
	if b.Language == "java" && b.yields(v) {
		return 0
	}
	if v != 0 {
		path := Path("[]")
		if b.Nodes[id].Op == generic.From {
			path = ""
		}
		b.goal(goal{value: v, mode: goalParts, end: End{Kind: Return, Node: id, Path: path, Env: -1}})
	}
	return 0
}

// numeric says whether an operator that is one of numbers in most languages gives a number here. Ruby and C++ have it mean what
// they like; in Python / joins paths, and - & | ^ are those of sets and mappings too.
func (b *body) numeric(id generic.ID, op generic.Op) bool {
	switch b.Language {
	case "ruby", "cpp":
		return false
	case "python":
		switch op {
		case generic.Sub, generic.Div, generic.BitAnd, generic.BitOr, generic.BitXor:
			left := b.First(id)
			return b.literalNumber(left) || b.literalNumber(b.Nodes[left].Next)
		}
	}
	return true
}
