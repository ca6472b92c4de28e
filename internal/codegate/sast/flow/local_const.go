package flow

import (
	"strconv"
	"strings"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// A constant is a value that is known before the program runs.
type constant struct {
	kind names.ValueKind
	char bool
	s    string
	i    int64
	f    float64
}

func constantOf(v names.Value) constant {
	c := constant{kind: v.Kind}
	switch v.Kind {
	case names.StringValue:
		c.s = v.Text
	case names.IntValue:
		i, err := strconv.ParseInt(v.Text, 10, 64)
		if err != nil {
			c.kind = names.Unknown
		}
		c.i = i
	case names.FloatValue:
		f, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			c.kind = names.Unknown
		}
		c.f = f
	case names.BoolValue:
		if v.Text == "true" {
			c.i = 1
		}
	}
	return c
}

func boolean(b bool) constant {
	c := constant{kind: names.BoolValue}
	if b {
		c.i = 1
	}
	return c
}

func (c constant) truth() bool {
	switch c.kind {
	case names.StringValue:
		return c.s != ""
	case names.FloatValue:
		return c.f != 0
	case names.IntValue, names.BoolValue:
		return c.i != 0
	}
	return false
}

// What is known of a value: nothing yet, an index into consts plus one, or that it may be different things.
const (
	top    int32 = 0
	bottom int32 = -1
)

// rounds is how often constants are computed over before what still changes counts as unknown.
const rounds = 12

// constants finds the values that are constant and the blocks that control reaches, each from the other: where a condition
// is constant, one side is not followed.
func (b *body) constants() {
	s := &b.solver
	s.known = resize(s.known, len(b.values))
	s.sourced = resize(s.sourced, len(b.values))
	s.reached = resize(s.reached, int(b.blocks))
	s.taken = resize(s.taken, len(b.edges))
	s.skipped = resize(s.skipped, int(b.blocks))
	clear(s.known)
	clear(s.sourced)
	clear(s.reached)
	clear(s.taken)
	s.known[0] = bottom
	s.reached[0] = true
	for round := 0; ; round++ {
		clear(s.skipped)
		changed, again := false, false
		e := 0
		for i := 1; i <= len(b.values); i++ {
			for ; e < len(b.edges) && (int(b.edges[e].at) <= i || i == len(b.values)); e++ {
				edge := &b.edges[e]
				if s.taken[e] || !s.reached[edge.from] || !b.follows(edge) {
					continue
				}
				s.taken[e], changed = true, true
				if !s.reached[edge.to] {
					s.reached[edge.to] = true
					again = again || s.skipped[edge.to]
				}
			}
			if i == len(b.values) {
				break
			}
			v := &b.values[i]
			if !s.reached[v.block] {
				s.skipped[v.block] = true
				continue
			}
			if s.known[i] == bottom {
				continue
			}
			now, late := b.evaluate(int32(i), v)
			again = again || late
			if now != s.known[i] {
				if s.known[i] != top && now != top {
					now = bottom
				}
				s.known[i], changed = now, true
				s.sourced[i] = now > 0 && b.fromSource(v)
			}
		}
		if !again && round == 0 || !changed {
			return
		}
		if round == rounds {
			for i := range s.known {
				s.known[i] = bottom
			}
			for i := range s.taken {
				if s.reached[b.edges[i].from] {
					s.taken[i] = true
				}
			}
			for i := range s.reached {
				s.reached[i] = true
			}
			return
		}
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// follows says whether control may go along an edge from a block that it reaches.
func (b *body) follows(e *ilEdge) bool {
	if e.cond == 0 {
		return true
	}
	k := b.solver.known[e.cond]
	switch {
	case k == top:
		return false
	case k == bottom || b.soft(e.cond):
		return true
	}
	return b.consts[k-1].truth() == e.when
}

// soft says whether a constant comes from outside of the function, where it may be meant to be changed.
func (b *body) soft(v int32) bool {
	for range 8 {
		x := &b.values[v]
		if x.soft {
			return true
		}
		if x.op != opMix && x.op != opClean && x.op != opCopy && x.op != opSource {
			return false
		}
		if x.op != opMix {
			v = x.a
			continue
		}
		for _, w := range b.lists[x.first+1 : x.first+x.count] {
			if b.values[w].soft {
				return true
			}
		}
		v = b.lists[x.first]
	}
	return false
}

// evaluate computes what is known of a value; late says that it depends on one behind it.
func (b *body) evaluate(i int32, v *ilValue) (now int32, late bool) {
	s := &b.solver
	switch v.op {
	case opConst:
		if b.consts[v.a].kind == names.Unknown {
			return bottom, false
		}
		return v.a + 1, false
	case opClean, opCopy, opSource:
		return s.known[v.a], v.a > i
	case opPhi, opJoin:
		now = top
		pace := int32(1)
		if v.op == opPhi {
			pace = 2
		}
		for at := v.first; at < v.first+v.count; at += pace {
			if pace == 2 {
				if edge := b.lists[at+1]; edge >= 0 && !s.taken[edge] {
					late = late || b.lists[at] > i || int(b.edges[edge].at) > int(i)
					continue
				}
			}
			w := b.lists[at]
			late = late || w > i
			if w == i {
				continue
			}
			now = b.meet(now, s.known[w])
		}
		return now, late
	case opMix:
		return b.fold(v), false
	}
	return bottom, false
}

// fromSource says whether a constant is made of one that a source matches, as rules on literals do: branches follow it, and
// it is asked for like any other value.
func (b *body) fromSource(v *ilValue) bool {
	s := &b.solver
	pace := int32(1)
	switch v.op {
	case opSource:
		return true
	case opClean, opCopy:
		return s.sourced[v.a]
	case opPhi:
		pace = 2
	case opJoin, opMix:
	default:
		return false
	}
	for at := v.first; at < v.first+v.count; at += pace {
		if s.sourced[b.lists[at]] {
			return true
		}
	}
	return false
}

func (b *body) meet(x, y int32) int32 {
	switch {
	case x == top || x == y:
		return y
	case y == top:
		return x
	case x == bottom || y == bottom || b.consts[x-1] != b.consts[y-1]:
		return bottom
	}
	return x
}

// fold computes an operator over constants.
func fold(op generic.Op, c []constant) (constant, bool) {
	if len(c) == 0 {
		return constant{}, false
	}
	x := c[0]
	str := x.kind == names.StringValue
	if len(c) == 1 {
		switch {
		case op == foldSame:
			return x, true
		case op == generic.Not:
			return boolean(!x.truth()), true
		case op == foldNegate && x.kind == names.IntValue:
			x.i = -x.i
			return x, true
		case op == foldLength && str:
			return constant{kind: names.IntValue, i: int64(len([]rune(x.s)))}, true
		case op == foldLower && str:
			return constant{kind: names.StringValue, s: strings.ToLower(x.s)}, true
		case op == foldUpper && str:
			return constant{kind: names.StringValue, s: strings.ToUpper(x.s)}, true
		case op == foldTrim && str:
			return constant{kind: names.StringValue, s: strings.TrimSpace(x.s)}, true
		case op == foldEmpty && str:
			return boolean(x.s == ""), true
		case op == foldParseInt && str:
			i, err := strconv.ParseInt(x.s, 10, 64)
			return constant{kind: names.IntValue, i: i}, err == nil
		case op == foldParseInt && x.kind == names.IntValue:
			return x, true
		case op == foldSubstring:
			return constant{}, false
		}
		return constant{}, false
	}
	y := c[1]
	if len(c) == 3 {
		if str && op == foldSubstring && y.kind == names.IntValue && c[2].kind == names.IntValue {
			r := []rune(x.s)
			if 0 <= y.i && y.i <= c[2].i && c[2].i <= int64(len(r)) {
				return constant{kind: names.StringValue, s: string(r[y.i:c[2].i])}, true
			}
		}
		if str && op == foldReplace && y.kind == names.StringValue && c[2].kind == names.StringValue && y.s != "" && len(x.s)+len(c[2].s)*strings.Count(x.s, y.s) < maxConstant {
			return constant{kind: names.StringValue, s: strings.ReplaceAll(x.s, y.s, c[2].s)}, true
		}
		return constant{}, false
	}
	switch op {
	case generic.And, generic.Or:
		if x.truth() == (op == generic.And) {
			return y, true
		}
		return x, true
	case generic.Eq, generic.Same:
		return boolean(x == y || x.kind == y.kind && str && x.s == y.s), sameKind(x, y)
	case generic.Ne, generic.NotSame:
		return boolean(x != y && !(x.kind == y.kind && str && x.s == y.s)), sameKind(x, y)
	}
	switch {
	case str && y.kind == names.IntValue && op == foldCharAt:
		if r := []rune(x.s); y.i >= 0 && y.i < int64(len(r)) {
			return constant{kind: names.StringValue, s: string(r[y.i]), char: true}, true
		}
	case str && y.kind == names.IntValue && op == foldSubstring:
		if r := []rune(x.s); y.i >= 0 && y.i <= int64(len(r)) {
			return constant{kind: names.StringValue, s: string(r[y.i:])}, true
		}
	case op == generic.Add && (str && !x.char || y.kind == names.StringValue && !y.char):
		a, ok := x.text()
		z, fine := y.text()
		if ok && fine && len(a)+len(z) <= maxConstant {
			return constant{kind: names.StringValue, s: a + z}, true
		}
	case str && y.kind == names.StringValue:
		switch op {
		case foldStarts:
			return boolean(strings.HasPrefix(x.s, y.s)), true
		case foldEnds:
			return boolean(strings.HasSuffix(x.s, y.s)), true
		case foldContains:
			return boolean(strings.Contains(x.s, y.s)), true
		case foldEqualFold:
			return boolean(strings.EqualFold(x.s, y.s)), true
		case foldIndexOf:
			return constant{kind: names.IntValue, i: int64(strings.Index(x.s, y.s))}, true
		}
	case x.kind == names.IntValue && y.kind == names.IntValue:
		return foldInts(op, x.i, y.i)
	}
	return constant{}, false
}
