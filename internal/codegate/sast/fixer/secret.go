package fixer

import (
	"strings"
	"unicode"

	g "bartizan/internal/syntax/generic"
)

// envSecret reads a secret from the environment, in the place of the literal, and refuses to start without it. The old value
// stays in the history: somebody has to replace it.
func envSecret(w *work) error {
	w.review()
	if w.script() && w.inBrowser() {
		return refuse("a page has no environment and no secrets: let it call a route of the server that holds the secret")
	}
	lit, whole := w.secretLiteral()
	if lit == 0 {
		return refuse("the secret is no literal here: read it from the environment and replace the old value")
	}
	name := w.envName(lit)
	var read string
	switch {
	case w.script():
		read = "process.env." + name
		if strings.HasPrefix(w.Language, "t") && !whole {
			read += " as string"
			if w.kind(w.up(lit)) != g.Pair && w.kind(w.up(lit)) != g.Args && w.kind(w.up(lit)) != g.Var {
				read = "(" + read + ")"
			}
		}
		if err := w.scriptCheck(name); err != nil {
			return err
		}
	case w.python():
		if call, at := w.argument(lit); at == 1 && (w.word(call) == "get" || w.word(call) == "getenv") && strings.Contains(w.src(w.First(call)), "os.") {
			if _, args := w.args(call); len(args) == 2 { // a fallback goes with the call
				if key, ok := w.literal(args[0]); ok {
					object, _, _ := strings.Cut(w.src(w.First(call)), ".")
					w.put(call, object+".environ["+w.src(args[0])+"]")
					w.Lines = append(w.Lines, Line{".env.example", key + "="})
					w.Title = "refuses to start without " + key + "; replace the value that was in the code, it stays in the history"
					return nil
				}
			}
		}
		if n := w.Nodes[lit]; strings.ContainsAny(string(w.Text[n.Start:min(n.Start+2, n.End)]), "bBfF") {
			return refuse("the secret is written as bytes: read it from the environment and encode it")
		}
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		read = os + ".environ[" + w.quoted(name) + "]"
	case w.golang():
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		read = os + `.Getenv("` + name + `")`
		if err := w.goCheck(lit, os, name); err != nil {
			return err
		}
	case w.java():
		if d := w.around(lit, g.Decorator, g.Case); d != 0 {
			return refuse("the secret stands where only constants may: read it from the configuration")
		}
		read = `java.util.Objects.requireNonNull(System.getenv("` + name + `"), "` + name + ` is not set")`
	default:
		return errLanguage
	}
	w.put(lit, read)
	w.Lines = append(w.Lines, Line{".env.example", name + "="})
	w.Title = "reads " + name + " from the environment; replace the value that was in the code, it stays in the history"
	return nil
}

// inBrowser tells code of pages.
func (w *work) inBrowser() bool {
	if w.Language == "tsx" || strings.HasSuffix(w.Path, ".jsx") {
		return true
	}
	for i := range w.Defs {
		c := w.Defs[i].Canonical
		if strings.HasPrefix(c, "@angular/") || c == "react" || strings.HasPrefix(c, "react.") || strings.HasPrefix(c, "vue") || strings.HasPrefix(c, "svelte") {
			return true
		}
	}
	text := string(w.Text)
	return strings.Contains(text, "localStorage.") || strings.Contains(text, "document.getElement") || strings.Contains(text, "cy.get(")
}

// secretLiteral finds the literal that is the secret. whole says that a fallback goes with it.
func (w *work) secretLiteral() (lit g.ID, whole bool) {
	candidate := func(id g.ID) bool {
		if id == 0 || w.kind(id) != g.String && !(w.kind(id) == g.StrConcat && w.count(id) == 1) {
			return false
		}
		p := w.kind(w.up(id))
		return p != g.Index && p != g.Import && !(p == g.Pair && w.First(w.up(id)) == id)
	}
	// process.env.X || 'literal'
	if id := w.node; w.script() && w.kind(id) == g.Binary && (w.Nodes[id].Op == g.Or || w.Nodes[id].Op == g.Nullish) && strings.HasPrefix(w.src(w.First(id)), "process.env.") && candidate(w.Child(id, 1)) {
		return id, true
	}
	if len(w.Trace) > 0 {
		if id := w.at(w.Trace[0]); candidate(id) {
			return id, false
		}
	}
	if candidate(w.node) {
		return w.node, false
	}
	for _, b := range w.Env {
		switch b.Name {
		case "$S", "$PW", "$K", "$KEY", "$SECRET", "$V", "$VALUE", "$PASSWORD", "$TOKEN", "$TEXT":
			if candidate(b.Node) {
				return b.Node, false
			}
			if b.Node == 0 && b.Start > 0 {
				if id := w.at(Span{b.Start, b.End}); candidate(id) {
					return id, false
				}
			}
		}
	}
	for id := w.node; id < w.End(w.node); id++ { // a name that stands for a literal
		if w.kind(id) != g.Ident || !secretName(w.Name(id)) || w.kind(w.up(id)) == g.Member && w.First(w.up(id)) != id {
			continue
		}
		o, path := w.Reaching(id)
		if o == 0 || path != "" {
			continue
		}
		if candidate(o) {
			return o, false
		}
		found := g.ID(0)
		for c := o; c < w.End(o) && w.kind(o) == g.Call; c++ { // []byte("…"), "…".encode()
			if candidate(c) && (found == 0 || len(w.Name(c)) > len(w.Name(found))) {
				found = c
			}
		}
		if found != 0 {
			return found, false
		}
	}
	var only g.ID
	for id := w.node; id < w.End(w.node); id++ {
		if !candidate(id) {
			continue
		}
		key := ""
		if p := w.up(id); w.kind(p) == g.Pair || w.kind(p) == g.NamedArg {
			key = strings.ToLower(w.Name(w.First(p)))
		}
		if strings.Contains(key, "pass") || strings.Contains(key, "secret") || strings.Contains(key, "key") || strings.Contains(key, "token") || key == "pwd" {
			return id, false
		}
		if key == "" {
			if v, name := w.assigned(id); v == id && name != "" {
				return id, false
			}
			if only != 0 {
				only = -1
			} else {
				only = id
			}
		}
	}
	if only > 0 {
		return only, false
	}
	return 0, false
}

// envName makes the name of the variable: of the key, the variable or the parameter that holds the literal.
func (w *work) envName(lit g.ID) string {
	word := ""
	p := w.up(lit)
	for n := 0; n < 3 && (w.kind(p) == g.Cast || w.kind(p) == g.Args && (w.kind(w.up(p)) == g.Call && (w.word(w.up(p)) == "" || w.word(w.up(p)) == "from" || w.word(w.up(p)) == "byte"))); n++ {
		p = w.up(p)
		if w.kind(p) == g.Call {
			p = w.up(p)
		}
	}
	switch w.kind(p) {
	case g.Pair, g.NamedArg:
		word = w.Name(w.First(p))
	case g.Var, g.Field, g.Assign, g.Param:
		if v, name := w.assigned(lit); v != 0 {
			word = name
		}
	case g.Binary:
		if text := w.src(w.First(p)); strings.HasPrefix(text, "process.env.") {
			return strings.TrimPrefix(text, "process.env.")
		}
	}
	if w.kind(lit) == g.Binary {
		return strings.TrimPrefix(w.src(w.First(lit)), "process.env.")
	}
	name := upperSnake(word)
	call := w.around(lit, g.Call, g.New)
	inside := strings.ToLower(w.src(w.First(max(call, 1))))
	if call == 0 {
		inside = ""
	}
	text, _ := w.literal(lit)
	switch {
	case strings.Contains(text, "://"):
		scheme := strings.ToLower(text[:strings.Index(text, "://")])
		switch {
		case strings.HasPrefix(scheme, "redis"):
			return "REDIS_URL"
		case strings.HasPrefix(scheme, "mongo"):
			return "MONGODB_URI"
		case strings.HasPrefix(scheme, "amqp"):
			return "AMQP_URL"
		}
		return "DATABASE_URL"
	case name == "PASSWORD" || name == "PASS" || name == "PWD":
		if strings.Contains(inside, "redis") {
			return "REDIS_PASSWORD"
		}
		if strings.Contains(inside, "mail") || strings.Contains(inside, "smtp") {
			return "SMTP_PASSWORD"
		}
		if call != 0 {
			return "DB_PASSWORD"
		}
		return "APP_PASSWORD"
	case name == "" || name == "SECRET" || name == "KEY" || name == "KEYS" || name == "TOKEN":
		switch {
		case strings.Contains(inside, "jwt") || strings.Contains(inside, "sign") || strings.Contains(inside, "verify") || strings.Contains(w.Rule, "jwt"):
			return "JWT_SECRET"
		case strings.Contains(inside, "session") || strings.Contains(inside, "cookie"):
			return "SESSION_SECRET"
		case strings.Contains(inside, "cipher") || strings.Contains(inside, "aes"):
			return "ENCRYPTION_KEY"
		}
		switch {
		case strings.Contains(inside, "password"):
			return "DB_PASSWORD"
		case strings.Contains(inside, "sql") || strings.Contains(inside, "pgx") || strings.Contains(inside, "gorm") || strings.Contains(inside, "connect"):
			return "DATABASE_URL"
		}
		if name == "" || name == "KEYS" {
			return "APP_SECRET"
		}
		return "APP_" + name
	}
	return name
}

// upperSnake writes jwtSecret as JWT_SECRET.
func upperSnake(word string) string {
	var b strings.Builder
	prev := rune(0)
	for i, c := range word {
		switch {
		case c == '_' || c == '-' || c == '.':
			c = '_'
		case c > 0x7f || !unicode.IsLetter(c) && !unicode.IsDigit(c):
			return ""
		case unicode.IsUpper(c) && i > 0 && (unicode.IsLower(prev) || unicode.IsDigit(prev)):
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(c))
		prev = c
	}
	s := strings.Trim(b.String(), "_")
	if s == "" || s[0] >= '0' && s[0] <= '9' || len(s) > 60 {
		return ""
	}
	return s
}

// scriptCheck puts the check behind the imports.
func (w *work) scriptCheck(name string) error {
	if strings.Contains(string(w.Text), "!process.env."+name) {
		return nil
	}
	st := w.style()
	lines := []string{"", "if (!process.env." + name + ") {", st.unit + "throw new Error(" + w.quoted(name+" is not set") + ")" + st.semi, "}"}
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) == g.Import && w.Nodes[c].Op != g.Export || w.requires(c) {
			last = c
		} else if last != 0 {
			break
		}
	}
	if last == 0 {
		lines = append(lines[1:], "")
	}
	w.importLine(last, strings.Join(lines, st.newline))
	return nil
}

// goCheck puts a check into a function that runs before main.
func (w *work) goCheck(lit g.ID, os, name string) error {
	if strings.Contains(string(w.Text), `Getenv("`+name+`") == ""`) {
		return nil
	}
	decl := w.around(lit, g.Var)
	if decl != 0 && strings.HasPrefix(w.src(decl), "const") {
		at := w.Nodes[decl].Start
		if w.cut(Span{at, at + 6}) != "const " {
			return refuse("the secret is one of a group of constants: make it a variable first")
		}
		w.replace(Span{at, at + 5}, "var")
	} else if decl != 0 {
		line := w.cut(Span{w.lineStart(w.Nodes[decl].Start), w.Nodes[decl].Start})
		if strings.HasPrefix(strings.TrimSpace(line), "const") {
			at := w.lineStart(w.Nodes[decl].Start) + uint32(strings.Index(line, "const"))
			w.replace(Span{at, at + 5}, "var")
		} else if w.Nodes[decl].Op == g.Constant || w.constGroup(decl) {
			return refuse("the secret is one of a group of constants: make it a variable first")
		}
	}
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) == g.Import {
			last = c
		}
	}
	at := uint32(0)
	if last == 0 {
		at = w.lineEnd(w.Nodes[w.First(1)].End)
	} else {
		at = w.lineEnd(w.Nodes[last].End)
		if rest := strings.TrimLeft(string(w.Text[at:]), " \t\r\n"); strings.HasPrefix(rest, ")") {
			at = w.lineEnd(uint32(len(w.Text) - len(rest)))
		}
	}
	nl := w.style().newline
	w.insert(at, strings.Join([]string{"", "", "func init() {", "\tif " + os + `.Getenv("` + name + `") == "" {`, "\t\t" + `panic("` + name + ` is not set")`, "\t}", "}"}, nl))
	return nil
}

// constGroup holds for one of several constants in parentheses.
func (w *work) constGroup(decl g.ID) bool {
	before := string(w.Text[:w.Nodes[decl].Start])
	i, j := strings.LastIndex(before, "const ("), strings.LastIndex(before, "\n)")
	return i >= 0 && i > j
}

// secretName tells names that hold secrets.
func secretName(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"secret", "key", "pass", "token", "pwd", "dsn", "url", "uri", "credential"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
