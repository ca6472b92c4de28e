import x = require('m'); import type {T} from 't';
@Controller('/a') export class C<T extends U> extends B<T> implements I, J {
  constructor(private readonly db: Db, @Body() body?: Dto, ...r: string[]) { super(); }
  @Get(':id') public static async m<K>(x: K): Promise<void> {}
  private y?: number = 1; abstract z(): void;
  [k: string]: any;
}
interface I<A> extends J<A>, K { a: string; m(x: number): void; (q): r; new (a): b }
type U = A | B | 'x' | {a?: number} | [a, b?] | ((x: X) => Y) | keyof Z | a.b.C<D>[];
enum E { A, B = 2 } const enum F { X = 'x' }
declare module 'foo' { export function f(a: number): string }
namespace N.M { export const a = 1 }
abstract class Q { abstract foo(): number }
let v = x as unknown as T; let n = v!.foo!; let w = <T>v; let s = {a: 1} satisfies S; f<string>(a); 
for (const [a, b] of Object.entries(o)) {}
function over(a: string): void; function isX(a: any): a is X { return true }
export = foo; export as namespace Bar; import Z = N.M;
declare global { interface W {} }
let fn: typeof import('x'); let g = foo<string>;
export default function (this: Foo, {a, b = 2}: Props) {}
async function typed() { const r = await f<T>(1); (await f)<T>(2); const [q] = await sql<T[]>`a ${r}`; return sql<T>`b ${q}`; }
