package formula

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

func unaryOp(op string, v Val) (Val, bool) {
	if v.Kind == Bool {
		v, _ = toInt(v)
	}
	switch {
	case op == "+" && (v.Kind == Int || v.Kind == Float):
		return v, true
	case op == "-" && v.Kind == Float:
		return Val{Kind: Float, Float: -v.Float}, true
	case op == "-" && v.Kind == Int && v.Int != math.MinInt64:
		return Val{Kind: Int, Int: -v.Int}, true
	case op == "~" && v.Kind == Int:
		return Val{Kind: Int, Int: ^v.Int}, true
	}
	return Val{}, false
}

func binaryOp(op string, a, b Val) (Val, bool) {
	switch op {
	case "==":
		return truth(equal(a, b))
	case "!=":
		return truth(!equal(a, b))
	case "<", "<=", ">", ">=":
		c, ok := compare(a, b)
		if !ok {
			return Val{}, false
		}
		return truth(op == "<" && c < 0 || op == "<=" && c <= 0 || op == ">" && c > 0 || op == ">=" && c >= 0)
	case "in", "not in":
		in, ok := contains(a, b)
		return Val{Kind: Bool, Bool: in == (op == "in")}, ok
	}
	switch {
	case op == "+" && a.Kind == Str && b.Kind == Str && len(a.Str)+len(b.Str) <= maxMade:
		return Val{Kind: Str, Str: a.Str + b.Str}, true
	case op == "+" && a.Kind == List && b.Kind == List && len(a.List)+len(b.List) <= maxMade:
		return Val{Kind: List, List: slices.Concat(a.List, b.List)}, true
	case op == "*" && a.Kind == Str && b.Kind == Int:
		if b.Int > 0 && (len(a.Str) == 0 || b.Int > int64(maxMade/len(a.Str))) {
			return Val{Kind: Str}, len(a.Str) == 0
		}
		return Val{Kind: Str, Str: strings.Repeat(a.Str, int(max(b.Int, 0)))}, true
	}
	if a.Kind == Bool {
		a, _ = toInt(a)
	}
	if b.Kind == Bool {
		b, _ = toInt(b)
	}
	if a.Kind == Int && b.Kind == Int {
		if v, ok := intOp(op, a.Int, b.Int); ok {
			return Val{Kind: Int, Int: v}, true
		}
	}
	x, okX := a.float()
	y, okY := b.float()
	if !okX || !okY {
		return Val{}, false
	}
	f, ok := floatOp(op, x, y)
	return Val{Kind: Float, Float: f}, ok && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// intOp computes within 64 bits; ok is false where the result is no such integer, and floats take over.
func intOp(op string, a, b int64) (v int64, ok bool) {
	switch op {
	case "+":
		v = a + b
		return v, (v > a) == (b > 0)
	case "-":
		v = a - b
		return v, (v < a) == (b > 0)
	case "*":
		if a == 0 || b == 0 {
			return 0, true
		}
		v = a * b
		return v, v/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
	case "/", "//", "%": // Semgrep divides integers as integers
		if b == 0 || a == math.MinInt64 && b == -1 {
			return 0, false
		}
		q, r := a/b, a%b
		if r != 0 && (r < 0) != (b < 0) { // Python rounds down
			q, r = q-1, r+b
		}
		if op == "%" {
			return r, true
		}
		return q, true
	case "**":
		if b < 0 {
			return 0, false
		}
		v = 1
		for range min(b, 64) {
			if v, ok = intOp("*", v, a); !ok {
				return 0, false
			}
		}
		if b > 64 && a != 0 && a != 1 && a != -1 {
			return 0, false
		}
		if b > 64 && a == -1 && b%2 != 0 {
			v = -1
		}
		return v, true
	case "&":
		return a & b, true
	case "|":
		return a | b, true
	case "^":
		return a ^ b, true
	case "<<":
		if b >= 0 && b < 63 && a<<b>>b == a {
			return a << b, true
		}
	case ">>":
		if b >= 0 {
			return a >> min(b, 63), true
		}
	}
	return 0, false
}

func floatOp(op string, a, b float64) (float64, bool) {
	switch op {
	case "+":
		return a + b, true
	case "-":
		return a - b, true
	case "*":
		return a * b, true
	case "/":
		return a / b, b != 0
	case "//":
		return math.Floor(a / b), b != 0
	case "%":
		return a - b*math.Floor(a/b), b != 0
	case "**":
		return math.Pow(a, b), true
	}
	return 0, false
}

// equal compares as Python does: values of different kinds differ, except numbers.
func equal(a, b Val) bool {
	x, okX := a.float()
	y, okY := b.float()
	switch {
	case a.Kind == Int && b.Kind == Int:
		return a.Int == b.Int
	case okX && okY:
		return x == y
	case a.Kind != b.Kind:
		return false
	case a.Kind == Str:
		return a.Str == b.Str
	case a.Kind == List:
		return slices.EqualFunc(a.List, b.List, equal)
	}
	return a.Kind == None
}

func compare(a, b Val) (int, bool) {
	x, okX := a.float()
	y, okY := b.float()
	switch {
	case a.Kind == Int && b.Kind == Int:
		return cmp.Compare(a.Int, b.Int), true
	case okX && okY:
		return cmp.Compare(x, y), true
	case a.Kind == Str && b.Kind == Str:
		return cmp.Compare(a.Str, b.Str), true
	}
	return 0, false
}

func contains(item, in Val) (bool, bool) {
	switch {
	case in.Kind == List:
		return slices.ContainsFunc(in.List, func(v Val) bool { return equal(v, item) }), true
	case in.Kind == Str && item.Kind == Str:
		return strings.Contains(in.Str, item.Str), true
	}
	return false, false
}
