package route

import (
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Spring MVC and WebFlux: annotated controllers, and routers made of functions. Micronaut's controllers have the same form.

var springMappings = map[string]string{"GetMapping": "GET", "PostMapping": "POST", "PutMapping": "PUT", "PatchMapping": "PATCH", "DeleteMapping": "DELETE", "RequestMapping": "*",
	"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE"}

func readSpring(of *builder) {
	b := java{of}
	if b.tested() {
		return
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Class:
			all := b.notes(id)
			if noted(all, "FeignClient", "HttpExchange", "RegisterRestClient", "Client") != nil {
				continue
			}
			b.springController(id, all)
			b.secretFields(id, all)
			b.springParts(id, all)
		case g.Call:
			b.springRouter(id)
			b.filtered(id)
		}
	}
	b.springSecurity()
}

// springController reads the methods of a class that are mapped to paths.
func (b java) springController(class g.ID, all []note) {
	micronaut := strings.Contains(string(b.u.Text), "io.micronaut.http")
	prefix := ""
	if n := noted(all, "RequestMapping"); n != nil {
		prefix, _ = b.pathText(b.param(n, "value", "path"))
	} else if n := noted(all, "Controller"); n != nil && micronaut {
		prefix, _ = b.pathText(b.param(n, "value"))
	}
	object := 0
	for m := range b.members(class) {
		if b.u.Nodes[m].Kind != g.Func {
			continue
		}
		own := b.notes(m)
		for i := range own {
			n := &own[i]
			method := springMappings[n.name]
			if method == "" || !strings.HasSuffix(n.name, "Mapping") && !micronaut {
				continue
			}
			if object == 0 {
				object = b.object("class"+strconv.Itoa(int(class)), func() Object {
					return Object{Class: b.nameOf(class), Prefix: prefix, Parent: b.app(), At: b.at(class), Unbound: true}
				})
			}
			methods := []string{method}
			if v := b.param(n, "method"); v != 0 {
				methods = b.methodsIn(v)
			}
			e := Entry{Object: object - 1, Known: true, At: b.at(n.at), Handler: b.handlerStep(m), Steps: b.accessOf(all, own, "spring")}
			if v := b.param(n, "value", "path", "uri"); v != 0 {
				e.Path, e.Known = b.pathText(v)
			}
			if body := noted(all, "RestController", "ResponseBody") != nil || noted(own, "ResponseBody") != nil; body || b.shortType(b.u.Part(m, 2)) == "ResponseEntity" {
				e.Handler.Marks = b.answers(m)
			}
			for _, e.Method = range methods {
				b.out.Routes = append(b.out.Routes, e)
			}
		}
	}
}

// methodsIn gives the HTTP methods that an expression names; * where it names none.
func (b java) methodsIn(id g.ID) (all []string) {
	for at := id; at < b.u.End(id); at++ {
		if b.u.Nodes[at].Kind == g.Ident {
			if m := httpMethod(b.u.Name(at)); m != "" && len(all) < 8 {
				all = append(all, m)
			}
		}
	}
	if len(all) == 0 {
		all = []string{"*"}
	}
	return all
}

// springRouter reads route(GET("/x"), h), route().GET("/x", h), andRoute(…) of WebFlux and WebMvc.fn.
func (b java) springRouter(call g.ID) {
	callee := b.u.First(call)
	name := b.lastWord(callee)
	list, _ := b.args(call)
	switch {
	case (name == "route" || name == "andRoute") && len(list) == 2:
		for at := list[0]; at < b.u.End(list[0]); at++ {
			if b.u.Nodes[at].Kind != g.Call {
				continue
			}
			if m := httpMethod(b.lastWord(b.u.First(at))); m != "" {
				if in, _ := b.args(at); len(in) == 1 {
					b.springFunction(call, at, m, in[0], list[1])
				}
				return
			}
		}
	case httpMethod(name) != "" && len(list) >= 2 && b.u.Nodes[callee].Kind == g.Member:
		if path, known := b.pathText(list[0]); known && strings.HasPrefix(path, "/") || path == "" && known {
			if b.functionLike(list[len(list)-1]) && b.routerFile() {
				b.springFunction(call, call, name, list[0], list[len(list)-1])
			}
		}
	}
}

func (b java) routerFile() bool {
	return strings.Contains(string(b.u.Text), "RouterFunction")
}

func (b java) functionLike(id g.ID) bool {
	return b.u.Nodes[id].Kind == g.Lambda || b.u.Nodes[id].Kind == g.Member && b.u.Nodes[id].Op == g.Method
}

// springFunction adds a route whose handler is a function; paths of nest and path around it are put before.
func (b java) springFunction(call, at g.ID, method string, path, handler g.ID) {
	e := Entry{Object: b.app() - 1, Method: method, Handler: b.step(handler), At: b.at(at)}
	e.Path, e.Known = b.pathText(path)
	up := call
	for range 8 {
		if up = b.around(up, g.Call); up == 0 {
			break
		}
		list, _ := b.args(up)
		if len(list) < 2 {
			continue
		}
		switch name := b.lastWord(b.u.First(up)); {
		case name == "path" || name == "nest":
			if list[0] <= call && call < b.u.End(list[0]) {
				continue
			}
			for in := list[0]; in < b.u.End(list[0]); in++ {
				if s, ok := b.constant(in); ok && strings.HasPrefix(s, "/") {
					e.Path = joinPath(s, e.Path)
					break
				}
			}
		}
	}
	if router := b.around(call, g.Func); router != 0 { // route()….filter(f): before all of this router
		for id := router; id < b.u.End(router); id++ {
			if b.u.Nodes[id].Kind == g.Call {
				if name := b.lastWord(b.u.First(id)); name == "filter" || name == "before" {
					if list, _ := b.args(id); len(list) == 1 {
						e.Steps = append(e.Steps, b.steps(list...)...)
					}
				}
			}
		}
	}
	b.out.Routes = append(b.out.Routes, e)
}

// lastWord gives the last word of a name.
func (b java) lastWord(id g.ID) string {
	if id == 0 {
		return ""
	}
	switch b.u.Nodes[id].Kind {
	case g.Member:
		return b.u.Name(b.u.Child(id, 1))
	case g.Ident, g.TypeName:
		name := b.u.Name(id)
		return name[strings.LastIndexByte(name, '.')+1:]
	}
	return ""
}
