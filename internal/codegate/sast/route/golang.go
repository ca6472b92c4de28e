package route

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// net/http, gin, echo, chi, gorilla/mux, fiber.

var goMethods = map[string]string{"GET": "GET", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE", "HEAD": "HEAD", "OPTIONS": "OPTIONS", "Any": "*", "Match": "*",
	"Add": "?", "Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD", "Options": "OPTIONS", "All": "*", "HandleFunc": "*", "Handle": "*", "Method": "?", "MethodFunc": "?"}

var goMakers = &makers{
	names: map[string]bool{"net/http.NewServeMux": true, "github.com/gin-gonic/gin.New": true, "github.com/gin-gonic/gin.Default": true, "github.com/labstack/echo/v4.New": true, "github.com/labstack/echo.New": true, "github.com/labstack/echo/v5.New": true,
		"github.com/go-chi/chi/v5.NewRouter": true, "github.com/go-chi/chi.NewRouter": true, "github.com/go-chi/chi/v5.NewMux": true, "github.com/gorilla/mux.NewRouter": true, "github.com/gofiber/fiber/v2.New": true, "github.com/gofiber/fiber/v3.New": true,
		"github.com/julienschmidt/httprouter.New": true, "github.com/cloudwego/hertz/pkg/app/server.Default": true, "github.com/cloudwego/hertz/pkg/app/server.New": true, "github.com/kataras/iris/v12.New": true, "github.com/kataras/iris/v12.Default": true},
	closed: true,
	derive: func(b *builder, call, of g.ID, name string) (g.ID, Object, bool) {
		list, _ := b.args(call)
		switch name {
		case "Group", "Party":
			if len(list) > 0 && b.u.Nodes[list[0]].Kind != g.Lambda {
				path, _ := b.pathText(list[0])
				return of, Object{Prefix: path, Steps: b.steps(list[1:]...)}, true
			}
		case "With":
			return of, Object{Steps: b.steps(list...)}, true
		case "PathPrefix":
			if len(list) == 1 {
				path, _ := b.pathText(list[0])
				return of, Object{Prefix: path}, true
			}
		case "Subrouter", "StrictSlash", "NewRoute", "Host", "Schemes", "Methods", "Headers", "Queries", "UseEncodedPath", "SkipClean":
			return of, Object{}, true
		}
		return 0, Object{}, false
	},
	likely: func(b *builder, id g.ID) bool {
		if goRouterType.MatchString(b.u.Type(id)) {
			return true
		}
		name := ""
		if b.u.Nodes[id].Kind == g.Member {
			name = b.u.Name(b.u.Child(id, 1))
		} else if b.u.Nodes[id].Kind == g.Ident {
			name = b.u.Name(id)
		}
		return goRouterName.MatchString(name)
	},
}

var (
	goRouterType = regexp.MustCompile(`(?:net/http\.ServeMux|gin\.(?:Engine|RouterGroup|IRouter|IRoutes)|echo(?:/v\d)?\.(?:Echo|Group)|chi(?:/v\d)?\.(?:Router|Mux)|mux\.Router|httprouter\.Router|fiber(?:/v\d)?\.(?:App|Router|Group))$`)
	goRouterName = regexp.MustCompile(`(?i)^(?:[a-z0-9]*(?:router|mux|engine|group)|r|rg|e|g|app|api|v[0-9]|[a-z]*(?:routes|api))$`)
)

func readGoCalls(b *builder) {
	m := goMakers
	b.goBindings()
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Var, g.Assign:
			name, value := b.u.First(id), b.u.Child(id, 1)
			if b.u.Nodes[id].Kind == g.Var {
				name, value = b.u.Part(id, 0), b.u.Part(id, 2)
			}
			if name != 0 && value != 0 && b.u.Nodes[name].Kind == g.Ident && b.u.Nodes[value].Kind == g.Call {
				b.objectOf(name, m)
			}
		case g.Call: // routes(r.Group("/x", auth), h)
			list, _ := b.args(id)
			for _, arg := range list {
				if of, name := b.member(arg); of != 0 && (name == "Group" || name == "With" || name == "Party" || name == "Subrouter") {
					b.objectOf(arg, m)
				}
			}
		}
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Call:
			b.goCall(id)
		case g.Assign: // server.Handler = …
			if to := b.u.First(id); b.u.Nodes[to].Kind == g.Member && b.u.Name(b.u.Child(to, 1)) == "Handler" && b.u.Type(b.u.First(to)) == "net/http.Server" {
				b.goServe(b.u.Child(id, 1), id)
			}
		case g.Pair: // &http.Server{Handler: …}
			if b.u.Nodes[b.u.First(id)].Kind == g.Ident && b.u.Name(b.u.First(id)) == "Handler" {
				if made := b.around(id, g.New); made != 0 {
					if t, _ := b.u.Canonical(b.u.First(made)); t == "net/http.Server" {
						b.goServe(b.u.Child(id, 1), id)
					}
				}
			}
		}
	}
}

// goCall reads what one call registers.
func (b *builder) goCall(id g.ID) {
	of, name := b.member(id)
	if of == 0 {
		return
	}
	list, _ := b.args(id)
	canonical, _ := b.u.Canonical(b.u.First(id))
	switch {
	case canonical == "net/http.HandleFunc" || canonical == "net/http.Handle":
		if len(list) == 2 {
			n := b.object("net/http", func() Object { return Object{Global: "net/http", Unbound: true} })
			b.goRoute(id, n, "*", list)
		}
	case canonical == "net/http.ListenAndServe" || canonical == "net/http.ListenAndServeTLS" || canonical == "net/http.Serve":
		if h := len(list) - 1; h > 0 {
			b.goServe(list[h], id)
		}
	case canonical != "":
	case (name == "Handler" || name == "HandlerFunc") && len(list) == 1: // r.Path("/x").Methods("GET").HandlerFunc(h)
		b.goChained(id, of, list)
	case goMethods[name] != "":
		if n := b.goObject(of, list); n > 0 {
			b.goRoute(id, n, goMethods[name], list)
		}
	case name == "Use" || name == "Pre" || name == "UseBefore":
		if n := b.objectOf(of, goMakers); n > 0 {
			path := ""
			if len(list) > 0 {
				if s, ok := b.constant(list[0]); ok { // app.Use("/admin", …)
					path, list = s, list[1:]
				}
			}
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list...), At: b.at(id), Late: b.goLate()})
		}
	case name == "Route" && len(list) >= 2 || name == "Group" && len(list) == 1 && b.u.Nodes[list[0]].Kind == g.Lambda:
		b.goNested(id, of, list)
	case name == "Mount" && len(list) == 2:
		if n := b.objectOf(of, goMakers); n > 0 {
			path, _ := b.pathText(list[0])
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list[1]), At: b.at(id), Late: true})
		}
	}
}

// goChained reads gorilla's routes that are put together: Path, PathPrefix and Methods in any order, and the handler at last.
func (b *builder) goChained(call, of g.ID, list []g.ID) {
	method, path, known, said := "*", "", false, false
	for range 8 {
		inner, name := b.member(of)
		if inner == 0 {
			break
		}
		args, _ := b.args(of)
		switch {
		case name == "Methods" && len(args) > 0:
			method = b.goMethod(args[0])
		case (name == "Path" || name == "PathPrefix") && len(args) == 1:
			path, known = b.pathText(args[0])
			said = true
		}
		of = inner
	}
	if !said {
		return
	}
	if n := b.objectOf(of, goMakers); n > 0 {
		b.goEntry(call, Entry{Object: n - 1, Method: method, Path: path, Known: known, At: b.at(call)}, b.steps(list...))
	}
}

// goMethod reads "POST" and http.MethodPost.
func (b *builder) goMethod(id g.ID) string {
	if b.u.Nodes[id].Kind == g.Member {
		if name, ok := strings.CutPrefix(b.u.Name(b.u.Child(id, 1)), "Method"); ok {
			return strings.ToUpper(name)
		}
	}
	if m, known := b.pathText(id); known && m != "" && !strings.Contains(m, "/") {
		return strings.ToUpper(m)
	}
	return "*"
}

// goObject tells a router from the many things with a method Get: its path begins with a slash, or it is known to be one.
func (b *builder) goObject(of g.ID, list []g.ID) int {
	if len(list) < 2 {
		return 0
	}
	path, known := b.pathText(list[0])
	if known && path != "" && !strings.Contains(path, "/") && goMethods[strings.ToUpper(path)] == "" {
		return 0
	}
	return b.objectOf(of, goMakers)
}

// goLate says that what is used holds for all that an object has: chi and gorilla want it first, Echo asks at each request.
func (b *builder) goLate() bool {
	text := string(b.u.Text)
	return !strings.Contains(text, "gin-gonic/gin") && !strings.Contains(text, "gofiber/fiber") && !strings.Contains(text, "cloudwego/hertz")
}

func (b *builder) goRoute(call g.ID, object int, method string, list []g.ID) {
	if (method == "?" || method == "*") && len(list) > 2 { // r.Method("GET", "/x", h), r.Handle("GET", "/x", h), e.Add("GET", "/x", h)
		if m := b.goMethod(list[0]); m != "*" || b.u.Nodes[list[0]].Kind != g.String {
			method, list = m, list[1:]
		}
	}
	if method == "?" || len(list) < 2 {
		return
	}
	path, known := b.pathText(list[0])
	if m, rest, ok := strings.Cut(path, " "); ok && goMethods[m] != "" { // "POST /x"
		method, path = m, strings.TrimSpace(rest)
		if i := strings.IndexByte(path, '/'); i > 0 { // "GET example.com/x"
			path = path[i:]
		}
	}
	if p := b.u.Parents[b.u.Parents[call]]; p != 0 && b.u.Nodes[p].Kind == g.Call { // .Methods("POST")
		if of, name := b.member(p); of == call && name == "Methods" {
			if ms, _ := b.args(p); len(ms) > 0 {
				method = b.goMethod(ms[0])
			}
		}
	}
	b.goEntry(call, Entry{Object: object - 1, Method: method, Path: path, Known: known, At: b.at(call)}, b.steps(list[1:]...))
}

// goEntry adds a route: what wraps its handler runs before it.
func (b *builder) goEntry(call g.ID, e Entry, steps []Step) {
	if len(steps) == 0 {
		return
	}
	last := len(steps) - 1
	if b.echo() { // the handler comes first
		e.Handler, e.Steps = steps[0], steps[1:]
	} else {
		e.Handler, e.Steps = steps[last], steps[:last]
	}
	for range 8 { // limit(auth(h))
		call := b.nodeAt(e.Handler.Place, g.Call)
		inner := b.wrapped(call)
		if inner == 0 {
			break
		}
		e.Steps = append(e.Steps, b.outer(call, inner))
		e.Handler = b.step(inner)
	}
	b.out.Routes = append(b.out.Routes, e)
}

func (b *builder) echo() bool { return strings.Contains(string(b.u.Text), "labstack/echo") }

// wrapped gives the handler inside of a call that wraps it: the one argument that is a handler for certain, or the one that
// may be.
func (b *builder) wrapped(call g.ID) g.ID {
	if call == 0 || b.u.Nodes[call].Kind != g.Call {
		return 0
	}
	list, _ := b.args(call)
	var sure, maybe []g.ID
	for _, arg := range list {
		switch b.handles(arg, 0) {
		case handler:
			sure = append(sure, arg)
		case maybeHandler:
			maybe = append(maybe, arg)
		}
	}
	switch {
	case len(sure) == 1:
		return sure[0]
	case len(sure) == 0 && len(maybe) == 1:
		return maybe[0]
	}
	return 0
}

// outer gives the step around what a call wraps.
func (b *builder) outer(call, inner g.ID) Step {
	b.skip = inner
	s := b.step(call)
	b.skip = 0
	c := b.u.Nodes[call]
	for _, e := range b.out.Evidence { // of the call as a whole
		if e.Start == c.Start && e.End == c.End {
			s.Caps = append(s.Caps, e.Name)
		}
	}
	s.Place = b.place(c.Start, b.u.Nodes[inner].Start)
	return s
}

// nodeAt finds the node of a kind with a place.
func (b *builder) nodeAt(p Place, kind g.Kind) g.ID {
	for id := g.ID(1); int(id) < len(b.u.Nodes); {
		n := &b.u.Nodes[id]
		switch {
		case n.Start == p.Start && n.End == p.End && n.Kind == kind:
			return id
		case n.End <= p.Start && n.Size > 0 && n.Kind != g.Args:
			id = b.u.End(id)
		default:
			id++
		}
	}
	return 0
}

// goNested reads r.Route("/x", func(r chi.Router) { … }) and r.Group(func(r chi.Router) { … }).
func (b *builder) goNested(call, of g.ID, list []g.ID) {
	n := b.objectOf(of, goMakers)
	if n == 0 {
		return
	}
	path, fn := "", list[0]
	if len(list) >= 2 {
		path, _ = b.pathText(list[0])
		fn = list[1]
	}
	if b.u.Nodes[fn].Kind != g.Lambda { // a function of its own
		b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(fn), At: b.at(call), Plugin: true, Late: true})
		return
	}
	params := b.u.Part(fn, 1)
	if params == 0 || b.u.First(params) == 0 {
		return
	}
	name := b.u.Part(b.u.First(params), 0)
	if name == 0 || b.u.Uses[name] == 0 {
		return
	}
	sym := b.u.Uses[name]
	key := "s" + strconv.Itoa(int(sym))
	at := b.at(call)
	b.named(key, sym, func() Object { return Object{Parent: n, Prefix: path, At: at} })
}

// goServe reads the handler of a server: what wraps the router runs before all that it has.
func (b *builder) goServe(served, call g.ID) {
	var steps []Step
	at := served
	for range 12 {
		if b.u.Nodes[at].Kind == g.Ident { // a name for what wraps
			d := b.u.Def(at)
			if d == nil {
				break
			}
			steps = append(steps, b.goRewrapped(at)...)
			value := b.valueOf(d)
			if value == 0 || value == at || b.u.Nodes[value].Kind == g.Call && b.objectOf(value, goMakers) > 0 {
				break
			}
			at = value
			continue
		}
		inner := b.wrapped(at)
		if inner == 0 {
			break
		}
		steps = append(steps, b.outer(at, inner))
		at = inner
	}
	if len(steps) == 0 {
		return
	}
	n := b.objectOf(at, goMakers)
	if n == 0 { // a router of another file
		n = b.object("served"+strconv.Itoa(int(call)), func() Object { return Object{} })
		steps = append(steps, b.step(at))
		if b.u.Nodes[at].Kind == g.Null {
			n = b.object("net/http", func() Object { return Object{Global: "net/http", Unbound: true} })
		}
	}
	b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: steps, At: b.at(call), Late: true})
}

// goRewrapped gives what a variable is wrapped in after it was made: h = logged(h).
func (b *builder) goRewrapped(id g.ID) (steps []Step) {
	sym := b.u.Uses[id]
	for at := g.ID(1); int(at) < len(b.u.Nodes) && len(steps) < 20; at++ {
		if b.u.Nodes[at].Kind != g.Assign || b.u.Nodes[b.u.First(at)].Kind != g.Ident || b.u.Uses[b.u.First(at)] != sym {
			continue
		}
		value := b.u.Child(at, 1)
		if b.u.Nodes[value].Kind != g.Call {
			continue
		}
		list, _ := b.args(value)
		for _, arg := range list {
			if b.u.Nodes[arg].Kind == g.Ident && b.u.Uses[arg] == sym {
				steps = append(steps, b.outer(value, arg))
				break
			}
		}
	}
	slices.Reverse(steps) // the last is the outermost
	return steps
}
