package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Flask, Quart, Sanic, and the packages that add resources to them.

// hookNames are the decorators and calls that put a function before all handlers of an object.
var hookNames = map[string]bool{"before_request": true, "before_app_request": true, "before_websocket": true, "on_request": true, "middleware": true, "url_value_preprocessor": true}

// errorNames are those that answer errors.
var errorNames = map[string]bool{"errorhandler": true, "app_errorhandler": true, "exception_handler": true, "exception": true, "error_handler": true}

// pyHook reads a decorator that puts a function before handlers, or lets it answer errors.
func (b *builder) pyHook(fn, d g.ID, below []Step) {
	of, name := b.member(d)
	if of == 0 {
		if b.u.Nodes[d].Kind != g.Member {
			return
		}
		of, name = b.u.First(d), b.u.Name(b.u.Child(d, 1))
	}
	if !hookNames[name] && !errorNames[name] {
		return
	}
	n := b.objectOf(of, pyMakers)
	if n == 0 {
		return
	}
	if errorNames[name] {
		list, _ := b.args(d)
		b.answersErrors(n, d, list)
		return
	}
	if name == "middleware" { // Sanic's runs for requests or responses, FastAPI's is for http
		if list, named := b.args(d); len(list) > 0 {
			if kind, _ := b.constant(list[0]); kind == "response" {
				return
			}
		} else if named["attach_to"] != 0 {
			if kind, _ := b.constant(named["attach_to"]); kind == "response" {
				return
			}
		}
	}
	steps := append(below, b.answer(fn))
	b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: steps, At: b.at(d), Late: true, Top: name == "before_app_request"})
}

// wideErrors are the exceptions whose handler answers what a bad token or text throws.
var wideErrors = wordSet("exception baseexception invalidtokenerror pyjwterror jwterror joseerror decodeerror badsignature baddata valueerror tokenerror autherror jwtexception signatureexpired")

// answersErrors notes a handler of errors for an object, if it is for errors that bad input causes.
func (b *builder) answersErrors(object int, at g.ID, list []g.ID) {
	wide := false
	if len(list) > 0 {
		check := func(id g.ID) {
			name := strings.ToLower(b.lastName(id))
			wide = wide || wideErrors[name]
		}
		if k := b.u.Nodes[list[0]].Kind; k == g.Tuple || k == g.List {
			b.each(list[0], check)
		} else {
			check(list[0])
		}
	}
	if wide {
		b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Steps: []Step{{Place: b.at(at), Text: b.words(at), Caps: []string{"error-boundary"}}}, At: b.at(at), Late: true})
	}
}

// flaskCall reads a call.
func (b *builder) flaskCall(id g.ID) {
	of, name := b.member(id)
	list, named := b.args(id)
	switch {
	case of == 0:
		b.flaskExtension(id, list, named)
		return
	case name == "register_blueprint" || name == "blueprint" || name == "add_namespace":
		b.flaskMount(id, of, list, named)
		return
	case name == "add_url_rule":
		b.flaskRule(id, of, list, named)
		return
	case name == "add_resource" && len(list) > 1:
		b.flaskResource(id, of, list)
		return
	case name == "init_app":
		b.flaskInit(id, of, list, named)
		return
	case hookNames[name] && len(list) == 1 && name != "middleware":
		if k := b.u.Nodes[list[0]].Kind; k == g.Ident || k == g.Member || k == g.Lambda || k == g.Call {
			if n := b.objectOf(of, pyMakers); n > 0 {
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list...), At: b.at(id), Late: true, Top: name == "before_app_request"})
			}
		}
		return
	case name == "register_error_handler" && len(list) == 2:
		if n := b.objectOf(of, pyMakers); n > 0 {
			b.answersErrors(n, id, list)
		}
		return
	}
	b.flaskExtension(id, list, named)
}

// appOf gives the application that a call is given, from 1.
func (b *builder) appOf(list []g.ID, named map[string]g.ID) int {
	if app := named["app"]; app != 0 {
		list = append([]g.ID{app}, list...)
	}
	for _, arg := range list {
		if b.u.Nodes[arg].Kind == g.Ident {
			if d := b.u.Def(arg); d != nil && d.Kind != names.Class && d.Kind != names.Function {
				if n := b.objectOf(arg, pyMakers); n > 0 {
					return n
				}
			}
		}
	}
	return 0
}

// flaskExtension reads Limiter(key, app=app), CSRFProtect(app), Api(app), and limiter.limit("…")(blueprint).
func (b *builder) flaskExtension(id g.ID, list []g.ID, named map[string]g.ID) {
	callee := b.u.First(id)
	if callee == 0 {
		return
	}
	if b.u.Nodes[callee].Kind == g.Call {
		if _, name := b.member(callee); name == "limit" || name == "shared_limit" || name == "exempt" {
			if n := b.appOf(list, nil); n > 0 {
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{b.step(callee)}, At: b.at(id), Late: true})
			}
		}
		return
	}
	if of, name := b.member(id); of != 0 && name == "exempt" {
		if n := b.appOf(list, nil); n > 0 {
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{b.guardStep(callee)}, At: b.at(id), Late: true})
		}
		return
	}
	name, _ := b.u.Canonical(callee)
	if !strings.HasPrefix(name, "flask_") && !strings.HasPrefix(name, "quart_") && !strings.HasPrefix(name, "seasurf") {
		return
	}
	n := b.appOf(list, named)
	if n == 0 {
		return
	}
	if made := b.objects["c"+itoa(id)]; made > 0 { // an Api on an application
		if o := &b.out.Objects[made-1]; o.Parent == 0 && made != n {
			o.Parent, o.At = n, b.at(id)
		}
		return
	}
	s := b.step(id)
	s.Slot = appSlot(name)
	quiet(&s)
	b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{s}, At: b.at(id), Late: true})
}

// appSlot is the slot of what an extension does for all routes.
func appSlot(name string) string {
	lower := strings.ToLower(name)
	switch {
	case strings.Contains(lower, "csrf") || strings.Contains(lower, "seasurf"):
		return "csrf"
	case strings.Contains(lower, "limit"):
		return "rate-limit"
	}
	return ""
}

// quiet says of a step that what cannot be followed in it is no guard.
func quiet(s *Step) {
	for i := range s.Refs {
		s.Refs[i].Free = true
	}
}

// flaskInit reads extension.init_app(app).
func (b *builder) flaskInit(id, of g.ID, list []g.ID, named map[string]g.ID) {
	n := b.appOf(list, named)
	if n == 0 {
		return
	}
	s := b.step(of)
	s.Slot = appSlot(b.words(of))
	if !b.extension(of) {
		return // a function of the project that is handed the application
	}
	quiet(&s)
	b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{s}, At: b.at(id), Late: true})
}

// extension tells a name that may stand for an extension: no module of the project.
func (b *builder) extension(of g.ID) bool {
	d := b.u.Def(of)
	return d == nil || d.Kind != names.Imported || strings.Contains(d.Canonical, ".") || d.Canonical != d.Name
}

func (b *builder) flaskMount(id, of g.ID, list []g.ID, named map[string]g.ID) {
	if len(list) == 0 {
		return
	}
	n := b.objectOf(of, pyMakers)
	if n == 0 {
		return
	}
	b.mounts(Use{Object: n - 1, At: b.at(id), Late: true}, list[0], first(named["url_prefix"], named["path"]), nil)
}

func first(ids ...g.ID) g.ID {
	for _, id := range ids {
		if id != 0 {
			return id
		}
	}
	return 0
}

// mounts adds a use for what is mounted: one, or all that a loop gives, each with its prefix.
func (b *builder) mounts(u Use, of, prefix g.ID, before []Step) {
	items, prefixes := b.looped(of), b.looped(prefix)
	for i, item := range items {
		one := u
		if len(prefixes) == len(items) {
			one.Path, _ = b.pathText(prefixes[i])
		} else if prefix != 0 {
			one.Path, _ = b.pathText(prefix)
		}
		one.Steps = append(before[:len(before):len(before)], b.step(item))
		b.out.Uses = append(b.out.Uses, one)
	}
}

// looped gives what a name stands for that a loop over a list gives, or the name.
func (b *builder) looped(id g.ID) (all []g.ID) {
	if id == 0 {
		return nil
	}
	if b.u.Nodes[id].Kind == g.Ident {
		if loop := b.around(id, g.ForEach); loop != 0 {
			target, source := b.u.First(loop), b.u.Child(loop, 1)
			at := -1
			if b.u.Nodes[target].Kind == g.Ident && b.u.Uses[target] == b.u.Uses[id] {
				at = 0
			} else if k := b.u.Nodes[target].Kind; k == g.Tuple || k == g.List || k == g.Destructure {
				i := 0
				for c := range b.u.Children(target) {
					if b.u.Nodes[c].Kind == g.Ident && b.u.Uses[c] == b.u.Uses[id] {
						at = i
					}
					i++
				}
			}
			if at >= 0 {
				b.each(source, func(item g.ID) {
					if k := b.u.Nodes[item].Kind; k == g.Tuple || k == g.List {
						item = b.u.Child(item, at)
					}
					if item != 0 && len(all) < 100 {
						all = append(all, item)
					}
				})
			}
		}
	}
	if len(all) == 0 {
		all = append(all, id)
	}
	return all
}

// flaskRule reads app.add_url_rule("/x", "name", view, methods=[…]).
func (b *builder) flaskRule(id, of g.ID, list []g.ID, named map[string]g.ID) {
	n := b.objectOf(of, pyMakers)
	rule := named["rule"]
	if len(list) > 0 {
		rule = list[0]
	}
	view := named["view_func"]
	if view == 0 && len(list) > 2 {
		view = list[2]
	}
	if n == 0 || rule == 0 || view == 0 {
		return
	}
	path, known := b.pathText(rule)
	e := Entry{Object: n - 1, Path: path, Known: known, At: b.at(id)}
	view, e.Steps = b.peeled(view)
	e.Handler = b.viewStep(view)
	methods := []string{"*"}
	if m := named["methods"]; m != 0 {
		methods = b.methodsOf(m)
	} else if !b.isView(view) {
		methods = []string{"GET"}
	}
	for _, m := range methods {
		e.Method = m
		b.out.Routes = append(b.out.Routes, e)
	}
}

// peeled takes what wraps a view off it: login_required(Profile.as_view()), cache_page(60)(home).
func (b *builder) peeled(view g.ID) (inner g.ID, steps []Step) {
	for range 8 {
		if b.u.Nodes[view].Kind == g.Ident {
			if d := b.u.Def(view); d != nil && d.Value != 0 && d.Path == "" && b.u.Nodes[d.Value].Kind == g.Call {
				view = d.Value
				continue
			}
		}
		if b.u.Nodes[view].Kind != g.Call || b.isView(view) {
			break
		}
		list, _ := b.args(view)
		if len(list) == 0 {
			break
		}
		inner := list[len(list)-1]
		if k := b.u.Nodes[inner].Kind; k != g.Ident && k != g.Member && k != g.Call && k != g.Lambda {
			break
		}
		steps = append(steps, b.guardStep(b.u.First(view)))
		view = inner
	}
	return view, steps
}

// isView tells X.as_view(…).
func (b *builder) isView(id g.ID) bool {
	_, name := b.member(id)
	return name == "as_view" || name == "as_asgi"
}

// viewStep takes a view as a handler.
func (b *builder) viewStep(view g.ID) Step {
	if b.isView(view) {
		of, _ := b.member(view)
		s := b.step(of)
		s.Place = b.at(view)
		return s
	}
	return b.step(view)
}

// flaskResource reads api.add_resource(Users, "/users", …).
func (b *builder) flaskResource(id, of g.ID, list []g.ID) {
	n := b.objectOf(of, pyMakers)
	if n == 0 {
		return
	}
	for _, p := range list[1:] {
		path, known := b.pathText(p)
		b.out.Routes = append(b.out.Routes, Entry{Object: n - 1, Method: "*", Path: path, Known: known, Handler: b.viewStep(list[0]), At: b.at(id)})
	}
}
