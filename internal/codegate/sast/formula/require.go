package formula

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A rule of mode require finds what is missing: it names a subject and what must guard it. This is our own extension of the
// rule syntax.
//
//	mode: require
//	require:
//	  subject:                      # exactly one
//	    route: {method: [POST], path: '(?i)regex', has: [credential-check], with: [auth.authenticated]}
//	    call: {patterns: […]}       # a formula; the match is the subject
//	    flow: {pattern-sources: […], pattern-sinks: […], pattern-sanitizers: […]}   # each flow is one
//	  on: {method: […], with: […]}   # of a call or flow: only where such a route leads to it
//	  must:                         # each item is an obligation: one of any
//	    - guarded-by: {any: [rate-limit], at: either}    # or chain, handler, project
//	    - inside: {any: [caught]}   # the subject, or what calls it on every way to a route
//	  given: [session.cookie]       # only where the project has one of each somewhere
//	  unless: [health]              # no subject where one of these is
//	  group: route                  # or handler, file: one finding each; default subject
//	  on-unknown: doubt             # or skip, report
//
// The words are names of guards and effects in the models of libraries, and the few that the engine itself finds.

// A RequireSpec is what a rule of mode require says beside its formula (of a call) and its taint spec (of a flow).
type RequireSpec struct {
	Route   *RouteQuery // nil where the subject is a call or a flow
	On      *RouteQuery // of a call or a flow: it counts where a route that it is for leads to it; nil is anywhere
	Must    []Must
	Given   [][]string // one of each list is somewhere in the project
	Unless  []string
	Group   Group
	Unknown Unknown
	Names   []string // all guards and effects that are named, sorted
}

// A RouteQuery says which routes are meant.
type RouteQuery struct {
	Methods []string       // upper case; none is any
	Path    *regexp.Regexp // nil is any
	NotPath *regexp.Regexp
	Has     [][]string // effects or guards of the handler: one of each list
	With    [][]string // guards or effects anywhere on the way: one of each list
}

// A Must is one obligation: one of Any is there.
type Must struct {
	Any    []string
	Inside bool // the subject stands inside one
	At     Where
}

// Where says which steps of a route count.
type Where uint8

const (
	Either Where = iota
	Chain
	Handler
	InProject // in the project
)

// A Group says what has one finding.
type Group uint8

const (
	BySubject Group = iota
	ByRoute
	ByHandler
	ByFile
)

// Unknown says what becomes of a subject where a step is not known.
type Unknown uint8

const (
	Doubt  Unknown = iota // it is found, a step less sure
	Skip                  // it is left out
	Report                // it is found
)

// Vocabulary is the guards and effects that rules and models speak of, with what they mean. Models may add names of their
// own. Those marked with a star the engine also finds itself, in conditions and in the shape of the code.
var Vocabulary = map[string]string{
	// Guards: what protects a route.
	"auth.authenticated":    "who asks is known, or is turned away *",
	"auth.role":             "who asks has a role or permission, or is turned away *",
	"auth.ownership":        "what is asked for belongs to who asks *",
	"rate-limit":            "how often one may ask is bounded",
	"validate.schema":       "the request's data fits a schema, or is turned away",
	"validate.checked":      "the request's data was tested for more than being there *",
	"csrf":                  "a form's or script's origin is proven",
	"body-limit":            "the size of what is sent is bounded",
	"upload.limited":        "an upload's size or type is bounded",
	"caught":                "an error is handled *",
	"error-boundary":        "errors of all handlers are answered in one place *",
	"hash.password":         "a password is hashed as passwords should be",
	"signature":             "the sender is proven by a signature over what is sent",
	"project.authenticates": "some route of the project knows who asks *",
	"project.same-site":     "a cookie of the project is not sent along by other sites",
	"project.hides":         "stored objects have fields that never leave",
	"validate.query":        "the request's query fits a schema, or is turned away",
	"validate.strict":       "fields that a schema does not speak of are left out or turned away",
	"declared.public":       "the code says that anyone may ask: @Public, permitAll, AllowAny *",
	"neighbours.authorize":  "other routes beside it ask for a role or owner *",
	// Effects: what a handler does.
	"credential.check":      "a password or code that is sent is compared with what is stored",
	"credential.set":        "a password is set, or a way to set one is sent out",
	"token.issue":           "a token or session is given out",
	"data.read":             "stored data is read",
	"data.write":            "stored data is changed",
	"data.delete":           "stored data is removed",
	"users.read":            "accounts of others are read",
	"users.write":           "accounts or roles of others are changed",
	"session.cookie":        "who asks is known by a cookie",
	"file.upload":           "a file is taken in",
	"mail.send":             "mail or messages are sent out",
	"money.move":            "money or credit changes hands",
	"token.expiry":          "the code knows when something ends",
	"secrets.read":          "settings, keys or logs of the system are read",
	"data.list":             "stored objects of a kind are listed *",
	"data.one":              "one stored object is read or changed by the id in the path *",
	"data.owned":            "what is stored belongs to users *",
	"meant.for-role":        "what the code says of itself: it is for people with a role, or shows what belongs to all *",
	"request.body":          "the request's body is taken as a whole, by a framework that could check it *",
	"method.any":            "every method is answered *",
	"credential.reset":      "a way back into an account is sent out or used",
	"data.bulk-delete":      "all that fits a condition is removed",
	"file.write":            "a file is written or a program started",
	"mail.mass":             "mail is sent to many",
	"answers.secret-fields": "what is answered has fields for passwords or tokens *",
	"private.read":          "records that are nobody else's business are read, by the names of their tables",
}

var guardName = regexp.MustCompile(`^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*$`)

// require reads the key require.
func (l *loader) require(out *Rule, p pair) error {
	pairs, err := l.mapping(p.value, p.key)
	if err != nil {
		return err
	}
	r := &RequireSpec{}
	out.Require = r
	subject := false
	for _, p := range pairs {
		switch p.key {
		case "subject":
			subject = true
			err = l.subject(out, p)
		case "on":
			r.On = &RouteQuery{}
			err = l.route(r, r.On, p)
		case "must":
			err = l.musts(r, p)
		case "given":
			r.Given, err = l.choices(r, p)
		case "unless":
			r.Unless, err = l.guards(r, p.value, p.key)
		case "group":
			r.Group, err = choice(l, p, map[string]Group{"subject": BySubject, "route": ByRoute, "handler": ByHandler, "file": ByFile})
		case "on-unknown":
			r.Unknown, err = choice(l, p, map[string]Unknown{"doubt": Doubt, "skip": Skip, "report": Report})
		default:
			err = faultAt(p.at, p.key, "unknown key in require")
		}
		if err != nil {
			return err
		}
	}
	if !subject {
		return faultAt(p.at, "subject", "is missing")
	}
	if len(r.Must) == 0 && (r.Route == nil || len(r.Route.Has)+len(r.Route.With) == 0) {
		return faultAt(p.at, "must", "is missing")
	}
	slices.Sort(r.Names)
	r.Names = slices.Compact(r.Names)
	return nil
}

func choice[T any](l *loader, p pair, words map[string]T) (of T, err error) {
	word, err := l.text(p.value, p.key)
	if err != nil {
		return of, err
	}
	of, ok := words[word]
	if !ok {
		return of, faultAt(p.value, p.key, "%q is unknown", short(word))
	}
	return of, nil
}

func (l *loader) subject(out *Rule, p pair) error {
	pairs, err := l.mapping(p.value, p.key)
	if err != nil {
		return err
	}
	if len(pairs) != 1 {
		return faultAt(p.at, p.key, "exactly one of route, call and flow")
	}
	switch s := pairs[0]; s.key {
	case "route":
		out.Require.Route = &RouteQuery{}
		return l.route(out.Require, out.Require.Route, s)
	case "call":
		inner, err := l.mapping(s.value, s.key)
		if err != nil {
			return err
		}
		if len(inner) != 1 {
			return oneFormula(s.value, inner)
		}
		out.Formula, err = l.root(inner[0])
		return err
	case "flow":
		inner, err := l.mapping(s.value, s.key)
		if err != nil {
			return err
		}
		out.Taint, err = l.taint(s.value, inner)
		return err
	default:
		return faultAt(s.at, s.key, "no subject: route, call or flow")
	}
}

func (l *loader) route(r *RequireSpec, q *RouteQuery, p pair) error {
	pairs, err := l.mapping(p.value, p.key)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch p.key {
		case "method":
			if q.Methods, err = l.words(p.value, p.key); err == nil {
				for i := range q.Methods {
					q.Methods[i] = strings.ToUpper(q.Methods[i])
				}
			}
		case "path":
			q.Path, err = l.pathRegex(p)
		case "not-path":
			q.NotPath, err = l.pathRegex(p)
		case "has":
			q.Has, err = l.choices(r, p)
		case "with":
			q.With, err = l.choices(r, p)
		default:
			err = faultAt(p.at, p.key, "unknown key in route")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) pathRegex(p pair) (*regexp.Regexp, error) {
	text, err := l.text(p.value, p.key)
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, faultAt(p.value, p.key, "%v", err)
	}
	return re, nil
}

// choices reads a list whose items are names, or names with | between them.
func (l *loader) choices(r *RequireSpec, p pair) (all [][]string, err error) {
	items, err := l.words(p.value, p.key)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		var one []string
		for word := range strings.SplitSeq(item, "|") {
			if one = append(one, strings.TrimSpace(word)); !guardName.MatchString(one[len(one)-1]) {
				return nil, faultAt(p.value, p.key, "%q is no name of a guard or effect", short(item))
			}
		}
		r.Names = append(r.Names, one...)
		all = append(all, one)
	}
	return all, nil
}

func (l *loader) guards(r *RequireSpec, n *yaml.Node, key string) ([]string, error) {
	all, err := l.words(n, key)
	for _, word := range all {
		if !guardName.MatchString(word) {
			return nil, faultAt(n, key, "%q is no name of a guard or effect", short(word))
		}
	}
	r.Names = append(r.Names, all...)
	return all, err
}

// words reads one text or a list of them.
func (l *loader) words(n *yaml.Node, key string) ([]string, error) {
	if n.Kind == yaml.ScalarNode {
		word, err := l.text(n, key)
		return []string{word}, err
	}
	return l.texts(n, key)
}

func (l *loader) musts(r *RequireSpec, p pair) error {
	items, err := l.list(p.value, p.key)
	if err != nil {
		return err
	}
	for _, n := range items {
		pairs, err := l.mapping(n, p.key)
		if err != nil {
			return err
		}
		if len(pairs) != 1 || pairs[0].key != "guarded-by" && pairs[0].key != "inside" {
			return faultAt(n, p.key, "each obligation is guarded-by or inside")
		}
		m := Must{Inside: pairs[0].key == "inside"}
		inner, err := l.mapping(pairs[0].value, pairs[0].key)
		if err != nil {
			return err
		}
		for _, p := range inner {
			switch p.key {
			case "any":
				m.Any, err = l.guards(r, p.value, p.key)
			case "at":
				m.At, err = choice(l, p, map[string]Where{"either": Either, "chain": Chain, "handler": Handler, "project": InProject})
			default:
				err = faultAt(p.at, p.key, "unknown key in %s", pairs[0].key)
			}
			if err != nil {
				return err
			}
		}
		if len(m.Any) == 0 {
			return faultAt(n, "any", "is missing")
		}
		r.Must = append(r.Must, m)
	}
	return nil
}

// Fits says whether a route is meant by its method and path.
func (q *RouteQuery) Fits(method, path string) bool {
	if len(q.Methods) > 0 && method != "*" && !slices.Contains(q.Methods, method) {
		return false
	}
	return (q.Path == nil || q.Path.MatchString(path)) && (q.NotPath == nil || !q.NotPath.MatchString(path))
}
