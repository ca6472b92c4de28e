package route

import (
	"regexp"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Python: what its web frameworks share. Decorators register functions and classes, functions of other files are mounted by
// name, classes answer by methods.

var pyMethods = map[string]string{"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE", "head": "HEAD", "options": "OPTIONS"}

var pyMakers = &makers{
	names: map[string]bool{
		"flask.Flask": true, "flask.Blueprint": true, "flask.blueprints.Blueprint": true, "quart.Quart": true, "quart.Blueprint": true, "apiflask.APIFlask": true, "apiflask.APIBlueprint": true,
		"flask_restful.Api": true, "flask_restx.Api": true, "flask_restx.Namespace": true, "flask_restplus.Api": true, "flask_restplus.Namespace": true, "flask_smorest.Api": true, "flask_smorest.Blueprint": true,
		"flask_openapi3.OpenAPI": true, "flask_openapi3.APIBlueprint": true, "fastapi.FastAPI": true, "fastapi.APIRouter": true, "fastapi.applications.FastAPI": true, "fastapi.routing.APIRouter": true,
		"starlette.applications.Starlette": true, "starlette.routing.Router": true, "aiohttp.web.Application": true, "aiohttp.web.RouteTableDef": true, "sanic.Sanic": true, "sanic.Blueprint": true, "sanic.blueprints.Blueprint": true,
		"litestar.Litestar": true, "rest_framework.routers.DefaultRouter": true, "rest_framework.routers.SimpleRouter": true, "rest_framework_nested.routers.DefaultRouter": true, "rest_framework_nested.routers.SimpleRouter": true,
		"ninja.NinjaAPI": true, "ninja.Router": true, "bottle.Bottle": true, "falcon.App": true, "falcon.asgi.App": true,
	},
	likely: func(b *builder, id g.ID) bool {
		name := ""
		switch b.u.Nodes[id].Kind {
		case g.Member:
			name = b.u.Name(b.u.Child(id, 1))
		case g.Ident:
			name = b.u.Name(id)
		}
		return pyRouterName.MatchString(name) || pyRouterType.MatchString(b.u.Type(id))
	},
}

var (
	pyRouterName = regexp.MustCompile(`(?i)^_?(?:[a-z0-9_]*(?:app|application|router|routes|blueprint|bp|blp|api|ns|namespace)|v[0-9]+|mod|server|urlpatterns)$`)
	pyRouterType = regexp.MustCompile(`(?:^|\.)(?:Flask|Quart|Blueprint|FastAPI|APIRouter|Starlette|Application|RouteTableDef|Sanic|Api|Namespace)$`)
)

func readPython(b *builder) {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ { // what is made, so that steps know it
		if n := b.u.Nodes[id]; n.Kind == g.Assign || n.Kind == g.Var {
			name, value := b.assigned(id)
			if name != 0 && value != 0 && b.u.Nodes[name].Kind == g.Ident && b.u.Nodes[value].Kind == g.Call {
				b.objectOf(name, pyMakers)
			}
		}
	}
	b.django()
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		b.pyGuards(id)
		switch b.u.Nodes[id].Kind {
		case g.Call:
			b.flaskCall(id)
			b.fastapiCall(id)
			b.aiohttpCall(id)
		case g.Func:
			b.pyFunc(id)
		case g.Class:
			b.pyClass(id)
		}
	}
	slices.SortStableFunc(b.out.Views, func(x, y View) int { return int(int64(x.Start) - int64(y.Start)) })
}

// assigned gives what an assignment or declaration names, and the value.
func (b *builder) assigned(id g.ID) (name, value g.ID) {
	switch b.u.Nodes[id].Kind {
	case g.Var:
		return b.u.Part(id, 0), b.u.Part(id, 2)
	case g.Assign, g.AssignOp:
		return b.u.First(id), b.u.Child(id, 1)
	}
	return 0, 0
}

// pyDecorators gives the expressions of a definition's decorators, the outermost first.
func (b *builder) pyDecorators(def g.ID) (all []g.ID) {
	for c := range b.u.Children(def) {
		if b.u.Nodes[c].Kind == g.Decorator {
			if e := b.u.First(c); e != 0 && len(all) < 50 {
				all = append(all, e)
			}
		}
	}
	return all
}

// header is the line of a definition from its keyword, with the bases of a class.
func (b *builder) header(def g.ID) Place {
	name := b.u.Part(def, 0)
	if name == 0 {
		return b.at(def)
	}
	start, end := b.u.Nodes[name].Start, b.u.Nodes[name].End
	for start > 0 && b.u.Text[start-1] != '\n' {
		start--
	}
	for start < b.u.Nodes[name].Start && (b.u.Text[start] == ' ' || b.u.Text[start] == '\t') {
		start++
	}
	start = max(start, b.u.Nodes[def].Start)
	for c := range b.u.Children(def) {
		if k := b.u.Nodes[c].Kind; k == g.Extends {
			end = max(end, b.u.Nodes[c].End)
		}
	}
	return b.place(start, end)
}

// outermost tells a definition of the file's outermost scope.
func (b *builder) outermost(def g.ID) bool {
	return b.around(def, g.Func, g.Lambda, g.Class) == 0
}

// answer is a function as the step that answers.
func (b *builder) answer(fn g.ID) Step {
	at := b.header(fn)
	s := Step{Place: b.place(at.Start, b.u.Nodes[fn].End), Func: b.u.Nodes[fn].Start + 1}
	if name := b.u.Part(fn, 0); name != 0 {
		s.Text = clipped(b.u.Name(name))
	}
	return s
}

// pyFunc reads a function: the routes that its decorators register, hooks, what the framework runs for its parameters.
func (b *builder) pyFunc(fn g.ID) {
	list := b.pyDecorators(fn)
	needs := b.depends(fn)
	if class := b.around(fn, g.Class, g.Func, g.Lambda); class != 0 && b.u.Nodes[class].Kind == g.Class && len(list) > 0 {
		if name := b.u.Part(class, 0); name != 0 { // what the framework runs to make the object
			needs = append([]Step{{Place: b.at(name), Text: b.u.Name(name), Type: true, Refs: []Ref{{Asked: b.ask(name)}}}}, needs...)
		}
	}
	routed := false
	for i, d := range list {
		var below []Step
		for _, inner := range list[i+1:] {
			if !b.registers(inner) {
				below = append(below, b.guardStep(inner))
			}
		}
		routed = b.pyRoute(fn, d, append(below, needs...)) || routed
		b.pyHook(fn, d, append(below, needs...))
	}
	v := View{Start: b.u.Nodes[fn].Start, At: b.header(fn)}
	if b.outermost(fn) {
		if name := b.u.Part(fn, 0); name != 0 {
			v.Name = b.u.Name(name)
		}
	}
	if routed {
		v.From = v.At.Start
	} else {
		v.Needs = needs
		b.djangoFunction(fn, list, &v)
	}
	if routed || len(v.Verbs) > 0 {
		b.means(fn)
	}
	if routed || len(v.Needs) > 0 || len(v.Verbs) > 0 {
		b.addView(v)
	}
}

func (b *builder) addView(v View) {
	if len(b.out.Views) < maxItems {
		b.out.Views = append(b.out.Views, v)
	}
}

// registers tells a decorator that registers a route or hook.
func (b *builder) registers(d g.ID) bool {
	_, name := b.member(d)
	_, ok := pyMethods[name]
	return ok || name == "route" || name == "api_route" || name == "websocket" || name == "add_url_rule"
}

// guardStep takes a decorator as a step. One that takes back what an application has for all has its slot.
func (b *builder) guardStep(d g.ID) Step {
	text := strings.ToLower(b.words(d))
	last := text[strings.LastIndexByte(text, '.')+1:]
	switch {
	case last == "exempt" || last == "csrf_exempt" || last == "exempt_view":
		if strings.Contains(text, "limit") {
			return Step{Place: b.at(d), Text: text, Slot: "rate-limit"}
		}
		return Step{Place: b.at(d), Text: text, Slot: "csrf"}
	case last == "login_not_required":
		return Step{Place: b.at(d), Text: text, Slot: "login"}
	case last == "method_decorator":
		if list, _ := b.args(d); len(list) > 0 {
			if b.u.Nodes[list[0]].Kind == g.Ident || b.u.Nodes[list[0]].Kind == g.Member {
				if s := b.guardStep(list[0]); s.Slot != "" {
					return s
				}
			}
		}
	case last == "csrf_protect" || last == "requires_csrf_token":
		return Step{Place: b.at(d), Text: text, Slot: "csrf", Caps: []string{"csrf"}}
	}
	s := b.step(d)
	switch {
	case restDecorators[last]:
		s.Slot = restSlot + last
	case strings.HasSuffix(last, "jwt_required") && b.optional(d): // who asks may stay unknown
		s.Not = append(s.Not, "auth.authenticated")
	}
	return s
}

// restDecorators are those of a REST framework that replace what its settings say.
var restDecorators = wordSet("permission_classes throttle_classes")

func (b *builder) optional(call g.ID) bool {
	_, named := b.args(call)
	v := named["optional"]
	return v != 0 && b.u.Nodes[v].Kind == g.Bool && b.u.Nodes[v].Op == g.True
}

// pyRoute reads a decorator that registers a function, or a class: @app.route, @router.post, @routes.view.
func (b *builder) pyRoute(def, d g.ID, before []Step) bool {
	of, name := b.member(d)
	if of == 0 {
		return false
	}
	list, named := b.args(d)
	methods := []string{pyMethods[name]}
	switch {
	case methods[0] != "":
	case name == "route" || name == "api_route" || name == "api_operation":
		methods = b.methodsOf(named["methods"])
	case name == "view" || name == "websocket" || name == "resource":
		methods = []string{"*"}
	default:
		return false
	}
	first := g.ID(0)
	if len(list) > 0 {
		first = list[0]
	}
	for _, word := range []string{"path", "rule", "uri", "url"} {
		if first == 0 {
			first = named[word]
		}
	}
	if first == 0 {
		return false
	}
	path, known := b.pathText(first)
	if known && path != "" && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "{}") && !strings.HasPrefix(path, "<") && b.u.Nodes[first].Kind == g.String && strings.Contains(path, " ") {
		return false
	}
	b.sure = known && strings.HasPrefix(path, "/")
	n := b.objectOf(of, pyMakers)
	b.sure = false
	if n == 0 {
		return false
	}
	e := Entry{Object: n - 1, Path: path, Known: known, At: b.at(b.u.Parents[d]), Steps: before}
	if deps := named["dependencies"]; deps != 0 {
		e.Steps = append(b.steps(deps), e.Steps...)
	}
	if b.u.Nodes[def].Kind == g.Class {
		e.Handler = b.classStep(def)
	} else {
		e.Handler = b.answer(def)
		if b.typed(def) {
			e.Handler.Caps = append(e.Handler.Caps, "validate.schema")
		}
	}
	if wayBack.MatchString(path) {
		e.Handler.Caps = append(e.Handler.Caps, "credential.reset")
	}
	for _, m := range methods {
		e.Method = m
		b.out.Routes = append(b.out.Routes, e)
	}
	return true
}

// wayBack are paths by which people get back into an account.
var wayBack = regexp.MustCompile(`(?i)(?:^|/)(?:password/)?(?:forgot(?:ten)?(?:-?password)?|password-?(?:reset|forgot|recovery)|reset(?:-?password)?|recover(?:y|-?account)?|magic-?link|resend-?(?:code|otp)|(?:verify|check)-?(?:otp|code)|otp|2fa|mfa)(?:/|$)`)

// classStep takes a class as a handler.
func (b *builder) classStep(class g.ID) Step {
	s := Step{Place: b.header(class)}
	if name := b.u.Part(class, 0); name != 0 {
		s.Text = clipped(b.u.Name(name))
		s.Refs = []Ref{{Asked: b.ask(name)}}
	}
	return s
}

// methodsOf reads methods=["GET", "POST"]. GET beside another counts as part of that: one handler answers both.
func (b *builder) methodsOf(id g.ID) (all []string) {
	if id == 0 {
		return []string{"GET"}
	}
	b.each(id, func(item g.ID) {
		if s, ok := b.constant(item); ok {
			all = append(all, strings.ToUpper(s))
		}
	})
	if len(all) == 0 {
		return []string{"*"}
	}
	if rest := slices.DeleteFunc(slices.Clone(all), func(m string) bool { return m == "GET" || m == "HEAD" || m == "OPTIONS" }); len(rest) > 0 {
		return rest
	}
	return all[:1]
}

// each gives the items of a list, tuple or set, of what is added to it, and of a name that stands for one.
func (b *builder) each(id g.ID, yield func(item g.ID)) { b.eachOf(id, 0, yield) }

func (b *builder) eachOf(id g.ID, depth int, yield func(item g.ID)) {
	if id == 0 || depth > 8 {
		return
	}
	switch b.u.Nodes[id].Kind {
	case g.List, g.Tuple, g.Set:
		for c := range b.u.Children(id) {
			if b.u.Nodes[c].Kind == g.Spread {
				b.eachOf(b.u.First(c), depth+1, yield)
			} else {
				yield(c)
			}
		}
	case g.Binary:
		b.eachOf(b.u.First(id), depth+1, yield)
		b.eachOf(b.u.Child(id, 1), depth+1, yield)
	case g.Ident:
		if d := b.u.Def(id); d != nil && d.Kind != names.Imported {
			if v := b.valueOf(d); v != 0 && v != id && b.u.Nodes[v].Kind != g.Ident {
				b.eachOf(v, depth+1, yield)
			}
		}
	}
}

// pyClass reads a class: the routes that its decorators register, and what it answers.
func (b *builder) pyClass(class g.ID) {
	list := b.pyDecorators(class)
	for i, d := range list {
		var below []Step
		for _, inner := range list[i+1:] {
			below = append(below, b.guardStep(inner))
		}
		b.pyRoute(class, d, below)
	}
	if v, ok := b.classView(class, list); ok {
		if len(v.Verbs) > 0 {
			b.means(class)
		}
		b.addView(v)
		if v.Name != "" && b.outermost(class) { // for those who name it as a guard
			for _, s := range v.Steps {
				if v.At.Has(s.Start, s.End) && len(s.Refs) > 0 {
					b.out.Values = append(b.out.Values, Value{v.Name, s})
					break
				}
			}
		}
	}
}

// body gives the statements of a class or function.
func (b *builder) body(def g.ID) g.ID {
	if b.u.Nodes[def].Kind == g.Class {
		var last g.ID
		for c := range b.u.Children(def) {
			if b.u.Nodes[c].Kind == g.Block {
				last = c
			}
		}
		return last
	}
	return b.u.Part(def, 3)
}

var (
	meantRole = regexp.MustCompile(`(?i)\b(?:for|by|to|only|requires?)\s+(?:the\s+|our\s+|all\s+|an?\s+|internal\s+|sales\s+|site\s+|platform\s+|system\s+|support\s+)*(?:admin(?:istrator)?s?|managers?|staff|analysts?|editors?|moderators?|operators?|supervisors?|back[- ]?office|support team|superusers?|owners of the (?:house|shop|site|team))\b|\b(?:admin(?:istrator)?s?|managers?|staff|moderators?|superusers?)[- ]only\b`)
	meantAll  = regexp.MustCompile(`(?i)\bof (?:all|every|any|other)\s+(?:the\s+)?(?:customers?|users?|accounts?|tenants?|members?|employees?|patients?|subscribers?)\b`)
)

// means reads what a definition says of itself: that it is meant for people with a role, or shows what belongs to all.
func (b *builder) means(def g.ID) {
	body := b.body(def)
	if body == 0 || b.u.Nodes[body].Kind != g.Block {
		return
	}
	first := b.u.First(body)
	if first == 0 || b.u.Nodes[first].Kind != g.ExprStmt {
		return
	}
	doc := b.u.First(first)
	if doc == 0 || b.u.Nodes[doc].Kind != g.String {
		return
	}
	if text := b.u.Name(doc); len(text) < 2000 && (meantRole.MatchString(text) || meantAll.MatchString(text)) {
		b.prove("meant.for-role", b.u.Nodes[doc].Start, b.u.Nodes[doc].End)
	}
}

// funcOf gives the function of this file that a name stands for.
func (b *builder) funcOf(id g.ID) g.ID {
	if id == 0 || b.u.Nodes[id].Kind != g.Ident {
		return 0
	}
	d := b.u.Def(id)
	if d == nil || d.Kind != names.Function && d.Kind != names.Class || d.Owner == 0 {
		return 0
	}
	return d.Owner
}
