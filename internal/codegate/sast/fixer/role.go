package fixer

import (
	"slices"
	"strings"

	"bartizan/internal/lazyregexp"
	g "bartizan/internal/syntax/generic"
)

// roleCheck asks for a role where the project's own code shows what a role is and where the principal has it.
func roleCheck(w *work) error {
	r, err := w.registration()
	if err != nil {
		return err
	}
	w.review()
	switch {
	case w.script():
		return w.scriptRole(&r)
	case w.python():
		return w.pythonRole(&r)
	case w.golang():
		return w.goRole(&r)
	case w.java():
		return w.javaRole(&r)
	}
	return errLanguage
}

var errNoRole = Refusal("nothing here shows which role who asks has: put it into the token or session, and ask for it here")

// everywhere gives the text of the file and of those around.
func (w *work) everywhere() []string {
	all := []string{string(w.Text)}
	for _, t := range w.Around {
		all = append(all, string(t.Text))
	}
	return all
}

// Where a role is written, and which.
var (
	privileged   = lazyregexp.New(`["']((?i)admin|administrator|manager|editor|staff|superuser|moderator|support|agent|operator|owner)["']`)
	signsRole    = lazyregexp.New(`\b(?:sign|encode|jwtSign)\(\s*\{[^}]*["']?\brole\b`)
	jsRole       = lazyregexp.New(`\b((?:req|request|ctx)\.(?:state\.)?(?:user|auth|account|session(?:\.user)?|principal|claims|payload|member|admin|jwt))\??\.(role|isAdmin|is_admin|admin)\b`)
	jsFromToken  = lazyregexp.New(`\b((?:req|request|ctx)\.(?:state\.)?\w+)\s*=\s*(?:await\s+)?(?:jwt\.verify\(|payload\b|claims\b|decoded\b)`)
	pyRole       = lazyregexp.New(`\b(g\.(?:user|current_user|account)|current_user|request\.(?:user|state\.user)|session)(?:\[["'](role|is_admin)["']\]|\.(role|is_admin)\b|\.get\(["'](role|is_admin)["'])`)
	goRole       = lazyregexp.New(`\.Set\("(role|is_?[aA]dmin)",`)
	sessionRole  = lazyregexp.New(`\b(session)\??\.(user)(?:\s+as\s+\w+\))?\??\.(role|isAdmin)\b`)
	springRole   = lazyregexp.New(`hasRole\(['"](\w+)['"]\)|ROLE_([A-Z]+)`)
	adminField   = lazyregexp.New(`\bis_admin\s*(?::|=\s*(?:db\.)?(?:Column|mapped_column))`)
	roleField    = lazyregexp.New(`(?m)^\s+role\s*[:=]`)
	methodEnable = lazyregexp.New(`@Enable(?:Global|Reactive)?MethodSecurity`)
)

// roleName picks the role that a route asks for: one that the project names, the one of the path first.
func (w *work) roleName() (string, error) {
	var found []string
	for _, text := range w.everywhere() {
		for _, m := range privileged.FindAllStringSubmatch(text, 100) {
			if !slices.Contains(found, m[1]) {
				found = append(found, m[1])
			}
		}
	}
	for _, name := range found {
		if strings.Contains(strings.ToLower(w.Route), "/"+strings.ToLower(name)) {
			return name, nil
		}
	}
	if len(found) == 0 && strings.Contains(strings.ToLower(w.Route)+"/", "/admin/") {
		return "admin", nil
	}
	if i := slices.IndexFunc(found, func(n string) bool { return strings.EqualFold(n, "admin") }); i >= 0 {
		return found[i], nil
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return "", errNoRole
}

// asked finds in the project what an expression gives, of which the first group is the principal and the last that is not
// empty the attribute; the most frequent wins.
func (w *work) asked(re *lazyregexp.Regexp) (whole, principal, attribute string) {
	count := map[string]int{}
	for _, text := range w.everywhere() {
		for _, m := range re.FindAllStringSubmatch(text, 100) {
			count[m[0]]++
			if n := count[m[0]]; n > count[whole] || whole == "" {
				whole, principal = m[0], m[1]
				for _, part := range m[2:] {
					if part != "" {
						attribute = part
					}
				}
			}
		}
	}
	return whole, principal, attribute
}

// scriptPrincipal finds the principal with a role, and what its role is called.
func (w *work) scriptPrincipal() (principal, attribute string) {
	if _, p, a := w.asked(jsRole); p != "" {
		return p, a
	}
	signs := slices.ContainsFunc(w.everywhere(), func(t string) bool { return signsRole.MatchString(t) })
	if !signs {
		return "", ""
	}
	if _, p, _ := w.asked(jsFromToken); p != "" {
		return p, "role"
	}
	all := strings.Join(w.everywhere(), "\n")
	switch {
	case strings.Contains(all, "jwtVerify") || strings.Contains(all, "@fastify/jwt"):
		return "request.user", "role"
	case strings.Contains(all, "koa-jwt"):
		return "ctx.state.user", "role"
	case strings.Contains(all, "express-jwt"):
		return "req.auth", "role"
	}
	return "", ""
}

func (w *work) scriptRole(r *registration) error {
	st := w.style()
	if r.framework == nextApp || r.framework == nextPages {
		return w.nextRole(r)
	}
	principal, attribute := w.scriptPrincipal()
	if principal == "" {
		return errNoRole
	}
	condition := "!" + principal + "." + attribute
	if attribute == "role" {
		name, err := w.roleName()
		if err != nil {
			return err
		}
		condition = principal + ".role !== " + w.quoted(name)
		w.Title = "asks for the role " + name
	}
	root, rest, _ := strings.Cut(condition[strings.IndexFunc(condition, func(c rune) bool { return c != '!' }):], ".")
	not := condition[:strings.IndexFunc(condition, func(c rune) bool { return c != '!' })]
	params := w.params(r.handler)
	switch r.framework {
	case express:
		if r.handler != 0 && len(params) > 1 && params[0] != "" && params[1] != "" && root == "req" {
			return w.firstStatement(r.handler, "if ("+not+params[0]+"."+rest+") {", "\treturn "+params[1]+".status(403).json({ error: "+w.quoted("forbidden")+" })"+st.semi, "}")
		}
		if root == "req" && r.handler == 0 {
			pass := strings.Replace(not+"req."+rest, " !== ", " === ", 1)
			if not != "" {
				pass = "req." + rest
			}
			return w.beforeHandler(r, "(req, res, next) => ("+pass+" ? next() : res.status(403).json({ error: "+w.quoted("forbidden")+" }))")
		}
	case koa:
		if r.handler != 0 && len(params) > 0 && params[0] != "" && root == "ctx" {
			return w.firstStatement(r.handler, "if ("+not+params[0]+"."+rest+") {", "\t"+params[0]+".throw(403, "+w.quoted("forbidden")+")"+st.semi, "}")
		}
	case fastify:
		if r.handler != 0 && root == "request" && len(params) > 1 && params[0] != "" && params[1] != "" {
			return w.firstStatement(r.handler, "if ("+not+params[0]+"."+rest+") {", "\treturn "+params[1]+".code(403).send({ error: "+w.quoted("forbidden")+" })"+st.semi, "}")
		}
		if root == "request" {
			return w.fastifyHook(r, "async (request, reply) => { if ("+not+"request."+rest+") return reply.code(403).send({ error: "+w.quoted("forbidden")+" })"+st.semi+" }")
		}
	}
	return errNoRole
}

// nextRole asks for the role behind the statement that asks for a session.
func (w *work) nextRole(r *registration) error {
	whole, _, attribute := w.asked(sessionRole)
	if whole == "" {
		return errNoRole
	}
	src := w.src(r.handler)
	if !strings.Contains(src, "session") {
		return errNoRole
	}
	after := g.ID(0)
	for id := r.handler; id < w.End(r.handler); id++ { // if (!session) return …
		if w.kind(id) == g.If && strings.Contains(w.src(w.First(id)), "!session") {
			after = id
			break
		}
	}
	if after == 0 {
		return errNoRole
	}
	condition := "!session.user." + attribute
	if attribute == "role" {
		name, err := w.roleName()
		if err != nil {
			return err
		}
		condition = "session.user.role !== " + w.quoted(name)
		w.Title = "asks for the role " + name
	}
	if strings.Contains(strings.Join(w.everywhere(), ""), "user as any)") && w.Language != "javascript" {
		condition = strings.Replace(condition, "session.user.", "(session.user as any).", 1)
	}
	bad := "return Response.json({ error: " + w.quoted("forbidden") + " }, { status: 403 })"
	if p := w.params(r.handler); r.framework == nextPages {
		if len(p) < 2 || p[1] == "" {
			return errNoRole
		}
		bad = "return " + p[1] + ".status(403).json({ error: " + w.quoted("forbidden") + " })"
	} else if strings.Contains(string(w.Text), "NextResponse") {
		bad = strings.Replace(bad, "Response.", "NextResponse.", 1)
	}
	return w.after(after, "if ("+condition+") "+bad+w.style().semi)
}

func (w *work) pythonRole(r *registration) error {
	text := string(w.Text)
	if r.framework == django {
		return w.djangoRole(r)
	}
	whole, principal, attribute := w.asked(pyRole)
	column := ""
	if whole == "" && r.framework == flask && strings.Contains(text, "g.user") && strings.Contains(text, "is_admin") { // a row that holds it
		principal, attribute, column = "g.user", "is_admin", `["is_admin"]`
	}
	if r.framework == fastapi {
		return w.fastapiRole(r)
	}
	if principal == "" {
		return errNoRole
	}
	expr := principal + "." + attribute
	switch {
	case column != "":
		expr = principal + column
	case strings.Contains(whole, "["):
		expr = principal + "[" + w.quoted(attribute) + "]"
	case strings.Contains(whole, ".get("):
		expr = principal + ".get(" + w.quoted(attribute) + ")"
	}
	condition := "not " + expr
	if attribute == "role" {
		name, err := w.roleName()
		if err != nil {
			return err
		}
		condition = expr + " != " + w.quoted(name)
	}
	if w.kind(r.handler) != g.Func {
		return errNoRole
	}
	root, _, _ := strings.Cut(principal, ".")
	if !w.knows(root) {
		return errNoRole
	}
	abort, err := w.use("flask", "abort")
	if err != nil {
		return err
	}
	return w.firstStatement(r.handler, "if "+condition+":", "\t"+abort+"(403)")
}

// fastapiRole asks where the principal is a parameter of the function.
func (w *work) fastapiRole(r *registration) error {
	text := strings.Join(w.everywhere(), "\n")
	for c := range w.Children(r.handler) {
		if w.kind(c) != g.Params {
			continue
		}
		for p := range w.Children(c) {
			name := w.Part(p, 0)
			if name == 0 || w.kind(name) != g.Ident {
				continue
			}
			lower := strings.ToLower(w.Name(name))
			if !strings.Contains(lower, "user") && !strings.Contains(lower, "account") && !strings.Contains(lower, "principal") && !strings.Contains(lower, "me") && !strings.Contains(lower, "member") || strings.HasSuffix(lower, "id") {
				continue
			}
			n := w.Name(name)
			condition := ""
			switch {
			case adminField.MatchString(text):
				condition = "not " + n + ".is_admin"
			case roleField.MatchString(text):
				role, err := w.roleName()
				if err != nil {
					return err
				}
				condition = n + ".role != " + w.quoted(role)
			default:
				return errNoRole
			}
			exception, err := w.use("fastapi", "HTTPException")
			if err != nil {
				return err
			}
			return w.firstStatement(r.handler, "if "+condition+":", "\traise "+exception+"(status_code=403, detail="+w.quoted("forbidden")+")")
		}
	}
	return errNoRole
}

// djangoRole asks for members of the staff, which every account of Django knows.
func (w *work) djangoRole(r *registration) error {
	text := string(w.Text)
	w.Title = "asks for a member of the staff"
	switch {
	case w.kind(r.handler) == g.Func && strings.Contains(text, "rest_framework"):
		if method := w.kind(w.up(w.up(r.handler))) == g.Class; !method && strings.Contains(text, "@api_view") {
			classes, err := w.use("rest_framework.decorators", "permission_classes")
			if err != nil {
				return err
			}
			admin, err := w.use("rest_framework.permissions", "IsAdminUser")
			if err != nil {
				return err
			}
			return w.decorate(r.handler, "@"+classes+"(["+admin+"])")
		}
	case w.kind(r.handler) == g.Func:
		denied, err := w.use("django.core.exceptions", "PermissionDenied")
		if err != nil {
			return err
		}
		p := w.params(r.handler)
		if len(p) == 0 || p[0] != "request" {
			return errNoRole
		}
		return w.firstStatement(r.handler, "if not request.user.is_staff:", "\traise "+denied)
	case w.kind(r.handler) == g.Class && strings.Contains(text, "LoginRequiredMixin"):
		mixin, err := w.use("django.contrib.auth.mixins", "UserPassesTestMixin")
		if err != nil {
			return err
		}
		for c := range w.Children(r.handler) {
			if w.kind(c) == g.Extends && strings.Contains(w.src(c), "LoginRequiredMixin") {
				at := w.Nodes[c].Start + uint32(strings.Index(w.src(c), "LoginRequiredMixin")+len("LoginRequiredMixin"))
				w.insert(at, ", "+mixin)
				return w.lastMember(r.handler, "def test_func(self):", "\treturn self.request.user.is_staff")
			}
		}
	}
	return errNoRole
}

// lastMember puts lines at the end of a class of Python.
func (w *work) lastMember(class g.ID, lines ...string) error {
	body := g.ID(0)
	for c := range w.Children(class) {
		if w.kind(c) == g.Block {
			body = c
		}
	}
	first, last := w.First(body), g.ID(0)
	for c := range w.Children(body) {
		last = c
	}
	if last == 0 || !w.first(w.Nodes[first].Start) {
		return refuse("the class is written in a way that is not understood")
	}
	in := w.indent(w.Nodes[first].Start)
	var b strings.Builder
	b.WriteString(w.style().newline)
	for _, l := range lines {
		deep := len(l) - len(strings.TrimLeft(l, "\t"))
		b.WriteString(w.style().newline + in + strings.Repeat(w.style().unit, deep) + l[deep:])
	}
	w.insert(w.lineEnd(w.Nodes[last].End), b.String())
	return nil
}

// goRole asks for what a middleware of the project keeps in the context.
func (w *work) goRole(r *registration) error {
	whole, key, _ := w.asked(goRole)
	if whole == "" || r.framework != gin && r.framework != echo {
		return errNoRole
	}
	http, err := w.use("net/http", "")
	if err != nil {
		return err
	}
	in := w.indent(w.Nodes[r.call].Start)
	name := ""
	if key == "role" {
		if name, err = w.roleName(); err != nil {
			return err
		}
		w.Title = "asks for the role " + name
	}
	if r.framework == echo {
		if key != "role" {
			return errNoRole
		}
		return refuse("ask for the role in a middleware of the group: c.Get(%q)", key)
	}
	condition := `c.GetString("role") != "` + name + `"`
	if key != "role" {
		condition = `!c.GetBool("` + key + `")`
	}
	return w.beforeHandler(r, "func(c *gin.Context) {\n"+in+"\tif "+condition+" {\n"+in+"\t\tc.AbortWithStatus("+http+".StatusForbidden)\n"+in+"\t}\n"+in+"}")
}

// javaRole annotates the method where the project switches annotations on and names roles.
func (w *work) javaRole(r *registration) error {
	enabled, role := false, ""
	for _, text := range w.everywhere() {
		enabled = enabled || methodEnable.MatchString(text)
		for _, m := range springRole.FindAllStringSubmatch(text, 100) {
			if name := m[1] + m[2]; role == "" || strings.EqualFold(name, "ADMIN") {
				role = name
			}
		}
	}
	if !enabled || role == "" || r.handler == 0 {
		return refuse("switch @EnableMethodSecurity on and annotate the method, or name the path in the filter chain")
	}
	annotation, err := w.use("", "org.springframework.security.access.prepost.PreAuthorize")
	if err != nil {
		return err
	}
	w.Title = "asks for the role " + role
	return w.annotate(r.handler, "@"+annotation+`("hasRole('`+role+`')")`)
}
