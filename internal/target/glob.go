package target

import "strings"

// A glob is a wildcard pattern as git's wildmatch reads it in path mode: * and ? and [...] stop at a slash, ** between
// slashes does not, a backslash takes the next byte as it is. Matching costs at most len(pattern) × len(name) steps.
type glob struct {
	tokens []token
	fold   bool // ASCII letters match in either case
}

type token struct {
	kind tokenKind
	char byte
	set  *charset
}

type tokenKind uint8

const (
	literal    tokenKind = iota
	anyChar              // ?
	oneOf                // [...]
	star                 // any run without a slash
	deepStar             // any run
	deepFolder           // **/ : nothing, or any run that ends in a slash
	never                // what follows cannot match: an unclosed [, an unknown [:class:], a trailing backslash
)

type charset [4]uint64

func (s *charset) add(c byte)      { s[c>>6] |= 1 << (c & 63) }
func (s *charset) has(c byte) bool { return s[c>>6]>>(c&63)&1 == 1 }

// special are the bytes that make a pattern more than a literal.
const special = `*?[\`

func compileGlob(p string, fold bool) *glob {
	g := &glob{fold: fold}
	add := func(k tokenKind, c byte, s *charset) { g.tokens = append(g.tokens, token{k, c, s}) }
	for i := 0; i < len(p); i++ {
		switch c := p[i]; c {
		case '?':
			add(anyChar, 0, nil)
		case '*':
			start := i
			for i+1 < len(p) && p[i+1] == '*' {
				i++
			}
			rest := p[i+1:]
			whole := (start == 0 || p[start-1] == '/') && (rest == "" || rest[0] == '/' || strings.HasPrefix(rest, `\/`))
			switch {
			case i == start || !whole:
				add(star, 0, nil)
			case strings.HasPrefix(rest, "/"):
				add(deepFolder, 0, nil)
				i++
			default:
				add(deepStar, 0, nil)
			}
		case '[':
			set, n := compileSet(p[i+1:], fold)
			if set == nil {
				add(never, 0, nil)
				return g
			}
			add(oneOf, 0, set)
			i += n
		case '\\':
			if i++; i == len(p) {
				add(never, 0, nil)
				return g
			}
			add(literal, p[i], nil) // as git: a capital letter behind a backslash has no lower case
		default:
			add(literal, lower(c, fold), nil)
		}
	}
	return g
}

// compileSet reads a bracket expression after its [ and returns how many bytes it took, the ] included.
func compileSet(p string, fold bool) (*charset, int) {
	at := func(i int) byte { // 0 past the end: a pattern holds no NUL
		if i < len(p) {
			return p[i]
		}
		return 0
	}
	i, negated := 0, false
	if at(0) == '!' || at(0) == '^' {
		negated, i = true, 1
	}
	var in charset
	for prev, first := byte(0), true; first || at(i) != ']'; first = false {
		c := at(i)
		switch {
		case c == 0:
			return nil, 0
		case c == '\\':
			i++
			if c = at(i); c == 0 {
				return nil, 0
			}
			in.add(c)
			prev = c
		case c == '-' && prev != 0 && at(i+1) != 0 && at(i+1) != ']':
			i++
			high := at(i)
			if high == '\\' {
				i++
				if high = at(i); high == 0 {
					return nil, 0
				}
			}
			in.addRange(prev, high, fold)
			prev = 0
		case c == '[' && at(i+1) == ':':
			end := strings.IndexByte(p[i+2:], ']')
			if end < 0 {
				return nil, 0
			}
			name, ok := strings.CutSuffix(p[i+2:i+2+end], ":")
			if !ok {
				in.add('[')
				prev = '['
				break
			}
			if !in.addClass(name, fold) {
				return nil, 0
			}
			i += 2 + end
			prev = 0
		default:
			in.add(c)
			prev = c
		}
		i++
	}
	var set charset
	for c := range 256 {
		if in.has(lower(byte(c), fold)) != negated && c != '/' {
			set.add(byte(c))
		}
	}
	return &set, i + 1
}

func (s *charset) addRange(low, high byte, fold bool) {
	for c := int(low); c <= int(high); c++ {
		s.add(byte(c))
		if fold && 'A' <= c && c <= 'Z' {
			s.add(byte(c) | 0x20)
		}
	}
}

// addClass adds a POSIX class of the C locale; it reports false for a name that there is not.
func (s *charset) addClass(name string, fold bool) bool {
	is := func(c byte, ranges string) bool {
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] <= c && c <= ranges[i+1] {
				return true
			}
		}
		return false
	}
	ranges, ok := posixClass(name)
	if !ok {
		return false
	}
	if name == "upper" && fold {
		ranges = "AZaz"
	}
	for c := range byte(128) {
		if is(c, ranges) {
			s.add(c)
		}
	}
	return true
}

// posixClass returns a class as pairs of first and last byte.
func posixClass(name string) (string, bool) {
	switch name {
	case "alnum":
		return "09AZaz", true
	case "alpha":
		return "AZaz", true
	case "blank":
		return "  \t\t", true
	case "cntrl":
		return "\x00\x1f\x7f\x7f", true
	case "digit":
		return "09", true
	case "graph":
		return "!~", true
	case "lower":
		return "az", true
	case "print":
		return " ~", true
	case "punct":
		return "!/:@[`{~", true
	case "space":
		return "\t\r  ", true
	case "upper":
		return "AZ", true
	case "xdigit":
		return "09AFaf", true
	}
	return "", false
}

// match reports whether the pattern covers all of name, and takes the steps it needed from budget. Out of budget it
// reports false.
//
// Going back to the last * and the last ** is enough: a * that would have to grow past a slash cannot, whatever the ones
// before it take, and each ** begins where a path component does, so that the earliest place leaves all later ones open.
func (g *glob) match(name string, budget *int) bool {
	t := g.tokens
	p, i := 0, 0
	starP, starI := -1, 0 // token after the last *, and where in name it was tried
	deepP, deepI := -1, 0
	folder := false // the last ** is of the kind that ends in a slash
	for ; *budget > 0; *budget-- {
		if p < len(t) {
			k := &t[p]
			switch {
			case k.kind == star:
				p++
				starP, starI = p, i
				continue
			case k.kind == deepStar || k.kind == deepFolder:
				p++
				deepP, deepI, folder, starP = p, i, k.kind == deepFolder, -1
				continue
			case k.kind == never:
				return false
			case i < len(name) && k.takes(name[i], g.fold):
				p++
				i++
				continue
			}
		} else if i == len(name) {
			return true
		}
		switch {
		case starP >= 0 && starI < len(name) && name[starI] != '/':
			starI++
			p, i = starP, starI
		case deepP >= 0 && deepI < len(name):
			deepI++
			if folder {
				slash := strings.IndexByte(name[deepI-1:], '/')
				if slash < 0 {
					return false
				}
				deepI += slash
			}
			p, i, starP = deepP, deepI, -1
		default:
			return false
		}
	}
	return false
}

func (k *token) takes(c byte, fold bool) bool {
	switch k.kind {
	case literal:
		return k.char == lower(c, fold)
	case anyChar:
		return c != '/'
	}
	return k.set.has(c)
}

func lower(c byte, fold bool) byte {
	if fold && 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}
