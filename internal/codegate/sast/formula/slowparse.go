package formula

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reKind says what a node of a parsed expression is.
type reKind uint8

const (
	reEmpty      reKind = iota
	reChar              // char
	reClass             // set
	reAny               // any but a newline; with flagS any
	reSeq               // kids
	reAlt               // kids
	reRepeat            // one kid, min, max (-1: no end), lazy or possessive
	reGroup             // one kid, index 0: no capture
	reLook              // one kid; ahead or behind, negative or not
	reAtomic            // one kid
	reBack              // index
	reLineStart         // ^
	reLineEnd           // $
	reTextStart         // \A
	reTextEnd           // \z
	reNearEnd           // \Z
	reBoundary          // \b
	reNoBoundary        // \B
)

// reFlags are the flags in force at a node.
type reFlags uint8

const (
	flagI reFlags = 1 << iota
	flagM
	flagS
	flagX
)

type reNode struct {
	kind             reKind
	flags            reFlags
	char             rune
	set              *charSet
	kids             []*reNode
	index            int
	name             string // of a back-reference until it is resolved
	min, max         int
	lazy, possessive bool
	behind, negative bool
}

// A charSet is a class of characters.
type charSet struct {
	ranges  [][2]rune
	tables  []*unicode.RangeTable
	members []*charSet // classes within brackets: \S, [:alpha:]
	negated bool
}

// has tells whether a character is in the class; with fold, in any case.
func (s *charSet) has(r rune, fold bool) bool {
	in := s.lists(r)
	if fold {
		for f := unicode.SimpleFold(r); !in && f != r; f = unicode.SimpleFold(f) {
			in = s.lists(f)
		}
	}
	return in != s.negated
}

func (s *charSet) lists(r rune) bool {
	for _, x := range s.ranges {
		if x[0] <= r && r <= x[1] {
			return true
		}
	}
	for _, t := range s.tables {
		if unicode.Is(t, r) {
			return true
		}
	}
	for _, m := range s.members {
		if m.lists(r) != m.negated {
			return true
		}
	}
	return false
}

// A reParser reads an expression in the syntax of PCRE.
type reParser struct {
	text  string
	at    int
	names []string // of groups, from 0
	depth int
	nodes int
	backs []*reNode
}

const maxReNodes = 20_000

type reError string

func (e reError) Error() string { return "the regular expression " + string(e) }

func parseSlow(pattern string, flags reFlags) (*reNode, *reParser, error) {
	if !utf8.ValidString(pattern) {
		return nil, nil, reError("is not UTF-8")
	}
	p := &reParser{text: pattern, names: []string{""}}
	n, err := p.alternatives(&flags)
	if err != nil {
		return nil, nil, err
	}
	if p.at < len(p.text) {
		return nil, nil, reError("has a ) too many")
	}
	for _, b := range p.backs {
		if b.name != "" {
			for i, name := range p.names {
				if name == b.name {
					b.index = i
				}
			}
		}
		if b.index <= 0 || b.index >= len(p.names) {
			return nil, nil, reError("refers back to a group that it lacks")
		}
	}
	return n, p, nil
}

func (p *reParser) node(kind reKind, flags reFlags, kids ...*reNode) *reNode {
	p.nodes++
	return &reNode{kind: kind, flags: flags, kids: kids}
}

func (p *reParser) eat(s string) bool {
	if strings.HasPrefix(p.text[p.at:], s) {
		p.at += len(s)
		return true
	}
	return false
}

func (p *reParser) next() rune {
	r, n := utf8.DecodeRuneInString(p.text[p.at:])
	p.at += n
	return r
}

func (p *reParser) more() bool { return p.at < len(p.text) }

// alternatives reads up to a closing parenthesis or the end. Flags that are set inside hold until there.
func (p *reParser) alternatives(flags *reFlags) (*reNode, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, reError("is nested too deeply")
	}
	defer func() { p.depth-- }()
	var alts []*reNode
	seq := p.node(reSeq, *flags)
	for p.more() && p.text[p.at] != ')' {
		if p.nodes > maxReNodes {
			return nil, reError("is too large")
		}
		if p.eat("|") {
			alts = append(alts, seq)
			seq = p.node(reSeq, *flags)
			continue
		}
		if *flags&flagX != 0 && p.skipSpace() {
			continue
		}
		n, err := p.atom(flags)
		if err != nil {
			return nil, err
		}
		if n == nil {
			continue
		}
		if n.kind == reSeq { // \Q…\E: a quantifier takes the last character
			if len(n.kids) == 0 {
				continue
			}
			last := len(n.kids) - 1
			seq.kids = append(seq.kids, n.kids[:last]...)
			n = n.kids[last]
		}
		if n, err = p.quantified(n, *flags); err != nil {
			return nil, err
		}
		seq.kids = append(seq.kids, n)
	}
	if alts == nil {
		return seq, nil
	}
	return p.node(reAlt, *flags, append(alts, seq)...), nil
}

// skipSpace skips white space and a comment under (?x).
func (p *reParser) skipSpace() bool {
	start := p.at
	for p.more() && strings.IndexByte(" \t\n\r\f\v", p.text[p.at]) >= 0 {
		p.at++
	}
	if p.more() && p.text[p.at] == '#' {
		if end := strings.IndexByte(p.text[p.at:], '\n'); end >= 0 {
			p.at += end + 1
		} else {
			p.at = len(p.text)
		}
	}
	return p.at > start
}

func (p *reParser) quantified(n *reNode, flags reFlags) (*reNode, error) {
	for quantifiers := 0; ; quantifiers++ {
		if flags&flagX != 0 {
			for p.skipSpace() {
			}
		}
		least, most, ok := p.quantifier()
		if !ok {
			return n, nil
		}
		if quantifiers > 20 {
			return nil, reError("repeats a repetition too often")
		}
		if most >= 0 && least > most {
			return nil, reError("has a repetition that ends before it begins")
		}
		if least > 65535 || most > 65535 {
			return nil, reError("repeats more than 65,535 times")
		}
		r := p.node(reRepeat, flags, n)
		r.min, r.max = least, most
		if p.eat("?") {
			r.lazy = true
		} else if p.eat("+") {
			r.possessive = true
		}
		n = r
	}
}

// quantifier reads * + ? {n} {n,} {n,m}; any other brace is a character.
func (p *reParser) quantifier() (least, most int, ok bool) {
	switch {
	case p.eat("*"):
		return 0, -1, true
	case p.eat("+"):
		return 1, -1, true
	case p.eat("?"):
		return 0, 1, true
	case !p.more() || p.text[p.at] != '{':
		return 0, 0, false
	}
	end := strings.IndexByte(p.text[p.at:], '}')
	if end < 0 {
		return 0, 0, false
	}
	from, to, comma := strings.Cut(p.text[p.at+1:p.at+end], ",")
	least, err := number(from)
	if err != nil {
		return 0, 0, false
	}
	most = least
	if comma {
		if most = -1; to != "" {
			if most, err = number(to); err != nil {
				return 0, 0, false
			}
		}
	}
	p.at += end + 1
	return least, most, true
}

func number(s string) (int, error) {
	if s == "" || len(s) > 6 || strings.Trim(s, "0123456789") != "" {
		return 0, fmt.Errorf("no number")
	}
	return strconv.Atoi(s)
}

// atom reads one unit; nil for what matches nothing by itself: flags and comments.
func (p *reParser) atom(flags *reFlags) (*reNode, error) {
	switch r := p.next(); r {
	case '(':
		return p.group(flags)
	case '[':
		set, err := p.class()
		if err != nil {
			return nil, err
		}
		n := p.node(reClass, *flags)
		n.set = set
		return n, nil
	case '.':
		return p.node(reAny, *flags), nil
	case '^':
		return p.node(reLineStart, *flags), nil
	case '$':
		return p.node(reLineEnd, *flags), nil
	case '*', '+', '?':
		return nil, reError("repeats nothing")
	case '\\':
		return p.escape(*flags)
	default:
		n := p.node(reChar, *flags)
		n.char = r
		return n, nil
	}
}

// group reads what follows an opening parenthesis.
func (p *reParser) group(flags *reFlags) (*reNode, error) {
	inner := *flags
	n := p.node(reGroup, inner)
	switch {
	case p.eat("?:"):
	case p.eat("?="):
		n.kind = reLook
	case p.eat("?!"):
		n.kind, n.negative = reLook, true
	case p.eat("?<="):
		n.kind, n.behind = reLook, true
	case p.eat("?<!"):
		n.kind, n.behind, n.negative = reLook, true, true
	case p.eat("?>"):
		n.kind = reAtomic
	case p.eat("?#"):
		end := strings.IndexByte(p.text[p.at:], ')')
		if end < 0 {
			return nil, reError("has a comment that does not end")
		}
		p.at += end + 1
		return nil, nil
	case p.eat("?P="):
		return p.named(flags, ")")
	case p.eat("?P<"), p.eat("?<"):
		return p.capture(n, inner, ">")
	case p.eat("?'"):
		return p.capture(n, inner, "'")
	case p.eat("?"):
		done, err := p.setFlags(flags, &inner)
		if err != nil || done {
			return nil, err
		}
	case p.more() && p.text[p.at] == '*':
		return nil, reError("has a (*VERB), which is not supported")
	default:
		return p.capture(n, inner, "")
	}
	return p.closed(n, &inner)
}

// capture reads a group that captures; closing ends its name.
func (p *reParser) capture(n *reNode, inner reFlags, closing string) (*reNode, error) {
	name := ""
	if closing != "" {
		end := strings.Index(p.text[p.at:], closing)
		if end < 0 || !labelName.MatchString(p.text[p.at:p.at+end]) {
			return nil, reError("has a group whose name is malformed")
		}
		name = p.text[p.at : p.at+end]
		p.at += end + len(closing)
		for _, other := range p.names {
			if other == name {
				return nil, reError("has two groups of one name")
			}
		}
	}
	if len(p.names) > 200 {
		return nil, reError("has more than 200 groups")
	}
	n.index = len(p.names)
	p.names = append(p.names, name)
	return p.closed(n, &inner)
}

func (p *reParser) closed(n *reNode, inner *reFlags) (*reNode, error) {
	kid, err := p.alternatives(inner)
	if err != nil {
		return nil, err
	}
	if !p.eat(")") {
		return nil, reError("has a ( that is not closed")
	}
	n.kids = []*reNode{kid}
	return n, nil
}

// setFlags reads (?i-m) or the start of (?i-m:. done is true for the first form, which changes the enclosing group.
func (p *reParser) setFlags(outer, inner *reFlags) (done bool, err error) {
	on := true
	for p.more() {
		var f reFlags
		switch c := p.next(); c {
		case '-':
			on = false
			continue
		case 'i':
			f = flagI
		case 'm':
			f = flagM
		case 's':
			f = flagS
		case 'x':
			f = flagX
		case ')':
			*outer = *inner
			return true, nil
		case ':':
			return false, nil
		default:
			return false, reError(fmt.Sprintf("has (?%c, which is not supported", c))
		}
		if on {
			*inner |= f
		} else {
			*inner &^= f
		}
	}
	return false, reError("has a ( that is not closed")
}

// named reads a reference to a named group up to closing.
func (p *reParser) named(flags *reFlags, closing string) (*reNode, error) {
	end := strings.Index(p.text[p.at:], closing)
	if end < 0 {
		return nil, reError("has a reference that does not end")
	}
	n := p.node(reBack, *flags)
	n.name = p.text[p.at : p.at+end]
	p.at += end + len(closing)
	if i, err := strconv.Atoi(n.name); err == nil {
		if n.name = ""; i < 0 {
			i += len(p.names)
		}
		n.index = i
	} else if !labelName.MatchString(n.name) {
		return nil, reError("has a reference that is malformed")
	}
	p.backs = append(p.backs, n)
	return n, nil
}
