package formula

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Classes by their letter, ASCII as in PCRE without UCP.
var (
	digits     = &charSet{ranges: [][2]rune{{'0', '9'}}}
	wordChars  = &charSet{ranges: [][2]rune{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}}}
	spaces     = &charSet{ranges: [][2]rune{{'\t', '\r'}, {' ', ' '}}}
	horizontal = &charSet{ranges: [][2]rune{{' ', ' '}, {'\t', '\t'}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}}}
	vertical   = &charSet{ranges: [][2]rune{{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}}
	newline    = &charSet{ranges: [][2]rune{{'\n', '\n'}}}
)

// classOf gives the class of an escape: \d, \W …
func classOf(c rune) *charSet {
	set := map[rune]*charSet{'d': digits, 'w': wordChars, 's': spaces, 'h': horizontal, 'v': vertical}[unicode.ToLower(c)]
	if c == 'N' {
		set = newline
	}
	if set != nil && unicode.IsUpper(c) {
		return &charSet{ranges: set.ranges, negated: true}
	}
	return set
}

// escape reads what follows a backslash outside of a class.
func (p *reParser) escape(flags reFlags) (*reNode, error) {
	if !p.more() {
		return nil, reError("ends with a backslash")
	}
	start := p.at
	r := p.next()
	if set := classOf(r); set != nil {
		n := p.node(reClass, flags)
		n.set = set
		return n, nil
	}
	if kind, ok := map[rune]reKind{'A': reTextStart, 'z': reTextEnd, 'Z': reNearEnd, 'b': reBoundary, 'B': reNoBoundary}[r]; ok {
		return p.node(kind, flags), nil
	}
	switch r {
	case 'Q':
		text := p.text[p.at:]
		if end := strings.Index(text, `\E`); end >= 0 {
			text = text[:end]
			p.at += 2
		}
		p.at += len(text)
		seq := p.node(reSeq, flags)
		for _, c := range text {
			n := p.node(reChar, flags)
			n.char = c
			seq.kids = append(seq.kids, n)
		}
		return seq, nil
	case 'E':
		return nil, nil
	case 'R':
		crlf := p.node(reSeq, flags, p.char('\r', flags), p.char('\n', flags))
		one := p.node(reClass, flags)
		one.set = vertical
		return p.node(reAtomic, flags, p.node(reAlt, flags, crlf, one)), nil
	case 'k':
		for _, pair := range []string{"<>", "{}", "''"} {
			if p.eat(pair[:1]) {
				return p.named(&flags, pair[1:])
			}
		}
		return nil, reError(`has a \k without a name`)
	case 'g':
		if p.eat("{") {
			return p.named(&flags, "}")
		}
		return p.numbered(flags)
	case 'p', 'P':
		set, err := p.property(r == 'P')
		if err != nil {
			return nil, err
		}
		n := p.node(reClass, flags)
		n.set = set
		return n, nil
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		p.at = start
		if n, err := p.numbered(flags); err == nil {
			return n, nil
		}
		p.at = start + 1
	}
	c, err := p.escaped(r)
	if err != nil {
		return nil, err
	}
	return p.char(c, flags), nil
}

func (p *reParser) char(r rune, flags reFlags) *reNode {
	n := p.node(reChar, flags)
	n.char = r
	return n
}

// numbered reads the number of a group.
func (p *reParser) numbered(flags reFlags) (*reNode, error) {
	end := p.at
	for end < len(p.text) && end < p.at+2 && p.text[end] >= '0' && p.text[end] <= '9' {
		end++
	}
	i, err := strconv.Atoi(p.text[p.at:end])
	if err != nil || i == 0 {
		return nil, reError("has a reference that is malformed")
	}
	p.at = end
	n := p.node(reBack, flags)
	n.index = i
	p.backs = append(p.backs, n)
	return n, nil
}

// escaped gives the character that an escape stands for; r follows the backslash.
func (p *reParser) escaped(r rune) (rune, error) {
	switch r {
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'f':
		return '\f', nil
	case 'a':
		return '\a', nil
	case 'e':
		return 0x1b, nil
	case 'c':
		if p.more() {
			return unicode.ToUpper(p.next()) ^ 0x40, nil
		}
	case 'x':
		if p.eat("{") {
			end := strings.IndexByte(p.text[p.at:], '}')
			if end > 0 {
				v, err := strconv.ParseUint(p.text[p.at:p.at+end], 16, 32)
				if err == nil && v <= unicode.MaxRune {
					p.at += end + 1
					return rune(v), nil
				}
			}
			return 0, reError(`has a malformed \x`)
		}
		v := rune(0)
		for i := 0; i < 2 && p.more(); i++ {
			d := strings.IndexByte("0123456789abcdef", p.text[p.at]|0x20)
			if d < 0 {
				break
			}
			v = v<<4 | rune(d)
			p.at++
		}
		return v, nil
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := r - '0'
		for i := 0; i < 2 && p.more() && p.text[p.at] >= '0' && p.text[p.at] <= '7'; i++ {
			v = v<<3 | rune(p.text[p.at]-'0')
			p.at++
		}
		return v, nil
	}
	if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return 0, reError(fmt.Sprintf(`has \%c, which is not supported`, r))
	}
	return r, nil
}

// property reads the name of a Unicode property.
func (p *reParser) property(negated bool) (*charSet, error) {
	name := ""
	if p.eat("{") {
		end := strings.IndexByte(p.text[p.at:], '}')
		if end < 0 {
			return nil, reError(`has a malformed \p`)
		}
		name = p.text[p.at : p.at+end]
		p.at += end + 1
		if rest, ok := strings.CutPrefix(name, "^"); ok {
			name, negated = rest, !negated
		}
	} else if p.more() {
		name = string(p.next())
	}
	if t := unicode.Categories[name]; t != nil {
		return &charSet{tables: []*unicode.RangeTable{t}, negated: negated}, nil
	}
	if t := unicode.Scripts[name]; t != nil {
		return &charSet{tables: []*unicode.RangeTable{t}, negated: negated}, nil
	}
	return nil, reError(`names an unknown property after \p`)
}

var posix = map[string]*charSet{
	"alpha": {ranges: [][2]rune{{'a', 'z'}, {'A', 'Z'}}}, "digit": digits, "alnum": {ranges: [][2]rune{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}}}, "upper": {ranges: [][2]rune{{'A', 'Z'}}},
	"lower": {ranges: [][2]rune{{'a', 'z'}}}, "space": spaces, "word": wordChars, "blank": {ranges: [][2]rune{{' ', ' '}, {'\t', '\t'}}}, "punct": {ranges: [][2]rune{{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
	"xdigit": {ranges: [][2]rune{{'0', '9'}, {'a', 'f'}, {'A', 'F'}}}, "cntrl": {ranges: [][2]rune{{0, 31}, {127, 127}}}, "print": {ranges: [][2]rune{{32, 126}}}, "graph": {ranges: [][2]rune{{33, 126}}},
	"ascii": {ranges: [][2]rune{{0, 127}}},
}

// class reads a bracketed class; the opening bracket is read.
func (p *reParser) class() (*charSet, error) {
	set := &charSet{negated: p.eat("^")}
	for first := true; ; first = false {
		if !p.more() {
			return nil, reError("has a [ that is not closed")
		}
		if !first && p.eat("]") {
			return set, nil
		}
		low, whole, err := p.member(set)
		if err != nil {
			return nil, err
		}
		if whole {
			continue
		}
		high := low
		if rest := p.text[p.at:]; len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			mark := p.at
			p.at++
			h, whole, err := p.member(set)
			switch {
			case err != nil:
				return nil, err
			case whole: // [a-\d]: the hyphen is a member
				set.ranges = append(set.ranges, [2]rune{'-', '-'})
			case h < low:
				return nil, reError(fmt.Sprintf("has a class whose range ends before it begins, at byte %d", mark))
			default:
				high = h
			}
		}
		set.ranges = append(set.ranges, [2]rune{low, high})
	}
}

// member reads one member of a class: a character, or a class of its own, which is added to set.
func (p *reParser) member(set *charSet) (r rune, whole bool, err error) {
	if p.eat("[:") {
		end := strings.Index(p.text[p.at:], ":]")
		if end < 0 {
			return '[', false, p.back(1)
		}
		name, negated := strings.CutPrefix(p.text[p.at:p.at+end], "^")
		named := posix[name]
		if named == nil {
			return '[', false, p.back(1)
		}
		p.at += end + 2
		set.members = append(set.members, &charSet{ranges: named.ranges, negated: negated})
		return 0, true, nil
	}
	r = p.next()
	if r != '\\' {
		return r, false, nil
	}
	if !p.more() {
		return 0, false, reError("ends with a backslash")
	}
	r = p.next()
	if r == 'b' {
		return '\b', false, nil
	}
	if inner := classOf(r); inner != nil && r != 'N' {
		set.members = append(set.members, inner)
		return 0, true, nil
	}
	if r == 'p' || r == 'P' {
		inner, err := p.property(r == 'P')
		if err == nil {
			set.members = append(set.members, inner)
		}
		return 0, true, err
	}
	r, err = p.escaped(r)
	return r, false, err
}

// back un-reads n bytes.
func (p *reParser) back(n int) error {
	p.at -= n
	return nil
}
