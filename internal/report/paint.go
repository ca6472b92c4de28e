package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"bartizan/internal/finding"

	"golang.org/x/text/width"
)

// SGR parameters. Only the 16 colours that every terminal theme chooses itself.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// looks are the glyph, its ASCII form and the colour of each severity.
var looks = [...]struct{ glyph, ascii, color string }{
	finding.Info:     {"·", ".", dim},
	finding.Low:      {"○", "o", cyan},
	finding.Medium:   {"●", "*", yellow},
	finding.High:     {"▲", "^", red},
	finding.Critical: {"✖", "x", bold + ";" + red},
}

// A painter writes lines in the manner that Options ask for. Everything that reaches out is one line of visible text.
type painter struct {
	w     *bufio.Writer
	o     Options
	width int // columns, 0 for no wrapping
}

func newPainter(w io.Writer, o Options) *painter {
	p := &painter{w: bufio.NewWriter(w), o: o, width: o.Width}
	if p.width > 0 {
		p.width = min(max(p.width, 24), 120) // longer lines are hard to read, shorter ones cannot be wrapped
	}
	return p
}

// paint puts SGR codes around a text.
func (p *painter) paint(code, s string) string {
	if !p.o.Color || s == "" || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// show makes a foreign text fit to print.
func (p *painter) show(s string, limit int) string { return p.ascii(finding.Visible(s, limit)) }

// ascii writes what is outside ASCII as an escape if the reader needs that, and our own typography as its ASCII form.
func (p *painter) ascii(s string) string {
	if !p.o.ASCII {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case r == '…':
			b.WriteString("...")
		case r == '·' || r == '–':
			b.WriteByte('-')
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
	}
	return b.String()
}

// line writes one line without the blanks at its end. Bytes that say how it looks must come from paint.
func (p *painter) line(parts ...string) {
	p.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	p.w.WriteByte('\n')
}

// flow writes words wrapped below each other: head, then text starting at column indent on every line. head must be as
// wide as indent or narrower; code paints the text.
func (p *painter) flow(head string, headWidth, indent int, code, text string) {
	room := 0
	if p.width > 0 {
		room = max(p.width-indent, 12)
	}
	for _, l := range wrap(text, room) {
		p.line(head, strings.Repeat(" ", indent-headWidth), p.paint(code, l))
		head, headWidth = "", 0
	}
}

// wrap cuts text at blanks into lines of at most room columns; a longer word is cut anywhere. Room 0 is one line.
func wrap(text string, room int) []string {
	if room <= 0 || columns(text) <= room {
		return []string{text}
	}
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		w := columns(word)
		if used > 0 && used+1+w <= room {
			line, used = line+" "+word, used+1+w
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for w > room {
			head, rest := cut(word, room)
			lines, word, w = append(lines, head), rest, columns(rest)
		}
		line, used = word, w
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut splits a word before the character that exceeds room columns. The head is never empty.
func cut(word string, room int) (head, rest string) {
	used := 0
	for i, r := range word {
		if used += columnsOf(r); used > room && i > 0 {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// columns is how many terminal cells a text takes.
func columns(s string) (n int) {
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// pad fills a text with blanks on the right up to n columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-columns(s))) }

// padLeft fills a text with blanks on the left.
func padLeft(s string, n int) string { return strings.Repeat(" ", max(0, n-columns(s))) + s }
