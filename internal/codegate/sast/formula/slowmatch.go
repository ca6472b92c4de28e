package formula

import (
	"unicode"
	"unicode/utf8"
)

// budget is how many steps a matcher may take over a text of n bytes. It grows with the text, so that an expression that is linear
// never meets it.
func budget(n int) int { return 2_000_000 + 100*n }

// maxStack bounds the ways that a matcher keeps to go back to.
const maxStack = 1 << 20

// A machine runs a program over a text.
//
// It keeps its own stack: an entry is a way to go back to (pc and position) or, with a negative pc, the old value of a
// register that was changed since. Look-arounds and atomic groups run machines of their own on the same stack, nested as deep as the
// expression is.
type machine struct {
	*program
	text   []byte
	budget int // steps left; negative when they ran out
	regs   []int
	stack  []way
}

type way struct{ pc, value int }

func (p *program) findAll(text []byte, most int) (all [][]int, complete bool) {
	m := machine{program: p, text: text, budget: budget(len(text))}
	last := -1
	for pos := 0; pos <= len(text) && (most < 0 || len(all) < most); {
		if !p.anywhere && (pos == len(text) || !p.first[text[pos]]) {
			pos++
			continue
		}
		if !m.at(pos) {
			if m.budget < 0 {
				return all, false
			}
			pos += runeWidth(text, pos)
			continue
		}
		end := m.regs[1]
		if end == pos {
			if pos != last { // an empty match right after another is none, as in Go
				all = append(all, m.captures())
			}
			pos += runeWidth(text, pos)
			continue
		}
		all = append(all, m.captures())
		pos, last = end, end
	}
	return all, true
}

func runeWidth(text []byte, pos int) int {
	if pos >= len(text) || text[pos] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRune(text[pos:])
	return n
}

// at matches at one position.
func (m *machine) at(pos int) bool {
	if m.regs == nil {
		m.regs = make([]int, m.registers)
	}
	for i := range m.regs {
		m.regs[i] = -1
	}
	m.stack = m.stack[:0]
	end, ok := m.run(0, pos)
	m.regs[0], m.regs[1] = pos, end
	return ok
}

func (m *machine) captures() []int {
	return append([]int(nil), m.regs[:2*len(m.names)]...)
}

func (m *machine) set(register, value int) {
	m.stack = append(m.stack, way{^register, m.regs[register]})
	m.regs[register] = value
}

// back undoes changes down to base and finds the last way to go on.
func (m *machine) back(base int) (pc, pos int, ok bool) {
	for len(m.stack) > base {
		w := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if w.pc >= 0 {
			return w.pc, w.value, true
		}
		m.regs[^w.pc] = w.value
	}
	return 0, 0, false
}

// run runs from pc to the next opAccept and gives the position there. When it fails the stack is as it was.
func (m *machine) run(pc, pos int) (end int, ok bool) {
	base := len(m.stack)
	for {
		if m.budget--; m.budget < 0 || len(m.stack) > maxStack {
			m.budget = -1
			return 0, false
		}
		i := &m.code[pc]
		fits := true
		switch i.op {
		case opAccept:
			return pos, true
		case opChar, opSet, opAny:
			var width int
			if width, fits = m.one(i, pos); fits {
				pos += width
				pc++
			}
		case opSplit:
			m.stack = append(m.stack, way{i.y, pos})
			pc = i.x
		case opJump:
			pc = i.x
		case opSave:
			m.set(i.x, pos)
			pc++
		case opBack:
			if pos, fits = m.backReference(i, pos); fits {
				pc++
			}
		case opAssert:
			fits = m.holds(i, pos)
			pc++
		case opLook:
			fits = m.look(i, pc, pos)
			pc = i.x
		case opAtomic:
			mark := len(m.stack)
			if pos, fits = m.run(pc+1, pos); fits {
				m.forget(mark)
				pc = i.x
			}
		case opZero:
			m.set(i.x, 0)
			m.set(i.x+1, -1)
			pc++
		case opLoop:
			pc = m.loop(i, pc, pos)
		case opEnter:
			m.set(i.x, m.regs[i.x]+1)
			m.set(i.x+1, pos)
			pc++
		}
		if !fits {
			if pc, pos, ok = m.back(base); !ok {
				return 0, false
			}
		}
	}
}

// loop decides at the head of a loop where to go. An iteration that matched nothing ends it, when there
// were enough.
func (m *machine) loop(i *instruction, pc, pos int) int {
	count := m.regs[i.x]
	switch {
	case count < i.min:
		return pc + 1
	case count > 0 && m.regs[i.x+1] == pos:
		return i.y
	case i.max >= 0 && count >= i.max:
		return i.y
	case i.lazy:
		m.stack = append(m.stack, way{pc + 1, pos})
		return i.y
	}
	m.stack = append(m.stack, way{i.y, pos})
	return pc + 1
}

// forget drops the ways above mark and keeps what undoes changes.
func (m *machine) forget(mark int) {
	kept := m.stack[:mark]
	for _, w := range m.stack[mark:] {
		if w.pc < 0 {
			kept = append(kept, w)
		}
	}
	m.stack = kept
}

// look runs a look-around. What a positive one captured stays.
func (m *machine) look(i *instruction, pc, pos int) bool {
	mark := len(m.stack)
	for range max(i.y, 0) {
		if pos == 0 {
			return i.negative
		}
		_, n := utf8.DecodeLastRune(m.text[:pos])
		pos -= n
		m.budget--
	}
	_, found := m.run(pc+1, pos)
	switch {
	case m.budget < 0:
		return false
	case found && i.negative:
		for len(m.stack) > mark {
			m.back(mark)
		}
	case found:
		m.forget(mark)
	}
	return found != i.negative
}

// one matches one character.
func (m *machine) one(i *instruction, pos int) (width int, ok bool) {
	if pos >= len(m.text) {
		return 0, false
	}
	r, width := rune(m.text[pos]), 1
	if r >= utf8.RuneSelf {
		r, width = utf8.DecodeRune(m.text[pos:])
	}
	switch i.op {
	case opChar:
		return width, r == i.char || i.flags&flagI != 0 && sameFold(r, i.char)
	case opSet:
		return width, i.set.has(r, i.flags&flagI != 0)
	}
	return width, r != '\n' || i.flags&flagS != 0
}

// sameFold tells whether two characters differ in case at most.
func sameFold(a, b rune) bool {
	if a == b {
		return true
	}
	for f := unicode.SimpleFold(a); f != a; f = unicode.SimpleFold(f) {
		if f == b {
			return true
		}
	}
	return false
}

// backReference matches what a group matched. A group that took no part matches nothing, and fails.
func (m *machine) backReference(i *instruction, pos int) (end int, ok bool) {
	from, to := m.regs[2*i.x], m.regs[2*i.x+1]
	if from < 0 || to < from {
		return pos, false
	}
	for at := from; at < to; {
		if pos >= len(m.text) {
			return pos, false
		}
		a, n := utf8.DecodeRune(m.text[at:to])
		b, w := utf8.DecodeRune(m.text[pos:])
		if a != b && (i.flags&flagI == 0 || !sameFold(a, b)) {
			return pos, false
		}
		at += n
		pos += w
		m.budget--
	}
	return pos, true
}

func (m *machine) word(pos int) bool {
	return pos >= 0 && pos < len(m.text) && wordChars.has(rune(m.text[pos]), false)
}

// holds tells whether an assertion about a position is true.
func (m *machine) holds(i *instruction, pos int) bool {
	n := len(m.text)
	switch i.kind {
	case reTextStart:
		return pos == 0
	case reTextEnd:
		return pos == n
	case reNearEnd:
		return pos == n || pos == n-1 && m.text[pos] == '\n'
	case reLineStart:
		return pos == 0 || i.flags&flagM != 0 && m.text[pos-1] == '\n' && pos < n // as in PCRE, no line begins after the last newline
	case reLineEnd:
		return pos == n || m.text[pos] == '\n' && (i.flags&flagM != 0 || pos == n-1)
	case reBoundary, reNoBoundary:
		return (m.word(pos-1) != m.word(pos)) == (i.kind == reBoundary)
	}
	return false
}
