package syntax

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"bartizan/internal/syntax/generic"
)

// longNumber is where a number's digits are kept as they are: turning them into decimal costs the square of their count.
const longNumber = 400

// Number is a rule for number literals of any language: the Ref is the value in decimal, so that 8, 0x8 and 0o10 are equal,
// and 1.0 and 1.00. What is no number that Go reads keeps its text.
func Number(lo *Lowering, i int) generic.ID {
	kind, op, value := number(string(lo.Text(i)))
	return lo.Called(i, kind, op, value)
}

func number(text string) (generic.Kind, generic.Op, string) {
	s := strings.ToLower(strings.ReplaceAll(text, "_", ""))
	op := generic.Plain
	hex := strings.HasPrefix(s, "0x")
	if strings.HasSuffix(s, "i") || strings.HasSuffix(s, "j") {
		s, op = s[:len(s)-1], generic.Imaginary
	}
	whole := !strings.ContainsAny(s, ".p") && (hex || !strings.Contains(s, "e"))
	if whole && len(s) <= longNumber {
		digits := strings.TrimRight(s, "ln") // Java's and Python 2's long, JavaScript's bigint
		if n, ok := new(big.Int).SetString(digits, 0); ok {
			return generic.Int, op, n.String()
		}
		if n, ok := new(big.Int).SetString(digits, 10); ok { // JavaScript's 08
			return generic.Int, op, n.String()
		}
	}
	if !hex {
		s = strings.TrimRight(s, "fd")
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && len(s) <= longNumber {
		return generic.Float, op, strconv.FormatFloat(f, 'g', -1, 64)
	}
	if whole {
		return generic.Int, op, text
	}
	return generic.Float, op, text
}

// Escapes says how a language reads a backslash in a string.
type Escapes uint8

const (
	NoEscapes     Escapes = iota
	CEscapes              // \n \x41 \101 \u0041 \U00000041; what it does not know stays, with its backslash
	JSEscapes             // also \u{41}; what it does not know loses its backslash
	ByteEscapes           // as CEscapes without \u, \U and \N: Python's bytes
	BraceEscapes          // as CEscapes, and {{ and }} for a brace: Python's f-strings
	DollarEscapes         // as CEscapes with \$ and \u{41}, without \a and \b: PHP's double quotes
	QuoteEscapes          // only a quote and a backslash: single quotes of PHP and Ruby
)

// Unescape appends the value of a literal's text to a buffer. A lone surrogate and what is no escape stay as they are written.
func Unescape(buf []byte, text []byte, e Escapes) []byte {
	if e == NoEscapes {
		return append(buf, text...)
	}
	for i := 0; i < len(text); {
		if c := text[i]; e == BraceEscapes && (c == '{' || c == '}') && i+1 < len(text) && text[i+1] == c {
			i++
		}
		if text[i] != '\\' || i+1 == len(text) {
			buf = append(buf, text[i])
			i++
			continue
		}
		n := 0
		buf, n = unescapeOne(buf, text[i:], e)
		i += n
	}
	return buf
}

// unescapeOne reads one escape at the beginning of a text of two bytes or more and says how long it is.
func unescapeOne(buf, text []byte, e Escapes) ([]byte, int) {
	if e == QuoteEscapes {
		if c := text[1]; c == '\'' || c == '\\' {
			return append(buf, c), 2
		}
		return append(buf, text[0]), 1
	}
	switch c := text[1]; c {
	case 'n':
		return append(buf, '\n'), 2
	case 't':
		return append(buf, '\t'), 2
	case 'r':
		return append(buf, '\r'), 2
	case 'b':
		if e != DollarEscapes {
			return append(buf, '\b'), 2
		}
	case '$':
		if e == DollarEscapes {
			return append(buf, c), 2
		}
	case 'e':
		if e == DollarEscapes {
			return append(buf, 0x1B), 2
		}
	case 'f':
		return append(buf, '\f'), 2
	case 'v':
		return append(buf, '\v'), 2
	case 'a':
		if e != JSEscapes && e != DollarEscapes {
			return append(buf, '\a'), 2
		}
	case '\\', '\'', '"', '`':
		return append(buf, c), 2
	case '\n':
		return buf, 2
	case '\r':
		if len(text) > 2 && text[2] == '\n' {
			return buf, 3
		}
		return buf, 2
	case 'x':
		if v, n := digits(text[2:], 16, 2); n == 2 {
			return code(buf, v, e), 4
		}
	case 'u', 'U':
		if e == ByteEscapes {
			break
		}
		if c == 'u' && len(text) > 3 && text[2] == '{' {
			if v, n := digits(text[3:], 16, 8); n > 0 && 3+n < len(text) && text[3+n] == '}' && v <= utf8.MaxRune {
				return utf8.AppendRune(buf, rune(v)), 4 + n
			}
			break
		}
		want := 4
		if c == 'U' {
			want = 8
		}
		v, n := digits(text[2:], 16, want)
		if n != want || v > utf8.MaxRune {
			break
		}
		if v >= 0xD800 && v < 0xDC00 && len(text) >= 12 && text[6] == '\\' && text[7] == 'u' {
			if low, n := digits(text[8:], 16, 4); n == 4 && low >= 0xDC00 && low < 0xE000 {
				return utf8.AppendRune(buf, rune(0x10000+(v-0xD800)<<10+(low-0xDC00))), 12
			}
		}
		if v >= 0xD800 && v < 0xE000 {
			break
		}
		return utf8.AppendRune(buf, rune(v)), 2 + want
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v, n := digits(text[1:], 8, 3)
		return code(buf, v&0xFF, e), 1 + n
	}
	if e == JSEscapes {
		return append(buf, text[1]), 2
	}
	return append(buf, text[0], text[1]), 2
}

// code appends the character of a number below 256: in bytes it is one byte.
func code(buf []byte, v uint32, e Escapes) []byte {
	if e == ByteEscapes {
		return append(buf, byte(v))
	}
	return utf8.AppendRune(buf, rune(v))
}

func digits(text []byte, base uint32, most int) (v uint32, n int) {
	for n < len(text) && n < most {
		d := uint32(99)
		switch c := text[n]; {
		case c >= '0' && c <= '9':
			d = uint32(c - '0')
		case c >= 'a' && c <= 'f':
			d = uint32(c-'a') + 10
		case c >= 'A' && c <= 'F':
			d = uint32(c-'A') + 10
		}
		if d >= base {
			break
		}
		v = v*base + d
		n++
	}
	return v, n
}

// Literal makes a String over a flat node whose value is a part of the source.
func (lo *Lowering) Literal(i int, op generic.Op, start, end uint32, e Escapes) generic.ID {
	id := lo.List(i, generic.String, op)
	if start < end {
		lo.SetRef(id, lo.value(start, end, e))
	}
	return id
}

func (lo *Lowering) value(start, end uint32, e Escapes) int32 {
	text := lo.Source[start:end]
	if e != NoEscapes {
		for _, c := range text {
			if c == '\\' || e == BraceEscapes && (c == '{' || c == '}') {
				return lo.Intern(Unescape(nil, text, e))
			}
		}
	}
	return lo.InternSource(start, end)
}

// Parts makes of a flat node whose text runs from start to end, with a child for each expression in it, a String where
// there is no expression and a StrConcat where there is. The children that are expressions are the ones that became
// something.
func (lo *Lowering) Parts(i int, op generic.Op, start, end uint32, e Escapes) generic.ID {
	var chain Chain
	at := start
	piece := func(to uint32) {
		if at < to {
			lo.Add(&chain, lo.Leaf(generic.String, op, 0, at, to, lo.value(at, to, e)))
		}
	}
	found := false
	for c, last := i+1, i+int(lo.nodes[i].Size); c < last; c += int(lo.nodes[c].Size) {
		if lo.lowered[c] == 0 {
			continue
		}
		found = true
		piece(lo.nodes[c].Start)
		at = max(at, lo.nodes[c].End)
		lo.Add(&chain, lo.Take(c))
	}
	if !found {
		return lo.Literal(i, op, start, end, e)
	}
	piece(end)
	return lo.List(i, generic.StrConcat, op, chain.First)
}

// Inside gives the range between the first and the last token of a flat node: a literal without its quotes.
func (lo *Lowering) Inside(i int) (start, end uint32) {
	n := lo.nodes[i]
	start, end = n.Start, n.End
	if n.Size == 1 {
		return start, end
	}
	last := i + 1
	lo.Children(i, func(c int) { last = c })
	start = lo.nodes[i+1].End
	if last != i+1 && !lo.nodes[last].Named() {
		end = lo.nodes[last].Start
	}
	return start, max(start, end)
}
