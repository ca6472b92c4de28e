package fixer

import (
	"fmt"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

func (w *work) javaDialect(call g.ID) (dialect, error) {
	d := dialect{mark: "?", sure: true}
	word := w.word(call)
	object := w.Type(w.object(call))
	switch {
	case word == "createQuery":
		d.mark, d.java = ":", setParameters
	case word == "createNativeQuery":
		d.mark, d.java = "?n", setParameters
	case word == "prepareStatement" || word == "prepareCall":
		d.java = setPrepared
	case strings.Contains(object, "JdbcTemplate") || strings.Contains(object, "JdbcOperations") || strings.Contains(strings.ToLower(w.brief(w.object(call))), "template"):
		if strings.HasPrefix(object, "NamedParameter") || strings.Contains(object, ".NamedParameter") {
			return d, refuse("write :name in the text and hand over a MapSqlParameterSource")
		}
		if word == "batchUpdate" || word == "execute" {
			return d, refuse("%s takes no values: use update or query with placeholders", word)
		}
		d.pass = "variadic"
		d.java = templateArguments
	case word == "executeQuery" || word == "executeUpdate" || word == "execute" || word == "executeLargeUpdate":
		d.java = prepareInstead
	default:
		return d, refuse("prepare the statement with placeholders and set the values: prepareStatement, setString")
	}
	return d, nil
}

// setter gives the method that sets a value of a type.
func (s *sqlEdit) setter(i int) string {
	v := s.r.values[i]
	if len(v.parts) > 1 {
		return "setString"
	}
	switch s.Type(v.parts[0].hole) {
	case "java.lang.String":
		return "setString"
	case "int", "java.lang.Integer":
		return "setInt"
	case "long", "java.lang.Long":
		return "setLong"
	case "boolean", "java.lang.Boolean":
		return "setBoolean"
	case "double", "java.lang.Double":
		return "setDouble"
	}
	if s.quotedValue(i) {
		return "setString"
	}
	return "setObject"
}

// quotedValue holds where the value stood between quotes: it is text.
func (s *sqlEdit) quotedValue(i int) bool {
	at := s.r.values[i].at
	return at.Start < at.End && s.Text[at.Start] == '\''
}

// setPrepared sets the values of a prepared statement behind the line on which it is prepared.
func setPrepared(s *sqlEdit, values []string) error {
	if len(s.r.marks) > 0 {
		return refuse("the statement has placeholders already: set all values in order")
	}
	st := s.statement(s.call)
	with := s.around(s.call, g.With)
	decl := s.around(s.call, g.Var)
	name := ""
	if decl != 0 && s.Part(decl, 0) != 0 && s.Part(decl, 2) == s.call {
		name = s.Name(s.Part(decl, 0))
	} else if a := s.up(s.call); s.kind(a) == g.Assign {
		if target := s.First(a); s.kind(target) == g.Ident {
			name = s.Name(target)
		}
	}
	if name == "" {
		return refuse("the prepared statement has no name here: give it one and set the values")
	}
	var lines []string
	for i, v := range values {
		lines = append(lines, fmt.Sprintf("%s.%s(%d, %s);", name, s.setter(i), i+1, v))
	}
	if with != 0 && s.statement(with) == st {
		last := g.ID(0)
		resource := g.ID(0)
		for c := range s.Children(with) {
			if last = c; s.kind(c) != g.Block {
				resource = c
			}
		}
		if resource != decl {
			return refuse("the statement runs in the same try(…): prepare, set and run it one after the other")
		}
		first := s.First(last)
		if first == 0 || !s.work.first(s.Nodes[first].Start) {
			return refuse("the body of the try shares its line with others")
		}
		return s.before(first, lines...)
	}
	return s.after(st, lines...)
}

// prepareInstead turns a Statement that runs a text into a PreparedStatement.
func prepareInstead(s *sqlEdit, values []string) error {
	object := s.object(s.call)
	d, sym := s.def(object)
	if d == nil || s.kind(d.Owner) != g.Var || d.Value == 0 || s.work.word(d.Value) != "createStatement" {
		return refuse("prepare the statement with placeholders and set the values: prepareStatement, setString")
	}
	_, made := s.args(d.Value)
	if len(made) > 0 || len(s.uses(sym)) > 1 && !onlyCloses(s, sym, object) {
		return refuse("the Statement is used elsewhere too: use a PreparedStatement for this one")
	}
	declared, run := s.statement(d.Owner), s.statement(s.call)
	if with := s.around(d.Owner, g.With); with != 0 && s.kind(s.text) == g.Ident {
		return prepareResource(s, values, with, d.Owner, d.Value, run)
	}
	if declared == run || s.up(declared) != s.up(run) || s.around(d.Owner, g.With) != 0 && s.statement(s.around(d.Owner, g.With)) == declared {
		return refuse("the statement runs where it is made: prepare it, set the values, then run it")
	}
	_, args := s.args(s.call)
	if len(args) != 1 {
		return refuse("the call has further arguments")
	}
	// The text must be known where the statement is prepared: all moves down to where it runs.
	typ := s.Part(d.Owner, 1)
	if typ == 0 || s.kind(typ) != g.TypeName {
		return refuse("the Statement's declaration is not understood")
	}
	prepared, err := s.use("", "java.sql.PreparedStatement")
	if err != nil {
		return err
	}
	connection := s.src(s.object(d.Value))
	from, to := s.lineStart(s.Nodes[declared].Start), s.lineEnd(s.Nodes[declared].End)
	if strings.TrimSpace(s.cut(Span{from, to})) != strings.TrimSpace(s.src(declared)) {
		return refuse("the Statement's declaration shares its line with others")
	}
	if int(to) < len(s.Text) && s.Text[to] == '\r' {
		to++
	}
	if int(to) < len(s.Text) {
		to++
	}
	s.replace(Span{from, to}, "")
	name := s.Name(object)
	typeText := prepared
	if s.src(typ) == "var" {
		typeText = "var"
	}
	var sets []string
	for i, v := range values {
		sets = append(sets, fmt.Sprintf("%s.%s(%d, %s);", name, s.setter(i), i+1, v))
	}
	argument := s.src(s.text)
	if s.kind(s.text) != g.Ident {
		// The text itself moves into prepareStatement, with its placeholders.
		moved, err := s.moved()
		if err != nil {
			return err
		}
		argument = moved
	}
	lines := append([]string{fmt.Sprintf("%s %s = %s.prepareStatement(%s);", typeText, name, connection, argument)}, sets...)
	s.Calls = []string{"executeQuery", "executeUpdate", "execute"}
	if s.kind(s.text) == g.Ident {
		s.put(s.text, "")
	}
	return s.before(run, lines...)
}

// prepareResource prepares the statement where the Statement of a try(…) is made, and sets its values before it runs.
func prepareResource(s *sqlEdit, values []string, with, owner, made, run g.ID) error {
	text, _ := s.Reaching(s.text)
	body, resources := g.ID(0), 0
	for c := range s.Children(with) {
		if body = c; s.kind(c) != g.Block {
			resources++
		}
	}
	_, args := s.args(s.call)
	typ := s.Part(owner, 1)
	if text == 0 || s.Nodes[text].End > s.Nodes[with].Start || run <= body || run >= s.End(body) || len(args) != 1 || typ == 0 {
		return refuse("the statement runs where it is made: prepare it, set the values, then run it")
	}
	prepared, err := s.use("", "java.sql.PreparedStatement")
	if err != nil {
		return err
	}
	if s.src(typ) != "var" {
		s.put(typ, prepared)
	}
	s.put(made, s.src(s.object(made))+".prepareStatement("+s.src(s.text)+")")
	s.put(s.text, "")
	name := s.src(s.object(s.call))
	var lines []string
	for i, v := range values {
		lines = append(lines, fmt.Sprintf("%s.%s(%d, %s);", name, s.setter(i), i+1, v))
	}
	return s.before(s.call, lines...)
}

// onlyCloses holds where a variable is used once more, and only to be closed.
func onlyCloses(s *sqlEdit, sym any, object g.ID) bool {
	_, symbol := s.def(object)
	for _, u := range s.uses(symbol) {
		if u != object && s.lastName(s.up(u)) != "close" {
			return false
		}
	}
	return true
}

// moved gives the text with its placeholders as it stands elsewhere, and takes it out of the call.
func (s *sqlEdit) moved() (string, error) {
	before := len(s.Edits)
	if err := s.rewrite(); err != nil {
		return "", err
	}
	edits := slices.Clone(s.Edits[before:])
	s.Edits = s.Edits[:before]
	slices.SortFunc(edits, func(a, b Edit) int { return int(a.Start) - int(b.Start) })
	whole := s.span(s.b.node)
	var b strings.Builder
	at := whole.Start
	for _, e := range edits {
		if e.Start < at || e.End > whole.End {
			return "", refuse("the text cannot be moved")
		}
		b.WriteString(s.cut(Span{at, e.Start}) + e.New)
		at = e.End
	}
	b.WriteString(s.cut(Span{at, whole.End}))
	s.replace(s.grouped(s.b.node, s.inner(s.up(s.text))), "")
	s.r.values = nil // done
	s.b.segments, s.b.format, s.b.operands = nil, 0, nil
	return b.String(), nil
}

// setParameters sets the parameters of a JPA query in the chain of calls.
func setParameters(s *sqlEdit, values []string) error {
	if len(s.r.marks) > 0 {
		return refuse("the query has parameters already")
	}
	var b strings.Builder
	for i, v := range values {
		if s.d.mark == ":" {
			fmt.Fprintf(&b, ".setParameter(%s, %s)", s.quoted(s.names[i]), v)
		} else {
			fmt.Fprintf(&b, ".setParameter(%d, %s)", i+1, v)
		}
	}
	s.insert(s.Nodes[s.call].End, b.String())
	return nil
}

// templateArguments appends the values to a call of JdbcTemplate.
func templateArguments(s *sqlEdit, values []string) error {
	node, args := s.args(s.call)
	if len(s.r.marks) > 0 {
		return refuse("the call has values already")
	}
	for _, a := range args[1:] {
		if k := s.kind(a); k == g.New && strings.Contains(s.src(a), "[]") {
			return refuse("the call has values already")
		}
	}
	s.insert(s.grouped(args[len(args)-1], s.inner(node)).End, ", "+strings.Join(values, ", "))
	return nil
}
