package search

import "bartizan/internal/syntax/generic"

// instruction matches an instruction of a Dockerfile: what stands beside its operands in any order, and maybe more.
func (m *matcher) instruction(p, t generic.ID, next int32) int32 {
	callee, tcallee := m.pat.First(p), m.u.First(t)
	args, targs := m.next(callee), m.after(tcallee)
	if args == 0 || targs == 0 || m.pat.Nodes[args].Kind != generic.Args {
		return m.parts(p, t, next)
	}
	if beside := m.next(args); beside != 0 {
		tbeside := m.after(targs)
		if tbeside == 0 {
			return fail
		}
		for c := m.pat.First(beside); c != 0; c = m.next(c) {
			next = m.push(goal{op: goalOne, p: c, t: m.u.First(tbeside), next: next})
		}
	}
	word := ""
	if m.pat.Nodes[callee].Kind == generic.Ident {
		if word = m.pat.Name(callee); word != m.u.Name(tcallee) {
			return fail
		}
	} else {
		next = m.nodeGoal(callee, tcallee, next)
	}
	first, tfirst := m.pat.First(args), m.u.First(targs)
	switch word {
	case "FROM":
		if first != 0 && tfirst != 0 && !listEllipsis(m.pat.Nodes[first].Kind) {
			return m.image(first, tfirst, next)
		}
	case "ARG":
		if first != 0 && tfirst != 0 && m.pat.Nodes[first].Kind == generic.MV && m.u.Nodes[tfirst].Kind == generic.Pair { // it has a value
			return fail
		}
	case "RUN", "CMD", "ENTRYPOINT":
		if first == 0 || m.onlyEllipsis(first) {
			break
		}
		list := m.pat.Nodes[first].Kind == generic.List
		if tfirst == 0 || (m.u.Nodes[tfirst].Kind == generic.List) != list && m.pat.Nodes[first].Kind != generic.MVEllipsis {
			return fail
		}
		if !list && m.u.Nodes[tfirst].Kind != generic.List {
			m.commands(args, targs, func(_, _ generic.ID) int32 { return next })
			return fail
		}
	}
	return m.arguments(args, targs, next)
}

// image matches the name of an image, and the tag and the digest that the pattern has.
func (m *matcher) image(p, t generic.ID, next int32) int32 {
	part := func(f *generic.File, id *generic.ID, k generic.Kind) generic.ID {
		if f.Nodes[*id].Kind != k {
			return 0
		}
		*id = f.First(*id)
		return f.Nodes[*id].Next
	}
	for _, k := range []generic.Kind{generic.Binary, generic.Pair} { // digest, tag
		want, got := part(m.pat, &p, k), part(m.u.File, &t, k)
		switch {
		case want == 0:
		case got == 0:
			return fail
		default:
			next = m.nodeGoal(want, got, next)
		}
	}
	return m.nodeGoal(p, t, next)
}

// A shellCommand is the words of one command, and what stands before it: &&, |, … or nothing.
type shellCommand struct {
	before string
	words  []generic.ID
}

// maxCommands bounds the commands of one instruction that a pattern is tried at.
const maxCommands = 400

// split parts the words of an instruction into commands. Where to that is redirected is none of their words.
func split(f *generic.File, first generic.ID) (list []shellCommand) {
	now := shellCommand{}
	for id := first; id != 0; id = f.Nodes[id].Next {
		if f.Nodes[id].Kind != generic.Atom {
			now.words = append(now.words, id)
			continue
		}
		switch name := f.Name(id); name[0] {
		case '<', '>':
			if id = f.Nodes[id].Next; id == 0 {
				return append(list, now)
			}
		default:
			if len(now.words) > 0 || now.before != "" {
				list = append(list, now)
			}
			if len(list) > maxCommands {
				return list
			}
			now = shellCommand{before: name}
		}
	}
	return append(list, now)
}

// commands matches commands that stand behind each other anywhere among those of an instruction. Then gives what is left to
// show, of the first and the last word.
func (m *matcher) commands(p, t generic.ID, then func(first, last generic.ID) int32) {
	ps, ts := split(m.pat, m.pat.First(p)), split(m.u.File, m.u.First(t))
	for at := 0; at+len(ps) <= len(ts) && !m.pass.cut; at++ {
		run := ts[at : at+len(ps)]
		first, last := run[0].words, run[len(run)-1].words
		if len(first) == 0 || len(last) == 0 {
			continue
		}
		same := true
		for i := 1; i < len(ps); i++ {
			same = same && ps[i].before == run[i].before
		}
		if same {
			k := m.mark()
			m.each(ps, run, then(first[0], last[len(last)-1]))
			m.undo(k)
		}
	}
}

// each matches commands one by one, from the last one on.
func (m *matcher) each(ps, ts []shellCommand, next int32) {
	if len(ps) == 0 {
		m.run(next)
		return
	}
	last := len(ps) - 1
	m.words(ps[last].words, ts[last].words, next, func(next int32) { m.each(ps[:last], ts[:last], next) })
}

// words matches the words of one command, from the last one on, and goes on with what is left to show.
func (m *matcher) words(ps, ts []generic.ID, next int32, rest func(next int32)) {
	if m.pass.left--; m.pass.left < 0 {
		m.pass.cut = true
		return
	}
	if len(ps) == 0 {
		if len(ts) == 0 {
			rest(next)
		}
		return
	}
	last := len(ps) - 1
	p := ps[last]
	k := m.mark()
	switch m.pat.Nodes[p].Kind {
	case generic.Ellipsis, generic.MVEllipsis:
		for from := len(ts); from >= 0 && !m.pass.cut; from-- {
			after := generic.ID(0)
			if from < len(ts) {
				after = m.after(ts[len(ts)-1])
			}
			if m.pat.Nodes[p].Kind == generic.Ellipsis {
				m.words(ps[:last], ts[:from], next, rest)
			} else if from < len(ts) && m.bindRun(p, ts[from], after) {
				m.words(ps[:last], ts[:from], next, rest)
			}
			m.undo(k)
		}
	default:
		if len(ts) > 0 {
			m.words(ps[:last], ts[:len(ts)-1], m.nodeGoal(p, ts[len(ts)-1], next), rest)
			m.undo(k)
		}
	}
}

// wordRuns tries words of commands at every instruction.
func (p *Pass) wordRuns(m *matcher, root generic.ID) {
	for _, id := range p.x.kind(generic.Args) {
		if p.cut {
			return
		}
		if first := p.u.First(id); first == 0 || p.u.Nodes[first].Kind == generic.List {
			continue
		}
		m.reset()
		m.root = id
		m.commands(root, id, func(first, last generic.ID) int32 {
			m.start, m.root, m.last = first, first, last
			return 0
		})
	}
}
