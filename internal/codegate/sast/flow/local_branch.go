package flow

import "bartizan/internal/syntax/generic"

// maxFinals is how deep finally blocks may nest before the inner ones are lowered once for all ways that lead there. Each is
// else lowered twice: for what completes, and for what leaves.
const maxFinals = 3

// maxTries is how deep tries may nest before handlers of the inner ones are looked at as if nothing had happened before.
const maxTries = 32

// try lowers a try with its handlers. Each version that a variable gets inside may be the one that a handler sees.
func (b *body) try(id generic.ID) {
	var catches []generic.ID
	var otherwise, finally generic.ID
	main := b.First(id)
	for c := b.Nodes[main].Next; main != 0 && c != 0; c = b.Nodes[c].Next {
		switch b.Nodes[c].Kind {
		case generic.Catch:
			catches = append(catches, c)
		case generic.Finally:
			finally = b.First(c)
		case generic.Block:
			otherwise = c
		}
	}
	exit := b.newBlock()
	b.open()
	region := len(b.regions) - 1
	var ends []state
	firstBlock, entry, wasDead := b.blocks, b.block, b.dead
	b.tries = append(b.tries, tryFrame{})
	b.statement(main)
	t := b.tries[len(b.tries)-1]
	b.tries = b.tries[:len(b.tries)-1]
	t.defs = b.seenByHandlers(t.defs)
	throws := b.mayThrow(main)
	if otherwise != 0 {
		b.statement(otherwise)
	}
	if !b.dead {
		ends = append(ends, b.snapshot(region, b.edge(exit, 0, false)))
	}
	b.rebase(region)
	if len(b.tries) >= maxTries {
		b.truncate("tries nested deeper than 32")
		t.defs = nil
	}
	defs, thrown := t.defs, t.thrown
	for _, c := range catches {
		b.handler(entry, firstBlock, defs, throws)
		b.dead = wasDead
		b.tries = append(b.tries, tryFrame{})
		b.catch(c, thrown)
		inner := b.tries[len(b.tries)-1]
		b.tries = b.tries[:len(b.tries)-1]
		t.defs, t.thrown = append(t.defs, inner.defs...), append(t.thrown, inner.thrown...)
		if !b.dead {
			ends = append(ends, b.snapshot(region, b.edge(exit, 0, false)))
		}
		b.rebase(region)
	}
	if len(catches) > 0 {
		thrown = t.thrown[len(thrown):]
	}
	if n := len(b.tries); n > 0 {
		b.tries[n-1].defs = append(b.tries[n-1].defs, t.defs...)
		b.tries[n-1].thrown = append(b.tries[n-1].thrown, thrown...)
	}
	if finally == 0 {
		b.close()
		b.merge(exit, ends)
		if b.dead {
			b.block = b.newBlock()
		}
		return
	}
	b.finals++
	once := b.finals > maxFinals
	b.handler(entry, firstBlock, t.defs, true)
	b.dead = wasDead
	if once {
		ends = append(ends, b.snapshot(region, b.edge(exit, 0, false)))
	} else {
		b.statement(finally)
	}
	b.rebase(region)
	b.close()
	b.merge(exit, ends)
	if b.dead {
		b.block = b.newBlock()
	} else {
		b.statement(finally)
	}
	b.finals--
}

// handler begins the block that control comes to from anywhere in a try: its blocks are those from firstBlock on, and entry.
func (b *body) handler(entry, firstBlock int32, defs []definition, throws bool) {
	to, last := b.newBlock(), b.blocks-1
	if !throws {
		b.block = to
		return
	}
	first := b.edgeFrom(entry, to, 0, false)
	for from := firstBlock; from < last; from++ {
		b.edgeFrom(from, to, 0, false)
	}
	edge := func(block int32) int32 {
		if block < firstBlock || block >= last {
			return first
		}
		return first + 1 + block - firstBlock
	}
	b.block = to
	b.mark++
	b.changed = b.changed[:0]
	for _, d := range defs {
		if b.seen[d.variable] != b.mark {
			b.seen[d.variable] = b.mark
			b.slot[d.variable] = int32(len(b.changed))
			b.changed = append(b.changed, change{variable: d.variable, count: 1})
		}
		b.changed[b.slot[d.variable]].count++
	}
	at := int32(0)
	for i := range b.changed {
		b.changed[i].first = at
		at += b.changed[i].count
	}
	if cap(b.incoming) < int(at) {
		b.incoming = make([][2]int32, at)
	}
	b.incoming = b.incoming[:at]
	for i := range b.changed {
		c := &b.changed[i]
		b.incoming[c.first] = [2]int32{b.version(c.variable, 0), first}
		c.filled = 1
	}
	for _, d := range defs {
		c := &b.changed[b.slot[d.variable]]
		b.incoming[c.first+c.filled] = [2]int32{d.value, edge(d.block)}
		c.filled++
	}
	for _, c := range b.changed {
		b.set(c.variable, b.phi(b.incoming[c.first:c.first+c.count]))
	}
}

// seenByHandlers leaves out the versions behind which nothing throws any more.
func (b *body) seenByHandlers(defs []definition) []definition {
	kept := defs[:0]
	for _, d := range defs {
		if d.throws < b.throws || d.loops > b.loops {
			kept = append(kept, d)
		}
	}
	return kept
}

// mayThrow says whether a statement holds anything that throws: nearly all but names, literals and jumps does.
func (b *body) mayThrow(id generic.ID) bool {
	for at, end := id, b.End(id); at < end; at++ {
		switch b.Nodes[at].Kind {
		case generic.Call, generic.New, generic.Member, generic.Index, generic.Slice, generic.Throw, generic.Binary, generic.Unary, generic.Await, generic.Yield,
			generic.Spread, generic.Cast, generic.ForEach, generic.With, generic.Assert, generic.Import, generic.Destructure, generic.Other, generic.Error, generic.StrConcat, generic.Directive:
			return true
		case generic.Ident:
			if b.Language == "python" || b.Language == "javascript" || b.Language == "typescript" || b.Language == "ruby" {
				return true // it may be undefined
			}
		}
	}
	return false
}

func (b *body) catch(id generic.ID, thrown []int32) {
	level := b.enter(id)
	param := b.Child(id, 0)
	if param != 0 && b.Nodes[param].Kind == generic.Param {
		v := b.mix(param, generic.Plain, 0, thrown...)
		inner := b.enter(param)
		v = b.markedDefinition(param, v)
		if name := b.Part(param, 0); name != 0 {
			b.bind(name, v)
		}
		b.active = b.active[:inner]
	}
	b.statement(b.Child(id, 1))
	b.active = b.active[:level]
}

func (b *body) with(id generic.ID) {
	for c := range b.Children(id) {
		switch b.Nodes[c].Kind {
		case generic.Assign, generic.Block, generic.Var:
			b.statement(c)
		default:
			b.expr(c)
		}
	}
}

// pick lowers a switch: tests in order, then the cases. As an expression it gives what its cases give.
func (b *body) pick(id generic.ID, wanted bool) int32 {
	n := &b.Nodes[id]
	subject := b.First(id)
	var v int32
	if subject == 0 {
		return 0
	}
	b.open()
	region := len(b.regions) - 1
	if b.Nodes[subject].Kind.Expression() {
		v = b.expr(subject)
	}
	at := len(b.frames)
	b.frames = append(b.frames, frame{pick: true, label: b.labelOf(id), region: region, exit: b.newBlock(), tries: len(b.tries), wantValue: wanted})
	exit := b.frames[at].exit
	// The tests.
	var otherwise generic.ID
	var cases []generic.ID
	var blocks, tests []int32
	for c := b.Nodes[subject].Next; c != 0; c = b.Nodes[c].Next {
		k := b.Nodes[c].Kind
		if k != generic.Case && k != generic.Default {
			continue
		}
		block := b.newBlock()
		cases, blocks = append(cases, c), append(blocks, block)
		if k == generic.Default {
			otherwise = c
			tests = append(tests, -1)
			continue
		}
		if n.Op == generic.Select {
			tests = append(tests, b.edge(block, 0, false))
			continue
		}
		cond := b.caseTest(id, c, v)
		tests = append(tests, b.edge(block, cond, true))
		next := b.newBlock()
		b.edge(next, cond, false)
		b.block = next
	}
	dead := b.dead
	if otherwise == 0 {
		if n.Op != generic.Select || len(cases) == 0 {
			b.frames[at].exits = append(b.frames[at].exits, b.snapshot(region, b.edge(exit, 0, false)))
		}
	}
	last := b.block
	// The cases.
	var fall []state
	for i, c := range cases {
		in := tests[i]
		if in < 0 {
			in = b.edgeFrom(last, blocks[i], 0, false)
		}
		b.open()
		inner := len(b.regions) - 1
		b.block = blocks[i]
		b.dead = dead
		if len(fall) > 0 {
			b.merge(blocks[i], append(fall, state{edge: in}))
			fall = nil
		}
		falls := b.caseBody(id, c, v)
		if !b.dead && (falls || n.Op == generic.Fall) && i+1 < len(cases) {
			s := b.snapshot(inner, b.edge(blocks[i+1], 0, false))
			fall = append(fall, s)
		} else if !b.dead {
			e := b.edge(exit, 0, false)
			b.frames[at].exits = append(b.frames[at].exits, b.snapshot(region, e))
		}
		for len(b.regions) > inner {
			b.close()
		}
	}
	f := b.frames[at]
	b.frames = b.frames[:at]
	for len(b.regions) > region {
		b.close()
	}
	b.merge(exit, f.exits)
	if b.dead {
		b.block = b.newBlock()
	}
	if wanted && len(f.values) > 0 {
		return b.phi(f.values)
	}
	return 0
}

// caseTest gives the condition under which a case is taken, or 0 where that is not known.
func (b *body) caseTest(id, c generic.ID, subject int32) int32 {
	var conds []int32
	known := true
	for p := b.First(c); p != 0 && b.Nodes[p].Next != 0; p = b.Nodes[p].Next {
		switch k := b.Nodes[p].Kind; {
		case k == generic.If:
			known = false
		case k == generic.String, k == generic.Int, k == generic.Char, k == generic.Bool, k == generic.Null, k == generic.Float:
			w := b.expr(p)
			if subject == 0 {
				known = false
				continue
			}
			conds = append(conds, b.mix(p, generic.Eq, 0, subject, w))
		case k.Expression() && b.Nodes[id].Op != generic.Match && b.Nodes[id].Op != generic.TypeSwitch && k != generic.Destructure:
			if w := b.expr(p); b.Nodes[b.First(id)].Kind == generic.Empty || k == generic.Binary {
				conds = append(conds, w) // switch { case condition: }
				if w == 0 {
					known = false
				}
				continue
			}
			known = false
		default:
			known = false
		}
	}
	if !known || len(conds) == 0 {
		return 0
	}
	cond := conds[0]
	for _, x := range conds[1:] {
		cond = b.mix(c, generic.Or, 0, cond, x)
	}
	return cond
}

// caseBody lowers one case and says whether it ends in a jump into the next.
func (b *body) caseBody(id, c generic.ID, subject int32) (falls bool) {
	level := b.enter(c)
	defer func() { b.active = b.active[:level] }()
	n := &b.Nodes[id]
	block := b.First(c)
	for ; block != 0 && b.Nodes[block].Next != 0; block = b.Nodes[block].Next {
		switch k := b.Nodes[block].Kind; {
		case k == generic.If:
			b.expr(b.Child(block, 0))
		case n.Op == generic.Select:
			b.statement(block)
		case k == generic.Param || n.Op == generic.Match || k == generic.Destructure:
			b.bindPattern(block, subject)
		}
	}
	if block == 0 {
		return false
	}
	f := len(b.frames) - 1
	if !b.frames[f].wantValue {
		for s := range b.Children(block) {
			if b.Nodes[s].Kind == generic.Break && b.Nodes[s].Op == generic.Fall {
				return true
			}
			b.statement(s)
		}
		return false
	}
	for s := range b.Children(block) {
		if b.Nodes[s].Next != 0 || b.Nodes[s].Kind != generic.ExprStmt || b.Nodes[b.First(s)].Kind == generic.Yield {
			b.statement(s)
			continue
		}
		level := b.enter(s)
		v := b.expr(b.First(s))
		b.active = b.active[:level]
		b.yields(v)
	}
	return false
}

// yields ends a case of a switch that is an expression with its value.
func (b *body) yields(v int32) bool {
	for i := len(b.frames) - 1; i >= 0; i-- {
		f := &b.frames[i]
		if !f.wantValue {
			continue
		}
		if !b.dead {
			e := b.edge(f.exit, 0, false)
			s := b.snapshot(f.region, e)
			b.frames[i].exits = append(b.frames[i].exits, s)
			b.frames[i].values = append(b.frames[i].values, [2]int32{v, e})
		}
		b.die()
		return true
	}
	return false
}
