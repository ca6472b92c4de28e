package names

import (
	"math"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// binary folds an operator. Chains of + and the like lean left and are walked without recursion.
func (e *evaluator) binary(id g.ID, depth int) (Value, bool) {
	op := e.Nodes[id].Op
	if op == g.Or || op == g.Nullish {
		return e.fallback(id, depth)
	}
	spine := []g.ID{id}
	left := id + 1
	for e.Nodes[left].Kind == g.Binary && e.Nodes[left].Op == op && len(spine) < evalSteps {
		spine = append(spine, left)
		left++
	}
	if len(spine) == evalSteps {
		return Value{}, false
	}
	v, ok := e.eval(left, depth+1)
	chars := e.Nodes[left].Kind == g.Char
	for i := len(spine) - 1; i >= 0 && ok; i-- {
		right := e.Child(spine[i], 1)
		if op == g.Mod && v.Kind == StringValue {
			return e.percent(v, right, depth)
		}
		var b Value
		if b, ok = e.eval(right, depth+1); !ok {
			break
		}
		if char := e.Nodes[right].Kind == g.Char; chars && (char || b.Kind != StringValue) {
			return Value{}, false // characters are numbers
		} else if char && v.Kind != StringValue {
			return Value{}, false
		}
		v, ok = e.operate(op, v, b)
		chars = false
	}
	return v, ok
}

// fallback is a || b: the second where the first comes from the environment, or is known to be empty.
func (e *evaluator) fallback(id g.ID, depth int) (Value, bool) {
	left, right := id+1, e.Child(id, 1)
	if v, ok := e.eval(left, depth+1); ok {
		empty := v.Kind == NullValue
		if e.Nodes[id].Op == g.Or {
			empty = empty || v.Kind == StringValue && v.Text == "" || v.Kind == IntValue && v.Text == "0" || v.Kind == BoolValue && v.Text == "false"
		}
		if !empty || v.Fallback {
			return v, true
		}
		return e.eval(right, depth+1)
	}
	if !e.environment(left) {
		return Value{}, false
	}
	v, ok := e.eval(right, depth+1)
	v.Fallback = true
	return v, ok
}

// environment tells whether an expression is read from the environment of the process.
func (e *evaluator) environment(id g.ID) bool {
	for range aliasLimit {
		switch e.Nodes[id].Kind {
		case g.Binary:
			if op := e.Nodes[id].Op; op != g.Or && op != g.Nullish {
				return false
			}
			id++
			continue
		case g.Call:
			name, _ := e.Canonical(id + 1)
			switch name {
			case "os.getenv", "os.environ.get", "os.Getenv", "java.lang.System.getenv", "java.lang.System.getProperty", "getenv", "Deno.env.get":
				return true
			}
		case g.Member, g.Index:
			name, _ := e.Canonical(id)
			object, _ := e.Canonical(id + 1)
			return strings.HasPrefix(name, "process.env.") || strings.HasPrefix(name, "import.meta.env.") || object == "process.env" || object == "os.environ"
		case g.Ident:
			if o := e.Origin(id); o != 0 {
				id = o
				continue
			}
		case g.Cast:
			if v := e.Child(id, 1); v != 0 {
				id = v
				continue
			}
		}
		return false
	}
	return false
}

// choice is a conditional: both branches are the same, or the condition is known, or one comes from the environment.
func (e *evaluator) choice(id g.ID, depth int) (Value, bool) {
	condition, then := e.First(id), e.Child(id, 1)
	other := e.Child(id, 2)
	if c, ok := e.eval(condition, depth+1); ok && c.Kind == BoolValue && !c.Fallback {
		if c.Text == "true" {
			return e.eval(then, depth+1)
		}
		return e.eval(other, depth+1)
	}
	a, okA := e.eval(then, depth+1)
	b, okB := e.eval(other, depth+1)
	switch {
	case okA && okB && a == b:
		return a, true
	case okA && !okB && other != 0 && e.environment(other):
		a.Fallback = true
		return a, true
	case okB && !okA && then != 0 && e.environment(then):
		b.Fallback = true
		return b, true
	}
	return Value{}, false
}

// text gives what a value is inside a string.
func (e *evaluator) text(v Value) (string, bool) {
	switch v.Kind {
	case StringValue, IntValue:
		return v.Text, true
	case FloatValue:
		return v.Text, e.rules.hoist
	case BoolValue:
		if e.rules.body {
			return strings.ToUpper(v.Text[:1]) + v.Text[1:], true
		}
		return v.Text, true
	case NullValue:
		if e.rules.body {
			return "None", true
		}
		return "null", !e.rules.cases
	}
	return "", false
}

// operate computes an operator on two values.
func (e *evaluator) operate(op g.Op, a, b Value) (Value, bool) {
	fallback := a.Fallback || b.Fallback
	switch {
	case a.Kind == StringValue || b.Kind == StringValue:
		switch {
		case op == g.Add && (a.Kind == b.Kind || e.rules.hoist || e.rules.caps || e.Language == "csharp"):
			x, ok1 := e.text(a)
			y, ok2 := e.text(b)
			e.steps += (len(x) + len(y)) / 64
			if !ok1 || !ok2 || len(x)+len(y) > stringSize {
				return Value{}, false
			}
			return Value{Kind: StringValue, Text: x + y, Fallback: fallback}, true
		case op == g.Mul && e.rules.body:
			if a.Kind == IntValue {
				a, b = b, a
			}
			n, err := strconv.Atoi(b.Text)
			if a.Kind != StringValue || b.Kind != IntValue || err != nil || n > 4096 || n > 0 && len(a.Text)*n > stringSize {
				return Value{}, false
			}
			e.steps += len(a.Text) * max(n, 0) / 64
			return Value{Kind: StringValue, Text: strings.Repeat(a.Text, max(n, 0)), Fallback: fallback}, true
		}
	case a.Kind == IntValue && b.Kind == IntValue:
		v, ok := e.integers(op, a.Text, b.Text)
		v.Fallback = fallback
		return v, ok
	case (a.Kind == IntValue || a.Kind == FloatValue) && (b.Kind == IntValue || b.Kind == FloatValue):
		x, err1 := strconv.ParseFloat(a.Text, 64)
		y, err2 := strconv.ParseFloat(b.Text, 64)
		if err1 != nil || err2 != nil {
			return Value{}, false
		}
		v, ok := e.floats(op, x, y)
		v.Fallback = fallback
		return v, ok
	}
	return Value{}, false
}

func integer(n int64) (Value, bool) {
	return Value{Kind: IntValue, Text: strconv.FormatInt(n, 10)}, true
}

// integers computes what stays in 53 bits, where all languages agree on it.
func (e *evaluator) integers(op g.Op, x, y string) (Value, bool) {
	const limit = 1 << 53
	a, err1 := strconv.ParseInt(x, 10, 64)
	b, err2 := strconv.ParseInt(y, 10, 64)
	if err1 != nil || err2 != nil || a > limit || a < -limit || b > limit || b < -limit {
		return Value{}, false
	}
	n := int64(0)
	switch op {
	case g.Add:
		n = a + b
	case g.Sub:
		n = a - b
	case g.Mul:
		if a != 0 && b != 0 && math.Abs(float64(a))*math.Abs(float64(b)) > limit {
			return Value{}, false
		}
		n = a * b
	case g.Div:
		switch {
		case b == 0:
			return Value{}, false
		case e.rules.hoist && a%b != 0 || e.rules.body:
			return e.floats(op, float64(a), float64(b))
		}
		n = a / b
	case g.FloorDiv:
		if b == 0 {
			return Value{}, false
		}
		n = int64(math.Floor(float64(a) / float64(b)))
	case g.Mod:
		if b == 0 {
			return Value{}, false
		}
		if n = a % b; e.rules.body && n != 0 && (n < 0) != (b < 0) {
			n += b
		}
	case g.Pow:
		f := math.Pow(float64(a), float64(b))
		if b < 0 || f > limit || f < -limit {
			return Value{}, false
		}
		n = int64(f)
	case g.Shl:
		if b < 0 || b > 30 || a < 0 || a<<b > math.MaxInt32 {
			return Value{}, false
		}
		n = a << b
	case g.Shr:
		if b < 0 || b > 30 || a < 0 || a > math.MaxInt32 {
			return Value{}, false
		}
		n = a >> b
	case g.BitAnd, g.BitOr, g.BitXor:
		if a < 0 || b < 0 || a > math.MaxInt32 || b > math.MaxInt32 {
			return Value{}, false
		}
		switch op {
		case g.BitAnd:
			n = a & b
		case g.BitOr:
			n = a | b
		default:
			n = a ^ b
		}
	default:
		return Value{}, false
	}
	if n > limit || n < -limit || !e.rules.hoist && !e.rules.body && (n > math.MaxInt32 || n < math.MinInt32) && e.rules.caps {
		return Value{}, false // Java's int would overflow
	}
	return integer(n)
}

func (e *evaluator) floats(op g.Op, a, b float64) (Value, bool) {
	f := 0.0
	switch op {
	case g.Add:
		f = a + b
	case g.Sub:
		f = a - b
	case g.Mul:
		f = a * b
	case g.Div:
		f = a / b
	default:
		return Value{}, false
	}
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return Value{}, false
	}
	return Value{Kind: FloatValue, Text: strconv.FormatFloat(f, 'g', -1, 64)}, true
}

func negate(op g.Op, v Value) (Value, bool) {
	switch {
	case op == g.Sub && (v.Kind == IntValue || v.Kind == FloatValue):
		if rest, ok := strings.CutPrefix(v.Text, "-"); ok {
			v.Text = rest
		} else if v.Text != "0" {
			v.Text = "-" + v.Text
		}
		return v, true
	case op == g.Add && (v.Kind == IntValue || v.Kind == FloatValue):
		return v, true
	case op == g.Not && v.Kind == BoolValue:
		n := boolean(v.Text == "false")
		n.Fallback = v.Fallback
		return n, true
	}
	return Value{}, false
}
