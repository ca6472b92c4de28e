<html><?= $title ?><p><?php
declare(strict_types=1);
namespace App\Http;
use Foo\Bar; use A\B\C as D, E; use function G\{h, i as j};
#[Route("/x", methods: ['GET'])]
final class K extends Base implements I, \J\L {
  use T;
  const A = 1, B = 'b\n\'';
  private ?string $p = "x$y[0] {$z->w} \$q\n", $r;
  public function __construct(private readonly PDO $db, int|string &$n = 0x1F, ...$rest) { parent::__construct($db); $this->db = $db; }
  abstract public static function m(self $a): ?array;
}
interface Q { } trait T { } enum Suit: string { case H = 'h'; }
function f(array $x) {
  global $g; static $count = 0;
  $id = $_GET['id'] ?? null;
  $sql = "SELECT * FROM t WHERE id = " . $id . ' x';
  $r = mysqli_query($conn, $sql); $r .= 'a'; $arr[] = 1; $o?->p; $o->{'x'}(1); $o->$m; Foo::bar(); Foo::$baz; Foo::CONST; $f($x);
  echo $a, "b"; print($a); exit(1); @unlink($f); `ls $dir`; include 'a.php'; require_once($b); eval($c); unset($u['x']); isset($v);
  if ($a == 1): b(); elseif ($c === 2): d(); else: e(); endif;
  if ($a) b(); else if (!$c) d(); elseif ($e) { } else { }
  foreach ($xs as $k => $v) { continue; } foreach ($xs as &$v): endforeach; for ($i = 0, $j = 1; $i < 3; $i++) break;
  while (true) { } do { $i--; } while ($i <> 0);
  switch ($a) { case 1: case 2: b(); break; default: c(); }
  try { throw new \Exception('x'); } catch (A | \B\C $e) { } finally { }
  $fn = function ($x) use ($y, &$z): int { return $x; }; $g = fn($x) => $x <=> 1; $h = static fn() => 2;
  [$a, 'k' => $b] = [1, 'k' => 2, ...$rest]; list(, $c) = array(1, 2);
  $m = match (true) { 1, 2 => 'a', default => throw new E }; $t = (int) $a ?: (string) $b; $n = new $cls(1); $n = new class(1) extends K { };
  $x instanceof Foo; $x and $y or $z; clone $x; $y = &$x; yield $k => $v; goto end; end: return "a" . <<<EOT
  heredoc $v {$w['a']}
  EOT . <<<'N'
  raw $v
  N;
}
