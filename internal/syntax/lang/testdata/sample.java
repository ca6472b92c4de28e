package a.b;
import java.util.*; import static a.B.c; import x.Y;
@RestController @RequestMapping(value = "/a", method = {X.A, Y})
public class A<T extends B & C> extends D<T> implements E, f.G permits H {
  private static final int x = 1, y[] = {1, 2}, z;
  static { a(); }
  public A(@Valid final String s, int... r) throws IOException, E { super(s); this.x = 2; }
  @Override public <K> List<String> m(Map<String, ? super K> p, int q[]) {
    String sql = "a" + s + "b\n"; int i = 0x1F, j[] = new int[3][];
    for (int k = 0, l = 1; k < 3; k++, l--) x();
    for (final String v : list) { }
    try (InputStream in = new F("x"); r) { } catch (A | B e) { } finally { }
    if (o instanceof String t && t.x()) return; else if (y) { } else throw new X();
    switch (x) { case 1: case 2: a(); break; default: b(); }
    int r = switch (x) { case A, B -> 1; case C c when c.d() -> { yield 2; } default -> throw e; };
    synchronized (this) { i++; --j; x += 1; x >>>= 2; }
    Runnable f = () -> a(), g = (x, y) -> { }, h = String::new; q = A.super.m(); z = x -> x;
    Object o = (String & B) p; o = new C() { void m() {} }; o = A.B.class; a[0] = 'c'; label: do { continue label; } while (true);
    assert x : "m"; o = this.<T>foo().bar; var tb = """
      hi \n there"""; o = new String[]{"a"}; o = c ? d : e; int[][] w; List<String>[] u;
  }
  enum N { P(1) { }, @D Q; int f; } record R(int a, String b) { R { } } @interface AA { int v() default 1; } interface I { int C = 1; void m(); }
}
