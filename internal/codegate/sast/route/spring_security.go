package route

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// Spring Security: what chains of filters ask of whom. The first matcher that fits a path decides.

// securityNames are methods that end a rule of a chain, with the guards that they are.
var securityRules = map[string][]string{
	"permitAll": nil, "anonymous": nil,
	"authenticated": {"auth.authenticated"}, "fullyAuthenticated": {"auth.authenticated"}, "rememberMe": {"auth.authenticated"},
	"hasRole": {"auth.authenticated", "auth.role"}, "hasAnyRole": {"auth.authenticated", "auth.role"}, "hasAuthority": {"auth.authenticated", "auth.role"}, "hasAnyAuthority": {"auth.authenticated", "auth.role"},
	"hasAllAuthorities": {"auth.authenticated", "auth.role"}, "hasAllRoles": {"auth.authenticated", "auth.role"}, "hasScope": {"auth.authenticated", "auth.role"}, "hasAnyScope": {"auth.authenticated", "auth.role"},
	"hasIpAddress": {"auth.authenticated", "auth.role"}, "denyAll": {"auth.authenticated", "auth.role", "auth.ownership", "rate-limit"}, "access": {"auth.authenticated", "auth.role", "auth.ownership"},
}

var securityMatchers = wordSet("requestMatchers antMatchers mvcMatchers regexMatchers pathMatchers anyRequest anyExchange matchers")

// tokenFilters are guards that a filter of a chain does not show: what the chain asks for decides.
var tokenFilters = []string{"auth.authenticated", "auth.role", "auth.ownership"}

// A securityChain is one chain of filters.
type securityChain struct {
	fn    g.ID
	order int
	scope []string // paths that it is for; none is all
	rules []Use
}

func (b java) springSecurity() {
	if !strings.Contains(string(b.u.Text), "Security") {
		return
	}
	var chains []securityChain
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Class:
			b.methodSecurity(id)
		case g.Func:
			result := b.shortType(b.u.Part(id, 2))
			first := ""
			if params := b.u.Part(id, 1); params != 0 && b.u.First(params) != 0 {
				first = b.shortType(b.u.Part(b.u.First(params), 1))
			}
			if result == "SecurityFilterChain" || result == "SecurityWebFilterChain" || first == "HttpSecurity" && b.nameOf(id) == "configure" || result == "WebSecurityCustomizer" || first == "WebSecurity" {
				if b.u.Part(id, 3) != 0 {
					chains = append(chains, b.securityChain(id, result == "WebSecurityCustomizer" || first == "WebSecurity"))
				}
			}
		}
	}
	if len(chains) == 0 {
		return
	}
	slices.SortStableFunc(chains, func(x, y securityChain) int { return cmp.Compare(x.order, y.order) })
	object := b.deciding(chains[0].fn)
	for _, c := range chains {
		for _, u := range c.rules {
			u.Object = object - 1
			b.out.Uses = append(b.out.Uses, u)
		}
		for _, s := range c.scope { // what the chain is for, no later one decides
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Path: s, Exact: true, Except: true, At: b.at(c.fn), Late: true})
		}
	}
}

// methodSecurity notes whether annotations on methods have an effect.
func (b java) methodSecurity(class g.ID) {
	all := b.notes(class)
	on := func(n *note, key string) bool {
		v := b.param(n, key)
		return v != 0 && b.text(v) == "true"
	}
	prove := func(kind string, n *note, yes bool) {
		if yes {
			b.prove("method-security."+kind+".on", b.u.Nodes[n.at].Start, b.u.Nodes[n.at].End)
		}
	}
	if n := noted(all, "EnableMethodSecurity", "EnableReactiveMethodSecurity"); n != nil {
		v := b.param(n, "prePostEnabled")
		prove("pre", n, v == 0 || b.text(v) != "false")
		prove("secured", n, on(n, "securedEnabled"))
		prove("jsr250", n, on(n, "jsr250Enabled"))
	}
	if n := noted(all, "EnableGlobalMethodSecurity"); n != nil {
		prove("pre", n, on(n, "prePostEnabled"))
		prove("secured", n, on(n, "securedEnabled"))
		prove("jsr250", n, on(n, "jsr250Enabled"))
	}
}

func (b java) securityChain(fn g.ID, ignoring bool) securityChain {
	c := securityChain{fn: fn, order: 1 << 30}
	for _, kind := range []string{"pre", "secured", "jsr250"} { // there is a chain: annotations have to be switched on
		b.prove("method-security."+kind+".off", b.u.Nodes[fn].Start, b.u.Nodes[fn].End)
	}
	if ignoring {
		c.order = -1 << 30
	}
	if n := noted(b.notes(fn), "Order"); n != nil {
		if v := b.param(n, "value"); v != 0 {
			if k, ok := b.u.Constant(v); ok {
				if i, err := strconv.Atoi(k.Text); err == nil {
					c.order = min(max(i, -1<<29), 1<<29)
				}
			} else if strings.Contains(b.text(v), "HIGHEST_PRECEDENCE") {
				c.order = -1 << 29
			}
		}
	}
	var calls []g.ID
	for id := fn; id < b.u.End(fn); id++ {
		if b.u.Nodes[id].Kind == g.Call && b.u.Nodes[b.u.First(id)].Kind == g.Member && len(calls) < 2000 {
			calls = append(calls, id)
		}
	}
	slices.SortStableFunc(calls, func(x, y g.ID) int { return cmp.Compare(b.u.Nodes[x].End, b.u.Nodes[y].End) })
	for _, call := range calls {
		of, name := b.member(call)
		list, _ := b.args(call)
		switch name {
		case "securityMatcher", "securityMatchers", "antMatcher", "mvcMatcher":
			if some, _ := b.texts(call); len(some) > 0 && b.u.Nodes[of].Kind == g.Ident && name != "antMatcher" || name == "antMatcher" && b.shortType(b.u.Part(b.param0(fn), 1)) == "HttpSecurity" && b.lastWord(of) != "AntPathRequestMatcher" && len(some) > 0 && b.u.Nodes[of].Kind == g.Ident {
				c.scope = append(c.scope, some...)
			}
		case "requestMatchers":
			if _, ignored := b.member(of); ignored == "ignoring" {
				b.securityRule(&c, call, of, nil, call)
			}
		case "addFilterBefore", "addFilterAfter", "addFilterAt", "addFilter":
			if len(list) > 0 {
				steps := b.steps(list[0])
				for i := range steps {
					steps[i].Not = append([]string{"validate.checked"}, tokenFilters...)
				}
				if len(list) == 2 && len(steps) == 1 { // one that decides by the path what role is wanted
					if at := b.text(list[1]); strings.HasPrefix(at, "FilterSecurityInterceptor.") || strings.HasPrefix(at, "AuthorizationFilter.") {
						steps[0].Caps, steps[0].Not = []string{"auth.role"}, nil
					}
				}
				c.rules = append(c.rules, Use{Steps: steps, At: b.at(call), Late: true})
			}
		case "formLogin":
			b.formLogin(call)
		}
		if caps, ok := securityRules[name]; ok {
			if _, matcher := b.member(of); securityMatchers[matcher] {
				b.securityRule(&c, call, of, caps, of)
			} else if matcher == "not" {
				if inner, _ := b.member(of); inner != 0 && name == "authenticated" {
					b.securityRule(&c, call, inner, nil, inner)
				}
			}
		}
	}
	return c
}

func (b java) param0(fn g.ID) g.ID {
	if params := b.u.Part(fn, 1); params != 0 {
		return b.u.First(params)
	}
	return 0
}

// securityRule adds what a chain asks of the paths of a matcher.
func (b java) securityRule(c *securityChain, call, matcher g.ID, caps []string, at g.ID) {
	if _, ignored := b.member(matcher); ignored == "ignoring" {
		matcher = call
	}
	_, kind := b.member(matcher)
	list, _ := b.args(matcher)
	method := ""
	for _, arg := range list {
		for in := arg; in < b.u.End(arg); in++ {
			if b.u.Nodes[in].Kind == g.Member && b.lastWord(b.u.First(in)) == "HttpMethod" {
				method = httpMethod(b.lastWord(in))
			}
		}
		if b.u.Nodes[arg].Kind == g.Ident && httpMethod(b.u.Name(arg)) != "" { // static import
			method = b.u.Name(arg)
		}
	}
	var paths []string
	switch {
	case kind == "anyRequest" || kind == "anyExchange":
		if paths = c.scope; len(paths) == 0 {
			paths = []string{"**"}
		}
	case kind == "regexMatchers":
		return
	default:
		for _, arg := range list {
			text := b.text(arg)
			switch {
			case strings.Contains(text, "toH2Console"):
				paths = append(paths, "/h2-console/**")
			case strings.Contains(text, "EndpointRequest"):
				paths = append(paths, "/actuator/**")
			case strings.Contains(text, "toStaticResources"), b.u.Nodes[arg].Kind == g.Member && b.lastWord(b.u.First(arg)) == "HttpMethod":
			default:
				some, whole := b.texts(arg)
				if !whole && len(caps) > 0 && len(some) == 0 {
					continue
				}
				for _, p := range some {
					if strings.HasPrefix(p, "/") || strings.HasPrefix(p, "*") {
						paths = append(paths, p)
					}
				}
			}
		}
		if len(list) > 0 && len(paths) == 0 && method != "" && len(list) == 1 { // requestMatchers(HttpMethod.OPTIONS)
			paths = []string{"**"}
		}
	}
	var steps []Step
	if len(caps) > 0 {
		steps = []Step{{Place: b.at(call), Text: clipped(b.words(call)), Caps: b.securityCaps(call, caps)}}
		if name := b.lastWord(b.u.First(call)); name != "" {
			steps[0].Text = clipped(name)
		}
	}
	for _, p := range paths {
		steps := steps
		if len(caps) == 0 && !strings.Contains(p, "*") { // this very path was opened
			steps = []Step{{Place: b.at(call), Text: "permitAll", Caps: []string{"declared.public"}}}
		}
		c.rules = append(c.rules, Use{Path: p, Exact: true, Except: true, Method: method, Steps: steps, At: b.at(at), Late: true})
	}
}

// securityCaps sees what access("…") and access(a manager) ask for.
func (b java) securityCaps(call g.ID, caps []string) []string {
	if b.lastWord(b.u.First(call)) != "access" {
		return caps
	}
	if list, _ := b.args(call); len(list) == 1 {
		if s, ok := b.constant(list[0]); ok {
			return spelCaps(s)
		}
		if strings.Contains(b.text(list[0]), "isAuthenticated") || strings.Contains(b.text(list[0]), "AuthenticatedAuthorizationManager") {
			return caps[:1]
		}
	}
	return caps
}

// formLogin adds the route that the framework answers itself.
func (b java) formLogin(call g.ID) {
	path := "/login"
	for id := call; id < b.u.End(call); id++ {
		if b.u.Nodes[id].Kind == g.Call {
			if _, name := b.member(id); name == "loginProcessingUrl" {
				if list, _ := b.args(id); len(list) == 1 {
					path, _ = b.pathText(list[0])
				}
			}
		}
	}
	if _, name := b.member(call); name == "formLogin" {
		if list, _ := b.args(call); len(list) == 1 && (strings.Contains(b.text(list[0]), "disable")) {
			return
		}
		if p := b.u.Parents[b.u.Parents[call]]; b.u.Nodes[p].Kind == g.Call {
			if of, next := b.member(p); of == call && next == "disable" {
				return
			}
		}
	}
	at := b.at(call) // a chain of calls begins far above: the line of its own name
	if name := b.u.Child(b.u.First(call), 1); name != 0 {
		at = b.place(b.u.Nodes[name].Start, b.u.Nodes[call].End)
	}
	b.out.Routes = append(b.out.Routes, Entry{Object: b.app() - 1, Method: "POST", Path: path, Known: true, At: at, Handler: Step{Place: at, Text: "formLogin", Caps: []string{"credential.check", "token.issue"}}})
}
