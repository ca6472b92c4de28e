@file:JvmName("X")
package a.b
import java.util.List
import java.io.*
import x.y.Z as W
@RestController
@RequestMapping("/api")
data class C<T : Any>(private val repo: Repo, var n: Int = 1) : Base(n), I {
    companion object { const val K = "k" }
    private val a: String? = null
    var b = 0x1F
        get() = field + 1
        private set
    lateinit var c: List<Map<String, out Any>>
    val d by lazy { f() }
    init { g() }
    constructor(x: Int) : this(repo, x) { h() }
    @GetMapping("/x") suspend fun m(@RequestParam id: String, vararg r: Int, cb: (Int) -> Unit = {}): String? {
        val sql = "select $id from ${t.u} \$x" + """raw $id"""
        val (p, q: Int) = pair
        a?.b!!.c(1, name = 2, *r) { x, (y, z) -> x + y }
        xs.map { it.foo }.forEach(::println)
        if (a == 1) b() else if (c !is D) d() else { e() }
        val v = if (a) 1 else 2
        when (val w = x) { 1, in 2..3 -> a(); is Int -> b(); else -> throw E("m") }
        for ((k, u) in map) { continue }
        outer@ for (i in 0..<10) break
        while (x) { x++ } 
        do { x -= 1 } while (!x)
        try { a() } catch (e: IOException) { b() } finally { c() }
        val o = object : Runnable { override fun run() {} }
        x as? String ?: y as Int; a in b; a to b; arr[0][1] = 'c'; 1_000L; 1.5f; A::class.java; this@C.a; super.m()
        return@forEach run { a }
    }
}
enum class E(val c: Int) {
    A(1), B(2);

    fun x() = 1
}


interface F {
    fun m()
}
object S : T()
typealias Q = (Int) -> String
