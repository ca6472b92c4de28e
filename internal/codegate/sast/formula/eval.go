package formula

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A ValKind says what a Val holds.
type ValKind uint8

const (
	None ValKind = iota
	Bool
	Int
	Float
	Str
	List
)

// A Val is a value of the comparison language.
type Val struct {
	Kind  ValKind
	Bool  bool
	Int   int64
	Float float64
	Str   string
	List  []Val
}

// Today is the name under which Eval asks its environment for the date that counts as today, as Unix seconds.
const Today = "today()"

// maxSteps bounds one evaluation, maxMade the strings and lists that it makes, in bytes and items.
const (
	maxSteps = 10_000
	maxMade  = 1 << 16
)

// Eval computes an expression. env gives the value of a metavariable ("$X"), of a label, or of Today; ok is false when it knows none,
// and then, and when the operands do not fit the operators, Eval's ok is false too: the condition does not hold.
// and and or evaluate from the left and stop early, as in Python.
func (e *Expr) Eval(env func(name string) (v Val, ok bool)) (v Val, ok bool) {
	x := evaluation{env: env}
	return x.value(e)
}

// Holds tells whether an expression is true.
func (e *Expr) Holds(env func(name string) (v Val, ok bool)) bool {
	v, ok := e.Eval(env)
	return ok && v.Truth()
}

// Satisfied tells whether a requires expression holds for a set of labels.
func (e *Expr) Satisfied(has func(label string) bool) bool {
	return e.Holds(func(name string) (Val, bool) { return Val{Kind: Bool, Bool: has(name)}, true })
}

// Names lists the metavariables or labels of an expression, in order of appearance.
func (e *Expr) Names() []string {
	var names []string
	var walk func(*Expr)
	seen := map[*Expr]bool{} // chained comparisons share operands
	walk = func(e *Expr) {
		if seen[e] {
			return
		}
		seen[e] = true
		if e.Op == "name" {
			names = append(names, e.Text)
		}
		for _, k := range e.Kids {
			walk(k)
		}
	}
	walk(e)
	return names
}

// Truth is Python's truth of a value.
func (v Val) Truth() bool {
	switch v.Kind {
	case Bool:
		return v.Bool
	case Int:
		return v.Int != 0
	case Float:
		return v.Float != 0
	case Str:
		return v.Str != ""
	case List:
		return len(v.List) > 0
	}
	return false
}

func truth(b bool) (Val, bool) { return Val{Kind: Bool, Bool: b}, true }

type evaluation struct {
	env   func(string) (Val, bool)
	steps int
}

func (x *evaluation) value(e *Expr) (Val, bool) {
	if x.steps++; x.steps > maxSteps {
		return Val{}, false
	}
	switch e.Op {
	case "name":
		return x.env(e.Text)
	case "string":
		return Val{Kind: Str, Str: e.Text}, true
	case "int":
		v, err := strconv.ParseInt(e.Text, 10, 64)
		return Val{Kind: Int, Int: v}, err == nil
	case "float":
		v, err := strconv.ParseFloat(e.Text, 64)
		return Val{Kind: Float, Float: v}, err == nil
	case "bool":
		return truth(e.Text == "true")
	case "none":
		return Val{}, true
	case "and", "or":
		v, ok := x.value(e.Kids[0])
		if !ok || v.Truth() == (e.Op == "or") {
			return v, ok
		}
		return x.value(e.Kids[1])
	case "not":
		v, ok := x.value(e.Kids[0])
		return Val{Kind: Bool, Bool: !v.Truth()}, ok
	}
	args := make([]Val, len(e.Kids))
	for i, k := range e.Kids {
		var ok bool
		if args[i], ok = x.value(k); !ok {
			return Val{}, false
		}
	}
	switch {
	case e.Op == "list":
		return Val{Kind: List, List: args}, true
	case e.Op == "call":
		return x.call(e, args)
	case len(args) == 1:
		return unaryOp(e.Op, args[0])
	case len(args) == 2:
		return binaryOp(e.Op, args[0], args[1])
	}
	return Val{}, false
}

// compileCall compiles the expression of a call of re.match, re.search or re.fullmatch.
func compileCall(name, pattern string) (*Regexp, error) {
	if name == "re.fullmatch" {
		pattern = `(?:` + pattern + `)\z`
	}
	return CompileRegex(pattern, false)
}

func (x *evaluation) call(e *Expr, args []Val) (Val, bool) {
	name := e.Text
	switch name {
	case "today":
		return x.env(Today)
	case "int":
		return toInt(args[0])
	case "str":
		s, ok := toStr(args[0])
		return Val{Kind: Str, Str: s}, ok
	case "float":
		if args[0].Kind == Str {
			f, err := strconv.ParseFloat(strings.TrimSpace(args[0].Str), 64)
			return Val{Kind: Float, Float: f}, err == nil
		}
		f, ok := args[0].float()
		return Val{Kind: Float, Float: f}, ok
	case "bool":
		return truth(args[0].Truth())
	case "len":
		switch args[0].Kind {
		case Str:
			return Val{Kind: Int, Int: int64(utf8.RuneCountInString(args[0].Str))}, true
		case List:
			return Val{Kind: Int, Int: int64(len(args[0].List))}, true
		}
	case "duration":
		return x.duration(e, args[0])
	case "strptime":
		return toTime(args[0])
	case "re.match", "re.search", "re.fullmatch":
		if args[0].Kind != Str || args[1].Kind != Str {
			return Val{}, false
		}
		compile := e.regex
		if compile == nil {
			compile = func() (*Regexp, error) { return compileCall(name, args[0].Str) }
		}
		re, err := compile()
		if err != nil {
			return Val{}, false
		}
		var found, complete bool
		if name == "re.search" {
			found, complete = re.Match([]byte(args[1].Str))
		} else {
			loc, whole := re.MatchStart([]byte(args[1].Str))
			found, complete = loc != nil, whole
		}
		return Val{Kind: Bool, Bool: found}, complete
	}
	return Val{}, false
}

// toTime reads a date, with or without a time of day, as Unix seconds.
func toTime(v Val) (Val, bool) {
	if v.Kind != Str {
		return Val{}, false
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, v.Str); err == nil {
			return Val{Kind: Int, Int: t.Unix()}, true
		}
	}
	return Val{}, false
}

func toInt(v Val) (Val, bool) {
	switch v.Kind {
	case Int:
		return v, true
	case Bool:
		if v.Bool {
			return Val{Kind: Int, Int: 1}, true
		}
		return Val{Kind: Int}, true
	case Float:
		if math.Abs(v.Float) < 1<<62 {
			return Val{Kind: Int, Int: int64(v.Float)}, true
		}
	case Str:
		s := strings.TrimSpace(v.Str)
		if n, ok := parseInt(s, 10); ok { // as Python: 010 is ten
			return Val{Kind: Int, Int: n}, true
		}
		n, ok := parseInt(s, 0)
		return Val{Kind: Int, Int: n}, ok
	}
	return Val{}, false
}

func toStr(v Val) (string, bool) {
	switch v.Kind {
	case Str:
		return v.Str, true
	case Int:
		return strconv.FormatInt(v.Int, 10), true
	case Float:
		s := strconv.FormatFloat(v.Float, 'g', -1, 64)
		if !strings.ContainsAny(s, ".eIN") {
			s += ".0"
		}
		return s, true
	case Bool:
		if v.Bool {
			return "True", true
		}
		return "False", true
	case None:
		return "None", true
	}
	return "", false
}

// float is the value of a number or truth value.
func (v Val) float() (float64, bool) {
	switch v.Kind {
	case Float:
		return v.Float, true
	case Int:
		return float64(v.Int), true
	case Bool:
		if v.Bool {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// parseInt reads digits with _ between them; base 0 reads 0x, 0o, 0b and a leading 0.
func parseInt(s string, base int) (int64, bool) {
	v, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), base, 64)
	return v, err == nil
}

// Literal reads the source text of a literal of any language: a number with its prefix and suffix, a quoted string, a truth value,
// a null. strip takes quotes away first, so that a number in a string is one; base, when it is not 0, is that of digits in a string
// or after a leading 0.
func Literal(text string, strip bool, base int) (Val, bool) {
	s := strings.TrimSpace(text)
	quoted := ""
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'' || s[0] == '`') && s[n-1] == s[0] {
		quoted = s[1 : n-1]
		if !strip {
			return Val{Kind: Str, Str: quoted}, true
		}
		s = strings.TrimSpace(quoted)
	}
	switch s {
	case "true", "True", "TRUE":
		return truth(true)
	case "false", "False", "FALSE":
		return truth(false)
	case "null", "None", "nil", "NULL", "undefined", "nullptr":
		return Val{}, true
	}
	number := s
	if len(s) > 1 && !strings.HasPrefix(lower(s), "0x") {
		number = strings.TrimRight(s, "lLuUnfFdDmM")
	} else {
		number = strings.TrimRight(s, "lLuUn")
	}
	if base != 0 && (quoted != "" || strings.HasPrefix(number, "0")) {
		digits := strings.TrimPrefix(lower(s), map[int]string{16: "0x", 8: "0o", 2: "0b"}[base])
		if n, ok := parseInt(digits, base); ok {
			return Val{Kind: Int, Int: n}, true
		}
	}
	if n, ok := parseInt(number, 0); ok {
		return Val{Kind: Int, Int: n}, true
	}
	if number != "" && strings.IndexByte("+-.0123456789", number[0]) >= 0 {
		if f, err := strconv.ParseFloat(strings.ReplaceAll(number, "_", ""), 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return Val{Kind: Float, Float: f}, true
		}
	}
	if quoted != "" {
		return Val{Kind: Str, Str: quoted}, true
	}
	return Val{}, false
}
