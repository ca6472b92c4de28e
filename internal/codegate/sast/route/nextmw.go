package route

import (
	"regexp"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// The middleware of Next.js: the paths that its matcher names, less those that it lets pass itself.

var (
	nextAhead  = regexp.MustCompile(`\(\?!([^)]*)\)`)
	nextOpen   = regexp.MustCompile(`(?i)public|open|anon|skip|ignore|exclude|unprotected|allow|white|login|signin|auth_?(?:routes|pages|paths)`)
	nextShut   = regexp.MustCompile(`(?i)protect|private|secure|restrict|guard|admin|dashboard|require`)
	nextPathOf = regexp.MustCompile(`(?i)(?:^|\.)(?:pathname|path|url)$`)
)

func (b *builder) nextMiddleware(object int, value g.ID) {
	steps, fn := b.unwrapped(value)
	steps = append(steps, b.step(fn))
	if made, _ := b.u.Canonical(b.u.First(value)); strings.HasSuffix(made, "clerkMiddleware") && !strings.Contains(string(b.u.Source), ".protect(") {
		for i := range steps {
			steps[i].Not = append(steps[i].Not, "auth.authenticated") // it protects what it is told to, and was told nothing
		}
	}
	only, not := b.nextTests(value)
	b.nextUses(object, steps, only, not, value)
}

// nextHanded reads export { default } from 'next-auth/middleware'.
func (b *builder) nextHanded(app func() int) {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if n := &b.u.Nodes[id]; n.Kind != g.Import || n.Op != g.Export {
			continue
		}
		from := b.u.First(id)
		if b.u.Nodes[from].Kind != g.String {
			continue
		}
		s := Step{Place: b.at(id), Text: clipped(b.u.Name(from))}
		if b.u.Name(from) == "next-auth/middleware" {
			s.Caps = []string{"auth.authenticated"}
		} else {
			s.Refs = []Ref{{Asked: b.ask(from)}} // what it does there is not known here
		}
		b.nextUses(app(), []Step{s}, nil, nil, id)
	}
}

// nextUses puts steps before the paths of the file's matcher.
func (b *builder) nextUses(object int, steps []Step, only, not []string, at g.ID) {
	patterns := b.nextMatcher()
	if len(patterns) == 0 {
		patterns = []string{""}
	}
	for _, p := range patterns {
		u := Use{Object: object - 1, Exact: true, Steps: steps, At: b.at(at), Late: true, Only: only, Not: not}
		if m := nextAhead.FindStringSubmatchIndex(p); m != nil { // /((?!api|_next).*)
			for word := range strings.SplitSeq(p[m[2]:m[3]], "|") {
				word = strings.Trim(strings.NewReplacer(`\`, "", "$", "", "^", "").Replace(word), "/")
				if word != "" && !strings.ContainsAny(word, ".*(") {
					u.Not = append(u.Not, strings.Trim(p[:m[0]], "/(")+"/"+word+"*/**")
				}
			}
			u.Path = strings.Trim(strings.Trim(p[:m[0]], "/(")+"/**", "/")
		} else if u.Path = wildcards(p); p == "" {
			u.Path = "**"
		}
		b.out.Uses = append(b.out.Uses, u)
	}
}

// nextMatcher gives the patterns of export const config = { matcher: … }.
func (b *builder) nextMatcher() (all []string) {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		if b.u.Nodes[id].Kind != g.Pair || b.u.Nodes[b.u.First(id)].Kind != g.Ident || b.u.Name(b.u.First(id)) != "matcher" {
			continue
		}
		v := b.u.Child(id, 1)
		list := []g.ID{v}
		if b.u.Nodes[v].Kind == g.List {
			list = list[:0]
			for c := range b.u.Children(v) {
				list = append(list, c)
			}
		}
		for _, c := range list {
			if s := b.keyed(c, "source"); s != 0 {
				c = s
			}
			if text, known := b.pathText(c); known && len(all) < 100 {
				all = append(all, text)
			}
		}
		break
	}
	return all
}

// nextTests gives the paths that a middleware protects, or those that it lets pass, where it tests the path itself.
func (b *builder) nextTests(value g.ID) (only, not []string) {
	for id := g.ID(1); int(id) < len(b.u.Nodes) && len(only)+len(not) < 100; id++ {
		if k := b.u.Nodes[id].Kind; k == g.Call {
			name := b.lastName(b.u.First(id))
			of, method := b.member(id)
			list, _ := b.args(id)
			switch {
			case name == "createRouteMatcher" && len(list) > 0:
				b.nextList(list[0], b.nameOfValue(id), &only, &not)
			case method == "startsWith" && len(list) == 1 && nextPathOf.MatchString(b.dotted(of)):
				b.nextTest(id, list[0], "/**", &only, &not)
			case (method == "includes" || method == "some" || method == "has" || method == "find") && len(list) == 1:
				if d := b.u.Def(of); d != nil && d.Value != 0 && strings.Contains(string(b.u.Source[b.u.Nodes[list[0]].Start:b.u.Nodes[list[0]].End]), "path") {
					b.nextList(d.Value, d.Name, &only, &not)
				}
			}
		} else if k == g.Binary && (b.u.Nodes[id].Op == g.Same || b.u.Nodes[id].Op == g.Eq) {
			l, r := b.u.First(id), b.u.Child(id, 1)
			if nextPathOf.MatchString(b.dotted(l)) {
				b.nextTest(id, r, "", &only, &not)
			}
		}
	}
	if len(only) > 0 {
		not = nil
	}
	return only, not
}

// nameOfValue gives the name that is given a value.
func (b *builder) nameOfValue(id g.ID) string {
	if up := b.u.Parents[id]; b.u.Nodes[up].Kind == g.Var && b.u.Part(up, 0) != 0 {
		return b.lastName(b.u.Part(up, 0))
	}
	return ""
}

func (b *builder) nextList(list g.ID, name string, only, not *[]string) {
	if b.u.Nodes[list].Kind == g.New { // new Set([…])
		if args, _ := b.args(list); len(args) > 0 {
			list = args[0]
		}
	}
	to := not
	switch {
	case nextShut.MatchString(name) && !strings.Contains(strings.ToLower(name), "unprotected"):
		to = only
	case !nextOpen.MatchString(name):
		return
	}
	for c := range b.u.Children(list) {
		if text, ok := b.constant(c); ok {
			text = wildcards(text)
			if *to = append(*to, text); !strings.HasSuffix(text, "**") && text != "" {
				*to = append(*to, text+"/**")
			}
		}
	}
}

// nextTest reads a test of the path by what is done where it holds.
func (b *builder) nextTest(test, path g.ID, rest string, only, not *[]string) {
	text, ok := b.constant(path)
	if !ok || !strings.HasPrefix(text, "/") {
		return
	}
	under := b.around(test, g.If, g.Func, g.Lambda)
	if b.u.Nodes[under].Kind != g.If || b.u.First(under) > test || test >= b.u.End(b.u.First(under)) {
		return
	}
	for up := b.u.Parents[test]; up != under; up = b.u.Parents[up] {
		if b.u.Nodes[up].Kind == g.Unary && b.u.Nodes[up].Op == g.Not {
			return
		}
	}
	var s signs
	b.does(&s, b.u.Child(under, 1))
	b.asks(&s, b.u.First(under), 0, new(int))
	pattern := strings.Trim(text, "/") + rest
	switch {
	case s.denies || s.role || s.session:
		*only = append(*only, pattern)
	case s.leaves:
		*not = append(*not, pattern)
	default: // the checks stand inside
		*only = append(*only, pattern)
	}
}
