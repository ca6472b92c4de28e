package route

import (
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// JAX-RS of Jakarta EE, Jersey, RESTEasy and Quarkus: resource classes, request filters, name bindings.

func readJaxrs(of *builder) {
	b := java{of}
	if b.tested() || !strings.Contains(string(b.u.Text), "ws.rs") {
		return
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.Class {
			continue
		}
		all := b.notes(id)
		if noted(all, "RegisterRestClient") != nil {
			continue
		}
		b.resource(id, all)
		supers := b.supers(id)
		if slices.Contains(supers, "ContainerRequestFilter") && noted(all, "Provider") != nil {
			b.requestFilter(id, all)
		}
		if slices.Contains(supers, "ExceptionMapper") && noted(all, "Provider") != nil {
			b.exceptionMapper(id)
		}
		for m := range b.members(id) { // Quarkus
			if b.u.Nodes[m].Kind != g.Func {
				continue
			}
			own := b.notes(m)
			if noted(own, "ServerRequestFilter") != nil {
				s := b.handlerStep(m)
				b.before(b.deciding(m), m, "", s)
			}
			if n := noted(own, "ServerExceptionMapper"); n != nil {
				if t := b.shortType(b.u.Part(b.param0(m), 1)); errorOfInput(t) {
					b.before(b.app(), m, "", Step{Place: b.at(m), Text: clipped(b.nameOf(m)), Caps: []string{"error-boundary"}})
				}
			}
		}
	}
}

// resource reads the methods of a class with a path.
func (b java) resource(class g.ID, all []note) {
	prefix, onClass := "", false
	if n := noted(all, "Path"); n != nil {
		prefix, _ = b.pathText(b.param(n, "value"))
		onClass = true
	}
	for m := range b.members(class) {
		if b.u.Nodes[m].Kind != g.Func {
			continue
		}
		own := b.notes(m)
		path := noted(own, "Path")
		if !onClass && path == nil {
			continue
		}
		for i := range own {
			if own[i].call != 0 || httpMethod(own[i].name) == "" {
				continue
			}
			object := b.object("class"+strconv.Itoa(int(class)), func() Object {
				return Object{Class: b.nameOf(class), Prefix: prefix, Parent: b.app(), At: b.at(class), Unbound: true}
			})
			e := Entry{Object: object - 1, Method: own[i].name, Known: true, At: b.at(own[i].at), Handler: b.handlerStep(m), Steps: b.accessOf(all, own, "jaxrs")}
			e.Handler.Marks = b.answers(m)
			if path != nil {
				e.Path, e.Known = b.pathText(b.param(path, "value"))
				if own[i].at > path.at { // what stands first is pointed at
					e.At = b.at(path.at)
				}
			}
			b.out.Routes = append(b.out.Routes, e)
		}
	}
}

// requestFilter reads a filter for all resources, or for those with an annotation that it bears itself.
func (b java) requestFilter(class g.ID, all []note) {
	s := b.codeStep(class, "filter")
	s.Not = []string{"validate.checked"}
	bound := false
	for _, n := range all {
		if !javaNotes[n.name] && n.name != "Named" && n.name != "Dependent" {
			b.marked(n.name, s)
			bound = true
		}
	}
	if bound {
		return
	}
	s.Not = b.filterNot(class)
	b.filterUses(class, "", s, class)
}

func (b java) exceptionMapper(class g.ID) {
	for c := range b.u.Children(class) {
		if b.u.Nodes[c].Kind != g.Extends {
			continue
		}
		for t := range b.u.Children(c) {
			if b.shortType(t) != "ExceptionMapper" {
				continue
			}
			if arg := b.u.Child(t, 1); arg != 0 && errorOfInput(b.shortType(arg)) {
				s := b.codeStep(class)
				s.Caps = []string{"error-boundary"}
				b.before(b.app(), class, "", s)
			}
		}
	}
}
