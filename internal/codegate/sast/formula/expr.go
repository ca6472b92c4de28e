package formula

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

var labelName = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*$`)

// calls are the functions of the comparison language, with how many arguments each takes.
var calls = map[string][2]int{"int": {1, 1}, "str": {1, 1}, "float": {1, 1}, "bool": {1, 1}, "len": {1, 1}, "re.match": {2, 2}, "re.search": {2, 2}, "re.fullmatch": {2, 2},
	"today": {0, 0}, "strptime": {1, 2}, "duration": {1, 1}}

// ParseComparison reads an expression of a metavariable-comparison: Python's operators, literals and lists over metavariables,
// and int, str, float, bool, len, re.match, re.search, re.fullmatch, today and strptime, and duration, which is ours: seconds (see Duration).
func ParseComparison(text string) (*Expr, error) { return parseExpr(text, false) }

// ParseRequires reads a requires expression: and, or, not over labels.
func ParseRequires(text string) (*Expr, error) { return parseExpr(text, true) }

const (
	maxExpr       = 4 << 10 // bytes of an expression
	exprsPerParse = 2_000   // nodes of an expression
)

func parseExpr(text string, labels bool) (*Expr, error) {
	if len(text) > maxExpr {
		return nil, fmt.Errorf("an expression of more than %d bytes", maxExpr)
	}
	p := &exprParser{labels: labels}
	if err := p.lex(text); err != nil {
		return nil, err
	}
	e, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(p.tokens) {
		return nil, fmt.Errorf("unexpected %q in the expression", short(p.tokens[p.at].text))
	}
	return e, nil
}

// A token of the comparison language.
type token struct {
	kind byte // n name, m metavariable, s string, i integer, f float, o operator or keyword
	text string
}

type exprParser struct {
	labels bool
	tokens []token
	at     int
	nodes  int
}

var lexeme = regexp.MustCompile(`^(?:(\$(?:\.\.\.)?(?:[A-Z_][A-Z_0-9]*|[0-9]+))|([A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?)` +
	`|(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:[0-9][0-9_]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*\.?(?:[eE][-+]?[0-9]+)?)|(\*\*|//|==|!=|<=|>=|<<|>>|[-+*/%<>()\[\],&|^~]))`)

func (p *exprParser) lex(text string) error {
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		if text == "" {
			return nil
		}
		if q := text[0]; q == '"' || q == '\'' || (q == 'r' || q == 'b' || q == 'u') && len(text) > 1 && (text[1] == '"' || text[1] == '\'') {
			raw := q == 'r'
			if q != '"' && q != '\'' {
				text = text[1:]
			}
			s, rest, err := pythonString(text, raw)
			if err != nil {
				return err
			}
			p.tokens, text = append(p.tokens, token{'s', s}), rest
			continue
		}
		m := lexeme.FindStringSubmatch(text)
		if m == nil {
			return fmt.Errorf("cannot read %q in the expression", short(text))
		}
		text = text[len(m[0]):]
		switch {
		case m[1] != "":
			p.tokens = append(p.tokens, token{'m', m[1]})
		case slices.Contains([]string{"and", "or", "not", "in", "is"}, m[2]):
			p.tokens = append(p.tokens, token{'o', m[2]})
		case m[2] != "":
			p.tokens = append(p.tokens, token{'n', m[2]})
		case m[3] != "" && strings.ContainsAny(m[3], ".eE") && !strings.HasPrefix(m[3], "0x") && !strings.HasPrefix(m[3], "0X"):
			p.tokens = append(p.tokens, token{'f', m[3]})
		case m[3] != "":
			p.tokens = append(p.tokens, token{'i', m[3]})
		default:
			p.tokens = append(p.tokens, token{'o', m[4]})
		}
	}
}

// pythonString reads a quoted string with Python's usual escapes.
func pythonString(text string, raw bool) (value, rest string, err error) {
	quote := text[0]
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == quote:
			return b.String(), text[i+1:], nil
		case c == '\\' && i+1 < len(text):
			i++
			if j := strings.IndexByte(`nrt0\'"`, text[i]); j >= 0 && !raw {
				b.WriteByte("\n\r\t\x00\\'\""[j])
				continue
			}
			b.WriteByte('\\')
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("a string is not closed in the expression")
}

// take consumes one of the operators.
func (p *exprParser) take(ops ...string) string {
	if p.at < len(p.tokens) && p.tokens[p.at].kind == 'o' && slices.Contains(ops, p.tokens[p.at].text) {
		p.at++
		return p.tokens[p.at-1].text
	}
	return ""
}

func (p *exprParser) node(op, text string, kids ...*Expr) (*Expr, error) {
	if p.nodes++; p.nodes > exprsPerParse {
		return nil, fmt.Errorf("an expression of more than %d parts", exprsPerParse)
	}
	return &Expr{Op: op, Text: text, Kids: kids}, nil
}

// levels are the binary operators from loose to tight, below comparison.
var levels = [][]string{{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "//", "%"}}

func (p *exprParser) or(depth int) (*Expr, error)  { return p.chain("or", depth, p.and) }
func (p *exprParser) and(depth int) (*Expr, error) { return p.chain("and", depth, p.not) }

func (p *exprParser) chain(op string, depth int, next func(int) (*Expr, error)) (*Expr, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("an expression nested more than %d deep", maxDepth)
	}
	e, err := next(depth)
	for err == nil && p.take(op) != "" {
		var right *Expr
		if right, err = next(depth); err == nil {
			e, err = p.node(op, "", e, right)
		}
	}
	return e, err
}

func (p *exprParser) not(depth int) (*Expr, error) {
	count := 0
	for p.take("not") != "" {
		if count++; count > maxDepth {
			return nil, fmt.Errorf("an expression nested more than %d deep", maxDepth)
		}
	}
	next := p.comparison
	if p.labels {
		next = p.atom
	}
	e, err := next(depth)
	for ; err == nil && count > 0; count-- {
		e, err = p.node("not", "", e)
	}
	return e, err
}

// comparison reads a chain of comparisons as Python does: a < b < c is a < b and b < c.
func (p *exprParser) comparison(depth int) (*Expr, error) {
	left, err := p.binary(0, depth)
	if err != nil {
		return nil, err
	}
	var all *Expr
	for {
		op := p.take("==", "!=", "<", "<=", ">", ">=", "in", "is", "not")
		if op == "" {
			break
		}
		switch {
		case op == "not" && p.take("in") == "":
			return nil, fmt.Errorf("unexpected \"not\" in the expression")
		case op == "not":
			op = "not in"
		case op == "is":
			if op = "=="; p.take("not") != "" {
				op = "!="
			}
		}
		right, err := p.binary(0, depth)
		if err != nil {
			return nil, err
		}
		one, err := p.node(op, "", left, right)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = one
		} else if all, err = p.node("and", "", all, one); err != nil {
			return nil, err
		}
		left = right
	}
	if all != nil {
		return all, nil
	}
	return left, nil
}

func (p *exprParser) binary(level, depth int) (*Expr, error) {
	if level == len(levels) {
		return p.unary(depth)
	}
	e, err := p.binary(level+1, depth)
	for err == nil {
		op := p.take(levels[level]...)
		if op == "" {
			break
		}
		var right *Expr
		if right, err = p.binary(level+1, depth); err == nil {
			e, err = p.node(op, "", e, right)
		}
	}
	return e, err
}

func (p *exprParser) unary(depth int) (*Expr, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("an expression nested more than %d deep", maxDepth)
	}
	if op := p.take("-", "+", "~"); op != "" {
		e, err := p.unary(depth + 1)
		if err != nil {
			return nil, err
		}
		return p.node(op, "", e)
	}
	base, err := p.atom(depth)
	if err != nil || p.take("**") == "" {
		return base, err
	}
	power, err := p.unary(depth + 1)
	if err != nil {
		return nil, err
	}
	return p.node("**", "", base, power)
}

func (p *exprParser) atom(depth int) (*Expr, error) {
	if p.at >= len(p.tokens) {
		return nil, fmt.Errorf("the expression ends too early")
	}
	t := p.tokens[p.at]
	p.at++
	switch {
	case t.kind == 'o' && t.text == "(":
		e, err := p.or(depth + 1)
		if err == nil && p.take(")") == "" {
			err = fmt.Errorf("a parenthesis is not closed in the expression")
		}
		return e, err
	case t.kind == 'n' && (t.text == "True" || t.text == "False" || t.text == "true" || t.text == "false"):
		return p.node("bool", strings.ToLower(t.text))
	case p.labels && t.kind == 'n' && labelName.MatchString(t.text):
		return p.node("name", t.text)
	case p.labels:
		return nil, fmt.Errorf("unexpected %q: want labels joined by and, or, not", short(t.text))
	case t.kind == 'm':
		return p.node("name", t.text)
	case t.kind == 's':
		return p.node("string", t.text)
	case t.kind == 'i':
		return p.integer(t.text)
	case t.kind == 'f':
		return p.node("float", strings.ReplaceAll(t.text, "_", ""))
	case t.kind == 'n' && (t.text == "None" || t.text == "null"):
		return p.node("none", "")
	case t.kind == 'o' && t.text == "[":
		return p.args("list", "", "]", depth+1)
	case t.kind == 'n' && p.take("(") != "":
		arity, known := calls[t.text]
		if !known {
			return nil, fmt.Errorf("the function %q is not supported in an expression", short(t.text))
		}
		e, err := p.args("call", t.text, ")", depth+1)
		if err == nil && (len(e.Kids) < arity[0] || len(e.Kids) > arity[1]) {
			err = fmt.Errorf("%s has %d arguments in the expression", t.text, len(e.Kids))
		}
		if err == nil && strings.HasPrefix(t.text, "re.") && e.Kids[0].Op == "string" {
			e.regex = sync.OnceValues(func() (*Regexp, error) { return compileCall(t.text, e.Kids[0].Text) })
		}
		return e, err
	}
	return nil, fmt.Errorf("unexpected %q in the expression", short(t.text))
}

// integer reads a literal; one beyond 64 bits counts as a float.
func (p *exprParser) integer(text string) (*Expr, error) {
	v, ok := parseInt(text, 0)
	if !ok {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) {
			return nil, fmt.Errorf("cannot read the number %q in the expression", short(text))
		}
		return p.node("float", strconv.FormatFloat(f, 'g', -1, 64))
	}
	return p.node("int", strconv.FormatInt(v, 10))
}

func (p *exprParser) args(op, text, closing string, depth int) (*Expr, error) {
	var kids []*Expr
	for p.take(closing) == "" {
		if len(kids) > 0 && p.take(",") == "" {
			return nil, fmt.Errorf("want %q or a comma in the expression", closing)
		}
		if len(kids) > 0 && p.take(closing) != "" {
			break
		}
		e, err := p.or(depth)
		if err != nil {
			return nil, err
		}
		kids = append(kids, e)
	}
	return p.node(op, text, kids...)
}
