package route

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Classes that answer by their methods, in Flask, Django, its REST framework and aiohttp.

// restVerbs are the methods of a set of views, with what they answer.
var restVerbs = map[string]string{"list": "GET", "create": "POST", "retrieve": "GET", "update": "PUT", "partial_update": "PATCH", "destroy": "DELETE"}

// givenVerbs are what the classes of libraries answer by themselves.
var givenVerbs = map[string]string{
	"ModelViewSet": "list create retrieve update partial_update destroy", "ReadOnlyModelViewSet": "list retrieve", "ListModelMixin": "list", "CreateModelMixin": "create", "RetrieveModelMixin": "retrieve",
	"UpdateModelMixin": "update partial_update", "DestroyModelMixin": "destroy", "ListAPIView": "list", "CreateAPIView": "create", "RetrieveAPIView": "retrieve", "UpdateAPIView": "update partial_update",
	"DestroyAPIView": "destroy", "ListCreateAPIView": "list create", "RetrieveUpdateAPIView": "retrieve update partial_update", "RetrieveDestroyAPIView": "retrieve destroy",
	"RetrieveUpdateDestroyAPIView": "retrieve update partial_update destroy",
	"ListView":                     "list", "ArchiveIndexView": "list", "DetailView": "retrieve", "CreateView": "create", "UpdateView": "update", "DeleteView": "destroy", "FormView": "form", "TemplateView": "show",
	"LoginView": "login", "PasswordResetView": "form", "PasswordChangeView": "form",
}

// givenEffects are what those verbs do.
var givenEffects = map[string][]string{
	"list": {"data.read", "data.list"}, "retrieve": {"data.read", "data.one"}, "create": {"data.write"}, "update": {"data.write", "data.one"}, "partial_update": {"data.write", "data.one"}, "destroy": {"data.delete", "data.one"},
}

// partMethods are what all verbs of a class may run; verbMethods belong to one.
var (
	partMethods = wordSet("get_queryset get_object get_serializer_class get_serializer get_context_data get_form_class get_form get_form_kwargs filter_queryset get_success_url")
	stepMethods = wordSet("dispatch test_func has_permission initial setup check_permissions handle_no_permission prepare")
	verbMethods = map[string]string{"perform_create": "create", "perform_update": "update partial_update", "perform_destroy": "destroy", "form_valid": "create update form", "form_invalid": "create update form"}
)

// classView reads what a class says of the requests that it answers. ok is false for a class that answers none, says nothing
// to those below it, and whose objects belong to nobody.
func (b *builder) classView(class g.ID, decorators []g.ID) (v View, ok bool) {
	body := b.body(class)
	name := b.u.Part(class, 0)
	if body == 0 || name == 0 || b.u.Nodes[body].Kind != g.Block {
		return v, false
	}
	c := classReader{b: b, class: class, v: &v, methods: map[string]g.ID{}, attrs: map[string]g.ID{}}
	v = View{Start: b.u.Nodes[class].Start, At: b.header(class), Name: b.u.Name(name)}
	for s := range b.u.Children(body) {
		switch n := &b.u.Nodes[s]; n.Kind {
		case g.Func:
			if f := b.u.Part(s, 0); f != 0 {
				if b.u.Name(f) == "__init__" {
					v.Needs = append(v.Needs, b.depends(s)...)
				}
				c.methods[b.u.Name(f)] = s
				c.order = append(c.order, s)
			}
		case g.ExprStmt:
			if a := b.u.First(s); a != 0 && b.u.Nodes[a].Kind == g.Assign {
				c.attr(a)
			}
		case g.Assign, g.Var, g.Field:
			c.attr(s)
		}
	}
	c.bases()
	for _, d := range decorators {
		if !b.registers(d) {
			v.Steps = append(v.Steps, b.guardStep(d))
		}
	}
	c.steps()
	c.parts()
	c.own()
	c.given()
	return v, len(v.Steps) > 0 || len(v.Needs) > 0 || len(v.Verbs) > 0 || v.Owned || v.Parts != nil || len(v.Kinds) > 0 && c.project
}

type classReader struct {
	b       *builder
	class   g.ID
	v       *View
	methods map[string]g.ID
	attrs   map[string]g.ID // the assignments
	order   []g.ID          // of methods
	project bool            // it is below a class that is not known
	generic bool
}

func (c *classReader) attr(a g.ID) {
	b := c.b
	name, value := b.assigned(a)
	if b.u.Nodes[a].Kind == g.Field {
		name, value = b.u.Part(a, 0), b.u.Part(a, 2)
	}
	if name != 0 && value == 0 && b.u.Nodes[a].Kind == g.Var { // user: Annotated[User, Depends(current_user)]
		if typ := b.u.Part(a, 1); typ != 0 {
			if d := b.annotated(typ); d != 0 {
				c.v.Needs = append(c.v.Needs, b.dependStep(d, b.firstType(typ)))
			}
		}
	}
	if name == 0 || value == 0 || b.u.Nodes[name].Kind != g.Ident {
		return
	}
	c.attrs[b.u.Name(name)] = a
	if k := b.u.Nodes[a].Kind; k == g.Var || k == g.Field { // user: User = Depends(current_user)
		typ := b.u.Part(a, 1)
		if b.dependency(value) {
			c.v.Needs = append(c.v.Needs, b.dependStep(value, typ))
		} else if d := b.annotated(typ); typ != 0 && d != 0 {
			c.v.Needs = append(c.v.Needs, b.dependStep(d, b.firstType(typ)))
		}
	}
	if b.ownerField(value) {
		c.v.Owned = true
	}
}

func (c *classReader) value(name string) g.ID {
	a := c.attrs[name]
	if a == 0 {
		return 0
	}
	if c.b.u.Nodes[a].Kind == g.Field {
		return c.b.u.Part(a, 2)
	}
	_, value := c.b.assigned(a)
	return value
}

// ownerField tells a column that refers to who it belongs to: models.ForeignKey(User), Column(ForeignKey("users.id")).
func (b *builder) ownerField(value g.ID) bool {
	if b.u.Nodes[value].Kind != g.Call || b.u.Nodes[value].Size > 200 {
		return false
	}
	name := b.dotted(b.u.First(value))
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "ForeignKey", "OneToOneField", "ForeignKeyField", "Column", "mapped_column", "ReferenceField":
	default:
		return false
	}
	for id := value + 1; id < b.u.End(value); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Ident:
			switch b.u.Name(id) {
			case "AUTH_USER_MODEL", "get_user_model", "User", "CustomUser", "Customer", "Account":
				return true
			}
		case g.String:
			switch text := strings.ToLower(b.u.Name(id)); text {
			case "user", "users.id", "user.id", "accounts.id", "account.id", "auth.user", "auth_user.id", "customers.id", "customer.id":
				return true
			default:
				if strings.HasSuffix(text, ".user") {
					return true
				}
			}
		}
	}
	return false
}

// bases reads what the class is made of.
func (c *classReader) bases() {
	b := c.b
	for e := range b.u.Children(c.class) {
		if b.u.Nodes[e].Kind != g.Extends {
			continue
		}
		for base := range b.u.Children(e) {
			switch b.u.Nodes[base].Kind {
			case g.Ident, g.Member, g.TypeName:
			default:
				continue
			}
			name, _ := b.u.Canonical(base)
			last := b.lastName(base)
			if b.u.Nodes[base].Kind == g.TypeName {
				last = b.u.Name(base)
			}
			last = last[strings.LastIndexByte(last, '.')+1:]
			if name != "" {
				c.v.Kinds = append(c.v.Kinds, name)
			}
			if d := b.u.Def(base); d != nil && (d.Kind == names.Class || d.Kind == names.Imported) {
				c.project = true
			}
			if strings.Contains(last, "Mixin") || strings.Contains(last, "Required") || b.inModels(name) {
				s := b.step(base)
				if givenVerbs[last] != "" {
					continue
				}
				c.v.Steps = append(c.v.Steps, s)
			}
			c.generic = c.generic || givenVerbs[last] != "" || strings.HasPrefix(last, "Generic")
		}
	}
}

func (b *builder) inModels(name string) bool {
	return name != "" && len(b.plan.known(name, b.u.Language)) > 0
}

// steps reads attributes and methods that decide before a verb runs.
func (c *classReader) steps() {
	b := c.b
	for _, name := range []string{"permission_classes", "throttle_classes"} {
		if v := c.value(name); v != 0 {
			s := b.step(v)
			s.Place, s.Text, s.Slot = b.at(c.attrs[name]), name, restSlot+name
			c.v.Steps = append(c.v.Steps, s)
		}
	}
	if a := c.attrs["throttle_scope"]; a != 0 {
		c.v.Steps = append(c.v.Steps, Step{Place: b.at(a), Text: "throttle_scope", Caps: []string{"rate-limit"}})
	}
	for _, name := range []string{"decorators", "method_decorators"} {
		if v := c.value(name); v != 0 && b.u.Nodes[v].Kind != g.Dict {
			b.each(v, func(item g.ID) { c.v.Steps = append(c.v.Steps, b.guardStep(item)) })
		}
	}
	for _, f := range c.order {
		if stepMethods[b.u.Name(b.u.Part(f, 0))] {
			c.v.Steps = append(c.v.Steps, b.answer(f))
		}
	}
}

// parts gathers what all verbs use.
func (c *classReader) parts() {
	b := c.b
	s := Step{Place: c.v.At}
	for _, name := range []string{"queryset", "serializer_class", "form_class", "model"} {
		if v := c.value(name); v != 0 {
			one := b.step(v)
			s.Refs = append(s.Refs, one.Refs...)
			s.Also = append(s.Also, b.at(c.attrs[name]))
			c.models(&s, v)
			c.generic = c.generic || name != "model"
		}
	}
	for _, f := range c.order {
		if partMethods[b.u.Name(b.u.Part(f, 0))] {
			s.Also = append(s.Also, b.at(f))
			c.models(&s, f)
		}
	}
	if doc := c.doc(); doc != 0 {
		s.Also = append(s.Also, b.at(doc))
	}
	if len(s.Also) > 0 {
		quiet(&s)
		c.v.Parts = &s
	}
}

// models adds the models whose objects a part of the class asks for: Order.objects.
func (c *classReader) models(s *Step, part g.ID) {
	b := c.b
	for id := part; id < b.u.End(part); id++ {
		if n := &b.u.Nodes[id]; n.Kind == g.Member && b.u.Name(b.u.Child(id, 1)) == "objects" && len(s.Refs) < maxRefs {
			s.Refs = append(s.Refs, Ref{Asked: b.ask(b.u.First(id)), Free: true})
		}
	}
}

func (c *classReader) doc() g.ID {
	first := c.b.u.First(c.b.body(c.class))
	if first != 0 && c.b.u.Nodes[first].Kind == g.ExprStmt {
		if doc := c.b.u.First(first); doc != 0 && c.b.u.Nodes[doc].Kind == g.String {
			return doc
		}
	}
	return 0
}

// own reads the methods that answer.
func (c *classReader) own() {
	b := c.b
	for _, f := range c.order {
		name := b.u.Name(b.u.Part(f, 0))
		verb := Verb{Handler: b.answer(f), At: c.v.At}
		var action g.ID
		for _, d := range b.pyDecorators(f) {
			switch text := b.words(d); text[strings.LastIndexByte(text, '.')+1:] {
			case "action", "detail_route", "list_route":
				action = d
			default:
				verb.Steps = append(verb.Steps, b.guardStep(d))
			}
		}
		verb.Steps = append(verb.Steps, b.depends(f)...)
		switch {
		case action != 0:
			b.means(f)
			c.action(&verb, f, action, name)
			continue
		case pyMethods[name] != "":
			verb.Word = pyMethods[name] + " " + name
			if b.typed(f) && !b.takesRequest(f) {
				verb.Handler.Caps = append(verb.Handler.Caps, "validate.schema")
			}
		case restVerbs[name] != "" && c.takes(f):
			verb.Word, verb.At = restVerbs[name]+" "+name, b.header(f)
		default:
			continue
		}
		b.means(f)
		verb.Steps = append(verb.Steps, c.decided(name)...)
		c.v.Verbs = append(c.v.Verbs, verb)
	}
}

// takes tells a method that is given a request.
func (c *classReader) takes(f g.ID) bool {
	params := c.b.u.Part(f, 1)
	if params == 0 {
		return false
	}
	for p := range c.b.u.Children(params) {
		if n := c.b.u.Part(p, 0); c.b.u.Nodes[p].Kind == g.Param && n != 0 && (c.b.u.Name(n) == "request" || c.b.u.Name(n) == "req") {
			return true
		}
	}
	return false
}

// action reads @action(detail=True, methods=["post"], permission_classes=[…]).
func (c *classReader) action(verb *Verb, f, d g.ID, name string) {
	b := c.b
	_, named := b.args(d)
	verb.At = b.header(f)
	verb.Path = name
	if p := named["url_path"]; p != 0 {
		verb.Path, _ = b.pathText(p)
	}
	if detail := named["detail"]; detail != 0 && b.u.Nodes[detail].Op == g.True {
		verb.Path = "{pk}/" + verb.Path
	}
	for _, word := range []string{"permission_classes", "throttle_classes"} {
		if v := named[word]; v != 0 {
			s := b.step(v)
			s.Text, s.Slot = word, restSlot+word
			verb.Steps = append(verb.Steps, s)
		}
	}
	verb.Steps = append(verb.Steps, c.decided(name)...)
	for i, m := range b.methodsOf(named["methods"]) {
		one := *verb
		one.Word = m + " " + name
		if i > 0 {
			one.Word += m
		}
		c.v.Verbs = append(c.v.Verbs, one)
	}
}

// given adds what the class has from libraries.
func (c *classReader) given() {
	b := c.b
	for _, base := range c.v.Kinds {
		for name := range strings.FieldsSeq(givenVerbs[base[strings.LastIndexByte(base, '.')+1:]]) {
			if slices.ContainsFunc(c.v.Verbs, func(v Verb) bool { return strings.HasSuffix(v.Word, " "+name) }) {
				continue
			}
			method := restVerbs[name]
			switch name {
			case "form", "login":
				method = "POST"
			case "show":
				method = "GET"
			}
			if strings.HasPrefix(base, "django.") && (name == "update" || name == "destroy") {
				method = "POST"
			}
			s := Step{Place: c.v.At, Text: c.v.Name + "." + name, Caps: slices.Clone(givenEffects[name])}
			if c.attrs["serializer_class"] != 0 || c.attrs["form_class"] != 0 || c.methods["get_serializer_class"] != 0 || c.attrs["fields"] != 0 {
				s.Caps = append(s.Caps, "validate.schema")
			}
			for method, of := range verbMethods {
				if f := c.methods[method]; f != 0 && slices.Contains(strings.Fields(of), name) {
					s.Also = append(s.Also, b.at(f))
				}
			}
			slices.SortFunc(s.Also, func(x, y Place) int { return int(int64(x.Start) - int64(y.Start)) })
			verb := Verb{Word: method + " " + name, Handler: s, At: c.v.At, Steps: c.decided(name)}
			if strings.HasPrefix(base, "rest_framework") && strings.Contains(base, "viewsets") && slices.Contains(givenEffects[name], "data.one") {
				verb.Path = "{pk}"
			}
			c.v.Verbs = append(c.v.Verbs, verb)
		}
	}
}

// decided gives what get_permissions and get_throttles say for one action.
func (c *classReader) decided(action string) (all []Step) {
	for _, m := range [][2]string{{"get_permissions", "permission_classes"}, {"get_throttles", "throttle_classes"}} {
		f := c.methods[m[0]]
		if f == 0 {
			continue
		}
		var found []Step
		c.decide(c.b.body(f), action, 0, &found)
		for i := range found {
			found[i].Slot = restSlot + m[1]
		}
		all = append(all, found...)
	}
	return all
}

// decide walks statements for one action; it tells whether they leave.
func (c *classReader) decide(block g.ID, action string, depth int, found *[]Step) bool {
	b := c.b
	if block == 0 || depth > 20 {
		return false
	}
	switch n := &b.u.Nodes[block]; n.Kind {
	case g.Block:
		for s := range b.u.Children(block) {
			if c.decide(s, action, depth+1, found) {
				return true
			}
		}
	case g.If:
		then, or := b.u.Child(block, 1), b.u.Child(block, 2)
		switch yes, known := c.holds(b.u.First(block), action, 0); {
		case known && yes:
			return c.decide(then, action, depth+1, found)
		case known:
			return c.decide(or, action, depth+1, found)
		}
		one := c.decide(then, action, depth+1, found)
		return c.decide(or, action, depth+1, found) && one
	case g.Return:
		if v := b.u.First(block); v != 0 && !strings.Contains(string(b.u.Source[n.Start:n.End]), "super()") {
			*found = append(*found, b.step(v))
		}
		return true
	case g.ExprStmt:
		return c.decide(b.u.First(block), action, depth+1, found)
	case g.Assign:
		if v := b.u.Child(block, 1); v != 0 {
			*found = append(*found, b.step(v))
		}
	}
	return false
}

// holds judges a condition on the action: self.action == "list", self.action in ("list", "retrieve").
func (c *classReader) holds(cond g.ID, action string, depth int) (yes, known bool) {
	b := c.b
	if cond == 0 || depth > 6 {
		return false, false
	}
	n := &b.u.Nodes[cond]
	switch {
	case n.Kind == g.Unary && n.Op == g.Not:
		yes, known = c.holds(b.u.First(cond), action, depth+1)
		return !yes, known
	case n.Kind != g.Binary:
		return false, false
	}
	l, r := b.u.First(cond), b.u.Child(cond, 1)
	if text := b.dotted(l); text != "this.action" && text != "self.action" {
		return false, false
	}
	switch n.Op {
	case g.Eq, g.Ne:
		s, ok := b.constant(r)
		return (s == action) == (n.Op == g.Eq), ok
	case g.In, g.NotIn:
		in := false
		b.each(r, func(item g.ID) {
			s, ok := b.constant(item)
			in, known = in || s == action, known || ok
		})
		return in == (n.Op == g.In), known
	}
	return false, false
}
