package route

import (
	"regexp"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// net/http, gin, echo, chi, gorilla/mux, fiber.

var goMethods = map[string]string{"GET": "GET", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE", "HEAD": "HEAD", "OPTIONS": "OPTIONS", "Any": "*", "Match": "*",
	"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD", "Options": "OPTIONS", "All": "*", "HandleFunc": "*", "Handle": "*", "Method": "?", "MethodFunc": "?"}

var goMakers = &makers{
	names: map[string]bool{"net/http.NewServeMux": true, "github.com/gin-gonic/gin.New": true, "github.com/gin-gonic/gin.Default": true, "github.com/labstack/echo/v4.New": true, "github.com/labstack/echo.New": true, "github.com/labstack/echo/v5.New": true,
		"github.com/go-chi/chi/v5.NewRouter": true, "github.com/go-chi/chi.NewRouter": true, "github.com/go-chi/chi/v5.NewMux": true, "github.com/gorilla/mux.NewRouter": true, "github.com/gofiber/fiber/v2.New": true, "github.com/gofiber/fiber/v3.New": true},
	closed: true,
	derive: func(b *builder, call, of g.ID, name string) (g.ID, Object, bool) {
		list, _ := b.args(call)
		switch name {
		case "Group":
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
		case "Subrouter", "StrictSlash", "NewRoute", "Host", "Schemes", "Methods", "Headers", "Queries":
			return of, Object{}, true
		case "Route", "Group()":
			if len(list) == 2 {
				path, _ := b.pathText(list[0])
				return of, Object{Prefix: path}, b.u.Nodes[list[1]].Kind == g.Lambda
			}
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
	goRouterType = regexp.MustCompile(`(?:net/http\.ServeMux|gin\.(?:Engine|RouterGroup|IRouter|IRoutes)|echo(?:/v\d)?\.(?:Echo|Group)|chi(?:/v\d)?\.(?:Router|Mux)|mux\.Router|fiber(?:/v\d)?\.(?:App|Router|Group))$`)
	goRouterName = regexp.MustCompile(`(?i)^(?:[a-z0-9]*(?:router|mux|engine|group)|r|rg|e|g|app|api|v[0-9]|[a-z]*(?:routes|api))$`)
)

func readGoCalls(b *builder) {
	m := goMakers
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if k := b.u.Nodes[id].Kind; k == g.Var || k == g.Assign {
			name, value := b.u.First(id), b.u.Child(id, 1)
			if k == g.Var {
				name, value = b.u.Part(id, 0), b.u.Part(id, 2)
			}
			if name != 0 && value != 0 && b.u.Nodes[name].Kind == g.Ident && b.u.Nodes[value].Kind == g.Call {
				b.objectOf(name, m)
			}
		}
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.Call {
			continue
		}
		of, name := b.member(id)
		if of == 0 {
			continue
		}
		list, _ := b.args(id)
		canonical, _ := b.u.Canonical(b.u.First(id))
		switch {
		case canonical == "net/http.HandleFunc" || canonical == "net/http.Handle":
			if len(list) == 2 {
				n := b.object("net/http", func() Object { return Object{Global: "net/http", Unbound: true} })
				b.goRoute(id, n, "*", list)
			}
		case canonical == "net/http.ListenAndServe" || canonical == "net/http.ListenAndServeTLS":
			if h := len(list) - 1; h > 0 {
				b.goServe(list[h], id)
			}
		case canonical != "":
		case goMethods[name] != "":
			if n := b.goObject(of, list); n > 0 {
				b.goRoute(id, n, goMethods[name], list)
			}
		case name == "Use" || name == "Pre":
			if n := b.objectOf(of, m); n > 0 {
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list...), At: b.at(id), Late: b.goLate(n)})
			}
		case name == "Route" && len(list) == 2 || name == "Group" && len(list) == 1 && b.u.Nodes[list[0]].Kind == g.Lambda:
			b.goNested(id, of, list)
		case name == "Mount" && len(list) == 2:
			if n := b.objectOf(of, m); n > 0 {
				path, _ := b.pathText(list[0])
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list[1]), At: b.at(id), Late: true})
			}
		}
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ { // &http.Server{Handler: …}
		if b.u.Nodes[id].Kind == g.Pair && b.u.Nodes[b.u.First(id)].Kind == g.Ident && b.u.Name(b.u.First(id)) == "Handler" {
			if made := b.around(id, g.New); made != 0 {
				if t, _ := b.u.Canonical(b.u.First(made)); t == "net/http.Server" {
					b.goServe(b.u.Child(id, 1), id)
				}
			}
		}
	}
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

// goLate says that what is used holds for all that an object has: chi wants it first, Echo asks at each request.
func (b *builder) goLate(n int) bool { return !strings.Contains(string(b.u.Text), "gin-gonic/gin") }

func (b *builder) goRoute(call g.ID, object int, method string, list []g.ID) {
	if method == "?" || method == "*" && len(list) > 2 { // r.Method("GET", "/x", h), r.Handle("GET", "/x", h)
		if m, _ := b.pathText(list[0]); len(list) > 2 && m != "" && !strings.Contains(m, "/") {
			method, list = strings.ToUpper(m), list[1:]
		} else if len(list) > 2 && b.u.Nodes[list[0]].Kind == g.Member { // http.MethodGet
			if name := b.u.Name(b.u.Child(list[0], 1)); strings.HasPrefix(name, "Method") {
				method, list = strings.ToUpper(name[6:]), list[1:]
			}
		}
	}
	if method == "?" || len(list) < 2 {
		return
	}
	path, known := b.pathText(list[0])
	if m, rest, ok := strings.Cut(path, " "); ok && goMethods[m] != "" { // "POST /x"
		method, path = m, strings.TrimSpace(rest)
	}
	if p := b.u.Parents[b.u.Parents[call]]; p != 0 && b.u.Nodes[p].Kind == g.Call { // .Methods("POST")
		if of, name := b.member(p); of == call && name == "Methods" {
			if ms, _ := b.args(p); len(ms) > 0 {
				if m, _ := b.pathText(ms[0]); m != "" && m != "{}" {
					method = strings.ToUpper(m)
				} else if b.u.Nodes[ms[0]].Kind == g.Member {
					method = strings.ToUpper(strings.TrimPrefix(b.u.Name(b.u.Child(ms[0], 1)), "Method"))
				}
			}
		}
	}
	steps := b.steps(list[1:]...)
	if len(steps) == 0 {
		return
	}
	e := Entry{Object: object - 1, Method: method, Path: path, Known: known, At: b.at(call)}
	last := len(steps) - 1
	if b.echo() { // the handler comes first
		e.Handler, e.Steps = steps[0], steps[1:]
	} else {
		e.Handler, e.Steps = steps[last], steps[:last]
	}
	for range 8 { // limit(auth(h)): what wraps runs before
		inner := b.wrapped(e.Handler)
		if inner == 0 {
			break
		}
		e.Steps = append(e.Steps, b.outer(e.Handler, inner))
		e.Handler = b.step(inner)
	}
	b.out.Routes = append(b.out.Routes, e)
}

func (b *builder) echo() bool { return strings.Contains(string(b.u.Text), "labstack/echo") }

// wrapped gives the handler inside of a call that wraps it: its last argument that is a function or a call.
func (b *builder) wrapped(s Step) g.ID {
	call := b.nodeAt(s.Place, g.Call)
	if call == 0 {
		return 0
	}
	list, _ := b.args(call)
	for i := len(list) - 1; i >= 0; i-- {
		switch b.u.Nodes[list[i]].Kind {
		case g.Lambda, g.Call:
			return list[i]
		case g.Ident, g.Member:
			if t := b.u.Type(list[i]); t == "" || strings.HasPrefix(t, "func") || strings.HasSuffix(t, "Handler") || strings.HasSuffix(t, "HandlerFunc") || strings.HasSuffix(t, "ServeMux") {
				if d := b.u.Def(list[i]); d == nil || d.Value == 0 || b.u.Nodes[d.Value].Kind == g.Lambda || b.u.Nodes[d.Value].Kind == g.Call {
					return list[i]
				}
			}
		}
	}
	return 0
}

// outer gives the step around an inner one.
func (b *builder) outer(s Step, inner g.ID) Step {
	in := b.u.Nodes[inner]
	out := Step{Place: b.place(s.Start, in.Start), Text: s.Text}
	for _, r := range s.Refs {
		if n := b.u.Nodes[b.asked[r.Asked-1]]; n.Start < in.Start || n.Start >= in.End {
			out.Refs = append(out.Refs, r)
		}
	}
	for _, a := range s.Also {
		out.Also = append(out.Also, a)
	}
	return out
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
	fn := list[len(list)-1]
	if n == 0 {
		return
	}
	path := ""
	if len(list) == 2 {
		path, _ = b.pathText(list[0])
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

// goServe reads the handler of a server: what wraps the router runs before all.
func (b *builder) goServe(handler, call g.ID) {
	s := b.step(handler)
	for range 8 {
		inner := b.wrapped(s)
		if inner == 0 {
			if b.u.Nodes[handler].Kind == g.Ident { // a name for what wraps
				if d := b.u.Def(handler); d != nil && d.Value != 0 && b.u.Nodes[d.Value].Kind == g.Call && b.objectOf(handler, goMakers) == 0 {
					handler = d.Value
					s = b.step(handler)
					continue
				}
			}
			return
		}
		out := b.outer(s, inner)
		n := b.objectOf(b.innermost(inner), goMakers)
		if n == 0 {
			n = b.object("net/http", func() Object { return Object{Global: "net/http", Unbound: true} })
		}
		b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: []Step{out}, At: b.at(call), Late: true})
		s, handler = b.step(inner), inner
	}
}

// innermost gives what is wrapped at last.
func (b *builder) innermost(id g.ID) g.ID {
	for range 8 {
		inner := b.wrapped(Step{Place: b.at(id)})
		if inner == 0 {
			return id
		}
		id = inner
	}
	return id
}
