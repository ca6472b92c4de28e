package route

import (
	g "bartizan/internal/syntax/generic"
	"strconv"
)

// Servlets: classes with paths, and their methods.

var servletMethods = map[string]string{"doGet": "GET", "doPost": "POST", "doPut": "PUT", "doDelete": "DELETE", "doPatch": "PATCH", "service": "*"}

func readServlet(of *builder) {
	b := java{of}
	if b.tested() {
		return
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.Class {
			continue
		}
		all := b.notes(id)
		n := noted(all, "WebServlet")
		if n == nil {
			continue
		}
		paths, whole := b.texts(b.param(n, "value", "urlPatterns"))
		if len(paths) == 0 {
			paths = []string{"{}"}
		}
		var steps []Step
		if noted(all, "ServletSecurity") != nil {
			steps = []Step{{Place: b.at(id), Text: "@ServletSecurity", Caps: []string{"auth.authenticated", "auth.role"}}}
		}
		object := b.object("class"+strconv.Itoa(int(id)), func() Object {
			return Object{Class: b.nameOf(id), Parent: b.app(), At: b.at(id), Unbound: true}
		})
		for m := range b.members(id) {
			if b.u.Nodes[m].Kind != g.Func || servletMethods[b.nameOf(m)] == "" {
				continue
			}
			at := b.at(m)
			for _, p := range paths[:min(len(paths), 8)] {
				b.out.Routes = append(b.out.Routes, Entry{Object: object - 1, Method: servletMethods[b.nameOf(m)], Path: p, Known: whole, At: at, Handler: b.handlerStep(m), Steps: steps})
			}
		}
	}
}
