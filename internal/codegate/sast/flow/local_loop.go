package flow

import "bartizan/internal/syntax/generic"

// maxLoops is how deep loops may nest before the inner ones are followed once only.
const maxLoops = 24

// A loop is a loop that is being lowered: phis at its head stand for what the variables it uses hold in any round.
type loop struct {
	head   int32
	phis   []int32 // variable, phi
	frame  int
	region int
}

// loopStart begins a loop over the nodes from id to its end.
func (b *body) loopStart(id generic.ID) loop {
	l := loop{head: b.newBlock()}
	in := b.edge(l.head, 0, false)
	b.block = l.head
	b.loops++
	if b.loops > maxLoops {
		b.truncate("loops nested deeper than 24")
	} else {
		b.mark++
		first, end := id, b.End(id)
		for at := first + 1; at < end; at++ {
			if k := b.Nodes[at].Kind; k == generic.Func || k == generic.Lambda {
				at = b.End(at) - 1
				continue
			}
			variable := b.refer[at]
			if variable == 0 {
				continue
			}
			switch b.vars[variable].kind {
			case varMember:
				variable = b.this
			case varCode, varImport:
				continue
			}
			if b.seen[variable] == b.mark {
				continue
			}
			b.seen[variable] = b.mark
			if v := &b.vars[variable]; v.kind == varOwned && v.owner == b.unit && b.Defs[variable].Scope > id && b.Defs[variable].Scope < end {
				continue // lives for one round only
			}
			b.loopPhi(&l, variable, in, at)
		}
		if b.control != 0 {
			b.loopPhi(&l, b.control, in, id)
		}
	}
	b.open()
	l.region = len(b.regions) - 1
	l.frame = len(b.frames)
	b.frames = append(b.frames, frame{loop: true, label: b.labelOf(id), region: l.region, exit: b.newBlock(), next: b.newBlock(), tries: len(b.tries)})
	return l
}

func (b *body) loopPhi(l *loop, variable, in int32, at generic.ID) {
	v := b.version(variable, at)
	phi := ilValue{op: opPhi, first: int32(len(b.lists)), count: 4}
	b.lists = append(b.lists, v, in, v, in)
	p := b.newValue(phi)
	b.set(variable, p)
	l.phis = append(l.phis, variable, p)
}

// loopNext begins the block that continue goes to.
func (b *body) loopNext(l *loop) {
	f := &b.frames[l.frame]
	if !b.dead {
		f.nexts = append(f.nexts, b.snapshot(l.region, b.edge(f.next, 0, false)))
	}
	b.rebase(l.region)
	b.merge(f.next, b.frames[l.frame].nexts)
}

// rebase puts variables back to the start of a region and keeps the region open.
func (b *body) rebase(region int) {
	for len(b.regions) > region+1 {
		b.close()
	}
	r := b.regions[region]
	b.close()
	b.regions = append(b.regions, r)
}

// loopBack closes the circle.
func (b *body) loopBack(l *loop) {
	if b.dead {
		return
	}
	back := b.edge(l.head, 0, false)
	for i := 0; i < len(l.phis); i += 2 {
		p := &b.values[l.phis[i+1]]
		b.lists[p.first+2], b.lists[p.first+3] = b.cur[l.phis[i]], back
	}
}

// leaves records that control goes from here to behind the loop.
func (b *body) leaves(l *loop, cond int32, when bool) {
	f := &b.frames[l.frame]
	s := b.snapshot(l.region, b.edge(f.exit, cond, when))
	b.frames[l.frame].exits = append(b.frames[l.frame].exits, s)
}

// loopEnd goes on behind the loop.
func (b *body) loopEnd(l *loop) {
	f := b.frames[l.frame]
	b.frames = b.frames[:l.frame]
	for len(b.regions) > l.region {
		b.close()
	}
	b.loops--
	b.merge(f.exit, f.exits)
	if b.dead {
		b.block = b.newBlock()
	}
}

func (b *body) forLoop(id generic.ID) {
	b.statement(b.Child(id, 0))
	l := b.loopStart(id)
	if cond := b.Child(id, 1); cond != 0 && b.Nodes[cond].Kind != generic.Empty {
		b.test(&l, cond)
	}
	b.statement(b.Child(id, 3))
	b.loopNext(&l)
	b.statement(b.Child(id, 2))
	b.loopBack(&l)
	b.loopEnd(&l)
}

// test leaves the loop where its condition fails. Of conditions, only a literal is taken for what it is: what a variable holds
// in a loop that is said to run for ever, or never, is more often not understood.
func (b *body) test(l *loop, cond generic.ID) {
	c := b.loopCondition(cond)
	b.leaves(l, c, false)
	inside := b.newBlock()
	b.edge(inside, c, true)
	b.block = inside
}

func (b *body) loopCondition(cond generic.ID) int32 {
	c := b.expr(cond)
	if k := b.Nodes[cond].Kind; k != generic.Bool && k != generic.Int {
		return 0
	}
	return c
}

func (b *body) whileLoop(id generic.ID) {
	l := b.loopStart(id)
	b.test(&l, b.Child(id, 0))
	b.statement(b.Child(id, 1))
	b.loopNext(&l)
	b.loopBack(&l)
	b.loopEnd(&l)
	b.statement(b.Child(id, 2))
}

func (b *body) doWhile(id generic.ID) {
	l := b.loopStart(id)
	b.statement(b.Child(id, 0))
	b.loopNext(&l)
	c := b.loopCondition(b.Child(id, 1))
	b.leaves(&l, c, false)
	again := b.newBlock()
	b.edge(again, c, true)
	b.block = again
	b.loopBack(&l)
	b.loopEnd(&l)
}

// forEach lowers a loop over elements; inside lowers what is done with each.
func (b *body) forEach(id generic.ID, inside func()) {
	target, source := b.Child(id, 0), b.Child(id, 1)
	v := b.expr(source)
	l := b.loopStart(id)
	b.leaves(&l, 0, false)
	body := b.newBlock()
	b.edge(body, 0, false)
	b.block = body
	b.bindElement(id, target, source, v)
	inside()
	b.loopNext(&l)
	b.loopBack(&l)
	b.loopEnd(&l)
}
