package sast

import (
	"cmp"
	"slices"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
)

// longTrace is from where on a flow is one step less sure: each step is a guess about code, and few ways of more than twenty
// steps were true in the public trees that were judged by hand.
const longTrace = 20

// link joins the facts of files of a family of languages.
func (e *engine) link(family string, files []flow.File) (out linked, err error) {
	languages := map[string]string{}
	for _, f := range files {
		if flow.Family(f.Language) != family {
			return out, errGarbled
		}
		languages[f.Path] = f.Language
	}
	known, err := e.language(family)
	if err != nil {
		return out, err
	}
	plan := known.plan
	slices.SortStableFunc(files, func(a, b flow.File) int { return cmp.Compare(a.Path, b.Path) })
	files = slices.CompactFunc(files, func(a, b flow.File) bool { return a.Path == b.Path })
	project := flow.NewProject(files, nil)
	hits, notes := project.Link(plan, flow.LinkOptions{})
	hits = firstSinks(hits)
	for _, n := range notes {
		out.Partial = append(out.Partial, family+": "+n)
	}
	if err := e.missing(&out, known, project, files, hits, languages); err != nil {
		return out, err
	}
	for _, h := range hits {
		r := plan.Rules[h.Rule]
		if r.Mode == formula.Require {
			continue
		}
		if paths := known.shared.paths[h.Rule]; !paths.has(h.Sink.Path) || !paths.has(h.Source.Path) || !holds(r.Languages, languages[h.Sink.Path]) {
			continue
		}
		f := found{Rule: slices.Index(e.read, r), Path: h.Sink.Path, Span: spanOf(h.Sink), Message: search.Interpolate(r.Message, search.Match{Env: shownEnv(h.Env, &search.Unit{})}, &search.Unit{})}
		for _, s := range h.Trace {
			f.Trace = append(f.Trace, step{s.Path, spanOf(s), stepText(s)})
		}
		if h.Weak {
			f.Doubts++
		}
		if len(h.Trace) > longTrace {
			f.Doubts++
		}
		out.Found = append(out.Found, f)
		out.Ends = append(out.Ends, end{h.Sink.Start, h.Sink.End})
	}
	return out, nil
}

// firstSinks leaves out what flows on from a sink that the same data of the same rule was found at: a call of a helper that
// is known as a sink, and the call inside the helper, are one weakness, to be mended where the data is put in.
func firstSinks(hits []flow.Finding) []flow.Finding {
	type origin struct {
		rule int32
		path string
		at   uint32
	}
	sinks := map[origin][]flow.Step{}
	of := func(h *flow.Finding) origin { return origin{h.Rule, h.Source.Path, h.Source.Start} }
	for i := range hits {
		sinks[of(&hits[i])] = append(sinks[of(&hits[i])], hits[i].Sink)
	}
	return slices.DeleteFunc(hits, func(h flow.Finding) bool {
		for _, earlier := range sinks[of(&h)] {
			if earlier.Path == h.Sink.Path && earlier.Start == h.Sink.Start {
				continue
			}
			for _, s := range h.Trace {
				if s.Kind == flow.StepCall && s.Path == earlier.Path && s.Start <= earlier.Start && earlier.End <= s.End {
					return true
				}
			}
		}
		return false
	})
}

func spanOf(s flow.Step) span { return span{s.Line, s.Column, s.EndLine, s.EndColumn} }

func stepText(s flow.Step) string {
	text := stepTexts[s.Kind]
	if s.Function != "" && s.Function[0] != '<' {
		return text + " in " + s.Function
	}
	return text
}

var stepTexts = map[flow.StepKind]string{
	flow.StepSource: "comes in", flow.StepThrough: "passes", flow.StepCall: "goes into the call", flow.StepReturn: "comes back",
	flow.StepCallback: "goes through a callback", flow.StepVariable: "is kept in a variable", flow.StepField: "is kept in a field", flow.StepSink: "arrives",
}
