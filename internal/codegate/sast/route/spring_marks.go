package route

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Annotations of the project's own: aspects, interceptors and filters give them their meaning.

// aspect reads advice that runs around methods with an annotation of the project's own.
func (b java) aspect(class g.ID) {
	for m := range b.members(class) {
		n := noted(b.notes(m), "Before", "Around")
		if b.u.Nodes[m].Kind != g.Func || n == nil {
			continue
		}
		cut, _ := b.pathText(b.param(n, "value", "pointcut"))
		for rest := cut; ; {
			_, after, ok := strings.Cut(rest, "@annotation(")
			if !ok {
				_, after, ok = strings.Cut(rest, "@within(")
			}
			if !ok {
				break
			}
			name, tail, _ := strings.Cut(after, ")")
			rest = tail
			name = strings.TrimSpace(name)
			name = name[strings.LastIndexByte(name, '.')+1:]
			if params := b.u.Part(m, 1); params != 0 { // a parameter's name: its type
				for p := range b.u.Children(params) {
					if b.nameOf(p) == name {
						name = b.shortType(b.u.Part(p, 1))
					}
				}
			}
			if name != "" {
				b.marked(name, Step{Place: b.at(m), Text: clipped(b.nameOf(m))})
			}
		}
	}
}

// marksAsked gives the annotations of handlers that a class asks for: getMethodAnnotation(RequiresRole.class).
func (b java) marksAsked(class g.ID) (all []string) {
	for id := class; id < b.u.End(class); id++ {
		if b.u.Nodes[id].Kind != g.Call {
			continue
		}
		switch b.lastWord(b.u.First(id)) {
		case "getMethodAnnotation", "hasMethodAnnotation", "getAnnotation", "isAnnotationPresent", "findAnnotation", "getDeclaredAnnotation", "findMergedAnnotation", "hasAnnotation", "getAnnotationsByType":
			list, _ := b.args(id)
			for _, arg := range list {
				if b.u.Nodes[arg].Kind == g.Member && b.lastWord(arg) == "class" {
					if name := b.lastWord(b.u.First(arg)); name != "" && len(all) < 20 {
						all = append(all, name)
					}
				}
			}
		}
	}
	return all
}

// asksForMarks gives annotations the meaning that an interceptor or filter gives them.
func (b java) asksForMarks(class g.ID, supers []string) {
	if !slices.ContainsFunc(supers, func(s string) bool {
		return filterTypes[s] || strings.Contains(s, "Interceptor") || s == "ContainerRequestFilter" || s == "HandlerMethodArgumentResolver"
	}) {
		return
	}
	for _, name := range b.marksAsked(class) {
		if !javaNotes[name] {
			s := b.codeStep(class, filterMethods...)
			b.marked(name, s)
		}
	}
}
