package formula

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSlowAgainstGo runs the backtracking matcher on expressions that Go's matcher can read too: both must agree.
func TestSlowAgainstGo(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	var expr func(depth int) string
	expr = func(depth int) string {
		atoms := []string{"a", "b", "c", ".", "[ab]", "[^a]", `\d`, `\w`, `\bb`, "é", "^", "$", `\n`, "[[:alpha:]_]", `\x61`, "[a-c]"}
		switch n := rng.IntN(9); {
		case depth > 3 || n < 3:
			return atoms[rng.IntN(len(atoms))]
		case n < 5:
			return expr(depth+1) + expr(depth+1)
		case n == 5:
			return "(" + expr(depth+1) + ")"
		case n == 6:
			return "(?:" + expr(depth+1) + "|" + expr(depth+1) + ")"
		case n == 7:
			return "(?i:" + expr(depth+1) + ")"
		}
		return "(?:" + expr(depth+1) + ")" + []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,3}?", "{2,}"}[rng.IntN(10)]
	}
	letters := []rune("aabbccABé1 \n")
	for range 20_000 {
		pattern := expr(0)
		multiline := rng.IntN(2) == 0
		source := pattern
		if multiline {
			source = "(?m)" + source
		}
		text := make([]rune, rng.IntN(12))
		for i := range text {
			text[i] = letters[rng.IntN(len(letters))]
		}
		if !multiline && strings.Contains(pattern, "$") {
			continue // Go's $ is PCRE's \z
		}
		if multiline && len(text) > 0 && text[len(text)-1] == '\n' {
			continue // Go sees a line after the last newline
		}
		fast, err := regexp.Compile(source)
		if err != nil {
			continue
		}
		slow, err := compileSlow(pattern, multiline)
		if err != nil {
			t.Fatalf("%q: %v", pattern, err)
		}
		got, complete := slow.findAll([]byte(string(text)), -1)
		want := fast.FindAllSubmatchIndex([]byte(string(text)), -1)
		if !complete || !slices.EqualFunc(got, want, slices.Equal) {
			// Go and PCRE differ in which empty iteration a loop keeps; only whole matches without one are comparable.
			if emptyLoop.MatchString(pattern) || fmt.Sprint(whole(got)) == fmt.Sprint(whole(want)) {
				continue
			}
			t.Errorf("%q on %q: got %v, want %v", source, string(text), got, want)
		}
	}
}

// emptyLoop finds repetitions of something that can be empty.
var emptyLoop = regexp.MustCompile(`[*?}^$]\??\)+(?:\*|\+|\{|\?)|\|\)|\\b|\)\{0|\^|\$`)

func whole(all [][]int) (out [][]int) {
	for _, m := range all {
		out = append(out, m[:2])
	}
	return out
}

func TestRegexp(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          string // all matches, joined by |; - for none
	}{
		{`a(?=b)`, "abacab", "a|a"},
		{`a(?!b)`, "abac", "a"},
		{`(?<=\$)\d+`, "1 $22 3", "22"},
		{`(?<!\$)\b\d+`, "1 $22 3", "1|3"},
		{`(?<=ab|c)x`, "abx cx bx", "x|x"},
		{`(?<!ab|c)x`, "abx cx bx", "x"},
		{`(["'])(.*?)\1`, `'a"b' "c"`, `'a"b'|"c"`},
		{`(?<q>["'])x\k<q>`, `"x' 'x'`, "'x'"},
		{`(?P<q>a)(?P=q)`, "aab", "aa"},
		{`(a)\g{-1}\g1`, "aaa", "aaa"},
		{`(?>a+)b`, "aaab", "aaab"},
		{`(?>a+)ab`, "aaab", "-"},
		{`a++b`, "aaab", "aaab"},
		{`a++ab`, "aaab", "-"},
		{`(?:ab)?+abc`, "ababc", "ababc"},
		{`^(?!.*(?:foo|bar)).+$`, "foo\nbaz\nxbar\nok", "baz|ok"},
		{`^(?:(?!end).)*`, "abc end", "abc "},
		{`\Aab\Z`, "ab\n", "ab\n"},
		{`(?=a)\Aab\Z`, "ab\n", "ab"},
		{`(?i)(?<=k)S`, "Ks", "s"},
		{`(?x) a (?=b) # comment
		  b`, "ab", "ab"},
		{`a(?#comment)b(?=c)`, "abc", "ab"},
		{`[\w-]+(?=:)`, "a-b: c", "a-b"},
		{`[^\S\n]+(?=x)`, " \t\n x", " "},
		{`(a|ab)(c|bcd)(?=$)`, "abcd", "abcd"},
		{`a{3}(?!a)`, "aaaa", "aaa"},
		{`(?:a{2000})(?=b)`, strings.Repeat("a", 2000) + "b", strings.Repeat("a", 2000)},
		{`(?=(\w+))\1:`, "abc:", "abc:"},
		{`\Qa.b\E+(?=c)`, "a.bbc", "a.bb"},
		{`\R(?=b)`, "a\r\nb", "\r\n"},
		{`\h+\p{Lu}(?=\P{Lu})`, "a \tÉt", " \tÉ"},
		{`(a*)*(?=b)`, "aab", "aa"},
		{`(?:(a)|b)*\1(?=c)`, "abac", "aba"},
		{`\x{e9}(?=x)`, "éx", "é"},
		{`[]a](?=])`, "a]]", "a|]"},
		{`x(?-i:Y)(?=z)`, "xYz xyz", "xY"},
		{`\s`, "\v", "\v"},
		{`[\s]`, "\v", "\v"},
		{`a\hb`, "a\tb", "a\tb"},
	} {
		re, err := CompileRegex(c.pattern, true)
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		var got []string
		all, complete := re.FindAll([]byte(c.text), -1)
		for _, m := range all {
			got = append(got, c.text[m[0]:m[1]])
		}
		if joined := strings.Join(got, "|"); !complete || joined != c.want && !(c.want == "-" && all == nil) {
			t.Errorf("%q on %q: got %q, want %q", c.pattern, c.text, joined, c.want)
		}
	}
}

func TestRegexpRefuses(t *testing.T) {
	for _, pattern := range []string{"(", ")", "a)", "[", "[b-a]", "*", "a**b(?=c", `(?<=a+)b`, `\1`, `(a)\2(?=x)`, `(?R)`, `(?1)`, `(*FAIL)`, `a\`, "(?<a>x)(?<a>y)(?=z)", "a{3,1}(?=b)", "\xff(?=a)",
		`(?(1)a|b)`, `\K`, `\p{Nothing}(?=x)`, strings.Repeat("(", 200) + "(?=x)", strings.Repeat("a", MaxRegex+1)} {
		if _, err := CompileRegex(pattern, false); err == nil {
			t.Errorf("%q compiles", short(pattern))
		}
	}
}

// TestRegexpEnds runs what takes a naive matcher for ever.
func TestRegexpEnds(t *testing.T) {
	for _, pattern := range []string{`(a+)+(?=b)`, `(a|a)*(?=b)`, `(?=(a+)+b)`, `(?:a?){50}a{50}(?=b)`, `(a*)*\1b`, `(?!(a+)+b)a+c`, `((?:a{0,9}){0,9}){0,9}(?=b)`} {
		re, err := CompileRegex(pattern, true)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, complete := re.FindAll([]byte(strings.Repeat("a", 5000)), -1); complete {
			t.Errorf("%q: the budget was not met", pattern)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%q took %v", pattern, took)
		}
	}
}

func TestMatchStart(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"b", "ab", false}, {"a", "ab", true}, {"a$", "ab", false}, {"ab$", "ab\n", true}, {"a|b", "xb", false}, {"(?i)A", "ab", true},
		{"(?!a)b", "ab", false}, {"(?!b)a", "ab", true}, {".*b", "a\nb", false}, {"(?s).*b", "a\nb", true}, {"(?m)a$", "a\nb", true},
	} {
		re, err := CompileRegex(c.pattern, false)
		if err != nil {
			t.Fatal(err)
		}
		if loc, _ := re.MatchStart([]byte(c.text)); (loc != nil) != c.want {
			t.Errorf("%q at the start of %q: %v", c.pattern, c.text, loc)
		}
	}
}

func FuzzRegexp(f *testing.F) {
	f.Add(`(?<=a|b)(\w)\1*+`, "abb", true)
	f.Add(`(?x)a # b`+"\n"+`(?!c){0}`, "a", false)
	f.Fuzz(func(t *testing.T, pattern, text string, multiline bool) {
		slow, err := compileSlow(pattern, multiline)
		if err != nil || len(text) > 1000 {
			return
		}
		all, _ := slow.findAll([]byte(text), -1)
		last := 0
		for _, m := range all {
			if m[0] < last || m[1] < m[0] || m[1] > len(text) {
				t.Fatalf("matches %v in %d bytes", all, len(text))
			}
			last = m[1]
		}
	})
}
