package formula

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A model file is YAML: what one library has, by the name of the model, in the operators of a rule.
//
//	library: express
//	languages: [javascript, typescript]
//	formulas:
//	  express.handler:
//	    - pattern-inside: function ($REQ, $RES, ...) { ... }
//	sources:
//	  http.request.body:
//	    - patterns: [{pattern: $REQ.body}, {model: express.handler}]
//	sinks:
//	  redirect.url:
//	    - patterns:
//	        - pattern: $RES.redirect(..., $URL)
//	        - focus-metavariable: $URL
//	sanitizers: {…}
//	guards:                       # what protects a route, and effects: what a handler does; see RequireSpec
//	  rate-limit:
//	    - express-rate-limit.rateLimit          # a canonical name of what is called or named
//	    - pattern: $LIMITER.consume(...)
//	propagators:
//	  - {pattern: $A.push($B), from: $B, to: $A}
//
// An item may have the keys that it may have in a taint rule; those under formulas have none and are for use in other
// formulas. An item's own `languages` narrows those of the file. A rule names a model as `model: http.request` and then also
// means http.request.body and everything else below that name.

var modelName = regexp.MustCompile(`^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*$`)

// ModelDir is where a rule pack keeps its models, a folder for each language.
const ModelDir = "sast/models"

// LoadModels reads every .yaml file of a rule pack below a folder of ModelDir, "." for all, in the order of their paths. A
// pack without that folder has no such models.
func LoadModels(fsys fs.FS, folder string) (*Models, error) {
	m := &Models{Formulas: map[string][]*ModelPart{}}
	dir := path.Join(ModelDir, folder)
	err := fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if p == dir && errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() || path.Ext(p) != ".yaml" {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		file, err := ParseModel(p, data)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading models: %w", err)
	}
	if err := m.index(); err != nil {
		return nil, fmt.Errorf("reading models: %w", err)
	}
	return m, nil
}

// index fills Formulas. A name is in one role everywhere; a name above others holds what they hold, when they share a role.
func (m *Models) index() error {
	roles := map[string]string{}
	for _, f := range m.Files {
		for _, p := range f.Parts {
			of := p.Role
			if of == "guards" { // a word of the vocabulary: what one library guards with, another does
				of = "effects"
			}
			if role, ok := roles[p.Name]; ok && role != of {
				return fmt.Errorf("%s is among the %s of one library and the %s of %s", p.Name, role, p.Role, p.Library)
			}
			roles[p.Name] = of
		}
	}
	shared := map[string]string{} // of names above others; "" when roles below differ
	for name, role := range roles {
		for above := parent(name); above != ""; above = parent(above) {
			if r, ok := shared[above]; ok && r != role {
				role = ""
			}
			shared[above] = role
		}
	}
	for _, above := range slices.Sorted(maps.Keys(shared)) {
		if own, ok := roles[above]; ok && own != shared[above] {
			return fmt.Errorf("%s is among the %s, what stands below that name is not", above, own)
		}
	}
	for _, f := range m.Files {
		for _, p := range f.Parts {
			m.Formulas[p.Name] = append(m.Formulas[p.Name], p)
			for above := parent(p.Name); above != ""; above = parent(above) {
				if shared[above] != "" {
					m.Formulas[above] = append(m.Formulas[above], p)
				}
			}
		}
	}
	done := map[string]bool{}
	for _, f := range m.Files {
		for _, p := range f.Parts {
			if err := m.resolve(p.Name, nil, done); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxModels is how deep models may name each other.
const maxModels = 8

// resolve tells whether the models that a model names exist and none names itself, through others either.
func (m *Models) resolve(name string, above []string, done map[string]bool) error {
	if slices.Contains(above, name) {
		return fmt.Errorf("the model %s names itself: %s", name, strings.Join(above, " → "))
	}
	if len(above) > maxModels {
		return fmt.Errorf("models name each other more than %d deep: %s", maxModels, strings.Join(above, " → "))
	}
	if done[name] {
		return nil
	}
	above = append(above[:len(above):len(above)], name)
	for _, p := range m.Formulas[name] {
		var err error
		p.Spec.Formula.Walk(func(f *Formula) {
			switch {
			case err != nil || f.Op != Model:
			case len(m.Formulas[f.Text]) == 0:
				err = fmt.Errorf("%s of %s: no model is named %q", p.Name, p.Library, f.Text)
			default:
				err = m.resolve(f.Text, above, done)
			}
		})
		if err != nil {
			return err
		}
	}
	done[name] = true
	return nil
}

func parent(name string) string {
	i := strings.LastIndexByte(name, '.')
	return name[:max(i, 0)]
}

// For gives the parts of a model that hold in a language.
func (m *Models) For(name, language string) []*ModelPart {
	if m == nil {
		return nil
	}
	var parts []*ModelPart
	for _, p := range m.Formulas[name] {
		if slices.Contains(p.Languages, language) {
			parts = append(parts, p)
		}
	}
	return parts
}

// reads says whether the models are those of a language, too.
func (m *Models) reads(language string) bool {
	return slices.ContainsFunc(m.Files, func(f *ModelFile) bool { return slices.Contains(f.Languages, language) })
}

// Check names the models that a rule uses and that are unknown, or stand in a list of another role.
func (m *Models) Check(r *Rule) []Problem {
	foreign := slices.ContainsFunc(r.Languages, func(l string) bool { return !m.reads(l) }) // some of its languages are of another family
	var problems []Problem
	see := func(f *Formula, role string) {
		f.Walk(func(k *Formula) {
			if k.Op != Model {
				return
			}
			reason := ""
			switch parts := m.Formulas[k.Text]; {
			case len(parts) == 0 && foreign: // another family's models may have it
			case len(parts) == 0:
				reason = fmt.Sprintf("no model is named %q", k.Text)
			case k == f && role != "" && parts[0].Role != role && parts[0].Role != "formulas":
				reason = fmt.Sprintf("the model %s is one of %s, not of %s", k.Text, parts[0].Role, role)
			case !slices.ContainsFunc(r.Languages, func(l string) bool { return len(m.For(k.Text, l)) > 0 }):
				reason = fmt.Sprintf("the model %s has nothing for %s", k.Text, strings.Join(r.Languages, ", "))
			}
			if reason != "" {
				problems = append(problems, Problem{File: r.File, Line: k.Line, Rule: r.ID, Key: "model", Reason: reason, Fatal: true})
			}
		})
	}
	if r.Formula != nil {
		see(r.Formula, "")
	}
	if r.Require != nil && !foreign {
		for _, name := range r.Require.Names {
			if parts := m.Formulas[name]; Vocabulary[name] == "" && (len(parts) == 0 || parts[0].Role != "guards" && parts[0].Role != "effects") {
				problems = append(problems, Problem{File: r.File, Line: r.Line, Rule: r.ID, Key: "require", Reason: fmt.Sprintf("no guard or effect is named %q", name), Fatal: true})
			}
		}
	}
	if t := r.Taint; t != nil {
		for role, specs := range t.Roles() {
			for _, s := range specs {
				see(s.Formula, role)
			}
		}
	}
	return problems
}

// Roles yields the lists of specs by the name of their role, in the order sources, sinks, sanitizers, propagators.
func (t *TaintSpec) Roles() func(yield func(role string, specs []Spec) bool) {
	return func(yield func(string, []Spec) bool) {
		_ = yield("sources", t.Sources) && yield("sinks", t.Sinks) && yield("sanitizers", t.Sanitizers) && yield("propagators", t.Propagators)
	}
}

// Walk visits a formula and all below it, the formulas of conditions included.
func (f *Formula) Walk(visit func(*Formula)) {
	visit(f)
	for _, kid := range f.Kids {
		kid.Walk(visit)
	}
	for _, c := range f.Conditions {
		if c.Formula != nil {
			c.Formula.Walk(visit)
		}
	}
}

// ParseModel reads the model file of one library. All problems are errors.
func ParseModel(file string, data []byte) (*ModelFile, error) {
	l := &loader{file: file, strict: true}
	root, more, err := document(data)
	if err == nil && more {
		err = errors.New("more than one YAML document")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := &ModelFile{}
	if err := l.modelFile(out, root); err != nil {
		l.fail(err)
	}
	for _, p := range l.problems {
		if p.Fatal {
			return nil, p
		}
	}
	return out, nil
}

func (l *loader) modelFile(out *ModelFile, root *yaml.Node) error {
	pairs, err := l.mapping(root, "")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch p.key {
		case "library":
			out.Library, err = l.text(p.value, p.key)
		case "languages":
			out.Languages, err = l.languages(p.value)
		}
		if err != nil {
			return err
		}
	}
	if out.Library == "" || out.Languages == nil {
		return faultAt(root, "", "library or languages is missing")
	}
	for _, p := range pairs {
		switch p.key {
		case "library", "languages":
		case "formulas", "sources", "sinks", "sanitizers", "guards", "effects":
			err = l.parts(out, p)
		case "propagators":
			out.Propagators, err = l.specs(p, p.key, false)
			for _, s := range out.Propagators {
				l.modelFormula(s)
			}
		default:
			err = faultAt(p.at, p.key, "unknown key")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parts reads what a library has in one role.
func (l *loader) parts(out *ModelFile, list pair) error {
	names, err := l.mapping(list.value, list.key)
	if err != nil {
		return err
	}
	for _, p := range names {
		if !modelName.MatchString(p.key) {
			return faultAt(p.at, p.key, "no name of a model: words in lower case, joined by dots")
		}
		items, err := l.list(p.value, p.key)
		if err != nil {
			return err
		}
		for _, n := range items {
			if n.Kind == yaml.ScalarNode && (list.key == "guards" || list.key == "effects") {
				canonical, err := l.text(n, p.key)
				if err != nil {
					return err
				}
				if canonical == "" || strings.Contains(strings.TrimSuffix(canonical, "*"), "*") {
					return faultAt(n, p.key, "%q is no canonical name", short(canonical))
				}
				out.Named = append(out.Named, NamedPart{p.key, canonical, out.Languages})
				continue
			}
			part := &ModelPart{Name: p.key, Role: list.key, Library: out.Library, Languages: out.Languages}
			l.kids = 0
			if n, err = l.narrowed(part, n); err != nil {
				return err
			}
			if part.Spec, err = l.spec(n, p.key, list.key, false); err != nil {
				return err
			}
			l.modelFormula(part.Spec)
			out.Parts = append(out.Parts, part)
		}
	}
	return nil
}

// narrowed takes an item's own languages out of it.
func (l *loader) narrowed(part *ModelPart, n *yaml.Node) (*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return n, nil
	}
	rest := *n
	rest.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "languages" {
			rest.Content = append(rest.Content, n.Content[i], n.Content[i+1])
			continue
		}
		own, err := l.languages(n.Content[i+1])
		if err != nil {
			return nil, err
		}
		part.Languages = own
	}
	return &rest, nil
}

// modelFormula checks what a rule's formulas are checked for when the rule is complete.
func (l *loader) modelFormula(s Spec) {
	own := &bound{names: map[string]bool{}}
	own.add(s.Formula)
	l.scope(s.Formula, own)
	for _, name := range []string{s.From, s.To} {
		if name != "" && !own.has(name) {
			l.warn(s.Line, "propagators", "%s is not in the propagator's pattern", name)
		}
	}
}
