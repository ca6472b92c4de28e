// Package fix repairs findings and proves each repair by scanning again.
//
// Rules of this package:
//   - Nothing is written before it is proven, and nothing that is not proven.
//   - A repair that passes is one after which the file parses as before, the finding is gone, its code is still there, nothing
//     new is found and no less is looked at. Everything else is withdrawn, with the reason.
//   - All edits of a repair are applied or none.
//   - What is shown of a change holds no secret that the change takes out.
package fix

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast"
	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/match"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/rules"
)

// Options say what is repaired.
type Options struct {
	gate.Options
	Pick   func(finding.Finding) bool // which of the listed findings; nil is all
	Review bool                       // also repairs that somebody has to look at
}

// A State says what became of a finding's repair.
type State string

const (
	Proven    State = "proven"    // it is among the changes
	Waiting   State = "review"    // there is one, and somebody has to ask for it
	Withdrawn State = "withdrawn" // it did not pass the proof
	Refused   State = "refused"   // no edit is sure to be right here
	None      State = "none"      // there is no mechanical repair for the rule
)

// An Outcome is what became of one finding.
type Outcome struct {
	ID          string           `json:"id"`
	Fingerprint string           `json:"fingerprint"`
	Rule        string           `json:"rule"`
	Path        string           `json:"path"`
	Line        int              `json:"line,omitempty"`
	State       State            `json:"state"`
	Kind        finding.FixKind  `json:"kind,omitempty"`
	Title       string           `json:"title,omitempty"`  // what the edit does
	Reason      string           `json:"reason,omitempty"` // why there is none
	Advice      string           `json:"advice,omitempty"` // how to repair it by hand
	Needs       []fixer.Need     `json:"needs,omitempty"`  // libraries that the edit uses and the project must add
	At          finding.Location `json:"-"`
}

// A Result is what was tried and what is proven.
type Result struct {
	Before, After *finding.Document
	Outcomes      []Outcome
	Changes       []*Change // sorted by path
}

// Bounds of one run.
const (
	maxFindings = 500 // that are tried
	maxProofs   = 120 // scans
)

// Run finds what can be repaired and proves it. Nothing is written.
func Run(ctx context.Context, o Options) (*Result, error) {
	p, err := gate.Open(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	res, err := p.Scan(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := p.Document(ctx, res)
	if err != nil {
		return nil, err
	}
	r := &run{ctx: ctx, o: o, project: p, now: res, raw: p.Raw(), helper: sast.NewHelper(ctx, o.Code.Sast), changes: map[string]*Change{}, shapes: map[string]sast.Shape{}}
	defer r.helper.Close()
	if r.rules, err = rulesOf(o); err != nil {
		return nil, err
	}
	for i := range doc.Findings {
		f := &doc.Findings[i]
		if o.Pick != nil && !o.Pick(*f) {
			continue
		}
		at := slices.IndexFunc(res.Findings, func(g finding.Finding) bool { return g.Fingerprint == f.Fingerprint })
		if at < 0 {
			continue
		}
		r.cases = append(r.cases, &trial{finding: res.Findings[at], out: Outcome{ID: f.ID, Fingerprint: f.Fingerprint, Rule: f.Rule, Path: f.Path, Line: f.Line, At: f.Location}})
	}
	if err := r.all(); err != nil {
		return nil, err
	}
	out := &Result{Before: doc, After: doc}
	for _, c := range r.cases {
		out.Outcomes = append(out.Outcomes, c.out)
	}
	for _, c := range r.changes {
		out.Changes = append(out.Changes, c)
	}
	slices.SortFunc(out.Changes, func(a, b *Change) int { return strings.Compare(a.Path, b.Path) })
	if len(out.Changes) > 0 {
		after := p.With(r.overlay(nil))
		after.Focus = nil
		if out.After, err = after.Judge(ctx); err != nil {
			return nil, err
		}
	}
	proven := map[string]bool{}
	for _, o := range out.Outcomes {
		proven[o.Fingerprint] = o.State == Proven
	}
	var left []finding.Finding
	for _, f := range res.Findings {
		if !proven[f.Fingerprint] {
			left = append(left, f)
		}
	}
	for _, c := range out.Changes {
		c.hide(left)
	}
	return out, nil
}

// rulesOf gives the rules by id: the pack's and the user's.
func rulesOf(o Options) (map[string]*rule.Rule, error) {
	all, err := rules.All()
	if err != nil {
		return nil, err
	}
	byID := map[string]*rule.Rule{}
	for _, r := range all {
		byID[r.ID] = r
	}
	if u := o.Code.Sast.User; u != nil {
		for _, r := range u.Rules {
			byID[r.ID] = r
		}
	}
	return byID, nil
}

// A trial is one finding on its way.
type trial struct {
	finding finding.Finding // in the present state of the project
	out     Outcome
	done    bool
	single  bool   // it is proven without others in its file
	skip    int    // fixers that did not hold
	first   string // why the first did not
	mended  sast.Mended
}

// run is the state of one run.
type run struct {
	ctx     context.Context
	o       Options
	project *gate.Project
	now     scan.Result       // of the project with the changes so far
	raw     []finding.Finding // the same, before one is left of what several rules see
	helper  *sast.Helper
	rules   map[string]*rule.Rule
	cases   []*trial
	changes map[string]*Change
	shapes  map[string]sast.Shape
	sources []string // files that fixers may look at
	proofs  int
}

// all repairs as many as can be proven together, then those that conflict one after the other.
func (r *run) all() error {
	limit := maxFindings
	for {
		if err := r.propose(); err != nil {
			return err
		}
		batch := r.batch(limit)
		if len(batch) == 0 {
			for _, c := range r.cases {
				if !c.done {
					c.end(Withdrawn, "its edits meet those of another fix")
				}
			}
			return nil
		}
		if r.proofs++; r.proofs > maxProofs {
			for _, c := range batch {
				c.end(Withdrawn, "more proofs would be needed than one run makes: fix fewer at once")
			}
			continue
		}
		blame, err := r.try(batch)
		switch {
		case err != nil:
			return err
		case blame.why == "":
			limit = min(max(limit*2, 1), maxFindings)
		case len(batch) == 1:
			r.fails(batch[0], blame.why)
		case len(blame.of) == 0:
			limit = max(1, len(batch)/2)
		default:
			r.apply(&blame, batch)
		}
	}
}

// A blame says why a batch does not hold, and which of it are to blame where that is known.
type blame struct {
	why string
	of  map[*trial]string
}

func (b *blame) add(c *trial, why string) {
	if b.of == nil {
		b.of = map[*trial]string{}
	}
	if b.of[c] == "" {
		b.of[c] = why
	}
	if b.why == "" {
		b.why = why
	}
}

// apply withdraws what is to blame alone; several of one file are tried one after the other.
func (r *run) apply(b *blame, batch []*trial) {
	ofPath := map[string]int{}
	for _, c := range batch {
		ofPath[c.finding.Path]++
	}
	for _, c := range batch {
		switch why := b.of[c]; {
		case why == "":
		case ofPath[c.finding.Path] == 1:
			r.fails(c, why)
		default:
			c.single = true
		}
	}
}

// fails withdraws a fix, or lets the rule's next fixer try.
func (r *run) fails(c *trial, why string) {
	if rl := r.rules[c.finding.Rule]; rl != nil && c.mended.Tried > c.skip && c.mended.Tried < len(rl.Fixers) {
		c.skip = c.mended.Tried
		if c.first == "" {
			c.first = why
		}
		return
	}
	c.end(Withdrawn, why)
}

func (c *trial) end(s State, reason string) {
	if s == Refused && c.first != "" {
		s, reason = Withdrawn, c.first
	}
	c.done, c.out.State, c.out.Reason = true, s, reason
}

// propose asks for edits in the present state of the files.
func (r *run) propose() error {
	var asks []sast.Ask
	var of []*trial
	tried := 0
	for _, c := range r.cases {
		if c.done {
			continue
		}
		if tried++; tried > maxFindings {
			c.end(Withdrawn, fmt.Sprintf("more than %d findings: fix fewer at once", maxFindings))
			continue
		}
		ask, ok := r.ask(c)
		if !ok {
			continue
		}
		asks, of = append(asks, ask), append(of, c)
	}
	answers, err := r.helper.Mend(asks)
	if err != nil {
		return err
	}
	for i, c := range of {
		c.mended = answers[i]
		p := answers[i].Proposal
		if p == nil {
			c.end(Refused, answers[i].Refused)
			continue
		}
		c.out.Kind, c.out.Title, c.out.Needs = finding.Review, finding.Visible(p.Title, 300), p.Needs
		if p.Safe && len(p.Needs) == 0 {
			c.out.Kind = finding.Safe
		} else if !r.o.Review {
			c.end(Waiting, "")
		}
	}
	return nil
}

// ask prepares the question for one finding. It is not ok where there is nothing to ask.
func (r *run) ask(c *trial) (sast.Ask, bool) {
	f := c.finding
	rl := r.rules[f.Rule]
	if rl != nil {
		c.out.Advice = rl.Advice()
	}
	a := sast.Ask{Path: f.Path, At: f.Location}
	switch {
	case f.Scanner == "sast" && rl != nil && (len(rl.Fixers) > 0 || rl.Template):
		a.Rule = rl
	case f.Scanner == "secrets" && match.PlaceOf(f.Path, true, false, false) == match.Test:
		c.end(Refused, "it stands in a test: use a made-up value there")
		return a, false
	case f.Scanner == "secrets":
		a.Fixers = []string{"env-secret"}
	default:
		c.end(None, "")
		return a, false
	}
	ch, err := r.file(f.Path)
	if err != nil {
		c.end(Refused, err.Error())
		return a, false
	}
	switch ch.language {
	case "javascript", "typescript", "python", "go", "java":
	default:
		if f.Scanner == "secrets" {
			c.end(None, "")
			return a, false
		}
	}
	for _, t := range f.Trace {
		if t.Path == f.Path {
			a.Trace = append(a.Trace, t)
		}
	}
	if len(f.Trace) > 0 && f.Trace[0].Path != f.Path {
		a.Trace = nil // the source is in another file
	}
	a.Language, a.Text, a.Hints, a.Skip = ch.language, ch.text(), r.hints(f.Path), c.skip
	if strings.Contains(f.Symbol, " /") {
		a.Route = f.Symbol
	}
	for _, l := range f.Related {
		if is, role := sast.ElsewhereOf(l); is {
			if other, err := r.file(l.Path); err == nil {
				a.Offers = append(a.Offers, sast.Offer{Path: l.Path, Language: other.language, Text: other.text(), At: l, Role: role})
			}
		}
	}
	if rl != nil && slices.ContainsFunc(rl.Fixers, func(name string) bool { fx, _ := fixer.Find(name); return fx.Wide() }) {
		a.Around = r.around(f.Path)
	}
	return a, true
}

// batch takes trials whose edits do not meet, in the order of the findings.
func (r *run) batch(limit int) (batch []*trial) {
	taken := map[string][]fixer.Edit{}
	closed := map[string]bool{}
	for _, c := range r.cases {
		path := c.finding.Path
		if c.done || len(batch) >= limit || closed[path] || c.single && len(taken[path]) > 0 {
			continue
		}
		closed[path] = c.single
		merged, ok := merge(taken[path], c.mended.Edits)
		if !ok {
			continue
		}
		taken[path] = merged
		batch = append(batch, c)
	}
	return batch
}

// merge puts two sets of edits of one file together; it is not ok where they meet. An edit that both have is made once.
func merge(a, b []fixer.Edit) ([]fixer.Edit, bool) {
	out := slices.Clone(a)
	for _, e := range b {
		if slices.Contains(a, e) {
			continue
		}
		for _, o := range a {
			empty := e.Start == e.End || o.Start == o.End
			if e.Start < o.End && o.Start < e.End || !empty && e.Start == o.Start {
				return nil, false
			}
			if e.Start == e.End && o.Start == o.End && e.Start == o.Start && !(strings.Contains(e.New, "\n") && strings.Contains(o.New, "\n")) {
				return nil, false // items for one list: their order would be chance
			}
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(x, y fixer.Edit) int {
		if x.Start != y.Start {
			return int(x.Start) - int(y.Start)
		}
		return int(x.End) - int(y.End)
	})
	return out, true
}

var errChanged = errors.New("the file is not text that can be edited: it is in UTF-16")

// hints gives the text of the manifests that hold for a file: of its folder and those above.
func (r *run) hints(path string) string {
	var b strings.Builder
	for dir := path; dir != ""; {
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			dir = ""
		} else {
			dir = dir[:i]
		}
		prefix := dir
		if prefix != "" {
			prefix += "/"
		}
		for _, name := range []string{"package.json", "requirements.txt", "pyproject.toml", "Pipfile", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts"} {
			data := r.other(prefix + name)
			if len(data) > 0 && len(data) < 32<<10 && b.Len() < 64<<10 {
				b.Write(data)
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

// other reads a file that helps to judge, also one that is not in question; nil where there is none.
func (r *run) other(path string) []byte {
	if f, ok := r.project.Find(path); ok {
		if data, err := f.Raw(); err == nil {
			return data
		}
		return nil
	}
	if r.project.Root == "" {
		return nil
	}
	data, err := target.ReadBelow(r.project.Root, path, 1<<20)
	if err != nil {
		return nil
	}
	return data
}

// Bounds of what a fixer may look at beside the file of a finding.
const (
	maxAround     = 40 // files
	maxAroundFile = 48 << 10
	maxAroundAll  = 256 << 10
)

// around gives the texts of other files that tell of the project's data and who uses it: code and schemas, nearest first.
func (r *run) around(path string) (texts []fixer.Text) {
	if r.sources == nil {
		r.sources = []string{}
		for _, f := range r.project.Files {
			switch f.Language {
			case "javascript", "typescript", "python", "go", "java", "sql", "prisma":
				r.sources = append(r.sources, f.Path)
			default:
				if strings.HasSuffix(f.Path, ".sql") || strings.HasSuffix(f.Path, ".prisma") {
					r.sources = append(r.sources, f.Path)
				}
			}
		}
	}
	near := func(other string) int {
		a, b := strings.Split(path, "/"), strings.Split(other, "/")
		n := 0
		for n < len(a)-1 && n < len(b)-1 && a[n] == b[n] {
			n++
		}
		return len(a) + len(b) - 2*n
	}
	list := slices.Clone(r.sources)
	slices.SortStableFunc(list, func(a, b string) int { return near(a) - near(b) })
	size := 0
	for _, other := range list {
		if other == path || len(texts) == maxAround {
			continue
		}
		ch, err := r.file(other)
		if err != nil || len(ch.text()) > maxAroundFile {
			continue
		}
		if size += len(ch.text()); size > maxAroundAll {
			break
		}
		texts = append(texts, fixer.Text{Path: other, Text: ch.text()})
	}
	return texts
}
