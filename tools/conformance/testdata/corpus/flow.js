function f() {
  const x = source();
  // ruleid: flow
  sink(x);
  // ok: flow
  sink(1);
  g(x);
}

function g(y) {
  // deepruleid: flow
  sink(y);
}
