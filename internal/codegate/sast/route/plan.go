package route

import (
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/prefilter"
	"bartizan/internal/codegate/sast/search"
	g "bartizan/internal/syntax/generic"
)

// A Plan is what is asked of the files of one family of languages: the rules of mode require, and the guards and effects that
// they name, with all guards, which tell how a route is protected.
type Plan struct {
	Rules []*formula.Rule

	parts   []*formula.ModelPart
	names   map[string][]formula.NamedPart
	roots   []formula.NamedPart // names that end in *
	modules map[string]bool     // that names are of
	calls   []int               // rules whose subject is a call
	options formula.Options
	filter  *prefilter.Filter // of the parts, then of the calls
}

// NewPlan gathers the rules of mode require from the rules of a family.
func NewPlan(rules []*formula.Rule, models *formula.Models) *Plan {
	p := &Plan{options: formula.DefaultOptions(), names: map[string][]formula.NamedPart{}}
	for _, r := range rules {
		if r.Mode == formula.Require {
			p.Rules = append(p.Rules, r)
		}
	}
	var formulas []*formula.Formula
	if len(p.Rules) > 0 && models != nil {
		for _, f := range models.Files {
			for _, n := range f.Named {
				if root, ok := strings.CutSuffix(n.Canonical, "*"); ok {
					n.Canonical = root
					p.roots = append(p.roots, n)
				} else {
					p.names[n.Canonical] = append(p.names[n.Canonical], n)
				}
			}
			for _, part := range f.Parts {
				if (part.Role == "guards" || part.Role == "effects") && part.Spec.Formula != nil {
					p.parts = append(p.parts, part)
					formulas = append(formulas, part.Spec.Formula)
				}
			}
		}
	}
	for i, r := range p.Rules {
		if r.Formula != nil {
			p.calls = append(p.calls, i)
			formulas = append(formulas, r.Formula)
		}
	}
	p.modules = map[string]bool{}
	for _, root := range []string{"flask_limiter", "slowapi", "rest_framework", "django", "flask", "fastapi", "starlette", "aiohttp", "werkzeug", "flask_login", "flask_jwt_extended", "flask_wtf", "sqlalchemy", "flask_sqlalchemy",
		"argon2", "passlib", "bcrypt", "jwt", "jose", "pydantic", "functools"} {
		p.modules[root] = true
	}
	for name := range p.names {
		if i := strings.LastIndexByte(name, '.'); i > 0 {
			p.modules[name[:i]] = true
		}
	}
	p.filter = prefilter.NewFormulas(formulas, models)
	return p
}

// evidence evaluates the formulas over a file.
func (p *Plan) evidence(b *builder, pass *search.Pass) {
	u := b.u
	p.named(b)
	picked := p.filter.Pick(u.Text, u.Language, nil)
	for i, part := range p.parts {
		if !picked[i] || !holds(part.Languages, u.Language) {
			continue
		}
		for _, m := range pass.Eval(part.Spec.Formula, &p.options) {
			b.prove(part.Name, m.Start, m.End)
		}
	}
	for k, i := range p.calls {
		r := p.Rules[i]
		if !picked[len(p.parts)+k] || !holds(r.Languages, u.Language) {
			continue
		}
		for _, m := range pass.Eval(r.Formula, &r.Options) {
			b.out.Subjects = append(b.out.Subjects, Subject{Rule: i, Place: b.place(m.Start, m.End), Message: b.message(r.Message, m)})
		}
	}
}

// named looks for what is called or named by a canonical name.
func (p *Plan) named(b *builder) {
	if len(p.names)+len(p.roots) == 0 {
		return
	}
	u := b.u
	for id := g.ID(1); int(id) < len(u.Nodes); id++ {
		switch u.Nodes[id].Kind {
		case g.Ident, g.Member, g.TypeName:
		case g.Call:
			if b.requires(id) {
				if list, _ := b.args(id); len(list) > 0 {
					if s, ok := b.constant(list[0]); ok {
						p.lookUp(b, s, id)
					}
				}
			}
			continue
		default:
			continue
		}
		name, _ := u.Canonical(id)
		up := u.Parents[id]
		if name == "" && u.Nodes[id].Kind == g.Member && u.Nodes[up].Kind == g.Call { // a method of an object whose type is known
			if t := u.Type(u.First(id)); t != "" {
				name = t + "." + u.Name(u.Child(id, 1))
			}
		}
		if name == "" || u.Nodes[up].Kind == g.ImportItem || u.Nodes[up].Kind == g.Import {
			continue
		}
		at := id
		if k := u.Nodes[up].Kind; (k == g.Call || k == g.New) && u.First(up) == id {
			at = up
		}
		p.lookUp(b, name, at)
		if short, ok := strings.CutSuffix(name, ".default"); ok {
			p.lookUp(b, short, at)
		}
	}
}

func (p *Plan) lookUp(b *builder, name string, at g.ID) {
	see := func(n formula.NamedPart) {
		if holds(n.Languages, b.u.Language) {
			b.prove(n.Name, b.u.Nodes[at].Start, b.u.Nodes[at].End)
		}
	}
	for _, n := range p.names[name] {
		see(n)
	}
	for _, n := range p.roots {
		if strings.HasPrefix(name, n.Canonical) {
			see(n)
		}
	}
}

// known gives the guards and effects of a canonical name.
func (p *Plan) known(name, language string) (all []string) {
	for _, n := range p.names[name] {
		if holds(n.Languages, language) && !slices.Contains(all, n.Name) {
			all = append(all, n.Name)
		}
	}
	return all
}

// covers says whether the models speak of other names of the same module, so that this one is known for what it is not.
func (p *Plan) covers(name string) bool {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return false
	}
	root, _, _ := strings.Cut(name, ".")
	return p.modules[name[:i]] || p.modules[root]
}

func holds(languages []string, language string) bool {
	return slices.Contains(languages, language) || language == "tsx" && slices.Contains(languages, "typescript")
}
