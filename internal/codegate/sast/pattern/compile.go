package pattern

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/syntax"
	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
)

// Limits of one pattern. The work counts bytes given to the parser, so that the same text always ends the same way.
const (
	maxText   = 16 << 10
	maxTokens = 4000
	maxDots   = 500
	workBase  = 32 << 10
	workTimes = 32 // for each byte of the text, and at most:
	maxWork   = 128 << 10
)

// parsers are used again, as their buffers cost more than most patterns. One that the pool drops frees its memory.
var parsers = sync.Pool{New: func() any {
	p := syntax.NewParser()
	runtime.SetFinalizer(p, (*syntax.Parser).Close)
	return p
}}

// Compile reads a pattern of a language: one of lang.Languages. What no reading of the pattern makes sense of is an error,
// which names the text with its placeholders and where the parser first failed.
func Compile(text, language string) (*Pattern, error) {
	d := dialects[language]
	c := compilation{dialect: &d, parser: parsers.Get().(*syntax.Parser)}
	defer parsers.Put(c.parser)
	for _, name := range append([]string{language}, d.also...) {
		get := lang.For(name, "")
		if get == nil {
			return nil, fmt.Errorf("compiling a pattern: no grammar of %s is known", name)
		}
		l, err := get()
		if err != nil {
			return nil, err
		}
		c.languages = append(c.languages, l)
	}
	if len(text) > maxText {
		return nil, fmt.Errorf("compiling a pattern of %s: %d bytes are more than %d; part it", language, len(text), maxText)
	}
	c.source = scan(strings.Trim(text, " \t\r\n"), &d)
	dots := 0
	for _, t := range c.source.tokens {
		if t.kind == deepOn && t.match < 0 {
			return nil, fmt.Errorf("compiling a pattern of %s: line %d: <... has no ...> behind it", language, 1+strings.Count(c.source.text[:t.start], "\n"))
		}
		if t.kind == ellipsis || t.kind == metaEllipsis {
			dots++
		}
	}
	switch {
	case len(c.source.tokens) == 0:
		return nil, fmt.Errorf("compiling a pattern of %s: it is empty", language)
	case len(c.source.tokens) > maxTokens || dots > maxDots:
		return nil, fmt.Errorf("compiling a pattern of %s: %d words and %d ellipses are too many; part it", language, len(c.source.tokens), dots)
	}
	c.work = min(workBase+workTimes*len(text), maxWork)
	found, err := c.read()
	if err != nil {
		return nil, err
	}
	p := &Pattern{Text: text, Language: language, Candidates: []Candidate{found.Candidate}, Names: c.source.names()}
	p.Literals = literals(p)
	return p, nil
}

type compilation struct {
	languages []*syntax.Language // in whose grammars the text is tried
	dialect   *dialect
	source    *source
	parser    *syntax.Parser
	work      int // bytes that may still be parsed
	failed    []failure
}

// A failure is a context in which the text did not parse.
type failure struct {
	language *syntax.Language
	wrapper  syntax.Wrapper
	cost     int // how much of it
	at       int // in the text with placeholders
	text     []byte
	from, to uint32
}

// A reading is a candidate with what it is ranked by.
type reading struct {
	Candidate
	others int
}

var errWork = errors.New("it needs too many attempts; part it")

// read finds the first context in which the text parses as a whole and every placeholder has its place.
func (c *compilation) read() (*reading, error) {
	var best *reading
	wrappers := c.wrappers()
	for i, w := range wrappers {
		for _, l := range c.languages {
			r, err := c.try(l, w, nil)
			if err != nil {
				return nil, err
			}
			if r != nil && (best == nil || r.others < best.others) {
				best = r
			}
			if best != nil && (best.others == 0 || i > 3) {
				return best, nil
			}
		}
	}
	if best != nil {
		return best, nil
	}
	return c.repair()
}

// names gives the metavariables of a text, sorted.
func (s *source) names() []string {
	var names []string
	for i, t := range s.tokens {
		name := s.str(i)
		switch t.kind {
		case fragment:
			if name == "" || metavariable(name) != len(name) && metavariables(name) != len(name) {
				continue
			}
		case meta, metaEllipsis:
		default:
			continue
		}
		if name != "$_" && name != "$..._" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// wrappers gives the contexts to try, the likeliest first.
func (c *compilation) wrappers() []syntax.Wrapper {
	s := c.source
	all := c.languages[0].Wrappers
	var first []syntax.Wrapper
	with := func(fits func(w syntax.Wrapper) bool) {
		for _, w := range all {
			if fits(w) {
				first = append(first, w)
			}
		}
	}
	around := func(words ...string) {
		with(func(w syntax.Wrapper) bool {
			return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(w.Prefix, word) })
		})
	}
	last := s.before(len(s.tokens))
	if c.dialect.spelling == instruction { // words that begin with no instruction are those of a command
		if name, _ := s.instructionOf(min(1, len(s.tokens)-1)); name != "" || len(s.tokens) > 1 && s.tokens[0].kind != word {
			return all[:1]
		}
		return all[1:]
	}
	switch {
	case s.is(0, "{") && !c.dialect.terminal:
		with(func(w syntax.Wrapper) bool { return w.Prefix == "(" })
	case s.is(0, "try") && !s.top("catch", "finally", "except"):
		with(func(w syntax.Wrapper) bool {
			return strings.Contains(w.Suffix, "finally") || strings.Contains(w.Suffix, "catch") || strings.Contains(w.Suffix, "except")
		})
	case s.is(0, "catch"), s.is(0, "finally"), s.is(0, "except"), s.is(0, "rescue"), s.is(0, "ensure"):
		around("try", "begin")
	case s.is(0, "else"), s.is(0, "elif"), s.is(0, "elsif"), s.is(0, "elseif"):
		around("if ")
	case s.is(0, "case"), s.is(0, "default"), s.is(0, "when"):
		around("switch", "match", "select")
	case len(s.tokens) > 2 && (s.tokens[0].kind == word || s.tokens[0].kind == meta) && s.is(1, ":") && !s.is(2, ":") && !s.is(2, "=") && c.dialect.entry != "":
		with(func(w syntax.Wrapper) bool { return w.Prefix == c.dialect.entry })
	case c.dialect.terminal && !s.is(last, ";") && !s.is(last, "}"):
		with(func(w syntax.Wrapper) bool { return c.dialect.lone != "" && w.Prefix == c.dialect.lone })
		first = append(first, syntax.Wrapper{Prefix: all[0].Prefix, Suffix: ";"})
	}
	return append(first, all...)
}

// top tells whether one of the words stands outside of all brackets.
func (s *source) top(words ...string) bool {
	for i, t := range s.tokens {
		if t.kind == word && t.up < 0 && slices.Contains(words, s.str(i)) {
			return true
		}
	}
	return false
}

// try reads the text in one context. A nil reading is a failure that the compilation keeps; an error ends it.
func (c *compilation) try(l *syntax.Language, w syntax.Wrapper, choice []int) (*reading, error) {
	d := c.source.write(w.Prefix, w.Suffix, choice)
	if c.work -= len(d.text) + 16; c.work < 0 {
		return nil, c.describe(errWork)
	}
	tree, err := c.parser.Parse(l.Grammar, d.text)
	if err != nil {
		return nil, err
	}
	f := failure{language: l, wrapper: w, text: d.text, from: d.from, to: d.to}
	if broken := tree.Broken(); len(broken) > 0 || tree.Stop != syntax.Whole || tree.Depth > maxDepth {
		f.cost, f.at = 1, int(d.to)
		for i, b := range broken {
			f.cost += 16 + int(b.End-b.Start)
			if i == 0 {
				f.at = int(b.Start)
			}
		}
		c.failed = append(c.failed, f)
		return nil, nil
	}
	file := l.Lower(tree, d.text)
	v := converter{file: file, draft: d, Builder: g.NewBuilder(d.text, len(file.Nodes)), language: c.languages[0].Name, dialect: c.dialect}
	for _, t := range d.typed {
		typ, err := c.typeOf(t.typ)
		if err != nil {
			return nil, err
		}
		v.types = append(v.types, typ)
	}
	if r := v.candidate(); r != nil {
		return r, nil
	}
	f.cost, f.at = 8, int(d.from)
	c.failed = append(c.failed, f)
	return nil, nil
}

// repair tries other forms of the ellipses where the text came closest: each in turn, keeping what is better.
func (c *compilation) repair() (*reading, error) {
	failed := slices.Clone(c.failed)
	slices.SortStableFunc(failed, func(a, b failure) int { return a.cost - b.cost })
	var dots []int
	for i, t := range c.source.tokens {
		if (t.kind == ellipsis || t.kind == metaEllipsis) && !(t.kind == ellipsis && (c.source.native(i) || c.source.chained(i))) {
			dots = append(dots, i)
		}
	}
	for _, f := range failed[:min(len(failed), 4)] {
		choice := make([]int, len(c.source.tokens))
		cost := f.cost
		for range 2 {
			before := cost
			for _, at := range dots {
				kept := choice[at]
				for form := 1; form <= len(allForms); form++ {
					choice[at] = form
					c.failed = c.failed[:0]
					r, err := c.try(f.language, f.wrapper, choice)
					if err == nil && r != nil {
						return r, nil
					}
					if err != nil {
						c.failed = failed
						return nil, c.describe(err)
					}
					if n := c.failed[0].cost; n < cost {
						cost, kept = n, form
					}
				}
				choice[at] = kept
			}
			if cost == before {
				break
			}
		}
	}
	c.failed = failed
	return nil, c.describe(nil)
}

// describe says where the text failed that came closest.
func (c *compilation) describe(reason error) error {
	if len(c.failed) == 0 {
		if reason == nil {
			reason = errWork
		}
		return fmt.Errorf("compiling a pattern of %s: %w", c.languages[0].Name, reason)
	}
	best := c.failed[0]
	for _, f := range c.failed[1:] {
		if f.cost < best.cost {
			best = f
		}
	}
	at := min(max(best.at, int(best.from)), int(best.to)) - int(best.from)
	text := best.text[best.from:best.to]
	line, column := 1+strings.Count(string(text[:at]), "\n"), at-strings.LastIndexByte(string(text[:at]), '\n')
	const most = 400
	short := string(text)
	if len(short) > most {
		short = short[:most] + "…"
	}
	err := fmt.Errorf("compiling a pattern of %s: line %d, column %d of %q does not parse", c.languages[0].Name, line, column, short)
	if reason != nil {
		err = fmt.Errorf("%w; %w", err, reason)
	}
	return err
}

// typeOf reads a type.
func (c *compilation) typeOf(text string) (*g.File, error) {
	l := c.languages[len(c.languages)-1]
	prefix, suffix, _ := strings.Cut(c.dialect.types, "@")
	s := scan(text, c.dialect)
	s.nested = true
	d := s.write(prefix, suffix, nil)
	if c.work -= len(d.text) + 64; c.work < 0 {
		return nil, c.describe(errWork)
	}
	f, report, err := l.ReadPlain(c.parser, d.text)
	if err != nil {
		return nil, err
	}
	if report.Partial() != "" || report.Depth > maxDepth || typeRoot(f) == 0 {
		return nil, fmt.Errorf("compiling a pattern of %s: %q is no type", c.languages[0].Name, text)
	}
	return f, nil
}
