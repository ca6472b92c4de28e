package search

import (
	"bytes"
	"strings"
)

// A token of generic mode is a word, a character that is none, or the invisible begin or end of a block. Blocks are what is
// indented deeper than the line before, and in files also what stands between brackets on one line.
type token struct {
	start, end uint32
	line       int32
	kind       tokenKind
	pair       int32  // of a block's begin the index of its end, and the other way round
	name       string // of a metavariable
}

type tokenKind uint8

const (
	word tokenKind = iota
	punct
	begin
	end
	dots    // ...
	meta    // $X
	dotsFor // $...X
)

// maxBlocks is how deep blocks nest; what is indented deeper stays in the last one.
const maxBlocks = 200

// tokenize takes a text apart. A pattern has metavariables and ellipses, and no blocks in brackets.
func tokenize(text []byte, isPattern bool) []token {
	var out []token
	var indents, begins []int // of the open blocks
	line := int32(0)
	closeBlock := func() {
		b := begins[len(begins)-1]
		begins, indents = begins[:len(begins)-1], indents[:len(indents)-1]
		out[b].pair = int32(len(out))
		out = append(out, token{kind: end, pair: int32(b), line: line})
	}
	first := true
	for at := 0; at < len(text); line++ {
		stop := at + bytes.IndexByte(text[at:], '\n')
		if stop < at {
			stop = len(text)
		}
		from := at
		for from < stop && (text[from] == ' ' || text[from] == '\t' || text[from] == '\r') {
			from++
		}
		if from < stop {
			indent := from - at
			if first {
				first = false
				indents, begins = []int{indent}, []int{0}
				out = append(out, token{kind: begin, line: line})
			}
			for len(indents) > 1 && indents[len(indents)-1] > indent {
				closeBlock()
			}
			if top := indents[len(indents)-1]; indent > top && len(indents) < maxBlocks {
				indents, begins = append(indents, indent), append(begins, len(out))
				out = append(out, token{kind: begin, line: line})
			}
			out = scanLine(out, text, from, stop, line, isPattern)
		}
		at = stop + 1
	}
	for len(begins) > 0 {
		closeBlock()
	}
	return out
}

// scanLine appends the tokens of one line.
func scanLine(out []token, text []byte, from, stop int, line int32, isPattern bool) []token {
	var open []int // brackets that may have their end on this line
	for i := from; i < stop; {
		c := text[i]
		start := i
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			i++
			continue
		case asciiWord(c):
			for i < stop && asciiWord(text[i]) {
				i++
			}
			out = append(out, token{start: uint32(start), end: uint32(i), line: line, kind: word})
			continue
		case isPattern && c == '.' && bytes.HasPrefix(text[i:stop], []byte("...")):
			i += 3
			if n := len(out); n > 0 && out[n-1].kind == dots {
				out[n-1].pair++
				continue
			}
			out = append(out, token{start: uint32(start), end: uint32(i), line: line, kind: dots, pair: 1})
			continue
		case isPattern && c == '$':
			kind, at := meta, i+1
			if bytes.HasPrefix(text[at:stop], []byte("...")) {
				kind, at = dotsFor, at+3
			}
			to := at
			for to < stop && (text[to] >= 'A' && text[to] <= 'Z' || text[to] == '_' || to > at && text[to] >= '0' && text[to] <= '9') {
				to++
			}
			if to > at && (to == stop || !asciiWord(text[to])) && string(text[at:to]) != "_" {
				i = to
				out = append(out, token{start: uint32(start), end: uint32(i), line: line, kind: kind, name: string(text[start:to])})
				continue
			}
		}
		i++
		t := token{start: uint32(start), end: uint32(i), line: line, kind: punct}
		if isPattern {
			out = append(out, t)
			continue
		}
		switch c {
		case '(', '[', '{':
			out = append(out, t)
			open = append(open, len(out))
			out = append(out, token{kind: begin, line: line}) // taken back where no end comes
		case ')', ']', '}':
			for len(open) > 0 && text[out[open[len(open)-1]-1].start] != opening(c) {
				open = open[:len(open)-1]
			}
			if len(open) > 0 {
				b := open[len(open)-1]
				open = open[:len(open)-1]
				out[b].pair = int32(len(out))
				out = append(out, token{kind: end, line: line, pair: int32(b)})
			}
			out = append(out, t)
		default:
			out = append(out, t)
		}
	}
	return withoutLoose(out, line)
}

// withoutLoose takes out the begins of a line that found no end, and moves the pairs behind them.
func withoutLoose(out []token, line int32) []token {
	from := len(out)
	for from > 0 && out[from-1].line == line {
		from--
	}
	loose := false
	for i := from; i < len(out); i++ {
		loose = loose || out[i].kind == begin && out[i].pair == 0 && i > 0 && out[i-1].kind == punct && out[i-1].line == line && out[i-1].end > out[i-1].start && i > from
	}
	if !loose {
		return out
	}
	moved := make([]int32, len(out)-from)
	to := from
	for i := from; i < len(out); i++ {
		moved[i-from] = int32(to)
		if out[i].kind == begin && out[i].pair == 0 && i > from && out[i-1].kind == punct {
			continue
		}
		out[to] = out[i]
		to++
	}
	for i := from; i < to; i++ {
		if (out[i].kind == begin || out[i].kind == end) && int(out[i].pair) >= from {
			out[i].pair = moved[int(out[i].pair)-from]
		}
	}
	return out[:to]
}

func opening(c byte) byte {
	switch c {
	case ')':
		return '('
	case ']':
		return '['
	}
	return '{'
}

func asciiWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// withoutComments blanks the comments of a style: c, cpp or shell. Offsets stay.
func withoutComments(text []byte, style string) []byte {
	if style == "" {
		return text
	}
	out := bytes.Clone(text)
	blank := func(from, to int) {
		for ; from < to; from++ {
			if out[from] != '\n' {
				out[from] = ' '
			}
		}
	}
	for i := 0; i < len(out); i++ {
		rest := out[i:]
		switch {
		case style != "shell" && bytes.HasPrefix(rest, []byte("/*")):
			n := bytes.Index(rest[2:], []byte("*/"))
			if n < 0 {
				n = len(rest) - 4
			}
			blank(i, i+n+4)
		case style == "cpp" && bytes.HasPrefix(rest, []byte("//")), style == "shell" && rest[0] == '#':
			n := bytes.IndexByte(rest, '\n')
			if n < 0 {
				n = len(rest)
			}
			blank(i, i+n)
		}
	}
	return out
}

// A textPattern is a pattern of generic mode. Its tokens are flat but for what the pattern indents.
type textPattern struct {
	text   string
	tokens []token
	err    error
}

func newTextPattern(text string) *textPattern {
	text = strings.TrimRight(text, " \t\r\n")
	for { // leading empty lines
		i := strings.IndexByte(text, '\n')
		if i < 0 || strings.TrimSpace(text[:i]) != "" {
			break
		}
		text = text[i+1:]
	}
	p := &textPattern{text: text}
	if len(text) > 1<<15 {
		p.err = errTooLong
		return p
	}
	p.tokens = tokenize([]byte(text), true)
	if n := len(p.tokens); n > 2 { // the outermost block is the pattern itself
		p.tokens = p.tokens[1 : n-1]
	} else {
		p.err = errEmpty
	}
	return p
}
