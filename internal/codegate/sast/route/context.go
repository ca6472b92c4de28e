package route

import (
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// What a step puts on the request once it has found out who asks is who asks, whatever it is called: req.resident, ctx.state.patron,
// c.Set("depot", …). A file that uses such a name says so with the name behind a ~; it counts where a function that turns
// strangers away sets that name, in whatever file.

const (
	keyMark = "~"
	sets    = "context.set" // a place that sets a name
	gives   = "context.who" // a return that gives who asks
)

var (
	contextRoots = wordSet("req request ctx context c r g rc exchange info event locals res response self this w")
	contextParts = wordSet("state locals request req context raw var ctx res response custom store")
	contextGets  = wordSet("get getstring getint getint64 getuint getuint64 getbool mustget value locals getattribute getitem")
	// What frameworks themselves keep on a request.
	ownParts = wordSet("method url path originalurl baseurl route app ip ips protocol secure hostname host host_name log logger id server socket connection status statuscode json send next body query params param headers header cookies cookie files file form args data session flash t i18n csrftoken signal writer done err error deadline")
)

// contextKey gives the name under which something was put on the request, or "".
func (b *builder) contextKey(id g.ID, follow int) string {
	for range 16 {
		if id == 0 {
			return ""
		}
		switch b.u.Nodes[id].Kind {
		case g.Member:
			if key := keyOf(b.dotted(id)); key != "" {
				return key
			}
			id = b.u.First(id)
		case g.Index:
			if key := b.u.Child(id, 1); key != 0 {
				if k, ok := b.constant(key); ok {
					if of := b.dotted(b.u.First(id)); of != "" {
						if key := keyOf(of + "." + k); key != "" {
							return key
						}
					}
				}
			}
			id = b.u.First(id)
		case g.Call:
			object, name := b.member(id)
			if list, _ := b.args(id); len(list) == 1 && contextGets[strings.ToLower(name)] && (b.requestLike(object) || name == "Value") {
				return b.keyName(list[0])
			}
			list, _ := b.args(id)
			if key := b.calledKey(id, list); key != "" {
				return key
			}
			if object == 0 && len(list) == 1 { // Number(req.x), String(x)
				id = list[0]
				continue
			}
			id = object
		case g.Ident:
			d := b.u.Def(id)
			if d == nil || follow >= maxFollow {
				return ""
			}
			if d.Kind == names.Param && b.u.Nodes[d.Owner].Kind != g.Param || d.Kind == names.Param && d.Path != "" { // ({ resident }, res) => …
				if b.around(d.At, g.Destructure) != 0 && !ownParts[strings.ToLower(d.Name)] {
					return d.Name
				}
			}
			v := b.valueOf(d)
			if d.Path != "" {
				first, _, _ := strings.Cut(d.Path, ".")
				if d.Value != 0 {
					if key := keyOf(b.dotted(d.Value) + "." + first); key != "" {
						return key
					}
				}
				v = d.Value
			}
			if v == 0 || v == id {
				return ""
			}
			id, follow = v, follow+1
		case g.Await, g.Unary, g.Cast, g.TypeTest:
			last := b.u.First(id)
			for last != 0 && b.u.Nodes[last].Next != 0 && b.u.Nodes[id].Kind == g.Cast {
				last = b.u.Nodes[last].Next
			}
			id = last
		default:
			return ""
		}
	}
	return ""
}

// calledKey gives a question for a function of the project that is given nothing, or the request: what it gives may be who asks.
func (b *builder) calledKey(call g.ID, list []g.ID) string {
	callee := b.u.First(call)
	if callee == 0 || b.u.Nodes[callee].Kind != g.Ident && b.u.Nodes[callee].Kind != g.Member || len(list) > 2 {
		return ""
	}
	if b.u.Nodes[callee].Kind == g.Member && b.requestLike(b.u.First(callee)) && b.u.Nodes[b.u.First(callee)].Kind != g.This { // the framework's own
		return ""
	}
	for _, arg := range list {
		if b.dotted(arg) == "" || !b.requestLike(arg) {
			return ""
		}
	}
	if d := b.u.Def(callee); b.u.Nodes[callee].Kind == g.Ident && (d == nil || d.Kind == names.Param) && b.u.Language != "go" {
		return ""
	}
	return "()" + strconv.Itoa(b.ask(callee))
}

// keyOf gives the name behind the request in a chain of names.
func keyOf(dotted string) string {
	parts := strings.Split(dotted, ".")
	if len(parts) < 2 || !contextRoots[strings.ToLower(parts[0])] {
		return ""
	}
	i := 1
	for i < len(parts)-1 && contextParts[strings.ToLower(parts[i])] {
		i++
	}
	if word := strings.ToLower(parts[i]); ownParts[word] || contextParts[word] {
		return ""
	}
	return parts[i]
}

// keyName gives a key that is given as an argument: a text, or the name of a constant or type.
func (b *builder) keyName(id g.ID) string {
	if k, ok := b.constant(id); ok {
		return k
	}
	if b.u.Nodes[id].Kind == g.New { // ctxKey{}
		id = b.u.First(id)
	}
	name := b.dotted(id)
	return name[strings.LastIndexByte(name, '.')+1:]
}

// contextSets notes what is put on the request, but for parts of what was sent.
func (b *builder) contextSets() {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		key, value := "", g.ID(0)
		switch b.u.Nodes[id].Kind {
		case g.Assign:
			target := b.u.First(id)
			if k := b.u.Nodes[target].Kind; k != g.Member && k != g.Index {
				continue
			}
			key, value = b.contextKey(target, maxFollow), b.u.Child(id, 1)
		case g.Call:
			_, name := b.member(id)
			list, _ := b.args(id)
			switch {
			case len(list) == 2 && (name == "Set" || name == "set" || name == "Locals" || name == "setAttribute" || name == "put"):
				key, value = b.keyName(list[0]), list[1]
			case len(list) == 3 && name == "WithValue":
				key, value = b.keyName(list[1]), list[2]
			}
		}
		if b.u.Nodes[id].Kind == g.Call { // handler({ workspace, params })
			if callee := b.u.First(id); callee != 0 && b.u.Nodes[callee].Kind == g.Ident {
				if d := b.u.Def(callee); d != nil && d.Kind == names.Param {
					b.handedKeys(id)
				}
			}
		}
		if key != "" && value != 0 && !b.fromInput(value) && b.u.Nodes[value].Kind != g.String {
			b.prove(sets+keyMark+key, b.u.Nodes[id].Start, b.u.Nodes[id].End)
		}
	}
}

// handedKeys notes what a wrapper hands to the handler that it was given.
func (b *builder) handedKeys(call g.ID) {
	list, _ := b.args(call)
	for _, arg := range list {
		if b.u.Nodes[arg].Kind != g.Dict {
			continue
		}
		for c := range b.u.Children(arg) {
			if b.u.Nodes[c].Kind != g.Pair || b.u.Nodes[c].Op == g.Computed {
				continue
			}
			name := b.u.Name(b.u.First(c))
			if value := b.u.Child(c, 1); !ownParts[strings.ToLower(name)] && !contextParts[strings.ToLower(name)] && !b.fromInput(value) && !literal(b.u.Nodes[value].Kind) {
				b.prove(sets+keyMark+name, b.u.Nodes[c].Start, b.u.Nodes[c].End)
			}
		}
	}
}

// givesWho notes where a function gives who asks.
func (b *builder) givesWho(ret, value g.ID) {
	if b.principal(value, 0) && !b.lent {
		b.prove(gives, b.u.Nodes[ret].Start, b.u.Nodes[ret].End)
	} else if key := b.contextKey(value, 0); key != "" && !strings.HasPrefix(key, "()") {
		b.prove(gives+keyMark+key, b.u.Nodes[ret].Start, b.u.Nodes[ret].End)
	}
	b.lent = false
}

// contexts gives evidence that rests on a name on the request its meaning: it stands where a function that turns strangers away
// sets the name.
func (m *Model) contexts() {
	known := map[string]bool{}
	for i := range m.files {
		for k := range m.files[i].Evidence {
			e := &m.files[i].Evidence[k]
			key, ok := strings.CutPrefix(e.Name, sets+keyMark)
			if !ok || known[key] {
				continue
			}
			shown := m.close(m.p.At(int32(i), e.Start)).names
			known[key] = shown["auth.authenticated"] || shown["signature"]
		}
	}
	called := map[Ref]bool{}
	for pass := range 2 { // names first, then functions that give them
		for i := range m.files {
			list := m.files[i].Evidence
			for k := range list {
				base, key, ok := strings.Cut(list[k].Name, keyMark)
				asked, call := strings.CutPrefix(key, "()")
				if !ok || call != (pass == 1) {
					continue
				}
				holds := known[key]
				if call {
					n, _ := strconv.Atoi(asked)
					at := Ref{Asked: n, Name: strconv.Itoa(i)}
					if _, done := called[at]; !done {
						called[at] = m.givesWho(int32(i), n)
					}
					holds = called[at]
				}
				if list[k].Name = base; !holds || base == sets {
					list[k].Name = ""
				}
			}
		}
		clear(m.closed)
	}
	for i := range m.files {
		m.files[i].Evidence = slices.DeleteFunc(m.files[i].Evidence, func(e Evidence) bool { return e.Name == "" || e.Name == gives })
	}
	clear(m.closed)
}

// givesWho says whether a function gives who asks: it returns it, or it turns strangers away and returns something.
func (m *Model) givesWho(file int32, asked int) bool {
	if asked <= 0 {
		return false
	}
	for _, fn := range m.functionsOf(file, asked) {
		if shown := m.close(fn).names; shown[gives] || shown["auth.authenticated"] {
			return true
		}
	}
	return false
}
