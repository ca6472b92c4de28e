package flow

import "testing"

// What a mark on a value does beside carrying data.
func TestLocalValues(t *testing.T) {
	const numbers = "taint_assume_safe_numbers: true"
	const parameter = "{patterns: [{pattern-inside: \"$R $M(..., @RequestParam $T $X, ...) {...}\"}, {focus-metavariable: $X}]}"
	for _, c := range []struct{ name, rules, project string }{
		{"numbers among the parameters that sources match", rule("r", numbers, parameter, "{pattern: sink(...)}", ""), `
-- A.java --
class A {
  void f(@RequestParam long id, @RequestParam String name, @RequestParam Integer page) {
    sink(id);
    sink("x" + page);
    sink(name); // BAD
  }
}
`},
		{"branches follow constants that are sources", rule("r", "", "{pattern: source()}", "{pattern: sink(...)}", "") + rule("s", "", "{pattern: '\"...\"'}", "{pattern: other(...)}", ""), `
-- A.java --
class A {
  void f() {
    String a, word = "ABC";
    switch (word.charAt(1)) {
      case 'A': a = source(); break;
      case 'B': a = "b"; break;
      default: a = source();
    }
    sink(a);
    other(word); // BAD
    other(word + 1); // BAD
  }
}
`},
		{"lengths of arrays", rule("r", "", "{pattern: source()}", "{patterns: [{pattern: 'new byte[$N]'}, {focus-metavariable: $N}]}, {pattern: sink(...)}", ""), `
-- A.java --
class A {
  void f() {
    byte[] a = new byte[source()]; // BAD
    int n = source();
    int[][] b = new int[2][sink(n)]; // BAD
    sink(b);
  }
}
`},
		{"what a metavariable stands for is its value", rule("r", "taint_assume_safe_functions: true", "{pattern: source()}", "{patterns: [{pattern: 'at($X)'}, {focus-metavariable: $X}]}, {pattern: run(...)}", ""), `
-- A.java --
class A {
  void f() {
    at(g(source()));
    at(source()); // BAD
    h(run(source())); // BAD
  }
}
`},
		{"chains of a builder", rule("r", "", "{pattern: source()}", "{pattern: sink(...)}", ""), `
-- A.java --
class A {
  void f() {
    StringBuilder b = new StringBuilder("a");
    b.append("b").append(source()).append("c");
    sink(b.toString()); // BAD
    StringBuilder c = new StringBuilder();
    c.append("b").append(clean());
    sink(c.toString());
    other(c, source());
    sink(c.toString()); // BAD
    builder().append(source());
    sink(builder().toString());
  }
  static void other(StringBuilder b, String s) {
    b.append("x").append(s).append("y");
  }
}
`},
		{"sanitized calls that are sinks", rule("r", "", "{pattern: '\"...\"'}", "{patterns: [{pattern: 'login($X)'}, {focus-metavariable: $X}]}", "  pattern-sanitizers: [{pattern: getenv(...), exact: true}]"), `
-- A.java --
class A {
  void f() {
    login(getenv("NAME"));
    login(read("NAME")); // BAD
    login("word"); // BAD
  }
}
`},
	} {
		t.Run(c.name, func(t *testing.T) { linked(t, "rules:\n"+c.rules, c.project, LinkOptions{}) })
	}
}
