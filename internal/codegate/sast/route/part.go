package route

import (
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/flow"
)

// Handlers that answer several methods take them apart inside: each arm is a handler of its own, a part of a function.

// runs gives what a step runs, each with all that it calls.
func (m *Model) runs(l Link) (all []*closure) {
	if l.Part {
		return []*closure{m.part(l)}
	}
	for _, fn := range m.stepFunctions(l, 0) {
		all = append(all, m.close(fn))
	}
	return all
}

// part gives what parts of a function show and call.
func (m *Model) part(l Link) *closure {
	c := &closure{names: map[string]bool{}}
	seen := map[int32]bool{}
	lo, hi := m.p.Functions(l.File)
	for i, p := range append([]Place{l.Place}, l.Also...) {
		var tells []*Evidence
		m.within(l.File, p.Start, p.End, func(e *Evidence) {
			switch {
			case e.Name == handed:
				tells = append(tells, e)
			case i > 0 && e.Name == "validate.checked": // what all methods have is the path
			case e.Name != passed && !strings.HasSuffix(e.Name, lentMark):
				c.names[e.Name] = true
			}
		})
		for fn := lo; fn < hi; fn++ {
			at := m.p.Function(fn)
			if p.Has(at.Start, at.End) && !m.p.Outermost(fn) {
				m.enter(c, fn, 0, false, seen)
			} else if at.Start <= p.Start && p.End <= at.End {
				m.p.Calls(fn, func(callee int32, site flow.Site) {
					if p.Has(site.Start, site.End) {
						m.enter(c, callee, 1, slices.ContainsFunc(tells, func(e *Evidence) bool { return e.Start == site.Start && e.End == site.End }), seen)
					}
				})
			}
		}
	}
	return c
}

// holds tells whether a place lies in a step's own code, where that is a part of a function; around tells whether it lies in
// that function.
func (m *Model) holds(l Link, file int32, start uint32) (holds, around bool) {
	if !l.Part || l.File != file {
		return false, false
	}
	for _, p := range append([]Place{l.Place}, l.Also...) {
		holds = holds || p.Start <= start && start < p.End
	}
	return holds, m.p.At(file, start) == m.p.At(l.File, l.Start)
}
