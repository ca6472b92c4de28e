package formula

import (
	"strings"
	"testing"
	"time"
)

func TestEval(t *testing.T) {
	env := func(name string) (Val, bool) {
		v, ok := map[string]Val{"$I": {Kind: Int, Int: 7}, "$S": {Kind: Str, Str: "a\nb10"}, "$N": {Kind: Str, Str: " 42 "}, "$B": {Kind: Bool, Bool: true}, "$F": {Kind: Float, Float: 2.5},
			"$D": {Kind: Str, Str: "2026-01-01"}, Today: {Kind: Int, Int: 1767225600}}[name]
		return v, ok
	}
	for text, want := range map[string]string{
		"$I == 7": "True", "$I == 7.0": "True", "$I == '7'": "False", "$I != '7'": "True", "$I > 3 and $I < 10": "True", "3 < $I < 5": "False", "3 < $I <= 7 < 8": "True",
		"not $I == 7": "False", "not not $I": "True", "$I in [1, 7,]": "True", "'b1' in $S": "True", "$I not in [7]": "False", "$MISSING == 1": "-", "$I == 7 or $MISSING": "True", "$MISSING or $I": "-",
		"1 + 2 * 3": "7", "(1 + 2) * 3": "9", "2 ** 3 ** 2": "512", "-2 ** 2": "-4", "7 // 2": "3", "-7 // 2": "-4", "-7 % 3": "2", "7 / 2": "3", "7.0 / 2": "3.5", "1 / 0": "-", "1 % 0": "-", "5 - 2 - 1": "2",
		"0o17 + 0x1f + 0b11 + 1_000": "1049", "9223372036854775807 + 1 > 5": "True", "99999999999999999999 > 5": "True", "2 ** 5000": "-", "1.5e3": "1500.0", ".5": "0.5",
		"0xff & 0x0f | 0x30 ^ 1": "63", "1 << 4 >> 2": "4", "~5": "-6", "1 << 70": "-",
		"int($N)": "42", "int('x')": "-", "int('0x10')": "16", "str($I) + 'x'": "7x", "float('2.5') == $F": "True", "len($S)": "5", "bool('')": "False", "int(2.9)": "2",
		"re.match('a', $S)": "True", "re.match('b', $S)": "False", "re.search('b[0-9]+', $S)": "True", "re.fullmatch('a', 'ab')": "False", `re.match(r'(?=a)\w', $S)`: "True", "re.match('(', $S)": "-",
		"strptime($D) <= today()": "True", "strptime('2026-01-02') > today()": "True", "strptime('soon')": "-",
		"'a' < 'b'": "True", "'a' < 1": "-", "[1, 2] == [1, 2.0]": "True", "None == None": "True", "'x' * 3": "xxx", "'x' * 100000": "-", "'' * 100000": "", "$B == True": "True", "$B + 1": "2", `'a\'b' == "a'b"`: "True",
		"$I is not None": "True",
	} {
		e, err := ParseComparison(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := "-"
		if v, ok := e.Eval(env); ok {
			got, _ = toStr(v)
		}
		if got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestExprRefuses(t *testing.T) {
	for _, text := range []string{"", "$X >", "$X = 1", "(1", "[1", "1 2", "foo($X)", "int()", "int(1, 2)", "x", "$x", "'a", "1 not 2", "a.b", "$X if 1 else 2", strings.Repeat("(", 200) + "1" + strings.Repeat(")", 200),
		strings.Repeat("-", 500) + "1", strings.Repeat("not ", 500) + "1", strings.Repeat("1+", 3000) + "1", "1 ** " + strings.Repeat("2 ** ", 500) + "2"} {
		if _, err := ParseComparison(text); err == nil {
			t.Errorf("%q is read", short(text))
		}
	}
	for _, text := range []string{"A == B", "A + B", "$X", "'A'", "1", "f(A)", "A B", "not"} {
		if _, err := ParseRequires(text); err == nil {
			t.Errorf("requires %q is read", text)
		}
	}
}

func TestRequires(t *testing.T) {
	e, err := ParseRequires("(A and not B) or C")
	if err != nil {
		t.Fatal(err)
	}
	for labels, want := range map[string]bool{"A": true, "AB": false, "C": true, "ABC": true, "": false} {
		if got := e.Satisfied(func(l string) bool { return strings.Contains(labels, l) }); got != want {
			t.Errorf("%q: %v", labels, got)
		}
	}
}

// TestEvalEnds evaluates what doubles with each level: chained comparisons use their middle twice.
func TestEvalEnds(t *testing.T) {
	text := "1"
	for range 90 {
		text = "0 < (" + text + ") < 2"
	}
	e, err := ParseComparison(text)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	e.Eval(func(string) (Val, bool) { return Val{}, false })
	e.Names()
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestLiteral(t *testing.T) {
	for _, c := range []struct {
		text  string
		strip bool
		base  int
		want  string
		ok    bool
	}{
		{"0x1F", false, 0, "31", true}, {"0o17", false, 0, "15", true}, {"017", false, 0, "15", true}, {"1_000L", false, 0, "1000", true}, {"10", false, 8, "10", true}, {"010", false, 8, "8", true}, {"-5", false, 0, "-5", true},
		{"'7'", false, 0, "7", true}, {"'0644'", true, 8, "420", true}, {"'7'", true, 0, "7", true}, {"'ff'", true, 16, "255", true}, {"'x'", true, 0, "x", true}, {"1.5f", false, 0, "1.5", true}, {"true", false, 0, "True", true},
		{"nil", false, 0, "None", true}, {"foo", false, 0, "", false}, {"", false, 0, "", false}, {"'", false, 0, "", false}, {"Infinity", false, 0, "", false}, {"e5", false, 0, "", false}, {"L", false, 0, "", false},
	} {
		v, ok := Literal(c.text, c.strip, c.base)
		got := ""
		if ok {
			got, _ = toStr(v)
		}
		if ok != c.ok || got != c.want {
			t.Errorf("%q is %q, %v", c.text, got, ok)
		}
	}
}

func FuzzExpr(f *testing.F) {
	f.Add("1 < $X ** 2 not in [int('3'), -4.5e1] and re.match('a', str($X))")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseComparison(text)
		if err != nil {
			return
		}
		env := func(string) (Val, bool) { return Val{Kind: Str, Str: "12"}, true }
		a, okA := e.Eval(env)
		b, okB := e.Eval(env)
		if okA != okB || okA && !equal(a, b) {
			t.Fatalf("%q gives %v and %v", text, a, b)
		}
	})
}
