package flow

import "errors"

var errList = errors.New("an index is outside of its list")

// check reports facts whose members name what is not there. What it passes can be linked without a look at any bound.
func (f *File) check() error {
	ok := len(f.strs) > 0 && f.strs[0] == "" && len(f.paths) > 0 && f.paths[0] == "" && len(f.sets) > 0 && f.sets[0] == nil && len(f.lists) > 0 && f.lists[0] == span{} && len(f.places) > 0
	ok = ok || len(f.strs)+len(f.paths)+len(f.sets)+len(f.lists)+len(f.places)+len(f.funcs) == 0
	var used [13]int // how much the parts of each list come to: no more than the list, so that nothing is walked twice
	part := func(list int, s span, n int) {
		ok = ok && 0 <= s.lo && s.lo <= s.hi && int(s.hi) <= n
		used[list] += s.len()
		ok = ok && used[list] <= n
	}
	in := func(n int, list ...int32) {
		for _, i := range list {
			ok = ok && 0 <= i && int(i) < n
		}
	}
	may := func(n int, list ...int32) { // -1 is none
		for _, i := range list {
			ok = ok && -1 <= i && int(i) < n
		}
	}
	strs := len(f.strs)
	for _, p := range f.paths {
		ok = ok && properPath(p)
	}
	for _, l := range f.lists {
		part(0, l, len(f.words))
	}
	in(strs, f.words...)
	for _, b := range f.binds {
		in(strs, b.name, b.text)
	}
	for _, e := range f.envs {
		part(1, e, len(f.binds))
	}
	in(strs, f.params...)
	for i := range f.funcs {
		fn := &f.funcs[i]
		in(len(f.places), fn.place)
		in(strs, fn.title, fn.name, fn.receiver, fn.result, fn.truncated)
		may(len(f.classes), fn.class)
		may(i, fn.owner) // what is around comes before
		part(2, fn.params, len(f.params))
		part(3, fn.calls, len(f.calls))
		part(4, fn.origins, len(f.origins))
		part(5, fn.targets, len(f.targets))
		may(fn.params.len(), fn.rest, fn.named)
		ok = ok && fn.flavour <= isInit
		if !ok {
			return errList
		}
		for _, o := range f.origins[fn.origins.lo:fn.origins.hi] {
			ok = ok && int(o.fun) == i
		}
		for _, t := range f.targets[fn.targets.lo:fn.targets.hi] {
			ok = ok && int(t.fun) == i
		}
		for _, c := range f.calls[fn.calls.lo:fn.calls.hi] {
			ok = ok && int(c.fun) == i
		}
	}
	for i := range f.calls {
		c := &f.calls[i]
		in(len(f.places), c.place)
		in(strs, c.callee, c.method, c.typ, c.value, c.recv, c.option)
		may(len(f.funcs), c.local, c.holder)
		in(len(f.funcs), c.fun)
		part(6, c.lambdas, len(f.lambdas))
		ok = ok && c.param >= -1 && (c.param < 0) == (c.holder < 0)
	}
	for i := range f.lambdas {
		l := &f.lambdas[i]
		in(strs, l.name, l.value)
		may(len(f.funcs), l.fun)
		in(len(f.calls), l.call)
		ok = ok && l.index >= -1
	}
	if !ok {
		return errList
	}
	end := func(kind EndKind, call, index, name, env, place, fun int32) {
		in(len(f.funcs), fun)
		may(len(f.calls), call)
		may(len(f.envs), env)
		in(strs, name)
		in(len(f.places), place)
		ok = ok && kind > NoEnd && kind <= SinkAt
		if onCall := kind >= CallArg && kind <= CallOut; ok {
			ok = onCall == (call >= 0) && (!onCall || f.calls[call].fun == fun)
		}
		ok = ok && (index >= 0 || index == -1 && kind == CallOut)
	}
	for i := range f.origins {
		o := &f.origins[i]
		end(o.kind, o.call, o.index, o.name, o.env, o.place, o.fun)
		part(7, o.edges, len(f.edges))
		if !ok {
			return errList
		}
		for _, e := range f.edges[o.edges.lo:o.edges.hi] {
			if in(len(f.targets), e.target); !ok || f.targets[e.target].fun != o.fun {
				return errList
			}
		}
	}
	for i := range f.targets {
		t := &f.targets[i]
		end(t.kind, t.call, t.index, t.name, t.env, t.place, t.fun)
	}
	for i := range f.edges {
		e := &f.edges[i]
		in(len(f.targets), e.target)
		in(len(f.paths), e.from, e.to)
		in(len(f.sets), e.set)
		in(len(f.lists), e.labels)
		part(8, e.steps, len(f.steps))
		ok = ok && e.steps.len() <= MaxSteps
	}
	in(len(f.places), f.steps...)
	for _, list := range [][]binding{f.names, f.exports, f.members, f.fields} {
		for _, b := range list {
			in(strs, b.name, b.value)
		}
	}
	in(strs, f.stars...)
	in(strs, f.imports...)
	in(strs, f.parents...)
	in(strs, f.asked...)
	for _, s := range f.objects {
		part(9, s, len(f.members))
	}
	for _, c := range f.classes {
		in(strs, c.name)
		part(10, c.parents, len(f.parents))
		part(11, c.methods, len(f.methods))
		part(12, c.fields, len(f.fields))
	}
	for _, m := range f.methods {
		in(strs, m.name)
		in(len(f.funcs), m.fun)
	}
	if !ok {
		return errList
	}
	return nil
}

// properPath holds for a path of at most MaxPath steps.
func properPath(p Path) bool { return (p == "" || p[0] == '.' || p[0] == '[') && trim(p) == p }
