package route

import (
	"path"
	"regexp"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Next.js. Where a file lies says what it answers: app/**/route.ts, pages/api, pages that read data, and middleware before all.
// Functions marked 'use server' answer POST wherever they stand.

var (
	nextVerbs  = map[string]bool{"GET": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "HEAD": true, "OPTIONS": true}
	nextRoots  = wordSet("app pages src lib libs server actions components utils features modules middleware")
	nextFile   = regexp.MustCompile(`^(.+)\.(?:m|c)?[jt]sx?$`)
	nextParam  = regexp.MustCompile(`^\[+(?:\.\.\.)?([^\[\]]+)\]+$`)
	nextMethod = regexp.MustCompile(`(?i)(?:^|\.)method$`)
)

// A nextPlace is what a path says of a file.
type nextPlace struct {
	root string // of the application within the project
	kind string // route, page, layout, api, pages, middleware; "" is none of these
	url  string
}

func nextOf(file string) nextPlace {
	m := nextFile.FindStringSubmatch(path.Base(file))
	if m == nil {
		return nextPlace{}
	}
	base := m[1]
	segments := strings.Split(path.Dir(file), "/")
	if segments[0] == "." {
		segments = nil
	}
	at := len(segments)
	for i, s := range segments {
		if nextRoots[s] {
			at = i
			break
		}
	}
	p := nextPlace{root: strings.Join(segments[:at], "/")}
	below := segments[at:]
	if len(below) > 0 && below[0] == "src" {
		below = below[1:]
	}
	switch {
	case len(below) == 0:
		if base == "middleware" || base == "proxy" {
			p.kind = "middleware"
		}
	case below[0] == "app":
		switch base {
		case "route", "page", "layout":
			p.kind = base
		}
		p.url = nextURL(below[1:])
	case below[0] == "pages":
		p.kind = "pages"
		if len(below) > 1 && below[1] == "api" {
			p.kind = "api"
		}
		if below = below[1:]; base != "index" {
			below = append(append([]string(nil), below...), base)
		}
		p.url = nextURL(below)
	default:
		p.url = nextURL(below)
	}
	return p
}

// nextURL gives the path that folders stand for.
func nextURL(segments []string) string {
	var all []string
	for _, s := range segments {
		if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") || strings.HasPrefix(s, "@") {
			continue
		}
		if m := nextParam.FindStringSubmatch(s); m != nil {
			s = ":" + m[1]
		}
		all = append(all, s)
	}
	return "/" + strings.Join(all, "/")
}

func readNext(b *builder) {
	p := nextOf(b.u.Path)
	source := string(b.u.Source)
	server := b.directive(1, "use server")
	if p.kind == "" && (strings.Contains(source, "next/server") || strings.Contains(source, "NextApiRequest")) { // it is exported again elsewhere
		p.kind = "somewhere"
	}
	if p.kind == "" && !server && !strings.Contains(source, "use server") && !strings.Contains(source, "next-auth") || b.directive(1, "use client") {
		return
	}
	app := func() int {
		return b.object("next", func() Object { return Object{Global: "next:" + p.root, Unbound: true} })
	}
	b.nextCredentials(app)
	b.nextInline(app, p)
	for _, e := range b.u.Exports() {
		value := b.exported(e)
		if value == 0 {
			continue
		}
		switch {
		case server:
			if b.isFunction(value, 0) {
				b.nextEntry(app(), e.Name, "POST", strings.TrimSuffix(p.url, "/")+"/"+e.Name, value)
			}
		case (p.kind == "route" || p.kind == "somewhere" && b.isFunction(value, 0)) && nextVerbs[e.Name]:
			b.nextEntry(app(), e.Name, e.Name, p.url, value)
		case p.kind == "page" && e.Name == "default", p.kind == "pages" && e.Name == "getServerSideProps":
			if b.isFunction(value, 0) {
				b.nextEntry(app(), e.Name, "GET", p.url, value)
			}
		case p.kind == "api" && (e.Name == "default" || e.Name == ""), p.kind == "somewhere" && e.Name == "default" && strings.Contains(source, "NextApiRequest"):
			b.nextAPI(app(), p.url, value)
		case p.kind == "middleware" && (e.Name == "middleware" || e.Name == "proxy" || e.Name == "default"):
			b.nextMiddleware(app(), value)
		}
	}
	if p.kind == "middleware" {
		b.nextHanded(app)
	}
}

// directive tells a file or block that begins with a directive.
func (b *builder) directive(block g.ID, text string) bool {
	for c := range b.u.Children(block) {
		switch b.u.Nodes[c].Kind {
		case g.ExprStmt, g.Directive:
			s := b.u.First(c)
			if s == 0 || b.u.Nodes[s].Kind != g.String {
				return false
			}
			if b.u.Name(s) == text {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// exported gives the function or expression of an export.
func (b *builder) exported(e names.Export) g.ID {
	switch b.u.Nodes[e.Node].Kind {
	case g.Var:
		if n := b.u.Part(e.Node, 0); n != 0 && b.u.Nodes[n].Kind != g.Ident {
			return 0
		}
		return b.u.Part(e.Node, 2)
	case g.Class, g.TypeDef, g.Import, g.ImportItem:
		return 0
	}
	return e.Node
}

// isFunction tells what is called, however it is wrapped.
func (b *builder) isFunction(id g.ID, depth int) bool {
	if id == 0 || depth > 6 {
		return false
	}
	switch b.u.Nodes[id].Kind {
	case g.Func, g.Lambda:
		return true
	case g.Ident:
		if d := b.u.Def(id); d != nil {
			if d.Kind == names.Function || d.Kind == names.Imported {
				return d.Kind == names.Function
			}
			return b.isFunction(d.Value, depth+1)
		}
	case g.Call:
		list, _ := b.args(id)
		for _, arg := range list {
			if b.isFunction(arg, depth+1) {
				return true
			}
		}
	case g.Cast:
		return b.isFunction(b.u.Child(id, 1), depth+1)
	}
	return false
}

// unwrapped takes wrappers off a handler: withAuth(limited(5, async (req) => …)).
func (b *builder) unwrapped(value g.ID) (steps []Step, handler g.ID) {
	for range 8 {
		if b.u.Nodes[value].Kind == g.Cast {
			value = b.u.Child(value, 1)
		}
		if b.u.Nodes[value].Kind == g.Ident {
			d := b.u.Def(value)
			if d == nil || d.Value == 0 || d.Path != "" {
				break
			}
			value = d.Value
		}
		if b.u.Nodes[value].Kind != g.Call {
			break
		}
		list, _ := b.args(value)
		inner := g.ID(0)
		for _, arg := range list {
			if b.isFunction(arg, 0) {
				inner = arg
			}
		}
		if inner == 0 {
			break
		}
		callee := b.u.First(value)
		s := Step{Place: b.at(callee), Text: b.words(callee)}
		if k := b.u.Nodes[callee].Kind; k == g.Ident || k == g.Member {
			b.ref(&s, callee, value, 0, 0)
			for of := callee; b.u.Nodes[of].Kind == g.Member; { // client.schema(x).action(…)
				if of = b.u.First(of); b.u.Nodes[of].Kind == g.Call {
					b.refs(&s, of, 0, 0)
					of = b.u.First(of)
				} else {
					b.refs(&s, of, 0, 0)
				}
			}
		} else {
			b.refs(&s, callee, 0, 0)
		}
		for _, arg := range list {
			if arg != inner {
				b.refs(&s, arg, 0, 0)
				s.Also = append(s.Also, b.at(arg))
			}
		}
		steps = append(steps, s)
		value = inner
	}
	if b.u.Nodes[value].Kind == g.Ident {
		if d := b.u.Def(value); d != nil && d.Kind == names.Function && d.Owner != 0 && b.u.Nodes[d.Owner].Kind == g.Func {
			value = d.Owner
		}
	}
	return steps, value
}

func (b *builder) nextEntry(object int, name, method, url string, value g.ID) {
	steps, handler := b.unwrapped(value)
	at := b.at(value)
	if k := b.u.Nodes[handler].Kind; k == g.Call || k == g.Ident || k == g.Member {
		if made, _ := b.u.Canonical(b.u.First(handler)); strings.HasPrefix(made, "next-auth") {
			return // its providers are the routes
		}
	} else if len(steps) == 0 {
		at = b.at(handler)
	}
	h := b.step(handler)
	h.Text = name
	b.out.Routes = append(b.out.Routes, Entry{Object: object - 1, Method: method, Path: url, Known: true, Steps: steps, Handler: h, At: at})
}

// nextInline reads functions that say 'use server' themselves.
func (b *builder) nextInline(app func() int, p nextPlace) {
	for id := g.ID(2); int(id) < len(b.u.Nodes); id++ {
		if k := b.u.Nodes[id].Kind; k != g.Func && k != g.Lambda {
			continue
		}
		body := b.u.Part(id, 3)
		if body == 0 || b.u.Nodes[body].Kind != g.Block || !b.directive(body, "use server") {
			continue
		}
		name := "action"
		if n := b.u.Part(id, 0); n != 0 {
			name = b.u.Name(n)
		} else if up := b.u.Parents[id]; b.u.Nodes[up].Kind == g.Var && b.u.Part(up, 0) != 0 {
			name = b.lastName(b.u.Part(up, 0))
		}
		b.nextEntry(app(), name, "POST", strings.TrimSuffix(p.url, "/")+"/"+name, id)
	}
}

// nextCredentials reads the providers of next-auth that take a password: the route is theirs.
func (b *builder) nextCredentials(app func() int) {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.Call {
			continue
		}
		made, _ := b.u.Canonical(b.u.First(id))
		if !strings.Contains(made, "providers/credentials") && made != "next-auth/providers.Credentials" {
			continue
		}
		list, _ := b.args(id)
		if len(list) == 0 {
			continue
		}
		if h := b.keyed(list[0], "authorize"); h != 0 {
			s := b.step(h)
			s.Text = "authorize"
			b.out.Routes = append(b.out.Routes, Entry{Object: app() - 1, Method: "POST", Path: "/api/auth/signin/credentials", Known: true, Handler: s, At: b.at(id)})
		}
	}
}

// nextAPI reads a handler of pages/api, which is called for every method and tells them apart itself.
func (b *builder) nextAPI(object int, url string, value g.ID) {
	steps, fn := b.unwrapped(value)
	if made, _ := b.u.Canonical(b.u.First(fn)); b.u.Nodes[fn].Kind == g.Call && strings.HasPrefix(made, "next-auth") {
		return // its providers are the routes
	}
	at := b.at(value)
	if len(steps) == 0 {
		at = b.at(fn)
	}
	whole := b.step(fn)
	if whole.Text == "a function here" || whole.Text == "" {
		whole.Text = "handler"
	}
	add := func(method string, h Step) {
		b.out.Routes = append(b.out.Routes, Entry{Object: object - 1, Method: method, Path: url, Known: true, Steps: steps, Handler: h, At: at})
	}
	var arms []arm
	var shared []Place
	only := ""
	if k := b.u.Nodes[fn].Kind; k == g.Func || k == g.Lambda {
		if body := b.u.Part(fn, 3); body != 0 {
			arms, shared, only = b.methodArms(body)
		}
	}
	switch {
	case len(arms) > 0:
		for _, a := range arms {
			h := Step{Place: a.at, Also: shared, Text: whole.Text, Part: true}
			add(a.method, h)
		}
	case only != "":
		for method := range strings.FieldsSeq(only) {
			add(method, whole)
		}
	default:
		if k := b.u.Nodes[fn].Kind; k == g.Func || k == g.Lambda {
			whole.Caps = append(whole.Caps, "method.any")
		}
		add("*", whole)
	}
}

// An arm is the part of a handler that answers one method.
type arm struct {
	method string
	at     Place
}

// methodArms takes a handler apart that asks which method it is called with; shared is what runs for all, only the methods
// that it answers at all, where it turns away all others first.
func (b *builder) methodArms(body g.ID) (arms []arm, shared []Place, only string) {
	var read func(stmt g.ID, depth int)
	read = func(stmt g.ID, depth int) {
		switch b.u.Nodes[stmt].Kind {
		case g.Try:
			if inner := b.u.First(stmt); depth < 3 && b.u.Nodes[inner].Kind == g.Block {
				for c := range b.u.Children(inner) {
					read(c, depth+1)
				}
				return
			}
		case g.If:
			is, not := b.asksMethod(b.u.First(stmt), 0)
			then, or := b.u.Child(stmt, 1), b.u.Child(stmt, 2)
			if len(is) > 0 && then != 0 {
				for _, m := range is {
					arms = append(arms, arm{m, b.at(then)})
				}
				if or != 0 && b.u.Nodes[or].Kind != g.Empty && depth < 20 {
					read(or, depth+1)
				}
				return
			}
			var s signs
			if b.does(&s, then); len(not) > 0 && s.leaves {
				only = strings.Join(not, " ")
				return
			}
		case g.Switch:
			if !nextMethod.MatchString(b.dotted(b.u.First(stmt))) {
				break
			}
			var waiting []string
			for c := range b.u.Children(stmt) {
				if b.u.Nodes[c].Kind != g.Case {
					continue
				}
				block := g.ID(0)
				for part := range b.u.Children(c) {
					if m, ok := b.constant(part); ok && nextVerbs[m] {
						waiting = append(waiting, m)
					}
					block = part
				}
				if b.u.Nodes[block].Kind != g.Block || b.u.Nodes[block].Size < 2 {
					continue // case 'PUT': case 'PATCH': …
				}
				for _, m := range waiting {
					arms = append(arms, arm{m, b.at(block)})
				}
				waiting = nil
			}
			return
		}
		shared = append(shared, b.at(stmt))
	}
	for c := range b.u.Children(body) {
		read(c, 0)
	}
	if len(arms) > 100 {
		arms = arms[:100]
	}
	return arms, shared, only
}

// asksMethod gives the methods for which a condition holds, or those for which alone it does not.
func (b *builder) asksMethod(cond g.ID, depth int) (is, not []string) {
	if cond == 0 || depth > 8 {
		return nil, nil
	}
	switch n := &b.u.Nodes[cond]; n.Kind {
	case g.Binary:
		l, r := b.u.First(cond), b.u.Child(cond, 1)
		switch n.Op {
		case g.Or:
			li, _ := b.asksMethod(l, depth+1)
			ri, _ := b.asksMethod(r, depth+1)
			if len(li) > 0 && len(ri) > 0 {
				return append(li, ri...), nil
			}
		case g.And:
			li, ln := b.asksMethod(l, depth+1)
			ri, rn := b.asksMethod(r, depth+1)
			if len(ln) > 0 && len(rn) > 0 {
				return nil, append(ln, rn...)
			}
			return append(li, ri...), nil
		case g.Eq, g.Same, g.Ne, g.NotSame:
			if _, ok := b.constant(l); ok {
				l, r = r, l
			}
			m, ok := b.constant(r)
			if !ok || !nextVerbs[m] || !nextMethod.MatchString(b.dotted(l)) {
				return nil, nil
			}
			if n.Op == g.Eq || n.Op == g.Same {
				return []string{m}, nil
			}
			return nil, []string{m}
		}
	case g.Unary:
		if n.Op == g.Not {
			is, not = b.asksMethod(b.u.First(cond), depth+1)
			return not, is
		}
	case g.Call: // ['GET', 'POST'].includes(req.method)
		of, name := b.member(cond)
		list, _ := b.args(cond)
		if name != "includes" || len(list) != 1 || !nextMethod.MatchString(b.dotted(list[0])) {
			return nil, nil
		}
		if d := b.u.Def(of); d != nil && d.Value != 0 {
			of = d.Value
		}
		for c := range b.u.Children(of) {
			if m, ok := b.constant(c); ok && nextVerbs[m] {
				is = append(is, m)
			}
		}
		return is, nil
	case g.Cast:
		return b.asksMethod(b.u.Child(cond, 1), depth+1)
	}
	return nil, nil
}
