package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// How sure it is that an expression of Go is a handler.
type handling uint8

const (
	noHandler handling = iota
	maybeHandler
	handler
)

// handles tells handlers from what else is given to the function that wraps them: a database, a role, a function that finds
// keys.
func (b *builder) handles(id g.ID, depth int) handling {
	if id == 0 || depth > 8 {
		return noHandler
	}
	switch b.u.Nodes[id].Kind {
	case g.Lambda, g.Func:
		if b.handlerSignature(id) {
			return handler
		}
	case g.Unary:
		return min(b.handles(b.u.First(id), depth+1), maybeHandler)
	case g.Ident:
		d := b.u.Def(id)
		if d == nil {
			return maybeHandler // a function of the package
		}
		switch {
		case d.Kind == names.Function && d.Owner != 0:
			return b.handles(d.Owner, depth+1)
		case handlerType(b.u.Type(id)) || b.objectOfSymbol(id) > 0:
			return handler
		case b.u.Type(id) != "" || d.Kind == names.Param || d.Kind == names.Imported:
			if typ := b.u.Part(d.Owner, 1); d.Kind == names.Param && typ != 0 && b.handlerSignature(typ) {
				return handler
			}
		case d.Value != 0 && d.Path == "":
			return b.handles(d.Value, depth+1)
		}
	case g.Member:
		if name, _ := b.u.Canonical(id); name != "" {
			if strings.HasPrefix(name, "net/http.") || !strings.Contains(name, "/") { // the standard library: time.Minute
				return noHandler
			}
			return maybeHandler
		}
		if t := b.u.Type(id); t != "" {
			if handlerType(t) {
				return handler
			}
			return noHandler
		}
		if fn := b.method(b.u.Name(b.u.Child(id, 1))); fn != 0 {
			return b.handles(fn, depth+1)
		}
		if b.field(b.u.Name(b.u.Child(id, 1))) {
			return noHandler
		}
		return maybeHandler
	case g.Call:
		return b.callHandles(id, depth)
	}
	return noHandler
}

func (b *builder) callHandles(id g.ID, depth int) handling {
	if name, _ := b.u.Canonical(b.u.First(id)); goMakers.names[name] || name == "net/http.HandlerFunc" || name == "net/http.FileServer" || name == "net/http.StripPrefix" || name == "net/http.MaxBytesHandler" || name == "net/http.TimeoutHandler" {
		return handler
	}
	if handlerType(b.u.Type(id)) {
		return handler
	}
	if of, name := b.member(id); of != 0 && (name == "Then" || name == "ThenFunc" || name == "Handler") {
		return handler
	}
	if callee := b.u.First(id); b.u.Nodes[callee].Kind == g.Ident {
		if d := b.u.Def(callee); d != nil && d.Kind == names.Function {
			return noHandler // its type is known
		}
	}
	list, _ := b.args(id)
	for _, arg := range list {
		if b.handles(arg, depth+1) == handler {
			return maybeHandler
		}
	}
	if hasWord(b.lastName(b.u.First(id)), handlerWords) {
		return maybeHandler
	}
	return noHandler
}

var handlerWords = wordSet("handler handlers handle router routes mux")

func handlerType(t string) bool {
	short := t[strings.LastIndexByte(t, '.')+1:]
	switch short {
	case "Handler", "HandlerFunc", "ServeMux", "Engine":
		return true
	}
	return goRouterType.MatchString(t)
}

// handlerSignature tells a function that is given a request, by the types of its parameters.
func (b *builder) handlerSignature(fn g.ID) bool {
	for c := range b.u.Children(fn) {
		if b.u.Nodes[c].Kind != g.Params {
			continue
		}
		for p := range b.u.Children(c) {
			switch t := b.u.Type(p); t[strings.LastIndexByte(t, '.')+1:] {
			case "Request", "Context", "Ctx", "RequestContext":
				if strings.Contains(t, "http.") || strings.Contains(t, "gin") || strings.Contains(t, "echo") || strings.Contains(t, "fiber") || strings.Contains(t, "iris") || strings.Contains(t, "hertz") {
					return true
				}
			}
		}
	}
	return false
}

// method gives the one method, or function, of a name in the file, or 0.
func (b *builder) method(name string) g.ID {
	b.readDeclared()
	return b.funcs[name]
}

// field says whether a type of the file has a field of a name.
func (b *builder) field(name string) bool {
	b.readDeclared()
	return b.fields[name]
}

func (b *builder) readDeclared() {
	if b.funcs != nil {
		return
	}
	b.funcs, b.fields = map[string]g.ID{}, map[string]bool{}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Func:
			if n := b.u.Part(id, 0); n != 0 {
				b.funcs[b.u.Name(n)] = id
			}
		case g.Field:
			if n := b.u.Part(id, 0); n != 0 {
				b.fields[b.u.Name(n)] = true
			}
		}
	}
}
