package route

import (
	"path"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Django and its REST framework: lists of paths name views of other files, settings put steps before all of them.

// django reads what a file registers, or sets for all.
func (b *builder) django() {
	settings := b.djangoSettings()
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Assign, g.AssignOp, g.Var:
			name, value := b.assigned(id)
			if name == 0 || value == 0 || b.u.Nodes[name].Kind != g.Ident || !b.outermost(id) {
				continue
			}
			if b.u.Name(name) == modulePatterns || b.hasPaths(value) {
				b.djangoPatterns(b.patterns(b.u.Name(name)), value, id, 0)
			}
			if settings > 0 {
				b.djangoSetting(settings, b.u.Name(name), value)
			}
		case g.Call:
			of, name := b.member(id)
			list, _ := b.args(id)
			switch {
			case of == 0:
			case name == "register" && len(list) >= 2:
				b.restRegister(id, of, list)
			case (name == "append" || name == "extend") && len(list) == 1 && b.u.Nodes[of].Kind == g.Ident && b.u.Name(of) == modulePatterns:
				b.djangoPatterns(b.patterns(modulePatterns), list[0], id, 0)
			}
		}
	}
}

// patterns is the object of a list of paths.
func (b *builder) patterns(name string) int {
	return b.object("urls:"+name, func() Object { return Object{Name: name, Below: "django"} })
}

// pathCall tells path(…), re_path(…), url(…).
func (b *builder) pathCall(id g.ID) bool {
	if b.u.Nodes[id].Kind != g.Call {
		return false
	}
	switch name, _ := b.u.Canonical(b.u.First(id)); name {
	case "django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.conf.urls.path", "django.urls.conf.path", "django.urls.conf.re_path":
		return true
	}
	return false
}

func (b *builder) hasPaths(value g.ID) bool {
	if b.u.Nodes[value].Kind != g.List {
		return false
	}
	first := b.u.First(value)
	return first != 0 && b.pathCall(first)
}

// djangoPatterns reads what a list of paths is made of.
func (b *builder) djangoPatterns(object int, id, at g.ID, depth int) {
	if id == 0 || depth > 8 {
		return
	}
	switch b.u.Nodes[id].Kind {
	case g.List, g.Tuple:
		for c := range b.u.Children(id) {
			b.djangoPatterns(object, c, at, depth+1)
		}
	case g.Spread:
		b.djangoPatterns(object, b.u.First(id), at, depth+1)
	case g.Binary:
		b.djangoPatterns(object, b.u.First(id), at, depth+1)
		b.djangoPatterns(object, b.u.Child(id, 1), at, depth+1)
	case g.Call:
		if b.pathCall(id) {
			b.djangoPath(object, id, depth)
			return
		}
		list, _ := b.args(id) // i18n_patterns(path(…), …), format_suffix_patterns([…])
		for _, arg := range list {
			if k := b.u.Nodes[arg].Kind; k == g.Call || k == g.List || k == g.Ident || k == g.Member {
				b.djangoPatterns(object, arg, at, depth+1)
			}
		}
	case g.Member: // router.urls
		if b.u.Name(b.u.Child(id, 1)) == "urls" {
			s := b.step(b.u.First(id))
			s.Place = b.at(id)
			if s.Local == 0 {
				s.Local = b.objectOf(b.u.First(id), pyMakers)
			}
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Steps: []Step{s}, At: b.at(at), Late: true})
		}
	case g.Ident:
		if b.u.Name(id) != modulePatterns {
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Steps: []Step{b.namedPatterns(id)}, At: b.at(at), Late: true})
		}
	}
}

// namedPatterns takes the name of a list of paths as a step that is mounted.
func (b *builder) namedPatterns(id g.ID) Step {
	s := b.step(id)
	if d := b.u.Def(id); d != nil && d.Kind != names.Imported && d.Value != 0 && b.u.Nodes[d.Value].Kind == g.List {
		s.Local = b.patterns(b.u.Name(id))
	}
	return s
}

// djangoPath reads path("orders/<int:pk>/", view, name="…") and path("api/", include("orders.urls")).
func (b *builder) djangoPath(object int, call g.ID, depth int) {
	list, named := b.args(call)
	if v := named["view"]; v != 0 && len(list) == 1 {
		list = append(list, v)
	}
	if len(list) < 2 {
		return
	}
	text, known := b.pathText(list[0])
	text = strings.TrimSuffix(strings.TrimPrefix(text, "^"), "$")
	view, before := b.peeled(list[1])
	if b.u.Nodes[view].Kind == g.Call {
		if name, _ := b.u.Canonical(b.u.First(view)); name == "django.urls.include" || name == "django.conf.urls.include" || name == "django.urls.conf.include" {
			b.djangoInclude(object, call, view, text, before, depth)
			return
		}
	}
	if of := b.u.First(view); b.u.Nodes[view].Kind == g.Member && b.u.Name(b.u.Child(view, 1)) == "urls" { // admin.site.urls, api.urls
		if s := b.step(of); b.objectOf(of, pyMakers) > 0 {
			s.Local = b.objectOf(of, pyMakers)
			b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Path: text, Steps: append(before, s), At: b.at(call), Late: true})
		}
		return
	}
	e := Entry{Object: object - 1, Method: "*", Path: text, Known: known, Steps: before, Handler: b.viewStep(view), At: b.at(call), AtView: true}
	if b.isView(view) {
		if args, _ := b.args(view); len(args) == 1 && b.u.Nodes[args[0]].Kind == g.Dict { // as_view({"get": "list"})
			for c := range b.u.Children(args[0]) {
				if b.u.Nodes[c].Kind != g.Pair {
					continue
				}
				method, _ := b.constant(b.u.First(c))
				name, ok := b.constant(b.u.Child(c, 1))
				if ok {
					e.Only = append(e.Only, strings.ToUpper(method)+" "+name)
				}
			}
		}
	}
	b.out.Routes = append(b.out.Routes, e)
}

func (b *builder) djangoInclude(object int, call, include g.ID, text string, before []Step, depth int) {
	args, _ := b.args(include)
	if len(args) == 0 {
		return
	}
	of := args[0]
	if b.u.Nodes[of].Kind == g.Tuple { // include(("orders.urls", "orders"))
		of = b.u.First(of)
	}
	if of == 0 {
		return
	}
	u := Use{Object: object - 1, Path: text, At: b.at(call), Late: true, Own: true}
	switch b.u.Nodes[of].Kind {
	case g.List:
		n := b.object("c"+itoa(include), func() Object { return Object{Prefix: text, Parent: object, At: b.at(call), Steps: before} })
		b.djangoPatterns(n, of, call, depth+1)
		return
	case g.Member:
		if b.u.Name(b.u.Child(of, 1)) == "urls" { // router.urls, or the module of an application
			s := b.step(b.u.First(of))
			if n := b.objectOf(b.u.First(of), pyMakers); n > 0 {
				s.Local = n
			} else {
				s = b.step(of)
			}
			u.Steps = append(before, s)
			break
		}
		u.Steps = append(before, b.step(of))
	case g.Ident:
		u.Steps = append(before, b.namedPatterns(of))
	default:
		module, ok := b.constant(of)
		if !ok || module == "" {
			return
		}
		u.Steps = append(before, Step{Place: b.at(of), Text: clipped(module), Refs: []Ref{{Dotted: module}}})
	}
	b.out.Uses = append(b.out.Uses, u)
}

// restRegister reads router.register("orders", OrderViewSet).
func (b *builder) restRegister(id, of g.ID, list []g.ID) {
	text, ok := b.pathText(list[0])
	if k := b.u.Nodes[list[1]].Kind; !ok || k != g.Ident && k != g.Member || b.u.Nodes[list[0]].Kind == g.Ident {
		return
	}
	if n := b.objectOf(of, pyMakers); n > 0 {
		b.out.Routes = append(b.out.Routes, Entry{Object: n - 1, Method: "*", Path: strings.TrimPrefix(text, "^"), Known: true, Handler: b.step(list[1]), At: b.at(id), AtView: true})
	}
}

// djangoSettings gives the object of the settings that a file is, or 0.
func (b *builder) djangoSettings() int {
	found := false
	for s := range b.u.Defs {
		d := &b.u.Defs[s]
		if s == 0 || d.Scope != 1 {
			continue
		}
		switch d.Name {
		case "MIDDLEWARE", "REST_FRAMEWORK", "ROOT_URLCONF", "INSTALLED_APPS":
			found = d.Kind != names.Imported || found
		}
	}
	if !found {
		return 0
	}
	dir := path.Dir(b.u.Path)
	if path.Base(dir) == "settings" {
		dir = path.Dir(dir)
	}
	dir = path.Dir(dir)
	return b.object("django", func() Object { return Object{Global: "django:" + dir, Root: dir, Unbound: true} })
}

// djangoSetting reads one setting.
func (b *builder) djangoSetting(object int, name string, value g.ID) {
	use := func(slot string, id g.ID) {
		b.each(id, func(item g.ID) {
			if dotted, ok := b.constant(item); ok {
				b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Steps: []Step{b.settingStep(dotted, slot, item)}, At: b.at(item), Late: true})
			} else if k := b.u.Nodes[item].Kind; k == g.Ident || k == g.Member {
				s := b.step(item)
				s.Slot = slot
				b.out.Uses = append(b.out.Uses, Use{Object: object - 1, Steps: []Step{s}, At: b.at(item), Late: true})
			}
		})
	}
	switch name {
	case "MIDDLEWARE", "MIDDLEWARE_CLASSES":
		use("", value)
	case "REST_FRAMEWORK":
		use(restSlot+"permission_classes", b.entryOf(value, "DEFAULT_PERMISSION_CLASSES"))
		use(restSlot+"throttle_classes", b.entryOf(value, "DEFAULT_THROTTLE_CLASSES"))
	}
}

// entryOf gives the value of a key of a dictionary.
func (b *builder) entryOf(dict g.ID, key string) g.ID {
	if dict == 0 || b.u.Nodes[dict].Kind != g.Dict {
		return 0
	}
	for c := range b.u.Children(dict) {
		if b.u.Nodes[c].Kind == g.Pair {
			if k, ok := b.constant(b.u.First(c)); ok && k == key {
				return b.u.Child(c, 1)
			}
		}
	}
	return 0
}

// middlewareSlots are those whose effect can be undone for a view.
var middlewareSlots = map[string]string{"django.middleware.csrf.CsrfViewMiddleware": "csrf", "django.contrib.auth.middleware.LoginRequiredMiddleware": "login"}

// settingStep takes a dotted name in the settings as a step.
func (b *builder) settingStep(dotted, slot string, at g.ID) Step {
	if s := middlewareSlots[dotted]; s != "" {
		slot = s
	}
	s := Step{Place: b.at(at), Text: clipped(dotted), Slot: slot, Caps: b.plan.known(dotted, b.u.Language)}
	if len(s.Caps) == 0 && !strings.HasPrefix(dotted, "django.") && !strings.HasPrefix(dotted, "rest_framework.") {
		s.Refs = []Ref{{Dotted: dotted}}
	}
	return s
}

// djangoFunction reads the decorators of a function that a list of paths may name.
func (b *builder) djangoFunction(fn g.ID, list []g.ID, v *View) {
	if !b.outermost(fn) || !b.takesRequest(fn) {
		return
	}
	var methods []string
	for _, d := range list {
		text := b.words(d)
		switch last := text[strings.LastIndexByte(text, '.')+1:]; last {
		case "require_POST":
			methods = []string{"POST"}
		case "require_GET", "require_safe":
			methods = []string{"GET"}
		case "require_http_methods", "api_view":
			methods = []string{"GET"}
			if args, _ := b.args(d); len(args) > 0 {
				methods = b.methodsOf(args[0])
			}
			if last == "api_view" {
				v.Kinds = append(v.Kinds, "rest_framework")
			}
		default:
			v.Steps = append(v.Steps, b.guardStep(d))
		}
	}
	if methods == nil {
		methods = []string{b.methodIn(fn)}
	}
	v.From = v.At.Start
	for _, m := range methods {
		v.Verbs = append(v.Verbs, Verb{Word: m + " " + v.Name + m, Handler: b.answer(fn), At: v.At})
	}
	v.Steps = append(v.Steps, v.Needs...)
	v.Needs = nil
}

// takesRequest tells a function whose first parameter is a request.
func (b *builder) takesRequest(fn g.ID) bool {
	params := b.u.Part(fn, 1)
	if params == 0 || b.u.Nodes[params].Kind != g.Params || b.u.First(params) == 0 {
		return false
	}
	name := b.u.Part(b.u.First(params), 0)
	if name == 0 {
		return false
	}
	switch b.u.Name(name) {
	case "request", "req", "_request", "_":
		return true
	}
	return false
}

// methodIn tells a function that only reads from one that may take a form: what it asks of the request says it.
func (b *builder) methodIn(fn g.ID) string {
	for id := fn; id < b.u.End(fn); id++ {
		if b.u.Nodes[id].Kind != g.Member {
			continue
		}
		switch b.u.Name(b.u.Child(id, 1)) {
		case "POST", "body", "FILES", "method", "data":
			return "*"
		}
	}
	return "GET"
}
