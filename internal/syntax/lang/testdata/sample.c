#include <stdio.h>
#include "a.h"
#define SIZE 10
#define NAME "n"
#define MAX(a, b) ((a) > (b) ? (a) : (b))
typedef unsigned long ulong;
typedef struct { int x; char *name; } point_t;
struct node { struct node *next; int bits : 3; void (*cb)(int, char *); };
enum color { RED, GREEN = 2 };
extern int g;
static const char *table[] = {"a", "b\n"};
int proto(char *s, ...);
static int f(char *a, const char b[10], struct node **n) {
  char buf[SIZE], *p = malloc(10); unsigned int x = 0x1Fu, y;
  strcpy(buf, a); n->next->x = 1; (*p).y = 2; *p = 3; a[1] = 'c'; x += 1; x++; --y; x = (char *)a; y = sizeof(int) + sizeof x; p = &x;
  if (x) f(); else if (!y) { } else return 0;
  for (int i = 0, j; i < 3; i++, j--) continue;
  for (;;) break;
  while (x) { } do { x = y ? a : b; } while (0);
  switch (x) { case 1: case 2: g(); break; default: h(); }
#ifdef DEBUG
  printf("a" "b" "%s", a);
#else
  log();
#endif
  point_t q = { .x = 1, .name = "n" }, r = {1, 2}; goto end;
end: return MAX(1, 1.5f);
}
