package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A framework is one whose routes are understood.
type framework int

const (
	otherFramework framework = iota
	express
	fastify
	koa
	nest
	nextApp   // a route handler: export async function POST(request)
	nextPages // an API route: export default function handler(req, res)
	flask
	fastapi
	django
	gin
	echo
	chi
	netHTTP
	spring
)

// A registration is a route as it stands in a file.
type registration struct {
	framework
	node    g.ID   // the call, decorator or function that the finding is about
	call    g.ID   // that registers; 0 where a decorator or a name does
	args    []g.ID // of call
	handler g.ID   // the function that answers, where it stands in this file; else 0
}

// registration reads the route that the finding is about.
func (w *work) registration() (r registration, err error) {
	r.node = w.node
	switch {
	case w.script():
		w.scriptRoute(&r)
	case w.python():
		w.pythonRoute(&r)
	case w.golang():
		w.goRoute(&r)
	case w.java():
		r.framework, r.handler = spring, w.self(w.node, g.Func)
	}
	if r.framework == otherFramework {
		return r, refuse("the route is registered in a way that is not understood: put the check before its handler")
	}
	return r, nil
}

func (w *work) scriptRoute(r *registration) {
	if fn := w.exportedHandler(); fn != 0 {
		r.handler = fn
		r.framework = nextApp
		if name := w.Part(fn, 0); name == 0 || !slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, w.Name(name)) {
			r.framework = nextPages
		}
		return
	}
	if fn := w.self(w.node, g.Func); fn != 0 && w.kind(w.up(w.up(fn))) == g.Class && (w.kind(w.node) == g.Decorator || w.node == fn) {
		r.framework, r.handler = nest, fn
		return
	}
	call := w.self(w.node, g.Call)
	_, args := w.args(call)
	if call == 0 || len(args) == 0 {
		return
	}
	r.call, r.args = call, args
	last := args[len(args)-1]
	r.handler = w.functionOf(last)
	if w.dict(last) != 0 && w.word(call) == "route" {
		r.framework = fastify
		if p := w.pair(w.dict(last), "handler"); p != 0 {
			r.handler = w.functionOf(w.valueOf(p))
		}
		return
	}
	if len(args) < 2 {
		return
	}
	r.framework = w.scriptFramework(r.handler)
}

// exportedHandler gives the function of a file whose path makes it a route.
func (w *work) exportedHandler() g.ID {
	path := "/" + w.Path
	base := path[strings.LastIndexByte(path, '/')+1:]
	name, _, _ := strings.Cut(base, ".")
	if name != "route" && !strings.Contains(path, "/pages/api/") {
		return 0
	}
	for id := w.node; id != 0; id = w.up(id) {
		if w.kind(id) == g.Func || w.kind(id) == g.Lambda {
			if p := w.function(id); p == 0 {
				return id
			}
		}
	}
	for id := w.node; id < w.End(w.node); id++ {
		if w.kind(id) == g.Func || w.kind(id) == g.Lambda {
			return id
		}
	}
	return 0
}

// functionOf gives the function that an expression is: written here, or by a name of this file.
func (w *work) functionOf(id g.ID) g.ID {
	switch w.kind(id) {
	case g.Lambda, g.Func:
		return id
	case g.Ident:
		d, _ := w.def(id)
		if d == nil {
			return 0
		}
		if d.Kind == names.Function {
			return d.Owner
		}
		if d.Value != 0 && w.kind(d.Value) == g.Lambda {
			return d.Value
		}
	}
	return 0
}

// params gives the names of a function's parameters; "" for one that is taken apart.
func (w *work) params(fn g.ID) (list []string) {
	for c := range w.Children(fn) {
		if w.kind(c) != g.Params {
			continue
		}
		for p := range w.Children(c) {
			name := ""
			if n := w.Part(p, 0); n != 0 && w.kind(n) == g.Ident {
				name = w.Name(n)
			}
			list = append(list, name)
		}
	}
	return list
}

// scriptFramework tells whose the routers of a file are: by what is imported, the handler's parameters, and the manifests.
func (w *work) scriptFramework(handler g.ID) framework {
	text := string(w.Text)
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool {
			return strings.Contains(text, "'"+n+"'") || strings.Contains(text, `"`+n+`"`)
		})
	}
	switch p := w.params(handler); {
	case has("express"):
		return express
	case has("koa", "@koa/router", "koa-router"):
		return koa
	case has("fastify"):
		return fastify
	case len(p) > 0 && (p[0] == "ctx" || p[0] == "context"):
		return koa
	case len(p) > 1 && (p[1] == "reply" || p[1] == "rep"):
		return fastify
	case len(p) > 1 && (p[1] == "res" || p[1] == "response"):
		return express
	}
	in := func(name string) bool { return strings.Contains(w.Hints, `"`+name+`"`) }
	switch {
	case in("express") && !in("fastify") && !in("koa"):
		return express
	case in("fastify") && !in("express") && !in("koa"):
		return fastify
	case in("koa") && !in("express") && !in("fastify"):
		return koa
	}
	return otherFramework
}

func (w *work) pythonRoute(r *registration) {
	text := string(w.Text)
	if call := w.self(w.node, g.Call); call != 0 && w.kind(w.up(call)) != g.Decorator {
		if word := w.word(call); word == "path" || word == "re_path" || word == "url" {
			_, r.args = w.args(call)
			r.framework, r.call = django, call
			if len(r.args) > 1 {
				r.handler = w.functionOf(r.args[1])
			}
			return
		}
	}
	r.handler = w.self(w.node, g.Func, g.Class)
	switch {
	case r.handler == 0:
	case strings.Contains(text, "fastapi"):
		r.framework = fastapi
	case strings.Contains(text, "flask"):
		r.framework = flask
	case strings.Contains(text, "django") || strings.Contains(text, "rest_framework"):
		r.framework = django
	}
}

func (w *work) goRoute(r *registration) {
	call := w.self(w.node, g.Call)
	_, args := w.args(call)
	if call == 0 || len(args) < 2 {
		return
	}
	r.call, r.args = call, args
	text := string(w.Text)
	verb := w.word(call)
	upper := strings.ToUpper(verb) == verb
	switch {
	case verb == "Handle" && len(args) == 2 || verb == "HandleFunc":
		r.framework = netHTTP
		if strings.Contains(text, "go-chi/chi") && !strings.HasPrefix(strings.Trim(w.src(args[0]), "\"`"), "GET ") && !strings.Contains(w.src(args[0]), " ") {
			r.framework = chi
		}
	case upper && strings.Contains(text+w.Hints, "gin-gonic/gin") && !strings.Contains(text, "labstack/echo"):
		r.framework = gin
	case upper && strings.Contains(text+w.Hints, "labstack/echo"):
		r.framework = echo
	case !upper && strings.Contains(text+w.Hints, "go-chi/chi"):
		r.framework = chi
	}
	at := len(args) - 1
	if r.framework == echo {
		at = 1
	}
	r.handler = w.functionOf(args[at])
}

// beforeHandler puts a middleware into a registration of a framework that takes any number of them: before the handler, or
// where the framework wants them.
func (w *work) beforeHandler(r *registration, middleware string) error {
	if r.call == 0 || len(r.args) < 2 {
		return refuse("the route is registered in a way that is not understood: put the check before its handler")
	}
	last := r.args[len(r.args)-1]
	switch r.framework {
	case express, koa, gin:
		at := last
		if w.kind(last) == g.Lambda || r.framework != express || len(r.args) == 2 {
			w.insert(w.Nodes[at].Start, w.separated(r.args, at, middleware))
			return nil
		}
		w.insert(w.Nodes[r.args[1]].Start, w.separated(r.args, r.args[1], middleware))
	case echo:
		w.insert(w.Nodes[last].End, ", "+middleware)
	case chi:
		object := w.object(r.call)
		if object == 0 {
			return refuse("the route is registered in a way that is not understood: put the check before its handler")
		}
		if w.word(object) == "With" { // r.With(a).Get(…)
			_, with := w.args(object)
			if len(with) > 0 {
				w.insert(w.Nodes[with[len(with)-1]].End, ", "+middleware)
				return nil
			}
		}
		w.insert(w.Nodes[object].End, ".With("+middleware+")")
	case netHTTP:
		http, _ := w.imported("net/http")
		if http == "" {
			return refuse("wrap the handler in the check where the route is registered")
		}
		handler := w.src(last)
		if w.word(r.call) == "HandleFunc" {
			name := w.Child(w.First(r.call), 1)
			if w.kind(w.First(r.call)) != g.Member || name == 0 {
				return refuse("wrap the handler in the check where the route is registered")
			}
			w.put(name, "Handle")
			w.Calls = append(w.Calls, "Handle")
			handler = http + ".HandlerFunc(" + handler + ")"
		}
		w.put(last, middleware+"("+handler+")")
	default:
		return refuse("put the check before the handler of the route")
	}
	return nil
}

// separated is an argument before another one, in the layout of the arguments.
func (w *work) separated(args []g.ID, at g.ID, text string) string {
	if at != args[0] && w.first(w.Nodes[at].Start) {
		return text + "," + w.style().newline + w.indent(w.Nodes[at].Start)
	}
	return text + ", "
}

// decorate puts a decorator directly above a function or class of Python, below those that it has.
func (w *work) decorate(fn g.ID, line string) error {
	at := w.Nodes[fn].Start
	for c := range w.Children(fn) {
		if w.kind(c) == g.Decorator {
			at = max(at, w.Nodes[c].End)
		}
	}
	rest := strings.TrimLeft(w.cut(Span{at, w.Nodes[fn].End}), " \t\r\n")
	if !strings.HasPrefix(rest, "def ") && !strings.HasPrefix(rest, "async ") && !strings.HasPrefix(rest, "class ") {
		return refuse("the function is written in a way that is not understood")
	}
	start := w.Nodes[fn].End - uint32(len(rest))
	if !w.first(start) {
		return refuse("the function shares its line with others")
	}
	w.insert(w.lineStart(start), w.indent(start)+line+w.style().newline)
	return nil
}
