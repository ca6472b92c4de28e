package route

import (
	"regexp"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Express, Koa with its router, Fastify, Hono and what has their calls.

var scriptMethods = map[string]string{"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE", "del": "DELETE", "head": "HEAD", "options": "OPTIONS", "all": "*"}

var scriptMakers = &makers{
	closed: true,
	names: map[string]bool{
		"express": true, "express.default": true, "express.Router": true, "koa": true, "koa.default": true, "koa-router": true, "koa-router.default": true, "@koa/router": true, "@koa/router.default": true, "@koa/router.Router": true,
		"fastify": true, "fastify.default": true, "fastify.fastify": true, "Fastify": true, "hono.Hono": true, "hono": true, "restify.createServer": true, "polka": true, "polka.default": true, "router": true, "router.default": true,
		"express-promise-router": true, "express-promise-router.default": true, "find-my-way": true, "express.default.Router": true, "@koa/router.default.default": true, "koa-joi-router": true, "koa-tree-router": true,
		"@hono/zod-openapi.OpenAPIHono": true, "elysia.Elysia": true, "express-ws": true,
	},
	derive: func(b *builder, call, of g.ID, name string) (g.ID, Object, bool) {
		list, _ := b.args(call)
		switch name {
		case "route": // router.route('/x').get(…)
			if len(list) == 1 {
				path, _ := b.pathText(list[0])
				return of, Object{Prefix: path}, b.u.Nodes[list[0]].Kind != g.Dict
			}
		case "basePath":
			if len(list) == 1 {
				path, _ := b.pathText(list[0])
				return of, Object{Prefix: path}, true
			}
		case "withTypeProvider", "prefix", "setErrorHandler", "setValidatorCompiler", "setSerializerCompiler", "disable", "enable", "set":
			o := Object{}
			if name == "prefix" && len(list) == 1 {
				o.Prefix, _ = b.pathText(list[0])
			}
			return of, o, true
		case "use", "get", "post", "put", "patch", "delete", "all", "head", "options", "del": // a chain
			return of, Object{}, true
		}
		return 0, Object{}, false
	},
	likely: func(b *builder, id g.ID) bool {
		if b.u.Nodes[id].Kind == g.Member {
			return routerName.MatchString(b.u.Name(b.u.Child(id, 1)))
		}
		return routerName.MatchString(b.u.Name(id)) || routerType.MatchString(b.u.Type(id))
	},
}

var (
	routerName = regexp.MustCompile(`(?i)^_?(?:[a-z0-9]*(?:router|routes)|[a-z0-9]*app(?:lication)?|server|fastify|instance|api|r|v[0-9])$|(?:Router|Routes|App|Api)$`)
	routerType = regexp.MustCompile(`(?i)(?:^|\.)(?:fastifyinstance|router|express|application|fastify|hono|koa|irouter)$`)
)

func readScriptCalls(b *builder) {
	m := scriptMakers
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ { // what is made, so that steps know it
		if k := b.u.Nodes[id].Kind; k == g.Var {
			if n := b.u.Part(id, 0); n != 0 && b.u.Nodes[n].Kind == g.Ident {
				if v := b.u.Part(id, 2); v != 0 && (b.u.Nodes[v].Kind == g.Call || b.u.Nodes[v].Kind == g.New || b.u.Nodes[v].Kind == g.Await) {
					b.objectOf(n, m)
				}
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
		switch method := scriptMethods[name]; {
		case method != "":
			b.scriptRoute(id, of, method, list)
		case name == "use" || name == "addHook":
			b.scriptUse(id, of, name, list)
		case name == "register":
			b.scriptRegister(id, of, list)
		case name == "route" && len(list) == 1 && b.u.Nodes[list[0]].Kind == g.Dict:
			b.scriptOptions(id, of, list[0])
		case name == "route" && len(list) == 2: // Hono
			if n := b.objectOf(of, m); n > 0 {
				path, _ := b.pathText(list[0])
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list[1]), At: b.at(id)})
			}
		case name == "setErrorHandler" || name == "onError":
			if n := b.objectOf(of, m); n > 0 {
				u := Use{Object: n - 1, Steps: b.steps(list...), At: b.at(id), Late: true}
				for _, s := range u.Steps {
					b.prove("error-boundary", s.Start, s.End)
				}
				b.out.Uses = append(b.out.Uses, u)
			}
		case name == "param" && len(list) == 2: // what runs where a path has this parameter
			if n := b.objectOf(of, m); n > 0 {
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list[1]), At: b.at(id), Late: true})
			}
		case name == "decorate" && len(list) > 1: // Fastify: instance.name from then on
			if word, ok := b.constant(list[0]); ok && b.objectOf(of, m) > 0 {
				b.out.Values = append(b.out.Values, Value{"." + word, b.step(list[1])})
			}
		}
	}
}

// scriptPath tells an argument that is a path.
func (b *builder) scriptPath(id g.ID) (string, bool) {
	switch b.u.Nodes[id].Kind {
	case g.Regex:
		return b.u.Name(id), true
	case g.String, g.StrConcat, g.Ident, g.Member, g.Binary:
		text, known := b.pathText(id)
		return text, known && (text == "" || text == "*" || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "{}") || strings.HasPrefix(text, ":"))
	case g.List:
		if first := b.u.First(id); first != 0 && b.u.Nodes[first].Kind != g.Ident {
			return b.scriptPath(first)
		}
	}
	return "", false
}

func (b *builder) scriptRoute(call, of g.ID, method string, list []g.ID) {
	if len(list) == 0 {
		return
	}
	if chain := b.chainOf(of); chain != 0 { // .route('/x').get(h)
		if n := b.objectOf(chain, scriptMakers); n > 0 {
			if up := b.u.Parents[call]; method == "*" && b.u.Nodes[up].Kind == g.Member && b.u.First(up) == call { // .all(guard) before others
				at := b.at(call)
				if name := b.u.Child(b.u.First(call), 1); name != 0 {
					at = b.place(b.u.Nodes[name].Start, at.End)
				}
				b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list...), At: at})
				return
			}
			b.entry(call, n, method, "", true, list)
		}
		return
	}
	if len(list) < 2 {
		return
	}
	path, ok := b.scriptPath(list[0])
	if next, also := b.scriptPath(list[1]); also && b.u.Nodes[list[1]].Kind == g.String && len(list) > 2 { // a name before it
		path, ok, list = next, true, list[1:]
	}
	n := 0
	if ok || b.u.Nodes[list[0]].Kind == g.Ident || b.u.Nodes[list[0]].Kind == g.Member {
		last := b.u.Nodes[list[len(list)-1]].Kind
		b.sure = ok && b.u.Nodes[list[0]].Kind == g.String && (last == g.Lambda || last == g.Func)
		n = b.objectOf(of, scriptMakers)
		b.sure = false
	}
	if n == 0 || !b.answers(list[len(list)-1]) {
		return
	}
	if !ok && b.out.Objects[n-1].Param == 0 && b.out.Objects[n-1].Name == "" && b.symbols[n-1] == 0 {
		return
	}
	b.entry(call, n, method, path, ok, list[1:])
}

// chainOf gives the call of route, where an expression is a chain of methods behind it.
func (b *builder) chainOf(id g.ID) g.ID {
	for range 12 {
		of, name := b.member(id)
		if of == 0 {
			return 0
		}
		if list, _ := b.args(id); name == "route" && len(list) == 1 && b.u.Nodes[list[0]].Kind != g.Dict {
			return id
		}
		if scriptMethods[name] == "" {
			return 0
		}
		id = of
	}
	return 0
}

// answers tells what can be a handler.
func (b *builder) answers(id g.ID) bool {
	switch b.u.Nodes[id].Kind {
	case g.Lambda, g.Func, g.Ident, g.Member, g.Call, g.List, g.Spread:
		return true
	case g.Dict: // Fastify's options in place of the handler
		return b.keyed(id, "handler") != 0
	}
	return false
}

func (b *builder) entry(call g.ID, object int, method, path string, known bool, list []g.ID) {
	e := Entry{Object: object - 1, Method: method, Path: path, Known: known, At: b.at(call)}
	if callee := b.u.First(call); callee != 0 { // of a chain, the part that says the method
		if name := b.u.Child(callee, 1); name != 0 && b.u.Nodes[name].Start > e.At.Start && b.chainOf(b.u.First(callee)) != 0 {
			e.At = b.place(b.u.Nodes[name].Start, e.At.End)
		}
	}
	for _, arg := range list {
		if b.u.Nodes[arg].Kind == g.Dict {
			e.Steps = append(e.Steps, b.optionSteps(arg)...)
			if h := b.keyed(arg, "handler"); h != 0 {
				e.Steps = append(e.Steps, b.step(h))
			}
			continue
		}
		e.Steps = append(e.Steps, b.steps(arg)...)
	}
	if len(e.Steps) == 0 {
		return
	}
	e.Handler = e.Steps[len(e.Steps)-1]
	e.Steps = e.Steps[:len(e.Steps)-1]
	b.out.Routes = append(b.out.Routes, e)
}

// hooks are Fastify's, in the order in which they run, and the keys of a route's options that hold guards.
var hooks = []string{"onRequest", "preParsing", "preValidation", "preHandler", "schema", "config", "rateLimit", "bodyLimit"}

func (b *builder) optionSteps(dict g.ID) (all []Step) {
	for _, key := range hooks {
		v := b.keyed(dict, key)
		if v == 0 {
			continue
		}
		if b.u.Nodes[v].Kind == g.Dict || b.u.Nodes[v].Kind == g.Int {
			s := b.step(v)
			s.Place, s.Text = b.at(b.u.Parents[v]), key // with its key, which is part of what it says
			s.Caps = b.optionCaps(key, v)
			all = append(all, s)
			continue
		}
		of := b.steps(v)
		if len(of) == 1 {
			of[0].Caps = b.optionCaps(key, v)
		}
		if key == "schema" || key == "config" {
			for i := range of {
				of[i].Also = append(of[i].Also, b.at(b.u.Parents[v]))
			}
		}
		all = append(all, of...)
	}
	return all
}

// optionCaps tells what a route's schema describes, and whether its configuration bounds how often it may be asked.
func (b *builder) optionCaps(key string, v g.ID) (caps []string) {
	for range maxStep {
		if d := b.u.Def(v); d != nil && d.Path == "" && b.valueOf(d) != 0 {
			v = b.valueOf(d)
		} else if b.u.Nodes[v].Kind == g.Cast {
			v = b.u.Child(v, 1)
		}
	}
	known := b.u.Nodes[v].Kind == g.Dict
	switch key {
	case "schema":
		if !known || b.keyed(v, "body") != 0 {
			caps = append(caps, "validate.schema")
		}
		if !known || b.keyed(v, "querystring") != 0 || b.keyed(v, "query") != 0 {
			caps = append(caps, "validate.query")
		}
	case "config":
		if limit := b.keyed(v, "rateLimit"); limit != 0 && b.u.Nodes[limit].Kind != g.Bool {
			caps = append(caps, "rate-limit")
		}
	case "rateLimit":
		caps = append(caps, "rate-limit")
	}
	return caps
}

func (b *builder) scriptOptions(call, of, dict g.ID) {
	n := b.objectOf(of, scriptMakers)
	h, url := b.keyed(dict, "handler"), b.keyed(dict, "url")
	if url == 0 {
		url = b.keyed(dict, "path")
	}
	if n == 0 || h == 0 {
		return
	}
	path, known := b.pathText(url)
	method := "*"
	if m, _ := b.pathText(b.keyed(dict, "method")); m != "" && m != "{}" {
		method = strings.ToUpper(m)
	}
	b.out.Routes = append(b.out.Routes, Entry{Object: n - 1, Method: method, Path: path, Known: known, Steps: b.optionSteps(dict), Handler: b.step(h), At: b.at(call)})
}

func (b *builder) scriptUse(call, of g.ID, name string, list []g.ID) {
	if len(list) == 0 {
		return
	}
	n := b.objectOf(of, scriptMakers)
	if n == 0 {
		return
	}
	for _, row := range b.scriptTable(list) {
		path, _ := b.pathText(row[0])
		b.out.Uses = append(b.out.Uses, Use{Object: n - 1, At: b.at(call), Path: path, Steps: b.steps(row[1:]...)})
		list = nil
	}
	if list == nil {
		return
	}
	u := Use{Object: n - 1, At: b.at(call), Late: name == "addHook"}
	if path, ok := b.scriptPath(list[0]); ok && len(list) > 1 && name == "use" && b.u.Nodes[list[0]].Kind != g.Ident {
		u.Path, list = path, list[1:]
	} else if name == "addHook" || ok && len(list) > 1 {
		if name == "addHook" {
			if hook, _ := b.constant(list[0]); hook == "onError" || hook == "onSend" || hook == "onResponse" || hook == "onClose" || hook == "onRoute" || hook == "onReady" {
				return
			}
		} else {
			u.Path = path
		}
		list = list[1:]
	}
	for i, arg := range list {
		if of, name := b.member(arg); (name == "routes" || name == "middleware") && b.u.First(b.u.Child(arg, 1)) == 0 { // Koa: the router itself is meant
			list[i] = of
		}
	}
	u.Steps = b.steps(list...)
	for i, arg := range list { // (err, req, res, next) => …
		if b.handlesErrors(arg) && i < len(u.Steps) {
			u.Late = true
			b.prove("error-boundary", u.Steps[i].Start, u.Steps[i].End)
		}
	}
	if b.under(call) {
		for i := range u.Steps {
			u.Steps[i].Maybe = true
		}
	}
	b.out.Uses = append(b.out.Uses, u)
}

// scriptTable reads what stands in a table: routes.forEach((r) => router.use(r.path, r.router)), for (const r of routes) ….
func (b *builder) scriptTable(list []g.ID) (rows [][]g.ID) {
	var words []string
	var row *names.Def
	for _, arg := range list {
		if b.u.Nodes[arg].Kind != g.Member || b.u.Nodes[b.u.First(arg)].Kind != g.Ident {
			return nil
		}
		d := b.u.Def(b.u.First(arg))
		if d == nil || row != nil && d != row {
			return nil
		}
		row, words = d, append(words, b.u.Name(b.u.Child(arg, 1)))
	}
	if row == nil || row.Owner == 0 || len(words) < 2 {
		return nil
	}
	var table g.ID
	if loop := b.around(row.Owner, g.ForEach, g.Lambda, g.Func); loop == 0 {
		return nil
	} else if b.u.Nodes[loop].Kind == g.ForEach {
		table = b.u.Child(loop, 1)
	} else if args := b.u.Parents[loop]; b.u.Nodes[args].Kind == g.Args {
		if of, name := b.member(b.u.Parents[args]); name == "forEach" || name == "map" {
			table = of
		}
	}
	if d := b.u.Def(table); d != nil {
		table = b.valueOf(d)
	}
	if table == 0 || b.u.Nodes[table].Kind != g.List {
		return nil
	}
	for dict := range b.u.Children(table) {
		all := make([]g.ID, 0, len(words))
		for _, w := range words {
			if v := b.keyed(dict, w); v != 0 {
				all = append(all, v)
			}
		}
		if len(all) == len(words) && len(rows) < 200 {
			rows = append(rows, all)
		}
	}
	return rows
}

// handlesErrors tells a function of four parameters.
func (b *builder) handlesErrors(id g.ID) bool {
	if k := b.u.Nodes[id].Kind; k == g.Ident {
		if d := b.u.Def(id); d != nil && d.Owner != 0 {
			if k := b.u.Nodes[d.Owner].Kind; k == g.Func {
				id = d.Owner
			} else if d.Value != 0 {
				id = d.Value
			}
		}
	}
	if k := b.u.Nodes[id].Kind; k != g.Lambda && k != g.Func {
		return false
	}
	n := 0
	if list := b.u.Part(id, 1); list != 0 && b.u.Nodes[list].Kind == g.Params {
		for range b.u.Children(list) {
			n++
		}
	}
	return n == 4
}

// under tells what stands under a condition.
func (b *builder) under(id g.ID) bool {
	for up := b.u.Parents[id]; up != 0; up = b.u.Parents[up] {
		switch b.u.Nodes[up].Kind {
		case g.If, g.Switch, g.Cond:
			return !b.deployed(b.u.First(up))
		case g.Func, g.Lambda, g.Class:
			return false
		}
	}
	return false
}

// deployed tells a condition that holds where the application runs for others: config.env === 'production'.
func (b *builder) deployed(cond g.ID) bool {
	if b.u.Nodes[cond].Kind != g.Binary {
		return false
	}
	word, _ := b.constant(b.u.Child(cond, 1))
	switch b.u.Nodes[cond].Op {
	case g.Eq, g.Same:
		return word == "production"
	case g.Ne, g.NotSame:
		return word == "test" || word == "development"
	}
	return false
}

// scriptRegister reads Fastify's plugins: a function is handed an object of its own below this one.
func (b *builder) scriptRegister(call, of g.ID, list []g.ID) {
	if len(list) == 0 {
		return
	}
	n := b.objectOf(of, scriptMakers)
	if n == 0 {
		return
	}
	u := Use{Object: n - 1, At: b.at(call), Late: true, Plugin: true}
	if len(list) > 1 {
		if p := b.keyed(list[1], "prefix"); p != 0 {
			u.Path, _ = b.pathText(p)
		}
	}
	if k := b.u.Nodes[list[0]].Kind; k == g.Lambda || k == g.Func {
		if params := b.u.Part(list[0], 1); params != 0 && b.u.First(params) != 0 {
			if name := b.u.Part(b.u.First(params), 0); name != 0 && b.u.Nodes[name].Kind == g.Ident {
				b.sure = true
				b.objectOf(name, scriptMakers)
				b.sure = false
			}
		}
	}
	u.Steps = b.steps(list[0])
	if len(list) > 1 && len(u.Steps) > 0 {
		u.Steps[0].Also = append(u.Steps[0].Also, b.at(call))
		if off := b.keyed(list[1], "global"); off != 0 && b.u.Nodes[off].Kind == g.Bool && b.u.Nodes[off].Op == g.False {
			u.Steps[0].Not = []string{"rate-limit", "csrf"} // only where a route asks for it
		}
	}
	b.out.Uses = append(b.out.Uses, u)
}
