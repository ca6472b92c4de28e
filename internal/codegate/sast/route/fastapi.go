package route

import (
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// FastAPI and Starlette. What the parameters of a function depend on runs before it, and what those depend on before them.

func itoa(id g.ID) string { return strconv.Itoa(int(id)) }

// fastapiCall reads a call.
func (b *builder) fastapiCall(id g.ID) {
	of, name := b.member(id)
	if of == 0 {
		b.starlette(id)
		return
	}
	list, named := b.args(id)
	switch name {
	case "include_router", "add_router", "mount":
		b.fastapiMount(id, of, name, list, named)
	case "add_api_route", "add_route":
		b.fastapiRoute(id, of, list, named)
	case "add_middleware":
		if n := b.objectOf(of, pyMakers); n > 0 && len(list) > 0 {
			s := b.step(list[0])
			s.Place = b.at(id)
			s.Slot = appSlot(s.Text)
			quiet(&s)
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{s}, At: b.at(id), Late: true})
		}
	case "add_exception_handler":
		if n := b.objectOf(of, pyMakers); n > 0 && len(list) > 1 {
			b.answersErrors(n, id, list)
		}
	}
}

func (b *builder) fastapiMount(id, of g.ID, name string, list []g.ID, named map[string]g.ID) {
	if name == "mount" || name == "add_router" {
		if len(list) < 2 {
			return
		}
		if path, ok := b.constant(list[0]); ok && b.u.Nodes[list[1]].Kind == g.Call && strings.Contains(path, "static") {
			return
		}
		if n := b.objectOf(of, pyMakers); n > 0 {
			path, _ := b.pathText(list[0])
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list[1]), At: b.at(id), Late: true})
		}
		return
	}
	if len(list) == 0 {
		if r := named["router"]; r != 0 {
			list = append(list, r)
		} else {
			return
		}
	}
	n := b.objectOf(of, pyMakers)
	if n == 0 {
		return
	}
	b.mounts(Use{Object: n - 1, At: b.at(id), Late: true, Own: true}, list[0], named["prefix"], b.steps(named["dependencies"]))
}

// fastapiRoute reads app.add_api_route("/x", handler, methods=[…]).
func (b *builder) fastapiRoute(id, of g.ID, list []g.ID, named map[string]g.ID) {
	if len(list) < 2 {
		return
	}
	path, known := b.pathText(list[0])
	if len(list) > 2 && pyMethods[strings.ToLower(path)] != "" { // aiohttp
		return
	}
	view := list[1]
	if first := b.u.Nodes[list[0]].Kind; first == g.Ident && !known || !known {
		return
	}
	n := b.objectOf(of, pyMakers)
	if n == 0 {
		return
	}
	b.functionRoute(id, n, path, known, view, b.methodsOf(named["methods"]), b.steps(named["dependencies"]))
}

// functionRoute adds a route whose handler is named by an expression.
func (b *builder) functionRoute(id g.ID, object int, path string, known bool, view g.ID, methods []string, before []Step) {
	e := Entry{Object: object - 1, Path: path, Known: known, At: b.at(id), Steps: before}
	view, steps := b.peeled(view)
	e.Steps = append(e.Steps, steps...)
	if b.isView(view) {
		e.Handler = b.viewStep(view)
	} else {
		e.Handler = b.step(view)
		if fn := b.funcOf(view); fn != 0 && b.u.Nodes[fn].Kind == g.Func && b.typed(fn) {
			e.Handler.Caps = append(e.Handler.Caps, "validate.schema")
		}
	}
	for _, m := range methods {
		e.Method = m
		b.out.Routes = append(b.out.Routes, e)
	}
}

// starlette reads Route("/x", endpoint=f, methods=[…]), Mount and Middleware of a list that an application is given.
func (b *builder) starlette(id g.ID) {
	name, _ := b.u.Canonical(b.u.First(id))
	list, named := b.args(id)
	switch name {
	case "starlette.routing.Route", "starlette.routing.WebSocketRoute", "fastapi.routing.APIRoute":
		view := named["endpoint"]
		if len(list) > 1 {
			view = list[1]
		}
		if len(list) == 0 || view == 0 {
			return
		}
		path, known := b.pathText(list[0])
		methods := b.methodsOf(named["methods"])
		b.functionRoute(id, b.starletteObject(id), path, known, view, methods, nil)
	case "starlette.applications.Starlette", "fastapi.FastAPI":
		n := b.objectOf(id, pyMakers)
		if n == 0 || named["middleware"] == 0 {
			return
		}
		b.each(named["middleware"], func(item g.ID) {
			if b.u.Nodes[item].Kind == g.Call {
				s := b.step(item)
				quiet(&s)
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{s}, At: b.at(item), Late: true})
			}
		})
	}
}

// starletteObject gives the object of a Route: the Mount around it, or the application.
func (b *builder) starletteObject(id g.ID) int {
	for up := b.u.Parents[id]; up != 0; up = b.u.Parents[up] {
		if b.u.Nodes[up].Kind != g.Call {
			continue
		}
		switch name, _ := b.u.Canonical(b.u.First(up)); name {
		case "starlette.routing.Mount":
			return b.object("c"+itoa(up), func() Object {
				list, named := b.args(up)
				o := Object{At: b.at(up), Parent: b.starletteObject(up)}
				if len(list) > 0 {
					o.Prefix, _ = b.pathText(list[0])
				}
				if m := named["middleware"]; m != 0 {
					o.Steps = b.steps(m)
				}
				return o
			})
		case "starlette.applications.Starlette", "fastapi.FastAPI":
			return b.objectOf(up, pyMakers)
		}
	}
	return b.object("starlette", func() Object { return Object{Global: "starlette", Unbound: true} })
}

// dependency tells Depends(…) and Security(…).
func (b *builder) dependency(id g.ID) bool {
	if id == 0 || b.u.Nodes[id].Kind != g.Call {
		return false
	}
	name, _ := b.u.Canonical(b.u.First(id))
	if name == "" {
		name = b.dotted(b.u.First(id))
	}
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "Depends", "Security", "Inject", "FromDishka":
		return true
	}
	return false
}

// depends gives what the framework runs for the parameters of a function.
func (b *builder) depends(fn g.ID) (all []Step) {
	params := b.u.Part(fn, 1)
	if params == 0 || b.u.Nodes[params].Kind != g.Params {
		return nil
	}
	for p := range b.u.Children(params) {
		if b.u.Nodes[p].Kind == g.Param && len(all) < 50 {
			all = append(all, b.filler(p)...)
		}
	}
	return all
}

// filler gives what fills a parameter.
func (b *builder) filler(param g.ID) (all []Step) {
	typ, def := b.u.Part(param, 1), b.u.Part(param, 2)
	if b.dependency(def) {
		return []Step{b.dependStep(def, typ)}
	}
	if typ == 0 {
		return nil
	}
	if d := b.annotated(typ); d != 0 {
		return []Step{b.dependStep(d, b.firstType(typ))}
	}
	if k := b.u.Nodes[typ].Kind; k == g.TypeName || k == g.Ident || k == g.Member {
		d := b.u.Def(typ)
		switch {
		case d == nil:
		case d.Kind == names.Imported && (k == g.TypeName || k == g.Ident):
			if strings.Contains(string(b.u.Text), "fastapi") {
				name, _ := b.u.Canonical(typ)
				s := Step{Place: b.at(typ), Text: b.words(typ), Type: true, Refs: []Ref{{Asked: b.ask(typ), Name: name}}}
				all = append(all, s)
			}
		case d.Value != 0 && d.Path == "":
			if dep := b.annotated(d.Value); dep != 0 {
				return []Step{b.dependStep(dep, b.firstType(d.Value))}
			}
		}
	}
	return all
}

// annotated finds the dependency in Annotated[User, Depends(current_user)].
func (b *builder) annotated(typ g.ID) g.ID {
	if n := b.u.Nodes[typ]; n.Kind != g.TypeApply && n.Kind != g.Index && n.Kind != g.TypeOther && n.Kind != g.TypeUnion || n.Size > 200 {
		return 0
	}
	for id := typ + 1; id < b.u.End(typ); id++ {
		if b.u.Nodes[id].Kind == g.Call && b.dependency(id) {
			return id
		}
	}
	return 0
}

// firstType gives what Annotated annotates.
func (b *builder) firstType(typ g.ID) g.ID {
	if k := b.u.Nodes[typ].Kind; k == g.TypeApply || k == g.Index {
		return b.u.Child(typ, 1)
	}
	return 0
}

// dependStep takes a dependency as a step; without an argument it is what the type says.
func (b *builder) dependStep(call, typ g.ID) Step {
	list, named := b.args(call)
	if len(list) == 0 && named["dependency"] == 0 && typ != 0 {
		s := b.step(typ)
		s.Place = b.at(call)
		return s
	}
	s := b.step(call)
	if len(list) > 0 {
		s.Text = b.words(list[0])
	}
	return s
}

// typed says whether all of what a handler takes from a body is described by types.
func (b *builder) typed(fn g.ID) bool {
	params := b.u.Part(fn, 1)
	if params == 0 || b.u.Nodes[params].Kind != g.Params {
		return false
	}
	found := false
	for p := range b.u.Children(params) {
		if b.u.Nodes[p].Kind != g.Param {
			continue
		}
		typ := b.u.Part(p, 1)
		if typ == 0 || b.u.Nodes[typ].Kind == g.Empty {
			continue
		}
		found = true
		text := string(b.u.Source[b.u.Nodes[typ].Start:b.u.Nodes[typ].End])
		last := strings.TrimSuffix(text, " | None")
		last = last[strings.LastIndexByte(last, '.')+1:]
		switch {
		case strings.HasPrefix(last, "dict") || strings.HasPrefix(last, "Dict") || last == "Any" || strings.HasPrefix(last, "list[dict") || strings.HasPrefix(last, "List[dict") || last == "list" || last == "Mapping" || strings.HasPrefix(last, "Annotated[dict"):
			return false
		case last == "Request":
			if name := b.u.Part(p, 0); name != 0 && b.readsBody(fn, b.u.Name(name)) {
				return false
			}
		}
	}
	return found
}

// readsBody tells a function that takes the body from the request itself.
func (b *builder) readsBody(fn g.ID, request string) bool {
	for id := fn; id < b.u.End(fn); id++ {
		if of, name := b.member(id); of != 0 && b.u.Nodes[of].Kind == g.Ident && b.u.Name(of) == request && (name == "json" || name == "form" || name == "body" || name == "stream") {
			return true
		}
	}
	return false
}
