package formula

// An opcode is what one instruction of a program does.
type opcode uint8

const (
	opChar opcode = iota
	opSet
	opAny
	opSplit  // try x, then y
	opJump   // x
	opSave   // the position in register x
	opBack   // group x
	opAssert // kind
	opLook   // x is after it, y how many characters back, or -1 for ahead
	opAtomic // x is after it
	opZero   // registers x (a count) and x+1 (a position) before a loop
	opLoop   // registers x; y is after the loop; min, max, lazy
	opEnter  // registers x: one more time
	opAccept
)

type instruction struct {
	op       opcode
	kind     reKind
	flags    reFlags
	negative bool
	lazy     bool
	char     rune
	set      *charSet
	x, y     int
	min, max int
}

// A program is a compiled expression for the backtracking matcher.
type program struct {
	code      []instruction
	names     []string
	registers int
	first     [256]bool // bytes that a match can begin with
	anywhere  bool      // or it can be empty: first says nothing
}

const maxProgram = 50_000

func compileSlow(pattern string, multiline bool) (*program, error) {
	var flags reFlags
	if multiline {
		flags = flagM
	}
	root, parser, err := parseSlow(pattern, flags)
	if err != nil {
		return nil, err
	}
	p := &program{names: parser.names, registers: 2 * len(parser.names)}
	if err := p.emit(root); err != nil {
		return nil, err
	}
	p.add(instruction{op: opAccept})
	p.anywhere = p.firsts(root)
	return p, nil
}

func (p *program) add(i instruction) int {
	p.code = append(p.code, i)
	return len(p.code) - 1
}

func (p *program) emit(n *reNode) error {
	if len(p.code) > maxProgram {
		return reError("is too large")
	}
	switch n.kind {
	case reEmpty:
	case reChar:
		p.add(instruction{op: opChar, char: n.char, flags: n.flags})
	case reClass:
		p.add(instruction{op: opSet, set: n.set, flags: n.flags})
	case reAny:
		p.add(instruction{op: opAny, flags: n.flags})
	case reSeq:
		return p.emitAll(n.kids)
	case reAlt:
		return p.emitAlternatives(n.kids)
	case reRepeat:
		if n.possessive {
			return p.around(opAtomic, n, func() error { return p.emitRepeat(n) })
		}
		return p.emitRepeat(n)
	case reGroup:
		if n.index == 0 {
			return p.emitAll(n.kids)
		}
		p.add(instruction{op: opSave, x: 2 * n.index})
		if err := p.emitAll(n.kids); err != nil {
			return err
		}
		p.add(instruction{op: opSave, x: 2*n.index + 1})
	case reAtomic:
		return p.around(opAtomic, n, func() error { return p.emitAll(n.kids) })
	case reLook:
		return p.emitLook(n)
	case reBack:
		p.add(instruction{op: opBack, x: n.index, flags: n.flags})
	default:
		p.add(instruction{op: opAssert, kind: n.kind, flags: n.flags})
	}
	return nil
}

func (p *program) emitAll(kids []*reNode) error {
	for _, k := range kids {
		if err := p.emit(k); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) emitAlternatives(kids []*reNode) error {
	var ends []int
	for i, k := range kids {
		split := -1
		if i < len(kids)-1 {
			split = p.add(instruction{op: opSplit})
			p.code[split].x = split + 1
		}
		if err := p.emit(k); err != nil {
			return err
		}
		if split >= 0 {
			ends = append(ends, p.add(instruction{op: opJump}))
			p.code[split].y = len(p.code)
		}
	}
	for _, e := range ends {
		p.code[e].x = len(p.code)
	}
	return nil
}

// around emits a part that runs by itself.
func (p *program) around(op opcode, n *reNode, body func() error) error {
	at := p.add(instruction{op: op, negative: n.negative, y: -1})
	if err := body(); err != nil {
		return err
	}
	p.add(instruction{op: opAccept})
	p.code[at].x = len(p.code)
	return nil
}

// emitLook emits a look-around. One that looks behind has a fixed width; its alternatives may differ in theirs.
func (p *program) emitLook(n *reNode) error {
	if !n.behind {
		return p.around(opLook, n, func() error { return p.emitAll(n.kids) })
	}
	ways := n.kids
	if ways[0].kind == reAlt {
		ways = ways[0].kids
	}
	var looks []*reNode
	for _, w := range ways {
		looks = append(looks, &reNode{kind: reLook, behind: true, negative: n.negative, flags: n.flags, kids: []*reNode{w}})
	}
	if len(looks) > 1 {
		if n.negative {
			return p.emitAll(looks)
		}
		return p.emitAlternatives(looks)
	}
	width, ok := ways[0].width(0)
	if !ok {
		return reError("looks behind over a varying length")
	}
	at := len(p.code)
	if err := p.around(opLook, n, func() error { return p.emit(ways[0]) }); err != nil {
		return err
	}
	p.code[at].y = width
	return nil
}

// width is how many characters a node matches; ok is false where that varies.
func (n *reNode) width(depth int) (w int, ok bool) {
	const most = 10_000
	switch n.kind {
	case reChar, reClass, reAny:
		return 1, true
	case reBack:
		return 0, false
	case reSeq, reGroup, reAtomic:
		for _, k := range n.kids {
			kw, ok := k.width(depth + 1)
			if w += kw; !ok || w > most {
				return 0, false
			}
		}
		return w, true
	case reAlt:
		for i, k := range n.kids {
			kw, ok := k.width(depth + 1)
			if !ok || i > 0 && kw != w {
				return 0, false
			}
			w = kw
		}
		return w, true
	case reRepeat:
		kw, ok := n.kids[0].width(depth + 1)
		return kw * n.min, ok && n.min == n.max && kw*n.min <= most
	}
	return 0, true
}

func (p *program) emitRepeat(n *reNode) error {
	body := n.kids[0]
	single := body.kind == reChar || body.kind == reClass || body.kind == reAny
	switch {
	case n.max == 0:
		return nil
	case n.min == 1 && n.max == 1:
		return p.emit(body)
	case n.min == 0 && n.max == 1:
		return p.optional(n, body, false)
	case single && n.max < 0 && n.min <= 16:
		for range n.min {
			if err := p.emit(body); err != nil {
				return err
			}
		}
		return p.optional(n, body, true)
	}
	registers := p.registers
	p.registers += 2
	p.add(instruction{op: opZero, x: registers})
	loop := p.add(instruction{op: opLoop, x: registers, min: n.min, max: n.max, lazy: n.lazy})
	p.add(instruction{op: opEnter, x: registers})
	if err := p.emit(body); err != nil {
		return err
	}
	p.add(instruction{op: opJump, x: loop})
	p.code[loop].y = len(p.code)
	return nil
}

// optional emits a body that may be left out, or repeated when it always takes a character.
func (p *program) optional(n, body *reNode, repeated bool) error {
	split := p.add(instruction{op: opSplit})
	if err := p.emit(body); err != nil {
		return err
	}
	if repeated {
		p.add(instruction{op: opJump, x: split})
	}
	in, out := split+1, len(p.code)
	if n.lazy {
		in, out = out, in
	}
	p.code[split].x, p.code[split].y = in, out
	return nil
}

// firsts adds the bytes that a match of a node can begin with, and tells whether it can begin with nothing of its own.
func (p *program) firsts(n *reNode) (empty bool) {
	fold := n.flags&flagI != 0
	switch n.kind {
	case reChar, reClass, reAny:
		for b := range 256 {
			switch {
			case b >= 0x80: // part of some character
				p.first[b] = p.first[b] || n.kind != reChar || n.char >= 0x80 || fold
			case n.kind == reChar:
				p.first[b] = p.first[b] || n.char == rune(b) || fold && sameFold(n.char, rune(b))
			case n.kind == reClass:
				p.first[b] = p.first[b] || n.set.has(rune(b), fold)
			default:
				p.first[b] = true
			}
		}
		return false
	case reSeq:
		for _, k := range n.kids {
			if !p.firsts(k) {
				return false
			}
		}
		return true
	case reGroup, reAtomic:
		return p.firsts(n.kids[0])
	case reAlt:
		for _, k := range n.kids {
			if p.firsts(k) {
				empty = true
			}
		}
		return empty
	case reRepeat:
		return p.firsts(n.kids[0]) || n.min == 0
	}
	if n.kind == reBack {
		for b := range p.first {
			p.first[b] = true
		}
	}
	return true
}
