package fixer

import (
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

// reject writes the statement that ends a handler with a status and a text. It is "" where the code is no handler that is
// understood.
func (w *work) reject(id g.ID, status, text string) (string, error) {
	switch {
	case w.script():
		res := w.answerParam(id)
		if res == "" {
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

// pathContained resolves a path against its folder, and refuses what lies outside.
func pathContained(w *work) error {
	w.review()
	expr := w.node
	if w.kind(expr) == g.Dict || w.kind(expr) == g.List {
		return refuse("resolve the path against one folder and refuse what lies outside")
	}
	joined := expr
	if w.kind(joined) == g.Ident {
		next, err := w.pathOf(joined)
		if err != nil {
			return err
		}
		joined = next
	}
	switch {
	case w.script():
		return w.scriptPath(expr, joined)
	case w.python():
		return w.pythonPath(expr, joined)
	case w.golang():
		return w.goPath(joined)
	case w.java():
		return w.javaPath(joined)
	}
	return errLanguage
}

// pathOf is the expression of a variable in the same function.
func (w *work) pathOf(id g.ID) (g.ID, error) {
	value := w.Origin(id)
	if value == 0 || w.function(value) != w.function(id) {
		return 0, refuse("the path is put together elsewhere: check it there")
	}
	return value, nil
}

// split gives the constant folder and the rest of a joined path, as source.
func (w *work) splitPath(joined g.ID) (folder, rest []string, call g.ID) {
	if w.kind(joined) == g.Call && (w.word(joined) == "join" || w.word(joined) == "resolve" || w.word(joined) == "Join") {
		_, args := w.args(joined)
		for i, a := range args {
			if w.tainted(a) || len(rest) > 0 {
				rest = append(rest, w.src(a))
			} else {
				folder = append(folder, w.src(a))
			}
			_ = i
		}
		return folder, rest, joined
	}
	b, err := w.build(joined)
	if err != nil || b.format != 0 || len(b.segments) < 2 {
		return nil, nil, 0
	}
	// A constant beginning that ends a folder, then a longer rest.
	if f := b.segments[0]; len(b.segments) > 2 && f.hole == 0 && strings.HasSuffix(w.cut(f.at), "/") && !w.python() {
		first := b.operands[0]
		if len(b.operands) == 1 && first.end == "`" && w.script() {
			return []string{w.quoted(strings.TrimSuffix(w.cut(f.at), "/"))}, []string{"`" + w.cut(Span{b.segments[1].at.Start, first.content.End}) + "`"}, joined
		}
		if len(b.operands) > 1 && first.content.End == f.at.End {
			return []string{w.quoted(strings.TrimSuffix(w.cut(f.at), "/"))}, []string{w.cut(Span{b.operands[1].whole.Start, w.Nodes[joined].End})}, joined
		}
	}
	// A constant beginning that ends a folder, then the rest.
	first := b.segments[0]
	if first.hole == 0 {
		text := w.cut(first.at)
		if i := strings.LastIndexByte(text, '/'); i >= 0 && i == len(text)-1 && len(b.segments) == 2 && b.segments[1].hole != 0 {
			return []string{w.quoted(text[:max(i, 1)])}, []string{w.src(b.segments[1].hole)}, joined
		}
		return nil, nil, 0
	}
	if len(b.segments) == 3 && b.segments[1].hole == 0 && w.cut(b.segments[1].at) == "/" && b.segments[2].hole != 0 {
		return []string{w.src(first.hole)}, []string{w.src(b.segments[2].hole)}, joined
	}
	return nil, nil, 0
}

// tainted guesses whether the flow passes an argument: it is what the trace names, or a variable of the function.
func (w *work) tainted(id g.ID) bool {
	if w.kind(id) == g.String || w.known(id) != "" {
		return false
	}
	for n := id; n < w.End(id); n++ {
		if w.kind(n) != g.Ident {
			continue
		}
		if name := w.Name(n); name == "__dirname" || name == "__file__" || name == "process" {
			return false
		}
		if d, _ := w.def(n); d != nil {
			if fn := w.function(d.At); fn != 0 && fn == w.function(id) || w.outerFunction(d.At, id) {
				return true
			}
		} else if name := w.Name(n); name == "request" || name == "req" {
			return true
		}
	}
	return false
}

// outerFunction holds where a name is defined in a function around another place.
func (w *work) outerFunction(def, id g.ID) bool {
	fn := w.function(def)
	return fn != 0 && fn <= id && id < w.End(fn)
}

func (w *work) scriptPath(expr, joined g.ID) error {
	folder, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) == 0 {
		return refuse("resolve the path against one folder and refuse what lies outside: path.resolve(root, name).startsWith(root + path.sep)")
	}
	path, err := w.use("path", "")
	if err != nil {
		return err
	}
	if len(folder) == 0 {
		return refuse("there is no folder to keep to: resolve the name against one")
	}
	bad, err := w.reject(expr, "400", "invalid path")
	if err != nil {
		return err
	}
	root := w.fresh("root", "rootFolder")
	file := w.fresh("safePath", "resolvedPath")
	semi := w.style().semi
	w.put(joined, file)
	unit := w.style().unit
	in := w.indent(w.Nodes[w.statement(joined)].Start)
	nl := w.style().newline
	_ = in
	return w.beforeBlock(joined,
		"const "+root+" = "+path+".resolve("+strings.Join(folder, ", ")+")"+semi,
		"const "+file+" = "+path+".resolve("+root+", "+strings.Join(rest, ", ")+")"+semi,
		"if (!"+file+".startsWith("+root+" + "+path+".sep)) {"+nl+"\x00"+unit+bad+nl+"\x00}")
}

// beforeBlock is before, with lines of more than one line: each \x00 in them stands for the indentation.
func (w *work) beforeBlock(id g.ID, lines ...string) error {
	st := w.statement(id)
	if st == 0 {
		return refuse("there is no place for a statement before this one")
	}
	in := w.indent(w.Nodes[st].Start)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], "\x00", in)
	}
	return w.before(id, lines...)
}

func (w *work) pythonPath(expr, joined g.ID) error {
	folder, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) != 1 || len(folder) == 0 {
		return refuse("join below one folder and refuse what lies outside: werkzeug.utils.safe_join, os.path.realpath")
	}
	base := folder[0]
	if len(folder) > 1 {
		base = strings.TrimSuffix(w.src(w.First(joined)), "") + "(" + strings.Join(folder, ", ") + ")"
	}
	if send, at := w.argument(expr); send != 0 && at == 0 && w.word(send) == "send_file" && strings.Contains(string(w.Text), "flask") && expr == joined {
		name, err := w.use("flask", "send_from_directory")
		if err != nil {
			return err
		}
		w.put(w.First(send), name)
		w.put(joined, base+", "+rest[0])
		w.Calls = []string{"send_from_directory"}
		w.Safe = true
		return nil
	}
	bad, err := w.reject(expr, "404", "invalid path")
	if err != nil {
		return err
	}
	file := w.fresh("safe_path", "resolved_path")
	var lines []string
	if strings.Contains(string(w.Text), "flask") {
		join, err := w.use("werkzeug.utils", "safe_join")
		if err != nil {
			return err
		}
		lines = []string{file + " = " + join + "(" + base + ", " + rest[0] + ")", "if " + file + " is None:" + w.style().newline + "\x00" + w.style().unit + bad}
	} else {
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		root := w.fresh("root_folder", "safe_root")
		lines = []string{root + " = " + os + ".path.realpath(" + base + ")", file + " = " + os + ".path.realpath(" + os + ".path.join(" + root + ", " + rest[0] + "))",
			"if not " + file + ".startswith(" + root + " + " + os + ".sep):" + w.style().newline + "\x00" + w.style().unit + bad}
	}
	w.put(joined, file)
	return w.beforeBlock(joined, lines...)
}

func (w *work) goPath(joined g.ID) error {
	_, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) != 1 {
		return refuse("check the name with filepath.IsLocal before joining, or open the folder with os.OpenRoot")
	}
	filepath, err := w.use("path/filepath", "")
	if err != nil {
		return err
	}
	http, _ := w.imported("net/http")
	status := "400"
	if http != "" {
		status = http + ".StatusBadRequest"
	}
	bad, err := w.reject(joined, status, "invalid path")
	if err != nil {
		return err
	}
	st := w.statement(joined)
	if st == 0 {
		return refuse("there is no place for a check")
	}
	in := w.indent(w.Nodes[st].Start)
	return w.before(joined, "if !"+filepath+".IsLocal("+rest[0]+") {\n"+in+"\t"+strings.ReplaceAll(bad, "\n\t", "\n"+in+"\t")+"\n"+in+"}")
}

func (w *work) javaPath(joined g.ID) error {
	_, args := w.args(joined)
	folder, name := "", ""
	in := w.indent(w.Nodes[max(w.statement(joined), 1)].Start)
	if w.word(joined) == "resolve" && len(args) == 1 && w.object(joined) != 0 {
		base, bad := w.src(w.object(joined)), w.style().newline+in+w.style().unit+`throw new IllegalArgumentException("invalid path");`+w.style().newline+in+"}"
		file := w.fresh("safePath", "resolvedPath")
		w.put(joined, file)
		return w.before(joined, "java.nio.file.Path "+file+" = "+base+".resolve("+w.src(args[0])+").normalize();", "if (!"+file+".startsWith("+base+")) {"+bad)
	}
	if w.kind(joined) == g.New && w.lastName(w.First(joined)) == "File" && len(args) == 2 {
		folder, name = w.src(args[0]), w.src(args[1])
	} else if w.kind(joined) == g.New && w.lastName(w.First(joined)) == "File" && len(args) == 1 {
		if f, rest, call := w.splitPath(args[0]); call != 0 && len(f) == 1 && len(rest) == 1 {
			folder, name = f[0], rest[0]
		}
	}
	if folder == "" {
		return refuse("resolve and compare: Path p = base.resolve(name).normalize(); if (!p.startsWith(base)) throw …")
	}
	paths := "java.nio.file.Path"
	root, file := w.fresh("root", "rootFolder"), w.fresh("safePath", "resolvedPath")
	w.put(joined, file+".toFile()")
	w.Calls = []string{"toFile"}
	return w.before(joined, paths+" "+root+" = new java.io.File("+folder+").toPath().toAbsolutePath().normalize();",
		paths+" "+file+" = "+root+".resolve("+name+").normalize();",
		"if (!"+file+".startsWith("+root+")) {"+w.style().newline+in+w.style().unit+`throw new IllegalArgumentException("invalid path");`+w.style().newline+in+"}")
}

// htmlEscape escapes the values in an answer of HTML, where they stand as text.
func htmlEscape(w *work) error {
	expr := w.node
	if t := w.bytesOf(expr); t != 0 {
		expr = t
	}
	if w.kind(expr) == g.Ident {
		if next, err := w.textOf(expr); err == nil {
			if k := w.kind(next); k == g.StrConcat || k == g.Binary || k == g.Call {
				expr = next
			}
		}
	}
	var holes []g.ID
	call, at := w.argument(expr)
	word := w.word(call)
	switch {
	case w.golang() && (strings.HasPrefix(word, "Fprint") || word == "Sprintf"):
		_, args := w.args(call)
		if word == "Fprintf" && at < 2 && len(args) > 2 {
			at = 2
		}
		if f, ok := w.literal(args[min(1, len(args)-1)]); word == "Fprintf" && (!ok || !plainMarkup(f)) {
			return refuse("a value stands inside of a tag or a script: use html/template")
		}
		for _, a := range args[max(at, 1):] {
			if w.kind(a) != g.String {
				holes = append(holes, a)
			}
		}
		if word == "Fprint" || word == "Fprintln" {
			if b, err := w.build(args[at]); err == nil && len(b.segments) > 1 {
				holes = holes[:0]
				if holes, err = w.textHoles(b); err != nil {
					return err
				}
			}
		}
	default:
		b, err := w.build(expr)
		if err != nil {
			return err
		}
		if holes, err = w.textHoles(b); err != nil {
			return err
		}
	}
	n := 0
	for _, h := range holes {
		if w.known(h) != "" || w.escaped(h) {
			continue
		}
		text, err := w.escape(h)
		if err != nil {
			return err
		}
		w.put(h, text)
		n++
	}
	if n == 0 {
		return refuse("escape the values where they enter the HTML")
	}
	return nil
}

// textHoles gives the holes that stand as text between tags; a hole elsewhere is an error.
func (w *work) textHoles(b *built) (holes []g.ID, err error) {
	markup := ""
	for _, s := range b.segments {
		if s.hole == 0 {
			markup += w.cut(s.at)
			continue
		}
		if s.text != "" {
			continue
		}
		if !plainMarkup(markup + "\x00") {
			return nil, refuse("a value stands inside of a tag or a script: use a template that escapes")
		}
		if !s.flat {
			return nil, refuse("a value is formatted inside of the HTML")
		}
		holes = append(holes, s.hole)
	}
	return holes, nil
}

// plainMarkup holds where what is put at the end of markup, or at its verbs, stands as text between tags, or in a quoted
// attribute that is no address and no script.
func plainMarkup(markup string) bool {
	lower := strings.ToLower(markup)
	for at := 0; at <= len(lower); at++ {
		if at < len(lower) && !(lower[at] == '%' && at+1 < len(lower) && (lower[at+1] == 's' || lower[at+1] == 'v')) && lower[at] != 0 {
			continue
		}
		if at == len(lower) && strings.ContainsAny(lower, "%\x00") {
			break
		}
		before := lower[:at]
		open, shut := strings.LastIndexByte(before, '<'), strings.LastIndexByte(before, '>')
		if open > shut {
			return false
		}
		for _, tag := range []string{"script", "style"} {
			if strings.LastIndex(before, "<"+tag) > strings.LastIndex(before, "</"+tag) {
				return false
			}
		}
	}
	return true
}

// escaped holds for a call that escapes already.
func (w *work) escaped(id g.ID) bool {
	word := strings.ToLower(w.word(id))
	return strings.Contains(word, "escape") || strings.Contains(word, "sanitize") || word == "forhtml" || word == "encode" || word == "number" || word == "parseint" || word == "int" || word == "len"
}

func (w *work) escape(h g.ID) (string, error) {
	src := w.src(h)
	switch {
	case w.script():
		for _, module := range []string{"escape-html", "lodash.escape", "he"} {
			if name, _ := w.imported(module); name != "" {
				if module == "he" {
					name += ".escape"
				}
				return name + "(" + src + ")", nil
			}
		}
		if name, _ := w.imported("lodash"); name != "" {
			return name + ".escape(" + src + ")", nil
		}
		if !w.hints("escape-html") && !w.hints("express") && !strings.Contains(string(w.Text), "express") {
			w.review()
		}
		if !w.hints("escape-html") {
			w.needs("npm", "escape-html", "^1.0.3")
		}
		line := "const escapeHtml = require(" + w.quoted("escape-html") + ")" + w.style().semi
		if w.language() == "module" {
			line = "import escapeHtml from " + w.quoted("escape-html") + w.style().semi
		}
		if w.taken("escapeHtml") {
			return "escapeHtml(" + src + ")", nil
		}
		var last g.ID
		for c := range w.Children(1) {
			if w.kind(c) == g.Import && w.Nodes[c].Op != g.Export || w.requires(c) {
				last = c
			} else if last != 0 {
				break
			}
		}
		if !w.inserted(line) {
			w.importLine(last, line)
		}
		return "escapeHtml(" + src + ")", nil
	case w.python():
		name, err := w.pythonEscape()
		return name + "(" + src + ")", err
	case w.golang():
		name, err := w.use("html", "")
		if err != nil {
			return "", err
		}
		if t := w.Type(h); t != "string" && t != "" {
			return "", refuse("a value is no text: use html/template")
		}
		return name + ".EscapeString(" + src + ")", nil
	case w.java():
		if strings.Contains(string(w.Text), "org.springframework") || w.hints("org.springframework") || w.hints("spring-web") {
			name, err := w.use("", "org.springframework.web.util.HtmlUtils")
			return name + ".htmlEscape(" + src + ")", err
		}
		if !w.hints("encoder") && !strings.Contains(string(w.Text), "org.owasp.encoder") {
			w.needs("maven", "org.owasp.encoder:encoder", "1.3.1")
		}
		name, err := w.use("", "org.owasp.encoder.Encode")
		return name + ".forHtml(" + src + ")", err
	}
	return "", errLanguage
}

// inserted holds where an edit writes a line already.
func (w *work) inserted(line string) bool {
	for _, e := range w.Edits {
		if strings.Contains(e.New, line) {
			return true
		}
	}
	return false
}

func (w *work) pythonEscape() (string, error) {
	if strings.Contains(string(w.Text), "flask") {
		return w.use("markupsafe", "escape")
	}
	if strings.Contains(string(w.Text), "django") {
		return w.use("django.utils.html", "escape")
	}
	name, err := w.use("html", "")
	return name + ".escape", err
}

// redirectRelative redirects to a path of the site, or to its beginning.
func redirectRelative(w *work) error {
	w.review()
	src := w.src(w.node)
	if k := w.kind(w.node); k != g.Ident && k != g.Member && k != g.Index && k != g.Call {
		return refuse("check that the value begins with one slash and not two")
	}
	bad, err := w.reject(w.node, "400", "invalid address")
	if err != nil {
		return err
	}
	nl, unit := w.style().newline, w.style().unit
	switch {
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
			return w.beforeBlock(w.node, "if not "+name+"("+src+", allowed_hosts={request.get_host()}):"+nl+"\x00"+unit+bad)
		}
	}
	return refuse("check that the value begins with one slash and not two, or choose from a fixed table")
}

// nosqlCast turns a value into text: an object in its place would be an operator of the query.
func nosqlCast(w *work) error {
	id := w.node
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
			if v := w.valueOf(c); w.kind(c) == g.Pair && v != 0 && (v == id || w.kind(v) == g.Member && w.kind(id) == g.Member && w.src(w.First(v)) == w.src(w.First(id))) {
				w.put(v, cast+w.src(v)+")")
			}
		}
	default:
		return refuse("name the fields of the filter and turn each value into the type you expect")
	}
	return nil
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
		if w.word(call) == "CORS" && w.pair(node, "resources") == 0 {
			w.setPair(node, "origins", list)
			return nil
		}
	case w.golang():
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) != g.Pair {
				continue
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
	if strings.Contains(strings.ToLower(w.callee(call)), "json") || w.word(call) == "parse" || w.word(call) == "loads" {
		status, text = "400", "invalid input"
	}
	if w.script() && w.answerParam(w.node) == "" {
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

// xmlSafe reads XML without entities from outside.
func xmlSafe(w *work) error {
	call := w.self(w.node, g.Call, g.New)
	switch {
	case w.script():
		for id := call; id != 0 && id < w.End(call); id++ {
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "noent" && w.kind(w.valueOf(id)) == g.Bool {
				w.put(w.valueOf(id), "false")
				return nil
			}
		}
		if c, _ := w.argument(w.node); c != 0 {
			for id := c; id < w.End(c); id++ {
				if w.kind(id) == g.Pair && w.Name(w.First(id)) == "noent" {
					w.put(w.valueOf(id), "false")
					return nil
				}
			}
		}
		return refuse("leave noent off")
	case w.python():
		return w.pythonXML(call)
	case w.java():
		return w.javaXML()
	}
	return errLanguage
}

func (w *work) pythonXML(call g.ID) error {
	n := w.flip(w.node, false, "resolve_entities", "load_dtd", "huge_tree") + w.flip(w.node, true, "no_network")
	if n > 0 {
		if node, _ := w.args(call); w.word(call) == "XMLParser" && w.pair(node, "resolve_entities") == 0 {
			w.setPair(node, "resolve_entities", "False")
		}
		return nil
	}
	if _, args := w.args(call); w.word(call) == "setFeature" && len(args) == 2 {
		w.put(args[1], "False")
		return nil
	}
	if c, _ := w.argument(w.node); c != 0 {
		call = c
	}
	callee := w.callee(call)
	switch {
	case strings.HasPrefix(callee, "lxml.etree."):
		node, args := w.args(call)
		if len(args) != 1 || w.kind(w.First(call)) != g.Member {
			return refuse("hand over a parser: etree.XMLParser(resolve_entities=False, no_network=True)")
		}
		module := w.src(w.First(w.First(call)))
		w.addItem(node, args, "parser="+module+".XMLParser(resolve_entities=False, no_network=True)", false)
		return nil
	case strings.HasPrefix(callee, "xml."):
		module := strings.TrimSuffix(callee, "."+w.word(call))
		safe := map[string]string{"xml.etree.ElementTree": "defusedxml.ElementTree", "xml.dom.minidom": "defusedxml.minidom", "xml.sax": "defusedxml.sax", "xml.dom.pulldom": "defusedxml.pulldom"}[module]
		if safe == "" || w.kind(w.First(call)) != g.Member {
			return refuse("use the function of the same name in defusedxml")
		}
		w.review()
		if !w.hints("defusedxml") {
			w.needs("PyPI", "defusedxml", ">=0.7.1")
		}
		i := strings.LastIndexByte(safe, '.')
		alias := w.fresh("Defused" + strings.TrimPrefix(safe[i+1:], "Defused"))
		line := "from " + safe[:i] + " import " + safe[i+1:] + " as " + alias
		var last g.ID
		for c := range w.Children(1) {
			if w.kind(c) == g.Import {
				last = c
			}
		}
		w.importLine(last, line)
		w.put(w.First(w.First(call)), alias)
		return nil
	}
	return refuse("use defusedxml")
}

// javaXML sets the feature right after the factory or the reader is made.
func (w *work) javaXML() error {
	decl := w.around(w.node, g.Var, g.Assign)
	name := ""
	if decl != 0 && w.kind(decl) == g.Var && w.Part(decl, 2) == w.node && w.Part(decl, 0) != 0 {
		name = w.Name(w.Part(decl, 0))
	}
	if name == "" || w.statement(decl) != decl {
		return refuse("give the factory a name, and switch entities off right after it is made")
	}
	text := w.src(w.node)
	const doctype = `.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);`
	line := ""
	switch {
	case strings.Contains(text, "XMLInputFactory"):
		line = name + ".setProperty(javax.xml.stream.XMLInputFactory.SUPPORT_DTD, false);"
	case strings.Contains(text, "TransformerFactory"):
		return w.after(decl, name+`.setAttribute(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");`, name+`.setAttribute(javax.xml.XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");`)
	case strings.Contains(text, "SchemaFactory"):
		return w.after(decl, name+`.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");`, name+`.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");`)
	default:
		line = name + doctype
	}
	return w.after(decl, line)
}
