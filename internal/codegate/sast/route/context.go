package route

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// What a step puts on the request once it has found out who asks is who asks, whatever it is called: req.resident, ctx.state.patron,
// c.Set("depot", …). A file that uses such a name says so with the name behind a ~; it counts where a function that turns
// strangers away sets that name, in whatever file.

const (
	keyMark = "~"
	sets    = "context.set" // a place that sets a name
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
			if list, _ := b.args(id); object == 0 && len(list) == 1 { // Number(req.x), String(x)
				id = list[0]
				continue
			}
			id = object
		case g.Ident:
			d := b.u.Def(id)
			if d == nil || follow >= maxFollow {
				return ""
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
		if key != "" && value != 0 && !b.fromInput(value) && b.u.Nodes[value].Kind != g.String {
			b.prove(sets+keyMark+key, b.u.Nodes[id].Start, b.u.Nodes[id].End)
		}
	}
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
			names := m.close(m.p.At(int32(i), e.Start)).names
			known[key] = names["auth.authenticated"] || names["signature"]
		}
	}
	for i := range m.files {
		list := m.files[i].Evidence
		for k := range list {
			if base, key, ok := strings.Cut(list[k].Name, keyMark); ok {
				if list[k].Name = base; !known[key] || base == sets {
					list[k].Name = ""
				}
			}
		}
		m.files[i].Evidence = slices.DeleteFunc(list, func(e Evidence) bool { return e.Name == "" })
	}
	clear(m.closed)
}
