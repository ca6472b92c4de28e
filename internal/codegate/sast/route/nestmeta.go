package route

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Guards of Nest that ask what a decorator left on the method or class. The names say, beside those of guards and effects:
//
//	meta:K    K was left on it
//	waives:K  where K is left, the guard lets pass
//	wants:K   where K is not left, the guard asks for no role
//	gate:K    where K is not left, the guard lets pass

// nestSets reads SetMetadata(key, value).
func (b *builder) nestSets(call g.ID) {
	list, _ := b.args(call)
	if len(list) == 0 {
		return
	}
	for _, key := range b.metaKeys(list[0]) {
		b.prove("meta:"+key, b.u.Nodes[call].Start, b.u.Nodes[call].End)
	}
}

// metaKeys gives a key by its text and by the name that it has: another file may know only one of them.
func (b *builder) metaKeys(id g.ID) (keys []string) {
	if text, ok := b.constant(id); ok {
		keys = append(keys, text)
	}
	switch b.u.Nodes[id].Kind {
	case g.Ident, g.Member:
		if name := b.lastName(id); name != "" && !slices.Contains(keys, name) {
			keys = append(keys, name)
		}
	}
	return keys
}

// nestSwitches reads what guards make of what they read. It runs when the conditions of the file are known.
func (b *builder) nestSwitches() {
	for i := range b.out.Evidence {
		if e := b.out.Evidence[i]; e.Name == "rate-limit" && strings.Contains(string(b.u.Source[e.Start:e.End]), "ThrottlerGuard") {
			b.prove("waives:SkipThrottle", e.Start, e.End)
		}
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind == g.Func && b.u.Part(id, 0) != 0 && b.u.Name(b.u.Part(id, 0)) == "canActivate" {
			b.nestProof(id)
		}
	}
	for _, call := range b.reads {
		fn := b.around(call, g.Func, g.Lambda)
		if fn == 0 {
			continue
		}
		list, _ := b.args(call)
		keys := b.metaKeys(list[0])
		word, at := b.nestSwitch(fn, call)
		if word == "wants" && !b.asksBefore(fn, at) {
			word = "gate"
		}
		if word == "" {
			continue
		}
		for _, key := range keys {
			b.prove(word+":"+key, b.u.Nodes[call].Start, b.u.Nodes[call].End)
		}
	}
}

// nestProof finds guards that ask for a key or secret: what they compare is none of the names of who asks.
func (b *builder) nestProof(fn g.ID) {
	for at := fn; at < b.u.End(fn); at++ {
		switch b.u.Nodes[at].Kind {
		case g.String, g.Ident:
			if name := b.u.Name(at); len(name) < 60 && hasWord(name, guardKeyWords) {
				b.prove("auth.authenticated", b.u.Nodes[fn].Start, b.u.Nodes[fn].End)
				return
			}
		}
	}
}

var guardKeyWords = wordSet("apikey key secret signature hmac authorization timingsafeequal bearer")

// asksBefore tells whether a guard asks who it is before a place.
func (b *builder) asksBefore(fn g.ID, at g.ID) bool {
	start, end := b.u.Nodes[fn].Start, b.u.Nodes[at].Start
	if slices.ContainsFunc(b.out.Evidence, func(e Evidence) bool {
		return e.Name == "auth.authenticated" && start <= e.Start && e.End <= end
	}) {
		return true
	}
	for id := fn; id < at; id++ {
		if b.u.Nodes[id].Kind == g.Super {
			return true
		}
	}
	return false
}

// nestSwitch tells what a guard does by what it read: waives where it lets pass because of it, wants where it lets pass
// without it, "" where neither.
func (b *builder) nestSwitch(fn, call g.ID) (word string, at g.ID) {
	is := func(id g.ID) bool { // the call itself, or the name that it was given
		if id == call {
			return true
		}
		if b.u.Nodes[id].Kind != g.Ident {
			return false
		}
		d := b.u.Def(id)
		if d == nil {
			return false
		}
		v := b.valueOf(d)
		return v != 0 && v <= call && call < b.u.End(v)
	}
	for id := fn; id < b.u.End(fn); id++ {
		switch n := &b.u.Nodes[id]; n.Kind {
		case g.If, g.Cond:
			cond, then := b.u.First(id), b.u.Child(id, 1)
			with, without := b.polarity(cond, is, 0)
			switch passes := b.letsPass(then); {
			case with && passes:
				return "waives", id
			case without && passes:
				return "wants", id
			case without && !passes && n.Kind == g.If && !b.throws(then): // if (!isPublic) { … }
				return "waives", id
			case with && !passes && n.Kind == g.If && !b.throws(then): // if (roles) { … return has(roles) } return true
				return "wants", id
			}
		case g.Binary: // return isPublic || super.canActivate(context)
			if n.Op == g.Or && b.around(id, g.Return) != 0 {
				with, without := b.polarity(b.u.First(id), is, 0)
				if with {
					return "waives", id
				}
				if without {
					return "wants", id
				}
			}
		}
	}
	return "", 0
}

// polarity says whether a condition holds because something is there, or because it is not.
func (b *builder) polarity(cond g.ID, is func(g.ID) bool, depth int) (with, without bool) {
	if cond == 0 || depth > 8 {
		return false, false
	}
	if is(cond) {
		return true, false
	}
	switch n := &b.u.Nodes[cond]; n.Kind {
	case g.Unary:
		if n.Op == g.Not {
			with, without = b.polarity(b.u.First(cond), is, depth+1)
			return without, with
		}
		return b.polarity(b.u.First(cond), is, depth+1)
	case g.Await, g.Cast, g.Member: // roles.length
		return b.polarity(b.u.First(cond), is, depth+1)
	case g.Binary:
		l, r := b.u.First(cond), b.u.Child(cond, 1)
		lw, lo := b.polarity(l, is, depth+1)
		rw, ro := b.polarity(r, is, depth+1)
		switch n.Op {
		case g.Eq, g.Same, g.Ne, g.NotSame:
			if !lw && !lo {
				l, r, lw, lo = r, l, rw, ro
			}
			empty := b.u.Nodes[r].Kind == g.Null || b.u.Nodes[r].Kind == g.Int && b.u.Name(r) == "0" || b.u.Nodes[r].Kind == g.Bool && b.u.Nodes[r].Op == g.False || b.u.Nodes[r].Kind == g.Ident && b.u.Name(r) == "undefined"
			if empty == (n.Op == g.Eq || n.Op == g.Same) {
				return lo, lw
			}
			return lw, lo
		case g.Gt:
			return lw, lo
		}
		return lw || rw, lo || ro
	}
	return false, false
}

// letsPass tells a branch that does nothing but let the request through.
func (b *builder) letsPass(id g.ID) bool {
	if id == 0 {
		return false
	}
	switch n := &b.u.Nodes[id]; n.Kind {
	case g.Bool:
		return n.Op == g.True
	case g.Block:
		first := g.ID(0)
		for c := range b.u.Children(id) {
			if b.u.Nodes[c].Kind == g.Return {
				first = c
			}
		}
		return b.letsPass(first)
	case g.Return:
		v := b.u.First(id)
		if v == 0 {
			return false
		}
		if b.u.Nodes[v].Kind == g.Call {
			_, name := b.member(v)
			return name == "handle" || name == "resolve" || name == "of"
		}
		return b.letsPass(v)
	}
	return false
}

// throws tells a branch that does nothing but turn the request away.
func (b *builder) throws(id g.ID) bool {
	for at := id; at < b.u.End(id); at++ {
		switch b.u.Nodes[at].Kind {
		case g.Throw:
			return true
		case g.Func, g.Lambda, g.Return:
			return false
		}
	}
	return false
}
