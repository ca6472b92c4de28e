package route

import (
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// NestJS. A class with @Controller holds routes; decorators of the class and of its methods are the steps before them. What
// modules and main set up for the whole application stands before all.

var nestMethods = map[string]string{"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Head": "HEAD", "Options": "OPTIONS", "All": "*", "Search": "SEARCH", "Sse": "GET"}

// nestQuiet are decorators that protect nothing.
var nestQuiet = wordSet("httpcode header redirect render version usefilters throttle controller injectable module global catch resolver crud sse eventpattern messagepattern timeout bind dependencies optional inject")

func readNest(b *builder) {
	text := string(b.u.Text)
	if !strings.Contains(text, "@nestjs/") && !strings.Contains(text, "class-validator") && !strings.Contains(text, "nestjs-") {
		return
	}
	test := strings.Contains(b.u.Path, ".spec.") || strings.Contains(b.u.Path, "-spec.") || strings.Contains(b.u.Path, ".test.")
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Var:
			b.nestApp(id)
		case g.Class:
			b.nestClass(id)
		case g.Func, g.Lambda:
			b.nestGives(id)
		case g.Dict:
			b.nestProvider(id)
		case g.Call:
			if !test {
				b.nestCall(id)
			}
		}
	}
	b.later = append(b.later, b.nestSwitches)
}

// nest is the application, which is one.
func (b *builder) nest() int {
	return b.object("nest", func() Object { return Object{Global: "nest", Unbound: true} })
}

// nestApp makes the name of what NestFactory.create gives the application, so that app.use counts.
func (b *builder) nestApp(id g.ID) {
	name, value := b.u.Part(id, 0), b.u.Part(id, 2)
	for n := 0; n < 4 && value != 0 && (b.u.Nodes[value].Kind == g.Await || b.u.Nodes[value].Kind == g.Cast || b.u.Nodes[value].Kind == g.Unary); n++ {
		value = b.u.First(value)
	}
	if name == 0 || value == 0 || b.u.Nodes[name].Kind != g.Ident || b.u.Nodes[value].Kind != g.Call || b.u.Uses[name] == 0 {
		return
	}
	if made, _ := b.u.Canonical(b.u.First(value)); made == "@nestjs/core.NestFactory.create" {
		b.objects["s"+strconv.Itoa(int(b.u.Uses[name]))] = b.nest()
	}
}

// nestCall reads what main says of the application.
func (b *builder) nestCall(id g.ID) {
	of, name := b.member(id)
	if of == 0 {
		if callee := b.u.First(id); callee != 0 && b.u.Nodes[callee].Kind == g.Ident && b.u.Name(callee) == "SetMetadata" {
			b.nestSets(id)
		}
		return
	}
	list, _ := b.args(id)
	switch name {
	case "useGlobalGuards", "useGlobalPipes", "useGlobalInterceptors", "useGlobalFilters":
		steps := b.steps(list...)
		if name == "useGlobalFilters" {
			answered(steps)
		}
		b.out.Uses = append(b.out.Uses, Use{Object: b.nest() - 1, Steps: steps, At: b.at(id), Late: true})
	case "setGlobalPrefix":
		if len(list) > 0 {
			n := b.nest()
			prefix, _ := b.pathText(list[0])
			b.out.Objects[n-1].Prefix = rooted(prefix)
		}
	case "use": // on a parameter that is the application
		if d := b.u.Def(of); d != nil && b.objects["s"+strconv.Itoa(int(b.u.Uses[of]))] == 0 && strings.HasPrefix(b.nestType(of), "Nest") {
			b.objects["s"+strconv.Itoa(int(b.u.Uses[of]))] = b.nest()
		}
	case "forRoutes":
		b.nestMiddleware(id, of, list)
	}
	if strings.HasSuffix(strings.ToLower(b.dotted(of)), "reflector") && strings.HasPrefix(name, "get") && len(list) > 0 {
		b.reads = append(b.reads, id)
	}
}

// nestType gives the last name of a type: INestApplication is NestApplication.
func (b *builder) nestType(id g.ID) string {
	t := b.u.Type(id)
	return strings.TrimPrefix(t[strings.LastIndexByte(t, '.')+1:], "I")
}

// answered marks steps that answer errors.
func answered(steps []Step) {
	for i := range steps {
		steps[i].Caps = append(steps[i].Caps, "error-boundary")
	}
}

// nestProvider reads { provide: APP_GUARD, useClass: … } of a module.
func (b *builder) nestProvider(dict g.ID) {
	token := b.keyed(dict, "provide")
	if token == 0 {
		return
	}
	name, _ := b.u.Canonical(token)
	what, ok := strings.CutPrefix(name, "@nestjs/core.APP_")
	if !ok {
		return
	}
	u := Use{Object: b.nest() - 1, At: b.at(dict), Late: true}
	for _, key := range []string{"useClass", "useExisting", "useValue", "useFactory"} {
		v := b.keyed(dict, key)
		if v == 0 {
			continue
		}
		s := b.step(v)
		if key == "useFactory" {
			for at := v; at < b.u.End(v); at++ {
				if b.u.Nodes[at].Kind == g.New {
					b.refs(&s, at, 0, 0)
				}
			}
		}
		u.Steps = append(u.Steps, s)
	}
	if what == "FILTER" {
		answered(u.Steps)
	}
	b.out.Uses = append(b.out.Uses, u)
}

// nestMiddleware reads consumer.apply(…).exclude(…).forRoutes(…).
func (b *builder) nestMiddleware(call, of g.ID, where []g.ID) {
	var steps []Step
	var not []string
	for n := 0; n < 8 && of != 0; n++ {
		inner, name := b.member(of)
		list, _ := b.args(of)
		switch name {
		case "apply":
			steps = append(b.steps(list...), steps...)
		case "exclude":
			for _, arg := range list {
				path, _ := b.nestWhere(arg)
				not = append(not, path)
			}
		}
		of = inner
	}
	if len(steps) == 0 {
		return
	}
	for _, arg := range where {
		u := Use{Object: b.nest() - 1, Steps: steps, At: b.at(call), Late: true, Not: not}
		switch k := b.u.Nodes[arg].Kind; {
		case k == g.Ident && b.u.Def(arg) != nil && !b.isText(arg), k == g.Member && !b.isText(arg):
			u.Object = b.object("forRoutes"+strconv.Itoa(int(arg)), func() Object { return Object{Asked: b.ask(arg), Same: true} }) - 1
		default:
			u.Path, u.Method = b.nestWhere(arg)
			u.Exact = true
		}
		b.out.Uses = append(b.out.Uses, u)
	}
}

func (b *builder) isText(id g.ID) bool {
	_, ok := b.constant(id)
	return ok
}

// nestWhere gives the pattern of a path in the terms of Use.
func (b *builder) nestWhere(id g.ID) (path, method string) {
	if b.u.Nodes[id].Kind == g.Dict {
		if m := b.keyed(id, "method"); m != 0 {
			if method = b.lastName(m); method == "ALL" {
				method = ""
			}
		}
		id = b.keyed(id, "path")
	}
	path, _ = b.pathText(id)
	return wildcards(path), method
}

// wildcards writes what stands for any rest as **.
func wildcards(path string) string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, s := range segments {
		switch {
		case s == "*" || s == "(.*)" || s == "{*splat}" || s == "{*path}" || strings.HasPrefix(s, "*") || strings.HasPrefix(s, "{*") || strings.HasPrefix(s, ":") && (strings.HasSuffix(s, "*") || strings.HasSuffix(s, "+") || strings.HasSuffix(s, "(.*)")):
			segments[i] = "**"
		case strings.HasSuffix(s, "(.*)"):
			segments[i] = strings.TrimSuffix(s, "(.*)") + "*/**"
		case strings.HasPrefix(s, ":"):
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}

// scriptDecorators gives the decorators of a class, method or parameter, with their last names.
func (b *builder) scriptDecorators(id g.ID, yield func(d, expr g.ID, name string)) {
	for c := range b.u.Children(id) {
		if b.u.Nodes[c].Kind != g.Decorator {
			continue
		}
		expr := b.u.First(c)
		callee := expr
		if expr != 0 && b.u.Nodes[expr].Kind == g.Call {
			callee = b.u.First(expr)
		}
		text := b.dotted(callee)
		if text == "" {
			continue
		}
		if name, _ := b.u.Canonical(callee); name != "" && !strings.HasPrefix(name, ".") {
			text = name
		}
		yield(c, expr, text[strings.LastIndexByte(text, '.')+1:])
	}
}

// nestClass reads a class: as a step it is all that it says, with what stands above it.
func (b *builder) nestClass(class g.ID) {
	name := b.u.Part(class, 0)
	if name == 0 {
		return
	}
	s := Step{Place: b.at(class), Text: clipped(b.u.Name(name))}
	for c := range b.u.Children(class) {
		if b.u.Nodes[c].Kind == g.Extends && b.u.Nodes[c].Op != g.Implements {
			b.refs(&s, c, 0, 0)
		}
	}
	b.out.Values = append(b.out.Values, Value{b.u.Name(name), s})

	controller := 0
	var steps []Step
	graph := false
	b.scriptDecorators(class, func(d, expr g.ID, name string) {
		switch name {
		case "Controller", "Resolver":
			graph = name == "Resolver"
			prefix := ""
			if list, _ := b.args(expr); len(list) > 0 && !graph {
				arg := list[0]
				if p := b.keyed(arg, "path"); p != 0 {
					arg = p
				}
				if b.u.Nodes[arg].Kind != g.Dict {
					prefix, _ = b.pathText(arg)
				}
			}
			controller = b.object("class"+strconv.Itoa(int(class)), func() Object {
				return Object{Parent: b.nest(), Prefix: rooted(prefix), At: b.at(d)}
			})
		default:
			steps = append(steps, b.nestSteps(expr, name)...)
		}
	})
	if controller == 0 {
		return
	}
	b.out.Objects[controller-1].Name = b.u.Name(name)
	b.out.Objects[controller-1].Steps = steps
	for c := range b.u.Children(class) {
		if b.u.Nodes[c].Kind != g.Block {
			continue
		}
		for m := range b.u.Children(c) {
			if b.u.Nodes[m].Kind == g.Func {
				b.nestRoute(controller, m, graph)
			}
		}
	}
}

// nestSteps gives the steps that a decorator of a class or method is.
func (b *builder) nestSteps(expr g.ID, name string) []Step {
	list, _ := b.args(expr)
	switch name {
	case "UseGuards", "UseInterceptors", "UsePipes":
		return b.steps(list...)
	case "UseFilters":
		steps := b.steps(list...)
		answered(steps)
		return steps
	case "SkipThrottle":
		s := Step{Place: b.at(expr), Text: name}
		if s.Caps = []string{"meta:SkipThrottle"}; len(list) == 1 && b.allOff(list[0]) {
			s.Caps = []string{"meta:KeepThrottle"}
		}
		return []Step{s}
	}
	callee := expr
	if b.u.Nodes[expr].Kind == g.Call {
		callee = b.u.First(expr)
	}
	canonical, _ := b.u.Canonical(callee)
	if nestQuiet[strings.ToLower(name)] || nestMethods[name] != "" || strings.HasPrefix(canonical, "@nestjs/swagger.") || strings.HasPrefix(canonical, "@nestjs/common.") && name != "SetMetadata" || strings.HasPrefix(canonical, "class-") {
		return nil
	}
	s := b.step(expr)
	s.Caps = append(s.Caps, "meta:"+name)
	return []Step{s}
}

func (b *builder) nestRoute(controller int, fn g.ID, graph bool) {
	var e []Entry
	var steps []Step
	b.scriptDecorators(fn, func(d, expr g.ID, name string) {
		method := nestMethods[name]
		if graph {
			method = map[string]string{"Query": "QUERY", "Mutation": "POST"}[name]
		}
		if method == "" {
			steps = append(steps, b.nestSteps(expr, name)...)
			return
		}
		entry := Entry{Object: controller - 1, Method: method, Known: true, At: b.at(d)}
		if params := b.u.Part(fn, 1); params != 0 {
			entry.At = b.place(b.u.Nodes[d].Start, b.u.Nodes[params].End)
		}
		if n := b.u.Part(fn, 0); graph && n != 0 {
			entry.Path = "/graphql/" + b.u.Name(n)
		} else if list, _ := b.args(expr); len(list) > 0 && !graph {
			entry.Path, entry.Known = b.pathText(list[0])
			entry.Path = rooted(entry.Path)
		}
		e = append(e, entry)
	})
	if len(e) == 0 {
		return
	}
	h := Step{Place: b.at(fn), Part: true} // its decorators are steps of their own
	if params := b.u.Part(fn, 1); params != 0 {
		h.Place = b.place(b.u.Nodes[params].Start, h.End)
	}
	if n := b.u.Part(fn, 0); n != 0 {
		h.Text = clipped(b.u.Name(n))
	}
	if b.nestTakesFile(fn) {
		h.Caps = append(h.Caps, "file.upload")
	}
	checks, takes := b.nestInputs(fn)
	if takes {
		h.Caps = append(h.Caps, "request.body")
	}
	for _, entry := range e {
		entry.Steps, entry.Handler = slices.Concat(steps, checks), h
		b.out.Routes = append(b.out.Routes, entry)
	}
}

// rooted writes a path with its slash.
func rooted(path string) string {
	if path = strings.Trim(path, "/"); path == "" {
		return ""
	}
	return "/" + path
}

// nestTakesFile tells a method that is handed an upload.
func (b *builder) nestTakesFile(fn g.ID) (takes bool) {
	params := b.u.Part(fn, 1)
	if params == 0 {
		return false
	}
	for p := range b.u.Children(params) {
		b.scriptDecorators(p, func(_, _ g.ID, name string) { takes = takes || name == "UploadedFile" || name == "UploadedFiles" })
	}
	return takes
}

// nestInputs gives what checks the data that a method is handed: pipes of its parameters and the classes that describe them.
// Takes says that the body is among the data as a whole, or in parts.
func (b *builder) nestInputs(fn g.ID) (checks []Step, takes bool) {
	params := b.u.Part(fn, 1)
	if params == 0 {
		return nil, false
	}
	bodies, others, all := []Step(nil), []Step(nil), true
	for p := range b.u.Children(params) {
		if b.u.Nodes[p].Kind != g.Param {
			continue
		}
		b.scriptDecorators(p, func(d, expr g.ID, name string) {
			if name != "Body" && name != "Query" && name != "Args" && name != "Param" {
				return
			}
			var steps []Step
			list, _ := b.args(expr)
			part := false
			for i, arg := range list {
				if _, text := b.constant(arg); i == 0 && (text || b.u.Nodes[arg].Kind == g.Dict) {
					part = text
					continue
				}
				steps = append(steps, b.steps(arg)...)
			}
			if t := b.u.Part(p, 1); t != 0 && !part {
				if b.u.Nodes[t].Kind == g.TypeName {
					s := Step{Place: b.at(t), Text: clipped(b.u.Name(t))}
					b.ref(&s, t, 0, 0, 0)
					steps = append(steps, s)
				}
			}
			if name == "Body" {
				takes = true
				all = all && len(steps) > 0
				bodies = append(bodies, steps...)
			} else {
				others = append(others, steps...)
			}
		})
	}
	if takes && all {
		return bodies, true
	}
	if takes {
		return nil, true
	}
	return others, false
}

// nestGives notes what a decorator of the project's own is made of: applyDecorators(UseGuards(A, B), Roles(…)).
func (b *builder) nestGives(fn g.ID) {
	body := b.u.Part(fn, 3)
	if body == 0 || b.u.Nodes[fn].Size > 2000 {
		return
	}
	var s Step
	for at := body; at < b.u.End(body); at++ {
		if b.u.Nodes[at].Kind != g.Call {
			continue
		}
		switch name := b.lastName(b.u.First(at)); name {
		case "UseGuards", "UseInterceptors", "UsePipes", "applyDecorators":
			if s.End == 0 {
				s = Step{Place: b.at(body), Text: name}
			}
			list, _ := b.args(at)
			for _, arg := range list {
				b.refs(&s, arg, 0, 0)
			}
		}
	}
	if s.End != 0 {
		b.out.Gives = append(b.out.Gives, Give{b.u.Nodes[fn].Start, s})
	}
}

// allOff tells { default: false }.
func (b *builder) allOff(dict g.ID) bool {
	off := false
	for at := dict; at < b.u.End(dict); at++ {
		if n := &b.u.Nodes[at]; n.Kind == g.Bool {
			if n.Op == g.True {
				return false
			}
			off = true
		}
	}
	return off
}
