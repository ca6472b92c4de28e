package route

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// What Spring, servlet containers and JAX-RS run around handlers: filters, interceptors, aspects, handlers of errors.

var (
	filterTypes   = wordSet("OncePerRequestFilter GenericFilterBean Filter WebFilter HttpFilter AbstractAuthenticationProcessingFilter AbstractPreAuthenticatedProcessingFilter BasicAuthenticationFilter UsernamePasswordAuthenticationFilter GlobalFilter HandlerFilterFunction ShallowEtagHeaderFilter HttpServerFilter")
	filterMethods = []string{"doFilterInternal", "doFilter", "filter", "attemptAuthentication", "preHandle"}
	beanNotes     = []string{"Component", "Service", "Configuration", "Singleton", "Named", "ApplicationScoped", "Order"}
)

func (b java) springParts(class g.ID, all []note) {
	supers := b.supers(class)
	isFilter := slices.ContainsFunc(supers, func(s string) bool { return filterTypes[s] })
	if isFilter && noted(all, "WebFilter") != nil {
		b.webFilter(class, noted(all, "WebFilter"))
	} else if isFilter && noted(all, beanNotes...) != nil {
		b.filterClass(class, "")
	}
	if noted(all, "ControllerAdvice", "RestControllerAdvice") != nil || slices.Contains(supers, "HandlerExceptionResolver") || slices.Contains(supers, "ErrorWebExceptionHandler") || slices.Contains(supers, "AbstractErrorWebExceptionHandler") {
		b.advice(class)
	}
	if noted(all, "Aspect") != nil {
		b.aspect(class)
	}
	for m := range b.members(class) {
		if b.u.Nodes[m].Kind != g.Func {
			continue
		}
		result := b.shortType(b.u.Part(m, 2))
		switch {
		case b.nameOf(m) == "addInterceptors":
			b.interceptors(m)
		case result == "FilterRegistrationBean":
			b.filterBean(m)
		case noted(b.notes(m), "Bean") != nil && (strings.HasSuffix(result, "Filter") || filterTypes[result]):
			b.returnedFilter(m)
		}
		b.failureListener(class, m)
	}
	if b.u.Nodes[class].Op == g.Annotation { // an annotation made of others
		for _, s := range b.noteSteps(slices.DeleteFunc(slices.Clone(all), func(n note) bool { return metaNotes[n.name] }), "spring") {
			b.marked(b.nameOf(class), s)
		}
	}
	b.asksForMarks(class, supers)
	b.refusals(class, supers)
}

// refusals notes the filters and interceptors that refuse what they do not let through, at their end too.
func (b java) refusals(class g.ID, supers []string) {
	if !slices.ContainsFunc(supers, func(s string) bool {
		return filterTypes[s] || strings.HasSuffix(s, "Interceptor") || s == "HandlerInterceptorAdapter" || s == "ContainerRequestFilter"
	}) || b.signsIn(class) {
		return
	}
	for m := range b.members(class) {
		if body := b.u.Part(m, 3); b.u.Nodes[m].Kind == g.Func && body != 0 && slices.Contains(filterMethods, b.nameOf(m)) {
			var found signs
			if b.does(&found, body); found.denies {
				b.prove("auth.authenticated", b.u.Nodes[body].Start, b.u.Nodes[body].End)
			}
		}
	}
}

var metaNotes = wordSet("Target Retention Documented Inherited Constraint Repeatable NameBinding InterceptorBinding")

// filterClass puts a filter before all routes, or before those that its own code speaks of.
func (b java) filterClass(class g.ID, prefix string) {
	s := b.codeStep(class, filterMethods...)
	s.Not = b.filterNot(class)
	b.filterUses(class, prefix, s, class)
}

// filterNot tells what a filter does not show: what it counts says nothing of the data; where a chain decides, no sign-in.
func (b java) filterNot(class g.ID) (not []string) {
	not = []string{"validate.checked"}
	if b.signsIn(class) {
		not = append(not, tokenFilters...)
	}
	if b.marksAsked(class) != nil {
		not = append(not, "auth.role", "auth.ownership", "rate-limit")
	}
	return not
}

// signsIn tells a filter that only says who asks: what is asked for is decided elsewhere.
func (b java) signsIn(class g.ID) bool {
	return strings.Contains(b.text(class), "SecurityContextHolder")
}

func (b java) filterUses(class g.ID, prefix string, s Step, at g.ID) {
	object := b.deciding(at)
	paths := b.ownPaths(class)
	if prefix != "" && len(paths) == 0 {
		paths = []string{prefix}
	}
	if len(paths) == 0 {
		b.before(object, at, "", s)
	}
	for _, p := range paths {
		b.before(object, at, p, s)
	}
}

// ownPaths gives the paths that a filter's code compares the request's with; none where it is for all.
func (b java) ownPaths(class g.ID) (paths []string) {
	for id := class; id < b.u.End(class); id++ {
		if b.u.Nodes[id].Kind != g.Call {
			continue
		}
		of, name := b.member(id)
		list, _ := b.args(id)
		if of == 0 || len(list) == 0 {
			continue
		}
		switch name {
		case "equals", "startsWith", "matches", "contains", "equalsIgnoreCase", "endsWith", "match", "anyMatch":
		default:
			continue
		}
		var some []string
		for _, e := range append([]g.ID{of}, list...) {
			found, _ := b.texts(e)
			for _, p := range found {
				if strings.HasPrefix(p, "/") && len(p) > 1 && len(some) < 40 {
					some = append(some, strings.TrimSuffix(strings.TrimSuffix(p, "*"), "/*"))
				}
			}
		}
		if len(some) == 0 {
			continue
		}
		if fn := b.around(id, g.Func); fn != 0 && b.nameOf(fn) == "shouldNotFilter" && !b.negated(id, fn) {
			continue // those are left out
		}
		if b.passes(id) {
			continue
		}
		if name == "endsWith" {
			for i := range some {
				some[i] = "**" + some[i]
			}
		}
		paths = append(paths, some...)
	}
	for i, p := range paths {
		if strings.HasPrefix(p, "**") {
			paths[i] = "" // a suffix: any path may have it
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// negated tells !f(x) below a function's node.
func (b java) negated(id, below g.ID) bool {
	not := false
	for id = b.u.Parents[id]; id != 0 && id != below; id = b.u.Parents[id] {
		if b.u.Nodes[id].Kind == g.Unary && b.u.Nodes[id].Op == g.Not {
			not = !not
		}
	}
	return not
}

// passes tells a test whose branch only lets the request through: if (path.startsWith("/public")) { chain.doFilter(…); return; }
func (b java) passes(id g.ID) bool {
	at := b.around(id, g.If)
	if at == 0 || b.u.First(at) == 0 || id >= b.u.End(b.u.First(at)) {
		return false
	}
	then := b.u.Child(at, 1)
	if then == 0 || b.negated(id, at) || b.u.Nodes[then].Size > 40 {
		return false
	}
	through, leaves := false, false
	for in := then; in < b.u.End(then); in++ {
		switch b.u.Nodes[in].Kind {
		case g.Call:
			if _, name := b.member(in); name == "doFilter" || name == "filter" {
				through = true
			}
		case g.Return:
			leaves = true
			if v := b.u.First(in); v != 0 && b.u.Nodes[v].Kind == g.Bool && b.u.Nodes[v].Op == g.True {
				through = true
			}
		}
	}
	return through && leaves
}

func (b java) webFilter(class g.ID, n *note) {
	s := b.codeStep(class, filterMethods...)
	s.Not = b.filterNot(class)
	object := b.deciding(class)
	paths, _ := b.texts(b.param(n, "value", "urlPatterns"))
	if len(paths) == 0 {
		b.filterUses(class, "", s, class)
		return
	}
	if own := b.ownPaths(class); len(own) > 0 {
		paths = own
	}
	for _, p := range paths {
		b.before(object, class, strings.TrimSuffix(p, "*"), s)
	}
}

// filterBean reads a FilterRegistrationBean: which filter, and for which paths.
func (b java) filterBean(fn g.ID) {
	var filter g.ID
	var paths []string
	for id := fn; id < b.u.End(fn); id++ {
		switch b.u.Nodes[id].Kind {
		case g.New:
			if list, _ := b.args(id); b.shortType(b.u.First(id)) == "FilterRegistrationBean" && len(list) > 0 {
				filter = list[0]
			}
		case g.Call:
			_, name := b.member(id)
			list, _ := b.args(id)
			switch name {
			case "setFilter":
				if len(list) == 1 {
					filter = list[0]
				}
			case "addUrlPatterns", "setUrlPatterns":
				for _, arg := range list {
					some, _ := b.texts(arg)
					paths = append(paths, some...)
				}
			}
		}
	}
	if filter == 0 {
		return
	}
	if len(paths) == 0 {
		paths = []string{""}
	}
	object := b.deciding(fn)
	for _, p := range paths {
		b.before(object, fn, strings.TrimSuffix(p, "*"), b.springStep(filter)...)
	}
}

func (b java) returnedFilter(fn g.ID) {
	for id := fn; id < b.u.End(fn); id++ {
		if b.u.Nodes[id].Kind == g.Return && b.u.First(id) != 0 && b.around(id, g.Func, g.Lambda) == fn {
			steps := b.springStep(b.u.First(id))
			b.before(b.deciding(fn), fn, "", steps...)
			return
		}
	}
}

// springStep takes an expression as a step; this is the class around.
func (b java) springStep(id g.ID) []Step {
	if b.u.Nodes[id].Kind == g.This {
		if class := b.around(id, g.Class); class != 0 {
			s := b.codeStep(class, filterMethods...)
			s.Not = b.filterNot(class)
			return []Step{s}
		}
	}
	steps := b.steps(id)
	for i := range steps {
		steps[i].Not = []string{"validate.checked"}
		if made := b.classMade(id); made != 0 {
			steps[i].Not = b.filterNot(made)
		}
	}
	return steps
}

// classMade gives the class of this file that new X() makes, or that is the type of a name.
func (b java) classMade(id g.ID) g.ID {
	name := ""
	if b.u.Nodes[id].Kind == g.New {
		name = b.shortType(b.u.First(id))
	} else if t := b.u.Type(id); t != "" {
		name = t[strings.LastIndexByte(t, '.')+1:]
	}
	if name == "" {
		return 0
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind == g.Class && b.nameOf(id) == name {
			return id
		}
	}
	return 0
}

// interceptors reads registry.addInterceptor(x).addPathPatterns(…).excludePathPatterns(…).
func (b java) interceptors(fn g.ID) {
	for id := fn; id < b.u.End(fn); id++ {
		if b.u.Nodes[id].Kind != g.Call {
			continue
		}
		if _, name := b.member(id); name != "addInterceptor" && name != "addWebRequestInterceptor" {
			continue
		}
		list, _ := b.args(id)
		if len(list) != 1 {
			continue
		}
		steps := b.springStep(list[0])
		object := b.deciding(id)
		included, excluded := []string{}, []string{}
		up := id
		for range 12 {
			p := b.u.Parents[b.u.Parents[up]]
			if b.u.Nodes[p].Kind != g.Call || b.u.First(p) != b.u.Parents[up] {
				break
			}
			_, name := b.member(p)
			more, _ := b.args(p)
			for _, arg := range more {
				some, _ := b.texts(arg)
				switch name {
				case "addPathPatterns":
					included = append(included, some...)
				case "excludePathPatterns":
					excluded = append(excluded, some...)
				}
			}
			up = p
		}
		for _, p := range excluded {
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Path: p, Exact: true, Except: true, At: b.at(id), Late: true})
		}
		if len(included) == 0 {
			included = []string{"**"}
		}
		for _, p := range included {
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Path: p, Exact: true, Steps: steps, At: b.at(id), Late: true})
		}
	}
}

// advice reads a class that answers errors of all handlers: those that bad input leads to count.
func (b java) advice(class g.ID) {
	broad := !slices.ContainsFunc(slices.Collect(b.members(class)), func(m g.ID) bool { return noted(b.notes(m), "ExceptionHandler") != nil })
	for m := range b.members(class) {
		n := noted(b.notes(m), "ExceptionHandler")
		if n == nil {
			continue
		}
		var types []string
		if n.call != 0 {
			for at := n.call; at < b.u.End(n.call); at++ {
				if b.u.Nodes[at].Kind == g.TypeName {
					types = append(types, b.shortType(at))
				}
			}
		}
		if len(types) == 0 {
			if params := b.u.Part(m, 1); params != 0 {
				for p := range b.u.Children(params) {
					types = append(types, b.shortType(b.u.Part(p, 1)))
				}
			}
		}
		broad = broad || slices.ContainsFunc(types, errorOfInput)
	}
	if broad {
		s := b.codeStep(class)
		s.Caps = []string{"error-boundary"}
		b.before(b.app(), class, "", s)
	}
}

// errorOfInput tells the types of errors that what cannot be read throws.
func errorOfInput(name string) bool {
	switch name {
	case "Exception", "RuntimeException", "Throwable", "IllegalArgumentException":
		return true
	}
	lower := strings.ToLower(name)
	return strings.Contains(lower, "jwt") || strings.Contains(lower, "token") || strings.Contains(lower, "numberformat") || strings.Contains(lower, "parse")
}

// failureListener reads what counts failed sign-ins, as the framework tells them.
func (b java) failureListener(class, fn g.ID) {
	p := b.param0(fn)
	if p == 0 {
		return
	}
	if t := b.shortType(b.u.Part(p, 1)); strings.HasPrefix(t, "AuthenticationFailure") && strings.HasSuffix(t, "Event") || t == "AbstractAuthenticationFailureEvent" {
		text := strings.ToLower(b.text(class))
		for _, w := range []string{"attempt", "lock", "block", "limit", "bucket", "throttl", "count"} {
			if strings.Contains(text, w) {
				s := b.codeStep(class)
				s.Caps = []string{"rate-limit"}
				b.before(b.deciding(fn), fn, "", s)
				return
			}
		}
	}
}
