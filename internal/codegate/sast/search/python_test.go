package search_test

import "testing"

func TestPythonExpressions(t *testing.T) {
	run(t, "python", []test{
		{"send(...)", "send()\nsend(1, k=2)\nx.send(3)\nresend(4)\n", []string{"send()", "send(1, k=2)"}},
		{"send(..., $X, ...)", "send(1, 2)\n", []string{"send(1, 2) | $X=1", "send(1, 2) | $X=2"}},
		{"send($X, ...)", "send(1, 2)\nsend(k=1)\nsend()\n", []string{"send(1, 2) | $X=1"}},
		{"send($...ALL)", "send(1, *a, k=2)\nsend()\n", []string{"send(1, *a, k=2) | $...ALL=1, *a, k=2", "send() | $...ALL="}},
		{"send(k=1, j=2)", "send(j=2, k=1)\nsend(j=2, k=1, i=0)\nsend(0, k=1, j=2)\n", []string{"send(j=2, k=1)"}},
		{"send(..., k=True, ...)", "send(0, k=True, j=1)\nsend(k=False)\n", []string{"send(0, k=True, j=1)"}},
		{"$X == $X", "a.b == a.b\na == b\nf(1)[0] == f(1)[0]\n'q' == \"q\"\n", []string{"a.b == a.b | $X=a.b", "f(1)[0] == f(1)[0] | $X=f(1)[0]", "'q' == \"q\" | $X='q'"}},
		{"$_ == $_", "a == b\n", []string{"a == b"}},
		{"a.b", "a.b.c\nz.a.b\na.b = 1\n", []string{"a.b", "a.b"}},
		{`"..."`, "x = 'q'\ny = f'{w}'\nprint(x)\n", []string{"'q'", "x"}},
		{`open("$NAME")`, "open('secret.txt')\nopen(n)\n", []string{"open('secret.txt') | $NAME=secret.txt"}},
		{`open("=~/^sec/i")`, "open('SECRET')\nopen('a sec')\n", []string{"open('SECRET')"}},
		{"f(8)", "f(0x8)\nf(8.0)\nn = 8\nf(n)\nf(9)\n", []string{"f(0x8)", "f(8.0)", "f(n)"}},
		{"f(-1)", "f(-1)\nf(1)\n", []string{"f(-1)"}},
		{"f(<... g($X) ...>)", "f(1 + g(2) * g(3))\nf(2)\n", []string{"f(1 + g(2) * g(3)) | $X=2", "f(1 + g(2) * g(3)) | $X=3"}},
		{"$O. ... .run($X)", "o.a().b(1).run(2)\no.run(3)\n", []string{
			"o.a().b(1).run(2) | $O=o | $X=2", "o.a().b(1).run(2) | $O=o.a | $X=2", "o.a().b(1).run(2) | $O=o.a() | $X=2",
			"o.a().b(1).run(2) | $O=o.a().b | $X=2", "o.a().b(1).run(2) | $O=o.a().b(1) | $X=2", "o.run(3) | $O=o | $X=3",
		}},
		{`{"k": $V}`, "a = {'k': 1}\nb = {'k': 1, 'l': 2}\n", []string{"{'k': 1} | $V=1"}},
		{`{..., "k": $V, ...}`, "b = {'l': 2, 'k': 1}\n", []string{"{'l': 2, 'k': 1} | $V=1"}},
		{"[...]", "a = [1, 2]\nb = [x for x in y]\nc = (1, 2)\n", []string{"[1, 2]", "[x for x in y]"}},
		{"[$X, ...]", "a = [1, 2]\n", []string{"[1, 2] | $X=1"}},
		{"a | b", "x = b | a\ny = a | c | b\nz = a | c\n", []string{"b | a", "a | c | b"}},
		{"a and $X", "x = a and b and c\ny = b and a\n", []string{"a and b and c | $X=b and c"}},
		{`f"...{$X}..."`, "q = f'a{b}c'\nr = 'a'\n", []string{"f'a{b}c' | $X=b"}},
		{"f((a))", "f(a)\nf( (a) )\n", []string{"f(a)", "f( (a) )"}},
		{"$X + 1", "y = (a + 1)\n", []string{"(a + 1) | $X=a"}},
		{"not $X", "if not a: pass\n", []string{"not a | $X=a"}},
		{"$A if $C else $B", "x = 1 if c else 2\n", []string{"1 if c else 2 | $A=1 | $B=2 | $C=c"}},
		{"lambda $X: $Y", "f = lambda a: a + 1\n", []string{"lambda a: a + 1 | $X=a | $Y=a + 1"}},
	})
}

func TestPythonNames(t *testing.T) {
	run(t, "python", []test{
		{"box.lid.open(...)", "from box.lid import open as o\nimport box.lid as l\nimport box\no(1)\nl.open(2)\nbox.lid.open(3)\n", []string{"o(1)", "l.open(2)", "box.lid.open(3)"}},
		{"$M.open(...)", "from lid import open\nopen(1)\n", []string{"open(1) | $M=open"}},
		{"box.$F(...)", "import box as b\nb.open()\n", []string{"b.open() | $F=open"}},
		{"box.open()", "open()\nfrom box import open\nopen()\n", []string{"open()"}},
		{"import box", "import box\nimport box.lid\nfrom box.lid import a\nimport boxes\nimport a, box\n", []string{"import box", "import box.lid", "from box.lid import a", "import a, box"}},
		{"from box import $X", "from box import a, b as c\nimport box\n", []string{"from box import a, b as c | $X=a", "from box import a, b as c | $X=b"}},
		{"def $F(..., $X, ...):\n  ...\n  send($X)", "def a(p, q):\n    send(q)\n", []string{"def a(p, q):\n    send(q) | $F=a | $X=q"}},
	})
}

func TestPythonStatements(t *testing.T) {
	run(t, "python", []test{
		{"a()\n...\nb()", "a()\nx\nb()\nif c:\n    b()\n    d()\n", []string{"a()\nx\nb()", "a()\nx\nb()\nif c:\n    b()\n    d()"}},
		{"a()\nb()", "a()\nb()\na()\nif x:\n    b()\n", []string{"a()\nb()"}},
		{"$X = 1\n...\nuse($X)", "p = 1\nq = 1\nuse(q)\n", []string{"q = 1\nuse(q) | $X=q"}},
		{"a()\n...", "def f():\n    a()\n    b\n    c\n", []string{"a()", "a()\n    b", "a()\n    b\n    c"}},
		{"a()\n$...REST\nb()", "a()\nx\ny\nb()\n", []string{"a()\nx\ny\nb() | $...REST=x\ny"}},
		{"def $F(...):\n  ...\n  send()\n  ...", "def f(a):\n    if a:\n        send()\nclass C:\n    @x\n    async def g(self):\n        send()\n        y\n",
			[]string{"def f(a):\n    if a:\n        send() | $F=f", "@x\n    async def g(self):\n        send()\n        y | $F=g"}},
		{"def $F(...):\n  $X = 1\n  ...", "def f():\n    a = 1\n    b\ndef g():\n    b\n    a = 1\n", []string{"def f():\n    a = 1\n    b | $F=f | $X=a"}},
		{"def $F($X, $Y=1): ...", "def f(a, b=1): pass\ndef g(a: int, b: int = 1): pass\ndef h(*a, b=1): pass\n", []string{"def f(a, b=1): pass | $F=f | $X=a | $Y=b", "def g(a: int, b: int = 1): pass | $F=g | $X=a | $Y=b"}},
		{"@deco(...)\ndef $F(...): ...", "@other\n@deco(1)\ndef f(): pass\n@deco\ndef g(): pass\ndef h(): pass\n", []string{"@other\n@deco(1)\ndef f(): pass | $F=f", "@deco\ndef g(): pass | $F=g"}},
		{"deco(...)", "@deco\ndef g(): pass\n@deco(1)\nclass C: pass\n", []string{"deco", "deco(1)"}},
		{"class $C(Base): ...", "class A(Base): pass\nclass B(Base, Other): pass\nclass D: pass\n", []string{"class A(Base): pass | $C=A"}},
		{"class $C:\n  def f(self): ...\n  x = $V", "class A:\n    x = 2\n    y = 3\n    def f(self): return 1\n", []string{"class A:\n    x = 2\n    y = 3\n    def f(self): return 1 | $C=A | $V=2"}},
		{"if $X: ...", "if a:\n    x\nelif b:\n    y\nelse:\n    z\n", []string{"if a:\n    x\nelif b:\n    y\nelse:\n    z | $X=a", "elif b:\n    y\nelse:\n    z | $X=b"}},
		{"try: ...\nexcept A: ...", "try:\n    x\nexcept B:\n    y\nexcept A:\n    z\ntry:\n    x\nexcept A:\n    y\nfinally:\n    z\n", []string{"try:\n    x\nexcept B:\n    y\nexcept A:\n    z"}},
		{"with open(...) as $F: ...", "with open(1) as f, lock:\n    x\n", []string{"with open(1) as f, lock:\n    x | $F=f"}},
		{"options: {symbolic_propagation: true}\npatterns:\n  - pattern-inside: |\n      def $F(..., $D={}, ...):\n        ...\n  - pattern: $D[...] = ...", "def f(a={}):\n    b = a\n    b[1] = 2\n    c = g(a)\n    c[1] = 3\n", []string{"b[1] = 2 | $D=b | $F=f"}},
		{"patterns:\n  - pattern: $X + $Y\n  - metavariable-type: {metavariable: $X, type: string}", "'a' + b\n1 + b\n", []string{"'a' + b | $X='a' | $Y=b"}},
		{"for $I in $L: ...", "for a, b in c:\n    d\n", []string{"for a, b in c:\n    d | $I=a, b | $L=c"}},
		{"return ...", "def f():\n    return 1\n", []string{"return 1"}},
		{"x = yield $V", "def f():\n    x = yield 1\n", []string{"x = yield 1 | $V=1"}},
	})
}
