package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// param gives the name of the handler's parameter that stands for the answer, of the function around a node; "" where there
// is none.
func (w *work) answerParam(id g.ID) string {
	for fn := w.function(id); fn != 0; fn = w.function(fn) {
		params := g.ID(0)
		for c := range w.Children(fn) {
			if w.kind(c) == g.Params {
				params = c
			}
		}
		if params == 0 {
			continue
		}
		i := 0
		for p := range w.Children(params) {
			n := w.Part(p, 0)
			if n == 0 || w.kind(n) != g.Ident {
				i++
				continue
			}
			name := w.Name(n)
			typ := ""
			if t := w.Part(p, 1); t != 0 {
				typ = w.src(t)
			}
			switch {
			case w.script() && (name == "res" || name == "response" || name == "reply"),
				w.golang() && strings.HasSuffix(typ, "http.ResponseWriter"), w.golang() && (strings.HasSuffix(typ, "gin.Context") || strings.HasSuffix(typ, "echo.Context") || strings.HasSuffix(typ, "fiber.Ctx")):
				return name
			}
			i++
		}
		if w.golang() {
			return ""
		}
	}
	return ""
}

// koaContext gives the name of Koa's context, of the function around a node.
func (w *work) koaContext(id g.ID) string {
	for fn := w.function(id); fn != 0; fn = w.function(fn) {
		if p := w.params(fn); len(p) > 0 && p[0] == "ctx" && w.scriptFramework(fn) == koa {
			return "ctx"
		}
	}
	return ""
}

// useNamed imports one thing of a module that the file imports things of.
func (w *work) useNamed(module, item string) error {
	if w.knows(item) {
		return nil
	}
	for c := range w.Children(1) {
		if w.kind(c) != g.Import || w.Name(w.First(c)) != module {
			continue
		}
		last := g.ID(0)
		for i := range w.Children(c) {
			if w.kind(i) == g.ImportItem && w.Nodes[i].Op != g.Wildcard {
				last = i
			}
		}
		if last != 0 {
			w.insert(w.Nodes[last].End, ", "+item)
			return nil
		}
	}
	return refuse("import %s of %s", item, module)
}

// reject writes the statement that ends a handler with a status and a text. It is "" where the code is no handler that is
// understood.
func (w *work) reject(id g.ID, status, text string) (string, error) {
	switch {
	case w.script():
		res := w.answerParam(id)
		if res == "" {
			if ctx := w.koaContext(id); ctx != "" {
				return ctx + ".throw(" + status + ", " + w.quoted(text) + ")" + w.style().semi, nil
			}
			if class := map[string]string{"400": "BadRequestException", "401": "UnauthorizedException", "403": "ForbiddenException", "404": "NotFoundException"}[status]; class != "" && strings.Contains(string(w.Text), "@nestjs/common") {
				if err := w.useNamed("@nestjs/common", class); err != nil {
					return "", err
				}
				return "throw new " + class + "(" + w.quoted(text) + ")" + w.style().semi, nil
			}
			if strings.Contains(string(w.Text), "NextResponse") {
				return "return NextResponse.json({ error: " + w.quoted(text) + " }, { status: " + status + " })" + w.style().semi, nil
			}
			return "throw new Error(" + w.quoted(text) + ")" + w.style().semi, nil
		}
		if res == "reply" {
			return "return reply.code(" + status + ").send({ error: " + w.quoted(text) + " })" + w.style().semi, nil
		}
		return "return " + res + ".status(" + status + ").json({ error: " + w.quoted(text) + " })" + w.style().semi, nil
	case w.python():
		switch {
		case strings.Contains(string(w.Text), "HTTPException"):
			return "raise HTTPException(status_code=" + status + ", detail=" + w.quoted(text) + ")", nil
		case strings.Contains(string(w.Text), "fastapi"):
			name, err := w.use("fastapi", "HTTPException")
			return "raise " + name + "(status_code=" + status + ", detail=" + w.quoted(text) + ")", err
		case strings.Contains(string(w.Text), "flask"):
			name, err := w.use("flask", "abort")
			return name + "(" + status + ")", err
		case strings.Contains(string(w.Text), "django"):
			name, err := w.use("django.http", "Http404")
			return "raise " + name + "(" + w.quoted(text) + ")", err
		}
		return "raise ValueError(" + w.quoted(text) + ")", nil
	case w.golang():
		res := w.answerParam(id)
		if res == "" {
			return "", refuse("check the value and return an error")
		}
		http, _ := w.imported("net/http")
		fn := w.src(w.function(id))
		switch {
		case strings.Contains(fn, "gin.Context"):
			return res + ".AbortWithStatus(" + status + ")\n\treturn", nil
		case strings.Contains(fn, "echo.Context"), strings.Contains(fn, "fiber.Ctx"):
			return "return " + res + map[bool]string{true: ".NoContent(", false: ".SendStatus("}[strings.Contains(fn, "echo.Context")] + status + ")", nil
		case http == "":
			return "", refuse("check the value and return an error")
		}
		return http + `.Error(` + res + `, "` + text + `", ` + status + ")\n\treturn", nil
	}
	return "", errLanguage
}

// redirectRelative redirects to a path of the site, or to its beginning.
func redirectRelative(w *work) error {
	w.review()
	src := w.src(w.node)
	if k := w.kind(w.node); k != g.Ident && k != g.Member && k != g.Index && k != g.Call && k != g.Binary && k != g.Cond {
		return refuse("check that the value begins with one slash and not two")
	}
	if w.golang() || w.java() {
		return w.redirectVariable()
	}
	bad, err := w.reject(w.node, "400", "invalid address")
	if err != nil {
		return err
	}
	nl, unit := w.style().newline, w.style().unit
	switch {
	case w.script() && w.implicit(w.node):
		if w.kind(w.node) != g.Ident && w.kind(w.node) != g.Member {
			return refuse("check that the value begins with one slash and not two")
		}
		w.put(w.node, src+".startsWith("+w.quoted("/")+") && !"+src+".startsWith("+w.quoted("//")+") && !"+src+".includes("+w.quoted(`\\`)+") ? "+src+" : "+w.quoted("/"))
		return nil
	case w.script():
		name := src
		var lines []string
		if w.kind(w.node) != g.Ident {
			name = w.fresh("target", "redirectTo")
			lines = append(lines, "const "+name+" = String("+src+")"+w.style().semi)
			w.put(w.node, name)
		}
		return w.beforeBlock(w.node, append(lines, "if (!"+name+".startsWith("+w.quoted("/")+") || "+name+".startsWith("+w.quoted("//")+") || "+name+".includes("+w.quoted(`\\`)+")) {"+nl+"\x00"+unit+bad+nl+"\x00}")...)
	case w.python():
		if strings.Contains(string(w.Text), "django") {
			name, err := w.use("django.utils.http", "url_has_allowed_host_and_scheme")
			if err != nil {
				return err
			}
			request := "request"
			if p := w.params(w.function(w.node)); !slices.Contains(p, "request") {
				if len(p) == 0 || p[0] != "self" {
					return refuse("the request is not at hand here: check the address where it is")
				}
				request = "self.request"
			}
			if w.kind(w.node) != g.Ident && w.kind(w.node) != g.Member && w.kind(w.node) != g.Index {
				return refuse("check that the value begins with one slash and not two")
			}
			return w.beforeBlock(w.node, "if not "+name+"("+src+", allowed_hosts={"+request+".get_host()}):"+nl+"\x00"+unit+bad)
		}
		name := src
		var lines []string
		if w.kind(w.node) != g.Ident {
			name = w.fresh("target", "redirect_to")
			lines = append(lines, name+" = "+src)
			w.put(w.node, name)
		}
		return w.beforeBlock(w.node, append(lines, "if not "+name+".startswith("+w.quoted("/")+") or "+name+".startswith(("+w.quoted("//")+", "+w.quoted(`/\\`)+")):"+nl+"\x00"+unit+bad)...)
	}
	return refuse("check that the value begins with one slash and not two, or choose from a fixed table")
}

// implicit holds for a node whose statement is the body of a header without braces.
func (w *work) implicit(id g.ID) bool {
	st := w.statement(id)
	return st == 0 || w.Nodes[w.up(st)].Op == g.Implicit
}

// redirectVariable sends the variable of a redirect to the beginning of the site where it leaves it.
func (w *work) redirectVariable() error {
	name := w.src(w.node)
	d, _ := w.def(w.node)
	if d == nil || w.kind(w.node) != g.Ident || d.Constant || w.java() && d.Writes < 2 {
		return refuse("check that the value begins with one slash and not two, or choose from a fixed table")
	}
	st := w.statement(w.node)
	if st == 0 {
		return refuse("there is no place for a check")
	}
	nl, in, unit := w.style().newline, w.indent(w.Nodes[st].Start), w.style().unit
	if w.java() {
		return w.before(w.node, "if (!"+name+`.startsWith("/") || `+name+`.startsWith("//") || `+name+`.contains("\\")) {`+nl+in+unit+name+` = "/";`+nl+in+"}")
	}
	text, err := w.use("strings", "")
	if err != nil {
		return err
	}
	return w.before(w.node, "if !"+text+".HasPrefix("+name+`, "/") || `+text+".HasPrefix("+name+`, "//") || `+text+".Contains("+name+", `\\`) {"+nl+in+"\t"+name+` = "/"`+nl+in+"}")
}

// nosqlCast turns a value into text: an object in its place would be an operator of the query.
func nosqlCast(w *work) error {
	id := w.node
	if w.kind(id) == g.Dict {
		for c := range w.Children(id) {
			if v := w.valueOf(c); w.kind(c) == g.Pair && v != 0 && w.fromRequest(v) {
				id = v
				break
			}
		}
	}
	if k := w.kind(id); k != g.Ident && k != g.Member && k != g.Index || strings.HasSuffix(w.src(id), ".body") || strings.HasSuffix(w.src(id), ".query") {
		return refuse("name the fields of the filter and turn each value into the type you expect")
	}
	p := w.up(id)
	cast := "String("
	if w.python() {
		cast = "str("
	}
	switch {
	case w.kind(p) == g.Pair && w.Nodes[w.First(p)].Start == w.Nodes[id].Start && w.script(): // {email}
		w.put(p, w.src(id)+": "+cast+w.src(id)+")")
	case w.kind(p) == g.Pair:
		for c := range w.Children(w.up(p)) { // its neighbours too: the finding names one of them
			if v := w.valueOf(c); w.kind(c) == g.Pair && v != 0 && (v == id || w.fromRequest(v)) {
				if w.Nodes[w.First(c)].Start == w.Nodes[v].Start {
					w.put(c, w.src(v)+": "+cast+w.src(v)+")")
				} else {
					w.put(v, cast+w.src(v)+")")
				}
			}
		}
	default:
		return refuse("name the fields of the filter and turn each value into the type you expect")
	}
	return nil
}

// fromRequest holds for a field of the request, and for a variable that holds one.
func (w *work) fromRequest(id g.ID) bool {
	for n := 0; n < 20; n++ {
		switch w.kind(id) {
		case g.Member, g.Index:
			id = w.First(id)
		case g.Ident:
			if name := w.Name(id); name == "req" || name == "request" || name == "ctx" {
				return n > 0
			}
			o, _ := w.Reaching(id)
			if o == 0 || o <= id && id < w.End(o) {
				return false
			}
			id = o
		default:
			return false
		}
	}
	return false
}

// corsList names the origins that may read answers, in a variable of the environment.
func corsList(w *work) error {
	w.review()
	w.Lines = append(w.Lines, Line{".env.example", "ALLOWED_ORIGINS=https://app.example.com"})
	w.Title = "reads the list of origins from ALLOWED_ORIGINS"
	call := w.self(w.node, g.Call, g.New)
	node, args := w.args(call)
	switch {
	case w.script():
		list := "(process.env.ALLOWED_ORIGINS || " + w.quoted("") + ").split(" + w.quoted(",") + ")"
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "origin" {
				w.put(w.valueOf(id), list)
				return nil
			}
		}
		switch {
		case len(args) == 0 && call != 0:
			w.replace(Span{w.Nodes[node].Start + 1, w.Nodes[node].End - 1}, "{ origin: "+list+" }")
		case len(args) > 0 && w.dict(args[len(args)-1]) != 0:
			w.setPair(w.dict(args[len(args)-1]), "origin", list)
		default:
			return refuse("compare the origin with a fixed list and only then send it back")
		}
		return nil
	case w.python():
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		list := os + ".environ[" + w.quoted("ALLOWED_ORIGINS") + "].split(" + w.quoted(",") + ")"
		for _, key := range []string{"allow_origins", "origins", "allow_origin_regex"} {
			if p := w.pair(node, key); p != 0 && key != "allow_origin_regex" {
				w.put(w.valueOf(p), list)
				return nil
			}
		}
		if p := w.self(w.node, g.Assign, g.Var); p != 0 && strings.HasPrefix(w.src(p), "CORS_") { // django-cors-headers
			w.put(p, "CORS_ALLOWED_ORIGINS = "+list)
			return nil
		}
		if w.word(call) == "CORS" && w.pair(node, "resources") == 0 {
			w.setPair(node, "origins", list)
			return nil
		}
	case w.golang():
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) != g.Pair {
				continue
			}
			if key := w.Name(w.First(id)); key == "AllowAllOrigins" || key == "AllowOriginFunc" && w.kind(w.valueOf(id)) == g.Lambda {
				os, err := w.use("os", "")
				if err != nil {
					return err
				}
				text, err := w.use("strings", "")
				if err != nil {
					return err
				}
				if w.kind(w.valueOf(id)) == g.Lambda {
					w.Gone++
				}
				w.Replaces = append(w.Replaces, key)
				w.put(id, "AllowOrigins: "+text+`.Split(`+os+`.Getenv("ALLOWED_ORIGINS"), ",")`)
				return nil
			}
			if key := w.Name(w.First(id)); key == "AllowedOrigins" || key == "AllowOrigins" {
				os, err := w.use("os", "")
				if err != nil {
					return err
				}
				text, err := w.use("strings", "")
				if err != nil {
					return err
				}
				w.put(w.valueOf(id), text+`.Split(`+os+`.Getenv("ALLOWED_ORIGINS"), ",")`)
				return nil
			}
		}
	}
	if w.java() {
		for _, name := range []string{"setAllowedOriginPatterns", "setAllowedOrigins", "allowedOrigins", "allowedOriginPatterns"} {
			c := w.calls(w.node, name)
			node, args := w.args(c)
			if c == 0 || len(args) != 1 {
				continue
			}
			list := `System.getenv("ALLOWED_ORIGINS").split(",")`
			if strings.HasPrefix(name, "set") {
				list = "java.util.List.of(" + list + ")"
			}
			w.replace(w.inner(node), list)
			return nil
		}
	}
	return refuse("name the origins of your own pages")
}

// try401 answers 401 where a check of a token throws, and 400 where parsing does.
func try401(w *work) error {
	call := w.self(w.node, g.Call)
	st := w.statement(w.node)
	if st == 0 || !w.first(w.Nodes[st].Start) {
		return refuse("wrap the statement: try { … } catch { answer 401 }")
	}
	if fn := w.around(w.node, g.Try, g.Func, g.Lambda); fn != 0 && w.kind(fn) == g.Try {
		return refuse("the error is caught already")
	}
	status, text := "401", "invalid token"
	if callee := w.callee(call); callee == "JSON.parse" || strings.HasPrefix(callee, "json.") || w.word(call) == "parse" || w.word(call) == "loads" {
		status, text = "400", "invalid input"
	}
	if w.script() && w.answerParam(w.node) == "" && w.koaContext(w.node) == "" && !strings.Contains(string(w.Text), "@nestjs/common") {
		return refuse("the function is no handler: catch the error where it is called")
	}
	bad, err := w.reject(w.node, status, text)
	if err != nil {
		return err
	}
	nl, unit := w.style().newline, w.style().unit
	n := w.Nodes[st]
	in := w.indent(n.Start)
	body := strings.ReplaceAll(w.src(st), "\n", "\n"+unit)
	switch {
	case w.python():
		w.put(st, "try:"+nl+in+unit+body+nl+in+"except Exception:"+nl+in+unit+bad)
		return nil
	case w.script():
		lead := ""
		if w.kind(st) == g.Var {
			name := w.Part(st, 0)
			value := w.Part(st, 2)
			if name == 0 || value == 0 || w.kind(name) != g.Ident {
				return refuse("the value is taken apart here: wrap the statement by hand")
			}
			typ := ""
			if t := w.Part(st, 1); t != 0 {
				typ = ": " + w.src(t)
			}
			lead = "let " + w.Name(name) + typ + w.style().semi + nl + in
			body = w.Name(name) + " = " + strings.ReplaceAll(w.src(value), "\n", "\n"+unit) + w.style().semi
		} else if w.kind(st) != g.ExprStmt {
			return refuse("wrap the statement: try { … } catch { answer %s }", status)
		}
		w.put(st, lead+"try {"+nl+in+unit+body+nl+in+"} catch {"+nl+in+unit+bad+nl+in+"}")
		return nil
	}
	return errLanguage
}
