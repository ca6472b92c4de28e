package sast

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/prefilter"
	"bartizan/internal/codegate/sast/route"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/rule"
	"bartizan/internal/syntax"
	"bartizan/rules"
)

// An engine analyses files for a set of rules. It is safe for concurrent use. Rules are read when the first file of one of
// their languages is.
type engine struct {
	rules   []engineRule // as the caller numbers them
	parsers sync.Pool

	mu       sync.Mutex
	read     []*formula.Rule // by number; nil for those not read yet
	byName   map[string]*language
	byFamily map[string]*shared
}

// An engineRule is one rule, parsed or not.
type engineRule struct {
	languages []string
	parse     func() (*rule.Rule, error) // nil of those in Semgrep's syntax
}

// A shared is what the languages of a family have in common.
type shared struct {
	models *formula.Models
	set    *search.Set
	plan   *flow.Plan
	routes *route.Plan
	paths  []*selection // of the plan's rules
}

// A language is what the rules mean for the files of one language.
type language struct {
	*shared
	search  []*formula.Rule // search rules that hold for it
	numbers []int           // of those
	paths   []*selection
	filter  *prefilter.Filter
}

func newEngine(literate []*rule.Rule) *engine {
	all := make([]engineRule, len(literate))
	for i, r := range literate {
		all[i] = engineRule{formula.LanguagesOf(r), func() (*rule.Rule, error) { return r, nil }}
	}
	return engineOf(all, make([]*formula.Rule, len(all)))
}

func engineOf(all []engineRule, read []*formula.Rule) *engine {
	e := &engine{rules: all, read: read, byName: map[string]*language{}, byFamily: map[string]*shared{}}
	e.parsers.New = func() any { return syntax.NewParser() }
	return e
}

// readEngine makes an engine of texts.
func readEngine(texts *rulesText) (*engine, error) {
	user := map[int]map[string]*formula.Rule{} // by file and id
	all := make([]engineRule, len(texts.Rules))
	read := make([]*formula.Rule, len(texts.Rules))
	for i, name := range texts.Rules {
		if name.File < 0 || name.File >= len(texts.Files) {
			return nil, errGarbled
		}
		file := texts.Files[name.File]
		all[i].languages = name.Languages
		if strings.HasSuffix(file.Name, ".md") {
			all[i].parse = file.parse
			continue
		}
		if user[name.File] == nil {
			user[name.File] = map[string]*formula.Rule{}
			all, _ := formula.Parse(file.Name, []byte(file.Text))
			for _, f := range all {
				user[name.File][f.ID] = f
			}
		}
		if read[i] = user[name.File][name.ID]; read[i] == nil {
			return nil, errGarbled
		}
	}
	return engineOf(all, read), nil
}

// parse reads a literate file.
func (f fileText) parse() (*rule.Rule, error) {
	data := []byte(f.Text)
	if f.Text == "" {
		var err error
		if data, err = rules.FS.ReadFile(f.Name); err != nil {
			return nil, err
		}
	}
	return rule.Parse(f.Name, data)
}

// embedded are the pack's models by family, each a func() (*formula.Models, error) that reads them once in a process.
var embedded sync.Map

func modelsOf(family string) (*formula.Models, error) {
	read, _ := embedded.LoadOrStore(family, sync.OnceValues(func() (*formula.Models, error) { return formula.LoadModels(rules.FS, family) }))
	return read.(func() (*formula.Models, error))()
}

// language prepares the rules of a language once. A rule that cannot be read is an error that names all such rules.
func (e *engine) language(name string) (*language, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.byName[name]; l != nil {
		return l, nil
	}
	if e.byFamily[flow.Family(name)] == nil {
		models, err := modelsOf(flow.Family(name))
		if err != nil {
			return nil, err
		}
		related, err := e.related(flow.Family(name), models)
		if err != nil {
			return nil, err
		}
		s := &shared{models: models, set: search.NewSet(models), plan: flow.NewPlan(flow.Family(name), related, models), routes: route.NewPlan(related, models)}
		for _, r := range s.plan.Rules {
			p, err := selectionOf(r)
			if err != nil {
				return nil, fmt.Errorf("%s: rule %s: %w", r.File, r.ID, err)
			}
			s.paths = append(s.paths, p)
		}
		e.byFamily[flow.Family(name)] = s
	}
	l := &language{shared: e.byFamily[flow.Family(name)]}
	for i, r := range e.read {
		if r != nil && r.Mode == formula.Search && holds(r.Languages, name) {
			p, err := selectionOf(r)
			if err != nil {
				return nil, fmt.Errorf("%s: rule %s: %w", r.File, r.ID, err)
			}
			l.search = append(l.search, r)
			l.numbers = append(l.numbers, i)
			l.paths = append(l.paths, p)
		}
	}
	l.filter = prefilter.New(l.search, l.models)
	e.byName[name] = l
	return l, nil
}

// related reads the rules of a family of languages.
func (e *engine) related(wanted string, models *formula.Models) (related []*formula.Rule, err error) {
	var bad []string
	for i, r := range e.rules {
		if !slices.ContainsFunc(r.languages, func(l string) bool { return flow.Family(l) == wanted }) {
			continue
		}
		if e.read[i] == nil {
			parsed, err := r.parse()
			if err != nil {
				bad = append(bad, err.Error())
				continue
			}
			f, err := formula.FromRule(parsed)
			if err != nil {
				bad = append(bad, err.Error())
				continue
			}
			for _, p := range models.Check(f) {
				bad = append(bad, p.Error())
			}
			e.read[i] = f
		}
		related = append(related, e.read[i])
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("reading the code rules: %s", strings.Join(bad, "; "))
	}
	return related, nil
}

// holds says whether a rule for some languages is for files of another.
func holds(languages []string, language string) bool {
	return slices.Contains(languages, language) || language == "tsx" && slices.Contains(languages, "typescript")
}
