package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// show writes a tree as one line: kinds, keys, values and what the place of each value holds.
func show(n *Node, src string) string {
	if n == nil {
		return "nil"
	}
	var parts []string
	for _, c := range n.Children {
		s := show(c, src)
		if n.Kind == Object {
			s = c.Key + ":" + s
		}
		parts = append(parts, s)
	}
	switch n.Kind {
	case Object:
		return "{" + strings.Join(parts, " ") + "}"
	case Array:
		return "[" + strings.Join(parts, " ") + "]"
	}
	return fmt.Sprintf("%s<%s>", n.Value, src[n.Start:n.End])
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, lang, in, want, err string
	}{
		{"json", "json", `{"a": [1, -2.5e3, true, null], "b": {"c": "d\u00e9\n"}}`, `{a:[1<1> -2.5e3<-2.5e3> true<true> null<null>] b:{c:` + "dé\n" + `<"d\u00e9\n">}}`, ""},
		{"comments, trailing commas, BOM", "jsonc", "\ufeff// x\n{\"a\": 1, /* y */ \"b\": [2,],}\n", `{a:1<1> b:[2<2>]}`, ""},
		{"what stands before an error", "json", `{"a": {"b": 1, "c": ?`, `{a:{b:1<1>}}`, "json, line 1, column 21: expected a value"},
		{"missing comma", "json", "{\"a\": 1\n\"b\": 2}", `{a:1<1> b:2<2>}`, "json, line 2, column 1: expected a comma"},
		{"Windows path", "json", `{"a": "C:\Users\x", "b": 2}`, `{a:C:\Users\x<"C:\Users\x"> b:2<2>}`, "json, line 1, column 10: unknown escape"},
		{"surrogates", "json", `["\ud83d\ude00", "\ud83d", "\udead\u0041"]`, "[😀<\"\\ud83d\\ude00\"> \ufffd<\"\\ud83d\"> \ufffdA<\"\\udead\\u0041\">]", ""},
		{"two values", "json", `1 2`, `1<1>`, "json, line 1, column 3: more follows the value"},
		{"empty", "json", " \n", `nil`, "json, line 2, column 1: no value"},
		{"unfinished comment", "json", `{"a":1 /*`, `{a:1<1>}`, "json, line 1, column 8: the comment does not end"},
		{"json5", "json5", "{a: 'x\\'y', b: +.5, c: 0xFF, 'd': NaN, e: 'l\\\nm'}", "{a:x'y<'x\\'y'> b:+.5<+.5> c:0xFF<0xFF> d:NaN<NaN> e:lm<'l\\\nm'>}", ""},

		{"yaml", "yaml", "a: 1\nb:\n  - x y # c\n  - 'it''s'\n  - \"q\\\"\"\nc: {d: ~, e: [1, 2 ]}\nf:\n", `{a:1<1> b:[x y<x y> it's<'it''s'> q"<"q\"">] c:{d:~<~> e:[1<1> 2<2>]} f:<>}`, ""},
		{"yaml block scalars", "yaml", "a: |\n  x\n   y\n\n  z\nb: >-\n  p\n  q\nc: two\n  lines\n", "{a:x\n y\n\nz\n<|\n  x\n   y\n\n  z> b:p q<>-\n  p\n  q> c:two lines<two\n  lines>}", ""},
		{"yaml properties", "yaml", "a: &x !!str 5\nb: *x\nc: &y {d: 1}\ne: *y\n", `{a:5<&x !!str 5> b:5<*x> c:{d:1<1>} e:null<*y>}`, ""},
		{"yaml documents", "yaml", "a: 1\n---\n- b\n", `[{a:1<1>} [b<b>]]`, ""},
		{"yaml wide characters", "yaml", "é: ü\n\"ключ\": знач # x\n", `{é:ü<ü> ключ:знач<знач>}`, ""},
		{"yaml before an error", "yaml", "a: 1\nb: 2\nc: [1\nd: }\n", `{a:1<1> b:2<2>}`, "yaml, line"},
		{"yaml CRLF and BOM", "yaml", "\ufeffa: 1\r\nb: x\r\n", `{a:1<1> b:x<x>}`, ""},
		{"yaml empty", "yaml", "# nothing\n", `{}`, ""},

		{"toml", "toml", "a = 1\n[b.c]\nd = \"x\" # y\ne = [1, [2, 'z'],\n # c\n 3,]\nf = {g = true, h.i = 1979-05-27T07:32:00Z}\n[[l]]\nm=1\n[[l]]\nm=2\n[l.n]\no=\"\"\"\np\"\"\"\n",
			"{a:1<1> b:{c:{d:x<\"x\"> e:[1<1> [2<2> z<'z'>] 3<3>] f:{g:true<true> h:{i:1979-05-27T07:32:00Z<1979-05-27T07:32:00Z>}}}} l:[{m:1<1>} {m:2<2> n:{o:p<\"\"\"\np\"\"\">}}]}", ""},
		{"toml before an error", "toml", "[a]\nb = 1\nc = ?\n", `{a:{b:1<1>}}`, "toml, line 3"},
		{"toml set twice", "toml", "a = 1\na = 2\n", `{a:1<1> a:2<2>}`, ""},

		{"ini", "ini", "top=1\n; c\n[a]\nk = v ; x\nq: \"a b\" # y\nlist =\n  one\n  two\n[b \"c\"]\nflag\n//reg/:_authToken=abc=\n[a]\nz=9\\\n8\n",
			"{top:1<1> a:{k:v<v> q:a b<\"a b\"> list:\none\ntwo<\n  one\n  two> z:98<9\\\n8>} b \"c\":{flag:<> //reg/:_authToken:abc=<abc=>}}", ""},
		{"properties", "properties", "# c\n! d\na=1\nb : two\\\n   three\nc d e\nk\\ ey=\\u0041\\t\nempty\n", "{a:1<1> b:twothree<two\\\n   three> c:d e<d e> k ey:A\t<\\u0041\\t> empty:<>}", ""},
		{"dotenv", "dotenv", "A=1 # c\nexport B='x #y'\nC=\"l1\\n\nl2\" # z\nD=`q`\nE: f\nG=#\nexport H I\nJ=a#b\n", "{A:1<1> B:x #y<'x #y'> C:l1\n\nl2<\"l1\\n\nl2\"> D:q<`q`> E:f<f> G:<> J:a#b<a#b>}", ""},
		{"dotenv goes on after an error", "dotenv", "?\nA='x\nB=2\n", "{A:'x<'x> B:2<2>}", "dotenv, line 1, column 1: expected KEY=value"},

		{"xml", "xml", `<?xml version="1.0" encoding="latin1"?><a><b x='1' y="a &amp; b">t</b><c>  u&lt; </c><d/></a>`, `{a:{b:{x:1<'1'> y:a & b<"a &amp; b"> #text:t<t>} c:u<<<c>  u&lt; </c>> d:<<d/>>}}`, ""},
		{"xml before an error", "xml", `<a><b>1</b><c`, `{a:{b:1<<b>1</b>>}}`, "xml, line 1"},
		{"xml entities are not read", "xml", `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`, `{a:&e;<<a>&e;</a>>}`, ""},
		{"plist", "plist", "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict><key>a</key><array><string>x</string><integer>2</integer><true/></array><key>d</key><dict/></dict></plist>", `{a:[x<<string>x</string>> 2<<integer>2</integer>> true<<true/>>] d:{}}`, ""},
		{"binary plist", "plist", "bplist00\x01", `nil`, "plist, line 1, column 1: a binary"},
		{"unknown language", "cobol", "", `nil`, "unknown language"},
		{"UTF-16", "json", "\xff\xfe{\x00", `nil`, "UTF-16"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Read(c.lang, []byte(c.in))
			if got := show(doc.Root, c.in); got != c.want {
				t.Errorf("tree\n got %s\nwant %s", got, c.want)
			}
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			check(t, []byte(c.in), doc)
		})
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct{ lang, in string }{
		{"json", "{\n  \"a\": {\n    \"b\": \"v\"}}"},
		{"yaml", "\na:\n    b: v\n"},
		{"toml", "\n[a]\nb   = \"v\"\n"},
	} {
		root, err := Parse(c.lang, []byte(c.in))
		if err != nil {
			t.Fatal(err)
		}
		n := root.At("a", "b")
		if n.Text() != "v" || n.KeyLine != 3 || n.Line != 3 || n.Column <= n.KeyColumn {
			t.Errorf("%s: %+v", c.lang, n)
		}
	}
}

func TestNotes(t *testing.T) {
	doc, err := Read("json", []byte("{\"a\": 1,\n \"b\": \"\xff\",\n \"a\": 2}"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Note{{2, 8, "invalid UTF-8"}, {3, 2, "duplicate key"}}
	if !reflect.DeepEqual(doc.Notes, want) {
		t.Errorf("notes %v, want %v", doc.Notes, want)
	}
	if doc.Root.Get("a").Value != "2" || doc.Root.Get("b").Value != "\ufffd" {
		t.Errorf("%s", show(doc.Root, ""))
	}
	if d := Duplicates(doc.Root); len(d) != 1 || d[0].Value != "2" {
		t.Errorf("duplicates %v", d)
	}
}

// TestBounds feeds what would exhaust a reader without bounds; each must end soon, with an error where it is cut.
func TestBounds(t *testing.T) {
	deep := 100_000
	for _, c := range []struct {
		name, lang, in string
		err            bool
	}{
		{"deep arrays", "json", strings.Repeat("[", deep), true},
		{"deep objects", "json", strings.Repeat(`{"a":`, deep), true},
		{"many values", "json", "[" + strings.Repeat("0,", MaxNodes+5) + "0]", true},
		{"deep flow", "yaml", strings.Repeat("[", deep), true},
		{"deep blocks", "yaml", strings.Repeat("- ", deep), true},
		{"alias bomb", "yaml", aliasBomb(), false},
		{"many lines", "yaml", strings.Repeat("- 1\n", maxYAMLMarks), true},
		{"long and deep flow", "yaml", strings.Repeat("[", 9000) + strings.Repeat("a,", 400_000), true},
		{"long and deep maps", "yaml", strings.Repeat("{a: ", 400) + strings.Repeat("a: b,", 100_000), true},
		{"many documents", "yaml", strings.Repeat("---\n", 200_000), false},
		{"many errors", "yaml", strings.Repeat("a: 1\n", 100_000) + "b: ]\n", true},
		{"many comments", "yaml", strings.Repeat("# a\n", 300_000), false},
		{"deep arrays", "toml", "a = 1\nb = " + strings.Repeat("[", 50*deep), true},
		{"deep tables", "toml", "a = " + strings.Repeat("{a=", deep), true},
		{"long key", "toml", strings.Repeat("a.", deep) + "a = 1", true},
		{"many tables", "toml", manyTables(100_000), false},
		{"deep elements", "xml", strings.Repeat("<a>", deep), true},
		{"deep dicts", "plist", "<plist>" + strings.Repeat("<dict><key>a</key>", deep), true},
		{"many sections", "ini", strings.Repeat("[a]\nb=1\n", 200_000), false},
		{"unfinished quotes", "dotenv", strings.Repeat("A=\"\\\nB='\nC=`\n", 100_000), false},
		{"joined lines", "properties", strings.Repeat("a\\\n", 300_000), false},
		{"joined lines", "ini", "a=" + strings.Repeat("a\\\n", 300_000), false},
		{"indented lines", "ini", "a=1\n" + strings.Repeat(" b\n", 100_000), false},
		{"too large", "json", strings.Repeat(" ", MaxBytes+1), true},
	} {
		t.Run(c.lang+" "+c.name, func(t *testing.T) {
			began := time.Now()
			doc, err := Read(c.lang, []byte(c.in))
			if c.err != (err != nil) {
				t.Errorf("error %v, want one: %v", err, c.err)
			}
			check(t, []byte(c.in), doc)
			t.Logf("%d MB in %v", len(c.in)>>20, time.Since(began).Round(time.Millisecond))
		})
	}
}

func aliasBomb() string {
	s := "a0: &a0 [x, x]\n"
	for i := 1; i < 60; i++ {
		s += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	return s
}

func manyTables(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[t.k%d]\nv=1\n", i)
	}
	return b.String()
}

// check asserts what every tree keeps: places inside the input, lines and columns that agree with offsets, bounded
// depth, and text of valid UTF-8.
func check(t *testing.T, data []byte, doc *Document) {
	t.Helper()
	lineOf := func(off int) (int, int) {
		line := 1 + bytes.Count(data[:off], []byte{'\n'})
		return line, off - bytes.LastIndexByte(data[:off], '\n')
	}
	small := len(data) < 1<<16
	seen := 0
	var walk func(n *Node, depth int)
	walk = func(n *Node, depth int) {
		seen++
		if n.Start < 0 || n.Start > n.End || n.End > len(data) {
			t.Fatalf("%v spans %d-%d of %d", n.Kind, n.Start, n.End, len(data))
		}
		if depth > 3*MaxDepth {
			t.Fatal("too deep")
		}
		if n.Kind < Object || n.Kind > Null || n.KeyLine < 1 || n.KeyColumn < 1 {
			t.Fatalf("%+v", *n)
		}
		if small {
			if line, col := lineOf(n.Start); line != n.Line || col != n.Column {
				t.Fatalf("offset %d is at %d:%d, node says %d:%d", n.Start, line, col, n.Line, n.Column)
			}
		}
		if n.Kind < String && n.Value != "" || n.Kind >= String && n.Children != nil {
			t.Fatalf("kind and content disagree: %+v", *n)
		}
		for _, c := range n.Children {
			walk(c, depth+1)
		}
	}
	if doc.Root != nil {
		walk(doc.Root, 0)
	}
	if seen > MaxNodes+1 {
		t.Fatalf("%d nodes", seen)
	}
	for _, n := range doc.Notes {
		if n.Line < 1 || n.Column < 1 {
			t.Fatalf("note %+v", n)
		}
	}
}

// same compares a tree with what encoding/json decodes.
func same(n *Node, v any) bool {
	switch v := v.(type) {
	case map[string]any:
		if n.Kind != Object {
			return false
		}
		names := map[string]bool{}
		for _, c := range n.Children {
			names[c.Key] = true
		}
		if len(names) != len(v) {
			return false
		}
		for k, e := range v {
			if c := n.Get(k); c == nil || !same(c, e) {
				return false
			}
		}
		return true
	case []any:
		if n.Kind != Array || len(n.Children) != len(v) {
			return false
		}
		for i, e := range v {
			if !same(n.Children[i], e) {
				return false
			}
		}
		return true
	case string:
		return n.Kind == String && n.Value == v
	case json.Number:
		return n.Kind == Number && n.Value == string(v)
	case bool:
		return n.Kind == Bool && n.Value == fmt.Sprint(v)
	}
	return v == nil && n.Kind == Null
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"\u00e9\ud83d\ude00"}],"a":null}`, "// c\n[1,]", "\"\xff\\q\"", "{a:'b',}", "[0.1e+5,-0]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc5, _ := Read("json5", data)
		check(t, data, doc5)
		doc, err := Read("json", data)
		check(t, data, doc)
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		var v any
		if !json.Valid(data) || dec.Decode(&v) != nil || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			return
		}
		if err != nil && !strings.Contains(err.Error(), "nested deeper") {
			t.Fatalf("encoding/json accepts it: %v", err)
		}
		if err == nil && !same(doc.Root, v) {
			t.Fatalf("%q: got %s, want %v", data, show(doc.Root, string(data)), v)
		}
		if err == nil && (doc5.Root == nil || !same(doc5.Root, v)) {
			t.Fatalf("json5 %q: got %s, want %v", data, show(doc5.Root, string(data)), v)
		}
	})
}

func fuzzLanguage(f *testing.F, lang string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read(lang, data)
		check(t, data, doc)
		if err == nil && doc.Root == nil {
			t.Fatal("neither a value nor an error")
		}
	})
}

func FuzzYAML(f *testing.F) {
	fuzzLanguage(f, "yaml", "a: &x [1, 'b']\nc: *x\n? [k]\n: |2\n   z\n---\n!t {p: \"q\"}\n", "\ufeff- é\r\n- >+\n x\u2028y\n", "a: 1\nb: ]\n")
}

func FuzzTOML(f *testing.F) {
	fuzzLanguage(f, "toml", "[a.b]\nc = [1, {d.e='f'}, \"\"\"x\"\"\"]\n[[g]]\n[g.h]\ni=1979-05-27\n", "a=[#\n1,]\n'b'.c=inf")
}

func FuzzINI(f *testing.F) {
	fuzzLanguage(f, "ini", "[a]\nb = \"c\" ; d\n e\nf: g\\\nh\n", "//r/:_t=x\r\n[z\nq")
}

func FuzzProperties(f *testing.F) {
	fuzzLanguage(f, "properties", "a\\:b=c\\\n  d\n!x\ne \\u0041", "\\")
}

func FuzzDotenv(f *testing.F) {
	fuzzLanguage(f, "dotenv", "export A=\"x\\n\ny\" # c\nB='z'\nC: `d`\n", "A='\n=\n:")
}

func FuzzXML(f *testing.F) {
	fuzzLanguage(f, "xml", "<a b='c' d:e=\"f\">g<h/>&amp;</a>", "<a><!-- b --><![CDATA[x]]></a", "<a b c=d>\xff")
}

func FuzzPlist(f *testing.F) {
	fuzzLanguage(f, "plist", "<plist><dict><key>a</key><array><true/></array></dict></plist>")
}

func BenchmarkJSON(b *testing.B) {
	data := []byte("{" + strings.Repeat(`"mcpServers": {"name": {"command": "npx", "args": ["-y", "pkg@1.2.3"], "env": {"A": "b"}}},`+"\n", 10000) + `"x": 1}`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse("json", data); err != nil {
			b.Fatal(err)
		}
	}
}
