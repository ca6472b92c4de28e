package flow

import (
	"math"
	"strconv"

	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// maxConstant is how long a constant string may grow.
const maxConstant = 4096

func (b *body) fold(v *ilValue) int32 {
	s := &b.solver
	operands := b.lists[v.first : v.first+v.count]
	if v.fold == foldLength && len(operands) == 1 && s.known[operands[0]] == bottom {
		if n, ok := b.listLength(operands[0], 0); ok {
			return b.found(constant{kind: names.IntValue, i: int64(n)})
		}
		return bottom
	}
	var c [3]constant
	if len(operands) > len(c) && v.fold != generic.Add {
		return bottom
	}
	undecided := false
	unknown := false
	for i, w := range operands {
		switch k := s.known[w]; k {
		case top:
			undecided = true
		case bottom:
			unknown = true
		default:
			if x := b.consts[k-1]; v.fold == generic.And && x.kind == names.BoolValue && x.i == 0 || v.fold == generic.Or && x.kind == names.BoolValue && x.i == 1 {
				return k
			}
			if i < len(c) {
				c[i] = b.consts[k-1]
			}
		}
	}
	if unknown {
		return bottom
	}
	if undecided {
		return top
	}
	var r constant
	ok := false
	if v.fold == generic.Add && len(operands) != 2 {
		r, ok = constant{kind: names.StringValue}, true
		for _, w := range operands {
			t, fine := b.consts[s.known[w]-1].text()
			if r.s += t; !fine || len(r.s) > maxConstant {
				return bottom
			}
		}
	} else {
		r, ok = fold(v.fold, c[:len(operands)])
	}
	if !ok {
		return bottom
	}
	return b.found(r)
}

// found gives the number of a constant.
func (b *body) found(c constant) int32 {
	for i := len(b.consts) - 1; i >= 0 && i >= len(b.consts)-64; i-- {
		if b.consts[i] == c {
			return int32(i) + 1
		}
	}
	if len(b.consts) > 1<<20 {
		return bottom
	}
	b.consts = append(b.consts, c)
	return int32(len(b.consts))
}

// text is a constant as it stands in a longer string.
func (c constant) text() (string, bool) {
	switch c.kind {
	case names.StringValue:
		return c.s, true
	case names.IntValue:
		return strconv.FormatInt(c.i, 10), true
	}
	return "", false
}

// sameKind says whether equality of two constants is known: languages differ where kinds do.
func sameKind(x, y constant) bool { return x.kind == y.kind }

func foldInts(op generic.Op, x, y int64) (constant, bool) {
	r := constant{kind: names.IntValue}
	if x > math.MaxInt32 || x < math.MinInt32 || y > math.MaxInt32 || y < math.MinInt32 {
		return r, false
	}
	switch op {
	case generic.Add:
		r.i = x + y
	case generic.Sub:
		r.i = x - y
	case generic.Mul:
		r.i = x * y
	case generic.Div, generic.FloorDiv, generic.Mod:
		if y == 0 || x < 0 || y < 0 || op == generic.Div && x%y != 0 {
			return r, false
		}
		if r.i = x / y; op == generic.Mod {
			r.i = x % y
		}
	case generic.Lt:
		return boolean(x < y), true
	case generic.Le:
		return boolean(x <= y), true
	case generic.Gt:
		return boolean(x > y), true
	case generic.Ge:
		return boolean(x >= y), true
	case generic.BitAnd:
		r.i = x & y
	case generic.BitOr:
		r.i = x | y
	case generic.BitXor:
		r.i = x ^ y
	case generic.Shl:
		if y < 0 || y > 16 {
			return r, false
		}
		r.i = x << y
	case generic.Shr:
		if y < 0 || y > 31 {
			return r, false
		}
		r.i = x >> y
	default:
		return r, false
	}
	return r, true
}
