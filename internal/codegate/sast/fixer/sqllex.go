package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// A value is what is to travel beside the text: a hole, or a quoted text with holes in it.
type value struct {
	at    Span // what its placeholder replaces, the quotes of SQL included
	first int  // segments from the first to the last that it takes up
	last  int
	parts []part
}

// A part of a value: text of the SQL literal, or a hole.
type part struct {
	text string
	hole g.ID
}

// A reading of an SQL text.
type sqlReading struct {
	values   []value
	marks    []Span // of placeholders that are there already: ?, %s or $n
	numbered int    // the largest n of $n
	kept     []kept // holes that are no values
	order    []bool // of placeholders in order: true for one of values, false for one of marks
}

// A kept hole is one that no placeholder can stand for.
type kept struct {
	hole g.ID
	why  string
}

// sqlLexer walks through the text of a statement as far as the places of values need it.
type sqlLexer struct {
	*work
	b       *built
	doubles bool // " quotes text, as in MySQL and SQLite
	out     sqlReading

	mode    byte // 0, ' " ` - *
	open    value
	started bool // a quoted text has begun whose value is open
	text    strings.Builder

	word    []byte
	prev    string // the last token, in upper case
	tokens  []string
	clause  string
	between int
	parens  []string
	last    byte // the character before
	glue    int  // segment of a bare hole that was the last thing
	mark    string
}

// readSQL reads a built text. mark is the driver's placeholder: "?", "$", "%s", ":".
func (w *work) readSQL(b *built, mark string, doubles bool) (*sqlReading, error) {
	l := &sqlLexer{work: w, b: b, doubles: doubles, glue: -1, mark: mark}
	for i := range b.segments {
		s := &b.segments[i]
		switch {
		case s.hole == 0:
			if err := l.run(i, s); err != nil {
				return nil, err
			}
		case s.text != "" && l.mode == 0 && !strings.ContainsAny(s.text, "'\"`"):
			for j := range len(s.text) {
				if err := l.char(s.text[j], i, Span{}); err != nil {
					return nil, err
				}
			}
		default:
			if err := l.hole(i, s); err != nil {
				return nil, err
			}
		}
	}
	l.endWord()
	if l.mode == '\'' || l.mode == '"' {
		return nil, refuse("a quote of the SQL text is not closed in it")
	}
	return &l.out, nil
}

// run feeds the characters of constant text.
func (l *sqlLexer) run(i int, s *segment) error {
	o := &l.b.operands[s.op]
	for at := s.at.Start; at < s.at.End; {
		c, n := l.Text[at], uint32(1)
		next := byte(0)
		if at+1 < s.at.End {
			next = l.Text[at+1]
		}
		switch {
		case c == '\\' && !o.raw && next != 0:
			n = 2
			switch next {
			case '\'', '"', '`', '$', '%':
				c = next
			case 'n', 't', 'r', '\n':
				c = ' '
			case '\r':
				c = ' '
			case '\\':
				c = '\\'
			default:
				c = 'x'
			}
		case o.braces || l.b.braces:
			if (c == '{' || c == '}') && next == c {
				n = 2
			}
		case l.b.percent && c == '%' && next == '%':
			n = 2
		}
		if err := l.char(c, i, Span{at, at + n}); err != nil {
			return err
		}
		at += n
	}
	return nil
}

// char takes one character; its span is empty where it stands in no literal.
func (l *sqlLexer) char(c byte, i int, at Span) error {
	defer func() { l.last = c }()
	switch l.mode {
	case '-':
		if c == '\n' {
			l.mode = 0
		}
		return nil
	case '*':
		if c == '/' && l.last == '*' {
			l.mode = 0
		}
		return nil
	case '`':
		if c == '`' {
			l.mode = 0
			l.token("NAME")
		}
		return nil
	case 'q':
		if c == '"' {
			l.mode = 0
			l.token("NAME")
		}
		return nil
	case '\'', '"':
		return l.quoted(c, i, at)
	}
	if l.glue >= 0 {
		if wordByte(c) || c == '.' || c == '`' || c == '[' || c == '(' || c == '\'' || c == '"' {
			l.demote("it is part of a name")
		}
		l.glue = -1
	}
	if wordByte(c) && c != '$' || c == '.' && len(l.word) > 0 {
		l.word = append(l.word, c)
		return nil
	}
	if c == '$' {
		l.endWord()
		l.word = append(l.word, c)
		return nil
	}
	l.endWord()
	switch {
	case space(c):
	case c == '\'' || c == '"' && l.doubles:
		l.mode = c
		l.open = value{at: at, first: i, last: i}
		l.text.Reset()
		l.started = at.End > 0
	case c == '"':
		l.mode = 'q' // a name
	case c == '`':
		l.mode = '`'
	case c == '-' && l.last == '-':
		l.mode = '-'
	case c == '*' && l.last == '/':
		l.mode = '*'
	case c == '?':
		l.out.marks = append(l.out.marks, at)
		l.out.order = append(l.out.order, false)
		l.token("?")
	case c == '(':
		kind := "group"
		switch p := l.prev; {
		case p == "VALUES" || p == "VALUE" || l.clause == "VALUES" && p == ",":
			kind = "values"
		case p == "IN":
			kind = "in"
		case p == "INTO" || len(l.tokens) > 1 && l.tokens[len(l.tokens)-2] == "INTO":
			kind = "columns"
		case p == "NAME" || p != "" && (p[0] >= 'A' && p[0] <= 'Z') && !sqlKeyword(p):
			kind = "function"
		}
		l.parens = append(l.parens, kind)
		l.token("(")
	case c == ')':
		if n := len(l.parens); n > 0 {
			l.parens = l.parens[:n-1]
		}
		l.token(")")
	case c == '%' && l.mark == "%s":
		l.word = append(l.word, c)
	default:
		l.token(string(c))
	}
	return nil
}

// quoted takes a character inside of a quoted text.
func (l *sqlLexer) quoted(c byte, i int, at Span) error {
	switch {
	case c == '\\':
		if l.started {
			return refuse("a quoted part of the SQL text has a backslash")
		}
	case c != l.mode:
		l.text.WriteByte(c)
	default:
		l.mode = 0
		if l.started && at.End > 0 {
			l.flush()
			v := l.open
			v.at.End, v.last = at.End, i
			holes := 0
			for _, p := range v.parts {
				if p.hole != 0 {
					holes++
				}
			}
			if holes > 0 {
				l.out.values = append(l.out.values, v)
				l.out.order = append(l.out.order, true)
			}
		}
		l.token("'")
	}
	return nil
}

func (l *sqlLexer) flush() {
	if l.text.Len() > 0 {
		l.open.parts = append(l.open.parts, part{text: l.text.String()})
		l.text.Reset()
	}
}

// hole takes a place where a value of the program stands.
func (l *sqlLexer) hole(i int, s *segment) error {
	switch l.mode {
	case '-', '*':
		return refuse("a value stands in a comment of the SQL text")
	case '`', 'q':
		l.out.kept = append(l.out.kept, kept{s.hole, "it is a quoted name"})
		return nil
	case '\'', '"':
		if !l.started {
			return refuse("the quotes of the SQL text are not understood")
		}
		if !s.flat {
			return refuse("a value is formatted inside of the SQL text")
		}
		l.flush()
		l.open.parts = append(l.open.parts, part{hole: s.hole})
		return nil
	}
	glued := len(l.word) > 0 || l.glue >= 0
	l.endWord()
	why := l.place()
	if glued {
		why = "it is part of a name"
	}
	if l.escapes(s.hole) {
		return refuse("a value is escaped by hand already: take the call away and write a placeholder")
	}
	if why == "" && !s.flat {
		return refuse("a value is formatted inside of the SQL text")
	}
	if why != "" {
		l.out.kept = append(l.out.kept, kept{s.hole, why})
		l.token("HOLE")
		return nil
	}
	l.out.values = append(l.out.values, value{at: s.at, first: i, last: i, parts: []part{{hole: s.hole}}})
	l.out.order = append(l.out.order, true)
	l.token("HOLE")
	l.glue = i
	return nil
}

// demote makes the last value a kept hole.
func (l *sqlLexer) demote(why string) {
	n := len(l.out.values) - 1
	l.out.kept = append(l.out.kept, kept{l.out.values[n].parts[0].hole, why})
	l.out.values = l.out.values[:n]
	l.out.order = l.out.order[:len(l.out.order)-1]
}

// escapes tells a call that makes a value fit for SQL.
func (l *sqlLexer) escapes(id g.ID) bool {
	word := strings.ToLower(l.work.word(id))
	return strings.Contains(word, "escape") || strings.Contains(word, "quote") || word == "stringify"
}

// place says why a bare hole is no value; "" where it is one.
func (l *sqlLexer) place() string {
	kind := ""
	if n := len(l.parens); n > 0 {
		kind = l.parens[n-1]
	}
	switch p := l.prev; p {
	case "=", "<", ">", "+", "/", "|", "LIKE", "ILIKE", "RLIKE", "REGEXP", "BETWEEN", "THEN", "ELSE", "OR=":
		return ""
	case "AND":
		if l.between > 0 {
			l.between--
			return ""
		}
		return "a whole condition stands there"
	case "(", ",":
		switch kind {
		case "values", "function":
			return ""
		case "in":
			return "it is a list"
		case "columns":
			return "names of columns stand there"
		}
	case "*", "-":
		if l.clause == "SET" || l.clause == "WHERE" {
			return ""
		}
	}
	switch l.clause {
	case "ORDER", "GROUP":
		return "the order is no value"
	case "LIMIT", "OFFSET":
		return "a limit is no value in every driver"
	case "WHERE", "HAVING", "ON":
		return "a whole condition stands there"
	}
	return "a name stands there"
}

func sqlKeyword(w string) bool {
	return strings.Contains(" SELECT FROM WHERE AND OR NOT IN SET VALUES VALUE INTO UPDATE DELETE INSERT JOIN ON ORDER GROUP BY HAVING LIMIT OFFSET AS LIKE ILIKE BETWEEN EXISTS UNION ALL CASE WHEN THEN ELSE END IS DISTINCT RETURNING USING WITH ", " "+w+" ")
}

func (l *sqlLexer) endWord() {
	if len(l.word) == 0 {
		return
	}
	w := strings.ToUpper(string(l.word))
	l.word = l.word[:0]
	if w[0] == '$' && len(w) > 1 && strings.Trim(w[1:], "0123456789") == "" {
		n := 0
		for _, c := range w[1:] {
			n = min(n*10+int(c-'0'), 1000)
		}
		l.out.numbered = max(l.out.numbered, n)
		l.token("?")
		return
	}
	if w == "%S" && l.mark == "%s" {
		l.out.marks = append(l.out.marks, Span{})
		l.out.order = append(l.out.order, false)
		l.token("?")
		return
	}
	switch w {
	case "SELECT", "FROM", "WHERE", "SET", "VALUES", "ORDER", "GROUP", "LIMIT", "OFFSET", "HAVING", "ON", "INTO", "UPDATE", "JOIN", "TABLE", "RETURNING":
		l.clause, l.between = w, 0
	case "VALUE":
		l.clause = "VALUES"
	case "BETWEEN":
		l.between++
	}
	l.token(w)
}

func (l *sqlLexer) token(t string) {
	if len(l.tokens) > 8 {
		l.tokens = l.tokens[4:]
	}
	l.prev = t
	l.tokens = append(l.tokens, t)
}
