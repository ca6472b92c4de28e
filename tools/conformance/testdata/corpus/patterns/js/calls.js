//MATCH:
foo(1);
foo(2);
