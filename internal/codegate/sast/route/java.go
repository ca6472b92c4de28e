package route

import (
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// What the front ends for Java share: annotations, classes, and the one application that all files of a project belong to.

const javaApp = "java web application"

// java reads a file of Java.
type java struct{ *builder }

func (b java) text(id g.ID) string {
	n := b.u.Nodes[id]
	return string(b.u.Text[n.Start:n.End])
}

// A note is one annotation.
type note struct {
	at   g.ID   // the Decorator
	name string // its last word
	call g.ID   // 0 where it has no arguments
}

// notes gives the annotations of a class, method, parameter or field.
func (b java) notes(of g.ID) (all []note) {
	for c := range b.u.Children(of) {
		switch b.u.Nodes[c].Kind {
		case g.Attr, g.TypeParams:
			continue
		case g.Decorator:
			n := note{at: c}
			name := b.u.First(c)
			if name != 0 && b.u.Nodes[name].Kind == g.Call {
				n.call, name = name, b.u.First(name)
			}
			if name == 0 {
				continue
			}
			if n.name = b.u.Name(name); b.u.Nodes[name].Kind == g.Member {
				n.name = b.u.Name(b.u.Child(name, 1))
			}
			if len(all) < 64 {
				all = append(all, n)
			}
			continue
		}
		break
	}
	return all
}

// noted gives the annotation of a name.
func noted(all []note, names ...string) *note {
	for i := range all {
		if slices.Contains(names, all[i].name) {
			return &all[i]
		}
	}
	return nil
}

// param gives an annotation's argument by the first of its names that is there; value is also the one without a name.
func (b java) param(n *note, keys ...string) g.ID {
	if n == nil || n.call == 0 {
		return 0
	}
	list, named := b.args(n.call)
	for _, k := range keys {
		if v := named[k]; v != 0 {
			return v
		}
		if k == "value" && len(list) > 0 {
			return list[0]
		}
	}
	return 0
}

// texts gives the texts of an expression: one, a list, a constant that is a list, or a call that makes one; whole says that all
// are known.
func (b java) texts(id g.ID) (all []string, whole bool) { return b.textsAt(id, 0) }

func (b java) textsAt(id g.ID, depth int) (all []string, whole bool) {
	if id == 0 || depth > 4 {
		return nil, false
	}
	if s, ok := b.constant(id); ok {
		return []string{s}, true
	}
	items := g.ID(0)
	switch b.u.Nodes[id].Kind {
	case g.List:
		items = id
	case g.Call: // List.of("/a", "/b"), antMatcher("/a"), matcher.pattern("/a")
		items = b.u.Child(id, 1)
	case g.New: // new String[]{…}, new AntPathRequestMatcher("/a")
		items = b.u.Child(id, 1)
	case g.Cast:
		return b.textsAt(b.u.Child(id, 1), depth+1)
	case g.Ident, g.Member:
		if d := b.u.Def(id); d != nil {
			if v := b.valueOf(d); v != 0 && v != id {
				return b.textsAt(v, depth+1)
			}
		}
		if b.u.Nodes[id].Kind == g.Member && b.u.Nodes[b.u.First(id)].Kind == g.This || b.u.Nodes[id].Kind == g.Ident {
			if v := b.fieldNamed(id, b.lastName(id)); v != 0 {
				return b.textsAt(v, depth+1)
			}
		}
		return nil, false
	}
	if items == 0 {
		return nil, false
	}
	whole = true
	for c := range b.u.Children(items) {
		if b.u.Nodes[c].Kind == g.Member && httpMethod(b.lastName(c)) != "" || b.u.Nodes[c].Kind == g.TypeName {
			continue
		}
		some, ok := b.textsAt(c, depth+1)
		all = append(all, some...)
		whole = whole && ok
	}
	return all, whole && len(all) > 0
}

// fieldNamed gives the value of a field of the class around a node.
func (b java) fieldNamed(id g.ID, name string) g.ID {
	for class := b.around(id, g.Class); class != 0; class = b.around(class, g.Class) {
		for f := range b.members(class) {
			if b.u.Nodes[f].Kind == g.Field {
				if n := b.u.Part(f, 0); n != 0 && b.u.Name(n) == name {
					return b.u.Part(f, 2)
				}
			}
		}
	}
	return 0
}

// members gives what stands in the body of a class.
func (b java) members(class g.ID) func(yield func(g.ID) bool) {
	return func(yield func(g.ID) bool) {
		for c := range b.u.Children(class) {
			if b.u.Nodes[c].Kind != g.Block {
				continue
			}
			for m := range b.u.Children(c) {
				if !yield(m) {
					return
				}
			}
			return
		}
	}
}

func (b java) nameOf(id g.ID) string {
	if n := b.u.Part(id, 0); n != 0 {
		return b.u.Name(n)
	}
	return ""
}

// supers gives the last words of the types that a class extends and implements.
func (b java) supers(class g.ID) (all []string) {
	for c := range b.u.Children(class) {
		if b.u.Nodes[c].Kind != g.Extends || b.u.Nodes[c].Op == g.Permits {
			continue
		}
		for t := range b.u.Children(c) {
			if name := b.shortType(t); name != "" && len(all) < 40 {
				all = append(all, name)
			}
		}
	}
	return all
}

// shortType gives the last word of a type as written, without its arguments.
func (b java) shortType(t g.ID) string {
	for range 4 {
		switch b.u.Nodes[t].Kind {
		case g.TypeApply, g.TypeArray, g.TypeOther:
			if t = b.u.First(t); t == 0 {
				return ""
			}
			continue
		case g.TypeName, g.Ident:
			name := b.u.Name(t)
			return name[strings.LastIndexByte(name, '.')+1:]
		}
		break
	}
	return ""
}

// app gives the object of the application, from 1.
func (b java) app() int {
	return b.object("java", func() Object { return Object{Global: javaApp, Unbound: true} })
}

// deciding gives an object for uses of the application that are decided among themselves, from 1.
func (b java) deciding(of g.ID) int {
	return b.object("j"+strconv.Itoa(int(of)), func() Object { return Object{Global: javaApp, Unbound: true} })
}

// before puts steps before all routes of the application.
func (b java) before(object int, at g.ID, path string, steps ...Step) {
	b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Path: path, Steps: steps, At: b.at(at), Late: true})
}

// codeStep is a step that runs the methods of a class that stands here.
func (b java) codeStep(class g.ID, methods ...string) Step {
	s := Step{Text: clipped(b.nameOf(class))}
	name := b.u.Part(class, 0)
	if name == 0 {
		name = class
	}
	s.Place = b.at(name)
	for m := range b.members(class) {
		if b.u.Nodes[m].Kind == g.Func && slices.Contains(methods, b.nameOf(m)) {
			s.Also = append(s.Also, b.at(m))
		}
	}
	return s
}

// handlerStep is the step of a method that answers.
func (b java) handlerStep(fn g.ID) Step {
	return Step{Place: b.at(fn), Text: clipped(b.nameOf(fn))}
}

// marked says what an annotation of the project's own stands for.
func (b java) marked(name string, s Step) {
	b.out.Values = append(b.out.Values, Value{"@" + name, s})
}

// javaNotes are annotations that no project defines as guards of its own.
var javaNotes = wordSet("Override Deprecated SuppressWarnings RestController Controller RequestMapping GetMapping PostMapping PutMapping PatchMapping DeleteMapping ResponseBody ResponseStatus Transactional Valid Validated Autowired Component Service Repository Configuration Bean " +
	"Path GET POST PUT DELETE PATCH HEAD OPTIONS Produces Consumes Provider Priority PreMatching ApplicationScoped RequestScoped Singleton Inject Slf4j RequiredArgsConstructor AllArgsConstructor Data Builder Getter Setter CrossOrigin Operation Tag ApiOperation Api Order Lazy Primary Profile WebServlet WebFilter MultipartConfig ExceptionHandler ModelAttribute Async Timed Cacheable")

// steps of annotations: those known, and those that other files may give a meaning.
func (b java) noteSteps(all []note, framework string) (steps []Step) {
	for i := range all {
		n := &all[i]
		s := Step{Place: b.at(n.at), Text: "@" + clipped(n.name)}
		switch n.name {
		case "PreAuthorize", "PostAuthorize":
			text, _ := b.pathText(b.param(n, "value"))
			if s.Caps = spelCaps(text); len(s.Caps) == 0 {
				continue
			}
			s.Needs = "method-security.pre"
		case "Secured":
			if framework == "jaxrs" { // a name binding of the project's own
				s.Marks = []string{n.name}
				break
			}
			v := b.param(n, "value")
			text := ""
			if v != 0 {
				text = b.text(v)
			}
			switch {
			case v == 0: // one of the project's own
				s.Marks = []string{n.name}
			case strings.Contains(text, "IS_ANONYMOUS") || strings.Contains(text, "isAnonymous"):
				continue
			case strings.Contains(text, "IS_AUTHENTICATED"):
				s.Caps, s.Needs = []string{"auth.authenticated"}, "method-security.secured"
			default:
				s.Caps, s.Needs = []string{"auth.authenticated", "auth.role"}, "method-security.secured"
			}
		case "RolesAllowed", "DenyAll":
			s.Caps = []string{"auth.authenticated", "auth.role"}
			if v := b.param(n, "value"); v != 0 {
				if list, whole := b.texts(v); whole && slices.Contains(list, "**") { // any role: who is signed in
					s.Caps = s.Caps[:1]
				}
			}
			if framework == "spring" {
				s.Needs = "method-security.jsr250"
			}
		case "PermitAll":
			s.Caps = []string{"declared.public"}
		case "PermissionsAllowed", "HasPermission", "RequiresPermissions", "RequiresRoles", "SaCheckRole", "SaCheckPermission":
			s.Caps = []string{"auth.authenticated", "auth.role"}
		case "Authenticated", "RequiresAuthentication", "RequiresUser", "SaCheckLogin":
			s.Caps = []string{"auth.authenticated"}
		case "RateLimiter", "RateLimit", "RateLimited", "Bulkhead":
			s.Marks = []string{n.name}
			if name, _ := b.u.Canonical(b.noteName(n)); strings.HasPrefix(name, "io.github.resilience4j.ratelimiter") || strings.Contains(name, "bucket4j") || strings.HasPrefix(name, "io.smallrye.faulttolerance") {
				s.Caps = []string{"rate-limit"}
			}
		default:
			if javaNotes[n.name] {
				continue
			}
			s.Marks = []string{n.name}
		}
		steps = append(steps, s)
	}
	return steps
}

func (b java) noteName(n *note) g.ID {
	if n.call != 0 {
		return b.u.First(n.call)
	}
	return b.u.First(n.at)
}

// spelCaps tells which guards an expression of Spring's expression language is.
func spelCaps(text string) (caps []string) {
	t := strings.ReplaceAll(text, " ", "")
	if t == "" || t == "permitAll" || t == "permitAll()" || t == "isAnonymous()" || t == "true" {
		return nil
	}
	caps = append(caps, "auth.authenticated")
	bean := strings.Contains(t, "@") && strings.Contains(t, "(")
	for _, w := range []string{"hasRole", "hasAnyRole", "hasAuthority", "hasAnyAuthority", "hasPermission", "hasScope", "hasAnyScope", "denyAll", "authorities"} {
		if strings.Contains(t, w) {
			caps = append(caps, "auth.role")
			break
		}
	}
	if bean && !slices.Contains(caps, "auth.role") {
		caps = append(caps, "auth.role")
	}
	if bean || (strings.Contains(t, "authentication") || strings.Contains(t, "principal")) && (strings.Contains(t, "#") || strings.Contains(t, "returnObject") || strings.Contains(t, "filterObject")) || strings.Contains(t, "hasPermission") {
		caps = append(caps, "auth.ownership")
	}
	return caps
}

// javaAccess are the annotations that a method's own take the place of, where its class has them too.
var javaAccess = wordSet("PreAuthorize Secured RolesAllowed PermitAll DenyAll Authenticated")

// accessOf gives the steps of a method's annotations and of its class's, which count where the method has none of its own.
func (b java) accessOf(class, method []note, framework string) []Step {
	own := slices.ContainsFunc(method, func(n note) bool { return javaAccess[n.name] })
	inherited := slices.DeleteFunc(slices.Clone(class), func(n note) bool { return own && javaAccess[n.name] })
	return append(b.noteSteps(inherited, framework), b.noteSteps(method, framework)...)
}

func httpMethod(name string) string {
	switch name {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return name
	}
	return ""
}

// tested tells code of tests, whose routes are nobody's.
func (b java) tested() bool {
	return strings.Contains("/"+b.u.Path, "/src/test/") || strings.HasSuffix(b.u.Path, "Test.java") || strings.HasSuffix(b.u.Path, "Tests.java") || strings.HasSuffix(b.u.Path, "IT.java")
}

// typeOfParam gives the last word of a parameter's type, and what it is annotated with.
func (b java) paramType(d *names.Def) (string, []note) {
	if d == nil || d.Owner == 0 || b.u.Nodes[d.Owner].Kind != g.Param {
		return "", nil
	}
	t := b.u.Part(d.Owner, 1)
	if t == 0 {
		return "", b.notes(d.Owner)
	}
	return b.shortType(t), b.notes(d.Owner)
}

var (
	principalTypes = wordSet("Principal Authentication UserDetails Jwt JwtAuthenticationToken OAuth2User OidcUser OAuth2AuthenticationToken OAuth2AuthenticatedPrincipal AuthenticatedPrincipal JsonWebToken SecurityIdentity SecurityContext BearerTokenAuthentication DecodedJWT Claims")
	principalNotes = []string{"AuthenticationPrincipal", "CurrentUser", "CurrentUserId", "CurrentSecurityContext", "RequestAttribute", "SessionAttribute", "LoggedInUser", "LoginUser", "AuthUser", "Auth"}
)

// principalParam tells a parameter in which a framework hands over who asks.
func (b java) principalParam(d *names.Def) bool {
	if d.Kind != names.Param {
		return false
	}
	t, all := b.paramType(d)
	return principalTypes[t] || strings.HasSuffix(t, "UserDetails") || strings.HasSuffix(t, "UserPrincipal") || strings.HasSuffix(t, "AuthenticatedUser") || noted(all, principalNotes...) != nil
}

// filtered reads orders.findById(id).filter(o -> o.getOwner().equals(auth.getName())): a condition without an if.
func (b java) filtered(call g.ID) {
	of, name := b.member(call)
	if of == 0 || name != "filter" {
		return
	}
	list, _ := b.args(call)
	if len(list) != 1 || b.u.Nodes[list[0]].Kind != g.Lambda {
		return
	}
	s := signs{leaves: true}
	for at := list[0]; at < b.u.End(list[0]); at++ {
		if b.u.Nodes[at].Kind == g.Return && b.u.First(at) != 0 {
			b.asks(&s, b.u.First(at), 0, new(int))
		}
	}
	if s.role || s.owner || s.lent {
		b.conclude(&s, b.u.Nodes[call].Start, b.u.Nodes[call].End)
	}
}
