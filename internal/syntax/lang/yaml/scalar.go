package yaml

import (
	"bytes"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
)

// plain is text without quotes; a line break in it is a space.
func plain(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.String, g.Plain)
	t := lo.Text(i)
	if bytes.IndexByte(t, '\n') >= 0 {
		lo.SetRef(id, lo.Intern(folded(t)))
		return id
	}
	n := lo.Flat(i)
	lo.SetRef(id, lo.InternSource(n.Start, n.End))
	return id
}

// folded joins the lines of a scalar: one break is a space, and each empty line a break.
func folded(t []byte) []byte {
	var out []byte
	empty, first := 0, true
	for line := range bytes.Lines(t) {
		line = bytes.Trim(line, " \t\r\n")
		if len(line) == 0 && !first {
			empty++
			continue
		}
		switch {
		case first:
		case empty > 0:
			out = append(out, bytes.Repeat([]byte{'\n'}, empty)...)
		default:
			out = append(out, ' ')
		}
		out = append(out, line...)
		empty, first = 0, false
	}
	return out
}

func boolean(lo *syntax.Lowering, i int) g.ID {
	if t := lo.Text(i); len(t) > 0 && (t[0] == 't' || t[0] == 'T') {
		return lo.List(i, g.Bool, g.True)
	}
	return lo.List(i, g.Bool, g.False)
}

// integer may have zeros before it: 010 is ten.
func integer(lo *syntax.Lowering, i int) g.ID {
	t := lo.Text(i)
	sign := []byte{}
	if len(t) > 0 && (t[0] == '-' || t[0] == '+') {
		if t[0] == '-' {
			sign = []byte{'-'}
		}
		t = t[1:]
	}
	if len(t) > 1 && t[0] == '0' && t[1] >= '0' && t[1] <= '9' {
		if t = bytes.TrimLeft(t, "0"); len(t) == 0 {
			t = []byte{'0'}
		}
	}
	return lo.NumberText(i, string(append(sign, t...)))
}

func doubleQuoted(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.String, g.Plain)
	t := lo.Text(i)
	if len(t) < 2 {
		return id
	}
	if t = t[1 : len(t)-1]; bytes.IndexByte(t, '\n') >= 0 {
		t = folded(t)
	}
	if bytes.IndexByte(t, '\\') >= 0 {
		t = syntax.Unescape(nil, t, syntax.JSEscapes)
	}
	lo.SetRef(id, lo.Intern(t))
	return id
}

func singleQuoted(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.String, g.Plain)
	t := lo.Text(i)
	if len(t) < 2 {
		return id
	}
	if t = t[1 : len(t)-1]; bytes.IndexByte(t, '\n') >= 0 {
		t = folded(t)
	}
	lo.SetRef(id, lo.Intern(bytes.ReplaceAll(t, []byte("''"), []byte("'"))))
	return id
}

// blockScalar is | or > with the lines below it, without what they are all indented by.
func blockScalar(lo *syntax.Lowering, i int) g.ID {
	id := lo.List(i, g.String, g.Raw)
	header, body, _ := bytes.Cut(lo.Text(i), []byte("\n"))
	header, _, _ = bytes.Cut(header, []byte(" "))
	indent := -1
	for line := range bytes.Lines(body) {
		if text := bytes.TrimLeft(line, " "); len(bytes.TrimSpace(text)) > 0 && (indent < 0 || len(line)-len(text) < indent) {
			indent = len(line) - len(text)
		}
	}
	var out []byte
	fold := bytes.HasPrefix(header, []byte(">"))
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, "\r\n")
		line = line[min(max(indent, 0), len(line)):]
		if fold && len(out) > 0 && len(line) > 0 && line[0] != ' ' && out[len(out)-1] == '\n' {
			if out = out[:len(out)-1]; len(out) > 0 && out[len(out)-1] != '\n' {
				out = append(out, ' ')
			}
		}
		out = append(append(out, line...), '\n')
	}
	if !bytes.Contains(header, []byte("+")) {
		out = bytes.TrimRight(out, "\n")
		if len(out) > 0 && !bytes.Contains(header, []byte("-")) {
			out = append(out, '\n')
		}
	}
	lo.SetRef(id, lo.Intern(out))
	return id
}
