package prefilter

import (
	"regexp"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
)

// A dialect is what a pattern of a language must be known for to be read as words.
type dialect struct {
	hash, slashes bool // comments from # and from //
	plain         bool // every word is text: nothing is computed, nothing inferred
	typeBefore    bool // Foo $X can declare $X
	typeAfter     bool // $X: Foo can
	labels        bool // strings after words like resource are names
	rawQuote      bool // ' is no quote (lifetimes)
}

var dialects = map[string]dialect{
	"generic": {plain: true}, "regex": {plain: true}, "html": {}, "yaml": {hash: true}, "json": {}, "dockerfile": {hash: true}, "bash": {hash: true}, "ruby": {hash: true},
	"python": {hash: true, typeAfter: true}, "php": {hash: true, slashes: true, typeBefore: true}, "hcl": {hash: true, slashes: true, labels: true}, "rust": {slashes: true, typeAfter: true, rawQuote: true},
	"javascript": {slashes: true, typeAfter: true}, "typescript": {slashes: true, typeAfter: true}, "tsx": {slashes: true, typeAfter: true}, "java": {slashes: true, typeBefore: true}, "go": {slashes: true, typeAfter: true},
	"csharp": {slashes: true, typeBefore: true}, "kotlin": {slashes: true, typeAfter: true}, "c": {slashes: true, typeBefore: true}, "cpp": {slashes: true, typeBefore: true},
}

// A kind of token.
type kind uint8

const (
	word    kind = iota
	mv           // metavariable
	quoted       // string, quotes left out
	sign         // one character of punctuation
	newline      // line end
)

type token struct {
	kind  kind
	text  string
	tight bool // nothing stands between it and the token before
	weak  bool // a match need not have it
}

// maxPattern bounds the text that is read; a longer pattern is asked for by its beginning.
const maxPattern = 64 << 10

// patternWords gives the words of a pattern that each text that it matches must have, as lists of which one must be there.
func patternWords(text, language string) [][]string {
	d, known := dialects[language]
	if !known {
		return nil
	}
	tokens := d.tokens(text[:min(len(text), maxPattern)])
	for i := range tokens {
		d.weakenTypes(tokens, i, language == "go")
	}
	if language == "csharp" {
		weakenNamespaces(tokens)
	}
	var out [][]string
	for i, t := range tokens {
		switch {
		case t.weak:
		case t.kind == quoted && isModule(tokens, i, language), t.kind == quoted && d.labels && isLabel(tokens, i):
			name := strings.TrimPrefix(t.text, "node:")
			if len(name) > 1 && moduleName.MatchString(name) {
				out = append(out, []string{name})
			}
		case t.kind != word || len(t.text) < 2 || !d.plain && (stop[t.text] || implicit[language][t.text]):
		case language == "python" && followed(tokens, i, "."):
			// A relative import gives a canonical name whose head stands nowhere in the file.
			out = append(out, []string{t.text, "from ."})
		default:
			out = append(out, []string{t.text})
		}
	}
	return out
}

var (
	moduleName = regexp.MustCompile(`^[\w@/-][\w@./-]*$`)
	metavar    = regexp.MustCompile(`^\$(?:\.\.\.)?(?:[A-Z_][A-Z_0-9]*|[0-9]+)`)
	global     = regexp.MustCompile(`^\$_[A-Z]+`) // of PHP
)

// tokens reads a pattern as words.
func (d dialect) tokens(text string) []token {
	var out []token
	tight := false
	for i := 0; i < len(text); {
		rest := text[i:]
		t := token{tight: tight}
		n := 1
		tight = true
		switch c := rest[0]; {
		case c == '\n':
			t.kind = newline
		case c == ' ' || c == '\t' || c == '\r':
			tight = false
			i++
			continue
		case c == '#' && d.hash && !(d.typeBefore && strings.HasPrefix(rest, "#[")) || d.slashes && strings.HasPrefix(rest, "//"):
			if n = strings.IndexByte(rest, '\n'); n < 0 {
				n = len(rest)
			}
			i += n
			tight = false
			continue
		case !d.plain && (strings.HasPrefix(rest, "/*") || strings.HasPrefix(rest, "<!--")):
			closing := "*/"
			if c == '<' {
				closing = "-->"
			}
			if n = strings.Index(rest[2:], closing); n < 0 {
				return out
			}
			i += 2 + n + len(closing)
			tight = false
			continue
		case !d.plain && (c == '"' || c == '`' || c == '\'' && !(d.rawQuote && !strings.HasPrefix(rest[min(2, len(rest)):], "'"))):
			t.kind = quoted
			t.text, n = quotedText(rest)
		case c == '$' && metavar.MatchString(rest):
			t.kind, t.text = mv, metavar.FindString(rest)
			n = len(t.text)
			if name := global.FindString(rest); formula.SuperGlobal(name) {
				t.kind, t.text = word, name[1:]
			}
		case wordByte(c):
			for n < len(rest) && wordByte(rest[n]) {
				n++
			}
			t.kind, t.text = word, rest[:n]
			// Numbers have other spellings, letters beyond ASCII too.
			t.weak = !d.plain && c >= '0' && c <= '9' || strings.ContainsFunc(t.text, func(r rune) bool { return r >= 0x80 })
		default:
			t.kind, t.text = sign, rest[:1]
		}
		out = append(out, t)
		i += n
	}
	return out
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// quotedText reads a string that text begins with; n is its length with quotes. One that does not end takes all.
func quotedText(text string) (content string, n int) {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return text[1:i], i + 1
		}
	}
	return text[1:], len(text)
}

// followed tells whether a sign stands right after a token.
func followed(tokens []token, i int, text string) bool {
	return i+1 < len(tokens) && tokens[i+1].kind == sign && tokens[i+1].text == text
}

// weakenTypes marks what can be the type of the metavariable at i, since types are inferred: Foo $X, $X: Foo, in Go also $X Foo; and
// the type arguments that begin there.
func (d dialect) weakenTypes(tokens []token, i int, bare bool) {
	t := tokens[i]
	if t.kind == mv && d.typeBefore && !(i > 0 && tokens[i-1].text == ".") {
		for j := i - 1; j >= 0 && typePart(tokens[j]); j-- {
			tokens[j].weak = true
		}
	}
	if t.kind == mv && d.typeAfter {
		j := i + 1
		if followed(tokens, i, ":") && !followed(tokens, i+1, "=") && !followed(tokens, i+1, ":") {
			j++
		} else if !bare || followed(tokens, i, ".") {
			return
		}
		for ; j < len(tokens) && typePart(tokens[j]); j++ {
			tokens[j].weak = true
		}
	}
	if t.kind == sign && t.text == "<" && i > 0 && tokens[i-1].kind == word && (d.typeBefore || d.typeAfter) {
		end := i + 1
		for end < len(tokens) && tokens[end].text != ">" && (typePart(tokens[end]) || tokens[end].kind == mv || tokens[end].text == ",") {
			end++
		}
		if end < len(tokens) && tokens[end].text == ">" {
			for j := i + 1; j < end; j++ {
				tokens[j].weak = true
			}
		}
	}
}

// typePart tells whether a token can belong to the name of a type.
func typePart(t token) bool {
	return t.kind == word || t.kind == sign && strings.Contains(".*&[]?<>|'", t.text)
}

// weakenNamespaces marks all of a dotted name but its last two words: usings that hold for a whole project bring in the rest.
func weakenNamespaces(tokens []token) {
	for i := range tokens {
		if tokens[i].kind == word && chained(tokens, i) && chained(tokens, i+2) {
			tokens[i].weak = true
		}
	}
}

func chained(tokens []token, i int) bool {
	return i+2 < len(tokens) && followed(tokens, i, ".") && tokens[i+2].kind == word
}

// isModule tells whether a string names what is imported.
func isModule(tokens []token, i int, language string) bool {
	before := func(back int, text string) bool {
		return i >= back && tokens[i-back].text == text && tokens[i-back].kind != quoted
	}
	switch language {
	case "javascript", "typescript", "tsx":
		return before(1, "from") || before(1, "import") || before(1, "(") && (before(2, "require") || before(2, "import"))
	case "go":
		return before(1, "import") || before(2, "import")
	case "ruby":
		return before(1, "require") || before(1, "(") && before(2, "require")
	}
	return false
}

// isLabel tells whether a string of HCL is a block's label: it follows the word, or another label.
func isLabel(tokens []token, i int) bool {
	for i--; i >= 0; i-- {
		switch {
		case tokens[i].kind == quoted || tokens[i].kind == mv:
			continue
		case tokens[i].kind == word:
			return slices.Contains([]string{"resource", "data", "provider", "module", "variable", "output"}, tokens[i].text)
		}
		return false
	}
	return false
}

// stop are words that a match need not have: a construct has other spellings, or a constant is computed.
var stop = words(`abstract as and async await auto begin bool boolean break case catch class cls const continue def default delete do done elif else elsif end ensure enum except export exports
	extends false False FALSE fi final finally fn for foreach from fun func function global globalThis goto if impl implements import in include include_once inline instanceof int interface internal is
	lambda let long module mut namespace NaN new nil no none None not null NULL nullptr object off on open operator or override package partial pass private protected pub public raise readonly
	record require require_once rescue return sealed self short signed static string struct super switch synchronized then this throw throws trait true True TRUE try type typedef typeof undefined
	unless unsafe unsigned until use using val var virtual void volatile when where while window with xor yes yield`)

// implicit are names that a language brings in by itself, so that a file can use what is below them without naming them.
var implicit = map[string]map[string]bool{
	"java": words("java lang"), "kotlin": words("java lang kotlin io collections text"), "csharp": words("System"), "python": words("builtins __builtin__"), "ruby": words("Kernel Object"),
	"rust": words("std core alloc prelude"), "cpp": words("std"),
}

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// named tells whether a metavariable stands only where a name is bound, after a dot or before a parenthesis: its text is then
// in the file, and not the value of a constant.
func named(f *formula.Formula, name string) bool {
	found, sure := false, true
	var visit func(f *formula.Formula)
	visit = func(f *formula.Formula) {
		switch f.Op {
		case formula.Not, formula.Regex:
			return
		case formula.Model:
			sure = false
		case formula.Pattern:
			for at := 0; ; {
				i := strings.Index(f.Text[at:], name)
				if i < 0 {
					break
				}
				i += at
				at = i + len(name)
				if at < len(f.Text) && (wordByte(f.Text[at])) {
					continue // a longer name
				}
				found = true
				member := strings.HasSuffix(f.Text[:i], ".") && !strings.HasSuffix(f.Text[:i], "..")
				called := strings.HasPrefix(f.Text[at:], "(") && !strings.ContainsAny(f.Text[max(i-1, 0):i], "\"'`")
				sure = sure && (member || called)
			}
		}
		for _, k := range f.Kids {
			visit(k)
		}
	}
	visit(f)
	return found && sure
}
