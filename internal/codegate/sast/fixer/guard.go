package fixer

import (
	"path"
	"slices"
	"strings"

	"bartizan/internal/lazyregexp"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// guardReuse gives a route the very guard that other routes of the project have: the same middleware, decorator, dependency or
// base class.
func guardReuse(w *work) error {
	if len(w.Offers) == 0 {
		return refuse("no other route of the project has a check that could be used here: write one, and put it before the handler")
	}
	r, err := w.registration()
	if err != nil {
		return err
	}
	w.review()
	var first error
	try := func(role bool) bool {
		for i := range w.Offers {
			if w.Offers[i].Role != role {
				continue
			}
			edits, calls := len(w.Edits), len(w.Calls)
			err := w.reuse(&r, &w.Offers[i])
			if err == nil {
				return true
			}
			w.Edits, w.Calls = w.Edits[:edits], w.Calls[:calls]
			if first == nil {
				first = err
			}
		}
		return false
	}
	if try(true) || try(false) {
		return nil
	}
	return first
}

var expressionName = lazyregexp.New(`#(\w+)`)

var errOwnGuard = Refusal("the check of the other routes is written where it is used: give it a name, and use it here too")

// reuse puts one guard into the registration.
func (w *work) reuse(r *registration, o *Offer) error {
	other := &work{Request: &Request{Unit: o.Unit, Span: o.Span}}
	other.node = other.at(o.Span)
	if other.node == 0 {
		return errOwnGuard
	}
	switch r.framework {
	case express, koa, gin, echo, chi, netHTTP, fastify:
		text, err := w.borrowed(other, other.node, r.call)
		if err != nil {
			return err
		}
		w.Title = "asks with " + text + " as other routes do"
		if r.framework == fastify {
			return w.fastifyHook(r, text)
		}
		return w.beforeHandler(r, text)
	case nest:
		d := other.self(other.node, g.Decorator)
		if d == 0 {
			return errOwnGuard
		}
		text, err := w.borrowed(other, d, r.handler)
		if err != nil {
			return err
		}
		w.Title = "asks with " + text + " as other routes do"
		return w.annotate(r.handler, text)
	case spring:
		d := other.self(other.node, g.Decorator)
		if d == 0 {
			return refuse("the rules of the filter chain ask in one place: add this path there")
		}
		text, err := w.borrowed(other, d, r.handler)
		if err != nil {
			return err
		}
		for _, m := range expressionName.FindAllStringSubmatch(text, 20) { // #teamId
			if !slices.Contains(w.params(r.handler), m[1]) {
				return refuse("the check of the other routes asks about the parameter %s, which this one has not", m[1])
			}
		}
		w.Title = "asks with " + text + " as other routes do"
		return w.annotate(r.handler, text)
	case flask, fastapi, django:
		return w.reusePython(r, other)
	}
	return refuse("put the check of the other routes before this handler")
}

// fastifyHook puts a hook into the options of a route.
func (w *work) fastifyHook(r *registration, text string) error {
	options := g.ID(0)
	switch {
	case w.word(r.call) == "route":
		options = w.dict(r.args[0])
	case len(r.args) > 2:
		if options = w.dict(r.args[1]); options == 0 {
			return refuse("the options of the route are made elsewhere: set onRequest there")
		}
	}
	if options == 0 {
		at := r.args[len(r.args)-1]
		w.insert(w.Nodes[at].Start, w.separated(r.args, at, "{ onRequest: "+text+" }"))
		return nil
	}
	have := w.pair(options, "onRequest")
	switch v := w.valueOf(have); {
	case have == 0:
		w.setPair(options, "onRequest", text)
	case w.kind(v) == g.List:
		var items []g.ID
		for c := range w.Children(v) {
			items = append(items, c)
		}
		w.addItem(v, items, text, false)
	default:
		w.put(v, "["+text+", "+w.src(v)+"]")
	}
	return nil
}

// annotate puts an annotation on a line of its own above the first of a method's.
func (w *work) annotate(fn g.ID, text string) error {
	at := w.Nodes[fn].Start
	for c := range w.Children(fn) {
		if w.kind(c) == g.Decorator {
			at = min(at, w.Nodes[c].Start)
			if w.src(c) == text {
				return refuse("the method has it already")
			}
		}
	}
	if !w.first(at) {
		return refuse("the method shares its line with others")
	}
	in := w.indent(at)
	w.insert(at, strings.ReplaceAll(text, "\n", "\n"+in)+w.style().newline+in)
	return nil
}

func (w *work) reusePython(r *registration, other *work) error {
	node := other.node
	if d := other.self(node, g.Decorator); d != 0 && r.framework != fastapi {
		expr := other.First(d)
		switch other.lastName(other.First(expr)) {
		case "action", "route", "get", "post", "put", "patch", "delete", "api_view", "api_route", "path": // a keyword of what registers
			return w.reuseKeyword(r, other, expr)
		}
		text, err := w.borrowed(other, expr, r.handler)
		if err != nil {
			return err
		}
		w.Title = "asks with " + text + " as other routes do"
		switch {
		case w.kind(r.handler) == g.Class && r.framework == django:
			method, err := w.use("django.utils.decorators", "method_decorator")
			if err != nil {
				return err
			}
			return w.decorate(r.handler, "@"+method+"("+text+", name="+w.quoted("dispatch")+")")
		case w.kind(r.handler) != g.Func:
			return refuse("the view is a class: add the check to its bases or decorators")
		}
		return w.decorate(r.handler, "@"+text)
	}
	if p := other.self(node, g.Param); p != 0 && r.framework == fastapi {
		return w.borrowParam(r, other, p)
	}
	switch k := other.kind(other.up(node)); {
	case r.framework == django && w.kind(r.handler) == g.Class && (k == g.Extends || k == g.Class): // a base
		text, err := w.borrowed(other, node, r.handler)
		if err != nil {
			return err
		}
		for c := range w.Children(r.handler) {
			if w.kind(c) == g.Extends {
				w.Title = "asks with " + text + " as other routes do"
				w.insert(w.Nodes[c].Start, text+", ")
				return nil
			}
		}
	case r.framework == fastapi:
		if call := other.self(node, g.Call); call != 0 && other.word(call) == "Depends" {
			return w.borrowDepends(r, other, call)
		}
		if call := other.around(node, g.Call); call != 0 && other.word(call) == "Depends" {
			return w.borrowDepends(r, other, call)
		}
	}
	return errOwnGuard
}

// reuseKeyword gives a decorator that registers the keyword that another route's has: permission_classes=[IsAdminUser].
func (w *work) reuseKeyword(r *registration, other *work, registers g.ID) error {
	arg := other.self(other.node, g.NamedArg)
	if arg == 0 || arg <= registers || arg >= other.End(registers) {
		return errOwnGuard
	}
	for d := range w.Children(r.handler) {
		call := w.First(d)
		if w.kind(d) != g.Decorator || w.kind(call) != g.Call || w.word(call) != other.word(registers) {
			continue
		}
		text, err := w.borrowed(other, other.valueOf(arg), r.handler)
		if err != nil {
			return err
		}
		node, _ := w.args(call)
		key := other.Name(other.First(arg))
		if w.pair(node, key) != 0 {
			return refuse("the route has other values for %s", key)
		}
		w.Title = "sets " + key + " as other routes do"
		w.setPair(node, key, text)
		return nil
	}
	return errOwnGuard
}

// borrowParam gives the function a parameter that FastAPI fills as it does another function's.
func (w *work) borrowParam(r *registration, other *work, p g.ID) error {
	text, err := w.borrowed(other, p, r.handler)
	if err != nil {
		return err
	}
	if d, sym := w.def(w.Part(r.handler, 0)); d == nil || len(w.uses(sym)) > 0 {
		return refuse("the function is called elsewhere too: give it the parameter of the other routes by hand")
	}
	name := other.Part(p, 0)
	if name == 0 || slices.Contains(w.params(r.handler), other.Name(name)) {
		return refuse("the function has a parameter of that name")
	}
	for c := range w.Children(r.handler) {
		if w.kind(c) != g.Params {
			continue
		}
		w.Title = "asks with the parameter " + text + " as other routes do"
		var items []g.ID
		for i := range w.Children(c) {
			items = append(items, i)
		}
		hasDefault := other.Part(p, 2) != 0 && other.kind(other.Part(p, 2)) != g.Empty
		switch {
		case len(items) == 0:
			w.insert(w.Nodes[c].Start+1, text)
		case hasDefault:
			w.addItem(c, items, text, false)
		default:
			w.insert(w.Nodes[items[0]].Start, w.separated(append([]g.ID{0}, items...), items[0], text))
		}
		return nil
	}
	return errOwnGuard
}

// borrowDepends adds a dependency to the decorator of a route.
func (w *work) borrowDepends(r *registration, other *work, call g.ID) error {
	text, err := w.borrowed(other, call, r.handler)
	if err != nil {
		return err
	}
	decorator := w.self(w.node, g.Decorator)
	if decorator == 0 {
		return errOwnGuard
	}
	node, _ := w.args(w.First(decorator))
	if node == 0 || w.pair(node, "dependencies") != 0 {
		return refuse("add the dependency to those of the route")
	}
	w.Title = "asks with " + text + " as other routes do"
	w.setPair(node, "dependencies", "["+text+"]")
	return nil
}

// borrowed gives the text of an expression of a file for use at a place of this one, and imports what it names. It refuses what
// holds code of its own, and names that do not reach.
func (w *work) borrowed(other *work, id, at g.ID) (string, error) {
	if n := other.Nodes[id]; n.End-n.Start > 300 {
		return "", errOwnGuard
	}
	same := other.Path == w.Path
	for c := id; c < other.End(id); c++ {
		switch k := other.kind(c); k {
		case g.Lambda, g.Func, g.Class, g.Block:
			return "", errOwnGuard
		case g.This:
			if !same || w.around(at, g.Class) == 0 {
				return "", errOwnGuard
			}
		case g.Ident, g.TypeName:
			if p := other.up(c); other.kind(p) == g.Member && other.First(p) != c || (other.kind(p) == g.Pair || other.kind(p) == g.NamedArg || other.kind(p) == g.Param) && other.First(p) == c {
				continue
			}
			if other.kind(other.up(c)) == g.Param && other.Part(other.up(c), 0) == c {
				continue
			}
			if err := w.reach(other, c, at, same); err != nil {
				return "", err
			}
		}
	}
	return strings.TrimSpace(other.src(id)), nil
}

// reach makes a name of another place known here, or refuses.
func (w *work) reach(other *work, id, at g.ID, same bool) error {
	sym := other.Uses[id]
	name := other.Name(id)
	if other.kind(id) == g.TypeName {
		name, _, _ = strings.Cut(name, ".")
	}
	if sym == 0 {
		return w.reachPackage(other, name, same)
	}
	d := &other.Defs[sym]
	far := Refusal("the check of the other routes uses " + d.Name + ", which is not known here: use it here too")
	if same {
		if d.Scope == 1 {
			if d.Kind == names.Global && other.Nodes[d.At].Start > w.Nodes[at].Start && w.function(at) == 0 {
				return far
			}
			return nil
		}
		if at >= d.Scope && at < w.End(d.Scope) && (other.Nodes[d.At].Start < w.Nodes[at].Start || d.Kind == names.Function) {
			return nil
		}
		return far
	}
	if d.Scope != 1 {
		return far
	}
	if w.knows(d.Name) && !w.golang() {
		for i := range w.Defs {
			if h := &w.Defs[i]; h.Name == d.Name && h.Scope == 1 && h.Kind == names.Imported {
				return nil // imported under the same name: of the same thing
			}
		}
		return refuse("the name %s is taken in this file", d.Name)
	}
	switch {
	case w.golang():
		if d.Kind == names.Imported {
			_, err := w.useGo(d.Canonical)
			return err
		}
		if path.Dir(other.Path) == path.Dir(w.Path) {
			return nil
		}
		return far
	case w.script():
		return w.reachScript(other, d)
	case w.python():
		return w.reachPython(other, d)
	case w.java():
		if d.Kind == names.Imported {
			_, err := w.useJava(d.Canonical)
			return err
		}
	}
	return far
}

// reachPackage is for a name that nothing in the other file defines: of the same package, or of the language.
func (w *work) reachPackage(other *work, name string, same bool) error {
	if same || w.python() || w.script() {
		return nil
	}
	if path.Dir(other.Path) == path.Dir(w.Path) {
		return nil
	}
	return refuse("the check of the other routes uses %s, which is not known here: use it here too", name)
}

// reachScript imports what another file imports, or what it exports under its own name.
func (w *work) reachScript(other *work, d *names.Def) error {
	far := Refusal("the check of the other routes uses " + d.Name + ", which is not known here: use it here too")
	module, item, whole := "", d.Name, false
	from := d.Owner
	if d.Kind != names.Imported { // const a = require('./a'), const { a } = require('./a')
		if d.Value != 0 && other.kind(d.Value) == g.Call && other.lastName(other.First(d.Value)) == "require" {
			_, args := other.args(d.Value)
			if len(args) == 1 && other.kind(args[0]) == g.String {
				module, whole = other.Name(args[0]), d.Path == ""
				if d.Path != "" {
					item = d.Path
				}
			}
		} else if d.Kind == names.Function || d.Kind == names.Class || d.Kind == names.Global {
			text := string(other.Text)
			switch {
			case strings.Contains(text, "export function "+d.Name+"(") || strings.Contains(text, "export async function "+d.Name+"(") || strings.Contains(text, "export const "+d.Name+" ") || strings.Contains(text, "export class "+d.Name+" "):
			case strings.Contains(text, "exports."+d.Name+" ="):
			default:
				return far
			}
			module = relative(w.Path, strings.TrimSuffix(strings.TrimSuffix(other.Path, ".ts"), ".js"))
			if strings.HasSuffix(other.Path, ".mjs") || strings.HasSuffix(other.Path, ".js") && w.language() == "module" {
				module = relative(w.Path, other.Path)
			}
		}
	} else {
		for from != 0 && other.kind(from) != g.Import {
			from = other.up(from)
		}
		if from == 0 {
			return far
		}
		if source := other.First(from); other.kind(source) == g.String {
			module = other.Name(source)
		}
		canonical := d.Canonical
		switch {
		case canonical == module || canonical == module+".default":
			whole = true
		case strings.HasPrefix(canonical, module+"."):
			item = strings.TrimPrefix(canonical, module+".")
		}
	}
	if module == "" || strings.ContainsAny(item, ". ") {
		return far
	}
	if strings.HasPrefix(module, ".") && d.Kind == names.Imported || strings.HasPrefix(module, ".") && d.Value != 0 && other.kind(d.Value) == g.Call {
		module = relative(w.Path, path.Join(path.Dir(other.Path), module))
	}
	st := w.style()
	line := ""
	names := d.Name
	if esm := w.language() == "module"; esm {
		if !whole {
			if names = item; item != d.Name {
				names = item + " as " + d.Name
			}
			names = "{ " + names + " }"
		}
		line = "import " + names + " from " + w.quoted(module) + st.semi
	} else {
		if !whole {
			if names = item; item != d.Name {
				names = item + ": " + d.Name
			}
			names = "{ " + names + " }"
		}
		line = "const " + names + " = require(" + w.quoted(module) + ")" + st.semi
	}
	w.afterImports(line)
	return nil
}

// relative writes the path of a file as another file's import has it.
func relative(from, to string) string {
	a, b := strings.Split(path.Dir(path.Clean(from)), "/"), strings.Split(path.Clean(to), "/")
	if a[0] == "." {
		a = nil
	}
	n := 0
	for n < len(a) && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	up := strings.Repeat("../", len(a)-n)
	if up == "" {
		up = "./"
	}
	return up + strings.Join(b[n:], "/")
}

// reachPython imports what another file of the same package imports or defines.
func (w *work) reachPython(other *work, d *names.Def) error {
	far := Refusal("the check of the other routes uses " + d.Name + ", which is not known here: use it here too")
	if d.Kind == names.Imported {
		line := ""
		imp := d.Owner
		for imp != 0 && other.kind(imp) != g.Import {
			imp = other.up(imp)
		}
		if imp == 0 {
			return far
		}
		module := other.Name(other.First(imp))
		if strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(other.src(imp), "from")), ".") && path.Dir(other.Path) != path.Dir(w.Path) {
			return far
		}
		switch {
		case other.Nodes[imp].Op == g.From && strings.HasSuffix(d.Canonical, "."+d.Name):
			source, _, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(other.src(imp), "from")), " ")
			if !ok {
				return far
			}
			line = "from " + source + " import " + d.Name
		case other.Nodes[imp].Op != g.From && d.Canonical == d.Name && module == d.Name:
			line = "import " + d.Name
		default:
			return far
		}
		w.importLine(w.lastImport(), line)
		return nil
	}
	if path.Dir(other.Path) != path.Dir(w.Path) {
		return far
	}
	module := strings.TrimSuffix(path.Base(other.Path), ".py")
	dot := ""
	for c := range w.Children(1) {
		if text := w.src(c); w.kind(c) == g.Import && strings.HasPrefix(text, "from .") {
			dot = "."
		}
	}
	if module == "__init__" || dot == "" && !w.siblingImports(other) {
		return far
	}
	w.importLine(w.lastImport(), "from "+dot+module+" import "+d.Name)
	return nil
}

// siblingImports holds where this file, or the other one, imports files of its folder by their plain names, or neither folder is
// a package.
func (w *work) siblingImports(other *work) bool {
	return path.Dir(w.Path) == "." && path.Dir(other.Path) == "."
}

func (w *work) lastImport() (last g.ID) {
	for c := range w.Children(1) {
		if w.kind(c) == g.Import {
			last = c
		}
		if k := w.kind(c); k == g.Func || k == g.Class || k == g.If || k == g.Try {
			break
		}
	}
	return last
}
