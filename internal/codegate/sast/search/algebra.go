package search

import (
	"cmp"
	"slices"

	"bartizan/internal/codegate/sast/formula"
)

// A kind says how a range takes part in the algebra.
type kind uint8

const (
	plain kind = iota
	inside
	regex
	anywhere
)

// A ranged match is one on its way through a formula.
type ranged struct {
	Match
	kind kind
}

// includes says that y lies in x and that they agree on what they both bind. Numbered groups of regular expressions do
// not count.
func (p *Pass) includes(x, y *ranged) bool {
	if x.kind != anywhere && (y.Start < x.Start || y.End > x.End) {
		return false
	}
	return p.agree(x.Env, y.Env)
}

func (p *Pass) agree(a, b []Binding) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch c := cmp.Compare(a[i].Name, b[j].Name); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			if !numbered(a[i].Name) && !p.sameBinding(&a[i], &b[j]) {
				return false
			}
			i++
			j++
		}
	}
	return true
}

func numbered(name string) bool { return len(name) > 1 && name[1] >= '0' && name[1] <= '9' }

// merge gives x with what y binds beyond it.
func merge(x, y *ranged) ranged {
	out := *x
	if len(y.Env) == 0 {
		return out
	}
	env := make([]Binding, 0, len(x.Env)+len(y.Env))
	i, j := 0, 0
	for i < len(x.Env) || j < len(y.Env) {
		switch {
		case j == len(y.Env) || i < len(x.Env) && x.Env[i].Name < y.Env[j].Name:
			env = append(env, x.Env[i])
			i++
		case i == len(x.Env) || y.Env[j].Name < x.Env[i].Name:
			env = append(env, y.Env[j])
			j++
		default:
			env = append(env, x.Env[i])
			i++
			j++
		}
	}
	out.Env = env
	if out.Fix == "" {
		out.Fix = y.Fix
	}
	return out
}

// intersect keeps of two ranges the one that lies in the other, with what both bind.
func (e *evaluation) intersect(xs, ys []ranged) []ranged {
	var out []ranged
	for i := range xs {
		x := &xs[i]
		for j := range ys {
			y := &ys[j]
			if x.kind != anywhere && y.kind != anywhere && !(x.Start >= y.Start && x.End <= y.End) && !(y.Start >= x.Start && y.End <= x.End) {
				continue
			}
			if !e.agree(x.Env, y.Env) {
				continue
			}
			if (y.kind == anywhere || x.Start >= y.Start && x.End <= y.End) && !(x.kind == inside && y.kind != inside) {
				out = append(out, merge(x, y))
			}
			if (x.kind == anywhere || y.Start >= x.Start && y.End <= x.End) && !(y.kind == inside && x.kind != inside) {
				out = append(out, merge(y, x))
			}
		}
		if e.left -= len(ys)/8 + 1; e.left < 0 {
			e.cut = true
			break
		}
	}
	return e.limit(compact(out))
}

// subtract takes away what a negated formula matches.
func (e *evaluation) subtract(found []ranged, f *formula.Formula) []ranged {
	ys := e.formula(f)
	if len(ys) == 0 {
		return found
	}
	var kept []ranged
	for i := range found {
		x := &found[i]
		gone := false
		for j := range ys {
			y := &ys[j]
			in, out := y.Start <= x.Start && x.End <= y.End, x.Start <= y.Start && y.End <= x.End
			switch y.kind {
			case inside:
			case regex:
				in = in || out
			case anywhere:
				in = true
			default:
				in = in && out
			}
			if in && e.agree(x.Env, y.Env) {
				gone = true
				break
			}
		}
		if !gone {
			kept = append(kept, *x)
		}
		if e.left -= len(ys)/8 + 1; e.left < 0 {
			e.cut = true
			break
		}
	}
	return kept
}

// selected gives the expressions in the ranges found, bound to a metavariable: those that agree with it where it is bound.
func (e *evaluation) selected(found []ranged, name string) []ranged {
	var out []ranged
	for i := range found {
		x := &found[i]
		at, bound := lookup(x.Env, name)
		from, to := 2, len(e.u.Nodes)
		if x.Node != 0 {
			from, to = int(x.Node), int(e.u.End(x.Node))
		}
		for id := from; id < to; id++ {
			n := &e.u.Nodes[id]
			if n.Start < x.Start || n.End > x.End || !selectable(n.Kind) || !e.standsAlone(nodeID(id)) {
				continue
			}
			y := ranged{Match: Match{Start: n.Start, End: n.End, Node: nodeID(id)}}
			if b := (Binding{Name: name, Node: nodeID(id), Last: nodeID(id), Start: n.Start, End: n.End}); name != "$_" {
				if bound && !e.sameBinding(&x.Env[at], &b) {
					continue
				}
				y.Env = []Binding{b}
			}
			out = append(out, merge(&y, x))
		}
		if e.left -= (to-from)/8 + 1; e.left < 0 || len(out) > maxRanges {
			e.cut = true
			break
		}
	}
	return e.limit(compact(out))
}

// focus moves ranges to what metavariables are bound to: each list is a union, several lists intersect.
func (e *evaluation) focus(found []ranged, lists [][]string) []ranged {
	var out []ranged
	for i := range found {
		x := &found[i]
		ranges := []ranged{*x}
		for k, names := range lists {
			var next []ranged
			for _, name := range names {
				at, ok := lookup(x.Env, name)
				if !ok {
					continue
				}
				b := &x.Env[at]
				if b.Start < x.Start || b.End > x.End || b.Start == b.End && b.Node == 0 {
					continue
				}
				for _, r := range ranges {
					y := r
					y.Start, y.End, y.Node = b.Start, b.End, 0
					if b.Node == b.Last {
						y.Node = b.Node
					}
					switch {
					case k == 0 || y.Start >= r.Start && y.End <= r.End:
						next = append(next, y)
					case r.Start >= y.Start && r.End <= y.End:
						next = append(next, r)
					}
				}
			}
			ranges = next
		}
		for _, r := range ranges {
			r.kind = plain
			out = append(out, r)
		}
	}
	return out
}

func sameRange(a, b *ranged) bool {
	return a.Start == b.Start && a.End == b.End && slices.Equal(a.Env, b.Env)
}

func sortRanges(found []ranged) {
	slices.SortStableFunc(found, func(a, b ranged) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), compareEnv(a.Env, b.Env), cmp.Compare(a.kind, b.kind), cmp.Compare(a.Node, b.Node))
	})
}

// compact sorts and leaves out what is there twice.
func compact(found []ranged) []ranged {
	if len(found) < 2 {
		return found
	}
	sortRanges(found)
	return slices.CompactFunc(found, func(a, b ranged) bool { return a.kind == b.kind && sameRange(&a, &b) })
}
