package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// flip turns the Bool literals of some keys inside of a node.
func (w *work) flip(in g.ID, to bool, keys ...string) (n int) {
	word := map[bool]string{true: "true", false: "false"}[to]
	if w.python() {
		word = strings.ToUpper(word[:1]) + word[1:]
	}
	for id := in; id < w.End(in); id++ {
		if k := w.kind(id); k != g.Pair && k != g.NamedArg {
			continue
		}
		v := w.valueOf(id)
		key := w.Name(w.First(id))
		for _, want := range keys {
			if key == want && v != 0 && w.kind(v) == g.Bool && (w.Nodes[v].Op == g.True) != to {
				w.put(v, word)
				n++
			}
		}
	}
	return n
}

// assigned gives the value of an assignment that a node is, and the name that is assigned.
func (w *work) assigned(id g.ID) (value g.ID, name string) {
	p := w.self(id, g.Assign, g.Var, g.Field)
	if p == 0 {
		return 0, ""
	}
	var target g.ID
	if w.kind(p) == g.Assign {
		target, value = w.First(p), w.Child(p, 1)
	} else {
		target, value = w.Part(p, 0), w.Part(p, 2)
	}
	switch w.kind(target) {
	case g.Index:
		if k := w.Child(target, 1); w.kind(k) == g.String {
			name = w.Name(k)
		}
	default:
		name = w.lastName(target)
	}
	return value, name
}

// cookieFlags sets what protects a cookie: not readable for scripts, sent over TLS only, not sent from other sites.
func cookieFlags(w *work) error {
	switch {
	case w.script():
		return w.scriptCookie()
	case w.python():
		return w.pythonCookie()
	case w.golang():
		return w.goCookie()
	case w.java():
		return w.javaCookie()
	}
	return errLanguage
}

func (w *work) scriptCookie() error {
	call := w.self(w.node, g.Call)
	node, args := w.args(call)
	word := w.word(call)
	if (word == "cookie" || word == "setCookie" || word == "set") && len(args) >= 2 {
		all := "{ httpOnly: true, secure: true, sameSite: " + w.quoted("lax") + " }"
		switch {
		case len(args) == 2:
			w.addItem(node, args, all, false)
		case w.dict(args[2]) != 0:
			d := w.dict(args[2])
			if p := w.pair(d, "httpOnly"); p == 0 || w.kind(w.valueOf(p)) == g.Bool {
				w.setPair(d, "httpOnly", "true")
			}
			if p := w.pair(d, "secure"); p == 0 || w.kind(w.valueOf(p)) == g.Bool {
				w.setPair(d, "secure", "true")
			}
			if w.pair(d, "sameSite") == 0 {
				w.setPair(d, "sameSite", w.quoted("lax"))
			}
			w.mergeInserts()
		default:
			return refuse("the options of the cookie are set elsewhere: set httpOnly, secure and sameSite there")
		}
		return nil
	}
	n := w.flip(w.node, true, "httpOnly", "secure")
	for id := w.node; id < w.End(w.node); id++ {
		if w.kind(id) == g.Pair && w.Name(w.First(id)) == "sameSite" && w.kind(w.valueOf(id)) == g.Bool && w.Nodes[w.valueOf(id)].Op == g.False {
			w.put(w.valueOf(id), w.quoted("lax"))
			n++
		}
	}
	if n == 0 {
		return refuse("the options of the cookie are set elsewhere: set httpOnly, secure and sameSite there")
	}
	return nil
}

// mergeInserts keeps several items that are added at one place in their order.
func (w *work) mergeInserts() {
	for i := 1; i < len(w.Edits); i++ {
		a, b := &w.Edits[i-1], &w.Edits[i]
		if a.Start == a.End && a.Start == b.Start && b.Start == b.End {
			a.New += b.New
			w.Edits = append(w.Edits[:i], w.Edits[i+1:]...)
			i--
		} else if a.End > a.Start && a.Start == b.Start && a.End == b.End { // an empty container
			x, y := strings.TrimSpace(a.New), strings.TrimSpace(b.New)
			a.New = strings.Replace(a.New, x, x+", "+y, 1)
			w.Edits = append(w.Edits[:i], w.Edits[i+1:]...)
			i--
		}
	}
}

func (w *work) pythonCookie() error {
	if v, name := w.assigned(w.node); v != 0 && w.kind(v) == g.Bool && (strings.HasSuffix(name, "_SECURE") || strings.HasSuffix(name, "_HTTPONLY")) {
		w.put(v, "True")
		return nil
	}
	call := w.self(w.node, g.Call)
	node, _ := w.args(call)
	if w.word(call) != "set_cookie" {
		n := 0
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) == g.NamedArg {
				if key, v := w.Name(w.First(id)), w.valueOf(id); w.kind(v) == g.Bool && w.Nodes[v].Op == g.False && (strings.HasSuffix(key, "_SECURE") || strings.HasSuffix(key, "_HTTPONLY") || key == "https_only") {
					w.put(v, "True")
					n++
				}
			}
		}
		if n == 0 {
			return refuse("the flags of the cookie are set elsewhere")
		}
		return nil
	}
	for _, key := range []string{"secure", "httponly"} {
		if p := w.pair(node, key); p == 0 || w.kind(w.valueOf(p)) == g.Bool {
			w.setPair(node, key, "True")
		}
	}
	if w.pair(node, "samesite") == 0 {
		w.setPair(node, "samesite", w.quoted("Lax"))
	}
	w.mergeInserts()
	return nil
}

func (w *work) goCookie() error {
	if w.kind(w.node) == g.Call && w.word(w.node) == "SetCookie" {
		_, args := w.args(w.node)
		if len(args) != 7 {
			return refuse("the flags of the cookie are set elsewhere")
		}
		for _, a := range args[5:] {
			if w.kind(a) == g.Bool && w.Nodes[a].Op == g.False {
				w.put(a, "true")
			}
		}
		return nil
	}
	none := false
	for id := w.node; id < w.End(w.node); id++ {
		if w.kind(id) == g.Ident && w.Name(id) == "SameSiteNoneMode" {
			w.put(id, "SameSiteLaxMode")
			none = true
		}
	}
	if none {
		w.review() // other sites may embed this one on purpose
		return nil
	}
	lit := w.self(w.node, g.New)
	if lit == 0 {
		return refuse("the flags of the cookie are set elsewhere")
	}
	items := w.Child(lit, 1)
	typ := w.src(w.First(lit))
	pkg, name, _ := strings.Cut(typ, ".")
	if p := w.pair(items, "SameSite"); strings.HasSuffix(w.Rule, "samesite-none") && p != 0 && w.kind(w.valueOf(p)) == g.String {
		w.review()
		return w.newContent(w.valueOf(p), "Lax")
	}
	httpOnly, site := "HttpOnly", pkg+".SameSiteLaxMode"
	if pkg == "fiber" {
		httpOnly, site = "HTTPOnly", w.quoted("Lax")
	}
	for _, key := range []string{httpOnly, "Secure"} {
		if p := w.pair(items, key); p == 0 || w.kind(w.valueOf(p)) == g.Bool {
			w.setPair(items, key, "true")
		}
	}
	if name == "Cookie" && w.pair(items, "SameSite") == 0 {
		w.setPair(items, "SameSite", site)
	}
	w.mergeInserts()
	return nil
}

func (w *work) javaCookie() error {
	call := w.self(w.node, g.Call)
	_, args := w.args(call)
	switch word := w.word(call); {
	case (word == "setHttpOnly" || word == "setSecure" || word == "httpOnly" || word == "secure") && len(args) == 1 && w.kind(args[0]) == g.Bool:
		w.put(args[0], "true")
		return nil
	case word == "build":
		object := w.object(call)
		at := w.Nodes[object].End
		chain := ""
		text := w.cut(Span{at, w.Nodes[call].End})
		dot := strings.IndexByte(text, '.')
		if strings.ContainsRune(text[:dot+1], '\n') {
			chain = w.style().newline + w.indent(at+uint32(dot))
		}
		for _, flag := range []string{"secure", "httpOnly"} {
			if !strings.Contains(w.src(call), "."+flag+"(") {
				w.insert(at, chain+"."+flag+"(true)")
			}
		}
		w.mergeInserts()
		return nil
	case word == "addCookie" && len(args) == 1 && w.kind(args[0]) == g.Ident:
		name := w.src(args[0])
		fn := w.function(call)
		var lines []string
		for _, set := range []string{"setHttpOnly", "setSecure"} {
			if !strings.Contains(w.src(fn), name+"."+set+"(") {
				lines = append(lines, name+"."+set+"(true);")
			}
		}
		if len(lines) == 0 {
			return refuse("the flags of the cookie are set on another way")
		}
		return w.before(call, lines...)
	case word == "addCookie" && len(args) == 1 && w.kind(args[0]) == g.New:
		name := w.fresh("cookie", "answerCookie")
		err := w.before(call, w.src(w.First(args[0]))+" "+name+" = "+w.src(args[0])+";", name+".setHttpOnly(true);", name+".setSecure(true);")
		w.put(args[0], name)
		return err
	}
	return refuse("the flags of the cookie are set elsewhere")
}

// tlsVerifyOn leaves the check of certificates on.
func tlsVerifyOn(w *work) error {
	n := w.flip(w.node, true, "rejectUnauthorized", "strictSSL", "verify", "verify_ssl", "verify_certs", "ssl_verify", "check_hostname", "ssl")
	n += w.flip(w.node, false, "InsecureSkipVerify", "insecure", "tlsAllowInvalidCertificates", "tlsInsecure", "tlsAllowInvalidHostnames", "trustServerCertificate", "skipTLSVerify")
	if v, name := w.assigned(w.node); v != 0 {
		switch {
		case name == "NODE_TLS_REJECT_UNAUTHORIZED" && w.kind(v) == g.String:
			return w.newContent(v, "1")
		case name == "NODE_TLS_REJECT_UNAUTHORIZED":
			w.put(v, w.quoted("1"))
			return nil
		case name == "InsecureSkipVerify" && w.kind(v) == g.Bool:
			w.put(v, "false")
			return nil
		case (name == "check_hostname" || name == "verify" || name == "rejectUnauthorized") && w.kind(v) == g.Bool:
			word := "True"
			if w.script() {
				word = "true"
			}
			w.put(v, word)
			return nil
		}
	}
	renamed := map[string]string{"CERT_NONE": "CERT_REQUIRED", "VERIFY_NONE": "VERIFY_PEER", "OPT_X_TLS_NEVER": "OPT_X_TLS_DEMAND", "OPT_X_TLS_ALLOW": "OPT_X_TLS_DEMAND",
		"_create_unverified_context": "create_default_context", "_create_stdlib_context": "create_default_context"}
	for id := w.node; id < w.End(w.node); id++ {
		switch w.kind(id) {
		case g.Ident:
			if to := renamed[w.Name(id)]; to != "" && w.kind(w.up(id)) == g.Member {
				w.put(id, to)
				n++
				if strings.HasPrefix(to, "create") {
					w.Calls = append(w.Calls, to)
				}
			}
		case g.String:
			if w.Name(id) == "CERT_NONE" {
				if err := w.newContent(id, "CERT_REQUIRED"); err != nil {
					return err
				}
				n++
			}
		case g.NamedArg:
			if v := w.valueOf(id); w.Name(w.First(id)) == "ssl_cert_reqs" && (w.kind(v) == g.Null || w.kind(v) == g.String) {
				w.put(v, w.quoted("required"))
				n++
			}
		}
	}
	if w.java() {
		return w.javaVerify()
	}
	if n == 0 {
		return refuse("remove what switches the check off; trust a private authority by its certificate")
	}
	return nil
}

func (w *work) javaVerify() error {
	call := w.self(w.node, g.Call)
	_, args := w.args(call)
	switch {
	case w.word(call) == "setEndpointIdentificationAlgorithm" && len(args) == 1:
		w.put(args[0], w.quoted("HTTPS"))
		return nil
	case w.word(call) == "setProperty" && len(args) == 2 && strings.Contains(w.src(args[0]), "disableHostnameVerification"):
		w.put(args[1], w.quoted("false"))
		return nil
	case strings.HasSuffix(w.src(w.node), "NoopHostnameVerifier.INSTANCE"), strings.HasPrefix(w.src(w.node), "new NoopHostnameVerifier"):
		class := "org.apache.hc.client5.http.ssl.DefaultHostnameVerifier"
		if strings.Contains(string(w.Text), "org.apache.http.") {
			class = "org.apache.http.conn.ssl.DefaultHostnameVerifier"
		}
		name, err := w.use("", class)
		if err != nil {
			return err
		}
		w.put(w.node, "new "+name+"()")
		w.Calls = []string{"DefaultHostnameVerifier"}
		return nil
	}
	return refuse("take out what trusts everyone; load a private authority's certificate into a KeyStore")
}

// yamlSafeLoad reads YAML as data only.
func yamlSafeLoad(w *work) error {
	call := w.self(w.node, g.Call)
	if c, _ := w.argument(w.node); c != 0 && w.word(call) != "load" {
		call = c
	}
	if w.script() {
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "schema" {
				if o := w.object(call); o != 0 {
					w.put(w.valueOf(id), w.src(o)+".DEFAULT_SCHEMA")
					return nil
				}
			}
		}
		return refuse("leave the schema out")
	}
	if !w.python() {
		return errLanguage
	}
	callee := w.First(call)
	if !strings.Contains(w.callee(call), "yaml") {
		return refuse("read JSON, and check it against a schema: this format runs code")
	}
	_, args := w.args(call)
	if k := w.pair(w.Child(call, 1), "typ"); k != 0 {
		return w.newContent(w.valueOf(k), "safe")
	}
	if len(args) == 1 && w.word(call) == "YAML" && w.kind(args[0]) == g.String {
		return w.newContent(args[0], "safe")
	}
	safe := "safe_load"
	if strings.HasSuffix(w.word(call), "_all") {
		safe = "safe_load_all"
	}
	if w.kind(callee) != g.Member {
		return refuse("import yaml and call yaml.%s", safe)
	}
	w.put(w.Child(callee, 1), safe)
	w.Calls = []string{safe}
	for i, a := range args {
		if i > 0 && (w.kind(a) == g.NamedArg && w.Name(w.First(a)) == "Loader" || i == 1 && w.kind(a) != g.NamedArg) {
			w.replace(Span{w.Nodes[args[i-1]].End, w.Nodes[a].End}, "")
		}
	}
	return nil
}

// debugOff leaves debugging off.
func debugOff(w *work) error {
	if w.python() {
		if v, name := w.assigned(w.node); v != 0 && w.kind(v) == g.Bool {
			os, err := w.use("os", "")
			if err != nil {
				return err
			}
			if name != "DEBUG" {
				w.put(v, "False")
				return nil
			}
			w.put(v, os+".environ.get("+w.quoted("DEBUG")+") == "+w.quoted("1"))
			return nil
		}
	}
	n := w.flip(w.node, false, "debug", "reload", "use_reloader", "auto_reload", "use_debugger", "includeStacktraceInErrorResponses", "introspection", "playground", "graphiql", "DEBUG")
	call := w.self(w.node, g.Call)
	_, args := w.args(call)
	switch word := w.word(call); {
	case n > 0:
		return nil
	case word == "SetMode" && len(args) == 1 && w.kind(args[0]) == g.Member:
		w.put(w.Child(args[0], 1), "ReleaseMode")
		return nil
	case word == "SetMode" && len(args) == 1 && w.kind(args[0]) == g.String:
		return w.newContent(args[0], "release")
	case word == "Setenv" && len(args) == 2 && w.kind(args[1]) == g.String:
		return w.newContent(args[1], "release")
	case word == "set" && len(args) == 2 && w.kind(args[1]) == g.Bool && w.script():
		w.put(args[1], "false")
		return nil
	case word == "use" && w.script():
		st := w.statement(call)
		if st == 0 || w.kind(st) != g.ExprStmt || !w.first(w.Nodes[st].Start) {
			return refuse("use it only where NODE_ENV is development")
		}
		in, nl := w.indent(w.Nodes[st].Start), w.style().newline
		w.insert(w.Nodes[st].Start, "if (process.env.NODE_ENV === "+w.quoted("development")+") {"+nl+in+w.style().unit)
		w.insert(w.Nodes[st].End, nl+in+"}")
		return nil
	}
	if v, name := w.assigned(w.node); v != 0 {
		switch {
		case w.kind(v) == g.Bool:
			w.put(v, "false")
			return nil
		case name == "RunMode" && w.kind(v) == g.String:
			return w.newContent(v, "prod")
		}
	}
	return refuse("switch it on only where you develop, by an environment variable")
}
