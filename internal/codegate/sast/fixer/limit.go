package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// limitAttempts puts a limiter before a route, in the framework's own idiom: ten attempts from one address in a quarter of an
// hour.
func limitAttempts(w *work) error {
	r, err := w.registration()
	if err != nil {
		return err
	}
	w.review()
	switch r.framework {
	case express:
		return w.limitScript(&r, "express-rate-limit", "rateLimit", "^7.5.0", "{ windowMs: 15 * 60 * 1000, "+w.limitKey()+": 10 }")
	case koa:
		return w.limitScript(&r, "koa-ratelimit", "ratelimit", "^5.1.0", "{ driver: "+w.quoted("memory")+", db: new Map(), duration: 15 * 60 * 1000, max: 10, id: (ctx) => ctx.ip }")
	case fastify:
		return w.limitFastify(&r)
	case nextApp, nextPages:
		return w.limitNext(&r)
	case flask:
		return w.limitFlask(&r)
	case fastapi:
		return w.limitFastAPI(&r)
	case django:
		return w.limitDjango(&r)
	case gin, echo, chi, netHTTP:
		return w.limitGo(&r)
	case nest:
		if !strings.Contains(string(w.Text)+w.Hints, "@nestjs/throttler") {
			return refuse("add ThrottlerModule.forRoot to the module's imports, and @UseGuards(ThrottlerGuard) with @Throttle here")
		}
	}
	return refuse("limit attempts for each address and account: Bucket4j or Resilience4j before the handler, or at the gateway")
}

// limitKey is what express-rate-limit calls its bound: another word before version 7.
func (w *work) limitKey() string {
	for _, old := range []string{"2", "3", "4", "5", "6"} {
		for _, mark := range []string{"^", "~", ""} {
			if strings.Contains(w.Hints, `"express-rate-limit": "`+mark+old+".") {
				return "max"
			}
		}
	}
	return "limit"
}

// limitScript makes a limiter at the top of the file and puts it before the handler.
func (w *work) limitScript(r *registration, module, function, version, options string) error {
	name := w.madeBy(module)
	if name == "" {
		name = w.fresh("attemptLimiter")
		if err := w.topScript(module, function, version, func(function string) string {
			return "const " + name + " = " + function + "(" + options + ")" + w.style().semi
		}); err != nil {
			return err
		}
	}
	return w.beforeHandler(r, name)
}

// madeBy gives the variable at the top of the file that holds what a call of a library's function gives.
func (w *work) madeBy(module string) string {
	for i := range w.Defs {
		d := &w.Defs[i]
		if d.Value == 0 || d.Scope != 1 || d.Path != "" || w.kind(d.Value) != g.Call && w.kind(d.Value) != g.New {
			continue
		}
		if name := w.callee(d.Value); name == module || strings.HasPrefix(name, module+".") {
			if w.script() && strings.HasSuffix(name, ".require") || w.lastName(w.First(d.Value)) == "require" {
				continue
			}
			return d.Name
		}
	}
	return ""
}

// topScript imports a library as a whole, under a name, and puts a statement behind the imports, all at one place: two fixes
// that want the same do it once.
func (w *work) topScript(module, name, version string, statement func(name string) string) error {
	st := w.style()
	if have, _ := w.imported(module); have != "" {
		name = have
		w.afterImports(st.newline + statement(name))
		return nil
	}
	if w.knows(name) {
		return refuse("the name %s is taken in this file: import %s by another one", name, module)
	}
	line := "const " + name + " = require(" + w.quoted(module) + ")" + st.semi
	if w.language() == "module" {
		line = "import " + w.wholeModule(name) + " from " + w.quoted(module) + st.semi
		if module == "express-rate-limit" {
			line = "import { " + name + " } from " + w.quoted(module) + st.semi
		}
	}
	w.needs("npm", module, version)
	w.afterImports(line + st.newline + st.newline + statement(name))
	return nil
}

// afterImports puts lines behind the imports at the top.
func (w *work) afterImports(lines string) {
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) == g.Import && w.Nodes[c].Op != g.Export || w.script() && w.language() == "commonjs" && w.requires(c) {
			last = c
		} else if last != 0 {
			break
		}
	}
	w.importLine(last, lines)
}

// limitFastify sets the limit in the route's options, and registers the plugin where its routes are registered.
func (w *work) limitFastify(r *registration) error {
	instance := w.object(r.call)
	if instance == 0 || w.kind(instance) != g.Ident {
		return refuse("register @fastify/rate-limit before the routes, and set config.rateLimit on this one")
	}
	limit := "rateLimit: { max: 10, timeWindow: " + w.quoted("15 minutes") + " }"
	if err := w.registerLimiter(r.call, w.Name(instance)); err != nil {
		return err
	}
	options := g.ID(0)
	if w.word(r.call) == "route" {
		options = w.dict(r.args[0])
	} else if len(r.args) > 2 {
		if options = w.dict(r.args[1]); options == 0 {
			return refuse("the options of the route are made elsewhere: set config.rateLimit there")
		}
	}
	switch config := w.pair(options, "config"); {
	case options == 0:
		at := r.args[len(r.args)-1]
		w.insert(w.Nodes[at].Start, w.separated(r.args, at, "{ config: { "+limit+" } }"))
	case config == 0:
		w.setPair(options, "config", "{ "+limit+" }")
	case w.dict(w.valueOf(config)) != 0:
		w.setPair(w.dict(w.valueOf(config)), "rateLimit", strings.TrimPrefix(limit, "rateLimit: "))
	default:
		return refuse("the options of the route are made elsewhere: set config.rateLimit there")
	}
	return nil
}

// registerLimiter registers the plugin on an instance, before the statement of a route, unless some file does.
func (w *work) registerLimiter(call g.ID, instance string) error {
	const module = "@fastify/rate-limit"
	if have, _ := w.imported(module); have != "" || strings.Contains(w.Hints, `"`+module+`"`) {
		return nil
	}
	name := w.fresh("rateLimit")
	fn := w.function(call)
	async := fn == 0 && w.language() == "module"
	if fn != 0 {
		head := w.cut(Span{w.Nodes[fn].Start, w.Nodes[fn].End})
		async = strings.HasPrefix(head, "async") || strings.HasPrefix(head, "export default async") || strings.HasPrefix(head, "export async")
	}
	if !async {
		return refuse("register @fastify/rate-limit before the routes, and set config.rateLimit on this one")
	}
	st := w.statement(call)
	if fn != 0 { // the first of the function that uses the instance
		for s := st; s != 0; s = w.prev(s) {
			if strings.HasPrefix(w.src(s), instance+".") || strings.HasPrefix(w.src(s), "await "+instance+".") {
				st = s
			}
		}
	}
	if st == 0 || !w.first(w.Nodes[st].Start) {
		return refuse("register @fastify/rate-limit before the routes, and set config.rateLimit on this one")
	}
	semi := w.style().semi
	line := "const " + name + " = require(" + w.quoted(module) + ")" + semi
	if w.language() == "module" {
		line = "import " + name + " from " + w.quoted(module) + semi
	}
	w.needs("npm", module, "^10.0.0")
	w.afterImports(line)
	w.insert(w.lineStart(w.Nodes[st].Start), w.indent(w.Nodes[st].Start)+"await "+instance+".register("+name+", { global: false })"+semi+w.style().newline)
	return nil
}

// prev gives the statement before one in its block.
func (w *work) prev(st g.ID) (before g.ID) {
	for c := range w.Children(w.up(st)) {
		if c == st {
			return before
		}
		before = c
	}
	return 0
}

// limitNext counts attempts in the handler's first statement.
func (w *work) limitNext(r *registration) error {
	const module = "rate-limiter-flexible"
	p := w.params(r.handler)
	if len(p) == 0 || p[0] == "" {
		return refuse("count attempts for each address: new RateLimiterMemory({ points: 10, duration: 900 }).consume(address)")
	}
	st := w.style()
	who := p[0] + ".headers.get(" + w.quoted("x-forwarded-for") + ")?.split(" + w.quoted(",") + ")[0] ?? " + w.quoted("unknown")
	bad := "return Response.json({ error: " + w.quoted("too many attempts") + " }, { status: 429 })" + st.semi
	if r.framework == nextPages {
		if len(p) < 2 || p[1] == "" {
			return refuse("count attempts for each address: new RateLimiterMemory({ points: 10, duration: 900 }).consume(address)")
		}
		who = p[0] + ".socket?.remoteAddress ?? " + w.quoted("unknown")
		bad = "return " + p[1] + ".status(429).json({ error: " + w.quoted("too many attempts") + " })" + st.semi
	}
	name := w.madeBy(module)
	if name == "" {
		name = w.fresh("attemptLimiter")
		w.needs("npm", module, "^5.0.0")
		w.afterImports("import { RateLimiterMemory } from " + w.quoted(module) + st.semi + st.newline + st.newline + "const " + name + " = new RateLimiterMemory({ points: 10, duration: 15 * 60 })" + st.semi)
	}
	if head := w.cut(Span{w.Nodes[r.handler].Start, w.Nodes[r.handler].End}); !strings.Contains(head[:max(0, strings.IndexByte(head, '('))], "async") {
		return refuse("the handler is not async: await the limiter's consume before it")
	}
	return w.firstStatement(r.handler, "try {", "\t"+"await "+name+".consume("+who+")"+st.semi, "} catch {", "\t"+bad, "}")
}

// firstStatement puts lines at the beginning of a function's body; a tab at a line's beginning is one step of indentation.
func (w *work) firstStatement(fn g.ID, lines ...string) error {
	body := g.ID(0)
	for c := range w.Children(fn) {
		if w.kind(c) == g.Block {
			body = c
		}
	}
	first := w.First(body)
	if w.python() && first != 0 && w.kind(first) == g.ExprStmt && w.kind(w.First(first)) == g.String && w.Nodes[first].Next != 0 { // a docstring
		first = w.Nodes[first].Next
	}
	if body == 0 || first == 0 || !w.first(w.Nodes[first].Start) || w.Nodes[body].Op == g.Implicit && !w.python() {
		return refuse("there is no place for a statement at the beginning of the function")
	}
	in := w.indent(w.Nodes[first].Start)
	var b strings.Builder
	for _, l := range lines {
		deep := len(l) - len(strings.TrimLeft(l, "\t"))
		b.WriteString(in + strings.Repeat(w.style().unit, deep) + l[deep:] + w.style().newline)
	}
	w.insert(w.lineStart(w.Nodes[first].Start), b.String())
	return nil
}

// limitFlask decorates the view; the limiter is made where the application or blueprint is.
func (w *work) limitFlask(r *registration) error {
	name := w.madeBy("flask_limiter")
	if name == "" {
		owner, made := w.madeAt("flask.Flask", "flask.Blueprint")
		if owner == "" {
			return refuse("make a Limiter of flask_limiter for the application, and decorate this view with its limit")
		}
		limiter, err := w.use("flask_limiter", "Limiter")
		if err != nil {
			return err
		}
		address, err := w.use("flask_limiter.util", "get_remote_address")
		if err != nil {
			return err
		}
		w.needs("PyPI", "Flask-Limiter", ">=3.8")
		name = w.fresh("limiter", "attempt_limiter")
		lines := []string{name + " = " + limiter + "(" + address + ", app=" + owner + ")"}
		if w.word(w.valueAt(made)) == "Blueprint" {
			lines = []string{name + " = " + limiter + "(" + address + ")", owner + ".record_once(lambda state: " + name + ".init_app(state.app))"}
		}
		if err := w.after(made, lines...); err != nil {
			return err
		}
	}
	return w.decorate(r.handler, "@"+name+".limit("+w.quoted("10 per 15 minutes")+")")
}

// valueAt gives the value of a statement that assigns one.
func (w *work) valueAt(st g.ID) g.ID {
	for id := st; id < w.End(st); id++ {
		if w.kind(id) == g.Call {
			return id
		}
	}
	return 0
}

// madeAt gives the variable at the top of the file that is made by one of some functions or classes, and its statement.
func (w *work) madeAt(canonical ...string) (name string, st g.ID) {
	for i := range w.Defs {
		d := &w.Defs[i]
		if d.Value == 0 || d.Scope != 1 || w.kind(d.Value) != g.Call {
			continue
		}
		for _, c := range canonical {
			if w.callee(d.Value) == c {
				for st = d.Value; w.up(st) != 1 && st != 0; st = w.up(st) {
				}
				return d.Name, st
			}
		}
	}
	return "", 0
}

// limitFastAPI decorates the function with slowapi's limit, which needs the request.
func (w *work) limitFastAPI(r *registration) error {
	name := w.madeBy("slowapi")
	if name == "" {
		owner, made := w.madeAt("fastapi.FastAPI", "fastapi.APIRouter", "fastapi.applications.FastAPI", "fastapi.routing.APIRouter")
		if owner == "" {
			return refuse("make a Limiter of slowapi for the application, and decorate this function with its limit")
		}
		limiter, err := w.use("slowapi", "Limiter")
		if err != nil {
			return err
		}
		address, err := w.use("slowapi.util", "get_remote_address")
		if err != nil {
			return err
		}
		w.needs("PyPI", "slowapi", ">=0.1.9")
		name = w.fresh("limiter", "attempt_limiter")
		if err := w.after(made, name+" = "+limiter+"(key_func="+address+")"); err != nil {
			return err
		}
	}
	request := false
	params := g.ID(0)
	for c := range w.Children(r.handler) {
		if w.kind(c) == g.Params {
			params = c
		}
	}
	for p := range w.Children(params) {
		if n := w.Part(p, 0); n != 0 && w.Name(n) == "request" {
			if t := w.Part(p, 1); t == 0 || !strings.HasSuffix(w.src(t), "Request") {
				return refuse("slowapi wants the parameter request to be the Request: rename the other one")
			}
			request = true
		}
	}
	if !request {
		class, err := w.use("fastapi", "Request")
		if err != nil {
			return err
		}
		item := "request: " + class
		if first := w.First(params); first != 0 {
			item += ", "
		}
		w.insert(w.Nodes[params].Start+1, item)
	}
	return w.decorate(r.handler, "@"+name+".limit("+w.quoted("10 per 15 minutes")+")")
}

func (w *work) limitDjango(r *registration) error {
	w.needs("PyPI", "django-ratelimit", ">=4.1")
	limit, err := w.use("django_ratelimit.decorators", "ratelimit")
	if err != nil {
		return err
	}
	call := limit + "(key=" + w.quoted("ip") + ", rate=" + w.quoted("10/15m") + ", block=True)"
	switch {
	case r.call != 0 && len(r.args) > 1:
		w.put(r.args[1], call+"("+w.src(r.args[1])+")")
		return nil
	case w.kind(r.handler) == g.Class:
		method, err := w.use("django.utils.decorators", "method_decorator")
		if err != nil {
			return err
		}
		return w.decorate(r.handler, "@"+method+"("+call+", name="+w.quoted("dispatch")+")")
	case r.handler != 0 && w.kind(w.up(w.up(r.handler))) == g.Class:
		method, err := w.use("django.utils.decorators", "method_decorator")
		if err != nil {
			return err
		}
		return w.decorate(r.handler, "@"+method+"("+call+")")
	}
	return w.decorate(r.handler, "@"+call)
}

func (w *work) limitGo(r *registration) error {
	minutes := func() (string, error) {
		time, err := w.use("time", "")
		return "15*" + time + ".Minute", err
	}
	switch r.framework {
	case echo:
		path := "github.com/labstack/echo/v4/middleware"
		if strings.Contains(string(w.Text)+w.Hints, "labstack/echo/v5") {
			path = "github.com/labstack/echo/v5/middleware"
		}
		middleware, err := w.use(path, "")
		if err != nil {
			return err
		}
		span, err := minutes()
		if err != nil {
			return err
		}
		return w.beforeHandler(r, middleware+".RateLimiter("+middleware+".NewRateLimiterMemoryStoreWithConfig("+middleware+".RateLimiterMemoryStoreConfig{Rate: 1.0 / 90, Burst: 10, ExpiresIn: "+strings.ReplaceAll(span, "15*", "15 * ")+"}))")
	case gin:
		w.needs("Go", "github.com/ulule/limiter/v3", "v3.11.2")
		limiter, err := w.useGo("github.com/ulule/limiter/v3")
		if err != nil {
			return err
		}
		driver, err := w.useGoAs("mgin", "github.com/ulule/limiter/v3/drivers/middleware/gin")
		if err != nil {
			return err
		}
		memory, err := w.useGo("github.com/ulule/limiter/v3/drivers/store/memory")
		if err != nil {
			return err
		}
		span, err := minutes()
		if err != nil {
			return err
		}
		return w.beforeHandler(r, driver+".NewMiddleware("+limiter+".New("+memory+".NewStore(), "+limiter+".Rate{Period: "+strings.ReplaceAll(span, "15*", "15 * ")+", Limit: 10}))")
	}
	w.needs("Go", "github.com/go-chi/httprate", "v0.15.0")
	httprate, err := w.useGo("github.com/go-chi/httprate")
	if err != nil {
		return err
	}
	span, err := minutes()
	if err != nil {
		return err
	}
	return w.beforeHandler(r, httprate+".LimitByIP(10, "+span+")")
}
