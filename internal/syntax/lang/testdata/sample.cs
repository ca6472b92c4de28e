using System;
using static System.Math;
using Http = System.Net.Http;
[assembly: Foo("x")]
namespace A.B {
  [ApiController, Route("api/[controller]", Order = 1)]
  public sealed class C<T> : Base, IFoo<int> where T : class, new() {
    private readonly string a = "x\n", b = @"c:\d ""q""";
    public int P { get; private set; } = 010;
    string Q { get { return a; } set => a = value; }
    int R => 1 + 2;
    event Action E;
    const decimal M = 1.50m;
    public C(IDb db, params string[] rest) : base(db) { this.db = db; }
    public int this[int i] => i;
    [HttpPost("go")] public async Task<IActionResult> Go([FromBody] Model m, string s = null, ref int n) {
      var cmd = new SqlCommand($"select {s:x} from {{t}}" + s, conn) { CommandTimeout = 5, Tags = { "a" } };
      using (var r = cmd.ExecuteReader()) { while (r.Read()) { n++; continue; } }
      using var f = File.OpenRead(s);
      if (m?.Name is string name && m is not null) return Ok(name); else if (s == "") { } else throw new Exception("e");
      foreach (var (k, v) in d) Console.WriteLine(k);
      foreach (string x in xs) { }
      for (int i = 0, j = 1; i < 3; i++, j--) break;
      switch (s) { case "a": case "b" when n > 0: Do(); break; case int q: default: return null; }
      try { Do<int>(x: 1, out var y, ref n); } catch (IOException e) when (e.X) { } catch { } finally { Done(); }
      var l = xs.Where(x => x.Id == id).Select<int>((int a, b) => { return a; });
      var q2 = from x in xs where x > 1 let y = x join z in zs on x equals z orderby x select y;
      int[] arr = new int[] { 1, 2 }, e2 = { 3 }; var t = (a: 1, 2); (p, q) = t; dynamic u = new { A = 1, n, m.Name };
      var g = s switch { "a" => 1, > 2 => 3, { X: 1 } z => 4, _ => throw e };
      object o = (string)x ?? y as string; x ??= y; x += 1; _ = typeof(C); arr[^1] = arr[1..2]; lock (o) { }
      await Task.Run(delegate { }); string.Format("{0}", o); a!.b = default; global::System.Console.Write('c');
      int Local(int w) => w;
      yield return 1; goto end; end: ; unsafe { *p = &q; } p->x = r with { A = 1 };
    }
    public static C operator +(C a, C b) { return a; }
    ~C() { }
  }
  record Point(int X, int Y = 2) : Shape(1);
  enum N : byte { P = 1, [D] Q }
  interface I { void M(); }
  delegate void H(object s);
}
