from __future__ import x
import a.b as m, c.d, e
from .. import q
from .x.y import (f as g, h)
from z import *
@app.route("/x", methods=["POST"])
async def foo(a, b: int = 1, *args, c=2, **kw) -> Optional[List[str]]:
    """doc"""
    x: int = 1
    a, b = b, a
    x += 1
    if a < b <= c: pass
    elif not a in b: return
    elif a is not None: return 1, 2
    else: raise E("x") from y
    for i, j in enumerate(x): continue
    else: print("a" "b" f"c{x!r:>{w}}" rb'\x00')
    with open(a) as f, lock: del f
    try: pass
    except (A, B) as e: pass
    except C: pass
    except: pass
    else: pass
    finally: pass
    return [x for x in y if z for q in r]
class A(B, metaclass=M):
    @property
    def x(self, /, *, k): return self.y[1:2, ::3]
l = lambda x, *y: x if y else z
print(f"{{}} {a} \n", *args, **kw)
match x:
    case A(b=1) | [c, *d] if e: pass
    case {"k": v, **rest}: pass
    case _: pass
(y := f(x)); 0x10; 1.50; 3j; a @ b; -x ** 2; not a and b or c; await z; yield x; {**a, 'b': 1}; {1,2}; (1,); "%s" % a; d[0]; 
x = y = z
type P[T] = list[T]
def t(a: "F", b: x.y.Z[int], c: int | None, *d: str): ...
