package search_test

import "testing"

func TestAlgebra(t *testing.T) {
	run(t, "python", []test{
		{`patterns:
  - pattern: send($X)
  - pattern-inside: |
      def $F(...): ...
`, "send(1)\ndef f():\n    send(2)\n", []string{"send(2) | $F=f | $X=2"}},
		{`patterns:
  - pattern-inside: |
      $A = make()
      ...
  - pattern: $A.run($X)
  - pattern-not: $A.run(0)
`, "a = make()\nb.run(1)\na.run(2)\na.run(0)\n", []string{"a.run(2) | $A=a | $X=2"}},
		{`patterns:
  - pattern: send(...)
  - pattern-not-inside: |
      if safe: ...
`, "send(1)\nif safe:\n    send(2)\nif other:\n    send(3)\n", []string{"send(1)", "send(3)"}},
		{`pattern-either:
  - pattern: a($X)
  - pattern: b($Y)
`, "b(1)\na(2)\n", []string{"b(1) | $Y=1", "a(2) | $X=2"}},
		{`patterns:
  - pattern-inside: send(...)
  - pattern: $X
  - pattern-not: send(...)
`, "send(a.b)\n", []string{"send | $X=send", "a | $X=a", "a.b | $X=a.b"}},
		{`patterns:
  - pattern: f($X, $Y)
  - focus-metavariable: [$X, $Y]
`, "f(1, 2)\n", []string{"1 | $X=1 | $Y=2", "2 | $X=1 | $Y=2"}},
		{`patterns:
  - pattern: f($X)
  - pattern-inside: g($Y)
  - focus-metavariable: $X
  - focus-metavariable: $Y
`, "g(f(1))\n", []string{"1 | $X=1 | $Y=f(1)"}},
		{`patterns:
  - pattern: send($X)
  - pattern-not-regex: ok
`, "send(a)  # fine\nsend(ok)\n", []string{"send(a) | $X=a"}},
		{`patterns:
  - pattern: send(...)
  - pattern-regex: a(.)c
`, "send(abc)\nsend(xyz)\n", []string{"abc | $1=b"}},
		{`patterns:
  - patterns:
      - pattern: f($X)
      - metavariable-regex: {metavariable: $X, regex: a}
  - pattern-not-inside: g(...)
`, "f(a1)\nf(ba)\ng(f(a2))\n", []string{"f(a1) | $X=a1"}},
	})
}

func TestConditions(t *testing.T) {
	run(t, "python", []test{
		{`patterns:
  - pattern: f($X)
  - metavariable-regex: {metavariable: $X, regex: '"a'}
`, "f(\"ab\")\nf(ab)\nf(\"ba\")\n", []string{`f("ab") | $X="ab"`}},
		{`patterns:
  - pattern: f("$X")
  - metavariable-regex: {metavariable: $X, regex: '(?P<HEAD>.)b'}
`, "f('ab')\n", []string{"f('ab') | $HEAD=a | $X=ab"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-regex: {metavariable: $X, regex: ^v$, constant-propagation: true}
`, "k = 'v'\nf(k)\nf(w)\n", []string{"f(k) | $X=k"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-comparison: {metavariable: $X, comparison: $X > 10}
`, "f(11)\nf(9)\nn = 12\nf(n)\nf('13')\nf(0x10)\n", []string{"f(11) | $X=11", "f(n) | $X=n", "f(0x10) | $X=0x10"}},
		{`patterns:
  - pattern: f($X, $Y)
  - metavariable-comparison: {comparison: $X + $Y == 3}
`, "f(1, 2)\nf(1, 1)\n", []string{"f(1, 2) | $X=1 | $Y=2"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-comparison: {comparison: 're.match("a", str($X))'}
`, "f('ab')\nf('ba')\n", []string{"f('ab') | $X='ab'"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-pattern:
      metavariable: $X
      patterns:
        - pattern: g($Y)
        - pattern-not: g(0)
`, "f(1 + g(2))\nf(g(0))\nf(h)\n", []string{"f(1 + g(2)) | $X=1 + g(2)", "f(1 + g(2)) | $X=1 + g(2) | $Y=2"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-pattern:
      metavariable: $X
      patterns:
        - pattern-not: g(...)
`, "f(1 + g(2))\nf(g(0))\n", []string{"f(1 + g(2)) | $X=1 + g(2)"}},
		{`patterns:
  - pattern: $O.$M(...)
  - metavariable-pattern:
      metavariable: $M
      pattern-either: [{pattern: get}, {pattern: put}]
`, "a.get(1)\na.post(2)\n", []string{"a.get(1) | $M=get | $O=a"}},
		{`patterns:
  - pattern: f("$X")
  - metavariable-pattern:
      metavariable: $X
      language: generic
      pattern: a $Y c
  - focus-metavariable: $Y
`, "f('z a b c')\nf('a c')\n", []string{"b | $X=z a b c | $Y=b"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-pattern:
      metavariable: $X
      language: javascript
      pattern: eval($CODE)
  - focus-metavariable: $CODE
`, "f('let a = eval(1 + b)')\nf('eval')\n", []string{"1 + b | $CODE=1 + b | $X='let a = eval(1 + b)'"}},
		{`patterns:
  - pattern: f($X)
  - metavariable-type: {metavariable: $X, type: str}
`, "a = 'q'\nf(a)\nf(1)\n", []string{"f(a) | $X=a"}},
		{`patterns:
  - pattern: key = "$K"
  - metavariable-analysis: {metavariable: $K, analyzer: entropy}
`, "key = 'q8Zx" + "3kV0pT7mWb2Y'\nkey = 'the name of a key'\n", []string{"key = 'q8Zx" + "3kV0pT7mWb2Y' | $K=q8Zx" + "3kV0pT7mWb2Y"}},
		{`patterns:
  - pattern: re.compile("$R")
  - metavariable-analysis: {metavariable: $R, analyzer: redos}
`, "import re\nre.compile('(a+)+$')\nre.compile('(ab)+')\n", []string{"re.compile('(a+)+$') | $R=(a+)+$"}},
	})
}

func TestRegexRules(t *testing.T) {
	run(t, "regex", []test{
		{"pattern-regex: ^key=(?P<V>\\w+)$", "key=abc\nno key=d\nkey=e f\n", []string{"key=abc | $1=abc | $V=abc"}},
		{"patterns:\n  - pattern-regex: a(.)\n  - pattern-not-regex: ab", "ab ac\n", []string{"ac | $1=c"}},
		{"patterns:\n  - pattern-regex: ws://\\S*\n  - pattern-not-inside: ws://localhost.*\n  - pattern: ws", "ws://a ws://localhost:1\nxws://b\n", []string{"ws", "ws"}},
		{"pattern-regex: foo(?!bar)", "foobar foobaz\n", []string{"foo"}},
	})
}

func TestGeneric(t *testing.T) {
	run(t, "generic", []test{
		{"foo", "foo foobar a.foo \"foo\"\n", []string{"foo", "foo", "foo"}},
		{"a ... b", "a x\n (y b b\n", []string{"a x\n (y b"}},
		{"a ... b", "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nb\n", nil},
		{"options: {generic_ellipsis_max_span: 0}\npattern: a ... b", "a\nb\na b\n", []string{"a\nb", "a b"}},
		{"$X = $Y", "a = b\nc.d = e-f\ng = \"h\"\n", []string{"a = b | $X=a | $Y=b", "d = e | $X=d | $Y=e"}},
		{"$X ... $X", "a b a c b\n", []string{"a b a | $X=a", "b a c b | $X=b"}},
		{"a $...X b", "a c d b\n", []string{"a c d b | $...X= c d"}},
		{"serve {\n  ...\n}", "serve {\n  a { b }\n  c\n}\nserve { d { } }\n", []string{"serve {\n  a { b }\n  c\n}", "serve { d { } }"}},
		{"top:\n  k: $V", "top:\n  k: 1\ntop:\n  k: 2\n  l: 3\ntop: k: 4\n", []string{"top:\n  k: 1 | $V=1"}},
		{"top:\n  ...\n  k: $V", "top:\n  l:\n    k: 1\ntop:\nk: 2\n", []string{"top:\n  l:\n    k: 1 | $V=1"}},
		{"call(...)", "call(a, b) call() call(\n c\n)\n", []string{"call(a, b)", "call()", "call(\n c\n)"}},
		{"word ...", "{ word a b } c\n", []string{"word a b"}},
		{"options: {generic_caseless: true}\npattern: key $X", "KEY a Key b\n", []string{"KEY a | $X=a", "Key b | $X=b"}},
		{"options: {generic_comment_style: c}\npattern: a b", "a /* c */ b\n", []string{"a /* c */ b"}},
	})
}
