package fixer

import (
	"slices"
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// sqlPlaceholders writes a placeholder for each value in an SQL text and hands the values over beside it. The text may stand in
// the call or in a variable that the call uses. Holes where names, orders or lists stand keep their place: no placeholder can
// stand for them.
func sqlPlaceholders(w *work) error {
	text, call := w.node, g.ID(0)
	if call, _ = w.argument(text); call == 0 {
		if c, arg := w.firstArgument(text); c != 0 {
			text, call = arg, c
		}
	}
	holder := g.ID(0) // the Dict of db.query({sql: …})
	if call == 0 {
		if p := w.up(text); w.kind(p) == g.Pair && w.kind(w.up(p)) == g.Dict {
			holder = w.up(p)
			call, _ = w.argument(holder)
		}
	}
	if call == 0 {
		return refuse("the SQL text is not an argument of a call")
	}
	if w.kind(text) == g.Call && w.word(text) == "text" && w.python() { // of SQLAlchemy
		if _, args := w.args(text); len(args) > 0 {
			call, text = text, args[0]
		}
	}
	if t := w.bytesOf(text); t != 0 {
		text = t
	}
	expr := text
	for n := 0; w.kind(expr) == g.Ident; n++ {
		next, err := w.textOf(expr)
		if err != nil {
			return err
		}
		if n > 3 || next == 0 {
			return refuse("the SQL text is put together elsewhere")
		}
		expr = next
	}
	b, err := w.build(expr)
	if err != nil {
		return err
	}
	d, err := w.dialect(call, text)
	if err != nil {
		return err
	}
	r, err := w.readSQL(b, d.mark, d.doubles)
	if err != nil {
		return err
	}
	ordered := false
	if len(r.kept) > 0 && b.format == 0 {
		if ordered, err = w.orders(b, r); err != nil && len(r.values) == 0 {
			return err
		}
		if err == nil && ordered {
			w.review()
			w.Title += "; orders by its own columns only"
		}
	}
	if len(r.values) == 0 && ordered {
		return nil
	}
	if len(r.values) == 0 {
		if len(b.segments) == 1 {
			return refuse("the whole statement comes from outside: keep it constant and hand over only values")
		}
		if len(r.kept) > 0 {
			return refuse("%s: choose %s from a fixed list, no placeholder can stand for it", r.kept[0].why, w.brief(r.kept[0].hole))
		}
		return refuse("no value stands in the SQL text")
	}
	s := &sqlEdit{work: w, b: b, r: r, d: d, call: call, text: text, holder: holder}
	if !d.sure {
		w.review()
		w.Title += "; check that " + d.mark + " is how the driver writes a placeholder"
	}
	return s.apply()
}

// bytesOf gives the text of Go's []byte(text), or 0.
func (w *work) bytesOf(id g.ID) g.ID {
	if w.golang() && w.kind(id) == g.Call && strings.HasPrefix(w.src(id), "[]byte(") {
		if _, args := w.args(id); len(args) == 1 {
			return args[0]
		}
	}
	if w.golang() && w.kind(id) == g.Cast && strings.HasPrefix(w.src(id), "[]byte(") {
		return w.Child(id, 1)
	}
	return 0
}

// firstArgument finds the call that the node is, and its first argument: the finding may be the call.
func (w *work) firstArgument(id g.ID) (call, arg g.ID) {
	if w.kind(id) != g.Call {
		return 0, 0
	}
	_, args := w.args(id)
	if len(args) == 0 {
		return 0, 0
	}
	return id, args[0]
}

func (w *work) brief(id g.ID) string {
	t := strings.Join(strings.Fields(w.src(id)), " ")
	if len(t) > 40 {
		return "the value"
	}
	return t
}

// textOf gives the expression that a variable has where it is used as an SQL text. The variable must be used there alone.
func (w *work) textOf(id g.ID) (g.ID, error) {
	d, sym := w.def(id)
	if d == nil {
		return 0, refuse("the SQL text is put together elsewhere")
	}
	value := w.Origin(id)
	if value == 0 {
		return 0, refuse("the SQL text is put together in steps: write it in one piece")
	}
	if w.function(value) != w.function(id) {
		return 0, refuse("the SQL text is put together in another function")
	}
	for _, u := range w.uses(sym) {
		if u == id {
			continue
		}
		call, _ := w.argument(u)
		if !logs(w.callee(call), w.word(call)) {
			return 0, refuse("the variable of the SQL text is used elsewhere too")
		}
	}
	return value, nil
}

// logs tells calls that only print.
func logs(callee, word string) bool {
	if strings.HasPrefix(callee, "console.") || callee == "print" || strings.HasPrefix(callee, "fmt.Print") || strings.HasPrefix(callee, "log.") {
		return true
	}
	switch word {
	case "debug", "info", "log", "trace", "println", "warn":
		return true
	}
	return false
}

// A sqlEdit is the edit of one statement.
type sqlEdit struct {
	*work
	b      *built
	r      *sqlReading
	d      dialect
	call   g.ID
	text   g.ID // the argument
	holder g.ID
	names  []string // of placeholders with names
}

func (s *sqlEdit) apply() error {
	values, err := s.written()
	if err != nil {
		return err
	}
	if s.d.java != nil {
		if err := s.d.java(s, values); err != nil {
			return err
		}
	} else if err := s.hand(values); err != nil {
		return err
	}
	return s.rewrite()
}

// written gives the expressions of the values.
func (s *sqlEdit) written() (all []string, err error) {
	used := map[string]bool{}
	for _, v := range s.r.values {
		text, err := s.expression(v)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
		if s.d.mark == ":" {
			name := "value"
			for _, p := range v.parts {
				if p.hole != 0 {
					name = cleanName(s.lastWord(p.hole))
				}
			}
			for base, i := name, 2; used[name]; i++ {
				name = base + strconv.Itoa(i)
			}
			used[name] = true
			s.names = append(s.names, name)
		}
	}
	return all, nil
}

// lastWord is a telling word of an expression: name of req.body.name.
func (s *sqlEdit) lastWord(id g.ID) string {
	switch s.kind(id) {
	case g.Ident:
		return s.Name(id)
	case g.Member:
		return s.Name(s.Child(id, 1))
	case g.Index:
		if k := s.Child(id, 1); s.kind(k) == g.String {
			return s.Name(k)
		}
	case g.Call:
		if _, args := s.args(id); len(args) > 0 {
			if t, ok := s.literal(args[0]); ok {
				return t
			}
			return s.lastWord(args[0])
		}
	}
	return "value"
}

func cleanName(text string) string {
	var b strings.Builder
	for _, c := range text {
		if c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' && b.Len() > 0 {
			b.WriteRune(c)
		}
	}
	if b.Len() == 0 || b.Len() > 30 {
		return "value"
	}
	return b.String()
}

// expression writes one value: the hole, or the quoted text with its holes in the language's own way.
func (s *sqlEdit) expression(v value) (string, error) {
	if len(v.parts) == 1 {
		return s.bare(v.parts[0].hole), nil
	}
	for _, p := range v.parts {
		for i := range len(p.text) {
			if c := p.text[i]; c < ' ' || c == '\\' {
				return "", refuse("a quoted part of the SQL text has characters that are not moved")
			}
		}
	}
	switch {
	case s.script():
		var b strings.Builder
		b.WriteByte('`')
		for _, p := range v.parts {
			if p.hole != 0 {
				b.WriteString("${" + s.bare(p.hole) + "}")
				continue
			}
			b.WriteString(strings.NewReplacer("`", "\\`", "${", "\\${").Replace(p.text))
		}
		return b.String() + "`", nil
	case s.python():
		return s.pythonValue(v), nil
	}
	var parts []string
	for _, p := range v.parts {
		switch {
		case p.hole == 0:
			parts = append(parts, s.quoted(p.text))
		case s.golang() && !s.isText(p.hole):
			return s.sprintf(v)
		default:
			parts = append(parts, s.operandText(p.hole))
		}
	}
	return strings.Join(parts, map[bool]string{true: "+", false: " + "}[s.golang()]), nil
}

func (s *sqlEdit) pythonValue(v value) string {
	simple := true
	for _, p := range v.parts {
		if p.hole != 0 && strings.ContainsAny(s.src(p.hole), "'\"\\{}\n") || strings.ContainsAny(p.text, "{}'\"") {
			simple = false
		}
	}
	if simple {
		var b strings.Builder
		b.WriteString("f" + string(s.style().quote))
		for _, p := range v.parts {
			if p.hole != 0 {
				b.WriteString("{" + s.bare(p.hole) + "}")
			} else {
				b.WriteString(p.text)
			}
		}
		return b.String() + string(s.style().quote)
	}
	var parts []string
	for _, p := range v.parts {
		if p.hole != 0 {
			parts = append(parts, "str("+s.bare(p.hole)+")")
		} else {
			parts = append(parts, s.quoted(p.text))
		}
	}
	return strings.Join(parts, " + ")
}

// sprintf writes a value of Go whose holes need not be strings.
func (s *sqlEdit) sprintf(v value) (string, error) {
	name, err := s.use("fmt", "")
	if err != nil {
		return "", err
	}
	var format strings.Builder
	var args []string
	for _, p := range v.parts {
		if p.hole != 0 {
			format.WriteString("%v")
			args = append(args, s.bare(p.hole))
		} else {
			format.WriteString(strings.ReplaceAll(p.text, "%", "%%"))
		}
	}
	return name + ".Sprintf(" + s.quoted(format.String()) + ", " + strings.Join(args, ", ") + ")", nil
}

// isText holds for what surely is a string of Go: what + joins with one, and what the types say.
func (s *sqlEdit) isText(id g.ID) bool {
	return s.b.format == 0 || s.Type(id) == "string"
}

// bare is the source of a hole without parentheses around it.
func (s *sqlEdit) bare(id g.ID) string { return s.src(id) }

// operandText is the source of a hole as an operand of +.
func (s *sqlEdit) operandText(id g.ID) string {
	switch s.kind(id) {
	case g.Binary, g.Cond, g.Assign, g.Lambda, g.Cast:
		return "(" + s.src(id) + ")"
	}
	return s.src(id)
}

// rewrite puts the placeholders into the text.
func (s *sqlEdit) rewrite() error {
	gone := map[g.ID]bool{}
	numbered := s.r.numbered
	for i, v := range s.r.values {
		mark := s.d.mark
		switch mark {
		case "$", "@p", "?n":
			numbered++
			mark = strings.TrimSuffix(mark, "n") + strconv.Itoa(numbered)
		case ":":
			mark += s.names[i]
		}
		if mark[0] == '%' && s.b.percent && s.partlyKept() {
			mark = "%" + mark
		}
		if err := s.replaceValue(v, mark); err != nil {
			return err
		}
		for _, p := range v.parts {
			gone[p.hole] = true
		}
	}
	if s.b.format != 0 {
		return s.unformat(gone)
	}
	return s.unprefix(gone)
}

// partlyKept holds where holes of a format stay.
func (s *sqlEdit) partlyKept() bool {
	n := 0
	for _, v := range s.r.values {
		for _, p := range v.parts {
			if p.hole != 0 {
				n++
			}
		}
	}
	holes := 0
	for _, sg := range s.b.segments {
		if sg.hole != 0 {
			holes++
		}
	}
	return holes > n
}

// replaceValue writes a placeholder in the place of one value.
func (s *sqlEdit) replaceValue(v value, mark string) error {
	first, last := s.b.segments[v.first], s.b.segments[v.last]
	start, end := v.at.Start, v.at.End
	left, right := s.b.operands[first.op], s.b.operands[last.op]
	inside := left.literal && right.literal && first.op == last.op
	if inside {
		s.replace(Span{start, end}, mark)
		return nil
	}
	// The hole is an operand of its own, or the quotes stand in the literals around it.
	if !left.literal {
		if first.op == 0 || !s.b.operands[first.op-1].literal {
			return refuse("a value has no text before it")
		}
		left = s.b.operands[first.op-1]
		start = left.content.End
	}
	if right.literal {
		s.join(left, right, Span{start, end}, mark)
		return nil
	}
	if last.op+1 < len(s.b.operands) && s.b.operands[last.op+1].literal {
		right = s.b.operands[last.op+1]
		s.join(left, right, Span{start, right.content.Start}, mark)
		return nil
	}
	s.replace(Span{start, right.whole.End}, mark+left.end)
	return nil
}

// join replaces what stands between two literals. They become one where they stand on one line and are written alike.
func (s *sqlEdit) join(left, right operand, at Span, mark string) {
	between := s.cut(Span{left.whole.End, right.whole.Start})
	if left.end == right.end && left.raw == right.raw && left.braces == right.braces && !strings.Contains(between, "\n") && !strings.Contains(between, "/*") {
		s.replace(at, mark)
		return
	}
	tail := s.cut(Span{right.whole.Start, right.content.Start})
	op := strings.LastIndexAny(between, "+.")
	lead := between[op+1:]
	if nl := strings.LastIndexByte(between[:max(op, 0)], '\n'); nl >= 0 { // + stands at the line's beginning
		ws := between[:op][nl+1:]
		if strings.TrimSpace(ws) == "" {
			from := nl
			if from > 0 && between[from-1] == '\r' {
				from--
			}
			s.replace(at, mark+left.end+between[from:op+1]+lead+tail)
			return
		}
	}
	s.replace(at, mark+left.end+" +"+lead+tail)
}

// unformat takes the values that are gone out of a format, and the format itself where nothing is left of it.
func (s *sqlEdit) unformat(gone map[g.ID]bool) error {
	literal := s.b.operands[0]
	if !s.partlyKept() {
		whole := s.span(s.b.format)
		s.replace(Span{whole.Start, literal.whole.Start}, "")
		s.replace(Span{literal.whole.End, whole.End}, "")
		s.unescape(literal, s.d.mark == "%s" && s.b.percent)
		if s.kind(s.b.format) == g.Call {
			s.drop(s.First(s.b.format))
		}
		return nil
	}
	if s.b.braces {
		return refuse("a part of the format stays: %s has to be chosen from a fixed list", s.brief(s.r.kept[0].hole))
	}
	kept := 0
	for _, v := range s.b.values {
		if !gone[v] {
			kept++
		}
	}
	for i, v := range s.b.values {
		if !gone[v] {
			continue
		}
		if s.kind(s.up(v)) == g.Tuple && kept < 2 && s.python() {
			return refuse("a part of the format stays: %s has to be chosen from a fixed list", s.brief(s.r.kept[0].hole))
		}
		from := literal.whole.End
		if i > 0 {
			from = s.Nodes[s.b.values[i-1]].End
		}
		s.replace(Span{from, s.Nodes[v].End}, "")
	}
	return nil
}

// unescape writes what only a format needs as plain text.
func (s *sqlEdit) unescape(o operand, keepPercent bool) {
	for at := o.content.Start; at+1 < o.content.End; at++ {
		two := string(s.Text[at : at+2])
		if s.b.percent && !keepPercent && two == "%%" || s.b.braces && (two == "{{" || two == "}}") {
			if !s.touched(at) {
				s.replace(Span{at, at + 2}, two[:1])
			}
			at++
		}
	}
}

// touched holds where an edit covers a place.
func (s *sqlEdit) touched(at uint32) bool {
	return slices.ContainsFunc(s.Edits, func(e Edit) bool { return e.Start <= at && at < e.End })
}

// unprefix takes the f off f-strings without holes, and turns templates of JavaScript on one line into strings.
func (s *sqlEdit) unprefix(gone map[g.ID]bool) error {
	for i, o := range s.b.operands {
		if !o.literal {
			continue
		}
		holes, left := 0, 0
		for _, sg := range s.b.segments {
			if sg.op == i && sg.hole != 0 {
				if holes++; !gone[sg.hole] {
					left++
				}
			}
		}
		if holes == 0 || left > 0 {
			continue
		}
		switch {
		case o.braces:
			for at := o.whole.Start; at < o.content.Start; at++ {
				if s.Text[at] == 'f' || s.Text[at] == 'F' {
					s.replace(Span{at, at + 1}, "")
				}
			}
			s.b.braces = true
			s.unescape(o, true)
			s.b.braces = false
		case o.end == "`" && s.script():
			text := s.cut(o.content)
			if !strings.ContainsAny(text, "\n\\") {
				q := string(s.style().quote)
				if !strings.Contains(s.plain(o), q) {
					s.replace(Span{o.whole.Start, o.content.Start}, q)
					s.replace(Span{o.content.End, o.whole.End}, q)
				}
			}
		}
		if s.d.mark == "%s" {
			s.double(o)
		}
	}
	if s.d.mark == "%s" {
		for i, o := range s.b.operands {
			if o.literal && !slices.ContainsFunc(s.b.segments, func(sg segment) bool { return sg.op == i && sg.hole != 0 }) {
				s.double(o)
			}
		}
	}
	return nil
}

// double writes % as %%: with values beside it, the driver reads the text as a format.
func (s *sqlEdit) double(o operand) {
	had := len(s.r.marks) > 0
	for at := o.content.Start; at < o.content.End; at++ {
		if s.Text[at] != '%' || s.touched(at) {
			continue
		}
		if had {
			continue // it was read as a format before
		}
		s.insert(at, "%")
	}
}

// plain is a literal's text without what edits take out of it.
func (s *sqlEdit) plain(o operand) string {
	var b strings.Builder
	for at := o.content.Start; at < o.content.End; at++ {
		if !s.touched(at) {
			b.WriteByte(s.Text[at])
		}
	}
	return b.String()
}
