package sast

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/route"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/finding"
)

// What a finding says of the routes that have what is missing. Fixes read it.
const (
	guardedElsewhere = "elsewhere this is asked for: "
	roleElsewhere    = "elsewhere a role is asked for: "
)

// ElsewhereOf says of a place that a finding names whether another route has there what is missing, and whether that asks for
// a role.
func ElsewhereOf(l finding.Location) (is, role bool) {
	role = strings.HasPrefix(l.Message, roleElsewhere)
	return role || strings.HasPrefix(l.Message, guardedElsewhere), role
}

// missing judges the rules about what is missing over the files of a project, which are of a family of languages; hits are the
// flows that were found.
func (e *engine) missing(out *linked, known *language, p *flow.Project, files []flow.File, hits []flow.Finding, languages map[string]string) error {
	plan := known.routes
	if len(plan.Rules) == 0 {
		return nil
	}
	said := make([]route.File, len(files))
	any := false
	for i := range files {
		if files[i].More == "" {
			continue
		}
		if err := json.Unmarshal([]byte(files[i].More), &said[i]); err != nil {
			return errGarbled
		}
		if err := said[i].Check(len(plan.Rules)); err != nil {
			return fmt.Errorf("%w (%w)", errGarbled, err)
		}
		any = any || len(said[i].Routes)+len(said[i].Subjects) > 0
	}
	any = any || slices.ContainsFunc(hits, func(h flow.Finding) bool { return known.plan.Rules[h.Rule].Mode == formula.Require })
	if !any {
		return nil
	}
	model := route.NewModel(p, said)
	for _, f := range model.Judge(plan, hits, func(h *flow.Finding) *formula.Rule { return known.plan.Rules[h.Rule] }) {
		path := files[f.File].Path
		paths, err := selectionOf(f.Rule)
		if err != nil {
			return err
		}
		if !paths.has(path) || !holds(f.Rule.Languages, languages[path]) {
			continue
		}
		env := []search.Binding{{Name: "$METHOD", Text: f.Method}, {Name: "$PATH", Text: hideTokens(f.Path)}}
		message := f.Message
		if f.Flow != nil {
			env = append(env, shownEnv(f.Flow.Env, &search.Unit{})...)
			slices.SortFunc(env, func(a, b search.Binding) int { return cmp.Compare(a.Name, b.Name) })
		}
		if message == "" {
			message = f.Rule.Message
		}
		message = search.Interpolate(message, search.Match{Env: env}, &search.Unit{})
		got := found{Rule: slices.Index(e.read, f.Rule), Path: path, Span: span{f.At.Line, f.At.Column, f.At.EndLine, f.At.EndColumn}, Message: message, Doubts: f.Doubts, Anchor: f.Method + " " + hideTokens(f.Path)}
		if f.Method != "" && f.Registered == nil && f.Rule.Require.Route != nil {
			got.Symbol = finding.Visible(f.Method+" "+hideTokens(f.Path), 100)
		}
		if f.Flow != nil {
			for _, s := range f.Flow.Trace {
				got.Trace = append(got.Trace, step{s.Path, spanOf(s), stepText(s)})
			}
			if f.Flow.Weak {
				got.Doubts++
			}
		}
		if c := f.Registered; c != nil {
			got.Related = append(got.Related, step{files[c.File].Path, span{c.At.Line, c.At.Column, c.At.EndLine, c.At.EndColumn}, "registered as " + f.Method + " " + hideTokens(f.Path)})
		}
		for _, c := range f.Checked {
			text := "runs before: " + c.Text
			if c.Unknown {
				text += " (not known)"
			}
			got.Related = append(got.Related, step{files[c.File].Path, span{c.At.Line, c.At.Column, c.At.EndLine, c.At.EndColumn}, text})
		}
		for _, o := range f.Elsewhere {
			text := guardedElsewhere
			if o.Role {
				text = roleElsewhere
			}
			got.Related = append(got.Related, step{files[o.File].Path, span{o.At.Line, o.At.Column, o.At.EndLine, o.At.EndColumn}, text + o.Method + " " + hideTokens(o.Path)})
		}
		out.Found = append(out.Found, got)
		out.Ends = append(out.Ends, end{f.At.Start, f.At.End})
	}
	return nil
}
