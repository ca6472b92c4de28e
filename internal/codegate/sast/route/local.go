package route

import (
	"slices"
	"strconv"
	"strings"

	"bartizan/internal/codegate/sast/search"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// maxItems bounds each list of a file.
const maxItems = 4000

// Local reads one file. The expressions it gives are to be asked of the file's facts, in this order; message fills in what a
// rule says of a match.
func Local(pass *search.Pass, plan *Plan, message func(text string, m search.Match) string) (File, []g.ID) {
	u := pass.Unit()
	b := &builder{u: u, plan: plan, message: message, objects: map[string]int{}, askedOf: map[g.ID]int{}, lines: []uint32{0}}
	if u.Table == nil || len(u.Nodes) < 2 || len(plan.Rules) == 0 {
		return b.out, nil
	}
	for i, c := range u.Text {
		if c == '\n' {
			b.lines = append(b.lines, uint32(i+1))
		}
	}
	plan.evidence(b, pass)
	for _, f := range frontEnds {
		if slices.Contains(f.languages, u.Language) {
			f.read(b)
		}
	}
	b.conditions()
	b.contextSets()
	b.pathConditions()
	for _, f := range b.later {
		f()
	}
	b.values()
	b.hands()
	b.cut()
	return b.out, b.asked
}

// A frontEnd reads what a framework's calls, decorators and files mean.
type frontEnd struct {
	languages []string
	read      func(b *builder)
}

var scripts = []string{"javascript", "typescript", "tsx"}

// frontEnds are all there are.
var frontEnds = []frontEnd{
	{scripts, readNest},
	{scripts, readNext},
	{scripts, readScriptCalls},
	{[]string{"go"}, readGoCalls},
	{[]string{"python"}, readPython},
	{[]string{"java"}, readSpring},
	{[]string{"java"}, readJaxrs},
	{[]string{"java"}, readServlet},
}

// A builder collects what one file says.
type builder struct {
	u       *search.Unit
	plan    *Plan
	out     File
	message func(text string, m search.Match) string
	lines   []uint32
	objects map[string]int // by key, from 1
	keys    []string       // of objects
	symbols []names.Symbol // of objects, 0 for those that no name has
	reads   []g.ID         // calls that read what decorators left
	later   []func()
	asked   []g.ID
	askedOf map[g.ID]int
	lent    bool                  // that what was taken for the principal is a parameter
	funcs   map[string]g.ID       // of the file, by name, when they were asked for
	fields  map[string]bool       // of the file's types
	binds   map[names.Symbol]bool // variables that the request's data is bound to
	skip    g.ID                  // not a part of the step that is read: what a call wraps
	sure    bool                  // that what a method is called on is a router: it is given a path and a handler
}

func (b *builder) position(at uint32) (line, column int) {
	i, ok := slices.BinarySearch(b.lines, at)
	if !ok {
		i--
	}
	return i + 1, int(at-b.lines[i]) + 1
}

// place gives a part of the file.
func (b *builder) place(start, end uint32) (p Place) {
	p.Start, p.End = start, end
	p.Line, p.Column = b.position(start)
	p.EndLine, p.EndColumn = b.position(end)
	return p
}

func (b *builder) at(id g.ID) Place { return b.place(b.u.Nodes[id].Start, b.u.Nodes[id].End) }

// prove notes evidence.
func (b *builder) prove(name string, start, end uint32) {
	b.out.Evidence = append(b.out.Evidence, Evidence{name, b.place(start, end)})
}

// ask gives the number of a question, from 1.
func (b *builder) ask(id g.ID) int {
	if n := b.askedOf[id]; n > 0 {
		return n
	}
	b.asked = append(b.asked, id)
	b.askedOf[id] = len(b.asked)
	return len(b.asked)
}

// cut bounds what is kept.
func (b *builder) cut() {
	over := false
	over = clip(&b.out.Objects) || over
	over = clip(&b.out.Routes) || over
	over = clip(&b.out.Uses) || over
	over = clip(&b.out.Hands) || over
	over = clip(&b.out.Values) || over
	over = clip(&b.out.Gives) || over
	over = clip(&b.out.Evidence) || over
	over = clip(&b.out.Subjects) || over
	if over {
		b.out.Partial = append(b.out.Partial, "more than 4000 routes, steps or signs of guards")
	}
	slices.SortStableFunc(b.out.Evidence, func(x, y Evidence) int { return int(int64(x.Start) - int64(y.Start)) })
}

func clip[T any](list *[]T) bool {
	if len(*list) <= maxItems {
		return false
	}
	*list = (*list)[:maxItems]
	return true
}

// object gives the number, from 1, of the object that a key stands for, and makes it where there is none.
func (b *builder) object(key string, make func() Object) int {
	if n := b.objects[key]; n > 0 {
		return n
	}
	b.objects[key] = len(b.out.Objects) + 1 // making it may ask for it
	b.out.Objects = append(b.out.Objects, Object{})
	b.keys, b.symbols = append(b.keys, key), append(b.symbols, 0)
	n := len(b.out.Objects)
	o := make()
	b.out.Objects[n-1] = o
	return n
}

// constant gives a text that an expression is known to be.
func (b *builder) constant(id g.ID) (string, bool) {
	if id == 0 {
		return "", false
	}
	if b.u.Nodes[id].Kind == g.String {
		return b.u.Name(id), true
	}
	if v, ok := b.u.Constant(id); ok && v.Kind == names.StringValue {
		return v.Text, true
	}
	return "", false
}

// pathText gives a path as far as it is known: what is not stands as {}.
func (b *builder) pathText(id g.ID) (text string, known bool) {
	if id == 0 {
		return "", false
	}
	if s, ok := b.constant(id); ok {
		return s, true
	}
	switch b.u.Nodes[id].Kind {
	case g.Regex:
		return b.u.Name(id), true
	case g.List, g.Tuple, g.Dict:
		if first := b.u.First(id); first != 0 {
			return b.pathText(first)
		}
	}
	parts := b.u.Template(id)
	if parts == nil {
		return "{}", false
	}
	for _, p := range parts {
		if p.Hole != 0 {
			text += "{}"
		} else {
			text += p.Text
		}
	}
	return text, true
}

// args gives the arguments of a call in order, those with a name last, by name.
func (b *builder) args(call g.ID) (list []g.ID, named map[string]g.ID) {
	args := b.u.Child(call, 1)
	if args == 0 || b.u.Nodes[args].Kind != g.Args {
		return nil, nil
	}
	for c := range b.u.Children(args) {
		switch b.u.Nodes[c].Kind {
		case g.NamedArg:
			if named == nil {
				named = map[string]g.ID{}
			}
			named[b.u.Name(b.u.Child(c, 0))] = b.u.Child(c, 1)
		default:
			if len(list) < 200 {
				list = append(list, c)
			}
		}
	}
	return list, named
}

// member takes a call of a method apart.
func (b *builder) member(call g.ID) (object g.ID, name string) {
	if b.u.Nodes[call].Kind != g.Call {
		return 0, ""
	}
	callee := b.u.First(call)
	if callee == 0 || b.u.Nodes[callee].Kind != g.Member {
		return 0, ""
	}
	n := b.u.Child(callee, 1)
	if n == 0 {
		return 0, ""
	}
	return b.u.First(callee), b.u.Name(n)
}

// keyed gives the value of a key of a literal.
func (b *builder) keyed(dict g.ID, key string) g.ID {
	if dict == 0 || b.u.Nodes[dict].Kind != g.Dict {
		return 0
	}
	for c := range b.u.Children(dict) {
		switch b.u.Nodes[c].Kind {
		case g.Pair:
			if b.u.Nodes[c].Op != g.Computed && b.u.Name(b.u.First(c)) == key {
				return b.u.Child(c, 1)
			}
		case g.Func:
			if n := b.u.Part(c, 0); n != 0 && b.u.Name(n) == key {
				return c
			}
		}
	}
	return 0
}

// around gives the innermost node of some kinds around a node, or 0.
func (b *builder) around(id g.ID, kinds ...g.Kind) g.ID {
	for id = b.u.Parents[id]; id != 0; id = b.u.Parents[id] {
		if slices.Contains(kinds, b.u.Nodes[id].Kind) {
			return id
		}
	}
	return 0
}

// dotted gives a chain of names as written, or "".
func (b *builder) dotted(id g.ID) string {
	var parts []string
	for id != 0 && len(parts) < 16 {
		switch n := b.u.Nodes[id]; n.Kind {
		case g.Ident, g.TypeName, g.Qualified:
			parts = append(parts, b.u.Name(id))
			slices.Reverse(parts)
			return strings.Join(parts, ".")
		case g.This:
			parts = append(parts, "this")
			slices.Reverse(parts)
			return strings.Join(parts, ".")
		case g.Member:
			parts = append(parts, b.u.Name(b.u.Child(id, 1)))
			id = b.u.First(id)
		default:
			return ""
		}
	}
	return ""
}

// values notes what the names of the outermost scope are made of.
func (b *builder) values() {
	for s := range b.u.Defs {
		d := &b.u.Defs[s]
		if s == 0 || d.Scope != 1 || d.Value == 0 || d.Path != "" || d.Kind == names.Imported || d.Kind == names.Function || d.Kind == names.Class {
			continue
		}
		switch b.u.Nodes[d.Value].Kind {
		case g.Index:
			if b.u.Language != "python" { // Annotated[User, Depends(current_user)]
				continue
			}
			fallthrough
		case g.Call, g.New, g.List, g.Ident, g.Member, g.Tuple, g.Await, g.Dict, g.Unary:
			b.out.Values = append(b.out.Values, Value{d.Name, b.step(d.Value)})
		}
	}
	slices.SortStableFunc(b.out.Values, func(x, y Value) int { return strings.Compare(x.Name, y.Name) })
}

// hands notes which objects are given to calls, and which functions give one.
func (b *builder) hands() {
	of := map[names.Symbol]int{}
	for i, s := range b.symbols {
		if s != 0 {
			of[s] = i + 1
		}
	}
	if len(b.out.Objects) == 0 {
		return
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Call, g.New:
			list, _ := b.args(id)
			for i, arg := range list {
				if b.u.Nodes[arg].Kind == g.Unary {
					arg = b.u.First(arg)
				}
				n := 0
				switch {
				case arg == 0:
				case b.u.Nodes[arg].Kind == g.Ident && b.u.Uses[arg] != 0:
					n = of[b.u.Uses[arg]]
				case b.u.Nodes[arg].Kind == g.Call: // routes(r.Group("/x", auth))
					n = b.objects["c"+strconv.Itoa(int(arg))]
				}
				if n > 0 {
					b.out.Hands = append(b.out.Hands, Hand{Object: n - 1, Asked: b.ask(b.u.First(id)), Arg: i, At: b.at(id)})
				}
			}
		case g.Return:
			v := b.u.First(id)
			if v == 0 || b.u.Nodes[v].Kind != g.Ident || b.u.Uses[v] == 0 || of[b.u.Uses[v]] == 0 {
				continue
			}
			if f := b.around(id, g.Func, g.Lambda); f != 0 {
				b.out.Returns = append(b.out.Returns, Return{b.u.Nodes[f].Start, of[b.u.Uses[v]] - 1})
			}
		}
	}
}
